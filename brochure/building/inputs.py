"""Inputs: what each product is made from, as tables, and a page and a theme without all the rest.

A product is drawn from the page and the theme that `seen_page` and `seen_theme` give: what a table does
not name for it has its empty value there, so that nothing else can get into its files. Its digest
(`brochure.building.digest`) is taken of the same fields, so that it changes when they do and not
otherwise. Files of a product that is made in parts have rows of their own, by their paths: "print"
names all of them, "print/poster.pdf" one. A product that no table names, another package's, is made
from everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from brochure.design import Design
from brochure.page import Page
from brochure.theme import Cards, Printing, Theme

KNOWN = frozenset({"pdf", "print", "cards", "qr", "share", "preview"})
"""The products that the tables speak of."""

_DRAWN = "pdf print cards share preview"
"""The products that set texts; files of codes show none."""

_SHOWN = "pdf print share"
"""The products that show how a page looks."""

_BOUND = "print/brochure.pdf print/booklet.pdf"
_TOLD = f"pdf {_BOUND} print/leaflet.pdf share"
"""The products and files that hold all of a page's text: a poster announces it."""

PAGE: Mapping[str, str] = {
    "title": "pdf print cards qr share preview",
    "lang": "pdf print cards qr share preview",
    "url": "pdf print cards qr share preview",
    "plain": "pdf print cards qr share preview",
    "slug": "pdf print cards share",
    "typography": _DRAWN,
    "kicker": _DRAWN,
    "lead": _DRAWN,
    "event": _DRAWN,
    "embargo": _DRAWN,
    "body": f"{_TOLD} preview",
    "programme": "share",
    "note": _TOLD,
    "panels": _TOLD,
    "credits": _TOLD,
    "licence": _TOLD,
    "figures": f"{_SHOWN} cards",
    "quotes": f"{_TOLD} cards",
    "picture": f"{_SHOWN} cards",
    "images": f"{_SHOWN} cards",
    "motif": f"{_SHOWN} cards",
    "issuer": f"{_SHOWN} cards preview",
    "site_name": f"{_SHOWN} cards preview",
    "published": _DRAWN,
    "updated": f"{_SHOWN} preview",
    "campaign": f"{_SHOWN} cards qr",
    "links": f"pdf {_BOUND} print/leaflet.pdf",
    "size": f"pdf {_BOUND}",
    "source": "pdf",
    "poster": "print/poster.pdf",
    "cards": "cards share",
    "kit_url": f"pdf {_BOUND} qr share preview",
    "channels": f"pdf {_BOUND} qr share preview",
    "accounts": "share preview",
    "hashtags": "share preview",
    "captions": "share preview",
    "alternates": "share",
    "theme": "",
    "accent": "",
    "products": "",
    "warnings": "",
}
"""The products, or files of them, that are made from each field of a page.

Its accent and the name of its theme are in the theme by then; which products it asks for is no part
of any. Cards and posters have, of all images, the page's picture; a motif may be drawn from figures.
"""

_PICTURE_ALONE = frozenset({"cards", "print/poster.pdf"})
"""What shows no image but the page's picture."""


THEME: Mapping[str, str] = {
    "roles": _DRAWN,
    "families": _DRAWN,
    "faces": _DRAWN,
    "fallbacks": _DRAWN,
    "languages": _DRAWN,
    "motif": f"{_SHOWN} cards",
    "minimum_contrast": f"{_SHOWN} cards preview",
    "design": f"{_SHOWN} cards",
    "name": f"{_SHOWN} cards",
    "body_pt": f"pdf {_BOUND}",
    "printing": "print",
    "cards": "cards share preview",
    "pixel_faces": "cards share",
    "borrowed_faces": "cards share",
    "accounts": "share",
    "channels": "",
    "brand": "",
    "accents": "",
    "description": "",
}
"""The same of a theme. Its channels, its brand and the accent are in the page and the roles by then."""

MESSAGES = "locales/messages"

