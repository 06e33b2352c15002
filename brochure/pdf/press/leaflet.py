"""The leaflet: A4 folded to three panels, composed for them. Lengths in points."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
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
from brochure.pdf.press.leaflet_folds import HEIGHT, WIDTH, Frame, Panel
from brochure.pdf.press.leaflet_plan import (
    GAP,
    INTRO_LEADING,
    INTRO_SIZES,
    LEAST_PT,
    LONG_NOTES,
    NOTES_PT,
    LeafletPlan,
)
from brochure.pdf.press.poster_plan import Words, words_of
from brochure.text import font_metrics, locales
from brochure.text.content import Content, numbered_content
from brochure.text.markdown import Block
from brochure.theme import Theme

MOST_PLANS = 4
"""So many plans are tried before a page is told to be too long."""

BRAND_SIZES = {"mark": Size(110.0, 30.0), "foot": Size(110.0, 30.0), "partner": Size(64.0, 24.0)}
"""The most that the issuer's mark has on the front and on the back, and each of its partners'."""

BAND_PADDING = 13.0
"""What a band of colour is higher than its words."""

TIME_GAP, TIME_SHARE = 0.8, 0.42
"""What is free beside the hours of a programme, in em; how much of a line they may take with it."""

_TIMES = re.compile(r'<th(?=[^<>]*? class="time")[^<>]*>((?:[^<]|<(?!/?th\b))*+)</th>')
_PX_TO_PT = 0.75
_Plan = TypeVar("_Plan")
_Done = TypeVar("_Done")


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
    if theme.design.blocks.numbered_headings:
        content = numbered_content(content)
    frame = leaflet_folds.frame_of(form)
    least_part = theme.design.type.least_pt / form.least_text_pt
    css = style_sheets.css(
        "leaflet", content, theme, medium, frame=frame, notes_pt=_notes_pt(content, theme), form=form,
        date_colour=poster_plan.accent_of(theme), time=_time(content, theme),
        part=lambda share: f"{max(share, least_part):.3g}em",
    )  # fmt: skip
    press = press_of(page, theme, css, template="brochure/leaflet.html.j2")
    words, brands = words_of(page, content), Brands(page, theme, medium)
    heights = _measured(content, theme, press, brands, words.when)
    tried = leaflet_plan.all_plans(content, theme, words, heights, pictured=page.picture is not None)
    template = assets.environment().get_template("brochure/leaflet.html.j2")

    def laid_out(planned: LeafletPlan) -> Any:
        """The document of a plan; None where its text does not end on paper."""
        places = Places(planned, page, theme, medium)
        for name, size in places.pictures().items():
            closer = theme.design.photographs.closer if name == PLATE else 1.0
            press.fetcher.images[name] = photos.alone(page, medium, size, closer)
        values = _values(page, content, theme, medium, planned)
        document = press.render(template.render(form=form, places=places, **values))
        return document if _ends_on_paper(document, frame) else None

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


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything of a plan stands, as the template asks for it: in CSS."""

    plan: LeafletPlan
    page: Page
    theme: Theme
    medium: Medium

    @property
    def form(self) -> str:
        """The form of the design."""
        return self.theme.design.leaflet.form

    @property
    def frame(self) -> Frame:
        """Where words stand on a panel."""
        return leaflet_folds.frame_of(self.theme.design.leaflet)

    @property
    def rtl(self) -> bool:
        """Whether the panels are mirrored."""
        return self.page.direction == "rtl"

    def outer(self, name: str) -> Panel:
        """The panel "flap", "back" or "front"."""
        return leaflet_folds.outside(self.medium.bleed, self.frame, rtl=self.rtl)[name]

    def inner(self, first: int, after: int) -> tuple[Panel, ...]:
        """The inner panels from the ``first``, from 0, to the one before ``after``."""
        return leaflet_folds.inside(self.medium.bleed, self.frame, rtl=self.rtl)[first:after]

    @property
    def sides(self) -> tuple[Panel, ...]:
        """The inner panels with figures, numbered panels or quotations."""
        first = self.plan.first_side
        return self.inner(first, first + len(self.plan.sides))

    @property
    def text(self) -> tuple[Panel, ...]:
        """The inner panels of the text."""
        return self.inner(*self.plan.text_panels)

    @property
    def flow(self) -> str:
        """The place of the text."""
        left, width = leaflet_folds.flow(self.text, self.frame)
        return f"left: {left:.3f}pt; width: {width:.3f}pt"

    def image(self, panel: Panel, height: float) -> Rect:
        """What is ``height`` high of a panel, at its foot, or at the head where type stands below."""
        ground, bleed = panel.ground, self.medium.bleed
        if self.form == "typographic":
            return ground._replace(height=height + bleed)
        return ground._replace(y=HEIGHT - height, height=height + bleed)

    @property
    def front(self) -> Rect:
        """The place of the picture, the motif or the field on the front."""
        image = self.image(self.outer("front"), self.plan.front.image)
        if self.form == "typographic" and self.page.picture:  # within the margins, below the rule
            top, high = self.frame.top, self.plan.front.image - self.frame.top - GAP / 2
            return Rect(self.outer("front").left, top, self.frame.column, high)
        return image

    @property
    def band(self) -> Rect:
        """The band of colour that has date and place, at the head of the front."""
        ground = self.outer("front").ground
        when = self.plan.front.when.height
        return ground._replace(height=self.medium.bleed + self.frame.top + when + BAND_PADDING)

    def field(self, panel: Panel, height: float) -> Rect:
        """The place of a field so high beside the words of a panel."""
        edge = self.frame.top if self.form == "typographic" else self.frame.foot
        return self.image(panel, height + edge)

    @property
    def text_field(self) -> Rect:
        """The field below a short text."""
        grounds = [panel.ground for panel in self.text]
        height = self.plan.text_field + self.frame.foot + self.medium.bleed
        return _around(grounds)._replace(y=HEIGHT + self.medium.bleed - height, height=height)

    @property
    def plate(self) -> Rect:
        """The ground of the plate."""
        return _around([panel.ground for panel in self.inner(*self.plan.plate_panels)])

    @property
    def plate_left(self) -> float:
        """Where the words of the plate begin."""
        return leaflet_folds.flow(self.inner(*self.plan.plate_panels), self.frame)[0]

    @property
    def plate_width(self) -> float:
        """The width of the plate's words."""
        return leaflet_folds.flow(self.inner(*self.plan.plate_panels), self.frame)[1]

    @property
    def plate_image(self) -> Rect:
        """What the plate's words leave of it."""
        assert self.plan.plate
        ground = self.plate
        top = self.frame.top + self.plan.plate.height + 2 * GAP
        return ground._replace(y=top, height=HEIGHT + self.medium.bleed - top)

    def motif(self, image: Rect, *, mirrored: bool = False) -> str:
        """The page's motif in ``image``."""
        left = self.rtl != mirrored
        return motifs.css(self.page, self.theme.motif, self.medium.colours, image, left=left)

    def pictures(self) -> dict[str, tuple[float, float]]:
        """The size of each crop of the page's picture."""
        if not self.page.picture:
            return {}
        sizes = {COVER: (self.front.width, self.front.height)}
        if self.plan.plate:
            sizes[PLATE] = (self.plate_image.width, self.plate_image.height)
        return sizes

    @staticmethod
    def css(box: Rect) -> str:
        """A rectangle."""
        place = {"left": box.x, "top": box.y, "width": box.width, "height": box.height}
        return "; ".join(f"{name}: {length:.3f}pt" for name, length in place.items())


