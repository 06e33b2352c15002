"""The leaflet: A4 folded to three panels, composed for them. Lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from brochure import assets
from brochure.codes.page_codes import code_svg
from brochure.page import Page
from brochure.pdf import photos, style_sheets
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.layout import END_OF_TEXT, press_of
from brochure.pdf.media import Medium
from brochure.pdf.photos import COVER
from brochure.pdf.press import leaflet_folds, leaflet_plan
from brochure.pdf.press.leaflet_folds import COLUMN, FLAP, HEIGHT, PANEL, WIDTH
from brochure.pdf.press.leaflet_plan import (
    FIGURE_PT,
    INTRO_SIZES,
    LEAST_PT,
    LINE_HEIGHT,
    LONG_NOTES,
    MARGIN_TOP,
    NOTES_PT,
    ROOM,
    SMALLEST,
    LeafletPlan,
)
from brochure.pdf.quote_panels import PlacedQuote
from brochure.text.content import Content
from brochure.text.markdown import Block
from brochure.theme import Theme

BELOW_TEXT = 26.0
_PX_TO_PT = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A laid out leaflet: WeasyPrint's ``document``, the page's blocks and quotes that it has."""

    document: Any
    blocks: tuple[Block, ...]
    quotes: tuple[PlacedQuote, ...]


def lay_out(page: Page, content: Content, theme: Theme, medium: Medium) -> Leaflet:
    """The leaflet of ``page``. Raises FitError. Call it inside `engine.strict`."""
    css = style_sheets.css(
        "leaflet", content, theme, medium,
        column=COLUMN, margin_top=MARGIN_TOP, height=ROOM, notes_pt=_notes_pt(content, theme),
    )  # fmt: skip
    press = press_of(page, theme, css)
    heights = _measured(content, theme, press, medium)
    planned = leaflet_plan.plan(content, theme, heights)
    if page.picture:
        size = (PANEL + medium.bleed, HEIGHT + 2 * medium.bleed)
        until = medium.bleed + MARGIN_TOP + 30 + planned.title.height + 14 + planned.lead.height + 20
        press.fetcher.images[COVER] = photos.below_text(page, theme, medium, size, until)
    template = assets.environment().get_template("brochure/leaflet.html.j2")
    values = {
        "content": content,
        "colours": medium.colours,
        "least_coloured_pt": medium.least_coloured_pt,
        "code": code_svg(page, medium.black, medium.white, medium.place),
        "bleed": medium.bleed,
        "cover_picture": IMAGE_SCHEME + COVER,
        "gap": PANEL - COLUMN,
        "height": ROOM,
        "place": leaflet_folds.places(
            planned.columns, medium.bleed, rtl=content.page.direction == "rtl"
        ),
    }
    while True:
        document = press.render(template.render(plan=planned, **values))
        end = _end_of_text(document)
        if end is None:
            planned = leaflet_plan.smaller(planned, content)
        elif not planned.inside_motif and (height := _free(planned, end, content)):
            planned = replace(planned, inside_motif=height)
        else:
            return Leaflet(document=document, blocks=planned.blocks, quotes=planned.quotes)


def _notes_pt(content: Content, theme: Theme) -> float:
    """The size of the notes on the back: that of small text, or the least where they are long."""
    page = content.page
    long = len(page.note) + len(page.credits) + len(page.licence) > LONG_NOTES
    return LEAST_PT if long else round(NOTES_PT * style_sheets.scale(content, theme), 1)


def _measured(content: Content, theme: Theme, press: Any, medium: Medium) -> dict[str, float]:
    """The height of each block in a panel, the text's at its smallest size."""
    html = (
        assets.environment()
        .get_template("brochure/leaflet-measure.html.j2")
        .render(
            content=content,
            intro_sizes=INTRO_SIZES,
            figure_pt=FIGURE_PT,
            colours=medium.colours,
            size=SMALLEST,
            leading=SMALLEST * LINE_HEIGHT,
            blocks=leaflet_plan.blocks_of(content, theme),
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


def _end_of_text(document: Any) -> tuple[float, float] | None:
    """Where the text ends, or None when that is not on the second side, between its edges."""
    pages = document.pages
    if len(pages) != 2 or END_OF_TEXT not in pages[1].anchors:
        return None
    x, y = (value * _PX_TO_PT for value in pages[1].anchors[END_OF_TEXT][:2])
    return (x, y) if -1 <= x <= WIDTH - COLUMN + 1 and y <= MARGIN_TOP + ROOM + 1 else None


def _free(planned: LeafletPlan, end: tuple[float, float], content: Content) -> float:
    """The height of a motif below the end of the text, or above the foot of an empty panel; or 0."""
    x, y = end
    rtl = content.page.direction == "rtl"
    last = x < FLAP if rtl else x >= 2 * PANEL - 1
    return leaflet_plan.motif_height(MARGIN_TOP + ROOM - y - BELOW_TEXT if last else ROOM)
