"""What the dialogue is told about a patient, from what is stored of him."""

from __future__ import annotations

from datetime import date

from ari_app.core.errors import WrongInput
from ari_app.core.relations import Relation
from ari_app.dialogue.script import ADULT_AGE, Patient
from ari_app.store.contacts import CallTarget

OLDEST_AGE = 120
# relations that stand for two
_WIDER: dict[str, tuple[str, ...]] = {
    Relation.CHILD: (Relation.SON, Relation.DAUGHTER),
    Relation.PARENT: (Relation.MOTHER, Relation.FATHER),
}


def patient_of(target: CallTarget, today: date) -> Patient:
    """The patient as he is on `today` in the hospital's time zone.

    Both parents may answer for a child; of other guardians the one recorded first. An adult's age is the one that
    he reaches this year: only the year of birth is stored.
    """
    return Patient(
        name=target.patient_name,
        age=_age(target, today),
        relatives_allowed=target.relatives.union(*(_WIDER.get(each, ()) for each in target.relatives)),
        guardian_relation=_guardian(target.guardians),
        history=target.past.numbers,
        last_answers=target.past.latest,
    )


def _age(target: CallTarget, today: date) -> int | None:
    minor = None if target.minor_until is None else age_of_minor(target.minor_until, today)
    if minor is not None or target.birth_year is None:
        return minor
    this_year = max(0, today.year - target.birth_year)
    return this_year if target.minor_until is None else max(ADULT_AGE, this_year)


def _guardian(guardians: tuple[str, ...]) -> str | None:
    """The one who answers; None for both parents, whom the dialogue takes where no one else is named."""
    parents = {Relation.PARENT, *_WIDER[Relation.PARENT]}
    if not guardians or (
        parents.issuperset(guardians) and (len(guardians) > 1 or Relation.PARENT in guardians)
    ):
        return None
    return guardians[0]


def age_of_minor(minor_until: date, today: date) -> int | None:
    """Years of age of somebody who comes of age on `minor_until`; None once he has."""
    if today >= minor_until:
        return None
    years_left = minor_until.year - today.year
    if (today.month, today.day) < (minor_until.month, minor_until.day):
        years_left += 1
    return max(0, ADULT_AGE - years_left)


def check_minor_until(minor_until: date, today: date) -> None:
    """Raises WrongInput for a day that no minor comes of age on."""
    latest = date(today.year + ADULT_AGE, today.month, min(today.day, 28))
    if not today < minor_until or (minor_until - latest).days > 3:
        raise WrongInput(
            "the patient comes of age in the past or in more than 18 years",
            mend="give the day of the 18th birthday of a minor; leave it out for an adult",
        )


def check_birth_year(birth_year: int, minor_until: date | None, today: date) -> None:
    """Raises WrongInput for a year in which nobody alive was born, or that contradicts the coming of age."""
    if not 0 <= today.year - birth_year <= OLDEST_AGE:
        raise WrongInput(
            f"nobody alive was born in {birth_year}", mend="give the year of birth, such as 1950"
        )
    if minor_until is not None and minor_until.year - ADULT_AGE != birth_year:
        raise WrongInput(
            "the year of birth and the day of coming of age do not fit",
            mend="for a minor leave the year of birth out",
        )
