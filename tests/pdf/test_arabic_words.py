"""Words from right to left are found in the PDFs by PDFium (Chrome) and Poppler (pdftotext, Evince)."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

import brochure
from brochure.pdf import rendering as screen
from brochure.pdf.press import rendering as press
from brochure.pdf.text_drawing import WordStream
from brochure.pdfwriter import right_to_left
from brochure.text.content import content_of, texts_of
from tests.conftest import ROOT, Kits, artifact
from tests.test_reading_order import text_along_tags

ARABIC = ROOT / "tests" / "pages" / "arabic.md"
SOURCES = [ARABIC, ROOT / "docs" / "example" / "atelier.ar.md"]

MIXED = sorted((ROOT / "tests" / "pdf" / "right_to_left").glob("*.md"))
"""Lines in which the face changes: Latin words, digits, signs, emoji, one with no space in its face."""

LEAST = 0.98
"""The share of words that must be found; 0.72 of them were, where letter pairs drawn as one glyph were
turned round."""

VOCALISED = "إِنَّ اللُّغَةَ الْعَرَبِيَّةَ هِيَ لُغَةُ الضَّادِ، والكُتُبُ في المَكْتَبَةِ كَثِيرَةٌ."


def by_pdfium(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def by_poppler(data: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not there: .ci/install test")
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


READERS = [by_pdfium, by_poppler]
Reader = Callable[[bytes], str]


def words(texts: Iterable[str]) -> list[str]:
    """The words of ``texts`` that have a letter, without the punctuation around them."""
    bare = (word.strip("«»()،.:؛؟!\"'") for text in texts for word in text.split())
    return [word for word in bare if any(c.isalpha() for c in word)]


def share_found(page: brochure.Page, text: str) -> float:
    """The share of the page's words that stand in ``text``, whose bidi controls are left out."""
    shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    wanted = words("".join(c for c in t if unicodedata.category(c) != "Cf") for t in _texts(page))
    return sum(word in shown for word in wanted) / len(wanted)


def _texts(page: brochure.Page) -> Iterable[str]:
    return texts_of(content_of(page))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_words_of_the_brochure_are_found(source: Path, reader: Reader, kits: Kits) -> None:
    (made,) = kits(source, "agora", "pdf").artifacts
    assert share_found(brochure.read(source), reader(made.data)) >= LEAST


@pytest.mark.parametrize("reader", READERS)
def test_words_of_the_print_file_are_found(reader: Reader, kits: Kits) -> None:
    made = artifact(kits(ARABIC, "agora", "print"), "print/brochure.pdf")
    assert share_found(brochure.read(ARABIC), reader(made.data)) >= LEAST


@pytest.mark.parametrize("reader", READERS)
def test_most_words_with_vowels_are_found(reader: Reader, theme: brochure.Theme) -> None:
    """Not all: PDFium takes a vowel that stands above all letters for a line of its own."""
    page = replace(brochure.read(ARABIC), body=VOCALISED, figures=(), quotes=(), panels=None)
    (made,) = screen.render(page, theme)
    assert share_found(page, reader(made.data)) > 0.7


@pytest.mark.parametrize("reader", READERS)
def test_numbers_stand_apart_from_the_words_beside_them(reader: Reader, theme: brochure.Theme) -> None:
    """Poppler takes a number with the space after it, and wrote « 13مارس »."""
    text = "يوم 13 مارس 2027 في القاعة 4 الكبرى"
    page = replace(brochure.read(ARABIC), body=f"{text}.", figures=(), quotes=(), panels=None)
    (made,) = screen.render(page, theme)
    said = reader(made.data)
    found = "".join(c for c in said if unicodedata.category(c) != "Cf").replace(".", " ").split()
    assert set(text.split()) <= set(found)


def test_print_files_of_a_text_with_vowels_are_read_back(theme: brochure.Theme) -> None:
    """The booklet too, in whose sheets PDFium would misplace what stands for other text."""
    page = replace(brochure.read(ARABIC), body=VOCALISED, figures=(), quotes=(), panels=None)
    made = brochure.build(page, theme, only=["print"])
    assert "print/booklet.pdf" in {artifact.path for artifact in made.artifacts}


