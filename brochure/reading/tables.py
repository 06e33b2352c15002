"""Tables: what a spreadsheet's file holds, as rows of values; .csv, .tsv, .txt, .xlsx, .xls and .ods.

    for sheet in read_tables(Path("programme.xlsx")):
        for row in sheet.rows:
            print(sheet.name, row.number, row.values)

What a file is, its bytes say: many an .xls is an .xlsx, or a text. Workbooks are zip files that are
judged before a byte of them is inflated (`packages`), and how large a sheet becomes is counted before
it is laid out, since one cell in the last row makes a table of a million. Formulas are read as the
values that were stored with them, and that is told.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from brochure.errors import SourceError
from brochure.packages import Package
from brochure.problems import Id, Place, Problem, error, note, warning
from brochure.reading import head_names, word_signs
from brochure.reading.source_text import decode_any, read_file

if TYPE_CHECKING:
    from lxml.etree import _Element

Value: TypeAlias = "str | int | float | date | datetime | time"
"""What a cell holds: a text, "" for nothing, a number, a day, a moment, or an hour of no day."""

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
BOOK_ENDINGS = (".xlsx", ".xls", ".ods")
ENDINGS = (*TEXT_ENDINGS, *BOOK_ENDINGS)

MOST_BYTES = 50_000_000
"""Of a file; of a workbook, as it lies on the disk."""

MOST_ROWS = 100_000
"""Of a sheet: more is a database."""

MOST_CELLS = 10_000_000
"""Of a sheet's rectangle: a table of 100,000 rows has 100 columns."""

MOST_SAMPLED_ROWS = 60
"""Rows by which a separator is told."""

SEPARATORS = ";,\t|:"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its ``number``, as people count (of a text, its first line), and its values."""

    number: int
    values: tuple[Value, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(text_of(value) for value in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its ``name`` ("" in a text), its ``rows``, those without anything left out.

    ``hidden`` sheets are not shown by their program; ``told`` is what there is to say of it.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    told: tuple[Problem, ...] = ()


def letters(index: int) -> str:
    """What spreadsheets call the column ``index``, from 0: A, B … Z, AA."""
    made = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        made = chr(ord("A") + rest) + made
    return made


def text_of(value: Value) -> str:
    """``value`` as a text in one line, as it would be typed: 40, 2.5, 2026-09-19 09:30."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes" if not value.second else "seconds")
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if float(value).is_integer() else f"{value:.10g}"


def read_tables(
    path: Path, within: Sequence[Path] = (), *, most_bytes: int = MOST_BYTES
) -> tuple[Sheet, ...]:
    """The sheets of the file ``path``, which lies below one of the folders ``within``, if any.

    Raises SourceError: for a file that is none of these kinds, damaged, locked or too large.
    """
    at = Place(str(path))
    try:
        data = read_file(path, most_bytes, within)
        return sheets_of(data, str(path))
    except SourceError as caught:
        problems = (replace(p, id=_OF_SPREADSHEETS.get(p.id, p.id)) for p in caught.problems)
        raise SourceError(*(problem.placed(at) for problem in problems)) from None


_OF_SPREADSHEETS = {
    "source-encoding": Id("programme-encoding"), "source-large": Id("programme-large"),
    "import-locked": Id("table-locked"), "import-package-large": Id("table-large"),
    "import-part-large": Id("table-part-large"),
}  # fmt: skip
"""The same problem, with the way out that spreadsheets have."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a workbook with a password ([MS-OFFCRYPTO] 2.3.4.4)."""

_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,99}(?:<!doctype html|<html|<table|<\?xml|<head)", re.IGNORECASE
)


def sheets_of(data: bytes, where: str) -> tuple[Sheet, ...]:
    """The sheets that the bytes of a file hold. Raises SourceError."""
    if data.startswith(_ZIP):
        return _of_package(data)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise SourceError(error("table-locked"))
        return _of_workbook(data, {})
    if data.startswith(b"%PDF"):
        raise SourceError(error("table-pdf"))
    if _PAGE.match(data):
        raise SourceError(error("table-page"))
    text, told = decode_any(data, where)
    return (replace(sheet_of_text(word_signs.in_cells(text), where), told=tuple(told)),)


# Texts


