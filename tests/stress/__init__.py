"""Hundreds of calls under bad conditions: `python -m tests.stress`."""
