"""`python -m tests.bench.voice_dialogues`: the same dialogues over real calls and in text, compared field by field.

Each dialogue of `voice_dialogues.jsonl` is played in text, then held by `ari-app simulate --voice` with a patient of a
given voice; a point is one field of the text result. What is lost is listed with what was said, heard and stored.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ari_app.cli import simulate
from ari_app.cli.simulate_voice import Held, VoiceOptions, hold
from ari_app.telemetry.logging import configure_logging
from tests.bench.measured_on import described
from tests.soak.judging import interval

SCENARIOS = Path(__file__).with_name("voice_dialogues.jsonl")
# kept as words, and never heard word by word: only that it was answered is a point
FREE_TEXT = frozenset({"text"})


def points(result: Mapping[str, Any]) -> dict[str, object]:
    """The fields of a result, each of which is a point."""
    found: dict[str, object] = {
        f"answer {code}": _comparable(value) for code, value in result["answers"].items()
    }
    found |= {f"missing {code}": reason for code, reason in result["missing"].items()}
    found |= {f"alert {each['code']}": each["level"] for each in result["alerts"]}
    found |= {f"action {each}": True for each in result["actions"]}
    return found | {"disposition": result["disposition"], "risk": result["riskLevel"]}


def lost(text: Mapping[str, Any], voice: Mapping[str, Any]) -> list[dict[str, object]]:
    """The points that differ; what only the voice result has counts too."""
    meant, got = points(text), points(voice)
    return [
        {"point": name, "text": meant.get(name), "voice": got.get(name)}
        for name in [*meant, *(each for each in got if each not in meant)]
        if meant.get(name) != got.get(name)
    ]


def _comparable(value: object) -> object:
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key not in FREE_TEXT}
    return value


def compare(text: Mapping[str, Any], held: Held, scenario: Mapping[str, Any]) -> dict[str, object]:
    """One dialogue: how many points there were, which were lost, and what was said and heard."""
    result = dict(held.result)
    if "error" in result:
        every = [{"point": name, "text": each, "voice": None} for name, each in points(text).items()]
        return {"id": text["id"], "points": len(points(text)), "lost": every, "error": result["error"]}
    said = [(turn.code, turn.said) for turn in held.report.turns if turn.said] if held.report else []
    turns = held.stored.turns if held.stored else ()
    return {
        "id": text["id"],
        "points": len(points(text)),
        "lost": lost(text, result),
        "disposition": result["disposition"],
        "identity_by_voice": not any(code == "verify" and "dtmf" in words for code, words in said),
        "needs_identity": "verify" in text["asked"],
        "said": said,
        "heard": [
            (turn.code, turn.text, turn.raw_text, turn.confidence, turn.source)
            for turn in turns
            if turn.speaker == "patient"
        ],
        "talk": [(turn.speaker, turn.code, turn.text, turn.completed) for turn in turns],
        "patient": [(turn.kind, turn.code, turn.heard_text, turn.said) for turn in held.report.turns]
        if held.report
        else [],
        "seconds": held.report.seconds if held.report else None,
        "script": {turn["q"]: turn["say"] for turn in scenario["turns"]},
    }


def measure(runtime: Path, voice: str, at_once: int, seed: int, only: Sequence[str]) -> dict[str, object]:
    """All dialogues with one voice."""
    before = described()
    lines = [line for line in SCENARIOS.read_text("utf-8").splitlines() if line]
    scenarios = [json.loads(line) for line in lines]
    chosen = [number for number, each in enumerate(scenarios) if not only or each["id"] in only]
    lines = [lines[number] for number in chosen]
    texts = [json.loads(line) for line in simulate.run(lines)]
    calls = hold(lines, VoiceOptions(runtime=runtime, at_once=at_once, voice=voice, seed=seed))
    dialogues = [
        compare(text, held, scenarios[number])
        for number, text, held in zip(chosen, texts, calls, strict=True)
    ]
    return {"voice": voice, "seed": seed, "at_once": at_once, **before, "dialogues": dialogues}


def summary(runs: Sequence[Mapping[str, Any]]) -> str:
    """The runs as Markdown."""
    lines = ["| dialogue | points | " + " | ".join(f"lost, {run['voice']}" for run in runs) + " |"]
    lines.append("|---|---|" + "---|" * len(runs))
    for row in zip(*(run["dialogues"] for run in runs), strict=True):
        lines.append(
            f"| {row[0]['id']} | {row[0]['points']} | " + " | ".join(_lost(each) for each in row) + " |"
        )
    every = [each for run in runs for each in run["dialogues"]]
    total = sum(each["points"] for each in every)
    kept = total - sum(len([one for one in each["lost"] if one["text"] is not None]) for each in every)
    low, high = interval(kept, total)
    lines += ["", f"{kept} of {total} points kept: {kept / total:.1%} ({low:.1%}–{high:.1%})", ""]
    lines += ["| voice | dialogue | point | text | voice | said | heard |", "|---|---|---|---|---|---|---|"]
    lines += [
        _row(run["voice"], each, one) for run in runs for each in run["dialogues"] for one in each["lost"]
    ]
    return "\n".join(lines)


def _lost(dialogue: Mapping[str, Any]) -> str:
    added = sum(1 for each in dialogue["lost"] if each["text"] is None)
    gone = len(dialogue["lost"]) - added
    return f"{gone}" + (f" (+{added} not meant)" if added else "")


def _row(voice: str, dialogue: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    code = one["point"].partition(" ")[2]
    said = [words for asked, words in dialogue.get("said", ()) if asked == code]
    heard = [
        f"{text} ({raw})" if raw != text else text
        for asked, text, raw, *_ in dialogue.get("heard", ())
        if asked == code
    ]
    cells = (
        voice,
        dialogue["id"],
        one["point"],
        one["text"],
        one["voice"],
        "; ".join(said),
        "; ".join(heard),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> int:
    """Hold the dialogues and write the JSON, or print the page's tables of earlier runs."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.voice_dialogues", description=__doc__)
    parser.add_argument("--runtime", type=Path, default=Path(".runtime"))
    parser.add_argument("--voice", default="zf_xiaobei")
    parser.add_argument("--at-once", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--only", nargs="*", default=(), help="ids of dialogues")
    parser.add_argument("--out", type=Path, help="write the run as JSON")
    parser.add_argument("--page", type=Path, nargs="+", help="JSON of earlier runs")
    options = parser.parse_args()
    if options.page:
        print(summary([json.loads(path.read_text("utf-8")) for path in options.page]))
        return 0
    configure_logging("warning")
    # whoever ends a run leaves no Asterisk and no PostgreSQL behind
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    run = measure(options.runtime, options.voice, options.at_once, options.seed, options.only)
    if options.out:
        options.out.write_text(json.dumps(run, ensure_ascii=False, indent=1), encoding="utf-8")
    print(summary([run]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
