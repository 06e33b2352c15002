"""Close-ups: each code of a file in a picture of it and of what is around it, to be measured.

zxing-cpp tells where a code lies, its version, level and unused error correction.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure import open_pdfs
from brochure.codes import verification
from brochure.codes.rasters import rasterize_svg
from brochure.facts import ExpectedCode

if TYPE_CHECKING:
    from PIL.Image import Image

DPI, PX_PER_MODULE = 300.0, 10
"""What codes in PDFs are drawn at; where their modules are large, so many pixels are enough."""

FARTHEST = 4
"""Modules of quiet zone that are looked at: more is not asked for."""

Expected = Sequence[ExpectedCode]
"""The codes that a file should hold, as in its facts."""

Point = tuple[float, float]


class Found(NamedTuple):
    """A decoded code: its text, what zxing-cpp says of it, and its corners in pixels, clockwise."""

    text: str
    extra: Mapping[str, Any]
    corners: tuple[Point, ...]

    @property
    def version(self) -> int:
        """Its version, 1 to 40 (ISO/IEC 18004, 6.3)."""
        return int(self.extra["Version"])

    @property
    def modules(self) -> int:
        """The modules of a side."""
        return 17 + 4 * self.version

    @property
    def width_px(self) -> float:
        """The mean of its upper and its left side, in pixels."""
        a, b, _, d = self.corners
        return (math.dist(a, b) + math.dist(a, d)) / 2

    @property
    def centre(self) -> Point:
        """The mean of its corners, in pixels."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4


class CodeImage(NamedTuple):
    """A code ``found`` in ``image``, which shows ``page`` at ``dpi``; 0 where the file has no size."""

    page: int
    image: Image
    found: Found
    dpi: float


def code_images(media_type: str, data: bytes, expected: Expected) -> Iterator[CodeImage]:
    """The codes of a file, some of which are ``expected``. Raises what readers of files raise."""
    if not expected:
        return
    if media_type == "application/pdf":
        yield from _of_pdf(data, expected)
    elif media_type in {"image/png", "image/jpeg"}:
        from PIL import Image

        try:
            with Image.open(io.BytesIO(data)) as picture:
                image = picture.convert("RGB")
        except Image.DecompressionBombError as caught:  # an error of its own kind
            raise OSError(str(caught)) from caught
        yield from (CodeImage(1, image, found, 0.0) for found in _decoded(image))
    elif media_type == "image/svg+xml":
        image = rasterize_svg(data.decode())
        yield from (CodeImage(1, image, found, 0.0) for found in _decoded(image))


def _of_pdf(data: bytes, expected: Expected) -> Iterator[CodeImage]:
    """Pages are drawn just large enough to find their codes; then each code is drawn as it is measured.

    Where not all are found, the whole page is drawn as large.
    """
    coarse = verification.enough_dpi(expected, verification.PX_PER_MODULE, verification.PDF_DPI)
    wanted = Counter(code.page for code in expected)
    with open_pdfs.opened(data) as file:
        for number in sorted(wanted):
            if not 1 <= number <= len(file):
                continue
            page = file.page(number)
            seen = _decoded(file.grey(number, coarse))
            found = [near for code in seen for near in _close_up(page, number, code, coarse)]
            if len(found) < wanted[number]:
                image = page.render(scale=DPI / 72).to_pil()
                found = [CodeImage(number, image, code, DPI) for code in _decoded(image)]
            yield from found


def _close_up(page: Any, number: int, code: Found, coarse: float) -> Iterator[CodeImage]:
    """The code that lies where ``code`` was found at ``coarse`` dpi, drawn with its quiet zone."""
    module = code.width_px / code.modules
    larger = max(1.0, min(DPI, coarse * PX_PER_MODULE / module) / coarse)
    scale, around = coarse * larger / 72, (FARTHEST + 1) * module
    xs, ys = zip(*code.corners, strict=True)
    width, height = math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)
    left, head = (max(0, int((min(v) - around) * larger)) for v in (xs, ys))
    right, foot = (
        max(0, size - math.ceil((max(v) + around) * larger)) for size, v in ((width, xs), (height, ys))
    )
    crop = tuple(edge / scale for edge in (left, foot, right, head))
    image = page.render(scale=scale, crop=crop).to_pil()
    middle = code.centre[0] * larger - left, code.centre[1] * larger - head
    found = sorted(_decoded(image), key=lambda one: math.dist(one.centre, middle))
    if found and found[0].text == code.text:
        yield CodeImage(number, image, found[0], scale * 72)


def _decoded(image: Image) -> Iterator[Found]:
    import zxingcpp

    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for code in zxingcpp.read_barcodes(image, formats=kinds, try_downscale=False):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        extra: Any = code.extra
        if code.valid:
            yield Found(code.text, extra, tuple((float(p.x), float(p.y)) for p in corners))
