"""Programme blocks: ``::: programme concerts.csv`` in a body becomes the sessions of that file.

They are written as an author would write them, so that a page holds all of its words itself:

    ::: programme
    # samedi 19 septembre 2026
    9 h – 9 h 45 | Ouverture officielle | Grande halle
    :::
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias, TypeVar

from brochure.errors import BrochureError
from brochure.file_names import found
from brochure.problems import Id, Place, Problem, error, note
from brochure.programme import Session
from brochure.text import blocks, labels, regions, times

_OF_ADDRESSES = {
    Id("address-shared"), Id("addresses-http"), Id("addresses-none"), Id("addresses-missing"),
    Id("addresses-completed"),
}  # fmt: skip
"""What is told of addresses, which a block does not show."""

_Shown = TypeVar("_Shown")
Told: TypeAlias = tuple[_Shown, list[Session], list[Problem]]
"""What a page shows of files, the sessions in them, and what there is to say of them."""

_SIGNS = re.compile(r"([\\`*_\[\]<>|#~^=$&{}!:+@-])")


def has_files(body: str) -> bool:
    """Whether a block of ``body`` names a file."""
    return any(True for _ in _named(body.split("\n"), body))


def without_files(body: str) -> str:
    """``body`` with empty lines for the blocks that name a file: it has as many lines as before."""
    lines = body.split("\n")
    for start, end, _ in list(_named(lines, body)):
        lines[start:end] = [""] * (end - start)
    return "\n".join(lines)


def filled(body: str, where: Place, folders: Sequence[Path], lang: str) -> Told[str]:
    """``body`` with the sessions of the files that it names, these, and what is wrong with them.

    Files lie below one of ``folders``. ``where`` is the place of the body's first line.
    """
    lines, problems, sessions = body.split("\n"), list[Problem](), list[Session]()
    for start, end, named in reversed(list(_named(lines, body))):
        at = replace(where, line=(where.line or 1) + start)
        made, own, told = _sessions(named["file"], at, folders, lang)
        opening = lines[start][: named.start("file")].rstrip()
        lines[start:end] = ["", opening, *made, named["colons"], ""]
        problems[:0], sessions[:0] = told, own
    return "\n".join(lines), sessions, problems


def chapter(file: str, at: Place, folders: Sequence[Path], lang: str) -> Told[str]:
    """A chapter of the sessions in ``file``, for the end of a body, these, and what is wrong with them.

    ``at`` is where the file is named.
    """
    made, sessions, problems = _sessions(file, at, folders, lang)
    title = labels.in_language(lang)["programme_title"]
    return "\n".join(["", "", f"## {title}", "", "::: programme", *made, ":::", ""]), sessions, problems


def _named(lines: Sequence[str], body: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """The blocks that name a file: the first line, the one after the last, and what is named."""
    if "programme" not in body.lower():
        return
    code = [(r.start, r.end) for r in regions.regions_of(body) if r.kind in {"code", "comment"}]
    at = 0
    for number, line in enumerate(lines):
        match = blocks.PROGRAMME_FILE.fullmatch(line.strip())
        if match and not any(start <= at < end for start, end in code):
            end = number + 1
            following = next((n for n in range(end, len(lines)) if lines[n].strip()), len(lines))
            if following < len(lines) and re.fullmatch(r":{3,}", lines[following].strip()):
                end = following + 1
            yield number, end, match
        at += len(line) + 1


def _sessions(name: str, at: Place, folders: Sequence[Path], lang: str) -> Told[list[str]]:
    """The lines for the sessions in the file ``name``, by their days."""
    from brochure.reading.programmes import read_programme  # few pages have programmes

    path = _path(name, folders)
    if path is None:
        return [], [], [error("programme-not-found", at=at, file=name, folder=folders[0])]
    try:
        programme = read_programme(path, lang=lang, within=folders)
    except BrochureError as caught:
        return [], [], list(caught.problems)
    made: list[str] = []
    day = ""
    for session in sorted(programme.sessions, key=_moment):
        if (own := times.day(session, lang)) != day:
            day = own
            made.append(f"# {_escaped(day)}")
        when = times.hours(session, lang) or times.short_day(session, lang)
        cells = (when, session.title, session.room)
        made.append(" | ".join(_escaped(cell) for cell in cells if cell))
    told = [p for p in programme.warnings if p.id not in _OF_ADDRESSES]
    if columns := dict.fromkeys(key for s in programme.sessions for key in s.columns):
        told.append(note("programme-columns", at=Place(str(path)), columns=list(columns)))
    return made, list(programme.sessions), told


def _path(name: str, folders: Sequence[Path]) -> Path | None:
    for folder in folders:
        path = found(folder.resolve() / name).resolve()
        if path.is_file() and any(path.is_relative_to(f.resolve()) for f in folders):
            return path
    return None


def _moment(session: Session) -> tuple[str, str]:
    start: date | datetime = session.starts
    return (
        (start.date().isoformat(), start.time().isoformat())
        if isinstance(start, datetime)
        else (start.isoformat(), "")
    )


def _escaped(text: str) -> str:
    """``text`` in one line of Markdown in which every sign stands for itself."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))
