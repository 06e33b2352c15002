"""Font files of others: what they say of their own sizes is judged before any library believes it.

A font names the place and the length of its tables, and its table of characters may claim four billion
of them in 12 bytes (OpenType 1.9, "Organization of an OpenType Font" and "cmap"). HarfBuzz reads such a
table as it is, and takes all the memory there is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from brochure.errors import ThemeError
from brochure.problems import Id, Place, Text, error

MOST_BYTES = 64_000_000
"""Of a font file: the largest collections, of Chinese, Japanese and Korean, have 20 million."""

_MOST_TABLES, _MOST_FACES, _MOST_ENCODINGS = 100, 64, 64
_KINDS = {b"\0\1\0\0", b"OTTO", b"true"}
_CHARACTERS = 0x110000
"""So many code points there are in Unicode; a table of characters names none of them twice."""


class _DamagedError(Exception):
    """What is wrong with a font, as the id of a Text and its fields."""

    def __init__(self, id_: Id, **fields: str | int) -> None:
        self.why = Text(id_, **fields)


def is_collection(data: bytes) -> bool:
    """Whether ``data`` is a TrueType or OpenType collection (OpenType 1.9, "ttcf")."""
    return data.startswith(b"ttcf")


def check_font(data: bytes, name: str) -> None:
    """Raise ThemeError, at the file ``name``, where ``data`` is no font, or lies about its sizes."""
    if not is_collection(data) and data[:4] not in _KINDS:
        raise ThemeError(error("font-none", at=Place(name)))
    try:
        for at in _faces(data):
            tables = _tables(data, at)
            if b"cmap" in tables:
                _check_characters(tables[b"cmap"])
    except _DamagedError as caught:
        raise ThemeError(error("font-damaged", at=Place(name), reason=caught.why)) from None
    except struct.error:  # a number that the file is too short for
        raise ThemeError(error("font-damaged", at=Place(name), reason=Text("font-cut-short"))) from None


def _faces(data: bytes) -> Iterator[int]:
    """Where the table of tables of each face begins."""
    if not is_collection(data):
        yield 0
        return
    (count,) = struct.unpack_from(">I", data, 8)
    if count > _MOST_FACES:
        raise _DamagedError(Id("font-faces-many"), count=count, most=_MOST_FACES)
    yield from struct.unpack_from(f">{count}I", data, 12)


def _tables(data: bytes, at: int) -> dict[bytes, memoryview]:
    (count,) = struct.unpack_from(">H", data, at + 4)
    if not 1 <= count <= _MOST_TABLES:
        raise _DamagedError(Id("font-tables-many"), count=count, most=_MOST_TABLES)
    found = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, at + 12 + 16 * number)
        named = tag.decode("latin-1")
        if not all(0x20 <= byte < 0x7F for byte in tag):
            raise _DamagedError(Id("font-table-name"), tag=ascii(named))
        if offset + length > len(data):
            raise _DamagedError(
                Id("font-table-outside"), tag=named, bytes=offset + length, size=len(data)
            )
        found[tag] = memoryview(data)[offset : offset + length]
    return found


def _check_characters(cmap: memoryview) -> None:
    _, count = struct.unpack_from(">HH", cmap)
    if count > _MOST_ENCODINGS:
        raise _DamagedError(Id("font-encodings-many"), count=count, most=_MOST_ENCODINGS)
    offsets = {struct.unpack_from(">HHI", cmap, 4 + 8 * n)[2] for n in range(count)}
    for offset in offsets:
        subtable = cmap[offset:]
        (form,) = struct.unpack_from(">H", subtable)
        ranges = _SUBTABLES.get(form)
        named = sum(end - start + 1 for start, end in ranges(subtable) if start <= end) if ranges else 0
        if named > _CHARACTERS:
            raise _DamagedError(Id("font-characters-many"), count=named, most=_CHARACTERS)


def _segments(subtable: memoryview) -> Iterator[tuple[int, int]]:
    """The ranges of code units of format 4."""
    count = struct.unpack_from(">H", subtable, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", subtable, 14)
    return zip(struct.unpack_from(f">{count}H", subtable, 16 + 2 * count), ends, strict=True)


def _groups(subtable: memoryview) -> Iterator[tuple[int, int]]:
    """The ranges of code points of formats 12 and 13."""
    (count,) = struct.unpack_from(">I", subtable, 12)
    groups = subtable[16 : 16 + 12 * count]
    if len(groups) < 12 * count:
        raise _DamagedError(Id("font-cut-short"))
    return ((start, end) for start, end, _ in struct.iter_unpack(">III", groups))


def _array(subtable: memoryview) -> Iterator[tuple[int, int]]:
    """The one range of format 10."""
    start, count = struct.unpack_from(">II", subtable, 12)
    return iter([(start, start + count - 1)])


_SUBTABLES = {4: _segments, 10: _array, 12: _groups, 13: _groups}
"""The formats whose ranges may claim more than they hold, by their numbers; others are bounded."""
