"""The wording of a node's calls: the usual one, and another one that a share of the patients hears."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ari_app.config.settings import WordingSettings
from ari_app.core.errors import ConfigError
from ari_app.core.shares import share_point
from ari_app.dialogue.prompt_lint import script_findings
from ari_app.dialogue.prompt_text import PromptTexts, load
from ari_app.wiring import instruments

USUAL, OTHER = "a", "b"


@dataclass(frozen=True, slots=True)
class Wordings:
    """Without `other` everybody hears the usual wording, and no variant is stored."""

    other: PromptTexts | None = None
    share: float = 0.0

    def variant_of(self, patient_id: UUID) -> str | None:
        """Which wording the patient hears in each of his calls while these two are compared; None without another."""
        if self.other is None:
            return None
        point = share_point(f"wording:{self.other.version}", str(patient_id))
        return OTHER if point < self.share else USUAL

    def of(self, variant: str | None) -> PromptTexts:
        """The wording of a variant; the usual one where the other is not there any more."""
        return self.other if variant == OTHER and self.other is not None else instruments.prompts()


ONE_WORDING = Wordings()


def open_wordings(settings: WordingSettings) -> Wordings:
    """Read the other wording, which must pass every check of the usual one. Raises ConfigError."""
    if settings.other is None:
        return ONE_WORDING
    other, usual = read_wording(settings.other), instruments.prompts()
    if other.version == usual.version:
        raise ConfigError(
            f"wording.other has the version of the usual wording, {usual.version}",
            mend="give it another version, so that calls tell which one they spoke",
        )
    return Wordings(other, settings.share)


def read_wording(path: Path) -> PromptTexts:
    """The wording in a file. Raises ConfigError when it cannot be read or may not be spoken."""
    try:
        wording = load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the wording cannot be read: {path}", mend="give a file of UTF-8 JSON") from error
    found = script_findings(wording, instruments.prompts().prompts)
    if found:
        raise ConfigError(
            f"the wording {path} may not be spoken: {found[0]}",
            mend=f"{found[0].mend}; `ari-app script check {path}` lists all findings",
        )
    return wording
