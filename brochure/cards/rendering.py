"""Cards: one image for each network's format, and one for each quotation and key figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from brochure import duotones, images
from brochure.cards import composition, drawing, photos
from brochure.cards.canvas import Canvas
from brochure.cards.card import Card, words_lost
from brochure.codes import decoder
from brochure.errors import RenderError
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.page import Page
from brochure.problems import Place, Problem, error, warning
from brochure.theme import Theme

__all__ = ["render", "render_card"]

PHOTO_BYTES = 200_000
HEAVY_BYTES, TOO_HEAVY_BYTES = 300_000, 600_000
"""What a photographic card may take; from where previews are slow; from where WhatsApp shows none."""

GRAINS_PX = (1.0, 2.0)
"""The detail that a heavy photograph loses, in pixels of the card: noise, before anything else."""

LEAST_SHARE = 2 / 3
"""Of a card's pixels the photograph has at least so many of its own: else it looks coarse."""

SHOWN_PX, SHOWN_QUALITY = 400, 70
"""The width and the quality as JPEG at which networks show a card: its code must still read."""


def render(page: Page, theme: Theme) -> Iterable[Artifact]:
    """``cards/<format>.png``, or .jpg, for each format; one card for each quotation and key figure."""
    coarsest, told = _coarse(page, theme, cards := list(composition.compose_all(page, theme)))
    for card in cards:
        if card is coarsest:
            card = replace(card, warnings=(*card.warnings, *told))
        yield from _artifacts(_light(card, page, theme), theme)


def render_card(page: Page, theme: Theme, name: str, *, jpeg: bool = False) -> Artifact:
    """The card called ``name`` alone; ``jpeg`` asks for its JPEG twin, whatever its format says."""
    page = duotones.shown_page(page, theme)[0]
    card = composition.compose_one(page, theme, name)
    if jpeg:
        card = replace(card, format=replace(card.format, jpeg=True))
    made = list(_artifacts(_light(card, page, theme), theme))
    return made[-1 if jpeg else 0]


def _coarse(page: Page, theme: Theme, cards: Sequence[Card]) -> tuple[Card | None, tuple[Problem, ...]]:
    """The card on which the photograph is enlarged most, and what to tell where it looks coarse."""
    photographic = [card for card in cards if card.photographic]
    if not page.picture or not photographic:
        return None, ()
    size, focus = images.size_of(page.images[page.picture.name]), page.picture.focus
    shown: dict[str, float] = {}
    for card in photographic:
        left, _, right, _ = images.crop_box(size, focus, card.format.width / card.format.height)
        shown[card.name] = (right - left) * theme.cards.scale / card.format.width
    coarsest = min(photographic, key=lambda card: shown[card.name])
    share = shown[coarsest.name]
    if share >= LEAST_SHARE:
        return None, ()
    told = warning(
        "card-picture-few-pixels", at=Place(file=coarsest.path), picture=page.picture.name,
        width_px=coarsest.format.width // theme.cards.scale, right_px=round(size[0] / share),
        least_px=round(size[0] / share * LEAST_SHARE),
    )  # fmt: skip
    return coarsest, (told,)


class _Finished(NamedTuple):
    """A card and the canvas it is drawn on; its code has been read back.

    ``jpeg`` is the file of a photographic one.
    """

    card: Card
    canvas: Canvas
    jpeg: bytes = b""


def _light(card: Card, page: Page, theme: Theme) -> _Finished:
    """``card`` drawn; the grain of its photograph is taken out as far as it makes the file heavy."""
    made = _finished(card, page, theme)
    if not card.photographic or page.picture is None:
        return made
    scale, name = theme.cards.scale**2, page.picture.name
    for grain in (*GRAINS_PX, 0.0):
        made = made._replace(jpeg=made.canvas.jpeg(PHOTO_BYTES * scale))
        if len(made.jpeg) <= HEAVY_BYTES * scale or not grain:
            break
        softer = photos.softened(page.images[name], grain)
        shown = replace(page, images={**page.images, name: softer})
        again = replace(composition.compose_one(shown, theme, card.name), format=card.format)
        made = _finished(again, shown, theme)
    return made


