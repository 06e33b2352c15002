"""Legibility: the figures of each code as they are in the finished file, each beside its limit.

zxing-cpp tells where a code lies, its version, level and unused error correction; size, quiet zone and
contrast are measured in the pixels around it. Vectors and pictures without a size have no millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from brochure import open_pdfs
from brochure.codes import limits
from brochure.codes.limits import CodeMetrics
from brochure.codes.locating import FARTHEST, Found, code_images
from brochure.colour import Colour, contrast
from brochure.errors import CodeError
from brochure.facts import Facts
from brochure.findings import Finding
from brochure.kit import Entry
from brochure.problems import Id, Place, Problem, error, warning

if TYPE_CHECKING:
    from PIL.Image import Image

MM_PER_INCH = 25.4
MEASURED = ("application/pdf", "image/png", "image/jpeg", "image/svg+xml")
"""The kinds of files whose codes are measured; those in HTML are for screens and have no size."""

_STEPS = 2
"""Samples for each module of quiet zone, outwards."""

_SAMPLES = 25
"""Samples along each side of the quiet zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredCode:
    """A code as it is in the finished file ``path``: its ``page``, from 1, its payload and ``metrics``.

    ``faults`` are limits that it breaks, ``warnings`` limits that it only just keeps; both are placed
    on the page.
    """

    path: str
    page: int
    payload: str
    metrics: CodeMetrics
    faults: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def row(self) -> dict[str, Any]:
        """The code as JSON values, with the limits; problems are in the current language."""
        return {
            "path": self.path, "page": self.page, "payload": self.payload, **self.metrics.row(),
            "limits": dict(LIMITS), "faults": [fault.to_json() for fault in self.faults],
            "warnings": [warned.to_json() for warned in self.warnings],
        }  # fmt: skip


LIMITS: Mapping[str, float] = {
    "symbol_mm": limits.LEAST_SYMBOL_MM,
    "module_mm": limits.LEAST_MODULE_MM,
    "quiet_zone_modules": 4,
    "contrast": limits.LEAST_CONTRAST,
    "unused_error_correction": limits.LEAST_UNUSED,
}
"""What a code has at least, by the names in its row."""


def measure_file(path: str, media_type: str, data: bytes, facts: Facts) -> Iterator[MeasuredCode]:
    """Every code that reads in a file of ``media_type``, measured.

    ``facts.codes`` are those it should hold; those that do not read are faults of `verification`.
    """
    key = ("legible", path, media_type, data, facts.codes)
    yield from open_pdfs.once(key, lambda: tuple(_measured(path, media_type, data, facts)))


def _measured(path: str, media_type: str, data: bytes, facts: Facts) -> Iterator[MeasuredCode]:
    for page, image, found, dpi in code_images(media_type, data, facts.codes):
        metrics, at = _measure(image.convert("RGB"), found, dpi), Place(page=page)
        yield MeasuredCode(
            path=path, page=page, payload=found.text, metrics=metrics,
            faults=tuple(_faults(metrics, found.text, at)),
            warnings=tuple(_warnings(metrics, found.text, at)),
        )  # fmt: skip


def measure_files(entries: Iterable[Entry], read: Callable[[Entry], bytes]) -> Iterator[MeasuredCode]:
    """Every code of several files, measured; none of a file that cannot be read (see `unmeasured`)."""
    for entry in entries:
        try:
            yield from measure_file(entry.path, entry.media_type, read(entry), entry.facts)
        except (CodeError, OSError, RuntimeError, SyntaxError, ValueError):
            continue


def unmeasured(entries: Iterable[Entry], legible: Iterable[MeasuredCode]) -> Iterable[Finding]:
    """Codes that a file should hold and that were not found where they are measured."""
    found = {(code.path, code.page, code.payload) for code in legible}
    for entry in entries:
        for code in entry.facts.codes if entry.media_type in MEASURED else ():
            if (entry.path, code.page, code.payload) not in found:
                at = Place(page=code.page)
                problem = warning("code-unmeasured", at=at, payload=code.payload)
                yield Finding(path=entry.path, rule="legible code", problem=problem)


def findings_of(legible: Iterable[MeasuredCode], kind: str) -> tuple[Finding, ...]:
    """The "faults" or the "warnings" of codes, which ``kind`` says, as findings of the report."""
    return tuple(
        Finding(path=code.path, rule="legible code", problem=problem)
        for code in legible
        for problem in getattr(code, kind)
    )


def _measure(image: Image, found: Found, dpi: float) -> CodeMetrics:
    dark, light = _shades(image, found, found.modules)
    return CodeMetrics(
        version=found.version,
        level=str(found.extra["ECLevel"]),
        modules=found.modules,
        symbol_mm=found.width_px / dpi * MM_PER_INCH if dpi else 0.0,
        contrast=contrast(dark, light),
        red_contrast=contrast(limits.in_red_light(dark), limits.in_red_light(light)),
        unused=float(found.extra["UEC"]),
        quiet_zone_modules=_quiet_zone(image, found, found.modules, (dark, light)),
    )


def _at(found: Found, across: float, down: float) -> tuple[int, int]:
    """The pixel at shares of a code's width and height, counted from its top left corner."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = found.corners
    top = (ax + (bx - ax) * across, ay + (by - ay) * across)
    foot = (dx + (cx - dx) * across, dy + (cy - dy) * across)
    return (
        int(top[0] + (foot[0] - top[0]) * down),
        int(top[1] + (foot[1] - top[1]) * down),
    )


def _pixel(image: Image, at: tuple[int, int]) -> tuple[int, int, int] | None:
    if not (0 <= at[0] < image.width and 0 <= at[1] < image.height):
        return None
    value = image.getpixel(at)
    assert isinstance(value, tuple)
    return value[0], value[1], value[2]


def _shades(image: Image, found: Found, modules: int) -> tuple[Colour, Colour]:
    """The dark and the light of the code: the middles of a finder's core and of its light ring."""
    dark = _pixel(image, _at(found, 3.5 / modules, 3.5 / modules)) or (0, 0, 0)
    light = _pixel(image, _at(found, 1.5 / modules, 3.5 / modules)) or (255, 255, 255)
    return _colour(dark), _colour(light)


