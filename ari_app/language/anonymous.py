"""A patient's words without what tells who he is, or of whom he speaks."""

from __future__ import annotations

import re

from ari_app.language.digit_strings import SPOKEN_DIGITS
from ari_app.language.redaction import redact_full_ids

_NUMBER = re.compile(rf"(?:[{SPOKEN_DIGITS}][\s\-]*){{6,}}")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
_TITLES = "医生|大夫|主任|护士长|护士|教授|护工|师傅|先生|女士|阿姨"
_NO_NAME = "的了是不很好对给和跟让找那这等有没来去说多太都也就个位"
_NAMED = re.compile(rf"[小老]?[{_SURNAMES}](?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{0,2}}?(?={_TITLES})")


def anonymous(text: str, *names: str) -> str:
    """`text` with `names`, names before a title, and long numbers replaced by 某 and stars.

    It is a help for who reads many of them, no proof that nobody can be told.
    """
    for name in names:
        if name:
            text = text.replace(name, "某某")
    text = _NAMED.sub("某", redact_full_ids(text))
    return _NUMBER.sub(lambda found: "*" * len(found.group()), text)
