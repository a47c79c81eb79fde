"""Words that hold a number's character and are no number (一宿, 十二指肠), and what may stand beside a bare number."""

from __future__ import annotations

import re

from ari_app.language.phrases import compile_phrases

# 一 in front of these is "a", "once", "whole" or the start of a fixed word.
_AFTER_ONE = (
    "些样直般会起定旦共切向律概致边边方面下宿晚夜天觉早辈趟顿阵场步脚手眼声把股团滴层丁典直准并再句家个点"
    "动走碰咳按吃喝睡躺坐站翻到说想看听听疼痛发烧热冷累块路同齐味时流如方旁身生套堆肚脸口头气"
)
_FIXED = (
    "第一时间", "万一", "统一", "唯一", "单一", "专一", "逐一", "不一样", "不一定", "七一八",
    "三餐", "四肢", "四处", "四周", "四川", "五官", "五脏", "三更", "半夜三更", "千万", "百姓", "老百姓", "百分百",
    "不三不四", "没三没四", "七上八下", "乱七八糟", "十全十美", "五花八门", "四面八方", "三心二意", "一五一十",
    "七老八十", "三天两头", "三番(五|两)次", "再三", "一来二去", "二话", "二维码", "二胡", "二锅头", "二婚", "二胎",
    "二院", "三院", "三甲", "二甲", "二甲双胍", "双黄连", "六味地黄丸", "六味", "六神丸", "三九感冒灵", "三九胃泰",
    "三七粉", "三七片", "云南三七", "四环素", "八宝粥", "三黄片", "十全大补丸", "五苓散",
    "十二指肠", "二尖瓣", "三尖瓣", "三叉神经", "三酰甘油", "三轮车", "三角", "三文鱼",
    "一二零", "幺二零", "一一零", "幺幺零", "一一四", "一一九", "一零零八六",
    "两口子", "老两口", "两边", "两侧", "两腿", "两脚", "两手", "两眼", "两头", "两下", "两样", "两码事", "没两样",
    "三分钟热度", "三三两两", "两三下子", "三言两语", "接二连三", "低三下四", "张三李四",
    "一个人", "一个劲", "五一劳动节", "六一儿童节",
    "比(?=一)", "八辈子", "九牛一毛", "二百五十斤", "四个现代化", "十有八九", "五五开", "二八开", "三七开",
    "四六开", "十之八九", "(?<!分)之一",
)  # fmt: skip
_SHAPES = (
    r"[三四五]分之(?!间)|老[大一二三四五六七八九幺]|初[一二三四五六七八九十]|小[一二三四五六七八九]|第[一二三四五六七八九十]+"
    r"|(?:星期|周|礼拜|拜)[一二三四五六](?!次(?!次)|[顿遍趟]|回(?![来家去头回]))|百分(?!之|[0-9])|十分的?(?=[疼痛难严厉剧满感糟明清舒虚疲正高]|不(?!是|对)|好(?!像|吧))"
)
_A_LITTLE = (
    r"[有快慢大小早晚高低好差轻重多少强]一点|(?<![零〇一二三四五六七八九十百千])一点"
    r"(?=[点儿疼痛也都不没渗红肿痒血问异药]|事|[^零一二三四五六七八九十0-9半]*$)"
)
_NOT_NUMBERS = re.compile(
    "|".join(
        (
            _SHAPES,
            compile_phrases(_FIXED).pattern,
            _A_LITTLE,
            rf"(?<![零〇一二三四五六七八九十百千])(?<![零〇一二两三四五六七八九十百千0-9]点)一(?=[{_AFTER_ONE}])(?!个[^人劲]|到[两二三四五六七八九十]|点[零一二三四五六七八九0-9半])",
        )
    )
)
# What follows a number may begin a new clause: 六点二 人没劲, 三十七点六 口温没测.
_ANEW = (
    r"人(?=[有没不发挺很还也都就觉感难没晕飘累乏虚倒是精舒好])|口(?=[温腔干渴里苦服])|刀口|觉得|晚上|夜里|儿子|针眼|更[高低]|"
    r"回(?=来|家|头|去)|把(?=它|这|那|我)|月经|人家"
)
CLASSIFIERS = (
    rf"(?!{_ANEW})(?:"
    r"[天日次回遍级个月号岁年周楼床块元斤两片粒颗丸袋瓶盒支管包勺杯碗口针刀种样毫厘百千万刻秒顿趟名位家张件台辆副"
    r"根只栋间层页本句段行排批堆群代届期季宿觉辈把股滴趟阵场步尺寸米室更胎侧轮"
    r"叉尖叔姨哥姐弟妹爷奶婶舅娃儿人]"
    r"|小时|分钟|钟头|星期|礼拜|公斤|公里|点钟|分之(?!间)|摄氏|号楼|病区|代人|口子|老人)"
)
_STRICT_AFTER = re.compile(
    r"$|[吧啊呀了呢嘛哦嗯哈的嘞呐喽哟哎诶, ]|左右|上下|差不多|不对|不是|还是|或|到|至|以[上下]|多|就|也|我|应该|大概|"
    r"现在|今天|昨天|[0-9零一二三四五六七八九十]|行|可以|够|样子"
)
_BEFORE = re.compile(
    r"(?:第|初|周|星期|礼拜|老|小|万|统|唯|单|再|张|李|王|咱|他|她|它|们|娘|爷|姐|兄弟|夫妻|(?<![零〇一二两三四五六七八九十几0-9])[百千]|这|那)$"
)


def hidden_places(text: str) -> frozenset[int]:
    """The characters of `text` that belong to words which only look like numbers."""
    return frozenset(i for found in _NOT_NUMBERS.finditer(text) for i in range(found.start(), found.end()))


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether the bare number at `start`..`end` may be an answer: 一 and 两 only alone or before a closing word."""
    if "点" not in text[start:end] and _BEFORE.search(text, max(0, start - 2), start):
        return False
    if text[start:end] in ("一", "两", "俩", "仨", "幺"):
        return _STRICT_AFTER.match(text, end) is not None
    return True