def sheet_of_text(text: str, where: str) -> Sheet:
    """The table in a text whose columns are parted by one mark. Raises SourceError for a broken one.

    A first line "sep=;" names the mark, as Excel reads it (and writes none).
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    said = re.match(r'\s{0,99}"?sep=([^\w"\n]|\t)"?[ \t;,]*(?:\n|\Z)', text)
    skipped = text.count("\n", 0, said.end()) if said else 0
    body = text[said.end() :] if said else text
    mark = said[1] if said else separator(body)
    lines = csv.reader(io.StringIO(body), delimiter=mark, strict=True)
    rows = list[Row]()
    before = skipped
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows.append(Row(before + 1, tuple(cells)))
                if len(rows) > MOST_ROWS:
                    raise SourceError(error("table-long", at=Place(where), most=MOST_ROWS))
            before = skipped + lines.line_num
    except csv.Error as caught:
        at = Place(where, before + 1)
        raise SourceError(error("csv-unreadable", at=at, reason=str(caught))) from caught
    return Sheet(name="", rows=tuple(rows))


def separator(text: str) -> str:
    """The mark that parts the columns of ``text``.

    It gives one of the first rows most heads that are known; where none is, it is the one by which most
    rows have as many cells, and of those the one of most cells.
    """
    start = text[:200_000]
    return max(SEPARATORS, key=lambda mark: _evenness(start, mark))


def _evenness(text: str, mark: str) -> tuple[int, int, int]:
    rows = list[list[str]]()
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=mark):
            if any(cell.strip() for cell in cells):
                rows.append(cells)
            if len(rows) == MOST_SAMPLED_ROWS:
                break
    except csv.Error:  # what is wrong is told of the mark that is taken
        pass
    if not rows:
        return 0, 0, 0
    known = max(map(_known_heads, rows))
    width, even = Counter(map(len, rows)).most_common(1)[0]
    return known if known > 1 else 0, even if width > 1 else 0, width


def _known_heads(cells: Sequence[str]) -> int:
    """How many fields of a programme, or of people, a row of cells names."""
    return max(
        len({head_names.vocabulary(kind).field_of(cell) for cell in cells} - {""})
        for kind in ("programme", "people")
    )


# Workbooks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What a look at a sheet's XML says: its extent, and cells that hold no plain value."""

    rows: int = 0
    columns: int = 0
    formulas: int = 0
    unstored: tuple[str, ...] = ()
    """Where formulas stand without a value: a program wrote them, and none has reckoned them since."""
    faults: tuple[str, ...] = ()
    """Where a formula's value is an error, #REF!"""
    hidden: frozenset[int] = frozenset()
    """The numbers of rows that are not shown: somebody has filtered or folded them."""


def _of_package(data: bytes) -> tuple[Sheet, ...]:
    package = Package(data)
    if package.is_encrypted:
        raise SourceError(error("table-locked"))
    looked = dict(_looked_at(package))
    for name, look in looked.items():
        if look.rows > MOST_ROWS:
            raise SourceError(error("table-long", at=Place(key=name), most=MOST_ROWS))
        if look.rows * look.columns > MOST_CELLS:
            raise SourceError(
                error("table-vast", at=Place(key=name), rows=look.rows, columns=look.columns)
            )
    return _of_workbook(data, looked)


