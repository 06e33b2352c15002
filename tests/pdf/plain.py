"""What plans are made of, with plain numbers: every letter is half an em wide."""

from __future__ import annotations

from typing import Any

from brochure.page import Page
from brochure.pdf.metrics import INTRO_SIZES, Heights, PanelHeights, Settings
from brochure.text.content import Content, content_of
from brochure.text.fitting import Setting

HALF = Setting(measure=lambda text: len(text) / 2)
SETTINGS = Settings(
    title=HALF, quote=HALF, by=HALF, figure=HALF, lead=HALF, leading=15.0, across=False, tallest=0.0
)


def content(**given: Any) -> Content:
    """A page of a title and a paragraph, with what is ``given``."""
    return content_of(
        Page(**{"slug": "a", "lang": "fr", "title": "Un titre", "body": "Un texte.", **given})
    )


def heights(**given: Any) -> Heights:
    """Nothing but a text of 20 lines in one column; the intro 100 points at each size."""
    plain: dict[str, Any] = {
        "intros": (100.0,) * len(INTRO_SIZES), "figures": 0.0, "panels": 0.0,
        "panel": PanelHeights(count=0, tallest=0.0, words=0.0), "contents": 0.0, "prose": 300.0,
        "foot": 0.0,
    }  # fmt: skip
    return Heights(**{**plain, **given})
