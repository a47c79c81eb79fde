"""`ari-app voices`: what can be chosen as the robot's voice."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from ari_app.speech.voices import ESPEAK_VOICES, KOKORO_VOICES


def show() -> None:
    """Print each voice with its name for the settings."""
    table = Table("speech.voice", "gender", "name", box=None, pad_edge=False)
    for voice in (*KOKORO_VOICES, *ESPEAK_VOICES):
        table.add_row(voice.name, voice.gender, voice.label)
    Console().print(table)
