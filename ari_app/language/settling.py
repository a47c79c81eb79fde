"""Which of several stated numbers counts: the last correction, and now before yesterday."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ari_app.core.vocabulary import Intent
from ari_app.language.corrections import corrects as corrects
from ari_app.language.corrections import hesitates
from ari_app.language.quantities import Quantity
from ari_app.language.readings import reask, reask_bound, reask_range
from ari_app.language.time_marks import JUST_NOW, TODAY, UNMARKED
from ari_app.language.understanding import Understanding

# 七分 高了 五分 takes the seven back.
_TOO_MUCH = re.compile(
    r"(?:[啊哎呀哦嗯呃唉哟呦]|有点|好像|太|还是|说|讲|给)*(?:[多高低少大小重轻]了|没有?[那这]么?[么]?(?:多|高|重|厉害|疼|痛)|不至于|到不了|哪有那么(?:多|高))+(?:点|些|吧|啊|得|应该|要|该|也就|就|是)*"
)
# 七分 哎算了 护士不容易 给八分; 三次 不 加上今天的 四次.
_RELENTS = re.compile(
    r"算了(?![吗算])|罢了|得了吧|看在|冲[着你他她]|念在|想了想|想来想去|也不容易|(?:还是|改|那)就?(?:给|打)|往[高低多少]了?说|让.{1,6}气得"
    r"|^[哦啊噢哎唉诶呃嗯嗨咳吧]*不(?=[我你他她它这那加算连就]|还[有得])"
)
# 五六分 你要我说一个 那就五分: one of the range is chosen
_CHOOSES = re.compile(
    r"(?:[要让叫]?我?(?:非得|硬要|真要|只能)?[说给取选报挑打定]一?个(?:数|准数|整数)?(?:的话|嘛|呢|吧)?|那?就?(?:算|取|按|写|记|填|当)个?|那就)(?:是|打|给|算)?$"
)
# 顶多两分 就两分: the bound itself is meant
_SETTLES_ON = re.compile(r"[吧啊嘛呢嗯哦哎了]*(?:那?就|那)(?:是|算|打|给|按)?个?")
_PART = re.compile(r"早上|早起|早晨|清早|一早|上午|中午|下午|晚上|夜里")
_PART_RANK = {"早": 0, "清": 0, "一": 0, "上": 1, "中": 2, "下": 3, "晚": 4, "夜": 4}
_FROM = re.compile(r"(?:从|由)\D{0,6}$")
_BECAME = re.compile(r"降|变|减|退|落|升|涨|重")


def settle(text: str, found: Sequence[Quantity], *, past_counts: bool = False) -> Quantity | Understanding:
    """The one quantity that is meant, or why to ask again. `found` is not empty.

    `past_counts`: the question asks for the latest value, of whatever day.
    """
    stated = _affirmed(_without_starts(found))
    if not stated:
        return reask(Intent.AMBIGUOUS)
    current = [one for one in stated if not one.past]
    if not current:
        return _last_of(text, stated) if past_counts else reask(Intent.AMBIGUOUS)
    return _last_of(text, _of_now(current))


def _affirmed(found: Sequence[Quantity]) -> list[Quantity]:
    """三次 … 不是三次 是四次: what is denied later was not meant before either."""
    return [
        one
        for index, one in enumerate(found)
        if not one.denied and not any(later.denied and later.low == one.low for later in found[index + 1 :])
    ]


def _without_starts(found: Sequence[Quantity]) -> list[Quantity]:
    """从八分降到三分: where a change began is no value of now."""
    return [
        one
        for one, following in zip(found, [*found[1:], None], strict=True)
        if following is None or not (_FROM.search(one.lead) and _BECAME.search(following.lead))
    ]


def _of_now(current: Sequence[Quantity]) -> Sequence[Quantity]:
    """From the last value said to be of now onwards; what was said of no time before it is of then."""
    best = max(one.time for one in current)
    if best == UNMARKED:
        return current
    # 三十六度五 早上三十七度二: what was said first is of now.
    unmarked = current[0].time == UNMARKED and not _PART.search(current[0].lead)
    if unmarked and best == TODAY and all(_of_part(one) for one in current[1:]):
        return current
    latest = _latest_part(current) if best == TODAY else None
    if latest is not None:
        return latest
    marked = [index for index, one in enumerate(current) if one.time == best]
    first_is_marked = marked[0] == 0 and len({one.time for one in current}) > 1
    if first_is_marked and best < JUST_NOW:
        return current
    return current[marked[-1] :]


def _latest_part(current: Sequence[Quantity]) -> Sequence[Quantity] | None:
    """下午三十七度一 上午三十六度六: the later part of the day counts, in whatever order they are told."""
    if len(current) < 2 or any(one.time != TODAY for one in current):
        return None
    parts = [_PART_RANK.get(found[0][0]) if (found := _PART.findall(one.lead)) else None for one in current]
    ranks = [rank for rank in parts if rank is not None]
    if len(ranks) < len(parts) or len(set(ranks)) < len(ranks):
        return None
    return [current[parts.index(max(ranks))]]


def _of_part(one: Quantity) -> bool:
    """Whether the only time said of it is a part of the day."""
    return one.time == UNMARKED or (_PART.search(one.lead) is not None and "今" not in one.lead)


def _last_of(text: str, found: Sequence[Quantity]) -> Quantity | Understanding:
    start = 0
    for index in range(1, len(found)):
        if _takes_over(text, found[index - 1], found[index]):
            start = index
    kept = found[start:]
    if len({(one.low, one.high, one.op) for one in kept}) > 1:
        return reask(Intent.MULTIPLE)
    return _plain(kept[-1])


def _takes_over(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether `second` stands in place of `first`: 七分 不 五分, 七分 等一下 五分, 七分多了 五分."""
    between = text[first.end : second.start]
    if first.op == ">" and between.startswith("了"):
        between = text[first.end - 1 : second.start]
    too_much = _TOO_MUCH.fullmatch(between) is not None
    if first.op is not None and second.exact and second.low == first.low:
        return _SETTLES_ON.fullmatch(between) is not None or corrects(between)
    if first.low < first.high and second.exact and first.low <= second.low <= first.high:
        return _CHOOSES.search(between) is not None or corrects(between)
    return too_much or _RELENTS.search(between) is not None or corrects(between) or hesitates(between)


def _plain(chosen: Quantity) -> Quantity | Understanding:
    if chosen.op is not None:
        return reask_bound(chosen.op, chosen.low)
    if not chosen.exact:
        return reask_range(chosen.low, chosen.high)
    return chosen
