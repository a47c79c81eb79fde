"""Typed fields out of parsed JSON; a wrong one is named by its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from ari_app.core.errors import WrongInput

_MOST = 1e15


def mapping(value: object, place: str) -> Mapping[str, object]:
    """`value` as a JSON object. Raises WrongInput."""
    if not isinstance(value, Mapping):
        raise WrongInput(f"{place} must be a JSON object")
    return value


def sequence(data: Mapping[str, object], key: str, place: str) -> list[object]:
    """The list under `key`, empty when it is absent. Raises WrongInput."""
    value = data.get(key, [])
    if not isinstance(value, list):
        raise WrongInput(f"{place}: {key} must be a list")
    return value


def text(data: Mapping[str, object], key: str, place: str, default: str | None = None) -> str:
    """The text under `key`; without `default` it must be there and not be empty. Raises WrongInput."""
    value = data.get(key, default)
    if not isinstance(value, str) or (default is None and not value):
        raise WrongInput(f"{place}: {key} must be a text")
    return value


def texts(data: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
    """The list of texts under `key`. Raises WrongInput."""
    values = sequence(data, key, place)
    found = tuple(value for value in values if isinstance(value, str) and value)
    if len(found) < len(values):
        raise WrongInput(f"{place}: {key} must be a list of texts")
    return found


def number(data: Mapping[str, object], key: str, place: str, default: float | None = None) -> float:
    """The number under `key`. Raises WrongInput."""
    value = data.get(key, default)
    if isinstance(value, bool) or not is_number(value):
        raise WrongInput(f"{place}: {key} must be a number")
    return float(value)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether it is a number that can be compared and counted with: neither endless nor NaN."""
    return isinstance(value, int | float) and -_MOST < value < _MOST


def refuse_unknown(data: Mapping[str, object], known: frozenset[str], place: str) -> None:
    """Raise WrongInput for a key that is none of `known`."""
    unknown = set(data) - known
    if unknown:
        raise WrongInput(f"{place}: unknown key {sorted(unknown)[0]!r}")


def whole(data: Mapping[str, object], key: str, place: str, default: int) -> int:
    """The whole number under `key`. Raises WrongInput."""
    value = number(data, key, place, default)
    if value != int(value):
        raise WrongInput(f"{place}: {key} must be a whole number")
    return int(value)
