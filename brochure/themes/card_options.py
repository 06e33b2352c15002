"""Cards in a theme file: ``[cards]`` with more formats, a template, a logo; and what a command adds."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.errors import ThemeError
from brochure.theme import Cards, Format, Theme
from brochure.themes.tables import number, refuse_unknown, table_of

FORMATS_FILE = "templates/cards/formats.toml"
_KEYS = {"template", "photo_template", "posts", "logo", "code", "formats"}
_FORMAT_KEYS = {"width", "height", "safe", "jpeg"}
_SIDE_PX = (320, 4096)
"""Below, networks show a thumbnail; above, Bluesky and X refuse the image."""

_NAME = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_POST = re.compile(r"(?:quote|figure)-\d+")
_MAX_LOGO_PIXELS = 20_000_000
_MAX_LOGO_BYTES = 2_000_000


def read_cards(path: Path, tree: Mapping[str, Any]) -> Cards:
    """The cards of a theme file: the formats of brochure, changed and extended by its own."""
    table = table_of(path, tree, "cards")
    refuse_unknown(path, table, _KEYS, "cards.")
    formats = _formats(path, table)
    posts = str(table.get("posts", "square"))
    if posts not in formats:
        raise ThemeError(f'{path}: cards.posts = "{posts}"; it can be {", ".join(formats)}')
    code = table.get("code", False)
    if not isinstance(code, bool):
        raise ThemeError(f"{path}: cards.code = {code!r}; it is true or false")
    return Cards(
        formats=tuple(formats.values()),
        template=str(table.get("template", "")),
        photo_template=str(table.get("photo_template", table.get("template", ""))),
        posts=posts,
        logo=_logo(path, table.get("logo")),
        code=code,
    )


def _formats(path: Path, table: Mapping[str, Any]) -> dict[str, Format]:
    """Every format by name; a theme changes one by giving some of its values."""
    rows = {name: dict(row) for name, row in assets.toml(FORMATS_FILE).items()}
    own = table_of(path, table, "formats")
    for name, row in own.items():
        if not isinstance(row, dict) or not _NAME.fullmatch(name) or _POST.fullmatch(name):
            raise ThemeError(
                f'{path}: cards.formats.{name}: a format is a table with a name like "banner", in '
                "small letters: [cards.formats.banner] width = 1500, height = 500; quote-1 and "
                "figure-1 are posts"
            )
        rows[name] = rows.get(name, {}) | row
    return {name: _format(path, name, row) for name, row in rows.items()}


def _format(path: Path, name: str, row: Mapping[str, Any]) -> Format:
    key = f"cards.formats.{name}."
    refuse_unknown(path, row, _FORMAT_KEYS, key)
    width, height = (int(number(path, row, side, _SIDE_PX, 0)) for side in ("width", "height"))
    safe = row.get("safe", [0, 0, 0, 0])
    if not (
        isinstance(safe, list)
        and len(safe) == 4
        and all(isinstance(px, int) and not isinstance(px, bool) and px >= 0 for px in safe)
        and safe[0] + safe[2] < height / 2
        and safe[1] + safe[3] < width / 2
    ):
        raise ThemeError(
            f"{path}: {key}safe = {safe!r}; it is the pixels to keep free at the top, right, bottom "
            f"and left, less than half of {width} × {height}"
        )
    jpeg = row.get("jpeg", False)
    if not isinstance(jpeg, bool):
        raise ThemeError(f"{path}: {key}jpeg = {jpeg!r}; it is true or false")
    top, right, bottom, left = safe
    return Format(name=name, width=width, height=height, safe=(top, right, bottom, left), jpeg=jpeg)


def _logo(path: Path, named: object) -> bytes | None:
    """The logo, once it is known to be an image that cards can draw."""
    if not named:
        return None
    from PIL import Image

    file = Path(str(named))
    try:
        small = file.is_file() and file.stat().st_size <= _MAX_LOGO_BYTES
        data = file.read_bytes() if small else b""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"])
        with image:
            if image.width * image.height > _MAX_LOGO_PIXELS or getattr(image, "n_frames", 1) > 1:
                raise ValueError("too many pixels, or pictures")
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ThemeError(
            f"{path}: cards.logo: {file} is not one PNG, JPEG or WebP image of at most "
            f"{_MAX_LOGO_BYTES:,} bytes and {_MAX_LOGO_PIXELS:,} pixels; export the logo as PNG, 400 "
            "pixels high, on a clear ground"
        ) from error
    return data


def for_cards(
    theme: Theme,
    *,
    template: str = "",
    code: bool = False,
    scale: int = 1,
    grid: bool = False,
    formats: str = "",
) -> Theme:
    """``theme`` with what a command asks of its cards; ``formats`` are names, parted by commas.

    Raises ThemeError for a scale not 1 to 3, and for a format that the theme has not.
    """
    if not 1 <= scale <= 3:
        raise ThemeError(f"scale: {scale}; it is 1, 2 or 3")
    cards = replace(
        theme.cards,
        template=template or theme.cards.template,
        photo_template=template or theme.cards.photo_template,
        chosen=_chosen(theme, formats),
        code=code or theme.cards.code,
        scale=scale,
        grid=grid,
    )
    return replace(theme, cards=cards)


def _chosen(theme: Theme, names: str) -> tuple[str, ...]:
    known = [row.name for row in theme.cards.formats]
    chosen = tuple(name.strip() for name in names.split(",") if name.strip())
    for name in chosen:
        if name not in known:
            raise ThemeError(f'there is no format "{name}"; there are {", ".join(known)}')
    return chosen
