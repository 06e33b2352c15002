"""The motif: it says what it stands for, stays in its box, and is always the same for a page."""

from __future__ import annotations

import calendar as calendars
import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest

import brochure
from brochure import marks, motif, motif_shapes
from brochure.marks import Mark
from brochure.motif import Subject
from brochure.page import MOTIFS, Event, KeyFigure, Page, Quote

KINDS = [kind for kind in MOTIFS if kind != "none"]
DAYS = (date(2016, 12, 7), date(2016, 12, 9))


def subject(seed: str = "sommet-pgo", number: int = 300, **values: object) -> Subject:
    return replace(Subject(seed=seed, number=number, days=DAYS, values=(70, 4000, 300)), **values)  # type: ignore[arg-type]


def page_of(title: str, **fields: object) -> Page:
    usual = Page(slug="p", lang="fr", title=title, body="")
    return replace(usual, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [60, 131, 420])
@pytest.mark.parametrize("rtl", [False, True])
def test_every_motif_lies_in_its_box_and_is_always_the_same(kind: str, number: int, rtl: bool) -> None:
    for seed in "abcde":
        of = subject(seed, number, rtl=rtl)
        placed = motif.drawn(kind, of)
        left, top, right, bottom = marks.extent(placed)
        assert -1e-6 <= left < right <= 2 + 1e-6
        assert -1e-6 <= top < bottom <= 1 + 1e-6
        motif.drawn.cache_clear()
        assert motif.drawn(kind, of) == placed


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [0.8, 1.3, 2.6])
def test_a_cropped_motif_leaves_its_box_by_the_foot_and_one_side(kind: str, width: float) -> None:
    """By the right, or by the left where one reads from there; never by the head, below the text."""
    for rtl in (False, True):
        placed = motif.drawn(kind, subject(rtl=rtl), width=width, cropped=True)
        left, top, right, bottom = marks.extent(placed)
        assert bottom > 1.0
        assert left < 0 if rtl else right > width
        assert top >= -1e-6


@pytest.mark.parametrize("kind", ["waves", "map", "rings", "grid", "hemicycle"])
def test_two_pages_have_different_ones(kind: str) -> None:
    one, other = (motif.drawn(kind, subject(slug, number)) for slug, number in (("a", 301), ("b", 302)))
    assert one != other
    assert {mark.state for mark in one} == {"seat", "lit", "spark"}


def test_an_assembly_has_a_seat_for_each_and_none_touches_another() -> None:
    for number in (60, 300, 420):
        placed = motif.drawn("hemicycle", subject(number=number))
        assert len(placed) == number
        assert sum(mark.state == "lit" for mark in placed) == round(number * motif_shapes.LIT_SHARE)
        assert all(
            math.dist(a.points[0], b.points[0]) > (a.width + b.width) / 2
            for a, b in combinations(placed, 2)
        )


def test_a_grid_has_complete_rows() -> None:
    for number in range(60, 420, 7):
        placed = motif.drawn("grid", subject(number=number))
        rows: dict[float, int] = {}
        for mark in placed:
            rows[round(mark.points[0][1], 6)] = rows.get(round(mark.points[0][1], 6), 0) + 1
        assert len({*rows.values()}) == 1


def lit_days(first: date, last: date) -> tuple[list[int], int]:
    """The numbers of the lit marks of a calendar, from 1, and how many marks there are."""
    placed = motif_shapes.calendar(first, last, 2.0, False)
    return [i for i, mark in enumerate(placed, 1) if mark.state == "lit"], len(placed)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2016, 12, 7), date(2016, 12, 9)), (date(2024, 2, 29), date(2024, 2, 29)),
     (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 1, 30), date(2026, 2, 2)),
     (date(2026, 4, 10), date(2026, 9, 20)), (date(2026, 12, 30), date(2027, 1, 2))],
)  # fmt: skip
def test_a_calendar_lights_exactly_the_days_of_the_event(first: date, last: date) -> None:
    lit, count = lit_days(first, last)
    begin = first.replace(day=1)
    assert [begin + timedelta(days=i - 1) for i in lit] == [
        first + timedelta(days=i) for i in range((last - first).days + 1)
    ]
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 1:
        assert count == calendars.monthrange(first.year, first.month)[1]


def test_each_day_of_a_calendar_stands_in_the_column_of_its_weekday() -> None:
    placed = motif_shapes.calendar(*DAYS, 2.0, False)
    columns = sorted({round(mark.box[0], 6) for mark in placed})
    assert len(columns) == 7
    for offset, mark in enumerate(placed):
        weekday = (date(2016, 12, 1) + timedelta(days=offset)).weekday()
        assert columns.index(round(mark.box[0], 6)) == weekday


