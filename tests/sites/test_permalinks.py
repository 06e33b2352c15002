"""Where pages are published: by a pattern, by a generator's rules, or as the generator says itself."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from brochure.errors import SourceError
from brochure.sites import addresses, permalinks

BASE = "https://a.org/"

CASES = Path(__file__).with_name("permalinks.txt")


def cases() -> list[tuple[str, str, dict[str, Any], str]]:
    """Rule, page, front matter and path of each line."""
    rows = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, page, head, path = (part.strip() for part in line.split("|"))
            given = dict(item.split("=", 1) for item in head.split("; ") if item)
            rows.append((rule, page, given, path))
    return rows


@pytest.mark.parametrize(("rule", "page", "head", "path"), cases())
def test_a_page_has_the_address_that_its_generator_gives_it(
    rule: str, page: str, head: dict[str, Any], path: str
) -> None:
    assert permalinks.address(rule, BASE, PurePosixPath(page), head) == BASE + path


def test_every_generator_has_cases() -> None:
    assert {rule for rule, *_ in cases()} >= {*permalinks.GENERATORS}


def test_a_page_keeps_the_whole_address_that_it_says() -> None:
    for key in ("url", "canonical_url", "permalink"):
        head = {key: "https://b.org/x"}
        assert permalinks.address("hugo", BASE, PurePosixPath("a.md"), head) == ""
    assert permalinks.address("hugo", "", PurePosixPath("a.md"), {}) == ""


def test_a_date_that_a_pattern_wants_and_nothing_gives_is_an_error() -> None:
    with pytest.raises(SourceError, match="name :year, and the page has no date"):
        permalinks.address("/:year/:slug/", BASE, PurePosixPath("a.md"), {})


LISTS = {
    "hugo.csv": "path,slug,title,permalink\ncontent/a.md,,A,https://a.org/first/\ncontent/b.md,,B,/b/\n",
    "map.json": '{"a.md": "https://a.org/first/", "./b.md": "/b/"}',
    "eleventy.json": '[{"inputPath": "./content/a.md", "url": "https://a.org/first/"}, '
    '{"inputPath": "./content/b.md", "url": "/b/"}, {"inputPath": "./c.njk", "url": false}]',
}


@pytest.mark.parametrize("name", LISTS)
def test_what_a_generator_says_of_its_addresses_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(LISTS[name], encoding="utf-8")
    found = addresses.read(tmp_path / name, BASE, tmp_path / "content", tmp_path)
    assert found == {"a.md": "https://a.org/first/", "b.md": "https://a.org/b/"}


@pytest.mark.parametrize("text", ["", "{", "[1]", "a,b\n1,2\n", "\xff", '{"a.md": "javascript:x"}'])
def test_what_is_no_list_of_addresses_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(text.encode("latin-1"))
    with pytest.raises(SourceError, match="list"):
        addresses.read(tmp_path / "list", BASE, tmp_path, tmp_path)
    with pytest.raises(SourceError, match="cannot be read"):
        addresses.read(tmp_path / "none", BASE, tmp_path, tmp_path)
