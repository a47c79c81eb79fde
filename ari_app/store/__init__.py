"""PostgreSQL: unit of work, named queries, encrypted fields, outbox, timers."""
