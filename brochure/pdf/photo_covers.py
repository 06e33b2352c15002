"""Covers with a photograph: how words and picture share the page, chosen by the picture. Points.

Words stand on the photograph where it bears them, at the head or at the foot, light or dark, with a
scrim below them where pixels need it; else on a band that leaves the rest of the picture as it is; or
below the picture. A design says which it likes best; the measured picture and its focus decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brochure import images, scrims
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.page import Page
from brochure.pdf import photos, style_sheets
from brochure.pdf.media import Medium
from brochure.pdf.metrics import MARGIN_SIDE, MARGIN_TOP, PAGE_WIDTH
from brochure.pdf.photos import COVER_TONE, Tone
from brochure.problems import Place, error
from brochure.scrims import Scrim
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Setting, Space, Style, fit
from brochure.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image

KICKER_PT, LEAST_KICKER_PT, KICKER_LEADING = 11.5, 9.5, 1.4
TITLE_LEADING, LEAD_LEADING = 1.02, 1.38
TITLE_LINES = 5
LONG_TITLE = Style(largest=41, smallest=20, step=0.5, max_lines=10, line_height=TITLE_LEADING)
LEAST_LEAD_PT = 11.0
TITLE_GAP, LEAD_GAP = 16.0, 22.0
MARK_EDGE = 51.0
"""Between the issuer's mark and the edges of the page."""

PADDING = 34.0
"""Between words and the edge of their band."""

RULE_PT, RULE_GAP = 7.0, 16.0
"""The heavy rule of a typographic cover, above its words."""

WORDS_WIDTH = 0.92
"""Of the text's width: beyond the words the picture is seen as it is."""

LEAD_WIDTH = 0.8
BAND_WIDTH = 0.74
"""The same of words on a band: the picture is seen beside it."""

TITLE_ROOMS, NARROW_TITLE_ROOM = (0.42, 0.3, 0.2), 0.32
"""The most of the page's height that a title takes on a picture, in turn, and beside one."""

FOCUS_ROOM, MIDDLE = 26.0, (0.5, 0.5)
"""How near lines come to what the picture is about, where a page says what that is."""

LANDSCAPE = 1.15
"""From this width by height on, a photograph loses most of itself in an upright page."""

LEAST_PICTURE, MOST_TALLER = 0.38, 1.35
"""A picture above its words: its least share of the page, and how much taller it may be than whole."""

_AT_FOOT, _INVERSE, _SMALLER, _ON_FOCUS = 0.03, 0.06, 0.12, 1.5
"""What is against words at the foot, other colours than a cover's, a smaller title, and against a scrim
that reaches what the picture is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a cover: each text's lines and line height, and the gaps before title and lead."""

    kicker: Fitted
    title: Fitted
    lead: Fitted
    kicker_leading: float
    title_leading: float
    lead_leading: float
    title_gap: float
    lead_gap: float
    widths: tuple[tuple[float, ...], ...]
    """The width of each line of the three texts."""

    @property
    def height(self) -> float:
        """From the first line's top to the last one's foot."""
        return self.parts[-1][1] + self.parts[-1][2] * len(self.lead.lines)

    @property
    def width(self) -> float:
        """The widest line's."""
        return max((width for row in self.widths for width in row), default=0.0)

    @property
    def parts(self) -> tuple[tuple[Fitted, float, float], ...]:
        """Each text with its top and its line height."""
        title = self.kicker_leading * len(self.kicker.lines) + self.title_gap
        lead = title + self.title_leading * len(self.title.lines) + self.lead_gap
        return (
            (self.kicker, 0.0, self.kicker_leading),
            (self.title, title, self.title_leading),
            (self.lead, lead, self.lead_leading),
        )

    def boxes(self, at: Rect, *, rtl: bool) -> Iterator[tuple[Rect, bool]]:
        """The box of each line where the words stand in ``at``, and whether it is muted."""
        for (fitted, top, leading), widths in zip(self.parts, self.widths, strict=True):
            over = max(0.0, fitted.size * 1.2 - leading) / 2  # letters reach out of tight lines
            for i, width in enumerate(widths):
                x = at.right - width if rtl else at.x
                y = at.y + top + i * leading - over
                yield Rect(x, y, width, leading + 2 * over), fitted is self.lead


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCover:
    """A cover with a photograph, in points from the trim's top left corner.

    ``form`` is "bleed", "band" or "above"; ``words`` is where the words stand, ``picture`` where the
    photograph does, ``band`` the ground of words beside it. ``scrim`` lies on the picture, whose focus
    is ``focus_x`` from the left.
    """

    form: str
    sheet: tuple[float, float]
    tone: Tone
    set_words: Words
    words: Rect
    picture: Rect
    band: Rect | None = None
    focus_x: float = 0.0
    rule: Rect | None = None
    scrim: Scrim | None = None

    @property
    def mark(self) -> Mapping[str, float]:
        """Where the issuer's mark stands on the photograph, away from words and focus: CSS offsets.

        From the head where words stand lower, else from the foot; from the side that is farther from
        what the picture is about.
        """
        low = self.words.y + self.words.height / 2 < self.sheet[1] / 2
        edge = MARK_EDGE * self.sheet[0] / PAGE_WIDTH
        right = self.picture.right - edge
        side = {"left": edge} if self.focus_x > self.sheet[0] / 2 else {"right": self.sheet[0] - right}
        return {("bottom" if low else "top"): edge, **side}

    def bled_picture(self, bleed: float) -> Rect:
        """Where the picture stands with its bleed."""
        return bled(self.picture, self.sheet, bleed)

    def bled_band(self, bleed: float) -> Rect:
        """Where the band stands with its bleed."""
        assert self.band
        return bled(self.band, self.sheet, bleed)

    @property
    def kicker(self) -> Fitted:
        """The kicker's lines."""
        return self.set_words.kicker

    @property
    def title(self) -> Fitted:
        """The title's lines."""
        return self.set_words.title

    @property
    def lead(self) -> Fitted:
        """The lead's lines."""
        return self.set_words.lead


