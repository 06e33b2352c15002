"""Screens: the HTML of the studio, in the language that the browser asks for.

Forms stand in templates/studio, sentences in the catalogues. The scripts get their own as one block of
JSON, since a strict policy of content allows none in the page: those that they name as ``say("…")``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

from brochure import assets, messages
from brochure.design import PAPER_SIZES
from brochure.messages import catalogues
from brochure.motif_shapes import hemicycle
from brochure.page import MOTIFS
from brochure.studio.list_values import KINDS, SHEETS
from brochure.text import labels

SAID = re.compile(r'\bsay\("([a-z0-9]++(?:-[a-z0-9]++)*+)"')
"""A sentence that a template or a script of the studio says: ``studio-`` and what is found."""

_PRODUCTS = ("pdf", "print", "cards", "qr", "share", "texts", "take")
_SECTIONS = ("text", "facts", "photo", "parts", "look")
_STATES = ("new", "built", "changed", "faults")
_PLATES = ("all", "c", "m", "y", "k")
_PRINTS = ("brochure", "booklet", "leaflet", "poster")
_FAMILIES: Mapping[str, Sequence[str]] = {
    "product": _PRODUCTS, "section": _SECTIONS, "state": _STATES, "plate": _PLATES,
    "motif": MOTIFS, "row": ("figures", "quotes", "panels"), "size": tuple(PAPER_SIZES),
    "print": _PRINTS,
    "severity": ("error", "warning", "note"), "verdict": ("good", "weigh", "bad"),
    "makes": (*_PRODUCTS[:5], "preview"), "list-kind": KINDS,
    "list-sheet": tuple(dict.fromkeys(chain(*SHEETS.values()))),
    "language": labels.languages(), "list-count": KINDS,
    "list-field": (
        "title", "dates", "place", "signed-by", "theme", "lang", "paper", "labels", "form", "names",
        "sort", "code",
    ),
    "field": ("event-name", "note"), "list-names": ("whole", "first"),
    "list-code": ("none", "vcard", "address"),
    "list-sort": ("file", "name", "organisation", "role"),
    "accent": (
        "coral", "pine", "wine", "sea", "sun", "brick", "amber", "navy", "spruce", "maroon", "purple",
        "violet", "vermilion", "forest", "azure", "plum", "own", "deep", "clear", "middle", "grey",
        "pink", "red", "orange", "yellow", "green", "teal", "blue",
    ),
}  # fmt: skip
"""Sentences whose names are made of a word and one of a list."""

_IN_SCRIPTS = ("row", "severity")

_SEATS, _SEED = 96, "brochure"


def language_of(accept_language: str, asked: str = "") -> str:
    """Which language of messages to answer in: the one ``asked`` for, else the first that is known."""
    wanted = [asked, *(part.partition(";")[0].strip() for part in accept_language.split(","))]
    primaries = [tag.partition("-")[0].lower() for tag in wanted]
    return next((tag for tag in primaries if tag in messages.LANGUAGES), "en")


def home(
    pages: Sequence[Mapping[str, Any]],
    lists: Sequence[Mapping[str, Any]],
    *,
    folder: str,
    language: str,
) -> str:
    """The first screen: bring something, and what is in ``folder``.

    That are its ``pages`` (rows of ``/api/pages``), its ``lists``, and files that could become one
    (`Lists.rows`).
    """
    return drawn("home", language, pages=pages, lists=lists, folder=folder)


def workbench(document: Mapping[str, Any], *, language: str) -> str:
    """The place where the page of ``document`` is corrected and seen."""
    return drawn(
        "workbench", language, name=document["name"],
        sections=_family("section", language).items(), plates=_family("plate", language),
        products=_family("product", language).items(), prints=_family("print", language),
    )  # fmt: skip


def locked(*, password: bool, language: str) -> str:
    """What those see who come without the key; they may give a ``password`` where there is one."""
    return drawn("locked", language, password=password)


def said() -> frozenset[str]:
    """The id of every sentence of the screens."""
    folder = assets.files(assets.templates_folder() / "studio")
    texts = (path.read_text(encoding="utf-8") for path in folder.values())
    named = {f"studio-{name}" for text in texts for name in SAID.findall(text)}
    return frozenset(named) | {f"studio-{word}-{one}" for word, of in _FAMILIES.items() for one in of}


def drawn(template: str, language: str, **values: Any) -> str:
    """A template of the studio, filled in."""
    return assets.environment().get_template(f"studio/{template}.html.j2").render(
        language=language, say=partial(_say, language), accent_named=partial(_accent, language),
        words=_words(language), seats=_seats(), **values,
    )  # fmt: skip


def _say(language: str, name: str, /, **fields: int | str) -> str:
    return messages.render(f"studio-{name}", fields, language)


def _accent(language: str, name: str) -> str:
    """What people call an accent of ours, "blue-2" too; others have the name that their theme gives."""
    word, _, count = name.partition("-")
    if word not in _FAMILIES["accent"]:
        return name
    return f"{_say(language, f'accent-{word}')} {count}".rstrip()


def _family(word: str, language: str) -> Mapping[str, str]:
    return {one: _say(language, f"{word}-{one}") for one in _FAMILIES[word]}


@cache
def _words(language: str) -> Mapping[str, str | tuple[str, str]]:
    """What the scripts say, by name: as it stands in the catalogue, in both forms where it has two."""
    folder = assets.files(assets.templates_folder() / "studio" / "static")
    scripts = (
        path.read_text(encoding="utf-8") for name, path in folder.items() if name.endswith(".js")
    )
    families = (f"{word}-{one}" for word in _IN_SCRIPTS for one in _FAMILIES[word])
    names = sorted({name for script in scripts for name in SAID.findall(script)}.union(families))
    return {name: _forms(f"studio-{name}", language) for name in names}


def _forms(id_: str, language: str) -> str | tuple[str, str]:
    one, more = (catalogues.find(id_, language, count) for count in (1, 2))
    return one if one == more else (one, more)


@cache
def _seats() -> Sequence[Mapping[str, str | float]]:
    """The mark of the studio: seats in a box of 200 by 104."""
    return tuple(_placed())


def _placed() -> Iterator[Mapping[str, str | float]]:
    for mark in hemicycle(_SEATS, _SEED, 2.0, False):
        (x, y), radius = mark.points[0], mark.width / 2
        yield {
            "x": round(100 * x, 2), "y": round(100 * y + 2, 2), "r": round(100 * radius, 2),
            "state": mark.state,
        }  # fmt: skip
