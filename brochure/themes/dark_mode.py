"""Dark mode: a theme's colours for dark screens, every text with the contrast it has on paper.

The darkest colour of the cover tints the grounds; texts are lightened until their contrast is enough.
QR codes stay dark on light: many decoders do not read the reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from brochure.colour import Colour, contrast, luminance
from brochure.theme import TEXT_PAIRS, Theme

_PAPER, _PANEL = 0.11, 0.19
"""Shares of the cover's dark colour in the ground of pages and of panels; the rest is black."""

_STEPS = 20
WHITE = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
BLACK = Colour(rgb="#000000", cmyk=(0, 0, 0, 100))


def dark_colours(theme: Theme) -> dict[str, str]:
    """The colour of each role in dark mode, as CSS writes it: {"paper": "#0B0D12", …}."""
    return dict(_dark(tuple(theme.roles.items()), theme.colour("dark"), theme.minimum_contrast))


@lru_cache(maxsize=16)
def _dark(roles: tuple[tuple[str, Colour], ...], dark: Colour, least: float) -> Mapping[str, str]:
    """The same for the ``roles`` of a theme, of which ``dark`` is the darker colour of the cover."""
    tint = mixed(dark, WHITE, 0.25)
    found = dict(roles)
    found["paper"] = mixed(BLACK, tint, _PAPER)
    found["panel"] = mixed(BLACK, tint, _PANEL)
    if luminance(found["cover"]) > 0.2:  # a light cover would glare in dark mode
        found["cover"] = mixed(BLACK, tint, _PANEL)
        found["cover_text"] = found["cover_muted"] = WHITE
    found["text"] = mixed(WHITE, tint, 0.06)
    found["rule"] = mixed(found["paper"], WHITE, 0.45)
    # Twice: a role that stands on two grounds may lose on the first what the second asked for.
    for pair in (*TEXT_PAIRS, *TEXT_PAIRS):
        found[pair.text] = readable(found[pair.text], found[pair.ground], least)
    return {role: colour.rgb for role, colour in found.items()}


def readable(ink: Colour, ground: Colour, least: float) -> Colour:
    """``ink``, mixed with as much white or black as it needs for a contrast of ``least`` on ``ground``.

    White on dark grounds, black on light ones, in steps of a twentieth.
    """
    far = WHITE if luminance(ground) < 0.18 else BLACK
    for step in range(_STEPS + 1):
        found = mixed(ink, far, step / _STEPS)
        if contrast(found, ground) >= least:
            return found
    return far


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` mixed with a ``share`` (0 to 1) of ``other``, channel by channel in sRGB."""
    channels = (round(a + (b - a) * share) for a, b in zip(one.channels, other.channels, strict=True))
    return Colour(rgb="#{:02X}{:02X}{:02X}".format(*channels), cmyk=(0, 0, 0, 0))
