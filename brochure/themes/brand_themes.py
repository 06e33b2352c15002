"""A theme made of a brand: its colours become roles, accents and inks, and the text of a TOML file.

    made = new_theme(["#006E5A"], name="Commune d'Arcanne")
    Path("arcanne.toml").write_text(made.toml)

Nothing is refused that can be mended; what was changed stands in ``changes``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import icc
from brochure.brand import LONGEST
from brochure.colour import Colour
from brochure.errors import ThemeError
from brochure.oklch import Lch, lch_of, rgb_of
from brochure.problems import error
from brochure.themes.brand_roles import INK_INKS, TEXT, Change, new_roles
from brochure.themes.colours import MAX_TOTAL_INK
from brochure.themes.printing import print_settings
from brochure.validation import CONTROL_AND_BIDI, check_text

if TYPE_CHECKING:
    from brochure.logo import Logo

MOST_COLOURS = 6
NEAR_HUE = 40.0
"""Degrees between the brand's hue and those of its accents on either side."""

ACCENT_ROLES = (
    "cover", "cover_text", "cover_muted", "panel", "muted", "accent", "seat", "lit", "lit_text",
    "spark", "panel_spark",
)  # fmt: skip
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_PROBED_PX = 120
_FAINT = 0.04
"""The chroma from which a colour of a logo counts as one of its brand."""

_SAME_HUE = 25.0
_HUES = ((15, "pink"), (50, "red"), (80, "orange"), (118, "yellow"), (162, "green"), (215, "teal"),
         (285, "blue"), (325, "violet"), (361, "pink"))  # fmt: skip
"""Where in OKLCH, in degrees, each hue ends."""

_LEAST_INK = (2, 2, 2, 5)
"""Per cent of each ink that a press holds; a breath of black only makes a tint dirty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTheme:
    """A theme file's text, the ``colours`` it was made of, and what had to be changed of them."""

    toml: str
    colours: tuple[str, ...]
    changes: tuple[Change, ...]


def new_theme(
    colours: Sequence[str],
    *,
    name: str = "",
    logo: str = "",
    profile: str = "",
    extends: str = "agora",
    least: float = TEXT,
) -> NewTheme:
    """The theme of a brand with these ``colours``, the first one on its covers.

    ``logo`` is its file as the theme is to name it, ``profile`` an output profile for the inks in the
    place of the shipped one; ``least`` is the contrast that the theme it ``extends`` asks of texts.
    Raises ThemeError for what is no colour, and for a ``name`` that is no line of print.
    """
    if wrong := tuple(check_text(name, "--name", most=LONGEST["name"], control=CONTROL_AND_BIDI)):
        raise ThemeError(*wrong)
    read = tuple(dict.fromkeys(parse_colour(text) for text in colours))[:MOST_COLOURS]
    if not read:
        raise ThemeError(error("new-theme-colourless"))
    made = new_roles(read, least)
    palette = _Palette(str(print_settings(profile, 3.0).profile), made.roles, read)
    tables = [("roles", dict(made.roles))]
    for accent, first, others in accents_of(read):
        roles = new_roles((first, *others), least).roles if first else made.roles
        tables.append((f"accents.{accent}", {r: roles[r] for r in ACCENT_ROLES} if first else {}))
    named = [
        (table, {role: palette.named(role, rgb, table) for role, rgb in rows.items()})
        for table, rows in tables
    ]
    lines = [*_head(name, read, extends, least), *palette.lines(), *_tables(named), *_brand(name, logo)]
    return NewTheme(toml="\n".join(lines) + "\n", colours=read, changes=made.changes)


def parse_colour(text: str) -> str:
    """A colour as "#RRGGBB", of "#abc", "006E5A" or a name of CSS. Raises ThemeError."""
    text = text.strip()
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return f"#{digits.upper()}"
    from PIL import ImageColor

    try:
        red, green, blue, *_ = ImageColor.getrgb(text)
    except ValueError as caught:
        raise ThemeError(error("new-theme-colour", given=text[:40])) from caught
    return f"#{red:02X}{green:02X}{blue:02X}"


