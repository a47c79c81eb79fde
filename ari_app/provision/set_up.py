"""The whole set-up: each part looked at, the missing and damaged ones put in place, one set-up at a time."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ari_app.core.errors import Conflict, Unavailable
from ari_app.provision import asterisk_prefix, manifest, models, node_program, postgres_binaries
from ari_app.provision import python_environment as environment
from ari_app.provision.layout import Layout
from ari_app.provision.progress import Progress, Step, megabytes
from ari_app.provision.registry import Registry

LEAST_FREE_BYTES = {
    "base": 500_000_000,
    "full": 3_000_000_000,
    "engines": 3_300_000_000,
    "tests": 3_700_000_000,
}
LOCK_SECONDS = 1800.0


def set_up(layout: Layout, layer: str, progress: Progress) -> None:
    """Put `layer` in place, each with all that is in the one before it.

    `base`: the environment without models. `full`: all that calls need. `engines`: the optional engines.
    `tests`: models that only tests use.

    Parts that are whole are left alone. Raises AppError with the mend; what was finished until then stays.
    """
    if layout.given is not None and not layout.given.is_dir():
        raise Unavailable(f"the given folder {layout.given} is not there", mend="name an existing folder")
    _make_folder(layout)
    with only_one(layout.runtime, progress):
        done = _put_all(layout, layer, progress)
        shutil.rmtree(layout.downloads, ignore_errors=True)
    if done:
        progress.say(f"ready after {progress.seconds:.1f} s, {megabytes(progress.fetched)} fetched")
    else:
        progress.say(f"everything is in place (looked at in {progress.seconds:.1f} s)")


def _put_all(layout: Layout, layer: str, progress: Progress) -> int:
    """Put each part that needs it in place; how many did."""
    listed = manifest.load()
    done = 0
    python_layer = "engines" if layer == "tests" else layer
    if why := environment.fault(layout, python_layer):
        _need_room(layout, layer)
        with _told(progress, "Python environment", why) as step:
            environment.put(layout, python_layer, step)
        done += 1
    if layer == "base":
        return done
    if why := asterisk_prefix.fault(layout, listed):
        with _told(progress, "Asterisk", why) as step:
            asterisk_prefix.put(layout, listed, step)
        done += 1
    registry = Registry(layout, npm=lambda step: node_program.npm_words(layout, listed, step))
    if why := postgres_binaries.fault(layout, listed):
        with _told(progress, "PostgreSQL", why) as step:
            postgres_binaries.put(layout, listed, registry, step)
        done += 1
    for part in models.PARTS + (models.TEST_PARTS if layer == "tests" else ()):
        broken = models.broken_files(layout, listed, part)
        if broken or not models.is_noted(layout, listed, part):
            with _told(progress, part, f"{len(broken)} files to fetch" if broken else "") as step:
                models.put(layout, listed, part, registry, step)
            done += 1
    return done


@contextmanager
def _told(progress: Progress, name: str, why: str) -> Iterator[Step]:
    with progress.step(name) as step:
        if why and "none yet" not in why:
            step.note(why)
        yield step


def _make_folder(layout: Layout) -> None:
    try:
        layout.runtime.mkdir(parents=True, exist_ok=True)
        (layout.runtime / ".writable").touch()
        (layout.runtime / ".writable").unlink()
    except OSError as error:
        raise Unavailable(
            f"{layout.runtime} cannot be written: {error.strerror}",
            mend="run it as the owner of this folder",
        ) from error


def _need_room(layout: Layout, layer: str) -> None:
    free = shutil.disk_usage(layout.runtime).free
    if free < LEAST_FREE_BYTES[layer]:
        raise Unavailable(
            f"only {megabytes(free)} are free at {layout.runtime}",
            mend=f"make room for {megabytes(LEAST_FREE_BYTES[layer])}",
        )


@contextmanager
def only_one(runtime: Path, progress: Progress, patience_seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the set-up's lock; a second set-up waits for the first. The lock ends with its process."""
    with (runtime / "provision.lock").open("w") as lock:
        end = time.monotonic() + patience_seconds
        waited = False
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise Conflict(
                        "another set-up of this checkout does not end", mend="end it, then run this one again"
                    ) from None
                if not waited:
                    progress.say("  another set-up of this checkout is under way; waiting for it")
                    waited = True
                time.sleep(0.2)
        yield
