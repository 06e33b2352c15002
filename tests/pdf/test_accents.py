"""Accents: letters with marks that no font has as one glyph stand right, and are read as written."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter

import pypdfium2
import pytest

import brochure
from brochure.pdf import rendering
from brochure.theme import Theme
from tests.conftest import artifact

WORDS = (
    "e̊́", "ê̌", "ẽ̂", "x̂", "q̃", "m̄", "Tiếng", "Việt", "ǩ", "а́з", "שָׁלוֹם", "ที่นี่",
)  # fmt: skip
"""Stacked marks, marks on letters that have none of their own, and some that a font has whole."""


def page(words: str) -> brochure.Page:
    return brochure.Page(slug="p", lang="fr", title="T", body=f"Un {words} fin.")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_with_marks_is_read_as_it_was_written(word: str, form: str, theme: Theme) -> None:
    """The build reads every text back, so that nothing is refused; here the marks count as well."""
    written = unicodedata.normalize(form, word)  # type: ignore[arg-type]
    kit = brochure.build(page(written), theme, only=["pdf"])
    with pypdfium2.PdfDocument(artifact(kit, "brochure.pdf").data) as document:
        text = "".join(leaf.get_textpage().get_text_range() for leaf in document)
    read, wanted = (Counter(unicodedata.normalize("NFD", t)) for t in (text, f"Un {word} fin."))
    marks = {char for char in read if unicodedata.combining(char)}
    assert not wanted - read
    assert {mark: read[mark] for mark in marks} == {mark: wanted[mark] for mark in marks}


def line(words: str, theme: Theme) -> tuple[float, float]:
    """From where to where ink stands in the line of ``words``, in points."""
    (made,) = rendering.render(page(words), theme)
    with pypdfium2.PdfDocument(io.BytesIO(made.data)) as document:
        image = document[1].render(scale=4).to_pil().convert("L").crop((0, 0, 2380, 320))
    dark = image.point(lambda value: 255 * (value < 128)).getbbox()
    assert dark
    return dark[0] / 4, dark[2] / 4


def test_a_stacked_accent_takes_no_room_in_the_line_and_stands_above_its_letter(theme: Theme) -> None:
    """In PDFium, which draws for Chrome: the second accent stood beside the letter."""
    assert line("e̊́ x", theme) == pytest.approx(line("e x", theme), abs=0.5)
