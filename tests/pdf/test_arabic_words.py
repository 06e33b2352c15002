"""Arabic words are found in the PDFs: by PDFium (Chrome) and by Poppler (pdftotext, Evince)."""

from __future__ import annotations

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

import brochure
from brochure.pdf import rendering as screen
from brochure.pdf.text_drawing import WordStream
from brochure.text.content import content_of, texts_of
from tests.conftest import ROOT, Kits, artifact

ARABIC = ROOT / "tests" / "pages" / "arabic.md"
SOURCES = [ARABIC, ROOT / "docs" / "example" / "atelier.ar.md"]

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


def test_what_is_drawn_looks_the_same(theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is written is changed: no pixel is."""
    page = replace(brochure.read(ARABIC), lead=VOCALISED)
    (made,) = screen.render(page, theme)
    monkeypatch.setattr(WordStream, "marked", _as_weasyprint)
    (plain,) = screen.render(page, theme)
    for ours, theirs in zip(_pages(made.data), _pages(plain.data), strict=True):
        assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) <= 8


def _pages(data: bytes) -> list[bytes]:
    return [
        page.render(scale=1).to_pil().convert("L").tobytes() for page in pypdfium2.PdfDocument(data)
    ]
