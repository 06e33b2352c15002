"""Programmes: a file of events (.csv, .ics, .toml) becomes a Programme, or a list of its faults.

Every fault of every row is told at once, with the row's line and the column.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path

from brochure import slugs
from brochure.errors import SourceError
from brochure.programme import Programme, Session
from brochure.reading.programme_ics import of_ics
from brochure.reading.programme_rows import CONTROL, Rules
from brochure.reading.programme_tables import of_csv, of_toml
from brochure.reading.time_zones import named_zone
from brochure.text import labels

MAX_BYTES = 5_000_000
READERS = {".csv": of_csv, ".tsv": of_csv, ".ics": of_ics, ".toml": of_toml}


def read_programme(
    where: str | Path, *, lang: str = "", zone: str = "", title: str = "", campaign: str = ""
) -> Programme:
    """The Programme in the file ``where``, whose ending says what it is.

    ``zone`` (an IANA name) is where the events take place: times with an offset are told in its hours.
    ``lang`` and ``title`` take the place of what the file says; French, and no title, are the last
    resort. Raises SourceError, and ProgrammeError with all faults of all rows.
    """
    path = Path(where)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            f"a programme is a file that ends in {', '.join(READERS)}; a spreadsheet is saved as one "
            "by “Enregistrer sous, CSV UTF-8”",
            where=str(where),
        )
    if title and CONTROL.search(title):
        raise SourceError("the title holds a control character", where="--title")
    sheet = reader(_text(path), str(where))
    tag = (lang or sheet.about.get("lang", "fr")).replace("_", "-")
    if not labels.has_labels(tag):
        raise SourceError(
            f'there are no labels in "{tag}"; there are {", ".join(labels.languages())}',
            where=str(where),
        )
    day_first = not tag.startswith("en") and (bool(lang) or not sheet.english)
    rules = Rules(str(where), _zone(zone or sheet.about.get("zone", ""), str(where)), day_first)
    sessions = rules.sessions(sheet)
    return Programme(
        slug=slugs.slug_of(path.stem),
        lang=tag,
        title=title or sheet.about.get("title", ""),
        where=str(where),
        sessions=sessions,
        campaign=campaign,
        warnings=(*sheet.warnings, *_shared(sessions, str(where))),
    )


def _text(path: Path) -> str:
    """The file as text with Unix line ends. Raises SourceError."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > MAX_BYTES:
        raise SourceError(f"it has more than {MAX_BYTES:,} bytes; split it", where=str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"byte {data[error.start]:#04x} is not UTF-8; save the file again as “CSV UTF-8” "
            "(Excel: Enregistrer sous, type CSV UTF-8)",
            where=str(path), line=data[: error.start].count(b"\n") + 1,
        ) from None  # fmt: skip
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _zone(name: str, where: str) -> tzinfo | None:
    if not name:
        return None
    found = named_zone(name)
    if found is None:
        raise SourceError(
            f'there is no time zone "{name}"; zones are named like --zone Europe/Paris', where=where
        )
    return found


def _shared(sessions: Sequence[Session], where: str) -> Iterator[str]:
    """Addresses that several events have: a slip of copying, or one page for all of them."""
    lines: dict[str, list[int]] = defaultdict(list)
    for session in sessions:
        lines[session.url].append(session.line)
    for url, found in lines.items():
        if len(found) > 1:
            shown = ", ".join(str(line) for line in found[:6]) + (" …" if len(found) > 6 else "")
            yield f"{where}: {len(found)} events have the same address {url} (lines {shown})"
