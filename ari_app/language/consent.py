"""An explicit yes, or a no, to going on with a recorded call."""

from __future__ import annotations

import re
from dataclasses import replace

from ari_app.core.vocabulary import Flag, Intent
from ari_app.language import words_consent as words
from ari_app.language.lost_no import agrees_doubtfully
from ari_app.language.phrases import Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask, route
from ari_app.language.understanding import Understanding
from ari_app.language.yes_no import is_backchannel

_YES = Phrases(
    "可以", "好", "好的", "好啊", "好吧", "行", "行的", "行吧", "行啊", "同意", "没问题", "没有问题", "愿意", "方便",
    "方便的", "能", "能行", "成", "中", "是的可以", "允许", "接受", "没意见", "不介意",
    "(?<!再)[你您]?(问|说|讲)吧", "请(问|说|讲)", "来吧", "开始吧", "开始", "继续",
    "ok", "录吧", "录", "(要|想)录就录(呗|吧|嘛)?", "可以录音", "录音(可以|行|没问题)", "可以录", "配合", "支持",
    "没关系", "没有?事",
    "<你>(问|说|讲)", "要得", "得行", "没事儿", "(同意|愿意|接受|允许|可以|能)[你们]*录音",
    "那就(问|录)吧", "随便(问|录)", "得(?=你|您|啊|啦|吧|$)", "得(啦|嘞|了)", "妥", "阔以", "不反对", "录就录",
    "尽管(问|说)", "要得", "乐意", "(不|没)(有)?(反对|介意|意见)", "没得(问题|事)", "讲啦",
    "(?<!再)(说|讲|问)[啊嘛呀吧啦]+",
    "可", "没毛病",
)  # fmt: skip
_POLITE = Phrases(
    "嗯", "啊", "哦", "呢", "吧", "呀", "嘛", "的", "了", "那", "就", "我", "你们", "您", "你", "喂", "您好", "你好",
    "是", "是的", "对", "行行", "谢谢", "现在", "有时间", "有空", "哈", "请", "快点问?", "快一些", "但是", "但",
    "不过",
    "别太(长|久)", "只有(几|两|三|五|十)分钟", "长话短说", "快一点", "尽快", "抓紧",
    "都", "完全", "当然", "非常", "愿意的", "不客气", "那行", "那好", "嗯嗯", "哎", "诶", "三分钟", "几分钟", "录音",
    "回访", "没事", "没关系", "一下", "也", "同志", "护士", "噢",
    "反正", "听着(呢)?",
    "随访", "是吧", "呗", "噻", "啦", "有(啥|什么)", "快(一点|点儿?|着点儿?|一些|些|着)?(问|说)?",
    "你?们?医院[^不没别把治骗害打乱坑收告]{0,8}", "挺负责的?",
    "一会儿?我?[还得要]*[^不没别]{0,6}(呢|出门|出去|上班|有事|开会|做饭)", "我?锅上[^不没别]{0,6}", "是",
    "时间", "吃尽", "有(事|课|会)", "辛苦", "长", "太", "久", "可别", "(知道|明白|清楚|了解|懂)(了)?",
    "听(明白|懂|清楚)(了)?",
)  # fmt: skip
# how a recognizer writes 录音 that it does not know; a refusal in it is not lost, an agreement needs the word itself
_SOUNDS_LIKE_RECORDING = re.compile("录像|录影|录因|路线|路音|路因|陆音|露音|鹿音")
_RECORDING_REFUSED = Phrases(
    "不是(很|太|特别|那么|怎么)(想|愿意|方便|乐意|同意)",
    ("(不|别|先别|不喜欢|不要|不想|不能|不同意|不愿意|不愿|拒绝|不许|不让|不希望|不接受|不允许|不可以)"
     "[给我们被进行再做你要是有]*录[音]?"),
    "录音[就我还是可也]*(不|算了|免|别)", "(关|停)(了|掉)?录音", "录音(关|停)", "不录音", "没有录音[我]?(可以|就)",
)  # fmt: skip
# 录音做什么 不要录: the question waits for no reply.
_FORBIDS = Phrases("(不|别|不要|不许|不准|不能|勿)(给我)?录[音]?[啊的了]*$")
_REFUSED = Phrases(
    "不可以", "不行", "不同意", "不愿意", "不接受", "拒绝", "不想", "不要", "不用", "不需要", "没兴趣", "不感兴趣",
    "没必要",
    "不必", "不了", "算了", "不配合", "不参加", "不回答", "别问", "不想接", "不说", "免了", "不好(?!意思)",
    "(用|犯|要)不着", "不(搞|稀罕|耐烦)",
    "不(太|大|怎么)(愿意|想|同意|好|行)",
    "(?<!说)(?<!讲)(?<!接)(?<!聊)不(得(?!闲|空)|中|成|干|弄|整)", "^不+$", "不(用|要)了",
)  # fmt: skip
_CALL_REFUSED = Phrases(
    "不用了",
    "(用|犯|要)不着",
    "不搞",
    "不需要",
    "没兴趣",
    "不感兴趣",
    "不想(接|回答|说|聊|做|参加|配合)",
    "别问",
    "算了",
    "不用",
    "不参加",
    "没必要",
    "不必",
    "免了",
    "不要(了|问|打)",
    "挂了",
    "不做",
    "不了",
)
_QUESTION = Phrases(
    "吗",
    "为什么",
    "(?<!没)(?<!有)什么音",
    "些(什么|啥)",
    "干嘛",
    "干什么",
    "(?<!没)(?<!没有)什么",
    "多久",
    "多长时间",
    "怎么",
    "谁",
    "哪",
    "是不是",
    "会不会",
    "能不能",
    "可不可以",
    "(?<!不)行不行",
    "啥",
)
# 能不能不录音 asks for it to be left out, which refuses it.
_ASKS_TO_LEAVE_OUT = Phrases(
    "(能不能|可不可以|可以|能|能否)(不|别)[要给]?(录音|录)(吗|么|啊|呀)?",
)
_ANYTHING_YOU_LIKE = Phrases("有(啥|什么)(事|话|问题|想问的)?(儿)?[就你您]*(尽管|直接|随便)?(问|说|讲)?")
_WELL = Phrases(
    "没(什么|啥)(好|可)说的?",
    "(我)?(都|恢复得|恢复|身体|现在)?(挺|很|蛮|都)?好(得很|着呢|着|的很|了)?(?=的?$)",
    "(我)?挺好的?",
    "我?好好的?",
    "不好意思",
    "(对不起|抱歉|谢谢)",
    "一切[都也]*(挺|很|蛮|还)?(好|正常)(的|着呢)?",
)
_DOUBLE_DENIAL = Phrases(
    "有(啥|什么)不(可以|行|能)",
    "不是不(可以|行|同意|愿意)",
    "(说|讲)不[^，]{1,4}[那这就都才]*是?(假|骗|瞎话|谎)",
    "(谁|哪个)说[我了]*不",
    "可以什么可以",
    "(行|好)了(行|好)了",
    "可以考虑",
    "行什么行",
    "(可以|行|好|成|中)就(可以|行|好|成|中)",
)
_AGREED = Phrases(*words.AGREED)
_HARMLESS = Phrases(*words.HARMLESS)
_RESERVED = Phrases(*words.RESERVATIONS)
_COURTESIES = Phrases(*words.COURTESIES)
_LONGEST_TALK = 24
"""Characters of talk beside an agreement; a longer story is asked again."""
_GREETING = Phrases("喂", "您好", "你好", "哈喽", "hello", "(早上|上午|中午|下午|晚上)好")
_GO_AHEAD = Phrases("请(问|说|讲)", "<你>?(说|讲)(?!吧)", "哪位")


