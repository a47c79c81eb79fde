"""Which questionnaire a follow-up of a campaign is asked: by department, disease and point of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ari_app.core.errors import WrongInput
from ari_app.policy.selection import Visit, code_fits


@dataclass(frozen=True, slots=True)
class Template:
    """All that is given must fit; what is empty fits everybody, and something is given.

    Codes fit by their beginning, as in a selection; `plan_days` are points such as T+3, as the list writes them.
    """

    questionnaire: str
    departments: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    plan_days: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (self.departments or self.diagnoses or self.procedures or self.plan_days):
            raise WrongInput(
                "a template that names no department, disease or point fits everybody",
                mend="make its questionnaire the campaign's own",
            )

    def fits(self, visit: Visit, plan_day: str | None) -> bool:
        """Whether the follow-up is asked this template's questionnaire."""
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
    """The place of the first that fits; None when none does."""
    return next((place for place, each in enumerate(templates) if each.fits(visit, plan_day)), None)


def check_order(templates: Sequence[Template]) -> None:
    """Raises WrongInput for one that no follow-up could reach, since an earlier one takes everybody."""
    for place, each in enumerate(templates):
        for earlier in range(place):
            if templates[earlier].covers(each):
                raise WrongInput(
                    f"template {place + 1} is never asked: template {earlier + 1} fits everybody whom it fits",
                    mend="put the narrower one first",
                )


def _holds(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


def _begins(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and all(code_fits(wide, (each,)) for each in narrow))
