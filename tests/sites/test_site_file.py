"""Settings of a site: each key does what it says, and what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.errors import SourceError
from brochure.sites import site_file

WHOLE = """\
address = "https://www.exemple.org/ville"
kits = "https://cdn.exemple.org/kits/"
pages = "content"
output = "public/kits"
store = "s3://town/kits/"
products = ["qr", "cards"]
theme = "brand/theme.toml"
formats = ["open-graph"]
channels = ["mastodon", "email"]
lang = "fr"
languages = { "en/**" = "en", "*.ar.md" = "ar" }
drafts = true
lenient = true
permalinks = "hugo"
addresses = "addresses.csv"
include = ["**/*.md"]
exclude = ["blog/old/**"]
"""


def written(folder: Path, text: str, name: str = site_file.FILE) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_key_is_read_and_paths_are_meant_from_the_file(tmp_path: Path) -> None:
    found = site_file.settings_for(written(tmp_path, WHOLE))
    assert found == site_file.Settings(
        file=str(tmp_path / "brochure.toml"), folder=tmp_path, address="https://www.exemple.org/ville/",
        kits="https://cdn.exemple.org/kits/", pages=tmp_path / "content",
        output=tmp_path / "public/kits", store="s3://town/kits",
        products=("cards", "qr"), theme=str(tmp_path / "brand/theme.toml"), formats=("open-graph",),
        channels=("mastodon", "email"), lang="fr", languages={"en/**": "en", "*.ar.md": "ar"},
        drafts=True, lenient=True, permalinks="hugo", addresses=tmp_path / "addresses.csv",
        include=("**/*.md",), exclude=("blog/old/**",),
    )  # fmt: skip
    assert {line.split(" =")[0] for line in WHOLE.splitlines()} == {*site_file.KEYS}


def test_the_language_of_a_page_is_that_of_the_first_rule_for_its_path() -> None:
    found = site_file.Settings(lang="fr", languages={"en/**": "en", "*.ar.md": "ar"})
    paths = ("en/a.md", "en/b.ar.md", "c.ar.md", "d.md")
    assert [found.language_of(path) for path in paths] == ["en", "en", "ar", "fr"]


def test_a_table_of_pyproject_serves_as_well_and_tells_its_own_lines(tmp_path: Path) -> None:
    text = '[project]\nname = "site"\n\n[tool.brochure]\ntheme = "papier"\nadress = "x"\n'
    with pytest.raises(SourceError) as caught:
        site_file.settings_for(written(tmp_path, text, site_file.PYPROJECT))
    assert [p.place.line for p in caught.value.problems] == [6]
    written(tmp_path, text.replace('adress = "x"\n', ""), site_file.PYPROJECT)
    assert site_file.settings_for(tmp_path).theme == "papier"
    written(tmp_path, 'theme = "contraste"')
    assert site_file.settings_for(tmp_path).theme == "contraste"


def test_settings_above_a_folder_of_pages_are_its_own(tmp_path: Path) -> None:
    pages = written(tmp_path, 'output = "kits"') / "docs"
    pages.mkdir()
    found = site_file.settings_for(pages)
    assert (found.pages, found.output) == (pages, tmp_path / "kits")
    assert site_file.is_site(tmp_path)
    assert not site_file.is_site(pages)
    assert not site_file.is_site(Path("x" * 5000))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('adress = "https://a.org"', 'unknown key "adress"; did you mean address?'),
        ("colour = 1", 'unknown key "colour"; allowed are address, '),
        ('address = "a.org"', "a.org"),
        ('address = "https://a.org/?p=1"', "query"),
        ('products = "cards"', 'products = "cards"; write a list of texts'),
        ('products = ["card"]', "cards"),
        ('channels = ["mastodont"]', "mastodont"),
        ('drafts = "no"', 'drafts = "no"; write true or false'),
        ('lang = "french language"', "french language"),
        ('languages = { "en/**" = "english language" }', "english language"),
        ('languages = ["en"]', "languages by patterns"),
        ('permalinks = "/:slug/"', "site's address, which is not given"),
        ('address = "https://a.org"\npermalinks = "hugoo"', "write hugo"),
        ('address = "https://a.org"\npermalinks = "/:slgu/"', "write :slug"),
        ("theme = 3", "theme = 3"),
        ('output = ""', "output"),
        ("theme = ", "brochure.toml:3"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        site_file.settings_for(written(tmp_path, f"# Our site.\n\n{text}\n"))
    assert told in str(caught.value)
    assert [p.place.line for p in caught.value.problems] == [3 + text.count("\n")]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        site_file.settings_for(written(tmp_path, 'drafts = 1\nthem = "agora"\nlang = 5\n'))
    assert [p.place.line for p in caught.value.problems] == [1, 2, 3]
