"""Logos: an image file with what is known of its ink: how much there is, how light it is."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure import process, svg_drawings, vector
from brochure.colour import Colour, luminance
from brochure.errors import SourceError
from brochure.problems import Place, error
from brochure.vector import Drawing

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES, MOST_PIXELS = 2_000_000, 20_000_000
LARGEST_PX = 1600
"""The longer side of a raster logo that is kept: 13 cm at 300 dpi."""

LEAST_CONTRAST = 3.0
"""To 1, of the parts of a logo that are seen on a ground (WCAG 2.2, 1.4.11)."""

LEAST_SEEN = 0.6
"""The share of its ink that must be seen."""

CLEAR = 0.25
"""What stays free around a logo, and how far its plate reaches beyond it, by its height."""

_PROBED_PX = 96
_NEAR = 24
"""Levels of 255 by which the ground of an opaque picture may vary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A logo. ``data`` is its file for screens: a PNG, or the SVG of its ``drawing``.

    ``width`` and ``height`` are pixels of a PNG, units of a drawing. ``ink`` is the share of its box
    that is inked, 0 to 1; ``tones`` are luminances of its ink with the share of each. ``ground`` is the
    even colour around it, "#RRGGBB", of a picture that has no transparency, else "".
    """

    name: str
    data: bytes
    width: float
    height: float
    ink: float
    tones: tuple[tuple[float, float], ...]
    ground: str = ""
    drawing: Drawing | None = None

    @property
    def aspect(self) -> float:
        """Its width by its height."""
        return self.width / self.height

    @property
    def media_type(self) -> str:
        """The media type of ``data``."""
        return "image/svg+xml" if self.drawing else "image/png"

    def seen_on(self, ground: Colour) -> float:
        """The share of its ink that stands out from ``ground``, 0 to 1."""
        light = luminance(ground)
        return sum(share for tone, share in self.tones if _ratio(tone, light) >= LEAST_CONTRAST)

    def stands_on(self, ground: Colour) -> bool:
        """Whether it needs no plate on ``ground``: its ink is seen, and no box of its own is."""
        own = Colour(rgb=self.ground, cmyk=(0, 0, 0, 0)).channels if self.ground else ground.channels
        same = all(abs(a - b) <= _NEAR / 8 for a, b in zip(own, ground.channels, strict=True))
        return same and self.seen_on(ground) >= LEAST_SEEN

    def dpi(self, height_pt: float) -> float:
        """Its pixels an inch at a height in points; endless for a drawing."""
        return math.inf if self.drawing else self.height / (height_pt / 72)

    def image(self, height_px: int) -> Image:
        """The logo as a Pillow image in RGBA, ``height_px`` high."""
        from PIL import Image

        if self.drawing:
            drawn: Image.Image = vector.rasterize(self.drawing, height_px)
            return drawn
        with Image.open(io.BytesIO(self.data), formats=["PNG"]) as opened:
            width_px = max(1, round(self.aspect * height_px))
            size = (width_px, max(1, height_px))
            return opened.convert("RGBA").resize(size, Image.Resampling.LANCZOS)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def read_logo(data: bytes, name: str) -> Logo:
    """The logo of the file ``data``: SVG, PNG, WebP or JPEG, without the empty margins around it.

    Raises SourceError, at the file ``name``, for what cannot be drawn alike everywhere.
    """
    if _is_svg(data):
        drawing = svg_drawings.read_drawing(data, name)
        drawn = vector.rasterize(drawing, _probed(drawing.width, drawing.height))
        ink, tones = _inked(drawn, _ink_mask(drawn)[0])
        return Logo(
            name=name, data=drawing.svg().encode(), width=drawing.width, height=drawing.height,
            ink=ink, tones=tones, drawing=drawing,
        )  # fmt: skip
    image = _opened(data, name)
    mask, ground = _ink_mask(image)
    box = mask.getbbox()
    if not box:
        raise SourceError(error("logo-empty", at=Place(name)))
    image, mask = image.crop(box), mask.crop(box)
    small = (4 * _PROBED_PX, _PROBED_PX)
    ink, tones = _inked(_within(image, small), _within(mask, small))
    out = io.BytesIO()
    image = _within(image, (LARGEST_PX, LARGEST_PX))
    image.save(out, "PNG", optimize=True)
    return Logo(
        name=name, data=out.getvalue(), width=image.width, height=image.height, ink=ink, tones=tones,
        ground=ground,
    )  # fmt: skip


def _within(image: Image, most: tuple[int, int]) -> Image:
    """``image`` no larger than ``most``."""
    from PIL import Image

    small = image.copy()
    small.thumbnail(most, Image.Resampling.LANCZOS)
    return small


def _is_svg(data: bytes) -> bool:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith((b"<?xml", b"<!--", b"<!DOCTYPE")) or b"<svg" in head


def _probed(width: float, height: float) -> int:
    """So many pixels high that neither side is above four times `_PROBED_PX`."""
    return max(4, min(_PROBED_PX, round(4 * _PROBED_PX * height / width)))


def _opened(data: bytes, name: str) -> Image:
    """The picture upright, in sRGB with or without transparency."""
    from PIL import Image, ImageOps

    refused = error("logo-file", at=Place(name), most_bytes=MOST_BYTES, most_pixels=MOST_PIXELS)
    if len(data) > MOST_BYTES:
        raise SourceError(refused)
    try:
        with (
            process.without_warning(Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as opened,
        ):
            if opened.width * opened.height > MOST_PIXELS or getattr(opened, "n_frames", 1) > 1:
                raise SourceError(refused)
            return _in_srgb(ImageOps.exif_transpose(opened))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as caught:
        raise SourceError(refused) from caught


def _in_srgb(image: Image) -> Image:
    """In sRGB; what has a profile of its own is converted, CMYK without one by Pillow's rule."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    clear = image.has_transparency_data
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            converted: Any = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )  # fmt: skip
            image = converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: the numbers are taken as they are
    image = image.convert("RGBA" if clear else "RGB")
    image.info.clear()
    return image


