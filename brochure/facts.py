"""Facts: what is known of a file of a kit besides its bytes; the manifest lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from brochure.problems import Problem, Text

FOUR_INKS = ("Cyan", "Magenta", "Yellow", "Black")
"""The inks of a press, as PDF names their plates (ISO 32000-1, 8.6.6.4)."""


class ManifestError(ValueError):
    """A manifest that says what none of brochure does: ``reason`` tells what, in any language."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCode:
    """A QR code that a file holds: its ``payload``, the ``page`` it stands on, from 1, and its ``alt``.

    ``module_mm`` is the width of a module where it is known, so that pages are drawn just large
    enough to read it.
    """

    payload: str
    page: int = 1
    alt: str = ""
    module_mm: float = 0

    def row(self) -> dict[str, Any]:
        """The code as JSON values."""
        row: dict[str, Any] = {"payload": self.payload, "page": self.page}
        row |= {"alt": self.alt} if self.alt else {}
        return row | ({"module_mm": self.module_mm} if self.module_mm else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class PressFacts:
    """What a print file is made for.

    ``trim_mm`` is its trimmed width and height, ``bleed_mm`` what is printed beyond; ``condition`` the
    printing condition as the ICC registry names it ("FOGRA39"). The number of its pages
    is a ``multiple``. ``inks`` are all its plates: of the four, and a spot ink by its name.
    """

    trim_mm: tuple[int, int]
    bleed_mm: float
    condition: str
    multiple: int = 1
    inks: tuple[str, ...] = FOUR_INKS

    def row(self) -> dict[str, Any]:
        """The same as JSON values."""
        return {
            "trim_mm": list(self.trim_mm), "bleed_mm": self.bleed_mm, "condition": self.condition,
            "multiple": self.multiple, "inks": list(self.inks),
        }  # fmt: skip

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> PressFacts:
        """The facts that ``row`` gave. Raises KeyError, TypeError or ValueError."""
        width, height = row["trim_mm"]
        return cls(
            trim_mm=(int(width), int(height)), bleed_mm=float(row["bleed_mm"]),
            condition=str(row["condition"]), multiple=int(row["multiple"]),
            inks=tuple(str(ink) for ink in row.get("inks", FOUR_INKS)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one file; a field that says nothing has its empty value.

    ``alt`` is a picture's alternative text. ``codes`` are all QR codes in the file, which must be read
    back from it. ``variants`` are the standards that a PDF declares ("PDF/X-4"), ``press`` what a print
    file is made for, ``areas`` the parts of its sheets in reading order: page, left and right edge as
    shares of its width. ``version``, ``level``, ``modules``, ``quiet_zone_modules`` and
    ``px_per_module`` describe the file of one code (ISO/IEC 18004), ``reads_from_mm`` the distance at
    which a poster's code reads. ``shows`` names the products that an approval page shows, of
    those that it ``could_show``. ``grid`` marks a card drawn with its boxes, ``square_crop_loses`` the
    words that a square cut from its middle would lose.
    """

    title: str = ""
    lang: str = ""
    alt: str = ""
    pages: int = 0
    variants: tuple[str, ...] = ()
    width_px: int = 0
    height_px: int = 0
    codes: tuple[ExpectedCode, ...] = ()
    warnings: tuple[Problem, ...] = ()
    press: PressFacts | None = None
    areas: tuple[tuple[int, float, float], ...] = ()
    version: int = 0
    level: str = ""
    modules: int = 0
    quiet_zone_modules: int = 0
    px_per_module: int = 0
    reads_from_mm: int = 0
    shows: tuple[str, ...] = ()
    could_show: tuple[str, ...] = ()
    grid: bool = False
    square_crop_loses: str = ""

    @property
    def not_shown(self) -> frozenset[str]:
        """The products that an approval page could show and does not."""
        return frozenset(self.could_show) - {*self.shows}

    def row(self) -> dict[str, Any]:
        """The facts as JSON values, without those that say nothing."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: _json(value) for name, value in found.items() if value not in (None, "", 0, (), False)
        }

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """The facts that ``row`` gave. Raises KeyError, TypeError or ValueError where it is damaged."""
        unknown = row.keys() - {f.name for f in fields(cls)}
        if unknown:
            raise ManifestError(Text("manifest-facts-unknown", names=sorted(unknown)))
        return cls(**{name: _READERS.get(name, _same)(value) for name, value in row.items()})


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return value.row() if hasattr(value, "row") else value


def _same(value: Any) -> Any:
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "variants": tuple,
    "shows": tuple,
    "could_show": tuple,
    "codes": lambda rows: tuple(ExpectedCode(**row) for row in rows),
    "warnings": lambda rows: tuple(Problem.from_json(row) for row in rows),
    "press": PressFacts.of_row,
    "areas": lambda rows: tuple((int(page), float(left), float(right)) for page, left, right in rows),
}
"""How a fact that is no plain value is read back."""

NO_FACTS = Facts()