def bled(rect: Rect, sheet: tuple[float, float], bleed: float) -> Rect:
    """``rect`` grown by the ``bleed`` at the edges of the sheet that it touches."""
    left, top = (bleed if edge <= 0.01 else 0.0 for edge in (rect.x, rect.y))
    right = bleed if rect.right >= sheet[0] - 0.01 else 0.0
    foot = bleed if rect.bottom >= sheet[1] - 0.01 else 0.0
    return Rect(rect.x - left, rect.y - top, rect.width + left + right, rect.height + top + foot)


def plan_cover(page: Page, content: Content, theme: Theme, sheet: tuple[float, float]) -> PhotoCover:
    """The cover of a page with a photograph, on a ``sheet`` of so many points. Raises FitError."""
    return _Composer(page, content, theme, sheet).cover()


def picture(page: Page, medium: Medium, cover: PhotoCover) -> bytes:
    """The photograph of ``cover`` as it stands on the page, with its scrim and bleed, as JPEG."""
    placed = cover.bled_picture(medium.bleed)
    size = (placed.width, placed.height)
    if cover.scrim is None:
        return photos.alone(page, medium, size)
    at = (cover.picture.x - placed.x, cover.picture.y - placed.y)
    return photos.below_scrim(page, medium, size, cover.scrim, at)


