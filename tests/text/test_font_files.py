"""Fonts of others: what they promise of their own size is judged before a library believes it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from brochure import assets
from brochure.errors import ThemeError
from brochure.text.font_files import check_font

GOOD = (assets.fonts_folder() / "SourceSerif4_400Regular.ttf").read_bytes()


def with_characters(subtable: bytes) -> bytes:
    """The good font with another table of characters, at its end."""
    data = bytearray(GOOD)
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    return bytes(with_entry(data, b"cmap", ">II", 8, (len(data), len(cmap)))) + cmap


def with_entry(
    data: bytearray, tag: bytes, form: str, place: int, values: tuple[int | bytes, ...]
) -> bytearray:
    """``data`` with ``values`` at ``place`` of the entry of the table ``tag``."""
    at = next(at for at in range(12, 12 + 16 * 60, 16) if data[at : at + 4] == tag)
    struct.pack_into(form, data, at + place, *values)
    return data


def groups(*ranges: tuple[int, int], promised: int | None = None) -> bytes:
    """A subtable of format 12."""
    rows = b"".join(struct.pack(">III", start, end, 1) for start, end in ranges)
    count = len(ranges) if promised is None else promised
    return struct.pack(">HHIII", 12, 0, 16 + len(rows), 0, count) + rows


def collection(count: int) -> bytes:
    return b"ttcf" + struct.pack(">II", 0x10000, count) + bytes(4 * 70)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "one group of four billion": (lambda: with_characters(groups((0, 0xFFFFFFFF))), "4,294,967,296"),
    "many groups of all": (lambda: with_characters(groups(*[(0, 0x10FFFF)] * 9)), "10,027,008 char"),
    "a range of four billion": (
        lambda: with_characters(struct.pack(">HHIIII", 10, 0, 24, 0, 0, 0xFFFFFFFF)),
        "4,294,967,295 characters",
    ),
    "more groups than bytes": (lambda: with_characters(groups((1, 2), promised=9)), "it ends before"),
    "four billion groups": (
        lambda: with_characters(groups((1, 2), promised=0xFFFFFFFF)), "it ends before",
    ),
    "cut": (lambda: GOOD[:100], "it ends before what it promises|ends at byte"),
    "too many tables": (lambda: GOOD[:4] + b"\xff\xff" + GOOD[6:], "it promises 65,535 tables"),
    "no table": (lambda: GOOD[:4] + b"\0\0" + GOOD[6:], "it promises 0 tables"),
    "a table outside": (
        lambda: bytes(with_entry(bytearray(GOOD), b"glyf", ">I", 12, (0xFFFFFFF0,))),
        r"the table glyf ends at byte 4,29\d,\d{3},\d{3} of",
    ),
    "an odd name": (
        lambda: bytes(with_entry(bytearray(GOOD), b"glyf", ">4s", 0, (b"\x1b]2;",))), "'.x1b.2;'",
    ),
    "a collection of four billion": (lambda: collection(0xFFFFFFFF), "4,294,967,295 faces"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), "font"),
    "nothing": (lambda: b"", "font"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_font_that_lies_about_its_size_is_refused(name: str) -> None:
    made, says = BAD[name]
    with pytest.raises(ThemeError, match=says) as caught:
        check_font(made(), "f.ttf")
    (problem,) = caught.value.problems
    assert problem.place.file == "f.ttf"
    assert problem.way_out()


@pytest.mark.parametrize(
    "path", sorted(assets.fonts_folder().glob("*.[to]t[fc]")), ids=lambda p: p.name
)
def test_the_fonts_of_brochure_are_sound(path: Path) -> None:
    check_font(path.read_bytes(), path.name)
