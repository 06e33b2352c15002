"""The preview: one self-contained page to look at everything before it is published.

It shows the brochure's pages, every card, the page as each network shows it, codes at their size in
print, captions with their counters, and what was checked. It asks nothing of anyone.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from brochure import assets
from brochure.errors import RenderError
from brochure.kit import Artifact
from brochure.page import Page
from brochure.parts import captions, codes, darkness, labels, views
from brochure.parts.codes import drawing, limits
from brochure.parts.codes.limits import Figures
from brochure.parts.codes.looks import PLAIN
from brochure.parts.webfonts import web_faces, web_file
from brochure.parts.words import Words, code_title, words_of
from brochure.theme import Theme

__all__ = ["SPOKEN_OF", "render"]

SPOKEN_OF = ("pdf", "cards", "qr", "share")
"""What it shows."""

PAGE_PX, QUALITY = 480, 72
"""The width of a brochure page's thumbnail, and its quality as JPEG."""

HEAVY_BYTES, THUMBNAIL_PX = 90_000, 640
"""A card of more bytes is shown smaller, at most so many pixels wide and high."""

CODE_MM = 30.0
"""The width at which codes are shown, or more where their modules need it."""

MOST_BYTES = 3_000_000


def render(page: Page, theme: Theme, spoken: Sequence[Artifact]) -> Iterable[Artifact]:
    """``preview.html`` of the artifacts ``spoken``. Raises RenderError where it would be too large."""
    words = words_of(page)
    theme = theme.speaking(page.language)
    cards = [a for a in spoken if a.path.startswith("cards/")]
    image = next((a for a in cards if a.path.startswith("cards/open-graph")), cards[0])
    by_path = {artifact.path: artifact for artifact in spoken}
    text = assets.environment().get_template("preview/preview.html.j2").render(
        words=words,
        theme=theme,
        colours={role: colour.rgb for role, colour in theme.roles.items()},
        dark=darkness.dark_colours(theme),
        fonts=_fonts(theme),
        pages=_pages(by_path.get("brochure.pdf")),
        cards=[_card(card) for card in cards if not _is_twin(card, by_path)],
        image=_picture(image),
        views=[_view(view, words) for view in views.VIEWS],
        views_checked=views.CHECKED,
        codes=_codes(words),
        captions=_captions(words, cards, image),
        warnings=tuple(dict.fromkeys(w for a in spoken for w in a.warnings)),
        files=len(spoken),
        codes_read=sum(len(a.facts.get("codes", ())) for a in spoken),
    )  # fmt: skip
    data = text.encode()
    if len(data) > MOST_BYTES:
        raise RenderError(
            f"preview.html would have {len(data) / 1e6:.1f} MB, and {MOST_BYTES / 1e6:.0f} MB can be "
            "sent by mail; leave preview out: --only pdf,print,cards,qr,share"
        )
    yield Artifact(
        path="preview.html", media_type="text/html", data=data,
        facts={
            "title": words.page.title, "lang": page.lang,
            "codes": [
                {"payload": page.url, "page": 1},
                *({"payload": link.url, "page": 1} for link in words.links if link.coded),
            ],
        },
    )  # fmt: skip


def _fonts(theme: Theme) -> list[dict[str, Any]]:
    """The upright faces of titles, within the page: it may be read where there is nothing else."""
    return [
        {"weight": face.weight, "src": base64.b64encode(web_file(face).read_bytes()).decode()}
        for face in web_faces(theme, theme.title_family)
        if not face.italic
    ]


def _is_twin(card: Artifact, by_path: Mapping[str, Artifact]) -> bool:
    """Whether a JPEG is the twin of a PNG that is shown."""
    stem, _, kind = card.path.rpartition(".")
    return kind == "jpg" and f"{stem}.png" in by_path


def _picture(card: Artifact) -> str:
    """A card as it is, or smaller and as JPEG where a photograph makes it heavy."""
    if len(card.data) <= HEAVY_BYTES:
        return f"data:{card.media_type};base64,{base64.b64encode(card.data).decode()}"
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(card.data)) as image:
        small = image.convert("RGB")
        small.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
        small.save(out, "JPEG", quality=QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"


def _pages(pdf: Artifact | None) -> list[dict[str, Any]]:
    """The brochure's pages as small pictures."""
    if pdf is None:
        return []
    import pypdfium2

    found = []
    document = pypdfium2.PdfDocument(pdf.data)
    try:
        for page in document:
            out = io.BytesIO()
            image = page.render(scale=PAGE_PX / page.get_width()).to_pil().convert("RGB")
            image.save(out, "JPEG", quality=QUALITY, optimize=True)
            src = f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
            found.append({"src": src, "width": image.width, "height": image.height})
    finally:
        document.close()
    return found


def _card(card: Artifact) -> dict[str, Any]:
    return {
        "src": _picture(card), "name": card.path.removeprefix("cards/"),
        "alt": card.facts.get("alt", ""),
        "width": card.facts["width_px"], "height": card.facts["height_px"],
        "kilobytes": max(1, round(len(card.data) / 1000)),
    }  # fmt: skip


def _view(view: views.View, words: Words) -> dict[str, Any]:
    """The page as a network shows it: what is left of its title and its description."""
    page = words.page
    host = words.address.host.removeprefix("www.") if words.address else ""
    return {
        "key": view.key, "name": view.name, "ratio": view.ratio, "small": view.small, "over": view.over,
        "host": host, "title": views.shortened(page.title, view.title),
        "description": views.shortened(page.lead, view.description) if view.description else "",
        "cut": len(page.title) > view.title,
    }  # fmt: skip


def _codes(words: Words) -> list[dict[str, Any]]:
    """The codes as large as they are printed, each with its figures."""
    rows = [("page", words.page.url, code_title(words.page))]
    rows += [
        (link.name, link.url, labels.code_alt(link.opens, words.page.lang))
        for link in words.links
        if link.coded
    ]
    return [_code(name, payload, title) for name, payload, title in rows]


def _code(name: str, payload: str, title: str) -> dict[str, Any]:
    matrix = codes.encode(payload)
    symbol = max(CODE_MM, limits.GOOD_MODULE_MM * matrix.size)
    figures = Figures.of(matrix, PLAIN, symbol)
    return {
        "name": name, "payload": payload,
        "svg": Markup(drawing.svg(matrix, title, symbol_mm=symbol)),  # noqa: S704 - svg() escapes
        "version": figures.version, "level": figures.level, "mm": round(symbol, 1),
        "module": round(figures.module_mm, 2), "metres": round(figures.reads_from_mm / 1000, 2),
    }  # fmt: skip


def _captions(words: Words, cards: Sequence[Artifact], image: Artifact) -> list[dict[str, Any]]:
    assert words.address is not None
    by_name = {card.path.removeprefix("cards/").rsplit(".", 1)[0]: card for card in reversed(cards)}

    def card_of(name: str) -> tuple[str, str]:
        card = by_name.get(name, image)
        return card.path, str(card.facts.get("alt", ""))

    return captions.as_rows(captions.compose_captions(words.page, words.address.readable), card_of)
