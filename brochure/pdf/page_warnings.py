"""Warnings of a page: what a person should know before printing, said when the brochure is built."""

from __future__ import annotations

from collections.abc import Iterable

from brochure import images
from brochure.page import Page
from brochure.pdf import style_sheets
from brochure.pdf.media import MM
from brochure.problems import Place, Problem, Text, warning
from brochure.text import font_metrics, labels
from brochure.text.content import Content
from brochure.text.typography import ADDRESS
from brochure.theme import Theme

LEAST_DPI, RIGHT_DPI = 200, 300
"""Below the first a picture looks coarse in print, from the second on it is as sharp as it can be."""

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


def of_pictures(page: Page, theme: Theme) -> Iterable[Problem]:
    """Pictures with too few pixels for the size they are printed at."""
    frame = style_sheets.frame(page, theme)
    if page.picture:
        size = images.size_of(page.images[page.picture.name])
        bleed = theme.printing.bleed_mm * MM
        width, height = frame.width + 2 * bleed, frame.height + 2 * bleed
        left, _, right, _ = images.crop_box(size, page.picture.focus, width / height)
        yield from _coarse(page.picture.name, right - left, width, size[0] / (right - left))
    for name, data in page.images.items():
        if f"]({name}" in page.body:
            size = images.size_of(data)
            width, _ = style_sheets.placed_size(size, frame)
            yield from _coarse(name, size[0], width, 1.0)


def _coarse(name: str, pixels: int, width_pt: float, uncropped: float) -> Iterable[Problem]:
    dpi = pixels / (width_pt / 72)
    if dpi >= RIGHT_DPI:
        return
    least, right = (round(width_pt / 72 * dots * uncropped) for dots in (LEAST_DPI, RIGHT_DPI))
    how = Text("picture-looks-coarse") if dpi < LEAST_DPI else Text("picture-looks-soft")
    yield warning(
        "picture-few-pixels", at=Place(product="print"), picture=name, how=how, dpi=dpi,
        width_mm=width_pt / 72 * 25.4, right_dpi=RIGHT_DPI, least_dpi=LEAST_DPI, right_px=right,
        least_px=least,
    )  # fmt: skip
