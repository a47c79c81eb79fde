"""Which recognizer hears which question is told in the settings, and a name that is none is told before any call."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ari_app.config.settings import SpeechSettings
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import RecognitionStream
from ari_app.speech.routed_recognizer import RoutedRecognizer

ENGINES = {"digits": {"url": "ws://127.0.0.1:2701"}, "dialect": {"url": "wss://asr.example:443"}}


class Never:
    """A recognizer that nobody opens."""

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        raise AssertionError


def settings(**engine_for: dict[str, str]) -> SpeechSettings:
    return SpeechSettings.model_validate({"engines": ENGINES, "engine_for": engine_for})


@pytest.mark.parametrize(
    "code, qtype, questionnaire, engine",
    [
        ("verify", QType.ID_TAIL, "q_risk_v1", "digits"),
        ("verify", QType.ID_TAIL, "q_postop_v1", "dialect"),
        ("pain_vas", QType.NRS, "q_postop_v1", "dialect"),
        ("temp", QType.TEMPERATURE, "q_postop_v1", "digits"),
        ("abnormal", QType.YES_NO, "q_postop_v1", "default"),
        ("abnormal", QType.YES_NO, "q_risk_v1", "default"),
    ],
)
def test_the_narrowest_rule_wins(code: str, qtype: QType, questionnaire: str, engine: str) -> None:
    speech = settings(
        types={"id_tail": "digits"},
        questionnaires={
            "q_postop_v1": "dialect",
            "q_postop_v1/temp": "digits",
            "q_postop_v1/abnormal": "default",
        },
    )
    router = RoutedRecognizer(Never(), {name: Never() for name in ENGINES}, speech.engine_for.routes)
    asked = Expectation(code, qtype, "", questionnaire=questionnaire)
    assert router.engine_for(asked) == engine


@pytest.mark.parametrize(
    "engine_for, says",
    [
        ({"types": {"nrs": "digit"}}, "digit"),
        ({"types": {"pain": "digits"}}, "pain"),
        ({"questionnaires": {"q_postop_v1": "other"}}, "other"),
        ({"type": {"nrs": "digits"}}, "type"),
    ],
)
def test_a_name_that_is_none_is_an_error(engine_for: dict[str, dict[str, str]], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        settings(**engine_for)


def test_without_further_engines_all_is_heard_by_the_default_one() -> None:
    assert SpeechSettings().engine_for.routes == {}
