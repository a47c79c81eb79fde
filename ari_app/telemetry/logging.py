"""Structured logs: static verbs with fields, one JSON object a line, patient data redacted by default."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

PII_PREFIX = "pii_"
REDACTED = "[redacted]"
_SECRET_WORDS = ("password", "secret", "token", "authorization")


def redact(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide every field whose key marks patient data (`pii_…`) or names a secret."""
    for key in event:
        if key.startswith(PII_PREFIX) or any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = REDACTED
    return event


def configure_logging(level: str = "info", *, show_pii: bool = False, stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (standard error by default) as JSON lines.

    `show_pii` turns the redaction of patient data off; meant for a developer's own machine only.
    """
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.dict_tracebacks,
    ]
    if not show_pii:
        processors.append(redact)
    processors.append(structlog.processors.JSONRenderer(ensure_ascii=False))
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
