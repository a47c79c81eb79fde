"""What is said of now and what of before: 头几天吃不下 现在跟平时一样."""

from __future__ import annotations

import re

from ari_app.language.time_marks import PAST, UNMARKED, marks

_LONG_AGO, _RECENT, _TODAY, _NOW = -2, 1, 2, 3
_A_MARK = 3
"""Characters of a word of time; more of them tell something."""
_RECENTLY = re.compile(r"这(?!会|时|下|次|回)|最近|近|本")
_DATED = re.compile(r"昨|大?前(?:天|儿|晚|夜)|上")
_PART_OF_A_DAY = re.compile(r"早[上起晨]|清早|一早|[上中下]午|[前头后]晌|晌午|后半晌")
# 昨天起, 从前天开始: what began then is still so.
_SINCE = re.compile(r"(?:晚上|早上|下午)?(?:就)?(?:开始|起就?|以来|到现在|到今天|往后)")


_PAST_TIME = (
    "(?:以前|之前|从前|早先|去年|前年|上回|上次|那会儿?|那时候?|那阵子?|早年|年轻(?:的?时候)?|过去|[早前头][几些]年"
    "|(?:开刀|手术|住院|入院|生病|得病|发病|出院|吃药|退休|怀孕|生孩子|搬家)(?:[之以]?前|那会儿?|那阵子?|的时候|时))"
)
_OVER_NOW = re.compile(
    r"^(?:现在|如今|这会儿?|这阵子?|眼下|目前)?(?:早|已经|早就|也|都|就|完全|一点)*(?:没有?了?|没得|好了|不(?:疼|痛|晕|闷|喘|咳|吐|烧|痒|肿|流|犯|这样)了?)(?=.{2})"
)

# 胸口疼那是开刀以前的事: told as what is over.
_TOLD_AS_PAST = re.compile(
    rf"^.{{1,12}}?(?:[那这](?:都|可|还|已经)?是.{{0,6}}{_PAST_TIME}(?:的?(?:老|旧)?(?:事|毛病|情况|账|黄历)儿?)?了?"
    rf"|[那这]?(?:都|可|还|已经)?是.{{0,6}}{_PAST_TIME}的?(?:老|旧)?(?:事|毛病|情况|账|黄历)儿?了?)"
)


def without_what_is_over(text: str) -> str:
    """`text` without a trouble told as past and that it is over; all when nothing else is said."""
    rest = _TOLD_AS_PAST.sub("", text)
    return text if rest == text else _OVER_NOW.sub("", rest) or text


def by_time(text: str) -> list[tuple[int, str]]:
    """The parts of `text` with the rank of their time, the most current first; parts of one time are joined."""
    found = _times(text)
    if not found:
        return [(UNMARKED, text)]
    parts: dict[int, str] = {UNMARKED: text[: found[0][0]]} if found[0][0] else {}
    for (start, rank), following in zip(found, [*found[1:], None], strict=True):
        until = len(text) if following is None else following[0]
        parts[rank] = parts.get(rank, "") + text[start:until]
    return sorted(parts.items(), reverse=True)


def _times(text: str) -> list[tuple[int, int]]:
    return [
        (start, _rank(text, start, end, rank))
        for start, end, rank in marks(text)
        if _PART_OF_A_DAY.fullmatch(text, start, end) is None
    ]


def _rank(text: str, start: int, end: int, rank: int) -> int:
    if rank == PAST and _SINCE.match(text, end):
        return _TODAY
    if rank == PAST:
        return PAST if _DATED.match(text, start, end) else _LONG_AGO
    if rank == UNMARKED:
        return UNMARKED
    if _RECENTLY.match(text, start, end):
        return _RECENT
    return _NOW if rank > 1 else _TODAY


def without_past(text: str) -> str:
    """`text` without what is told of before, where something is told of now as well; else all of it."""
    text = _TOLD_AS_PAST.sub("", text) or text
    found = _times(text)
    if not any(rank < UNMARKED for _, rank in found) or not any(rank > UNMARKED for _, rank in found):
        return text
    ends = [*(start for start, _ in found[1:]), len(text)]
    kept = [text[start:end] for (start, rank), end in zip(found, ends, strict=True) if rank >= UNMARKED]
    return text[: found[0][0]] + "".join(kept)


def tells_of_now(text: str) -> bool:
    """Whether something is told of a time that is named as now, today or these days."""
    found = _times(text)
    ends = [*(start for start, _ in found[1:]), len(text)]
    return any(
        rank > UNMARKED and end - start > _A_MARK for (start, rank), end in zip(found, ends, strict=True)
    )


def only_long_ago(text: str) -> bool:
    """Whether all its times are before the last days."""
    return {rank for _, rank in _times(text)} == {_LONG_AGO}
