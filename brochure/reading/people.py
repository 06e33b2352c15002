"""People: a table of those who come to an event becomes People, or a list of its problems.

Every problem of every row is told at once, with the row's line. What was taken for what is told in one
line; columns of allergies and diets are left out before anything is made of them, and that is told too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure import language_tags, opened_files, people, picture_files, slugs
from brochure.errors import ProgrammeError, SourceError
from brochure.people import MOST_PHOTO_BYTES, People, Person
from brochure.problems import Place, Problem, Text, error, note, reason, warning
from brochure.reading.columns import Columns, find_columns
from brochure.reading.head_names import fold, is_sum
from brochure.reading.tables import Row, Sheet, read_tables, text_of
from brochure.reading.written_names import parted
from brochure.text import labels

_FIELDS = {
    "first_name": "given", "family_name": "family", "organisation": "organisation",
    "function": "position", "pronouns": "pronouns", "role": "role", "language": "languages",
    "email": "email", "telephone": "phone", "address": "url", "id": "identity",
}  # fmt: skip
"""The fields of a table, and those of a person that they fill."""

_PRIVATE = re.compile(
    r"allerg|alerg|unvertraglich|intoleran|regime|diet|ernahr|essen|aliment|repas|menu|comida|medical|"
    r"medizin|sante|salud|health|gesundheit|naissance|birth|geburt|nacimiento"
)
"""Heads, as `fold` gives them, of what is nobody's business on a badge."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

MOST_SHOWN = 8
"""Lines and names that a message lists."""


def read_people(
    where: str | Path | None,
    *,
    lang: str = "",
    title: str = "",
    dates: str = "",
    place: str = "",
    signed_by: str = "",
    corrections: Mapping[str, str] | None = None,
    sheet: str = "",
    sort: str = "",
    blank: int = 0,
    within: Sequence[Path] = (),
) -> People:
    """The people in the table ``where``, and ``blank`` ones besides to be filled in by hand.

        read_people("inscrits.xlsx", title="Sommet", sort="name").persons[0].name

    ``corrections`` give the heads of columns by field, ``sheet`` the name of a sheet of a workbook.
    They stand in the order of the file, or sorted by "name", "organisation" or "role". Photographs lie
    in the folder of the file, or below it. ``lang`` is that of what is printed beside names; where it
    is not said that of the columns' names, or French. Raises SourceError for what is no table, and
    ProgrammeError with all that is wrong in one.
    """
    tag = lang.replace("_", "-")
    at = Place(str(where or ""))
    if tag and tag.split("-")[0].lower() not in labels.languages():
        raise ProgrammeError(error("programme-lang", at=at, lang=tag, langs=labels.languages()))
    persons: tuple[Person, ...] = ()
    told: list[Problem] = []
    named_in = frozenset[str]()
    if where is not None:
        persons, told, named_in = _read(Path(where), corrections or {}, sheet, within)
    last = max((person.line for person in persons), default=1)
    blanks = tuple(Person(family="", line=last + number, blank=True) for number in range(1, blank + 1))
    try:
        return People(
            slug=slugs.slug_of(Path(where).stem if where else title or "badges"),
            lang=tag or _language(named_in),
            where=str(where or ""),
            persons=(*(people.in_order(persons, sort) if sort else persons), *blanks),
            title=_text(title),
            dates=_text(dates),
            place=_text(place),
            signed_by=_text(signed_by),
            warnings=tuple(told),
        )
    except ProgrammeError as caught:
        raise caught.placed(at) from None


def _read(
    path: Path, corrections: Mapping[str, str], sheet: str, within: Sequence[Path]
) -> tuple[tuple[Person, ...], list[Problem], frozenset[str]]:
    """The people of a file, what there is to say of it, and the languages that name its columns."""
    where = str(path)
    columns, told = _columns(read_tables(path, within), where, corrections, sheet)
    persons: list[Person] = []
    problems: list[Problem] = []
    nameless: list[int] = []
    passed: list[Text] = []
    bare = _bare_cells(columns)
    photos: dict[str, bytes] = {}
    for row in columns.rows:
        filled = [text for value in row.values if (text := text_of(value))]
        if (len(filled) == 1 and _is_heading(filled[0], columns, bare)) or _is_sum(filled):
            passed.append(Text("row-quoted", text=" · ".join(filled)[:40], row=row.number))
            continue
        given = _fields_of(row, columns)
        if not (given.get("given") or given.get("family")):
            nameless.append(row.number)
            continue
        try:
            photo = _photo(columns.text(row, "photo"), path, photos, told, Place(where, row.number))
            persons.append(_person(row.number, photo, given))
        except SourceError as caught:
            problems += (problem.placed(Place(where, row.number)) for problem in caught.problems)
    if problems:
        raise ProgrammeError(*problems)
    at = Place(where)
    if passed:
        rows: list[Text | str] = [*passed[:MOST_SHOWN], *["…"] * (len(passed) > MOST_SHOWN)]
        told.append(warning("people-passed", at=at, count=len(passed), rows=rows))
    if nameless:
        told.append(warning("people-nameless", at=at, count=len(nameless), lines=_shown(nameless)))
    return tuple(persons), [*told, *_same(persons, at)], columns.langs


def _language(named_in: frozenset[str]) -> str:
    """The language of sheets for people in columns that are ``named_in`` these: names tell none."""
    if not named_in or language_tags.DEFAULT in named_in:
        return language_tags.DEFAULT
    return "en" if "en" in named_in else min(named_in)


