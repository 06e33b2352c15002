"""The poster: what is announced above, a picture or the motif below, the code in the corner.

Set at A3 and printed at the size of the page's ``poster``. Lengths are points at A3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from brochure import assets
from brochure.codes import encoder
from brochure.codes.page_codes import code_payload, code_svg
from brochure.design import POSTER_SIZES, PaperSize
from brochure.geometry import Rect
from brochure.logo import Size
from brochure.page import Page
from brochure.pdf import photos, style_sheets
from brochure.pdf.brands import Brands
from brochure.pdf.engine import IMAGE_SCHEME
from brochure.pdf.layout import press_of
from brochure.pdf.media import MM, Medium, press_medium
from brochure.pdf.photos import COVER
from brochure.pdf.press import code_poster, motifs, poster_plan
from brochure.pdf.press.poster_plan import HEIGHT, WIDTH, PosterPlan, Type, Words
from brochure.text.content import Content
from brochure.theme import Theme

SIZES: Mapping[str, Any] = {"mark": Size(150.0, 46.0), "partners": 300.0, "partner": Size(92.0, 34.0)}
"""The most that the issuer's mark has, the width of its partners, and each one's size."""

STRIP_PT = 11.0
"""The size of the partners' title and of the legal line."""

STRIP_LEADING, LEGAL_SIGNS = 1.28, 880
"""Their line height, a factor; the signs of a line of the legal line, by its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A laid out poster: WeasyPrint's ``document`` at A3, to be written ``scale`` times as large.

    ``texts`` are what it says, without the lead where that is ``lead_out``; ``reads_from_mm`` is from
    where its code is read, 0 without one; ``title_pt`` the title's size as printed, where it is smaller
    than the design's least, else 0.
    """

    document: Any
    size: PaperSize
    texts: tuple[str, ...]
    reads_from_mm: float
    title_pt: float = 0.0
    lead_out: bool = False
    plan: PosterPlan | None = None

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
    brands, least_pt = Brands(page, theme, medium), theme.design.type.least_pt / scale
    type_ = poster_plan.type_of(
        page,
        content,
        theme,
        side,
        partial(motifs.boxes, page, theme.motif),
        _strip_height(brands, _strip_pt(least_pt)),
        least_pt,
    )
    words = poster_plan.words_of(page, content)
    drawn = poster_plan.plan(words, content, type_)
    small = drawn.title_pt < theme.design.poster.least_title_pt
    return Poster(
        document=_document(page, content, theme, medium, type_, drawn),
        size=size,
        texts=(*_said(words, drawn), *filter(None, [brands.legal])),
        reads_from_mm=distance,
        title_pt=drawn.title_pt * scale if small else 0.0,
        lead_out=drawn.lead_out,
        plan=drawn,
    )


def _said(words: Words, drawn: PosterPlan) -> Iterator[str]:
    """What the poster says, as it was written: its lines may divide words."""
    shown = {text.role for text in drawn.texts}
    yield from filter(None, (words.kicker, words.title, *words.when))
    if "lead" in shown:
        yield words.lead
    yield from (text.lines[0] for text in drawn.texts if text.role == "numeral")


def _code(page: Page, theme: Theme, scale: float) -> tuple[float, float]:
    """The side of the code with its quiet zone in points at A3, and its distance in millimetres."""
    if not page.url:
        return 0.0, 0.0
    modules = encoder.encode(code_payload(page, "poster")).size
    side_mm, distance = poster_plan.code_sides(modules, theme.design.poster.code_mm, scale)
    return side_mm * MM / scale, distance


def _document(
    page: Page, content: Content, theme: Theme, medium: Medium, type_: Type, planned: PosterPlan
) -> Any:
    css = style_sheets.css(
        "poster", content, theme, medium, address_pt=type_.address_pt,
        strip_pt=_strip_pt(type_.least_pt), strip_leading=STRIP_LEADING,
    )  # fmt: skip
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
            motif=_motif(page, theme, medium, planned, image) if image and not page.picture else "",
            code=code_svg(page, medium.black, medium.white, medium.place),
            code_at=_placed(planned.code, rtl=rtl) if planned.code else "",
            address_at=_placed(planned.address, rtl=rtl) if planned.address else "",
            cover_picture=IMAGE_SCHEME + COVER,
            brands=Brands(page, theme, medium),
            sizes=SIZES,
            strip=_placed(planned.strip, rtl=rtl) if planned.strip else "",
        )
    )  # fmt: skip
    return press.render(html)


def _strip_pt(least_pt: float) -> float:
    """The size of what stands in the strip of the issuer and its partners."""
    return max(STRIP_PT, least_pt)


def _strip_height(brands: Brands, size: float) -> float:
    """The height of the issuer's mark beside its partners, and of the legal line, set at ``size``."""
    mark = brands.issuer("paper", *SIZES["mark"])
    partners = brands.partners("paper", SIZES["partners"], SIZES["partner"])
    line = size * STRIP_LEADING
    high = max(mark.outer_height if mark else 0, partners.height + line + 6 if partners else 0)
    legal = int(len(brands.legal) * size / LEGAL_SIGNS) + 1 if brands.legal else 0
    return high + (legal * line + 8 * bool(high) if legal else 0)


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


def _motif(page: Page, theme: Theme, medium: Medium, planned: PosterPlan, image: Rect) -> str:
    """The motif of a poster without a photograph, as CSS."""
    rtl = page.direction == "rtl"
    left = (planned.motif == "cropped-left") != rtl
    plate = planned.fills[-1].box if planned.code else None
    if rtl:
        image = image._replace(x=WIDTH - image.right)
        plate = plate and plate._replace(x=WIDTH - plate.right)
    return motifs.css(page, theme.motif, medium.colours, image, left=left, plate=plate)
