"""Building: a Page and a Theme become a Kit, through one table of renderers, each product proved."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure import assets
from brochure.errors import AddressError, BrochureError, ProgrammeError
from brochure.kit import Artifact, Kit, digest_of
from brochure.page import Page
from brochure.programme import Programme
from brochure.theme import Theme

if TYPE_CHECKING:
    from brochure.checking.codes import Proof
    from brochure.parts.sheets.products import Product

RENDERERS = {
    "pdf": "brochure.rendering.pdf",
    "print": "brochure.rendering.pdf.printing",
    "cards": "brochure.rendering.cards",
    "qr": "brochure.rendering.qr",
    "share": "brochure.rendering.share",
    "preview": "brochure.rendering.approval",
}
"""The module of each product; its ``render(page, theme, …)`` yields artifacts."""

PRODUCTS = tuple(RENDERERS)
PDF_PRODUCTS = ("pdf", "print")
NEED_ADDRESS = ("qr", "share", "preview")

_LIBRARIES = (
    "babel", "fonttools", "jinja2", "markdown-it-py", "mdit-py-plugins", "pikepdf", "pillow",
    "polytypo", "pydyf", "pyphen", "qrcode", "uharfbuzz", "weasyprint",
)  # fmt: skip
"""What decides the bytes of a kit, besides brochure itself."""


def build(
    page: Page,
    theme: Theme,
    *,
    only: Iterable[str] = PRODUCTS,
    progress: Callable[[str], None] = lambda product: None,
) -> Kit:
    """The kit of ``page`` in ``theme``, every code and text read back from the finished bytes.

    ``only`` names the products to make; ``progress`` is told each one's name before it is made.
    Raises BrochureError; nothing is written.
    """
    shared = replace(page, channels=page.channels or theme.channels)
    wanted = tuple(name for name in PRODUCTS if name in set(only))
    _need_address(page, wanted)
    _need_glyphs(page, theme, wanted)
    products: dict[str, tuple[Artifact, ...]] = {}
    for name in wanted:
        progress(name)
        products[name] = _proved(name, shared, theme, products, alone=len(wanted) == 1)
    return Kit(page=page, theme_name=theme.name, products=products, digest=digest(page, theme))


def build_programme(
    programme: Programme,
    theme: Theme,
    products: Sequence[Product],
    *,
    progress: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> Kit:
    """The kit of ``programme``: the codes of its sessions and the sheets called ``products``.

    Every code and text is read back from the finished files. ``progress`` is told the file in the
    making, the sessions done, and of how many. Raises BrochureError, with all that does not fit at
    once; nothing is written.
    """
    from brochure.checking import codes, texts
    from brochure.rendering import sheets

    made: dict[str, tuple[Artifact, ...]] = {"codes": tuple(sheets.code_files(programme, progress))}
    faults: dict[str, None] = {}
    for product in products:
        try:
            made[product.name] = (sheets.sheet_file(programme, product, theme, progress),)
        except ProgrammeError as error:
            faults |= dict.fromkeys(error.faults)
    if faults:
        raise ProgrammeError((*faults, *_what_fits(programme, theme, products, made)))
    artifacts = [artifact for group in made.values() for artifact in group]
    for number, artifact in enumerate(artifacts, 1):
        progress("files read back", number, len(artifacts))
        codes.prove(artifact)
        texts.prove(artifact)
    page = Page(
        slug=programme.slug, lang=programme.lang, title=programme.title or programme.slug, body=""
    )
    parts = [repr((programme, products)).encode(), *_theme_parts(theme), *_made_with()]
    parts += [part for product in products for part in _template_parts(product.template)]
    return Kit(page=page, theme_name=theme.name, products=made, digest=digest_of(parts))


def _what_fits(
    programme: Programme, theme: Theme, products: Sequence[Product], made: Container[str]
) -> Iterable[str]:
    """What could be printed as the programme is: other labels, and the sheets without faults."""
    from brochure.parts.sheets import grids
    from brochure.rendering import sheets

    for product in products:
        if product.name == "labels" and product.name not in made:
            larger = [
                name for name, grid in grids.LABELS.items()
                if grid.cell > product.grid.cell
                and sheets.fits(programme, replace(product, grid=grid, skip=0), theme)
            ]  # fmt: skip
            if larger:
                yield f"as it is, it fits these labels: --labels {' or --labels '.join(larger)}"
    whole = [product.name for product in products if product.name in made]
    if whole:
        yield f"as it is, it fits these: --sheets {','.join(whole)}"


def _proved(
    name: str,
    page: Page,
    theme: Theme,
    made: Mapping[str, tuple[Artifact, ...]],
    *,
    alone: bool = False,
) -> tuple[Artifact, ...]:
    """The artifacts of a product, read back; one that speaks of others is shown them (``SPOKEN_OF``).

    They are made and read back for that alone where they are not wanted, so that it says the same.
    What it may speak of ``ALSO`` is shown where it is made, or where nothing else is wanted.
    """
    renderer = import_module(RENDERERS[name])
    also = [other for other in getattr(renderer, "ALSO", ()) if alone or other in made]
    others = [other for other in PRODUCTS if other in {*getattr(renderer, "SPOKEN_OF", ()), *also}]
    seen = dict(made)
    for other in others:
        seen[other] = seen.get(other) or _proved(other, page, theme, seen)
    spoken = [artifact for other in others for artifact in seen[other]]
    found = tuple(renderer.render(page, theme, *_shown(name, spoken)))
    for artifact in found:
        for prove in _proofs(name):
            prove(artifact)
    return found


def _shown(name: str, spoken: Sequence[Artifact]) -> Iterator[Any]:
    """What the renderer of a product is given besides page and theme."""
    if spoken:
        yield spoken
    if name == "preview":
        from brochure.checking import check_artifacts

        yield check_artifacts(spoken).row()


@cache
def _proofs(product: str) -> tuple[Proof, ...]:
    """What every file of ``product`` must pass; only PDFs have texts to find and a press to suit."""
    from brochure.checking import codes

    if product not in PDF_PRODUCTS:
        return (codes.prove,)
    from brochure.checking import preflight, texts

    return codes.prove, texts.prove, preflight.prove


def _need_address(page: Page, wanted: Iterable[str]) -> None:
    needing = [name for name in wanted if name in NEED_ADDRESS]
    if needing and not page.url:
        raise AddressError(
            f'"{page.title}" gives no address, without which there is no {" and no ".join(needing)}; '
            "write url: https://… in its front matter, or give --url https://…; "
            "--only pdf,print,cards needs none"
        )


def _need_glyphs(page: Page, theme: Theme, wanted: Iterable[str]) -> None:
    from brochure.parts import addresses, faces
    from brochure.parts.words import set_page

    address = addresses.judge(page.url).readable if page.url else ""
    cards_only = set(wanted) <= {"cards"}
    faces.check_glyphs(set_page(page), address, theme.speaking(page.language), cards_only=cards_only)


def parse_only(text: str) -> tuple[str, ...]:
    """The products named in ``text``, separated by commas; all of them when it is empty."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in RENDERERS:
            raise BrochureError(f'there is no product "{name}"; there are {", ".join(PRODUCTS)}')
    return names or PRODUCTS


