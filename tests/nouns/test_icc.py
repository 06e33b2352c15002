"""ICC profiles: each version's description is read, and one that is not whole is refused."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageChops, ImageCms

from brochure import icc
from brochure.errors import ThemeError
from brochure.themes import printing
from tests.conftest import ROOT

SHIPPED = (ROOT / "templates" / printing.SHIPPED_PROFILE).read_bytes()
FIRST_TAG = 132
"""Where the table of tags begins, after the header and their number."""


def version_2(text: str) -> bytes:
    """A description as textDescriptionType has it (ICC.1:2001-04, 6.5.17), in one script."""
    data = text.encode("latin-1") + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(data)) + data + bytes(78)


def version_4(**texts: str) -> bytes:
    """A description in languages, as multiLocalizedUnicodeType has it (ICC.1:2022, 10.15)."""
    rows, data = b"", b""
    for language, text in texts.items():
        letters = text.encode("utf-16-be")
        rows += language.encode() + struct.pack(">II", len(letters), 16 + 12 * len(texts) + len(data))
        data += letters
    return b"mluc" + bytes(4) + struct.pack(">II", len(texts), 12) + rows + data


def described(tag: bytes, major: int) -> bytes:
    """The shipped profile with another description, put at its end."""
    tag += bytes(-len(tag) % 4)
    made = bytearray(SHIPPED + tag)
    assert made[FIRST_TAG : FIRST_TAG + 4] == b"desc"
    struct.pack_into(">II", made, FIRST_TAG + 4, len(SHIPPED), len(tag))
    struct.pack_into(">I", made, 0, len(made))
    made[8] = major
    return bytes(made)


DESCRIPTIONS = {
    "version 2": (described(version_2("Coated FOGRA51"), 2), "Coated FOGRA51", "FOGRA51"),
    "version 2, beyond ASCII": (described(version_2("Couché FOGRA51"), 2), "Couché FOGRA51", "FOGRA51"),
    "version 2, empty": (described(version_2(""), 2), "file.icc", "Custom"),
    "version 2, lying about its length": (
        described(version_2("Coated FOGRA51")[:20], 2), "Coated F", "Custom"
    ),
    "version 4": (
        described(version_4(enUS="GRACoL2006 – coated"), 4), "GRACoL2006 – coated", "GRACOL2006"
    ),
    "version 4, in German first": (
        described(version_4(deDE="Gestrichen", enUS="Coated, SWOP 3"), 4), "Coated, SWOP 3", "SWOP3"
    ),
    "version 4, in French alone": (described(version_4(frFR="Couché"), 4), "Couché", "Custom"),
    "version 4, leading out of itself": (
        described(version_4(enUS="FOGRA51")[:28], 4), "file.icc", "Custom"
    ),
    "of another kind": (described(b"junk" + bytes(40), 4), "file.icc", "Custom"),
    "none": (SHIPPED.replace(b"desc", b"none", 1), "file.icc", "Custom"),
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_profile_says_what_it_is_in_every_version(name: str) -> None:
    data, description, condition = DESCRIPTIONS[name]
    found = icc.parse_profile(data, "file.icc")
    assert (found.description, found.condition) == (description, condition)


def resized(data: bytes) -> bytes:
    """``data`` that says to be as long as it is."""
    return struct.pack(">I", len(data)) + data[4:]


def outside(data: bytes) -> bytes:
    """``data`` whose first tag leads out of the file."""
    return data[: FIRST_TAG + 4] + struct.pack(">I", len(data) - 4) + data[FIRST_TAG + 8 :]


BROKEN = {
    "cut by a byte": SHIPPED[:-1],
    "cut by ten bytes": SHIPPED[:-10],
    "cut by ten bytes, its size mended": resized(SHIPPED[:-10]),
    "cut within the table of tags": resized(SHIPPED[:200]),
    "cut after the header": SHIPPED[:132],
    "with something behind it": SHIPPED + b"\0\0\0\0",
    "with a tag that leads out of it": outside(SHIPPED),
    "with more tags than it has room for": SHIPPED[:128] + b"\xff" * 4 + SHIPPED[132:],
    "without a way to ink": SHIPPED.replace(b"B2A0", b"B2A9", 1),
    "version 4, cut by ten bytes": described(version_4(enUS="Coated FOGRA51"), 4)[:-10],
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_profile_that_is_not_whole_is_refused(name: str) -> None:
    with pytest.raises(ThemeError, match=r"file\.icc: the profile is damaged or cut short"):
        icc.parse_profile(BROKEN[name], "file.icc")


def test_littlecms_alone_would_take_a_profile_that_was_cut_short() -> None:
    """Which is why its size and its tags are looked at first."""
    assert ImageCms.ImageCmsProfile(io.BytesIO(SHIPPED[:-10])).profile.xcolor_space == "CMYK"


def test_a_profile_of_the_next_generation_is_named_by_its_version() -> None:
    for minor in (0x00, 0x10):
        data = SHIPPED[:8] + bytes((5, minor)) + SHIPPED[10:]
        with pytest.raises(
            ThemeError, match="an ICC profile of version 5; PDF/X-4 takes versions 2 and 4"
        ):
            icc.parse_profile(data, "file.icc")


def test_the_shipped_profile_is_for_the_condition_that_is_not_looked_up() -> None:
    assert icc.parse_profile(SHIPPED, "").condition == printing.SHIPPED_CONDITION


def test_the_profile_of_srgb_is_that_of_littlecms_and_has_no_clock() -> None:
    known = ImageCms.createProfile("sRGB")
    own = ImageCms.ImageCmsProfile(io.BytesIO(icc.srgb()))
    ramp = Image.new("RGB", (64, 64))
    ramp.putdata([(4 * x, 4 * y, x * y % 256) for x in range(64) for y in range(64)])
    through = ImageCms.profileToProfile(ramp, own, known)
    assert through is not None
    off = ImageChops.difference(ramp, through).tobytes()
    assert max(off) <= 1
    assert icc.srgb()[24:36] == bytes((7, 228, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
