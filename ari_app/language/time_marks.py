"""Whether a stated value is of now, of today, or of before: 昨儿七分今儿三分."""

from __future__ import annotations

import re

from ari_app.language.phrases import compile_phrases

PAST, UNMARKED, TODAY, JUST_NOW = -1, 0, 1, 2

_WEEK = "(周|星期|礼拜)"
# 上午那会儿, 刚才那会儿 are of today; 住院那会儿 is not
_NOT_OF_TODAY = "(?<!早上)(?<!早晨)(?<!清早)(?<!上午)(?<!中午)(?<!晌午)(?<!下午)(?<!起床)(?<!刚才)(?<!刚刚)"
_DAYS_BEFORE = (
    "昨天", "昨儿", "昨个", "昨晚", "昨夜", "夜个", "夜来", "前天", "前儿", "前晚", "前夜", "大前天", "前几天",
    "前两天",
    "前些天", "前些日子", "头两天", "头几天", "头天", "前一阵", "前阵子", "前段", "那几天", "那两天", "那天",
    f"{_NOT_OF_TODAY}那会儿", f"{_NOT_OF_TODAY}那阵",
    "上次", "上回", "上一次", "上一回", "上个月", f"上上?[个]{_WEEK}", f"上一{_WEEK}", f"上上[个]{_WEEK}",
)  # fmt: skip
_BEFORE = (
    "以前", "之前", "早先", "原来", "原先", "本来", "先前", "起初", "起先", "刚开始", "一开始",
    ("开始(?!吃|喝|走|练|红|肿|流|渗|好|下床|下地|能|拉|长|发|恢复|正常|想|会|变|有好|有胃|"
     "有点(红|肿|渗|流)|出|了$)"),
    "开头",
    "最初", "当时",
    "当初", "刚做完", "刚手术完", "手术(完)?(那|当)(天|晚|时)", "手术后第(一|二|两|三|四|五|六|七)天",
    "做完手术(那|当)天",
    "麻药(劲)?(刚)?(过|退|下去)", "住院(时|的时候|那会|那阵|那几天|期间)", "在医院(时|的时候|那会|那阵)?",
    "出院(时|那天|那会|的时候|前)", "刚出院", "(最|顶)(疼|痛|高|厉害|难受|重|轻|低|少)(的|那)?(时候|一天|那会)?",
    "最高",
    "去年", "前年", "(早|前|头)(几|些)年", "那(几|些)年", "早年(间)?", "年轻(的)?(时候|那会)", "原本", "先头",
    "(开刀|手术|住院|入院|得病|生病|发病|退休|怀孕|生孩子|没(吃药|开刀|手术|住院))[之以]?前", "早些时候", "拔管前",
    "换药那天", "输液那会", "(吃|用)[了](<药>|退烧药|止痛药|止疼药)[之以]*前",
)  # fmt: skip
# A measuring that came after another one, whatever was measured first.
_ONCE_MORE = (
    "(你|您)?[们]?(刚)?(打|来|接|进)(来|你|您|电话|过来|进来|这个|到)*[之以]?前(?!天|几|两)",
    "(又|再|重新|后首|后头)(给|拿)?(量|测|夹|试|查|扎)", "第(二|三|四)(回|次|遍|趟|针|道)", "(二|三)回(量|测)",
)  # fmt: skip
_NOW = (
    "现在", "这会儿", "这会", "这阵儿", "这阵", "目前", "眼下", "眼目前", "这时候", "此刻", "如今", "刚才",
    "刚刚", "刚量",
    "刚测", "刚试", "才刚", "刚又", "刚", "后来", "这次", "这回", "当下", "这下",
)  # fmt: skip
_TODAY = (
    "(出院|回家|回来|到家|做完手术|开完刀|做完)(以|之)?后(?!第)", "今天", "今儿", "今个", "今早", "今晚", "今晨",
    "今日", "早上", "早起", "早晨", "清早", "一早", "上午",
    "前晌", "头晌",
    "中午", "晌午", "下午", "后晌", "后半晌", "这两天", "这几天", "最近", "近来", "近几天",
    f"这[个一]?{_WEEK}", f"本{_WEEK}", "这礼拜", "这七天", "近一周", "这一个礼拜", "这个礼拜",
)  # fmt: skip
_USUAL = ("平时", "平常", "往常", "平日", "往日")
_AGAIN = compile_phrases(_ONCE_MORE)
_PART_OF_A_DAY = re.compile(r"早上|早起|早晨|清早|一早|上午|前晌|头晌|中午|晌午|下午|后晌|后半晌")
_MARKS = re.compile(
    f"(?<![比跟较像和])(?:(?P<again>{_AGAIN.pattern})|(?P<past>{compile_phrases(_DAYS_BEFORE + _BEFORE).pattern})"
    f"|(?P<now>{compile_phrases(_NOW).pattern})|(?P<today>{compile_phrases(_TODAY).pattern}))"
)
# 比昨天好点 compares with another time and is said of now.
_COMPARED = re.compile(
    r"(?:比|跟|和|较|像).{1,8}?(?:轻|好|强|重|疼|痛|高|低|厉害|差不多|一样|一个样|没(?:啥|什么|得|有)?(?:两样|区别|差别|变化|不同)|没差|多了|少)"
)
_THEN = compile_phrases((*_DAYS_BEFORE, *_BEFORE, *_USUAL)).pattern
# 不如以前, 没有平时吃得多, 以前的一半 measure today by another time.
_YARDSTICK = re.compile(
    rf"(?:不如|不及|赶不上|比不上|比不得|比不了|赶得上|顶得上|恢复到?了?|回到了?)(?:{_THEN})"
    rf"|没有?(?:{_THEN})(?=那么|吃|睡|走|好|多|疼|痛|厉害|香|能|肿|重)"
    rf"|(?:{_THEN})的?(?=一半|一小?半|多半|三分之|[一二三四五六七八九]成|(?:饭量|水平|样子|状态|量)$)"
)
# 断片那是年轻时候 三分: said of what stands before, not of the three.
_TOLD_BEFORE = re.compile(
    r"[那这](?:都|还|可|已经)?是.{0,4}(?:年轻的?时候|年轻那会|早年间?|[早前头][几些]年|[开手住入得生][刀术院病][之以]?前)$"
)
_AFTER = re.compile(r"(?:的)?[,]?(?:那|这)?(?:个)?(?:都)?是(?=.)")
# 三十六度九 昨天的 今天没测
_OF_THEN = re.compile("(?:量|测|打)?的(?:了|啊|吧)?(?=$|今|现|这|没|还)")
_RANK = {
    "past": PAST, "now": JUST_NOW, "again": JUST_NOW, "today": TODAY, "usual": UNMARKED, "home": TODAY,
}  # fmt: skip


