"""Over what the audio goes, for every wish, version and set of modules that there may be."""

from __future__ import annotations

import pytest

from ari_app.ari.media_choice import MediaKind, MediaWish, choose

WEBSOCKET = frozenset({"chan_websocket.so"})
AUDIOSOCKET = frozenset({"chan_audiosocket.so", "res_audiosocket.so"})
BOTH = WEBSOCKET | AUDIOSOCKET


@pytest.mark.parametrize(
    ("wish", "version", "modules", "kind", "hertz", "why"),
    [
        ("auto", "22.10.1+dfsg", BOTH, "websocket", 16_000, "keeps the time"),
        ("auto", "22.10.1+dfsg", AUDIOSOCKET, "audiosocket", 16_000, "chan_websocket.so does not run"),
        ("auto", "22.7.0", BOTH, "audiosocket", 16_000, "Asterisk 22.7.0"),
        ("auto", "22.5.2", BOTH, "audiosocket", 8_000, "steered with JSON"),
        ("auto", "20.6.0~dfsg", AUDIOSOCKET, "audiosocket", 8_000, "Asterisk 20.6.0"),
        ("auto", "18.26.4", AUDIOSOCKET, "audiosocket", 8_000, "Asterisk 18.26.4"),
        ("auto", "GIT-22-abc", BOTH, "websocket", 16_000, "keeps the time"),
        ("auto", "certified/20.7-cert3", AUDIOSOCKET, "audiosocket", 8_000, "chan_websocket.so does not run"),
        ("audiosocket", "22.10.1", BOTH, "audiosocket", 16_000, "asks for it"),
        ("audiosocket", "21.5.0", AUDIOSOCKET, "audiosocket", 8_000, "asks for it"),
        ("websocket", "23.2.0", WEBSOCKET, "websocket", 16_000, "keeps the time"),
    ],
)
def test_the_choice_and_its_reason(
    wish: MediaWish, version: str, modules: frozenset[str], kind: str, hertz: int, why: str
) -> None:
    choice = choose(wish, version, modules)
    assert (choice.kind, choice.hertz, choice.findings) == (MediaKind(kind), hertz, ())
    assert why in choice.why


@pytest.mark.parametrize(
    ("wish", "version", "modules", "says", "mends"),
    [
        (
            "auto",
            "22.10.1",
            frozenset(),
            "chan_audiosocket.so",
            ["load chan_audiosocket.so", "load chan_websocket.so"],
        ),
        ("auto", "20.6.0", frozenset(), "Asterisk 20.6.0", ["load chan_audiosocket.so", "22.8"]),
        ("auto", "20.6.0", frozenset({"chan_audiosocket.so"}), "res_audiosocket.so", ["chan_audiosocket.so"]),
        ("audiosocket", "22.10.1", WEBSOCKET, "asks for it", ["load chan_audiosocket.so"]),
        ("websocket", "22.10.1", AUDIOSOCKET, "chan_websocket.so", ["load chan_websocket.so", '"auto"']),
        ("websocket", "20.6.0", BOTH, "20.6.0", ["22.8", '"auto"']),
    ],
)
def test_where_none_can_be_had_the_mend_is_told(
    wish: MediaWish, version: str, modules: frozenset[str], says: str, mends: list[str]
) -> None:
    choice = choose(wish, version, modules)
    (finding,) = choice.findings
    assert choice.kind is None
    assert finding.fatal
    assert says in finding.message
    assert [part for part in mends if part not in finding.mend] == []
