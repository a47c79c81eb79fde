"""The first thing heard: a carrier's announcement, a mailbox, a call assistant, or a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, route
from ari_app.language.understanding import Understanding
from ari_app.language.words_person import SAID_LIGHTLY

ANNOUNCEMENTS: Mapping[str, Iterable[str]] = {
    "vacant": (
        "空号", "号码不存在", "不存在(的)?号码", "未分配", "没有这个号码", "doesnotexist", "notexist", "未启用",
        "已过期", "已注销", "未开通", "未使用",
    ),
    "invalid": (
        "号码(有误|不正确|错误)", "(核对|查证|确认)(号码)?后(再|重新)?拨", "拨打的号码(有误|不对)",
        "isincorrect", "incorrect", "iswrong", "位数(不|有误)",
    ),
    "suspended": ("停机", "暂停服务", "停止服务", "欠费", "outofservice", "notinservice", "suspended", "报停"),
    "power_off": ("关机", "poweredoff", "poweroff"),
    "unreachable": (
        "无法接通", "不在服务区", "不在服务区域", "暂时(无法|不能)接", "cannotbeconnected", "无法接听",
        "notreachable", "unreachable", "信号(弱|不好)", "outofreach", "无法(联系|连接)",
    ),
    "rejected": ("不方便接听", "不便接听", "拒绝(接听|来电)", "暂不方便", "拒接", "挂断了您", "rejected"),
    "busy": (
        "正在通话", "通话中", "正忙", "占线", "用户忙", "线路忙", "isbusy", "busynow", "beingused",
        "onthephone", "通话(，|,)?请",
    ),
    "no_answer": (
        "无人接听", "无人应答", "没有应答", "暂无人接", "没人接听", "notanswered", "noanswer",
        "不在手机(旁|身)边", "未接听", "暂时没有人接",
    ),
    "barred": (
        "(呼入|来电|呼出)?(限制|受限)", "呼叫限制", "禁止(呼入|呼叫)", "不能呼入", "权限", "barred",
        "restricted",
    ),
    "network": ("网络(忙|繁忙|故障|拥塞|异常)", "networkisbusy", "线路(故障|繁忙)", "(系统|电路)(忙|故障)"),
    "forwarding": (
        "呼叫转移", "正在(为您)?转接", "呼转", "转接中", "正在转移", "(来电|电话|呼叫)[已正在被]*转(接|移)",
        "forwarded", "transferred", "转移(中|到)",
    ),
}  # fmt: skip
_ANNOUNCED = Lexicon(ANNOUNCEMENTS)
_ANNOUNCER = Phrases(
    "您(所)?拨(打|叫)?的", "您(的)?呼叫(的)?", "您所呼叫", "(拨打|呼叫)的(用户|电话|号码)",
    "(对方|该|此)(用户|号码|已|正|电话|手机|可能|不|暂)", "正在(为您|帮您)?转接", "theline", "thephone", "主人",
    "请(稍后|您稍后|核对|查证|不要挂)", "对不起", "sorry",
    "用户(已|正|忙|暂)", "电话(已|正|暂|无)", "号码", "thenumber", "thesubscriber", "机主",
)  # fmt: skip
_CARRIER = Phrases(
    "您(所)?(拨打|拨叫|呼叫|拨)的(用户|号码|电话|手机)", "the(number|subscriber)you",
    "请在?(滴|嘟|嘀|提示音)[一声响]*[之以]?后留言",
)  # fmt: skip
_VOICEMAIL = Phrases(
    "留言", "语音信箱", "语音邮箱", "滴声", "嘀声", "哔", "录音留言", "信箱", "提示音后", "提示音之后",
    "voicemail", "leaveamessage", "听到(滴|嘟|嘀)",
)  # fmt: skip
_ASSISTANT = Phrases(
    "(电话|通话|语音|来电|智能|手机|接听|私人|通信|移动)(助理|助手|秘书|管家)",
    "(我是|这里是)[^我]{0,8}(助理|助手|秘书|管家)", "代(为)?接(听)?",
    "(我会|可以|我来|帮您|帮你|为您|为你|替您)[^，]{0,6}(转告|转达|记录|传达)",
    "请问(您|你)?(找|有)[^，]{0,4}(他|机主|什么事)[^，]{0,4}(转告|留言)", "小(爱|度|艺|布|微|v|鹿|欧)(同学)?",
    "机主(现在|暂时|正在|不|设)", "智能(接听|应答|代接)", "(告诉|告知)我来电", "主人(接|不|正|在忙)",
    "(助理|秘书)", "有(什么)?事(情)?(可以)?(跟|和|对|告诉)我说",
    "(请|麻烦)(您|你)?(说(明|一下|出)|告诉我)(来电|您的|你的)?(意图|来意|目的|事由|身份)",
)  # fmt: skip
_GREETING = Phrases(
    "喂", "您好", "你好", "哪位", "谁(呀|啊)?", "(听得|能听|听)(到|见)(吗|没有|没|不)?",
    "(有)?(啥|什么)事(儿|情)?(吗)?", "(请问)?您是", "(你|您)?(找|要找)(谁|哪位|哪个)", "哪个",
    "(怎么|咋)(不说话|没声儿?|不出声|没声音)", "(是)?医院(的)?(吗)?", "请问", "找", "嗯", "啊", "哎", "诶",
    "哈喽", "hello", "在", "说话", "请讲", "讲", "(你|您)(说|讲)", "说", "呀", "呢", "早", "早上好", "下午好",
    "晚上好", "上午好", "嘛", "噻", "哩", "没得", "(听到|听得到)(没得|冇|不)", "(做|干)(啥子?|什么|么子|嘛|哪样)",
    "(我)?(在)?听着?", "哪样", "么事", "(咋|怎么)(了|啦|回事)", "有话", "快", "了", SAID_LIGHTLY, "唉", "喔", "哦",
    "欸", "是", "对",
)  # fmt: skip
_WHO = Phrases(
    "找", "(您|你)是", "医院", "哪个", "哪位", "谁", "哪里", "哪儿", "你是", "什么单位", "干什么", "干嘛"
)  # fmt: skip


def parse_carrier(asked: Asked) -> Understanding | None:
    """An announcement in the middle of the call: only what a carrier alone says."""
    if not _CARRIER.within(asked.text.replace(" ", "")):
        return None
    heard = parse_call_start(asked)
    return heard if heard is not None and heard.intent in (Intent.ANNOUNCEMENT, Intent.VOICEMAIL) else None


def parse_call_start(asked: Asked) -> Understanding | None:
    """An announcement is never taken for a person; a person is greeted."""
    text = asked.text.replace(" ", "")
    if _VOICEMAIL.within(text):
        return route(Intent.VOICEMAIL, confidence=CERTAIN)
    if _ASSISTANT.within(text):
        return route(Intent.CALL_ASSISTANT, confidence=LIKELY)
    announced = _ANNOUNCED.first(text)
    if announced is not None and (_ANNOUNCER.within(text) or len(text) <= 8 and "我" not in text):
        return route(Intent.ANNOUNCEMENT, announced, CERTAIN)
    if _GREETING.covers(text):
        asks_who = _WHO.within(text)
        return route(Intent.ASK_IDENTITY if asks_who else Intent.GREETING, confidence=LIKELY)
    return None
