"""A telephone number as it is dictated: digit by digit, 幺 for one, in groups that can be written down."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("0123456789", "零幺二三四五六七八九")
_GROUPS = {5: (3, 2), 6: (3, 3), 7: (3, 4), 8: (4, 4), 9: (3, 3, 3), 10: (3, 3, 4), 11: (3, 4, 4)}
_LONGEST_GROUP = 4


def spoken_phone(number: str) -> str:
    """`number` (digits, blanks and hyphens) in Chinese words: 010-6655 8899 is 零幺零，六六五五，八八九九.

    Blanks and hyphens part the groups; a longer run of digits is parted as such numbers usually are.
    """
    return "，".join(
        group.translate(_DIGITS) for run in re.findall("[0-9]+", number) for group in _parted(run)
    )


def _parted(run: str) -> list[str]:
    if len(run) <= _LONGEST_GROUP:
        return [run]
    sizes = _GROUPS.get(len(run)) or (_LONGEST_GROUP,) * -(-len(run) // _LONGEST_GROUP)
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return [run[start : start + size] for start, size in zip(starts, sizes, strict=True)]
