"""`ari-app understand`: one JSON question and utterance a line in, one meaning a line out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from ari_app.core.vocabulary import QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding

_QTYPES = frozenset(str(one) for one in QType)
_EXTRA = ("low", "high", "op", "sys", "dia", "condition", "scope")


def run(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line per line of `lines`, in order; a line that cannot be read gives `{"error": …}`."""
    for line in lines:
        out = json.dumps(_answer(line), ensure_ascii=False)
        # A lone surrogate may come in as a JSON escape; it cannot go out as UTF-8.
        yield out.encode("utf-8", "replace").decode("utf-8")


def _answer(line: str) -> dict[str, object]:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON"}
    if not isinstance(case, dict):
        return {"error": "not a JSON object"}
    try:
        qtype = QType(str(case.get("qtype")))
    except ValueError:
        return {"id": case.get("id"), "error": f"unknown qtype {case.get('qtype')!r}"}
    utterance, question = _text(case.get("utterance")), _text(case.get("question"))
    return {"id": case.get("id")} | _plain(
        understand(qtype, question, utterance, _context(case.get("context")))
    )


def _plain(meant: Understanding) -> dict[str, object]:
    out: dict[str, object] = {
        "action": meant.action,
        "intent": meant.intent,
        "value": meant.value,
        "unit": meant.unit,
        "flags": list(meant.flags),
        "confidence": round(meant.confidence, 3),
    }
    return out | {key: value for key in _EXTRA if (value := getattr(meant, key)) is not None}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _context(given: object) -> Context:
    """Read a context; a field of the wrong kind counts as absent."""
    if not isinstance(given, Mapping):
        return Context()
    options = given.get("options")
    themes = given.get("themes")
    previous = given.get("previous")
    current = given.get("current_qtype")
    return Context(
        now=_moment(given.get("now")),
        current_qtype=QType(current) if isinstance(current, str) and current in _QTYPES else None,
        options={str(k): str(v) for k, v in options.items()} if isinstance(options, Mapping) else {},
        proposition=_text(given.get("proposition")) or None,
        name=_text(given.get("name")) or None,
        relation_ok=given.get("relation_ok") is True,
        appointment=_moment(given.get("appointment")),
        themes=tuple(str(one) for one in themes) if isinstance(themes, list) else (),
        previous=previous if isinstance(previous, Mapping) else None,
    )


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
