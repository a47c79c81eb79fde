"""What `ari-app call` makes of its options, before anything is opened."""

from __future__ import annotations

from datetime import date

import pytest

from ari_app.cli.place import BIRTH_VARIABLE, ID_TAIL_VARIABLE, request_from
from ari_app.core.errors import WrongInput
from ari_app.core.relations import Relation
from ari_app.wiring.call_requests import CallRequest


@pytest.fixture(autouse=True)
def _no_identity_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ID_TAIL_VARIABLE, raising=False)
    monkeypatch.delenv(BIRTH_VARIABLE, raising=False)


def request(
    phone: str = "13800000002",
    name: str = "李秀英",
    id_tail: str | None = "4417",
    birth: str | None = None,
    patient_id: str | None = None,
) -> CallRequest:
    return request_from(phone, "q_postop_v1", name, id_tail, birth, patient_id, None)


def test_what_was_typed_is_what_is_asked_for() -> None:
    made = request(id_tail="441x", birth="08-02", patient_id="p_7")
    assert made.phone.e164 == "+8613800000002"
    assert (made.id_tail, made.birth_md, made.patient_id) == ("441X", "08-02", "p_7")


def test_without_a_patient_id_the_number_names_the_patient() -> None:
    assert request().patient_id == "p_13800000002"


@pytest.mark.parametrize("phone", ["", "12345", "99999999999", "1380000000x", "+1 2"])
def test_an_impossible_number(phone: str) -> None:
    with pytest.raises(WrongInput):
        request(phone=phone)


@pytest.mark.parametrize("name", ["", "李", "Li Xiuying", "李秀英1", "李" * 13])
def test_a_name_that_cannot_be_asked_for(name: str) -> None:
    with pytest.raises(WrongInput, match="Chinese name"):
        request(name=name)


@pytest.mark.parametrize("id_tail", ["441", "44170", "x417", "四四一七"])
def test_an_id_tail_that_is_none(id_tail: str) -> None:
    with pytest.raises(WrongInput, match="four digits"):
        request(id_tail=id_tail)


@pytest.mark.parametrize("birth", ["13-01", "02-32", "8-2", "1958-08-02"])
def test_a_birthday_that_is_none(birth: str) -> None:
    with pytest.raises(WrongInput, match="MM-DD"):
        request(birth=birth)


def test_identity_details_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ID_TAIL_VARIABLE, "1234")
    monkeypatch.setenv(BIRTH_VARIABLE, "08-02")
    made = request(id_tail=None)
    assert (made.id_tail, made.birth_md) == ("1234", "08-02")
    assert request(id_tail="4417").id_tail == "4417"


@pytest.mark.parametrize("around", [None, ""])
def test_nobody_is_called_whose_identity_cannot_be_checked(
    monkeypatch: pytest.MonkeyPatch, around: str | None
) -> None:
    if around is not None:
        monkeypatch.setenv(ID_TAIL_VARIABLE, around)
    with pytest.raises(WrongInput, match="cannot check who answers") as raised:
        request(id_tail=None)
    assert raised.value.mend is not None
    assert ID_TAIL_VARIABLE in raised.value.mend


def family(
    minor_until: str | None = None, guardian: Relation | None = None, relatives: tuple[Relation, ...] = ()
) -> CallRequest:
    return request_from(
        "13800000002", "q_postop_v1", "李秀英", "4417", None, None, None, minor_until, relatives, guardian
    )


def test_a_minor_with_a_guardian_and_an_adult_with_relatives() -> None:
    minor = family("2030-05-01", Relation.MOTHER)
    assert (minor.minor_until, minor.guardian, minor.relatives) == (date(2030, 5, 1), Relation.MOTHER, None)
    assert family(relatives=(Relation.SON, Relation.SPOUSE)).relatives == (Relation.SON, Relation.SPOUSE)


@pytest.mark.parametrize("day", ["05-01", "2030-02-30", "20300501", "soon"])
def test_a_day_of_coming_of_age_that_is_none(day: str) -> None:
    with pytest.raises(WrongInput, match="--minor-until"):
        family(day)


def test_a_guardian_needs_a_minor_and_is_older() -> None:
    with pytest.raises(WrongInput, match="no minority is given"):
        family(guardian=Relation.MOTHER)
    with pytest.raises(WrongInput, match="cannot be a son"):
        family("2030-05-01", Relation.SON)
