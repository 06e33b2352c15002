"""Role colours: a colour for each role, out of the colours that the theme and its accents have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from brochure.brand import BLACK, WHITE
from brochure.colour import Colour, contrast
from brochure.oklch import lch_of
from brochure.theme import Theme

APART = 0.1
"""The least distance in OKLCH between two colours that nobody takes for one another across a room."""


class RoleColour(NamedTuple):
    """The colour of a role's band, and the ink of the words on it: 1 is black, 0 is paper."""

    ground: Colour
    black: float


def colours_of(theme: Theme) -> tuple[RoleColour, ...]:
    """The colours for roles that ``theme`` has, each as far from those before it as can be.

    Words on them have the theme's contrast in black or in white.
    """
    given = [theme.roles["accent"]]
    for key in ("accent", "lit", "cover"):
        given += [roles[key] for roles in theme.accents.values() if key in roles]
    given += [theme.roles["lit"], theme.roles["cover"]]
    left = {c.rgb: c for c in given if _black(c, theme) is not None and contrast(c, WHITE) > 1.4}
    chosen = [left.pop(next(iter(left)))] if left else []
    while left:
        farthest = max(left.values(), key=lambda colour: _nearest(colour, chosen))
        if _nearest(farthest, chosen) < APART:
            break
        chosen.append(left.pop(farthest.rgb))
    return tuple(RoleColour(colour, _black(colour, theme) or 0.0) for colour in chosen)


def assigned(roles: Sequence[str], theme: Theme) -> Mapping[str, RoleColour]:
    """The colour of each of ``roles``; where there are more of them than colours, some share one."""
    found = colours_of(theme) or (RoleColour(theme.roles["text"], 0.0),)
    return {role: found[number % len(found)] for number, role in enumerate(roles)}


def _nearest(colour: Colour, others: Sequence[Colour]) -> float:
    return min(lch_of(colour.rgb).apart(lch_of(other.rgb)) for other in others)


def _black(ground: Colour, theme: Theme) -> float | None:
    """The ink of words on ``ground``, white where it can be; None where neither is read."""
    least = max(4.5, theme.minimum_contrast)
    if contrast(ground, WHITE) >= least:
        return 0.0
    return 1.0 if contrast(ground, BLACK) >= least else None
