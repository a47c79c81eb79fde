"""Yes or no, heard against the form of the question."""

from __future__ import annotations

import re
from enum import Enum

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language.corrections import retracted
from ari_app.language.phrases import Phrases
from ari_app.language.readings import LIKELY, Asked, accept, reask
from ari_app.language.understanding import Understanding


class Form(Enum):
    """How a question asks: for existence (有没有), or for agreement (吗, 是否, 要不要)."""

    EXISTENCE = "existence"
    AGREEMENT = "agreement"


NO = Phrases(
    "没有", "没", "都没有", "都没", "什么都没有", "无", "不", "不是", "不用", "不需要", "不要", "不必", "不会",
    "不想", "不愿意", "不行",
    "不可以", "没啥", "没什么", "没事", "算了", "用不着", "免了", "还没", "没准备", "不了", "别", "不方便",
    "不太愿意", "不推荐", "哪有",
    "哪里有", "没发现", "没必要", "不太需要", "不大需要", "没准备好",
    "(不用|不需要|不必|不要|别|甭|用不着)[再]*(给|帮|替)[我]?(打|回|安排|联系|发)",
    "不用麻烦", "不麻烦", "别麻烦", "没感觉",
)  # fmt: skip
_NONE = Phrases(
    "都没有", "也没有", "还没有", "没有", "没", "都没", "没啥", "没什么", "没事", "无", "哪有", "哪里有", "没发现",
    "没感觉", "没觉得", "不是",
    "^不$", "不会",
)  # fmt: skip
_LACKING = Phrases(
    "(睡|吃|站|坐|走|喘|拉|尿)不(好|着|下|了|动|稳|香|出来|踏实)", "不(得劲|好受|舒坦)",
    "(没|没有)(力气|劲|精神|胃口|食欲|睡好|睡着)",
)  # fmt: skip
_DECLINED = Phrases("^(不用|不需要|不必|用不着|不要了|算了)(?!.*(?<!不)(?<!不需)(需要|要)[的吧啊了]*$)")
_FINE = Phrases(
    "正常", "挺好", "都好", "蛮好", "很好", "好着", "好得很", "好多了", "还可以", "好好的", "没问题", "一切都好",
    "几好",    "不错", "干干净净",
    "不(疼|痛|痒|红|肿|流|冷|怕冷)",
)  # fmt: skip
_YES_EXISTS = Phrases(
    "有",
    "有的",
    "有点",
    "有一点",
    "有一些",
    "有些",
    "有过",
    "有时候",
    "偶尔",
    "存在",
    "出现",
    "稍微",
    "略微",
    "多少有",
)
_YES_AGREES = Phrases(
    "是", "是的", "对", "对的", "好", "好的", "好啊", "可以", "行", "要", "要的", "需要", "愿意", "会", "会的", "嗯",
    "嗯嗯", "成", "中",
    "当然", "肯定", "没错", "没问题", "准备好", "都准备", "齐了", "备齐", "带了", "带好", "想", "麻烦", "安排",
    "必须", "ok", "(给|帮|替)我(打|回|安排|联系)", "打(个|一个)", "回(个|一个|电)", "那就",
    "发吧", "发我", "发给我", "打吧", "回电", "方便", "推荐", "同意", "得要", "用得着", "用",
)  # fmt: skip
_BACKCHANNEL = Phrases("嗯", "哦", "啊", "噢", "喔", "唔", "呃", "额", "哎", "诶", "欸", "嗯哼")
_BARE_TRUE = Phrases(
    "是", "是的", "是啊", "对", "对的", "对啊", "嗯", "对对", "好", "好的", "没错", "行", "可以", "啊", "哦"
)
_UNSURE = Phrases(
    "说不准",
    "(不能|不敢|不好)说有",
    "无所谓",
    "说不清",
    "说不好",
    "不好说",
    "不确定",
    "拿不准",
    "可能",
    "好像",
    "也许",
    "大概",
    "看情况",
    "再说",
    "随便",
    "不一定",
    "似乎",
    "应该",
    "还没想好",
    "考虑",
    "不知道算不算",
)
_DOUBLE = Phrases(
    "不是没有",
    "不能说没有",
    "没有不",
    "不会不",
    "不是不",
    "有没有",
    "要不要",
    "是不是",
    "能不能",
    "会不会",
    "行不行",
)
_TROUBLE = Phrases(
    "不舒服",
    "难受",
    "<痛>",
    "痒",
    "晕",
    "咳",
    "恶心",
    "吐",
    "胀",
    "麻",
    "肿",
    "红",
    "渗",
    "流",
    "出血",
    "血",
    "水",
    "脓",
    "味",
    "臭",
    "冷",
    "抖",
    "哆嗦",
    "发烧",
    "没力气",
    "睡不着",
    "乏",
    "累",
    "拉肚子",
)
# 不舒服 is one word for a trouble; its 不 answers nothing.
_UNWELL = re.compile(r"不(?:大|太|怎么|很|是很|是太)?(?:舒服|舒坦|得劲|好受|对劲|自在|适|爽)")
_DOUBTED_DENIAL = re.compile(r"(?:[也倒并又]不是|(?:不是|不能|不敢|不好|没有|没)说)(?:没有|没)")
_DENIED_TWICE = re.compile(r"(?<!不是)不是(?:没有|没)(?!难受)")
_HAS_TROUBLE = re.compile(
    r"(?<!没)有(?:一?点|一?些|时候?|的时候)?儿?(?:觉得|感觉)?不太?(?:舒服|舒坦|得劲|好受|对劲|自在|适)"
)
_OFFERED = re.compile(r"需要|是否|愿意|准备|要不要|推荐")
_CHANGED_MIND = re.compile(
    r"[哎唉诶吧了啊哦嗯呃欸]还是(?=要|需要|不|算了|打|安排|给|回|来|麻烦|叫|让|请|喊)(?!.*[呢吗])"
)
_NOT_TROUBLE = Phrases(
    "(不|没有|没|没什么|没啥|都不|也不|也没|也没有|不觉得|没觉得|不觉着|没觉着|谈不上|算不上)(什么|怎么|太|感觉|觉得|再|哪儿|哪里|哪|"
    "其他|其它|别的|另外|的|大的|啥)*[打发]?(不舒服|"
    "难受|疼痛|疼|痛|痒|晕|咳嗽|咳|恶心|吐|胀|麻|肿|红|渗液|渗血|渗|流血|流水|流脓|流|出血|血|脓|异味|味道|味|臭|"
    "冷|寒战|抖|哆嗦|发烧|累|和|跟|或者|或|这些)+",
    "(难受|疼痛|疼|痛|恶心|吐|晕|痒|胀|肿|红|渗|血|脓|味|冷|发烧|累)(都|也|倒)(没有|没)",
)
_QUESTION = Phrases(
    "(?<!没)(?<!没有)什么(?!不|问题|异常|事$|了$|的$|感觉|大)", "吗", "谁",
    "哪(?!有|里有|里?儿?都)", "怎么(?!不|疼|痛|样|红|肿|舒服)", "干嘛",
    "为什么", "多少", "多久", "几点", "(?<!没)(?<!没有)啥(?!不|事$|了$|问题)",
)  # fmt: skip
_POLITE = Phrases(
    "嗯", "啊", "吧", "呢", "呀", "嘛", "的", "了", "哦", "那", "就", "我", "你们", "您", "你", "谢谢", "麻烦", "都",
    "也", "还是", "最好", "给", "个", "一个", "一下", "医生", "大夫", "护士", "电话", "让", "请", "能", "打", "回",
    "来", "暂时", "目前", "现在", "尽快", "东西", "材料", "证件", "这个", "那个", "肯定", "非常", "很", "挺", "特别",
    "家里人", "朋友", "身份证", "医保卡", "全", "带", "路线", "我们", "下", "儿", "再", "帮", "叫", "过", "话",
    "以后", "有人", "真的", "其实", "如果", "到时候",
)  # fmt: skip
_LEFT_OVER = 4
_MILD = Phrases("还好", "还行", "一般", "凑合")


