"""Mends: what a button beside a problem does takes that problem away, and makes no other error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from brochure.studio import mends
from brochure.studio.inspecting import inspected
from brochure.studio.key_edits import edited
from brochure.studio.mends import mends_of

LONG = "Un mot après l'autre " * 30

CASES: dict[str, tuple[str, str]] = {
    "text-long": (f"kicker: {LONG}", "Texte."),
    "list-long": ("hashtags: [" + ", ".join(f"Mot{chr(65 + n)}" for n in range(20)) + "]", "Texte."),
    "choice-unknown": ("motif: wave", "Texte."),
    "key-unknown-near": ("kiker: Un surtitre", "Texte."),
    "slug-form": ("slug: été..2016", "Texte."),
    "hashtag-form": ("hashtags: [gouvernement ouvert]", "Texte."),
    "span-backwards": ("event:\n  starts: 2016-12-09\n  ends: 2016-12-07", "Texte."),
    "address-http": ("url: http://www.exemple.org/a", "Texte."),
    "event-name-unseen": ("event:\n  starts: 2016-12-09\n  name: Autre chose", "Texte."),
    "subtitle-unseen": ("lead: Un chapeau\nkicker: Un surtitre\nsubtitle: Un sous-titre", "Texte."),
    "entry-twice": ("hashtags: [Un, Un]", "Texte."),
    "value-comment": ("lead: Rendez-vous # ou plus tard", "Texte."),
    "source-control": ("lead: Un chapeau", "Du texte\x07."),
    "source-twice": ("lead: Un chapeau", "Les Ã©lus et les agents, prÃ©sents."),
    "lang-doubtful": ("lang: en", "Les élus de la ville et les agents ont ouvert la séance. " * 5),
    "body-link-relative": ("url: https://www.exemple.org/a/b", "Un [mot](../c) ici."),
    "body-anchor-unknown": ("lead: Un chapeau", "Un [mot](#la-fni).\n\n## La fin\n\nFini."),
    "body-link-nowhere": ("lead: Un chapeau", "Un [mot](photo/x) ici, et une ![image](y)."),
}  # fmt: skip
"""A page that has each problem: a line of its front matter, and its body."""

DRAWN_ONLY = {"accent-unknown", "motif-not-drawn"}
"""Problems that are found when a page is drawn: of these the table needs the fields alone."""


def page_of(folder: Path, matter: str, body: str) -> Path:
    lang = "" if "lang:" in matter else "lang: fr\n"
    path = folder / "page.md"
    path.write_text(f"---\ntitle: Un titre\n{lang}{matter}\n---\n\n{body}\n", encoding="utf-8")
    return path


def test_every_mend_has_a_page_that_needs_it() -> None:
    assert {*mends._TABLE} - DRAWN_ONLY == {*CASES}


@pytest.mark.parametrize("id_", sorted(CASES))
def test_a_mend_takes_its_problem_away(tmp_path: Path, id_: str) -> None:
    path = page_of(tmp_path, *CASES[id_])
    found = inspected(path)
    had = [problem for problem in found.problems if problem.id == id_]
    assert had, [str(problem) for problem in found.problems]
    offered = mends_of(had[0], found)
    assert offered
    for mend in offered:
        path.write_bytes(edited(page_of(tmp_path, *CASES[id_]).read_bytes(), mend["edits"]))
        after = inspected(path)
        left = [problem for problem in after.problems if problem.id == id_]
        assert len(left) < len(had), mend["label"]
        errors = {p.id for p in after.problems if p.severity == "error"}
        assert errors <= {p.id for p in found.problems if p.severity == "error"}


def test_a_page_that_is_not_as_it_seems_is_offered_nothing(tmp_path: Path) -> None:
    found = inspected(page_of(tmp_path, *CASES["text-long"]))
    (problem,) = (p for p in found.problems if p.id == "text-long")
    other = inspected(page_of(tmp_path, "kicker: Court", "Texte."))
    assert mends_of(problem, other) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("event.place", "x"), ("figures[1].label", "b"), ("figures[9].label", None), ("title", "t"),
        ("title.of", None), ("panels.items[0]", "i"),
    ],
)  # fmt: skip
def test_a_value_is_found_by_its_key(key: str, value: Any) -> None:
    fields = {
        "title": "t", "event.place": "x", "figures": [{"label": "a"}, {"label": "b"}],
        "panels.items": ["i"],
    }  # fmt: skip
    assert mends.value_at(fields, key) == value
