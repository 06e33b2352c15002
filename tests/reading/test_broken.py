"""Sources that are not pages: each is refused with file, line and the way out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure.errors import BrochureError, SourceError
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests" / "broken" / "cases.toml").read_text(encoding="utf-8"))["case"]


def content(case: dict[str, Any]) -> bytes:
    if "bytes" in case:
        return bytes.fromhex(case["bytes"])
    piece, times = case.get("repeat", ["", 0])
    text: str = case["text"] + piece * times + case.get("after", "")
    return text.encode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_broken_source_is_told_with_file_line_and_way_out(
    case: dict[str, Any], tmp_path: Path
) -> None:
    source = tmp_path / case["file"]
    source.write_bytes(content(case))
    with pytest.raises(BrochureError) as caught:
        brochure.read(source)
    told = str(caught.value)
    assert "\n" not in told
    for pattern in case["says"]:
        assert re.search(pattern, told), told


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.md: there is no such file"):
        brochure.read(tmp_path / "nowhere.md")


def test_a_folder_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nx\n")
    with pytest.raises(SourceError, match=r"this is a folder; name a page in it: "):
        brochure.read(tmp_path)


def test_an_address_on_the_web_is_not_fetched() -> None:
    with pytest.raises(SourceError, match="works offline"):
        brochure.read("https://exemple.org/page")


def test_a_truncated_image_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    whole = tmp_path / "whole.png"
    Image.effect_noise((60, 60), 90).save(whole)
    (tmp_path / "cut.png").write_bytes(whole.read_bytes()[:-200])
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: T\n---\n\n![du bruit](cut.png)\n")
    with pytest.raises(SourceError, match=r'a\.md:5: image "cut\.png": it is broken'):
        brochure.read(source)
    source.write_text("---\ntitle: T\n---\n\n![du bruit](whole.png)\n")
    assert brochure.read(source).images["whole.png"] == whole.read_bytes()


@pytest.mark.parametrize(
    ("name", "says"),
    [("cmyk.jpg", "its colours are CMYK; save it as RGB"), ("deep.png", "its colours are I;16"),
     ("moving.png", "it moves, which paper does not")],
)  # fmt: skip
def test_an_image_that_would_not_look_as_it_should_is_refused(
    name: str, says: str, tmp_path: Path
) -> None:
    from PIL import Image

    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    Image.new("CMYK", (9, 9)).save(tmp_path / "cmyk.jpg")
    Image.new("I;16", (9, 9)).save(tmp_path / "deep.png")
    frames[0].save(tmp_path / "moving.png", save_all=True, append_images=frames[1:])
    source = tmp_path / "a.md"
    source.write_text(f"---\ntitle: T\n---\n![un carré]({name})\n")
    with pytest.raises(SourceError, match=rf'a\.md:4: image "{name}": {says}'):
        brochure.read(source)


BOMB = """<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<svg xmlns="http://www.w3.org/2000/svg"><text>&d;</text></svg>
"""


def test_a_drawing_with_an_entity_bomb_is_refused_without_being_parsed(tmp_path: Path) -> None:
    (tmp_path / "bomb.svg").write_text(BOMB)
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: T\n---\n![un dessin](bomb.svg)\n")
    with pytest.raises(SourceError, match=r'a\.md:4: image "bomb\.svg": it is an SVG drawing'):
        brochure.read(source)


@pytest.mark.parametrize(
    ("size", "says"),
    [((10_000, 6_000), "it has 60,000,000 pixels; 50,000,000 are plenty"),
     ((20_000, 10_000), "it has many times 50,000,000 pixels")],
)  # fmt: skip
def test_a_picture_of_too_many_pixels_is_refused(
    size: tuple[int, int], says: str, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("1", size).save(tmp_path / "huge.png")
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: T\npicture:\n  file: huge.png\n  alt: du noir\n---\nx\n")
    with pytest.raises(SourceError, match=rf'a\.md:4: image "huge\.png": {says}'):
        brochure.read(source)
