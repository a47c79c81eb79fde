"""Numbers of every measure in the forms patients use, checked against what was put into words."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ari_app.core.vocabulary import Action, Intent, QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context, Understanding
from tests.unit.language.cases_file import cases, spacings

DIGITS = "零一二三四五六七八九"
NUMERIC = {
    QType.NRS: 100, QType.TEMPERATURE: 90, QType.RATING_1_10: 25, QType.ADHERENCE_PCT: 90, QType.COUNT_WEEK: 70,
    QType.BLOOD_PRESSURE: 60, QType.GLUCOSE: 50, QType.RESCHEDULE: 100, QType.ID_TAIL: 45, QType.BIRTH_MD: 60,
}  # fmt: skip
NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
COUNTED = [
    "次",
    "天",
    "床",
    "楼",
    "岁",
    "片",
    "号床",
    "个月",
    "分钟",
    "小时",
    "斤",
    "层",
    "口人",
    "年",
    "趟",
    "颗",
]


def spoken(number: int, *, short: bool = False) -> str:
    """A whole number below 1000; `short` leaves out a closing 十: 130 is 一百三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds:
        head = "" if not tens else ("" if tens == 1 else DIGITS[tens]) + "十"
        return head + (DIGITS[ones] if ones or not tens else "")
    out = DIGITS[hundreds] + "百"
    if tens:
        out += DIGITS[tens] + ("" if short and not ones else "十")
    elif ones:
        out += "零"
    return out + (DIGITS[ones] if ones else "")


def meant(qtype: QType, text: str, question: str = "", now: datetime | None = None) -> Understanding:
    return understand(qtype, question, text, Context(now=now))


@pytest.mark.parametrize("qtype", list(NUMERIC))
def test_every_numeric_question_has_many_cases(qtype: QType) -> None:
    assert Counter(case.qtype for case in cases())[qtype] >= NUMERIC[qtype]


@settings(max_examples=300, deadline=None)
@given(
    st.integers(60, 260),
    st.integers(30, 160),
    st.booleans(),
    st.sampled_from(["", " ", "，", "比", " 低压", "低的"]),
)
def test_a_blood_pressure_is_itself_or_asked_again(sys: int, dia: int, short: bool, link: str) -> None:
    first = "高压" if "低" in link else ""
    text = first + spoken(sys, short=short) + link + spoken(dia, short=short)
    got = meant(QType.BLOOD_PRESSURE, text)
    if got.action is Action.ACCEPT:
        assert got.value == {"sys": sys, "dia": dia}, text
    if "低" in link:
        assert (got.action is Action.ACCEPT) is (sys > dia), text


@given(
    st.integers(60, 260),
    st.integers(30, 160),
    st.sampled_from(["{}/{}", "{} {}", "高压{}低压{}", "{}比{}", "{}，{}"]),
)
def test_a_written_blood_pressure_is_itself(sys: int, dia: int, frame: str) -> None:
    got = meant(QType.BLOOD_PRESSURE, frame.format(sys, dia))
    if sys > dia:
        assert got.value == {"sys": sys, "dia": dia}
    else:
        assert got.intent is Intent.INVALID


@given(
    st.integers(10, 333), st.sampled_from(["{}", "空腹{}", "今天早上{}", "大概{}吧", "{}左右", "量了是{}"])
)
def test_a_glucose_is_itself(tenths: int, frame: str) -> None:
    whole, tenth = divmod(tenths, 10)
    for form in (f"{whole}.{tenth}", f"{spoken(whole)}点{DIGITS[tenth]}", f"{whole}点{tenth}"):
        got = meant(QType.GLUCOSE, frame.format(form), "您最近测的空腹血糖是多少？")
        assert got.action is Action.ACCEPT and got.value == pytest.approx(tenths / 10), form


@given(
    st.integers(0, 21),
    st.sampled_from(["{}次", "{}回", "漏了{}次", "大概{}次吧", "忘了{}回", "有{}次没吃", "这周忘了{}次"]),
)
def test_a_count_is_itself(count: int, frame: str) -> None:
    for form in (spoken(count), str(count)):
        assert meant(QType.COUNT_WEEK, frame.format(form)).value == count


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["成", "百分之"]))
def test_a_share_is_itself(tens: int, ones: int, unit: str) -> None:
    text = f"百分之{spoken(tens * 10 + ones)}" if unit == "百分之" else f"{DIGITS[tens]}成{DIGITS[ones]}"
    assert meant(QType.ADHERENCE_PCT, text).value == tens * 10 + ones


