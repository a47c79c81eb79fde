"""The reasons why a patient has no answer."""

from __future__ import annotations

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.readings import Asked, missing
from ari_app.language.understanding import Understanding
from ari_app.language.words_control import BUSY

_REASONS = Lexicon(
    {
        Intent.REFUSE_QUESTION: (
            "不想(说|回答|讲|答|提|谈)", "(能不能|可不可以|能)不(问|答|说|讲)", "别问(这|那)",
            "(不|不能|不会|不想|不肯|没法|不方便|不太方便|不便)[再]*(说给|讲给|回答|透露|告诉|提供|报给)<你>?(?!过)",
            "不(方便|便)(说|讲)", "不(回答|说)$", "(跳过|下一(个|题))",
            "保密", "(这是|个人|我的)隐私", "拒绝回答", "不愿(意)?(说|回答|讲)", "问(这个|这些)干(什么|嘛)",
            "别问这个",
            "^过$",
        ),
        Intent.NOT_APPLICABLE: (
            "不(适用|涉及)", "没(有)?(在.{0,6})?住过?院(?!部|前|以前|之前|那|的时候)",
            "没(有)?(用|请|找)过?(护工|保姆|陪护)",
            "没(有)?(在)?(你们|那儿|那里|这家)?医院(住|看)过",
            "没(有)?(用|接触|碰到|见)过(这|那)?(个|项|种)?(服务|护士|医生)", "没(有)?(做|动)(过)?手术",
            "(?<![也都啥])没(有)?(伤口|刀口)(?!长|愈|恢|好|挺|很|也|都|上|边|周|那|红|肿|痒|疼|痛|有|没|渗|流|干)",
            "(没|没有)吃药(?![之以]?前|的时候|那)", "没(有)?开药",
            "(?<!要是)没(有)?(开|动)过?刀子?(?=$|[啊呀的呢]|哪|咋|怎么|就|没|我|不)(?![之以]?前|那|的时候)",
            "(哪|哪里|哪儿|咋)(来|有|会有)的?(伤口|刀口)(?!疼|痛|红|肿)",
            "没(有)?这(个|种)(病|药)", "没(有)?(糖尿病|高血压|血压病)", "(没|没有|不)在?吃药(?!的时候|[之以]?前|那)",
            "(没|没有|不)在?用药",
        ),
        Intent.NOT_MEASURED: (
            ("(没|没有|还没|忘了|忘|未|没去|没再|懒得|不会|没法|没怎么|从来没|好久没|从没|不)[去来再]?(量|"
             "测|查|探热|试|扎手指)(?!出|了[0-9一二三四]{1})"),
            "(没|没有|家里没|冇|无)(有)?[个这那]*(体温|温度|血压|血糖|测量)(计|表|仪|针|机)",
            "(体温|温度|血压|血糖)(计|表|仪)[也都]*(坏|没电|找不|丢|不准|不在|借)", "试纸[都]?(用完|没了)",
            "没扎",
        ),
        Intent.DONT_KNOW: (
            "不(知道|清楚|晓得|记得|了解)", "(记|想)不(清|起来(?!就)|得|住|到|倒|起(?!来))",
            "忘(了|记了|掉了|记)(?!吃|几|一|两|三)",
            "没(注意|留意|在意|印象|数)(?!听)", "不太(清楚|记得|知道)", "搞不清", "谁(知道|晓得|记得)", "不懂$",
            "(记|背)不(来|下|全|出|上来)", "说不上来?(几|到底|多少)", "(几|多少)[^，]{0,5}说不上来?",
            "不(会|晓得|懂)(怎么|咋)?(打|算|评|给)(分|这个|数)",
            "没算过?", "没数过?", "不知$", "^不知", "看不(见|到|着|懂)(?!东西|清|人|你|说明书)",
            "(没|没有|不敢)(看|瞧)(过|$|呢|它)", "没敢看", "包着呢", "哪(知道|记得|晓得)",
            "(哪|谁|哪里|哪个|咋|怎么)(还|会|能)?(记|背)得(住|到|下|清|全)?(?!错)",
            "(?<!\\d)(知道|晓得)(怎么|咋)(打|算)",
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


# Only the time does not suit: 不方便讲 晚点.
_BUSY_NOW = Phrases(
    "晚点", "等(会|下)", "回头", "再(打|说|联系)", "下午", "明天", "改天", f"(正|在)[在]?[着]*{BUSY}",
    "(外面|外头|车上|会上)",
)  # fmt: skip
# 不知道咋算 asks for nothing.
_CANNOT_TELL = Phrases(
    "(不|没法|没)(知道|晓得|会|懂|清楚|数)[我该要得是]*(咋|怎么|如何|多少|几|啥)[^，]{0,2}"
    "(算|说|打|讲|回答|形容|分|评|给|选|报|$)",
    "说不(上|好|清)",
)


def outweighs(reason: Understanding, steering: Understanding | None, asked: Asked) -> bool:
    """Whether a reason for no answer counts before what else steers the call."""
    if reason.intent is Intent.REFUSE_QUESTION:
        return steering is None or steering.intent is not Intent.LATER or not _BUSY_NOW.within(asked.text)
    asks = steering is not None and steering.intent is Intent.ASK_INFO
    return reason.intent is Intent.DONT_KNOW and asks and _CANNOT_TELL.within(asked.text)
