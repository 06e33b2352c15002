"""Line ends: a space where a line breaks between words, a soft hyphen where it divides one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import parse_content_stream
from PIL import ImageChops

import brochure
from brochure.pdf import engine, rendering
from brochure.pdf.engine import Fetcher, HtmlRenderer
from brochure.pdf.line_ends import End, ends_of_lines
from brochure.pdf.style_sheets import font_faces
from tests.conftest import SUMMIT, Kits
from tests.pdf.test_arabic_words import by_poppler
from tests.test_reading_order import text_along_tags


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
        ("999\u00a0chemins", ["999 ", "chemins "]),
        ("1\u202f250\u202f000\u202f000", ["1\u202f250\u202f000 ", "000 "]),
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


SIGNS = """Bravo 🎉

Suite <kbd>Ctrl</kbd>+<kbd>Maj</kbd> + <kbd>V</kbd>.

- un ✅
- deux ━
- trois ★

## Partie 🚀

Dernier 🇫🇷

Fin."""


def test_a_sign_at_the_end_of_a_block_is_followed_by_a_space(theme: brochure.Theme) -> None:
    """Of its own face, or else PDFium leaves it out; one face (of "━") has none."""
    said = text_along_tags(_of_signs(theme))
    assert [re.findall(f"{sign}(.)", said)[-1] for sign in "🎉✅━★🚀"] == [" "] * 5
    assert "🇫🇷 Fin" in said


@pytest.mark.parametrize("reader", [text_along_tags, by_poppler])
def test_keys_that_stand_apart_are_read_as_they_were_written(
    reader: Callable[[bytes], str], theme: brochure.Theme
) -> None:
    said = " ".join(reader(_of_signs(theme)).split())
    assert "Suite Ctrl+Maj + V." in said


def test_signs_and_keys_look_as_weasyprint_draws_them(
    theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = _of_signs(theme)
    monkeypatch.setattr(engine, "ends_of_lines", lambda pages: {})
    for mine, its in zip(*map(pypdfium2.PdfDocument, (ours, _of_signs(theme))), strict=True):
        both = (page.render(scale=1).to_pil().convert("L") for page in (mine, its))
        assert max(ImageChops.difference(*both).tobytes()) <= 8


def _of_signs(theme: brochure.Theme) -> bytes:
    page = brochure.Page(slug="signes", lang="fr", title="Signes 🎉", lead="Un chapeau.", body=SIGNS)
    (made,) = rendering.render(page, theme)
    return made.data


def test_the_space_after_a_sign_does_not_reach_the_cut(theme: brochure.Theme) -> None:
    """The space of emoji is as wide as they are: in large type it would stand out of the safe area."""
    for lang, lead in {"fr": f"Bravo {'🎉' * 13} bravo 🎉", "ar": "✅"}.items():
        page = brochure.Page(slug="signes", lang=lang, title="Signes", lead=lead, body=lead)
        (made,) = rendering.render(page, theme)
        for sheet in pypdfium2.PdfDocument(made.data):
            text = sheet.get_textpage()
            boxes = [text.get_charbox(i, loose=True) for i in range(text.count_chars())]
            assert all(
                left > 9 and right < sheet.get_width() - 9  # three millimetres
                for left, _, right, _ in boxes
                if right > left
            )
