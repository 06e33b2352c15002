"""Cards: one image for each network's format, from a declarative template."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from brochure.kit import Artifact
from brochure.page import Page, is_rtl
from brochure.parts import faces, labels, motif
from brochure.parts.fitting import Setting
from brochure.parts.words import words_of
from brochure.rendering.cards.canvas import Canvas, Line
from brochure.rendering.cards.layout import Placed, Rect, place
from brochure.rendering.cards.template import Format, TextStyle, formats
from brochure.theme import Theme

__all__ = ["render"]

TEMPLATE = "assembly"
MAX_ALT = 420
"""Characters of an alternative text that every network takes (X's limit)."""

_INKS = ("cover_text", "cover_muted", "seat", "lit", "spark")


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``cards/<format>.png`` for each format of the template."""
    theme = theme.speaking(page.language)
    words = words_of(page)
    for card in formats(TEMPLATE, words.page):
        placed = place(card, partial(_setting, theme=theme, lang=page.lang))
        yield Artifact(
            path=f"cards/{card.name}.png",
            media_type="image/png",
            data=_draw(card, placed, words.page, theme),
            facts=_facts(card, placed, words.page, theme),
        )


def _setting(style: TextStyle, *, theme: Theme, lang: str) -> Setting:
    tracking = 0.0 if is_rtl(lang) else style.tracking
    return faces.setting(theme, (theme.title_family, style.weight), tracking, lang)


def _draw(card: Format, placed: Iterable[Placed], page: Page, theme: Theme) -> bytes:
    inks = [theme.roles[role] for role in _INKS]
    canvas = Canvas((card.width, card.height), theme.roles["cover"], inks)
    rtl = page.direction == "rtl"
    for item in placed:
        rect = _mirrored(item.rect, card.width) if rtl else item.rect
        if item.box.kind == "motif":
            seats = motif.seats(theme.motif, motif.number_of_seats(page), page.slug)
            canvas.seats(seats, rect, {s: theme.roles[s] for s in ("seat", "lit", "spark")})
        elif item.fitted and item.box.style:
            chain = theme.chain(theme.title_family, item.box.style.weight)
            for line in _lines(item, rect, rtl=rtl):
                canvas.text(line, chain, theme.roles[item.box.style.colour])
    return canvas.png()


def _mirrored(rect: Rect, width: float) -> Rect:
    return rect._replace(x=width - rect.x - rect.width)


def _lines(item: Placed, rect: Rect, *, rtl: bool) -> Iterable[Line]:
    assert item.fitted is not None
    assert item.box.style is not None
    height = item.fitted.size * item.box.style.line_height
    for i, text in enumerate(item.fitted.lines):
        yield Line(
            text=text,
            rect=rect._replace(y=rect.y + i * height, height=height),
            size=item.fitted.size,
            tracking=item.box.style.tracking,
            right_to_left=rtl,
        )


def _facts(card: Format, placed: Iterable[Placed], page: Page, theme: Theme) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "width_px": card.width,
        "height_px": card.height,
        "alt": _alt(placed, page, theme),
    }
    warnings = [
        f"cards/{card.name}.png: a text was cut at “{p.fitted.lines[-1]}”; shorten it: "
        f"{len(p.box.text)} characters do not fit at {p.fitted.size:g} px"
        for p in placed
        if p.fitted and p.fitted.cut
    ]
    return facts | ({"warnings": warnings} if warnings else {})


def _alt(placed: Iterable[Placed], page: Page, theme: Theme) -> str:
    """The words of the picture, then what else it shows; at most MAX_ALT characters."""
    said = labels.in_language(page.lang)
    shown = [" ".join(p.fitted.lines) for p in placed if p.fitted]
    words = ". ".join(text.rstrip(". ") for text in shown)
    alt = str(said["card_alt"]).format(words=f"{words}.")
    picture = said.get(f"motif_{theme.motif}", "")
    whole = f"{alt} {picture[:1].upper()}{picture[1:]}." if picture else alt
    best = whole if len(whole) <= MAX_ALT else alt
    return best if len(best) <= MAX_ALT else best[: MAX_ALT - 1].rsplit(" ", 1)[0] + "…"
