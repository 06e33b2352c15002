"""Print files are whole sheets of four pages, the last of which has one page for notes at most."""

from __future__ import annotations

import pytest

import brochure
from brochure.pdf import media
from brochure.pdf.composing import MOST_NOTES, SHEET, compose
from brochure.pdf.engine import strict
from brochure.pdf.layout import Layout, lay_out
from brochure.text import font_metrics
from brochure.text.content import content_of, printed
from tests.pdf.plain import FRAME
from tests.pdf.test_composing import INTROS, SPREADS, material

SENTENCES = (
    "La ville refait la place, les arbres y restent et les bancs reviennent au bord de l’eau. "
    "Les travaux durent trois mois et se font par moitiés, pour que les commerces restent ouverts. "
)


def laid_out(paragraphs: int, theme_name: str, *, press: bool) -> Layout:
    """The brochure of a text of so many paragraphs, for the press or for screens."""
    page = brochure.Page(
        slug="place",
        lang="fr",
        title="La place",
        url="https://exemple.org/place",
        body="\n\n".join(["La place change, voici comment.", *[SENTENCES * 3] * paragraphs]),
    )
    theme = brochure.load_theme(theme_name)
    medium = media.press_medium(theme, "brochure") if press else media.screen_medium(theme)
    content = content_of(page, on_paper=press)
    theme = font_metrics.with_fallbacks(theme, printed(content))
    with strict():
        return lay_out(page, content, theme, medium)


@pytest.mark.parametrize("lines", [200, 230])
def test_a_page_more_than_whole_sheets_is_saved_where_the_text_allows(lines: int) -> None:
    """What a back cover says then stands below the end of the text."""
    given = material(*[5] * (lines // 5), intros=INTROS)
    assert compose(given, FRAME, SPREADS).blanks <= MOST_NOTES


def test_a_text_that_fills_one_sheet_less_is_never_made_longer() -> None:
    composed = compose(material(*[6] * 20, intros=INTROS), FRAME, SPREADS)
    assert composed.count <= SHEET


@pytest.mark.parametrize(
    ("paragraphs", "theme_name"),
    [(21, "agora"), pytest.param(27, "papier", marks=pytest.mark.slow),
     pytest.param(14, "contraste", marks=pytest.mark.slow)],
)  # fmt: skip
def test_five_pages_are_four_or_open_to_fill_eight(paragraphs: int, theme_name: str) -> None:
    """Once three empty pages were added."""
    made = laid_out(paragraphs, theme_name, press=True)
    assert made.pages % SHEET == 0
    assert made.blanks <= MOST_NOTES


def test_on_a_screen_no_page_is_added() -> None:
    made = laid_out(21, "agora", press=False)
    assert not made.blanks
    assert made.pages < 2 * SHEET
