"""Symbols: where each bit of a code stands (ISO/IEC 18004, 7.7), found out once for each version.

python-qrcode places the bits module by module. Which module has which bit is the same for all codes
of a version: so its symbol is drawn once, and a code is one selection from its bits: a third less than
encoding takes (benchmarks/kept_by_hand.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from brochure.codes import masks

_DARK, _LIGHT = "1".__eq__, "0".__eq__


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """The symbol of a version and a level, drawn with mask 0 and no data.

    ``alignment`` holds the centres of its alignment patterns on one axis, ``bits`` how many it has room
    for. ``chosen`` takes for every module, row by row, its value from all bits, all bits turned, False
    and True. ``told`` are, for each mask, the modules of the format information that mask 0 has
    otherwise, as rows and columns.
    """

    size: int
    alignment: tuple[int, ...]
    bits: int
    chosen: Callable[[Sequence[bool]], tuple[bool, ...]]
    told: tuple[tuple[tuple[int, int], ...], ...]

    def rows(self, codewords: Sequence[int]) -> list[tuple[bool, ...]]:
        """The modules of a code of these ``codewords``, drawn with mask 0."""
        text = "".join([format(codeword, "08b") for codeword in codewords]).ljust(self.bits, "0")
        all_of_them = self.chosen((*map(_DARK, text), *map(_LIGHT, text), False, True))
        return [all_of_them[at : at + self.size] for at in range(0, self.size**2, self.size)]

    def turned(self, rows: Sequence[Sequence[bool]], mask: int) -> list[list[bool]]:
        """``rows`` drawn with mask 0, as they are with ``mask``."""
        found = masks.turned(rows, mask, self.alignment)
        for y, x in self.told[mask]:
            found[y][x] = not found[y][x]
        return found


@lru_cache(maxsize=32)
def symbol_of(version: int, level: int) -> Symbol:
    """The symbol of a ``version`` and of a ``level`` by its number."""
    from qrcode import base
    from qrcode.util import pattern_position

    words = sum(block.total_count for block in base.rs_blocks(version, level))
    code = code_of(version, level, [0] * words)
    code.makeImpl(False, 0)
    drawn = [[bool(module) for module in row] for row in code.modules]
    size, alignment = len(drawn), tuple(pattern_position(version))
    places = tuple(_places(size, alignment))
    bits = len(places)
    # of no data, mask 0 has drawn where it turns what is there
    where = {(y, x): at + bits * drawn[y][x] for at, (y, x) in enumerate(places)}
    modules = [(y, x) for y in range(size) for x in range(size)]
    told = []
    for mask in range(8):
        code.setup_type_info(False, mask)
        told.append(tuple((y, x) for y, x in modules if bool(code.modules[y][x]) != drawn[y][x]))
    return Symbol(
        size=size, alignment=alignment, bits=bits, told=tuple(told),
        chosen=itemgetter(*(where.get((y, x), 2 * bits + drawn[y][x]) for y, x in modules)),
    )  # fmt: skip


def code_of(version: int, level: int, codewords: Sequence[int]) -> Any:
    """python-qrcode's code of a ``version`` with these ``codewords``, not drawn yet."""
    from qrcode.main import QRCode

    code = QRCode(version=version, error_correction=level, border=0)
    code.data_cache = list(codewords)
    return code


def _places(size: int, alignment: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """The modules of data in the order of their bits: columns in pairs, up and down (7.7.3)."""
    upwards = True
    for right in range(size - 1, 0, -2):
        right -= right <= 6  # the timing pattern has the column 6 for itself
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in (right, right - 1):
                if masks.is_data(y, x, size, alignment):
                    yield y, x
        upwards = not upwards
