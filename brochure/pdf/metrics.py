"""Measures: the paper, the sizes, the typefaces, and the heights that were measured. Points."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.design import CoverForm
from brochure.text.fitting import Setting, Space, Style

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MARGIN_SIDE, MARGIN_TOP = 51.02, 56.69
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE

LEAST_MOTIF = 100.0

MOTIF_ASPECT = 1.9
"""A little higher than twice as wide as high: the dots reach the edges of their box."""

MOTIF_FOOT = 36.0
"""What stays free below a motif."""

ONE_ROW = 3
"""Up to so many panels stand in one row, more in two."""

PANELS_TITLE = 34.0
"""The panels' title with what stands below it."""

NOTES_TITLE = 22.5
"""The title of a page left for notes."""

COLUMN_GAP = 22.7
COLUMN_WIDTH = (TEXT_WIDTH - COLUMN_GAP) / 2
HIGHEST_PICTURE = 0.82
"""The share of a page's height that a picture takes at most."""

TITLE = Style(largest=48, smallest=42, step=0.5, max_lines=3, line_height=1.02)
RUNNING = Style(largest=8, smallest=8, max_lines=1)
RUNNING_BOX = Space(width=440, height=12)


_USUAL_COVER = CoverForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The typefaces of what is fitted. ``leading`` is the text's line height in points.

    ``small`` is how much larger than usual small text is set.
    """

    title: Setting
    quote: Setting
    by: Setting
    figure: Setting
    lead: Setting
    leading: float
    cover: CoverForm = _USUAL_COVER
    motif: str = "auto"
    small: float = 1.0


def rows_of(count: int) -> int:
    """How many rows ``count`` panels make."""
    return 1 if count <= ONE_ROW else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """What was measured of the back cover: the height of its notes, ``foot``."""

    foot: float
