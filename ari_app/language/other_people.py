"""People who are not the patient, as patients name them: relatives, neighbors, those in the next bed. Data only."""

from __future__ import annotations

from ari_app.language.phrases import compile_phrases

_SOMEBODY = (
    "(老(?!是|总|想|疼|觉|婆|公|伴).|小(张|王|李|赵|刘|陈)|大(爷|妈|叔|哥|姐|娘|伯)|老太婆|老太太|老头子?|病人|病友|阿姨|小伙子?|"
    "姑娘|那(个|位))"
)
_NEAR_BY = (
    "(隔壁|对门|楼(上|下)|同屋|同房|同病房|邻床|对床|旁边|边上|村(里|头)|厂里|单位|院里|小区里?|对面|"
    "[一二三四五六七八九十0-9]{1}床)(床|屋|家|里|的|那|有|个)*"
)
KIN = compile_phrases(
    (
        "孙子", "孙女", "外孙女?", "孙儿", "儿子", "女儿", "闺女", "(大|二|小)?姑娘", "丫头", "儿媳妇?", "媳妇",
        "女婿", "爱人", "老公", "老婆", "丈夫", "妻子", "太太", "先生", "老伴", "那口子", "老头子?", "老太婆",
        "(?<![大姑舅姨])妈妈?", "爸爸?", "母亲", "父亲", "(?<!姑)娘", "爹", "奶奶", "爷爷", "外公", "外婆", "公公",
        "婆婆",
        "(表|堂)?(大|二|三|小)?(哥哥?|弟弟?|姐姐?|妹妹?)", "邻居", "隔壁(床)?", "病友", "同事", "(?<![其吉])他", "她",
        "孩子",
        "娃", "亲家[公母]?", "亲戚", "工友", "战友", "同学", "朋友", "姨妈", "舅舅", "舅妈", "姑姑", "姑妈", "叔叔",
        "伯伯", "嫂子?", "对门", "邻床", f"{_NEAR_BY}{_SOMEBODY}",
        "(同屋|同房|同病房|[一二三四五六七八九十0-9]{1}床)的",
    )
).pattern  # fmt: skip
WHOSE = "(?:(?:我们家?|我家?|咱们?家?)的?)?"
# With these in front the relative is with the patient, not the one of whom it is told.
COMPANY = r"(?<![跟和同给让叫找带陪帮问像比由请是没如])"
# 姑娘你声音大点: so a caller is addressed, unless it is said whose they are.
ADDRESSED = (
    "(?:[小大老]?(?:姑娘|闺女|丫头|妹妹?|姐姐?|哥哥?|弟弟?|娃|爷|妈|叔)|小伙子?"
    "|孩子|同学|朋友|先生|太太|阿姨|叔叔|伯伯|奶奶|爷爷)"
)
