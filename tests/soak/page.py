"""A soak's figures: what is printed and kept."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.soak.judging import FRONT, Outcome, interval

MOST_WRONG = 0.01
SPAN_BOUND_MS = 150


@dataclass(frozen=True, slots=True)
class Run:
    """One soak, as it is written to JSON. Latencies are the patient's: end of his voice to the robot's."""

    seed: int
    calls: int
    at_once: int
    outcomes: Mapping[str, Mapping[str, str]]
    dispositions: Sequence[str]
    greeting_ms: Sequence[int]
    latency_ms: Sequence[int]
    span_errors_ms: Sequence[tuple[int, int]]
    left_over: Sequence[str]
    files_before: int
    files_after: int
    tasks_at_rest: Sequence[int]
    details: Sequence[Mapping[str, object]]

    @property
    def counts(self) -> Counter[str]:
        """How often each outcome came, over all calls."""
        return Counter(outcome for call in self.outcomes.values() for outcome in call.values())

    @property
    def wrong_in_front(self) -> int:
        """Wrong outcomes on consent and identity: none is tolerated."""
        return sum(
            1 for call in self.outcomes.values() for code in FRONT if call.get(code) == Outcome.WRONG.value
        )

    @property
    def is_good(self) -> bool:
        """Whether the run is within its bounds."""
        total = sum(self.counts.values())
        return (
            len(self.outcomes) == self.calls
            and self.counts[Outcome.WRONG.value] <= MOST_WRONG * total
            and self.wrong_in_front == 0
            and not self.left_over
        )


def print_run(console: Console, run: Run) -> None:
    """The figures as tables."""
    total = sum(run.counts.values())
    table = Table("outcome", "count", "share", "95 % interval", box=None, pad_edge=False)
    for outcome in Outcome:
        count = run.counts[outcome.value]
        low, high = interval(count, total)
        share = count / total if total else 0.0
        table.add_row(outcome.value, str(count), f"{share:.1%}", f"{low:.1%} – {high:.1%}")
    console.print(table)
    console.print(f"answers judged: {total}; wrong on consent and identity: {run.wrong_in_front}")
    for name, values in (("answer → greeting", run.greeting_ms), ("end of speech → robot", run.latency_ms)):
        if len(values) > 1:
            p95 = statistics.quantiles(values, n=20)[-1]
            console.print(
                f"{name}: p50 {statistics.median(values):.0f} ms, p95 {p95:.0f} ms, n={len(values)}"
            )
    console.print(_spans(run.span_errors_ms))
    console.print(f"dispositions: {dict(Counter(run.dispositions))}")
    console.print(f"left over: {list(run.left_over) or 'nothing'}")
    console.print(f"worker's open files: {run.files_before} before, {run.files_after} after")
    console.print(f"worker's tasks at rest: {list(run.tasks_at_rest)}")
    for detail in run.details:
        shown = {key: value for key, value in detail.items() if key not in ("patient", "robot_heard")}
        wrong = [
            code
            for code, outcome in run.outcomes.get(str(detail["call"]), {}).items()
            if outcome == Outcome.WRONG.value
        ]
        if wrong:
            console.print(f"wrong in call {detail['call']} ({detail['voice']}): {wrong} {shown}")


def _spans(errors: Sequence[tuple[int, int]]) -> str:
    """How far the stored spans lie off the words that they hold."""
    if not errors:
        return "spans: none found"
    worst = sorted(max(abs(start), abs(end)) for start, end in errors)
    within = sum(1 for each in worst if each <= SPAN_BOUND_MS)
    p95 = worst[min(len(worst) - 1, int(0.95 * len(worst)))]
    return (
        f"spans: {within} of {len(worst)} within ±{SPAN_BOUND_MS} ms of their words; "
        f"median {statistics.median(worst):.0f}, p95 {p95}, worst {worst[-1]} ms"
    )