def parse_consent(asked: Asked) -> Understanding | None:
    """`yes` only for a plain agreement without any reservation; 你好 holds none.

    A refusal of the recording alone has scope `recording`.
    """
    text = asked.text
    recorded = _SOUNDS_LIKE_RECORDING.sub("录音", text) if "录音" in asked.question else text
    if _RECORDING_REFUSED.within(recorded):
        if not _FORBIDS.within(recorded) and _QUESTION.within(_ASKS_TO_LEAVE_OUT.stripped(recorded)):
            return route(Intent.ASK_INFO)
        return replace(accept("no", confidence=LIKELY), scope="recording")
    if _DOUBLE_DENIAL.within(text) or agrees_doubtfully(text) or _COURTESIES.covers(text):
        return reask(Intent.AMBIGUOUS)
    if _answers_itself(text) or _agrees_with_courtesy(text) or _agrees_amid_talk(asked):
        return accept("yes", confidence=LIKELY)
    if _QUESTION.within(_ANYTHING_YOU_LIKE.stripped(text)) and not text.endswith("没问题"):
        return None
    if is_backchannel(text):
        return reask(Intent.BACKCHANNEL)
    said = _GREETING.stripped(text)
    if said != text and not _POLITE.stripped(_GO_AHEAD.stripped(said)):
        return reask(Intent.GREETING)
    agreed_rest = _POLITE.stripped(_YES.stripped(said))
    if not agreed_rest and _YES.within(said):
        return accept("yes", confidence=CERTAIN)
    return _refusal(text)


def _agrees_amid_talk(asked: Asked) -> bool:
    """行 你快点问 我灶上还炖着汤: a plain agreement first, and nothing behind it that asks, waits or holds back."""
    text = _GREETING.stripped(asked.text)
    found = _AGREED.pattern.search(text)
    if found is None or Flag.DRIVING in asked.flags or _YES.stripped(_POLITE.stripped(text[: found.start()])):
        return False
    rest = _ANYTHING_YOU_LIKE.stripped(_HARMLESS.stripped(_AGREED.stripped(text[found.start() :])))
    return len(rest) <= _LONGEST_TALK and not _RESERVED.within(rest)


def _agrees_with_courtesy(text: str) -> bool:
    """不 哎 客气啥 可以: nothing but a plain agreement is left of it once the courtesy is gone."""
    rest = _COURTESIES.stripped(text)
    return rest != text and _YES.within(rest) and not _POLITE.stripped(_YES.stripped(rest))


def _answers_itself(text: str) -> bool:
    """要多久啊 三分钟啊 那行: what was asked is settled by a plain yes in the end."""
    head, so, tail = text.rpartition("那")
    if not so or _REFUSED.within(text) or _QUESTION.within(tail) or not _QUESTION.within(head):
        return False
    return _YES.within(tail) and not _POLITE.stripped(_YES.stripped(tail))


def _refusal(text: str) -> Understanding | None:
    if not _REFUSED.within(text):
        return None
    rest = _REFUSED.stripped(_CALL_REFUSED.stripped(_WELL.stripped(text)))
    if _YES.within(rest) and not _POLITE.stripped(rest) == "":
        return reask(Intent.AMBIGUOUS)
    if _CALL_REFUSED.within(text):
        return route(Intent.REFUSE_CALL)
    return accept("no", confidence=LIKELY)
