"""A run's figures: what is printed and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from tests.chaos.promises import Cell


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as it is written to JSON."""

    seed: int
    commit: str
    machine: str
    load: tuple[float, float, float]
    cells: Sequence[Cell]

    @property
    def is_good(self) -> bool:
        """Whether every promise was kept in every cell that was meant, each in its phase."""
        return bool(self.cells) and not any(cell.broken or cell.notes for cell in self.cells)


def print_run(console: Console, run: Run) -> None:
    """The cells as a table, then what was broken."""
    table = Table(
        "fault",
        "phase",
        "ended as",
        "went on",
        "silent s",
        "mended s",
        "back s",
        "ended s",
        "promises",
        box=None,
    )
    for cell in run.cells:
        table.add_row(
            cell.fault,
            cell.phase,
            cell.disposition or "–",
            "yes" if cell.went_on else "no",
            *(
                "–" if each is None else f"{each:.1f}"
                for each in (cell.silent_seconds, cell.mended_seconds, cell.back_seconds, cell.ended_seconds)
            ),
            "kept" if not cell.broken else f"BROKEN {len(cell.broken)}",
        )
    console.print(table)
    for cell in run.cells:
        for line in (*cell.broken, *cell.notes):
            console.print(f"{cell.fault}/{cell.phase} {cell.number}: {line}", highlight=False)
    console.print(matrix(run.cells), highlight=False, soft_wrap=True)
    broken = sum(1 for cell in run.cells if cell.broken)
    console.print(f"{len(run.cells)} calls, {broken} with a broken promise; seed {run.seed}, {run.commit}")


def matrix(cells: Sequence[Cell]) -> str:
    """Faults by phases as a Markdown table: what became of the call and the longest that its patient heard nobody."""
    phases = list(dict.fromkeys(cell.phase for cell in cells))
    lines = ["| fault | " + " | ".join(phases) + " |", "|---" * (len(phases) + 1) + "|"]
    for fault in dict.fromkeys(cell.fault for cell in cells):
        met = [[cell for cell in cells if (cell.fault, cell.phase) == (fault, phase)] for phase in phases]
        lines.append(f"| {fault} | " + " | ".join(" / ".join(map(_told, each)) or "–" for each in met) + " |")
    return "\n".join(lines)


def _told(cell: Cell) -> str:
    silent = "" if cell.silent_seconds is None else f" {cell.silent_seconds:.1f}"
    return f"{cell.disposition or 'no end'}{silent}{' **broken**' if cell.broken else ''}"
