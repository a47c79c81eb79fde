"""Any number, in any spoken form, is understood as itself; nothing outside its range is accepted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.vocabulary import Action, QType
from ari_app.language.numerals import find_numerals
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding, Value

DIGITS = "零一二三四五六七八九"
TENTHS = st.integers(min_value=340, max_value=425)


def _spoken(number: int) -> str:
    """A whole number below 1000 in full: 305 is 三百零五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        head = "" if not tens else ("" if tens == 1 else DIGITS[tens]) + "十"
        return head + (DIGITS[ones] if ones or not tens else "")
    out = DIGITS[hundreds] + "百"
    if tens:
        out += DIGITS[tens] + "十"
    elif ones:
        out += "零"
    return out + (DIGITS[ones] if ones else "")


def _meant(qtype: QType, text: str) -> Understanding:
    return understand(qtype, "", text, Context())


def _value(qtype: QType, text: str) -> Value:
    meant = _meant(qtype, text)
    assert meant.action is Action.ACCEPT, (text, meant)
    return meant.value


@given(st.integers(min_value=0, max_value=999))
def test_a_whole_number_is_read_back(number: int) -> None:
    found = find_numerals(_spoken(number), masked=False)
    assert [one.value for one in found] == [number]


@given(
    st.integers(min_value=0, max_value=10),
    st.sampled_from(["{}分", "{}", "大概{}分", "嗯{}分吧", "现在{}分左右", "我觉得是{}分"]),
)
def test_a_pain_score_is_itself(score: int, frame: str) -> None:
    for spoken in (_spoken(score), str(score)):
        assert _value(QType.NRS, frame.format(spoken)) == score


@given(TENTHS, st.sampled_from(["{}", "今天{}", "量了是{}", "大概{}吧"]))
def test_a_temperature_is_itself(tenths: int, frame: str) -> None:
    whole, tenth = divmod(tenths, 10)
    forms = [
        f"{whole}.{tenth}",
        f"{_spoken(whole)}点{DIGITS[tenth]}",
        f"{_spoken(whole)}度{DIGITS[tenth]}",
        f"{whole}度{tenth}",
    ]
    if tenth == 5:
        forms.append(f"{_spoken(whole)}度半")
    for form in forms:
        assert _value(QType.TEMPERATURE, frame.format(form)) == pytest.approx(tenths / 10)


@given(st.integers(min_value=0, max_value=100), st.sampled_from(["{}", "大概{}", "{}吧", "有{}"]))
def test_a_percentage_is_itself(percent: int, frame: str) -> None:
    for form in (f"百分之{_spoken(percent)}", f"{percent}%"):
        assert _value(QType.ADHERENCE_PCT, frame.format(form)) == percent


@given(st.from_regex(r"[0-9]{3}[0-9X]", fullmatch=True), st.sampled_from(["{}", "尾号是{}", "嗯 {}"]))
def test_an_identity_tail_is_itself(tail: str, frame: str) -> None:
    spoken = tail.translate(str.maketrans("0123456789", DIGITS)).replace("X", "艾克斯")
    phone = spoken.replace("一", "幺")
    for form in (tail, spoken, phone, " ".join(tail)):
        assert _value(QType.ID_TAIL, frame.format(form)) == tail


@given(st.dates(), st.sampled_from(["{}月{}号", "{}月{}日", "{}月{}", "生日是{}月{}号"]))
def test_a_birthday_is_itself(day: date, frame: str) -> None:
    for month_, day_ in ((_spoken(day.month), _spoken(day.day)), (str(day.month), str(day.day))):
        assert _value(QType.BIRTH_MD, frame.format(month_, day_)) == f"{day:%m-%d}"


@given(st.integers(min_value=1, max_value=8))
def test_two_neighbors_are_a_range(low: int) -> None:
    meant = _meant(QType.NRS, f"{DIGITS[low]}{DIGITS[low + 1]}分")
    assert (meant.action, meant.low, meant.high) == (Action.REASK, low, low + 1)


@given(st.integers(min_value=11, max_value=999))
def test_a_score_above_ten_is_asked_again(score: int) -> None:
    assert _meant(QType.NRS, f"{_spoken(score)}分").action is Action.REASK


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=0, max_value=9))
def test_a_temperature_is_in_range_or_asked_again(whole: int, tenth: int) -> None:
    meant = _meant(QType.TEMPERATURE, f"{_spoken(whole)}点{DIGITS[tenth]}度")
    assert (meant.action is Action.ACCEPT) is (34.0 <= whole + tenth / 10 <= 42.5)


@given(
    st.sampled_from(["不到{}分", "{}分以上", "超过{}分", "至少{}分", "最多{}分", "{}分以下"]),
    st.integers(min_value=1, max_value=9),
)
def test_a_comparison_is_never_accepted(frame: str, score: int) -> None:
    assert _meant(QType.NRS, frame.format(DIGITS[score])).action is Action.REASK


@given(
    st.integers(min_value=0, max_value=10),
    st.integers(min_value=0, max_value=10),
    st.sampled_from(["不对", "不是", "说错了", "不 "]),
)
def test_the_last_correction_wins(first: int, second: int, marker: str) -> None:
    assert _value(QType.NRS, f"{_spoken(first)}分{marker}{_spoken(second)}分") == second
