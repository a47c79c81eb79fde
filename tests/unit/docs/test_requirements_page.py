"""The requirements page is what the tests' markers say."""

from __future__ import annotations

from tests.support import requirements_page


def test_page_is_current() -> None:
    text = requirements_page.PAGE.read_text(encoding="utf-8")
    assert text == requirements_page.page(), "run: python -m tests.support.requirements_page"


def test_markers_name_known_rows() -> None:
    assert set(requirements_page.tests_of_rows()) <= set(requirements_page.WORDING)


def test_every_row_has_a_test() -> None:
    tests = requirements_page.tests_of_rows()
    assert [row for row in requirements_page.WORDING if not tests.get(row)] == []
