"""Numbers with what is said around them: unit, comparison, range, time, denial."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ari_app.language.measure_names import of_another
from ari_app.language.number_words import stands_free
from ari_app.language.numerals import Numeral, consecutive
from ari_app.language.phrases import compile_phrases
from ari_app.language.time_marks import PAST, UNMARKED, time_after, time_of

_BELOW = compile_phrases(
    ["不到", "没到", "还没到", "不足", "低于", "小于", "少于", "不及", "没有到", "没过", "不够"]
)
_AT_MOST = compile_phrases(
    ["不超过", "没超过", "没有超过", "最多", "顶多", "顶天", "顶破天", "不高于", "不大于", "至多", "撑死",
    "大不了", "超不过",
     "不会超过", "没超", "不超"]
)  # fmt: skip
_ABOVE = compile_phrases(["超过", "高于", "大于", "多于", "过了", "不止", "不只", "比~高", "破", "超"])
_AT_LEAST = compile_phrases(
    ["至少", "起码", "最少", "不低于", "不少于", "不下", "少说[也][得有]", "怎么也[得有]"]
)
_NEAR = compile_phrases(["快到", "快", "将近", "接近", "差一点", "差点", "快要", "近", "奔", "够不着"])
_COMPARED = (("<=", _AT_MOST), (">=", _AT_LEAST), ("<", _BELOW), (">", _ABOVE), ("<", _NEAR))
_COMPARED_AFTER = (
    (
        ">=",
        compile_phrases(
            [
                "[或者]以上",
                "往上",
                "朝上",
                "出(点|一点|了点|那么点)?头",
                "开外",
                "起步",
                "打底",
                "冒头",
                "挂零",
            ]
        ),
    ),
    ("<=", compile_phrases(["[或者]以下", "以内", "之内", "往下", "封顶", "(就)?(到|顶)(头|顶|天)[了]"])),
    (
        "<",
        compile_phrases(
            [
                "不到",
                "都不到",
                "没到",
                "还不到",
                "都没到",
                "差(一)?点",
                "(都|也|(?<=[一1]分)|(?<=[一1]点))(不|没)(疼|痛)(?!得)",
                "(都|也)不(想)?(给|值|够|到)",
                "(疼|痛)?(都|也)(没有|没|不够|算不上|够不上)(?!吃|服|漏|忘|落|用|喝|断|拉)",
            ]
        ),
    ),
    (
        ">",
        compile_phrases(
            [
                "多",
                "几(?!乎)",
                "来分",
                "还多",
                "不止",
                "都不止",
                "还不止",
                "强(?!烈)",
                "[都]打不住",
                "还(要)?高",
            ]
        ),
    ),
)
_TELEPHONE = 7
"""Digits in a row from which on they are a telephone or an identity number."""
# 扣两分 八分: what is taken off begins no range.
_TAKEN_OFF = ("扣", "扣了", "扣掉", "扣去", "减去", "减掉")
_LEADS_ON = re.compile("(?:也|就|得|有|是|能|到|个|那么|他|\ue010)*")
_RANGE_LINK = re.compile(r"(?:到|至|或者是|或者|或是|或|要么|就是|和)(?:是)?")
_TAKEN_BACK = re.compile(r"[哦啊噢哎唉诶呃欸喔嗯吧]*不是[是给打到]*\ue010*")
_TWICE_NO = re.compile(r"(?:没有|没){2,}(?!发|胸|头|别|其)")
_DENIED = re.compile(
    r"(?:不是|(?<!没有)没有|并非|哪有|又不是|没(?!有)|不能给|(?<![哦啊噢哎唉诶呃欸喔不])不给|别给|够不上|到不了)(?:什么|打)?\ue010*$"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low`..`high` (equal for one number) at `start`..`end`; `op` compares; `time` is its rank in `time_marks`.

    `lead` is what was said between the number before and this one.
    """

    low: float
    high: float
    start: int
    end: int
    op: str | None = None
    time: int = UNMARKED
    denied: bool = False
    unit: bool = False
    lead: str = ""

    @property
    def exact(self) -> bool:
        """One number, not compared with anything."""
        return self.low == self.high and self.op is None

    @property
    def past(self) -> bool:
        """Said of a time before today."""
        return self.time == PAST


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number must look like to count: the unit words behind it, and words behind it of other measures.

    `name` is the measure's own in `measure_names`; a number said of another one does not count.
    """

    units: re.Pattern[str]
    foreign: re.Pattern[str]
    name: str = ""


def quantities(text: str, numerals: Iterable[Numeral], measure: Measure) -> list[Quantity]:
    """The quantities of one measure in `text`, linked ranges joined, each with its comparison and time."""
    found: list[Quantity] = []
    previous_end = 0
    foreign_measure, last_end = False, 0
    read_to, foreign_to = 0, -1
    for numeral in numerals:
        if numeral.start < read_to or (numeral.start == foreign_to and _goes_on(text, numeral, measure)):
            continue
        read_to = numeral.end
        lead = text[max(previous_end, last_end) : numeral.start]
        foreign_measure = of_another(lead, measure.name, behind_own=bool(found)) or (
            foreign_measure and lead in ("", " ", "和")
        )
        last_end = numeral.end
        quantity = None if foreign_measure else _quantity(text, numeral, measure, previous_end)
        if quantity is None:
            # 三十九度五: the 五 belongs to a number that measures something else.
            foreign_to = numeral.end + 1
            continue
        if found and _TAKEN_BACK.fullmatch(text, found[-1].end, numeral.start):
            quantity = replace(quantity, denied=False)
        previous_end = quantity.end
        joined = _join(text, found[-1], quantity) if found else None
        if joined is None:
            found.append(quantity)
        else:
            found[-1] = joined
    return found


def _goes_on(text: str, numeral: Numeral, measure: Measure) -> bool:
    """Whether a digit may belong to the number just in front of it (三十九度五); 三十片四分 are two numbers."""
    return len(numeral.digits) == 1 and measure.units.match(text, numeral.end) is None


def _quantity(text: str, numeral: Numeral, measure: Measure, previous_end: int) -> Quantity | None:
    if len(numeral.digits) >= _TELEPHONE or text.endswith("分之", 0, numeral.start):
        return None
    end = numeral.end
    unit = measure.units.match(text, end)
    if unit is None and (measure.foreign.match(text, end) or not stands_free(text, numeral.start, end)):
        return None
    if unit is not None:
        end = unit.end()
    lead = text[previous_end : numeral.start]
    low, high = numeral.value, numeral.value if numeral.high is None else numeral.high
    pair = consecutive(numeral.digits) if _is_han(text, numeral) else None
    if pair is not None:
        low, high = float(pair[0]), float(pair[1])
    denied = bool(_DENIED.search(lead)) or _TWICE_NO.match(text, end) is not None
    op, end = _comparison(text, lead, end)
    after, end = time_after(text, end)
    time = after if after != UNMARKED else time_of(lead)
    return Quantity(
        low, high, numeral.start, end, op, time, denied, unit is not None, lead
    )  # fmt: skip


def _is_han(text: str, numeral: Numeral) -> bool:
    return bool(numeral.digits) and not text[numeral.start].isascii()


def _comparison(text: str, lead: str, end: int) -> tuple[str | None, int]:
    for op, pattern in _COMPARED:
        if any(_LEADS_ON.fullmatch(lead, found.end()) for found in pattern.finditer(lead)):
            return op, end
    for op, pattern in _COMPARED_AFTER:
        after = pattern.match(text, end)
        if after is not None:
            return op, after.end()
    return None, end


def _join(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """七到八分, 七分或者八分, 七分八分: one range. Not a correction, not two times of day."""
    between = text[first.end : second.start]
    if first.lead.endswith(_TAKEN_OFF):
        return None
    if second.low <= first.high or second.past != first.past or second.time > UNMARKED or first.op == "<":
        return None
    if _RANGE_LINK.fullmatch(between) or (not between and first.unit == second.unit):
        if first.denied and between == "就是":
            first = replace(first, denied=False)
        if first.denied:
            return None
        return replace(first, high=second.high, end=second.end, op=second.op, unit=second.unit)
    return None
