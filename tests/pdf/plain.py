"""What plans are made of: letters are half an em wide, lines 15 points high, paper is A4."""

from __future__ import annotations

from typing import Any

from brochure.design import PAPER_SIZES
from brochure.page import Page
from brochure.pdf.columns import Flow, Row
from brochure.pdf.frames import Frame
from brochure.pdf.metrics import Settings
from brochure.text.content import Content, content_of
from brochure.text.fitting import Setting

HALF = Setting(measure=lambda text: len(text) / 2)
SETTINGS = Settings(title=HALF, quote=HALF, by=HALF, figure=HALF, lead=HALF, leading=15.0)
LINE = 15.0
FRAME = Frame(
    paper=PAPER_SIZES["a4"], side=51.0, top=57.0, bottom=57.0, columns=2, gutter=23.0, line=LINE
)


def content(**given: Any) -> Content:
    """A page of a title and a paragraph, with what is ``given``."""
    return content_of(
        Page(**{"slug": "a", "lang": "fr", "title": "Un titre", "body": "Un texte.", **given})
    )


def paragraphs(*lines: int) -> list[Row]:
    """The rows of paragraphs of so many ``lines``: two of each stay together at either end."""
    rows: list[Row] = []
    for count in lines:
        for number in range(count):
            top = len(rows) * LINE
            breaks = number + 1 == count or 2 <= number + 1 <= count - 2
            rows.append(Row(top=top, bottom=top + LINE, breaks=breaks, starts=number == 0))
    return rows


def flow(*lines: int, page: float = 0.0) -> Flow:
    """A text of paragraphs of so many ``lines``."""
    return Flow(paragraphs(*lines), LINE, page)
