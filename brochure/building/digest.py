"""Origins: what a kit was made from, as one digest: pages, themes, templates, fonts and code."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import assets, opened_files, plugins
from brochure.kit import digest_of
from brochure.messages import catalogues
from brochure.page import Page
from brochure.programme import Programme
from brochure.theme import Theme

if TYPE_CHECKING:
    from brochure.stationery.products import SheetProduct

_LIBRARIES = (
    "babel", "fonttools", "icalendar", "jinja2", "linkify-it-py", "markdown-it-py", "mdit-py-plugins",
    "pikepdf", "pillow", "polytypo", "pydyf", "pyphen", "pypdfium2", "qrcode", "uharfbuzz",
    "weasyprint", "zxing-cpp",
)  # fmt: skip
"""What decides the bytes of a kit, besides brochure itself."""


def page_digest(page: Page, theme: Theme) -> str:
    """What a kit was made from, as a SHA-256: page, theme, templates, fonts and code."""
    return digest_of(
        [
            *_page_parts(page),
            *_theme_parts(theme),
            *_made_with(),
        ]
    )


def programme_digest(programme: Programme, products: Sequence[SheetProduct], theme: Theme) -> str:
    """What the kit of a programme was made from, as a SHA-256."""
    parts = [repr((programme, products)).encode(), *_theme_parts(theme), *_made_with()]
    return digest_of(parts + [part for p in products for part in _template_parts(p.template)])


def _made_with() -> Iterable[bytes]:
    """Templates, fonts, the program that draws with them, and the versions of its libraries."""
    yield from _folder_parts()
    for group in plugins.GROUPS:  # what another package adds counts with that package's version
        for plugin in plugins.installed_plugins(group).values():
            yield f"{group} {plugin.name} {plugin.distribution}".encode()
    yield _program_digest()
    yield from (f"{name}={version}".encode() for name, version in versions().items())


def _page_parts(page: Page) -> Iterable[bytes]:
    for name in page.__dataclass_fields__:
        if name not in {"images", "theme", "cards", "warnings"}:
            yield f"{name}={getattr(page, name)!r}".encode()
    yield f"code={page.cards.code!r}".encode()
    yield from _template_parts(page.cards.template)
    for name, data in sorted(page.images.items()):
        yield name.encode()
        yield data


def _theme_parts(theme: Theme) -> Iterable[bytes]:
    families = (*theme.families, *theme.fallbacks)
    yield repr((theme.name, sorted(theme.roles.items()), families)).encode()
    yield repr((sorted(theme.languages.items()), theme.motif, theme.body_pt)).encode()
    yield repr([(name, sorted(roles.items())) for name, roles in theme.accents.items()]).encode()
    yield repr(theme.minimum_contrast).encode()
    yield repr((theme.printing.condition, theme.printing.bleed_mm)).encode()
    yield repr((theme.printing.ink, theme.printing.spot)).encode()
    yield opened_files.bytes_of(theme.printing.profile)
    yield repr(theme.brand).encode()
    cards = theme.cards
    yield repr((cards.formats, cards.posts, cards.code, cards.scale, cards.grid)).encode()
    yield repr((cards.chosen, theme.channels, sorted(theme.accounts.items()))).encode()
    yield from _template_parts(cards.template)
    yield from _template_parts(cards.photo_template)
    yield cards.logo or b""
    for face in (*theme.faces, *theme.pixel_faces, *theme.borrowed_faces):
        yield repr((face.family, face.weight, face.italic, face.index)).encode()
        yield _font_digest(face.path)


def _template_parts(named: str) -> Iterable[bytes]:
    """A card template by its name, or by its content where it is a file of one's own."""
    yield opened_files.bytes_of(Path(named)) if named.lower().endswith(".toml") else named.encode()


def _font_digest(path: Path) -> bytes:
    data = opened_files.kept(path)
    return _digest_of_ours(path) if data is None else hashlib.sha256(data).digest()


@cache
def _digest_of_ours(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _folder_parts() -> Iterable[bytes]:
    for folder in (assets.templates_folder(), assets.fonts_folder()):
        for path in assets.files(folder):
            if path.is_relative_to(catalogues.folder()) and path.suffix != ".mo":
                continue  # compiled messages stand in previews; nothing is made of their sources
            yield path.relative_to(folder).as_posix().encode()
            yield _font_digest(path) if path.suffix == ".ttf" else path.read_bytes()


@cache
def _program_digest() -> bytes:
    """A SHA-256 of the package's own source files.

    Its version stays the same from release to release, while a checkout changes: a kit of yesterday's
    code is not current. Read once a process, since the code that runs is not read again either.
    """
    return bytes.fromhex(
        digest_of(
            part
            for path in assets.program()
            for part in (path.relative_to(assets.PACKAGE).as_posix().encode(), path.read_bytes())
        )
    )


_DIST_INFO = re.compile(r"([^-]+)-([^-]+)\.dist-info")
"""A distribution's folder (PyPA, "Recording installed projects")."""


@cache
def versions() -> dict[str, str]:
    """The versions of everything that decides a kit's bytes, by name."""
    found = {name: _version(name) for name in ("brochure", *_LIBRARIES)}
    return found | {"pango": _pango_version()}


def _version(name: str) -> str:
    """The version of an installed distribution, told by the name of its folder where there is one.

    Loading importlib.metadata takes as long as drawing a card: 11 % of an unchanged build
    (benchmarks/kept_by_hand.py).
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
