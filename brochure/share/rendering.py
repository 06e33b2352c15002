"""The share pages: the HTML twin of the brochure with complete metadata, and what publishing needs.

``index.html`` is for readers, ``press.html`` for those who publish: images with their captions and
alternative texts, codes, files. ``share.html`` holds the share links alone, to paste into a site.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from brochure import assets, marks, motif
from brochure.cards import composition
from brochure.codes import encoder, svg_png
from brochure.codes.page_codes import code_svg, code_title
from brochure.errors import AddressError
from brochure.facts import NO_FACTS, ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.marks import State
from brochure.networks.page_links import Link, links_of
from brochure.page import Page
from brochure.problems import Place, error
from brochure.share import card_files, issuers, metadata, pictures, programme_page
from brochure.share.card_files import CardFile
from brochure.share.posts import Row, calendar_file, caption_files, caption_rows, rows_of_cards
from brochure.text import labels, soft_hyphens
from brochure.text.content import Content, Figure, content_of
from brochure.text.webfonts import web_faces, web_file
from brochure.theme import Theme
from brochure.themes import dark_mode

__all__ = ["head_block", "head_values", "render"]

OG_CARD = "open-graph"


def render(
    page: Page, theme: Theme, made: Mapping[str, Sequence[Artifact]] | None = None
) -> Iterable[Artifact]:
    """The pages, the links to paste, captions, calendars, the programme, fonts and images."""
    card = composition.compose_one(page, theme, _linked(theme))
    cards = card_files.of_page(page, theme, (made or {}).get("cards", ()))
    theme = theme.for_language(page.language)
    shown = {name: pictures.variants(data) for name, data in page.images.items()}
    content = content_of(page, image_src=lambda name: pictures.usual(shown[name]).path)
    links = links_of(page)
    captions = caption_rows(content, partial(_first_made, cards, cards[card.name]))
    fonts = web_faces(theme)
    image = metadata.image_address(card, theme)
    script = assets.environment().get_template("share/share.js").render(content=content)
    context: dict[str, Any] = {
        "content": content,
        "links": links,
        "theme": theme,
        "colours": {role: colour.rgb for role, colour in theme.roles.items()},
        "dark": dark_mode.dark_colours(theme),
        "brochure": _download((made or {}).get("pdf", ())),
        "groups": _groups(_images(content, cards, captions)),
        "figure_rem": figure_sizes(content.figures),
        "head": metadata.head(content, card, image, {**theme.accounts, **page.accounts}),
        "ld": metadata.json_ld(content, image),
        "issuer": issuers.issuer_of(page, theme, dark_mode.dark_colours(theme)),
        "languages": metadata.languages(page),
        "script": Markup(script),  # noqa: S704 - our own file
        # The policy of the page lets this one script run, by its hash.
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "code": code_svg(page),
        "codes": _codes(links, page.lang),
        "fonts": fonts,
        "picture": pictures.usual(shown[page.picture.name]).path if page.picture else "",
        "pictures": shown,
        "motif": Markup(_motif(content.page, theme)),  # noqa: S704 - made of numbers
    }
    codes = tuple(ExpectedCode(payload=link.url) for link in links if link.coded)
    yield _html("index.html", context, _facts(page, content))
    yield _html("press.html", context, replace(_facts(page, content, *codes), warnings=()))
    yield _html("share.html", context)
    yield from caption_files(content, captions)
    yield from calendar_file(page)
    if page.programme:
        titled = replace(page.programme, slug=page.slug, title=content.page.title)
        for artifact in programme_page.web_files(titled, theme, home="index.html"):
            yield replace(artifact, path=f"share/{artifact.path}")
    for face in fonts:
        data = web_file(face).read_bytes()
        yield Artifact(path=f"share/fonts/{web_file(face).name}", media_type="font/woff2", data=data)
    yield from pictures.files(shown)
    yield from issuers.logo_files(page)


def head_block(page: Page, theme: Theme) -> str:
    """What a site puts into the head of the page: canonical address, Open Graph, JSON-LD, as HTML.

    Raises AddressError for a page without an address.
    """
    context = _context_of_head(page, theme)
    return assets.environment().get_template("share/head.html.j2").render(context)


def head_values(page: Page, theme: Theme) -> dict[str, Any]:
    """The same as values: ``canonical``, ``meta`` as [attribute, name, content], ``json_ld``."""
    context = _context_of_head(page, theme)
    return {
        "canonical": page.url,
        "meta": [list(row) for row in context["head"]],
        "theme_color": context["colours"]["cover"],
        "json_ld": json.loads(context["ld"]),
    }


def _context_of_head(page: Page, theme: Theme) -> dict[str, Any]:
    if not page.url:
        at = Place(key="url")
        raise AddressError(error("meta-without-address", at=at, title=page.title))
    theme = theme.for_page(page)
    card = composition.compose_one(page, theme, _linked(theme))
    content = content_of(page)
    image = metadata.image_address(card, theme.for_language(page.language))
    return {
        "content": content,
        "colours": {role: colour.rgb for role, colour in theme.roles.items()},
        "head": metadata.head(content, card, image, {**theme.accounts, **page.accounts}),
        "ld": metadata.json_ld(content, image),
        "languages": metadata.languages(page),
    }


def _download(documents: Sequence[Artifact]) -> dict[str, Any]:
    """The brochure to download, with its pages and size; nothing where it is not known."""
    for artifact in documents:
        if artifact.path == "brochure.pdf":
            kilobytes = max(1, round(len(artifact.data) / 1000))
            return {"path": artifact.path, "pages": artifact.facts.pages, "kilobytes": kilobytes}
    return {}


def _linked(theme: Theme) -> str:
    """The card that links to the page show: the first one, where --formats leaves OG_CARD out."""
    chosen = theme.cards.chosen
    return OG_CARD if not chosen or OG_CARD in chosen else chosen[0]


def _first_made(cards: Mapping[str, CardFile], usual: CardFile, names: Iterable[str]) -> CardFile:
    return next((cards[name] for name in names if name in cards), usual)


def _images(
    content: Content, cards: Mapping[str, CardFile], rows: Sequence[Row]
) -> list[dict[str, Any]]:
    """The cards to download, with what they show and the captions of networks that they suit."""
    captions = rows_of_cards(content, cards.values(), rows)
    return [
        {
            "path": card.path, "title": _title(card.name, content), "alt": card.alt,
            "files": [(path, path.rsplit(".", 1)[-1].upper().replace("JPG", "JPEG"))
                      for path in dict.fromkeys((card.path, card.jpeg_path)) if path],
            "width": card.width, "height": card.height, "captions": captions[card.name],
        }
        for card in cards.values()
    ]  # fmt: skip


def _title(name: str, content: Content) -> str:
    """What people call a card: "Carré" for "square", "Chiffre 2" for "figure-2"."""
    names = content.labels["card_names"]
    kind, _, number = name.rpartition("-")
    if number.isdigit() and kind in names:
        return f"{names[kind]}\u00a0{number}"
    return str(names.get(name, name))


def _groups(images: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The images by their alternative texts, so that each text stands on the page once."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for image in images:
        groups.setdefault(image["alt"], []).append(image)
    return [{"alt": alt, "cards": cards} for alt, cards in groups.items()]


LARGEST_REM = (3.5, 2.5)
ROOM_REM = (11.0, 6.3)
"""The largest size of figures, and the width that one has at least: on wide screens and on phones."""

LETTER_EM = 0.68
"""How wide a sign of the bold title faces is."""


def figure_sizes(figures: Sequence[Figure]) -> tuple[float, float]:
    """The size of all ``figures``, in rem, on wide screens and on phones: no word of one is parted.

    Units of a word are set half as large.
    """
    amounts = (part for figure in figures for part in figure.amount.split(" "))
    units = (word for figure in figures for word in figure.unit.split())
    longest = max((*map(len, amounts), *(len(word) / 2 for word in units)), default=1)
    wide, narrow = (
        round(min(largest, room / (LETTER_EM * longest)), 2)
        for largest, room in zip(LARGEST_REM, ROOM_REM, strict=True)
    )
    return wide, narrow


def _html(name: str, context: Mapping[str, Any], facts: Facts = NO_FACTS) -> Artifact:
    text = assets.environment().get_template(f"share/{name}.j2").render(context)
    if name == "index.html":  # not the links below the page's text, nor what is there to be copied
        before, section, below = text.partition('<section class="share"')
        text = soft_hyphens.soften(before, context["content"].page.lang) + section + below
        text = pictures.with_sources(text, context["pictures"])
    return Artifact(path=f"share/{name}", media_type="text/html", data=text.encode(), facts=facts)


def _facts(page: Page, content: Content, *codes: ExpectedCode) -> Facts:
    warning = labels.fallback_warning(page.lang)
    return Facts(
        title=content.page.title,
        lang=page.lang,
        codes=(ExpectedCode(payload=page.url, alt=code_title(page)), *codes),
        warnings=(warning,) if warning else (),
    )


def _codes(links: Sequence[Link], lang: str) -> list[dict[str, Any]]:
    """The share links' codes for printing, each with what it opens."""
    return [
        {
            "svg": Markup(svg_png.svg(encoder.encode(link.url), title)),  # noqa: S704 - svg() escapes
            "key": link.key,
            "name": link.name,
            "host": link.host,
        }
        for link in links
        if link.coded
        for title in [labels.code_alt(link.opens, lang)]
    ]


def _motif(page: Page, theme: Theme) -> str:
    states: tuple[State, ...] = ("seat", "lit", "spark")
    drawn = marks.svg(motif.marks_of(page, theme.motif), {s: theme.roles[s].rgb for s in states})
    return drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)
