"""Puts the parts in place: manifest, fetch, private Asterisk, embedded PostgreSQL. Nothing but Python."""
