"""What the print shop asks for: ``[printing]`` of a theme file, and a printer's own profile."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from brochure import assets, icc, opened_files
from brochure.colour import Colour
from brochure.errors import ThemeError
from brochure.facts import FOUR_INKS
from brochure.problems import LargeFileError, Place, error, reason
from brochure.theme import Printing, Theme
from brochure.themes.colours import read_colour
from brochure.themes.tables import Tables
from brochure.toml_files import shown

_BLEED_MM = (3.0, 10.0)
MAX_PROFILE_BYTES = 20_000_000
LONGEST_SPOT = 60
SHIPPED_PROFILE, SHIPPED_CONDITION = "press/coated-fogra39l-300.icc", "FOGRA39"
"""The profile of brochure, and what it says of itself: an unchanged build need not load Pillow."""


def read_printing(tables: Tables) -> Printing:
    """``[printing]`` of a theme; what is wrong is reported."""
    tables.check_keys({"profile", "bleed_mm", "ink", "spot"}, "printing")
    bleed_mm = tables.number("printing", "bleed_mm", limits=_BLEED_MM, default=3.0)
    try:
        made = print_settings(tables.text("printing", "profile"), bleed_mm, tables.within)
    except ThemeError as caught:
        tables.report(*caught.problems)
        made = print_settings("", bleed_mm)
    made = replace(made, ink=_ink(tables))
    if not (spot := tables.text("printing", "spot")):
        return made
    try:
        return with_spot(made, spot)
    except ThemeError as caught:
        tables.report(*(problem.placed(tables.at("printing", "spot")) for problem in caught.problems))
        return made


def _ink(tables: Tables) -> Colour | None:
    """The colour of the palette that is printed beside black; None for all four inks."""
    named = tables.text("printing", "ink")
    if not named:
        return None
    palette = tables.table("palette")
    ink = read_colour(tables, named) if named in palette else None
    if named not in palette or (ink and not any(ink.cmyk[:3])):
        at = tables.at("printing", "ink")
        tables.report(error("theme-ink", at=at, value=shown(named), palette=sorted(palette)))
        return None
    return ink


def with_spot(printing: Printing, spot: str) -> Printing:
    """``printing`` with its one ink as a spot ink of that name.

    Raises ThemeError for a theme of more inks, and for what is no name of one more ink.
    """
    name = " ".join(spot.split())
    if printing.ink is None:
        raise ThemeError(error("spot-without-ink", spot=shown(name)))
    if name in {"", *FOUR_INKS, "All", "None"} or len(name) > LONGEST_SPOT or not name.isprintable():
        raise ThemeError(error("spot-name", spot=shown(name), most=LONGEST_SPOT))
    return replace(printing, spot=name)


def print_settings(profile: str | Path, bleed_mm: float, within: Sequence[Path] = ()) -> Printing:
    """What the print shop asks for: its ``profile``, or the shipped one for "", and its bleed.

    The profile lies below one of the folders ``within``, if any.
    Raises ThemeError for a bleed of less than 3 or more than 10 mm, and for a file that is no ICC
    profile with which pictures can be turned into CMYK.
    """
    low, high = _BLEED_MM
    if not low <= bleed_mm <= high:
        raise ThemeError(error("bleed-range", bleed_mm=float(bleed_mm), low_mm=low, high_mm=high))
    if not profile:
        shipped = assets.templates_folder() / SHIPPED_PROFILE
        return Printing(profile=shipped, condition=SHIPPED_CONDITION, bleed_mm=bleed_mm)
    file = Path(profile)
    at = Place(str(file))
    try:
        file, data = opened_files.keep(file, MAX_PROFILE_BYTES, within)
    except LargeFileError:
        raise ThemeError(error("profile-large", at=at, most_bytes=MAX_PROFILE_BYTES)) from None
    except OSError as caught:
        raise ThemeError(error("profile-unreadable", at=at, reason=reason(caught))) from caught
    return Printing(profile=file, condition=_condition_of(data, file.name), bleed_mm=bleed_mm)


def _condition_of(data: bytes, name: str) -> str:
    """The printing condition of a profile that pictures can be turned into CMYK with."""
    from PIL import ImageCms

    condition = icc.parse_profile(data, name).condition
    try:
        made = ImageCms.getOpenProfile(io.BytesIO(data))
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), made, "RGB", "CMYK")
    except (ImageCms.PyCMSError, OSError) as caught:
        raise ThemeError(error("profile-damaged", at=Place(name), reason=str(caught))) from caught
    return condition


def for_printer(theme: Theme, profile: str, bleed_mm: float | None, spot: str | None = None) -> Theme:
    """``theme`` with a printer's own ``profile`` (a file), bleed and ``spot`` ink, where given.

    An empty profile and None leave what the theme says. Raises ThemeError as `print_settings` and
    `with_spot` do.
    """
    own = theme.printing
    if profile or bleed_mm is not None:
        made = print_settings(
            profile or own.profile, own.bleed_mm if bleed_mm is None else bleed_mm
        )  # fmt: skip
        own = replace(made, ink=own.ink, spot=own.spot)
    if spot is not None:
        own = with_spot(own, spot)
    return theme if own == theme.printing else replace(theme, printing=own)
