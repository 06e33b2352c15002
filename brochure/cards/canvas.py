"""Canvases: the images that cards are drawn on, one with a palette of exact ramps, one in full colour.

The palette grows as things are drawn: for each ink on each ground a ramp of so many levels. No
quantiser and no dithering where colours are known: a flat card takes a third of the bytes of others.
"""

from __future__ import annotations

import io
import struct
from abc import ABC, abstractmethod
from typing import Any

from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo
from zlib_ng import zlib_ng

from brochure import icc, images
from brochure.cards import palettes
from brochure.colour import Colour, contrast
from brochure.geometry import Rect

LEVELS = 6
"""Steps from a ground to an ink: an edge pixel is off by at most 21/255, which nobody sees."""

COMPRESSION = 5
"""Of zlib-ng, three times as fast as zlib; its wheel packs in the same bytes on every machine.

6 takes a half more for two per cent, 8 eight times as long for three.
"""

_PNG, _WITH_PALETTE = b"\x89PNG\r\n\x1a\n", 3
"""How a file begins, and its type of colour (ISO/IEC 15948, 5.2 and 11.2.2)."""

_INTENT = b"\0"
"""That colours are sRGB, seen as such (11.3.2.5): else programs take them for the screen's own."""

_DENSITY = struct.pack(">IIB", 2835, 2835, 1)
"""72 dots an inch, in dots a metre (11.3.5.3, pHYs): what programs take a picture for screens for."""

_PALETTE = 256
_PICTURE_COLOURS = {48: 12, 4096: 32}
"""How many colours an emoji or a logo gets, by the most pixels of its height."""

_STEPS = bytes(round(coverage * LEVELS / 255) for coverage in range(256))
_VISIBLE = bytes(255 if level else 0 for level in _STEPS)
"""Coverage under half a step is ground."""

_MOST_ERROR = 24
"""By how much, of 255, a channel may be off before a card in full colour keeps all its colours."""

_QUALITIES = (88, 82, 76, 68, 60, 50, 40)
"""JPEG's, best first. Networks store 4:2:0 themselves, and at 88 no edge shows it."""

Ints = tuple[int, int, int, int]


class PaletteFullError(Exception):
    """A card has more colours than a palette holds: draw it in full colour."""


class Canvas(ABC):
    """A card being drawn; places are whole pixels from the top left."""

    image: Image.Image

    @abstractmethod
    def fill(self, box: Ints, colour: Colour) -> None:
        """Fill ``box`` (left, top, right, bottom)."""

    @abstractmethod
    def stencil(self, mask: Image.Image, ink: Colour, ground: Colour) -> Stencil:
        """``mask`` (mode L, coverage) prepared to be laid in ``ink`` on ``ground``, many times."""

    @abstractmethod
    def lay_picture(self, picture: Image.Image, at: tuple[int, int], ground: Colour) -> None:
        """Lay an RGBA ``picture`` with its top left corner at ``at``."""

    @abstractmethod
    def contrast(self, box: Ints, text: Colour) -> float:
        """The lowest contrast, to one, that ``text`` would have to any pixel in ``box``."""

    @abstractmethod
    def png(self) -> bytes:
        """The card as PNG."""

    def rgb(self) -> Image.Image:
        """The card in full colour."""
        return self.image.convert("RGB")

    def jpeg(self, most_bytes: int) -> bytes:
        """The card as JPEG in sRGB, of the best quality that takes at most ``most_bytes``."""
        image = self.rgb()
        for quality in _QUALITIES:
            out = io.BytesIO()
            image.save(
                out, "JPEG", quality=quality, subsampling="4:2:0", icc_profile=icc.srgb(), dpi=(72, 72)
            )
            if out.tell() <= most_bytes:
                break
        return out.getvalue()


class Stencil:
    """Coverage ready to be laid on a canvas."""

    def __init__(
        self, canvas: Image.Image, colour: Image.Image | tuple[int, ...], mask: Image.Image
    ) -> None:
        self.canvas = canvas
        self.colour = colour
        self.mask = mask

    def lay(self, at: tuple[int, int]) -> None:
        """Lay it with its top left corner at ``at``; what leaves the canvas is cut off."""
        colour = self.colour.im if isinstance(self.colour, Image.Image) else self.colour
        lay(self.canvas, colour, at, self.mask)


def lay(onto: Image.Image, colour: Any, at: tuple[int, int], mask: Image.Image) -> None:
    """Paste a ``colour``, or the pixels (`Image.im`) of an image of its size, through a ``mask``.

    What leaves the image is cut off. This is `Image.paste` without what it asks of its arguments
    first: that takes ten times as long as the pasting of a letter or a dot, of which a card has 500.
    """
    (x, y), (width, height) = at, mask.size
    onto.im.paste(colour, (x, y, x + width, y + height), mask.im)


