"""Character maps: what is read in a millisecond is what fontTools reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from brochure.errors import ThemeError
from brochure.text import charmaps
from tests.conftest import ROOT, ids

FONTS = sorted((ROOT / "fonts").glob("*.ttf"))
INSTALLED = [
    path
    for folder in ("truetype/noto", "truetype/droid", "opentype/noto", "truetype/dejavu")
    for path in sorted((Path("/usr/share/fonts") / folder).glob("*.[to]t[fc]"))
]
"""What else lies on this machine: collections, colour fonts, maps beyond the basic plane."""


@pytest.mark.parametrize("path", [*FONTS, *INSTALLED], ids=ids([*FONTS, *INSTALLED]))
def test_a_fonts_characters_are_those_that_fonttools_finds(path: Path) -> None:
    faces = len(TTCollection(path).fonts) if path.suffix == ".ttc" else 1
    for index in range(faces):
        with TTFont(path, lazy=True, fontNumber=index) as font:
            assert charmaps.code_points(path, index) == set(font.getBestCmap())


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    for data in (b"", b"not a font at all", FONTS[0].read_bytes()[:200]):
        path = tmp_path / "broken.ttf"
        path.write_bytes(data)
        with pytest.raises(ThemeError, match=r"broken\.ttf: not a font"):
            charmaps.code_points(path)
