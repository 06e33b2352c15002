"""The poster for ``poster: code``: a code that reads from two metres, above it what, when and where.

Lengths are points at A3; other sizes are the same, larger or smaller.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from brochure import assets
from brochure.codes import encoder
from brochure.codes.encoder import QUIET_ZONE
from brochure.codes.limits import PIXELS_PER_DISTANCE
from brochure.codes.page_codes import code_payload, code_svg
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.page import Page
from brochure.pdf import photos, style_sheets
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.layout import press_of
from brochure.pdf.media import MM, Medium
from brochure.pdf.metrics import MOTIF_ASPECT
from brochure.pdf.photos import COVER
from brochure.problems import Place, error
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Space, Style, fit
from brochure.theme import Theme

WIDTH, HEIGHT = 297 * MM, 420 * MM
MARGIN = 20 * MM
TEXT_WIDTH = WIDTH - 2 * MARGIN

READ_FROM_MM = 2000
"""From where a poster in a corridor is scanned."""

WIDEST_CODE = WIDTH - 2 * 5 * MM
LEAST_CODE_MM = 20.0
CODE_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""How much of its right size a code keeps beside a long title."""

FOOT = 11 * MM
ADDRESS_PT = 17.0

TITLE = Style(largest=84, smallest=30, step=1, max_lines=8, spare_lines=1, line_height=1.02)
LEAD = Style(largest=22, smallest=15, step=0.5, max_lines=6, line_height=1.38)
WHERE = Style(largest=22, smallest=14, step=1, max_lines=6, line_height=1.27)
KICKER_PT, KICKER, AFTER_KICKER, AFTER_TITLE = 22.0, 28.0, 22.0, 24.0
"""The kicker's size and the height of its line; what is free below it, and below the title."""

GAP = 30.0
RULE = 3.0
"""The white between the edge of the cover's colour and the code's own: a rule has room there."""

SOFT = 0.45
"""How far the scrim below words reaches, as a share of the picture's height: a narrow one is seen,
on an even sky, as a halo."""

MUCH_LESS = 1.3
"""How much less of a picture the other tone of words must change to be taken instead of the cover's."""

