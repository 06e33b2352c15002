"""The share page: the HTML twin of the brochure with complete metadata, and the links to paste."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from brochure import assets
from brochure.kit import Artifact
from brochure.page import Event, Page
from brochure.parts import codes, labels, motif
from brochure.parts.cards import composition
from brochure.parts.cards.card import Card
from brochure.parts.codes import drawing
from brochure.parts.words import Words, code_svg, code_title, published_at, words_of
from brochure.theme import FontFace, Theme

__all__ = ["render"]

HEAVIEST = 800
"""The share page sets nothing in this weight or a heavier one."""

LONGEST_DESCRIPTION = 200
OG_CARD = "open-graph"
_EXTENSIONS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``share/index.html``, the fragment ``share/share.html``, its fonts and the body's images."""
    card = composition.compose_one(page, theme, OG_CARD)
    theme = theme.speaking(page.language)
    files = {name: _image_name(data) for name, data in page.images.items()}
    words = words_of(page, image_src=lambda name: files[name])
    fonts = _web_fonts(theme)
    script = assets.environment().get_template("share/share.js").render(words=words)
    context = {
        "words": words,
        "theme": theme,
        "colours": {role: colour.rgb for role, colour in theme.roles.items()},
        "head": _head(words, card),
        "ld": _json_ld(words, card),
        "script": Markup(script),  # noqa: S704 - our own file
        "script_hash": _csp_hash(script),
        "code": code_svg(page),
        "codes": _codes(words),
        "fonts": fonts,
        "picture": files[page.picture.name] if page.picture else "",
        "motif": Markup(_motif(words.page, theme)),  # noqa: S704 - made of numbers
    }
    yield _html("index.html", context, _facts(page, words))
    yield _html("share.html", context, {})
    for face in fonts:
        data = _web_file(face).read_bytes()
        yield Artifact(path=f"share/fonts/{_web_file(face).name}", media_type="font/woff2", data=data)
    for name, data in page.images.items():
        kind = files[name].rsplit(".", 1)[-1]
        media_type = f"image/{'jpeg' if kind == 'jpg' else kind}"
        yield Artifact(path=f"share/{files[name]}", media_type=media_type, data=data)


def _web_fonts(theme: Theme) -> tuple[FontFace, ...]:
    """The faces of titles and text that have a form for the web, lighter and as free to pass on."""
    families = {theme.title_family, theme.text_family}
    return tuple(
        face
        for face in theme.faces
        if face.family in families and face.weight < HEAVIEST and _web_file(face).is_file()
    )


def _web_file(face: FontFace) -> Path:
    return assets.fonts() / "web" / f"{face.path.stem}.woff2"


def _html(name: str, context: Mapping[str, Any], facts: Mapping[str, Any]) -> Artifact:
    text = assets.environment().get_template(f"share/{name}.j2").render(context)
    return Artifact(path=f"share/{name}", media_type="text/html", data=text.encode(), facts=facts)


def _facts(page: Page, words: Words) -> dict[str, Any]:
    facts: dict[str, Any] = {"title": words.page.title, "lang": page.lang}
    facts["codes"] = [
        {"payload": page.url, "page": 1, "alt": code_title(page)},
        *({"payload": link.url, "page": 1} for link in words.links if link.coded),
    ]
    if warning := labels.fallback_warning(page.lang):
        facts["warnings"] = [warning]
    return facts


def _image_name(data: bytes) -> str:
    kind = next(kind for start, kind in _EXTENSIONS.items() if data.startswith(start))
    return f"images/{hashlib.sha256(data).hexdigest()[:12]}.{kind}"


def _csp_hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _codes(words: Words) -> list[dict[str, Any]]:
    """The share links' codes for printing, each with what it opens."""
    return [
        {
            "svg": Markup(drawing.svg(codes.encode(link.url), title)),  # noqa: S704 - svg() escapes
            "name": link.name,
            "host": link.host,
        }
        for link in words.links
        if link.coded
        for title in [str(words.labels["code_alt"]).format(target=link.opens)]
    ]


def _motif(page: Page, theme: Theme) -> str:
    placed = motif.seats(theme.motif, motif.number_of_seats(page), page.slug)
    drawn = motif.svg(placed, {s: theme.roles[s].rgb for s in ("seat", "lit", "spark")})
    return drawn.replace("<svg ", '<svg aria-hidden="true" ', 1)


def _head(words: Words, card: Card) -> list[tuple[str, str, str]]:
    """The metadata as (attribute, name, content), in the order readers want it.

    An image's properties stand right after the image (ogp.me, "Structured Properties").
    """
    page = words.page
    image = published_at(page, card.path)
    description = page.lead or _shortened(" ".join(words.prose.text.split()))
    rows = [
        ("property", "og:type", "article"),
        ("property", "og:title", page.title),
        ("property", "og:description", description),
        ("property", "og:url", page.url),
        ("property", "og:site_name", page.site_name),
        ("property", "og:locale", words.labels["og_locale"]),
        ("property", "og:image", image),
        ("property", "og:image:type", card.media_type),
        ("property", "og:image:width", str(card.format.width)),
        ("property", "og:image:height", str(card.format.height)),
        ("property", "og:image:alt", card.alt),
        ("property", "article:published_time", _iso(page.published)),
        ("property", "article:modified_time", _iso(page.updated)),
        ("name", "twitter:card", "summary_large_image"),
        ("name", "twitter:title", page.title),
        ("name", "twitter:description", description),
        ("name", "twitter:image", image),
        ("name", "twitter:image:alt", card.alt),
    ]
    return [("name", "description", description), *(row for row in rows if row[2])]


def _shortened(text: str) -> str:
    """``text`` cut at a word where it is longer than previews show."""
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + "…"


def _iso(moment: date | datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _json_ld(words: Words, card: Card) -> Markup:
    """Article, and Event where there is one, as schema.org JSON-LD that cannot end its script."""
    page = words.page
    article: dict[str, Any] = {
        "@type": "Article",
        "headline": page.title,
        "description": page.lead,
        "inLanguage": page.lang,
        "url": page.url,
        "mainEntityOfPage": page.url,
        "image": published_at(page, card.path),
        "datePublished": _iso(page.published),
        "dateModified": _iso(page.updated),
        "publisher": {"@type": "Organization", "name": page.site_name} if page.site_name else "",
    }
    graph = [article, *([_event(page, page.event, card)] if page.event else [])]
    kept = [{k: v for k, v in node.items() if v} for node in graph]
    text = json.dumps({"@context": "https://schema.org", "@graph": kept}, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - no "<" left


def _event(page: Page, event: Event, card: Card) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": event.name or page.title,
        "description": page.lead,
        "startDate": _iso(event.starts),
        "endDate": _iso(event.ends),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": event.place or event.address,
            "address": event.address or event.place,
        }
        if event.place or event.address
        else "",
        "url": page.url,
        "image": published_at(page, card.path),
        "organizer": {"@type": "Organization", "name": page.site_name} if page.site_name else "",
    }
