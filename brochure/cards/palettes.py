"""Palettes of few colours: half a byte a pixel, where an edge looks the same in fewer shades."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PIL import Image

FEW = 16
"""So many colours take half a byte a pixel: a third of the time to pack, and a seventh fewer bytes."""

MOST_APART = 48
"""By how much, of 255, shades of an edge may be apart that become one: not to be seen at 400 %."""


class _Shade(NamedTuple):
    """Shades of one edge that are drawn in one ``colour``: their indices, and how many ``pixels``."""

    of: tuple[int, ...]
    pixels: int
    colour: tuple[int, ...]

    def apart(self, other: _Shade) -> int:
        """How far the colours of both are apart, of 255."""
        return max(abs(a - b) for a, b in zip(self.colour, other.colour, strict=True))

    def cost(self, other: _Shade) -> float:
        """How much is changed where both become one: the squares of differences, over all pixels."""
        weight = self.pixels * other.pixels / (self.pixels + other.pixels)
        return weight * sum((a - b) ** 2 for a, b in zip(self.colour, other.colour, strict=True))

    def merged(self, other: _Shade) -> _Shade:
        """Both as one, of the mean colour of their pixels."""
        pixels = self.pixels + other.pixels
        share = other.pixels / pixels
        colour = (round(a + (b - a) * share) for a, b in zip(self.colour, other.colour, strict=True))
        return _Shade((*self.of, *other.of), pixels, tuple(colour))


def in_few(image: Image.Image, palette: Sequence[int], edges: Sequence[range]) -> Image.Image:
    """``image`` (mode P) with its ``palette`` (channels in a row), in FEW colours where it looks alike.

    ``edges`` are, for each ramp from a ground to an ink, the indices of the shades between them.
    Neighbours among these become one, those first that fewest pixels have and that are least apart.
    """
    colours = [tuple(palette[at : at + 3]) for at in range(0, len(palette), 3)]
    pixels = image.histogram()
    used = [i for i in range(len(colours)) if pixels[i]]
    shades = _merged(
        [[_Shade((i,), pixels[i], colours[i]) for i in edge if pixels[i]] for edge in edges],
        len(used) - FEW,
    )
    if shades is None:
        image.putpalette(list(palette))
        return image
    shade_of = {old: shade for shade in shades for old in shade.of}
    kept = [i for i in used if i not in shade_of or shade_of[i].of[0] == i]
    place = {old: new for new, old in enumerate(kept)}
    table = bytearray(256)
    for i in used:
        table[i] = place[shade_of[i].of[0] if i in shade_of else i]
    few = Image.frombytes("P", image.size, image.tobytes().translate(table))
    few.putpalette([c for i in kept for c in (shade_of[i].colour if i in shade_of else colours[i])])
    return few


def _merged(ramps: list[list[_Shade]], too_many: int) -> list[_Shade] | None:
    """The shades of ``ramps`` when ``too_many`` of them are gone; None where they are too far apart."""
    for _ in range(too_many):
        pairs = [
            (a.cost(b), number, at)
            for number, ramp in enumerate(ramps)
            for at, (a, b) in enumerate(pairwise(ramp))
            if a.apart(b) <= MOST_APART
        ]
        if not pairs:
            return None
        _, number, at = min(pairs)
        ramp = ramps[number]
        ramp[at : at + 2] = [ramp[at].merged(ramp[at + 1])]
    return [shade for ramp in ramps for shade in ramp]