def _ink_mask(image: Image) -> tuple[Image, str]:
    """255 where there is ink: what is opaque, or differs from the corners of an opaque picture.

    With the colour of these corners, "#RRGGBB", where they are alike.
    """
    from PIL import Image, ImageChops

    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        return image.getchannel("A").point([0] * 128 + [255] * 128), ""
    flat = image.convert("RGB")
    right, foot = flat.width - 1, flat.height - 1
    corners: list[Any] = [flat.getpixel(at) for at in ((0, 0), (right, 0), (0, foot), (right, foot))]
    if any(max(abs(a - b) for a, b in zip(corners[0], c, strict=True)) > _NEAR for c in corners):
        return Image.new("L", flat.size, 255), ""
    off = ImageChops.difference(flat, Image.new("RGB", flat.size, corners[0]))
    red, green, blue = off.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    ground = "#{:02X}{:02X}{:02X}".format(*corners[0])
    return most.point([0] * _NEAR + [255] * (256 - _NEAR)), ground


def _inked(image: Image, mask: Image) -> tuple[float, tuple[tuple[float, float], ...]]:
    """The share of ``mask`` that is ink, and the luminances of ``image`` there, with their shares."""
    inked = sum(mask.histogram()[128:])
    counted: dict[float, int] = {}
    whole = image.convert("RGBA")
    whole.putalpha(mask)
    pixels: Sequence[Any] = whole.getcolors(whole.width * whole.height) or ()
    for count, (red, green, blue, alpha) in pixels:
        if alpha >= 128:
            tone = round(
                luminance(Colour(rgb=f"#{red:02X}{green:02X}{blue:02X}", cmyk=(0, 0, 0, 0))), 2
            )
            counted[tone] = counted.get(tone, 0) + count
    total = sum(counted.values()) or 1
    share = max(inked, 1) / (mask.width * mask.height)
    return round(share, 4), tuple((tone, n / total) for tone, n in sorted(counted.items()))


class Size(NamedTuple):
    """A width and a height, in the unit they were asked for in."""

    width: float
    height: float


def contained(logo: Logo, most: Size) -> Size:
    """The largest size of ``logo`` that stands in ``most``."""
    height = min(most.height, most.width / logo.aspect)
    return Size(height * logo.aspect, height)


def equal_weight(logos: Sequence[Logo], most: Size) -> tuple[Size, ...]:
    """A size for each of ``logos``, all with the same area of ink, none larger than ``most``.

    A seal that fills its square stands smaller than a thin line of letters: to the eye both weigh the
    same. None is smaller than a third of the height it could have.
    """
    if not logos:
        return ()
    pairs = [(logo, contained(logo, most)) for logo in logos]
    areas = [size.width * size.height * logo.ink for logo, size in pairs]
    area = max(min(areas), max(areas) / 9)
    heights = (min(size.height, math.sqrt(area / (logo.ink * logo.aspect))) for logo, size in pairs)
    return tuple(Size(h * logo.aspect, h) for logo, h in zip(logos, heights, strict=True))
