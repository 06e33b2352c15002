"""Expressions: the texts of templates are evaluated over a page, and nothing else happens."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import brochure
from brochure.cards import expressions
from brochure.errors import ThemeError
from brochure.problems import NOWHERE


@dataclass(frozen=True)
class Event:
    """What a template of these tests may name."""

    title: str = "Nuit de la démocratie"
    room: str = ""
    seats: int = 3


CONTEXT = {"event": Event(), "hint": "Scannez", "none": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ hint }}", "Scannez"),
        ("{{ event.title|upper }}", "NUIT DE LA DÉMOCRATIE"),
        ("{{ event.room or hint }}", "Scannez"),
        ("{{ event.title if event.room }}", ""),
        ("{{ event.seats + 1 }}  places\n{{ none }}", "4 places"),
        ("no expression\u00a0at all", "no expression\u00a0at all"),
    ],
)
def test_an_expression_becomes_its_value(text: str, value: str) -> None:
    assert expressions.evaluate(text, CONTEXT) == value


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("{% if hint %}x{% endif %}", "expression-statement"),
        ("{{ event.speaker }}", "expression-wrong"),
        ("{{ hint", "expression-wrong"),
        ("{{ event.__class__ }}", "expression-wrong"),
        ("{{ hint|center(9999) }}", "expression-wrong"),
        ("{{ quote.text|upper }}", "expression-no-quotation"),
        ("{{ figure.number }}", "expression-no-figure"),
        ("{{ hint * 900000 }}", "expression-number"),
        ("{{ 10 ** 6 }}{{ 10 ** event.seats * 10 ** 7 }}", "expression-number"),
        ("{{ event }}", "expression-kind"),
        ("{{ hint }}" * 1000, "expression-long"),
    ],
)
def test_what_cannot_be_evaluated_is_a_problem_without_a_place(text: str, id_: str) -> None:
    with pytest.raises(ThemeError) as caught:
        expressions.evaluate(text, CONTEXT)
    (problem,) = caught.value.problems
    assert (problem.id, problem.place) == (id_, NOWHERE)


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(ThemeError) as caught:
        expressions.evaluate("{{ event.speaker }}", CONTEXT)
    assert caught.value.problems[0].fields["known"] == (
        "event.title", "event.room", "event.seats", "hint", "none",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.title }}", "{{page.lead}}", "{{ page.licence }}", "{{ host }}",
        "{{ page.site_name or host }}", "{{ page.licence or host }}", "{{ page.title if page.lead }}",
        "{{ page.title if page.licence }}", "{{ page.title if not page.licence }}",
    ],
)  # fmt: skip
def test_a_simple_string_says_what_jinja_says_of_it(text: str, page: brochure.Page) -> None:
    context = {"page": page, "host": "exemple.org"}
    assert expressions._simple(text, context) == expressions._compiled(text).render(context)
    assert expressions.evaluate(text, context) == expressions._compiled(text).render(context)


def test_only_strings_that_are_texts_are_simple(page: brochure.Page) -> None:
    context = {"page": page}
    for text in (
        "{{ page.figures }}",
        "{{ page.titel }}",
        "{{ page.title|upper }}",
        "x {{ page.title }}",
    ):
        assert expressions._simple(text, context) is None
    spaced = expressions.evaluate("{{ page.kicker|upper }}   ·\n {{ page.licence }} x", context)
    assert "  " not in spaced
    assert spaced.endswith("· x")
