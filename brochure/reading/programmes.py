"""Programmes: a file of events becomes a Programme, or a list of its problems.

It is a table (`tables`), a calendar (.ics), a schedule of a conference system (`schedules`), or TOML.
Every problem of every row is told at once, with its line and column; those of one kind in one column
together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path

from brochure import slugs, validation, web_address
from brochure.errors import ProgrammeError, SourceError
from brochure.problems import Id, Place, Problem, error, note, warning
from brochure.programme import Programme, Session
from brochure.reading import tables, word_signs
from brochure.reading.columns import parse_corrections
from brochure.reading.programme_ics import parse_ics
from brochure.reading.programme_rows import MOST_LINES, RowReader
from brochure.reading.programme_tables import (
    ProgrammeTable,
    choose_sheets,
    language_of,
    parse_sheets,
    parse_toml,
)
from brochure.reading.schedules import parse_schedule_json, parse_schedule_xml
from brochure.reading.source_text import decode_any, read_file
from brochure.reading.time_zones import find_zone
from brochure.reading.written_clocks import Reading
from brochure.reading.written_dates import MONTH_FIRST
from brochure.text import labels

MAX_BYTES = 5_000_000
TEXTS = {
    ".ics": parse_ics, ".toml": parse_toml, ".xml": parse_schedule_xml, ".json": parse_schedule_json,
}  # fmt: skip
ENDINGS = (*tables.ENDINGS, *TEXTS)

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
    sheet: str = "",
    corrections: Sequence[str] = (),
    within: Sequence[Path] = (),
    each: bool = False,
) -> Programme:
    """The Programme in the file ``where``, whose ending says what it is.

        read_programme("pages/sommet-evenements.csv", zone="Europe/Paris").sessions[0].title

    ``zone`` (an IANA name) is where the events take place: times with an offset are told in its hours.
    ``lang`` and ``title`` take the place of what the file says; a language that nobody says is told by
    its columns and titles. ``address`` is for sessions that have none. Of a workbook it is the
    ``sheet`` so called, or all that are shown; ``corrections`` say which column fills a field,
    "start=Beginn". The file lies below one of the folders ``within``, if any: links do not lead out.
    Faults of one kind in one column are told together, or ``each`` at its row. Raises SourceError for
    what is no programme, and ProgrammeError with all that is wrong in one.
    """
    path, at = Path(where), Place(str(where))
    ending = path.suffix.lower()
    mapped = parse_corrections(corrections, "programme")
    if ending in TEXTS:
        text, told = _text(path, within)
        table = TEXTS[ending](text, str(where))
    elif ending in tables.ENDINGS:
        sheets, told = choose_sheets(tables.read_tables(path, within), sheet, str(where)), []
        table = parse_sheets(sheets, str(where), lang=lang, corrections=mapped, title=title)
    else:
        raise SourceError(error("programme-kind", at=at, endings=ENDINGS))
    tag = lang or table.about.get("lang") or language_of(_titles(table))
    tag = tag.replace("_", "-")
    problems = [*_title_problems(title), *_lang_problems(tag, at)]
    place = _zone(zone or table.about.get("zone", ""), at, problems)
    reader = RowReader(
        str(where), place, _how(tag, table, chosen=bool(lang)), address, each=each, problems=problems
    )
    sessions = reader.sessions(table)
    told += [*table.warnings, *reader.told(), *_unaddressed(sessions, at)]
    try:
        return Programme(
            slug=slugs.slug_of(path.stem),
            lang=tag,
            title=title or table.about.get("title", ""),
            where=str(where),
            sessions=sessions,
            campaign=campaign,
            taken=table.taken,
            warnings=(*told, *_shared(sessions, at), *_insecure(sessions, at)),
        )
    except ProgrammeError as caught:
        raise caught.placed(at) from None


def _titles(table: ProgrammeTable) -> Iterator[str]:
    return (tables.text_of(row.cells.get("title", "")) for row in table.rows)


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


def _how(tag: str, table: ProgrammeTable, *, chosen: bool) -> Reading:
    """How ``table`` writes its days: as others of its days show, else as its language does.

    That is the language of the events, and of the table's columns, unless it was ``chosen`` for the
    sheets. In English alone nobody knows, so that 07/12 is refused.
    """
    found = table.how or Reading(lang=tag)
    if found.shown:
        return replace(found, lang=tag)
    langs = [tag] if chosen or not table.lang else [tag, table.lang]
    known = [lang for lang in langs if lang.split("-")[0].lower() in labels.languages()]
    day_first = all(labels.in_language(lang)["programme"]["day_first"] for lang in known)
    regions = {part for part in tag.lower().split("-")[1:] if len(part) == 2}
    of_region = not regions & MONTH_FIRST if regions else None
    return replace(found, lang=tag, day_first=day_first or of_region)


def _shared(sessions: Sequence[Session], at: Place) -> Iterator[Problem]:
    """Addresses that several events have: a slip of copying, or one page for all of them."""
    lines: dict[str, list[int]] = defaultdict(list)
    for session in sessions:
        if session.url:
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


def _unaddressed(sessions: Sequence[Session], at: Place) -> Iterator[Problem]:
    """A note on sessions without an address, of which no code is made."""
    lines = [str(session.line) for session in sessions if not session.url]
    if lines and len(lines) == len(sessions):
        yield note("addresses-none", at=at, count=len(lines))
    elif lines:
        shown = lines[:MOST_LINES] + ["…"] * (len(lines) > MOST_LINES)
        yield note("addresses-missing", at=at, count=len(lines), of=len(sessions), lines=shown)
