"""Rendering: the PDF of each kind of sheet, and the code of each session as SVG and PNG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from brochure import slugs
from brochure.codes import encoder, svg_png
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.problems import Text
from brochure.programme import Programme
from brochure.stationery import composition
from brochure.stationery.pages import Progress, SheetWriter, quiet
from brochure.stationery.printed_files import printed_file
from brochure.stationery.printed_sheets import PrintedSheet
from brochure.stationery.products import SheetProduct
from brochure.theme import Theme

__all__ = ["Progress", "code_files", "fits", "quiet", "sheet_file"]

CODE_PX = 600
"""The least width of a session's code as PNG: 50 mm at 300 dpi."""


def sheet_file(
    programme: Programme,
    product: SheetProduct | PrintedSheet,
    theme: Theme,
    progress: Progress = quiet,
) -> Artifact:
    """The PDF of ``product`` with every session of ``programme``, in the type and motif of ``theme``.

    ``progress`` is called after each page. Raises ProgrammeError with a problem for each session that
    does not fit its cell or has characters that no font has.
    """
    if isinstance(product, PrintedSheet):
        return printed_file(programme, product, theme, progress)
    return SheetWriter(programme, product, theme, progress).artifact()


def fits(programme: Programme, product: SheetProduct, theme: Theme) -> bool:
    """Whether every session of ``programme`` fits the cells of ``product``; nothing is drawn."""
    return SheetWriter(programme, product, theme, quiet).fits()


def code_files(programme: Programme, progress: Progress = quiet) -> Iterator[Artifact]:
    """The code of each session as SVG and as PNG, black on white.

    Files are numbered as in the programme and named after the session: "codes/007-budgets-ouverts.svg".
    A session without an address has none.
    """
    count = len(programme.sessions)
    digits = max(3, len(str(count)))
    for number, session in enumerate(programme.sessions, 1):
        if not session.url:
            continue
        matrix = encoder.encode(composition.payload(session, programme, "code"))
        alt = composition.code_alt(session.url, programme.lang)
        name = f"codes/{number:0{digits}}-{slugs.slug_of(session.title)[:40].strip('-')}"
        facts = Facts(alt=alt, codes=(ExpectedCode(payload=matrix.payload),))
        yield Artifact(
            path=f"{name}.svg", media_type="image/svg+xml",
            data=svg_png.svg(matrix, alt).encode(), facts=facts,
        )  # fmt: skip
        px = svg_png.px_per_module(matrix, CODE_PX) * matrix.total
        yield Artifact(
            path=f"{name}.png", media_type="image/png",
            data=svg_png.png(matrix, least_px=CODE_PX),
            facts=replace(facts, width_px=px, height_px=px),
        )  # fmt: skip
        progress(str(Text("progress-codes")), number, count)
