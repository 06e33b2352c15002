"""ICC profiles: what an output profile is for (ICC.1:2022, 7.2 header, 9.2.41 description)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure import opened_files
from brochure.errors import ThemeError
from brochure.problems import Place, error

if TYPE_CHECKING:
    from PIL.Image import Image

HEADER_BYTES = 128
LATEST_MAJOR = 4
"""PDF/X-4 and PDF/A-2 take ICC profiles up to version 4."""

_REGISTERED = re.compile(r"(FOGRA|GRACoL|SWOP|CGATS TR|IFRA)\s?-?_?(\d+)", re.IGNORECASE)
"""A characterised printing condition of the ICC registry, as descriptions of profiles name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An output profile: its ``description``, and its ``condition`` in the ICC registry, or Custom."""

    description: str
    condition: str


def parse_profile(data: bytes, name: str) -> Profile:
    """The CMYK output profile in ``data``. Raises ThemeError when it is none; ``name`` is the file.

        parse_profile(Path("coated.icc").read_bytes(), "coated.icc").condition  # "FOGRA39"

    LittleCMS reads it, and opens one that was cut short as well: so it is measured here first.
    """
    from PIL import ImageCms

    at = Place(name)
    if len(data) < HEADER_BYTES + 4 or data[36:40] != b"acsp":
        raise ThemeError(error("profile-none", at=at))
    if (major := data[8]) > LATEST_MAJOR:  # LittleCMS would say no more than that it cannot open it
        raise ThemeError(error("profile-version", at=at, version=major))
    if (tags := _tags(data)) is None:
        raise ThemeError(error("icc-damaged", at=at))
    try:
        made = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
    except OSError as caught:
        raise ThemeError(error("icc-damaged", at=at)) from caught
    kind, space = made.device_class, made.xcolor_space
    if space != "CMYK" or kind != "prtr":
        raise ThemeError(error("profile-not-cmyk", at=at, space=space.strip(), kind=kind))
    if not {b"A2B0", b"B2A0"} <= tags.keys():
        raise ThemeError(error("icc-damaged", at=at))
    description = _description(made, tags) or name
    named = _REGISTERED.search(description)
    return Profile(
        description=description,
        condition=f"{named[1].upper()}{named[2]}" if named else "Custom",
    )


def _tags(data: bytes) -> dict[bytes, bytes] | None:
    """The content of each tag (ICC.1:2022, 7.3).

    None when the file is not as long as it says, or a tag does not lie inside it.
    """
    size, count = (int.from_bytes(data[at : at + 4], "big") for at in (0, HEADER_BYTES))
    table = data[HEADER_BYTES + 4 :][: 12 * count]
    if size != len(data) or len(table) != 12 * count:
        return None
    rows = list(struct.iter_unpack(">4sII", table))
    if any(offset + length > size for _, offset, length in rows):
        return None
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
        ImageCms.ImageCmsProfile(io.BytesIO(opened_files.bytes_of(Path(profile)))),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.PERCEPTUAL,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def separated(picture: Image, profile: str) -> Image:
    """``picture`` (sRGB) in the inks of the ``profile``, a file, as a CMYK image.

    Perceptual intent with black point compensation, as print shops do it. The picture must be RGB.
    """
    from PIL import ImageCms

    inked = ImageCms.applyTransform(picture, _transform(profile))
    assert inked is not None
    return inked


# sRGB


_SRGB_XYZ = {
    b"wtpt": (0.9642, 1.0, 0.8249), b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708), b"bXYZ": (0.14307, 0.06061, 0.7141),
}  # fmt: skip
"""White and primaries of sRGB, brought to D50 (IEC 61966-2-1; ICC.1:2022, annex E)."""

_TO_D50 = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """A profile of sRGB in half a kilobyte (ICC.1:2022, 8.3): the same bytes on every day.

    LittleCMS makes one too, and writes the hour into it.
    """
    said, curve = _text(b"sRGB"), b"para\0\0\0\0\0\3\0\0" + _fixed(_SRGB_CURVE)
    tags = {b"desc": said, b"cprt": _text(b"CC0"), b"chad": b"sf32\0\0\0\0" + _fixed(_TO_D50)}
    tags |= {name: b"XYZ \0\0\0\0" + _fixed(value) for name, value in _SRGB_XYZ.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    start = HEADER_BYTES + 4 + 12 * len(tags)
    places, body = dict[bytes, int](), b""
    for data in tags.values():
        if data not in places:  # the three curves are one
            places[data] = start + len(body)
            body += data + b"\0" * (-len(data) % 4)
    table = struct.pack(">I", len(tags)) + b"".join(
        struct.pack(">4sII", name, places[data], len(data)) for name, data in tags.items()
    )
    head = struct.pack(
        ">I4sI4s4s4s6H4s4sIIIQI12s4s44x", start + len(body), b"", 0x04300000, b"mntr", b"RGB ", b"XYZ ",
        2020, 1, 1, 0, 0, 0, b"acsp", b"", 0, 0, 0, 0, 0, _fixed(_SRGB_XYZ[b"wtpt"]), b"",
    )  # fmt: skip
    return head + table + body


def _fixed(values: Iterable[float]) -> bytes:
    """Numbers with sixteen bits behind the point (ICC.1:2022, 4.6)."""
    return b"".join(struct.pack(">i", round(value * 65_536)) for value in values)


def _text(ascii_text: bytes) -> bytes:
    """A text in English (10.15, multiLocalizedUnicodeType)."""
    wide = ascii_text.decode().encode("utf-16-be")
    return struct.pack(">4sIII4sII", b"mluc", 0, 1, 12, b"enUS", len(wide), 28) + wide
