"""The leaflet: A4 folded to three panels, composed for them. Lengths in points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from brochure import assets
from brochure.errors import FitError
from brochure.page import Page
from brochure.parts import faces, pictures
from brochure.parts.blocks import Block
from brochure.parts.fitting import Box, Fitted, Setting, Style, fit
from brochure.parts.pictures import Scrim
from brochure.parts.words import Words, code_svg
from brochure.rendering.pdf import style, tables
from brochure.rendering.pdf.engine import IMAGE_SCHEME
from brochure.rendering.pdf.layout import END_OF_TEXT, press_of
from brochure.rendering.pdf.measures import MOTIF_ASPECT
from brochure.rendering.pdf.media import MM, Medium
from brochure.rendering.pdf.plates import PlacedQuote
from brochure.rendering.pdf.printing import folding
from brochure.rendering.pdf.printing.folding import COLUMN, FLAP, HEIGHT, PANEL, WIDTH
from brochure.rendering.pdf.style import COVER
from brochure.theme import Theme

MARGIN_TOP = 13 * MM
ROOM = HEIGHT - 2 * MARGIN_TOP
LARGEST_CODE, LEAST_CODE = 58 * MM, 42 * MM

TITLE = Style(largest=27, smallest=11, step=0.5, max_lines=14, spare_lines=0, line_height=1.02)
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
BELOW_TEXT = 26.0
_PX_TO_PT = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A laid out leaflet: WeasyPrint's ``document``, the page's blocks and quotes that it has."""

    document: Any
    blocks: tuple[Block, ...]
    quotes: tuple[PlacedQuote, ...]


def lay_out(page: Page, words: Words, theme: Theme, medium: Medium) -> Leaflet:
    """The leaflet of ``page``. Raises FitError. Call it inside `engine.strict`."""
    css = style.css(
        "leaflet", words, theme, medium,
        column=COLUMN, margin_top=MARGIN_TOP, height=ROOM, notes_pt=_notes_pt(words, theme),
    )  # fmt: skip
    press = press_of(page, theme, css)
    heights = _measured(words, theme, press)
    planned = _plan(words, theme, heights)
    if page.picture:
        press.fetcher.images[COVER] = _cover(page, planned, theme, medium)
    template = assets.environment().get_template("brochure/leaflet.html.j2")
    values = {
        "words": words,
        "colours": medium.colours,
        "least_coloured_pt": medium.least_coloured_pt,
        "code": code_svg(page, medium.black, medium.white),
        "bleed": medium.bleed,
        "cover_picture": IMAGE_SCHEME + COVER,
        "gap": PANEL - COLUMN,
        "height": ROOM,
        "place": folding.places(planned.columns, medium.bleed, rtl=words.page.direction == "rtl"),
    }
    while True:
        document = press.render(template.render(plan=planned, **values))
        end = _end_of_text(document)
        if end is None:
            planned = _smaller(planned, words)
        elif not planned.inside_motif and (height := _free(planned, end, words)):
            planned = replace(planned, inside_motif=height)
        else:
            return Leaflet(document=document, blocks=planned.blocks, quotes=planned.quotes)


def _notes_pt(words: Words, theme: Theme) -> float:
    """The size of the notes on the back: that of small text, or the least where they are long."""
    page = words.page
    long = len(page.note) + len(page.credits) + len(page.licence) > LONG_NOTES
    return LEAST_PT if long else round(NOTES_PT * style.scale(words, theme), 1)


def _measured(words: Words, theme: Theme, press: Any) -> dict[str, float]:
    """The height of each block in a panel, the text's at its smallest size."""
    html = (
        assets.environment()
        .get_template("brochure/leaflet-measure.html.j2")
        .render(
            words=words,
            intro_sizes=INTRO_SIZES,
            figure_pt=FIGURE_PT,
            size=SMALLEST,
            leading=SMALLEST * LINE_HEIGHT,
            blocks=_blocks(words, theme),
        )
    )
    pages = press.render(html).pages
    tops = {
        name: (at[1] + number * page.height) * _PX_TO_PT
        for number, page in enumerate(pages)
        for name, at in page.anchors.items()
        if name == "end" or name.startswith(("intro-", "figures", "panels", "foot", "back", "block-"))
    }
    named = [name for name in tops if not name.startswith("panel-")]
    ordered = sorted(named, key=lambda name: (tops[name], name == "end"))
    return {a: tops[b] - tops[a] for a, b in pairwise(ordered)}


