"""Logos: an image in the middle of a code, as large as the code's error correction allows.

The logo stands on a light plate of whole modules. What the plate covers is counted as lost, and half
of the error correction stays unused for dirt and folds (ISO/IEC 15415, grade B).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure import process
from brochure.codes import error_budget
from brochure.codes.encoder import LEVELS, QUIET_ZONE, Matrix, encode
from brochure.errors import CodeError
from brochure.problems import Place, Problem, Text, error

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_UNUSED, GOOD_UNUSED = 0.50, 0.62
"""Grades B and A of unused error correction (ISO/IEC 15415, table 7)."""

LEAST_PLATE = 3
"""Modules on a side, below which nothing can be made out."""

WORTH = 0.2
"""The plate's share of the symbol's width from which no higher level is tried for a larger one."""

INSET = 0.5
"""Modules of plate that are left around the logo."""

LARGEST_PX = 640
MOST_BYTES, MOST_PIXELS = 20_000_000, 50_000_000
"""Of a picture, before it is made small."""

_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A logo on a plate of ``plate`` modules a side: ``data`` is a PNG of ``size_px`` pixels.

    ``unused`` is the error correction that stays unused in the worst block, 0 to 1.
    """

    data: bytes
    size_px: tuple[int, int]
    plate: int
    unused: float

    def plate_box(self, matrix: Matrix) -> tuple[float, float, float, float]:
        """Left, top, width and height of the plate, in modules from the quiet zone's corner."""
        start = QUIET_ZONE + (matrix.size - self.plate) // 2
        return start, start, self.plate, self.plate

    def box(self, matrix: Matrix) -> tuple[float, float, float, float]:
        """Left, top, width and height of the image in the middle of the plate."""
        left, top, width, height = self.plate_box(matrix)
        most = width - 2 * INSET
        across, down = self.size_px
        scale = most / max(across, down)
        w, h = across * scale, down * scale
        return left + (width - w) / 2, top + (height - h) / 2, w, h

    def image(self) -> Image:
        """The picture, RGB or RGBA."""
        from PIL import Image

        return Image.open(io.BytesIO(self.data))


def picture(data: bytes, name: str) -> tuple[bytes, tuple[int, int]]:
    """The image ``data`` as a PNG of at most LARGEST_PX a side, and its width and height in pixels.

    ``name`` is what messages call it. Raises CodeError.
    """
    from PIL import Image, ImageOps

    try:
        with (
            process.without_warning(Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=_FORMATS) as opened,
        ):
            if (pixels := opened.width * opened.height) > MOST_PIXELS:
                large = error("code-logo-pixels", at=Place(name), pixels=pixels, most=MOST_PIXELS)
                raise CodeError(large)
            image = ImageOps.exif_transpose(opened).convert(
                "RGBA" if opened.has_transparency_data else "RGB"
            )
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as caught:
        problem = error("code-logo-unreadable", at=Place(file=name), reason=str(caught))
        raise CodeError(problem) from caught
    image.thumbnail((LARGEST_PX, LARGEST_PX))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue(), image.size


def placed(payload: str, level: str, image: tuple[bytes, tuple[int, int]], plate: int = 0
           ) -> tuple[Matrix, Logo]:  # fmt: skip
    """The code of ``payload`` and the logo in its middle.

    ``plate`` is the plate's side in modules (an even one is made one larger, to stand in the middle);
    0 takes the largest that the code allows, at ``level`` or,
    where that leaves little, at a higher one. Raises CodeError with the numbers.
    """
    if plate:
        matrix = encode(payload, level)
        side = plate + (matrix.size - plate) % 2
        unused = _unused(matrix, side)
        if plate < LEAST_PLATE:
            raise CodeError(error("code-logo-tiny", plate=plate, least=LEAST_PLATE))
        if unused < LEAST_UNUSED:
            raise CodeError(_refusal(payload, matrix, side, unused))
        return matrix, _logo(image, side, unused)
    codes = [encode(payload, name) for name in LEVELS[LEVELS.index(level) :]]
    choices = [(matrix, largest(matrix)) for matrix in codes]
    enough = [(m, side) for m, side in choices if side / m.size >= WORTH]
    matrix, side = enough[0] if enough else max(choices, key=lambda pair: pair[1] / pair[0].size)
    if not side:
        raise CodeError(_refusal(payload, matrix, LEAST_PLATE, _unused(matrix, LEAST_PLATE)))
    return matrix, _logo(image, side, _unused(matrix, side))


def _logo(image: tuple[bytes, tuple[int, int]], side: int, unused: float) -> Logo:
    data, size = image
    return Logo(data=data, size_px=size, plate=side, unused=unused)


def largest(matrix: Matrix) -> int:
    """The side in modules of the largest plate in the middle of ``matrix``, 0 when there is none."""
    sides = range(LEAST_PLATE, matrix.size - 14, 2)
    return max((side for side in sides if _unused(matrix, side) >= LEAST_UNUSED), default=0)


def _unused(matrix: Matrix, side: int) -> float:
    """The unused error correction below a plate; -1 where it covers what no correction brings back."""
    if side > matrix.size - 14:  # it reaches the timing patterns
        return -1.0
    start = (matrix.size - side) // 2
    covered = [(x, y) for x in range(start, start + side) for y in range(start, start + side)]
    return -1.0 if error_budget.fixed(matrix, covered) else error_budget.unused(matrix, covered)


def _refusal(payload: str, matrix: Matrix, side: int, unused: float) -> Problem:
    """Why a logo of ``side`` modules cannot stand in ``matrix``, and what could."""
    ways = []
    if most := largest(matrix):
        ways.append(Text("code-logo-smaller", most=most))
    for level in LEVELS[LEVELS.index(matrix.level) + 1 :]:
        if _unused(higher := encode(payload, level), side + (higher.size - side) % 2) >= LEAST_UNUSED:
            ways.append(Text("code-logo-level", level=level, modules=higher.size))
            break
    ways.append(Text("code-logo-shorter-address"))
    effect = (
        Text("code-logo-leaves", unused=unused) if unused > -1 else Text("code-logo-covers-pattern")
    )
    return error(
        "code-logo-too-large", side=side, version=matrix.version, size=matrix.size,
        level=matrix.level, effect=effect, least=LEAST_UNUSED, ways=ways,
    )  # fmt: skip
