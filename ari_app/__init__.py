"""Patient follow-up calls in Mandarin on a hospital's own Asterisk."""
