"""Named queries and migration files, as texts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ari_app.store
from ari_app.core.errors import Damaged
from ari_app.store.migrations import load_migrations, parse_migrations
from ari_app.store.queries import load_queries, parse_queries
from ari_app.store.sql_files import sql_texts

TEXT = """-- about this file
-- name: find
SELECT id::text FROM t WHERE a = :a AND b = :b AND c > :a

-- name: drop_it
DELETE FROM t
"""


def test_parameters_become_numbers() -> None:
    queries = parse_queries("things", TEXT)
    assert set(queries) == {"things.find", "things.drop_it"}
    find = queries["things.find"]
    assert find.text == "SELECT id::text FROM t WHERE a = $1 AND b = $2 AND c > $1"
    assert find.arguments({"b": 2, "a": 1}) == [1, 2]


@pytest.mark.parametrize("values", [{}, {"a": 1}, {"a": 1, "b": 2, "c": 3}])
def test_values_must_be_exactly_the_parameters(values: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"things\.find"):
        parse_queries("things", TEXT)["things.find"].arguments(values)


def test_a_name_stands_once() -> None:
    with pytest.raises(ValueError, match="two queries"):
        parse_queries("things", TEXT + "\n-- name: find\nSELECT 1\n")


def test_every_query_of_the_project_is_used_and_none_is_missing() -> None:
    folder = Path(next(iter(ari_app.store.__path__)))
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    files = "|".join(name.removesuffix(".sql") for name in sql_texts("queries"))
    named = {name for name in re.findall(rf'"((?:{files})\.[a-z_]+)"', code) if "_encrypted" not in name}
    assert named == set(load_queries())


def test_migrations_are_numbered_without_a_gap() -> None:
    migrations = load_migrations()
    assert [migration.number for migration in migrations] == list(range(1, len(migrations) + 1))
    assert len(migrations) >= 10


@pytest.mark.parametrize(
    "name", ["0002_create_things.sql", "0001_things.sql", "1_create_things.sql", "0001-a-b.sql"]
)
def test_a_wrong_file_name_is_refused(name: str) -> None:
    with pytest.raises(Damaged, match="0001_verb_noun.sql"):
        parse_migrations({name: "SELECT 1"})
