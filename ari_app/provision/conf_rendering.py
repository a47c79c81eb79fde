"""Fills the placeholders of `asterisk_conf/`: for a private Asterisk, and for an administrator's live PBX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ari_app.core.errors import Damaged

_PLACEHOLDER = re.compile(r"@([A-Z][A-Z_]*)@")


def render(text: str, values: Mapping[str, str], source: str) -> str:
    """`text` with each @NAME@ replaced. Raises Damaged, naming `source`, for a name without a value."""

    def value(match: re.Match[str]) -> str:
        try:
            return values[match.group(1)]
        except KeyError:
            raise Damaged(f"{source} has an unknown placeholder {match.group(0)}") from None

    return _PLACEHOLDER.sub(value, text)


def render_folder(source: Path, target: Path, values: Mapping[str, str]) -> None:
    """Render every .conf file of one folder into another; only the owner may read them."""
    files = sorted(source.glob("*.conf"))
    if not files:
        raise Damaged(f"no configuration files in {source}", mend="reinstall the program")
    target.mkdir(parents=True, exist_ok=True)
    for file in files:
        made = target / file.name
        made.touch(mode=0o600)
        made.write_text(render(file.read_text(), values, file.name))
