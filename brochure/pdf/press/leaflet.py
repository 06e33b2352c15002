"""The leaflet: A4 folded to three panels, composed for them. Lengths in points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from brochure import assets
from brochure.codes.page_codes import code_svg
from brochure.geometry import Rect
from brochure.logo import Size
from brochure.page import Page
from brochure.pdf import photos, placed_pictures, style_sheets
from brochure.pdf.brands import Brands
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.layout import END_OF_TEXT, press_of
from brochure.pdf.media import Medium
from brochure.pdf.photos import COVER, PLATE
from brochure.pdf.press import leaflet_folds, leaflet_plan, motifs, poster_plan
from brochure.pdf.press.leaflet_folds import COLUMN, GUTTER, HEIGHT, WIDTH
from brochure.pdf.press.leaflet_plan import (
    GAP,
    INTRO_LEADING,
    INTRO_SIZES,
    LEAST_PT,
    LINE_HEIGHT,
    LONG_NOTES,
    MARGIN_TOP,
    NOTES_PT,
    ROOM,
    LeafletPlan,
)
from brochure.pdf.press.poster_plan import Words, words_of
from brochure.text.content import Content
from brochure.text.markdown import Block
from brochure.theme import Theme

MOST_PLANS = 4
"""So many plans are tried before a page is told to be too long."""

BRAND_SIZES = {"mark": Size(110.0, 30.0), "foot": Size(110.0, 30.0), "partner": Size(64.0, 24.0)}
"""The most that the issuer's mark has on the front and on the back, and each of its partners'."""

_PX_TO_PT = 0.75
_Plan = TypeVar("_Plan")
_Done = TypeVar("_Done")
_LAST_SPACE = re.compile(r" (?=[^\s<>]{1,14}$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A laid out leaflet: WeasyPrint's ``document``, its ``plan``, and what it says when and where."""

    document: Any
    plan: LeafletPlan
    words: Words

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The page's blocks, those too wide for a panel only pointed to."""
        return self.plan.blocks


def lay_out(page: Page, content: Content, theme: Theme, medium: Medium) -> Leaflet:
    """The leaflet of ``page``. Call it inside `engine.strict`.

    Raises TooLongError for a page that it does not hold, FitError for what fits no panel.
    """
    form = theme.design.leaflet
    css = style_sheets.css(
        "leaflet", content, theme, medium, column=COLUMN, margin_top=MARGIN_TOP, height=ROOM,
        notes_pt=_notes_pt(content, theme), form=form, date_colour=poster_plan.accent_of(theme),
    )  # fmt: skip
    press = press_of(page, theme, css)
    words, brands = words_of(page, content), Brands(page, theme, medium)
    heights = _measured(content, theme, press, brands, words.when)
    tried = leaflet_plan.all_plans(content, theme, words, heights, pictured=page.picture is not None)
    rtl = content.page.direction == "rtl"
    front = leaflet_folds.outside(medium.bleed, rtl=rtl)["front"].ground
    if page.picture:
        image = _image(front, tried[0].front.image, medium.bleed)
        press.fetcher.images[COVER] = photos.alone(page, medium, (image.width, image.height))
    template = assets.environment().get_template("brochure/leaflet.html.j2")

    def laid_out(planned: LeafletPlan) -> Any:
        """The document of a plan; None where its text does not end on paper."""
        values = _values(page, content, theme, medium, planned)
        if page.picture and planned.plate:
            press.fetcher.images[PLATE] = photos.alone(page, medium, values["plate"]["size"])
        document = press.render(template.render(form=form, **values))
        return document if _ends_on_paper(document) else None

    for first in tried[:MOST_PLANS]:
        sizes = list(leaflet_plan.all_sizes(first, form))
        likely = sizes.index(first) if first in sizes else 0
        if found := first_made(laid_out, sizes, likely):
            planned, document = found
            placed_pictures.reduce_on(document.pages, page, medium)
            return Leaflet(document=document, plan=planned, words=words)
    raise leaflet_plan.too_long(content, form, 1.03)


def first_made(
    make: Callable[[_Plan], _Done | None], plans: Sequence[_Plan], likely: int
) -> tuple[_Plan, _Done] | None:
    """The first of ``plans`` of which ``make`` makes something, as it does of all that follow.

    It is looked for from the ``likely`` one, whose neighbour it mostly is: in steps that double, then
    by halves. None where none is made.
    """
    low, high, probe, step = 0, len(plans), likely, 1
    best: tuple[_Plan, _Done] | None = None
    while low < high:
        if (made := make(plans[probe])) is None:
            low = probe + 1
        else:
            high, best = probe, (plans[probe], made)
        if best is None:
            probe, step = min(low + step - 1, high - 1), 2 * step
        elif not low:
            probe, step = max(high - step, 0), 2 * step
        else:
            probe = (low + high) // 2
    return best


