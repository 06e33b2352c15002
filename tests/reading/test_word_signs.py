"""What Word leaves in a text: mapped to what it means, or dropped; nothing else is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brochure
from brochure.reading.word_signs import LINE, as_markdown, in_cells, mapped


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Noël 2026\u20112027", "Noël 2026-2027"), ("insti\u00adtu\u00adtion", "institution"),
        ("a\u200bb\u2060c\ufeffd é", "abcd é"), ("\uf0b7\tun", "•\tun"), ("  \uf0d8 un", "  • un"),
        ("fait \uf0fc, non \uf0fb", "fait ✓, non ✗"), ("a \uf0e0 b", "a → b"),
        ("l\u0092été\u0085", "l’été…"), ("ไทย\u200bไทย", "ไทย\u200bไทย"),
        ("می\u200cرود", "می\u200cرود"),
        ("\uf0fc\tfait", "•\tfait"), ("a\fb", "a\nb"),
    ],
)  # fmt: skip
def test_signs_of_word_are_what_they_mean(text: str, meant: str) -> None:
    assert mapped(text) == meant


@given(st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]), max_size=80))
def test_other_text_is_left_as_it_is(text: str) -> None:
    if "\u2011" not in text:
        assert mapped(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (f"un{LINE}deux", "un\\\ndeux"), (f"un{LINE}{LINE}deux", "un\n\ndeux"),
        (f"un{LINE}\ndeux", "un\ndeux"),
        (f"• un{LINE}• deux", "• un\n• deux"), (f"# un{LINE}deux", "# un deux"),
        (f"| un{LINE}deux | x |", "| un deux | x |"), ("un", "un"),
    ],
)  # fmt: skip
def test_a_break_inside_a_paragraph_is_written_as_markdown_has_it(text: str, markdown: str) -> None:
    assert as_markdown(text) == markdown


def test_a_page_with_breaks_has_them_in_its_text_and_none_in_its_values(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\ntitle: Un{LINE}deux\n---\n\nTrois\vquatre\n", encoding="utf-8"
    )
    page = brochure.read(tmp_path / "a.md")
    assert (page.title, page.body) == ("Un deux", "Trois\\\nquatre\n")


def test_a_break_in_a_cell_begins_no_row() -> None:
    assert in_cells("a\vb;c\u2029d") == "a b;c d"
