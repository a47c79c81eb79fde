"""From what was heard to the figures: recall by net, condition and cause, and false alarms an hour of talk."""

from __future__ import annotations

import platform
import subprocess
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ari_app.core.vocabulary import AlertCode
from tests.bench.danger_line import Final
from tests.bench.danger_nets import GRAVE, Nets, Raised, open_questions, raised_by

if TYPE_CHECKING:
    from tests.bench.danger_recall import Hearing

_Z = 1.96


def summary(hearings: Sequence[Hearing]) -> dict[str, object]:
    """Everything that is told of a run."""
    danger = [each for each in hearings if each.job.sentence.accepted]
    ordinary = [each for each in hearings if not each.job.sentence.accepted]
    questions = open_questions()
    judged = {
        nets: {id(each): raised_by(each.heard, questions[each.job.asked], nets) for each in hearings}
        for nets in Nets
    }
    conditions = [*dict.fromkeys(each.job.condition for each in hearings), "all"]
    figures: dict[str, object] = {
        "danger": {
            condition: {nets.value: _recall(_under(danger, condition), judged[nets]) for nets in Nets}
            for condition in conditions
        },
        "by_cause": _by_cause(danger, judged[Nets.ALL]),
        "missed": [_told(each) for each in danger if not _is_caught(each, judged[Nets.ALL][id(each)])],
        "ordinary": {
            condition: {nets.value: _false_alarms(_under(ordinary, condition), judged[nets]) for nets in Nets}
            for condition in conditions
        },
        "asked without danger": [_told(each) for each in ordinary if judged[Nets.ALL][id(each)].is_asked_for],
        "false": [
            _told(each) | {"raised": sorted(judged[nets][id(each)].flags), "net": nets.value}
            for each in ordinary
            for nets in Nets
            if judged[nets][id(each)].alerts
        ],
        "hearing": _hearing_figures(hearings),
        "commit": _commit(),
        "cpu": _cpu(),
    }
    return figures


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent."""
    if of == 0:
        return 0.0, 100.0
    share = hits / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of * of)) / (1 + _Z**2 / of)
    return round(100 * max(0.0, middle - half), 1), round(100 * min(1.0, middle + half), 1)


def rate_interval(count: int, hours: float) -> tuple[float, float]:
    """The 95 % interval of a rate an hour (Poisson, the square root made normal)."""
    low = max(0.0, sqrt(count) - _Z / 2) ** 2 if count else 0.0
    high = (sqrt(count + 1) + _Z / 2) ** 2
    return round(low / hours, 1), round(high / hours, 1)


def _under(hearings: Sequence[Hearing], condition: str) -> list[Hearing]:
    return [each for each in hearings if condition in ("all", each.job.condition)]


def _is_caught(each: Hearing, raised: Raised) -> bool:
    return bool(raised.flags & set(each.job.sentence.accepted)) or raised.is_grave


def _recall(said: Sequence[Hearing], raised: dict[int, Raised]) -> dict[str, object]:
    caught = sum(_is_caught(each, raised[id(each)]) for each in said)
    told = sum(_is_caught(each, raised[id(each)]) or raised[id(each)].is_asked_for for each in said)
    answered = [
        each for each in said if not any(isinstance(one, Final) and one.away for one in each.heard.signals)
    ]
    of_answered = sum(_is_caught(each, raised[id(each)]) for each in answered)
    return {
        "said": len(said),
        "raised": caught,
        "percent": round(100 * caught / len(said), 1) if said else None,
        "interval": wilson(caught, len(said)),
        "raised or asked for": {
            "raised": told,
            "percent": round(100 * told / len(said), 1) if said else None,
            "interval": wilson(told, len(said)),
        },
        "recognizer in time": {
            "said": len(answered),
            "raised": of_answered,
            "percent": round(100 * of_answered / len(answered), 1) if answered else None,
            "interval": wilson(of_answered, len(answered)),
        },
        "to a person at once": sum(raised[id(each)].is_grave for each in said),
    }


def _by_cause(said: Sequence[Hearing], raised: dict[int, Raised]) -> dict[str, str]:
    all_of = Counter(each.job.sentence.cause for each in said)
    caught = Counter(each.job.sentence.cause for each in said if _is_caught(each, raised[id(each)]))
    return {cause: f"{caught[cause]}/{count}" for cause, count in sorted(all_of.items())}


def _false_alarms(said: Sequence[Hearing], raised: dict[int, Raised]) -> dict[str, object]:
    hours = sum(each.seconds for each in said) / 3600
    alerts: Counter[AlertCode] = Counter(code for each in said for code in raised[id(each)].alerts)
    grave = sum(bool(raised[id(each)].alerts & GRAVE) for each in said)
    asked = sum(raised[id(each)].is_asked_for and not raised[id(each)].is_grave for each in said)
    return {
        "sentences": len(said),
        "minutes": round(hours * 60, 1),
        "asked for": asked,
        "asked for an hour": rate_interval(asked, hours) if hours else None,
        "grave": grave,
        "grave_an_hour": round(grave / hours, 1) if hours else None,
        "interval": rate_interval(grave, hours) if hours else None,
        "alerts": {code.value: count for code, count in sorted(alerts.items())},
    }


def _hearing_figures(hearings: Sequence[Hearing]) -> dict[str, object]:
    finals = [one for each in hearings for one in each.heard.signals if isinstance(one, Final)]
    waited = [one.waited_ms for one in finals if not one.away]
    return {
        "sentences": len(hearings),
        "not heard at all": sum(not each.heard.signals for each in hearings),
        "no words": sum(not any(_words(each)) for each in hearings),
        "utterances": len(finals),
        "recognizer away or late": sum(one.away for one in finals),
        "text after end of speech ms": {
            "p50": round(float(np.percentile(waited, 50))) if waited else None,
            "p95": round(float(np.percentile(waited, 95))) if waited else None,
        },
    }


def _words(each: Hearing) -> list[str]:
    return [one if isinstance(one, str) else one.text for one in each.heard.signals]


def _told(each: Hearing) -> dict[str, object]:
    job = each.job
    heard = [
        f"({one})"
        if isinstance(one, str)
        else "–"
        if one.away
        else f"{one.text} {one.confidence:.2f} {one.alternatives or ''} {one.others or ''}"
        for one in each.heard.signals
    ]
    return {
        "id": job.sentence.id,
        "said": job.sentence.text,
        "at": job.asked,
        "voice": job.voice,
        "condition": job.condition,
        "heard": heard,
    }


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {len(names)} cores"