class Indexed(Canvas):
    """A canvas with a palette. Raises PaletteFullError when it has no room for one more ramp."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.palette = [*ground.channels]
        self.flat = {ground.rgb: 0}
        self.ramps: dict[tuple[str, str], bytes] = {}
        self.edges: list[range] = []
        self.image = Image.new("P", size, 0)

    def _reserve(self, entries: list[int]) -> int:
        """The index of the first of ``entries`` (channels in a row), added to the palette."""
        first = len(self.palette) // 3
        if first + len(entries) // 3 > _PALETTE:
            raise PaletteFullError
        self.palette += entries
        return first

    def _index(self, colour: Colour) -> int:
        if colour.rgb not in self.flat:
            self.flat[colour.rgb] = self._reserve([*colour.channels])
        return self.flat[colour.rgb]

    def _ramp(self, ink: Colour, ground: Colour) -> bytes:
        """For each coverage, 0 to 255, the palette's index."""
        key = (ground.rgb, ink.rgb)
        if key not in self.ramps:
            mixed = [
                round(g + (c - g) * level / LEVELS)
                for level in range(1, LEVELS)
                for g, c in zip(ground.channels, ink.channels, strict=True)
            ]
            first, full = self._reserve(mixed), self._index(ink)
            self.edges.append(range(first, first + LEVELS - 1))
            indices = [self._index(ground), *range(first, first + LEVELS - 1), full]
            self.ramps[key] = _STEPS.translate(bytes(indices).ljust(256, b"\0"))
        return self.ramps[key]

    def fill(self, box: Ints, colour: Colour) -> None:
        self.image.paste(self._index(colour), box)

    def stencil(self, mask: Image.Image, ink: Colour, ground: Colour) -> Stencil:
        coverage, ramp = mask.tobytes(), self._ramp(ink, ground)
        indices = Image.frombytes("P", mask.size, coverage.translate(ramp))
        visible = Image.frombytes("L", mask.size, coverage.translate(_VISIBLE))
        return Stencil(self.image, indices, visible)

    def lay_picture(self, picture: Image.Image, at: tuple[int, int], ground: Colour) -> None:
        backed = Image.new("RGBA", picture.size, (*ground.channels, 255))
        backed.alpha_composite(picture)
        colours = next(n for most, n in _PICTURE_COLOURS.items() if picture.height <= most)
        few = backed.convert("RGB").quantize(
            colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
        first = self._reserve(list(few.getpalette() or []))
        indices = Image.frombytes("P", few.size, bytes(first + i for i in few.tobytes()))
        self.image.paste(indices, at, picture.getchannel("A").point([0, *[255] * 255]))

    def contrast(self, box: Ints, text: Colour) -> float:
        used = [i for _, i in self.image.crop(box).getcolors() or [] if isinstance(i, int)]
        shades = ("#" + bytes(self.palette[3 * i : 3 * i + 3]).hex() for i in used)
        return min((contrast(Colour(rgb=s, cmyk=text.cmyk), text) for s in shades), default=21.0)

    def png(self) -> bytes:
        return _indexed_png(palettes.in_few(self.image, self.palette, self.edges))

    def rgb(self) -> Image.Image:
        self.image.putpalette(self.palette)
        return super().rgb()


class Full(Canvas):
    """A canvas in full colour, for photographs, gradients, and more colours than a palette holds."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.image = Image.new("RGB", size, ground.channels)

    def fill(self, box: Ints, colour: Colour) -> None:
        self.image.paste(colour.channels, box)

    def stencil(self, mask: Image.Image, ink: Colour, ground: Colour) -> Stencil:
        return Stencil(self.image, ink.channels, mask)

    def lay_picture(self, picture: Image.Image, at: tuple[int, int], ground: Colour) -> None:
        self.image.paste(picture.convert("RGB"), at, picture.getchannel("A"))

    def contrast(self, box: Ints, text: Colour) -> float:
        region = self.image.crop(box)
        return images.lowest_contrast(region.reduce(2) if min(region.size) > 8 else region, text)

    def png(self) -> bytes:
        """Through a palette where that is as good as the same, else in all its colours."""
        few = self.image.quantize(_PALETTE, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        off = ImageChops.difference(few.convert("RGB"), self.image).split()
        worst = max(int(channel.getextrema()[1]) for channel in off)  # type: ignore[arg-type]
        return _indexed_png(few) if worst <= _MOST_ERROR else _full_png(self.image)


def _indexed_png(image: Image.Image) -> bytes:
    """An ``image`` with a palette as PNG, with four bits a pixel where they will do.

    No row is filtered: that helps where neighbouring values are near each other, and indices are names.
    """
    palette = bytes(image.getpalette() or ())
    bits = 4 if len(palette) <= 3 * palettes.FEW else 8
    rows = image.tobytes("raw", f"P;{bits}" if bits < 8 else "P")
    stride = (image.width * bits + 7) // 8
    unfiltered = b"".join([b"\0" + rows[at : at + stride] for at in range(0, len(rows), stride)])
    head = struct.pack(">IIBBBBB", *image.size, bits, _WITH_PALETTE, 0, 0, 0)
    packed = zlib_ng.compress(unfiltered, COMPRESSION)
    chunks = (
        (b"IHDR", head), (b"sRGB", _INTENT), (b"pHYs", _DENSITY), (b"PLTE", palette),
        (b"IDAT", packed), (b"IEND", b""),
    )  # fmt: skip
    return _PNG + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib_ng.crc32(kind + data))
        for kind, data in chunks
    )


def _full_png(image: Image.Image) -> bytes:
    out, told = io.BytesIO(), PngInfo()
    told.add(b"sRGB", _INTENT)
    image.save(out, "PNG", compress_level=6, pnginfo=told, dpi=(72, 72))
    return out.getvalue()


def pixels(rect: Rect) -> Ints:
    """``rect`` in whole pixels, no smaller."""
    return (int(rect.x), int(rect.y), -int(-rect.right // 1), -int(-rect.bottom // 1))
