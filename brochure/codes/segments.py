"""Segments: a payload in the modes that take the fewest bits (ISO/IEC 18004, 7.4, annex J).

Digits take 10 bits for three, capitals and a few signs 11 for two, bytes 8 each; changing between
them costs a header. The cheapest way is found exactly, by dynamic programming in sixths of a bit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMERIC, ALPHANUMERIC, BYTE, ECI = 1, 2, 4, 7
"""Mode indicators (table 2)."""

UTF_8 = 26
"""The assignment number of UTF-8 (AIM ECI, part 3)."""

CLASSES = ((1, 9), (10, 26), (27, 40))
"""Versions whose counts have the same length (table 3)."""

_COUNT_BITS = {NUMERIC: (10, 12, 14), ALPHANUMERIC: (9, 11, 13), BYTE: (8, 16, 16)}
_BYTE_COST, _CAPITAL_COST, _DIGIT_COST = 48, 33, 20
"""Sixths of a bit that a byte, a capital and a digit take in their modes."""

_DIGITS = frozenset("0123456789")
_CAPITALS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_IN_CAPITALS = {char: value for value, char in enumerate(_CAPITALS)}
_SHORT = 5
_WORTH_A_HEADER = re.compile(r"[0-9]{3}|[0-9A-Z $%*+\-./:]{5}")
"""Nothing shorter can save what the header of another mode costs (14 bits at 4.7, 13 at 2.5 each)."""

_MODES = (BYTE, ALPHANUMERIC, NUMERIC)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of ``text`` in one ``mode``."""

    mode: int
    text: str


@dataclass(frozen=True, slots=True)
class Bits:
    """A number of ``length`` bits, the first bit highest."""

    value: int = 0
    length: int = 0

    def then(self, value: int, length: int) -> Bits:
        """These bits and ``length`` more."""
        return Bits(self.value << length | value, self.length + length)


def best(text: str, versions: int) -> tuple[Segment, ...]:
    """``text`` in the segments that take the fewest bits in ``versions``, an index of CLASSES."""
    if len(text) >= _SHORT and not _WORTH_A_HEADER.search(text):
        return (Segment(BYTE, text),)
    return _cheapest(text, versions)


def _cheapest(text: str, versions: int) -> tuple[Segment, ...]:
    heads = [6 * (4 + _COUNT_BITS[mode][versions]) for mode in _MODES]
    # For each mode the least cost of what came before, ending in that mode, and how it got there.
    costs: list[float] = [0.0, 0.0, 0.0]
    started = alone = False
    ways: list[tuple[int, int, int]] = []
    for char in text:
        if alone and char not in _IN_CAPITALS:  # as the one before: bytes go on, there is no choice
            costs[0] += _BYTE_COST * len(char.encode())
            ways.append((0, 0, 0))
            continue
        takes = (
            _BYTE_COST * len(char.encode()),
            _CAPITAL_COST if char in _IN_CAPITALS else None,
            _DIGIT_COST if char in _DIGITS else None,
        )
        cheapest = min(range(3), key=costs.__getitem__)
        # A segment ends on a whole bit: changing rounds the sixths up.
        change = -(-costs[cheapest] // 6) * 6 if started else 0.0
        now, way = [], []
        for mode in range(3):
            take = takes[mode]
            stay, fresh = (costs[mode] if started else float("inf")), change + heads[mode]
            way.append(mode if stay <= fresh else (cheapest if started else mode))
            now.append(float("inf") if take is None else min(stay, fresh) + take)
        costs, started, alone = now, True, char not in _IN_CAPITALS
        ways.append((way[0], way[1], way[2]))
    return _traced(text, costs, ways)


def _traced(text: str, costs: list[float], ways: list[tuple[int, int, int]]) -> tuple[Segment, ...]:
    """The modes that the least of ``costs`` leads back to, gathered into segments."""
    mode = min(range(3), key=lambda m: -(-costs[m] // 6))
    found: list[Segment] = []
    stretch = ""
    for char, way in zip(reversed(text), reversed(ways), strict=True):
        stretch = char + stretch
        if way[mode] != mode:
            found.append(Segment(_MODES[mode], stretch))
            stretch = ""
        mode = way[mode]
    return (*([Segment(_MODES[mode], stretch)] if stretch else []), *reversed(found))


def bits_of(segments: tuple[Segment, ...], versions: int) -> Bits:
    """The bit stream of ``segments``: UTF-8 is announced only where a character is not ASCII."""
    bits = Bits()
    if any(not segment.text.isascii() for segment in segments):
        bits = bits.then(ECI, 4).then(UTF_8, 8)
    for segment in segments:
        data = _data(segment)
        count = len(segment.text.encode()) if segment.mode == BYTE else len(segment.text)
        bits = bits.then(segment.mode, 4).then(count, _COUNT_BITS[segment.mode][versions])
        bits = bits.then(data.value, data.length)
    return bits


def _data(segment: Segment) -> Bits:
    text = segment.text
    if segment.mode == BYTE:
        data = text.encode()
        return Bits(int.from_bytes(data, "big"), 8 * len(data))
    size = 3 if segment.mode == NUMERIC else 2
    bits = Bits()
    for at in range(0, len(text), size):
        part = text[at : at + size]
        if segment.mode == NUMERIC:
            bits = bits.then(int(part), (0, 4, 7, 10)[len(part)])
        elif len(part) == 2:
            bits = bits.then(45 * _IN_CAPITALS[part[0]] + _IN_CAPITALS[part[1]], 11)
        else:
            bits = bits.then(_IN_CAPITALS[part], 6)
    return bits
