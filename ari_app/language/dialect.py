"""Dialect words said in Mandarin calls, written as standard ones of the same length."""

from __future__ import annotations

import re

from ari_app.language.dialect_words import WORDS

_AFTER_A_SOUND = "可好对行嗯唔就我你您那这有没啊噢哦呃零一二两三四五六七八九十百0-9大差现今还应挺正都吧呀的"
_MARKED = (
    (re.compile(r"唔好(?=[^的啊吧呀了好])"), "不要"),
    (re.compile(r"(?<![米酒烟水荤腥盐油床家地])不沾(?![牙边酒烟水染光床家地])"), "不行"),
    (re.compile(r"夜到(?![大]?(?:天|亮|早|明|今|现))"), "晚上"),
    # Before these 唔 is the sound of listening, else 不.
    (re.compile(rf"唔(?![{_AFTER_A_SOUND}]|$)"), "不"),
    (re.compile(r"唔(?=可以|好|行)"), "不"),
    (re.compile(r"(?<![请切])勿(?!扰)"), "不"),
    (re.compile(r"(?<![什怎这那多])么事"), "什么"),
    (re.compile(r"(?<![舍由恨巴])不得(?=推荐|来|去|再|愿|同意|接)"), "不会"),
    # 都莫落下 denies what was, 莫打了 forbids.
    (re.compile(r"(?<=[都也还从])莫(?=有|落|漏|忘|断|少|吃|停|量|得|疼|痛)"), "没"),
    (
        re.compile(
            r"(?<![索约阁])莫(?=再|打|挂|说|讲|问|来|录|急|管|怕|担|喊|找|烦|动|醒|麻|要|折腾|耽|劳|惊|去|让|叫|费)"
        ),
        "别",
    ),
    (re.compile(r"(?<![感仿重口冒])冒(?=吃|量|睡|忘|漏|落|做|去|打|听|看|搞|得|有)(?!血)"), "没"),
    (re.compile(r"(?<![棉枯树朽麻草积])木(?=得|事|啥|吃|量|忘|漏|疼|烧)"), "没"),
    (re.compile(r"(?<![贫被围])困(?=[勿弗不唔]着|下|瞌|了一|得|过|啦)"), "睡"),
    (re.compile(r"(?<!伊)伊(?![朗拉甸斯犁丽妹始利春川藤能蚊])"), "他"),
    (re.compile(r"(?<=吃不下)好多|(?<=吃不了)好多|(?<=没有)好多(?=了?$|吃|用)|(?<=不剩)好多"), "多少"),
    (re.compile(r"(?<=[要需用得吃等搞住养打])好久(?=[嘛啊吗呢呀咧]|$)"), "多久"),
    (re.compile(r"恰(?=[了得完过不]?[饭药粥面了])(?!恰|好|当|巧|逢)"), "吃"),
    (re.compile(r"(?<=[食吃睡做冲开])紧(?=觉|饭|车|会|凉|事)"), "着"),
    (re.compile(r"阮(?=阿|某|尪|兜|爸|妈|母|老)"), "我"),
    (re.compile(r"(?<![^\u4e00-\u9fff])甚(?=事|时候|嘛|也没)"), "啥"),
    (re.compile(r"(?<![关联体心星派维干嫡语院母])系(?![统列数带住])"), "是"),
    (re.compile(r"(?<![饮零主面禁流膳粮伙])食(?![欲物堂品指道管疗谱用])"), "吃"),
    (re.compile(r"(?<=[吃饮服])晒"), "完"),
    (re.compile(r"(?<![好是行对])哒"), "了"),
    (re.compile(r"(?<![香在去到来])港(?=给|么|什么|话|得|两句|一下|几句|不)"), "讲"),
    (re.compile(r"唠(?![叨嗑唠])"), "聊"),
    (re.compile(r"(?<![金余名数总定限满差面])额(?=是[^不]|村|家|妈|爸|娃|们|媳|屋|就是)|(?<=就是)额"), "我"),
    (re.compile(r"(?<=[一二两三四五六七八九十几0-9])日(?=没|$|[一两三])"), "天"),
    (re.compile(r"(?<=[在走死没过吃忘停断错完睡])咯(?![血痰])"), "了"),
    (re.compile(r"咯(?![血痰])"), "啊"),
    (re.compile(r"(?<=[说讲问是要好行对])撒(?![谎尿手气娇网种播药])"), "啊"),
)
_ANY = re.compile(
    "|".join(
        (
            *WORDS,
            "[唔系食晒日咯勿莫冒木困伊恰紧阮甚撒哒港唠额]",
            "么事",
            "夜到",
            "不沾",
            "好多",
            "好久",
            "不得",
        )
    )
)
_PLAIN = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


def standard(text: str) -> str:
    """`text` with the dialect words it holds in their standard form; its length does not change."""
    if _ANY.search(text) is None:
        return text
    text = _PLAIN.sub(lambda found: WORDS[found.group()], text)
    for pattern, word in _MARKED:
        text = pattern.sub(word, text)
    return text
