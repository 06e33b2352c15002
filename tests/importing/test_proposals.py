"""Figures and quotations that a text offers: by rule, and every word of them stands in it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.importing import proposals, word_lists
from brochure.importing.imported import (
    Block,
    Heading,
    List,
    Paragraph,
    ProposedFigure,
    Quotation,
    Text,
)
from brochure.page import LONGEST, KeyFigure, Quote
from brochure.text import figure_charts
from tests.importing import labelled
from tests.importing.labelled import LANGUAGES, blocks

SENTENCES = labelled.every_text()


def values(lang: str, *paragraphs: str) -> list[tuple[str, str]]:
    return [(f.value, f.label) for f in proposals.figures(lang, blocks(*paragraphs))]


@pytest.mark.parametrize("part", labelled.PARTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nine_figures_in_ten_are_figures_and_eight_have_their_label(lang: str, part: str) -> None:
    score = labelled.figures_score(lang, part)
    assert score.precision >= 0.90
    assert score.named >= 0.80 * score.found
    assert score.recall >= 0.85


@pytest.mark.parametrize("part", labelled.PARTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_quoted_was_said_and_three_in_four_have_their_speaker(lang: str, part: str) -> None:
    score = labelled.quotations_score(lang, part)
    assert score.precision >= 0.95
    assert score.named >= 0.75 * score.found
    assert score.recall >= (0.50 if part == "unseen" else 0.85)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_labelled_sentences_are_many_and_hold_quotations_and_traps(lang: str) -> None:
    rows = [*labelled.sentences(lang, "rules"), *labelled.sentences(lang, "held")]
    assert len(rows) >= 200
    assert sum("quotations" in row for row in rows) >= 60 - 1
    assert sum(not {"quotations", "figures"} & row.keys() for row in rows) >= 60


def test_the_summit_gives_its_figures_and_the_president_s_words() -> None:
    """The text of the page of gouvernement.fr, as our own sample page has it."""
    from brochure.assets import summit_page

    body = summit_page().read_text(encoding="utf-8").split("---\n", 2)[2]
    found = blocks(*body.split("\n"))
    assert [(f.value, f.label) for f in proposals.figures("fr", found)] == [
        ("plus de 70", "pays"),
        ("plus de 4.000", "participants venus du monde entier"),
        ("plus de 300", "événements"),
    ]
    (quotation,) = proposals.quotations("fr", found)
    assert quotation.by == "le président de la République"
    assert quotation.text.startswith("Proposer des outils nouveaux, pour que la relation")
    assert quotation.text.endswith("pour qu’une nouvelle démocratie puisse émerger")


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(SENTENCES).map(lambda row: row[1]),
        st.sampled_from(
            ["4\u202f000", " « ", " »", "12 %", ", dit-il.", "3\u00a0M€ de", "\n", "“", "”, says", "„"]
        ),
        st.text(max_size=20),
    ),
    max_size=6,
).map(" ".join)


@given(lang=st.sampled_from([*LANGUAGES, "it", "ja"]), text=TEXTS, said=st.booleans())
def test_every_proposed_word_stands_in_the_text_and_is_taken_by_a_page(
    lang: str, text: str, said: bool
) -> None:
    paragraph = Paragraph((Text(text),))
    found: tuple[Block, ...] = (Quotation((paragraph,)),) if said else (paragraph,)
    whole = " ".join(text.split())
    for figure in proposals.found_figures(lang, found):
        assert figure.value in whole
        assert figure.number.unit in whole
        assert figure.label in whole
        assert figure.value in figure.sentence
    for offered in proposals.figures(lang, found):
        KeyFigure(value=offered.value, label=offered.label)
        assert len(offered.value) <= LONGEST["figures.value"]
        assert len(offered.label) <= LONGEST["figures.label"]
    for quotation in proposals.found_quotations(lang, found):
        assert quotation.words in whole
        assert quotation.speaker.name in whole
        assert quotation.speaker.role in whole
    for proposed in proposals.quotations(lang, found):
        Quote(text=proposed.text, by=proposed.by)
        assert len(proposed.text) <= LONGEST["quotes.text"]
        assert len(proposed.by) <= LONGEST["quotes.by"]


@pytest.mark.parametrize(("lang", "text"), [
    ("fr", "La fréquentation des musées a progressé de 12 % en un an."),
    ("fr", "Une hausse de 14 % des inscriptions a été constatée."),
    ("en", "Visits to museums rose by 12% in a year."),
    ("en", "A 14% increase in enrolments was recorded."),
    ("de", "Die Zahl der Ausleihen stieg um 8,5 Prozent."),
    ("de", "Ein Plus von 14 Prozent bei den Anmeldungen wurde verzeichnet."),
    ("es", "Las solicitudes crecieron un 26 % el último año."),
    ("es", "Se registró un aumento del 14 % en las matrículas."),
])  # fmt: skip
def test_a_rise_is_proposed_and_not_drawn_as_a_share(lang: str, text: str) -> None:
    ((value, label),) = values(lang, text)
    assert figure_charts.chart_of(KeyFigure(value=value, label=label), lang) is None


def test_figures_that_the_text_sets_apart_come_first() -> None:
    items = [
        "128 000 repas servis",
        "3,7 millions d'euros collectés",
        "86 % des dons pour nos missions",
    ]
    found = (
        Paragraph((Text("Nos 412 bénévoles ont accueilli 15 870 personnes."),)),
        List(tuple(blocks(item) for item in items)),
    )
    assert [(f.value, f.label) for f in proposals.figures("fr", found)] == [
        ("128 000", "repas servis"),
        ("3,7 millions d'euros", "collectés"),
        ("86 %", "des dons pour nos missions"),
        ("412", "bénévoles"),
        ("15 870", "personnes"),
    ]


def test_a_number_alone_has_its_label_in_the_next_paragraph() -> None:
    assert values("en", "4,000", "volunteers", "£3.2m", "raised last year") == [
        ("4,000", "volunteers"), ("£3.2m", "raised last year"),
    ]  # fmt: skip
    assert values("en", "1961", "volunteers") == []
    assert values("en", "4,000", "This is a sentence, and no label.") == []


def test_six_figures_are_proposed_each_once_and_large_ones_before_small() -> None:
    text = (
        "Le réseau compte 12 gares, 30 lignes, 400 bus, 500 arrêts, 600 agents, 700 vélos et 8 ports."
    )
    found = values("fr", text, text)
    assert [value for value, _ in found] == ["400", "500", "600", "700", "30", "12"]


def test_three_quotations_are_proposed_signed_ones_first() -> None:
    signed = ["assure-t-on", "dit le maire", "dit Anne Roy, maire", "dit Jean Roy", "dit Paul Roy, élu"]
    said = [
        f"« Nous sommes très fiers du chantier numéro {number} de la ville », {by}."
        for number, by in enumerate(signed)
    ]
    assert [q.by for q in proposals.quotations("fr", blocks(*said))] == [
        "Anne Roy, maire", "Paul Roy, élu", "le maire",
    ]  # fmt: skip


def test_a_pronoun_is_nobody_where_another_subject_may_have_come_between() -> None:
    first = "« Nous avons ouvert la porte en grand », dit Anne Roy, maire."
    then = " Un visiteur est venu. La pluie tombait. « Je cherchais un abri », dit-il."
    assert [q.by for q in proposals.quotations("fr", blocks(first + then))] == ["Anne Roy, maire", ""]


def test_a_quotation_that_the_text_sets_apart_is_signed_by_its_author() -> None:
    words = Paragraph((Text("La culture n'est pas un supplément d'âme."),))
    (found,) = proposals.quotations("fr", (Quotation((words,), by="Anne Roy, maire"),))
    assert (found.text, found.by) == ("La culture n'est pas un supplément d'âme.", "Anne Roy, maire")
    assert proposals.quotations("fr", (Quotation((words,)),)) == ()


def test_what_the_writer_put_into_a_quotation_is_no_word_of_it() -> None:
    text = "« Nous restons ici, explique Anne Roy, maire. Cette digue tiendra encore cent ans. »"
    (found,) = proposals.quotations("fr", blocks(text))
    assert (found.text, found.by) == ("Cette digue tiendra encore cent ans.", "Anne Roy, maire")
    assert (
        proposals.quotations("fr", blocks("« Nous voulons, explique Anne Roy, que chacun vienne. »"))
        == ()
    )


def test_a_quotation_longer_than_a_page_takes_ends_with_a_sentence() -> None:
    words = "Nous avons choisi de rester dans cette vallée avec nos familles. " * 20
    (found,) = proposals.quotations("fr", blocks(f"« {words.strip()} », dit Anne Roy, maire."))
    assert len(found.text) <= LONGEST["quotes.text"]
    assert found.text.endswith("familles.")


def test_other_languages_have_sure_quotations_and_no_figures() -> None:
    text = "Il sindaco ha detto: «Vogliamo che ogni bambino impari a nuotare.» Sono 4.000 partecipanti."
    assert proposals.figures("it", blocks(text)) == ()
    (found,) = proposals.quotations(
        "it", blocks(text, "La mostra «I colori del mare e della terra» apre.")
    )
    assert (found.text, found.by) == ("Vogliamo che ogni bambino impari a nuotare.", "")


def test_headings_say_nothing_and_long_sentences_are_shown_in_part() -> None:
    assert (
        proposals.figures("fr", (Heading(2, (Text("Les 400 coups de la ville ont plu à tous."),)),))
        == ()
    )
    long = "Un très long préambule, " * 40 + "la ville a planté 400 arbres" + ", et la suite" * 40 + "."
    (found,) = proposals.figures("fr", blocks(long))
    assert isinstance(found, ProposedFigure)
    assert len(found.sentence) < 400
    assert "400 arbres" in found.sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_of_every_language_are_read_and_an_unknown_list_is_refused(lang: str) -> None:
    assert word_lists.known(lang).numbers.hedges
    with pytest.raises(LookupError):
        word_lists.known("it")


PAGES = tomllib.loads((labelled.FOLDER / "pages.toml").read_text(encoding="utf-8"))["page"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le budget 2026 atteint 48 millions d'euros.", ("48 millions d'euros", "budget 2026")),
        ("Les émissions de CO2 ont reculé de 15 %.", ("15 %", "Les émissions de CO2 ont reculé")),
        ("Le chantier mobilise 75 compagnons et deux grues.", ("75", "compagnons")),
        ("Près de 200 agents et plusieurs habitants sont venus.", ("Près de 200", "agents")),
        ("Le théâtre affiche un taux de remplissage de 93 %.", ("93 %", "taux de remplissage")),
        ("Elle réalise un chiffre d'affaires de 38 millions d'euros.",
         ("38 millions d'euros", "chiffre d'affaires")),
        ("Le montant de l'aide peut atteindre 4 000 € par foyer.", ("4 000 €", "montant de l'aide")),
    ],
)  # fmt: skip
def test_figures_stand_beside_years_formulas_and_other_numbers(
    text: str, found: tuple[str, str]
) -> None:
    assert values("fr", text) == [found]


@pytest.mark.parametrize(
    ("lang", "text", "by"),
    [
        ("en", 'Mayor Joan Pike said the market would be "a place for all of us".', "Mayor Joan Pike"),
        ("en", 'Chief executive Paul Denny welcomed the news: "It means we can plan for years."',
         "Paul Denny, chief executive"),
        ("fr", "Mélanie Arnaud assure que « le calendrier sera tenu ».", "Mélanie Arnaud"),
        ("es", "Ana Ruiz dijo que «mañana estaremos todos».", "Ana Ruiz"),
        ("de", "Anna Roth betont, dass „wir alle da sind“.", "Anna Roth"),
    ],
)  # fmt: skip
def test_who_speaks_stands_before_the_verb_and_that(lang: str, text: str, by: str) -> None:
    assert [quotation.by for quotation in proposals.quotations(lang, blocks(text))] == [by]


def test_a_rent_is_no_figure() -> None:
    assert values("fr", "Le loyer moyen est de 9,80 € le mètre carré.") == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page["text"][:30]))
def test_what_is_proposed_of_a_page_the_best_first(page: dict[str, Any]) -> None:
    found = blocks(*page["text"].strip().split("\n"))
    figures = [f"{f.value} | {f.label}" for f in proposals.figures(page["lang"], found)]
    quotations = [f"{q.by} | {q.text}" for q in proposals.quotations(page["lang"], found)]
    assert figures == page["figures"]
    assert quotations == page["quotations"]


@pytest.mark.parametrize("signature", ["— Anne Roy, maire", "– Anne Roy, maire."])
@pytest.mark.parametrize("apart", [True, False])
def test_a_quotation_is_signed_after_a_dash(signature: str, apart: bool) -> None:
    words = "La culture n'est pas un supplément d'âme."
    inner = blocks(words, signature) if apart else blocks(f"{words} {signature}")
    (found,) = proposals.quotations("fr", (Quotation(inner),))
    assert (found.text, found.by) == (words, "Anne Roy, maire")


def test_an_author_too_long_for_a_page_signs_nothing() -> None:
    words = blocks("La culture n'est pas un supplément d'âme.")
    assert proposals.quotations("fr", (Quotation(words, by="Anne " * 40),)) == ()


def test_a_surname_alone_is_the_person_whom_the_text_has_introduced() -> None:
    text = "Die Ministerin Annegret Lohse kam am Mittwoch. „Jede Wohnung ist ein Anfang“, sagte Lohse."
    (found,) = proposals.quotations("de", blocks(text))
    assert found.by == "Annegret Lohse, Ministerin"


def test_only_the_first_of_a_long_text_is_looked_through() -> None:
    long = "Une phrase sans rien du tout. " * (proposals.MOST_CHARACTERS // 30 + 1)
    last = "La ville a planté 400 arbres. « Nous sommes fiers de ces arbres », dit Anne Roy, maire."
    assert proposals.figures("fr", blocks(long, last)) == ()
    assert proposals.quotations("fr", blocks(long, last)) == ()
    assert len(proposals.figures("fr", blocks(last, long))) == 1
    assert len(proposals.quotations("fr", blocks(last, long))) == 1
