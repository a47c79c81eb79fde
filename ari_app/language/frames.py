"""Whose story it is: what a neighbor, a film or a year long past had is no sign of the patient's today."""

from __future__ import annotations

import re

from ari_app.language.phrases import compile_phrases
from ari_app.language.words_person import SURNAMES

_PERSON = (
    "(人|老头子?|老太太?|老太婆|老汉|大爷|大妈|大姐|大哥|大叔|阿姨|小伙子?|姑娘|女的|男的|小孩|老乡|亲家|熟人|伯伯|"
    "师傅|老板|"
    "同事|同学|朋友|亲戚|邻居|病人|娃|婆婆|爷爷)"
)
_PERSON_PATTERN = compile_phrases((_PERSON,)).pattern
_NEAR = (
    "(楼上|楼下|隔壁|对门|对面|村[东西南北]?头|村尾|村里|屯里|屯子里|院里|院子里|巷子里|街上|镇上|队(上|里)|厂里|单位|同村|一个村|同屋|"
    "同楼|同病房|邻床|隔壁床|前(院|街)|后(院|街)|坡上|湾里|寨子里|我们(这|那)|我们(村|楼|小区|单位|科|队|院|班|街)|老家)"
)
_OTHERS = compile_phrases(
    [
        "邻居", "隔壁", "同事", "小区", "村里", "我们村", "街坊", "老姐妹", "战友", "工友", "病友", "老乡",
        "对门", "亲戚", "同学", "室友", "熟人", "亲家", "(表|堂)(哥|弟|姐|妹|叔|舅|嫂)", "老表",
        "朋友", "有个人", "(?<!没)有人", "别人", "同病房", "老同事", "那谁", "[临邻]{1}床的?那个", "隔壁床",
        "[对隔旁邻]{1}面?(边|床)(的|那)",
        "(跟|和|同)我[们]?(同|一个|一起|住)[^，我]{1,4}(那个?|的|老|有个)",
        "同(屋|房|室|村|厂|班|单位|事)的?(那|老|有)",
        "住我?(对面|旁边|隔壁|边上|楼上|楼下)[床]?", "[一二三四五六七八九十0-9]{1,3}床(的(?!被)|那)",
        ("(我们|俺们|咱们|我|他们)?(单位|厂里?|村|楼[上下里]{1}|院子?里|队里|公司|学校|镇上|街上|社区|老家)"
         "[里上]?[的那]*(有|老|小)?(个|位|一个|那个)"),
        f"(?<!还)有[一]?(个|位|些)[^，我]{{0,4}}{_PERSON}",
        f"(看|听|碰|遇)[见到说着]*有?[一]?(个|位)[^，我]{{0,4}}{_PERSON}",
        ("(侄子|侄女|外甥女?|舅舅?|姑姑|姨妈?|叔叔?|伯伯?|姐夫|妹夫|嫂子|小舅子|大姨子|亲戚)(?=.{0,4}(前年|去年|"
         "早年|以前|前几年|上个?月|[几一两三四五六七八九十]{1,2}年前))"),
        f"{_NEAR}[那的]*(老|小|大)?[{SURNAMES}]{{1}}(家|师傅|大?[爷娘妈伯叔婶嫂哥姐姨]{{1}}|奶奶|爷爷|头|老(师|头)|某)?",
        f"{_NEAR}[那的]*(喝农?药|跳楼|上吊|想不开|有人)",
        "(牌|球|舞|麻|钓|棋|驴|网|校|群|室|舍)友", "(弟媳妇?|小姨子|大姑子|小叔子|同乡|哥们儿?|发小|闺蜜)",
        "我们[^，我]{0,3}(以前|过去)(收|碰|见|遇)[到过]*",
        "(我家|我们家|家里|邻居家|那条|一只|养的)?(狗|猫|鸡|猪|牛|羊)(?=昨|前天|误|吃了|从|有癫|也|前两)",
        "(你们?(刚才|刚刚|刚)?(讲|说|问)的(那个|那些|副作用|症状)|(说明书|单子|手术单|告知书|通知书|宣教|手册)上?(面)?(写|说|印)着?)",
        "(家属|微信|病友|同学|业主)群里?",
        "人家(?=老|小|那|隔壁|村|楼|有)", f"那个?[^，我]{{0,2}}{_PERSON}(?=前|昨|上|去|那)",
        "电视(上|里|剧|节目|说|演|播|机(?!砸|倒|掉))",
        "看(了)?(个|一个)?(电影|电视|新闻|小说|抖音|视频)(?=[里上说讲演播有那剧节]{1}|中)",
        "新闻(上|里|说|报)?", "电影", "小说", "抖音", "(手机|网)上[^，我]{0,3}(说|看|有|讲|传|查|写|见)",
        "报纸", "听说", "听人说", "书上", "短视频", "戏里", "故事", "剧里", "楼里有个",
    ]
)  # fmt: skip
# These make another person one who is only with the patient, not the one of whom is told.
_COMPANY = re.compile(r"(?:跟|和|同|给|让|叫|找|带|陪|帮|问|像)(?:我|我们|我的)?(?:老|个)?$")
_BACK_TO_ME = re.compile(
    r"(?<!看得)(?<!听得)(?<!吓得)(?<!说得)我(?!们(?:村|小区|那|单位|隔壁)|邻居|同事|朋友|亲戚|同学)|自己|现在|今天|"
    r"刚才|这会儿|时候|我妈|我爸|我老伴"
    r"|突然|忽然"
)
_BACK_TO_ME_OR_HIM = re.compile(rf"{_BACK_TO_ME.pattern}|[他她]|孩子|老头子|老伴")
_IS_OVER = re.compile(
    r"昨|前[天晚年两几]|上个?(?:月|周|礼拜|星期)|去年|以前|早年|那年|走了|没了|死|没救|抢救|出院|后来|没有|有癫"
)
_GOES_ON = re.compile(r"现在|正|刚(?!出院)|快|这会|[着呢]$|还[在没]|越来越|一直")
_ACTS = re.compile(
    r"[想要去也就老真总再从往]{0,3}(?:跳|割|喝|吞|上?吊|想不开|自杀|自尽|自残|轻生|寻|投|烧炭|卧轨|服毒|撞)"
)
_THEIR_WISH = re.compile(
    rf"(?:{_PERSON_PATTERN}|[他她的那个老家儿子女媳妇也就都说讲总想要喊叫觉得前昨天年去上月礼拜周最近有次回了])*"
)
_SHOWN = re.compile(r"[电视影闻说书网报音频剧单册问讲]")
_DISTURBS = re.compile(r"吵|闹|呼噜|打扰|气得|送我|陪")
_FAR = 16
"""Characters after which a story of somebody else is taken to be over."""
_LONG_AGO = re.compile(
    r"去年|前年|大前年|年轻的?时候|年轻那会儿?|小时候|小的时候|以前|从前|过去那|当年|那[些几]?年|[早前头][几些]年|"
    r"早年|早先|"
    r"住院(?:的时候|那会儿?|那阵子?|时候|那几天|期间|[之以]?前)|(?:没|还没)(?:住院|开刀|做?手术|放支架)(?:的时候|"
    r"[之以]?前)|出院[之以]?前|"
    r"(?:做)?(?:手术|开刀|支架)(?:的时候|那会儿?|那天|[之以]?前)|生(?:孩子|病)(?:的时候|那会儿?)|坐月子(?:的时候|"
    r"那会儿?)?|怀孕(?:的时候|那会儿?)|"
    r"(?:上学|当兵|打工|种地|跑车|没退休)(?:的时候|那会儿?|那些?年)|[一二两三四五六七八九十几]+年(?:[之以]?前|头里)|"
    r"上(?:回|次)住院(?:的时候)?|那会儿|当时|那时候?"
)
# 当时 goes back to a day just named, and that may be yesterday.
_LATELY = re.compile(r"昨|今[天早晚]|刚|前[天晚]|早上|这[两几]|最近|上(?:周|礼拜|星期)")
_JUST = re.compile(r"[就是也]+(?:昨|今|刚|前[天晚]|这[两几])")
_RELATIVE = re.compile(r"当时|那会儿|那时候?")
_STILL_LONG_AGO = re.compile(
    r"在[^，我没不]{1,5}(?:里头?|上|边|头|店|地|家|厂|路|院|前|后|下|校|班|场|厕所)|那会儿|的时候|那阵子?|时候|还没|"
    r"胸口?|心口|头|肚子|腿|伤口|刀口|腰|背|嗓子|脚|手|气|也|有|得|犯|经常|老|总|就|是|还|过"
    r"|因为|由于|我|曾经?|也曾|偶|一次|一回|刚|一直|确实|倒|偶尔|发生|出现|时|因|突然|了|有点|很|疼|痛|累|饿|热|"
    r"干活|洗澡|喝酒|上班|吃饭|上厕所|那|几|次|回|年"
)
_AND_STILL = re.compile(
    r"(?:现在|这会儿|今天|这两天|这几天|最近|昨[天晚]|刚才)[也都就老总]*(?:还|又|更|照样|仍|也)(?!好|行)|到现在|"
    r"又(?:开始|犯|来|疼|痛|闷|喘|晕|吐)|还(?:是|在)?(?:疼|痛|闷|喘|晕|吐)"
)
_OVER_LONG_SINCE = re.compile(
    r"(?:气|来|得慌|得很|得厉害|[的了过去那这都就还也呢吧啊]){0,5}是[^，我]{0,8}?(?:以前|之前|前年|去年|那[几些]?年|"
    r"年前|[早前头][几些]年|从前|过去|上次|上回|那会儿|那时候?|当时|的时候"
    r"|早年|小时候|年轻|院前|刀前|手术前)(?:住院|那会儿?|的时候|之?前)?(?:的|了|啊|呢|$|事|犯|有|得|现|晕|疼|闷)"
)
_TOLD_AFTER = re.compile(
    r"[的那个了]{0,3}(?:走的|去世|死的|没的|新闻|电影|电视剧|故事|事儿?都?是?别人|剧情|价(?!格)|大甩卖)"
)
# 电视里演嘴歪眼斜 我也这样
_ME_TOO = re.compile(r"[^，没不]{0,6}我(?:现在|这会儿?|今天)?(?:也|就)(?:是|有)?(?:这样|那样|一样|这个样)")
_EXERTION = re.compile(
    r"(?:笑|乐|跑|爬|哭|骂|累|吃|辣|热)(?:得|到|的)(?:我|都)?$|刚.{0,2}(?:爬|跑|搬|干|走|上|下|扛|拖).{0,5}$"
)


