"""Drawing: a composed card becomes pixels, box by box; each text must stand out from its ground."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import groupby
from operator import itemgetter

from PIL import Image, ImageDraw, ImageOps
from PIL.ImageFont import FreeTypeFont

from brochure import charts, images, motif
from brochure.brand import on_plate
from brochure.cards import chart_drawing, photos
from brochure.cards.canvas import Canvas, Full, Indexed, PaletteFullError, pixels
from brochure.cards.card import Card, chain_of, tracking_of
from brochure.cards.layout import Placed
from brochure.cards.lettering import Lettered, lettered
from brochure.codes import svg_png as code_drawing
from brochure.colour import Colour, contrast, luminance, mixed
from brochure.errors import RenderError, ThemeError
from brochure.geometry import PLACES, Rect
from brochure.logo import CLEAR, Size, contained
from brochure.marks import Mark, State
from brochure.problems import Place, error
from brochure.scrims import TextBox
from brochure.text import font_metrics
from brochure.text.lines import Line
from brochure.theme import Theme

LARGE_BOLD = (48, 700)
"""From this size, in pixels at 1200 wide, and weight, a text is "large bold": networks halve cards."""

LARGE_LESS = 1.5
"""How much less contrast large bold text needs: 3 where others need 4.5 (WCAG 2.2, 1.4.3)."""

_SPARE = 1.03
_VEIL_STEPS = 25
_MIDDLE = 0.18
"""The luminance between what stands out from black and what does from white."""

_DOT_SCALE = 8
_BLACK, _WHITE = (Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for rgb in ("#000000", "#FFFFFF"))


def draw(card: Card, theme: Theme) -> Canvas:
    """``card`` drawn. Raises ThemeError for a text that does not stand out from its ground."""
    size, ground = (card.format.width, card.format.height), theme.colour(card.ground)
    mixed = any(p.box.kind == "picture" or p.box.to for p in card.placed)
    try:
        drawing = _Drawing(card, theme, (Full if mixed else Indexed)(size, ground))
        drawing.run()
    except PaletteFullError:
        drawing = _Drawing(card, theme, Full(size, ground))
        drawing.run()
    return drawing.canvas


class _Drawing:
    def __init__(self, card: Card, theme: Theme, canvas: Canvas) -> None:
        self.card = card
        self.theme = theme
        self.canvas = canvas
        self.bands: list[tuple[Rect, Colour]] = []
        self.inked: list[tuple[str, Rect]] = []
        self.chart_inks: dict[Colour, dict[str, Colour]] = {}
        self.chain = cache(partial(chain_of, theme=theme))

    def run(self) -> None:
        for placed in self.card.placed:
            if paint := _PAINTS.get(placed.box.kind):
                self._refuse_covering(placed)
                paint(self, placed)
        if self.theme.cards.grid:
            self._grid()

    def _refuse_covering(self, placed: Placed) -> None:
        """Refuse a box that would be painted over a text that is already there."""
        rect = self.card.rect(placed)
        for text, box in self.inked:
            shared = box.within(rect)
            least = 0.4 * box.height if placed.box.kind == "motif" else 1  # its corners are empty
            if placed.box.kind != "text" and shared.width > 1 and shared.height > least:
                at = self._place_of(placed)
                raise ThemeError(error("card-text-covered", at=at, kind=placed.box.kind, text=text))

    def _place_of(self, placed: Placed) -> Place:
        return Place(file=self.card.path, key=placed.box.key)

    def _ground(self, rect: Rect) -> Colour:
        """The colour below ``rect``: the last band that holds it, else the card's."""
        held = [colour for band, colour in self.bands if band.holds(rect)]
        return held[-1] if held else self.theme.colour(self.card.ground)

    def band(self, placed: Placed) -> None:
        rect, box = self.card.rect(placed), placed.box
        colour = self.theme.colour(box.colour)
        left, top, right, bottom = pixels(rect)
        self.bands.append((rect, colour))
        if not box.to:
            self.canvas.fill((left, top, right, bottom), colour)
            return
        end = self.theme.colour(box.to)
        for y in range(top, bottom):
            share = (y - top) / max(1, bottom - top - 1)
            self.canvas.fill((left, y, right, y + 1), mixed(colour, end, share))

    def motif(self, placed: Placed) -> None:
        rect, page = self.card.rect(placed), self.card.page
        ground, unit = self._ground(rect), rect.height
        alike = groupby(sorted(motif.marks_of(page, self.theme.motif), key=_look), key=_look)
        for (state, width, points), group in alike:
            ink = self.theme.colour(state)
            if points > 1:
                size = (math.ceil(rect.width), math.ceil(rect.height))
                mask = _mask(tuple(group), unit, size)
                self.canvas.stencil(mask, ink, ground).lay((round(rect.x), round(rect.y)))
                continue
            mask = _dot(round(width / 2 * unit, 3))
            stencil = self.canvas.stencil(mask, ink, ground)
            for mark in group:
                x = round(rect.x + mark.points[0][0] * unit - mask.width / 2)
                y = round(rect.y + mark.points[0][1] * unit - mask.height / 2)
                stencil.lay((x, y))

    def chart(self, placed: Placed) -> None:
        assert self.card.chart is not None
        rect, ground = self.card.rect(placed), self._ground(self.card.rect(placed))
        at, chart = placed.box.part, self.card.chart
        marks = charts.marks_of(chart, rtl=self.card.rtl)
        if at is not None:
            marks = charts.bars_of(chart, rtl=self.card.rtl)[at]
        chart_drawing.draw(self.canvas, marks, rect, self._chart_inks(ground), ground)

    def key(self, placed: Placed) -> None:
        """The line in the colour of a part that its label stands under."""
        assert placed.box.part is not None
        rect = self.card.rect(placed)
        role = charts.PART_ROLES[placed.box.part]
        self.canvas.fill(pixels(rect), self._chart_inks(self._ground(rect))[role])

    def _chart_inks(self, ground: Colour) -> dict[str, Colour]:
        """The colours of the card's chart on ``ground``, by the roles of its marks."""
        if (found := self.chart_inks.get(ground)) is not None:
            return found
        chart = self.card.chart
        assert chart is not None
        own = charts.PART_ROLES[: len(chart.amounts)] if chart.kind == "parts" else ("lit",)
        on_paper = self.card.ground in {"paper", "panel"}
        inks = chart_drawing.inks_of((*own, "seat"), self.theme, ground, on_paper=on_paper)
        return self.chart_inks.setdefault(ground, inks)

    def picture(self, placed: Placed) -> None:
        page, rect = self.card.page, self.card.rect(placed)
        assert page.picture is not None
        left, top, right, bottom = pixels(rect)
        size = (right - left, bottom - top)
        ground = self.theme.colour(placed.box.scrim)
        self.bands.append((rect, ground))
        texts = [
            self._text_box(line, (left, top))
            for p in self.card.placed
            for line in self.card.lines(p)
            if rect.holds(line.rect)
        ]
        texts += [
            box
            for p in self.card.placed if p.box.kind == "chart"
            for box in self._chart_boxes(p, (left, top), ground)
        ]  # fmt: skip
        made = photos.grounded(
            page.images[page.picture.name], page.picture.focus, size, texts, ground,
            banded=self.theme.design.photographs.cover != "bleed",
        )  # fmt: skip
        self.canvas.image.paste(_bearing(made.image, texts), (left, top))

    def _text_box(self, line: Line, at: tuple[int, int]) -> TextBox:
        """What ``line`` needs of a photograph whose top left corner is ``at``."""
        box = self._lettered(line).box
        return TextBox(
            rect=box._replace(x=box.x - at[0], y=box.y - at[1]),
            ink=self.theme.colour(line.style.colour),
            contrast=self._needed(line),
        )

    def _chart_boxes(self, placed: Placed, at: tuple[int, int], ground: Colour) -> Iterator[TextBox]:
        """What each colour of a chart needs of a photograph under ``ground``."""
        box = self.card.rect(placed)
        for ink in self._chart_inks(ground).values():
            yield TextBox(
                rect=box._replace(x=box.x - at[0], y=box.y - at[1]),
                ink=ink,
                contrast=chart_drawing.LEAST_CONTRAST,
            )

    def _needed(self, line: Line) -> float:
        """The contrast that ``line`` needs, to one."""
        least = self.theme.minimum_contrast
        return least / LARGE_LESS if self._is_large(line) else least

    def _is_large(self, line: Line) -> bool:
        size = line.size * 1200 / self.card.format.width
        return size >= LARGE_BOLD[0] and line.style.weight >= LARGE_BOLD[1]

    def text(self, placed: Placed) -> None:
        """Every line is measured before the first is drawn: tall letters reach into the line above."""
        lines = [(line, self._lettered(line)) for line in self.card.lines(placed)]
        for line, ready in lines:
            if not Rect(0, 0, *self.canvas.image.size).holds(ready.box):
                at = self._place_of(placed)
                raise RenderError(error("card-text-outside", at=at, text=line.text))
            self._refuse_faint(placed, line, ready.box)
        for line, ready in lines:
            self.inked.append((line.text, ready.box))
            ready.draw(self.canvas, self.theme.colour(line.style.colour), self._ground(ready.box))

    def _lettered(self, line: Line) -> Lettered:
        tracking = tracking_of(line.style, self.card.page.lang)
        return lettered(line, self.chain(line.style), tracking, rtl=self.card.rtl)

    def _refuse_faint(self, placed: Placed, line: Line, box: Rect) -> None:
        if not box.width:
            return
        needed, role = self._needed(line), line.style.colour
        ratio = self.canvas.contrast(pixels(box), self.theme.colour(role))
        if ratio < needed:
            at = self._place_of(placed)
            raise ThemeError(
                error("card-text-faint", at=at, text=line.text, role=role, ratio=ratio, needed=needed)
            )

    def code(self, placed: Placed) -> None:
        matrix, rect = self.card.code, self.card.rect(placed)
        assert matrix is not None
        px = int(rect.width / matrix.total + 1e-6)
        side = px * matrix.total
        align = PLACES[placed.box.align]
        left = round(rect.x + (rect.width - side) * (1 - align if self.card.rtl else align))
        top = round(rect.bottom - side)
        dark, light = _code_inks(self.theme)
        self.canvas.fill((left, top, left + side, top + side), light)
        mask = ImageOps.invert(code_drawing.raster(matrix, px).convert("L"))
        self.canvas.stencil(mask, dark, light).lay((left, top))

    def logo(self, placed: Placed) -> None:
        """The theme's logo for cards, else the issuer's, in the variant that is seen on its ground."""
        rect = self.card.rect(placed)
        ground, plate = self._ground(rect), None
        most = (round(rect.width), round(rect.height))
        if self.theme.cards.logo is not None:
            image = _logo(self.theme.cards.logo, most)
        else:
            image, plate = self._issuer(rect, ground, most)
        align = PLACES[placed.box.align]
        stand = PLACES[placed.box.valign]
        left = round(rect.x + (rect.width - image.width) * (1 - align if self.card.rtl else align))
        top = round(rect.y + (rect.height - image.height) * stand)
        if plate:
            self.canvas.fill((left, top, left + image.width, top + image.height), plate)
        self.canvas.lay_picture(image, (left, top), plate or ground)

    def _issuer(
        self, rect: Rect, ground: Colour, most: tuple[int, int]
    ) -> tuple[Image.Image, Colour | None]:
        """The issuer's logo within ``most`` pixels, with the free edges of its plate, and the plate."""
        brand = self.card.page.issuer
        photos_below = (p for p in self.card.placed if p.box.kind == "picture")
        on_photo = any(self.card.rect(p).within(rect).width > 0 for p in photos_below)
        either = brand.logo or brand.logo_dark
        assert either is not None
        chosen = on_plate(either) if on_photo else brand.logo_on(ground)
        assert chosen is not None
        drawn, plate = chosen
        share = 1 / (1 + 2 * CLEAR) if plate else 1.0
        height = max(1, round(contained(drawn, Size(most[0] * share, most[1] * share)).height))
        image = drawn.image(height)
        edge = round(height * CLEAR) if plate else 0
        return ImageOps.expand(image, edge, fill=(0, 0, 0, 0)), plate

    def _grid(self) -> None:
        """Every box with its name, and the edge of what is safe, over the finished card."""
        image = self.canvas.rgb()
        full = Full(image.size, self.theme.colour(self.card.ground))
        full.image = image
        pen = ImageDraw.Draw(full.image)
        top, right, bottom, left = self.card.format.safe
        safe = (left, top, image.width - right - 1, image.height - bottom - 1)
        pen.rectangle(safe, outline="#00E5FF", width=3)
        face = self.theme.face(self.theme.title_family, 500)
        font = font_metrics.font(face.path, max(14, image.width // 70), face.index)
        for placed in self.card.placed:
            self._outline(pen, placed, font)
        self.canvas = full

    def _outline(self, pen: ImageDraw.ImageDraw, placed: Placed, font: FreeTypeFont) -> None:
        """A box's edge with its name: at the top right of groups, at the bottom right of others."""
        rect = self.card.rect(placed)
        x0, y0, x1, y1 = pixels(rect)
        pen.rectangle((x0, y0, max(x0, x1 - 1), max(y0, y1 - 1)), outline="#FF00C8", width=2)
        size = f" {placed.fitted.size:g} px" if placed.fitted else ""
        label = f"{placed.box.key.removeprefix('boxes.')} {rect.width:.0f}×{rect.height:.0f}{size}"
        anchor = "ra" if placed.box.children else "rd"
        at = (x1 - 5, y0 + 3 if placed.box.children else y1 - 3)
        pen.rectangle(pen.textbbox(at, label, font, anchor), fill="#FF00C8")
        pen.text(at, label, "#FFFFFF", font, anchor)


_PAINTS: Mapping[str, Callable[[_Drawing, Placed], None]] = {
    "band": _Drawing.band,
    "motif": _Drawing.motif,
    "picture": _Drawing.picture,
    "chart": _Drawing.chart,
    "key": _Drawing.key,
    "text": _Drawing.text,
    "code": _Drawing.code,
    "logo": _Drawing.logo,
}
"""What draws each kind of box; groups and spaces leave nothing."""


def _bearing(image: Image.Image, texts: Sequence[TextBox]) -> Image.Image:
    """``image``, under as much black or white all over as ``texts`` need that it does not bear yet.

    So it is where texts fill a card and one is of a middle tone, such as a number in coral on snow.
    """
    opacity, veil = 0.0, _BLACK
    for text in texts:
        region = image.crop(pixels(text.rect)).reduce(2)
        if images.lowest_contrast(region, text.ink) < text.contrast:
            own = _BLACK if luminance(text.ink) > _MIDDLE else _WHITE
            most = min(text.contrast * _SPARE, contrast(own, text.ink))
            steps = (step / _VEIL_STEPS for step in range(_VEIL_STEPS))
            needed = next(
                (o for o in steps if images.has_contrast(region, own, o, text.ink, most)), 1.0
            )
            opacity, veil = max((opacity, veil), (needed, own), key=itemgetter(0))
    return (
        Image.blend(image, Image.new("RGB", image.size, veil.channels), opacity) if opacity else image
    )


def ink_boxes(card: Card, theme: Theme) -> Iterator[tuple[Line, Rect]]:
    """Every line of ``card`` with the smallest rectangle that holds its ink."""
    drawing = _Drawing(card, theme, Full((1, 1), theme.colour(card.ground)))
    for placed in card.placed:
        for line in card.lines(placed):
            yield line, drawing._lettered(line).box


def _code_inks(theme: Theme) -> tuple[Colour, Colour]:
    """The colours of a code, dark and light: the theme's text on paper, or black where that is pale."""
    dark, light = theme.colour("text"), theme.colour("paper")
    if luminance(dark) < 0.1 and luminance(light) > 0.7:
        return dark, light
    return _BLACK, _WHITE


@lru_cache(maxsize=64)
def _logo(data: bytes, most: tuple[int, int]) -> Image.Image:
    """The logo as RGBA, as large as it fits ``most`` pixels."""
    with Image.open(io.BytesIO(data)) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGBA")
    return ImageOps.contain(image, (max(1, most[0]), max(1, most[1])), Image.Resampling.LANCZOS)


def _look(mark: Mark) -> tuple[State, float, int]:
    """What dots have in common that are one stencil; all other marks of a state are drawn together."""
    return (mark.state, mark.width, 1) if len(mark.points) == 1 else (mark.state, 0.0, 2)


@lru_cache(maxsize=32)
def _mask(marks: tuple[Mark, ...], unit: float, size: tuple[int, int]) -> Image.Image:
    """The coverage of strokes and shapes in ``size``; ``unit`` pixels are a motif's height."""
    scale = _DOT_SCALE // 2
    mask = Image.new("L", (size[0] * scale, size[1] * scale))
    pen = ImageDraw.Draw(mask)
    for mark in marks:
        points = [(x * unit * scale, y * unit * scale) for x, y in mark.points]
        if mark.filled:
            pen.polygon(points, 255)
            continue
        width = mark.width * unit * scale
        pen.line(points, 255, max(1, round(width)), joint="curve")
        for x, y in (points[0], points[-1]) if mark.round else ():
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), 255)
    return mask.reduce(scale)


@lru_cache(maxsize=128)
def _dot(radius: float) -> Image.Image:
    """The coverage of a disc in the middle of a square of an even number of pixels."""
    side = 2 * (int(radius) + 2)
    mask = Image.new("L", (side * _DOT_SCALE, side * _DOT_SCALE))
    middle, reach = side * _DOT_SCALE / 2, radius * _DOT_SCALE
    ImageDraw.Draw(mask).ellipse(
        (middle - reach, middle - reach, middle + reach - 1, middle + reach - 1), 255
    )
    return mask.reduce(_DOT_SCALE)
