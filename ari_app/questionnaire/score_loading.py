"""Reading a score: which items are summed, and how the sum is banded."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.errors import WrongInput
from ari_app.questionnaire.fields import mapping, number, refuse_unknown, sequence, text, texts
from ari_app.questionnaire.questionnaire import Band, Coding, MissingPolicy, Score

_SCORE_KEYS = frozenset({"code", "bandCode", "coding", "item", "missing", "band"})
_BAND_KEYS = frozenset({"code", "low", "high", "display"})


def read_score(entry: object, place: str) -> Score:
    """One entry of `score`. Raises WrongInput."""
    data = mapping(entry, place)
    refuse_unknown(data, _SCORE_KEYS, place)
    return Score(
        code=text(data, "code", place),
        items=texts(data, "item", place),
        bands=tuple(_band(one, f"{place}.band") for one in sequence(data, "band", place)),
        band_code=text(data, "bandCode", place, ""),
        missing=_missing(data, place),
        codes=read_codings(data, "coding", place),
    )


def read_codings(data: Mapping[str, object], key: str, place: str) -> tuple[Coding, ...]:
    """The list of codings under `key`. Raises WrongInput."""
    entries = [mapping(entry, f"{place}.{key}") for entry in sequence(data, key, place)]
    return tuple(
        Coding(text(entry, "system", f"{place}.{key}"), text(entry, "code", f"{place}.{key}"))
        for entry in entries
    )


def _band(entry: object, place: str) -> Band:
    data = mapping(entry, place)
    refuse_unknown(data, _BAND_KEYS, place)
    code = text(data, "code", place)
    return Band(
        code, number(data, "low", place), number(data, "high", place), text(data, "display", place, code)
    )


def _missing(data: Mapping[str, object], place: str) -> MissingPolicy:
    try:
        return MissingPolicy(text(data, "missing", place, MissingPolicy.ALL_REQUIRED))
    except ValueError as error:
        raise WrongInput(f"{place}: unknown missing policy {data.get('missing')!r}") from error