def _looked_at(package: Package) -> Iterator[tuple[str, _Looked]]:
    """Each sheet of a workbook by its name. Raises SourceError for another kind of package."""
    if "xl/workbook.xml" in package:
        return _looked_at_xlsx(package)
    if "mimetype" in package and b"opendocument.spreadsheet" in package.read("mimetype")[:100]:
        return _looked_at_ods(package)
    if "xl/workbook.bin" in package:
        raise SourceError(error("table-binary"))
    raise SourceError(error("table-kind", endings=ENDINGS))


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _looked_at_xlsx(package: Package) -> Iterator[tuple[str, _Looked]]:
    """Each sheet of an .xlsx (ECMA-376 part 1, 18.3) by its name."""
    book, links = package.xml("xl/workbook.xml"), package.xml("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        raise SourceError(error("import-package-broken"))
    targets = {link.get("Id"): str(link.get("Target", "")) for link in links}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in package and "worksheets/" in part:
            yield str(sheet.get("name", "")), _look_at_cells(package.read(part))


_CELL = re.compile(rb'<(?:\w{1,9}:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"([^<>]{0,200})>')


_HIDDEN_ROW = re.compile(
    rb'<(?:\w{1,9}:)?row\s(?=[^<>]{0,400}\bhidden="(?:1|true)")[^<>]{0,400}?\br="(\d{1,7})"'
)


def _look_at_cells(xml: bytes) -> _Looked:
    rows = columns = formulas = 0
    unstored, faults = list[str](), list[str]()
    found = list(_CELL.finditer(xml))
    for match, end in zip(found, [*(m.start() for m in found[1:]), len(xml)], strict=False):
        if match[3].endswith(b"/"):
            continue
        inner = xml[match.end() : end]
        has_formula = b"<f" in inner or b":f>" in inner
        has_value = b"v>" in inner or b"<is" in inner or b":is>" in inner
        where = (match[1] + match[2]).decode()
        formulas += has_formula
        if b't="e"' in match[0]:
            faults.append(where)
        elif has_formula and (not has_value or b"<v></v>" in inner):
            unstored.append(where)
        if has_value:
            rows, columns = max(rows, int(match[2])), max(columns, _column(match[1]))
    return _Looked(
        rows=rows, columns=columns, formulas=formulas, unstored=tuple(unstored), faults=tuple(faults),
        hidden=frozenset(int(match[1]) for match in _HIDDEN_ROW.finditer(xml)),
    )  # fmt: skip


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def _looked_at_ods(package: Package) -> Iterator[tuple[str, _Looked]]:
    """Each sheet of an .ods (OpenDocument 1.3 part 3, 9.1) by its name."""
    content = package.xml("content.xml")
    if content is None:
        raise SourceError(error("import-package-broken"))
    for table in content.iter(f"{_TABLE}table"):
        yield str(table.get(f"{_TABLE}name", "")), _look_at_rows(table)


def _look_at_rows(table: _Element) -> _Looked:
    rows = columns = formulas = number = 0
    faults, hidden = list[str](), list[int]()
    for row in table.iter(f"{_TABLE}table-row"):
        column, filled = 0, 0
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            times = _times(cell, "columns")
            if cell.get(f"{_OFFICE}value-type") or len(cell):
                filled = column + times
            formulas += cell.get(f"{_TABLE}formula") is not None
            if cell.get(f"{_CALC}value-type") == "error":
                faults.append(f"{letters(column)}{number + 1}")
            column += times
        before, number = number, number + _times(row, "rows")
        if filled:
            rows, columns = number, max(columns, filled)
            if row.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
                hidden += range(before + 1, min(number, MOST_ROWS) + 1)
    return _Looked(
        rows=rows, columns=columns, formulas=formulas, faults=tuple(faults), hidden=frozenset(hidden)
    )


def _times(element: _Element, what: str) -> int:
    said = str(element.get(f"{_TABLE}number-{what}-repeated", "1"))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def _of_workbook(data: bytes, looked: Mapping[str, _Looked]) -> tuple[Sheet, ...]:
    """The sheets of a workbook, as calamine lays them out. Raises SourceError."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        sheets = []
        for said in book.sheets_metadata:
            if said.typ is calamine.SheetTypeEnum.WorkSheet:
                shown = said.visible is calamine.SheetVisibleEnum.Visible
                read = book.get_sheet_by_name(said.name)
                look = looked.get(said.name, _Looked())
                rows = tuple(_rows(read.to_python(skip_empty_area=False), read.merged_cell_ranges))
                left = [row.number for row in rows if row.number in look.hidden]
                rows = tuple(row for row in rows if row.number not in look.hidden)
                told = tuple(_told(said.name, look, left))
                sheets.append(Sheet(name=said.name, rows=rows, hidden=not shown, told=told))
    except calamine.PasswordError:
        raise SourceError(error("table-locked")) from None
    except (calamine.CalamineError, OSError, ValueError) as caught:
        raise SourceError(error("table-broken", reason=str(caught)[:200])) from caught
    return tuple(sheets)


_Range: TypeAlias = "tuple[tuple[int, int], tuple[int, int]]"


def _rows(given: Sequence[list[Any]], merged: Sequence[_Range] | None) -> Iterator[Row]:
    """The rows that hold something; a cell over several rows says the same in each of them."""
    for (top, left), (bottom, _) in merged or ():
        for below in given[top + 1 : bottom + 1]:
            if left < len(below) and below[left] == "":
                below[left] = given[top][left]
    if len(given) > MOST_ROWS:
        raise SourceError(error("table-long", most=MOST_ROWS))
    for number, values in enumerate(given, 1):
        row = Row(number, tuple(map(_value, values)))
        if not row.is_empty:
            yield row


_FIRST_DAYS = date(1900, 1, 1)
"""What a number below 2 is as a day: somebody wrote hours, 24:00 or more of them."""


def _value(given: object) -> Value:
    """A value of calamine's as one of ours: hours to the second, and 24:00 as it is written."""
    if isinstance(given, bool):
        return str(given).upper()
    if isinstance(given, timedelta):
        seconds = round(given.total_seconds())
        if 0 <= seconds < 86_400:
            return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return f"{seconds // 3600}:{seconds // 60 % 60:02}"
    if isinstance(given, datetime):
        whole = (given + timedelta(milliseconds=500)).replace(microsecond=0)
        return whole.time() if whole.date() <= _FIRST_DAYS else whole
    if isinstance(given, date):
        return "24:00" if given == _FIRST_DAYS else given
    if isinstance(given, time):
        moment = datetime.combine(date(2000, 1, 1), given) + timedelta(milliseconds=500)
        return moment.time().replace(microsecond=0)
    if isinstance(given, float) and given.is_integer() and abs(given) < 1e15:
        return int(given)
    return given if isinstance(given, int | float | str) else ""


def _told(name: str, looked: _Looked, hidden: Sequence[int]) -> Iterator[Problem]:
    at = Place(key=name)
    if hidden:
        yield warning("table-rows-hidden", at=at, count=len(hidden), first=hidden[0])
    if looked.unstored:
        yield warning(
            "table-formulas-unstored", at=at, count=len(looked.unstored), first=looked.unstored[0]
        )
    if looked.faults:
        yield warning("table-formula-faults", at=at, count=len(looked.faults), first=looked.faults[0])
    if looked.formulas:
        yield note("table-formulas", at=at, count=looked.formulas)
