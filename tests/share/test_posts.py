"""Posts: what is worth knowing of captions before they are posted, and Markdown that does nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from markdown_it import MarkdownIt

from brochure.page import KeyFigure, Page
from brochure.share import posts
from brochure.text.content import content_of

ROW: dict[str, Any] = {
    "network": "bluesky", "name": "Bluesky", "text": "T", "count": 1, "limit": 300, "cut": "",
    "left_out": [], "image": "cards/square.png", "alternative_text": "A",
    "alternative_text_limit": 2000,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says", "in_french"),
    [
        ({"cut": "title"}, "captions: the title is cut for Bluesky, which takes 300 characters; write "
         "a caption of your own: captions: {bluesky: …}", "le titre est coupé pour Bluesky"),
        ({"left_out": ["title"]}, "captions: the title is cut for Bluesky", "captions: {bluesky: …}"),
        ({"left_out": ["address"]}, "captions: no room for the address on Bluesky; make the rest",
         "pas de place pour l’adresse"),
        ({"left_out": ["embargo"]}, "captions: no room for the embargo on Bluesky", "l’embargo"),
        ({"alternative_text_limit": 0}, "the alternative text of cards/square.png has 1 characters; "
         "Bluesky takes 0", "Bluesky en prend 0"),
    ],
)  # fmt: skip
def test_what_a_caption_lost_is_a_warning(change: dict[str, Any], says: str, in_french: str) -> None:
    (warned,) = posts._warnings([ROW | change])
    assert says in warned.sentence("en")
    assert in_french in warned.sentence("fr")


def test_a_caption_that_is_whole_gives_no_warning() -> None:
    assert list(posts._warnings([ROW])) == []


def test_files_hold_the_rows_and_the_warnings() -> None:
    words = content_of(Page(slug="a", lang="fr", title="T", body="x"))
    listed, _ = posts.caption_files(words, [ROW | {"cut": "title"}])
    assert json.loads(listed.data)["captions"][0]["network"] == "bluesky"
    assert [problem.id for problem in listed.warnings] == ["caption-title-cut"]


@pytest.mark.parametrize("text", ["a *b* `c`", "# t", "<b>x</b>", "[a](https://exemple.org)", "a\n\nb"])
def test_plain_markdown_is_one_paragraph_of_the_same_words(text: str) -> None:
    tokens = MarkdownIt().parse(posts._plain(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inner = tokens[1].children or []
    assert {child.type for child in inner} <= {"text", "text_special"}
    assert "".join(child.content for child in inner) == " ".join(text.split())


@pytest.mark.parametrize(("text", "fence"), [("a", "```"), ("a ``` b", "````"), ("`````", "``````")])
def test_a_fence_is_longer_than_any_in_the_text(text: str, fence: str) -> None:
    assert posts._fence(text) == fence


def test_the_caption_of_a_figure_says_what_it_is_made_of_or_was() -> None:
    parts = (KeyFigure(value="36", label="écoles"), KeyFigure(value="26", label="gymnases"))
    figures = (
        KeyFigure(value="62 bâtiments", label="rénovés", parts=parts),
        KeyFigure(value="18 min", label="d'attente", before="24 min"),
    )
    page = Page(slug="t", lang="fr", title="T", body="", figures=figures)
    said = posts._subjects(content_of(page))
    assert [text.replace("\u00a0", " ") for text in said.values()] == [
        "62 bâtiments rénovés (36 écoles, 26 gymnases)", "18 min d’attente (avant : 24 min)",
    ]  # fmt: skip
