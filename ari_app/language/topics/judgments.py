"""Judgments, yes and no, and times of day: what options mean and what patients say. Data only."""

from __future__ import annotations

from ari_app.language.option_concepts import Concept, Topic
from ari_app.language.topics.usual_words import BAD, FINE, PASSABLE, SO_SO

QUALITY = Topic(
    "quality",
    (),
    (
        Concept(
            "excellent",
            ("(很|非常|特别|十分)(满意|好|清楚)",),
            (
                "(非常|很|特别|十分|相当|太|贼|老|百分百)(满意|好|清楚)",
                "(满意|好|清楚)(得很|得不得了|极了|得没话说)", "没(得|的)说", "一百分", "挑不出",
            ),
            ("excellent", "very_good"),
            ("good",),
        ),
        Concept(
            "good",
            ("(?<!不)(?<!不太)(较|比较|挺)?(满意|好|清楚)", "正常", "不错", "良好"),
            ("(挺|蛮|比较|还算|还)?(满意|清楚)(?!不)", "好多了", "恢复得?(<很>)?快", "一天(比一天好|一个样)", *FINE),
            ("good", "normal", "satisfied"),
        ),
        Concept("fair", ("一般", "还行", "还可以", "中", "基本"), SO_SO, ("fair", "neutral")),
        Concept("passable", (), PASSABLE, otherwise=("fair", "good")),
        Concept(
            "poor",
            ("不(太|够)?(满意|好|清楚)", "差(?!不多)"),
            ("不(太|大|怎么|咋|很|够|是很)?(满意|清楚|好|行)", *BAD),
            ("poor", "bad", "dissatisfied"),
        ),
        Concept(
            "awful",
            ("(很|非常|特别)(不满意|差|不好)",),
            ("(非常|很|特别|太|极)(不满意|差|不好|差劲)", "差透", "糟透", "气死"),
            ("awful", "very_bad"),
            ("poor",),
        ),
    ),
)  # fmt: skip
POLAR = Topic(
    "polar",
    (),
    (
        Concept(
            "yes",
            ("^(有|是|会|能|可以|要|需要|愿意|知道|好了|做了|去了|量了)(的|过|了)?$",),
            (
                "^[啊嗯哦]*(有|是|会|能|可以|要|需要|愿意|知道|对|做了|去了|量了)",
                "(?<!没)(?<!没有)(?<!不)(有|是|会|能|可以|要|需要|愿意|知道)的",
            ),
            ("yes",),
        ),
        Concept(
            "no",
            ("^(没有|没|无|否|不是|不会|不能|不可以|不要|不需要|不愿意|还没|没做|没去|没量)", "^不"),
            ("没有", "^没", "^不(是|会|能|可以|要|需要|愿意|用)", "^不[啊的]*$", "还没"),
            ("no",),
        ),
        Concept(
            "unsure",
            ("不(清楚|知道|确定)", "说不(清|好)"),
            ("不(清楚|知道|确定|晓得)", "说不(清|好|准)"),
            ("unsure", "unknown"),
        ),
    ),
)  # fmt: skip
WHEN = Topic(
    "when",
    ("上午", "下午", "什么时间", "什么时候"),
    (
        Concept("am", ("上午", "早上"), ("上午", "早上", "早晨", "一早", "早点", "赶早"), ("am", "morning")),
        Concept("noon", ("中午",), ("中午", "午饭"), ("noon",)),
        Concept("pm", ("下午",), ("下午", "午后", "吃(完|过|了)(中|午)饭", "晌午过后"), ("pm", "afternoon")),
        Concept("evening", ("晚上",), ("晚上", "下班", "夜里", "傍晚"), ("evening",)),
        Concept(
            "any",
            ("都(可以|行)", "随便", "随时", "不限"),
            ("都(可以|行|成|中|好|得)", "随便", "随时", "啥时候都", "什么时候都", "无所谓", "看你们", "听你们"),
            ("any",),
        ),
    ),
    lasting=True,
)  # fmt: skip
