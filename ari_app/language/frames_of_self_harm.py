"""Self-harm by the parts in which they are told. Data only; sign_frames.py puts them together."""

from __future__ import annotations

from ari_app.core.vocabulary import Flag
from ari_app.language import frame_words as words
from ari_app.language.frame import Frame

SELF_HARM: tuple[Frame, ...] = (
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (
            words.MEANS_READY,
            ("(不想|不要|不愿)(再)?活", "活够", "想死", "去死", "一了百了", "解脱", "别救", "(上|走)路了"),
        ),
        24,
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (("(?<!想)(?<!想要)(喝|吃|吞|灌|服)[了下过完]+",), words.POISON),
        10,
        unless=(*words.FARMING, "误"),
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (words.POISON, ("(?<!想)(?<!想要)(喝|吃|吞|灌|服)[了下过完]+",)),
        12,
        True,
        unless=(*words.FARMING, "误"),
    ),
    Frame((Flag.SELF_HARM,), (("喝|吃|吞|灌",), words.POISON), 12, unless=(*words.FARMING, "误")),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (("买|准备|弄|找|藏|备|搞|放在|搁",), words.POISON),
        12,
        unless=(*words.FARMING, "误"),
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (words.SLEEPERS, ("攒|存|囤|藏|留|收|买|搞|备|准备",)),
        12,
        unless=("(买|开|配)[了的]?[一两]?(片|粒|颗|盒)(吃|睡)", "医生", "存放", "睡不着才"),
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (("(?<!中)(?<!膏)(?<!医)药(?!费|盒|店|房|钱|膏|酒|材)",), ("攒|囤",)),
        10,
        unless=("退烧|感冒|口罩|疫情|连花|消炎|怕(断|买不)", "(药盒|药瓶|盒子)", "打折"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (words.HEIGHTS, ("想", "要", "准备", "差点", "打算", "就"), words.LEAP),
        16,
        unless=("电视|电影|新闻|小孩|孩子在|鱼", "广场"),
    ),
    Frame((Flag.SELF_HARM,), (words.LIVING, words.POINTLESS), 12, breaks=("药", "电视", "菜", "饭")),
    Frame(
        (Flag.SELF_HARM,),
        (
            ("(跟|给|对|向|和)(孩子|儿女|家人|家里|老伴|儿子|女儿|他们|你们|大家|爸|妈)",),
            ("告别", "道别", "永别", "交代好?了", "交代后", "留(下)?(话|遗)"),
        ),
        12,
    ),
    Frame(
        (Flag.SELF_HARM,),
        (
            ("遗书", "遗言", "后事", "身后事", "寿衣", "墓地"),
            ("写|录|安排|交代|交待|立|留|想好|准备|办好|买好|穿好|看好|说好|讲好",),
        ),
        10,
        unless=("(他|她|我爸|我妈|爷爷|奶奶|老人家)的后事", "办完", "忙"),
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (
            ("绳子?", "麻绳", "皮带", "腰带"),
            ("吊(?!瓶|针|水)", "勒", "套脖|脖子", "(都|已经|也)(买|准备|找)"),
        ),
        10,
    ),
    Frame(
        (Flag.PLAN_OR_ATTEMPT,),
        (("刀片?", "剪刀", "玻璃"), ("割|划|捅|抹",), ("腕", "动脉", "脖子", "自己", "手腕", "喉")),
        12,
        unless=("切菜|做饭|不小心|手术",),
    ),
    Frame(
        (Flag.SELF_HARM,),
        (
            (
                "我(要是|如果)?(死|走|不在|消失|没)了",
                "没(有|了)我(?!老|爸|妈|儿|女|们|姑|媳)",
                "少了我",
                "(?<![累热忙气笑烦饿渴困冻吓急疼痛痒愁])死了",
            ),
            (
                "轻松",
                "松快",
                "宽裕",
                "好过",
                "省心",
                "省事",
                "清净",
                "不(连累|拖累|操心)",
                "解脱",
                "就好了",
                "更好",
                "享福",
            ),
        ),
        16,
        True,
        unless=("出院", "下班", "不疼就好", "医院"),
    ),
    Frame(
        (Flag.SELF_HARM,),
        (
            ("走了(算|拉倒|干净)",),
            ("病", "治", "医(?!院|生)", "苦", "累", "痛", "疼", "活", "娃", "儿", "拖"),
        ),
        24,
        unless=("挂", "电话", "排队", "人多", "不等"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (
            ("想", "准备", "打算", "恨不得", "干脆"),
            ("把",),
            ("药(?!店|盒|费)",),
            ("吞", "吃(了|$)", "喝(了|$)", "灌"),
        ),
        16,
        unless=("再", "以后", "才", "医生", "大夫", "护士", "吃完", "复查", "吗$", "说明书"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (
            ("想", "要", "恨不得", "打算"),
            ("扎", "跳", "投", "沉", "栽"),
            ("河", "江", "水里", "水库", "塘", "井", "海", "湖"),
        ),
        12,
        unless=("鱼", "游泳", "洗", "孩子", "孙"),
    ),
    Frame(
        (Flag.SELF_HARM,),
        (
            ("(想|求|盼着?)(早点|赶紧|快点|早些)走", "好想走", "不如早点走", "我要走了"),
            ("不(想)?(治|医)", "活", "苦", "累(?!死)", "受罪", "难受", "救不", "拖累"),
        ),
        16,
        unless=("下班", "出院", "回家", "医院里"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (("不如", "干脆", "哪天", "索性"), ("一瓶", "一把", "整瓶"), ("药(?!店|费|盒)",)),
        12,
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (("割", "划", "捅", "砍"), ("[一几两好]+刀", "自己(?!家|种|的|做)")),
        8,
        True,
        unless=("医生", "大夫", "手术", "开刀", "不小心", "切菜", "阑尾", "别人"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (("自己",), ("(割|划|捅|砍)(的|了(一|几)|腕|手)",)),
        8,
        True,
        unless=("不小心", "切菜", "手术"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (("手腕", "腕子", "脖子", "(大)?动脉"), ("割", "划", "砍", "捅", "抹了")),
        7,
        unless=("不小心", "手术", "医生", "大夫", "碰", "蹭", "猫", "树枝", "纸"),
    ),
    Frame(
        (Flag.SELF_HARM,),
        (
            ("先走(一步|了)", "要先走"),
            ("(一个人|自己|你们|孩子们?|老伴|他|她)[^，]{0,5}(好好|照顾|过(?!来|去))",),
        ),
        20,
        unless=("下班", "排队", "挂电话", "单位"),
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (
            ("绳子?[我都也已]*(绑|系|挂|套|拴)", "(绑|系|挂|套|拴)[了好上着]*(根|条)?绳"),
            ("没敢", "不敢", "没舍得", "舍不得", "房梁", "横梁", "门框", "脖子", "吊扇", "不想活"),
        ),
        16,
    ),
    Frame(
        (Flag.SELF_HARM,),
        ((*words.HEIGHTS, "水", "车"), ("[就老总真]{1}想(往[里下前]{1}|跳|冲|撞|钻|下去)",)),
        8,
        True,
        unless=("孙子", "鱼", "游泳", "晕车"),
    ),
    Frame(
        (Flag.SELF_HARM,),
        (("自己", "我"), ("呼吸机", "氧气"), ("拔(?!火)|扯|关",), ("不想|不要|算了|够了",)),
        20,
    ),
    Frame(
        (Flag.SELF_HARM, Flag.PLAN_OR_ATTEMPT),
        (
            ("想", "寻思", "琢磨", "打算", "准备", "干脆"),
            ("煤气", "燃气", "天然气", "液化气"),
            ("(打|拧)开", "开了", "放"),
        ),
        16,
        unless=("饭|菜|做|炒|烧|煮|修|换|检查|忘|关|查",),
    ),
    # Another's death that the speaker means to follow.
    Frame(
        (Flag.SELF_HARM,),
        (
            ("跳(楼|江|河|桥)", "自杀", "上吊", "喝(农)?药", "(走|死|没|去)了", "(走|死|没)的", "去世"),
            (
                "我(也|都)[真就好老总常]*想(跟|学|去(?!看|医院|买|复)|跳(?!舞|绳)|走(?!走|动|路)|死|这样|那样|一样)",
            ),
        ),
        28,
        ordered=True,
        in_last=True,
    ),
)
