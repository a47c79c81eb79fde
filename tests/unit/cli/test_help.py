"""Every command says what it does, and every option what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from ari_app.cli.main import app
from ari_app.config.settings import SpeechSettings
from ari_app.speech.voices import KOKORO_VOICES


def commands(group: Any, prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in getattr(group, "commands", {}).items():
        yield (*prefix, name)
        yield from commands(command, (*prefix, name))


def command_of(words: tuple[str, ...]) -> Any:
    found: Any = get_command(app)
    for word in words:
        found = found.commands[word]
    return found


ALL = sorted(commands(get_command(app)))


def test_the_promised_commands_are_there() -> None:
    promised = {"call", "run", "asr", "doctor", "migrate", "understand", "simulate", "demo", "reparse"}
    assert promised | {"config"} <= {words[0] for words in ALL}
    assert ("config", "check") in ALL


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_a_command_says_what_it_and_its_options_do(words: tuple[str, ...]) -> None:
    command = command_of(words)
    assert command.help
    first = command.help.strip().splitlines()[0]
    assert first[0].isupper()
    assert len(first.split()) >= 4
    lacking = [option.name for option in command.params if not getattr(option, "help", None)]
    assert not lacking
    shown = CliRunner().invoke(app, [*words, "--help"])
    assert shown.exit_code == 0
    assert first.split(".")[0][:40] in " ".join(shown.output.split())


def test_the_voices_that_the_settings_can_name_are_listed() -> None:
    shown = CliRunner().invoke(app, ["voices"])
    assert shown.exit_code == 0
    assert all(voice.name in shown.output and voice.label in shown.output for voice in KOKORO_VOICES)
    assert SpeechSettings().voice in shown.output
