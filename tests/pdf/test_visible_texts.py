"""Texts are seen in the finished file, whatever rules of a style sheet they come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint

import brochure
from brochure.errors import ProofError
from brochure.pdf import visible_texts
from brochure.themes import style_sheet
from brochure.themes.designs import read_design
from tests.themes.test_designs import design

WORDS = "Les horaires changent lundi."


def page_of(css: str, also: str = "") -> bytes:
    return bytes(weasyprint.HTML(string=f"<style>{css}</style><p>{WORDS}</p>{also}").write_pdf())


@pytest.mark.parametrize(
    ("css", "says"),
    [
        ("p { color: var(--sky) } :root { --sky: #fff }", "text-not-seen"),
        ("p { color: #eee }", "text-not-seen"),
        ("p { opacity: calc(0.1 * 1) }", "text-not-seen"),
        ("body { background: #123 } p { color: #122233 }", "text-not-seen"),
        ("div { position: absolute; top: 0; left: 0; width: 20cm; height: 9cm; background: navy }",
         "text-not-seen"),
        ("p { height: 5px } p, div { overflow: hidden }", "text-cut-off"),
        ("p { white-space: nowrap; width: 3cm } p, div { overflow: hidden }", "text-cut-off"),
        ("html { font-size: 4pt } p { font-size: 60% }", "text-too-small"),
    ],
)  # fmt: skip
def test_what_no_single_rule_hides_is_found_in_the_file(css: str, says: str) -> None:
    assert not list(style_sheet.problems_of(css, "design.css"))
    (problem,) = visible_texts.hidden(page_of(css, "<div></div>"), ["design.css"])
    assert (problem.id, problem.place.page) == (says, 1)
    assert "design.css" in str(problem)


@pytest.mark.parametrize(
    "css",
    ["", "p { color: #767676; font-size: 7pt }", "body { background: navy; color: #ddd }",
     "p { opacity: 0.8 }", "p { direction: rtl }"],
)  # fmt: skip
def test_what_is_seen_is_not_told(css: str) -> None:
    assert not list(visible_texts.hidden(page_of(css), ["design.css"]))


def test_a_file_that_was_looked_at_is_as_it_was() -> None:
    """Its texts are there for who reads the open file afterwards."""
    from brochure import open_pdfs

    data = page_of("")
    with open_pdfs.kept():
        assert not list(visible_texts.hidden(data, []))
        assert not list(visible_texts.hidden(data, []))
        with open_pdfs.opened(data) as file:
            assert WORDS in file.text(1).get_text_range()


def test_a_brochure_whose_design_hides_its_text_is_not_made(tmp_path: Path) -> None:
    folder = design(tmp_path, 'extends = "papier"\n', css="p { color: var(--paper) !important }")
    theme = replace(brochure.load_theme("papier"), design=read_design(str(folder)))
    page = brochure.Page(slug="s", lang="fr", title="Marché", body=f"{WORDS} Le marché reste ouvert.\n")
    with pytest.raises(ProofError, match=r"brochure\.pdf: page 2: .*Les horaires"):
        brochure.build(page, theme, only=["pdf"])
    (folder / "design.css").write_text("p { color: var(--accent) }", encoding="utf-8")
    seen = replace(theme, design=read_design(str(folder)))
    assert brochure.build(page, seen, only=["pdf"]).artifacts
