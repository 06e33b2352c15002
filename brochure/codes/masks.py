"""Masks: which of a QR code's eight data masks gives the least penalty (ISO/IEC 18004, 7.8.3).

python-qrcode draws and scores the symbol eight times, module by module. Here the whole symbol is
one integer a mask, rows with a zero between them, and a rule is a few shifts and a count of bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

Rows = Sequence[Sequence[bool]]

_CONDITIONS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: (y * x) % 2 + (y * x) % 3 == 0,
    lambda y, x: ((y * x) % 2 + (y * x) % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + (y * x) % 3) % 2 == 0,
)
"""ISO/IEC 18004, table 10: a mask turns the data module at row y, column x where this holds."""


WITH_VERSION = 45
"""Symbols of so many modules a side say their version (ISO/IEC 18004, 7.10)."""


def best(rows: Rows, alignment: tuple[int, ...]) -> int:
    """The mask (0 to 7) with the least penalty for a symbol drawn with mask 0.

    ``alignment`` holds the centres of its alignment patterns on one axis. The format information
    is scored as that of mask 0.
    """
    size = len(rows)
    here = (_packed(rows), _packed(list(zip(*rows, strict=True))))
    penalties = []
    for turned in _turned(size, alignment):
        both = [symbol ^ bits for symbol, bits in zip(here, turned, strict=True)]
        penalties.append(_penalty(both[0], both[1], size))
    return penalties.index(min(penalties))


def turned(rows: Rows, mask: int, alignment: tuple[int, ...]) -> list[list[bool]]:
    """``rows`` drawn with mask 0, as they are with ``mask``; the format information stays as it is."""
    size = len(rows)
    bits = _packed(rows) ^ _turned(size, alignment)[mask][0]
    text = format(bits, f"0{size * (size + 1)}b")
    starts = range(0, size * (size + 1), size + 1)
    return [[*map("1".__eq__, text[at : at + size])] for at in starts]


_DIGITS = bytes.maketrans(b"\0\1", b"01")


def _packed(rows: Rows) -> int:
    """The rows as one integer, the first row highest, a zero after each."""
    return int(b"\0".join([*map(bytes, rows), b""]).translate(_DIGITS), 2)


@lru_cache(maxsize=64)
def _turned(size: int, alignment: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """For each mask the data modules it turns otherwise than mask 0: by rows, and by columns."""
    free = _data_modules(size, alignment)
    return tuple(
        (_laid(free, by_rows, size), _laid(free, by_columns, size))
        for by_rows, by_columns in _turned_otherwise()
    )


def _data_modules(size: int, alignment: tuple[int, ...]) -> list[int]:
    """The data modules of each row, packed (`is_data`); of each column they are the same."""
    rows = [((1 << size) - 1) << 1] * size

    def keep_off(y: int, x: int, high: int, wide: int) -> None:
        for row in range(y, y + high):
            rows[row] &= ~(((1 << wide) - 1) << size + 1 - x - wide)

    keep_off(6, 0, 1, size)
    keep_off(0, 6, size, 1)
    for y, x in ((0, 0), (0, size - 8), (size - 8, 0)):
        keep_off(y, x, 9 if y == 0 else 8, 9 if x == 0 else 8)
    if size >= WITH_VERSION:
        keep_off(0, size - 11, 6, 3)
        keep_off(size - 11, 0, 3, 6)
    for y, x in _alignment_patterns(size, alignment):
        keep_off(y - 2, x - 2, 5, 5)
    return rows


def _alignment_patterns(size: int, alignment: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """The centres of the alignment patterns: none lies on a finder pattern."""
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    yield from ((y, x) for y in alignment for x in alignment if (y, x) not in corners)


def _laid(free: Sequence[int], tile: Sequence[str], size: int) -> int:
    """A ``tile`` laid over a symbol, where its modules are ``free``, packed."""
    lines = [int((line * (size // _PERIOD + 1))[:size] + "0", 2) for line in tile]
    laid = 0
    for number, modules in enumerate(free):
        laid = laid << size + 1 | modules & lines[number % _PERIOD]
    return laid


_PERIOD = 12
"""All conditions repeat after so many rows, and columns: they ask for rests by 2, 3, 4 and 6."""


@cache
def _turned_otherwise() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """For each mask the modules of a tile that it turns otherwise than mask 0, by rows and columns."""
    tile = range(_PERIOD)
    found = []
    for condition in _CONDITIONS:
        rows = [[condition(y, x) != _CONDITIONS[0](y, x) for x in tile] for y in tile]
        both = (rows, [*zip(*rows, strict=True)])
        found.append(tuple(tuple("".join("01"[m] for m in row) for row in way) for way in both))
    return tuple((by_rows, by_columns) for by_rows, by_columns in found)


def is_data(y: int, x: int, size: int, alignment: tuple[int, ...]) -> bool:
    """Whether a module carries data: no finder, timing, alignment, format or version module."""
    if y == 6 or x == 6 or (y < 9 and (x < 9 or x >= size - 8)) or (x < 9 and y >= size - 8):
        return False
    if size >= WITH_VERSION and ((y < 6 and x >= size - 11) or (x < 6 and y >= size - 11)):
        return False
    return not any(
        abs(y - cy) <= 2 and abs(x - cx) <= 2 for cy, cx in _alignment_patterns(size, alignment)
    )


def _penalty(by_rows: int, by_columns: int, size: int) -> int:
    valid = int(("1" * size + "0") * size, 2)
    dark = by_rows.bit_count()
    lines = sum(_line_penalty(symbol, valid & ~symbol) for symbol in (by_rows, by_columns))
    blocks = sum(_blocks(ink, size + 1) for ink in (by_rows, valid & ~by_rows))
    return lines + 3 * blocks + 10 * (abs(200 * dark - 100 * size * size) // (10 * size * size))


def _line_penalty(dark: int, light: int) -> int:
    """N1, runs of five or more, and N3, the finder's 1:1:3:1:1 beside four light modules."""
    total = 0
    for ink in (dark, light):
        runs = ink & ink >> 1 & ink >> 2 & ink >> 3 & ink >> 4
        total += runs.bit_count() + 2 * (runs & ~(runs << 1)).bit_count()
    finder = dark & light >> 1 & dark >> 2 & dark >> 3 & dark >> 4 & light >> 5 & dark >> 6
    after = light >> 7 & light >> 8 & light >> 9 & light >> 10
    before = light << 1 & light << 2 & light << 3 & light << 4
    return total + 40 * ((finder & after).bit_count() + (finder & before).bit_count())


def _blocks(ink: int, stride: int) -> int:
    """N2: how many squares of four modules are of one colour."""
    pairs = ink & ink >> 1
    return (pairs & pairs >> stride).bit_count()
