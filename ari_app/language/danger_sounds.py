"""Danger said, but written by its sound: 不像活了 was 不想活了, 吐了一碗雪 was 血."""

from __future__ import annotations

import re
from functools import lru_cache

from ari_app.language.phrases import Phrases
from ari_app.language.syllables import syllables

# At least three syllables each; shorter ones sound like everyday words.
_SAID = (
    "不想活", "不愿活", "活着没意思", "活着没意义", "活着没劲", "活不下去", "活腻了", "没意思活", "死了算了",
    "死了拉倒", "死了干净",
    "想自杀", "要自杀", "去自杀", "想跳楼", "要跳楼", "割手腕", "割脉了", "喝农药", "喝了农药", "安眠药", "寻短见",
    "想不开", "伤害自己",
    "结束生命", "一了百了", "生不如死", "百草枯", "敌敌畏",
    "胸口疼", "胸口痛", "胸口闷", "胸闷气短", "心口疼", "心口痛", "心绞痛", "心肌梗",
    "喘不上气", "喘不过气", "上不来气", "上不来气", "透不过气", "出不来气", "呼吸困难", "憋得慌",
    "喘得厉害", "喘得不行", "气短得厉害",
    "晕倒了", "晕过去", "昏过去", "昏倒了", "昏迷了", "叫不醒", "喊不醒", "不省人事", "口吐白沫", "翻白眼",
    "半身不遂", "嘴歪了", "嘴巴歪", "半边身子", "说话不清", "讲话不清", "话说不清",
    "大出血", "血止不住", "止不住血", "伤口裂开", "救护车", "救命啊", "快不行了", "喉咙肿", "舌头肿", "一整瓶",
)  # fmt: skip
# Written like this the words are what they seem.
_PLAIN = Phrases(
    "不像活(的|人|着|佛)", "货", "窜", "(喝|和)浓药", "头不过(去|来)", "想不开(灯|门|口|机|车|空调|会)", "中分",
    "不想活(动|络)",
    "要(交|叫)不", "(嘴|最)外(了|面)",
)  # fmt: skip
_FUNCTION = frozenset("不没有了的得着过上下去来啊一要是")
_BLOOD = re.compile(
    "(?:[吐呕咳咯][了出的着好多很一大小几口半碗盆滩点直都是全地不少些往外]{0,7}[雪穴学]"
    "|[流淌冒渗喷拉出][了出的着好多很一大小几口半碗盆滩点直都是全地不少些往外]{0,7}(?:雪|穴|学(?![校生习期费院会位历完到过家了医车])))"
)
_MERGED = ((re.compile("^(zh|ch|sh)"), lambda found: found[0][0]), (re.compile("^[nr]"), lambda found: "l"))
_NASAL = re.compile("(?<=[ie])ng$")


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    """The syllable of one character, with what speakers of the south do not tell apart made one."""
    # A space between digits is a place of its own, too.
    heard = "".join(syllables(char)).strip() or "_"
    for pattern, merged in _MERGED:
        heard = pattern.sub(merged, heard)
    return _NASAL.sub("n", re.sub("^f", "h", heard))


def _sounds(text: str) -> str:
    return " " + " ".join(_sound(char) for char in text) + " "


_BY_SOUND = {_sounds(words): words for words in _SAID}
_HEARD = re.compile("(?=(" + "|".join(sorted(map(re.escape, _BY_SOUND), key=len, reverse=True)) + "))")


def mended(text: str) -> str:
    """`text` with the dangers that it only sounds like written out; as long as `text`."""
    text = _BLOOD.sub(lambda found: found.group()[:-1] + "血", text)
    if _PLAIN.within(text):
        return text
    sounds = _sounds(text)
    found = _HEARD.search(sounds)
    while found is not None:
        text = _replaced(text, sounds[: found.start()].count(" "), _BY_SOUND[found[1]])
        found = _HEARD.search(sounds, found.start() + 1)
    return text


def _replaced(text: str, start: int, said: str) -> str:
    written = text[start : start + len(said)]
    shared = {one for one, other in zip(written, said, strict=True) if one == other} - _FUNCTION
    return text[:start] + said + text[start + len(said) :] if shared else text
