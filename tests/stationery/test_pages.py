"""Pages: how many there are, what stands on them, and what is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from brochure import messages
from brochure.errors import ProgrammeError
from brochure.facts import Facts
from brochure.problems import Place
from brochure.stationery import label_sheets
from brochure.stationery.pages import SheetWriter, quiet
from brochure.stationery.products import SHEET_PRODUCTS, SheetProduct
from brochure.theme import Theme
from tests.stationery.test_composition import LABELS, PROGRAMME, SESSION

TENTS = SHEET_PRODUCTS[3]


def writer(theme: Theme, count: int = 1, product: SheetProduct = LABELS) -> SheetWriter:
    sessions = tuple(
        replace(SESSION, url=f"https://exemple.org/{number}", line=number + 1)
        for number in range(1, count + 1)
    )
    return SheetWriter(replace(PROGRAMME, sessions=sessions), product, theme, quiet)


def test_a_file_tells_its_pages_its_codes_and_its_title(theme: Theme) -> None:
    facts = writer(theme, 3, replace(LABELS, skip=22)).artifact().facts
    assert (facts.pages, facts.lang, facts.variants) == (2, "fr", ("PDF/UA-1",))
    assert [(code.page, code.payload[-1]) for code in facts.codes] == [(1, "1"), (1, "2"), (2, "3")]
    assert Facts.of_row(facts.row()) == facts


def test_a_tent_has_its_code_on_both_faces(theme: Theme) -> None:
    facts = writer(theme, 1, TENTS).artifact().facts
    assert [code.payload for code in facts.codes] == ["https://exemple.org/1"] * 2


def test_progress_goes_page_by_page_to_the_end(theme: Theme) -> None:
    seen: list[tuple[str, int, int]] = []
    made = writer(theme, 3, replace(LABELS, skip=22))
    made.progress = lambda name, done, of: seen.append((name, done, of))
    made.artifact()
    assert seen == [("labels.pdf", 2, 3), ("labels.pdf", 3, 3)]


def test_all_that_does_not_fit_is_raised_together(theme: Theme) -> None:
    long = replace(SESSION, title="Anticonstitutionnellement " * 7)
    made = writer(theme)
    made.programme = replace(PROGRAMME, sessions=(long, replace(long, line=13), SESSION))
    assert not made.fits()
    made.problems.clear()
    with pytest.raises(ProgrammeError) as caught:
        made.artifact()
    assert [(p.id, p.place.line) for p in caught.value.problems] == [
        ("cell-texts", 12),
        ("cell-texts", 13),
    ]
    with messages.using("fr"):
        assert "ne tiennent pas dans 70 × 37,1 mm en corps 8" in str(caught.value)


def test_shortened_addresses_are_a_warning_with_their_lines(theme: Theme) -> None:
    narrow = replace(LABELS, grid=label_sheets.label_grid("L7160"))
    made = writer(theme, 1, narrow)
    url = "https://www.exemple.org/" + "programme-des-ateliers-" * 4
    made.programme = replace(
        PROGRAMME, sessions=tuple(replace(SESSION, url=url, line=n) for n in range(2, 12))
    )
    (warning,) = made.artifact().warnings
    assert (warning.id, warning.severity, warning.place) == (
        "addresses-shortened", "warning", Place("labels.pdf"),
    )  # fmt: skip
    assert "10 of 10 have no room for the whole address" in str(warning)
    assert "(lines 2, 3, 4, 5, 6, 7, 8, 9, …)" in str(warning)


def test_each_session_has_as_many_labels_as_asked_for(theme: Theme) -> None:
    facts = writer(theme, 2, replace(LABELS, copies=3, skip=20)).artifact().facts
    assert facts.pages == 2  # four labels are left on the first
    payloads = [code.payload for code in facts.codes]
    assert payloads == sorted(payloads)
    assert len(payloads) == 6


def test_labels_begin_at_the_right_where_the_language_does(theme: Theme) -> None:
    arabic = SheetWriter(replace(PROGRAMME, lang="ar"), LABELS, theme, quiet)
    first, second, *_ = arabic.product.grid.cells()
    assert first.x > second.x
    assert not writer(theme).product.grid.rtl
