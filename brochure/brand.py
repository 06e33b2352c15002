"""Brand: who issues a page, its logo for light and for dark grounds, its partners, how to reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from brochure import validation
from brochure.colour import Colour, luminance
from brochure.logo import LEAST_SEEN, Logo
from brochure.problems import Place, Problem, error
from brochure.validation import check_kind, check_text, refuse

MOST_PARTNERS = 12
LONGEST: Mapping[str, int] = {
    "name": 120, "address": 200, "telephone": 40, "email": 120, "site": 300, "legal": 400,
}  # fmt: skip
TEXTS = tuple(LONGEST)

WHITE = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
BLACK = Colour(rgb="#000000", cmyk=(0, 0, 0, 100))
_DARK = 0.18
"""The luminance below which a ground counts as dark: black and white stand out from it alike."""

_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+")
_TELEPHONE = re.compile(r"(?=(?:\D*\d){3})[-+()./\d\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A partner: its ``name``, which is the alternative text of its ``logo``, and its ``url``."""

    name: str
    logo: Logo
    url: str = ""

    def __post_init__(self) -> None:
        refuse(
            check_text(self.name, "name", most=LONGEST["name"], example="Université d'Arcanne"),
            check_kind(self.logo, "logo", Logo),
            validation.check_url(self.url) if self.url else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """An issuer. Every field may be empty; ``Brand()`` is none.

    ``logo`` is for light grounds, ``logo_dark`` for dark ones. ``address`` is a postal one in one
    line, ``site`` one of the web, ``accounts`` are its own on networks by their keys, ``legal`` is what
    the law asks to be printed: a publication's director, a printer. Raises SourceError.
    """

    name: str = ""
    logo: Logo | None = None
    logo_dark: Logo | None = None
    address: str = ""
    telephone: str = ""
    email: str = ""
    site: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    legal: str = ""
    partners: tuple[Partner, ...] = ()

    def __post_init__(self) -> None:
        refuse(self._check_texts(), self._check_logos())

    def __bool__(self) -> bool:
        return any(getattr(self, row.name) for row in fields(self))

    @property
    def has_logo(self) -> bool:
        """Whether there is a logo of either variant."""
        return bool(self.logo or self.logo_dark)

    def _check_texts(self) -> Iterator[Problem]:
        for key, most in LONGEST.items():
            yield from check_text(getattr(self, key), key, most=most)
        if self.site:
            yield from validation.check_url(self.site, "site")
        for key, pattern, example in (
            ("email", _EMAIL, "mairie@exemple.org"), ("telephone", _TELEPHONE, "+33 1 23 45 67 89"),
        ):  # fmt: skip
            value = getattr(self, key)
            if isinstance(value, str) and value and not pattern.fullmatch(value):
                yield error("contact-form", at=Place(key=key), given=value[:60], example=example)

    def _check_logos(self) -> Iterator[Problem]:
        for key in ("logo", "logo_dark"):
            if getattr(self, key) is not None:
                yield from check_kind(getattr(self, key), key, Logo)
        yield from validation.check_entries(self.partners, "partners", most=MOST_PARTNERS, kind=Partner)

    def over(self, other: Brand) -> Brand:
        """The brand with what it does not say taken from ``other``, field by field.

        The two variants of a logo belong together: one of its own leaves out both of the other's.
        """
        names = [row.name for row in fields(self)]
        if self.has_logo:
            names = [name for name in names if name not in {"logo", "logo_dark"}]
        return replace(self, **{n: getattr(self, n) or getattr(other, n) for n in names})

    def logo_on(self, ground: Colour) -> tuple[Logo, Colour | None] | None:
        """The variant to draw on ``ground``, and the colour of the plate that it needs, if any.

        A variant made for such a ground comes first; one that is hardly seen there gives way to the
        other, and where neither is seen a plate of white or black is laid below.
        """
        dark = luminance(ground) < _DARK
        variants = (self.logo_dark, self.logo) if dark else (self.logo, self.logo_dark)
        given = [logo for logo in variants if logo]
        seen = [logo for logo in given if logo.stands_on(ground)]
        if seen:
            return seen[0], None
        return on_plate(self.logo or given[0]) if given else None


NO_BRAND = Brand()


def on_plate(logo: Logo) -> tuple[Logo, Colour]:
    """``logo`` on the plate that it is seen on: the ground it brings, else white, else black."""
    if logo.ground:
        return logo, Colour(rgb=logo.ground, cmyk=(0, 0, 0, 0))
    return logo, WHITE if logo.seen_on(WHITE) >= min(LEAST_SEEN, logo.seen_on(BLACK)) else BLACK
