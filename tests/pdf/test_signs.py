"""Signs: whatever people put into brochures is drawn in fonts that come with brochure, everywhere."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import brochure
from brochure.kit import Kit
from brochure.text import font_metrics, graphemes
from brochure.theme import Theme
from tests.conftest import ROOT, THEMES, artifact
from tests.verapdf import verdicts

SIGNS = ROOT / "tests" / "expected" / "signs.md"


@pytest.fixture(scope="module")
def signs() -> Kit:
    """The kit of a page with signs in all of its texts; reading back found each of its letters."""
    return brochure.build(brochure.read(SIGNS), brochure.load_theme("agora"))


def test_no_sign_stops_a_theme_that_comes_with_brochure() -> None:
    page = brochure.read(SIGNS)
    for name in THEMES:
        theme = brochure.load_theme(name)
        for chain in (theme.chain(theme.title_family, 700), theme.chain(theme.text_family, 400)):
            assert font_metrics.lacking([page.title, page.lead, page.body], chain) == []


def test_the_signs_can_be_selected_in_the_brochure(signs: Kit) -> None:
    """Each is in the text of the page as it was written: emoji of several characters too."""
    with pypdfium2.PdfDocument(artifact(signs, "brochure.pdf").data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    read = {c for c in unicodedata.normalize("NFD", text) if not font_metrics.is_invisible(c)}
    body = unicodedata.normalize("NFD", signs.page.title + signs.page.lead + signs.page.body)
    wanted = {c for c in body if not font_metrics.is_invisible(c) and not c.isspace()}
    assert wanted - read <= set("|*-\"'")
    for emoji in filter(graphemes.is_picture, graphemes.clusters(signs.page.title)):
        assert emoji in text


def test_print_files_embed_the_fonts_that_draw_them_and_no_other(signs: Kit) -> None:
    with pikepdf.open(io.BytesIO(artifact(signs, "print/brochure.pdf").data)) as pdf:
        fonts = {
            str(font.BaseFont).split("+")[1].strip(",")
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert {"Noto-Emoji", "Noto-Sans-Symbols-2"} <= fonts
    assert all(name.startswith(("Bricolage", "Source", "IBM", "Noto")) for name in fonts)


@pytest.mark.slow
def test_brochures_with_signs_are_valid(signs: Kit, tmp_path: Path) -> None:
    pairs = []
    for made in signs.artifacts:
        if made.path == "brochure.pdf" or made.path.startswith("print/"):
            path = tmp_path / made.path.replace("/", "-")
            path.write_bytes(made.data)
            pairs += [
                (flavour, path) for flavour in (("3a", "ua1") if "-" not in path.name else ("2b",))
            ]
    assert all(verdict.compliant for verdict in verdicts(pairs)), verdicts(pairs)


def test_the_signs_of_one_page_leave_the_fonts_of_another_alone(theme: Theme) -> None:
    """A page without them is set with the theme's own fonts: no other one is loaded."""
    assert font_metrics.with_fallbacks(theme, ["Un mot, 2016 – « été »"]).fallbacks == ()
