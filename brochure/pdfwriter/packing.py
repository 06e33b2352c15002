"""Packing: streams as small as deflate makes them, by libdeflate.

Its wheel packs in the same bytes on every machine, what zlib's does not.
"""

from __future__ import annotations

from typing import Any

SMALLEST, QUICK = 11, 9
"""Levels: a twentieth smaller than zlib's 9 in twice its time; no larger than that in a third of it."""

PACKED_SMALLEST = 1_000_000
"""Bytes of a file's pages that are packed as small as can be: who prints 5,000 labels would wait."""


class Packer:
    """Packs the pages of one file."""

    def __init__(self, pdf: Any) -> None:
        self._pdf, self._packed = pdf, 0

    def page(self, operators: bytes) -> Any:
        """The stream of a page."""
        self._packed += len(operators)
        return stream(self._pdf, operators, SMALLEST if self._packed <= PACKED_SMALLEST else QUICK)


def stream(pdf: Any, data: bytes, level: int = SMALLEST) -> Any:
    """``data`` as a stream of ``pdf`` (a pikepdf.Pdf), packed at ``level``."""
    import deflate
    from pikepdf import Name, Stream

    made = Stream(pdf, bytes(deflate.zlib_compress(data, level)))
    made.Filter = Name.FlateDecode
    return pdf.make_indirect(made)
