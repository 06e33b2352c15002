"""QR codes: a payload becomes modules (ISO/IEC 18004).

The best segments (`segments`) and mask (`masks`) are ours, tables and patterns python-qrcode's
(`symbols`). `code_style` says how modules look; `svg_png`, `pdf` and `eps` draw them; `error_budget`
counts what a logo covers, and `limits` refuses what would not scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from brochure.codes import masks, reed_solomon, segments, symbols
from brochure.codes.segments import Bits
from brochure.errors import AddressError
from brochure.problems import error

QUIET_ZONE = 4
"""Modules of white on every side (ISO/IEC 18004, 6.3.8)."""

LEVELS = ("L", "M", "Q", "H")
"""Levels of error correction, the lowest first (ISO/IEC 18004, table 12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A code's modules: ``rows[y][x]`` is true where dark, without the quiet zone.

    ``level`` is that of its error correction, ``mask`` the number of its data mask, 0 to 7.
    """

    payload: str
    version: int
    level: str
    mask: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """Modules on a side, without the quiet zone."""
        return len(self.rows)

    @property
    def total(self) -> int:
        """Modules on a side, with the quiet zone."""
        return self.size + 2 * QUIET_ZONE


@lru_cache(maxsize=1024)
def encode(payload: str, level: str = "M") -> Matrix:
    """The smallest code that holds ``payload`` with error correction ``level`` (L, M, Q, H) or more.

    The level is raised where that costs no larger version; text that is not ASCII is UTF-8, after
    an ECI header. Raises AddressError for more than the largest code holds.
    """
    version, level, bits = _smallest(payload, level)
    blocks = blocks_of(version, level)
    data = _filled(bits, sum(block.data_count for block in blocks))
    codewords = reed_solomon.codewords(data, blocks)
    symbol = symbols.symbol_of(version, _constant(level))
    rows = symbol.rows(codewords)
    # python-qrcode draws all eight codes to weigh them: 16 % more (benchmarks/kept_by_hand.py).
    mask = masks.best(rows, symbol.alignment)
    modules = symbol.turned(rows, mask) if mask else rows
    return Matrix(
        payload=payload, version=version, level=level, mask=mask, rows=tuple(map(tuple, modules))
    )


def _smallest(payload: str, level: str) -> tuple[int, str, Bits]:
    """The smallest version that holds ``payload``, the highest level it then has, and the bits."""
    bits = Bits()
    for versions, (first, last) in enumerate(segments.CLASSES):
        bits = segments.bits_of(segments.best(payload, versions), versions)
        for version in range(first, last + 1):
            if bits.length <= _capacity(version, level):
                higher = LEVELS[LEVELS.index(level) :]
                return version, max(
                    (name for name in higher if bits.length <= _capacity(version, name)),
                    key=LEVELS.index,
                ), bits  # fmt: skip
    most = _capacity(40, level) // 8
    raise AddressError(
        error("code-payload-too-long", start=payload[:60], bytes=bits.length // 8, most=most)
    )


def _constant(level: str) -> int:
    from qrcode import constants

    return int(getattr(constants, f"ERROR_CORRECT_{level}"))


def _capacity(version: int, level: str) -> int:
    """The data bits of a code (ISO/IEC 18004, table 7)."""
    from qrcode.util import BIT_LIMIT_TABLE

    return int(BIT_LIMIT_TABLE[_constant(level)][version])


def blocks_of(version: int, level: str) -> list[Any]:
    """The Reed-Solomon blocks of a code (ISO/IEC 18004, table 9)."""
    from qrcode import base

    return list(base.rs_blocks(version, _constant(level)))


def _filled(bits: Bits, codewords: int) -> bytes:
    """``bits`` with terminator and padding, as many ``codewords`` (ISO/IEC 18004, 7.4.9 and 7.4.10)."""
    from qrcode.util import PAD0, PAD1

    ended = bits.then(0, min(4, 8 * codewords - bits.length))
    ended = ended.then(0, -ended.length % 8)
    data = ended.value.to_bytes(ended.length // 8, "big")
    return data + bytes((PAD0, PAD1)[i % 2] for i in range(codewords - len(data)))
