"""Tests here run against a real, private Asterisk; those of whole calls against a real PostgreSQL too."""

from tests.support.asterisk import asterisk, client, fresh_asterisk
from tests.support.postgres import connection, database, postgres, store, template_database

__all__ = [
    "asterisk",
    "client",
    "connection",
    "database",
    "fresh_asterisk",
    "postgres",
    "store",
    "template_database",
]
