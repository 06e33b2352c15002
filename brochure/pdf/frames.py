"""Frames: the paper, its margins, and the grid of an inside page. Lengths in points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from brochure.design import A4_WIDTH_MM, GRID_COLUMNS, MM, PAPER_SIZES, Design, PaperSize


@dataclass(frozen=True, kw_only=True)
class Frame:
    """An inside page: its paper, its margins, its ``columns`` of text and the ``line`` of its baseline.

    Margins and gutters are those of the design at A4, in proportion to the width of the paper.
    """

    paper: PaperSize
    side: float
    top: float
    bottom: float
    columns: int
    gutter: float
    line: float

    @property
    def width(self) -> float:
        """The width of the paper."""
        return self.paper.width

    @property
    def height(self) -> float:
        """The height of the paper."""
        return self.paper.height

    @cached_property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side

    @cached_property
    def room(self) -> float:
        """The height between the margins, in whole half lines."""
        half = self.line / 2
        return math.floor((self.height - self.top - self.bottom) / half + 0.01) * half

    @cached_property
    def column_width(self) -> float:
        """The width of a column of text."""
        return (self.text_width - (self.columns - 1) * self.gutter) / self.columns

    def span(self, columns: tuple[int, int]) -> tuple[float, float]:
        """Where the grid's ``columns``, from 1 to 6, begin, and how wide they are together."""
        module = (self.text_width + self.gutter) / GRID_COLUMNS
        first, last = columns
        return (first - 1) * module, (last - first + 1) * module - self.gutter

    def text_columns(self, columns: tuple[int, int]) -> int:
        """How many columns of text stand in the grid's ``columns``; 0 where none has room."""
        first, last = columns
        return (last - first + 1) * self.columns // GRID_COLUMNS

    def on_grid(self, height: float) -> float:
        """The next whole half line."""
        half = self.line / 2
        return math.ceil(height / half - 0.02) * half


def frame_of(design: Design, size: str, line: float) -> Frame:
    """The inside page of ``design`` on paper of the ``size`` "a4", "a5", "letter" or "square"."""
    paper = PAPER_SIZES[size]
    grid, share = design.grid, min(1.0, paper.width_mm / A4_WIDTH_MM)
    # A narrow page has no room for all columns of A4.
    columns = max(1, round(grid.text_columns * share - 0.2)) if share < 1 else int(grid.text_columns)
    return Frame(
        paper=paper,
        side=grid.side_mm * MM * share,
        top=grid.top_mm * MM * share,
        bottom=grid.bottom_mm * MM * share,
        columns=columns,
        gutter=grid.gutter_pt * share,
        line=line,
    )
