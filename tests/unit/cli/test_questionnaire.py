"""`ari-app questionnaire`: a table or JSON, and an exit status that a build can use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ari_app.cli.main import app
from ari_app.wiring import instruments


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["questionnaire", *words])


def _broken(folder: Path) -> Path:
    data: dict[str, Any] = json.loads(instruments.source("q_risk_v1"))
    data["item"][0] |= {"text": "您的抑郁症好些了吗？", "keyDigits": 1}
    path = folder / "broken.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_all_that_are_shipped_are_checked() -> None:
    result = _run("check")
    assert result.exit_code == 0
    assert all(code in result.stdout for code in instruments.names())
    assert "mend" not in result.stdout


def test_each_finding_comes_with_its_mend_and_the_status_is_1(tmp_path: Path) -> None:
    result = _run("check", "q_postop_v1", str(_broken(tmp_path)))
    assert result.exit_code == 1
    said = " ".join(result.stdout.split())
    assert "(diagnosis)" in said and "(key_digits)" in said and "set keyDigits to 2" in said


@pytest.mark.req("M08-022")
def test_the_findings_as_json(tmp_path: Path) -> None:
    path = str(_broken(tmp_path))
    result = _run("check", "--json", "q_postop_v1", path)
    assert result.exit_code == 1
    sound, broken = json.loads(result.stdout)
    assert (sound["ok"], sound["findings"], sound["items"], sound["conditional"]) == (True, [], 10, 3)
    assert 90 < sound["seconds"]["usual"] < sound["seconds"]["longest"] < 240
    assert (broken["name"], broken["ok"]) == (path, False)
    assert [each["code"] for each in broken["findings"]] == ["diagnosis", "key_digits"]
    assert all(each["mend"] for each in broken["findings"])


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "not JSON"), ("[]", "must hold a JSON object"), ('{"item": [{}]}', "text must be a text")],
)
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content, encoding="utf-8")
    result = _run("check", str(path))
    assert result.exit_code == 1 and message in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("name", "message"),
    [("q_nothing_v1", "no questionnaire"), ("no/file.json", "no file"), ("q_braden_v1", "without wording")],
)
def test_what_is_not_there_is_a_finding(name: str, message: str) -> None:
    result = _run("check", name)
    assert result.exit_code == 1 and message in " ".join(result.stdout.split())


def test_fhir_goes_out_and_is_checked_when_it_comes_back(tmp_path: Path) -> None:
    shown = _run("show", "q_phq9_v1", "--fhir")
    assert json.loads(shown.stdout)["resourceType"] == "Questionnaire"
    path = tmp_path / "fhir.json"
    path.write_text(shown.stdout, encoding="utf-8")
    assert _run("check", str(path)).exit_code == 0
    assert json.loads(_run("show", str(path)).stdout) == json.loads(instruments.source("q_phq9_v1"))


def test_a_structure_is_shown_to_be_filled_in() -> None:
    shown = _run("show", "q_morse_v1")
    assert shown.exit_code == 0 and json.loads(shown.stdout)["wording"] == "from_owner"


def test_what_has_findings_is_not_published(tmp_path: Path) -> None:
    result = _run("publish", str(_broken(tmp_path)))
    assert result.exit_code == 1 and "(diagnosis)" in result.stdout
