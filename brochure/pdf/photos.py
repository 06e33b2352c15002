"""The page's photograph as the ground of a cover, a panel, a poster, or as a page of its own."""

from __future__ import annotations

from brochure import images
from brochure.images import Scrim
from brochure.page import Page
from brochure.pdf.media import Medium
from brochure.theme import Theme

COVER, PLATE = "//cover", "//plate"
"""Its names as the ground of a cover and as a page of its own; no image of a page is called so."""


def alone(page: Page, medium: Medium, size: tuple[float, float]) -> bytes:
    """The photograph cropped to ``size`` (width and height in points), as a JPEG file."""
    return _cropped(page, medium, size, None)


def below_text(
    page: Page, theme: Theme, medium: Medium, size: tuple[float, float], until: float
) -> bytes:
    """The photograph as a ground of ``size``, veiled so that text stands out from it.

    The text goes as far as ``until`` points from the head.
    """
    scrim = Scrim(
        ground=theme.roles["cover"],
        texts=(theme.roles["cover_text"], theme.roles["cover_muted"]),
        until=min(until / size[1], 1.0),
        contrast=theme.minimum_contrast,
    )
    return _cropped(page, medium, size, scrim)


def _cropped(page: Page, medium: Medium, size: tuple[float, float], scrim: Scrim | None) -> bytes:
    assert page.picture
    width_px, height_px = (round(side / 72 * medium.picture_dpi) for side in size)
    data, focus = page.images[page.picture.name], page.picture.focus
    return images.cover(data, focus, (width_px, height_px), scrim)
