"""Rows of figures: one size for all numbers of a page, as large as their columns allow."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
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
        (("62 bâtiments", "148 M€", "−38 %", "9"), 4, 63),  # two of 88 pt, 2.12 and 1.92 sizes
        (("1,2 milliard d’euros", "11 communes"), 2, 110),
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