@pytest.mark.parametrize("reader", READERS)
def test_without_it_a_quarter_of_the_words_is_lost(
    reader: Reader, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WordStream, "marked", _as_weasyprint)
    (made,) = screen.render(brochure.read(ARABIC), theme)
    assert share_found(brochure.read(ARABIC), reader(made.data)) < 0.8


@contextmanager
def _as_weasyprint(self: Any, box: Any, tag: str) -> Iterator[None]:
    with super(WordStream, self).marked(box, tag):
        yield


def _vocalised() -> brochure.Page:
    return replace(brochure.read(ARABIC), lead=VOCALISED)


@pytest.mark.parametrize("source", [None, *MIXED], ids=lambda source: source.stem if source else "long")
def test_what_is_drawn_looks_the_same(
    source: Path | None, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is written is changed: no pixel is."""
    page = brochure.read(source) if source else _vocalised()
    assert _differs(page, theme, monkeypatch) <= 8


@pytest.mark.parametrize("source", MIXED, ids=lambda source: source.stem)
def test_what_is_printed_looks_the_same(
    source: Path, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing stands for other text too; but for a letter that is rounded to another pixel."""
    assert _differs(brochure.read(source), theme, monkeypatch, press.render, blur=1) <= 30


@pytest.mark.parametrize("source", MIXED, ids=lambda source: source.stem)
def test_a_space_of_another_face_is_seen(
    source: Path, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its glyph is a letter there, which lay on others; seen in what is printed too."""

    def other(font: Any) -> tuple[int, float]:
        glyph = next((glyph for glyph, said in font.to_unicode.items() if not said.isspace()), 0)
        return glyph, font.widths.get(glyph, 500.0)

    monkeypatch.setattr(right_to_left, "space_of", other)
    assert _differs(brochure.read(source), theme, monkeypatch, press.render, blur=1) > 60


def _differs(
    page: brochure.Page,
    theme: brochure.Theme,
    monkeypatch: pytest.MonkeyPatch,
    render: Callable[..., Any] = screen.render,
    blur: int = 0,
) -> int:
    """How much a pixel, or a ``blur`` of some around it, differs from WeasyPrint's at most, of 255."""
    made = list(render(page, theme))
    monkeypatch.setattr(WordStream, "marked", _as_weasyprint)
    plain = list(render(page, theme))
    pages = [
        (ours, theirs)
        for mine, its in zip(made, plain, strict=True)
        for ours, theirs in zip(_pages(mine.data), _pages(its.data), strict=True)
    ]
    assert pages
    blurred = [[page.filter(ImageFilter.BoxBlur(blur)) for page in both] for both in pages]
    return max(max(ImageChops.difference(*both).tobytes()) for both in blurred)


def _pages(data: bytes) -> list[Image.Image]:
    return [page.render(scale=1).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize("source", MIXED, ids=lambda source: source.stem)
def test_lines_of_several_faces_are_read_along_the_tags(source: Path, theme: brochure.Theme) -> None:
    """No surrogates are parted, which are no text, and no line runs into the next one."""
    page = brochure.read(source)
    (made,) = screen.render(page, theme)
    said = _without_controls(text_along_tags(made.data))
    wanted = words(_without_controls(_POINTS.sub("", text)) for text in _texts(page))
    missing = [word for word in wanted if word not in said]
    assert len(missing) < 0.1 * len(wanted), missing
    assert set(re.findall("[✅━](.)", said)) <= {" ", "\u00a0"}


_POINTS = re.compile("\\S*[\u0591-\u05c7\u064b-\u0652]\\S*")
"""Words with vowels, whose letters PDFium parts."""


def test_signs_of_two_surrogates_are_found_by_poppler(theme: brochure.Theme) -> None:
    (made,) = screen.render(brochure.read(MIXED[0]), theme)
    said = by_poppler(made.data)
    assert all(
        said.count(sign) >= count for sign, count in {"🎉": 5, "😀": 2, "🚀": 1, "👍": 1}.items()
    )


def _without_controls(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Cf")
