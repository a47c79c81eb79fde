"""Faults in the middle of calls, real processes all of them: the cells of `make chaos` that are cheap and telling."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from ari_app.lab.rig import Rig
from tests.chaos.bed import Bed, open_bed
from tests.chaos.faults import FAULTS
from tests.chaos.phases import QUICK
from tests.chaos.promises import judge
from tests.chaos.quick_prompts import record
from tests.chaos.stroke import Stroke

STROKES = 3
STALL_SECONDS = 0.1
"""Telephones of this process that stall shift the sounds that Asterisk records: such a stroke tells nothing of it."""

pytestmark = [pytest.mark.realtime, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bed(rig: Rig) -> AsyncIterator[Bed]:
    """A worker on the rig, whose robot says recorded prompts that last a moment."""
    recorded = record(rig.folder / "recorded", rig.options.hospital)
    async with open_bed(rig, QUICK.values(), recorded) as opened:
        yield opened


@pytest.mark.parametrize(
    ("fault", "phases"),
    [("worker", ("goodbye", "nurse")), ("recognizer", ("answer",)), ("postgres-3", ("commit",))],
)
async def test_a_fault_breaks_no_promise(bed: Bed, fault: str, phases: tuple[str, ...]) -> None:
    for turn in range(STROKES):
        stroke = Stroke(bed, FAULTS[fault], [QUICK[name] for name in phases], f"accept-{fault}-{turn}")
        struck = await stroke.strike()
        cells = await judge(bed, struck)
        if all(line.call.worst_lateness <= STALL_SECONDS for line in struck.lines):
            break
        print("the telephones stalled", [line.call.worst_lateness for line in struck.lines], cells)
    assert [(cell.phase, cell.broken, cell.notes) for cell in cells] == [(name, (), ()) for name in phases]
