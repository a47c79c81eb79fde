"""Overdoses and poisonings by the parts in which they are told. Data only; sign_frames.py puts them together."""

from __future__ import annotations

from ari_app.core.vocabulary import Flag
from ari_app.language import frame_words as words
from ari_app.language.frame import Frame

_NUMBER = "(十|百|[二三四五六七八九两0-9]+)"
_INJECTED_WRONG = (
    f"打成了?{_NUMBER}", f"打错了?(剂量|量|单位|数|{_NUMBER})", "(剂量|单位|量)[都给又]*(打|弄|调|拧|转)错",
    f"多(打|推|扎)了?{_NUMBER}", f"打多了?{_NUMBER}?",
)  # fmt: skip
_INJECTED_AGAIN = ("打了?(两|二|三|双)(遍|回|份|针|次)", "(又|重复|重新)(打|扎|推)了?(一|两)?(遍|回|针|次)")
_AS_TOLD = (
    "每天", "天天", "一天", "一共", "早上?.{0,4}晚", "中午", "饭前", "睡前", "照", "没打错", "没多打",
    "(大夫|医生|护士|主任)(说|让|叫|给|调|改)", "少打", "地方", "位置", "刚好", "正好",
)  # fmt: skip
_BY_MISTAKE = (
    "打错", "不小心", "糊涂", "打成(?!.*(调|改|让|医生|大夫))", "(打完|打过)[^，]{0,4}忘", "忘了?(打过|又)",
)  # fmt: skip
OVERDOSES: tuple[Frame, ...] = (
    # 该打八个打成了八十个单位, 胰岛素打了两遍
    Frame(
        (Flag.OVERDOSE,),
        (("胰岛素", "诺和", "优泌", "甘精", "降糖针"), (*_INJECTED_WRONG, *_INJECTED_AGAIN)),
        16,
        True,
        unless=_AS_TOLD,
        despite=_BY_MISTAKE,
    ),
    Frame(
        (Flag.OVERDOSE,),
        (_INJECTED_WRONG, (f"{_NUMBER}个?单位",)),
        14,
        unless=_AS_TOLD,
        despite=_BY_MISTAKE,
    ),
    Frame(
        (Flag.OVERDOSE,), ((f"多(打|推|扎)了?{_NUMBER}个?单位",),), 14, unless=_AS_TOLD, despite=_BY_MISTAKE
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT, Flag.OVERDOSE),
        (words.SLEEPERS, words.TAKEN, (*words.HEAP, "(好|很|这么|那么)多", "大量", "好几(片|颗|粒)")),
        20,
        unless=(*words.HABIT, "(孩子|娃|孙子|孙女|小孩)[把误]?"),
        despite=words.AT_ONCE,
    ),
    Frame(
        (Flag.OVERDOSE,),
        (words.PILLS, words.TAKEN, words.HEAP),
        20,
        unless=words.HABIT,
        despite=words.AT_ONCE,
    ),
    Frame(
        (Flag.OVERDOSE,),
        (
            ("一(次性?|口气?|下子?|股脑|起|顿)", "同时", "全", "误", "不小心", "糊涂"),
            words.TAKEN,
            (f"{words.TEN}(片|粒|颗|丸)", "(一|整|半|两|几)(瓶|盒|板|把)"),
        ),
        16,
        unless=words.HABIT,
        despite=words.AT_ONCE,
    ),
    Frame(
        (Flag.OVERDOSE,),
        (("(吃|吞|服)[了下掉进]*",), (f"{words.TEN}(片|粒|颗)", "(一|整|大半)瓶")),
        9,
        True,
        unless=(
            *words.HABIT,
            "瓜子|糖(?!药)|枣|葡萄|饺|花生|梅|含片|口香糖|菜|罐头|奶|水果|口服液|钙|维生素|维[a-z]|酱|丸子|吊|打|输",
        ),
        despite=("一(次性|口气|下子)",),
    ),
    Frame(
        (Flag.OVERDOSE, Flag.EMERGENCY),
        (("误",), ("(喝|吃|吞|服)",), words.POISON),
        12,
        unless=("别", "小心", "防"),
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT, Flag.OVERDOSE),
        (words.SLEEPERS, ("酒",), ("喝", "吃", "吞")),
        12,
        unless=words.HABIT,
    ),
)
