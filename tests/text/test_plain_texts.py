"""Plain texts: no mark of Markdown or HTML is printed in a title or a lead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brochure
from brochure.text.content import content_of
from brochure.text.plain_texts import plain_inline


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Fête** du *port*", "Fête du port"),
        ("***Tout*** `code *x*` ~~non~~ ==oui==", "Tout code *x* non oui"),
        ("Le [port](https://exemple.org/p) et <https://exemple.org>", "Le port et https://exemple.org"),
        ("Fête <small>du port</small> &amp; régates", "Fête du port & régates"),
        ("Un lead avec <br> un saut<br/>ici", "Un lead avec un saut ici"),
        ("5&nbsp;km &eacute;t&eacute;", "5\u00a0km été"),
        ("Un <!-- secret --> deux", "Un deux"),
        ("M^me^ Dupont, CO~2~", "Mme Dupont, CO2"),
        ("Titre {#id}", "Titre"),
        ("Titre{#id}", "Titre"),
        ("Fête {#id} du port", "Fête du port"),
        ("Fête {: #id } du port.", "Fête du port."),
        ("Titre[^1]", "Titre"),
        ("Titre[^1], suite [^note-2].", "Titre, suite."),
        ("Un [^ et un ^] a[^] b", "Un [^ et un ^] a[^] b"),
        ("Titre ^[une *note*], suite", "Titre, suite"),
        (r"a \* b", "a * b"),
        ("2*3*4", "2*3*4"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("snake_case_name", "snake_case_name"),
        ("AT&T, <nom>, a < b > c", "AT&T, <nom>, a < b > c"),
        ("[x] et [y]", "[x] et [y]"),
        ("https://exemple.org/a_b_c?x=1&copy=2", "https://exemple.org/a_b_c?x=1&copy=2"),
        ("</script><script>alert(1)</script> <!--", "</script><script>alert(1)</script> <!--"),
        ("**", "**"),
    ],
)
def test_marks_are_taken_away_and_words_stay(text: str, plain: str) -> None:
    assert plain_inline(text) == plain


@given(st.text(alphabet=st.characters(exclude_characters="*_`~<&\\^[]{}=+", exclude_categories=["C"])))
def test_a_text_without_marks_stays_as_it_is(text: str) -> None:
    assert plain_inline(text) == text


def test_every_product_has_the_texts_without_marks() -> None:
    page = brochure.Page(
        slug="p", lang="fr", title="Un **titre**", lead="Un *lead*", kicker="`K`", body="Texte.\n",
        note="[n](https://exemple.org)", quotes=(brochure.Quote(text="Du **gras**", by="*X*"),),
    )  # fmt: skip
    content = content_of(page)
    head = (
        content.page.title,
        content.title,
        content.page.lead,
        content.page.kicker,
        content.page.note,
    )
    assert head == ("Un titre", "Un\u00a0titre", "Un lead", "K", "n")
    assert (content.quotes[0].text, content.quotes[0].by) == ("«\u00a0Du gras\u00a0»", "X")
    assert content_of(replace(page, lead="")).description == "Texte."
