"""The leaflet's plan: from measured heights to sizes and places, pure. Lengths in points."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from brochure.errors import FitError
from brochure.pdf import style_sheets, tables
from brochure.pdf.media import MM
from brochure.pdf.metrics import MOTIF_ASPECT
from brochure.pdf.press.leaflet_folds import COLUMN, HEIGHT
from brochure.pdf.quote_panels import PlacedQuote
from brochure.problems import Id, Place, Text, error
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Measure, Setting, Space, Style, fit
from brochure.text.markdown import Block
from brochure.theme import Theme

MARGIN_TOP = 13 * MM
ROOM = HEIGHT - 2 * MARGIN_TOP
LARGEST_CODE, LEAST_CODE = 58 * MM, 42 * MM

TITLE = Style(
    largest=27, smallest=11, step=0.5, max_lines=14, spare_lines=0, line_height=1.02, loss=0.2
)
LEAD = Style(largest=11, smallest=8.5, step=0.25, max_lines=20, line_height=1.38)
QUOTE = Style(largest=21, smallest=10, step=0.5, max_lines=22, spare_lines=0, line_height=1.16)
BY = Style(largest=8.5, smallest=8.5, max_lines=6, line_height=1.4)
SHARE_TITLE = Style(largest=20, smallest=20, max_lines=2, line_height=1.05)
INTRO_SIZES = (
    (27, 34),
    (24, 30.5),
    (21, 27),
    (18.5, 24),
    (16.5, 21.5),
    (14.5, 19),
    (12.5, 16.5),
    (11, 15),
    (9.5, 13),
)
MOST_FIGURES = 4
"""So many key figures stand on a panel beside other things."""

FIGURE_PT, LEAST_FIGURE_PT = 32.0, 15.0

LARGEST, SMALLEST, STEP = 12.0, 8.0, 0.25
"""Sizes of the text: as large as it fits, and never below what one reads in a hand."""

LINE_HEIGHT = 1.38
TIGHT = 0.985
"""Columns lose a line now and then: the first guess at the size is a little smaller."""

GAP = 24.0
SHARE_TITLE_ROOM = 2 * 21.0 + 14
_TABLE = 0.9
"""How much smaller than the text a table's text is."""

NOTES_PT, LEAST_PT, LONG_NOTES = 7.5, 7.0, 400
LEAST_MOTIF = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPlan:
    """Where everything goes.

    ``columns`` is 2 beside an intro, else 3; ``more`` what stands at the end of a text that was cut,
    or ""; motifs are heights or 0.
    """

    title: Fitted
    lead: Fitted
    share_title: tuple[str, ...]
    quotes: tuple[PlacedQuote, ...]
    figure_pt: float
    intro: tuple[float, float]
    columns: int
    size: float
    blocks: tuple[Block, ...]
    more: str
    code: float
    front_motif: float
    flap_motif: float
    inside_motif: float
    figures_on_flap: bool
    panels_beside: bool

    @property
    def leading(self) -> float:
        """The line height of the text."""
        return round(self.size * LINE_HEIGHT, 2)


def plan(content: Content, theme: Theme, heights: Mapping[str, float]) -> LeafletPlan:
    """The plan for ``content`` with the measured ``heights``. Raises FitError."""
    lang, tight = content.page.lang, style_sheets.tracking(content)
    bold = style_sheets.display(content, theme, 700, 1)
    reading = font_metrics.setting(theme, (theme.text_family, 400), 0, lang)
    title = _fitted("title", content.page.title, Space(width=COLUMN, height=ROOM * 0.55), TITLE, bold)
    left = ROOM - 30 - title.height - 14
    lead = _fitted("lead", content.page.lead, Space(width=COLUMN, height=left), LEAD, reading)
    quotes = _quotes(content, theme, bold)
    share = fit(content.labels["share_title"], Space(width=COLUMN, height=60), SHARE_TITLE, bold)
    return LeafletPlan(
        title=title,
        lead=lead,
        share_title=share.lines,
        quotes=quotes,
        figure_pt=_figure_size(
            content, font_metrics.setting(theme, (theme.title_family, 700), tight * 1.5, lang)
        ),
        code=_code(heights),
        front_motif=motif_height(left - lead.height - 24),
        flap_motif=0.0 if quotes or content.figures else motif_height(ROOM),
        inside_motif=0.0,
        **_inside(content, theme, heights, sum(quote.height + GAP for quote in quotes)),
    )


