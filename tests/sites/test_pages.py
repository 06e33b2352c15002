"""Which files of a folder are pages, and how the folders of their kits are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from brochure.sites import pages, patterns
from brochure.sites.site_file import Settings

FILES = (
    "index.md", "about.MD", "notes.txt", "guide/index.md", "guide/install.markdown", "guide/fig.png",
    "_drafts/a.md", "_posts/2026-05-12-b.md", ".git/c.md", "node_modules/d.md", "posts/_index.md",
    "posts/_part.md", "out/kit/e.md",
)  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "_posts/2026-05-12-b.md about.MD guide/index.md guide/install.markdown index.md "
             "posts/_index.md"),
        ({"exclude": ("guide/", "about.*")}, "_posts/2026-05-12-b.md index.md posts/_index.md"),
        ({"include": ("*.txt", "_drafts/**")}, "_drafts/a.md notes.txt"),
        ({"include": ("**/*.md",), "exclude": ("_*/**", "posts/*")}, "guide/index.md index.md"),
    ],
)  # fmt: skip
def test_pages_are_those_that_a_generator_makes_pages_of(
    asked: Mapping[str, Any], expected: str, site: Path
) -> None:
    tree = pages.tree_of(Settings(pages=site, output=site / "out", **asked))
    assert [page.path.as_posix() for page in tree.pages] == expected.split()
    assert "guide/fig.png" in tree.others
    assert not any(name.startswith("out/") for name in tree.others)


@pytest.mark.parametrize(
    ("path", "pattern", "meant"),
    [
        ("a/b/c.md", "**/c.md", True), ("c.md", "**/c.md", True), ("a/c.md", "a/**", True),
        ("a/b/c.md", "a/*.md", False), ("a/b/c.md", "a/", True), ("ab/c.md", "a/", False),
        ("a/b/c.md", "c.md", True), ("a/c.md", "/c.md", False), ("c.md", "/c.md", True),
        ("a/b/c/d.md", "a/**/d.md", True), ("a/d.md", "a/**/d.md", True), ("d.md", "a/**/d.md", False),
        ("a/x/b/y/c.md", "a/**/b/**/c.md", True), ("a/1.md", "a/[0-9].md", True),
    ],
)  # fmt: skip
def test_patterns_mean_what_ignore_files_mean_by_them(path: str, pattern: str, meant: bool) -> None:
    assert patterns.matches(PurePosixPath(path), pattern) is meant


def test_no_two_kits_have_the_same_folder() -> None:
    paths = ["a-b.md", "a/b.md", "a/b/index.md", "A/b.md", "Été.md", "ete.md", "été.md", "con.md",
             "a b.md", "x/" * 60 + "y.md", "x/" * 60 + "z.md", "A B.md", "日本.md",
             "guide/README.md"]  # fmt: skip
    names = pages.folder_names(map(PurePosixPath, paths))
    assert len({*names.values()}) == len(paths)
    assert all(name == name.lower() and len(name) < 140 for name in names.values())
    assert names[PurePosixPath("a-b.md")] == "a-b"
    assert names[PurePosixPath("guide/README.md")] == "guide"
    like_a_mark = PurePosixPath(f"{names[PurePosixPath('a b.md')]}.md")
    names = pages.folder_names(map(PurePosixPath, [*paths, like_a_mark.name]))
    assert len({*names.values()}) == len(paths) + 1
    paths.append(like_a_mark.name)
    assert names == pages.folder_names(map(PurePosixPath, reversed(paths)))