def _plan(words: Words, theme: Theme, heights: Mapping[str, float]) -> Plan:
    lang, tight = words.page.lang, style.tracking(words)
    bold = faces.setting(theme, (theme.title_family, 700), tight, lang)
    reading = faces.setting(theme, (theme.text_family, 400), 0, lang)
    title = _fitted("title", words.page.title, Box(width=COLUMN, height=ROOM * 0.55), TITLE, bold)
    left = ROOM - 30 - title.height - 14
    lead = _fitted("lead", words.page.lead, Box(width=COLUMN, height=left), LEAD, reading)
    quotes = _quotes(words, theme, bold)
    figure_pt = _figure_size(words, faces.setting(theme, (theme.title_family, 700), tight * 1.5, lang))
    code = _code(heights)
    quoted = sum(quote.height + GAP for quote in quotes)
    on_flap = quoted + heights["figures"] <= ROOM
    figures = 0.0 if on_flap else heights["figures"]
    smallest_intro = heights[f"intro-{len(INTRO_SIZES) - 3}"]
    beside = bool(words.prose.intro) and smallest_intro + figures + heights["panels"] + 3 * GAP <= ROOM
    panels = heights["panels"] if beside else 0.0
    columns = 2 if words.prose.intro else 3
    flowing = (0.0 if beside else heights["panels"]) + (0.0 if words.prose.intro else figures)
    every = _blocks(words, theme)
    size, blocks = _size(every, heights, columns * ROOM - flowing)
    return Plan(
        title=title,
        lead=lead,
        share_title=fit(
            words.labels["share_title"], Box(width=COLUMN, height=60), SHARE_TITLE, bold
        ).lines,
        quotes=quotes,
        figure_pt=figure_pt,
        intro=_intro(words, heights, ROOM - figures - panels - GAP * (bool(figures) + bool(panels))),
        columns=columns,
        size=size,
        blocks=blocks,
        more=_more(words) if len(blocks) < len(words.prose.blocks) else "",
        code=code,
        front_motif=_motif(left - lead.height - 24),
        flap_motif=0.0 if quotes or words.figures else _motif(ROOM),
        inside_motif=0.0,
        figures_on_flap=on_flap,
        panels_beside=beside,
    )


def _fitted(what: str, text: str, box: Box, given: Style, setting: Setting) -> Fitted:
    fitted = fit(text, box, given, setting)
    if fitted.cut:
        raise FitError(
            f"leaflet: the {what} has {len(text)} characters and needs more than {len(fitted.lines)} "
            f"lines at {given.smallest:g} pt on a panel; shorten it"
        )
    return fitted


def _quotes(words: Words, theme: Theme, setting: Setting) -> tuple[PlacedQuote, ...]:
    """The quotations on the flap, each in its share of the height: as many as fit, the first first."""
    for count in range(len(words.quotes), 0, -1):
        with suppress(FitError):
            return _placed(words, theme, setting, count)
    return ()


def _placed(words: Words, theme: Theme, setting: Setting, count: int) -> tuple[PlacedQuote, ...]:
    """The first ``count`` quotations. Raises FitError when they do not fit."""
    said = faces.setting(theme, (theme.title_family, 500), 0, words.page.lang)
    each = (ROOM - 120 if words.figures else ROOM) / count - 50
    placed = []
    for quote in words.quotes[:count]:
        by = fit(quote.by, Box(width=COLUMN, height=100), BY, said).lines
        box = Box(width=COLUMN * 0.99, height=each)
        placed.append(
            PlacedQuote(
                text=quote.text, by=by, fitted=_fitted("quote", quote.text, box, QUOTE, setting)
            )
        )
    return tuple(placed)


def _figure_size(words: Words, setting: Setting) -> float:
    widest = max((setting.measure(figure.number) for figure in words.figures), default=0.0)
    size = min(FIGURE_PT, math.floor(COLUMN / widest) if widest else FIGURE_PT)
    if size < LEAST_FIGURE_PT:
        raise FitError(f"leaflet: a figure needs more than {COLUMN:.0f} pt; shorten it")
    return float(size)


