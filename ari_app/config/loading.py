"""Reading the settings: one TOML file, then the environment over it, then `*_FILE` secrets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from ari_app.config.settings import Settings
from ari_app.core.errors import ConfigError

ENV_PREFIX = "ARI_APP_"
CONFIG_VARIABLE = ENV_PREFIX + "CONFIG"
MASK = "********"
_NOT_SETTINGS = frozenset({CONFIG_VARIABLE, ENV_PREFIX + "ARTEFACTS"})


def load_settings(path: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read `path` (or the file that ARI_APP_CONFIG names) and the environment into Settings.

    `ARI_APP_DATABASE_DSN` sets `dsn` of `[database]`; with `_FILE` behind it, the value is the content of the
    named file. Raises ConfigError that names every wrong key at once.
    """
    chosen = path or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    data = _read_toml(chosen) if chosen else {}
    for section, key, value in _environment_values(environment):
        values = data.setdefault(section, {})
        if not isinstance(values, dict):
            raise ConfigError(f"settings: {section} must be a table, [{section}]")
        values[key] = value
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise ConfigError(_explain(error), mend="ari-app config check shows every setting") from None


def masked_rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Every setting as (name, value, description), secrets masked."""
    return list(_rows(settings, ""))


def _rows(section: BaseModel, prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _rows(value, f"{prefix}{name}.")
        else:
            shown = MASK if isinstance(value, SecretStr) else "" if value is None else str(value)
            yield prefix + name, shown, field.description or ""


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"settings file {path} not found", mend="give it with --config FILE") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"settings file {path} is not valid TOML: {error}") from None
    except OSError as error:
        raise ConfigError(f"settings file {path} cannot be read: {error.strerror}") from None


def _environment_values(environment: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    sections = set(Settings.model_fields)
    for variable in sorted(environment):
        if not variable.startswith(ENV_PREFIX) or variable in _NOT_SETTINGS:
            continue
        section, _, key = variable.removeprefix(ENV_PREFIX).lower().partition("_")
        if section not in sections or not key:
            raise ConfigError(f"environment variable {variable} names no setting")
        value = environment[variable]
        if key.endswith("_file"):
            key, value = key.removesuffix("_file"), _read_secret(variable, value)
        yield section, key, value


def _read_secret(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{variable} names {path}, which cannot be read: {error}") from None


def _explain(error: ValidationError) -> str:
    parts = []
    for problem in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in problem["loc"])
        parts.append(f"{name}: {problem['msg']}")
    return "settings: " + "; ".join(parts)
