"""The numbers of the alert rules that a hospital may set, each within bounds that keep it safe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Priority

SLA_NAMES: Mapping[Priority, str] = {each: f"sla_{each.lower()}" for each in Priority}
"""The threshold of each priority: within how many minutes somebody must act."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that rules compare with, and from `least` to `most` what it may be set to, both included."""

    name: str
    value: float
    least: float
    most: float

    def __post_init__(self) -> None:
        if not self.least <= self.value <= self.most:
            raise ValueError(
                f"threshold {self.name} is {self.value:g}, not from {self.least:g} to {self.most:g}"
            )

    def check(self, value: float) -> None:
        """Raises WrongInput for a value outside the bounds (NaN too), or minutes that are not whole."""
        if not self.least <= value <= self.most:
            raise WrongInput(
                f"threshold {self.name} cannot be {value:g}: it goes from {self.least:g} to {self.most:g}"
            )
        if self.name in SLA_NAMES.values() and value != int(value):
            raise WrongInput(f"threshold {self.name} cannot be {value:g}: it is in whole minutes")

    def nearest(self, value: float) -> float:
        """The value, or the bound that it lies beyond."""
        return min(max(value, self.least), self.most)


def threshold(name: str, data: object) -> Threshold:
    """One threshold of a rule file. Raises ValueError."""
    match data:
        case {
            "value": int() | float() as value,
            "least": int() | float() as least,
            "most": int() | float() as most,
        }:
            return Threshold(name, float(value), float(least), float(most))
        case _:
            raise ValueError(f"threshold {name} needs the numbers value, least and most")
