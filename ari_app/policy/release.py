"""Grey release (灰度): a campaign begins with a few calls a day, goes on to departments, and ends with all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ari_app.core.errors import WrongInput


class ReleaseStage(StrEnum):
    """How far a campaign is released; a stage is only left for the next one by a person."""

    TRIAL = "trial"
    DEPARTMENTS = "departments"
    ALL = "all"


_NEXT = {ReleaseStage.TRIAL: ReleaseStage.DEPARTMENTS, ReleaseStage.DEPARTMENTS: ReleaseStage.ALL}


@dataclass(frozen=True, slots=True)
class Release:
    """`per_day` is the most first attempts a local day in the trial; `departments` those of its second stage.

    In the trial, `departments` narrow the choice too when any are named.
    """

    stage: ReleaseStage = ReleaseStage.ALL
    per_day: int = 20
    departments: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.per_day < 1:
            raise WrongInput("a trial needs at least one call a day")
        if self.stage is ReleaseStage.DEPARTMENTS and not self.departments:
            raise WrongInput(
                "a release by departments names none", mend="give the departments, or release to all"
            )

    def left_today(self, started_today: int) -> int | None:
        """How many more follow-ups may have their first attempt today; None: any number."""
        return max(0, self.per_day - started_today) if self.stage is ReleaseStage.TRIAL else None

    def admits(self, department: str | None, started_today: int, *, is_first_attempt: bool) -> bool:
        """Whether a follow-up may be dialed at this stage. One that was begun is always gone on with."""
        if not is_first_attempt or self.stage is ReleaseStage.ALL:
            return True
        if self.departments and department not in self.departments:
            return False
        return self.left_today(started_today) != 0

    def advanced(self) -> ReleaseStage:
        """The stage after this one. Raises WrongInput when all are released."""
        if self.stage not in _NEXT:
            raise WrongInput("the campaign is released to all already")
        if self.stage is ReleaseStage.TRIAL and not self.departments:
            return ReleaseStage.ALL
        return _NEXT[self.stage]
