"""Brands on paper: the issuer's mark, its partners' in a row, sized and with the ink of the medium.

Lengths in points. What is drawn is decided here; `templates/brochure/brand.html.j2` only sets it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from urllib.parse import quote

from brochure import icc, logo
from brochure.brand import WHITE, on_plate
from brochure.colour import Colour
from brochure.design import PAPER_SIZES
from brochure.logo import CLEAR, Logo, Size, contained
from brochure.networks.contacts import ContactLine, contact_lines, legal_line
from brochure.page import Page
from brochure.pdf.media import MM, Medium, device_cmyk
from brochure.pdfwriter import drawings
from brochure.problems import Place, Problem, warning
from brochure.text import labels
from brochure.theme import Theme

LEAST_HEIGHT = 6 * MM
"""No logo is drawn lower, unless it is wider than what there is."""

MARK, FOOT_MARK = Size(150, 45), Size(150, 40)
"""The issuer's logo on a cover, and at the foot of the back cover of A4, at most."""

PARTNER = Size(96, 34)
ROW_GAP = 14.0
LEAST_DPI = 200
"""Below, the steps of a raster logo are seen in print."""

PHOTOGRAPH = "photograph"
"""The ground of a logo that stands on a picture: a plate is laid below it."""

MARGIN_SIDE, NOTES_LEFT, LEAST_BESIDE = 51.02, 224.0, 160.0
"""The margins of a back cover, where its notes begin between them, the least width for partners."""

NAME_LEADING = 12.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A logo to be set: its address for ``<img>``, alternative text, size; ``src`` "" is its name.

    ``plate`` is the CSS colour of what lies below it, or "", and reaches ``pad`` beyond each edge.
    """

    src: str
    alt: str
    width: float
    height: float
    plate: str = ""
    pad: float = 0.0
    url: str = ""

    @property
    def outer_width(self) -> float:
        """Its width with its plate."""
        return round(self.width + 2 * self.pad, 2)

    @property
    def outer_height(self) -> float:
        """Its height with its plate."""
        return round(self.height + 2 * self.pad, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRows:
    """Partners' logos in rows, each row with its height; ``plate`` lies below all of them, or ""."""

    title: str
    rows: tuple[tuple[Mark, ...], ...]
    gap: float
    plate: str
    pad: float

    @property
    def heights(self) -> tuple[float, ...]:
        """The height of each row."""
        return tuple(max(mark.height for mark in row) for row in self.rows)

    @property
    def width(self) -> float:
        """The width of the longest row, with the plate."""
        longest = max(sum(m.width for m in row) + self.gap * (len(row) - 1) for row in self.rows)
        return round(longest + 2 * self.pad, 2)

    @property
    def height(self) -> float:
        """The height of all rows, with their plate, without the title."""
        return round(sum(self.heights) + self.gap * (len(self.rows) - 1) + 2 * self.pad, 2)


