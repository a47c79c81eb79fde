"""The command as a person meets it: one plain line with the mend, an exit status, no traceback."""

from __future__ import annotations

import fcntl
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ari_app.core.errors import Conflict
from ari_app.provision import asterisk_prefix, models, postgres_binaries, python_environment
from ari_app.provision.command import main
from ari_app.provision.layout import PROJECT
from ari_app.provision.process import ProgramFailed, run
from ari_app.provision.progress import Progress
from ari_app.provision.set_up import only_one
from ari_app.provision.soundness import findings


def provision(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command with nothing but Python, as on a bare machine."""
    return subprocess.run(
        [sys.executable, "-S", "-m", "ari_app.provision", *words],
        cwd=PROJECT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_help_says_what_is_put_where() -> None:
    done = provision("--help")
    assert done.returncode == 0
    for word in (".venv", ".runtime", "setup", "check", "sources", "no root"):
        assert word in done.stdout


def test_a_given_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = provision("--runtime", str(tmp_path / "rt"), "setup", "--from", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: the given folder {tmp_path / 'nowhere'} is not there")
    assert "mend: " in done.stderr and "Traceback" not in done.stderr


def test_the_given_folder_may_be_named_in_the_environment(tmp_path: Path) -> None:
    folder = str(tmp_path / "elsewhere")
    done = provision("--runtime", str(tmp_path / "rt"), "setup", ARI_APP_ARTEFACTS=folder)
    assert done.returncode == 1 and folder in done.stderr


def test_a_runtime_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = provision("--runtime", str(tmp_path / "file" / "rt"), "setup")
    assert done.returncode == 1
    assert "cannot be written" in done.stderr and "Traceback" not in done.stderr


def test_check_names_what_is_missing_and_the_mend(tmp_path: Path) -> None:
    done = provision("--runtime", str(tmp_path), "check")
    assert done.returncode == 1
    assert "FAIL Asterisk" in done.stdout and "FAIL whisper-base" in done.stdout
    assert done.stdout.count("mend: ") >= 3
    assert list(tmp_path.iterdir()) == []


def test_findings_are_data(tmp_path: Path) -> None:
    found = {finding.part: finding for finding in findings(tmp_path)}
    assert set(found) == {"Python environment", "Asterisk", "PostgreSQL", "whisper-base", "kokoro"}
    assert not found["kokoro"].ok
    assert "kokoro.onnx" in found["kokoro"].text
    assert "provision setup --full" in found["kokoro"].mend


def test_a_second_set_up_waits_for_the_first_and_says_so(tmp_path: Path) -> None:
    with (tmp_path / "provision.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        told = io.StringIO()
        with pytest.raises(Conflict), only_one(tmp_path, Progress(told), patience_seconds=0.3):
            pass
        assert "waiting" in told.getvalue()
    with only_one(tmp_path, Progress(io.StringIO()), patience_seconds=0.3):
        pass


def test_a_failing_program_is_told_by_the_line_that_says_why() -> None:
    with pytest.raises(ProgramFailed) as caught:
        run(["sh", "-c", "echo ERROR: no such thing; echo bye; exit 3"])
    assert caught.value.status == 3
    assert "ERROR: no such thing" in caught.value.message


def test_a_program_that_does_not_end_is_ended() -> None:
    with pytest.raises(ProgramFailed, match="124"):
        run(["sleep", "60"], deadline_seconds=0.3)


def test_a_step_tells_seconds_and_bytes_on_one_line() -> None:
    told = io.StringIO()
    with Progress(told).step("voice") as step:
        step.add(94_400_000)
        step.note("by way of apt")
    last = told.getvalue().splitlines()[-1]
    assert "voice" in last and "done" in last and "94.4 MB" in last and "by way of apt" in last


@pytest.mark.parametrize(
    "flags, python_layer, parts",
    [
        ([], "base", set()),
        (["--full"], "full", {"whisper-base", "kokoro"}),
        (["--engines"], "engines", {"whisper-base", "kokoro"}),
        (["--tests"], "engines", {"whisper-base", "kokoro", "vosk-ko"}),
    ],
)
def test_each_layer_holds_what_is_in_the_one_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: list[str], python_layer: str, parts: set[str]
) -> None:
    put: list[str] = []

    def whole(_: object, layer: str) -> str:
        put.append(layer)
        return ""

    monkeypatch.setattr(python_environment, "fault", whole)
    for place in (asterisk_prefix, postgres_binaries):
        monkeypatch.setattr(place, "fault", lambda *_: "")
    monkeypatch.setattr(models, "put", lambda _, __, part, *___: put.append(part))
    assert main(["--runtime", str(tmp_path), "setup", "--quiet", *flags]) == 0
    assert put[0] == python_layer
    assert set(put[1:]) == parts