def _is_sum(filled: Sequence[str]) -> bool:
    """Whether a row says "Total" and numbers: where other words stand, somebody may be called Sum."""
    return is_sum(filled[0]) and not any(char.isalpha() for text in filled[1:] for char in text)


def _bare_cells(columns: Columns) -> frozenset[str]:
    """What stands alone in its row, where most rows fill more than one cell."""
    filled = [[text for value in row.values if (text := text_of(value))] for row in columns.rows]
    alone = [cells[0] for cells in filled if len(cells) == 1]
    return frozenset(alone) if 2 * len(alone) < len(filled) else frozenset()


def _is_heading(text: str, columns: Columns, bare: frozenset[str]) -> bool:
    """Whether ``text``, alone in its row, parts people or explains them, and names none.

    Of a list with first and family names everybody has both. In a column of whole names somebody may
    have nothing else: a heading there is in capitals, as no name is in the rows that say more.
    """
    if text.startswith("*") or text.endswith(":"):
        return True
    if {"first_name", "family_name"} <= columns.fields.keys():
        return text in bare
    others = (columns.text(row, "name") for row in columns.rows)
    return text in bare and text.isupper() and not any(o.isupper() for o in others if o not in bare)


def _columns(
    sheets: Sequence[Sheet], where: str, corrections: Mapping[str, str], wanted: str
) -> tuple[Columns, list[Problem]]:
    """The columns of the sheet that is wanted, or of the first that lists people."""
    at = Place(where)
    names = [sheet.name for sheet in sheets]
    if wanted and wanted not in names:
        raise SourceError(error("people-sheet", at=at, given=wanted, known=names))
    found = [
        (sheet, columns)
        for sheet in sheets
        if (sheet.name == wanted if wanted else not sheet.hidden)
        if (columns := find_columns(sheet, "people", corrections, where=where))
        if {"name", "first_name", "family_name"} & columns.fields.keys()
    ]
    if not found:
        raise SourceError(error("people-head", at=at))
    sheet, columns = found[0]
    told = [problem.placed(at) for problem in sheet.told]
    pairs = [f"{field} = {columns.names[field]}" for field in columns.fields]
    told.append(note("people-columns", at=at, pairs=pairs, line=columns.line))
    others = [head.name for head in columns.heads if not head.field and head.named]
    private = [head for head in others if _PRIVATE.search(fold(head))]
    if private:
        told.append(note("people-private", at=at, columns=private, count=len(private)))
    if unused := [head for head in others if head not in private]:
        told.append(note("people-unused", at=at, columns=unused, count=len(unused)))
    if len(found) > 1:
        left = [other.name for other, _ in found[1:]]
        told.append(warning("people-sheets", at=at, taken=sheet.name, left=left))
    return columns, told


def _fields_of(row: Row, columns: Columns) -> dict[str, str]:
    """What a row says of a person, by the fields of a person."""
    given = {own: _text(columns.text(row, field)) for field, own in _FIELDS.items()}
    given["family"] = given["family"] or _text(columns.text(row, "birth_name"))
    if second := _text(columns.text(row, "second_family_name")):
        given["family"] = f"{given['family']} {second}".strip()
    if not given["family"]:
        given["family"] = _text(columns.text(row, "name"))
        if not given["given"] and (names := parted(given["family"], columns.names.get("name", ""))):
            given["given"], given["family"] = names
    if given["url"] and not _SCHEME.match(given["url"]):
        given["url"] = f"https://{given['url']}"
    return given


def _person(line: int, photo: bytes, given: Mapping[str, str]) -> Person:
    texts: Any = given
    return Person(line=line, photo=photo, **texts)


def _text(text: str) -> str:
    """``text`` composed (Unicode NFC), so that a letter and its accents are one where they can be."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _photo(name: str, path: Path, known: dict[str, bytes], told: list[Problem], at: Place) -> bytes:
    """The picture called ``name`` in the folder of the file, clean; each is read once."""
    if not name:
        return b""
    if name not in known:
        folder = path.resolve().parent
        try:
            data = opened_files.read(folder / name, MOST_PHOTO_BYTES, [folder])
        except OSError as caught:
            raise SourceError(error("photo-not-read", name=name, reason=reason(caught))) from None
        known[name], left = picture_files.clean(data, name)
        told += (problem.placed(at) for problem in left)
    return known[name]


def _same(persons: Sequence[Person], at: Place) -> Iterator[Problem]:
    """What is told of people of one name: they are printed all, and one row may stand there twice."""
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        by_name[person.name.casefold()].append(person)
    several = [found for found in by_name.values() if len(found) > 1]
    twice = [
        person.line
        for found in several
        for number, person in enumerate(found)
        if any(_alike(person, other) for other in found[:number])
    ]
    if several:
        names = [found[0].name for found in several]
        yield note("people-namesakes", at=at, count=len(several), names=_shown(names))
    if twice:
        yield warning("people-twice", at=at, count=len(twice), lines=_shown(twice))


def _alike(one: Person, other: Person) -> bool:
    return replace(one, line=other.line) == other


def _shown(values: Sequence[object]) -> list[str]:
    shown = [str(value) for value in values[:MOST_SHOWN]]
    return [*shown, "…"] if len(values) > MOST_SHOWN else shown
