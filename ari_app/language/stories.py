"""What an utterance tells of the patient today, once figures of speech, old stories and mere questions are left out.

Asked only where something grave was found: what is left is looked at again, so a wish or a pain of one's own beside a
story still counts.
"""

from __future__ import annotations

import re

from ari_app.language.figures_of_speech import FIGURES
from ari_app.language.frames import stories_of_others
from ari_app.language.phrases import Phrases

_MARK = "，"
_YEARS = "[零〇一二三四五六七八九十百两几好多0-9]+"
_PAST = (
    f"(大?前年|去年|小时候|年轻(的时候|时候?|那会儿?)|早年|早些年|(?<!今)(?<!明){_YEARS}年(?!(没|了|多|来|半|不))[之以]?前?|"
    f"{_YEARS}年前|当年|那年|从前|以前|之前|(初|高)(中|一|二|三)|当兵|上学|住院(之|以)?前|手术前|{_YEARS}岁|上回|那时候|那会儿|"
    "做手术前|没做手术之前|推进手术室)"
)
_NOW = (
    "(现在|今[天早晚年]{1}|昨|刚|这会|这回|这次|突然|忽然|(?<!就)又|最近|这[两几]{1}|前[天晚]{1}|早上|夜里|半夜|还[在是]{1}|"
    "一直|老是|总是|天天|越来越)"
)
_OVER_FOR_GOOD = (
    "(现在(想想|好|没|日子|生意|崽|孩子|孙|在当|开了|活|一点事|啥事|什么事|早|看你|忙)|如今|早就?过去|[早就都]+好了|"
    "后来(去看|好|想开|我?老?闺女))"
)
_OVER = (
    f"({_OVER_FOR_GOOD}|(?<=[晕昏疼痛抽闷倒去吐中喘梗]{{1}})过(一|两|几|三)?(风|回|次)|抢救(回|过)来|救(回|过)来|再(也)?没(有)?(过|犯)|"
    "打那以后|长大|戒了|这[回次]{1}(没|好|倒)|今年(再)?没|都?上(大学|初中)了|住过院|查了(说)?(是|没)|那才|<我>(自己|自个儿?|倒|可|这[回次]{1})|现在(就是|都|挺|练|看|右手|滴)|我(放|做)了)"
)
_PAST_SPAN = f"{_PAST}(?:(?!{_NOW}).){{0,20}}?"
_OVER_LONG_SINCE = Phrases(
    f"{_PAST_SPAN}(?={_OVER})",
    # 咳嗽带过血丝 那是住院前 现在没了
    f"(?:(?!{_NOW})[^，药吃喝]){{2,12}}?(那|都|还)*是(我|他|她)?{_PAST}(的事儿?|的|了|啦|那会儿?)*(?=，|$|现在|<我>|[查戒放老没]{{1}})",
)
# 原来走几步就气短 装了支架以后好多了
_MENDED = Phrases(
    f"(原来|原先|早先|以前|之前)(?:(?!{_NOW}|没).){{2,20}}?(?=(以后|之后|完|过)?[就都也]*(好(多|些)?了|不(喘|疼|痛|闷|晕)了)"
    "|(现在|如今)[^，疼痛喘闷晕憋]{0,8}(没事|挺好|好好的|好了))",
)
_OUTGROWN = Phrases(f"{_PAST_SPAN}(?={_OVER_FOR_GOOD})")
_AND_NOW_TOO = Phrases(
    "(现在|今[天早]{1}|这会儿?|刚才|刚刚|这两天|这几天|昨[天晚]{1}|最近|突然|忽然)[^没不好]{0,8}(疼|痛|闷|喘|晕|昏|麻|歪|血|吐|抽|动不|说不"
    "|又|还是|一样|照样|死|活)",
    "(?<!就)又(开始|犯|来|疼|痛|闷|喘|晕|吐|抽|想)", "到现在还?(疼|痛|闷|喘|晕)", "还是?(疼|痛|闷|喘|晕|想死)",
)  # fmt: skip
# What might be one day, and what to do then; never of pills.
_WHAT_IF = Phrases(
    "(要是|万一|如果|假如|以后)(?:(?!吃|吞|喝|药|跳|死|活|现在|今天|已经|刚|昨)[^，]){2,16}"
    "(?=(<我>)?(应该|该|要)?(怎么|咋|如何|是打|打哪|打你们|打(120|一二零|幺二零)还|找谁|找哪|是先|先问))",
    "(医生|大夫|护士|主任)[^，]{0,4}(说|讲|交代|嘱咐|叮嘱|教)[^，]{0,3}(要是|万一|如果|假如|以后)(?:(?!现在|今天|已经|刚|昨)[^，]){2,12}"
    "(就|赶紧|马上|立刻|要|得)[^，]{0,3}(打|叫|喊|来|去|上|回)[^，]{0,3}(医院|急诊|120|一二零|幺二零|救护车|电话|你们)",
    "(什么样|多少|怎么样)(才)?算(是)?(大出血|休克|中风|心梗|昏迷|抽搐)",
    "(心梗|中风|脑梗|休克|昏迷|窒息|癫痫)(的)?(前兆|征兆|症状)?(是|都有|有)(什么|啥|哪些)(感觉|意思|样|症状|表现)?",
    "(叫|打)(个)?(救护车|120|一二零|幺二零)(要|得)(多少)?(钱|收费)吗?",
)  # fmt: skip
# What is plainly not there says nothing of what is; the learned net knows nothing of negation.
_NOT_THERE = Phrases(
    "(没有?|没再|从来没|并没|也没有?|不)(过|再|怎么|觉得|感觉)*(胸口|胸|心口|伤口|刀口|头|肚子)?(疼|痛|闷|喘不上气|气喘|晕|吐|出汗|出血|流血|拉黑便|便血"
    "|发烧|心慌|抽搐|抽过|摔过|昏过)(?!不|才)(了|过)?",
    "(胸口|胸|心口|伤口|刀口|头|肚子)[也都]*不(疼|痛|闷|晕)了?",
    # how much is said is the answer's business
    f"头?(疼|痛)起来[都也能会可]*(到|有)?{_YEARS}分",
    "烧得[^，]{0,3}嘴(巴|皮|唇|角|上)?[都也]*(起|长|烧)[了出]*(一圈|个|些)?(泡|壳|皮|燎泡)了?",
)
# Who stops a medicine because he is well again does not give up.
_WELL_AGAIN = Phrases(
    "(血压|血糖|烧|觉得|感觉|病)[^，死活]{0,3}(下来|下去|正常|稳|好|退)了?[我就也]*(没再?|不再?)吃[了的]*(自个儿?|自己)?(停了?)?",
)
# The words of the question, said again and denied.
_ECHOED = Phrases(
    "(有没有|什么|你问的?|说的?|那个)*(伤害自己|轻生|自杀不?|自残|不如死掉?|寻短见)(的)?(念头|想法|事情?)?"
    "[那我倒可都是完全绝对从来肯定]*(?:[^，想要就有过]{0,8}没有没有|(没有|不会|不可能)(?!办法|意思|人|用|过?想))",
)


def of_today(text: str, *, longing: bool) -> str:
    """`text` without what is no sign of the patient's today.

    `longing`: of a wish to die only what is outgrown for good counts as past, and nothing as a mere question.
    """
    told = _ECHOED.pattern.sub(_MARK, FIGURES.pattern.sub(_MARK, text))
    if not _AND_NOW_TOO.within(told):
        told = (_OUTGROWN if longing else _OVER_LONG_SINCE).pattern.sub(_MARK, told)
        if not longing:
            told = _MENDED.pattern.sub(_MARK, told)
    return told if longing else _WHAT_IF.pattern.sub(_MARK, told)


def of_nobody_else(text: str, *, longing: bool) -> str:
    """`text` without what is denied and what is told of others; a wish to die is theirs only beside a deed."""
    text = (_WELL_AGAIN if longing else _NOT_THERE).pattern.sub(_MARK, text)
    for start, end in reversed(stories_of_others(text)):
        if not longing or _DEED.search(text, start, end):
            text = f"{text[:start]}{_MARK}{text[end:]}"
    return text


_DEED = re.compile("跳[楼河江桥井]|喝农?药|自杀|上吊|割腕|想不开|寻短见|轻生|要跳|吞药|吃安眠药|不想活")
