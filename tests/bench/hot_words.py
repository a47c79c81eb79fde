"""How many names are recognized with and without a list of them: `python -m tests.bench.hot_words`.

48 medicines, each in a sentence, and 28 sentences without any, spoken by several voices over a telephone line (quiet,
and with pink noise at 15 dB). One decoding gives both figures: the raw text is what is heard without the list. One
JSON object is printed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter, defaultdict
from pathlib import Path

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.language.hot_words import with_hot_words
from ari_app.speech.engine import EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from ari_app.telemetry.logging import configure_logging
from tests.bench.noise_suppression import SENTENCES
from tests.bench.speech_accuracy import hear
from tests.unit.speech.telephone import telephone

MEDICINES = (
    "阿司匹林", "氯吡格雷", "阿托伐他汀", "瑞舒伐他汀", "辛伐他汀", "美托洛尔", "比索洛尔", "氨氯地平",
    "硝苯地平", "厄贝沙坦", "缬沙坦", "氯沙坦", "培哚普利", "依那普利", "二甲双胍", "格列美脲", "阿卡波糖",
    "达格列净", "西格列汀", "甘精胰岛素", "左甲状腺素", "奥美拉唑", "泮托拉唑", "雷贝拉唑", "铝碳酸镁",
    "莫沙必利", "头孢呋辛", "头孢克肟", "左氧氟沙星", "阿莫西林", "布洛芬", "塞来昔布", "双氯芬酸",
    "对乙酰氨基酚", "曲马多", "利伐沙班", "华法林", "呋塞米", "螺内酯", "地高辛", "单硝酸异山梨酯",
    "硝酸甘油", "复方丹参滴丸", "甲钴胺", "阿仑膦酸钠", "碳酸钙", "泼尼松", "孟鲁司特",
)  # fmt: skip
FRAMES = ("我现在在吃{}", "医生给我开了{}，一天一次", "{}吃完了还要不要接着吃", "这两天把{}停了")
WITHOUT = (
    *SENTENCES,
    "我想问一下下个礼拜要不要来拆线", "医生说让我多走动走动", "孩子在外地上班，家里就我一个人",
    "血压还行，就是早上起来有点头晕", "我那个药早就吃完了", "伤口这边有点痒别的没什么", "昨天晚上疼得睡不着",
    "我去社区卫生院换了两次药", "吃饭还是没有什么味道", "大便有点干，三天一次", "走路多了脚就肿",
    "手有时候会发麻", "晚上起来上厕所要四五次", "嗓子里面老是有痰", "麻烦帮我跟王主任说一声",
    "你们那个复查要不要空腹", "上次抽血的结果出来没有", "我想换个时间去复查", "腰这边还是有点酸",
    "就是偶尔心里有点慌",
)  # fmt: skip


async def measure(given: argparse.Namespace) -> dict[str, object]:
    """The whole set."""
    engine = load_engine(choose_engine(given.models, EngineName.WHISPER), 1)
    speaker = KokoroVoice(given.models / "kokoro")
    texts = [(name, FRAMES[place % len(FRAMES)].format(name)) for place, name in enumerate(MEDICINES)]
    texts += [("", text) for text in WITHOUT]
    wanted = Expectation("notes", QType.OPEN_TEXT, "请您说一下是什么情况。", hot_words=MEDICINES)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    changed = []
    for voice in given.voices:
        prompts = PromptCache(given.cache, speaker, name=voice, speed=1.0)
        await prompts.ensure(text for _, text in texts)
        for seed, (name, text) in enumerate(texts):
            for snr in (None, 15.0):
                heard = hear(engine, telephone(prompts.load(text), seed=seed, snr_db=snr), wanted)
                count = counts["quiet" if snr is None else f"{snr:g} dB"]
                if name:
                    count["names"] += 1
                    count["without_list"] += name in heard.raw_text
                    count["with_list"] += name in heard.text
                    count["another_name"] += name not in heard.text and _named(heard.text)
                    others = tuple(one for one in MEDICINES if one != name)
                    unlisted = with_hot_words(heard.raw_text, others)
                    count["another_name_if_unlisted"] += any(one in unlisted for one in others)
                else:
                    count["other_sentences"] += 1
                    count["name_in_other_sentence"] += _named(heard.text)
                changed.append(
                    {"voice": voice, "snr": snr, "name": name, "raw": heard.raw_text, "text": heard.text}
                )
    await speaker.close()
    if given.keep is not None:
        given.keep.write_text(json.dumps(changed, ensure_ascii=False, indent=0), encoding="utf-8")
    return {"engine": engine.name, "voices": given.voices, "results": {k: dict(v) for k, v in counts.items()}}


def _named(text: str) -> bool:
    return any(name in text for name in MEDICINES)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure names with and without a list of them.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--cache", type=Path, default=Path(".bench/answers"))
    parser.add_argument("--voices", nargs="+", default=["zf_xiaoxiao", "zm_yunxia"])
    parser.add_argument("--keep", type=Path, default=None, help="file for every text, raw and put right")
    given = parser.parse_args()
    configure_logging("warning")
    print(json.dumps(asyncio.run(measure(given)), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
