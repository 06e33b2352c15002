"""Legibility: the figures of each code as they are in the finished file, each beside its limit.

zxing-cpp tells where a code lies, its version, level and unused error correction; size, quiet zone and
contrast are measured in the pixels around it. Vectors and pictures without a size have no millimetres.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brochure.codes import limits
from brochure.codes.limits import CodeMetrics
from brochure.codes.locating import FARTHEST, Found, code_images
from brochure.colour import Colour, contrast
from brochure.facts import Facts
from brochure.findings import Finding
from brochure.kit import Entry
from brochure.problems import plain

if TYPE_CHECKING:
    from PIL.Image import Image

MM_PER_INCH = 25.4
MEASURED = ("application/pdf", "image/png", "image/jpeg", "image/svg+xml")
"""The kinds of files whose codes are measured; those in HTML are for screens and have no size."""

_STEPS = 2
"""Looks for each module of quiet zone."""

_SAMPLES = 25
"""Places along each side where the quiet zone is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredCode:
    """A code of a file: on which ``page``, what it says, its ``figures``, and what is wrong or weak."""

    path: str
    page: int
    payload: str
    figures: CodeMetrics
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """It as JSON values, with the limits."""
        return {
            "path": self.path, "page": self.page, "payload": self.payload, **self.figures.facts(),
            "limits": dict(LIMITS), "faults": list(self.faults), "warnings": list(self.warnings),
        }  # fmt: skip


LIMITS: Mapping[str, float] = {
    "symbol_mm": limits.LEAST_SYMBOL_MM,
    "module_mm": limits.LEAST_MODULE_MM,
    "quiet_zone_modules": 4,
    "contrast": limits.LEAST_CONTRAST,
    "unused_error_correction": limits.LEAST_UNUSED,
}
"""What a code has at least."""


def measure_file(path: str, media_type: str, data: bytes, facts: Facts) -> Iterator[MeasuredCode]:
    """Every code that a file holds, in figures. Codes that do not read are told by another rule."""
    for page, image, found, dpi in code_images(media_type, data, facts.codes):
        figures = _figures(image.convert("RGB"), found, dpi)
        yield MeasuredCode(
            path=path, page=page, payload=found.text, figures=figures,
            faults=tuple(_faults(figures)), warnings=tuple(_warnings(figures)),
        )  # fmt: skip


def measure_files(entries: Iterable[Entry], read: Callable[[Entry], bytes]) -> Iterator[MeasuredCode]:
    """Every code of files in figures; none of one that cannot be read, as `unmeasured` tells."""
    for entry in entries:
        try:
            yield from measure_file(entry.path, entry.media_type, read(entry), entry.facts)
        except (OSError, RuntimeError, SyntaxError, ValueError):
            continue


def unmeasured(entries: Iterable[Entry], legible: Iterable[MeasuredCode]) -> Iterable[Finding]:
    """Codes that a file should hold and that were not found where they are measured."""
    found = {(code.path, code.page, code.payload) for code in legible}
    for entry in entries:
        for code in entry.facts.codes if entry.media_type in MEASURED else ():
            if (entry.path, code.page, code.payload) not in found:
                problem = plain(f"page {code.page}: {code.payload}: could not be measured")
                yield Finding(path=entry.path, rule="legible code", problem=problem)


def findings_of(legible: Iterable[MeasuredCode], kind: str) -> tuple[Finding, ...]:
    """What is wrong with codes, or weak, as the report tells it."""
    return tuple(
        Finding(
            path=code.path,
            rule="legible code",
            problem=plain(f"page {code.page}: {code.payload}: {text}"),
        )
        for code in legible
        for text in getattr(code, kind)
    )


def _figures(image: Image, found: Found, dpi: float) -> CodeMetrics:
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
    for step in range(1, FARTHEST * _STEPS + 1):
        out = (step / _STEPS - 0.25) / modules
        for i in range(_SAMPLES):
            along = -out + i * (1 + 2 * out) / (_SAMPLES - 1)
            for across, down in ((along, -out), (along, 1 + out), (-out, along), (1 + out, along)):
                seen = _pixel(image, _at(found, across, down))
                if seen is None or sum(seen) < middle:
                    return (step - 1) // _STEPS
    return FARTHEST


def _faults(figures: CodeMetrics) -> Iterator[str]:
    """What keeps the code from scanning, with its limit."""
    values = {name: getattr(figures, field) for name, field in _FIELDS.items()}
    for name, least in LIMITS.items():
        value = values[name]
        if name.endswith("_mm") and not figures.symbol_mm:
            continue
        if value < least * 0.99:
            yield f"{_NAMES[name]} is {value:.3g}; {least:g} is the least that scans"


def _warnings(figures: CodeMetrics) -> Iterator[str]:
    if figures.symbol_mm and limits.LEAST_MODULE_MM <= figures.module_mm < limits.GOOD_MODULE_MM:
        yield f"modules of {figures.module_mm:.2f} mm scan from good paper only"
    if limits.LEAST_CONTRAST <= figures.contrast < limits.GOOD_CONTRAST:
        yield (
            f"its contrast is {figures.contrast:.1f}:1; {limits.GOOD_CONTRAST:g}:1 reads in bad light"
        )
    if limits.LEAST_UNUSED <= figures.unused < limits.GOOD_UNUSED:
        yield (
            f"{figures.unused:.2f} of its error correction is unused; {limits.GOOD_UNUSED} bears dirt"
        )
    if figures.red_contrast < limits.LEAST_CONTRAST:
        yield f"{figures.red_contrast:.1f}:1 in red light: scanners of gates do not see it"


_FIELDS = {
    "symbol_mm": "symbol_mm", "module_mm": "module_mm", "quiet_zone_modules": "quiet_zone_modules",
    "contrast": "contrast", "unused_error_correction": "unused",
}  # fmt: skip
_NAMES = {
    "symbol_mm": "its width in mm", "module_mm": "a module in mm",
    "quiet_zone_modules": "its quiet zone in modules", "contrast": "its contrast",
    "unused_error_correction": "its unused error correction",
}  # fmt: skip
