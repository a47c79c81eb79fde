"""Where it hurts: parts of the body as options name them and as patients say them. Data only."""

from __future__ import annotations

from ari_app.language.option_concepts import Concept, Topic

_PARTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("wound", ("伤口", "切口", "刀口"), ("伤口", "刀口", "切口", "口子", "(开刀|手术|动刀|缝针|缝线|做手术)[的那个]*(地方|位置|部位|那儿|那块|那里|处)", "刀疤")),
    ("waist", ("腰",), ("腰(?!围)", "后腰", "腰杆子?", "腰眼", "老腰")),
    ("knee", ("膝",), ("膝盖?", "波棱盖", "胳拉拜")),
    ("foot", ("脚", "足"), ("脚(?!步)", "脚(脖子|面|背|底|后跟|趾)", "后跟")),
    ("leg", ("腿", "下肢"), ("腿", "大腿根?", "小腿(肚子?)?", "下肢", "腿肚子")),
    ("belly", ("肚", "腹"), ("肚子?(?!.?腿)", "(小|下|上)?腹部?", "小肚子", "肚脐", "胃")),
    ("stomach", ("胃",), ("胃", "心口窝")),
    ("chest", ("胸",), ("胸", "心口", "心窝")),
    ("head", ("头",), ("头(?!一个|个|两|几|天)", "脑壳", "脑袋", "太阳穴", "后脑")),
    ("back", ("背",), ("(后)?背(?!着|包)", "脊梁", "脊背")),
    ("shoulder", ("肩",), ("肩", "膀子")),
    ("neck", ("颈", "脖"), ("脖子?", "颈", "落枕")),
    ("arm", ("手", "胳膊", "臂", "上肢"), ("手(?!术)", "胳膊", "手臂", "膀子", "手腕")),
    ("throat", ("喉", "嗓", "咽"), ("喉咙?", "嗓子", "咽")),
)
PLACE = Topic(
    "place",
    ("哪里", "哪儿", "什么地方", "哪个(部位|地方|位置)", "部位"),
    tuple(Concept(name, labels, said, (name,)) for name, labels, said in _PARTS)
    + (Concept("elsewhere", ("其他", "别的", "都不是"), ("别的地方", "其他地方", "都不是"), ("other",)),),
)  # fmt: skip