@given(st.integers(2, 21), st.integers(1, 21), st.sampled_from(["{}次吃了{}次", "{}顿里头吃了{}顿"]))
def test_counted_doses_are_a_share(whole: int, part: int, frame: str) -> None:
    got = meant(QType.ADHERENCE_PCT, frame.format(spoken(whole), spoken(part)))
    assert got.value == round(100 * part / whole) if part <= whole else got.action is Action.REASK


@given(st.integers(9, 20), st.sampled_from([0, 10, 15, 30, 45]), st.integers(0, 3))
def test_a_time_of_day_is_itself(hour: int, minute: int, days: int) -> None:
    part = "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"
    said = spoken(hour if hour <= 12 else hour - 12)
    minutes = {
        0: [""],
        10: ["十分", "十"],
        15: ["一刻", "十五分"],
        30: ["半", "三十"],
        45: ["三刻", "四十五"],
    }[minute]
    day = ("今天", "明天", "后天", "大后天")[days]
    wanted = (NOW + timedelta(days=days)).strftime(f"%Y-%m-%dT{hour:02d}:{minute:02d}")
    for form in (f"{said}点{one}" for one in minutes):
        assert meant(QType.RESCHEDULE, f"{day}{part}{form}吧", now=NOW).value == {"dt": wanted}


@given(st.integers(1, 28), st.sampled_from(["{}号", "{}号上午", "{}日下午"]))
def test_a_numbered_day_is_never_past(day: int, frame: str) -> None:
    got = meant(QType.RESCHEDULE, frame.format(spoken(day)), now=NOW)
    if got.action is Action.ACCEPT:
        assert isinstance(got.value, dict)
        assert str(got.value["date"]) >= "2026-03-10" and str(got.value["date"]).endswith(f"{day:02d}")


@given(
    st.integers(1, 10),
    st.sampled_from(COUNTED),
    st.sampled_from([QType.NRS, QType.RATING_1_10, QType.GLUCOSE]),
)
def test_what_is_counted_is_no_answer(number: int, unit: str, qtype: QType) -> None:
    for form in (spoken(number), str(number), "两" if number == 2 else spoken(number)):
        assert meant(qtype, f"我{form}{unit}").action is not Action.ACCEPT


@pytest.mark.parametrize(
    "word",
    ["一宿没睡", "一点儿", "一下子", "一直这样", "一阵一阵的", "一般般", "两口子", "一丁点", "一会儿", "一样",
    "一走路就这样",
     "十二指肠", "三甲医院", "礼拜三", "第一回", "三天两头", "一个劲儿", "万一呢", "老三来了", "初五", "打一二零"],
)  # fmt: skip
@pytest.mark.parametrize(
    "qtype", [QType.NRS, QType.RATING_1_10, QType.GLUCOSE, QType.TEMPERATURE, QType.ADHERENCE_PCT]
)
def test_words_with_a_number_in_them_are_no_answer(qtype: QType, word: str) -> None:
    assert meant(qtype, word).action is not Action.ACCEPT


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([QType.NRS, QType.RATING_1_10, QType.TEMPERATURE, QType.COUNT_WEEK]),
    st.sampled_from(["昨天{}现在{}", "{}不对{}", "不是{}是{}", "{} 哦说错了 {}", "上次{}这次{}"]),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_the_last_and_the_present_win(qtype: QType, frame: str, first: int, second: int) -> None:
    form = {QType.TEMPERATURE: "三十{}度", QType.COUNT_WEEK: "{}次"}.get(qtype, "{}分")
    shift = 5 if qtype is QType.TEMPERATURE else 0
    low, high = (min(one, 9 - shift // 2) for one in (first, second))
    if qtype is QType.TEMPERATURE:
        low, high = 4 + low % 6, 4 + high % 6
    if qtype is QType.COUNT_WEEK and frame.startswith(("昨天", "上次")):
        return
    wanted = 30 + high if qtype is QType.TEMPERATURE else high
    text = frame.format(form.format(DIGITS[low]), form.format(DIGITS[high]))
    for spaced in (text, *spacings(text)):
        assert meant(qtype, spaced).value == wanted, spaced
