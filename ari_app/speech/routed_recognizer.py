"""Several recognizers behind one port: which of them hears a question is configuration."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from ari_app.core.errors import Unavailable
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
        self, default: Recognizer, engines: Mapping[str, Recognizer], routes: Mapping[str, str]
    ) -> None:
        """`routes` maps what `route_keys` gives to a name in `engines`, or to `default`."""
        self._default = default
        self._engines = engines
        self._routes = routes

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