def told_of_others(text: str, start: int, end: int, *, wish: bool = False) -> bool:
    """Whether the mention at `start`..`end` belongs to a neighbor, a film or the news.

    A `wish` is one's own unless the other person is named right in front: 隔壁老是吵 活着没意思.
    """
    if _TOLD_AFTER.match(text, end) is not None:
        return True
    if text.startswith("我", start) or _ME_TOO.match(text, end):
        return False
    frames = [
        found
        for found in _OTHERS.finditer(text, 0, end)
        if found.start() < start and not _COMPANY.search(text[: found.start()])
    ]
    if not frames:
        return False
    between = text[frames[-1].end() : start]
    if not _SHOWN.search(frames[-1].group()):
        between = between.removeprefix("突然").removeprefix("忽然")
    if wish and not _ACTS.match(text, start):
        return _THEIR_WISH.fullmatch(between) is not None
    return not (len(between) > _FAR or _BACK_TO_ME.search(between) or _DISTURBS.search(between))


def stories_of_others(text: str) -> list[tuple[int, int]]:
    """From where another person is named to where the talk comes back to the speaker, or has gone far enough.

    Only what is over, or was read or heard: who lies on the ground beside the speaker now needs help all the same.
    """
    found: list[tuple[int, int]] = []
    for one in _OTHERS.finditer(text):
        if _COMPANY.search(text[: one.start()]) or found and one.start() < found[-1][1]:
            continue
        back = _BACK_TO_ME_OR_HIM.search(text, one.end(), one.end() + _FAR)
        end = min(len(text), one.end() + _FAR) if back is None else back.start()
        told = text[one.start() : end]
        if (
            (_IS_OVER.search(told) or _SHOWN.search(one.group()))
            and not _GOES_ON.search(told)
            and not _DISTURBS.search(told)
        ):
            found.append((one.start(), end))
    return found


def long_ago(text: str, start: int, end: int) -> bool:
    """Whether it is told of a time long past; 去年做过支架 in front of a pain of today does not make it old."""
    if _AND_STILL.search(text, end) is not None:
        return False
    if _OVER_LONG_SINCE.match(text, end) is not None:
        return True
    for found in _LONG_AGO.finditer(text[:start]):
        if _RELATIVE.fullmatch(found.group()) and (
            _LATELY.search(text[: found.start()]) or _JUST.search(text, end)
        ):
            continue
        if not _STILL_LONG_AGO.sub("", text[found.end() : start]):
            return True
    return False


def after_exertion(lead: str) -> bool:
    """Whether a breath is short from laughing or from climbing the stairs just now."""
    return _EXERTION.search(lead) is not None
