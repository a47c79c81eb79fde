"""Identity factors can be compared, not read."""

from __future__ import annotations

from uuid import UUID

import pytest

from ari_app.core.vocabulary import IdentityFactor
from ari_app.store.encryption import FieldCipher
from ari_app.store.identity import IdentityDigestMatcher, identity_digest

PATIENT, OTHER = UUID(int=1), UUID(int=2)
CIPHER = FieldCipher({"a": bytes(32)}, active="a")


def matcher(cipher: FieldCipher = CIPHER) -> IdentityDigestMatcher:
    stored = {IdentityFactor.ID_TAIL: identity_digest(CIPHER, PATIENT, IdentityFactor.ID_TAIL, "441x")}
    return IdentityDigestMatcher(cipher, PATIENT, stored)


@pytest.mark.parametrize("said", ["441X", "441x", " 441X "])
def test_the_same_tail_matches(said: str) -> None:
    assert matcher().matches(IdentityFactor.ID_TAIL, said)


@pytest.mark.parametrize("said", ["", "4411", "41X4", "441", "0441X"])
def test_another_does_not(said: str) -> None:
    assert not matcher().matches(IdentityFactor.ID_TAIL, said)


def test_a_factor_that_is_not_stored_never_matches() -> None:
    assert not matcher().matches(IdentityFactor.BIRTH_MD, "08-02")
    assert not matcher().matches(IdentityFactor.NAME, "李秀英")
    assert matcher().factors == (IdentityFactor.ID_TAIL,)


def test_equal_tails_of_two_patients_look_different() -> None:
    factor = IdentityFactor.ID_TAIL
    assert identity_digest(CIPHER, PATIENT, factor, "4417") != identity_digest(CIPHER, OTHER, factor, "4417")


def test_it_still_matches_after_a_key_change() -> None:
    assert matcher(FieldCipher({"a": bytes(32), "b": b"b" * 32}, active="b")).matches(
        IdentityFactor.ID_TAIL, "441X"
    )
