"""Codes are read back from the finished file, by a decoder that did not write them.

Rasters and PDF pages go to zxing-cpp as they are (PDFium draws the pages). SVG and EPS
are drawn by `rasterize`, which shares nothing with what wrote them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from brochure import open_pdfs
from brochure.codes.decoder import decode
from brochure.codes.rasters import rasterize_eps, rasterize_svg
from brochure.errors import CodeError, ProofError
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact
from brochure.problems import Place, Problem, Text, error

PDF_DPI = 150
"""At 42 mm and 49 modules, quiet zone included, five pixels a module."""

PX_PER_MODULE, LEAST_DPI = 4, 72
"""Where a code says how large its modules are, this many pixels each are enough to read it."""

_LONG = 200
"""Characters of a payload that a message shows."""

_SVG_CODE = re.compile(r"<svg (?=[^<>]*?role=\"img\")[^<>]*>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def verify(artifact: Artifact) -> None:
    """Raise ProofError unless every code that ``artifact`` should hold is read back from its bytes."""
    try:
        found = list(differences(artifact.path, artifact.media_type, artifact.data, artifact.facts))
    except (CodeError, ValueError) as caught:
        found = not_read(caught)
    if found:
        raise ProofError(*(problem.placed(Place(file=artifact.path)) for problem in found))


def not_read(caught: Exception) -> list[Problem]:
    """What is wrong with a file whose codes cannot be read, for the reasons that ``caught`` gives."""
    if isinstance(caught, CodeError):
        return [error("codes-not-read", reason=problem.text()) for problem in caught.problems]
    return [error("codes-not-read", reason=str(caught))]


def differences(path: str, media_type: str, data: bytes, facts: Facts) -> Iterable[Problem]:
    """What is wrong with the codes of a file, each by its page: those missing, and those unexpected.

    Raises what its reader raises, CodeError for SVG and EPS that cannot be drawn for certain.
    """
    expected = facts.codes
    if not expected:
        return
    wanted = Counter((code.page, code.payload) for code in expected)
    pages = sorted({page for page, _ in wanted})
    found = Counter(READERS[media_type](data, pages, enough_dpi(expected, PX_PER_MODULE, PDF_DPI)))
    if found != wanted and media_type == "application/pdf":
        found = Counter(read_pdf(data, pages))
    for page, payload in (wanted - found).elements():
        others = [text for at, text in found if at == page]
        at, expects = Place(page=page), _short(payload)
        read = (
            Text("code-read-others", others=[_short(text) for text in others])
            if others
            else Text("code-read-none")
        )
        if len(payload) > _LONG:
            yield error("code-unread-long", at=at, payload=expects, read=read)
        else:
            yield error("code-unread", at=at, payload=expects, read=read)
    for page, payload in (found - wanted).elements():
        yield error("code-unasked", at=Place(page=page), payload=_short(payload))


def _short(payload: str) -> Text | str:
    """A payload as a message names it."""
    if len(payload) <= _LONG:
        return payload
    return Text("code-payload-start", start=payload[:_LONG], characters=len(payload))


def enough_dpi(expected: Iterable[ExpectedCode], px: float, most: float) -> float:
    """The dots an inch at which the modules of all codes have ``px`` pixels, where their size is known.

    ``most`` otherwise; large codes on large pages need fewer.
    """
    modules = [code.module_mm for code in expected]
    if not modules or min(modules) <= 0:
        return most
    return max(LEAST_DPI, min(most, px / min(modules) * 25.4))


Pages = Iterable[int]
Read = Iterable[tuple[int, str]]


def read_pdf(data: bytes, pages: Pages, dpi: float = PDF_DPI) -> Read:
    """Every code on the given ``pages`` (from 1) of a PDF drawn at ``dpi``, as (page, text)."""
    with open_pdfs.opened(data) as file:
        for number in pages:
            if 1 <= number <= len(file):
                yield from ((number, text) for text in decode(file.grey(number, dpi)))


def read_image(data: bytes, pages: Pages, dpi: float = 0) -> Read:
    """Every code in a raster image, as (1, text)."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return [(1, text) for text in decode(image.convert("L"))]


def read_svg(data: bytes, pages: Pages, dpi: float = 0) -> Read:
    """Every code in the SVG document ``data``, as (1, text). Raises CodeError, as `rasterize_svg`."""
    return [(1, text) for text in decode(rasterize_svg(data.decode()))]


def read_html(data: bytes, pages: Pages, dpi: float = 0) -> Read:
    """Every code drawn as SVG in the HTML document ``data``, comments apart, as (1, text)."""
    pieces = _COMMENT.sub("", data.decode()).split("</svg>")[:-1]
    starts = [(piece, _SVG_CODE.search(piece)) for piece in pieces]
    drawn = [f"{piece[found.start() :]}</svg>" for piece, found in starts if found]
    return [(1, text) for svg in drawn for text in decode(rasterize_svg(svg))]


def read_eps(data: bytes, pages: Pages, dpi: float = 0) -> Read:
    """The code drawn as EPS in ``data``, as (1, text). Raises CodeError, as `rasterize_eps`."""
    return [(1, text) for text in decode(rasterize_eps(data))]


READERS: Mapping[str, Callable[[bytes, Pages, float], Read]] = {
    "application/pdf": read_pdf,
    "image/png": read_image,
    "image/jpeg": read_image,
    "image/svg+xml": read_svg,
    "application/postscript": read_eps,
    "text/html": read_html,
}
