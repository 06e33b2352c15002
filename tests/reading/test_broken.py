"""Sources that are not pages: each is refused with file, line and the way out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure import messages
from brochure.errors import BrochureError, SourceError
from brochure.problems import BODY
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
    with pytest.raises(SourceError) as caught:
        brochure.read(source)
    assert_says(caught.value, case)
    assert all(problem.place.file == str(source) for problem in caught.value.problems)


def assert_says(caught: BrochureError, case: dict[str, Any]) -> None:
    """Whether each problem says what the case expects of it, in English (patterns) and French."""
    english = [problem.sentence("en") for problem in caught.problems]
    assert len(english) == len(case["says"]) == len(case["fr"]), english
    for sentence, pattern in zip(english, case["says"], strict=True):
        assert re.search(pattern, sentence), sentence
    for problem, text in zip(caught.problems, case["fr"], strict=True):
        assert text in re.sub("[\u00a0\u202f]", " ", problem.sentence("fr"))


EVERYTHING = """---
titel: T
title: ""
lang: français!
event: {starts: demain, ends: 2016-12-07, place: [Paris]}
figures:
  - value: 300
  - {value: 1, label: un, note: x}
hashtags: [un mot, été]
share: [x, myspace, x]
captions: {myspace: bonjour}
picture: {file: nowhere.jpg, focus: [2, 0]}
url: ftp://exemple.org
---

![](a.png) et [ici](autre.md)
et [là](autre.md), avec une note[^9].

| a | b |
|---|---|
| 1 | 2 | perdu |
"""

TOLD = [
    (2, "titel"), (3, "title"), (4, "lang"), (5, "event.place"), (5, "event.starts"),
    (7, "figures[0].label"), (8, "figures[1].note"), (9, "hashtags[0]"), (10, "share[1]"),
    (10, "share[2]"), (11, "captions.myspace"), (12, "picture.alt"), (12, "picture.focus"),
    (12, "picture.file"), (13, "url"), (16, BODY), (16, BODY), (16, BODY), (17, BODY), (17, BODY),
    (21, BODY),
]  # fmt: skip


def test_everything_that_is_wrong_is_told_at_once_each_with_its_line_and_key(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(EVERYTHING)
    with pytest.raises(SourceError) as caught:
        brochure.read(source)
    places = [(problem.place.line, problem.place.key) for problem in caught.value.problems]
    assert sorted(places, key=lambda place: place[0] or 0) == places
    assert sorted(places, key=str) == sorted(TOLD, key=str)


def test_front_matter_that_cannot_be_parsed_hides_no_problem_of_the_body(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: 'T\n---\n\n[ici](autre.md)\n")
    with pytest.raises(SourceError) as caught:
        brochure.read(source)
    assert [problem.id for problem in caught.value.problems] == ["yaml-unreadable", "body-link-nowhere"]


def test_each_line_with_a_control_character_is_told_with_all_else(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: a\x07b\nlang: zz!\n---\nx\x08\n\ny\x1b\n")
    with pytest.raises(SourceError) as caught:
        brochure.read(source)
    lines = [(problem.id, problem.place.line) for problem in caught.value.problems]
    assert lines == [
        ("source-control", 2),
        ("lang-form", 3),
        ("source-control", 5),
        ("source-control", 7),
    ]


def test_problems_can_be_had_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        brochure.read(tmp_path / "nowhere.md")
    with messages.using("fr"):
        assert "ce fichier n’existe pas" in str(caught.value)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_page_is_named_by_a_text_or_a_path(kind: type, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nx\n")
    assert brochure.read(kind(tmp_path / "a.md")).title == "T"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.md: there is no such file"):
        brochure.read(tmp_path / "nowhere.md")


def test_a_folder_is_told_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nx\n")
    with pytest.raises(SourceError, match=r"this is a folder; name a page in it: "):
        brochure.read(tmp_path)


def test_an_address_on_the_web_is_not_fetched() -> None:
    with pytest.raises(
        SourceError, match=r"import it first: brochure import https://exemple\.org/page"
    ):
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


def test_an_image_that_no_screen_shows_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("F", (9, 9)).save(tmp_path / "map.tif")
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: T\n---\n![un carré](map.tif)\n")
    with pytest.raises(SourceError, match=r'a\.md:4: image "map\.tif": its pixels are numbers'):
        brochure.read(source)


def test_what_is_left_out_of_an_image_is_told_with_its_line(tmp_path: Path) -> None:
    from PIL import Image

    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    source = tmp_path / "a.md"
    source.write_text("---\ntitle: T\n---\n![un carré](moving.gif)\n")
    (told,) = brochure.read(source).warnings
    assert (told.id, told.place.line) == ("image-first-frame", 4)


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
    with pytest.raises(SourceError, match=rf'a\.md:4: picture\.file: image "huge\.png": {says}'):
        brochure.read(source)
