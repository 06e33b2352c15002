"""The motif: as many seats as asked, none touching another, none cut, always the same."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest

import brochure
from brochure import motif
from brochure.page import KeyFigure

KINDS = [kind for kind in motif.PLACES if kind != "none"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [60, 70, 180, 300, 420])
def test_all_seats_are_whole_and_apart(kind: str, number: int) -> None:
    placed = motif.seats(kind, number, "sommet-pgo")
    assert len(placed) == number
    for seat in placed:
        assert seat.x - seat.radius >= -1e-9
        assert seat.x + seat.radius <= 2 + 1e-9
        assert seat.y - seat.radius >= -1e-9
        assert seat.y + seat.radius <= 1 + 1e-9
    assert all(
        math.dist((a.x, a.y), (b.x, b.y)) > a.radius + b.radius for a, b in combinations(placed, 2)
    )


def test_a_page_has_its_own_assembly_and_always_the_same() -> None:
    one, other = (motif.seats("hemicycle", 300, slug) for slug in ("a", "b"))
    assert one == motif.seats("hemicycle", 300, "a")
    assert [s.state for s in one] != [s.state for s in other]
    assert sum(s.state == "lit" for s in one) == round(300 * motif.LIT_SHARE)


def test_the_number_of_seats_is_a_key_figure(page: brochure.Page) -> None:
    assert motif.number_of_seats(page) == 300
    without = replace(page, figures=(KeyFigure(value="7", label="jours"),))
    assert motif.FEWEST_SEATS <= motif.number_of_seats(without) <= motif.MOST_SEATS
    other = replace(without, slug="autre")
    assert motif.number_of_seats(other) != motif.number_of_seats(without)


def test_no_motif_is_no_seats() -> None:
    assert motif.seats("none", 300, "a") == ()
