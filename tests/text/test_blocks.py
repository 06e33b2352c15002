"""Blocks within a text: each is one element with a class, in the words and marks of its language."""

from __future__ import annotations

import re

import pytest

from brochure.page import Page
from brochure.text import blocks, content, labels
from brochure.text.markdown_lint import check_body
from brochure.text.prose import compose, numbered


def html(body: str, lang: str = "fr") -> str:
    return re.sub(r">\s+<", "><", compose(body, lang).rest).replace("\u00a0", " ").strip()


QUOTE = "Un.\n\n::: quote\nOn ne rénove pas *contre* eux.\n— Marie Dupont, directrice\n:::\n"


def test_a_pull_quote_is_a_quotation_with_its_marks_and_who_said_it() -> None:
    assert html(QUOTE) == (
        '<figure class="pull"><blockquote>'
        '<p class="hangs">« On ne rénove pas <em>contre</em> eux. »</p></blockquote>'
        '<figcaption class="by">Marie Dupont, directrice</figcaption></figure>'
    )
    assert compose(QUOTE, "fr").blocks[-1].text == (
        "«\u00a0On ne rénove pas contre eux.\u00a0»\nMarie Dupont,\u00a0directrice"
    )


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "“Yes.”"), ("de", "„Yes.“"), ("es", "«Yes.»"), ("ar", "«Yes.»")]
)
def test_quotation_marks_are_those_of_the_language(lang: str, said: str) -> None:
    assert f'<p class="hangs">{said}</p>' in html("::: quote\nYes.\n:::", lang)


def test_marks_that_the_author_wrote_stay_and_paragraphs_share_one_pair() -> None:
    assert '<p class="hangs">« Oui. »</p>' in html("::: quote\n« Oui. »\n:::")
    assert '<p class="hangs">« Oui »</p>' in html('::: quote\n"Oui"\n:::')
    assert '<p class="hangs">« Oui »</p>' in html("::: quote\n“Oui”\n:::")
    assert '<p class="hangs">« Un.</p><p>Deux. »</p>' in html("::: quote\nUn.\n\nDeux.\n:::")


def test_what_is_said_is_markdown() -> None:
    """Lists, links, line ends; who writes with an indent means no code by it."""
    made = html(
        "::: quote\n    **Un** [lien](https://a.example/), puis :\n\n"
        "    - deux\n    - trois\n\n    — Elle\n:::"
    )
    assert made == (
        '<figure class="pull short"><blockquote><p class="hangs">« <strong>Un</strong>'
        '<a href="https://a.example/">lien</a>, puis :</p><ul><li>deux</li><li>trois »</li></ul>'
        '</blockquote><figcaption class="by">Elle</figcaption></figure>'
    )


EMPTY = (
    "::: quote\n:::", "::: quote\n— Elle\n:::", "::: sidebar Venir\n\n:::", "::: programme\n:::",
    "::: portrait\n:::", ":::note\n\n:::", "```{tip}\n```", "/// note\n///",
    "> [!NOTE]\n", "> [!TIP]\n>\n",
)  # fmt: skip


@pytest.mark.parametrize("written", EMPTY)
def test_a_block_without_text_is_an_error_with_its_line(written: str) -> None:
    _, (problem,) = check_body(f"Un.\n\n{written}\n\nDeux.\n", "p.md", 10)
    assert (problem.id, problem.severity, problem.place.line) == ("block-empty", "error", 12)
    assert written.split("\n")[0] in problem.sentence("fr")
    assert html(f"Un.\n\n{written}\n\nDeux.\n") == "<p>Deux.</p>"


@pytest.mark.parametrize("name", ["portrait", "quote"])
def test_a_quotation_that_starts_with_a_picture_is_a_portrait(name: str) -> None:
    body = f'::: {name}\n![Une femme](p.jpg "En 1984")\nOui.\n\n— Elle\n:::'
    assert html(body) == (
        '<figure class="portrait"><p class="face"><img src="p.jpg" alt="Une femme">'
        '<span class="shown">En 1984</span></p><blockquote><p class="hangs">« Oui. »</p></blockquote>'
        '<figcaption class="by">Elle</figcaption></figure>'
    )


def test_a_sidebar_holds_any_text_below_its_title_and_may_be_wide() -> None:
    made = html("::: sidebar {.wide} Venir\nDu texte.\n\n- un\n- deux\n:::\n\nFin.")
    assert made.startswith('<div class="sidebar wide')
    assert 'role="note"><p class="callout-title">Venir</p><p>Du texte.</p><ul>' in made
    assert made.endswith("<p>Fin.</p>")


PROGRAMME = """::: programme
# samedi
9 h – 10 h | Ouverture \\| suite | Salle 1
| 11 h | Débat | Salle 2 |
Pause.
14 h | Fin
:::
"""


def test_a_programme_is_a_table_of_sessions_for_each_day() -> None:
    made = html(PROGRAMME)
    assert made.startswith('<div class="programme"><p class="day">Samedi</p><table class="sessions">')
    assert made.count('<th scope="row" class="time">') == 3
    assert '<p class="session-title">Ouverture | suite</p><p class="session-place">Salle 1</p>' in made
    assert "</table><p>Pause.</p><table" in made
    assert compose(PROGRAMME, "fr").tables == ()  # of the kind that is placed by its columns


def test_all_words_of_blocks_are_among_those_that_are_read_back() -> None:
    page = Page(slug="t", lang="fr", title="T", body=QUOTE + PROGRAMME)
    texts = content.texts_of(content.content_of(page))
    assert {"Marie Dupont,\u00a0directrice", "Samedi", "Salle 2", "Débat", "Pause."} <= set(texts)


def test_a_name_that_is_unknown_is_told_with_its_line_and_the_known_ones() -> None:
    _, problems = check_body("Un.\n\n::: cote\nDeux.\n:::\n", "p.md", 10)
    (problem,) = problems
    assert problem.place.line == 12
    for lang in ("en", "fr"):
        sentence = problem.sentence(lang)
        assert "::: cote" in sentence
        assert all(name in sentence for name in blocks.NAMES)
    assert check_body(QUOTE + PROGRAMME, "p.md", 10)[1] == []


def test_a_programme_of_a_file_that_nobody_read_is_an_error() -> None:
    _, problems = check_body("::: programme p.csv\n:::\n", "p.md", 1)
    assert [(p.id, p.severity) for p in problems] == [("programme-unread", "error")]


def test_chapters_are_numbered_but_where_the_author_numbers_them() -> None:
    made = numbered(compose("## Un\n\na\n\n### Deux\n\nb\n\n## Trois\n", "fr"))
    assert [h.text for h in made.headings] == ["1\u2002Un", "Deux", "2\u2002Trois"]
    assert '<span class="number">2</span> Trois</h2>' in made.rest
    assert made.blocks[0].text == "1 Un"
    own = compose("## 1. Un\n\n## 2. Deux\n", "fr")
    assert numbered(own) == own
    alone = compose("## Un\n\na\n", "fr")
    assert numbered(alone) == alone


def test_every_language_has_the_words_of_figures_and_programmes() -> None:
    keys = ("chart_share", "chart_change", "figure_before", "programme_title")
    said = {lang: [labels.in_language(lang)[key] for key in keys] for lang in labels.languages()}
    assert len({tuple(words) for words in said.values()}) == len(said)
