"""`ari-app death`: what its subcommands do."""

from __future__ import annotations

import getpass
from pathlib import Path

from ari_app.cli.store_session import with_store
from ari_app.store.deaths import Correction
from ari_app.wiring import deaths
from ari_app.wiring.system import SystemClock


def take_back(config: Path | None, patient: str, reason: str) -> None:
    """Take it back, and tell what a person has to do now."""
    correction = Correction(getpass.getuser(), reason)
    names = with_store(
        config,
        lambda store, hospital: deaths.take_back(store, hospital, patient, correction, SystemClock().now()),
    )
    print(f"patient {patient} is not entered as deceased any more")
    for name in names:
        print(f"work for a person: follow-up {name}")
    if not names:
        print("no follow-up had been canceled for it")
