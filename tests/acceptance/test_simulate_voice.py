"""Scenarios over real calls: what is stored is told in the form of the text simulation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ari_app.cli import simulate
from tests.acceptance.commands import environment

PATIENT = {"name": "李秀英", "id_tail": "4417", "birth_md": "08-02", "age": 58}


def scenario(name: str, turns: dict[str, list[str]], **further: Any) -> str:
    line = {
        "id": name,
        "questionnaireId": "q_postop_v1",
        "now": "2026-03-10T10:20:00+08:00",
        "patient": PATIENT,
        "turns": [{"q": code, "say": say} for code, says in turns.items() for say in says],
        **further,
    }
    return json.dumps(line, ensure_ascii=False)


@pytest.mark.realtime
@pytest.mark.timeout(480)
def test_scenarios_are_held_as_calls_and_end_as_in_text(runtime: Path, tmp_path: Path) -> None:
    # keys for what decides, so that the test does not hang on the recognition of one word
    front = {
        "consent": ["<dtmf>1"],
        "person": ["<dtmf>1"],
        "verify": ["<dtmf>4417"],
        "data_consent": ["<dtmf>1"],
    }
    lines = [
        scenario(
            "handed over", {**front, "pain_vas": ["<dtmf>4#"], "temp": ["<dtmf>369"], "wound": ["<dtmf>2"]}
        ),
        scenario("gone", {**front, "pain_vas": ["<hangup>"]}),
        scenario("remembers", front, history=[{"day": "T+1", "pain_vas": 3}]),
        "no scenario",
    ]
    path = tmp_path / "scenarios.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    words = ["simulate", "--scenarios", str(path), "--voice", "--runtime", str(runtime)]
    done = subprocess.run(
        [sys.executable, "-m", "ari_app", *words],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=460,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    handed_over, gone, remembers, unreadable = map(json.loads, done.stdout.splitlines())
    in_text = json.loads(next(iter(simulate.run(lines[:1]))))
    for name in ("answers", "missing", "alerts", "disposition", "riskLevel", "asked"):
        assert handed_over[name] == in_text[name], name
    assert set(in_text["actions"]) <= set(handed_over["actions"])
    assert handed_over["said"][0].startswith("您好")
    assert set(gone["missing"].values()) == {"hangup"}
    assert "history" in remembers["error"]
    assert unreadable["id"] is None and "error" in unreadable
