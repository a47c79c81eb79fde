"""Whole commands as real processes, against a real Asterisk, PostgreSQL and recognizer."""
