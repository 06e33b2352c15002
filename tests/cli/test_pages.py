"""What is said of one page among many names that page."""

from __future__ import annotations

from brochure.cli.pages import _with_page
from brochure.problems import Place, error


def test_a_problem_in_a_file_of_the_kit_names_the_page_too() -> None:
    found = error("back-cover-full", at=Place(file="brochure.pdf", page=2), needed_pt=9, free_pt=1)
    [among_many] = _with_page([found], "site/a.md", 2)
    assert among_many.sentence().startswith("site/a.md: brochure.pdf: page 2: back cover")
    assert _with_page([found], "site/a.md", 1) == [found]
