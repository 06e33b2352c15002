"""Names of files are found whichever way their accents are stored."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import brochure
from brochure.cli.sources import sources_of
from brochure.file_names import found, same_name
from brochure.reading.programmes import read_programme
from brochure.themes.theme_file import load_theme

NAME = "Fête d’été – île"
FORMS = [("NFC", "NFD"), ("NFD", "NFC"), ("NFC", "NFC")]


def form(kind: Any, text: str) -> str:
    return unicodedata.normalize(kind, text)


@pytest.mark.parametrize(("asked", "stored"), FORMS)
def test_a_file_is_found_in_either_form_of_its_name_and_of_its_folders(
    asked: str, stored: str, tmp_path: Path
) -> None:
    folder = tmp_path / form(stored, "Élan")
    folder.mkdir()
    (folder / form(stored, NAME)).write_text("x")
    assert found(tmp_path / form(asked, "Élan") / form(asked, NAME)).read_text() == "x"


@pytest.mark.parametrize("name", ["nulle part é", "a\0é", "é" * 300, "nowhere"])
def test_what_is_not_there_stays_as_it_was_asked_for(name: str, tmp_path: Path) -> None:
    assert found(tmp_path / name) == tmp_path / name


def test_names_that_differ_are_not_the_same() -> None:
    assert not same_name("été", "ete")


@pytest.mark.parametrize(("asked", "stored"), FORMS)
def test_pages_pictures_themes_languages_and_programmes_are_found(
    asked: str, stored: str, tmp_path: Path
) -> None:
    image = io.BytesIO()
    Image.new("RGB", (300, 300)).save(image, "JPEG")
    (tmp_path / form(stored, f"{NAME}.jpg")).write_bytes(image.getvalue())
    (tmp_path / form(stored, "Thème.toml")).write_text('extends = "agora"\n')
    page = (
        f"---\ntitle: T\nlang: fr\ntheme: {form(asked, 'Thème.toml')}\npicture:\n"
        f"  file: {form(asked, NAME)}.jpg\n  alt: a\n---\n\n![a](<{form(asked, NAME)}.jpg>)\n"
    )
    (tmp_path / form(stored, "été.fr.md")).write_text(page, encoding="utf-8")
    english = "---\ntitle: T\nurl: https://exemple.org/en\n---\n\nThe text.\n"
    (tmp_path / form(asked, "été.en.md")).write_text(english)
    table = "title,start,end,room,address\nA,2016-12-07,,R,https://exemple.org/\n"
    (tmp_path / form(stored, "Séances.csv")).write_text(table)

    read = brochure.read(tmp_path / form(asked, "été.fr.md"))
    assert len(set(read.images.values())) == 1
    assert [a.lang for a in read.alternates] == ["en"]
    assert read.slug == "ete-fr"
    assert load_theme(read.theme).name
    assert load_theme(str(tmp_path / form(asked, "Thème.toml"))).name
    assert read_programme(tmp_path / form(asked, "Séances.csv")).sessions[0].title == "A"


@pytest.mark.parametrize(("asked", "stored"), FORMS)
def test_a_folder_is_found_and_a_page_named_in_both_forms_is_built_once(
    asked: str, stored: str, tmp_path: Path
) -> None:
    folder = tmp_path / form(stored, "Été")
    folder.mkdir()
    (folder / form(stored, "à.md")).write_text("# T\n\nx\n")
    (source,) = sources_of([str(tmp_path / form(asked, "Été"))])
    assert source.slug == "a"
    twice = [str(folder / form(asked, "à.md")), str(folder / form(stored, "à.md"))]
    assert len(sources_of(twice)) == 1
