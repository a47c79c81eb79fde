"""`ari-app plan`: a table or JSON, and an exit status that a build can use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ari_app.cli.main import app
from ari_app.wiring import care_plans


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["plan", *words])


def _own(folder: Path, **changes: Any) -> str:
    data: dict[str, Any] = json.loads(care_plans.source("postop"))
    data["points"][0] |= changes
    path = folder / "own.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_all_that_are_shipped_fit() -> None:
    result = _run("check", "--from", "2026-02-01", "--days", "20")
    assert result.exit_code == 0
    assert all(name in result.stdout for name in care_plans.names())
    assert "does not fit" not in result.stdout


def test_a_plan_that_does_not_fit_is_told_with_its_mend_and_the_status_is_1(tmp_path: Path) -> None:
    result = _run("check", _own(tmp_path, by_person=False), "--from", "2026-02-01", "--days", "20")
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "postop, does not fit: T+1: not called in" in said
    assert "mend: give it more grace_days" in said


def test_open_holidays_mend_it(tmp_path: Path) -> None:
    own = _own(tmp_path, by_person=False)
    result = _run("check", own, "--from", "2026-02-01", "--days", "20", "--holidays", "all", "--weekends")
    assert result.exit_code == 0


def test_the_findings_as_json_and_a_year_that_is_not_known(tmp_path: Path) -> None:
    own = _own(tmp_path, questionnaire="q_none_v1")
    result = _run("check", own, "--json", "--from", "2026-12-20", "--days", "20")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert (data["from"], data["to"], data["fits"]) == ("2026-12-20", "2027-01-08", False)
    (report,) = data["reports"]
    assert [fault["code"] for fault in report["faults"]] == ["questionnaire_unknown"]
    assert [point["point"] for point in report["points"]] == ["T+1", "T+3", "T+7", "T+30"]
    assert [note["code"] for note in data["calendar"]] == ["holidays_unknown"]


def test_a_hospital_s_own_calendar(tmp_path: Path) -> None:
    calendar = tmp_path / "days.json"
    calendar.write_text(
        '{"years": {"2027": {"source": "x", "holidays": [{"name": "元旦", "from": "2027-01-01"}]}}}'
    )
    result = _run("check", "--json", "--from", "2026-12-20", "--days", "20", "--calendar", str(calendar))
    assert json.loads(result.stdout)["calendar"] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--zone", "Nowhere/Land"], "unknown time zone"),
        (["--window", "20-9"], "is no calling window"),
        (["/no/such/plan.json"], "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_refused(words: list[str], message: str) -> None:
    assert message in str(_run("check", *words).exception)


def test_a_shipped_plan_is_shown_to_start_from(tmp_path: Path) -> None:
    shown = _run("show", "revisit")
    assert shown.exit_code == 0
    path = tmp_path / "revisit.json"
    path.write_text(shown.stdout, encoding="utf-8")
    assert [each.id for each in care_plans.read(path)] == ["revisit"]
    assert "there is no care plan" in str(_run("show", "none").exception)
