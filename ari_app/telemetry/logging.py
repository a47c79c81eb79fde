"""Structured logs: static verbs with fields, one JSON object a line, patient data redacted by default."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer

from ari_app.core.errors import AppError

PII_PREFIX = "pii_"
REDACTED = "[redacted]"
_SECRET_WORDS = ("password", "secret", "token", "authorization")
_EXCEPTION_TEXTS = ("exc_value", "exc_notes")


def redact(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide every field, at any depth, whose key marks patient data (`pii_…`) or names a secret.

    Of exceptions, type and place stay; the text stays only for AppError and OSError, because others quote
    the values that they met (a database error the whole row).
    """
    tellable = _names_of(AppError) | _names_of(OSError)
    for key, value in event.items():
        event[key] = _shown(key, value, tellable)
    return event


def _shown(key: str, value: Any, tellable: frozenset[str]) -> Any:
    if key.startswith(PII_PREFIX) or any(word in key.lower() for word in _SECRET_WORDS):
        return REDACTED
    if isinstance(value, Mapping):
        hidden = _EXCEPTION_TEXTS if value.get("exc_type", "OSError") not in tellable else ()
        return {
            inner: REDACTED if inner in hidden and each else _shown(str(inner), each, tellable)
            for inner, each in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_shown("", each, tellable) for each in value]
    return value


def _names_of(kind: type[BaseException]) -> frozenset[str]:
    """The names of an exception class and of all below it."""
    return frozenset({kind.__name__}).union(*(_names_of(each) for each in kind.__subclasses__()))


def configure_logging(level: str = "info", *, show_pii: bool = False, stream: TextIO | None = None) -> None:
    """Send all logs to `stream` (standard error by default) as JSON lines.

    Tracebacks never hold local variables. `show_pii` turns the redaction of patient data off; meant for a
    developer's own machine only.
    """
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
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
