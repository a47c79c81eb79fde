"""A small campaign over two workers of which one is killed, real processes all of them: `make chaos` in small."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialing_chaos.judge import judge
from tests.dialing_chaos.nodes import Nodes
from tests.dialing_chaos.run import Plan, run

CALLS, AT_ONCE, SEED = 26, 10, 11


@pytest.fixture
def nodes(runtime: Path) -> Iterator[Nodes]:
    """Two nodes that are not started yet; nothing of them is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dialing-", dir="/var/tmp"))
    folder.chmod(0o755)
    given = Nodes(runtime, folder, workers=2, capacity=AT_ONCE, broken=None)
    try:
        yield given
    finally:
        given.stop()
    assert not folder.exists()


@pytest.mark.realtime
@pytest.mark.timeout(600)
async def test_a_killed_worker_breaks_no_promise_of_the_dialer(nodes: Nodes) -> None:
    told: list[str] = []
    found = await run(Plan(SEED, CALLS, AT_ONCE, 2, faults=("kill",), passes=1), nodes, told.append)
    assert judge(found, speed=False).violations == []
    assert [each.fault for each in found.struck][:1] == ["kill"], told
    # no check may pass because nothing was there to be judged
    assert sum(row["dialing_at"] is not None for row in found.final["attempts"]) >= CALLS // 2
    assert sum(len(rung.left_behind) for rung in found.farm.rung) >= CALLS // 2
