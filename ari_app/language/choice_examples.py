"""What patients usually say for the options of the shipped questionnaires. Data, keyed by the set of option codes."""

from __future__ import annotations

from collections.abc import Mapping

# Plain sayings for the recognizer, which cannot use the patterns above.
EXAMPLES: Mapping[frozenset[str], Mapping[str, tuple[str, ...]]] = {
    frozenset({"dry", "red", "exudate", "pus"}): {
        "dry": ("挺干的", "很干", "干燥", "干净", "挺好的", "长得挺好", "没问题", "正常", "愈合得挺好"),
        "red": ("有点红", "有点肿", "有点红肿", "又红又肿"),
        "exudate": ("有点渗液", "有渗血", "流水", "渗水", "流血"),
        "pus": ("流脓", "有脓", "有臭味", "化脓了"),
    },
    frozenset({"normal", "reduced", "none"}): {
        "normal": ("正常", "挺好的", "跟平时一样", "胃口不错", "吃得挺好"),
        "reduced": ("吃得少", "少一点", "胃口不好", "没胃口", "吃得不多", "比以前少"),
        "none": ("吃不下", "吃不下饭", "什么都吃不下", "几乎不吃"),
    },
    frozenset({"normal", "constipation", "diarrhea", "none3d"}): {
        "normal": ("正常", "挺好的", "每天一次", "一天一次", "没问题"),
        "constipation": ("有点便秘", "便秘", "大便干", "拉不出来"),
        "diarrhea": ("拉肚子", "拉稀", "有点拉肚子"),
        "none3d": ("三天没拉", "四天没大便", "好几天没拉", "三天没有排便"),
    },
    frozenset({"0", "1", "2", "3"}): {
        "0": ("完全没有", "没有", "从来没有"),
        "1": ("有几天", "几天", "偶尔"),
        "2": ("一半以上", "一半以上的天数", "大部分时间"),
        "3": ("几乎每天", "每天都有", "天天都有"),
    },
}
