"""Sights: pages as pictures, and the words on them with their places in the source.

Everything here is done in guarded processes: what strangers wrote is drawn and read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from brochure import assets, duotones, picture_files
from brochure.building import inputs, preparing
from brochure.pdf import media
from brochure.pdf.engine import IMAGE_SCHEME, forget_fonts, strict
from brochure.pdf.kept_blocks import KeptBlocks
from brochure.pdf.layout import lay_out_page
from brochure.studio import inspecting
from brochure.studio.values import LEAST_PX, PLATES, Sight, Word
from brochure.text import font_metrics
from brochure.text.content import content_of, printed

_WORD = re.compile(r"\w+")


def seen(path: Path, number: int, width_px: int, theme_name: str = "") -> Sight:
    """The page with that number (the last where there are fewer) of the brochure that ``path`` makes.

    It is laid out as it will be, in its own theme or in another, and only that page is drawn. Nothing
    is read back: it is looked at while the text is being written. Raises BrochureError.
    """
    page, theme = inspecting.read_in_theme(path, theme_name)
    page, theme = preparing.prepared(page, theme)
    page, _ = duotones.shown_page(page, theme)
    page, theme = inputs.seen_page(page, "pdf"), inputs.seen_theme(theme, "pdf")
    theme = theme.for_language(page.language)
    content = content_of(page, image_src=lambda name: IMAGE_SCHEME + name)
    theme = font_metrics.with_fallbacks(theme, printed(content))
    with strict():
        one, number, pages = lay_out_page(
            page, content, theme, media.screen_medium(theme), number, _KEPT
        )
        data = one.write_pdf()
    png, size = _picture(data, 1, width_px)
    return Sight(png=png, number=number, pages=pages, size=size)


_KEPT = KeptBlocks()
"""What a process that sees one page again and again has laid out of it."""


def warm() -> None:
    """See a page of our own: what every page needs is then at hand, before any process is forked."""
    seen(assets.summit_page(), 1, LEAST_PX)
    _KEPT.forget()
    forget_fonts()


def drawn_page(data: bytes, number: int, width_px: int, trimmed: bool, plate: str) -> bytes:
    """A page of the PDF ``data`` as a PNG: ``trimmed`` or with its bleed, in full or one ``plate``.

    Raises LookupError where it has no such page.
    """
    return _picture(data, number, width_px, trimmed=trimmed, plate=plate)[0]


def _picture(
    data: bytes, number: int, width_px: int, *, trimmed: bool = False, plate: str = ""
) -> tuple[bytes, tuple[int, int]]:
    with pypdfium2.PdfDocument(data) as document:
        page = document[number - 1]
        left, bottom, right, top = page.get_cropbox()
        inner = page.get_trimbox() if trimmed else (left, bottom, right, top)
        cut = (inner[0] - left, inner[1] - bottom, right - inner[2], top - inner[3])
        scale = width_px / (inner[2] - inner[0])
        if plate:
            drawn = _plate(data, number, 72 * scale, plate)
            box = (
                cut[0] * scale,
                cut[3] * scale,
                drawn.width - cut[2] * scale,
                drawn.height - cut[1] * scale,
            )
            drawn = drawn.crop(tuple(map(round, box)))
        else:
            drawn = page.render(scale=scale, crop=cut, rev_byteorder=True).to_pil()
    out = io.BytesIO()
    drawn.convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue(), drawn.size


def _plate(data: bytes, number: int, dpi: float, plate: str) -> Any:
    """The plate of one page, in its colour on white."""
    import pikepdf
    from PIL import ImageOps

    from brochure.preflight import separations

    with pikepdf.open(io.BytesIO(data)) as whole, pikepdf.new() as single:
        single.pages.append(whole.pages[number - 1])
        out = io.BytesIO()
        single.save(out)
    at, colour = PLATES[plate]
    ink = separations.separate(out.getvalue(), dpi).pages[0][at]
    return ImageOps.colorize(ink, "white", colour)


def resized(data: bytes, name: str, width_px: int) -> bytes:
    """A picture of a page, clean, at most so wide. Raises SourceError."""
    from PIL import Image

    clean, _ = picture_files.clean(data, name)
    with Image.open(io.BytesIO(clean), formats=["PNG", "JPEG"]) as image:
        kind = image.format or "PNG"
        image.thumbnail((width_px, width_px * 4))
        out = io.BytesIO()
        image.save(out, kind)
    return out.getvalue()


def words_of(data: bytes, source: str) -> list[list[Word]]:
    """The words of each page of the PDF ``data``, each with the place of the same in ``source``."""
    spoken = [
        (found[0].casefold(), line, found.start() + 1)
        for line, text in enumerate(source.split("\n"), 1)
        for found in _WORD.finditer(text)
    ]
    with pypdfium2.PdfDocument(data) as document:
        pages = [[*_words_on(page)] for page in document]
    shown = [word for words in pages for word, _ in words]
    matcher = SequenceMatcher(None, shown, [word for word, _, _ in spoken])
    places = [(0, 0)] * len(shown)
    for start, there, length in matcher.get_matching_blocks():
        for step in range(length):
            places[start + step] = spoken[there + step][1:]
    last = (0, 0)
    for at, place in enumerate(places):  # a word that was divided is near the one before it
        last = places[at] = place if place[0] else last
    left = iter(places)
    return [[Word(*box, *next(left)) for _, box in words] for words in pages]


def _words_on(page: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    text = page.get_textpage()
    letters = "".join(
        chr(number) if (number := raw.FPDFText_GetUnicode(text, i)) < 0x110000 else " "
        for i in range(text.count_chars())
    )
    left, bottom, right, top = page.get_cropbox()
    width, height = right - left, top - bottom
    for found in _WORD.finditer(letters):
        boxes: Sequence[Any] = [text.get_charbox(i) for i in range(*found.span())]
        x, y = min(box[0] for box in boxes), max(box[3] for box in boxes)
        w, h = max(box[2] for box in boxes) - x, y - min(box[1] for box in boxes)
        place = ((x - left) / width, (top - y) / height, w / width, h / height)
        yield found[0].casefold(), tuple(round(share, 5) for share in place)
