"""Things said in danger, as people put them: weighed against an utterance that nobody made sense of.

More than `expectation.danger_phrases`, and trusted less: what fits is asked for and alarms nobody. At least three
syllables each, for shorter ones sound like everyday words.
"""

from __future__ import annotations

from ari_app.language.expectation import danger_phrases

_LEAST_LENGTH = 3
_SAID = (
    # chest
    "胸口压着", "胸口像压了", "绞着疼", "左胳膊都麻", "胸口痛", "胸口闷", "胸口发闷", "胸口憋闷", "胸口压得慌",
    "胸口堵得慌", "前胸疼", "胸前疼", "心口痛", "心口绞痛", "心口堵得慌", "心绞痛", "胸闷气短",
    # breath
    "喘不动", "憋得喘不过", "就憋醒", "气接不上", "气短得很", "没气了", "脸都紫了", "脸都青了", "脸发紫",
    "嘴唇都紫了", "喘不过气", "喘不上来", "透不过气", "上不来气", "气上不来", "气不够用", "气短得厉害",
    "喘得厉害", "喘得不行", "喘得慌", "憋得慌", "憋得难受", "憋醒了", "嘴唇发紫", "嘴唇发青", "出不来气",
    "没法呼吸",
    # blood
    "吐鲜血", "血哗哗", "血喷出来", "血止不住了", "吐血了", "吐了好多血", "吐了一口血", "咳血了", "咳出血来",
    "拉了好多血", "拉的全是血", "出了好多血", "一直在流血", "血流不止", "止不住血", "纱布湿透了", "肠子出来了",
    # consciousness, falls, seizures
    "眼前发黑", "推不醒", "摇不醒", "喊不应", "叫不答应", "没知觉了", "人要晕", "倒在地上", "抽过去", "烧糊涂了",
    "嘴里吐白沫", "晕过去了", "晕倒在地", "昏倒了", "昏倒在地", "栽倒了", "眼前一黑", "喊不醒", "叫不应",
    "不省人事", "人事不知", "抽起来了", "浑身抽抽", "翻白眼",
    # stroke
    "话也说不清", "话说不清", "突然看不见", "手抬不起来", "半边脸麻", "嘴也歪了", "嘴歪了", "嘴巴歪了",
    "嘴角歪了", "说话说不清", "舌头不听使唤", "半边身子麻", "胳膊抬不起来",
    # allergy
    "喉咙肿了", "喉咙发紧", "嗓子堵住了", "舌头肿了",
    # too much medicine, poison
    "多吃了好几片", "吃了一整瓶", "安眠药全吃了", "喝了农药", "喝农药",
    # self-harm
    "没死成", "让我走吧", "安乐死", "别救我", "早点死", "我想死", "不想再熬", "不打算活", "撑不下去了",
    "了结了吧", "就解脱了", "眼睛一闭", "从楼上跳", "自己割的", "遗书都写", "伤害自己", "不想活下去", "活够了",
    "活腻了", "活着没劲", "活着受罪", "活着没用", "没活头了", "不如死掉", "死了干净", "死了拉倒", "让我死吧",
    "想寻死", "寻短见", "想不开了", "想自杀", "想跳楼", "想跳河", "想上吊", "割手腕", "攒了安眠药", "是个累赘",
    "走了算了", "早点解脱", "不想醒过来", "留遗书", "结束生命", "了结自己",
)  # fmt: skip
_ALL = tuple(dict.fromkeys(one for one in (*danger_phrases(), *_SAID) if len(one) >= _LEAST_LENGTH))


def suspected_phrases() -> tuple[str, ...]:
    """All of them, each once."""
    return _ALL