LEAST_MOTIF = 130.0
LARGEST_MOTIF = 0.62
"""The widest share of the text's width that a motif beside a place takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPlan:
    """Where everything goes, from the poster's head.

    ``split`` is where the code's white ground begins; ``code`` the side of the code with its quiet
    zone, 0 without an address; ``reads_from_mm`` from how far it is read.
    """

    title: Fitted
    lead: Fitted | None
    where: Fitted
    where_top: float
    split: float
    code: float
    code_left: float
    code_top: float
    reads_from_mm: float
    motif: float
    motif_top: float
    motif_left: float
    motif_width: float


def lay_out(page: Page, content: Content, theme: Theme, medium: Medium) -> tuple[Any, PosterPlan]:
    """The laid out poster (a WeasyPrint document) and its plan. Raises FitError."""
    planned, tone = plan(page, content, theme), photos.COVER_TONE
    pictures: dict[str, bytes] = {}
    if page.picture:
        size = (WIDTH + 2 * medium.bleed, planned.split + medium.bleed)
        boxes, probe = list(_boxes(content, theme, planned, medium.bleed)), photos.probe(page, size)
        scrim = photos.scrim_on(probe, theme, tone, boxes)
        other = photos.scrim_on(probe, theme, photos.inverse(theme), boxes)
        if other.changed * MUCH_LESS < scrim.changed:
            tone, scrim = photos.inverse(theme), other
        scrim = replace(scrim, soft=SOFT)
        pictures[COVER] = photos.below_scrim(page, medium, size, scrim, (0.0, 0.0))
    css = style_sheets.css(
        "code-poster", content, theme, medium, margin=MARGIN, foot=FOOT, address_pt=ADDRESS_PT,
        tone=tone,
    )  # fmt: skip
    press = press_of(page, theme, css)
    press.fetcher.images.update(pictures)
    html = (
        assets.environment()
        .get_template("brochure/code-poster.html.j2")
        .render(
            content=content,
            plan=planned,
            code=code_svg(page, medium.black, medium.white, medium.place),
            bleed=medium.bleed,
            height=HEIGHT,
            cover_picture=IMAGE_SCHEME + COVER,
        )
    )
    return press.render(html), planned


def _boxes(
    content: Content, theme: Theme, planned: PosterPlan, bleed: float
) -> Iterator[tuple[Rect, bool]]:
    """The box of each line on the photograph, from its corner in the bleed; whether it is muted."""
    bold = style_sheets.display(content, theme, 700, 1)
    reading = font_metrics.setting(theme, (theme.text_family, 400), 0, content.page.lang)
    kicker = (content.page.kicker,) if content.page.kicker else ()
    top = MARGIN + (KICKER if kicker else 0) + AFTER_KICKER
    parts = [
        (Fitted(lines=kicker, size=KICKER_PT, height=KICKER), MARGIN, bold),
        (planned.title, top, bold),
        (planned.where, planned.where_top, bold),
    ]
    if planned.lead:
        parts.append((planned.lead, top + planned.title.height + AFTER_TITLE, reading))
    for fitted, head, setting in parts:
        each = fitted.height / max(len(fitted.lines), 1)
        for number, line in enumerate(fitted.lines):
            width = min(setting.measure(line) * fitted.size, TEXT_WIDTH)
            left = WIDTH - MARGIN - width if content.page.direction == "rtl" else MARGIN
            box = Rect(left + bleed, head + number * each + bleed, width, each)
            yield box, fitted is planned.lead


def code_side(modules: int) -> tuple[float, float]:
    """The side in points of a code of so many ``modules``, quiet zone included, and its distance.

    The symbol is ``distance / 414 × modules`` wide to be read from two metres, never below 20 mm;
    one that would not fit the sheet is as large as it can be and read from nearer.
    """
    symbol_mm = max(LEAST_CODE_MM, READ_FROM_MM * modules / PIXELS_PER_DISTANCE)
    total = modules + 2 * QUIET_ZONE
    side = min(symbol_mm * total / modules * MM, WIDEST_CODE)
    return side, PIXELS_PER_DISTANCE * (side / MM * modules / total) / modules


def plan(page: Page, content: Content, theme: Theme) -> PosterPlan:
    """Where everything goes on the poster of ``page``. Raises FitError.

    A title that leaves too little room takes it from the code.
    """
    for share in CODE_SHARES if page.url else CODE_SHARES[-1:]:
        planned = _plan(page, content, theme, share)
        if planned:
            return planned
    raise FitError(
        error(
            "poster-title-long", at=Place(key="title"), characters=len(page.title),
            place_characters=len(content.where), least_pt=TITLE.smallest,
        )
    )  # fmt: skip


def _plan(page: Page, content: Content, theme: Theme, share: float) -> PosterPlan | None:
    """The plan with the code at a share of its right size, or None when the texts do not fit."""
    side, distance = (
        code_side(encoder.encode(code_payload(page, "poster")).size) if page.url else (0.0, 0.0)
    )
    side, distance = side * share, distance * share
    address = len(_address_lines(content, theme)) * ADDRESS_PT * 1.25
    split = HEIGHT - FOOT - address - side - RULE if side else HEIGHT
    bold = style_sheets.display(content, theme, 700, 1)
    top = MARGIN + (KICKER + AFTER_KICKER if content.page.kicker else AFTER_KICKER)
    where = fit(content.where, Space(width=TEXT_WIDTH * 0.36, height=200), WHERE, bold)
    foot = max(where.height, LEAST_MOTIF) + GAP
    room = split - top - foot - MARGIN * 0.6
    title = fit(content.page.title, Space(width=TEXT_WIDTH, height=room), TITLE, bold)
    if title.cut or where.cut:
        return None
    lead = _lead(content, theme, room - title.height - AFTER_TITLE)
    used = title.height + (lead.height + AFTER_TITLE if lead else 0)
    bottom = split - MARGIN * 0.6
    height = min(bottom - top - used - GAP, _motif_width(content) / MOTIF_ASPECT)
    return PosterPlan(
        title=title,
        lead=lead,
        where=where,
        where_top=bottom - where.height,
        split=split,
        code=side,
        code_left=(WIDTH - side) / 2,
        code_top=split + RULE,
        reads_from_mm=distance,
        motif=height if height >= LEAST_MOTIF * 0.8 and not page.picture else 0.0,
        motif_top=bottom - height,
        motif_left=MARGIN,
        motif_width=TEXT_WIDTH,
    )


def _address_lines(content: Content, theme: Theme) -> list[str]:
    """The address as it will break, at least one line."""
    if not content.address:
        return []
    measure = font_metrics.measure(theme.chain(theme.title_family, 700), 0)
    lines = max(1, -(-int(measure(content.address.readable) * ADDRESS_PT * 1.03) // int(TEXT_WIDTH)))
    return [""] * lines


def _motif_width(content: Content) -> float:
    return TEXT_WIDTH * (LARGEST_MOTIF if content.where else 1.0)


def _lead(content: Content, theme: Theme, room: float) -> Fitted | None:
    """The lead where there is room for it; a poster does without."""
    setting = font_metrics.setting(theme, (theme.text_family, 400), 0, content.page.lang)
    if not content.page.lead or room < LEAD.smallest * LEAD.line_height:
        return None
    fitted = fit(content.page.lead, Space(width=TEXT_WIDTH * 0.86, height=room), LEAD, setting)
    return None if fitted.cut else fitted
