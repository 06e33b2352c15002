"""Cards: one image for each network's format, and one for each quotation and key figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from brochure.cards import composition, drawing
from brochure.cards.canvas import Canvas
from brochure.cards.card import Card, words_lost
from brochure.codes import decoder
from brochure.errors import RenderError
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.page import Page
from brochure.problems import plain
from brochure.theme import Theme

__all__ = ["render", "render_card"]

PHOTO_BYTES = 200_000
HEAVY_BYTES, TOO_HEAVY_BYTES = 300_000, 600_000
"""What a photographic card may take; from where previews are slow; from where WhatsApp shows none."""

SHOWN_PX, SHOWN_QUALITY = 400, 70
"""How networks show a card: its code must still read."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``cards/<format>.png``, or .jpg, for each format; one card for each quotation and key figure."""
    for card in composition.compose_all(page, theme):
        yield from _artifacts(_finished(card, page, theme), theme)


def render_card(page: Page, theme: Theme, name: str, *, jpeg: bool = False) -> Artifact:
    """The card called ``name`` alone; ``jpeg`` asks for its JPEG twin, whatever its format says."""
    card = composition.compose_one(page, theme, name)
    if jpeg:
        card = replace(card, format=replace(card.format, jpeg=True))
    made = list(_artifacts(_finished(card, page, theme), theme))
    return made[-1 if jpeg else 0]


class _Finished(NamedTuple):
    """A card and what it is drawn on, its code read back."""

    card: Card
    canvas: Canvas


def _finished(card: Card, page: Page, theme: Theme) -> _Finished:
    """``card`` drawn. A code that does not read as networks show it is drawn larger, or left out."""
    speaking = theme.for_language(page.language)
    canvas = drawing.draw(card, speaking)
    name, module_px = card.name, composition.LEAST_MODULE_PX
    while _holds_code(card) and not theme.cards.grid and not _reads(card, canvas):
        module_px += 1
        card = composition.compose_one(page, theme, name, module_px)
        canvas = drawing.draw(card, speaking)
    if module_px > composition.LEAST_MODULE_PX and not _holds_code(card):
        reason = (
            f"{card.path}: the code was left out: {SHOWN_PX} px wide and as JPEG of quality "
            f"{SHOWN_QUALITY}, as networks show it, it did not read; {composition.ELSEWHERE}"
        )
        card = replace(card, warnings=(*(w for w in card.warnings if "no code on it" not in w), reason))
    return _Finished(card, canvas)


def _holds_code(card: Card) -> bool:
    return any(p.box.kind == "code" for p in card.placed)


def _reads(card: Card, canvas: Canvas) -> bool:
    assert card.code is not None
    return decoder.survives(canvas.rgb(), card.code.payload, width_px=SHOWN_PX, quality=SHOWN_QUALITY)


def _artifacts(finished: _Finished, theme: Theme) -> Iterable[Artifact]:
    card, canvas = finished
    facts, scale = _facts(card, theme), theme.cards.scale**2
    photo = card.photographic
    data = canvas.jpeg(PHOTO_BYTES * scale) if photo else canvas.png()
    yield _weighed(Artifact(path=card.path, media_type=card.media_type, data=data, facts=facts), scale)
    if card.format.jpeg and not photo:
        twin = canvas.jpeg(PHOTO_BYTES * scale)
        path = card.path.removesuffix(".png") + ".jpg"
        said = replace(facts, warnings=())
        yield _weighed(Artifact(path=path, media_type="image/jpeg", data=twin, facts=said), scale)


def _facts(card: Card, theme: Theme) -> Facts:
    grid, speaking = theme.cards.grid, theme.for_language(card.page.language)
    warnings = [*card.warnings]
    if grid:
        warnings.append(
            f"{card.path}: drawn with its boxes; build again without --debug-grid before you publish it"
        )
    coded = card.code is not None and _holds_code(card) and not grid
    return Facts(
        width_px=card.format.width,
        height_px=card.format.height,
        alt=card.alt,
        square_crop_loses=words_lost(card, speaking) if card.format.shape == "wide" else "",
        codes=(ExpectedCode(payload=card.code.payload),) if card.code and coded else (),
        grid=grid,
        warnings=tuple(plain(text, severity="warning") for text in warnings),
    )


def _weighed(artifact: Artifact, scale: int) -> Artifact:
    """``artifact``, with a warning when it is heavy. Raises RenderError when no network takes it.

    A card of more pixels (``scale`` times as many) may weigh more, but slows previews all the same.
    """
    size, most = len(artifact.data), TOO_HEAVY_BYTES * scale
    if size > most:
        raise RenderError(
            f"{artifact.path}: {size:,} bytes, {most:,} are the most; WhatsApp shows no preview from "
            f"{TOO_HEAVY_BYTES:,} on; use a calmer picture, or a smaller scale"
        )
    if size <= HEAVY_BYTES:
        return artifact
    none = f", and WhatsApp shows none from {TOO_HEAVY_BYTES:,} on" if size > TOO_HEAVY_BYTES else ""
    said = f"{artifact.path}: {size:,} bytes; previews are slow from {HEAVY_BYTES:,} on{none}"
    heavy = plain(said, severity="warning")
    return replace(artifact, facts=replace(artifact.facts, warnings=(*artifact.warnings, heavy)))
