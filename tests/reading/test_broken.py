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
    with pytest.raises(SourceError, match="this is a folder; it holds 1 pages"):
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
