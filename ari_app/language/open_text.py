"""Free words: kept as they are, with the themes they touch."""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.readings import LIKELY, WEAK, Asked, accept, reask
from ari_app.language.redaction import redact_full_ids
from ari_app.language.signs import SIGNS
from ari_app.language.understanding import Understanding, Value
from ari_app.language.yes_no import is_backchannel

_THEMES = Lexicon({flag.removeprefix("theme_"): SIGNS[flag] for flag in SIGNS if flag.startswith("theme_")})
# 等了一上午才见着大夫 complains of the wait, not of the doctor.
_AT_LAST = re.compile(
    r"(?<=[午天时久头年月排等])才(?:见|看|轮|等|排)[到着上了]*(?:个|一个)?(?:医生|大夫|护士|主任|我)?"
)
_NOTHING = Phrases(
    "没有", "没", "没什么", "没啥", "都(<很>)?(好|满意)", "(<很>)(好|满意)", "不错", "了", "的", "啊", "吧", "嗯",
    "挺好", "都挺好", "没意见", "没有意见", "没有了", "可改进", "改进", "需要", "什么", "要", "别的", "建议", "意见",
    "满意", "没想到", "不提了?", "没啥说的", "都行", "想不出来", "都", "目前", "暂时",
    "(没|没有|没得)(什么|啥)?(要|可|需要|好)?(改|改进|说|提)(的|进的)?", "不用改", "(做|弄)得(<很>|够)?好", "医生",
    "护士", "大夫", "服务", "态度", "你们", "医院", "这次", "我", "觉得", "啊", "可以", "继续保持", "辛苦",
    "也", "吧", "感谢", "(好|满意)得很", "想不到", "说不上来", "哪", "方面", "各方面", "一切", "没得说",
    "没的说", "谢谢", "改", "意见", "没话说", "表扬", "那里", "完美", "挑不出(啥|什么|一点|半点)?(毛病|刺|理)来?",
    "(找|挑)不到?(毛病|不足)", "都(好|满意)",
)  # fmt: skip


def parse_open_text(asked: Asked) -> Understanding | None:
    """`{"themes": […], "text": …}`, whole identity numbers redacted."""
    if not asked.spoken.bare and not asked.flags:
        return reask(Intent.BACKCHANNEL if is_backchannel(asked.text) else Intent.NOT_UNDERSTOOD)
    themes = _themes(asked)
    value: Value = {"themes": themes, "text": redact_full_ids(asked.spoken.raw.strip())}
    return accept(value, confidence=LIKELY if themes else WEAK)


def _themes(asked: Asked) -> list[object]:
    allowed = asked.context.themes
    if not allowed:
        return []
    if _NOTHING.covers(asked.text):
        return ["none"] if "none" in allowed else []
    text = _AT_LAST.sub("", asked.text)
    named = {str(one.concept) for one in _THEMES.mentions(text)}
    kept: list[object] = [theme for theme in allowed if theme in named]
    return kept or (["other"] if "other" in allowed else [])
