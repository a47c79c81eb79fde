"""Where the time of a turn went: what the phone measured joined with what the worker's log tells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from ari_app.lab.patient_report import PatientTurn
from tests.soak.judging import interval

Entry = Mapping[str, Any]

UNNOTICED: Final = "no utterance"
CUT_OFF: Final = "ended before the last word"
SLOW_MS: Final = 800
NOT_CLOSED: Final = frozenset({"verify"})


@dataclass(frozen=True, slots=True)
class TurnTime:
    """One answer by voice. Milliseconds after the patient's last sample; None where it did not come to that."""

    call: int
    code: str
    kind: str
    said: str
    voice: str
    latency_ms: int | None
    cause: str
    heard: str = ""
    decided_ms: int | None = None
    heard_ms: int | None = None
    guesses_ms: Sequence[tuple[int, int, bool]] = ()

    @property
    def is_closed(self) -> bool:
        """Whether the question has few answers: digits of an identity are said with pauses, by their own rules."""
        return self.code not in NOT_CLOSED or self.kind == "confirmation"


def utterances_of(log: Path) -> dict[str, list[Entry]]:
    """What the worker told of each utterance, by attempt."""
    found: dict[str, list[Entry]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        if '"utterance_ended"' in line:
            entry = json.loads(line)
            found.setdefault(entry["attempt_id"], []).append(entry)
    return found


def time_of(
    call: int, voice: str, turn: PatientTurn, answered_at: float, utterances: Sequence[Entry]
) -> TurnTime | None:
    """The times of one turn; None for one without voice. `answered_at` is monotonic, as the log's times."""
    if turn.said_from_ms is None or turn.said_to_ms is None:
        return None
    began, ended = (answered_at + ms / 1000 for ms in (turn.said_from_ms, turn.said_to_ms))
    own = [each for each in utterances if each["began_at"] < ended and each["decided_at"] > began]
    name = (call, turn.code or "", turn.kind, turn.said, voice, turn.latency_ms)
    if not own:
        return TurnTime(*name, UNNOTICED)
    last = own[-1]

    def after(moment: float) -> int:
        return round((moment - ended) * 1000)

    return TurnTime(
        *name,
        CUT_OFF if any(each["decided_at"] < ended for each in own) else _cause(last),
        last["pii_text"] or "",
        after(last["decided_at"]),
        after(last["heard_at"]),
        [(after(each["asked_at"]), after(each["told_at"]), each["is_told"]) for each in last["guesses"]],
    )


def _cause(utterance: Entry) -> str:
    if utterance["characters"] is None:
        return "not recognized"
    if utterance["reason"] == "complete":
        return "whole answer"
    guesses = utterance["guesses"]
    if not guesses:
        return "silence, nothing asked"
    if not guesses[-1]["is_told"]:
        return "silence, recognizer busy"
    if guesses[-1]["told_at"] > utterance["decided_at"]:
        return "silence, hypothesis late"
    return "silence, no whole answer" if utterance["characters"] else "silence, no text"


def summary(turns: Sequence[TurnTime]) -> dict[str, object]:
    """The figures of turns at closed questions."""
    closed = [each for each in turns if each.is_closed]
    cut = sum(each.cause == CUT_OFF for each in closed)
    return {
        "closed": _latency(closed),
        "identity digits and dates": _latency([each for each in turns if not each.is_closed]),
        "by_cause": {
            cause: _latency([each for each in closed if each.cause == cause])
            for cause in sorted({each.cause for each in closed})
        },
        "cut_off": {"count": cut, "of": len(closed), "interval": interval(cut, len(closed))},
        "slow": [asdict(each) for each in turns if each.latency_ms is None or each.latency_ms > SLOW_MS],
    }


def _latency(turns: Iterable[TurnTime]) -> dict[str, object]:
    return percentiles([each.latency_ms for each in turns if each.latency_ms is not None])


def percentiles(times: Sequence[float]) -> dict[str, object]:
    """How many, their median and their 95th percentile."""
    if not times:
        return {"n": 0}
    p50, p95 = np.percentile(times, [50, 95])
    return {"n": len(times), "p50": round(float(p50)), "p95": round(float(p95)), "most": round(max(times))}
