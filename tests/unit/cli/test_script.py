"""`ari-app script`: a readable table or JSON, and an exit status that a build can use."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from ari_app.cli.main import app
from ari_app.wiring import instruments


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, ["script", *words])


def _changed(folder: Path) -> Path:
    data = json.loads(instruments.prompt_source())
    data["prompts"]["reask.sorry"]["say"] = ["抱歉[120]，是否再说一遍？"]
    del data["prompts"]["closing.dnc"]
    path = folder / "own.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_what_is_shipped_passes() -> None:
    result = _run("check")
    assert result.exit_code == 0
    assert "reask" in result.stdout and "mend" not in result.stdout


def test_each_finding_has_its_mend_and_the_status_is_1(tmp_path: Path) -> None:
    result = _run("check", str(_changed(tmp_path)))
    assert result.exit_code == 1
    for words in (
        "written_word",
        "not_speakable",
        "prompt_missing",
        "closing.dnc",
        "有没有",
        "add the prompt",
    ):
        assert words in result.stdout
    assert "[ ]" in " ".join(result.stdout.split())


def test_the_findings_as_json(tmp_path: Path) -> None:
    sound = json.loads(_run("check", "--json").stdout)
    assert (sound["ok"], sound["findings"]) == (True, [])
    result = _run("check", "--json", str(_changed(tmp_path)))
    assert result.exit_code == 1
    found = json.loads(result.stdout)["findings"]
    assert {each["code"] for each in found} == {"prompt_missing", "not_speakable", "written_word"}
    assert all(each["mend"] for each in found)


def test_the_shipped_wording_can_be_printed_and_checked_again(tmp_path: Path) -> None:
    path = tmp_path / "same.json"
    path.write_text(_run("show").stdout, encoding="utf-8")
    assert _run("check", str(path)).exit_code == 0


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    assert _run("check", str(tmp_path / "none.json")).exit_code == 1
    path = tmp_path / "odd.json"
    path.write_bytes(b"\xff\xfe")
    assert _run("check", str(path)).exit_code == 1
