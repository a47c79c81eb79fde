"""Tests here run against a real, private Asterisk."""

from tests.support.asterisk import asterisk, client, fresh_asterisk

__all__ = ["asterisk", "client", "fresh_asterisk"]