# What is told of since one came home is told of now.
_SINCE_HOME = compile_phrases(("(回家|到家|出院)(了?(以|之)?后|了?就|这几天|这些天)",)).pattern
_EVER = re.compile(f"{_MARKS.pattern}|(?P<usual>{compile_phrases(_USUAL).pattern})|(?P<home>{_SINCE_HOME})")


def marks(text: str) -> list[tuple[int, int, int]]:
    """Start, end and rank of every word of time in `text` that is no yardstick for another."""
    if _EVER.search(text) is None:
        return []
    for pattern in (_COMPARED, _YARDSTICK):
        text = pattern.sub(lambda found: "\ue010" * len(found.group()), text)
    return [(*found.span(), _RANK[str(found.lastgroup)]) for found in _EVER.finditer(text)]


def time_of(lead: str) -> int:
    """The time that the words in front of a value give it; a part of a day belongs to the day named before it."""
    rank = UNMARKED
    for found in _MARKS.finditer(_COMPARED.sub("", lead)):
        if rank == PAST and (
            found.lastgroup == "again" or _PART_OF_A_DAY.fullmatch(found.group()) is not None
        ):
            continue
        if _TOLD_BEFORE.search(lead, 0, found.end()) is not None:
            continue
        rank = _RANK[str(found.lastgroup)]
    return rank


def time_after(text: str, end: int) -> tuple[int, int]:
    """The time said behind a value (八分那是昨天的) and where these words end; UNMARKED when none is."""
    link = _AFTER.match(text, end)
    mark = _MARKS.match(text, end if link is None else link.end())
    if mark is not None and link is None and _OF_THEN.match(text, mark.end()) is None:
        mark = None
    if mark is None or (
        mark.end() < len(text) and re.match(r"[的呢,]|那会|时候", text[mark.end() :]) is None
    ):
        return UNMARKED, end
    return _RANK[str(mark.lastgroup)], mark.end()


def last_mark(text: str) -> int:
    """Where the last words of now or today begin in `text`, or -1."""
    places = [found.start() for found in _MARKS.finditer(text) if found.lastgroup != "past"]
    return places[-1] if places else -1
