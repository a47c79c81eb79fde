"""Every test here has a real PostgreSQL."""

from tests.support.postgres import (
    connection,
    database,
    empty_database,
    postgres,
    store,
    template_database,
)

__all__ = ["connection", "database", "empty_database", "postgres", "store", "template_database"]
