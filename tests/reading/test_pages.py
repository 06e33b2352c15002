"""Pages: where the title comes from, what a head needs, and the order of problems."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import brochure
from brochure.errors import AddressError, SourceError
from brochure.reading.pages import read, read_head


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Un titre ##\n\nx\n", "Un titre", "x\n"),
        ("\n\n# Un titre\nx\n", "Un titre", "x\n"),
        ("---\nlead: L\n---\n\n# Un titre\n\nx\n", "Un titre", "x\n"),
        ("---\ntitle: Un titre\n---\n# Une partie\n\nx\n", "Un titre", "# Une partie\n\nx\n"),
    ],
)
def test_a_first_heading_can_be_the_title(text: str, title: str, body: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text)
    page = read(tmp_path / "a.md")
    assert (page.title, page.body, page.slug, page.lang) == (title, body, "a", "fr")


def test_a_heading_too_long_for_a_title_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nlang: fr\n---\n\n# " + "m" * 301 + "\n\nx\n")
    with pytest.raises(SourceError, match=r'a\.md:5: "title" has 301 characters; 300 are allowed'):
        read(tmp_path / "a.md")


@pytest.mark.parametrize("name", ["-", Path("-")])
def test_standard_input_is_a_page_too(name: str | Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(b"# Un titre\n\nx\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    page = read(name)
    assert (page.title, page.slug) == ("Un titre", "un-titre")


def test_an_address_given_beside_the_page_is_the_one_that_counts(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\nurl: https://exemple.org/a\n---\nx\n")
    assert read(tmp_path / "a.md", url="https://exemple.org/b").url == "https://exemple.org/b"
    with pytest.raises(AddressError) as caught:
        read(tmp_path / "a.md", url="ftp://exemple.org/")
    assert [(p.id, p.place.key) for p in caught.value.problems] == [("address-scheme", "--url")]


def test_an_address_that_is_not_protected_is_taken_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\nurl: http://exemple.org/a\n---\nx\n")
    page = read(tmp_path / "a.md")
    assert page.url == "http://exemple.org/a"
    (problem,) = page.warnings
    assert (problem.id, problem.severity, problem.place.line) == ("address-http", "warning", 3)
    (problem,) = read(tmp_path / "a.md", url="http://exemple.org/b").warnings
    assert (problem.id, problem.place.key) == ("address-http", "--url")


def test_a_head_alone_has_no_body_and_no_lines() -> None:
    page = read_head({"title": "Un titre"}, Path(), "brochure card")
    assert (page.slug, page.lang, page.body) == ("un-titre", "fr", "\n")
    with pytest.raises(SourceError) as caught:
        read_head({"title": " ", "url": "exemple.org"}, Path(), "brochure card")
    places = [(p.place.file, p.place.line, p.place.key) for p in caught.value.problems]
    assert places == [("brochure card", None, "title"), ("brochure card", None, "url")]


def test_cards_alone_look_at_no_body(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\n![](nowhere.png)\n")
    assert read(tmp_path / "a.md", head_only=True).images == {}
    with pytest.raises(SourceError):
        read(tmp_path / "a.md")


def test_the_problems_of_other_languages_come_last_with_their_own_files(tmp_path: Path) -> None:
    (tmp_path / "a.fr.md").write_text("---\ntitle: T\nlang: fr!\n---\nx\n")
    (tmp_path / "a.en.md").write_text("---\ntitle: T\nurl: ftp://exemple.org/\n---\nx\n")
    (tmp_path / "a.de.md").write_text("---\ntitle: [T]\nurl: https://exemple.org/\n---\nx\n")
    with pytest.raises(SourceError) as caught:
        brochure.read(tmp_path / "a.fr.md")
    places = [(Path(p.place.file).name, p.place.line, p.place.key) for p in caught.value.problems]
    assert places == [("a.fr.md", 3, "lang"), ("a.de.md", 2, "title"), ("a.en.md", 3, "url")]


def test_a_theme_that_is_nowhere_is_told_with_the_folders_searched(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: T\ntheme: own.toml\ncards: {template: x.toml}\n---\nx\n"
    )
    with pytest.raises(SourceError) as caught:
        read(tmp_path / "a.md")
    assert [(p.id, p.place.line, p.place.key) for p in caught.value.problems] == [
        ("toml-missing", 3, "theme"), ("toml-missing", 4, "cards.template"),
    ]  # fmt: skip
    assert str(tmp_path) in str(caught.value)