def _inside(
    content: Content, theme: Theme, heights: Mapping[str, float], quoted: float
) -> dict[str, Any]:
    """What stands on the inner panels: the intro with the panels' items, then the text.

    Figures go to the flap where the quotes, ``quoted`` high, leave room for them.
    """
    measure = font_metrics.measure(theme.chain(theme.text_family, 400), 0)
    intro = bool(content.prose.intro)
    on_flap = quoted + heights["figures"] <= ROOM
    figures = 0.0 if on_flap else heights["figures"]
    least_intro = heights[f"intro-{len(INTRO_SIZES) - 3}"]
    beside = intro and least_intro + figures + heights["panels"] + 3 * GAP <= ROOM
    panels = heights["panels"] if beside else 0.0
    columns = 2 if intro else 3
    flowing = (0.0 if beside else heights["panels"]) + (0.0 if intro else figures)
    size, blocks = _size(blocks_of(content, theme), heights, columns * ROOM - flowing)
    return {
        "intro": _intro(
            content, heights, ROOM - figures - panels - GAP * (bool(figures) + bool(panels)), measure
        ),
        "columns": columns,
        "size": size,
        "blocks": blocks,
        "more": _more(content) if len(blocks) < len(content.prose.blocks) else "",
        "figures_on_flap": on_flap,
        "panels_beside": beside,
    }


_PARTS = {"title": Id("part-title"), "lead": Id("part-lead"), "quote": Id("part-quotation")}


def _fitted(what: str, text: str, box: Space, given: Style, setting: Setting) -> Fitted:
    fitted = fit(text, box, given, setting)
    if fitted.cut:
        raise FitError(
            error(
                "leaflet-text-long", what=Text(_PARTS[what]), characters=len(text),
                lines=len(fitted.lines), least_pt=given.smallest,
            )
        )  # fmt: skip
    return fitted


def _quotes(content: Content, theme: Theme, setting: Setting) -> tuple[PlacedQuote, ...]:
    """The quotations on the flap, each in its share of the height: as many as fit, the first first."""
    for count in range(len(content.quotes), 0, -1):
        with suppress(FitError):
            return _placed(content, theme, setting, count)
    return ()


def _placed(content: Content, theme: Theme, setting: Setting, count: int) -> tuple[PlacedQuote, ...]:
    """The first ``count`` quotations. Raises FitError when they do not fit."""
    said = font_metrics.setting(theme, (theme.title_family, 500), 0, content.page.lang)
    each = (ROOM - 120 if content.figures else ROOM) / count - 50
    placed = []
    for quote in content.quotes[:count]:
        by = fit(quote.by, Space(width=COLUMN, height=100), BY, said).lines
        box = Space(width=COLUMN * 0.99, height=each)
        placed.append(
            PlacedQuote(
                text=quote.text, by=by, fitted=_fitted("quote", quote.text, box, QUOTE, setting)
            )
        )
    return tuple(placed)


def _figure_size(content: Content, setting: Setting) -> float:
    widest = max((setting.measure(figure.number) for figure in content.figures), default=0.0)
    size = min(FIGURE_PT, math.floor(COLUMN / widest) if widest else FIGURE_PT)
    if size < LEAST_FIGURE_PT:
        raise FitError(error("leaflet-figure-wide", at=Place(key="figures"), width_pt=COLUMN))
    return float(size)


