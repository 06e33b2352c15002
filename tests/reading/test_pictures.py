"""Pictures: read from the page's folder or its site's, each checked; what is wrong hides no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from brochure.problems import Place
from brochure.reading.pictures import check_width, read_images

AT = Place("a.md", 7, "body")


def test_what_is_wrong_with_an_image_hides_no_other(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9)).save(tmp_path / "a b.png")
    (tmp_path / "text.png").write_text("no image")
    (tmp_path / "folder").mkdir()
    names = {
        "a%20b.png": "", "text.png": "image-kind", "nowhere.png": "image-not-read",
        "folder": "image-not-read", "../up.png": "image-outside", "": "image-nameless",
        "https://exemple.org/a.png": "image-web", "//exemple.org/a.png": "image-web",
        "http://[": "image-web",
    }  # fmt: skip
    images, problems = read_images(dict.fromkeys(names, AT), tmp_path)
    assert list(images) == ["a%20b.png"]
    assert [problem.id for problem in problems] == [id_ for id_ in names.values() if id_]
    assert {problem.place for problem in problems} == {AT}


@pytest.mark.parametrize("name", ["/img/a.png", "../img/a.png"])
def test_a_site_has_its_images_anywhere_below_it(name: str, tmp_path: Path) -> None:
    for folder in ("img", "blog"):
        (tmp_path / folder).mkdir()
    Image.new("RGB", (9, 9)).save(tmp_path / "img" / "a.png")
    images, problems = read_images({name: AT}, tmp_path / "blog", tmp_path)
    assert (list(images), problems) == ([name], [])
    assert read_images({name: AT}, tmp_path / "blog")[0] == {}


def test_a_photograph_too_small_for_a_cover_is_told(tmp_path: Path) -> None:
    Image.new("RGB", (199, 900)).save(tmp_path / "a.png")
    data = (tmp_path / "a.png").read_bytes()
    (problem,) = check_width("a.png", data, AT)
    assert problem.sentence("en") == (
        'a.md:7: picture "a.png" has 199 × 900 pixels; a cover is cut from 200 at least each way, and '
        "print wants 2,600 × 3,600"
    )
