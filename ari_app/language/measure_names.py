"""Which measure a number is said of: 糖化六点五 is no glucose, 体温三十七 no pressure."""

from __future__ import annotations

import re

_NAMES = {
    "temperature": "体温|腋温|口温|额温|耳温|肛温|烧到|发烧|发热",
    "pressure": "血压|高压|低压|收缩压|舒张压|上压|下压",
    "glucose": "血糖(?!化)",
    "other": (
        "糖化(?:血红蛋白|血红|血糖)?|血红蛋白|尿糖|糖耐量|血氧(?:饱和度)?|心率|心跳|脉搏|脉率|体重|身高|尿酸|血脂"
        "|胆固醇|甘油三酯|肌酐|转氨酶|白细胞|血小板|血色素|视力|眼压|年纪|岁数|今年"
    ),
}
_BETWEEN = (
    "(?:[的是有到个值大概差不多约了也就要在量测查扎]|今天|昨天|早上|刚才|刚刚|现在|这次|上次|最近|前几天|结果|出来"
    "|左右|上个月)*"
)
_NAMED = re.compile(
    "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _NAMES.items()) + f"){_BETWEEN}$"
)


def of_another(lead: str, own: str, *, behind_own: bool) -> bool:
    """Whether the words right before a number name a measure other than `own`; never for a measure without a name.

    Behind a number of its own (`behind_own`) only what nobody asks for is left out; the rest is asked again.
    """
    if not own:
        return False
    found = _NAMED.search(lead)
    if found is None or found.lastgroup == own:
        return False
    return found.lastgroup == "other" or not behind_own
