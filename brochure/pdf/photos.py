"""The page's photograph as the ground of a cover, a panel, a poster, or as a page of its own.

Whoever sets words on it measures them first, line by line in points from the picture's top left,
and asks `below_words` for the picture below them, or judges ways to set them with `probe` and
`scrim_on` before `below_scrim` draws one. `alone` gives the photograph without words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from brochure import images, scrims
from brochure.colour import luminance
from brochure.geometry import Rect
from brochure.page import Page
from brochure.pdf.media import PRESS, Medium
from brochure.scrims import Scrim, TextBox
from brochure.theme import Theme

if TYPE_CHECKING:
    from PIL.Image import Image

COVER, PLATE = "//cover", "//plate"
"""Its names as the ground of a cover and as a page of its own; no image of a page is called so."""

QUALITY = 90

_PROBED_PT = 1.0
"""Words are judged on a picture of so many pixels a point: a stroke of a letter, not a film's grain."""


class Tone(NamedTuple):
    """The colours of words on a photograph, ``text`` and a softer ``muted``, as roles of the theme."""

    text: str
    muted: str


COVER_TONE = Tone("cover_text", "cover_muted")
DARK_TONE, LIGHT_TONE = Tone("text", "text"), Tone("paper", "paper")


def alone(page: Page, medium: Medium, size: tuple[float, float], closer: float = 1.0) -> bytes:
    """The photograph cropped to ``size`` (width and height in points), as a JPEG file.

    ``closer`` takes a part so many times smaller around the focus, as far as its pixels go: the same
    photograph then is another picture than on the cover.
    """
    assert page.picture
    data, focus = page.images[page.picture.name], page.picture.focus
    return _jpeg(images.cropped(data, focus, _px(size, medium.picture_dpi), closer), medium)


def probe(page: Page, size: tuple[float, float]) -> Image:
    """The photograph cropped to ``size`` in points, small: for judging how words stand on it.

    One pixel is a point; a screen's file and the press's, with its bleed, are judged by the same one.
    """
    assert page.picture
    data, focus = page.images[page.picture.name], page.picture.focus
    image = images.cropped(data, focus, _px(size, 72 * _PROBED_PT))
    return image.resize(_px(size, 72 * _PROBED_PT))


def inverse(theme: Theme) -> Tone:
    """The tone that a picture may ask for instead of the cover's: dark words where these are light."""
    light = luminance(theme.roles["cover_text"]) > luminance(theme.roles["cover"])
    return DARK_TONE if light else LIGHT_TONE


def scrim_on(image: Image, theme: Theme, tone: Tone, boxes: Sequence[tuple[Rect, bool]]) -> Scrim:
    """The least scrim on a `probe` for lines in ``tone``: each one's box, and whether it is muted."""
    texts = [
        TextBox(rect, theme.roles[tone.muted if muted else tone.text], theme.minimum_contrast)
        for rect, muted in boxes
    ]
    return scrims.scrim_for(image, texts)


def below_scrim(
    page: Page, medium: Medium, size: tuple[float, float], scrim: Scrim, at: tuple[float, float]
) -> bytes:
    """The photograph cropped to ``size`` in points under ``scrim``, as a JPEG file.

    The scrim was found on a `probe` whose top left corner is ``at`` points inside this crop: the bleed.
    """
    assert page.picture
    data, focus = page.images[page.picture.name], page.picture.focus
    image = images.cropped(data, focus, _px(size, medium.picture_dpi))
    by = image.width / size[0]
    moved = tuple(
        text._replace(rect=text.rect._replace(x=text.rect.x + at[0], y=text.rect.y + at[1])).scaled(by)
        for text in scrim.boxes
    )
    image = scrims.veiled(image, replace(scrim, boxes=moved))  # the one without is let go
    return _jpeg(image, medium)


def below_words(
    page: Page, theme: Theme, medium: Medium, size: tuple[float, float],
    boxes: Sequence[tuple[Rect, bool]],
) -> bytes:  # fmt: skip
    """The photograph as a ground of ``size`` in points, below words in the cover's colours.

    ``boxes`` are the words' lines, in points from the picture's top left, and whether each is muted.
    Only around them, and only where the picture needs it, it is veiled.
    """
    scrim = scrim_on(probe(page, size), theme, COVER_TONE, boxes)
    return below_scrim(page, medium, size, scrim, (0.0, 0.0))


def _px(size: tuple[float, float], dpi: float) -> tuple[int, int]:
    return max(1, round(size[0] / 72 * dpi)), max(1, round(size[1] / 72 * dpi))


def _jpeg(image: Image, medium: Medium) -> bytes:
    """``image`` as JPEG; for the press it will be parted into inks, and stored anew."""
    stored = images.passing_jpeg if medium.name == PRESS else images.small_jpeg
    return stored(image, quality=QUALITY, subsampling=0)