class _Composer:
    """What the ways to share a cover have in common."""

    def __init__(self, page: Page, content: Content, theme: Theme, sheet: tuple[float, float]) -> None:
        assert page.picture
        self.page, self.content, self.theme, self.sheet = page, content, theme, sheet
        self.focus = page.picture.focus
        self.data = page.images[page.picture.name]
        self.unit = sheet[0] / PAGE_WIDTH
        self.side, self.top = MARGIN_SIDE * self.unit, MARGIN_TOP * self.unit
        self.rtl = content.page.direction == "rtl"
        self.form = theme.design.cover

    def cover(self) -> PhotoCover:
        """The form that the design likes best and the picture bears."""
        liked = self.theme.design.photographs.cover
        if liked == "bleed" and (found := self.on_picture()):
            return found
        width, height = images.size_of(self.data)
        if liked == "above" or (liked == "bleed" and width / height >= LANDSCAPE):
            return self.above()
        return self.on_band()

    def on_picture(self) -> PhotoCover | None:
        """Words on a picture that fills the page; None where it would not be one below them."""
        image = photos.probe(self.page, self.sheet)
        words = dict.fromkeys(self.words(room) for room in TITLE_ROOMS)
        ways = [
            (cost + _SMALLER * number, cover)
            for number, each in enumerate(words)
            for cost, cover in self.ways(each, image)
        ]
        return min(ways, key=lambda way: way[0])[1] if ways else None

    def ways(self, words: Words, image: Image) -> Iterator[tuple[float, PhotoCover]]:
        """The covers with these ``words`` on the picture that are bearable, each with its cost."""
        width, height = self.sheet
        for top, low in ((self.top, 0.0), (height - self.top - words.height, _AT_FOOT)):
            at = self.block(words, top)
            boxes = list(words.boxes(at, rtl=self.rtl))
            if self.covers_focus(boxes):
                continue
            for tone, against in ((COVER_TONE, 0.0), (photos.inverse(self.theme), _INVERSE)):
                scrim = photos.scrim_on(image, self.theme, tone, boxes)
                shaded = scrims.strength_at(scrim, image.size, self.seen_focus(self.sheet))
                if scrim.bearable:
                    yield (
                        2 * scrim.changed + 0.4 * scrim.opacity + against + low
                        + _ON_FOCUS * shaded,
                        self.made(
                            form="bleed", tone=tone, set_words=words, words=at,
                            picture=Rect(0, 0, width, height), scrim=scrim,
                        ),
                    )  # fmt: skip

    def made(self, *, picture: Rect, **values: Any) -> PhotoCover:
        """A cover of this sheet."""
        x, _ = self.seen_focus((picture.width, picture.height))
        return PhotoCover(sheet=self.sheet, picture=picture, focus_x=picture.x + x, **values)

    def covers_focus(self, boxes: Sequence[tuple[Rect, bool]]) -> bool:
        """Whether a line lies on what the picture is about, or all but touches it."""
        x, y = self.seen_focus(self.sheet)
        near = FOCUS_ROOM * self.unit if self.focus != MIDDLE else 0.0
        return any(
            box.x - near <= x <= box.right + near and box.y - near <= y <= box.bottom + near
            for box, _ in boxes
        )

    def hides_focus(self, band: Rect) -> bool:
        """Whether a ``band`` on a picture that fills the page lies on what it is about."""
        x, y = self.seen_focus(self.sheet)
        near = FOCUS_ROOM * self.unit if self.focus != MIDDLE else 0.0
        return band.x - near <= x <= band.right + near and band.y - near <= y <= band.bottom + near

    def seen_focus(self, size: tuple[float, float]) -> tuple[float, float]:
        """Where the focus is in a crop of ``size`` points, from its top left."""
        pixels = images.size_of(self.data)
        left, top, right, bottom = images.crop_box(pixels, self.focus, size[0] / size[1])
        x = (self.focus[0] * pixels[0] - left) / (right - left) * size[0]
        y = (self.focus[1] * pixels[1] - top) / (bottom - top) * size[1]
        return x, y

    def on_band(self) -> PhotoCover:
        """Words on a band at a corner that leaves the focus free; else across, the picture below it."""
        width, height = self.sheet
        ruled = (RULE_PT + RULE_GAP) * self.unit if self.form.form == "typographic" else 0.0
        pad = PADDING * self.unit
        words = self.words(NARROW_TITLE_ROOM, BAND_WIDTH)
        tall = self.top + ruled + words.height + pad
        wide = self.side + words.width + pad
        left = width - wide if self.rtl else 0.0
        corners = [Rect(left, y, wide, tall) for y in (0.0, height - tall)]
        if ruled:  # a typographic cover begins at the head
            corners = corners[:1]
        free = [band for band in corners if not self.hides_focus(band)]
        shown, band = Rect(0, 0, width, height), free[0] if free else Rect(0, 0, width, tall)
        if not free:
            words = self.words(NARROW_TITLE_ROOM)
            tall = self.top + ruled + words.height + pad
            shown, band = Rect(0, tall, width, height - tall), Rect(0, 0, width, tall)
        top = band.y + (self.top if band.y == 0 else pad) + ruled
        at = self.block(words, top)
        return self.made(
            form="band", tone=COVER_TONE, set_words=words, words=at, picture=shown,
            band=band, rule=self.heavy(at, band, top - ruled) if ruled else None,
        )  # fmt: skip

    def heavy(self, words: Rect, band: Rect, top: float) -> Rect:
        """The rule of a typographic cover: as wide as the words, or as the text where the band is."""
        if band.width < self.sheet[0]:
            return Rect(words.x, top, words.width, RULE_PT * self.unit)
        return Rect(self.side, top, self.sheet[0] - 2 * self.side, RULE_PT * self.unit)

    def above(self) -> PhotoCover:
        """The picture above, its words below on a band in the cover's colour."""
        width, height = self.sheet
        words = self.words(NARROW_TITLE_ROOM)
        pixels = images.size_of(self.data)
        pad = PADDING * self.unit
        room = height - words.height - pad - self.top
        whole = width * pixels[1] / pixels[0] * MOST_TALLER
        split = max(min(room, whole), min(room, LEAST_PICTURE * height))
        return self.made(
            form="above", tone=COVER_TONE, set_words=words,
            words=self.block(words, split + pad), picture=Rect(0, 0, width, split),
            band=Rect(0, split, width, height - split),
        )  # fmt: skip

    def block(self, words: Words, top: float) -> Rect:
        """Where words stand whose first line begins at ``top``: at the margin that lines start from."""
        x = self.sheet[0] - self.side - words.width if self.rtl else self.side
        return Rect(x, top, words.width, words.height)

    def words(self, title_room: float, share: float = WORDS_WIDTH) -> Words:
        """The words, the title as large as fits a share of the page. Raises FitError."""
        page, height = self.content.page, self.sheet[1]
        width = (self.sheet[0] - 2 * self.side) * share
        usual = KICKER_PT * style_sheets.scale(self.content, self.theme) * self.unit
        kicker_pt = round(max(LEAST_KICKER_PT, usual), 1)
        style = Style(largest=kicker_pt, smallest=kicker_pt, max_lines=4, line_height=KICKER_LEADING)
        kicker = fit(page.kicker, Space(width=width, height=height), style, self.bold)
        title = self.title(Space(width=width, height=title_room * height))
        lead = self.lead(Space(width=width * LEAD_WIDTH, height=height * 0.3))
        return Words(
            kicker=kicker,
            title=title,
            lead=lead,
            kicker_leading=_leading(kicker),
            title_leading=_leading(title),
            lead_leading=_leading(lead),
            title_gap=TITLE_GAP * self.unit if kicker.lines else 0.0,
            lead_gap=LEAD_GAP * self.unit if lead.lines else 0.0,
            widths=(
                _widths(kicker, self.bold), _widths(title, self.large), _widths(lead, self.reading),
            ),
        )  # fmt: skip

    @cached_property
    def large(self) -> Setting:
        """The typeface of the title."""
        return style_sheets.display(self.content, self.theme, 700, 1)

    @cached_property
    def bold(self) -> Setting:
        """The typeface of the kicker."""
        return font_metrics.setting(
            self.theme, (self.theme.title_family, 700), 0, self.content.page.lang
        )

    @cached_property
    def reading(self) -> Setting:
        """The typeface of the lead."""
        return font_metrics.setting(
            self.theme, (self.theme.text_family, 400), 0, self.content.page.lang
        )

    def title(self, space: Space) -> Fitted:
        """The title, between the design's sizes, or smaller in more lines where it is long."""
        text = self.content.page.title
        style = Style(
            largest=self.form.largest_title_pt * self.unit,
            smallest=self.form.least_title_pt * self.unit,
            max_lines=TITLE_LINES,
            line_height=TITLE_LEADING,
        )
        fitted = fit(text, space, style, self.large)
        if fitted.cut:
            fitted = fit(text, space, LONG_TITLE, self.large)
        if fitted.cut:
            raise FitError(
                error(
                    "cover-title-long", at=Place(key="title"), characters=len(text),
                    lines=len(fitted.lines), least_pt=LONG_TITLE.smallest,
                )
            )  # fmt: skip
        return fitted

    def lead(self, space: Space) -> Fitted:
        """The lead. Raises FitError for one that is too long."""
        text = self.content.page.lead
        largest = max(LEAST_LEAD_PT, self.form.lead_pt * self.unit)
        style = Style(
            largest=largest, smallest=LEAST_LEAD_PT, step=0.5, max_lines=16, line_height=LEAD_LEADING
        )
        fitted = fit(text, space, style, self.reading)
        if fitted.cut:
            raise FitError(
                error(
                    "cover-lead-long", at=Place(key="lead"), characters=len(text),
                    lines=len(fitted.lines), least_pt=LEAST_LEAD_PT,
                )
            )  # fmt: skip
        return fitted


def _leading(fitted: Fitted) -> float:
    return fitted.height / len(fitted.lines) if fitted.lines else 0.0


def _widths(fitted: Fitted, setting: Setting) -> tuple[float, ...]:
    return tuple(setting.measure(line) * fitted.size for line in fitted.lines)


def every_line(cover: PhotoCover, *, rtl: bool) -> Sequence[tuple[Rect, bool]]:
    """The box of each line of the cover's words, from the trim's top left, and whether it is muted."""
    return list(cover.set_words.boxes(cover.words, rtl=rtl))
