"""Rows of figures: one size for all numbers of a page, as large as their columns allow."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

import brochure
from brochure.errors import FitError
from brochure.page import KeyFigure, Page
from brochure.pdf.figure_rows import GAP, LEAST_IN_ROW, UNIT, Faces, FigureSet, figures_set
from brochure.text.content import content_of
from brochure.text.fitting import Setting

WIDE = 493.0
HALF = Setting(measure=lambda text: 0.5 * len(text))
FACES = Faces(number=HALF, label=HALF)


def placed(
    *values: str, width: float = WIDE, label: str = "des voix", beside: bool = False
) -> FigureSet:
    figures = tuple(KeyFigure(value=value, label=label) for value in values)
    content = content_of(Page(slug="t", lang="fr", title="T", body="", figures=figures))
    made = figures_set(content.figures, width, FACES, beside=beside)
    assert made
    return made


@pytest.mark.parametrize(
    ("values", "columns", "number_pt"),
    [
        (("38 %",), 1, 110),
        (("7", "8"), 2, 110),
        (("7", "8", "9"), 3, 110),
        (("62 bâtiments", "148 M€", "−38 %", "9"), 4, 61),  # two of 88 pt, 2.12 and 1.92 sizes, air
        (("1,2 milliard d’euros", "11 communes"), 2, 60),  # beside their units, in one line
        (("12 400", "12 400", "12 400", "12 400"), 2, 78),  # a row would have 36 pt
        (("1 250 000",) * 3, 1, 72),
        (("1",) * 5, 3, 60),
        (("1 200",) * 12, 4, 42),
    ],
)
def test_numbers_are_as_large_as_their_columns_allow(
    values: tuple[str, ...], columns: int, number_pt: float
) -> None:
    made = placed(*values)
    assert (made.columns, made.number_pt) == (columns, number_pt)
    assert made.unit_pt == round(number_pt * UNIT, 1)
    assert made.rows == -(-len(values) // columns)


@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("width", [235.0, 340.0, WIDE])
def test_columns_and_what_is_between_them_fit_the_width(count: int, width: float) -> None:
    made = placed(*("123",) * count, width=width)
    for at in range(0, count, made.columns):
        row = made.widths[at : at + made.columns]
        assert sum(row) + GAP * (len(row) - 1) <= width


def test_a_long_unit_stands_below_its_number_and_does_not_make_all_small() -> None:
    """Once "11 communes" set four numbers at 18 pt."""
    made = placed("11 communes", "7", "8", "milliards d’euros")
    assert placed("11 communes", "7", "8", "9").number_pt >= LEAST_IN_ROW
    assert made.units[0] == ("communes",)
    assert made.word_pt <= made.unit_pt


@pytest.mark.parametrize("values", [("26", "3 soirs", "0 €"), ("3 jours", "12 communes")])
def test_a_unit_of_a_word_stands_beside_its_number_where_it_has_room(values: tuple[str, ...]) -> None:
    made = placed(*values)
    assert made.number_pt >= LEAST_IN_ROW
    assert made.beside == tuple(value[-1].isalpha() for value in values)
    for value, width, along in zip(values, made.widths, made.beside, strict=True):
        number, _, unit = value.partition(" ")
        needed = HALF.measure(number) * made.number_pt + HALF.measure(f" {unit}") * made.word_pt
        assert not along or needed <= width


@pytest.mark.parametrize(("size", "theme_name"), [("a5", "agora"), ("square", "contraste")])
def test_many_figures_on_small_paper_are_divided_between_rows(
    size: str, theme_name: str, page: brochure.Page
) -> None:
    """Once they were refused: "figures need 847 pt; a page has 510"."""
    figures = tuple(
        KeyFigure(value=f"{n} villes", label="raccordées au même réseau depuis le contrat de rivière")
        for n in range(11, 23)
    )
    given = replace(page, size=size, figures=figures)
    (made,) = brochure.build(given, brochure.load_theme(theme_name), only=["pdf"]).artifacts
    places = [number for n in range(11, 23) for number in pages_with(made.data, f"{n} villes")]
    assert len(places) == 12
    assert places == sorted(places)
    assert len(set(places)) > 1


def pages_with(data: bytes, words: str) -> list[int]:
    """The numbers of the inside pages of a PDF that say ``words``."""
    with pypdfium2.PdfDocument(data) as document:
        texts = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in document]
    return [number for number, text in enumerate(texts) if number and words in text]


def test_beside_panels_numbers_are_smaller() -> None:
    assert placed("7", "8", beside=True).number_pt == 72


def test_no_line_of_a_label_is_one_short_word_alone() -> None:
    (lines,) = placed("7", label="de consommation d’énergie en moins", width=150).labels
    assert len(lines) > 1
    assert min(map(len, lines)) > 5


def test_a_number_wider_than_the_page_is_an_error_with_its_numbers() -> None:
    with pytest.raises(FitError) as caught:
        placed("9" * 28, width=100)
    assert caught.value.problems[0].id == "figure-wide"


LONG = "Verfahrensbeschleunigungsvereinbarungen"
FIGURES = tuple(
    KeyFigure(value=value, label=label)
    for value, label in [
        ("62", "Gebäude"), ("148 Mio. €", "Investitionen"), ("−38 %", "Verbrauch"), ("84 %", LONG),
        ("3 von 10", "Haushalte"), ("£38.2m", "Zuschuss"), ("1. September", "Beginn"),
        ("12.400", "Kinder"),
        ("11 Gemeinden", "im Verband"), ("24 h", "am Tag"), ("1961", "Gründung"), ("0 €", "für alle"),
    ]
)  # fmt: skip


def test_twelve_figures_are_read_back_with_a_drawing_of_each_share(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    figures = (
        replace(FIGURES[0], parts=(
            KeyFigure(value="40", label="Schulen"), KeyFigure(value="22", label="Hallen"),
        )),
        replace(FIGURES[1], before="120 Mio. €"), *FIGURES[2:],
    )  # fmt: skip
    changed = replace(page, lang="de", figures=figures, panels=None)
    (made,) = brochure.build(changed, theme, only=["pdf"]).artifacts
    assert {"vorher: 120\u00a0Mio.\u00a0€", "Schulen", "11\u00a0Gemeinden"} <= set(made.texts)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        alts = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    shown = [" ".join(alt.split()) for alt in alts]
    assert shown[:4] == [
        "62: 40 Schulen, 22 Hallen", "120 Mio. €, dann 148 Mio. €", "84 %: 84 von 100",
        "3 von 10: 3 von 10",
    ]  # fmt: skip