def _around(boxes: Sequence[Rect]) -> Rect:
    """The rectangle around ``boxes`` that stand side by side."""
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    return boxes[0]._replace(x=left, width=right - left)


def _values(
    page: Page, content: Content, theme: Theme, medium: Medium, planned: LeafletPlan
) -> dict[str, Any]:
    """What the template asks for besides places."""
    return {
        "content": content,
        "intro": leaflet_plan.opening(content).replace('href="#', 'data-to="'),
        "plan": planned,
        "colours": medium.colours,
        "least_coloured_pt": medium.least_coloured_pt,
        "code": code_svg(page, medium.black, medium.white, medium.place),
        "cover_picture": IMAGE_SCHEME + COVER,
        "plate_picture": IMAGE_SCHEME + PLATE,
        "in_short_paragraphs": leaflet_plan.in_short_paragraphs(content),
        "plate_ground": "accent"
        if theme.design.leaflet.form == "typographic" and not page.picture
        else "cover",
        "hang": style_sheets.hanging(content, theme),
        "quote_open": locales.rules(page.lang).quote_open[0],
        "brands": Brands(page, theme, medium),
        "brand_sizes": BRAND_SIZES,
        "least_pt": theme.design.type.least_pt,
        "column": leaflet_folds.frame_of(theme.design.leaflet).column,
        "table_sizes": leaflet_plan.table_sizes(content, theme, planned.size),
        "back_when": words_of(page, content).when,
    }


def _time(content: Content, theme: Theme) -> float:
    """The width of the longest hour of a programme in em, 0 where it leaves too little of a line.

    Then hours stand in a line of their own above what they are of.
    """
    form = theme.design.leaflet
    bold = font_metrics.setting(theme, (theme.text_family, 700), 0, content.page.lang)
    times = [unescape(re.sub("<[^<>]*>", "", time)) for block in content.prose.blocks
             for time in _TIMES.findall(block.html)]  # fmt: skip
    widest = max((bold.measure(time) for time in times), default=0.0) + TIME_GAP
    most = TIME_SHARE * leaflet_folds.frame_of(form).column
    return round(widest, 3) if widest * form.largest_text_pt <= most else 0.0


def _notes_pt(content: Content, theme: Theme) -> float:
    """The size of the notes on the back: that of small text, or the least where they are long."""
    page = content.page
    long = len(page.note) + len(page.credits) + len(page.licence) > LONG_NOTES
    size = LEAST_PT if long else round(NOTES_PT * style_sheets.scale(content, theme), 1)
    return max(size, theme.design.type.least_pt)


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
            least_pt=theme.design.type.least_pt,
            column=leaflet_folds.frame_of(theme.design.leaflet).column,
            in_short_paragraphs=leaflet_plan.in_short_paragraphs(content),
            size=size,
            leading=size * theme.design.leaflet.line_height,
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


def _ends_on_paper(document: Any, frame: Frame) -> bool:
    """Whether the text ends on the second side, between its edges."""
    pages = document.pages
    if len(pages) != 2 or END_OF_TEXT not in pages[1].anchors:
        return False
    x = pages[1].anchors[END_OF_TEXT][0] * _PX_TO_PT
    foot = pages[1].anchors["flow"][3] * _PX_TO_PT  # the first columns may be higher than the last
    return bool(-1 <= x <= WIDTH - frame.column + 1 and foot <= frame.top + frame.room + 1)
