"""Character maps: which code points a font file has (OpenType 1.9, "cmap"), read in a millisecond.

fontTools tells the same, with names of glyphs that nobody asks for, in fifty times the time; a test
compares the two over every font.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from brochure.errors import ThemeError

_UNICODE = {(3, 10): 0, (0, 6): 1, (0, 4): 1, (3, 1): 2, (0, 3): 3, (0, 2): 4, (0, 1): 4, (0, 0): 4}
"""Platform and encoding of the subtables that are by Unicode, the best first."""


def code_points(path: Path, index: int = 0) -> frozenset[int]:
    """The code points that face ``index`` of the font at ``path`` has a glyph for.

    Raises ThemeError for a file that is no font.
    """
    try:
        cmap = _table(path.read_bytes(), index)
        (count,) = struct.unpack_from(">H", cmap, 2)
        tables = [struct.unpack_from(">HHL", cmap, 4 + 8 * i) for i in range(count)]
        offset = min((_UNICODE[p, e], o) for p, e, o in tables if (p, e) in _UNICODE)[1]
        (form,) = struct.unpack_from(">H", cmap, offset)
        return frozenset(_READERS[form](cmap, offset))
    except (struct.error, KeyError, ValueError, IndexError) as error:
        raise ThemeError(
            f"{path}: not a font whose characters can be read; take another file"
        ) from error


def _table(data: bytes, index: int) -> bytes:
    """The "cmap" table of face ``index``."""
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">L", data, 12 + 4 * index)
    (count,) = struct.unpack_from(">H", data, start + 4)
    for i in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * i)
        if tag == b"cmap":
            return data[offset : offset + length]
    raise ValueError("no cmap")


def _segments(cmap: bytes, at: int) -> Iterator[int]:
    """Format 4: segments of the basic plane, mapped by a difference or by an array."""
    (twice,) = struct.unpack_from(">H", cmap, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts = struct.unpack_from(f">{count}H", cmap, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", cmap, at + 16 + 2 * twice)
    base = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", cmap, base)
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if offset:
                (glyph,) = struct.unpack_from(">H", cmap, base + 2 * i + offset + 2 * (point - start))
            if (glyph or not offset) and (glyph + (delta if glyph or not offset else 0)) & 0xFFFF:
                yield point


def _groups(cmap: bytes, at: int) -> Iterator[int]:
    """Format 12: runs of code points with runs of glyphs; glyph 0 is none."""
    (count,) = struct.unpack_from(">L", cmap, at + 12)
    for start, end, glyph in struct.iter_unpack(">LLL", cmap[at + 16 : at + 16 + 12 * count]):
        yield from range(start + (glyph == 0), end + 1)


def _trimmed(cmap: bytes, at: int) -> Iterator[int]:
    """Format 6: one run of the basic plane."""
    first, count = struct.unpack_from(">HH", cmap, at + 6)
    glyphs = struct.unpack_from(f">{count}H", cmap, at + 10)
    return (first + i for i, glyph in enumerate(glyphs) if glyph)


_READERS: Mapping[int, Callable[[bytes, int], Iterator[int]]] = {
    4: _segments,
    6: _trimmed,
    12: _groups,
    13: _groups,
}
