"""What is remembered of a site: a page stands as long as all that it was made of does."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path, PurePosixPath

import pytest

from brochure.sites import states
from brochure.sites.memory import FILE, Memory
from brochure.sites.pages import SitePage, Tree
from brochure.sites.states import Files


def old(path: Path, text: str) -> str:
    """Write a file that was last changed a minute ago; its hash."""
    path.write_text(text, encoding="utf-8")
    at = time.time() - 60
    os.utime(path, (at, at))
    return hashlib.sha256(text.encode()).hexdigest()


def tree(*pages: str, others: tuple[str, ...] = ()) -> Tree:
    made = (SitePage(path=PurePosixPath(name), folder=name[:-3]) for name in pages)
    return Tree(pages=tuple(made), others=others)


def doubted(folder: Path, before: Tree, after: Tree, texts: dict[str, str]) -> list[str]:
    """The pages that no longer stand for sure once files came or went."""
    memory = Memory(folder, "a", before, folder)
    (folder / "kits.json").write_bytes(b"{}")
    memory.learn_map(b"{}")
    for page in before.pages:
        source = folder / page.path
        memory.learn(page, "draft", {str(source): old(source, texts.get(str(page.path), "x"))}, {}, 0)
    (folder / FILE).write_bytes(memory.to_json())
    later = Memory(folder, "a", after, folder)
    return [str(p.path) for p in after.pages if not later.stands(p, str(folder / p.path))]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (tree("a.md", "b.md"), tree("a.md", "b.md"), []),
        (tree("a.md"), tree("a.md", "b.md"), ["b.md"]),
        (tree("a.fr.md", "b.md"), tree("a.en.md", "a.fr.md", "b.md"), ["a.en.md", "a.fr.md"]),
        (tree("a.md", "b.md"), tree("a.md", "b.md", others=("img/quai nord.png",)), ["a.md"]),
        (tree("a.md", "b.md", others=("img/quai nord.png",)), tree("a.md", "b.md"), ["a.md"]),
        (tree("a.md", "b.md"), tree("a.md", "b.md", others=("img/other.png",)), []),
    ],
)
def test_a_file_that_comes_or_goes_makes_those_pages_doubtful_that_name_it(
    before: Tree, after: Tree, expected: list[str], tmp_path: Path
) -> None:
    texts = {"a.md": "![Quay](img/Quai%20nord.png)"}
    assert doubted(tmp_path, before, after, texts) == expected


def test_a_file_changed_just_before_it_was_hashed_is_hashed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    one, two = old(path, "one"), hashlib.sha256(b"two").hexdigest()
    files = Files()
    assert (files.hash_of(str(path)), files.row()) == (one, {})
    monkeypatch.setattr(states, "RACY_S", 0)
    files = Files()
    assert (files.hash_of(str(path)), [*files.row()]) == (one, [str(path)])
    path.write_text("two", encoding="utf-8")
    assert Files(files.row()).hash_of(str(path)) == two
    assert Files().hash_of(str(tmp_path / "none")) == ""


def test_a_page_that_changed_while_it_was_read_is_not_remembered(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "a", tree("a.md"), tmp_path)
    read = old(tmp_path / "a.md", "as it was read")
    old(tmp_path / "a.md", "as it is")
    memory.learn(memory.tree.pages[0], "draft", {str(tmp_path / "a.md"): read}, {}, 0)
    assert memory.pages == {}


@pytest.mark.parametrize("broken", [b"", b"[]", b'{"format": 1}', b'{"format": 2}', b"\xff", None])
def test_a_memory_that_cannot_be_read_is_none(broken: bytes | None, tmp_path: Path) -> None:
    if broken is not None:
        (tmp_path / FILE).write_bytes(broken)
    assert not Memory(tmp_path, "a", tree("a.md"), tmp_path).pages
