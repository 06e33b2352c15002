"""What the print shop asks for: ``[printing]`` of a theme file, and a printer's own profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure import assets, icc
from brochure.errors import ThemeError
from brochure.theme import Printing, Theme
from brochure.themes.tables import number, refuse_unknown, table_of

_BLEED_MM = (3.0, 10.0)
MAX_PROFILE_BYTES = 20_000_000
SHIPPED_PROFILE, SHIPPED_CONDITION = "press/coated-fogra39l-300.icc", "FOGRA39"
"""The profile of brochure, and what it says of itself: an unchanged build need not load Pillow."""


def read_printing(path: Path, tree: dict[str, Any]) -> Printing:
    """``[printing]`` of a theme file. Raises ThemeError."""
    table = table_of(path, tree, "printing")
    refuse_unknown(path, table, {"profile", "bleed_mm"}, "printing.")
    bleed_mm = number(path, table, "bleed_mm", _BLEED_MM, 3.0)
    return print_settings(table.get("profile", ""), bleed_mm)


def _condition_of(data: bytes, name: str) -> str:
    """The printing condition of a profile that pictures can be turned into CMYK with."""
    import io

    from PIL import ImageCms

    condition = icc.parse_profile(data, name).condition
    try:
        made = ImageCms.getOpenProfile(io.BytesIO(data))
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), made, "RGB", "CMYK")
    except (ImageCms.PyCMSError, OSError) as error:
        raise ThemeError(
            f"{name}: the profile is damaged ({error}); ask the printer for it again"
        ) from error
    return condition


def print_settings(profile: str | Path, bleed_mm: float) -> Printing:
    """What the print shop asks for; without a ``profile`` the shipped one. Raises ThemeError."""
    low, high = _BLEED_MM
    if not low <= bleed_mm <= high:
        raise ThemeError(
            f"bleed: {bleed_mm:g} mm; it is {low:g} to {high:g} mm, and printers ask for 3 or 5"
        )
    if not profile:
        return Printing(
            profile=assets.templates_folder() / SHIPPED_PROFILE,
            condition=SHIPPED_CONDITION,
            bleed_mm=bleed_mm,
        )
    file = Path(profile)
    try:
        if file.exists() and (not file.is_file() or file.stat().st_size > MAX_PROFILE_BYTES):
            raise ThemeError(f"{file}: not a file of at most {MAX_PROFILE_BYTES:,} bytes")
        data = file.read_bytes()
    except OSError as error:
        raise ThemeError(f"{file}: the output profile cannot be read ({error.strerror})") from error
    return Printing(profile=file, condition=_condition_of(data, file.name), bleed_mm=bleed_mm)


def for_printer(theme: Theme, profile: str, bleed_mm: float | None) -> Theme:
    """``theme`` with a printer's own ``profile`` (a file) and bleed where they are given."""
    if not profile and bleed_mm is None:
        return theme
    return replace(
        theme,
        printing=print_settings(
            profile or theme.printing.profile,
            theme.printing.bleed_mm if bleed_mm is None else bleed_mm,
        ),
    )
