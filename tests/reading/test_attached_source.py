"""The source attached to a PDF: what was written for readers alone, and the same page again."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.reading.attached_source import public_source
from brochure.reading.front_matter import split
from brochure.reading.pages import read

YAML = """---
# SECRET: not before the vote
title: Fête # SECRET
"lead": 'Un # lead'   # SECRET
author: SECRET <SECRET@ex.org>
authors:
  - name: SECRET
    email: SECRET@ex.org
event:
  # SECRET
  name: "a # b"  # SECRET
  starts: 2026-12-07
note: |  # SECRET
  # a line of the text

  and one more # of it
figures: [ # SECRET
  {value: "1", label: x}, # SECRET
  # SECRET
]
kicker: #PGO2016 et #Paris # SECRET
params: {SECRET: [1,
  2]}
# SECRET
---
# Titre

Texte # du corps.
"""

TOML = """+++
# SECRET
title = "a # b" # SECRET
author = "SECRET"
authors = ["SECRET", # SECRET
  "title = SECRET"]
lead = \'\'\'
# a line of the text\'\'\'
extra.mail = "SECRET"
note = \"\"\"x \\\""" # of it
author = y\"\"\"  # SECRET
[params.author] # SECRET
name = "SECRET"
title = "SECRET"
[event]
name = "b"
starts = 2026-12-07 # SECRET
[[editors]]
name = "SECRET"
[[figures]]
value = "1"
label = '#'
+++
Texte.
"""

FLOW = '---\n{title: "a, # b", author: SECRET, lead: c, extra: {SECRET: 1}}\n---\nTexte.\n'
FLOW_FIRST = "---\n{author: [SECRET, 'b, }'],\n title: a # SECRET\n}\n---\nTexte.\n"


@pytest.mark.parametrize("text", [YAML, TOML, FLOW, FLOW_FIRST], ids=["yaml", "toml", "flow", "first"])
def test_the_attached_source_keeps_what_is_read_in_its_lines_and_nothing_else(text: str) -> None:
    public = public_source(text)
    assert "SECRET" not in public
    assert public.count("\n") == text.count("\n")
    before, after = split(text, "a"), split(public, "b")
    assert before
    assert after
    assert before.readable
    private = {"author", "authors", "editors", "params", "extra"}
    assert after.tree == {key: value for key, value in before.tree.items() if key not in private}
    assert all(before.line((key,)) == after.line((key,)) for key in after.tree)
    assert after.body == before.body
    assert public_source(public) == public


def test_what_cannot_be_read_is_told_and_never_built() -> None:
    assert public_source("Texte # seul.\n") == "Texte # seul.\n"
    assert public_source("---\ntitle: [\n---\nx") == "---\ntitle: [\n---\nx"


def test_a_page_may_ask_that_all_of_it_is_attached(tmp_path: Path) -> None:
    text = "---\ntitle: T\nauthor: A <a@ex.org> # x\n{}---\nx <!-- y -->\n"
    path = tmp_path / "a.md"
    for key, words in (("", False), ("source: whole\n", True), ("source: https://ex.org\n", False)):
        path.write_text(text.format(key))
        page = read(str(path))
        assert all((word in page.source) is words for word in ("a@ex.org", "# x", "<!-- y -->"))
        assert ("choice-unknown" in {problem.id for problem in page.warnings}) is ("https" in key)


def test_mended_texts_lose_their_comments_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Atelier : budgets # SECRET\nauthor: 'SECRET'\n---\nTexte.\n")
    page = read(str(path))
    assert page.title == "Atelier : budgets"
    assert "SECRET" not in page.source
    path.write_text(page.source)
    assert read(str(path)).title == page.title