def digest(page: Page, theme: Theme) -> str:
    """What a kit was made from, as a SHA-256: page, theme, templates, fonts and versions."""
    return digest_of(
        [
            *_page_parts(page),
            *_theme_parts(theme),
            *_made_with(),
        ]
    )


def _made_with() -> Iterable[bytes]:
    """Templates, fonts, and the versions of what draws with them."""
    yield from _folder_parts()
    yield from (f"{name}={version}".encode() for name, version in versions().items())


def _page_parts(page: Page) -> Iterable[bytes]:
    for name in page.__dataclass_fields__:
        if name not in {"images", "theme", "cards"}:
            yield f"{name}={getattr(page, name)!r}".encode()
    yield f"code={page.cards.code!r}".encode()
    yield from _template_parts(page.cards.template)
    for name, data in sorted(page.images.items()):
        yield name.encode()
        yield data


def _theme_parts(theme: Theme) -> Iterable[bytes]:
    yield repr((theme.name, sorted(theme.roles.items()), theme.families)).encode()
    yield repr((sorted(theme.languages.items()), theme.motif, theme.body_pt)).encode()
    yield repr(theme.minimum_contrast).encode()
    yield repr((theme.printing.condition, theme.printing.bleed_mm)).encode()
    yield theme.printing.profile.read_bytes()
    cards = theme.cards
    yield repr((cards.formats, cards.posts, cards.code, cards.scale, cards.grid)).encode()
    yield repr((cards.chosen, theme.channels)).encode()
    yield from _template_parts(cards.template)
    yield from _template_parts(cards.photo_template)
    yield cards.logo or b""
    for face in (*theme.faces, *theme.pixel_faces):
        yield repr((face.family, face.weight, face.italic, face.index)).encode()
        yield _font_digest(face.path)


def _template_parts(named: str) -> Iterable[bytes]:
    """A card template by its name, or by its content where it is a file of one's own."""
    yield Path(named).read_bytes() if named.lower().endswith(".toml") else named.encode()


@cache
def _font_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _folder_parts() -> Iterable[bytes]:
    for folder in (assets.templates(), assets.fonts()):
        for path in assets.files(folder):
            yield path.relative_to(folder).as_posix().encode()
            yield path.read_bytes()


_DIST_INFO = re.compile(r"([^-]+)-([^-]+)\.dist-info")
"""A distribution's folder (PyPA, "Recording installed projects")."""


@cache
def versions() -> dict[str, str]:
    """The versions of everything that decides a kit's bytes, by name."""
    found = {name: _version(name) for name in ("brochure", *_LIBRARIES)}
    return found | {"pango": _pango_version()}


def _version(name: str) -> str:
    """The version of an installed distribution, told by the name of its folder where there is one.

    Loading importlib.metadata takes as long as drawing a card.
    """
    if found := _installed().get(name.replace("-", "_").lower()):
        return found
    from importlib.metadata import version

    return version(name)


@cache
def _installed() -> dict[str, str]:
    """Versions by normalised name, from "name-version.dist-info" folders; the first found counts."""
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            names = [entry.name for entry in os.scandir(place or ".")]
        except OSError:
            continue
        for name in names:
            if match := _DIST_INFO.fullmatch(name):
                found.setdefault(re.sub(r"[-_.]+", "_", match[1]).lower(), match[2])
    return found


def _pango_version() -> str:
    """Pango's version, or "" where it has no usual name."""
    import ctypes

    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            pango = ctypes.CDLL(name)
        except OSError:
            continue
        pango.pango_version_string.restype = ctypes.c_char_p
        return str(pango.pango_version_string().decode())
    return ""
