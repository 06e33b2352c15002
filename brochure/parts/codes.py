"""QR codes: an address becomes modules, and modules become SVG or PNG (ISO/IEC 18004).

python-qrcode encodes; drawing is ours, because a print shop wants one path without ids and a
phone wants whole pixels.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from brochure.errors import AddressError
from brochure.parts import masks

if TYPE_CHECKING:
    from PIL.Image import Image

QUIET_ZONE = 4
"""Modules of white on every side (ISO/IEC 18004, 6.3.8)."""

MAX_PAYLOAD_BYTES = 2331
"""What version 40 holds at level M in byte mode (ISO/IEC 18004, table 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A code's modules: ``rows[y][x]`` is true where dark, without the quiet zone."""

    payload: str
    version: int
    level: str
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
    """The smallest code of error correction ``level`` (L, M, Q, H) that holds ``payload``."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise AddressError(
            f"{payload[:60]}…: a code would need {len(payload):,} bytes; {MAX_PAYLOAD_BYTES:,} are the "
            "most it holds; use a shorter address or title"
        )
    from qrcode import constants
    from qrcode.main import QRCode
    from qrcode.util import pattern_position

    levels = {name: getattr(constants, f"ERROR_CORRECT_{name}") for name in "LMQH"}
    code = QRCode(error_correction=levels[level], border=0, mask_pattern=0)
    code.add_data(payload.encode("ascii"))
    code.make(fit=True)
    code.mask_pattern = masks.best(code.modules, tuple(pattern_position(code.version)))
    if code.mask_pattern:
        code.make(fit=False)
    rows = tuple(tuple(bool(m) for m in row) for row in code.modules)
    return Matrix(payload=payload, version=code.version, level=level, rows=rows)


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
