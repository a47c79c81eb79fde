"""The forms of records that are handed out; apart, so that the list of commands loads fast."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How the records are written."""

    JSON = "json"
    CSV = "csv"
    FHIR = "fhir"
