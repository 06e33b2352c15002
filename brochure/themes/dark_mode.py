"""Darkness: a theme's colours for screens in the dark, each text as readable as in the light.

The darkest colour of the cover tints the ground; inks are lightened until they are read. Codes stay
dark on light: decoders lose them otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from brochure.colour import Colour, contrast, luminance
from brochure.theme import TEXT_PAIRS, Theme

_PAPER, _PANEL = 0.11, 0.19
"""How much of the cover's dark colour there is in the ground and in panels, the rest being black."""

_STEPS = 20
WHITE = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
BLACK = Colour(rgb="#000000", cmyk=(0, 0, 0, 100))


def dark_colours(theme: Theme) -> dict[str, str]:
    """The CSS colour of each role in the dark."""
    return dict(_dark(_Key(theme)))


class _Key:
    """A theme by its colours, so that they are computed once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.colours = tuple(sorted((role, colour.rgb) for role, colour in theme.roles.items()))

    def __hash__(self) -> int:
        return hash(self.colours)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.colours == other.colours


@lru_cache(maxsize=16)
def _dark(key: _Key) -> Mapping[str, str]:
    theme = key.theme
    tint = mixed(theme.colour("dark"), WHITE, 0.25)
    found = dict(theme.roles)
    found["paper"] = mixed(BLACK, tint, _PAPER)
    found["panel"] = mixed(BLACK, tint, _PANEL)
    if luminance(found["cover"]) > 0.2:  # a light cover would be a lamp
        found["cover"] = mixed(BLACK, tint, _PANEL)
        found["cover_text"] = found["cover_muted"] = WHITE
    found["text"] = mixed(WHITE, tint, 0.06)
    found["rule"] = mixed(found["paper"], WHITE, 0.45)
    for pair in TEXT_PAIRS:
        found[pair.text] = readable(found[pair.text], found[pair.ground], theme.minimum_contrast)
    for pair in TEXT_PAIRS:  # a role on two grounds is read on both
        found[pair.text] = readable(found[pair.text], found[pair.ground], theme.minimum_contrast)
    return {role: colour.rgb for role, colour in found.items()}


def readable(ink: Colour, ground: Colour, least: float) -> Colour:
    """``ink``, or so much lighter or darker that it has the contrast ``least`` to ``ground``."""
    far = WHITE if luminance(ground) < 0.18 else BLACK
    for step in range(_STEPS + 1):
        found = mixed(ink, far, step / _STEPS)
        if contrast(found, ground) >= least:
            return found
    return far


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` with a ``share`` of ``other``, in sRGB."""
    channels = (round(a + (b - a) * share) for a, b in zip(one.channels, other.channels, strict=True))
    return Colour(rgb="#{:02X}{:02X}{:02X}".format(*channels), cmyk=(0, 0, 0, 0))
