"""Line ends: a space where a line breaks between words, a soft hyphen where it divides one."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import parse_content_stream

import brochure
from brochure.pdf.engine import Fetcher, HtmlRenderer
from brochure.pdf.line_ends import End, ends_of_lines
from brochure.pdf.style_sheets import font_faces
from tests.conftest import SUMMIT, Kits


def soft_hyphens(data: bytes) -> int:
    """How many pieces of marked content stand for U+00AD."""
    found = 0
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for instruction in parse_content_stream(page, "BDC"):
                operands: Any = instruction.operands
                if str(instruction.operator) == "BDC":
                    found += str(operands[1].get("/ActualText", "")) == "\u00ad"
    return found


def test_hyphens_of_division_are_soft(kits: Kits) -> None:
    """PDFium finds them at the ends of lines (U+FFFE), with those that were written there."""
    (made,) = kits(SUMMIT, "agora", "pdf").artifacts
    text = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(made.data))
    assert 5 < soft_hyphens(made.data) <= text.count("\ufffe")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("deux mots", ["deux ", "mots "]),
        ("<b>deux</b> <i>mots</i>", ["deux ", "mots "]),
        ("deux<br>mots", ["deux ", "mots "]),
        ("ex.org/<wbr>chemin", ["ex.org/", "chemin "]),
        ("<b>exem.org</b><wbr>/chemin", ["exem.org", "/chemin "]),
        ("porte-fenêtre", ["porte-", "fenêtre "]),
        ("gouvernement", ["gouver\u00ad", "nement "]),
        ("gouver\u00adnement", ["gouver\u00ad", "nement "]),
        ("<p>deux</p><p>mots</p>", ["deux ", "mots "]),
        ("<ul><li>deux<li>mots</ul>", ["deux ", "mots "]),
    ],
)
def test_a_line_hands_on_what_was_written(
    html: str, expected: list[str], theme: brochure.Theme
) -> None:
    css = (
        "@page { size: 300px 900px; margin: 0 } * { margin: 0; padding: 0; list-style: none }"
        "body { font: 20px 'Source Serif 4'; width: 95px; hyphens: auto; hyphenate-limit-chars: 8 4 4;"
        " hyphenate-character: '-'; overflow-wrap: anywhere }"
    )
    files = frozenset(face.path.resolve() for face in theme.faces)
    renderer = HtmlRenderer(css, Fetcher({}, files), font_faces(theme))
    pages = renderer.render(f'<html lang="fr"><body>{html}</body></html>').pages
    marks = {End.SPACE: " ", End.DIVIDED: "\u00ad"}
    ends = ends_of_lines(pages)
    lines = [
        box.text.removesuffix("-" if ends.get(box) is End.DIVIDED else "").replace("\u00ad", "")
        + marks.get(ends.get(box), "")  # type: ignore[arg-type]
        for page in pages
        for box in page._page_box.descendants()
        if getattr(box, "text", "").strip(" \u200b")
    ]
    assert lines == expected
