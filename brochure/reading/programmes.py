"""Programmes: a file of events (.csv, .ics, .toml) becomes a Programme, or a list of its problems.

Every problem of every row is told at once, with the row's line and the column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path

from brochure import language_tags, slugs, validation, web_address
from brochure.errors import ProgrammeError, SourceError
from brochure.problems import Id, Place, Problem, error, warning
from brochure.programme import Programme, Session
from brochure.reading import word_signs
from brochure.reading.programme_ics import parse_ics
from brochure.reading.programme_rows import RowReader
from brochure.reading.programme_tables import COLUMNS, ProgrammeTable, parse_csv, parse_toml
from brochure.reading.source_text import decode_any, read_file
from brochure.reading.time_zones import find_zone
from brochure.text import labels

MAX_BYTES = 5_000_000
COLUMNS_BUT_ADDRESS = tuple(column for column in COLUMNS if column != "address")
READERS = {".csv": parse_csv, ".tsv": parse_csv, ".ics": parse_ics, ".toml": parse_toml}

_OF_SPREADSHEETS = {
    "source-encoding": Id("programme-encoding"),
    "source-large": Id("programme-large"),
}
"""The same problem, with the way out that spreadsheets have."""


def read_programme(
    where: str | Path,
    *,
    lang: str = "",
    zone: str = "",
    title: str = "",
    campaign: str = "",
    address: str = "",
    within: Sequence[Path] = (),
) -> Programme:
    """The Programme in the file ``where``, whose ending says what it is.

        read_programme("pages/sommet-evenements.csv", zone="Europe/Paris").sessions[0].title

    ``zone`` (an IANA name) is where the events take place: times with an offset are told in its hours.
    ``lang`` and ``title`` take the place of what the file says; French, and no title, are the last
    resort. ``address`` is for sessions that have none. The file lies below one of the folders
    ``within``, if any: links do not lead out. Raises SourceError for what is no programme, and
    ProgrammeError with all that is wrong in one.
    """
    path, at = Path(where), Place(str(where))
    parse = READERS.get(path.suffix.lower())
    if parse is None:
        raise SourceError(error("programme-kind", at=at, endings=tuple(READERS)))
    text, told = _text(path, within)
    if parse is parse_csv and address:
        table = parse_csv(text, str(where), COLUMNS_BUT_ADDRESS)
    else:
        table = parse(text, str(where))
    tag = (lang or table.about.get("lang", language_tags.DEFAULT)).replace("_", "-")
    problems = [*_title_problems(title), *_lang_problems(tag, at)]
    place = _zone(zone or table.about.get("zone", ""), at, problems)
    reader = RowReader(
        str(where), place, _day_first(tag, table, chosen=bool(lang)), tag, address, problems=problems
    )
    sessions = reader.sessions(table)
    try:
        return Programme(
            slug=slugs.slug_of(path.stem),
            lang=tag,
            title=title or table.about.get("title", ""),
            where=str(where),
            sessions=sessions,
            campaign=campaign,
            warnings=(*told, *table.warnings, *_shared(sessions, at), *_insecure(sessions, at)),
        )
    except ProgrammeError as caught:
        raise caught.placed(at) from None


def _text(path: Path, within: Sequence[Path]) -> tuple[str, list[Problem]]:
    """The file as text with Unix line ends, and what there is to say of it. Raises SourceError."""
    try:
        data = read_file(path, MAX_BYTES, within)
        text, told = decode_any(data, str(path))
    except SourceError as caught:
        problems = (replace(p, id=_OF_SPREADSHEETS.get(p.id, p.id)) for p in caught.problems)
        raise SourceError(*problems) from None
    return text if path.suffix.lower() == ".ics" else word_signs.in_cells(text), told


def _title_problems(title: str) -> Iterator[Problem]:
    if validation.CONTROL_AND_BIDI.search(title):
        yield error("programme-title", at=Place(key="--title"))


def _lang_problems(tag: str, at: Place) -> Iterator[Problem]:
    if tag.split("-")[0].lower() not in labels.languages():
        yield error("programme-lang", at=at, lang=tag, langs=labels.languages())


def _zone(name: str, at: Place, problems: list[Problem]) -> tzinfo | None:
    """The zone called ``name``; another one, with a problem, where there is none such."""
    if not name:
        return None
    if zone := find_zone(name):
        return zone
    problems.append(error("programme-zone", at=at, zone=name))
    return UTC


def _day_first(tag: str, table: ProgrammeTable, *, chosen: bool) -> bool:
    """Whether 07/12 is a day in December: in the language of the events, and of the table's columns.

    The language that was ``chosen`` for the sheets says more than the columns do.
    """
    langs = [tag] if chosen or not table.lang else [tag, table.lang]
    known = [lang for lang in langs if lang.split("-")[0].lower() in labels.languages()]
    return all(labels.in_language(lang)["programme"]["day_first"] for lang in known)


def _shared(sessions: Sequence[Session], at: Place) -> Iterator[Problem]:
    """Addresses that several events have: a slip of copying, or one page for all of them."""
    lines: dict[str, list[int]] = defaultdict(list)
    for session in sessions:
        lines[session.url].append(session.line)
    for url, numbers in lines.items():
        if len(numbers) > 1:
            shown = [str(number) for number in numbers[:6]] + ["…"] * (len(numbers) > 6)
            yield warning("address-shared", at=at, events=len(numbers), url=url, lines=shown)


def _insecure(sessions: Sequence[Session], at: Place) -> Iterator[Problem]:
    """A warning for addresses that start with http://, with their lines."""
    lines = [str(s.line) for s in sessions if s.url and not web_address.parse_url(s.url).secure]
    if lines:
        shown = lines[:6] + ["…"] * (len(lines) > 6)
        yield warning("addresses-http", at=at, count=len(lines), lines=shown)
