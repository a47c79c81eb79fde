"""Whose story it is: what a neighbor, a film or a year long past had is no sign of the patient's today."""

from __future__ import annotations

import re

from ari_app.language.phrases import compile_phrases

_OTHERS = compile_phrases(
    [
        "邻居", "隔壁", "同事", "小区", "村里", "我们村", "街坊", "老姐妹", "战友", "工友", "病友", "老乡",
        "对门", "亲戚", "同学",
        "朋友", "有个人", "有人", "别人", "同病房", "老同事", "那谁", "临床的?那个", "隔壁床",
        "电视(上|里|剧|节目|说|演|播|机)", "看(了)?(个|一个)?(电影|电视|新闻|小说|抖音|视频)",
        "新闻(上|里|说|报)?", "电影", "小说", "抖音", "手机上", "网上",
        "报纸", "听说", "听人说", "书上", "短视频", "戏里", "故事", "剧里", "楼里有个",
    ]
)  # fmt: skip
# These make another person one who is only with the patient, not the one of whom is told.
_COMPANY = re.compile(r"(?:跟|和|同|给|让|叫|找|带|陪|帮|问|像)(?:我|我们|我的)?(?:老|个)?$")
_BACK_TO_ME = re.compile(
    r"(?<!看得)(?<!听得)(?<!吓得)(?<!说得)我(?!们(?:村|小区|那|单位|隔壁)|邻居|同事|朋友|亲戚|同学)|自己|突然|忽然|现在|今天|刚才|这会儿|时候|我妈|我爸|我老伴"
)
_LONG_AGO = re.compile(
    r"去年|前年|年轻的?时候|年轻那会儿?|小时候|以前|从前|过去那|当年|那年|早些年|早年|住院(?:的时候|那会儿?|那阵子?|时候|那几天|期间)"
    r"|(?:做)?手术(?:的时候|那会儿?|那天|前)|生(?:孩子|病)(?:的时候|那会儿?)|[一二两三四五六七八九十几]+年前|上(?:回|次)住院(?:的时候)?|那会儿|当时|那时候?"
)
_STILL_LONG_AGO = re.compile(
    r"那会儿|的时候|那阵子?|时候|还没|也|有|得|犯|经常|老|总|就|是|还|过|因为|由于|我|曾经|一次|一回|刚|一直|确实|倒|偶尔|发生|出现|时|因|突然|了|有点|很"
)
_TOLD_AFTER = re.compile(
    r"[的那个了]{0,3}(?:走的|去世|死的|没的|新闻|电影|电视剧|故事|事儿?都?是?别人|剧情|价(?!格)|大甩卖)"
)
_EXERTION = re.compile(
    r"(?:笑|乐|跑|爬|哭|骂|累|吃|辣|热)(?:得|到|的)(?:我|都)?$|刚.{0,2}(?:爬|跑|搬|干|走|上|下|扛|拖).{0,5}$"
)


def told_of_others(text: str, start: int, end: int) -> bool:
    """Whether the mention at `start`..`end` belongs to a neighbor, a film or the news."""
    if _TOLD_AFTER.match(text, end) is not None:
        return True
    frames = [found for found in _OTHERS.finditer(text[:start]) if not _COMPANY.search(text[: found.start()])]
    return bool(frames) and _BACK_TO_ME.search(text, frames[-1].end(), start) is None


def long_ago(text: str, start: int) -> bool:
    """Whether it is told of a time long past; 去年做过支架 in front of a pain of today does not make it old."""
    for found in _LONG_AGO.finditer(text[:start]):
        if not _STILL_LONG_AGO.sub("", text[found.end() : start]):
            return True
    return False


def after_exertion(lead: str) -> bool:
    """Whether a breath is short from laughing or from climbing the stairs just now."""
    return _EXERTION.search(lead) is not None
