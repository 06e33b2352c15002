"""ICC profiles: what an output profile says of itself (ICC.1:2022, 7.2 header, 9.2.41 description)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from brochure.errors import ThemeError

if TYPE_CHECKING:
    from PIL.Image import Image

HEADER_BYTES = 128
LATEST_MAJOR = 4
"""PDF/X-4 and PDF/A-2 take ICC profiles up to version 4."""

_REGISTERED = re.compile(r"(FOGRA|GRACoL|SWOP|CGATS TR|IFRA)\s?-?_?(\d+)", re.IGNORECASE)
"""A characterised printing condition of the ICC registry, as descriptions of profiles name it."""

_DAMAGED = "the profile is damaged or cut short; ask the printer for it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An output profile: its ``description``, and its ``condition`` in the ICC registry, or Custom."""

    description: str
    condition: str


def parse_profile(data: bytes, name: str) -> Profile:
    """The CMYK output profile in ``data``. Raises ThemeError when it is none; ``name`` is the file.

    LittleCMS reads it, and opens one that was cut short as well: so it is measured here first.
    """
    from PIL import ImageCms

    if len(data) < HEADER_BYTES + 4 or data[36:40] != b"acsp":
        raise ThemeError(f"{name}: not an ICC profile; give the printer's .icc file")
    if (major := data[8]) > LATEST_MAJOR:  # LittleCMS would say no more than that it cannot open it
        raise ThemeError(f"{name}: an ICC profile of version {major}; PDF/X-4 takes versions 2 and 4")
    try:
        tags = _tags(data)
        made = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
    except (ValueError, OSError) as error:
        raise ThemeError(f"{name}: {_DAMAGED}") from error
    kind, space = made.device_class, made.xcolor_space
    if space != "CMYK" or kind != "prtr":
        raise ThemeError(
            f"{name}: a profile for {space.strip()} ({kind}), "
            "not for printing in CMYK; ask the printer for their output profile"
        )
    if not {b"A2B0", b"B2A0"} <= tags.keys():
        raise ThemeError(f"{name}: {_DAMAGED}")
    description = _description(made, tags) or name
    found = _REGISTERED.search(description)
    return Profile(
        description=description,
        condition=f"{found[1].upper()}{found[2]}" if found else "Custom",
    )


def _tags(data: bytes) -> dict[bytes, bytes]:
    """The content of each tag (ICC.1:2022, 7.3).

    Raises ValueError when the file is not as long as it says, or a tag does not lie inside it.
    """
    size, count = (int.from_bytes(data[at : at + 4], "big") for at in (0, HEADER_BYTES))
    table = data[HEADER_BYTES + 4 :][: 12 * count]
    if size != len(data) or len(table) != 12 * count:
        raise ValueError(f"{len(data)} bytes, not {size}, with {len(table) // 12} of {count} tags")
    rows = list(struct.iter_unpack(">4sII", table))
    if any(offset + length > size for _, offset, length in rows):
        raise ValueError("a tag lies outside")
    return {tag: data[offset : offset + length] for tag, offset, length in rows}


def _description(made: Any, tags: Mapping[bytes, bytes]) -> str:
    """The text of the "desc" tag, in English where there are several; "" where there is none."""
    text = tags.get(b"desc", b"")
    if text.startswith(b"desc"):  # version 2, of which LittleCMS reads ASCII alone: é is U+FFFFFFE9
        return text[12 : 12 + int.from_bytes(text[8:12], "big")].rstrip(b"\0").decode("latin-1")
    return made.profile_description or ""


@lru_cache(maxsize=4)
def _transform(profile: str) -> Any:
    from PIL import ImageCms

    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        profile,
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.PERCEPTUAL,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def separated(picture: Image, profile: str) -> Image:
    """``picture`` (sRGB) in the inks of the profile in that file."""
    from PIL import ImageCms

    inked = ImageCms.applyTransform(picture, _transform(profile))
    assert inked is not None
    return inked