def _code(heights: Mapping[str, float]) -> float:
    """The side of the code on the back, as large as the texts there leave room for."""
    others = SHARE_TITLE_ROOM + heights["back"] + heights["foot"] + GAP
    side = min(LARGEST_CODE, ROOM - others)
    if side < LEAST_CODE:
        raise FitError(
            f"leaflet: address, note, credits and licence need {others:.0f} pt on the back, "
            f"{ROOM - LEAST_CODE:.0f} pt are there beside the code; shorten note or credits"
        )
    return side


def _intro(words: Words, heights: Mapping[str, float], room: float) -> tuple[float, float]:
    if not words.prose.intro:
        return INTRO_SIZES[0]
    for i, size in enumerate(INTRO_SIZES):
        if heights[f"intro-{i}"] <= room:
            return size
    raise FitError(
        f"leaflet: the first paragraph needs {heights[f'intro-{len(INTRO_SIZES) - 1}']:.0f} pt, "
        f"a panel has {room:.0f} pt beside the figures; shorten it or give fewer figures"
    )


def _motif(room: float) -> float:
    """The height of a motif in ``room``, or 0 where it would be a stripe."""
    height = min(room, COLUMN / MOTIF_ASPECT)
    return round(height, 2) if height >= LEAST_MOTIF else 0.0


def _blocks(words: Words, theme: Theme) -> tuple[Block, ...]:
    """The blocks of the body, but for tables with more columns than a panel holds."""
    wide = {
        f'id="{table.id}"'
        for table in words.prose.tables
        if tables.least_width(table, theme, SMALLEST * _TABLE) > COLUMN
    }
    return tuple(b for b in words.prose.blocks if not any(mark in b.html[:60] for mark in wide))


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


def _smaller(planned: Plan, words: Words) -> Plan:
    """``planned`` with smaller text or, at the smallest, with a block less."""
    if planned.inside_motif:
        return replace(planned, inside_motif=0.0)
    if planned.size > SMALLEST:
        return replace(planned, size=max(SMALLEST, planned.size - STEP))
    if not planned.blocks:
        raise FitError("leaflet: the panels' titles and items do not fit; shorten them")
    return replace(planned, blocks=_shorter(planned.blocks), more=_more(words))


def _more(words: Words) -> str:
    return str(words.labels["more_online" if words.address else "more_in_brochure"])


def _end_of_text(document: Any) -> tuple[float, float] | None:
    """Where the text ends, or None when that is not on the second side, between its edges."""
    pages = document.pages
    if len(pages) != 2 or END_OF_TEXT not in pages[1].anchors:
        return None
    x, y = (value * _PX_TO_PT for value in pages[1].anchors[END_OF_TEXT][:2])
    return (x, y) if -1 <= x <= WIDTH - COLUMN + 1 and y <= MARGIN_TOP + ROOM + 1 else None


def _free(planned: Plan, end: tuple[float, float], words: Words) -> float:
    """The height of a motif below the end of the text, or above the foot of an empty panel; or 0."""
    x, y = end
    rtl = words.page.direction == "rtl"
    last = x < FLAP if rtl else x >= 2 * PANEL - 1
    return _motif(MARGIN_TOP + ROOM - y - BELOW_TEXT if last else ROOM)


def _cover(page: Page, planned: Plan, theme: Theme, medium: Medium) -> bytes:
    """The page's photograph as the front's ground, bleed included."""
    assert page.picture
    width, height = PANEL + medium.bleed, HEIGHT + 2 * medium.bleed
    most_px = (round(width / 72 * medium.picture_dpi), round(height / 72 * medium.picture_dpi))
    text_end = MARGIN_TOP + 30 + planned.title.height + 14 + planned.lead.height
    scrim = Scrim(
        ground=theme.roles["cover"],
        texts=(theme.roles["cover_text"], theme.roles["cover_muted"]),
        until=(text_end + medium.bleed + 20) / height,
        contrast=theme.minimum_contrast,
    )
    return pictures.cover(page.images[page.picture.name], page.picture.focus, most_px, scrim)