def _values(
    page: Page, content: Content, theme: Theme, medium: Medium, planned: LeafletPlan
) -> dict[str, Any]:
    """What the template asks for: places as CSS."""
    rtl = content.page.direction == "rtl"
    outside = leaflet_folds.outside(medium.bleed, rtl=rtl)
    inside = leaflet_folds.inside(medium.bleed, rtl=rtl)
    left, width = leaflet_folds.flow(planned.columns, inside)
    image = _image(outside["front"].ground, planned.front.image, medium.bleed)
    return {
        "content": content,
        "intro": _end_bound(content.prose.intro).replace('href="#', 'data-to="'),
        "plan": planned,
        "colours": medium.colours,
        "least_coloured_pt": medium.least_coloured_pt,
        "code": code_svg(page, medium.black, medium.white, medium.place),
        "cover_picture": IMAGE_SCHEME + COVER,
        "plate_picture": IMAGE_SCHEME + PLATE,
        "in_short_paragraphs": leaflet_plan.in_short_paragraphs(content),
        "outside": {name: (panel.left, _css(panel.ground)) for name, panel in outside.items()},
        "inside": [(panel.left, _css(panel.ground)) for panel in inside],
        "plate_ground": "accent"
        if theme.design.leaflet.form == "typographic" and not page.picture
        else "cover",
        "brands": Brands(page, theme, medium),
        "brand_sizes": BRAND_SIZES,
        "column": COLUMN,
        "back_when": words_of(page, content).when,
        "plate": _plate(planned, inside, page, theme, medium) if planned.plate else {},
        "flow": f"left: {left:.3f}pt; width: {width:.3f}pt",
        "gap": GUTTER,
        "image": _css(image),
        "motif": motifs.css(page, theme.motif, medium.colours, image, left=rtl),
    }


def _end_bound(html: str) -> str:
    """The HTML of a paragraph, its last two words bound: no last line has one word alone."""
    return _LAST_SPACE.sub("\N{NO-BREAK SPACE}", html, count=1)


def _plate(
    planned: LeafletPlan,
    inside: tuple[leaflet_folds.Panel, ...],
    page: Page,
    theme: Theme,
    medium: Medium,
) -> dict[str, Any]:
    """Where the plate's ground, its words and its motif stand."""
    assert planned.plate
    first = planned.columns + len(planned.sides)
    grounds = [panel.ground for panel in inside[first:]]
    left, right = min(box.x for box in grounds), max(box.right for box in grounds)
    ground = grounds[0]._replace(x=left, width=right - left)
    top = MARGIN_TOP + planned.plate.height + 2 * GAP
    image = Rect(left, top, ground.width, HEIGHT + medium.bleed - top)
    rtl = page.direction == "rtl"
    return {
        "ground": _css(ground),
        "left": inside[first].left,
        "image": _css(image),
        "size": (image.width, image.height),
        "motif": motifs.css(page, theme.motif, medium.colours, image, left=rtl),
    }


def _image(front: Rect, height: float, bleed: float) -> Rect:
    """The place of the picture or the motif at the foot of the front, into the bleed."""
    return front._replace(y=HEIGHT - height, height=height + bleed)


def _css(box: Rect) -> str:
    return (
        f"left: {box.x:.3f}pt; top: {box.y:.3f}pt; width: {box.width:.3f}pt; height: {box.height:.3f}pt"
    )


def _notes_pt(content: Content, theme: Theme) -> float:
    """The size of the notes on the back: that of small text, or the least where they are long."""
    page = content.page
    long = len(page.note) + len(page.credits) + len(page.licence) > LONG_NOTES
    return LEAST_PT if long else round(NOTES_PT * style_sheets.scale(content, theme), 1)


def _measured(
    content: Content, theme: Theme, press: Any, brands: Brands, when: tuple[str, ...]
) -> Mapping[str, float]:
    """The height of each block in a panel, the text's at its least size."""
    size = theme.design.leaflet.least_text_pt
    html = (
        assets.environment()
        .get_template("brochure/leaflet-measure.html.j2")
        .render(
            content=content,
            intro_sizes=[(each, each * INTRO_LEADING) for each in INTRO_SIZES],
            figure_pt=leaflet_plan.figure_pt(content),
            back_when=when,
            colours=brands.medium.colours,
            brands=brands,
            brand_sizes=BRAND_SIZES,
            column=COLUMN,
            in_short_paragraphs=leaflet_plan.in_short_paragraphs(content),
            size=size,
            leading=size * LINE_HEIGHT,
            blocks=leaflet_plan.blocks_of(content, theme),
        )
    )
    tops = dict(_tops(press.render(html).pages))
    ordered = sorted(tops, key=lambda name: (tops[name], name == "end"))
    return {a: tops[b] - tops[a] for a, b in pairwise(ordered)}


def _tops(pages: Any) -> Iterator[tuple[str, float]]:
    """The name and the top of each thing that was measured."""
    for number, page in enumerate(pages):
        for name, at in page.anchors.items():
            if name == "end" or name.startswith("measured-"):
                yield name.removeprefix("measured-"), (at[1] + number * page.height) * _PX_TO_PT


def _ends_on_paper(document: Any) -> bool:
    """Whether the text ends on the second side, between its edges."""
    pages = document.pages
    if len(pages) != 2 or END_OF_TEXT not in pages[1].anchors:
        return False
    x = pages[1].anchors[END_OF_TEXT][0] * _PX_TO_PT
    foot = pages[1].anchors["flow"][3] * _PX_TO_PT  # the first columns may be higher than the last
    return bool(-1 <= x <= WIDTH - COLUMN + 1 and foot <= MARGIN_TOP + ROOM + 1)
