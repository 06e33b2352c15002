"""Scrims: what is laid on a photograph so that words stand out from it, and no pixel more.

A scrim is a soft shade around the boxes of the texts that need it, of one colour and one opacity: the
least at which every pixel below a text has its contrast. Its colour is the picture's own, deepened (or
lightened, below dark words), so that it looks like a shade and suits every theme. Beyond the shape the
picture keeps its pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from brochure.colour import Colour, contrast, luminance
from brochure.geometry import Rect
from brochure.images import has_contrast

if TYPE_CHECKING:
    from PIL.Image import Image

SOFT = 0.15
"""How far a scrim reaches beyond a text, as a share of the picture's shorter side: on a page."""

SOFT_CARD = 0.27
"""The same on a card, which is small: what is less soft there is seen as a box."""

FIRM = 12.0
"""The contrast that a veil's own colour has to the texts on it: a little of it is then enough."""

MARGIN = 1.03
"""More contrast than is asked for: a JPEG file moves a pixel by a shade."""

BUSY_DETAIL = 0.045
BUSY = 1.35
"""From so much detail below it, of 1, a text gets so much more contrast: grain is like strokes."""

MOST_OPACITY, MOST_CHANGED, MOST_DETAIL = 0.62, 0.25, 0.022
"""What a scrim may take of a picture below its texts, and of all of it, and the detail that may be left
there: beyond, a band is better."""

STROKE = 1 / 150
"""How wide a stroke of a title is, as a share of the picture's shorter side."""

_STEPS = 7
_MIDDLE = 0.18
"""The luminance between dark and light."""

_BOX = 4
"""Pillow's Resampling.BOX."""

_MASK_PX = 400
"""Pixels of the longer side at which the shape is drawn: it is soft."""


class TextBox(NamedTuple):
    """A text on a photograph: its place, in pixels of it, its colour and the contrast it needs."""

    rect: Rect
    ink: Colour
    contrast: float

    def scaled(self, by: float) -> TextBox:
        """The box in a picture ``by`` times as large."""
        x, y, width, height = (value * by for value in self.rect)
        return self._replace(rect=Rect(x, y, width, height))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrim:
    """``veil`` at ``opacity`` (0 to 1) around ``boxes``, those that need it.

    ``changed`` is how much of the picture it takes: the mean opacity over all of it; ``detail`` is how
    busy the picture still is below the busiest text; ``soft`` is its reach.
    """

    veil: Colour
    opacity: float
    boxes: tuple[TextBox, ...]
    changed: float
    detail: float = 0.0
    soft: float = SOFT

    @property
    def bearable(self) -> bool:
        """Whether the picture is still one below it."""
        return (
            self.opacity <= MOST_OPACITY and self.changed <= MOST_CHANGED and self.detail <= MOST_DETAIL
        )


def veil_for(image: Image, texts: Sequence[TextBox]) -> Colour:
    """The colour of a veil for ``texts``: the picture's own below them, until it is firm.

    Deepened where the texts are light, lightened where they are dark.
    """
    ink = min((text.ink for text in texts), key=lambda c: abs(luminance(c) - _MIDDLE))
    light = luminance(ink) > _MIDDLE
    regions = [region for text in texts if (region := _region(image, text))]
    means = [region.resize((1, 1), _BOX).getpixel((0, 0)) for region in regions] or [(128, 128, 128)]
    own = [sum(mean[i] for mean in means) / len(means) for i in range(3)]  # type: ignore[index, misc]
    for step in range(101):
        share = step / 100
        channels = [round(c * (1 - share) if light else c + (255 - c) * share) for c in own]
        veil = Colour(rgb="#" + "".join(f"{c:02X}" for c in channels), cmyk=(0, 0, 0, 0))
        if contrast(veil, ink) >= FIRM:
            break
    return veil


def scrim_for(image: Image, texts: Sequence[TextBox], soft: float = SOFT) -> Scrim:
    """The least scrim on an RGB ``image`` from which all ``texts`` stand out.

    A text that needs none adds nothing to its shape.
    """
    veil = veil_for(image, texts)
    needs = [_least_opacity(image, text, veil) for text in texts]
    opacity = max(needs)
    boxes = tuple(text for text, need in zip(texts, needs, strict=True) if need > 0)
    mean = _mean(shape(image.size, boxes, soft)) if boxes else 0.0
    busiest = max(
        (detail(region, image.size) for text in texts if (region := _region(image, text))), default=0.0
    )
    return Scrim(
        veil=veil, opacity=opacity, boxes=boxes, changed=opacity * mean,
        detail=busiest * (1 - opacity), soft=soft,
    )  # fmt: skip


def veiled(image: Image, scrim: Scrim) -> Image:
    """An RGB ``image`` under ``scrim``; itself where nothing is needed."""
    if not scrim.boxes or not scrim.opacity:
        return image
    mask = shape(image.size, scrim.boxes, scrim.soft).point(
        [round(v * scrim.opacity) for v in range(256)]
    )
    under = image.copy()
    under.paste(scrim.veil.channels, mask=mask)
    return under


