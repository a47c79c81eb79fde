"""Which recognizer hears which question is told in the settings, and a name that is none is told before any call."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from ari_app.config.settings import SpeechSettings
from ari_app.core.errors import Unavailable
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import RecognitionStream, Transcript
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


@pytest.mark.parametrize(
    "tag, says", [("cantonese!", "no language tag"), ("粤语", "no language tag"), ("yue", "names the engine")]
)
def test_a_language_needs_a_tag_and_an_engine(tag: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        SpeechSettings.model_validate({"engine_for_language": {tag: "cantonese"}})


class Named:
    """A recognizer that only tells who was asked."""

    def __init__(self, name: str, asked: list[str], *, is_away: bool = False) -> None:
        self._name, self._asked, self._is_away = name, asked, is_away

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        self._asked.append(self._name)
        if self._is_away:
            raise Unavailable("away")
        return NoStream()


class NoStream:
    """Hears nothing."""

    async def feed(self, pcm: bytes) -> None:
        pass

    async def hypothesis(self) -> Transcript | None:
        return None

    async def finish(self) -> Transcript:
        return Transcript("", "", 0.0, final=True)

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "language, is_away, opened",
    [
        (None, False, ["default", "digits", "default"]),
        ("zh", False, ["default", "digits", "default"]),
        ("zh-min-nan", False, ["default", "digits", "default"]),
        ("yue", False, ["default", "dialect", "dialect"]),
        ("YUE-Hant-HK", False, ["default", "dialect", "dialect"]),
        ("yue", True, ["default", "dialect", "digits", "dialect", "default"]),
    ],
)
async def test_a_language_wins_over_the_question_once_one_was_asked(
    language: str | None, is_away: bool, opened: list[str]
) -> None:
    """Before the first question the carrier speaks; an engine that is away leaves the question to its usual one."""
    asked: list[str] = []
    engines = {"digits": Named("digits", asked), "dialect": Named("dialect", asked, is_away=is_away)}
    router = RoutedRecognizer(Named("default", asked), engines, {"id_tail": "digits"}, {"Yue": "dialect"})
    recognizer = router.for_language(language)
    for expectation in (None, Expectation("verify", QType.ID_TAIL, ""), None):
        await recognizer.open(expectation)
    assert asked == opened
