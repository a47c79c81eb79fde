"""Whether a mention is denied, asked about, over, or only imagined."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ari_app.language.frames import long_ago, told_of_others
from ari_app.language.phrases import Concept, Mention, compile_phrases

_NEGATOR = compile_phrases(
    ["没有", "没", "没什么", "没啥", "没怎么", "没再", "并没有", "从来没", "从没", "还没", "没见", "没看见", "没看到",
     "不", "不怎么", "不太", "不再", "未", "无", "别", "早不", "不用",
     "不会", "不觉得", "没觉得", "没感觉", "不是", "没出现", "不敢", "不可能", "才不",
     "没发生", "没发现", "有什么", "有啥", "未见", "没想过", "没有想过", "没说", "别说", "不至于", "没有过",
     "不存在", "哪有", "哪会", "不能说", "谈不上", "算不上", "哪能", "怎么会", "怎么可能",
     "咋会", "咋能", "岂能", "哪里会", "哪里有"],
)  # fmt: skip
# 哪有红肿 asks in scorn.
_NOWHERE = ("哪", "哪里", "哪儿")
# What may stand between a negator and the mention it denies.
_TRANSPARENT = re.compile(
    r"有|什么|任何|觉得|感觉|感到|出现|发生|发现|过|再|怎么|咋|那么|这么|这种|那种|这些|那些|太|很|和|跟|或者|或|以及|"
    r"还有没有|也没有|也没|也不|也|都|[、,]"
    r"|伤口|刀口|切口|纱布|胸口|胸|心口|腿|身上|头|大便|现在|今天|最近|什么的|的|情况|症状|现象|问题|呀|啊|啥|想|要|说|去|大|发|打|"
    r"得|了|又|红|肿|疼|痛|又|冒|一直|特别|往外"
    r"|出|起|有过|流|渗|呕|吐|便|黑|咳|明显|见|看到|其他|别的|想法|念头|轻|死|儿|自己|哪里|哪儿|哪点|哪块|哪样|哪处|哪"
)
_DENIED_AFTER = re.compile(
    r"(?:肿|胀|痛|疼|过|的|了|啊|这些|那些|什么的|的情况|的症状|这种情况|症状|情况|的念头|的想法|念头|想法|这个|味)?"
    r"(?:都没有|也没有|倒没有|倒是没有|倒不|没有(?!好|消|停|退|断|止|劲|力|知觉|感觉|反应|意识|胃口|精神|呼吸)|都没|倒没|没发生|没出现|是没有|不存在|都不(?!敢|住|了|见))"
)
_BESIDE = re.compile("(?:啊|呀|啦|和|跟|、)*")
_BOTH_DENIED = re.compile("[啊呀啦啥什么的这些]*(?:都|全都|全)没[有见过](?![好消停退断止劲力])")
# 发红 没有渗液: such a 没有 denies what follows it, unless that has a 没有 of its own (红肿没有 渗液没有).
_DENIES_ON = re.compile(
    r"没有(?=(?:什么|啥|别的|其他|任何)?(?P<next>渗液|渗血|渗水|渗|流[水脓血液]|出[水脓血]|液体|脓|异味|臭味|味道?|红肿|红|肿|疼痛|疼|痛|痒"
    r"|发[烧热红冷]|恶心|呕吐|吐|头[晕疼痛]|胸[闷疼痛口]|气[喘短紧]|喘|咳|腹[泻痛胀]|便秘|拉肚|水|血)(?!.{0,3}没))"
)
# 没拉肚子有点干: what begins like this is said anew, not part of the list denied before.
_NEW_CLAUSE = re.compile("有(?:一?点|一?些)|就是|但是|倒是")
# What is told of another part of the body, how bad it is, or as something that happened, is said anew
# behind 不 and 没 that deny a verb of their own: 刀口倒不疼 胸口像压了磨盘, 没发烧 吐血了.
_SAID_ANEW = re.compile(
    "胸|心口|心窝|头|肚|腿|脚|胳膊|手|嘴|脸|后背|背|嗓|喉|眼前|半[边个拉身]|说话|讲话|话都?说|舌头|浑身|全身|突然|忽然"
    "|[喘憋闷疼痛咳][得的](?:厉害|慌|不行|要命|很|难受)|气[也都]?[不上喘]|[喘上透出]不[上过来]+|血[也都]?(?:止|流|喷|淌)"
    "|(?:吐|咳|呕|便|拉|尿)了?[^，]{0,4}血了?|(?:晕|昏)(?:倒|过去|死)|抽(?:起来|过去|搐了|风了)|叫不醒|[昨今刚][天晚才]"
)
_DENIED_VERB = re.compile(
    r"(?:不(?:怎么|太|大|咋|再)?(?:头|肚子|腿|手|脚|伤口|刀口)?(?:发烧|发热|咳嗽|恶心|[疼痛红肿痒晕咳烧吐拉渗])"
    r"|没(?!有)(?:再|怎么|咋)?(?:发烧|咳嗽|头[疼痛晕]|恶心|呕吐|渗液?|流[脓水血]|拉肚子|[疼痛红肿痒吐咳烧])"
    r"|(?<=[口头腿子手脚上睛处])(?:倒|也|都|是|现在|一点儿?)*没有(?:再)?[疼痛红肿痒晕咳烧]"
    r"|(?<=[烧疼痛红肿咳吐晕渗痒])(?:倒是|倒|是)都?没有?)"
    r"[了过的啊]*(?:就是|可是?|但是?|只是|倒是|不过)?$"
)
# 没有 胰岛素我打了两遍: a sentence that begins with what it is about is denied by nothing right in front of it
_TOPIC_FIRST = re.compile(
    "(?:胰岛素|安眠药|安定|降[压糖]药|药|农药|老?鼠药|绳子|遗书)(?=我|都|给|早|刚|昨|今|又|打|全)"
)
# 有没有 asks, 没有 没有胸闷 denies twice
_ASKS = re.compile("(?<!没)有$")
_NO_BEFORE = re.compile("(?:没有)+$")
_DENIED_SIGNS = re.compile(
    r"没有?(?:什么|啥|哪里|任何)?(?:头[晕疼痛]|恶心|呕吐|咳嗽|发烧|红肿|渗液|异味|不舒服|难受|[疼痛红肿晕烧咳])+[啊呢的了]?$"
)
# 没有咳嗽 吐血了: what happened is no item of a list
_HAPPENED = re.compile("(?:吐|咳|呕|拉)(?!过)[^，没不]{0,3}血了|(?:晕|昏)(?:倒|过去)了|抽(?:起来|过去|搐)了")
# 没啥 胸口有点闷
_A_LITTLE = re.compile("[^，没不]{1,4}有(?:一?点|一?些)")
_NOTHING_MUCH = re.compile("没(?:啥|什么|事)(?:事|的|了|啊)*$")
_LISTED_AFTER = re.compile("[^，]{0,5}(?:什么的|之类|这些|那些|等等|都没有|也没有|都不|也不|更没|更不)")
# 站不起 眼前一黑: what cannot be done denies nothing that follows.
_CANNOT = re.compile(
    r"[站走坐睡吃喘说讲动拿爬躺撑熬忍受止按尿抬握咽喝吸转扛顶挺]不[起住了动上下来去过到着得完成好稳清出]"
)
# 不过 turns to another thought and denies nothing.
_HOWEVER = re.compile("不过(?!敏|来|去|分|量)")
# 不能说没有胸痛 denies the denial.
_DOUBTS = ("不能说", "不是说", "不敢说", "是不是", "要不", "不是不", "恨不", "巴不")
_RESOLVED = re.compile(
    r"(?:过|的|了|一阵子?|一会儿|一下|来着|呢|啊|得厉害|厉害|点|血|水|但是|不过|可是|可|但|后来|那|吧|已经|现在|今天|这会儿|早就|早|也|都|就|慢慢|全|基本|刚刚|自己|又|个|儿|滴){0,9}?"
    r"(?:好了(?!几)|没了|没事|没有了|不(?:再)?(?P<own>疼|痛|喘|闷|憋|晕|昏|流|吐|呕|烧|红|肿|渗|出|抖|冷|咳|痒)了?|退了|消了|消下去|消失|缓解|缓过来|过去了|止住|干了|干巴|想开|想通|控制住)"
)
# 胸口疼 但不喘 takes no pain back: only what is told of itself is over.
_OF_ONE_KIND = (
    "疼痛绞",
    "喘闷憋气",
    "晕昏",
    "流出渗冒血",
    "吐呕血",
    "烧热",
    "红",
    "肿",
    "抖冷颤",
    "咳",
    "痒",
)
_IMAGINED = compile_phrases(
    ["会不会", "是不是会", "如果", "要是", "万一", "假如", "怕", "害怕", "担心", "才会", "会引起", "会导致", "容易引起",
     "什么叫", "什么是", "(?<!没)有没有", "啥叫", "多少度算", "算不算", "能不能", "小心", "注意别", "别再", "省得",
     "预防", "防止", "治", "专治"]
)  # fmt: skip


def affirmed(
    text: str,
    mention: Mention[Concept],
    others: Iterable[Mention[Concept]],
    *,
    longing: bool = False,
    signs: bool = False,
) -> bool:
    """Whether `mention` is said to be there: not denied in front or behind, not over, not merely imagined.

    `signs`: the words of other mentions deny nothing; the 不 of 不想活 belongs to it alone.
    For a longing (`要是睡过去不醒就好了`) what is only imagined counts as much as what is.
    """
    everything = others = list(others)
    lead = text[: mention.start]
    if text.startswith("有", mention.start) and lead.endswith(_NOWHERE):
        return False
    holders = [one for one in others if one.end <= mention.start] if signs else []
    starts_anew = _NEW_CLAUSE.match(text, mention.start) is not None
    if _TOPIC_FIRST.match(text, mention.start):
        lead = _NO_BEFORE.sub("", lead)
    if longing:
        # 不发烧 不想活了: nothing but a thought of it denies a wish to die
        others = [one for one in others if one.concept == mention.concept]
        lead = _DENIED_SIGNS.sub("，", _DENIED_VERB.sub("，", lead))
    if signs:
        if _SAID_ANEW.match(text, mention.start) and not _LISTED_AFTER.match(text, mention.end):
            lead = _DENIED_VERB.sub("，", lead)
            if _A_LITTLE.match(text, mention.start):
                lead = _NOTHING_MUCH.sub("，", lead)
            if _HAPPENED.match(text, mention.start):
                lead = _DENIED_SIGNS.sub("，", lead)
        others = [one for one in others if one.end <= mention.start or one.start >= mention.start]
    if not longing and _is_denied_as_one_of_two(text, mention, everything):
        return False
    if _denied_before(lead, others, holders, starts_anew) or (
        not longing and _is_denied_behind(text, mention.end)
    ):
        return False
    elsewhere = told_of_others(text, mention.start, mention.end, wish=longing)
    if elsewhere or _resolved_after(text, mention.start, mention.end, longing):
        return False
    return longing or not (is_imagined(lead) or long_ago(text, mention.start, mention.end))


def _is_denied_behind(text: str, end: int) -> bool:
    found = _DENIED_AFTER.match(text, end)
    return found is not None and _DENIES_ON.match(text, found.end() - len("没有")) is None


def _is_denied_as_one_of_two(
    text: str, mention: Mention[Concept], others: Iterable[Mention[Concept]]
) -> bool:
    """胸闷气短都没有: 都 speaks of both. Of three the first may be there: 胸口疼 发烧咳嗽都没有."""
    beside = _BESIDE.match(text, mention.end)
    start = mention.end if beside is None else beside.end()
    ends = {one.end for one in others if one.start == start}
    return any(_BOTH_DENIED.match(text, end) for end in ends)


def is_imagined(lead: str) -> bool:
    """Whether the words right in front make it a question, a fear or a condition."""
    return any(len(lead) - found.end() <= 4 for found in _IMAGINED.finditer(lead))


def _resolved_after(text: str, start: int, end: int, longing: bool) -> bool:
    if longing:
        return any(word in text[end : end + 12] for word in ("想开", "想通", "现在好了", "现在不想"))
    found = _RESOLVED.match(text, end)
    if found is None or found["own"] is None:
        return found is not None
    kinds = [kind for kind in _OF_ONE_KIND if found["own"] in kind]
    return any(char in text[start:end] for kind in kinds for char in kind)


def _denied_before(
    lead: str, others: Iterable[Mention[Concept]], holders: Iterable[Mention[Concept]], new_clause: bool
) -> bool:
    for found in _NEGATOR.finditer(lead):
        if any(one.start <= found.start() and found.end() < one.end for one in holders):
            continue
        if found.group() == "不" and _CANNOT.match(lead, found.start() - 1):
            continue
        if _ASKS.search(lead[: found.start()]) and found.group().startswith("没"):
            continue
        if found.group() == "不" and _HOWEVER.match(lead, found.start()):
            continue
        if lead[: found.start()].endswith(_DOUBTS) or lead[: found.end()].endswith(_DOUBTS):
            continue
        between = lead[found.end() :]
        if (new_clause and between) or between.startswith("了"):
            # 力气没了 喘不上气: what is gone denies nothing that follows.
            continue
        if _reaches(between, found.end(), others):
            return True
    return False


def _reaches(between: str, offset: int, others: Iterable[Mention[Concept]]) -> bool:
    """Whether a negation carries over `between`: only list words and other signs may stand there."""
    chars = list(between)
    for other in others:
        for i in range(max(0, other.start - offset), min(len(chars), other.end - offset)):
            chars[i] = "\n"
    rest = "".join(chars).replace("\n", "")
    if ("现在" in rest and not rest.startswith("现在")) or "今天" in rest:
        return False
    return not _TRANSPARENT.sub("", rest)
