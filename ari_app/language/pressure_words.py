"""Words around the two numbers of a blood pressure."""

from __future__ import annotations

import re

from ari_app.language.number_words import CLASSIFIERS
from ari_app.language.phrases import Phrases

_SYS = r"高压|收缩压|上压|高的|上面|上边|上头|大的|高压力|头一个"
_DIA = r"低压|舒张压|底压|下压|低的|下面|下边|下头|小的"
# 高 and 低 alone are names only right before the number; 血压高, 有点低 are judgments.
_ALONE = r"(?<![点偏不挺太很压较还最血也都有些忽么])(?:(?P<high>高)|(?P<low>低))(?:是|到|有|要|就)?$"
_NAMED = re.compile(rf"(?P<sys>{_SYS})|(?P<dia>{_DIA})|{_ALONE}")
_NAMED_BEHIND = re.compile(rf"(?:的)?(?:是)?(?:(?P<sys>{_SYS})|(?P<dia>{_DIA}))")
OTHER_MEASURE = re.compile(r"(?:心率|心跳|脉搏|脉|血糖|体温|烧到|体重|身高|岁数|今年|年纪)[^高低]{0,4}$")
FOREIGN = re.compile(rf"(?!毫米)(?:{CLASSIFIERS}|[分点度成:%]|号|毫克)|(?:次|下)每?分")
KILOPASCAL = Phrases("kp")
NOT_MEASURED = Phrases(
    "(没|没有|还没|忘了|忘记|忘|从来没|好久没|最近没|一直没|没法|懒得|没顾上|没空)[去人给我]*(量|测)(?!出)",
    "(量|测)不(了|成|准)",
    "(没|没有|找不到)[那个]*(血压计|血压仪|血压表|机子|机器)",
    "(血压计|血压仪|血压表|机子|机器)[都也]?(坏|没电|不准|借|丢)",
)  # fmt: skip
QUALITY = Phrases(
    "正常",
    "高",
    "低",
    "还行",
    "稳定",
    "还好",
    "挺好",
    "不高",
    "可以",
    "平稳",
    "控制",
    "标准",
    "没问题",
    "差不多",
    "一样",
)


def named_in_front(lead: str) -> str | None:
    """`sys` or `dia` when the words before a number name it, the nearest name counting."""
    name = None
    for found in _NAMED.finditer(lead):
        name = "sys" if found.lastgroup in ("sys", "high") else "dia"
    return name


def named_behind(text: str, end: int) -> str | None:
    """`sys` or `dia` when the name follows the number: 一百四的高压."""
    found = _NAMED_BEHIND.match(text, end)
    return None if found is None else str(found.lastgroup)
