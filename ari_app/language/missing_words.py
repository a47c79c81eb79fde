"""The reasons why a patient has no answer."""

from __future__ import annotations

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.readings import Asked, missing
from ari_app.language.understanding import Understanding

_REASONS = Lexicon(
    {
        Intent.REFUSE_QUESTION: (
            "不想(说|回答|讲|答|提|谈)", "不(方便|便)(说|讲|回答|透露)", "不(回答|告诉你|说)$", "(跳过|下一(个|题))",
            "保密", "(这是|个人)隐私", "拒绝回答", "不愿(意)?(说|回答|讲)", "问(这个|这些)干(什么|嘛)", "别问这个",
            "^过$",
        ),
        Intent.NOT_APPLICABLE: (
            "不(适用|涉及)", "没(有)?(做|动)(过)?手术", "没(有)?(伤口|刀口)", "(没|没有)吃药", "没(有)?开药",
            "没(有)?这(个|种)(病|情况|药)",
        ),
        Intent.NOT_MEASURED: ("(没|没有|还没|忘了|未)[去]?(量|测)",),
        Intent.DONT_KNOW: (
            "不(知道|清楚|晓得|记得|了解)", "(记|想)不(清|起来|得|住|起)", "忘(了|记了|掉了|记)",
            "没(注意|留意|在意|印象|数)", "不太(清楚|记得|知道)", "搞不清", "谁知道", "不懂$", "没算过", "没数过",
        ),
    }
)  # fmt: skip
_HANGS_UP = Phrases("挂(了|断|电话|吧)(?!号|水|瓶|针)")


def parse_missing(asked: Asked) -> Understanding | None:
    """not_measured, dont_know, refuse_question or not_applicable."""
    intent = _REASONS.first(asked.text)
    if intent is Intent.REFUSE_QUESTION and _HANGS_UP.within(asked.text):
        return None
    return None if intent is None else missing(intent)
