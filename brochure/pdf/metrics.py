"""Measures: the paper, the sizes, the typefaces, and the heights that were measured. Points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from brochure.design import CoverForm
from brochure.text.content import Content
from brochure.text.fitting import Setting, Space, Style

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
MARGIN_SIDE, MARGIN_TOP = 51.02, 56.69
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE

ROOM = 727.5
"""The height of the text area, in whole half lines of the 15 pt baseline."""

INTRO_SIZES: tuple[tuple[float, float], ...] = (
    (40, 49), (36, 44.5), (32, 40), (27, 35), (23, 30), (20, 26), (17, 22.5), (14, 19),
)  # fmt: skip
"""Size and leading of the opening paragraph, largest first."""

LEAST_MOTIF = 100.0

MOTIF_ASPECT = 1.9
"""A little higher than twice as wide as high: the dots reach the edges of their box."""

MOTIF_FOOT = 36.0
"""What stays free below a motif."""

ONE_ROW = 3
"""Up to so many panels stand in one row, more in two."""

PANELS_TITLE = 34.0
"""The panels' title with what stands below it."""

PANEL_GAP = 18.0

NOTES_TITLE = 22.5
"""The title of a page left for notes."""

COLUMN_GAP = 22.7
COLUMN_WIDTH = (TEXT_WIDTH - COLUMN_GAP) / 2
HIGHEST_PICTURE = 600.0
CAPTION_PT = 8.5
CAPTION_WIDTH = COLUMN_WIDTH * 0.94
"""What of a column the lines of a caption fill on average."""

LEAD_END = 36.0
"""What a cover's scrim covers below the lead."""

TITLE = Style(largest=48, smallest=42, step=0.5, max_lines=3, line_height=1.02)
RUNNING = Style(largest=8, smallest=8, max_lines=1)
RUNNING_BOX = Space(width=440, height=12)
SHARE_TITLE = Style(largest=42, smallest=42, max_lines=2, line_height=1.02)
SHARE_TITLE_BOX = Space(width=300, height=100)


SURELY_LONG_WORDS = 1000
"""So many words never fit one page of two columns: their height need not be measured.

That spares 37 % of a brochure of 8,000 words (benchmarks/kept_by_hand.py).
"""


def surely_long(content: Content) -> bool:
    """Whether the text fills more than a page, whatever its height turns out to be."""
    return len(content.prose.text.split()) > SURELY_LONG_WORDS


_USUAL_COVER = CoverForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The typefaces of what is fitted. ``leading`` is the text's line height in points.

    ``across`` tells of tables that stand across both columns, ``tallest`` is the height of the highest
    table, or picture with its caption. ``small`` is how much larger than usual small text is set.
    """

    title: Setting
    quote: Setting
    by: Setting
    figure: Setting
    lead: Setting
    leading: float
    across: bool
    tallest: float
    cover: CoverForm = _USUAL_COVER
    motif: str = "auto"
    small: float = 1.0


def rows_of(count: int) -> int:
    """How many rows ``count`` panels make."""
    return 1 if count <= ONE_ROW else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelHeights:
    """The panels: how many, how high the tallest one and the highest words of one are."""

    count: int
    tallest: float
    words: float

    @property
    def together(self) -> float:
        """The height of all of them with their title."""
        if not self.count:
            return 0.0
        return PANELS_TITLE + rows_of(self.count) * (self.tallest + PANEL_GAP) - PANEL_GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Heights:
    """What was measured: the intro at each of its sizes, the blocks, the text.

    ``prose`` is the text's height in one column, or in both where a table stands across them.
    """

    intros: tuple[float, ...]
    figures: float
    panels: float
    panel: PanelHeights
    contents: float
    prose: float
    foot: float

    @classmethod
    def from_tops(cls, tops: Mapping[str, float], panels: PanelHeights) -> Heights:
        """The heights from the tops of the measured blocks, by their ids.

        All panels become as high as the tallest.
        """
        intros = sorted((n for n in tops if n.startswith("intro-")), key=lambda n: int(n.split("-")[1]))
        names = [*intros, "figures", "panels", "contents", "prose", "foot"]
        spans = [tops[b] - tops[a] for a, b in pairwise([*names, "end"])]
        return cls(
            intros=tuple(spans[:-5]),
            figures=spans[-5],
            panels=panels.together,
            panel=panels,
            contents=spans[-3],
            prose=spans[-2],
            foot=spans[-1],
        )


def intro_sizes(content: Content) -> tuple[tuple[float, float], ...]:
    """The sizes to measure the intro at: the more stands with it, the smaller it starts."""
    largest = 4 if content.panels else 2 if content.figures or content.outline else 0
    return INTRO_SIZES[largest:]
