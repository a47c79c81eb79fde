"""What a log may show: verbs, fields, types and places; never what a patient said, never a secret."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from ari_app.core.errors import Unavailable
from ari_app.telemetry.logging import REDACTED, configure_logging

WORDS = "我不想活了"
KEY = "open-sesame"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure_logging("debug", stream=stream)
    yield stream
    structlog.reset_defaults()


def crash(failure: Exception) -> None:
    heard_text, password = "".join(WORDS), "".join(KEY)
    try:
        assert heard_text
        assert password
        raise failure
    except type(failure):
        structlog.get_logger().exception("call_crashed")


def written(log: io.StringIO) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(log.getvalue())
    return entry


def test_a_crash_shows_where_and_no_local_variable(log: io.StringIO) -> None:
    crash(RuntimeError("boom"))
    assert WORDS not in log.getvalue()
    assert KEY not in log.getvalue()
    (trace,) = written(log)["exception"]
    assert trace["exc_type"] == "RuntimeError"
    assert trace["frames"][-1]["name"] == "crash"


def test_an_exception_that_quotes_a_value_is_not_quoted(log: io.StringIO) -> None:
    crash(ValueError(f"cannot read {WORDS}"))
    assert WORDS not in log.getvalue()


@pytest.mark.parametrize("failure", [Unavailable("the database is away"), ConnectionError("cut")])
def test_an_error_without_patient_data_tells_its_reason(log: io.StringIO, failure: Exception) -> None:
    crash(failure)
    assert str(failure) in log.getvalue()


def test_fields_are_redacted_at_any_depth(log: io.StringIO) -> None:
    turn = {"pii_text": WORDS, "code": "pain_vas", "headers": [{"Authorization": KEY}]}
    structlog.get_logger().info(
        "heard", turns=[turn], settings={"database": {"password": KEY}}, pii_name=WORDS
    )
    assert WORDS not in log.getvalue()
    assert KEY not in log.getvalue()
    entry = written(log)
    assert entry["turns"][0] == {
        "pii_text": REDACTED,
        "code": "pain_vas",
        "headers": [{"Authorization": REDACTED}],
    }
    assert entry["pii_name"] == REDACTED


def test_what_was_logged_is_not_changed(log: io.StringIO) -> None:
    turn = {"pii_text": WORDS}
    structlog.get_logger().info("heard", turn=turn)
    assert turn == {"pii_text": WORDS}
