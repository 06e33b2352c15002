"""Theme: how a page looks. Values and their roles, and the contrast between two colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from brochure import language_tags, motif
from brochure.brand import NO_BRAND, Brand
from brochure.colour import Colour, luminance
from brochure.design import Design
from brochure.motif_shapes import hashed
from brochure.page import MOTIFS, Page
from brochure.problems import Text

WIDE_FROM, TALL_TO = 1.3, 0.9
"""Width by height from which a card is wide, and up to which it is tall."""

ALLOWED_MOTIFS = ("auto", *MOTIFS)
"""What a theme's ``motif`` may be: "auto" is the one that suits each page."""


class Pair(NamedTuple):
    """A text role, the role of the ground it stands on, and what is set so, for messages."""

    text: str
    ground: str
    what: Text


TEXT_PAIRS = (
    Pair("cover_text", "cover", Text("pair-titles")),
    Pair("cover_muted", "cover", Text("pair-lead")),
    Pair("text", "paper", Text("pair-text")),
    Pair("muted", "paper", Text("pair-captions")),
    Pair("accent", "paper", Text("pair-links")),
    Pair("text", "panel", Text("pair-panels")),
    Pair("muted", "panel", Text("pair-panel-notes")),
    Pair("accent", "panel", Text("pair-panel-links")),
    Pair("lit_text", "lit", Text("pair-seat")),
)
"""Every text a product sets, with its ground: a theme needs contrast in each of them."""


class GraphicPair(NamedTuple):
    """A role of signs, the role of the ground they stand on, what is drawn so, for messages.

    ``least`` is the contrast it needs, to one; 0 is two thirds of what texts need: 3 where they need
    4.5 (WCAG 2.2, 1.4.11, and 1.4.3 for large letters).
    """

    mark: str
    ground: str
    what: Text
    least: float = 0.0


GRAPHIC_PAIRS = (
    GraphicPair("lit", "cover", Text("pair-numerals")),
    GraphicPair("spark", "cover", Text("pair-spark")),
    GraphicPair("panel_spark", "panel", Text("pair-panel-spark")),
    GraphicPair("rule", "paper", Text("pair-rules")),
    GraphicPair("rule", "panel", Text("pair-panel-rules")),
    GraphicPair("seat", "cover", Text("pair-unlit"), 1.3),
    GraphicPair("lit", "seat", Text("pair-lit-unlit"), 1.3),
)
"""Every sign a product draws whose contrast matters, with its ground.

Seats that are not lit are ornament: they need not be read, but a motif nobody sees is none. Those that
are lit differ from them in lightness too, for readers who see no colours.
"""

