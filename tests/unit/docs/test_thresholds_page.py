"""The page on campaigns lists every threshold with its bounds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ari_app.wiring.instruments import rules

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "campaigns.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


@pytest.mark.req("M03-021")
def test_the_page_has_every_threshold_as_the_rules_have_it() -> None:
    written = {name: tuple(map(float, figures)) for name, *figures in ROW.findall(PAGE)}
    assert written == {name: (each.value, each.least, each.most) for name, each in rules().thresholds.items()}
