"""The environment `.venv`: made by a bare Python, filled by pip from the lock files, the project editable."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sys
from pathlib import Path

from ari_app.core.errors import AppError, Unavailable
from ari_app.provision import pip_program, stamps
from ari_app.provision.layout import Layout
from ari_app.provision.process import ProgramFailed, run
from ari_app.provision.progress import Step, count_of
from ari_app.provision.registry import PIP_QUIET

LEAST_PYTHON = (3, 11)
LAYERS = ("base", "full", "engines")
STAMP = "python.json"
_NOT_COMPILED = (
    r"/(pypinyin_dict|phonenumbers/(geodata|carrierdata)|pygments/(lexers|styles)|pip|setuptools|mypy|mypyc"
    r"|onnxruntime/(transformers|tools|quantization)|huggingface_hub/(cli|inference)"
    r"|numpy/(f2py|distutils|typing)|build/lib|tests?)/"
)
_FETCHED = re.compile(r"^\s*Downloading \S+ \(([\d.]+) ([kMG]?B)\)")


def recipe(layout: Layout, layer: str) -> str:
    """Changes with the lock files, the project's own metadata, the interpreter and the checkout's place."""
    texts = [(layout.requirements / name).read_text("utf-8") for name in ("build.lock", f"{layer}.lock")]
    texts.append((layout.project / "pyproject.toml").read_text("utf-8"))
    version = ".".join(str(number) for number in sys.version_info[:2])
    return stamps.recipe_of(layer, *texts, version, str(layout.venv))


def fault(layout: Layout, layer: str) -> str:
    """What is wrong with the environment, in words; empty when it is whole and holds the layer."""
    stamp = stamps.read(layout.stamps / STAMP)
    layers = LAYERS[LAYERS.index(layer) :]
    if not layout.python.exists():
        return "there is none yet"
    if stamp is None:
        return "it was never finished"
    if stamp.recipe not in {recipe(layout, name) for name in layers}:
        return f"it is not what the lock files say for the {layer} layer"
    if not (layout.venv / "bin" / "ari-app").is_file():
        return "the command ari-app is gone"
    hurt = hurt_packages(layout)
    return f"files of {', '.join(path.name.split('-')[0] for path in hurt)} are gone or cut" if hurt else ""


def hurt_packages(layout: Layout) -> list[Path]:
    """The metadata folders of packages of which a file is missing or has another size than recorded."""
    return [
        folder
        for site in layout.venv.glob("lib/python3*/site-packages")
        for folder in sorted(site.glob("*.dist-info"))
        if not _whole(site, folder)
    ]


def _whole(site: Path, metadata: Path) -> bool:
    try:
        with (metadata / "RECORD").open(newline="", encoding="utf-8") as stream:
            for name, _, size in csv.reader(stream):
                if size and os.stat(os.path.join(site, name)).st_size != int(size):
                    return False
    except (OSError, ValueError):
        return False
    return True


def put(layout: Layout, layer: str, step: Step) -> None:
    """Make or mend the environment. Raises Unavailable with what pip said."""
    if sys.version_info[:2] < LEAST_PYTHON:
        raise Unavailable(
            f"Python {sys.version.split()[0]} is too old", mend="run it with Python 3.11 or newer"
        )
    stamp = layout.stamps / STAMP
    stamp.unlink(missing_ok=True)
    if not _interpreter_fits(layout):
        shutil.rmtree(layout.venv, ignore_errors=True)
        run([sys.executable, "-m", "venv", "--without-pip", layout.venv], on_tick=step.tick)
    try:
        _fill(layout, layer, step)
    except ProgramFailed as error:
        raise Unavailable(
            f"pip could not install the Python packages: {error.message}",
            mend="check this machine's pip settings and network, then run the same command again",
        ) from error
    stamps.write(stamp, stamps.Stamp(recipe(layout, layer), {}))


def _interpreter_fits(layout: Layout) -> bool:
    """Whether the environment there runs, is of the Python that runs us, and was made in this place."""
    asked = "import sys; print(*sys.version_info[:2], sys.prefix)"
    try:
        said = run([layout.python, "-c", asked], deadline_seconds=30).split(" ", 2)
    except AppError:
        return False
    return said == [*(str(number) for number in sys.version_info[:2]), str(layout.venv)]


def _fill(layout: Layout, layer: str, step: Step) -> None:
    for metadata in hurt_packages(layout):
        shutil.rmtree(metadata)
    build = layout.requirements / "build.lock"
    if not _has_own_pip(layout):
        with pip_program.borrowed(layout, step) as words:
            _install(layout, [*words, *_locked(layout, build)], step)
    else:
        _install(layout, [*_own_pip(layout), *_locked(layout, build)], step)
    _install(layout, [*_own_pip(layout), *_locked(layout, layout.requirements / f"{layer}.lock")], step)
    project = ["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(layout.project)]
    _install(layout, [*_own_pip(layout), *project], step)
    _compile(layout, step)


def _compile(layout: Layout, step: Step) -> None:
    """Compile what will be imported, on all cores; big tables that nobody opens stay as they are."""
    argv: list[str | Path] = [layout.python, "-m", "compileall", "-q", "-j", "0", "-x", _NOT_COMPILED]
    argv += layout.venv.glob("lib/python3*/site-packages")
    run(argv, env={"PYTHONWARNINGS": "ignore"}, on_tick=step.tick)


def _own_pip(layout: Layout) -> list[str]:
    return [str(layout.python), "-m", "pip"]


def _has_own_pip(layout: Layout) -> bool:
    try:
        run([*_own_pip(layout), "--version"], deadline_seconds=60)
    except AppError:
        return False
    return True


def _locked(layout: Layout, lock: Path) -> list[str]:
    given = ["--find-links", str(layout.given)] if layout.given else []
    options = ["--require-hashes", "--no-deps", "--no-build-isolation", "--no-compile"]
    # misaki's metadata excludes Python 3.13, on which its Mandarin front end runs; the lock decides
    options.append("--ignore-requires-python")
    return ["install", *options, *given, "-r", str(lock)]


def _install(layout: Layout, argv: list[str], step: Step) -> None:
    scratch = layout.downloads / "pip.tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    env = {**PIP_QUIET, "TMPDIR": str(scratch)}
    run(argv, env=env, on_line=lambda line: step.add(fetched_bytes(line)), on_tick=step.tick)


def fetched_bytes(line: str) -> int:
    """The bytes that a line of pip's output says are being downloaded; 0 for any other line."""
    found = _FETCHED.match(line)
    return count_of(found[1], found[2]) if found else 0
