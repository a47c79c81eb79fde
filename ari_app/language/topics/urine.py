"""Passing water: what options mean and what patients say. Data only."""

from __future__ import annotations

from ari_app.language.option_concepts import Concept, Topic
from ari_app.language.topics.usual_words import FINE, PASSABLE, SAME_AS_USUAL, SEVERAL_TIMES

_PASSES = "(尿|小便|解|小解)"
URINE = Topic(
    "urine",
    ("小便", "排尿", "尿", "解手"),
    (
        Concept(
            "normal",
            ("正常", "通畅", "(?<!不)顺", "(?<!不)好", "没(有)?(问题|异常)"),
            (
                "(<很>)(好|顺畅|通畅|顺)(?!像|几|多|难)", "(?<!不)(?<!不太)(顺畅|通畅|顺溜|痛快|利索)",
                "没(什么|啥|有)?(问题|异常|事)", "顺得很", *SAME_AS_USUAL, *FINE, *PASSABLE,
            ),
            ("normal",),
        ),
        Concept(
            "frequent",
            ("频", "急", "多", "起夜"),
            (
                "尿(频|急)",
                ("(一会儿|一晚上|一夜|晚上|夜里|一天|半夜)[要得起来上去就尿了我都]*("
                 f"{SEVERAL_TIMES}(次|趟|回|遍))"),
                "(老|总|老是|总是|一直)(想|要|得)?[去]?(尿|上厕所|跑厕所|起夜|解|小便)", "憋不住", "起夜", "来不及",
                "刚尿完又", "次数多", "勤",
            ),
            ("frequent", "frequency", "urgent"),
            ("difficult", "abnormal"),
        ),
        Concept(
            "painful",
            ("痛", "疼", "灼"),
            (
                "尿(痛|疼)", f"{_PASSES}[的时候得完起来就有点很一]*(疼|痛|火辣|辣|烧|刺|灼|杀得慌)",
                "(疼|痛|火辣辣|灼|刺)", "一尿就(疼|痛)",
            ),
            ("painful", "pain"),
            ("difficult", "abnormal"),
        ),
        Concept(
            "difficult",
            ("费(劲|力)", "困难", "不(太)?(畅|顺|通)", "难", "慢", "不尽"),
            (
                "(不|不太|不大|不怎么|不是很)(顺畅|通畅|顺|畅|痛快)",
                "(有点|有些|比较|很)?(困难|费劲|费力|难尿|吃力)", "尿不(净|干净|尽|完|利索)",
                "(尿)?滴滴?(答|嗒|哒|沥)", "(使|用|要)[好大老半天很多]*劲", "(等|站|蹲)(半天|好久|老半天)",
                "(尿|线)[很有点变]*(细|慢|分叉|无力)", "断断续续", "一点一点(地|的)?(尿|出|来)", "不利索",
            ),
            ("difficult", "hard"),
            ("abnormal",),
        ),
        Concept(
            "leaking",
            ("漏", "失禁", "控制不"),
            ("漏尿", "尿(裤|床|湿)", "失禁", "夹不住", "控制不住", "(一)?(咳嗽|笑|打喷嚏)就(漏|尿)", "兜不住"),
            ("leaking", "incontinent"),
            ("frequent", "abnormal"),
        ),
        Concept(
            "none",
            ("(解|尿|排|小便)不(出|下)", "没(有)?尿", "无尿", "不能"),
            (
                "(尿|解|排|拉)不(出来|出|下来|了)", "没(有)?尿", "一直没(解|尿)",
                "(一滴|一点)[都也]?(没|不|尿不|出不)", "插[着了]?(尿)?管", "出不来",
            ),
            ("none",),
            ("difficult", "abnormal"),
        ),
        Concept(
            "abnormal",
            ("不(太)?正常", "异常", "不(太)?好", "有(问题|不适)"),
            ("不(太|大)?(正常|好|行|对劲)",),
            ("abnormal", "bad"),
        ),
    ),
    grave=(("none",),),
)  # fmt: skip
