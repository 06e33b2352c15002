"""Limits: what decides whether a printed code scans, each figure with what it must be at least.

From ISO/IEC 18004 (quiet zone), DENSO (four printer dots a module), and measured losses of decoders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brochure.codes.code_style import (
    GOOD_CONTRAST,
    LEAST_CONTRAST,
    CodeStyle,
    in_red_light,
    parse_colour,
    red_contrast,
)
from brochure.codes.encoder import QUIET_ZONE, Matrix
from brochure.codes.logos import GOOD_UNUSED, LEAST_UNUSED
from brochure.colour import contrast
from brochure.errors import CodeError

__all__ = [
    "GOOD_CONTRAST",
    "GOOD_UNUSED",
    "LEAST_CONTRAST",
    "LEAST_UNUSED",
    "PIXELS_PER_DISTANCE",
    "CodeMetrics",
    "check_size",
    "in_red_light",
]  # fmt: skip

LEAST_SYMBOL_MM = 20.0
LEAST_MODULE_MM, GOOD_MODULE_MM = 0.33, 0.40

PIXELS_PER_DISTANCE = 414
"""A phone of 1080 lines sees a code of n modules and w mm, 3.5 pixels a module, from 414 w / n mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMetrics:
    """A code in figures; lengths in millimetres, of the symbol without its quiet zone.

    ``symbol_mm`` is 0 where a code has no size of its own: then it has no module and no distance.
    """

    version: int
    level: str
    modules: int
    symbol_mm: float
    contrast: float
    red_contrast: float
    unused: float
    quiet_zone_modules: int = QUIET_ZONE

    @classmethod
    def of(cls, matrix: Matrix, look: CodeStyle, symbol_mm: float = 0) -> CodeMetrics:
        """The figures of ``matrix`` in ``look``."""
        dark, light = parse_colour(look.dark), parse_colour(look.light)
        return cls(
            version=matrix.version,
            level=matrix.level,
            modules=matrix.size,
            symbol_mm=symbol_mm,
            contrast=contrast(dark, light),
            red_contrast=red_contrast(dark, light),
            unused=look.logo.unused if look.logo else 1.0,
        )

    @property
    def module_mm(self) -> float:
        """The side of a module."""
        return self.symbol_mm / self.modules

    @property
    def reads_from_mm(self) -> float:
        """How far a telephone reads it from."""
        return PIXELS_PER_DISTANCE * self.symbol_mm / self.modules

    def facts(self) -> dict[str, float | int | str]:
        """The figures as JSON values, rounded."""
        found: dict[str, float | int | str] = {
            "version": self.version, "level": self.level, "modules": self.modules,
            "quiet_zone_modules": self.quiet_zone_modules, "contrast": round(self.contrast, 1),
            "red_contrast": round(self.red_contrast, 1),
            "unused_error_correction": round(self.unused, 2),
        }  # fmt: skip
        if self.symbol_mm:
            found |= {
                "symbol_mm": round(self.symbol_mm, 2),
                "module_mm": round(self.module_mm, 3),
                "reads_from_mm": round(self.reads_from_mm),
            }
        return found


def check_size(figures: CodeMetrics, name: str) -> tuple[str, ...]:
    """What is to be known before ``name`` is printed. Raises CodeError for what does not scan."""
    if not figures.symbol_mm:
        return ()
    least = max(LEAST_SYMBOL_MM, LEAST_MODULE_MM * figures.modules)
    if figures.symbol_mm < least - 0.005:
        raise CodeError(
            f"{name}: the code is {figures.symbol_mm:g} mm wide with {figures.modules} modules of "
            f"{figures.module_mm:.2f} mm; {LEAST_SYMBOL_MM:g} mm and {LEAST_MODULE_MM} mm are the "
            f"least that scan once printed; make it {least:.1f} mm, or the address shorter"
        )
    return tuple(_warnings(figures, name))


def _warnings(figures: CodeMetrics, name: str) -> Iterator[str]:
    if figures.module_mm < GOOD_MODULE_MM:
        yield (
            f"{name}: modules of {figures.module_mm:.2f} mm scan from good paper only; "
            f"{GOOD_MODULE_MM} mm, a code {GOOD_MODULE_MM * figures.modules:.1f} mm wide, suit any"
        )
