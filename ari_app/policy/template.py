"""What a follow-up of a campaign is asked, and from where on it alarms: by department, disease and point of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ari_app.core.errors import WrongInput
from ari_app.policy.selection import Visit, code_fits


@dataclass(frozen=True, slots=True)
class Template:
    """All that is given must fit; what is empty fits everybody, and something is given.

    Codes fit by their beginning, as in a selection; `plan_days` are points such as T+3, as the list writes them. It
    sets a questionnaire, `thresholds` of the alert rules by name, or both.
    """

    questionnaire: str | None
    departments: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    plan_days: tuple[str, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.questionnaire is None and not self.thresholds:
            raise WrongInput("a template sets a questionnaire or thresholds")
        if not (self.departments or self.diagnoses or self.procedures or self.plan_days):
            raise WrongInput(
                "a template that names no department, disease or point fits everybody",
                mend="set for the campaign what it sets",
            )

    @property
    def sets(self) -> frozenset[str]:
        """What it sets: the word questionnaire, and the names of thresholds with "threshold " before them."""
        asked = frozenset[str]() if self.questionnaire is None else frozenset({"questionnaire"})
        return asked | {f"threshold {name}" for name in self.thresholds}

    def fits(self, visit: Visit, plan_day: str | None) -> bool:
        """Whether it is meant for the follow-up."""
        return (
            (not self.departments or visit.department in self.departments)
            and code_fits(self.diagnoses, visit.diagnoses)
            and code_fits(self.procedures, visit.procedures)
            and (not self.plan_days or plan_day in self.plan_days)
        )

    def covers(self, other: Template) -> bool:
        """Whether everybody whom the other fits is fitted by this one too."""
        return (
            _holds(self.departments, other.departments)
            and _begins(self.diagnoses, other.diagnoses)
            and _begins(self.procedures, other.procedures)
            and _holds(self.plan_days, other.plan_days)
        )


def choose(templates: Sequence[Template], visit: Visit, plan_day: str | None) -> int | None:
    """The place of the first that fits and sets a questionnaire; None when none does."""
    return next(
        (
            place
            for place, each in enumerate(templates)
            if each.questionnaire is not None and each.fits(visit, plan_day)
        ),
        None,
    )


def thresholds_for(
    templates: Sequence[Template], usual: Mapping[str, float], visit: Visit, plan_day: str | None
) -> dict[str, float]:
    """Each threshold from the first template that fits and sets it, else the campaign's own of `usual`."""
    found = dict(usual)
    for each in reversed(templates):
        if each.fits(visit, plan_day):
            found.update(each.thresholds)
    return found


def check_order(templates: Sequence[Template]) -> None:
    """Raises WrongInput for one of which nothing is ever taken, since earlier ones set it for everybody."""
    for place, each in enumerate(templates):
        left = each.sets
        for earlier in range(place):
            if templates[earlier].covers(each):
                left -= templates[earlier].sets
            if not left:
                raise WrongInput(
                    f"template {place + 1} is never asked: template {earlier + 1} fits everybody whom it fits",
                    mend="put the narrower one first",
                )


def _holds(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _begins(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and all(code_fits(wide, (each,)) for each in narrow))
