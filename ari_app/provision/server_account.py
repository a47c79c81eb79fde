"""Under whom a private server runs when we are root, and a folder that this account can reach."""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from ari_app.core.errors import Refused

_UNPRIVILEGED = ("postgres", "nobody")
_FALLBACK_PARENT = Path("/var/tmp")


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """Numeric user and group of a server process."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may pass through the folder and all above it."""
        return all(self._may_search(part) for part in (folder, *folder.parents))

    def _may_search(self, folder: Path) -> bool:
        info = folder.stat()
        if info.st_uid == self.uid:
            return bool(info.st_mode & stat.S_IXUSR)
        if info.st_gid == self.gid:
            return bool(info.st_mode & stat.S_IXGRP)
        return bool(info.st_mode & stat.S_IXOTH)


def other_account() -> ServerAccount | None:
    """An unprivileged account when we are root, because PostgreSQL refuses to run as root; else None."""
    if os.geteuid() != 0:
        return None
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerAccount(entry.pw_uid, entry.pw_gid)
    return ServerAccount(65534, 65534)


def reachable_folder(wanted: Path) -> Path:
    """`wanted`, made if needed, when the server's account can reach it.

    Otherwise (root's home is closed to others) a folder of our own under /var/tmp, always the same for the
    same `wanted`. Raises Refused when somebody else owns that one.
    """
    wanted.mkdir(parents=True, exist_ok=True)
    folder = wanted.resolve()
    account = other_account()
    if account is None or account.can_enter(folder):
        return folder
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    fallback = _FALLBACK_PARENT / f"ari-app-{name}"
    fallback.mkdir(mode=0o711, exist_ok=True)
    if fallback.is_symlink() or fallback.stat().st_uid != os.geteuid():
        raise Refused(f"{fallback} belongs to somebody else", mend=f"remove {fallback}")
    fallback.chmod(0o711)
    return fallback