@pytest.mark.parametrize("cropped", [False, True])
def test_bars_are_as_high_as_their_figures(cropped: bool) -> None:
    values = (70.0, 4000.0, 300.0, 1200.0)
    placed = motif_shapes.bars(values, 2.0, cropped)
    for value, mark in zip(values, placed, strict=True):
        assert 1 - mark.box[1] == pytest.approx(value / 4000)
        assert mark.state == ("lit" if value == 4000 else "seat")


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("plus de 4 000", "fr", 4000), ("4.000 Teilnehmende", "de", 4000), ("4,000", "en", 4000),
     ("1,2 million", "fr", 1.2e6), ("1.5 million", "en", 1.5e6), ("£38.2m", "en", 38.2e6),
     ("2,1 Mio. Euro", "de", 2.1e6), ("38 %", "fr", 38), ("−38 %", "fr", -38), ("1.5", "fr", 1.5),
     ("12.500,5", "es", 12500.5), ("1’200", "de", 1200), ("٤٠٠", "ar", 400), ("aucun", "fr", None),
     ("3 mars", "fr", 3)],
)  # fmt: skip
def test_a_figure_is_read_as_its_language_writes_numbers(
    text: str, language: str, value: float | None
) -> None:
    assert motif.number_in(text, language) == value


def test_the_number_of_seats_is_a_key_figure(page: brochure.Page) -> None:
    assert motif.number_of_seats(page) == 300
    without = replace(page, figures=(KeyFigure(value="7", label="jours"),))
    assert motif.FEWEST_SEATS <= motif.number_of_seats(without) <= motif.MOST_SEATS
    other = replace(without, slug="autre")
    assert motif.number_of_seats(other) != motif.number_of_seats(without)


EVENT = Event(starts=date(2026, 5, 3), ends=date(2026, 5, 3))
FIGURES = tuple(KeyFigure(value=v, label="x") for v in ("120", "85", "240"))


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("hemicycle", page_of("Sommet mondial du Partenariat", event=EVENT, figures=FIGURES)),
        ("waves", page_of("Rouvrir le canal")),
        ("waves", page_of("Fête de la musique", event=EVENT)),
        ("map", page_of("La rue de la Gare en travaux")),
        ("map", page_of("Straßenbahn: das neue Programm", lang="de")),
        ("calendar", page_of("Fermeture exceptionnelle de la mairie", event=EVENT)),
        ("calendar", page_of("Don du sang", event=EVENT)),
        ("bars", page_of("Rapport annuel", figures=FIGURES)),
        ("bars", page_of("Vaccination", figures=FIGURES)),
        ("hemicycle", page_of("Cumbre ciudadana", lang="es")),
        ("hemicycle", page_of("قمة الشفافية", lang="ar")),
        ("rings", page_of("Fermeture", motif="rings", event=EVENT)),
        ("none", page_of("Sommet", motif="none")),
    ],
)  # fmt: skip
def test_the_motif_suits_what_the_page_is_about(kind: str, page: Page) -> None:
    assert motif.kind_of(page, "auto") == kind


def test_a_page_without_a_hint_is_decided_by_its_slug_alone() -> None:
    kinds = [motif.kind_of(page_of("Bonjour", slug=f"p{i}"), "auto") for i in range(40)]
    assert {*kinds} == {"rings", "grid", "map"}
    quoted = page_of("Bonjour", slug="p0", quotes=(Quote(text="Oui"),))
    assert motif.kind_of(quoted, "auto") == kinds[0]


def test_a_page_goes_before_its_theme_but_for_a_theme_without_motifs() -> None:
    page = page_of("Rouvrir le canal", motif="grid")
    assert motif.kind_of(page, "rings") == "grid"
    assert motif.kind_of(page, "none") == "none"
    assert motif.kind_of(replace(page, motif=""), "rings") == "rings"


def test_what_a_page_has_nothing_for_is_not_drawn() -> None:
    """A calendar without an event, bars without figures: neither the page's word nor the theme's."""
    bare = page_of("Rouvrir le canal")
    for kind in ("calendar", "bars"):
        assert motif.kind_of(replace(bare, motif=kind), "auto") == "waves"
        assert motif.drawn(motif.kind_of(bare, kind), motif.subject_of(bare))


def test_no_motif_is_no_marks() -> None:
    assert motif.drawn("none", subject()) == ()


def test_marks_that_look_alike_are_one_path() -> None:
    alike = [marks.dot(0.1, 0.2, 0.05), marks.dot(0.3, 0.2, 0.05), marks.block(0, 0, 1, 1, "lit"),
             Mark(points=((0, 0), (1, 1)), width=0.1, round=False)]  # fmt: skip
    drawn = marks.svg(alike, {"seat": "#111111", "lit": "#222222"}, (0, 0, 2, 1))
    assert drawn.count("<path") == 3
    assert 'fill="#222222" d="M0.0 0.0L1000.0 0.0L1000.0 1000.0L0.0 1000.0z"' in drawn
    assert 'viewBox="0.0 0.0 2000.0 1000.0"' in drawn
