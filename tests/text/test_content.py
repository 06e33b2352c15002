"""Content: what a page says, ready for a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from brochure.page import Event, KeyFigure, Page, Panels, Quote
from brochure.text import content
from brochure.text.content import Figure

PAGE = Page(slug="t", lang="fr", title="T", body="")

PARIS = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("lang", "hours", "said"),
    [
        ("fr", (14, 18), "Lyon · 1er mai 2027, 14 h – 18 h"),
        ("en", (14, 18), "Lyon · 1 May 2027, 14:00 – 18:00"),
        ("fr", (9, 9), "Lyon · 1er mai 2027, 9 h"),
        ("nl", (14, 18), "Lyon · 2027-05-01, 14:00 – 18:00"),
        ("fr", (), "Lyon · 1er mai 2027"),
    ],
)
def test_a_page_without_kicker_says_place_day_and_hours(
    lang: str, hours: tuple[int, ...], said: str
) -> None:
    day = date(2027, 5, 1)
    ends: list[date] = [datetime(2027, 5, 1, hour, tzinfo=PARIS) for hour in hours]
    ends = ends or [day, day]
    page = replace(PAGE, lang=lang, event=Event(starts=ends[0], ends=ends[1], place="Lyon"))
    assert content.kicker_of(page).replace("\xa0", " ") == said


def test_a_kicker_of_one_s_own_is_kept_and_the_hours_are_said_with_the_place() -> None:
    moment = datetime(2027, 5, 1, 18, 30, tzinfo=PARIS)
    event = Event(starts=moment, ends=moment, place="Lyon")
    page = replace(PAGE, kicker="1er mai 2027", event=event)
    assert content.kicker_of(page) == "1er mai 2027"
    assert content.content_of(page).where.replace("\xa0", " ") == "18 h 30 · Lyon"
    assert content.kicker_of(PAGE) == ""


@pytest.mark.parametrize(
    ("lang", "value", "parts"),
    [
        ("fr", "plus de 4 000", ("plus de", "4\u202f000")),
        ("fr", "70", ("", "70")),
        ("fr", "aucun", ("", "aucun")),
        ("fr", "−38 %", ("", "−38 %")),
        ("en", "£38.2m", ("", "£38.2m")),
        ("fr", "≈ 40", ("", "≈ 40")),
        ("fr", "+12", ("", "+12")),
        ("fr", "< 5 %", ("", "< 5 %")),
        ("fr", "près de ≈ 40", ("près de", "≈ 40")),
        ("fr", "CHF 12", ("", "CHF 12")),
        ("en", "about US$ 5", ("about", "US$ 5")),
        ("fr", "N° 1", ("N°", "1")),
        ("ar", "4 000", ("", "4\u00a0000")),
        ("he", "4 000", ("", "4\u00a0000")),
        ("fr", "12 → 18", ("", "12 → 18")),
        ("ar", "12 → 18", ("", "12 ← 18")),  # drawn from right to left, 12 first
        ("ar", "12% <- 18%", ("", "12% ← 18%")),
    ],
)
def test_a_figure_is_split_before_its_first_digit(
    lang: str, value: str, parts: tuple[str, str]
) -> None:
    page = replace(PAGE, lang=lang, figures=(KeyFigure(value=value, label="participants"),))
    (figure,) = content.figures_of(page)
    assert (figure.prefix, figure.number) == parts


@pytest.mark.parametrize(
    ("number", "amount", "unit"),
    [
        ("1,2 milliard d'euros", "1,2", "milliard d'euros"),
        ("12 km", "12 km", ""),
        ("4 000", "4 000", ""),
        ("70 %", "70 %", ""),
    ],
)
def test_a_unit_is_what_is_longer_than_a_symbol(number: str, amount: str, unit: str) -> None:
    figure = Figure(prefix="", number=number, label="")
    assert (figure.amount, figure.unit) == (amount, unit)


@pytest.mark.parametrize(
    ("lang", "text", "quoted"),
    [
        ("fr", "Oui.", "«\u00a0Oui.\u00a0»"),
        ("fr", "«\u00a0Oui.\u00a0»", "«\u00a0Oui.\u00a0»"),
        ("en", '"Yes."', "“Yes.”"),
        ("de", "Ja.", "„Ja.“"),
        ("nl", "Ja.", "“Ja.”"),
    ],
)
def test_a_quotation_has_the_marks_of_its_language_once(lang: str, text: str, quoted: str) -> None:
    page = replace(PAGE, lang=lang, quotes=(Quote(text=text, by="X"),))
    assert [(q.text, q.by) for q in content.quotes_of(page)] == [(quoted, "X")]


def test_a_title_does_not_part_short_words_from_the_next_in_a_browser() -> None:
    made = content.content_of(replace(PAGE, title="La fête de la musique pour tous"))
    assert made.title == "La\u00a0fête de\u00a0la\u00a0musique pour tous"


def test_three_headings_make_an_outline_and_two_do_not() -> None:
    body = "## Un\n\na\n\n## Deux\n\nb\n\n"
    assert content.content_of(replace(PAGE, body=body)).outline == ()
    outline = content.content_of(replace(PAGE, body=body + "## Trois\n\n### Sous\n\nc")).outline
    assert [heading.text for heading in outline] == ["Un", "Deux", "Trois"]


def test_panels_start_with_a_capital() -> None:
    items = ("ouvrir", "État", "iOS pour tous", "pH de l'eau", "l’eBook")
    made = content.content_of(replace(PAGE, panels=Panels(title="Trois", items=items)))
    assert made.panels is not None
    assert made.panels.entries == ("Ouvrir", "État", "iOS pour tous", "pH de l’eau", "l’eBook")


def test_an_address_is_broken_where_it_may_be_and_cut_where_nobody_types_it() -> None:
    made = content.content_of(replace(PAGE, url="https://exemple.org/a-b/c?d=1"))
    assert "<wbr>" in str(made.address_rest)
    assert str(made.address_rest).replace("<wbr>", "") == "/a-b/c?d=1"
    long = content.content_of(replace(PAGE, url="https://exemple.org/" + "a" * 300))
    assert str(long.address_rest).endswith("…")
    assert content.content_of(PAGE).address is None


def test_every_text_of_a_page_must_be_found_in_what_holds_all_of_it() -> None:
    page = replace(
        PAGE, kicker="K", lead="L", body="Un.\n\nDeux.", note="N", credits="C", licence="CC",
        site_name="S",
        figures=(KeyFigure(value="plus de 7", label="amis"),), quotes=(Quote(text="Q", by="B"),),
    )  # fmt: skip
    made = content.content_of(page)
    assert set(content.texts_of(made)) == {
        "K", "T", "L", "Un.", "Deux.", "plus de", "7", "amis", "«\u00a0Q\u00a0»", "B", "S", "N", "C",
        "CC",
    }  # fmt: skip
    assert "Un." not in content.texts_of(made, made.prose.blocks)
