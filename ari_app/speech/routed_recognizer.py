"""Several recognizers behind one port: which of them hears a question is configuration."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from ari_app.core.errors import Unavailable
from ari_app.core.language_tag import lookup
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import RecognitionStream, Recognizer

DEFAULT_ENGINE = "default"
_log = structlog.get_logger()


def route_keys(expectation: Expectation) -> tuple[str, ...]:
    """What may name an engine for a question, the narrowest first: the item, its questionnaire, its type."""
    questionnaire, code = expectation.questionnaire, expectation.code
    return (f"{questionnaire}/{code}", questionnaire, expectation.qtype.value)


class RoutedRecognizer:
    """Opens each utterance with the engine of its question; with the default one where that does not answer."""

    def __init__(
        self,
        default: Recognizer,
        engines: Mapping[str, Recognizer],
        routes: Mapping[str, str],
        languages: Mapping[str, str] | None = None,
    ) -> None:
        """`routes` maps what `route_keys` gives to a name in `engines`, or to `default`; `languages` maps BCP 47 tags.

        A tag also stands for what is narrower: yue for yue-hant-hk.
        """
        self._default = default
        self._engines = engines
        self._routes = routes
        self._languages = {tag.lower(): name for tag, name in (languages or {}).items()}

    def for_language(self, language: str | None) -> Recognizer:
        """What hears one call of a patient who speaks `language`: the engine of that language, for every question.

        Without one (None is Mandarin) and where it does not answer, each question's own.
        """
        found = (self._languages[tag] for tag in lookup(language or "") if tag in self._languages)
        name = next(found, DEFAULT_ENGINE)
        return self if name == DEFAULT_ENGINE else _Preferred(name, self._engines[name], self)

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        """Begin an utterance. Raises Unavailable when the default engine does not answer either."""
        name = DEFAULT_ENGINE if expectation is None else self.engine_for(expectation)
        if name != DEFAULT_ENGINE:
            try:
                return await self._engines[name].open(expectation)
            except Unavailable as error:
                _log.warning("engine_away", engine=name, reason=error.message)
        return await self._default.open(expectation)

    def engine_for(self, expectation: Expectation) -> str:
        """The name of the engine that hears the answer to a question."""
        found = (self._routes[key] for key in route_keys(expectation) if key in self._routes)
        return next(found, DEFAULT_ENGINE)


class _Preferred:
    """One call's: one engine from the first question on, others before it and where that engine does not answer.

    Before the first question the carrier's announcements are heard, whatever the patient speaks.
    """

    def __init__(self, name: str, engine: Recognizer, others: Recognizer) -> None:
        self._name = name
        self._engine = engine
        self._others = others
        self._was_asked = False

    async def open(self, expectation: Expectation | None) -> RecognitionStream:
        """Begin an utterance. Raises Unavailable when nobody answers."""
        self._was_asked = self._was_asked or expectation is not None
        if self._was_asked:
            try:
                return await self._engine.open(expectation)
            except Unavailable as error:
                _log.warning("engine_away", engine=self._name, reason=error.message)
        return await self._others.open(expectation)