def _colour(value: tuple[int, int, int]) -> Colour:
    return Colour(rgb="#{:02X}{:02X}{:02X}".format(*value), cmyk=(0, 0, 0, 0))


def _quiet_zone(image: Image, found: Found, modules: int, shades: tuple[Colour, Colour]) -> int:
    """The whole modules around the code, up to four, on the sheet and nowhere darker than half way."""
    middle = (sum(shades[0].channels) + sum(shades[1].channels)) / 2
    if _is_light_around(image, found, modules, middle):
        return FARTHEST
    for step in range(1, FARTHEST * _STEPS + 1):
        out = (step / _STEPS - 0.25) / modules
        for i in range(_SAMPLES):
            along = -out + i * (1 + 2 * out) / (_SAMPLES - 1)
            for across, down in ((along, -out), (along, 1 + out), (-out, along), (1 + out, along)):
                seen = _pixel(image, _at(found, across, down))
                if seen is None or sum(seen) < middle:
                    return (step - 1) // _STEPS
    return FARTHEST


def _is_light_around(image: Image, found: Found, modules: int, middle: float) -> bool:
    """Whether all around a code that stands upright is lighter than ``middle``, a sum of channels.

    That is so for nearly all codes, and seen at once; of others each place is looked at.
    """
    if not _stands_upright(found):
        return False
    nearest, farthest = ((step / _STEPS - 0.25) / modules for step in (1, FARTHEST * _STEPS))
    ends = ((-farthest, -farthest), (1 + farthest, -farthest), (1 + farthest, 1 + farthest),
            (-farthest, 1 + farthest))  # fmt: skip
    outer = [_at(found, across, down) for across, down in ends]
    inner = [_at(found, across, down) for across in (-nearest, 1 + nearest)
             for down in (-nearest, 1 + nearest)]  # fmt: skip
    (left, right), (top, foot) = ((min(v), max(v) + 1) for v in zip(*outer, strict=True))
    if left < 0 or top < 0 or right > image.width or foot > image.height:
        return False
    # of the inner places the ones nearest to the middle: all that is looked at lies beyond them
    xs, ys = (sorted(v) for v in zip(*inner, strict=True))
    strips = ((left, top, right, ys[1] + 1), (left, ys[2], right, foot),
              (left, top, xs[1] + 1, foot), (xs[2], top, right, foot))  # fmt: skip
    for strip in strips:
        extrema: Any = image.crop(strip).getextrema()
        if sum(darkest for darkest, _ in extrema) < middle:
            return False
    return True


def _stands_upright(found: Found) -> bool:
    """Whether no side of a code leans by more than a quarter of its length."""
    corners = (*found.corners, found.corners[0])
    for (ax, ay), (bx, by) in pairwise(corners):
        across, along = sorted((abs(bx - ax), abs(by - ay)))
        if across > along / 4:
            return False
    return True


TOLERANCE = 0.99
"""The share of a limit from which it is kept: corners are found to a fraction of a pixel."""

_TOO_LOW = {
    "symbol_mm": Id("code-measured-narrow"),
    "module_mm": Id("code-measured-fine"),
    "quiet_zone_modules": Id("code-measured-quiet-zone"),
    "contrast": Id("code-measured-pale"),
    "unused_error_correction": Id("code-measured-damaged"),
}
"""What is said of a code below each of LIMITS."""


def _faults(metrics: CodeMetrics, payload: str, at: Place) -> Iterator[Problem]:
    """The limits that a code breaks."""
    row = {
        "symbol_mm": metrics.symbol_mm, "module_mm": metrics.module_mm,
        "quiet_zone_modules": metrics.quiet_zone_modules, "contrast": metrics.contrast,
        "unused_error_correction": metrics.unused,
    }  # fmt: skip
    for name, least in LIMITS.items():
        measurable = bool(metrics.symbol_mm) or not name.endswith("_mm")
        if measurable and row[name] < least * TOLERANCE:
            yield error(_TOO_LOW[name], at=at, payload=payload, value=row[name], least=least)


def _warnings(metrics: CodeMetrics, payload: str, at: Place) -> Iterator[Problem]:
    """What a code only just keeps."""
    module_mm, ratio, unused, red = (
        metrics.module_mm, metrics.contrast, metrics.unused, metrics.red_contrast,
    )  # fmt: skip
    if metrics.symbol_mm and limits.LEAST_MODULE_MM <= module_mm < limits.GOOD_MODULE_MM:
        yield warning("code-measured-good-paper", at=at, payload=payload, module_mm=module_mm)
    if limits.LEAST_CONTRAST <= ratio < limits.GOOD_CONTRAST:
        yield warning(
            "code-measured-bad-light", at=at, payload=payload, ratio=ratio, good=limits.GOOD_CONTRAST
        )
    if limits.LEAST_UNUSED <= unused < limits.GOOD_UNUSED:
        yield warning(
            "code-measured-dirt", at=at, payload=payload, unused=unused, good=limits.GOOD_UNUSED
        )
    if red < limits.LEAST_CONTRAST:
        yield warning("code-measured-red-light", at=at, payload=payload, ratio=red)
