"""Metadata: the tags and JSON-LD that networks, search engines and feed readers read of a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from brochure import language_tags, picture_files
from brochure.cards.card import Card
from brochure.networks import accounts
from brochure.networks.page_links import published_at
from brochure.page import Page
from brochure.share import issuers
from brochure.text import labels
from brochure.text.content import Content
from brochure.text.typography import typeset
from brochure.theme import Theme

VERSION_SIGNS = 8
"""Of a picture's version; two versions of a card have the same one once in 4,000 million."""


def image_address(card: Card, theme: Theme) -> str:
    """Where the picture of ``card`` is published, with its version: other pictures, other addresses.

    Networks keep a picture by its address, for days or for a year. The version is a digest of what is
    drawn, and of the colours and fonts that it is drawn in, so that it is known before the picture is.
    """
    drawn = (card.name, card.ground, card.format, card.placed, card.chart, card.code)
    page = card.page
    photo = (
        picture_files.origin_of(page.images, page.picture.name)
        if page.picture and card.photographic else b""
    )  # fmt: skip
    look = (
        sorted((role, colour.rgb) for role, colour in theme.roles.items()), theme.motif,
        theme.title_family, theme.text_family, page.slug,
    )  # fmt: skip
    digest = hashlib.sha256(repr((drawn, photo, look)).encode()).hexdigest()
    return f"{published_at(page, card.path)}?v={digest[:VERSION_SIGNS]}"


def head(
    content: Content, card: Card, image: str, credited: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """The metadata as (attribute, name, content), in the order readers want it.

    ``image`` is the address of the card's picture. Previews are ``credited`` to the publisher's
    accounts. An image's properties stand right after the image (ogp.me, "Structured Properties").
    """
    page = content.page
    description = content.description
    wide = card.format.width > 1.5 * card.format.height
    rows = [
        ("property", "og:type", "article"),
        ("property", "og:title", page.title),
        ("property", "og:description", description),
        ("property", "og:url", page.url),
        ("property", "og:site_name", page.site_name),
        ("property", "og:locale", og_locale(page.lang)),
        *(("property", "og:locale:alternate", og_locale(other.lang)) for other in page.alternates),
        ("property", "og:image", image),
        ("property", "og:image:type", card.media_type),
        ("property", "og:image:width", str(card.format.width)),
        ("property", "og:image:height", str(card.format.height)),
        ("property", "og:image:alt", card.alt),
        ("property", "article:published_time", _iso(page.published)),
        ("property", "article:modified_time", _iso(page.updated)),
        *(("property", "article:tag", tag) for tag in page.hashtags),
        ("name", "twitter:card", "summary_large_image" if wide else "summary"),
        ("name", "twitter:title", page.title),
        ("name", "twitter:description", description),
        ("name", "twitter:image", image),
        ("name", "twitter:image:alt", card.alt),
        *accounts.account_meta(credited),
    ]
    return [("name", "description", description), *(row for row in rows if row[2])]


def og_locale(lang: str) -> str:
    """The name that Open Graph has for a language: fr_FR."""
    if labels.has_labels(lang):
        return str(labels.in_language(lang)["og_locale"])
    from babel.core import get_global

    locale = language_tags.cldr_locale(lang)
    if locale is None:  # the CLDR does not have every language
        return lang.replace("-", "_")
    known = get_global("likely_subtags")
    likely = str(known.get(str(locale)) or known.get(locale.language, "")).split("_")
    territory = locale.territory or next((part for part in likely[1:] if len(part) == 2), "")
    return f"{locale.language}_{territory}" if territory else locale.language


def languages(page: Page) -> list[tuple[str, str, str]]:
    """The languages of a page as (tag, its own name, address); none where there is one alone."""
    if not page.alternates:
        return []
    rows = [(page.lang, page.url), *((other.lang, other.url) for other in page.alternates)]
    return [(lang, _own_name(lang), url) for lang, url in sorted(rows)]


def _own_name(lang: str) -> str:
    locale = language_tags.cldr_locale(lang)
    if locale is None:
        return lang
    name = str(locale.get_display_name(str(locale)) or lang)
    return name[:1].upper() + name[1:]


def _iso(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""


def json_ld(content: Content, image: str) -> Markup:
    """Article, and Event where there is one, as schema.org JSON-LD that cannot end its script."""
    page = content.page
    article: dict[str, Any] = {
        "@type": "Article",
        "headline": page.title,
        "description": content.description,
        "inLanguage": page.lang,
        "url": page.url,
        "mainEntityOfPage": page.url,
        "image": image,
        "datePublished": _iso(page.published),
        "dateModified": _iso(page.updated),
        "publisher": issuers.organisation(page),
    }
    graph = [article, *_event(page, image, content.description)]
    kept = [{k: v for k, v in node.items() if v} for node in graph]
    text = json.dumps({"@context": "https://schema.org", "@graph": kept}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - no "<" left


def _event(page: Page, image: str, description: str) -> Iterator[dict[str, Any]]:
    event = page.event
    if event is None:
        return
    said = partial(typeset, lang=page.lang, mode=page.typography)
    place, address = said(event.place), said(event.address)
    yield {
        "@type": "Event",
        "name": said(event.name) or page.title,
        "description": description,
        "startDate": _iso(event.starts),
        "endDate": _iso(event.ends),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": place or address,
            "address": address or place,
        }
        if place or address
        else "",
        "url": page.url,
        "image": image,
        "organizer": issuers.organisation(page),
    }