ROLES = frozenset({p.text for p in TEXT_PAIRS} | {p.ground for p in TEXT_PAIRS}) | {
    "rule", "seat", "spark", "panel_spark",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFace:
    """One font file: ``weight`` 100 to 900, ``path`` to a static TTF or OTF, or a collection's face.

    ``index`` is the face's number in a collection.
    """

    family: str
    weight: int
    path: Path
    italic: bool = False
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What the print shop asks for.

    ``profile`` is a CMYK output profile (ICC), ``condition`` the printing condition it stands for
    as the ICC registry names it ("FOGRA39"), ``bleed_mm`` what is printed beyond the trim. ``ink`` is
    the one colour that is printed beside black, None for all four inks; ``spot`` its name as an ink of
    its own ("PANTONE 2728 C"), "" where it is mixed of the four.
    """

    profile: Path
    condition: str
    bleed_mm: float = 3.0
    ink: Colour | None = None
    spot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A card's format: ``name`` becomes the file's name, ``width`` and ``height`` are pixels.

    ``safe`` is how far from the top, right, bottom and left edge nothing that must be seen may
    stand, in pixels: a network's own buttons cover it. ``jpeg`` asks for a JPEG twin.
    """

    name: str
    width: int
    height: int
    safe: tuple[int, int, int, int] = (0, 0, 0, 0)
    jpeg: bool = False

    @property
    def shape(self) -> str:
        """Which of a template's boxes it takes: wide, square or tall."""
        ratio = self.width / self.height
        return "wide" if ratio >= WIDE_FROM else "tall" if ratio <= TALL_TO else "square"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """How cards are made.

    ``template`` is a shipped template's name or a file, ``photo_template`` the same for pages with a
    picture; "" is assembly, and photo. ``posts`` names the format of quotations and key figures;
    ``logo`` is an image file's bytes. ``code`` asks for the page's code on each card, ``scale``
    multiplies pixels, ``grid`` draws boxes, ``chosen`` names the only cards to make, if any.
    """

    formats: tuple[Format, ...]
    template: str = ""
    photo_template: str = ""
    posts: str = "square"
    logo: bytes | None = None
    code: bool = False
    scale: int = 1
    grid: bool = False
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme's values. ``roles`` gives the colour of each role; ``faces`` every font it may use.

    ``body_pt`` is the size of running text in points, ``minimum_contrast`` what every text has at
    least to its ground (to one). ``families`` holds the family for titles,
    the family for text, then the fallbacks for characters these two lack. ``languages`` names a
    family that sets everything in a language: Arabic titles and text in one Arabic face.
    ``fallbacks`` are brochure's own families for what these lack: signs, emoji, other alphabets.
    ``pixel_faces`` are fallbacks of cards alone: colour fonts and collections, which a PDF does not
    take. ``borrowed_faces`` are those of the machine, for what all the others lack, in cards alone.
    ``channels`` are the ways to share a page that names none, ``accounts`` the publisher's own on
    networks. ``design`` is its form, ``brand`` the issuer of pages that name none. ``motif`` is one
    of ALLOWED_MOTIFS. ``accents`` are the roles that some pages have in other colours, by the name of
    each accent; one of them has none.
    """

    name: str
    description: str
    roles: Mapping[str, Colour]
    families: tuple[str, ...]
    faces: tuple[FontFace, ...]
    languages: Mapping[str, str]
    motif: str
    body_pt: float
    minimum_contrast: float
    printing: Printing
    cards: Cards
    design: Design
    fallbacks: tuple[str, ...] = ()
    pixel_faces: tuple[FontFace, ...] = ()
    borrowed_faces: tuple[FontFace, ...] = ()
    channels: tuple[str, ...] = ()
    accounts: Mapping[str, str] = field(default_factory=dict)
    brand: Brand = NO_BRAND
    accents: Mapping[str, Mapping[str, Colour]] = field(default_factory=dict)

    @property
    def title_family(self) -> str:
        """The family of titles, labels and figures."""
        return self.families[0]

    @property
    def text_family(self) -> str:
        """The family of running text."""
        return self.families[1]

    def colour(self, role: str) -> Colour:
        """The colour of ``role``; "dark" and "light" are the darker and the lighter one of a cover.

        "lightest" is the lighter one of the cover's and the paper's: for words on a photograph.
        """
        if role == "lightest":
            return max((self.colour("light"), self.roles["paper"]), key=luminance)
        if role not in {"dark", "light"}:
            return self.roles[role]
        pair = sorted((self.roles["cover"], self.roles["cover_text"]), key=luminance)
        return pair[role == "light"]

    def face(self, family: str, weight: int) -> FontFace:
        """The upright face of ``family`` whose weight is nearest to ``weight``."""
        upright = [f for f in self.faces if f.family == family and not f.italic]
        return min(upright, key=lambda f: (abs(f.weight - weight), f.weight))

    def for_page(self, page: Page) -> Theme:
        """The theme as ``page`` has it: in the page's accent, with the page's motif.

        An accent is the one that the page names, else the page's slug chooses it, each page on its own.
        A theme that prints with one ink beside black prints with that of the accent, unless it is a
        spot ink.
        """
        roles = {**self.roles, **self.accents.get(self.accent_of(page), {})}
        printing = self.printing
        if printing.spot:  # the press has this one ink, whatever the page
            roles = dict(self.roles)
        elif printing.ink == self.roles["accent"]:
            printing = replace(printing, ink=roles["accent"])
        return replace(self, roles=roles, motif=motif.kind_of(page, self.motif), printing=printing)

    def accent_of(self, page: Page) -> str:
        """The name of the accent of ``page``; "" where the theme has none.

        Rendezvous hashing (Thaler, Ravishankar 1998): one accent more changes few pages.
        """
        if page.accent in self.accents:
            return page.accent
        return max(self.accents, key=lambda name: hashed(f"{page.slug}/{name}", 0), default="")

    def for_language(self, language: str) -> Theme:
        """The theme for ``language``: where a family is named for it, that one sets everything.

        Its text is set larger where the script looks smaller than Latin at the same size.
        """
        own = self.languages.get(language)
        if own is None:
            return self
        scale = language_tags.script_of(language).text_scale
        return replace(self, families=(own, own, *self.families), body_pt=self.body_pt * scale)

    def chain(self, family: str, weight: int) -> tuple[FontFace, ...]:
        """The faces to try for each character: ``family`` first, then the fallbacks."""
        families = dict.fromkeys((family, *self.families[2:], *self.fallbacks))
        return tuple(self.face(name, weight) for name in families)

    def card_chain(self, family: str, weight: int) -> tuple[FontFace, ...]:
        """The same for cards, which also draw fonts that a PDF does not take.

        Those of the theme come before brochure's own fallbacks, those of the machine after them, so
        that a card is the same on every machine.
        """
        own = dict.fromkeys((family, *self.families[2:]))
        return (
            *(self.face(name, weight) for name in own),
            *_nearest(self.pixel_faces, weight),
            *(self.face(name, weight) for name in self.fallbacks if name not in own),
            *_nearest(self.borrowed_faces, weight),
        )


def _nearest(faces: Sequence[FontFace], weight: int) -> tuple[FontFace, ...]:
    """Of each family in ``faces`` the face whose weight is nearest to ``weight``."""
    heavier = sorted(faces, key=lambda f: abs(f.weight - weight))
    first = {face.family: face for face in reversed(heavier)}
    return tuple(first[name] for name in dict.fromkeys(face.family for face in faces))
