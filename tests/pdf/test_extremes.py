"""Extremes that are allowed make room for themselves, and none of their words is lost.

`brochure.build` itself reads every text back from the finished PDF; these cases once lost some.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

import brochure
from brochure import open_pdfs
from brochure.errors import FitError, ProofError
from brochure.page import KeyFigure, Panels, Quote
from brochure.pdf import reading_back

LONG = (
    "Un texte de cent cinquante signes environ, qui dit une chose après l’autre sans se presser, "
    "et qui finit par arriver au bout de ce qu’il avait à dire."
)
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
INTRO = "Ce paragraphe ouvre la brochure et compte une soixantaine de mots. " * 6

CASES: dict[str, dict[str, object]] = {
    "notes, credits and licence of full length": {
        "note": LONG * 3, "credits": LONG * 3, "licence": LONG,
    },
    "six long panels, three figures and an intro": {
        "body": f"{INTRO}\n\n{LONG}\n\n{LONG}",
        "panels": Panels(title="Six chantiers", items=(LONG,) * 6),
        "figures": (KeyFigure(value="plus de 300", label=LONG[:110]),) * 3,
    },
    "panels of very different lengths": {
        "panels": Panels(title="Cinq", items=("a", LONG, "b", LONG[:90], "c")),
    },
    "four quotes with long names": {
        "quotes": (Quote(text=LONG[:110], by=LONG),) * 4,
    },
    "large numbers side by side": {
        "figures": (KeyFigure(value="plus de 1 250 000 €", label="dépensés"),) * 3,
    },
    "four large numbers": {"figures": (KeyFigure(value="1 250 000", label="voix"),) * 4},
    "words that nothing divides": {
        "kicker": WORD * 2, "site_name": WORD, "credits": WORD * 4, "lead": WORD * 3,
        "body": f"{WORD * 2} ist blau.\n\n`{'0123456789abcdef' * 6}`\n\n"
        f"| {WORD} | b | c |\n|-|-|-|\n| a | {WORD} | c |\n",
        "panels": Panels(title="Zwei", items=(WORD, WORD)),
        "figures": (KeyFigure(value="3", label=WORD),) * 4,
        "quotes": (Quote(text=f"{WORD} {WORD}", by=WORD * 3),),
    },
    "a rule between paragraphs": {"body": "Un début.\n\n---\n\nUne suite.\n"},
    "an inline footnote, and a table in one": {
        "body": "Texte^[une note] et autre[^a].\n\n"
        "[^a]: b\n\n    | a | b |\n    |---|---|\n    | c | d |\n",
    },
    "headings of six levels": {
        "body": "".join(f"{'#' * n} Titre {n}\n\nTexte.\n\n" for n in range(1, 7)),
    },
    "a table whose row is higher than a column": {
        "body": f"Un début.\n\n| a | x |\n|---|---|\n| {'motlong ' * 90} | y |\n",
    },
    "an address of 900 characters": {"url": "https://example.org/" + "abcdefghi-" * 88},
    "a title of 300 characters with a lead of 600": {"title": "Titre long " * 27, "lead": LONG * 4},
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost_and_nothing_leaves_the_page(
    name: str, page: brochure.Page, theme: brochure.Theme
) -> None:
    changed = replace(page, **CASES[name])  # type: ignore[arg-type]
    (made,) = brochure.build(changed, theme, only=["pdf"]).artifacts
    assert made.texts


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("theme_name", ["agora", "contraste"])
def test_nor_in_print_nor_in_another_theme(name: str, theme_name: str, page: brochure.Page) -> None:
    changed = replace(page, **CASES[name])  # type: ignore[arg-type]
    kit = brochure.build(changed, brochure.load_theme(theme_name), only=["pdf", "print"])
    made = {artifact.path for artifact in kit.artifacts}
    assert {"brochure.pdf", "print/brochure.pdf", "print/booklet.pdf", "print/poster.pdf"} <= made
    told = {warning.id for warning in kit.warnings}
    assert "print/leaflet.pdf" in made or told & {"leaflet-too-long", "leaflet-back-full"}
    assert all(made.texts for made in kit.artifacts)


def test_a_number_too_long_for_a_column_has_the_width_of_the_page(page: brochure.Page) -> None:
    wide = replace(page, figures=(KeyFigure(value="9" * 28, label="x"),) * 4)
    for name in ("agora", "papier"):
        (made,) = brochure.build(wide, brochure.load_theme(name), only=["pdf"]).artifacts
        assert made.texts.count("9" * 28) == 4


def test_notes_that_no_back_cover_holds_stand_after_the_text(page: brochure.Page) -> None:
    """Those of contraste are of 14 points. What the back says besides stays on it."""
    long = {"note": LONG * 3, "credits": LONG * 3, "licence": "Licence Ouverte", "size": "square"}
    changed = replace(page, **long)  # type: ignore[arg-type]
    (made,) = brochure.build(changed, brochure.load_theme("contraste"), only=["pdf"]).artifacts
    with open_pdfs.opened(made.data) as file:
        texts = [file.text(number).get_text_range() for number in range(1, len(file) + 1)]
    assert [n for n, text in enumerate(texts, 1) if "Licence Ouverte" in text] == [len(texts) - 1]
    assert page.site_name in texts[-1]


def test_a_text_in_pieces_is_found_though_its_sentences_are_said_elsewhere_too() -> None:
    """A block across the columns parts a paragraph; another one has its first sentence, and goes on."""
    one, two = "Les travaux ont duré deux ans et demi. ", "Les associations ont été accueillies. "
    elsewhere, parted = one + "Et puis la mairie a rouvert le marché. ", one + two
    letters = reading_back._letters(parted[:30] + "Un titre" + parted[30:] + elsewhere)
    assert reading_back._in_pieces(reading_back._letters(parted), letters)
    letters = reading_back._letters(elsewhere + parted[:60] + "Un titre" + parted[60:])
    assert reading_back._in_pieces(reading_back._letters(parted), letters)
    assert not reading_back._in_pieces(reading_back._letters(two + one), letters)


def test_a_text_that_is_missing_fails_the_build(kit: brochure.Kit) -> None:
    made = kit.products["pdf"][0]
    reading_back.verify(made)
    with pytest.raises(ProofError, match="the text “Une phrase absente” is not all there"):
        reading_back.verify(replace(made, texts=(*made.texts, "Une phrase absente")))


def test_a_piece_that_no_page_holds_is_an_error_with_its_line(page: brochure.Page) -> None:
    body = f"Un.\n\nDeux.\n\n| a | b |\n|---|---|\n| {'mot ' * 900} | c |\n"
    changed = replace(page, body=body, source=f"---\ntitle: T\n---\n\n{body}")
    with pytest.raises(FitError, match="a piece of the text that is never divided") as caught:
        brochure.build(changed, brochure.load_theme("agora"), only=["pdf"])
    assert caught.value.problems[0].place.line == 9


def test_a_table_wider_than_the_page_is_an_error_with_its_numbers(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    head = "|".join(f"Dimension{i}numérotée" for i in range(30))
    table = f"|{head}|\n|{'-|' * 30}\n|{'1|' * 30}\n"
    says = (
        r"table “Dimension0numérotée \| .*”: its 30 columns need \d+ pt at 8\.0 pt, the page has 493 pt"
    )
    with pytest.raises(FitError, match=says):
        brochure.build(replace(page, body=f"{page.body}\n{table}"), theme, only=["pdf"])


def test_a_table_too_wide_for_a_column_stands_across_both(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    """No word of it is divided."""
    import pypdfium2

    head = "| Stadtteil | Eingaben | Beantwortet | Übernommen |"
    table = f"{head}\n|---|---|---|---|\n| Altstadt | 1 | 2 | 3 |\n"
    kit = brochure.build(replace(page, body=f"{page.body}\n{table}"), theme, only=["pdf"])
    document = pypdfium2.PdfDocument(kit.artifacts[0].data)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert all(word in text for word in ("Stadtteil", "Eingaben", "Beantwortet", "Übernommen"))


def test_a_word_of_two_hundred_letters_is_set_whole_and_told(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    kit = brochure.build(replace(page, body=f"{page.body}\n\n{'xyz' * 67} fin."), theme, only=["pdf"])
    (said,) = map(str, kit.warnings)
    assert said.startswith(f"the word “{'xyz' * 10}…” has 201 characters and is wider than a column")
