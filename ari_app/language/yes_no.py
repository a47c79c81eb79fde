"""Yes or no, heard against the form of the question."""

from __future__ import annotations

from enum import Enum

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language.phrases import Phrases
from ari_app.language.readings import LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding


class Form(Enum):
    """How a question asks: for existence (有没有), or for agreement (吗, 是否, 要不要)."""

    EXISTENCE = "existence"
    AGREEMENT = "agreement"


NO = Phrases(
    "没有", "没", "都没有", "都没", "什么都没有", "无", "不", "不是", "不用", "不需要", "不要", "不必", "不会", "不想", "不愿意", "不行",
    "不可以", "没啥", "没什么", "没事", "算了", "用不着", "免了", "还没", "没准备", "不了", "别", "不方便", "不太愿意", "不推荐", "哪有",
    "哪里有", "没发现", "没感觉",
)  # fmt: skip
_FINE = Phrases(
    "正常", "挺好", "都好", "蛮好", "很好", "好着", "好得很", "好多了", "还可以", "好好的", "没问题", "一切都好", "不错", "干干净净",
    "不(疼|痛|痒|红|肿|流|冷|怕冷)",
)  # fmt: skip
_YES_EXISTS = Phrases("有", "有的", "有点", "有一点", "有一些", "有些", "有过", "有时候", "偶尔", "存在", "出现", "稍微", "略微", "多少有")
_YES_AGREES = Phrases(
    "是", "是的", "对", "对的", "好", "好的", "好啊", "可以", "行", "要", "要的", "需要", "愿意", "会", "会的", "嗯", "嗯嗯", "成", "中",
    "当然", "肯定", "没错", "没问题", "准备好", "都准备", "齐了", "备齐", "带了", "带好", "想", "麻烦", "安排", "必须", "ok", "那就",
    "发吧", "发我", "发给我", "打吧", "回电", "方便", "推荐", "同意", "得要", "用得着", "用",
)  # fmt: skip
_BACKCHANNEL = Phrases("嗯", "哦", "啊", "噢", "喔", "唔", "呃", "额", "哎", "诶", "欸", "嗯哼")
_BARE_TRUE = Phrases("是", "是的", "是啊", "对", "对的", "对啊", "嗯", "对对", "好", "好的", "没错", "行", "可以", "啊", "哦")
_UNSURE = Phrases("说不准", "说不清", "说不好", "不好说", "不确定", "拿不准", "可能", "好像", "也许", "大概", "看情况", "再说", "随便", "不一定", "似乎", "应该", "还没想好", "考虑", "不知道算不算")
_DOUBLE = Phrases("不是没有", "不能说没有", "没有不", "不会不", "不是不", "有没有", "要不要", "是不是", "能不能", "会不会", "行不行")
_TROUBLE = Phrases("不舒服", "难受", "<痛>", "痒", "晕", "咳", "恶心", "吐", "胀", "麻", "肿", "红", "渗", "流", "出血", "血", "水", "脓", "味", "臭", "冷", "抖", "哆嗦", "发烧", "没力气", "睡不着", "乏", "累", "拉肚子")
_NOT_TROUBLE = Phrases("(不|没有|没|没什么|没啥|都不|也不|也没|也没有|不觉得|没觉得)(什么|怎么|太|感觉|再|哪儿|哪里)?[打发]?(不舒服|难受|疼痛|疼|痛|痒|晕|咳嗽|咳|恶心|吐|胀|麻|肿|红|渗液|渗血|渗|流血|流水|流脓|流|出血|血|脓|异味|味道|味|臭|冷|寒战|抖|哆嗦|发烧|累)")
_MILD = Phrases("还好", "还行", "一般", "凑合")


def form_of(question: str) -> Form:
    """The form of the question; 有没有 and 有什么…吗 ask for existence."""
    if any(word in question for word in ("有没有", "有无", "有什么", "有其他", "还有")):
        return Form.EXISTENCE
    return Form.AGREEMENT


def is_backchannel(text: str) -> bool:
    """Whether nothing but a sound of listening was made."""
    return _BACKCHANNEL.covers(text)


def parse_yes_no(asked: Asked) -> Understanding | None:
    """`yes` or `no` to the proposition of the question."""
    text = asked.text
    form = form_of(asked.question)
    if form is Form.EXISTENCE and (_BARE_TRUE.covers(text) or is_backchannel(text)):
        return reask(Intent.AMBIGUOUS if not is_backchannel(text) else Intent.BACKCHANNEL)
    text = _after_correction(text)
    if _UNSURE.within(text) or _MILD.whole(asked.spoken.bare):
        return reask(Intent.AMBIGUOUS)
    says_yes, says_no = _polarity(asked, text, form)
    if says_yes and says_no:
        return reask(Intent.AMBIGUOUS)
    if says_yes:
        return accept("yes", confidence=LIKELY)
    if says_no:
        return accept("no", confidence=LIKELY)
    return None


def _after_correction(text: str) -> str:
    for marker in ("不对", "说错了", "记错了", "更正"):
        head, found, tail = text.rpartition(marker)
        if found and head and tail.strip("了啊吧,"):
            return tail
    return text


def _polarity(asked: Asked, text: str, form: Form) -> tuple[bool, bool]:
    plain = _NOT_TROUBLE.stripped(text)
    denied = plain != text
    if form is Form.EXISTENCE:
        rest = NO.stripped(_FINE.stripped(plain))
        says_no = denied or rest != plain
        says_yes = _YES_EXISTS.within(rest) or _TROUBLE.within(rest) or bool(asked.flags - {Flag.DRIVING})
        return says_yes, says_no
    if _DOUBLE.within(plain):
        return True, True
    if plain.startswith("没问题"):
        return True, False
    rest = NO.stripped(plain)
    return _YES_AGREES.within(rest), denied or rest != plain
