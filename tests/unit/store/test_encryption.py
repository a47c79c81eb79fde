"""Sealed columns: opened only in their place and with their key."""

from __future__ import annotations

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.core.errors import ConfigError, Damaged, Refused
from ari_app.store.encryption import FieldCipher, parse_key

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
ROW, OTHER_ROW = UUID(int=1), UUID(int=2)
COLUMN = "patients.name_encrypted"


def cipher() -> FieldCipher:
    return FieldCipher({"old": OLD}, active="old")


@given(st.text())
def test_what_is_sealed_opens_again(text: str) -> None:
    assert cipher().open(cipher().seal(text, COLUMN, ROW), COLUMN, ROW) == text


def test_the_same_text_never_looks_the_same() -> None:
    assert cipher().seal("李秀英", COLUMN, ROW) != cipher().seal("李秀英", COLUMN, ROW)


@pytest.mark.parametrize(("column", "row"), [(COLUMN, OTHER_ROW), ("turns.text_encrypted", ROW)])
def test_a_value_moved_elsewhere_does_not_open(column: str, row: UUID) -> None:
    with pytest.raises(Damaged):
        cipher().open(cipher().seal("李秀英", COLUMN, ROW), column, row)


def test_no_byte_can_be_changed_or_cut() -> None:
    sealed = cipher().seal("李秀英", COLUMN, ROW)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises((Damaged, Refused)):
            cipher().open(bytes(changed), COLUMN, ROW)
        with pytest.raises((Damaged, Refused)):
            cipher().open(sealed[:position], COLUMN, ROW)


def test_after_a_key_change_old_values_open_and_new_ones_use_the_new_key() -> None:
    both = FieldCipher({"old": OLD, "new": NEW}, active="new")
    assert both.open(cipher().seal("旧", COLUMN, ROW), COLUMN, ROW) == "旧"
    with pytest.raises(Refused, match="key 'new', which is not configured"):
        cipher().open(both.seal("新", COLUMN, ROW), COLUMN, ROW)
    assert cipher().digest("phone", "+8613800000002") in both.digests("phone", "+8613800000002")


def test_digests_differ_by_purpose_value_and_key() -> None:
    other = FieldCipher({"old": NEW}, active="old")
    digests = {
        cipher().digest("phone", "1"),
        cipher().digest("identity", "1"),
        cipher().digest("phone", "2"),
        other.digest("phone", "1"),
    }
    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {32}


def test_a_key_is_read_from_base64() -> None:
    assert parse_key(base64.b64encode(OLD).decode() + "\n") == OLD


@pytest.mark.parametrize("text", ["", "short", "!" * 44, base64.b64encode(b"x" * 31).decode()])
def test_anything_else_is_no_key_and_is_not_repeated(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_key(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "active"), [({}, "a"), ({"a": OLD}, "b"), ({"ä": OLD}, "ä"), ({"a": b"x"}, "a")]
)
def test_unusable_keys_are_refused(keys: dict[str, bytes], active: str) -> None:
    with pytest.raises(ConfigError):
        FieldCipher(keys, active)
