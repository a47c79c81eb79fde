"""The algebra of a call's audio stays on the thread that needs it: a second one is waited for, up to 0.2 s."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASKED = """
import os
from ari_app.cli import main
main.app = lambda: None
main.main()
import numpy
a = numpy.ones((900, 900))
a @ a
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.parametrize(("said", "threads"), [(None, 1), ("2", min(2, len(os.sched_getaffinity(0))))])
def test_the_command_has_one_thread_for_it_unless_told_otherwise(said: str | None, threads: int) -> None:
    told = {} if said is None else {"OPENBLAS_NUM_THREADS": said}
    kept = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], capture_output=True, text=True, check=True, env=kept | told
    )
    assert int(done.stdout) == threads
