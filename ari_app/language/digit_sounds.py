"""Digits written by their sound where a value is expected: 流点八 is 六点八; what may be four or ten is left alone."""

from __future__ import annotations

import re

# 是 and 事 may be 四 or 十, 吧 is most often no 八, 以 and 二 have too many doubles: such a value is asked again.
_WRITTEN = {
    **dict.fromkeys("流留刘柳溜牛遛", "六"), **dict.fromkeys("酒久旧救舅", "九"),
    **dict.fromkeys("气期起骑奇齐妻漆旗", "七"),
    **dict.fromkeys("武舞伍吴雾", "五"),
    **dict.fromkeys("伞散山衫", "三"),
}  # fmt: skip
# 三十七读二, 五典六: units by their sound, between digits alone.
_DEGREE = re.compile(
    r"(?<=十)[读肚渡杜镀堵督都](?=[零一二两三四五六七八九半0-9](?![样直般个次起]))"
    r"|(?<=十[一二三四五六七八九])[读肚渡杜镀堵督都](?=[零一二两三四五六七八九半0-9](?![样直般个次起])|$)"
)
_POINT = re.compile(r"(?<=[零一二两三四五六七八九十0-9])[典店电垫奠](?=[零一二两三四五六七八九0-9])")
_SOUNDS = "".join(_WRITTEN)
_DIGIT = "零〇一二两三四五六七八九0-9"
_POINTED = re.compile(
    rf"(?:(?<=十)|(?<=十有)|(?<![\u4e00-\u9fff])|(?<=是)|(?<=测)|(?<=量)|(?<=糖)|(?<=扎)|(?<=了)|(?<=的))[{_SOUNDS}](?=点[{_DIGIT}])"
    rf"|(?<=十)[{_SOUNDS}](?=度)"
)
_SCORED = re.compile(
    rf"^(?:[嗯啊哦呃额]|大概|可能|就|也就|得有|有|是|我觉得|打)*(?P<sound>[{_SOUNDS}])(?=[分份]儿?[吧啊的了嘛呢]*$)"
)
_DANGLING = re.compile(
    rf"(?<![{_DIGIT}十百几])(?<![一有快慢早晚差高低多少大小好轻重强弱远近长短热冷疼痛])点[{_DIGIT}](?![点十度分])"
)


def with_digits(text: str) -> str:
    """`text` of a measured value with digits in place of what sounds like one digit alone."""
    return _POINTED.sub(lambda found: _WRITTEN[found.group()], with_units(text))


def with_units(text: str) -> str:
    """`text` of a measured value with 度 and 点 in place of what sounds like them."""
    return _POINT.sub("点", _DEGREE.sub("度", text))


def with_score(text: str) -> str:
    """`text` with the digit of a score (酒分) written out when the score is all that was said."""
    found = _SCORED.match(text)
    if found is None:
        return text
    at = found.start("sound")
    return text[:at] + _WRITTEN[found["sound"]] + text[at + 1 :]


def dangles(text: str) -> bool:
    """Whether a decimal point is heard without the number in front of it (是点八): its digit alone is no value."""
    return _DANGLING.search(text) is not None
