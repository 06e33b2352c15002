"""The poster: what is announced above, a picture or the motif below, the code in the corner.

Set at A3 and printed at the size of the page's ``poster``. Lengths are points at A3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from brochure import assets, marks, motif
from brochure.codes import encoder
from brochure.codes.page_codes import code_payload, code_svg
from brochure.design import POSTER_SIZES, PaperSize
from brochure.geometry import Rect
from brochure.page import Page
from brochure.pdf import photos, style_sheets
from brochure.pdf.brands import Brands
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.layout import press_of
from brochure.pdf.media import MM, Medium, press_medium
from brochure.pdf.photos import COVER
from brochure.pdf.press import code_poster, poster_plan
from brochure.pdf.press.poster_plan import HEIGHT, WIDTH, PosterPlan
from brochure.pdf.press.signature import Signature, sign, wanted
from brochure.text.content import Content
from brochure.theme import Theme

CROPPED = 1.32
"""How much higher than its place a motif is drawn that is cropped by the foot and one side."""

_MOTIF_LEFT = 0.02
"""Where a cropped motif begins, as a share of the width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A laid out poster: WeasyPrint's ``document`` at A3, to be written ``scale`` times as large.

    ``texts`` are what it says, without the lead where that is ``lead_out``; ``reads_from_mm`` is from
    where its code is read, 0 without one; ``title_pt`` the title's size as printed, where it is smaller
    than the design's least, else 0. ``signature`` are the logos; it is ``unsigned`` where they have no
    room.
    """

    document: Any
    size: PaperSize
    texts: tuple[str, ...]
    reads_from_mm: float
    title_pt: float = 0.0
    lead_out: bool = False
    plan: PosterPlan | None = None
    signature: Signature | None = None
    unsigned: bool = False

    @property
    def scale(self) -> float:
        """How much larger than A3 it is printed."""
        return self.size.width / WIDTH


def lay_out(page: Page, content: Content, theme: Theme) -> Poster:
    """The poster of ``page``. Raises FitError. Call it inside `engine.strict`."""
    size = POSTER_SIZES[page.poster.size]
    scale = size.width / WIDTH
    bleed = theme.printing.bleed_mm * MM / scale
    medium = press_medium(theme, "poster", bleed=bleed, scale=scale)
    if page.poster.form == "code":
        document, planned = code_poster.lay_out(page, content, theme, medium)
        shown = (content.page.kicker, content.page.title, content.where)
        return Poster(document=document, size=size, texts=tuple(text for text in shown if text),
                      reads_from_mm=planned.reads_from_mm * scale)  # fmt: skip
    side, distance = _code(page, theme, scale)
    type_ = poster_plan.type_of(page, content, theme, side, partial(motif_boxes, page, theme))
    drawn = poster_plan.plan(poster_plan.words_of(page, content), content, type_)
    small = drawn.title_pt < theme.design.poster.least_title_pt
    brands = Brands(page, theme, medium)
    signed = sign(drawn, brands, theme.design.poster.margin_mm * MM)
    return Poster(
        document=_document(page, content, theme, medium, drawn, signed),
        size=size,
        texts=tuple(text.text for text in drawn.texts),
        reads_from_mm=distance,
        title_pt=drawn.title_pt * scale if small else 0.0,
        lead_out=drawn.lead_out,
        plan=drawn,
        signature=signed,
        unsigned=signed is None and wanted(brands),
    )


def _code(page: Page, theme: Theme, scale: float) -> tuple[float, float]:
    """The side of the code with its quiet zone in points at A3, and its distance in millimetres."""
    if not page.url:
        return 0.0, 0.0
    modules = encoder.encode(code_payload(page, "poster")).size
    side_mm, distance = poster_plan.code_sides(modules, theme.design.poster.code_mm, scale)
    return side_mm * MM / scale, distance


def _document(
    page: Page, content: Content, theme: Theme, medium: Medium, planned: PosterPlan,
    signed: Signature | None,
) -> Any:  # fmt: skip
    css = style_sheets.css("poster", content, theme, medium, address_pt=poster_plan.ADDRESS_PT)
    press = press_of(page, theme, css)
    image = _into_bleed(planned.image, medium.bleed) if planned.image else None
    if page.picture and image:
        press.fetcher.images[COVER] = photos.alone(page, medium, (image.width, image.height))
    rtl = content.page.direction == "rtl"
    html = (
        assets.environment()
        .get_template("brochure/poster.html.j2")
        .render(
            content=content,
            colours=medium.colours,
            plan=planned,
            fills=[(_placed(_into_bleed(fill.box, medium.bleed), rtl=rtl), fill.colour)
                   for fill in planned.fills],
            texts=[(text, _placed(text.box, rtl=rtl)) for text in planned.texts],
            image=_placed(image, rtl=rtl) if image else "",
            motif=_motif(planned, image, rtl=rtl) if image else "",
            code=code_svg(page, medium.black, medium.white, medium.place),
            code_at=_placed(planned.code, rtl=rtl) if planned.code else "",
            address_at=_placed(planned.address, rtl=rtl) if planned.address else "",
            cover_picture=IMAGE_SCHEME + COVER,
            signature=signed,
            signed_at=_signed(signed, medium.bleed, rtl=rtl) if signed else (),
            rtl=rtl,
        )
    )  # fmt: skip
    return press.render(html)


def _signed(signed: Signature, bleed: float, *, rtl: bool) -> tuple[str, str, str]:
    """Where the plate, the issuer's logo and its partners' stand, as CSS; "" for no plate."""
    plate = _placed(_into_bleed(signed.plate, bleed), rtl=rtl) if signed.plate else ""
    return plate, _placed(signed.mark_box, rtl=rtl), _placed(signed.partners_box, rtl=rtl)


def _into_bleed(box: Rect, bleed: float) -> Rect:
    """``box`` with the edges that lie on the sheet's moved out by ``bleed``."""
    left = box.x - bleed * (box.x < 1)
    top = box.y - bleed * (box.y < 1)
    right = box.right + bleed * (box.right > WIDTH - 1)
    bottom = box.bottom + bleed * (box.bottom > HEIGHT - 1)
    return Rect(left, top, right - left, bottom - top)


