"""The preview: one self-contained page to look at everything before it is published.

It shows the brochure's pages, every card, the page as each network shows it, codes at their size in
print, captions with their counters, and what was checked. It asks nothing of anyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from brochure import assets
from brochure.errors import RenderError
from brochure.kit import Artifact
from brochure.page import Page
from brochure.parts import captions, darkness, dates, views
from brochure.parts.words import Words, words_of
from brochure.rendering.approval import pictures, verdict
from brochure.rendering.approval.verdict import Checked
from brochure.theme import Theme

__all__ = ["ALSO", "SPOKEN_OF", "render"]

SPOKEN_OF = ("pdf", "cards", "qr", "share")
"""What it shows."""

ALSO = ("print",)
"""What it shows where it is made."""

TELLS_CHECKS = True

PRINTED = ("print/leaflet.pdf", "print/poster.pdf")
"""Print files that look otherwise than the brochure."""

MOST_BYTES = 3_000_000


def render(
    page: Page, theme: Theme, made: Mapping[str, Sequence[Artifact]], checked: Checked
) -> Iterable[Artifact]:
    """``preview.html`` of what is ``made``, by product, and what was found when it was ``checked``.

    Raises RenderError where it would be too large.
    """
    words = words_of(page)
    theme = theme.speaking(page.language)
    spoken = [artifact for artifacts in made.values() for artifact in artifacts]
    cards = made["cards"]
    image = next((a for a in cards if a.path.startswith("cards/open-graph")), cards[0])
    by_path = {artifact.path: artifact for artifact in spoken}
    files, rules = verdict.rules(checked)
    warnings = tuple(dict.fromkeys(w for a in spoken for w in a.warnings))
    text = assets.environment().get_template("preview/preview.html.j2").render(
        words=words,
        theme=theme,
        colours={role: colour.rgb for role, colour in theme.roles.items()},
        dark=darkness.dark_colours(theme),
        fonts=pictures.of_fonts(theme),
        pages=[
            {"path": path, "pictures": list(pictures.of_pages(by_path[path]))}
            for path in ("brochure.pdf", *PRINTED)
            if path in by_path
        ],
        cards=[_card(card) for card in cards if not _is_twin(card, by_path)],
        image=pictures.of_card(image),
        views=[_view(view, words) for view in views.VIEWS],
        views_checked=dates.in_full(date.fromisoformat(views.CHECKED), page.lang),
        codes=verdict.shown_codes(words, checked),
        captions=_captions(words, cards, image),
        checked=checked,
        files=files,
        rules=rules,
        warnings=warnings,
        to_weigh=len(warnings) + len(checked["warnings"]),
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
            "title": words.page.title, "lang": page.lang, "shows": list(made),
            "codes": [
                {"payload": page.url, "page": 1},
                *({"payload": link.url, "page": 1} for link in words.links if link.coded),
            ],
        },
    )  # fmt: skip


def _is_twin(card: Artifact, by_path: Mapping[str, Artifact]) -> bool:
    """Whether a JPEG is the twin of a PNG that is shown."""
    stem, _, kind = card.path.rpartition(".")
    return kind == "jpg" and f"{stem}.png" in by_path


def _card(card: Artifact) -> dict[str, Any]:
    return {
        "src": pictures.of_card(card), "name": card.path.removeprefix("cards/"),
        "alt": card.facts.get("alt", ""),
        "width": card.facts["width_px"], "height": card.facts["height_px"],
        "kilobytes": max(1, round(len(card.data) / 1000)),
        "loses": card.facts.get("square_crop_loses", ""),
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


def _captions(words: Words, cards: Sequence[Artifact], image: Artifact) -> list[dict[str, Any]]:
    assert words.address is not None
    by_name = {card.path.removeprefix("cards/").rsplit(".", 1)[0]: card for card in reversed(cards)}

    def card_of(name: str) -> tuple[str, str]:
        card = by_name.get(name, image)
        return card.path, str(card.facts.get("alt", ""))

    return captions.as_rows(captions.compose_captions(words.page, words.address.readable), card_of)
