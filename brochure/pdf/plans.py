"""Composing: from measured heights to a plan of the inner pages. Pure; all lengths in points.

A short page makes four composed pages: cover, opening, reading, back. The opening takes the
first paragraph as large as it fits with figures and panels; on the reading page a plate in the
cover's colour takes all the height the text leaves. A long text flows on, page after page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from brochure.errors import FitError
from brochure.pdf.backs import BackPlan, plan_back
from brochure.pdf.covers import CoverPlan, plan_cover
from brochure.pdf.metrics import (
    MARGIN_TOP,
    PAGE_HEIGHT,
    ROOM,
    TEXT_WIDTH,
    Heights,
    Settings,
    intro_sizes,
    rows_of,
)
from brochure.pdf.quote_panels import QuotePanel, panel_or_page
from brochure.problems import Place, error
from brochure.text.content import Content
from brochure.text.fitting import Setting

LEAST_GAP = 30.0

LEAST_PLATE = 165.0
"""A plate lower than this is a stripe, not a picture: the text has the page to itself."""

FEW_LINES = 10
"""A rest of at most so many column lines goes with the opening; the plate has its own page."""

FIGURE_PT, LARGE_FIGURE_PT, LEAST_FIGURE_PT = 46.0, 84.0, 15.0
"""The sizes of the figures' numbers: beside other blocks, alone on the page, the least."""

_REST_GROWTH = 1.1
"""A short text with the opening is set larger and wider than in a column."""

LARGE_PANEL_FRAME, LARGE_PANEL_GROWTH = 150.0, 2.6
"""What a panel with large words holds besides them, and how these grow."""

MOST_STRETCH = 150.0
"""How much higher than its text a panel may become to fill a page that has nothing else."""

PLATE_GAP = 30.0
SLACK = 2.0
"""What a page that is exactly full must not lack for a rounding."""

LARGE_CONTENTS, LEAST_SPREAD = 14.0, 90.0
"""How much higher each line of a large table of contents is, and what must stay free above it."""

MOST_CONTENTS = 0.62
"""The share of the opening page that a table of contents with the figures may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The opening page: the intro's size and leading, the gaps between blocks, panels' height.

    With ``rest``, the text that follows the intro is short and stands there too. ``figure_pt`` is
    the size of the numbers. With ``apart`` the panels have a page of their own, with
    ``contents_apart`` the table of contents, which else may have ``large_contents``;
    ``large_panels`` have words half as large again.
    """

    intro_pt: float
    intro_leading: float
    gap: float
    panel: float
    large_panels: bool
    rest: bool
    figure_pt: float
    apart: bool
    contents_apart: bool
    large_contents: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BrochurePlan:
    """Where everything goes.

    ``columns`` is the height of the text's two columns, or 0 when it ``flows`` over pages.
    """

    cover: CoverPlan
    back: BackPlan
    opening: Opening | None
    plate: QuotePanel | None
    columns: float
    flows: bool


def plan(content: Content, heights: Heights, settings: Settings) -> BrochurePlan:
    """The plan for ``content`` with the measured ``heights``. Raises FitError."""
    leading = settings.leading
    few = bool(content.prose.intro) and 0 < heights.prose <= FEW_LINES * leading and not settings.across
    figure_pt = figure_size(content, settings.figure)
    opening = _opening(content, heights, heights.prose if few else 0.0, figure_pt)
    columns = 0.0 if few else _columns(heights, settings)
    flows = columns > ROOM
    height = _plate_height(content, columns, flows=flows, opening=opening is not None)
    return BrochurePlan(
        cover=plan_cover(content, settings),
        back=plan_back(content, heights, settings),
        opening=opening,
        plate=panel_or_page(content, height, settings) if height else None,
        columns=0.0 if flows or settings.across else columns,
        flows=flows or settings.across,
    )


def with_more_room(
    before: BrochurePlan, content: Content, settings: Settings, *, flow: bool = False
) -> BrochurePlan:
    """``before`` with columns one line higher, and the plate as much lower.

    Lines that must stay together can need more than half of the measured height in each column.
    With ``flow`` the text is let over pages.
    """
    columns = before.columns + settings.leading
    if columns > ROOM or flow:
        return replace(before, columns=0.0, flows=True)
    plate = before.plate
    if plate and not plate.whole:
        left = plate.height - settings.leading
        height = left if left >= LEAST_PLATE else PAGE_HEIGHT if content.quotes else 0.0
        plate = panel_or_page(content, height, settings) if height else None
    return replace(before, columns=columns, plate=plate)


