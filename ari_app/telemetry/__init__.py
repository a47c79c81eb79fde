"""Logging, metrics and redaction."""