TEMPLATES: Mapping[str, str] = {
    "brochure": "pdf print",
    "cards": "cards share",
    "share": "share",
    "preview": "preview",
    "content.html.j2": f"{_SHOWN} preview",
    "motifs.toml": f"{_SHOWN} cards",
    "press": "pdf print",
    "locales": "pdf print cards qr share preview",
    MESSAGES: "preview",
    "languages.toml": "",
    "themes": "",
    "designs": "",
    "report": "",
    "sheets": "",
    "stationery": "",
    "label-sheets.toml": "",
    "reading": "",
    "importing": "",
    "web_pages.toml": "",
    "studio": "",
}
"""The same of the files and folders of templates/, the longest that fits a file.

Themes and designs are in the theme, which language a page has in the page; sheets are for programmes,
the studio is what people write in,
words of imports make sources of pages.
"""

FONTS: Mapping[str, str] = {
    "": _DRAWN,
    "web": "share preview",
    **{
        f"NotoSans{script}_{weight}.ttf": ""
        for script in ("Devanagari", "Bengali", "Tamil", "Ethiopic")
        for weight in ("400Regular", "700Bold")
    },
}
"""The same of fonts/; those of names are for badges alone."""

LIBRARIES: Mapping[str, str] = {
    "weasyprint": "pdf print",
    "pydyf": "pdf print",
    "pango": "pdf print",
    "pyphen": f"{_SHOWN} cards",
    "uharfbuzz": f"{_SHOWN} cards",
    "icalendar": "share",
    "jinja2": _DRAWN,
    "zlib-ng": "cards",
    "deflate": "",
}
"""The same of libraries; those that are not named are in every product, deflate in sheets alone."""


def has(made: str, named: str) -> bool:
    """Whether what is ``made``, a product or a file of one, is ``named`` in a row of a table.

    A product is where one of its files is; one of another package always is.
    """
    product, part, _ = made.partition("/")
    if product not in KNOWN:
        return True
    words = named.split()
    return product in words or made in words or (not part and f" {product}/" in f" {named}")


def row_of(table: Mapping[str, str], path: str) -> str:
    """The row of ``table`` for the file at ``path``: that of the longest folder, or of the file.

    Without one it counts for every product.
    """
    parts = path.split("/")
    for length in range(len(parts), -1, -1):
        if (start := "/".join(parts[:length])) in table:
            return table[start]
    return " ".join(sorted(KNOWN))


@cache
def fields_of(table: str, made: str) -> tuple[str, ...]:
    """The fields of a "page" or a "theme" that a product, or a file of one, is made from, in order."""
    noun, rows = (Page, PAGE) if table == "page" else (Theme, THEME)
    return tuple(row.name for row in fields(noun) if has(made, rows[row.name]))


def images_of(page: Page, made: str) -> Collection[str]:
    """The names of the images that a product, or a file of one, shows."""
    if not has(made, PAGE["images"]):
        return ()
    if made in _PICTURE_ALONE:
        return (page.picture.name,) if page.picture else ()
    return page.images.keys()


def seen_page(page: Page, made: str) -> Page:
    """``page`` with an empty value in every field that what is ``made`` is not made from."""
    if made.partition("/")[0] not in KNOWN:
        return page
    kept = fields_of("page", made)
    others: dict[str, Any] = {name: value for name, value in _empty_page() if name not in kept}
    names = images_of(page, made)
    return replace(page, **{**others, "images": {name: page.images[name] for name in names}})


def seen_theme(theme: Theme, made: str) -> Theme:
    """``theme`` with an empty value in every field that what is ``made`` is not made from."""
    if made.partition("/")[0] not in KNOWN:
        return theme
    kept = fields_of("theme", made)
    others: dict[str, Any] = {
        row.name: getattr(_EMPTY_THEME, row.name) for row in fields(Theme) if row.name not in kept
    }
    return replace(theme, **others)


def _empty_page() -> Iterator[tuple[str, Any]]:
    """Each field of a page that may be empty, and its empty value."""
    yield "slug", "page"
    yield "body", ""
    for row in fields(Page):
        if row.default is not MISSING:
            yield row.name, row.default
        elif row.default_factory is not MISSING:
            yield row.name, row.default_factory()


_EMPTY_THEME = Theme(
    name="", description="", roles={}, families=(), faces=(), languages={}, motif="none", body_pt=0.0,
    minimum_contrast=0.0, printing=Printing(profile=Path(), condition=""), cards=Cards(formats=()),
    design=Design(name="", folder=Path()),
)  # fmt: skip