def _placed(box: Rect, *, rtl: bool) -> str:
    """``box`` as CSS; mirrored where the language is written from right to left."""
    left = WIDTH - box.right if rtl else box.x
    return (
        f"left: {left:.3f}pt; top: {box.y:.3f}pt; width: {box.width:.3f}pt; height: {box.height:.3f}pt"
    )


def _motif(planned: PosterPlan, image: Rect, *, rtl: bool) -> str:
    """How the motif stands in its place, as CSS: cropped by two edges, or whole."""
    if planned.motif == "whole":
        return f"background-size: contain; background-position: {'left' if rtl else 'right'} bottom"
    return cropped_motif(image, left=(planned.motif == "cropped-left") != rtl)


def cropped_motif(image: Rect, *, left: bool) -> str:
    """A motif that the foot and the ``left`` or the right edge of ``image`` crop, as CSS."""
    start, width, height = _cropped(image, left=left)
    return f"background-size: {width:.2f}pt {height:.2f}pt; background-position: {start:.2f}pt 0"


def _cropped(image: Rect, *, left: bool) -> tuple[float, float, float]:
    """The left edge, in ``image``, the width and the height of a motif that two of its edges crop."""
    height = image.height * CROPPED
    width = height * 2
    return (
        image.width - image.width * _MOTIF_LEFT - width if left else image.width * _MOTIF_LEFT,
        width,
        height,
    )


def motif_boxes(page: Page, theme: Theme, image: Rect, left: bool) -> list[Rect]:
    """The boxes of the motif's marks in ``image``, whose ``left`` edge crops it, or the right one."""
    start, _, height = _cropped(image, left=left)
    boxes = [marks.extent([mark]) for mark in motif.marks_of(page, theme.motif)]
    return [
        Rect(image.x + start + left * height, image.y + top * height,
             (right - left) * height, (foot - top) * height)
        for left, top, right, foot in boxes
    ]  # fmt: skip
