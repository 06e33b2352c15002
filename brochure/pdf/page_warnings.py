"""Warnings of a page: what a person should know before printing, said when the brochure is built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brochure import images
from brochure.page import Page
from brochure.pdf import style_sheets
from brochure.problems import Place, Problem, Text, warning
from brochure.text import font_metrics, labels
from brochure.text.content import Content
from brochure.text.typography import ADDRESS
from brochure.theme import Theme

DPI: Mapping[str, tuple[int, int]] = {"print": (200, 300), "pdf": (100, 150)}
"""Of each product the resolutions below which a picture looks coarse, and from which it is sharp.

The file for screens is read at 100 to 150 % on one of about 100 dpi.
"""

_SHOWN = 30


def of_text(page: Page, content: Content, theme: Theme) -> Iterable[Problem]:
    """A language without labels, and words wider than a column, which are divided anywhere."""
    if unlabelled := labels.fallback_warning(page.lang):
        yield unlabelled
    measure = font_metrics.measure(theme.chain(theme.text_family, 400), 0)
    column = style_sheets.frame(page, theme).column_width
    for word in dict.fromkeys(content.prose.text.split()):
        long = len(word) > _SHOWN and measure(word) * theme.body_pt > column
        if long and not ADDRESS.search(word):  # addresses go on after their own signs
            yield warning("word-wide", start=word[:_SHOWN], characters=len(word))


def of_padding(path: str, blanks: int, pages: int) -> Iterable[Problem]:
    """Pages that were added so that the sheets come out even."""
    if blanks:
        at = Place(file=path)
        yield warning("pages-padded", at=at, before=pages - blanks, pages=pages, count=blanks)


def of_pictures(
    page: Page, theme: Theme, photo: tuple[float, float] | None, product: str
) -> Iterable[Problem]:
    """Pictures with too few pixels for the size they have in ``product``, "pdf" or "print".

    ``photo`` is the size of the cover's photograph with its bleed, in points. On a screen only coarse
    ones are told: what is a little soft there nobody sees.
    """
    frame = style_sheets.frame(page, theme)
    if page.picture and photo:
        size = images.size_of(page.images[page.picture.name])
        left, _, right, _ = images.crop_box(size, page.picture.focus, photo[0] / photo[1])
        yield from _coarse(page.picture.name, right - left, photo[0], size[0] / (right - left), product)
    for name, data in page.images.items():
        if f"]({name}" in page.body:
            size = images.size_of(data)
            width, _ = style_sheets.placed_size(size, frame)
            yield from _coarse(name, size[0], width, 1.0, product)


def _coarse(
    name: str, pixels: int, width_pt: float, uncropped: float, product: str
) -> Iterable[Problem]:
    dpi, (least_dpi, right_dpi) = pixels / (width_pt / 72), DPI[product]
    if dpi >= (right_dpi if product == "print" else least_dpi):
        return
    least, right = (round(width_pt / 72 * dots * uncropped) for dots in (least_dpi, right_dpi))
    how = Text("picture-looks-coarse") if dpi < least_dpi else Text("picture-looks-soft")
    yield warning(
        "picture-few-pixels", at=Place(product=product), picture=name, how=how, dpi=dpi,
        width_mm=width_pt / 72 * 25.4, right_dpi=right_dpi, least_dpi=least_dpi, right_px=right,
        least_px=least,
    )  # fmt: skip
