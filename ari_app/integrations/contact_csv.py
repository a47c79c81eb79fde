"""Lists of patients as CSV files, as hospitals export them: from Excel too, with Chinese or English heads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from ari_app.core.errors import WrongInput
from ari_app.integrations.contact_row import COLUMNS, MUST

_NAMES = {spelling.casefold(): name for name, others in COLUMNS.items() for spelling in (name, *others)}
_DELIMITERS = ",;\t，"


def decode(data: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, or GB 18030 as Chinese Excel writes it."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongInput("the file is neither UTF-8 nor GB 18030 text", mend="save it as CSV UTF-8")


def read_csv(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The rows with their line numbers, each by the names of `COLUMNS`. Raises WrongInput for a faulty head.

    Empty rows are passed over. A row with more cells than the head has gets a field that no row may have: it is
    refused as a row, not as a file.
    """
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = _head(next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row: dict[str, object] = dict(zip(names, cells, strict=False))
                if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                    row["more cells than columns"] = cells[len(names)]
                yield reader.line_num, row
    except csv.Error as error:
        raise WrongInput(f"line {reader.line_num} of the file is no CSV: {error}") from None


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _head(cells: list[str]) -> list[str]:
    names = [_NAMES.get(cell.strip().casefold(), "") for cell in cells]
    unknown = [cell.strip() for cell, name in zip(cells, names, strict=True) if not name]
    if unknown:
        raise WrongInput(
            f"unknown column {', '.join(unknown)}",
            mend="the columns are " + ", ".join(f"{name} ({others[0]})" for name, others in COLUMNS.items()),
        )
    twice = {name for name in names if names.count(name) > 1}
    missing = [name for name in MUST if name not in names]
    if twice or missing:
        what = f"column {min(twice)} stands twice" if twice else f"column {', '.join(missing)} is missing"
        raise WrongInput(f"the head of the list: {what}")
    return names
