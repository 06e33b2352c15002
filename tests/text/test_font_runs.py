"""Runs: each character in a font that has it, in the order in which it is seen, or an error."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import brochure
from brochure.errors import GlyphError, RenderError
from brochure.text import bidi, font_runs
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests" / "expected" / "runs.toml").read_text(encoding="utf-8"))["cases"]
THEME = brochure.load_theme("agora")
LATIN = THEME.card_chain(THEME.title_family, 700)
SPEAKING = THEME.for_language("ar")
ARABIC = SPEAKING.card_chain(SPEAKING.title_family, 700)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_runs_are_seen_in_the_order_of_the_bidirectional_algorithm(case: dict[str, Any]) -> None:
    rtl = case.get("rtl", False)
    found = font_runs.visual(case["text"], ARABIC if rtl else LATIN, rtl=rtl)
    assert [[r.text, r.face.family.split()[0], r.level] for r in found] == case["seen"]


def test_a_line_is_ordered_as_a_part_of_its_paragraph() -> None:
    """Numbers that begin a line still follow the Arabic word that ends the one before."""
    assert bidi.levels("قمة باريس 4-5", rtl=True)[-3:] == (2, 1, 2)
    assert bidi.levels("4-5", rtl=True) == (2, 2, 2)


def test_a_character_that_no_font_has_is_named() -> None:
    with pytest.raises(GlyphError, match=r"has Ж \(U\+0416\).*fonts-noto-core"):
        font_runs.itemised("Жuk", LATIN)
    with pytest.raises(GlyphError, match=r"🎉 \(U\+1F389\)"):
        font_runs.itemised("Fête 🎉", LATIN)


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


def test_without_fribidi_arabic_is_an_error_and_not_a_muddle(monkeypatch: pytest.MonkeyPatch) -> None:
    bidi._library.cache_clear()
    monkeypatch.setattr(bidi, "_NAMES", ("libnowhere.so",))
    assert bidi.levels("abc", rtl=False) == (0, 0, 0)
    with pytest.raises(RenderError, match="apt install libfribidi0"):
        bidi.levels("سلام", rtl=True)
    monkeypatch.undo()
    bidi._library.cache_clear()
