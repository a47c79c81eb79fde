"""The one command: it dials, talks, and shows what was stored of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.acceptance.commands import environment


@pytest.mark.req("M16-001", "M18-002")
@pytest.mark.realtime
@pytest.mark.timeout(480)
def test_demo_shows_the_call_and_what_was_stored(runtime: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="demo-", dir="/var/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-m", "ari_app", "demo", "--runtime", str(runtime), "--folder", folder],
            capture_output=True,
            text=True,
            env=environment(),
            timeout=460,
            check=False,
        )
        recordings = list(Path(folder, "recordings").glob("*.wav"))
    out = done.stdout
    assert done.returncode == 0, out[-3000:] + done.stderr[-2000:]
    assert len(recordings) == 1

    live, _, stored = out.partition("\nanswers\n")
    assert re.search(r"▶ robot +.*录音", live)
    assert re.search(r"patient.*confidence 0\.\d\d, \d+ ms|patient.*confidence 1\.00, \d+ ms", live)
    assert re.search(r"ready to dial after \d+\.\d s", live)

    answers, _, rest = stored.partition("\nalerts\n")
    alerts, _, rest = rest.partition("\nconsents and identity\n")
    consents, _, rest = rest.partition("\ncall\n")
    span = r"\d+\.\d\d–\d+\.\d\d s"
    assert re.search(rf"pain\S* +8 +/10 .*{span}", answers)
    assert re.search(r"P1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", alerts)
    assert re.search(rf"recording +granted .*{span}", consents)
    assert re.search(rf"identity: \S+ +matched +.*{span}", consents)
    assert "note (SOAP)" in rest
    assert re.search(r"disposition +\w+", rest)
    assert re.search(r"line +voice -\d+ dBFS, noise -\d+ dBFS", rest)
    assert re.search(r"recognizer +confidence [01]\.\d\d on average", rest)

    body = json.loads(rest.partition("webhook questionnaire.submitted\n")[2].partition("\n}\n")[0] + "\n}")
    assert body["event"] == "questionnaire.submitted"
    assert {"code": "pain_vas", "answer": 8, "unit": "/10"}.items() <= body["items"][0].items()
    assert body["summary"]["soap"].startswith("S:")
    assert "✓ what is stored equals what the patient meant" in out
