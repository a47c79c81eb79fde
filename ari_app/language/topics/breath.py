"""Breath and fever: what options mean and what patients say. Data only."""

from __future__ import annotations

from ari_app.language.option_concepts import Concept, Topic
from ari_app.language.topics.usual_words import FINE, PASSABLE, SAME_AS_USUAL

BREATH = Topic(
    "breath",
    ("呼吸", "喘", "气短", "气急"),
    (
        Concept(
            "normal",
            ("正常", "(?<!不)(平稳|顺畅|顺)", "不喘", "没(有)?(问题|气短|喘)"),
            ("(?<!不)(?<!不太)顺", "(?<!不)(平稳|匀|畅)", "不(喘|憋|气短)", *SAME_AS_USUAL, *FINE, *PASSABLE),
            ("normal",),
        ),
        Concept(
            "exertion",
            ("活动", "走路", "上楼", "爬", "动"),
            (
                "(一)?(动|走|爬|上楼|干活|活动|累)[路楼得一就点几两层]*(就|后|的时候|起来)?[才会]*(喘|憋|气)",
                "(走|爬)(快|急|远|高)",
            ),
            ("exertion", "mild"),
        ),
        Concept(
            "rest",
            ("躺", "平躺", "休息", "安静", "坐着", "不动"),
            ("(躺|坐|歇|不动|睡)[着下平了也都]*(喘|憋|气)", "(躺|睡)不(平|下)"),
            ("rest", "severe"),
        ),
    ),
    grave=(("rest", "exertion"),),
)  # fmt: skip
FEVER = Topic(
    "fever",
    ("体温", "发烧", "发热"),
    (
        Concept(
            "normal",
            ("正常", "不(发)?烧", "没(有)?(发)?烧", "不(发)?热"),
            ("(不|没|没有)(发|再|咋|怎么)*(烧|热)", "(退|好)了", *FINE),
            ("normal", "none"),
        ),
        Concept(
            "low",
            ("低(烧|热)", "有点"),
            ("低(烧|热)", "(有点|有些|微微)(发)?(烧|热|烫)", "三十七度"),
            ("low",),
        ),
        Concept(
            "high",
            ("高(烧|热)", "发高烧"),
            ("高(烧|热)", "烧得", "(滚|发)?烫(手|得|人)", "三十九", "四十度"),
            ("high",),
        ),
    ),
)  # fmt: skip
