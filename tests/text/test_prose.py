"""Prose: a body of Markdown, set in its language."""

from __future__ import annotations

from brochure.text import prose


def test_quotes_may_span_emphasis() -> None:
    assert "«<em>\u00a0oui</em>\u00a0»" in prose.compose('Il dit "*oui*".', "fr").intro


def test_code_and_addresses_of_links_are_never_touched() -> None:
    html = prose.compose("`l'ami ; \"x\"` et [l'ami](https://a.fr/?q='x')", "fr").intro
    assert "<code>l'ami ; &quot;x&quot;</code>" in html
    assert "href=\"https://a.fr/?q='x'\"" in html
    assert ">l’ami</a>" in html


def test_raw_html_is_never_run() -> None:
    html = prose.compose("<script>alert(1)</script> <b>x</b>", "fr").intro
    assert html == "<strong>x</strong>"


def test_headings_start_below_the_title_and_skip_no_level() -> None:
    rest = prose.compose("# Un\n\n#### Deux\n\n# Trois\n", "fr").rest
    assert rest.count("<h2 ") == 2
    assert rest.count("<h3 ") == 1
    assert "<h4" not in rest


def test_an_address_in_running_text_is_never_divided_and_a_links_own_text_is_left_alone() -> None:
    html = prose.compose("Voir exemple.org/un-chemin et <https://exemple.org/autre>.", "fr").intro
    assert '<a href="https://exemple.org/un-chemin">exemple.org/un-chemin</a>' in html
    assert '<a href="https://exemple.org/autre">https://exemple.org/autre</a>' in html


def test_a_short_first_paragraph_opens_the_body() -> None:
    short = prose.compose("Un début assez court.\n\nLa suite.", "fr")
    assert short.intro == "Un début assez\u00a0court."
    assert [block.text for block in short.blocks] == ["La\u00a0suite."]
    long = prose.compose("mot " * 91 + "\n\nLa suite.", "fr")
    assert long.intro == ""
    assert len(long.blocks) == 2
    assert prose.compose("![a](b.png)", "fr").intro == ""


def test_the_last_two_short_words_of_a_paragraph_stay_together() -> None:
    assert prose.compose("Nous y serons tous là.", "fr").intro.endswith("tous\u00a0là.")
    assert prose.compose("Une transparence démocratique.", "fr").intro.endswith("ce démocratique.")


def test_images_are_written_with_the_address_they_have() -> None:
    made = prose.compose("un\n\n![a](b.png)", "fr", image_src=lambda name: f"images/{name}")
    assert 'src="images/b.png"' in made.rest


def test_headings_and_text_are_those_of_the_body() -> None:
    made = prose.compose("Un.\n\n## L'été\n\nDeux[^1].\n\n[^1]: note", "fr")
    assert [(h.level, h.text) for h in made.headings] == [(2, "L’été")]
    assert f'id="{made.headings[0].id}"' in made.rest
    assert made.text == "Un.\nL’été\nDeux1.\nnote"


def test_lines_kept_as_lines_open_no_page() -> None:
    assert prose.compose("Adresse :\\\nHôtel de Ville\n\nDu texte.", "fr").intro == ""
