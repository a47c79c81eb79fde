"""`ari-app capacity`: the five lines of the costs, in figures and as a table."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ari_app.cli.main import app

PRICES = (
    "--line-minute", "0.1", "--asr-hour", "1.5", "--tts-hour", "2", "--storage-gb-month", "0.2",
    "--person-hour", "40",
)  # fmt: skip
TARGET = ("--per-hour", "100", "--talk-seconds", "180", "--answer-share", "0.5", "--completed-share", "0.8")


def shown(monkeypatch: pytest.MonkeyPatch, *more: str) -> str:
    monkeypatch.delenv("ARI_APP_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    result = CliRunner().invoke(app, ["capacity", *TARGET, *PRICES, *more])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.req("M17-014")
def test_what_it_costs_has_five_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {each["name"]: each for each in json.loads(shown(monkeypatch, "--json"))["costs"]}
    talked = 100 / 0.8 * 180 / 3600 * 9 * 22
    amounts = {
        "line": talked * 60,
        "asr": talked,
        "tts": talked / 2,
        "storage": talked * 0.1152 * 6,
        "people": talked * 0.05,
    }
    assert {name: each["amount"] for name, each in costs.items()} == pytest.approx(amounts)
    prices = {"line": 0.1, "asr": 1.5, "tts": 2.0, "storage": 0.2, "people": 40.0}
    assert {name: each["cost"] for name, each in costs.items()} == pytest.approx(
        {name: amount * prices[name] for name, amount in amounts.items()}
    )


@pytest.mark.req("M17-014")
def test_the_table_names_each_and_their_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch)
    assert [name for name in ("line", "asr", "tts", "storage", "people", "total") if name not in text] == []
