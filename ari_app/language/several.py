"""Whether an utterance names more than one answer.

On paper the last one counts. Heard over a line it is the small words between them that get lost (哦不, 不是, 不对), so
what names several must be read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ari_app.core.vocabulary import QType
from ari_app.language.choices import says_none
from ari_app.language.numerals import find_numerals
from ari_app.language.options_named import names_several_options
from ari_app.language.phrases import Phrases
from ari_app.language.spoken import read

_NUMBERS = frozenset({QType.NRS, QType.RATING_1_10, QType.COUNT_WEEK, QType.ADHERENCE_PCT, QType.GLUCOSE})
_DEGREES = re.compile(r"[三四]十[一二三四五六七八九]?|[34]\d")
_TAKEN_BACK = Phrases("不对", "说错", "错了", "不是")
_NONE = Phrases("没有", "没", "不")
_LONGEST_NONE = 5
"""Characters: 都没有, 什么都没有; in longer ones an option may be hidden."""
_SOME = Phrases("有的", "是有", "又有", "还是有", "要的", "是的", "对的")


def names_several(qtype: QType, text: str, options: Mapping[str, str]) -> bool:
    """Whether `text` holds more than one value that would answer such a question."""
    said = read(text).text
    if qtype is QType.CHOICE:
        return names_several_options(said, options)
    if qtype is QType.CHOICES:
        # one of a list that was heard as something else is missed by nobody but the patient
        return not _NONE.within(said) or len(said) > _LONGEST_NONE or not says_none(said, options)
    if qtype is QType.TEMPERATURE:
        return len(set(_DEGREES.findall(said))) > 1
    if said.count("百分之") > 1:
        return True
    if qtype in _NUMBERS:
        # 不对 before a number is also heard as 部第: an ordinal is one more number here
        return len({number.value for number in find_numerals(said.replace("第", ""))}) > 1
    if qtype is QType.YES_NO:
        return _NONE.within(said) and (_TAKEN_BACK.within(said) or _SOME.within(said))
    return False