def form_of(question: str, said: str = "") -> Form:
    """The form of the question; 有没有 and 有什么…吗 ask for existence, and 有不舒服 answers such a one."""
    if any(word in question for word in ("有没有", "有无", "有什么", "有其他", "还有")):
        return Form.EXISTENCE
    if _HAS_TROUBLE.search(said) and not _OFFERED.search(question):
        return Form.EXISTENCE
    return Form.AGREEMENT


def is_backchannel(text: str) -> bool:
    """Whether nothing but a sound of listening was made."""
    return _BACKCHANNEL.covers(text)


def parse_yes_no(asked: Asked) -> Understanding | None:
    """`yes` or `no` to the proposition of the question."""
    text = asked.text
    form = form_of(asked.question, text)
    if form is Form.EXISTENCE and (_BARE_TRUE.covers(text) or is_backchannel(text)):
        return reask(Intent.AMBIGUOUS if not is_backchannel(text) else Intent.BACKCHANNEL)
    text = _final(text, form)
    if _QUESTION.within(_NOT_TROUBLE.stripped(text)):
        return None
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


def _final(text: str, form: Form) -> str:
    """What stands in the end: nothing taken back, double denials resolved, 不舒服 and its like as one word."""
    taken_back = retracted(text)
    if taken_back is not None:
        text = taken_back[1]
    if form is Form.AGREEMENT:
        text = _CHANGED_MIND.split(text)[-1]
    return _DOUBTED_DENIAL.sub("有", _UNWELL.sub("难受", text))


def _polarity(asked: Asked, text: str, form: Form) -> tuple[bool, bool]:
    plain = _NOT_TROUBLE.stripped(text)
    denied = plain != text
    if form is Form.EXISTENCE:
        if _DENIED_TWICE.search(text):
            return True, True
        if _LACKING.within(plain):
            return True, denied
        rest = _NONE.stripped(_FINE.stripped(plain))
        says_no = denied or rest != plain
        says_yes = _YES_EXISTS.within(rest) or _TROUBLE.within(rest) or bool(asked.flags - {Flag.DRIVING})
        return says_yes, says_no
    if _DOUBLE.within(plain):
        return True, True
    if plain.startswith("没问题"):
        return True, False
    if _DECLINED.within(plain):
        return False, True
    rest = NO.stripped(plain)
    if len(_POLITE.stripped(_YES_AGREES.stripped(rest))) > _LEFT_OVER:
        return False, False
    return _YES_AGREES.within(rest), denied or rest != plain
