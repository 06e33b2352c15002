"""The leaflet's loop: where a first plan does not fit, its text shrinks, then some is left out."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

import brochure
from brochure.errors import FitError
from brochure.page import Panels
from brochure.pdf import engine, media
from brochure.pdf.press import leaflet, leaflet_plan
from brochure.pdf.press.leaflet import Leaflet
from brochure.pdf.press.leaflet_plan import SMALLEST, STEP, LeafletPlan
from brochure.text.content import content_of

LONG = (
    "Un texte de cent signes environ, qui dit une chose après l’autre sans se presser, et qui finit. "
)


def of_parts(page: brochure.Page, count: int) -> brochure.Page:
    """``page`` with its body so many times."""
    return replace(page, body="\n\n".join(f"## Partie {i}\n\n{page.body}" for i in range(count)))


def laid_out(page: brochure.Page, theme: brochure.Theme) -> Leaflet:
    spoken = theme.for_language(page.language)
    with engine.strict():
        return leaflet.lay_out(
            page, content_of(page, image_src=str), spoken, media.press_medium(spoken, "leaflet")
        )


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[LeafletPlan]:
    """The plans that did not fit, in the order they were tried."""
    tried: list[LeafletPlan] = []
    smaller = leaflet_plan.smaller

    def noted(planned: LeafletPlan, words: Any) -> LeafletPlan:
        tried.append(planned)
        assert len(tried) < 100, "it never ends"
        return smaller(planned, words)

    monkeypatch.setattr(leaflet_plan, "smaller", noted)
    return tried


def pages_of(made: Leaflet) -> int:
    with pikepdf.open(io.BytesIO(made.document.write_pdf())) as pdf:
        return len(pdf.pages)


def test_a_first_guess_that_is_right_is_not_tried_again(
    page: brochure.Page, theme: brochure.Theme, steps: list[LeafletPlan]
) -> None:
    assert laid_out(page, theme).blocks == content_of(page).prose.blocks
    assert steps == []


def test_text_that_was_guessed_too_large_shrinks_step_by_step_until_it_fits(
    page: brochure.Page,
    theme: brochure.Theme,
    steps: list[LeafletPlan],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaflet_plan, "TIGHT", 1.1)
    long = of_parts(page, 2)
    made = laid_out(long, theme)
    sizes = [planned.size for planned in steps]
    assert len(sizes) > 1
    assert sizes == [sizes[0] - STEP * i for i in range(len(sizes))]
    assert made.blocks == content_of(long).prose.blocks
    assert pages_of(made) == 2


def test_text_that_does_not_fit_at_the_smallest_size_goes_from_its_end(
    page: brochure.Page,
    theme: brochure.Theme,
    steps: list[LeafletPlan],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leaflet_plan, "TIGHT", 1.15)
    long = of_parts(page, 3)
    made = laid_out(long, theme)
    whole = content_of(long).prose.blocks
    assert steps[-1].size == SMALLEST
    assert made.blocks == whole[: len(made.blocks)]
    assert 0 < len(made.blocks) < len(whole)
    assert pages_of(made) == 2


def test_panels_that_leave_no_room_are_an_error(
    page: brochure.Page, theme: brochure.Theme, steps: list[LeafletPlan]
) -> None:
    crowded = replace(page, panels=Panels(title="Trop", items=(LONG * 20,) * 4))
    with pytest.raises(FitError, match="leaflet: the panels' titles and items do not fit; shorten"):
        laid_out(crowded, theme)
    assert steps[-1].blocks == ()
