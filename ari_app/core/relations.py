"""Who may answer for a patient, and what they are to him."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What somebody who may answer for a patient is to him."""

    SPOUSE = "spouse"
    SON = "son"
    DAUGHTER = "daughter"
    CHILD = "child"
    SON_IN_LAW = "son_in_law"
    DAUGHTER_IN_LAW = "daughter_in_law"
    GRANDCHILD = "grandchild"
    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    UNCLE = "uncle"
    AUNT = "aunt"
    RELATIVE = "relative"
    FRIEND = "friend"
    CAREGIVER = "caregiver"


NO_GUARDIANS = frozenset(
    {
        Relation.SPOUSE,
        Relation.SON,
        Relation.DAUGHTER,
        Relation.CHILD,
        Relation.SON_IN_LAW,
        Relation.DAUGHTER_IN_LAW,
        Relation.GRANDCHILD,
    }
)
"""Relations that a minor's guardian cannot have."""


class RelativeRole(StrEnum):
    """Why a relative may answer."""

    MAY_ANSWER = "may_answer"
    GUARDIAN = "guardian"
