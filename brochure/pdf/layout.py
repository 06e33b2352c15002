"""Layout: the brochure composed from measured heights, laid out, looked at, and mended."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import count
from typing import Any

from brochure import assets, images
from brochure.codes.page_codes import code_svg
from brochure.networks.page_links import links_of
from brochure.page import Page
from brochure.pdf import photos, style_sheets, tables
from brochure.pdf.engine import IMAGE_SCHEME, Fetcher, HtmlRenderer
from brochure.pdf.media import Medium
from brochure.pdf.metrics import (
    CAPTION_PT,
    CAPTION_WIDTH,
    LEAD_END,
    MARGIN_SIDE,
    MARGIN_TOP,
    NOTES_TITLE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    ROOM,
    SHARE_TITLE,
    SHARE_TITLE_BOX,
    Heights,
    PanelHeights,
    Settings,
    intro_sizes,
    surely_long,
)
from brochure.pdf.photos import COVER, PLATE
from brochure.pdf.plans import BrochurePlan, figure_size, plan, with_more_room
from brochure.pdf.tables import PlacedTable
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import fit
from brochure.theme import Theme

START_OF_TEXT, END_OF_TEXT = "start-of-text", "end-of-text"
MOST_ATTEMPTS = 8
"""So often columns are made a line higher; then the text flows over pages."""

_SEEN = 0.2
"""Points that an eye sees between two columns."""

_PX_TO_PT = 0.75
_CAPTION = re.compile(r'<img src="([^"]*)"[^>]*><figcaption>(.*?)</figcaption>', re.DOTALL)


_BOLD = re.compile(r"\*\*|__|<(?:b|strong)\b|\\textbf|\n:\s", re.IGNORECASE)
"""What may be set in bold in a body: strong words, and terms that are defined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A laid out brochure: WeasyPrint's ``document``, and how many ``blanks`` fill its page count."""

    document: Any
    blanks: int

    @property
    def pages(self) -> int:
        """How many pages it has, the blank ones included."""
        return len(self.document.pages)


def press_of(page: Page, theme: Theme, css: str) -> HtmlRenderer:
    """What sets ``page`` with a style sheet. Call it inside `engine.strict`."""
    if not _BOLD.search(page.body):  # no bold italics either: fonts are loaded whether they draw or not
        theme = replace(theme, faces=tuple(f for f in theme.faces if not (f.italic and f.weight > 400)))
    own_files = frozenset(face.path.resolve() for face in theme.faces)
    return HtmlRenderer(css, Fetcher(page.images, own_files), style_sheets.font_faces(theme))


def lay_out(page: Page, content: Content, theme: Theme, medium: Medium, **options: Any) -> Layout:
    """The brochure of ``page`` on ``medium``; ``options`` as WeasyPrint's ``render``."""
    sizes = tables.sizes_of(style_sheets.scale(content, theme), medium.least_pt)
    placed = tables.place(content, theme, sizes)
    press = press_of(page, theme, style_sheets.brochure_css(content, theme, medium, placed))
    settings = _settings(page, content, theme, placed)
    planned = _plan(page, content, press, settings, theme)
    if page.picture:
        size = (PAGE_WIDTH + 2 * medium.bleed, PAGE_HEIGHT + 2 * medium.bleed)
        until = planned.cover.text_end + medium.bleed + LEAD_END
        press.fetcher.images[COVER] = photos.below_text(page, theme, medium, size, until)
        if planned.plate and planned.plate.shows_picture:
            below = medium.bleed if planned.plate.whole else 0.0
            plate = (size[0], planned.plate.height + medium.bleed + below)
            press.fetcher.images[PLATE] = photos.alone(page, medium, plate)
    html = assets.environment().get_template("brochure/brochure.html.j2")
    values = {
        "content": content,
        "links": links_of(page),
        "code": code_svg(page, medium.black, medium.white, medium.place),
        "share_title": _share_title(content, theme),
        "live": medium.live,
        "bleed": medium.bleed,
        "half": settings.leading / 2,
        "colours": medium.colours,
        "least_coloured_pt": medium.least_coloured_pt,
        "cover_picture": IMAGE_SCHEME + COVER,
        "notes_lines": int((ROOM - NOTES_TITLE) / (2 * settings.leading)),
    }
    blanks, shifts = 0, dict[str, float]()
    for attempt in count():
        made = html.render(plan=planned, blanks=blanks, shifts=shifts, **values)
        document = press.render(made, **options)
        if planned.columns and not _text_ends_on_paper(document):
            planned = with_more_room(planned, content, settings, flow=attempt >= MOST_ATTEMPTS)
        elif not shifts and (off := _off_the_grid(document, placed, settings.leading)):
            shifts = off
        elif missing := -len(document.pages) % medium.multiple:
            blanks += missing
        else:
            return Layout(document=document, blanks=blanks)
    raise AssertionError("a text that flows always ends")


