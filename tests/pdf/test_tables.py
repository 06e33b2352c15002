"""Tables: in a column where no word is divided, else across both, else smaller, else refused."""

from __future__ import annotations

import pytest

import brochure
from brochure.errors import FitError
from brochure.pdf import tables
from brochure.pdf.tables import PlacedTable
from tests.pdf.plain import FRAME, content


def placed(theme: brochure.Theme, *rows: str) -> PlacedTable:
    """The place of a table, its rows written "a | b"."""
    head, *others = rows
    rule = "|".join("---" for _ in head.split("|"))
    body = "\n".join([head, rule, *others])
    (found,) = tables.place(content(body=f"Un texte.\n\n{body}"), theme, tables.SIZES, FRAME)
    return found


def test_a_small_table_stands_in_a_column_all_of_which_it_takes(theme: brochure.Theme) -> None:
    found = placed(theme, "Jour | Lieu", "7 décembre | Salle Pleyel")
    assert (found.wide, found.divided, found.size) == (False, False, tables.SIZES[0])
    assert sum(found.widths) == pytest.approx(FRAME.column_width, abs=0.05)


def test_the_column_that_says_more_is_wider(theme: brochure.Theme) -> None:
    one, other = placed(theme, "A | B", "x | une phrase bien plus longue que l’autre").widths
    assert other > one


def test_long_words_take_it_across_both_columns(theme: brochure.Theme) -> None:
    found = placed(theme, "A | B | C", "anticonstitutionnellement | " * 2 + "anticonstitutionnellement")
    assert (found.wide, found.divided) == (True, False)
    assert sum(found.widths) == pytest.approx(FRAME.text_width, abs=0.05)


def test_more_of_them_are_set_smaller(theme: brochure.Theme) -> None:
    word = "intergouvernementale"
    found = placed(theme, "A | B | C | D | E", " | ".join([word] * 5))
    assert found.wide
    assert found.size < tables.SIZES[0]


def test_what_is_too_wide_even_in_syllables_is_refused(theme: brochure.Theme) -> None:
    with pytest.raises(FitError) as caught:
        placed(theme, " | ".join("ABCDEFGH"), " | ".join(["x" * 40] * 8))
    (problem,) = caught.value.problems
    assert problem.id == "table-wide"
    assert problem.fields["columns"] == 8


def test_sizes_grow_with_small_text_and_never_go_below_the_least() -> None:
    assert tables.sizes_of(1.0, 8.0) == (9.0, 8.5, 8.0)
    assert tables.sizes_of(2.0, 8.0) == (18.0, 17.0, 16.0, 15.0)
    assert tables.sizes_of(1.0, 20.0) == (20.0,)
