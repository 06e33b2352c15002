"""Runs: each character in a font that has it, in the order in which it is seen, or an error."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import brochure
from brochure.errors import GlyphError
from brochure.text import font_runs
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests" / "expected" / "runs.toml").read_text(encoding="utf-8"))["cases"]
THEME = brochure.load_theme("agora")
LATIN = THEME.card_chain(THEME.title_family, 700)
SPEAKING = THEME.for_language("ar")
ARABIC = SPEAKING.card_chain(SPEAKING.title_family, 700)


def shown(family: str) -> str:
    return family if family.startswith("Noto") else family.split()[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_runs_are_seen_in_the_order_of_the_bidirectional_algorithm(case: dict[str, Any]) -> None:
    rtl = case.get("rtl", False)
    found = font_runs.visual(case["text"], ARABIC if rtl else LATIN, rtl=rtl)
    assert [[r.text, shown(r.face.family), r.level] for r in found] == case["seen"]


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(GlyphError, match=r"has ስ \(U\+1235\).*fonts-noto-core"):
        font_runs.itemised("ስuk", LATIN)
    with pytest.raises(GlyphError, match=r"北 \(U\+5317\).*fonts-noto-cjk"):
        font_runs.itemised("Fête 北", LATIN)


def test_widths_are_those_of_the_shaped_text() -> None:
    from brochure.text import font_metrics

    for text in ("Aventure", "Sommet mondial", "AVT 2016"):
        (run,) = font_runs.itemised(text, LATIN)
        assert run.simple
        shaped = font_metrics.shaped_width(run.face, text, rtl=False)
        assert font_runs.width(run) == pytest.approx(shaped, abs=0.004)


def test_tracking_parts_letters_but_not_those_that_join() -> None:
    loose, tight = (font_runs.measure(LATIN, tracking) for tracking in (0.0, -0.02))
    assert tight("abcd") == pytest.approx(loose("abcd") - 0.08)
    assert tight("سلام") == loose("سلام")


def test_a_font_that_a_glyph_is_drawn_in_is_the_first_that_has_all_of_it() -> None:
    """An accent that stands apart goes with its letter, spaces with the letters before them."""
    (run,) = font_runs.itemised("e\u0301te\u0301", LATIN)
    assert run.face == LATIN[0]
    runs = font_runs.itemised("Sommet قمة 2016", ARABIC)
    assert "".join(run.text for run in runs) == "Sommet قمة 2016"


def test_the_advances_of_a_run_end_where_it_is_wide() -> None:
    (run,) = font_runs.itemised("AVT", LATIN)
    *starts, end = font_runs.advances(run)
    assert starts[0] == 0
    assert starts == sorted(starts)
    assert end == font_runs.width(run)
