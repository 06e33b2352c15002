"""ICC profiles: what an output profile says of itself (ICC.1:2022, 7.2 header, 9.2.41 description)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from brochure.errors import ThemeError

if TYPE_CHECKING:
    from PIL.Image import Image

HEADER_BYTES = 128
LATEST_MAJOR = 4
"""PDF/X-4 and PDF/A-2 take ICC profiles up to version 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An output profile: its ``description`` and the ICC registry's name of the condition, or ""."""

    description: str
    condition: str


def parse_profile(data: bytes, name: str) -> Profile:
    """The CMYK output profile in ``data``. Raises ThemeError when it is none; ``name`` is the file."""
    if len(data) < HEADER_BYTES + 4 or data[36:40] != b"acsp":
        raise ThemeError(f"{name}: not an ICC profile; give the printer's .icc file")
    kind, space, major = data[12:16], data[16:20], data[8]
    if space != b"CMYK" or kind != b"prtr":
        raise ThemeError(
            f"{name}: a profile for {space.decode('latin-1').strip()} ({kind.decode('latin-1')}), "
            "not for printing in CMYK; ask the printer for their output profile"
        )
    if major > LATEST_MAJOR:
        raise ThemeError(f"{name}: an ICC profile of version {major}; PDF/X-4 takes versions 2 and 4")
    if int.from_bytes(data[:4], "big") != len(data) or not {b"A2B0", b"B2A0"} <= _tags(data):
        raise ThemeError(f"{name}: the profile is damaged or cut short; ask the printer for it again")
    description = _description(data) or name
    found = re.search(r"(FOGRA|GRACoL|SWOP|CGATS TR|IFRA)\s?-?_?(\d+)", description, re.IGNORECASE)
    return Profile(
        description=description,
        condition=f"{found[1].upper()}{found[2]}" if found else "Custom",
    )


def _tags(data: bytes) -> set[bytes]:
    """The names of the tags that lie inside the file."""
    count = int.from_bytes(data[HEADER_BYTES : HEADER_BYTES + 4], "big")
    found = set()
    for i in range(min(count, 100)):
        entry = data[HEADER_BYTES + 4 + 12 * i :][:12]
        offset, size = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
        if len(entry) == 12 and size and offset + size <= len(data):
            found.add(entry[:4])
    return found


def _description(data: bytes) -> str:
    """The text of the "desc" tag, of version 2 (textDescription) or 4 (multiLocalizedUnicode)."""
    (count,) = struct.unpack_from(">I", data, HEADER_BYTES)
    for i in range(min(count, 100)):
        entry = data[HEADER_BYTES + 4 + 12 * i :][:12]
        if len(entry) < 12:
            return ""
        tag, offset, size = struct.unpack(">4sII", entry)
        if tag == b"desc":
            return _text(data[offset : offset + size])
    return ""


def _text(tag: bytes) -> str:
    if tag[:4] == b"desc":
        return tag[12 : 12 + int.from_bytes(tag[8:12], "big")].rstrip(b"\0").decode("latin-1")
    if tag[:4] == b"mluc" and len(tag) >= 28:
        length, offset = struct.unpack_from(">II", tag, 20)
        return tag[offset : offset + length].decode("utf-16-be", "replace")
    return ""


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
