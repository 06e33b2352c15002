"""The palette and the roles of a theme file, and the gate of contrast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brochure.colour import Colour, contrast
from brochure.errors import ThemeError
from brochure.theme import ROLES, TEXT_PAIRS
from brochure.themes.tables import refuse_unknown, table_of

MAX_TOTAL_INK = 300
"""Per cent, all four inks together; what coated offset (FOGRA39) takes."""


def read_roles(path: Path, tree: Mapping[str, Any]) -> dict[str, Colour]:
    """The colour of each role. Raises ThemeError."""
    palette = {k: _colour(path, k, v) for k, v in table_of(path, tree, "palette").items()}
    roles = table_of(path, tree, "roles")
    refuse_unknown(path, roles, set(ROLES), "roles.")
    if missing := sorted(ROLES - set(roles)):
        raise ThemeError(
            f"{path}: no colour for {', '.join(missing)}; name one under [roles], "
            'or start from another theme: extends = "agora"'
        )
    for role, name in roles.items():
        if name not in palette:
            raise ThemeError(
                f'{path}: roles.{role} = "{name}", which is not in the palette '
                f"({', '.join(sorted(palette))})"
            )
    return {role: palette[name] for role, name in roles.items()}


def _colour(path: Path, name: str, value: object) -> Colour:
    shape = f'{path}: palette.{name} is written {{ rgb = "#1D1A5E", cmyk = [100, 98, 22, 24] }}'
    if isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise ThemeError(
            f'{path}: palette.{name} lacks its inks for print; write {{ rgb = "{value}", cmyk = '
            "[c, m, y, k] } with the four per cents of your house colour, or any if you never print"
        )
    if not isinstance(value, dict) or set(value) != {"rgb", "cmyk"}:
        raise ThemeError(shape)
    rgb, cmyk = value["rgb"], value["cmyk"]
    if not isinstance(rgb, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", rgb):
        raise ThemeError(f"{shape}; rgb = {rgb!r} is not six hexadecimal digits")
    if not (
        isinstance(cmyk, list)
        and len(cmyk) == 4
        and all(isinstance(ink, int | float) and 0 <= ink <= 100 for ink in cmyk)
    ):
        raise ThemeError(f"{shape}; cmyk = {cmyk!r} is not four per cents")
    if sum(cmyk) > MAX_TOTAL_INK:
        raise ThemeError(
            f"{path}: palette.{name} has {sum(cmyk):g} % of ink; paper takes {MAX_TOTAL_INK} %"
        )
    c, m, y, k = (float(ink) for ink in cmyk)
    return Colour(rgb=rgb.upper(), cmyk=(c, m, y, k))


def check_contrast(path: Path, roles: Mapping[str, Colour], least: float) -> None:
    """Refuse a text that has less than ``least`` to one to its ground."""
    for pair in TEXT_PAIRS:
        text, ground = roles[pair.text], roles[pair.ground]
        ratio = contrast(text, ground)
        if ratio < least:
            raise ThemeError(
                f"{path}: {pair.what} ({pair.text} {text.rgb} on {pair.ground} {ground.rgb}) has "
                f"a contrast of {ratio:.2f}:1; it needs {least:g}:1; "
                f"the nearest colour that passes is {_nearest_passing(text, ground, least)}"
            )


def _nearest_passing(text: Colour, ground: Colour, least: float) -> str:
    """The first colour on the way from ``text`` to black or to white that passes on ``ground``."""

    def towards(end: int, share: float) -> Colour:
        mixed = (round(c + (end - c) * share) for c in text.channels)
        return Colour(rgb="#" + "".join(f"{c:02X}" for c in mixed), cmyk=text.cmyk)

    for step in range(101):
        for end in (0, 255):
            candidate = towards(end, step / 100)
            if contrast(candidate, ground) >= least:
                return candidate.rgb
    return "none: no text colour reaches it on this ground; change the ground"