def _finished(card: Card, page: Page, theme: Theme) -> _Finished:
    """``card`` drawn. A code that does not read as networks show it is drawn larger, or left out."""
    localised = theme.for_language(page.language)
    canvas = drawing.draw(card, localised)
    name, module_px = card.name, composition.LEAST_MODULE_PX
    while _holds_code(card) and not theme.cards.grid and not _reads_small(card, canvas):
        module_px += 1
        card = composition.compose_one(page, theme, name, module_px)
        canvas = drawing.draw(card, localised)
    if module_px > composition.LEAST_MODULE_PX and not _holds_code(card):
        left_out = warning(
            "card-code-left-out", at=Place(file=card.path), width_px=SHOWN_PX, quality=SHOWN_QUALITY
        )
        others = (w for w in card.warnings if w.id != composition.CODE_TOO_LARGE)
        card = replace(card, warnings=(*others, left_out))
    return _Finished(card, canvas)


def _holds_code(card: Card) -> bool:
    return any(p.box.kind == "code" for p in card.placed)


def _reads_small(card: Card, canvas: Canvas) -> bool:
    """Whether the card's code still reads as networks show it."""
    assert card.code is not None
    return decoder.survives(canvas.rgb(), card.code.payload, width_px=SHOWN_PX, quality=SHOWN_QUALITY)


def _artifacts(finished: _Finished, theme: Theme) -> Iterable[Artifact]:
    card, canvas = finished.card, finished.canvas
    facts, scale = _facts(card, theme), theme.cards.scale**2
    photo = card.photographic
    data = finished.jpeg or canvas.jpeg(PHOTO_BYTES * scale) if photo else canvas.png()
    yield _weighed(Artifact(path=card.path, media_type=card.media_type, data=data, facts=facts), scale)
    if card.format.jpeg and not photo:
        twin = canvas.jpeg(PHOTO_BYTES * scale)
        path = card.path.removesuffix(".png") + ".jpg"
        facts = replace(facts, warnings=())  # the PNG's warnings hold for both and are given once
        yield _weighed(Artifact(path=path, media_type="image/jpeg", data=twin, facts=facts), scale)


def _facts(card: Card, theme: Theme) -> Facts:
    grid, localised = theme.cards.grid, theme.for_language(card.page.language)
    drawn_with_boxes = (warning("card-with-boxes", at=Place(file=card.path)),) if grid else ()
    coded = card.code is not None and _holds_code(card) and not grid
    return Facts(
        width_px=card.format.width,
        height_px=card.format.height,
        alt=card.alt,
        square_crop_loses=words_lost(card, localised) if card.format.shape == "wide" else "",
        codes=(ExpectedCode(payload=card.code.payload),) if card.code and coded else (),
        grid=grid,
        warnings=(*card.warnings, *drawn_with_boxes),
    )


def _weighed(artifact: Artifact, scale: int) -> Artifact:
    """``artifact``, with a warning when it is heavy. Raises RenderError when no network takes it.

    A card of more pixels (``scale`` times as many) may weigh more, but slows previews all the same.
    """
    size, most, at = len(artifact.data), TOO_HEAVY_BYTES * scale, Place(file=artifact.path)
    if size > most:
        raise RenderError(
            error("card-too-heavy", at=at, bytes=size, most=most, none_from=TOO_HEAVY_BYTES)
        )
    if size <= HEAVY_BYTES:
        return artifact
    heavy = (
        warning("card-heavy", at=at, bytes=size, slow_from=HEAVY_BYTES)
        if size <= TOO_HEAVY_BYTES
        else warning(
            "card-heavy-for-whatsapp", at=at, bytes=size, slow_from=HEAVY_BYTES,
            none_from=TOO_HEAVY_BYTES,
        )
    )  # fmt: skip
    return replace(artifact, facts=replace(artifact.facts, warnings=(*artifact.warnings, heavy)))
