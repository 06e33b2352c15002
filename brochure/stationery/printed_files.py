"""The files of the sheets that show a whole programme: agenda.pdf, grid.pdf, rooms.pdf."""

from __future__ import annotations

from collections.abc import Callable

from brochure.errors import FitError, GlyphError, ProgrammeError
from brochure.facts import Facts
from brochure.kit import Artifact
from brochure.pdfwriter import document
from brochure.problems import Place
from brochure.programme import Programme
from brochure.stationery import inks
from brochure.stationery.agenda import Agenda
from brochure.stationery.doors import Doors
from brochure.stationery.printed_sheets import PrintedSheet, starting
from brochure.stationery.timetable import Timetable
from brochure.text import labels
from brochure.theme import Theme

_WRITERS = {"agenda": Agenda, "grid": Timetable, "rooms": Doors}


def printed_file(
    programme: Programme, sheet: PrintedSheet, theme: Theme, progress: Callable[[str, int, int], None]
) -> Artifact:
    """The PDF of ``sheet`` for ``programme``, in the type of ``theme``; tracks in its colours.

    Raises ProgrammeError for a text that has no room, or signs that no font has.
    """
    writer = _WRITERS[sheet.name](programme, sheet, theme)
    kind = str(labels.in_language(programme.lang)["sheets"][sheet.name])
    title = starting([programme.title, kind])
    path = f"{sheet.name}.pdf"
    try:
        pages = list(writer.pages())
    except (FitError, GlyphError) as caught:
        at = Place(programme.where, product=sheet.name)
        raise ProgrammeError([problem.placed(at) for problem in caught.problems]) from caught
    progress(path, len(programme.sessions), len(programme.sessions))
    return Artifact(
        path=path,
        media_type="application/pdf",
        data=document.pdf_file(
            title, programme.lang, pages, writer.type.resources, inks.archived(theme)
        ),
        facts=Facts(pages=len(pages), title=title, lang=programme.lang, variants=inks.ARCHIVED),
        texts=tuple(writer.type.texts),
    )