def _code(heights: Mapping[str, float]) -> float:
    """The side of the code on the back, as large as the texts there leave room for."""
    others = SHARE_TITLE_ROOM + heights["back"] + heights["foot"] + GAP
    side = min(LARGEST_CODE, ROOM - others)
    if side < LEAST_CODE:
        room_pt = ROOM - LEAST_CODE
        raise FitError(error("leaflet-back-full", needed_pt=others, room_pt=room_pt))
    return side


def _unbroken(html: str) -> list[str]:
    """The words of a paragraph of HTML, with what no-break spaces bind to them."""
    words = unescape(re.sub(r"<[^>]*>", "", html.replace("<br", " <br")))
    return [word for word in re.split(r"[ \n]+", words) if word] or [""]


def _intro(
    content: Content, heights: Mapping[str, float], room: float, measure: Measure
) -> tuple[float, float]:
    """The largest size at which the first paragraph fits, and no word of it is wider than a panel."""
    if not content.prose.intro:
        return INTRO_SIZES[0]
    widest = max(measure(word) for word in _unbroken(content.prose.intro))
    for i, size in enumerate(INTRO_SIZES):
        if heights[f"intro-{i}"] <= room and (widest * size[0] <= COLUMN or size == INTRO_SIZES[-1]):
            return size
    needed_pt = heights[f"intro-{len(INTRO_SIZES) - 1}"]
    raise FitError(error("leaflet-intro-long", needed_pt=needed_pt, room_pt=room))


def motif_height(room: float) -> float:
    """The height of a motif in ``room``, or 0 where it would be a stripe."""
    height = min(room, COLUMN / MOTIF_ASPECT)
    return round(height, 2) if height >= LEAST_MOTIF else 0.0


def blocks_of(content: Content, theme: Theme) -> tuple[Block, ...]:
    """The blocks of the body; a table with more columns than a panel holds is only pointed to."""
    wide = {
        f'id="{table.id}"'
        for table in content.prose.tables
        if tables.least_width(table, theme, SMALLEST * _TABLE) > COLUMN
    }
    said = str(content.labels["table_elsewhere"])
    instead = Block(html=f'<p class="more">{escape(said)}</p>', text=said)
    return tuple(
        instead if any(mark in block.html[:60] for mark in wide) else block
        for block in content.prose.blocks
    )


def _size(
    blocks: tuple[Block, ...], heights: Mapping[str, float], room: float
) -> tuple[float, tuple[Block, ...]]:
    """The size at which ``blocks`` are ``room`` high in a column, and those that fit at least."""
    each = [heights[f"block-{i}"] for i in range(len(blocks))]
    size = SMALLEST * math.sqrt(max(room, 1.0) / max(sum(each), 1.0)) * TIGHT
    if size >= SMALLEST:
        return min(LARGEST, math.floor(size / STEP) * STEP), blocks
    while blocks and sum(each[: len(blocks)]) > room - 60:
        blocks = _shorter(blocks)
    return SMALLEST, blocks


def _shorter(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """``blocks`` without the last, and without headings that would then stand at the end."""
    blocks = blocks[:-1]
    while blocks and blocks[-1].html.startswith("<h"):
        blocks = blocks[:-1]
    return blocks


def smaller(planned: LeafletPlan, content: Content) -> LeafletPlan:
    """``planned`` with smaller text or, at the smallest, with a block less."""
    if planned.inside_motif:
        return replace(planned, inside_motif=0.0)
    if planned.size > SMALLEST:
        return replace(planned, size=max(SMALLEST, planned.size - STEP))
    if not planned.blocks:
        raise FitError(error("leaflet-panels-full", at=Place(key="panels")))
    return replace(planned, blocks=_shorter(planned.blocks), more=_more(content))


def _more(content: Content) -> str:
    return str(content.labels["more_online" if content.address else "more_in_brochure"])
