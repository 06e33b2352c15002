"""Cards in a theme file: ``[cards]`` with more formats, a template, a logo; and what a command adds."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure import assets, opened_files, process
from brochure.errors import ThemeError
from brochure.problems import error, reason
from brochure.theme import Cards, Format, Theme
from brochure.themes.tables import Tables
from brochure.toml_files import MOST_BYTES, shown

FORMATS_FILE = "templates/cards/formats.toml"
_KEYS = {"template", "photo_template", "posts", "logo", "code", "formats"}
_SIDE_PX = (320, 4096)
"""Below, networks show a thumbnail; above, Bluesky and X refuse the image."""

_NAME = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_POST = re.compile(r"(?:quote|figure)-\d+")
_MAX_LOGO_PIXELS = 20_000_000
_MAX_LOGO_BYTES = 2_000_000


def default_formats() -> dict[str, Any]:
    """The formats of brochure as a theme would write them; a theme's own change and extend them."""
    return {"cards": {"formats": assets.toml(FORMATS_FILE)}}


def read_cards(tables: Tables) -> Cards:
    """``[cards]`` of a theme whose defaults are ``default_formats()``; what is wrong is reported."""
    tables.check_keys(_KEYS, "cards")
    names = tuple(tables.table("cards", "formats"))
    formats = (_format(tables, name) for name in names)
    template = _own_template(tables, "template", "")
    return Cards(
        formats=tuple(row for row in formats if row),
        template=template,
        photo_template=_own_template(tables, "photo_template", template),
        posts=tables.choice("cards", "posts", allowed=names, default="square"),
        logo=_logo(tables),
        code=tables.boolean("cards", "code"),
    )


def _own_template(tables: Tables, key: str, usual: str) -> str:
    """The template that ``key`` names, ``usual`` where it names none; a file is read once, and kept."""
    named = tables.text("cards", key, default=usual)
    try:
        keep_template(named, tables.within)
    except ThemeError as caught:
        tables.report(*(problem.placed(tables.at("cards", key)) for problem in caught.problems))
    return named


def keep_template(named: str, within: Sequence[Path] = ()) -> None:
    """Read the template ``named``, if that is a file, for all cards. Raises ThemeError."""
    if named.lower().endswith(".toml"):
        try:
            opened_files.keep(Path(named), MOST_BYTES, within)
        except OSError as caught:
            raise ThemeError(error("template-file", file=named, reason=reason(caught))) from None


def _format(tables: Tables, name: str) -> Format | None:
    """The format called ``name``; None for what cannot be one, which is reported."""
    key = ("cards", "formats", name)
    if not isinstance(tables.get(*key), dict) or not _NAME.fullmatch(name) or _POST.fullmatch(name):
        tables.report(error("format-form", at=tables.at(*key)))
        return None
    tables.check_keys({"width", "height", "safe", "jpeg"}, *key)
    width, height = (
        int(tables.number(*key, side, limits=_SIDE_PX, default=0)) for side in ("width", "height")
    )
    return Format(
        name=name, width=width, height=height, safe=_safe(tables, name, width, height),
        jpeg=tables.boolean(*key, "jpeg"),
    )  # fmt: skip


def _safe(tables: Tables, name: str, width: int, height: int) -> tuple[int, int, int, int]:
    """What a format keeps free, in pixels: less than half of each side, or it is reported."""
    key = ("cards", "formats", name, "safe")
    value = tables.get(*key, default=[0, 0, 0, 0])
    whole = isinstance(value, list) and all(
        isinstance(px, int) and not isinstance(px, bool) and px >= 0 for px in value
    )
    if whole and len(value) == 4:
        top, right, bottom, left = value
        if 2 * (top + bottom) < height and 2 * (left + right) < width:
            return top, right, bottom, left
    tables.report(
        error("format-safe", at=tables.at(*key), value=shown(value), width=width, height=height)
    )
    return 0, 0, 0, 0


def _logo(tables: Tables) -> bytes | None:
    """The logo, once it is known to be an image that cards can draw."""
    named = tables.text("cards", "logo")
    if not named:
        return None
    from PIL import Image

    file = Path(named)
    try:
        data = opened_files.read(file, _MAX_LOGO_BYTES, tables.within)
        with (
            process.without_warning(Image.DecompressionBombWarning),
            Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as image,
        ):
            if image.width * image.height <= _MAX_LOGO_PIXELS and getattr(image, "n_frames", 1) == 1:
                image.load()
                return data
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        pass  # Pillow's own words would not say what a logo may be
    tables.report(
        error(
            "logo-image", at=tables.at("cards", "logo"), file=file, most_bytes=_MAX_LOGO_BYTES,
            most_pixels=_MAX_LOGO_PIXELS,
        )
    )  # fmt: skip
    return None


def for_cards(
    theme: Theme,
    *,
    template: str = "",
    code: bool = False,
    scale: int = 1,
    grid: bool = False,
    formats: str = "",
) -> Theme:
    """``theme`` with what a command asks of its cards.

    ``formats`` are the names of the only formats to make, separated by commas; ``scale`` multiplies
    pixels. Raises ThemeError for a scale that is not 1 to 3, for formats that the theme has not, and
    for a template that is a file and cannot be read.
    """
    if not 1 <= scale <= 3:
        raise ThemeError(error("card-scale", scale=scale))
    keep_template(template)
    known = [row.name for row in theme.cards.formats]
    chosen = tuple(name.strip() for name in formats.split(",") if name.strip())
    if unknown := [name for name in chosen if name not in known]:
        raise ThemeError(*(error("format-unknown", name=name, known=known) for name in unknown))
    cards = replace(
        theme.cards,
        template=template or theme.cards.template,
        photo_template=template or theme.cards.photo_template,
        chosen=chosen,
        code=code or theme.cards.code,
        scale=scale,
        grid=grid,
    )
    return replace(theme, cards=cards)
