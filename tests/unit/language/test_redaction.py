"""A whole identity number never stays in a text."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Flag, QType
from ari_app.language.parser import understand
from ari_app.language.redaction import redact_full_ids
from ari_app.language.understanding import Context

SPOKEN = "一一零一零一一九六七零八零二四四一七"


@pytest.mark.req("M15-010")
@pytest.mark.parametrize(
    "text",
    [
        SPOKEN,
        "110101196708024417",
        " ".join(SPOKEN),
        "110101 19670802 4417",
        "１１０１０１１９６７０８０２４４１７",
    ],
)
def test_only_the_tail_stays(text: str) -> None:
    assert redact_full_ids(f"我的是{text}好吧") == f"我的是{'*' * 14}4417好吧"


def test_the_letter_at_the_end() -> None:
    assert redact_full_ids("11010119670802441x").endswith("*441X")


@pytest.mark.parametrize("text", ["四四一七", "我住三楼", "13800000002", ""])
def test_shorter_numbers_stay(text: str) -> None:
    assert redact_full_ids(text) == text


def test_free_text_is_kept_redacted_and_flagged() -> None:
    meant = understand(QType.OPEN_TEXT, "", f"我头晕身份证{SPOKEN}", Context())
    assert Flag.FULL_ID_SPOKEN in meant.flags
    assert isinstance(meant.value, dict) and SPOKEN not in str(meant.value["text"])