def figure_size(content: Content, setting: Setting) -> float:
    """The size at which every number of the figures fits its column. Raises FitError."""
    if not content.figures:
        return FIGURE_PT
    count = len(content.figures)
    width = {1: TEXT_WIDTH, 2: 237.6, 3: 152.4}.get(count, 109.8)
    largest = LARGE_FIGURE_PT if count <= 2 and not content.panels else FIGURE_PT
    widest = max(content.figures, key=lambda figure: setting.measure(figure.number))
    size = min(largest, math.floor(width / setting.measure(widest.number)))
    if size < LEAST_FIGURE_PT:
        raise FitError(
            error(
                "figure-wide", at=Place(key="figures"), number=widest.number, width_pt=width,
                least_pt=LEAST_FIGURE_PT,
            )
        )  # fmt: skip
    return float(size)


def _opening(content: Content, heights: Heights, rest: float, figure_pt: float) -> Opening | None:
    """The opening page with the intro as large as it fits; None when nothing can open.

    ``rest`` is the height of a short text that goes with it. What is left over goes between the
    blocks, so that the first stands at the head and the last at the foot, or into the panels.
    """
    rest_height = rest * _REST_GROWTH + 30 if rest else 0.0
    contents_apart = heights.contents + rest_height + heights.figures > ROOM * MOST_CONTENTS
    last = rest_height + (0.0 if contents_apart else heights.contents)
    apart = bool(heights.panels) and _too_full(heights, last)
    beside = 0.0 if apart else heights.panels
    blocks = [h for h in (heights.figures, beside, last) if h]
    if not blocks and not content.prose.intro:
        return None
    gaps = len(blocks) if content.prose.intro else len(blocks) - 1
    lefts = [ROOM - height - sum(blocks) for height in heights.intros]
    fitting = [i for i, left in enumerate(lefts) if left >= gaps * LEAST_GAP]
    chosen = fitting[0] if fitting else len(lefts) - 1
    size, leading = intro_sizes(content)[chosen]
    spread = (lefts[chosen] - SLACK) / gaps if gaps and content.prose.intro else 0.0
    gap = max(LEAST_GAP, spread) if gaps else 0.0
    alone = not content.prose.intro and not apart
    spare = max(0.0, lefts[chosen] - gap * gaps - SLACK) if alone else 0.0
    panel = _panel(content, heights, spare)
    return Opening(
        intro_pt=size,
        intro_leading=leading,
        gap=gap,
        panel=panel,
        large_panels=panel >= LARGE_PANEL_FRAME + heights.panel.words * LARGE_PANEL_GROWTH,
        rest=bool(rest),
        figure_pt=figure_pt,
        apart=apart,
        contents_apart=contents_apart,
        large_contents=spread - len(content.outline) * LARGE_CONTENTS > LEAST_SPREAD,
    )


def _too_full(heights: Heights, last: float) -> bool:
    """Whether all blocks at their smallest need more than a page. Raises FitError."""
    if heights.panels > ROOM:
        at = Place(key="panels")
        raise FitError(error("panels-high", at=at, needed_pt=heights.panels, room_pt=ROOM))
    smallest = heights.intros[-1] + heights.figures + heights.panels + last
    return smallest + 3 * LEAST_GAP > ROOM


def _panel(content: Content, heights: Heights, spare: float) -> float:
    """The least height of a panel: as the tallest of its row, ``spare`` height shared out."""
    if not content.panels:
        return 0.0
    count = len(content.panels.entries)
    rows = rows_of(count)
    return heights.panel.tallest + min(spare / rows, MOST_STRETCH)


def _plate_height(content: Content, columns: float, *, flows: bool, opening: bool) -> float:
    """How high the plate is: a page, what the text leaves, or nothing."""
    if not columns or (not opening and not flows):
        return PAGE_HEIGHT
    if flows:
        return PAGE_HEIGHT * 0.42 if content.quotes else 0.0
    rest = ROOM - columns - PLATE_GAP
    if rest < LEAST_PLATE:
        return PAGE_HEIGHT if content.quotes else 0.0
    return rest + MARGIN_TOP


def _columns(heights: Heights, settings: Settings) -> float:
    """The height of two columns that hold the text, in whole lines."""
    prose, leading = heights.prose, settings.leading
    if settings.across:
        return prose + leading
    if not prose:
        return 0.0
    half = math.ceil(math.ceil(prose / leading - 0.01) / 2) * leading
    return max(half, settings.tallest + leading) if settings.tallest else half
