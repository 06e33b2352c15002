"""Limits: what decides whether a printed code scans, each figure with what it must be at least.

From ISO/IEC 18004 (quiet zone), DENSO (four printer dots a module), and measured losses of decoders.
"""

from __future__ import annotations

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
from brochure.problems import Place, Problem, error, warning

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
    def of(cls, matrix: Matrix, style: CodeStyle, symbol_mm: float = 0) -> CodeMetrics:
        """The figures of ``matrix`` in ``style``."""
        dark, light = parse_colour(style.dark), parse_colour(style.light)
        return cls(
            version=matrix.version,
            level=matrix.level,
            modules=matrix.size,
            symbol_mm=symbol_mm,
            contrast=contrast(dark, light),
            red_contrast=red_contrast(dark, light),
            unused=style.logo.unused if style.logo else 1.0,
        )

    @property
    def module_mm(self) -> float:
        """The side of a module."""
        return self.symbol_mm / self.modules

    @property
    def reads_from_mm(self) -> float:
        """How far a telephone reads it from."""
        return PIXELS_PER_DISTANCE * self.symbol_mm / self.modules

    def row(self) -> dict[str, float | int | str]:
        """The figures as JSON values, rounded; those that need a size only where there is one."""
        row: dict[str, float | int | str] = {
            "version": self.version, "level": self.level, "modules": self.modules,
            "quiet_zone_modules": self.quiet_zone_modules, "contrast": round(self.contrast, 1),
            "red_contrast": round(self.red_contrast, 1),
            "unused_error_correction": round(self.unused, 2),
        }  # fmt: skip
        if self.symbol_mm:
            row |= {
                "symbol_mm": round(self.symbol_mm, 2),
                "module_mm": round(self.module_mm, 3),
                "reads_from_mm": round(self.reads_from_mm),
            }
        return row


def check_size(metrics: CodeMetrics, name: str) -> tuple[Problem, ...]:
    """Refuse a code too small to scan once printed, and give a warning for one that needs good paper.

    ``name`` is what messages call the code. One without a size passes. Raises CodeError.
    """
    if not metrics.symbol_mm:
        return ()
    at, modules = Place(product=name), metrics.modules
    needed_mm = max(LEAST_SYMBOL_MM, LEAST_MODULE_MM * modules)
    if metrics.symbol_mm < needed_mm - 0.005:  # what has been rounded to 0.01 mm is not refused
        raise CodeError(
            error(
                "code-too-small", at=at, symbol_mm=metrics.symbol_mm, module_mm=metrics.module_mm,
                modules=modules, least_symbol_mm=LEAST_SYMBOL_MM, least_module_mm=LEAST_MODULE_MM,
                needed_mm=needed_mm,
            )
        )  # fmt: skip
    if metrics.module_mm >= GOOD_MODULE_MM:
        return ()
    return (
        warning(
            "code-modules-small", at=at, module_mm=metrics.module_mm, good_mm=GOOD_MODULE_MM,
            width_mm=GOOD_MODULE_MM * modules,
        ),
    )  # fmt: skip