def _text_ends_on_paper(document: Any) -> bool:
    """Whether the end of the text stands between the margins, not in a column beyond them."""
    ends = [page.anchors[END_OF_TEXT][0] for page in document.pages if END_OF_TEXT in page.anchors]
    inside = (MARGIN_SIDE - 1, PAGE_WIDTH - MARGIN_SIDE)
    return bool(ends) and all(inside[0] <= x * _PX_TO_PT < inside[1] for x in ends)


def _off_the_grid(document: Any, placed: Sequence[PlacedTable], leading: float) -> dict[str, float]:
    """How far each table across both columns must move down for what follows to stand on the grid.

    Columns are balanced to heights that are no whole lines; what stands below them is off by the rest.
    """
    shifts: dict[str, float] = {}
    for sheet in document.pages:
        origin = sheet.anchors.get(START_OF_TEXT, (0, MARGIN_TOP / _PX_TO_PT))[1] * _PX_TO_PT
        moved = 0.0
        for table in placed:
            if table.wide and table.id in sheet.anchors:
                off = (sheet.anchors[table.id][1] * _PX_TO_PT - origin + moved) % (leading / 2)
                shifts[table.id] = (leading / 2 - off) % (leading / 2)
                moved += shifts[table.id]
    return shifts if max(shifts.values(), default=0.0) > _SEEN else {}


def _plan(
    page: Page, content: Content, press: HtmlRenderer, settings: Settings, theme: Theme
) -> BrochurePlan:
    html = (
        assets.environment()
        .get_template("brochure/measure.html.j2")
        .render(
            content=content,
            intro_sizes=intro_sizes(content),
            figure_pt=figure_size(content, settings.figure),
            across=settings.across,
            surely_long=surely_long(content),
        )
    )
    tops, panels = _measure(content, press, html)
    heights = Heights.from_tops(tops, panels)
    if surely_long(content):
        heights = replace(heights, prose=10 * PAGE_HEIGHT)
    return plan(content, heights, settings)


def _measure(content: Content, press: HtmlRenderer, html: str) -> tuple[dict[str, float], PanelHeights]:
    """The top of each block and the heights of the panels, in points."""
    first, *more = press.render(html).pages
    tops = {name: at[1] * _PX_TO_PT for name, at in first.anchors.items()}
    for name in ("figures", "panels", "contents", "prose", "foot", "end"):
        tops.setdefault(name, first.height * _PX_TO_PT * (1 + len(more)))
    panels = PanelHeights(
        count=len(content.panels.entries) if content.panels else 0,
        tallest=_highest(first.anchors, "panel-box-"),
        words=_highest(first.anchors, "panel-words-"),
    )
    return tops, panels


def _highest(anchors: Mapping[str, Sequence[float]], start: str) -> float:
    """The height in points of the highest box whose id starts with ``start``."""
    heights = (at[3] - at[1] for name, at in anchors.items() if name.startswith(start))
    return max(heights, default=0.0) * _PX_TO_PT


def _settings(page: Page, content: Content, theme: Theme, placed: Sequence[PlacedTable]) -> Settings:
    leading = style_sheets.leading(theme)
    lang, tight = content.page.lang, style_sheets.tracking(content)
    return Settings(
        title=style_sheets.display(content, theme, 700, 1),
        quote=style_sheets.display(content, theme, 700, 0.75),
        by=font_metrics.setting(theme, (theme.title_family, 500), 0, lang),
        figure=font_metrics.setting(theme, (theme.title_family, 700), tight * 1.5, lang),
        lead=font_metrics.setting(theme, (theme.text_family, 400), 0, lang),
        leading=leading,
        across=any(table.wide for table in placed),
        cover=theme.design.cover,
        motif=theme.motif,
        small=style_sheets.scale(content, theme),
        tallest=max(_tallest(page, content, theme), tables.highest(content, theme, placed, leading)),
    )


def _tallest(page: Page, content: Content, theme: Theme) -> float:
    """The height of the highest picture of the body, with its caption, which stands below it."""
    line = style_sheets.leading(theme)
    width = font_metrics.measure(theme.chain(theme.title_family, 500), 0)
    size = CAPTION_PT * style_sheets.scale(content, theme)
    captions = dict(_CAPTION.findall(content.prose.rest))
    heights = [
        style_sheets.placed_size(images.size_of(data), line)[1]
        + line
        * math.ceil(width(unescape(captions.get(IMAGE_SCHEME + name, ""))) * size / CAPTION_WIDTH)
        for name, data in page.images.items()
        if f"]({name}" in page.body
    ]
    return max(heights, default=0.0)


def _share_title(content: Content, theme: Theme) -> tuple[str, ...]:
    box = replace(
        SHARE_TITLE_BOX, height=SHARE_TITLE_BOX.height * style_sheets.display_leading(content)
    )
    return fit(
        content.labels["share_title"], box, SHARE_TITLE, style_sheets.display(content, theme, 700, 1)
    ).lines
