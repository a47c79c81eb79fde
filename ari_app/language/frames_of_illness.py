"""Emergencies by the parts in which they are told. Data only; sign_frames.py puts them together."""

from __future__ import annotations

from ari_app.core.vocabulary import Flag
from ari_app.language import frame_words as words
from ari_app.language.frame import Frame

ILLNESS: tuple[Frame, ...] = (
    Frame(
        (Flag.STROKE,),
        (("(?<!电)(?<!听)话",), ("说不(出|清|利|圆|囫)", "讲不(出|清|利|圆)")),
        6,
        True,
        unless=("(疼|痛|气|哭|笑|感动|激动|渴|哽咽)(得|到)", "你", "信号", "声音", "不好意思", "口干"),
    ),
    Frame(
        (Flag.SYNCOPE,),
        (("头", "脑", "眼", "人"), ("昏", "晕", "黑"), ("倒(?!霉|水|是|也|没|垃圾|不)", "栽")),
        10,
        True,
        unless=("差不多", "没倒"),
    ),
    Frame(
        (Flag.STROKE,),
        (words.SUDDEN, words.LIMB, words.LAME),
        16,
        unless=("打(石膏|麻药)", "麻药", "(跑|走|爬|干)(累|完)"),
    ),
    Frame(
        (Flag.STROKE,),
        (words.SIDE, words.LIMB, words.LAME),
        12,
        unless=("打(石膏|麻药)", "麻药", "手术", "压(着|到|麻)", "有(点|些)"),
    ),
    Frame(
        (Flag.STROKE,),
        (words.SPEECH, words.SLURRED),
        9,
        True,
        breaks=("我",),
        unless=(
            "(你|您|机器|电话|声音|信号|手机|他们|护士|医生|大夫)[们里的刚才]*(说|讲|话|声)",
            "听不清",
            "不好意思",
            "牙",
            "(疼|痛|气|哭|笑|感动|激动|渴)(得|到)",
        ),
    ),
    Frame(
        (Flag.STROKE,),
        (
            words.SUDDEN,
            (
                "重影",
                "看不(见|清|到)",
                "(认|识)不(得|出|到)人?",
                "(说|讲)不(出|来|成)话?",
                "不会(说话|讲话|走路)",
                "走不稳",
                "站不稳",
                "天旋地转",
            ),
        ),
        12,
        unless=("眼镜|字|屏幕|灯|停电|信号", "听不"),
    ),
    Frame(
        (Flag.CHEST_PAIN,),
        (
            ("胸口|胸部|前胸|左胸|右胸|心口|心窝|心脏|胸膛|胸",),
            ("疼|痛|闷|绞|刀割|针扎|针刺|压着|压了|压得|发紧|堵|憋|撕|揪|石头|难受",),
        ),
        9,
        breaks=("刀口|伤口|切口|疤|肚|头|腿|腰|喉|手|脚|其他|别的",),
        unless=("(胸口?|胸部|胸前)[上那的个]*(刀口|伤口|切口|疤|线)",),
    ),
    Frame((Flag.HEMATEMESIS,), (("痰",), words.BLOOD), 7, True, breaks=("便",)),
    Frame(
        (Flag.STROKE,),
        (("嘴", "口角", "脸", "面部?", "眼角"), ("歪", "斜(?!视)", "瘫", "耷拉", "不对称")),
        8,
        True,
    ),
    Frame(
        (Flag.HEMATEMESIS,),
        (("(吐|呕|咳|咯)(?!槽|露)",), words.BLOOD),
        11,
        breaks=("伤口", "刀口", "便", "鼻", "牙", "出$", "抽$", "针"),
        unless=("牙(龈|齿|床)?(出|流|有)", "(抽|验|查|量|测)[了完过个]*血", "(血(常规|样))"),
    ),
    Frame(
        (Flag.HEMATEMESIS,),
        (("(嘴巴?|口|喉咙|嗓子)里?头?",), ("流|冒|涌|喷|呛|淌",), words.BLOOD),
        10,
        unless=("牙", "伤口", "口子", "刀口", "切口", "口腔溃疡", "嘴唇"),
    ),
    Frame(
        (Flag.BLOOD_IN_STOOL,),
        (
            ("(?<!大)拉(?!链|到|倒|开|线)", "大?便", "解手", "解(?!释|决|开|放|除|药|热)", "马桶", "厕所"),
            words.BLOOD,
        ),
        9,
        True,
        breaks=("伤口", "检", "抽"),
    ),
    Frame(
        (Flag.BLOOD_IN_STOOL, Flag.EMERGENCY),
        (
            ("(?<!大)拉(?!链|倒|开|线)", "大?便", "马桶", "解(?!释|决|开|放|除|药|热)"),
            words.MUCH,
            words.BLOOD,
        ),
        12,
        breaks=("伤口", "检", "抽"),
    ),
    Frame(
        (Flag.WOUND_BLEEDING, Flag.EMERGENCY),
        (("流|冒|喷|淌|涌|滋|飙|标|出",), words.MUCH, words.BLOOD),
        12,
        breaks=("汗", "鼻涕", "眼泪", "丝"),
        unless=("抽", "验", "化验", "几滴", "一点", "月经|例假|大姨妈|来事"),
    ),
    Frame(
        (Flag.WOUND_BLEEDING, Flag.EMERGENCY),
        (words.BLOOD, ("(止|按|捂|压|堵)都?(止|按|捂|压|堵)?不(住|了|到|赢)",)),
        12,
    ),
    Frame(
        (Flag.DYSPNEA,),
        (
            ("呼吸", "出气", "喘气", "吸气", "换气", "提气", "透气"),
            ("困难|费力|费劲|吃力|急促|恼火|不(上|到|赢|过|匀|出|了|来|起)|要命|难受|紧(?!张)|累",),
        ),
        8,
        True,
        unless=("鼻|口罩|屋里|房间|不锻炼",),
    ),
    Frame(
        (Flag.EMERGENCY,),
        (words.THROAT, ("肿",), ("喘|憋|出不(来|到)?气|咽不|吞不|说不出|睁不开|呼吸|气(不|上|紧)",)),
        16,
    ),
    Frame(
        (Flag.EMERGENCY,),
        (
            ("(摔|跌|绊|滑|掼|滚)(倒|了|下|跤|到|一跤|得|伤|咗)",),
            (
                "(起|爬|站)不(起|来)(来)?|动不(了|得|到)|动弹不|不能动|破|血|晕|昏|不省|骨折|断|迷糊|人事|叫不|意识",
            ),
        ),
        16,
        unless=(
            "手机",
            "碗",
            "杯",
            "体温计",
            "那(年|次|回)",
            "才(住|做)",
            "做的?手术",
            "怕摔",
            "别摔",
            "当心",
            "手术前",
            "出院前",
        ),
    ),
    Frame(
        (Flag.SEIZURE,),
        (
            ("浑身", "全身", "四肢", "手脚", "身子", "人"),
            ("抽(动|搐|起来|了起|过去|个不)|直抽|一抽一抽|扯(起|风)|僵直",),
        ),
        9,
    ),
    Frame(
        (Flag.UNCONSCIOUS,),
        (
            ("叫|喊|推|摇|拍|唤",),
            ("(不|没|没有|冇|没得)(醒|应(?!该)|答应|反应|动静|睁眼|知觉|搭理|回应)|醒不(来|过|了)",),
        ),
        12,
        True,
        unless=("叫我|叫外卖|闹钟|门铃|孩子.{0,2}不醒.{0,3}学",),
    ),
    Frame((Flag.CHILLS,), (("冷",), ("(打|发|直)?(抖|哆嗦|颤|战|筛糠|摆子)",)), 8),
)