class Brands:
    """The issuer of ``page`` on ``medium``: what templates place. All of it may be missing."""

    def __init__(self, page: Page, theme: Theme, medium: Medium) -> None:
        self.page, self.theme, self.medium = page, theme, medium
        self.brand = page.issuer

    def __bool__(self) -> bool:
        return bool(self.brand)

    def issuer(self, ground: str = "cover", width: float = MARK.width, height: float = MARK.height
               ) -> Mark | None:  # fmt: skip
        """The issuer's mark on a ``ground`` (a role, or PHOTOGRAPH), at most so wide and high.

        Its name in letters where it has no logo; None where it has neither.
        """
        most = Size(width, max(height, LEAST_HEIGHT))
        if not self.brand.has_logo:
            name = self.brand.name
            return Mark(src="", alt=name, width=width, height=NAME_LEADING) if name else None
        chosen = self._on(ground)
        assert chosen is not None
        drawn, plate = chosen
        if plate is None:
            return self._mark(drawn, self.brand.name, contained(drawn, most))
        inner = Size(width / (1 + 2 * CLEAR / drawn.aspect), most.height / (1 + 2 * CLEAR))
        size = contained(drawn, inner)
        return self._mark(drawn, self.brand.name, size, self._css(plate.rgb), size.height * CLEAR)

    def _on(self, ground: str) -> tuple[Logo, Colour | None] | None:
        if ground == PHOTOGRAPH:
            drawn = self.brand.logo or self.brand.logo_dark
            return on_plate(drawn) if drawn else None
        return self.brand.logo_on(self.theme.roles[ground])

    def partners(
        self, ground: str = "panel", width: float = 493.0, most: Size = PARTNER
    ) -> PartnerRows | None:
        """The partners' logos in rows of ``width``, all of one weight; None where there are none.

        Where one of them is not seen on ``ground`` (a role, or PHOTOGRAPH), a white plate lies below.
        """
        logos = [partner.logo for partner in self.brand.partners]
        if not logos:
            return None
        below = None if ground == PHOTOGRAPH else self.theme.roles[ground]
        seen = below is not None and all(one.stands_on(below) for one in logos)
        pad = 0.0 if seen else ROW_GAP / 2
        sizes = logo.equal_weight(logos, Size(min(most.width, width - 2 * pad), most.height))
        marks = [
            self._mark(partner.logo, partner.name, size, url=partner.url)
            for partner, size in zip(self.brand.partners, sizes, strict=True)
        ]
        gap = max(ROW_GAP, 2 * CLEAR * max(size.height for size in sizes))
        return PartnerRows(
            title=str(labels.in_language(self.page.lang)["partners"]),
            rows=tuple(_rows(marks, width - 2 * pad, gap)),
            gap=gap,
            plate="" if seen else self._css(WHITE.rgb),
            pad=pad,
        )

    @cached_property
    def partners_beside(self) -> bool:
        """Whether partners have room beside the contact at the foot of a back cover."""
        return self._beside >= LEAST_BESIDE

    def foot_partners(self, ground: str) -> PartnerRows | None:
        """The partners' rows at the foot of a back cover: beside the contact, or above it."""
        return self.partners(ground, self._beside + (0 if self.partners_beside else NOTES_LEFT))

    @property
    def _beside(self) -> float:
        """The width of the notes at the foot of a back cover."""
        return PAPER_SIZES[self.page.size].width - 2 * MARGIN_SIDE - NOTES_LEFT

    @cached_property
    def contact(self) -> tuple[ContactLine, ...]:
        """How to reach the issuer, line by line."""
        return contact_lines(self.page)

    @cached_property
    def legal(self) -> str:
        """What the law asks to be printed, or ""."""
        return legal_line(self.page)

    def low_logos(self, file: str) -> Iterator[Problem]:
        """A warning for each raster logo that has too few pixels for ``file``, where it is largest."""
        for one in self._all():
            most = PARTNER if any(one is p.logo for p in self.brand.partners) else MARK
            height = contained(one, most).height
            if one.dpi(height) < LEAST_DPI:
                yield _low(file, one, height)

    def _all(self) -> tuple[Logo, ...]:
        own = (self.brand.logo, self.brand.logo_dark)
        return (*(one for one in own if one), *(partner.logo for partner in self.brand.partners))

    def _mark(
        self, drawn: Logo, alt: str, size: Size, plate: str = "", pad: float = 0.0, url: str = ""
    ) -> Mark:
        if drawn.drawing:
            src = f"data:image/svg+xml,{quote(drawn.drawing.svg(self._css), safe='')}"
        else:
            src = f"data:image/png;base64,{base64.b64encode(drawn.data).decode()}"
        return Mark(
            src=src, alt=alt, width=round(size.width, 2), height=round(size.height, 2), plate=plate,
            pad=round(pad, 2), url=url,
        )  # fmt: skip

    @cached_property
    def _css(self) -> partial[str]:
        return partial(ink_css, theme=self.theme, press=self.medium.name == "press")


def ink_css(rgb: str, *, theme: Theme, press: bool) -> str:
    """A colour "#RRGGBB" as CSS: as it is on a screen, in inks on a ``press``.

    The inks are the theme's where it has that colour, black ink alone for greys, else those of the
    output profile. A theme that prints with black and one ink has logos in black.
    """
    if not press:
        return rgb
    ink = theme.printing.ink
    if ink is not None and ink.rgb != rgb:  # black and one ink: a logo keeps no colour that is not it
        return device_cmyk((0.0, 0.0, 0.0, 100 * drawings.black_tint(rgb)))
    own = next((colour.cmyk for colour in theme.roles.values() if colour.rgb == rgb), None)
    return device_cmyk(own or inks_of(rgb, str(theme.printing.profile)))


@lru_cache(maxsize=256)
def inks_of(rgb: str, profile: str) -> tuple[float, float, float, float]:
    """The inks of a colour "#RRGGBB" in per cent: black alone for greys, else through ``profile``."""
    from PIL import Image

    channels = Colour(rgb=rgb, cmyk=(0, 0, 0, 0)).channels
    if max(channels) - min(channels) <= 2:
        return 0.0, 0.0, 0.0, round(100 - sum(channels) / 7.65, 1)
    pixel = icc.separated(Image.new("RGB", (1, 1), channels), profile).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    c, m, y, k = (round(ink / 2.55, 1) for ink in pixel)
    return c, m, y, k


def _rows(marks: list[Mark], width: float, gap: float) -> Iterator[tuple[Mark, ...]]:
    """The marks in as few rows as they fit, as even as they can be, in their order."""
    needed, room = 1, width
    for mark in marks:
        if mark.width > room:
            needed, room = needed + 1, width
        room -= mark.width + gap
    for count in range(needed, len(marks) + 1):
        rows = [marks[len(marks) * i // count : len(marks) * (i + 1) // count] for i in range(count)]
        if all(sum(m.width for m in row) + gap * (len(row) - 1) <= width + 0.01 for row in rows):
            break
    yield from (tuple(row) for row in rows)


def _low(file: str, drawn: Logo, height: float) -> Problem:
    return warning(
        "logo-low", at=Place(file=file), name=drawn.name, dpi=round(drawn.dpi(height)),
        height_mm=round(height / MM), needed_px=round(300 * height / 72), least_dpi=LEAST_DPI,
    )  # fmt: skip
