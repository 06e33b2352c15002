"""Layout: boxes become rectangles, texts shrink, and what cannot be placed is refused with numbers."""

from __future__ import annotations

import re

import pytest

from brochure import messages
from brochure.cards.layout import Placed, Scale, place
from brochure.cards.template import UNITS, Box
from brochure.errors import FitError
from brochure.geometry import Area, Rect
from brochure.text.fitting import Setting
from brochure.text.lines import TextStyle

STYLE = TextStyle(
    weight=400, largest=40, smallest=20, max_lines=2, line_height=1, colour="text", family="text"
)


def half_an_em(style: TextStyle) -> Setting:
    """A typeface in which every letter is half as wide as its size."""
    return Setting(measure=lambda text: len(text) / 2)


def column(*children: Box, **keys: float) -> Box:
    return Box(kind="column", key="boxes.all", children=children, **keys)  # type: ignore[arg-type]


def band(name: str, **keys: float) -> Box:
    return Box(kind="band", key=f"boxes.{name}", **keys)  # type: ignore[arg-type]


def text(name: str, words: str) -> Box:
    return Box(kind="text", key=f"boxes.{name}", text=words, style=STYLE)


def placed(box: Box, width: float = UNITS, height: float = 600, **more: object) -> dict[str, Placed]:
    whole = Rect(0, 0, width, height)
    found = place(box, Area(whole, whole), half_an_em, "square", **more)  # type: ignore[arg-type]
    return {p.box.key.removeprefix("boxes."): p for p in found}


def test_a_box_that_grows_takes_what_the_others_leave() -> None:
    boxes = placed(column(band("a", size=100), band("b", grow=2), band("c", grow=1), gap=20))
    assert [(boxes[n].rect.y, boxes[n].rect.height) for n in "abc"] == [
        (0, 100), (120, pytest.approx(920 / 3)), (pytest.approx(440 + 20 / 3), pytest.approx(460 / 3)),
    ]  # fmt: skip


def test_a_text_takes_its_largest_size_and_shrinks_only_where_it_must() -> None:
    assert placed(column(text("t", "Sommet")))["t"].fitted.size == 40  # type: ignore[union-attr]
    narrow = placed(column(text("t", "Gouvernement ouvert")), width=160)["t"].fitted
    assert narrow is not None
    assert max(len(line) for line in narrow.lines) / 2 * narrow.size <= 160


def test_a_code_is_never_smaller_than_its_modules_need() -> None:
    code = Box(kind="code", key="boxes.code", size=50)
    assert placed(column(code, band("rest", grow=1)), code=180)["code"].rect.width == 180


@pytest.mark.parametrize(
    ("box", "says", "in_french"),
    [
        (
            column(band("a", size=400), band("b", size=300)),
            "card square 1200×600: its boxes need 100 px more than there are, with every text at one "
            "line of its smallest size: boxes.all has 600 px for a 400, b 300; make sizes, paddings",
            "visuel square 1200×600 : il manque 100 px à ses boîtes",
        ),
        (
            column(Box(kind="motif", key="boxes.m", size=8)),
            "card square: boxes.m has 16 × 8 px: no room for the motif; give it more, or leave it out",
            "boxes.m a 16 × 8 px : pas de place pour le motif",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_numbers(box: Box, says: str, in_french: str) -> None:
    with pytest.raises(FitError, match=re.escape(says)) as caught:
        placed(box)
    french = caught.value.problems[0].sentence("fr").replace("\u00a0", " ")
    assert in_french in french


def test_a_sheet_is_refused_in_its_own_unit() -> None:
    points = Scale(length=1, type=1, unit="pt", noun="sheet")
    box = column(band("a", size=400), band("b", size=300))
    with pytest.raises(FitError, match=r"sheet square .* need 100 pt .* has 600 pt for a 400, b 300"):
        placed(box, units=points)
    with messages.using("fr"), pytest.raises(FitError, match="planche square"):
        placed(box, units=points)
