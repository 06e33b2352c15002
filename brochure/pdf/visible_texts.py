"""Texts are seen in the finished PDF: each line leaves ink that stands out, large enough, whole.

A page is drawn as it is and again without its texts; what differs is what a reader sees of them. So
nothing is hidden by a colour, by transparency, by what lies above, or by what cuts it off, whatever
rules of a style sheet it comes from. PDFium draws each page twice, so it is asked of brochures in
designs of one's own; the shipped ones are looked at in the tests.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from brochure import open_pdfs
from brochure.colour import Colour, contrast
from brochure.errors import ProofError
from brochure.kit import Artifact
from brochure.problems import Place, Problem, error

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 144
LEAST_CONTRAST = 3.0
"""What the strongest pixel of a line has to its ground, to one, as large text (WCAG 2.2, 1.4.3).

Colours of themes are held to more; thin letters have no pixel at DPI that is all ink.
"""

LEAST_HEIGHT_PT = 4.5
"""The height of type from its highest letters to its lowest: about 4 pt of size."""

LEAST_LETTERS = 3
"""Letters and digits of what is judged: a "1" is no line."""

LEAST_SHARE = 0.6
"""How much of its width and height a line shows."""

_FAINT = 0.3
"""Pixels that differ by less than this share of the most are the edges of letters."""

_MOST_TOLD = 5
_SHOWN = 60

Sides = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left."""


def verify(artifact: Artifact, sheets: Sequence[str]) -> None:
    """Raise ProofError where a text of ``artifact``, if it is a PDF, cannot be seen.

    ``sheets`` are the style sheets that its design brings.
    """
    if artifact.media_type != "application/pdf" or not artifact.texts:
        return
    if found := tuple(hidden(artifact.data, sheets)):
        raise ProofError(*(problem.placed(Place(file=artifact.path)) for problem in found[:_MOST_TOLD]))


def hidden(data: bytes, sheets: Sequence[str]) -> Iterator[Problem]:
    """The lines of a PDF that are not seen, each with its page."""
    with open_pdfs.opened(data) as file:
        for number in range(1, len(file) + 1):
            page, text, drawn = file.page(number), file.text(number), file.grey(number, DPI)
            bare, crop = _without_texts(page), page.get_cropbox()
            for words, rect in _lines(text):
                box = _pixels(rect, crop)
                ratio, share = _seen(drawn.crop(box), bare.crop(box))
                height = _height(text, rect)
                at, shown = Place(page=number), words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
                if height < LEAST_HEIGHT_PT:
                    yield error("text-too-small", at=at, text=shown, height_pt=height, sheets=sheets)
                elif ratio < LEAST_CONTRAST:
                    yield error("text-not-seen", at=at, text=shown, ratio=ratio, sheets=sheets)
                elif share < LEAST_SHARE and not any(map(_is_rtl, words)):
                    percent = 100 * share
                    yield error("text-cut-off", at=at, text=shown, percent=percent, sheets=sheets)


def _lines(text: Any) -> Iterator[tuple[str, Sides]]:
    """The lines of a page with words in them, and where they are, in points from its lower left.

    Of Arabic PDFium gives pieces of words, some in places where no ink is: what is short is left out.
    """
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        words = text.get_text_bounded(left, bottom, right, top).strip()
        if sum(map(str.isalnum, words)) >= LEAST_LETTERS:
            yield words, (left, bottom, right, top)


def _pixels(rect: Sides, crop: Sides) -> tuple[int, int, int, int]:
    """Where ``rect`` is in the picture of a page that shows ``crop``: left, top, right, bottom."""
    scale = DPI / 72
    left, bottom, right, top = rect
    return (
        int((left - crop[0]) * scale), int((crop[3] - top) * scale),
        int((right - crop[0]) * scale) + 1, int((crop[3] - bottom) * scale) + 1,
    )  # fmt: skip


def _height(text: Any, rect: Sides) -> float:
    """The height of the type of a line, in points, from its highest letters to its lowest."""
    left, bottom, right, top = rect
    at = text.get_index(left + (top - bottom) / 4, (bottom + top) / 2, right - left, top - bottom)
    if at is None:
        return top - bottom
    _, low, _, high = text.get_charbox(at, loose=True)
    return float(high - low)


def _is_rtl(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in {"R", "AL"}


def _seen(drawn: Image, bare: Image) -> tuple[float, float]:
    """The most contrast of a line, and the smaller share of its width and height that shows."""
    from PIL import ImageChops

    difference = ImageChops.difference(drawn, bare)
    most = max((value for value, count in enumerate(difference.histogram()) if count), default=0)
    if not most:
        return 1.0, 0.0
    strong = difference.point([255 * (value == most) for value in range(256)])
    ink, ground = (_common(image, strong) for image in (drawn, bare))
    letters = difference.point([255 * (value >= _FAINT * most) for value in range(256)])
    left, top, right, bottom = letters.getbbox() or (0, 0, 0, 0)
    share = min((right - left) / drawn.width, (bottom - top) / drawn.height)
    return contrast(ink, ground), share


def _common(image: Image, mask: Image) -> Colour:
    """The grey that most pixels of ``image`` within ``mask`` have."""
    counts = image.histogram(mask)
    grey = f"{max(range(256), key=counts.__getitem__):02X}"
    return Colour(rgb=f"#{3 * grey}", cmyk=(0, 0, 0, 0))


def _without_texts(page: Any) -> Image:
    """``page`` drawn in greys without its texts."""
    import pypdfium2.raw as pdfium

    texts = list(_texts_of(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject))
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, False)
    try:
        drawn: Image = page.render(scale=DPI / 72, grayscale=True).to_pil()
        return drawn
    finally:
        for text in texts:
            pdfium.FPDFPageObj_SetIsActive(text, True)


def _texts_of(holder: Any, count: Any, get: Any) -> Iterator[Any]:
    """The texts of a page or of a form on it, and those of the forms within."""
    import pypdfium2.raw as pdfium

    for number in range(count(holder)):
        found = get(holder, number)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield found
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _texts_of(found, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
