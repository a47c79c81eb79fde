"""Reading FHIR extensions."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.errors import WrongInput
from ari_app.questionnaire.fhir_terms import own
from ari_app.questionnaire.fields import mapping, sequence, text

Data = Mapping[str, object]


def entries(data: Data, url: str, place: str) -> list[Data]:
    """The extensions of that URL, in order. Raises WrongInput when the list is none."""
    found = [mapping(each, f"{place}.extension") for each in sequence(data, "extension", place)]
    return [each for each in found if each.get("url") == url]


def values(data: Data, url: str, place: str) -> list[object]:
    """The value of each extension of that URL, whichever value[x] it is. Raises WrongInput when it has none."""
    return [_value(each, place) for each in entries(data, url, place)]


def value(data: Data, url: str, place: str) -> object | None:
    """The one value of that URL, or None. Raises WrongInput when there are several."""
    found = values(data, url, place)
    if len(found) > 1:
        raise WrongInput(f"{place}: extension {url} is given twice")
    return found[0] if found else None


def own_text(data: Data, name: str, place: str) -> str | None:
    """The text of one of our extensions, or None. Raises WrongInput."""
    found = value(data, own(name), place)
    if found is not None and not isinstance(found, str):
        raise WrongInput(f"{place}: extension {name} must be a text")
    return found


def own_number(data: Data, name: str, place: str) -> float | None:
    """The number of one of our extensions, or None. Raises WrongInput."""
    found = value(data, own(name), place)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise WrongInput(f"{place}: extension {name} must be a number")
    return found


def coding_code(value: object, place: str) -> str:
    """The code of a Coding. Raises WrongInput."""
    return text(mapping(value, place), "code", place)


def _value(entry: Data, place: str) -> object:
    found = [each for key, each in entry.items() if key.startswith("value")]
    if len(found) != 1:
        raise WrongInput(f"{place}: extension {entry.get('url')} needs one value")
    return found[0]
