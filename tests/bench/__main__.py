"""`make bench`: how fast the pure parts are. Figures as JSON in `.bench/`, a ratio to a plain loop beside each."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ari_app.cli import simulate, understand
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import Answered, Event, Heard
from ari_app.dialogue.state import State
from ari_app.lab.scenario import parse

FOLDER = Path(".bench")
REPEATS = 5
UTTERANCES = (
    ("nrs", "请问您现在的疼痛程度零到十分是多少分？", "大概是八分吧"),
    ("temperature", "请问您今天测的体温是多少度？", "三十七度六"),
    ("yes_no", "您有没有发冷、打寒战？", "没有啊"),
    ("adherence_pct", "医生开的药您大概按时吃了百分之多少？", "百分之九十"),
    ("id_tail", "请说身份证后四位。", "四四幺七"),
    ("person_confirm", "请问您是李秀英本人吗？", "对我就是"),
    ("open_text", "请您说一下是什么不舒服。", "这两天老是觉得头晕没有胃口"),
)
SCENARIO = {
    "id": "bench",
    "questionnaireId": "q_postop_v1",
    "now": "2026-03-10T10:20:00+08:00",
    "patient": {"name": "李秀英", "phone": "13800000002", "id_tail": "4417", "birth_md": "08-02", "age": 58},
    "turns": [
        {"q": code, "say": say}
        for code, say in (
            ("consent", "可以"), ("person", "我是"), ("verify", "四四一七"), ("pain_vas", "三分"),
            ("temp", "三十六度八"), ("wound", "挺干的"), ("diet", "正常"), ("bowel", "正常"),
            ("med_adherence", "都吃了"), ("abnormal", "没有"),
        )
    ],
}  # fmt: skip


def main() -> int:
    """Measure, print, write."""
    loop = _median(_plain_loop)
    figures = {
        "understand_per_second": _per_second(_understand, 2_100),
        "simulated_dialogues_per_second": _per_second(_simulate, 60),
        "dialogue_steps_per_second_of_the_slowest_hundredth": _median(_slow_steps_per_second),
    }
    rows = {
        name: {"median": value, "seconds_each_over_plain_loop": 1 / value / loop}
        for name, value in figures.items()
    }
    FOLDER.mkdir(exist_ok=True)
    document = {
        "commit": _commit(),
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "figures": rows,
    }
    (FOLDER / "pure.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    table = Table("figure", "median of 5", "each, as a multiple of a plain loop of 10,000", box=None)
    for name, row in rows.items():
        table.add_row(name, f"{row['median']:.0f}", f"{row['seconds_each_over_plain_loop']:.2f}")
    Console().print(table)
    return 0


def _understand(count: int) -> None:
    lines = [
        json.dumps({"id": number, "qtype": qtype, "question": question, "utterance": text, "context": {}})
        for number in range(count // len(UTTERANCES))
        for qtype, question, text in UTTERANCES
    ]
    for _ in understand.run(lines):
        pass


def _simulate(count: int) -> None:
    line = json.dumps(SCENARIO, ensure_ascii=False)
    for _ in simulate.run([line] * count):
        pass


def _slow_steps_per_second() -> float:
    """The 99th percentile of one step, its state read from JSON before and written after, as a rate."""
    scenario = parse(json.dumps(SCENARIO, ensure_ascii=False))
    script = simulate.make_script(scenario)
    says = [saying.text for queue in scenario.sayings.values() for saying in queue]
    says.insert(3, "可以")
    events: list[Event] = [Answered(scenario.now)]
    events += [Heard(scenario.now, text, text, 0.95) for text in says]
    spent: list[float] = []
    for _ in range(100):
        text = start(script, "bench", scenario.now).to_json()
        for event in events:
            began = time.perf_counter()
            text = advance(script, State.from_json(text), event).state.to_json()
            spent.append(time.perf_counter() - began)
    return 1 / sorted(spent)[len(spent) * 99 // 100]


def _plain_loop() -> float:
    began = time.perf_counter()
    total = 0
    for number in range(10_000):
        total += number
    return time.perf_counter() - began


def _per_second(work: Callable[[int], None], count: int) -> float:
    work(max(1, count // 20))

    def once() -> float:
        began = time.perf_counter()
        work(count)
        return count / (time.perf_counter() - began)

    return _median(once)


def _median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(REPEATS))


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
