"""The FHIR words that export and import share: types, units, extensions and code systems."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.core.vocabulary import QType

BASE = "https://followup.example.org/fhir"
"""Where our extensions and code systems are named; a name, not a page that is fetched."""
IDENTIFIER_SYSTEM = f"{BASE}/questionnaire-code"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
UCUM = "http://unitsofmeasure.org"
LOINC = "http://loinc.org"

SYSTOLIC, DIASTOLIC = ("sys", "8480-6"), ("dia", "8462-4")
"""The two parts of a blood pressure: our suffix and the LOINC code."""

TYPES: Mapping[QType, str] = {
    QType.NRS: "integer",
    QType.RATING_1_10: "integer",
    QType.ADHERENCE_PCT: "integer",
    QType.COUNT_WEEK: "integer",
    QType.TEMPERATURE: "decimal",
    QType.GLUCOSE: "decimal",
    QType.YES_NO: "boolean",
    QType.CHOICE: "choice",
    QType.CHOICES: "choice",
    QType.OPEN_TEXT: "text",
    QType.BLOOD_PRESSURE: "group",
    QType.RESCHEDULE: "string",
}
"""FHIR R4 item types. The kinds that are asked in front of the items have none."""


def own(name: str) -> str:
    """The URL of one of our extensions."""
    return f"{BASE}/StructureDefinition/{name}"


def option_system(questionnaire: str, link_id: str) -> str:
    """The code system of an item's options."""
    return f"{BASE}/CodeSystem/{questionnaire}-{link_id}"
