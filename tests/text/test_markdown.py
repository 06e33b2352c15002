"""Markdown: the blocks of a body, and what is marked in them."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from brochure.text import markdown, pasted, prose
from tests.conftest import ROOT


def parsed(body: str) -> list[Token]:
    return markdown.parser().parse(body)


def test_no_tag_passes_as_it_is_written() -> None:
    html = markdown.html_of(parsed("<b onclick=x>a</b>\n\n<script>x</script>\n\n`<script>`"))
    assert html == "<p><strong>a</strong></p>\n<p><code>&lt;script&gt;</code></p>\n"


def test_a_body_is_cut_into_blocks_of_the_highest_level() -> None:
    groups = list(markdown.groups(parsed("# A\n\ntext\n\n- un\n- deux\n\n> cité\n")))
    assert [group[0].type for group in groups] == [
        "heading_open", "paragraph_open", "bullet_list_open", "blockquote_open",
    ]  # fmt: skip
    assert [markdown.words_of(group) for group in groups] == ["A", "text", "un\ndeux", "cité"]


def test_blocks_before_what_stands_apart_are_marked() -> None:
    groups = list(markdown.groups(parsed("un\n\ndeux\n\n## T\n\ntrois\n\n- a\n")))
    markdown.mark_spaced(groups)
    assert [group[0].attrs.get("class") for group in groups] == [None, "spaced", None, "spaced", None]


@pytest.mark.parametrize(
    ("items", "length", "short"), [(7, 10, True), (8, 10, False), (3, 200, False), (3, 100, True)]
)
def test_short_lists_stay_in_one_piece(items: int, length: int, short: bool) -> None:
    groups = list(markdown.groups(parsed("\n".join(f"- {'x' * length}" for _ in range(items)))))
    markdown.keep_short_together(groups)
    assert (groups[0][0].attrs.get("class") == "short") is short


def test_a_picture_alone_is_a_figure_with_its_title_below() -> None:
    tokens = parsed('![le quai](q.jpg "Au matin")\n\nIci ![x](y.png) dans le texte.')
    markdown.caption_pictures(tokens)
    html = markdown.html_of(tokens)
    assert "<figure>" in html
    assert "<figcaption>Au matin</figcaption>" in html
    assert html.count("<figure>") == 1


def test_lists_that_hold_paragraphs_are_loose_and_go_on_counting() -> None:
    tokens = parsed("3. un\n\n4. deux\n")
    markdown.mark_loose_lists(tokens)
    assert tokens[0].attrs["class"] == "loose"
    assert tokens[0].attrs["style"] == "counter-reset: item 2 list-item 2"
    tight = parsed("- un\n- deux\n")
    markdown.mark_loose_lists(tight)
    assert "class" not in tight[0].attrs


def test_tables_are_known_by_id_with_their_cells() -> None:
    tokens = parsed("| A | B |\n|---|---|\n| *un* | 2 |\n\n| C |\n|---|\n| x |\n")
    one, other = markdown.tables_of(tokens)
    assert (one.id, one.rows) == ("table-1", (("A", "B"), ("un", "2")))
    assert (other.id, other.rows) == ("table-2", (("C",), ("x",)))
    assert '<th scope="col">A</th>' in markdown.html_of(tokens)


def test_the_words_of_a_text_have_the_numbers_of_notes_and_no_pictures() -> None:
    (inline,) = (t for t in parsed("Un mot[^1] ![a](b.png)\nencore\n\n[^1]: la note")[:3] if t.children)
    assert markdown.plain(inline) == "Un mot1  encore"


@pytest.mark.parametrize(
    ("body", "levels"),
    [("# A\n\n## B\n\n# C", [2, 3, 2]), ("### A\n\n###### B", [2, 3]), ("texte", [])],
)
def test_headings_start_below_the_title_and_skip_no_level(body: str, levels: list[int]) -> None:
    tokens = parsed(body)
    markdown.shift_headings(tokens)
    assert [int(t.tag[1]) for t in tokens if t.type == "heading_open"] == levels
    assert all(t.attrs["id"] for t in tokens if t.type == "heading_open")


BLOCKS = tomllib.loads((ROOT / "tests/text/markdown_blocks.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", BLOCKS, ids=lambda case: case["name"])
def test_blocks_are_read_as_people_write_and_paste_them(case: dict[str, str]) -> None:
    made = prose.compose(case["text"], "fr", typography_mode="off")
    assert " ".join(made.rest.split()) == case["html"]


def test_a_callout_without_a_title_says_its_kind_in_the_language_of_the_page() -> None:
    titles = {
        lang: prose.compose("Un.\n\n> [!TIP]\n> Deux.", lang).text.split("\n")[1]
        for lang in ("ar", "de", "en", "es", "fr")
    }
    assert titles == {"ar": "نصيحة", "de": "Tipp", "en": "Tip", "es": "Consejo", "fr": "Astuce"}


@given(st.text(alphabet="ab •–◦o\t-\n.1", max_size=60))
def test_bullets_take_no_word_away(body: str) -> None:
    words = re.findall(r"[ab1]+", body)
    assert re.findall(r"[ab1]+", pasted.with_bullets(body)) == words
    assert pasted.with_bullets(body).count("\n") == body.count("\n")


def test_marks_in_the_caption_of_a_picture_mean_what_they_say() -> None:
    tokens = parsed('![le quai](q.jpg "Au *matin* <!-- secret --> du 1<sup>er</sup>")')
    markdown.caption_pictures(tokens)
    caption = "<figcaption>Au <em>matin</em> du 1<sup>er</sup></figcaption>"
    assert caption in markdown.html_of(tokens)