def evenly_veiled(image: Image, scrim: Scrim) -> Image:
    """An RGB ``image`` of which all is under ``scrim``'s veil.

    Where texts cover most of it, parts that are left bare are seen as holes.
    """
    from PIL import Image

    return Image.blend(image, Image.new("RGB", image.size, scrim.veil.channels), scrim.opacity)


def strength_at(scrim: Scrim, size: tuple[int, int], point: tuple[float, float]) -> float:
    """The opacity of ``scrim`` at a ``point`` (x, y) of a picture of ``size`` pixels, 0 to 1."""
    if not scrim.boxes:
        return 0.0
    x, y = (min(max(0, round(at)), most - 1) for at, most in zip(point, size, strict=True))
    level = shape(size, scrim.boxes, scrim.soft).getpixel((x, y))
    assert isinstance(level, int)
    return scrim.opacity * level / 255


def reach(size: tuple[int, int], soft: float = SOFT) -> int:
    """How many pixels beyond a text a scrim changes at most, on a picture of ``size``."""
    return ceil(soft * min(size)) + 4 * _reduction(size)


def shape(size: tuple[int, int], boxes: Sequence[TextBox], soft: float = SOFT) -> Image:
    """The shape of a scrim as an L image: 255 below every text, 0 beyond its reach, soft between.

    Drawn small, blurred three times by a box, whose reach is known, and enlarged. What a blur takes
    from the texts themselves is given back: they are whole, and the shade falls off from their edges.
    """
    from PIL import Image, ImageDraw, ImageFilter

    by = _reduction(size)
    small = Image.new("L", (ceil(size[0] / by), ceil(size[1] / by)))
    radius = max(1, floor(soft * min(size) / by / 4))
    pen = ImageDraw.Draw(small)
    boxes_px = [
        (
            floor(text.rect.x / by) - 1, floor(text.rect.y / by) - 1,
            ceil(text.rect.right / by) + 1, ceil(text.rect.bottom / by) + 1,
        )
        for text in boxes
    ]  # fmt: skip
    for left, top, right, bottom in boxes_px:
        pen.rectangle((left - radius, top - radius, right + radius - 1, bottom + radius - 1), 255)
    for _ in range(3):
        small = small.filter(ImageFilter.BoxBlur(radius))
    lowest = min((_lowest(small, box) for box in boxes_px), default=255)
    small = small.point([round(255 * min(1.0, v / lowest)) for v in range(256)])
    whole = small.resize((small.width * by, small.height * by), Image.Resampling.BILINEAR)
    return whole.crop((0, 0, *size))


def _lowest(mask: Image, box: tuple[int, int, int, int]) -> int:
    """The lowest value of ``mask`` in the part of ``box`` that lies in it, at least 1."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(mask.width, box[2]), min(mask.height, box[3])
    if right <= left or bottom <= top:
        return 255
    lowest, _ = mask.crop((left, top, right, bottom)).getextrema()
    assert isinstance(lowest, int)
    return max(1, lowest)


def _reduction(size: tuple[int, int]) -> int:
    return max(1, max(size) // _MASK_PX)


def _mean(mask: Image) -> float:
    counts = mask.histogram()
    return sum(level * count for level, count in enumerate(counts)) / 255 / max(1, sum(counts))


def detail(region: Image, size: tuple[int, int]) -> float:
    """How busy an RGB ``region`` of a picture of ``size`` is, 0 to 1.

    It is what a blur takes from it that is as wide as a stroke of a letter: a share of the picture.
    """
    from PIL import ImageChops, ImageFilter

    grey = region.convert("L")
    blurred = grey.filter(ImageFilter.GaussianBlur(max(1.0, min(size) * STROKE)))
    return _mean(ImageChops.difference(grey, blurred))


def _least_opacity(image: Image, text: TextBox, veil: Colour) -> float:
    """The least opacity of ``veil`` at which ``text`` stands out from every pixel below it."""
    region = _region(image, text)
    if region is None:
        return 0.0
    needed = text.contrast * MARGIN * (BUSY if detail(region, image.size) > BUSY_DETAIL else 1.0)
    needed = min(needed, contrast(veil, text.ink))
    if has_contrast(region, veil, 0.0, text.ink, needed):
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if has_contrast(region, veil, middle, text.ink, needed):
            high = middle
        else:
            low = middle
    return high


def _region(image: Image, text: TextBox) -> Image | None:
    """The part of ``image`` below ``text``; None where that lies outside."""
    left, top = max(0, floor(text.rect.x)), max(0, floor(text.rect.y))
    right = min(image.width, ceil(text.rect.right))
    bottom = min(image.height, ceil(text.rect.bottom))
    return image.crop((left, top, right, bottom)) if right > left and bottom > top else None
