"""The issuer on the share page: its logo for light and dark screens, partners, contact, metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brochure.brand import Brand, on_plate
from brochure.colour import Colour
from brochure.facts import Facts
from brochure.kit import Artifact
from brochure.logo import Logo, Size, contained, equal_weight
from brochure.networks.contacts import ContactLine, account_url, contact_lines, legal_line
from brochure.networks.page_links import published_at
from brochure.page import Page
from brochure.text import labels
from brochure.theme import Theme

MARK, PARTNER = Size(220, 64), Size(150, 52)
"""The largest size of the issuer's logo and of a partner's, in CSS pixels."""

FOLDER = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenMark:
    """A logo on a screen: addresses for light and ``dark`` ones, and whether it needs a plate there."""

    src: str
    dark: str
    alt: str
    width: int
    height: int
    plate: str = ""
    dark_plate: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """What the share page shows of an issuer; every part may be missing."""

    cover: ScreenMark | None
    foot: ScreenMark | None
    partners: tuple[ScreenMark, ...]
    partners_title: str
    contact: tuple[ContactLine, ...]
    legal: str

    def __bool__(self) -> bool:
        return bool(self.foot or self.partners or self.contact or self.legal)


def issuer_of(page: Page, theme: Theme, dark: Mapping[str, str]) -> Issuer:
    """The issuer of ``page``; ``dark`` gives the colour of each role on dark screens."""
    brand = page.issuer
    sizes = equal_weight([partner.logo for partner in brand.partners], PARTNER)
    return Issuer(
        cover=_mark(brand, theme, dark, "cover"),
        foot=_mark(brand, theme, dark, "panel"),
        partners=tuple(
            ScreenMark(
                src=_name(partner.logo, f"partner-{i}"), dark="", alt=partner.name,
                width=round(size.width), height=round(size.height), url=partner.url,
            )
            for i, (partner, size) in enumerate(zip(brand.partners, sizes, strict=True), 1)
        ),
        partners_title=str(labels.in_language(page.lang)["partners"]),
        contact=contact_lines(page),
        legal=legal_line(page),
    )  # fmt: skip


def _mark(brand: Brand, theme: Theme, dark: Mapping[str, str], role: str) -> ScreenMark | None:
    light_ground = theme.roles[role]
    on_light = brand.logo_on(light_ground)
    on_dark = brand.logo_on(Colour(rgb=dark[role], cmyk=(0, 0, 0, 0)))
    if on_light is None or on_dark is None:
        return None
    (logo, plate), (other, other_plate) = on_light, on_dark
    size = min(contained(logo, MARK), contained(other, MARK), key=lambda size: size.height)
    return ScreenMark(
        src=_path(brand, logo), dark=_path(brand, other) if other != logo else "", alt=brand.name,
        width=round(logo.aspect * size.height), height=round(size.height),
        plate=plate.rgb if plate else "", dark_plate=other_plate.rgb if other_plate else "",
    )  # fmt: skip


def _path(brand: Brand, logo: Logo) -> str:
    return _name(logo, "logo" if logo == brand.logo else "logo-dark")


def _name(logo: Logo, stem: str) -> str:
    return f"{FOLDER}/{stem}.{'svg' if logo.drawing else 'png'}"


def logo_files(page: Page) -> Iterator[Artifact]:
    """The logos that the share page and its metadata show, below ``share/``."""
    brand = page.issuer
    named = [(brand.logo, "logo"), (brand.logo_dark, "logo-dark")]
    named += [(partner.logo, f"partner-{i}") for i, partner in enumerate(brand.partners, 1)]
    for logo, stem in named:
        if logo:
            yield Artifact(
                path=f"share/{_name(logo, stem)}", media_type=logo.media_type, data=logo.data,
                facts=_pixels(logo),
            )  # fmt: skip


def _pixels(logo: Logo) -> Facts:
    return Facts() if logo.drawing else Facts(width_px=int(logo.width), height_px=int(logo.height))


def organisation(page: Page) -> dict[str, Any]:
    """The issuer as schema.org's Organization, with what is known of it; empty without a name."""
    brand = page.issuer
    name = brand.name or page.site_name
    if not name:
        return {}
    logo = brand.logo or brand.logo_dark
    drawn = on_plate(logo)[0] if logo else None
    links = (account_url(key, account) for key, account in brand.accounts.items())
    known = {
        "@type": "Organization",
        "name": name,
        "url": brand.site,
        "logo": published_at(page, f"share/{_path(brand, drawn)}") if drawn else "",
        "address": brand.address,
        "telephone": brand.telephone,
        "email": brand.email,
        "sameAs": [link for link in links if link],
    }
    return {key: value for key, value in known.items() if value}
