"""Texts are read back from the finished PDF: all of them there, none of them off the paper."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from brochure.errors import ProofError
from brochure.kit import Artifact

TOLERANCE_PT = 1.0
_SHOWN = 60


def prove(artifact: Artifact) -> None:
    """Raise ProofError when a text that ``artifact`` (a PDF) should show is not on its pages."""
    if artifact.texts:
        for fault in faults(artifact.data, artifact.texts):
            raise ProofError(f"{artifact.path}: {fault}")


def faults(data: bytes, texts: Sequence[str]) -> Iterable[str]:
    """The texts that the PDF does not hold, and the lines that leave their page.

    Letters and digits are compared, since line ends and hyphens are the layout's. PDFium gives
    right-to-left lines in visual order: there the letters are counted.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        found = ""
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            found += text.get_text_range()
            yield from _off_the_page(number, page, text)
    finally:
        document.close()
    letters = _letters(found)
    supply = Counter(letters)
    for text in texts:
        wanted = _letters(text)
        if wanted in letters or (_is_rtl(text) and not Counter(wanted) - supply):
            continue
        yield f"the text “{_cut(text)}” is not all there: it did not fit; shorten what stands with it"


def _off_the_page(number: int, page: Any, text: Any) -> Iterable[str]:
    width, height = page.get_size()
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        out = max(-left, -bottom, right - width, top - height)
        if out > TOLERANCE_PT:
            words = text.get_text_bounded(left, bottom, right, top).strip()
            yield f"page {number}: “{_cut(words)}” leaves the page by {out:.0f} pt; shorten it"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)
