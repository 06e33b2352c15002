"""Signs that no font has: they stop the products that draw them, by line, and no others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import brochure
from brochure.building import products
from brochure.errors import GlyphError
from brochure.kit import Kit
from brochure.theme import Theme
from tests.conftest import Run

TEXT = """---
title: {title}
lang: fr
url: https://exemple.org/page
note: {note}
---

Un paragraphe.

Un mot : {word}, et {word}.
"""
AMHARIC = "አዲስ"

CASES = {
    "a word of the body": (("Fête", "Merci.", AMHARIC), ["cards", "qr", "share"], 10),
    "a note": (("Fête", AMHARIC, "x"), ["cards", "qr", "share"], 5),
    "the title": ((AMHARIC, "Merci.", "x"), ["qr"], 2),
}
"""What is written where, the products made all the same, and the line that is named."""


def source(title: str, note: str, word: str) -> str:
    return TEXT.format(title=title, note=note, word=word)


def refused(path: Path, theme: Theme, only: Sequence[str] | None = None) -> GlyphError:
    with pytest.raises(GlyphError) as caught:
        brochure.build(brochure.read(path), theme, only=only)
    return caught.value


@pytest.mark.parametrize("case", CASES)
def test_it_stops_the_products_that_draw_it(case: str, theme: Theme, tmp_path: Path) -> None:
    texts, made, line = CASES[case]
    (tmp_path / "p.md").write_text(source(*texts), encoding="utf-8")
    error = refused(tmp_path / "p.md", theme)
    assert isinstance(error.made, Kit)
    assert list(error.made.products) == made
    first, *_, last = error.problems
    assert (first.id, first.place.line) == ("glyphs-missing", line)
    assert "ስ (U+1235)" in first.sentence("en")
    left_out = tuple(name for name in products.names() if name not in made)
    assert (last.fields["made"], last.fields["left_out"]) == (tuple(made), left_out)


def test_where_nothing_else_is_asked_for_nothing_is_made(theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(source("Fête", "Merci.", AMHARIC), encoding="utf-8")
    error = refused(tmp_path / "p.md", theme, only=["pdf", "print"])
    assert error.made is None
    assert [problem.id for problem in error.problems] == ["glyphs-missing"]


def test_each_line_is_named_and_their_number_has_an_end(theme: Theme, tmp_path: Path) -> None:
    body = "".join(f"Ligne {AMHARIC}\n\n" for _ in range(30))
    (tmp_path / "p.md").write_text(source("Fête", "Merci.", "x") + body, encoding="utf-8")
    (problem,) = refused(tmp_path / "p.md", theme, only=["pdf"]).problems
    assert problem.place.line == 11
    assert " (also lines 13, 15, 17, 19, 21, 23, 25, 27, …)" in problem.sentence("en")


def test_the_program_writes_the_rest_says_so_and_ends_with_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(source("Fête", "Merci.", AMHARIC), encoding="utf-8")
    done = run("build", "p.md", "--only", "pdf,cards")
    assert (done.returncode, done.stdout) == (1, "output/p\n")
    assert "error: p.md:10: no font of the theme" in done.stderr
    assert "not made, for want of these characters: pdf; made all the same: cards" in done.stderr
    manifest = json.loads((tmp_path / "output" / "p" / "manifest.json").read_text(encoding="utf-8"))
    assert {entry["path"].split("/")[0] for entry in manifest["files"]} == {"cards"}
    assert run("check", "output/p").returncode == 0


def test_each_sign_is_told_once(theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(source("አ", "Merci.", "አዲስ"), encoding="utf-8")
    ids = [problem.id for problem in refused(tmp_path / "p.md", theme).problems]
    assert ids == ["glyphs-missing", "glyphs-left-out"]


def test_the_place_of_an_event_is_looked_at_and_the_address_of_a_link_is_printed_as_it_is_sent(
    theme: Theme, tmp_path: Path
) -> None:
    event = "event: {starts: 2027-03-12, place: %s}\n---\n\n[Ville](https://a.example/አዲስ)"
    text = source("Fête", "Merci.", "x").replace("\n---\n", f"\n{event}", 1)
    (tmp_path / "p.md").write_text(text % "Salle", encoding="utf-8")
    kit = brochure.build(brochure.read(tmp_path / "p.md"), theme, only=["pdf", "print"])
    assert list(kit.products) == ["pdf", "print"]
    (tmp_path / "q.md").write_text(text % "አዲስ", encoding="utf-8")
    assert refused(tmp_path / "q.md", theme, only=["pdf"]).problems[0].place.line == 6


def test_the_share_page_without_a_brochure_offers_none(theme: Theme, tmp_path: Path) -> None:
    """It is set in the fonts of the browser."""
    (tmp_path / "p.md").write_text(source("Fête", "Merci.", AMHARIC), encoding="utf-8")
    kit = refused(tmp_path / "p.md", theme).made
    html = next(a.data.decode() for a in kit.artifacts if a.path == "share/index.html")
    assert AMHARIC in html
    assert "brochure.pdf" not in html


def test_an_emoji_and_a_foreign_name_stop_nothing(theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(source('"Fête 🎉 Київ"', "☎ 👨‍👩‍👧", "Αθήνα"), encoding="utf-8")
    kit = brochure.build(brochure.read(tmp_path / "p.md"), theme)
    assert list(kit.products) == list(products.names())
