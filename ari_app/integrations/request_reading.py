"""JSON of outside systems into a checked request; what is wrong with it is told field by field."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ari_app.core.errors import WrongInput

Request = TypeVar("Request", bound=BaseModel)


def read_request(kind: type[Request], text: str, whole: str) -> Request:
    """Read a request of that kind. Raises WrongInput that names every wrong field by its path; `whole` is all of it."""
    try:
        return kind.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        raise WrongInput(f"that is no JSON: {error.msg} in line {error.lineno}") from None
    except RecursionError:
        raise WrongInput("that JSON is nested too deeply") from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        told = (f"{'.'.join(map(str, each['loc'])) or whole}: {each['msg']}" for each in found)
        raise WrongInput("; ".join(told)) from None
