"""What the carriers of China, mailboxes and telephone assistants say, as full phrases: data for announcement.py.

A phrase counts only with its frame before it: 关机 alone is in advertisements and in what relatives say, 您拨打的
用户已关机 is the carrier's alone. Wordings from common experience of the three carriers, not from a standard.
"""

from __future__ import annotations

from dataclasses import dataclass

from ari_app.core.vocabulary import Disposition

DIALED = (
    "您拨打的", "您所拨打的", "您拨叫的", "您呼叫的", "您所拨的", "您拨的", "您所呼叫的", "拨打的用户", "拨打的电话",
    "拨打的号码",
)  # fmt: skip
"""Whom the carrier speaks of: the number that was dialed."""
OTHER_SIDE = (*DIALED, "该用户", "对方已", "您的呼叫", "您的来电")
LINE = (
    "的用户",
    "用户已",
    "用户暂时",
    "用户正",
    "的号码",
    "的电话",
    "电话已",
    "的手机",
    "您好您",
    "对不起您",
)
"""Before the answer no patient speaks: there so much of a frame will do, since 您拨打的 is what is misheard most."""
LEADS_OUT = ("稍后再拨", "核对后再拨", "查证后再拨", "重新拨打", "稍后再试", "稍后重拨")
"""Or what the carrier says behind the phrase."""
OURS = ("您的电话", "您的号码", "您的手机", "您没有", "您的账户")
"""Our own line: nothing is said of the patient's telephone."""
OWNER = (
    *DIALED,
    "机主",
    "主人",
    "智能",
    "小爱同学",
    "语音助手",
    "通话助理",
    "来电助手",
    "电话助理",
    "电话秘书",
    "代接",
    # with more around it 机主 is told where 基础 was heard
    "机主现在不方便",
    "机主暂时不方便",
    "机主现在无法",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases that tell one `kind`, each of them only behind one of `frames` (none: the phrase is whole itself)."""

    kind: Disposition
    frames: tuple[str, ...]
    phrases: tuple[str, ...]


# In the order of precedence: who is asked to leave a message is at a mailbox, whatever the reason that is given.
WORDINGS = (
    Wording(
        Disposition.VOICEMAIL,
        (),
        (
            "嘀声后留言", "嘀声之后留言", "一声后留言", "提示音后留言", "提示音之后留言", "声之后开始留言",
            "提示音后录音", "提示音后录制", "嘀声后录音", "一声之后留下您的", "嘀声后留下您的", "留言结束请挂机",
            "留言完毕请挂机",
            "录音完毕后挂断", "已进入语音信箱", "欢迎使用语音信箱", "已转到语音信箱", "转至语音信箱", "转至留言信箱",
            "转入留言信箱", "已进入留言信箱", "为您转接语音信箱", "听到提示音后留言", "提示音后开始留言",
            "转入语音留言",
        ),
    ),
    Wording(Disposition.VOICEMAIL, DIALED, ("请留言", "请您留言", "可以留言")),
    Wording(
        Disposition.CALL_ASSISTANT,
        OWNER,
        (
            "帮您转达", "为您转达", "会转告", "帮您转告", "帮你转达", "帮你转告", "需要转达", "转告机主", "转达机主",
            "请问您有什么事", "请问你有什么事", "请问您找他有什么事", "找他有什么事", "请说明您的来意", "请说明来意",
            "告诉我您的姓名", "您的姓名和来电", "请问您是哪位", "请问你是谁", "请问您是谁", "来电原因", "来电事由",
            "帮您记录", "为您记录", "请问您找谁",
        ),
    ),
    Wording(
        Disposition.TRUNK_ERROR,
        OURS,
        ("已欠费", "已停机", "呼出受限", "呼出限制", "限制呼出", "业务权限", "拨打权限", "余额不足", "呼叫权限"),
    ),
    Wording(
        Disposition.VACANT,
        DIALED,
        (
            "是空号", "不存在请", "号码不存在", "电话不存在", "号码未启用", "没有启用", "尚未启用", "已经注销",
            "已注销", "未分配", "未使用", "没有使用",
        ),
    ),
    Wording(Disposition.INVALID, DIALED, ("号码有误", "号码不正确", "号码错误", "位数不正确", "位数不对")),
    Wording(
        Disposition.SUSPENDED,
        DIALED,
        ("已停机", "欠费停机", "已经停机", "暂停服务", "停止服务", "已报停", "已停止使用", "停机保号"),
    ),
    Wording(
        Disposition.POWER_OFF, DIALED, ("已关机", "已经关机", "电话关机", "手机关机", "用户关机", "处于关机")
    ),
    Wording(
        Disposition.BARRED,
        OTHER_SIDE,
        (
            "呼入限制", "限制呼入", "禁止呼入", "来电防火墙", "呼叫已被拦截", "来电已被拦截", "骚扰电话拦截",
            "来电拦截", "拒绝陌生来电", "呼叫受限",
        ),
    ),
    Wording(
        Disposition.REJECTED,
        DIALED,
        ("不方便接听", "不便接听", "拒绝接听", "不方便接电话", "拒接您的来电", "拒绝了您的来电"),
    ),
    Wording(
        Disposition.FORWARDING,
        (),
        (
            "正在为您转接", "电话正在转接", "呼叫正在转移", "呼叫正在转接", "启用呼叫转移", "设置呼叫转移",
            "来电正在转移",
        ),
    ),
    Wording(
        Disposition.NO_ANSWER,
        DIALED,
        ("无人接听", "无人应答", "没有应答", "没有人接听", "没人接听", "未应答", "无应答"),
    ),
    Wording(
        Disposition.NETWORK,
        (),
        ("网络繁忙请", "网络忙请", "由于网络故障", "网络拥塞请", "系统繁忙请稍后再拨", "暂时无法接续"),
    ),
    Wording(Disposition.NETWORK, DIALED, ("线路繁忙", "线路故障", "网络繁忙")),
    Wording(
        Disposition.UNREACHABLE,
        OTHER_SIDE,
        (
            "无法接通", "不在服务区", "不能接通", "离开服务区", "无法联系", "无法接听", "不能接听",
        ),
    ),
    Wording(
        Disposition.BUSY,
        DIALED,
        (
            "正在通话", "用户正忙", "电话正忙", "线路忙", "用户占线", "电话占线", "正在占线", "用户忙", "正在使用中",
            "号码正忙",
        ),
    ),
)  # fmt: skip

WAITS = ("请不要", "请您不要", "请勿挂机", "不要挂机", "稍候片刻", "正在接通", "为您接通", "耐心等待")
"""With these the carrier goes on trying: a busy telephone with a call waiting may still be picked up."""
WAIT_A_MOMENT = ("请稍候", "请您稍候", "请稍等")
"""These too, unless 再拨 follows."""

ENGLISH: tuple[tuple[Disposition, str], ...] = (
    (Disposition.VOICEMAIL, r"leave(a|your)message|after(the)?(tone|beep)"),
    (Disposition.VACANT, r"doesnotexist|notexist|notinuse|unallocated"),
    (Disposition.INVALID, r"isincorrect|incorrectnumber|isnotcorrect"),
    (Disposition.SUSPENDED, r"outofservice|notinservice|suspended"),
    (Disposition.POWER_OFF, r"power(ed)?off|switchedoff|turnedoff"),
    (Disposition.BARRED, r"barred|restricted"),
    (Disposition.NO_ANSWER, r"notanswered|notanswering|noanswer"),
    (Disposition.UNREACHABLE, r"cannotbeconnected|cannotbereached|notreachable|outofreach|notavailable"),
    (Disposition.BUSY, r"isbusy|lineisbusy|busynow|onthephone|beingused"),
)
"""The second half of an announcement, letters only, behind "the number/subscriber you (have) dialed"."""
ENGLISH_FRAME = (
    r"(number|subscriber|user|phone|customer|line)(you|s)?(have|are|had)?(just)?(dial|call|iscall)"
)
