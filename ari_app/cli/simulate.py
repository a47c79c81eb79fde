"""`ari-app simulate`: scenarios in, results out, one JSON a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC

from ari_app.dialogue.script import Script
from ari_app.lab import text_simulation
from ari_app.lab.scenario import Scenario
from ari_app.wiring.instruments import build_script

HOSPITAL = "仁和医院"


def run(lines: Iterable[str]) -> Iterator[str]:
    """Play each scenario in text; needs no database, no Asterisk and no model."""
    return text_simulation.run(lines, make_script)


def make_script(scenario: Scenario) -> Script:
    """The script of a scenario's call."""
    script = build_script(
        scenario.questionnaire,
        hospital=HOSPITAL,
        patient=scenario.patient,
        identity=scenario,
        zone=scenario.now.tzinfo or UTC,
        agents_available=scenario.agents > 0,
        appointment=scenario.appointment,
    )
    return replace(script, called_in=scenario.called_in)