def accents_of(colours: Sequence[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Names of four to six accents, each with the colour of its covers and the others beside it.

    The first is the brand as it is, with "". The others are darker and lighter, of the brand's second
    colour, and of hues beside its own; those of a brand without hues are greys.
    """
    first, *others = colours
    own = lch_of(first)
    taken: set[str] = set()
    yield "own", "", ()
    yield "deep", rgb_of(own._replace(lightness=0.27, chroma=min(own.chroma, 0.11))), tuple(others)
    yield "clear", rgb_of(own._replace(lightness=0.93, chroma=min(own.chroma, 0.06))), (first, *others)
    if others:
        yield _hue_name(others[0], taken), others[0], (first, *others[1:])
    if own.grey:
        middle = 0.42 if abs(own.lightness - 0.42) > 0.1 else 0.6
        yield "middle", rgb_of(own._replace(lightness=middle)), tuple(others)
        return
    chroma, lightness = max(0.07, min(own.chroma, 0.13)), min(max(own.lightness, 0.36), 0.46)
    for turn in (-NEAR_HUE, NEAR_HUE):
        beside = rgb_of(Lch(lightness, chroma, (own.hue + turn) % 360))
        yield _hue_name(beside, taken), beside, tuple(others)


def _hue_name(rgb: str, taken: set[str]) -> str:
    """What people call the hue of ``rgb``, with a number where that is ``taken``."""
    lch = lch_of(rgb)
    name = "grey" if lch.grey else next(name for end, name in _HUES if lch.hue < end)
    count = 1 + sum(other.partition("-")[0] == name for other in taken)
    own = name if count == 1 else f"{name}-{count}"
    taken.add(own)
    return own


class _Palette:
    """The colours of a theme file by name, each once, with its inks."""

    def __init__(self, profile: str, roles: Mapping[str, str], colours: Sequence[str]) -> None:
        self.profile = profile
        self.names = {roles["paper"]: "white", roles["text"]: "ink"}
        named = {"brand": roles["cover"], "slate": roles["muted"], "tint": roles["panel"]}
        named |= {f"brand-{number}": rgb for number, rgb in enumerate(colours[1:], 2)}
        for name, rgb in named.items():
            self.names.setdefault(rgb, name)

    def named(self, role: str, rgb: str, table: str) -> str:
        """The name of a colour, made of where it is first used."""
        if rgb not in self.names:
            accent = table.partition(".")[2]
            self.names[rgb] = f"{accent}-{role}".strip("-").replace("_", "-")
        return self.names[rgb]

    def lines(self) -> Iterator[str]:
        yield "# Screen value (sRGB) and press value (per cent of C, M, Y, K; total ink at most 300)."
        yield "[palette]"
        for rgb, name in self.names.items():
            inks = ", ".join(f"{ink:g}" for ink in inks_of(rgb, self.profile))
            yield f'{name} = {{ rgb = "{rgb}", cmyk = [{inks}] }}'
        yield ""


def inks_of(rgb: str, profile: str) -> tuple[float, float, float, float]:
    """The inks of a colour in whole per cent, through ``profile``, all together at most 300.

    Greys are black ink alone.
    """
    from PIL import Image

    if rgb in INK_INKS:
        return INK_INKS[rgb]
    channels = Colour(rgb=rgb, cmyk=(0, 0, 0, 0)).channels
    if max(channels) - min(channels) <= 2:
        return 0, 0, 0, round(100 - sum(channels) / 7.65)
    pixel = icc.separated(Image.new("RGB", (1, 1), channels), profile).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return kept_ink(tuple(ink / 2.55 for ink in pixel))


def kept_ink(inks: Sequence[float]) -> tuple[float, float, float, float]:
    """``inks`` in whole per cent with a total of at most MAX_TOTAL_INK: the colours give, black stays.

    kept_ink((100, 100, 100, 30))  # (90, 90, 90, 30)
    """
    *colours, black = (
        0 if ink < least else round(ink) for ink, least in zip(inks, _LEAST_INK, strict=True)
    )
    if sum(colours) + black > MAX_TOTAL_INK:
        share = (MAX_TOTAL_INK - black) / sum(colours)
        colours = [int(ink * share) for ink in colours]
    cyan, magenta, yellow = colours
    return cyan, magenta, yellow, black


def brand_colours(logo: Logo) -> tuple[str, ...]:
    """The colours of a logo, those with most ink first: hues that differ, else its darkest grey."""
    from PIL import Image

    image = logo.image(max(8, min(_PROBED_PX, round(4 * _PROBED_PX / logo.aspect))))
    flat = image.convert("RGB").quantize(24, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = flat.getpalette() or []
    opaque = image.getchannel("A").point([0] * 200 + [255] * 56)
    tally: dict[int, int] = {}
    for index, seen in zip(flat.tobytes(), opaque.tobytes(), strict=True):
        if seen:
            tally[index] = tally.get(index, 0) + 1
    ranked = [
        "#{:02X}{:02X}{:02X}".format(*palette[3 * i : 3 * i + 3])
        for i in sorted(tally, key=lambda i: (-tally[i], i))
    ]
    if logo.drawing:  # its own colours, not those of edges between them
        exact = logo.drawing.colours
        ranked = list(dict.fromkeys(_nearest(exact, rgb) for rgb in ranked))
    found: list[str] = []
    for rgb in ranked:
        hue = lch_of(rgb)
        apart = (abs((hue.hue - lch_of(f).hue + 180) % 360 - 180) for f in found)
        if hue.chroma >= _FAINT and all(degrees > _SAME_HUE for degrees in apart):
            found.append(rgb)
    greys = sorted(ranked, key=lambda rgb: lch_of(rgb).lightness)
    return tuple(found[:3]) or tuple(greys[:1])


def _nearest(choices: Sequence[str], rgb: str) -> str:
    return min(choices, key=lambda other: lch_of(other).apart(lch_of(rgb)))


def _head(name: str, colours: Sequence[str], extends: str, least: float) -> Iterator[str]:
    yield f"# A theme made by: brochure theme new {' '.join(f'--colour {c!r}' for c in colours)}"
    yield f"# Every text has {least:g} to 1 on its ground. What each role is for: docs/themes.md."
    yield f"description = {_text(f'The colours of {name}' if name else 'Our colours')}"
    yield f"extends = {_text(extends)}"
    yield ""


def _tables(named: Sequence[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    for table, rows in named:
        if table == "accents.own":
            yield "# A page has one of these accents, by its slug or its key `accent`."
        yield f"[{table}]"
        yield from (f'{role} = "{colour}"' for role, colour in rows.items())
        yield ""


def _brand(name: str, logo: str) -> Iterator[str]:
    if not name and not logo:
        return
    yield "# Who issues what is made: on covers, back covers, cards. Each page may say otherwise."
    yield "[brand]"
    yield f"name = {_text(name or Path(logo).stem)}"
    if logo:
        yield f"logo = {_text(logo)}"
        yield '# logo_dark = "logo-white.svg"      # for dark grounds'
    yield '# address = "1, place de la Mairie, 00100 Arcanne"'
    yield '# telephone = "01 23 45 67 89"'
    yield '# email = "mairie@exemple.org"'
    yield '# site = "https://exemple.org/"'


def _text(value: str) -> str:
    """A basic string of TOML (TOML 1.0): escaped as JSON is, which it takes."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
