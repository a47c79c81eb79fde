"""Named queries: `-- name: claim` blocks in sql/queries/<module>.sql, with `:parameters`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ari_app.store.sql_files import sql_texts

_NAME = re.compile(r"^-- name: ([a-z][a-z0-9_]*)\n", re.MULTILINE)
_PARAMETER = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Query:
    """One statement: `text` with `$1…` in the order of `parameters`."""

    name: str
    text: str
    parameters: tuple[str, ...]

    def arguments(self, values: Mapping[str, object]) -> list[object]:
        """The values in order of the parameters. Raises TypeError when the names are not exactly these."""
        if values.keys() != set(self.parameters):
            wrong = sorted(values.keys() ^ set(self.parameters))
            raise TypeError(f"query {self.name}: missing or unknown parameters {wrong}")
        return [values[parameter] for parameter in self.parameters]


def parse_queries(module: str, text: str) -> dict[str, Query]:
    """The queries of one file by `module.name`. Raises ValueError for a name that stands twice."""
    parts = _NAME.split(text)
    found: dict[str, Query] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        full_name = f"{module}.{name}"
        if full_name in found:
            raise ValueError(f"two queries are named {full_name}")
        found[full_name] = _compile(full_name, body.strip())
    return found


def _compile(name: str, body: str) -> Query:
    parameters = tuple(dict.fromkeys(_PARAMETER.findall(body)))
    numbers = {parameter: f"${number}" for number, parameter in enumerate(parameters, start=1)}
    return Query(name, _PARAMETER.sub(lambda match: numbers[match[1]], body), parameters)


@cache
def load_queries() -> dict[str, Query]:
    """Every query of the project by `module.name`."""
    found: dict[str, Query] = {}
    for file_name, text in sql_texts("queries").items():
        found |= parse_queries(file_name.removesuffix(".sql"), text)
    return found
