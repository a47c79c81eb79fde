"""Is it the patient who speaks?"""

from __future__ import annotations

import re

from ari_app.core.vocabulary import Intent
from ari_app.language.phrases import Lexicon, Phrases
from ari_app.language.readings import CERTAIN, LIKELY, Asked, accept, reask, route
from ari_app.language.understanding import Understanding

_YES_WORDS = (
    "是", "是我", "是的", "是啊", "是呀", "我是", "我就是", "就是我", "正是",
    "正是我", "对头", "<你>(要)?找(的)?[人]?(就)?是我", "你讲", "您讲", "本人", "是本人", "我本人", "我是本人",
    "对", "对的", "对啊", "对是我", "没错", "我呀", "我啊", "就我",
    "嗯", "嗯嗯", "啊", "哎", "诶", "哦", "呢", "吧", "呀", "嘛", "您好", "你好", "喂", "在", "请讲", "你说", "您说",
    "说吧", "请说", "的", "那个", "正好", "有什么事[吗]?", "什么事", "怎么了", "我在", "我", "就是", "咋了", "好",
    "什么事儿", "有事吗", "有事儿", "哈",
)  # fmt: skip
_YES = Phrases(*_YES_WORDS)
_SAYS_YES = Phrases("是", "对", "本人", "没错", "就我", "嗯", "我呀", "我啊")
_NO = Phrases("不是", "不对", "我不是", "不是我", "不是本人", "否", "认错人", "搞错人")
_RELATIONS: dict[str, tuple[str, ...]] = {
    "son_in_law": ("女婿", "姑爷"),
    "daughter_in_law": ("儿媳妇", "儿媳", "媳妇儿的婆婆"),
    "grandchild": ("孙子", "孙女", "外孙", "外孙女"),
    "daughter": ("女儿", "闺女", "姑娘"),
    "son": ("儿子", "小子"),
    "spouse": (
        "爱人", "老公", "老婆", "丈夫", "妻子", "太太", "先生", "老伴", "媳妇", "家里那口子", "配偶", "对象", "夫人",
        "内人", "当家的", "老头子",
    ),
    "mother": ("妈妈", "妈", "母亲", "娘"),
    "father": ("爸爸", "爸", "父亲", "爹"),
    "sibling": ("哥哥", "弟弟", "姐姐", "妹妹", "哥", "弟", "姐", "妹", "兄弟", "姐妹"),
    "caregiver": ("保姆", "护工", "阿姨", "照顾", "陪护", "看护", "护理"),
    "relative": (
        "家属", "家人", "亲戚", "侄子", "侄女", "外甥", "舅舅", "姑姑", "叔叔", "嫂子", "婶", "亲属", "家里人",
    ),
    "friend": ("朋友", "邻居", "同事", "室友", "同学"),
}  # fmt: skip
_I_AM_HIS = Lexicon(
    {
        who: [f"(我|这)(就)?是(<他>|患者|病人)?[家的]*({'|'.join(names)})" for _ in (0,)]
        for who, names in _RELATIONS.items()
    }
)
_HE_IS_MY = Lexicon(
    {
        "child": (
            "(<他>|这|那)是我(爸|妈|父亲|母亲|爹|娘|老爸|老妈)",
            "我(爸|妈|父亲|母亲|老爸|老妈)(的|在|不|现在|睡|出|上|手机|电话)",
        ),
        "spouse": (
            "(<他>|这|那)是我(爱人|老公|老婆|丈夫|妻子|老伴|媳妇|先生|太太)",
            "我(爱人|老公|老婆|老伴|媳妇)(的|在|不|现在|睡|出|上|手机|电话)",
        ),
        "parent": (
            "(<他>|这|那)是我(儿子|女儿|闺女|孩子)", "我(儿子|女儿|闺女|孩子)(的|在|不|现在|睡|出|上|手机|电话)",
        ),
    }
)  # fmt: skip
_GENERIC_RELATION = {"child": "child", "spouse": "spouse", "parent": "parent"}
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_SELF = re.compile(r"(.{0,2}?)(?:是我本人|我本人)[的了]?")
_SOMEBODY = re.compile(
    r"[不部布步捕补没非别未无吗谁找哪他她它家接替代给帮说打陪照管像前人主员什怎咋啥要如果若假可能或]"
)
_RELATED = Phrases(*(name for names in _RELATIONS.values() for name in names))
_ANOTHER_NAME = re.compile(rf"我(?:是|叫|姓)(?:小|老)?[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}$")


def relation_in(text: str) -> str | None:
    """How the speaker is related to the patient, when it is said."""
    who = _I_AM_HIS.first(text)
    if who is not None:
        return str(who)
    other = _HE_IS_MY.first(text)
    return None if other is None else _GENERIC_RELATION[str(other)]


def parse_person(asked: Asked) -> Understanding | None:
    """`yes`, or who else it is."""
    text = asked.text
    name = asked.context.name
    relation = relation_in(text)
    if relation is not None:
        return route(Intent.PROXY, relation)
    if name and name in text:
        return _with_name(text, name)
    if name and f"我是{name[1:]}" in text and len(name) > 2:
        return _with_name(text.replace(name[1:], name), name)
    if _NO.within(text.replace("是不是", "")):
        rest = _NO.stripped(text)
        if "是我" in rest or "我是" in rest:
            return reask(Intent.AMBIGUOUS)
        return route(Intent.NOT_SELF, confidence=LIKELY)
    if _YES.covers(text) and _SAYS_YES.within(text):
        return accept("yes", confidence=CERTAIN)
    if _ANOTHER_NAME.search(asked.spoken.bare):
        return route(Intent.NOT_SELF, confidence=LIKELY)
    return accept("yes", confidence=LIKELY) if _ends_in_self(asked.spoken.bare) else None


def _ends_in_self(bare: str) -> bool:
    """是我本人 at the end of a few words that name or deny nobody: a garbled start (所以是我本人) does not matter."""
    found = _SELF.fullmatch(bare)
    if found is None:
        return False
    lead = found[1]
    return lead[:1] not in _SURNAMES and not _SOMEBODY.search(lead) and not _RELATED.within(lead)


def _with_name(text: str, name: str) -> Understanding | None:
    rest = text.replace(name, "")
    if _NO.within(rest) or "不" in rest:
        return route(Intent.NOT_SELF, confidence=LIKELY)
    if "吗" in rest or "找" in rest or not rest:
        return reask(Intent.AMBIGUOUS)
    if _YES.covers(rest) and _SAYS_YES.within(rest):
        return accept("yes", confidence=CERTAIN)
    return reask(Intent.AMBIGUOUS)
