"""QR codes: an address becomes modules, and modules become SVG or PNG (ISO/IEC 18004).

python-qrcode encodes, given the best segments (`segments`) and mask (`masks`); drawing is ours, because
a print shop wants one path without ids and a phone wants whole pixels.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from brochure.errors import AddressError
from brochure.parts import masks, segments
from brochure.parts.segments import Bits

if TYPE_CHECKING:
    from PIL.Image import Image
    from qrcode.util import BitBuffer

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


@lru_cache(maxsize=256)
def encode(payload: str, level: str = "M") -> Matrix:
    """The smallest code that holds ``payload`` with error correction ``level`` (L, M, Q, H) or more.

    The level is raised where that costs no larger version; text that is not ASCII is UTF-8, said by
    an ECI header. Raises AddressError for more than the largest code holds.
    """
    from qrcode.main import QRCode
    from qrcode.util import create_bytes, pattern_position

    version, level, bits = _smallest(payload, level)
    code = QRCode(version=version, error_correction=_constant(level), border=0)
    blocks = _blocks(version, level)
    code.data_cache = create_bytes(_filled(bits, sum(block.data_count for block in blocks)), blocks)
    code.makeImpl(False, 0)
    alignment = tuple(pattern_position(version))
    mask = masks.best(code.modules, alignment)
    if mask:  # the data turned, then the format information written anew: not all drawn twice
        code.modules = masks.turned(code.modules, mask, alignment)
        code.setup_type_info(False, mask)
    rows = tuple(tuple(bool(m) for m in row) for row in code.modules)
    return Matrix(payload=payload, version=version, level=level, mask=mask, rows=rows)


def _smallest(payload: str, level: str) -> tuple[int, str, Bits]:
    """The least version that holds ``payload``, the highest level it then has, and the bits."""
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
    most = _capacity(40, level)
    raise AddressError(
        f"{payload[:60]}…: a code would need {bits.length // 8:,} bytes; {most // 8:,} are the most it "
        "holds; use a shorter address or title"
    )


def _constant(level: str) -> int:
    from qrcode import constants

    return int(getattr(constants, f"ERROR_CORRECT_{level}"))


def _capacity(version: int, level: str) -> int:
    """The data bits of a code (ISO/IEC 18004, table 7)."""
    from qrcode.util import BIT_LIMIT_TABLE

    return int(BIT_LIMIT_TABLE[_constant(level)][version])


def _blocks(version: int, level: str) -> list[Any]:
    """The Reed-Solomon blocks of a code (ISO/IEC 18004, table 9)."""
    from qrcode import base

    return list(base.rs_blocks(version, _constant(level)))


def _filled(bits: Bits, codewords: int) -> BitBuffer:
    """``bits`` with terminator and padding, as many ``codewords`` (ISO/IEC 18004, 7.4.9 and 7.4.10)."""
    from qrcode.util import PAD0, PAD1, BitBuffer

    ended = bits.then(0, min(4, 8 * codewords - bits.length))
    ended = ended.then(0, -ended.length % 8)
    data = list(ended.value.to_bytes(ended.length // 8, "big"))
    data += [(PAD0, PAD1)[i % 2] for i in range(codewords - len(data))]
    buffer = BitBuffer()
    buffer.buffer, buffer.length = data, 8 * codewords
    return buffer


def path_data(matrix: Matrix) -> str:
    """The SVG path of the dark modules: one horizontal stroke of width 1 for each run.

    Coordinates count modules from the outer corner of the quiet zone.
    """
    parts: list[str] = []
    at_x = at_y = 0.0
    for y, row in enumerate(matrix.rows):
        for start, length in _runs(row):
            x, middle = start + QUIET_ZONE, y + QUIET_ZONE + 0.5
            move = f"m{x - at_x:g} {middle - at_y:g}" if parts else f"M{x} {middle:g}"
            parts.append(f"{move}h{length}".replace(" -", "-"))
            at_x, at_y = x + length, middle
    return "".join(parts)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs, start = [], None
    for x, dark in enumerate((*row, False)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs


def svg(matrix: Matrix, title: str, black: str = "#000", white: str = "#fff") -> str:
    """A whole SVG document: ``white`` ground, one ``black`` stroked path, no ids, ``title`` escaped."""
    n = matrix.total
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n} {n}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path fill="{white}" d="M0 0h{n}v{n}H0z"/>'
        f'<path fill="none" stroke="{black}" d="{path_data(matrix)}"/></svg>\n'
    )


def png(matrix: Matrix, *, least_px: int = 1000) -> bytes:
    """A 1-bit PNG at least ``least_px`` pixels wide, the same whole number for each module."""
    out = io.BytesIO()
    raster(matrix, px_per_module(matrix, least_px)).save(out, "PNG", compress_level=6)
    return out.getvalue()


def raster(matrix: Matrix, px: int) -> Image:
    """The code with its quiet zone as a 1-bit image, ``px`` pixels a module."""
    from PIL import Image

    n, width = matrix.total, -(-matrix.total // 8) * 8
    blank = (1 << width) - 1
    rows = [blank] * QUIET_ZONE + [blank & ~_bits(row, width) for row in matrix.rows]
    rows += [blank] * QUIET_ZONE
    data = b"".join(row.to_bytes(width // 8, "big") for row in rows)
    image = Image.frombytes("1", (n, n), data)
    return image.resize((n * px, n * px), Image.Resampling.NEAREST)


def _bits(row: tuple[bool, ...], width: int) -> int:
    """``row`` as an integer of ``width`` bits, the first pixel the highest, the quiet zone added."""
    value = int("".join("1" if dark else "0" for dark in row), 2)
    return value << (width - QUIET_ZONE - len(row))


def px_per_module(matrix: Matrix, least_px: int) -> int:
    """The whole pixels a module needs for the code to be at least ``least_px`` wide."""
    return -(-least_px // matrix.total)
