"""Expressions: the texts of templates are evaluated over a page, and nothing else happens."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


CONTEXT = {"event": Event(), "hint": "Scannez", "none": None, "long": "x" * 60_000}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ hint }}", "Scannez"),
        ("{{ event.title|upper }}", "NUIT DE LA DÉMOCRATIE"),
        ("{{ event.room or hint }}", "Scannez"),
        ("{{ event.title if event.room }}", ""),
        ("{{ event.seats + 1 }}  places\n{{ none }}", "4 places"),
        ("{{ event.seats % 2 }}{{ hint + '!' }}", "1Scannez!"),
        ("{{ hint ~ ' ' ~ (event.seats ~ '!')|upper }}", "Scannez 3!"),
        ("{{ [hint, event.seats]|join(' · ') }}", "Scannez · 3"),
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
        ("{{ '%1000000000d' % 1 }}", "expression-number"),
        ("{{ 9 ** 9 ** 9 }}", "expression-number"),
        ("{{ 2 ** 33 }}", "expression-number"),
        ("{{ ['x'] * 99999 }}", "expression-number"),
        ("{{ long ~ long }}", "expression-joined"),
        ("{{ (long + long)|length }}", "expression-joined"),
        ("{{ [hint, hint, hint]|join(long) }}", "expression-joined"),
        ("{{ hint if (hint ~ (long ~ long)) }}", "expression-joined"),
        ("{{ hint ~ event.speaker }}", "expression-wrong"),
        ("{{ event }}", "expression-kind"),
        ("{{ hint }}" * 150 + " {{ long }}", "expression-long"),
        ("{{ hint ~ 'x' }}" * 200, "expression-written"),
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
        "event.title", "event.room", "event.seats", "hint", "none", "long",
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


SAID = ["page.title", "page.licence", "host"]
NAMES = [
    "page.figures", "page.event.place", "page.titel", "page", "number", "nothing", "missing",
    "host.upper", "page.__class__", "Page.title", "_host", "true", "none", "if", "or", "not", "loop",
    "range", "'a'", "2",
]  # fmt: skip
"""What is no text, what is not there, what is private, and words that mean something to Jinja."""

GAPS = st.sampled_from(["", " ", "  "])
JOINTS = st.sampled_from([" if ", " if not ", " or "])
WHATEVER = st.sampled_from([*SAID, *NAMES])
EXPRESSIONS = st.one_of(
    st.builds(
        "{{{{{0}{1}{2}{3}{0}}}}}".format, GAPS, st.sampled_from(SAID), JOINTS, st.sampled_from(SAID)
    ),
    st.builds("{{{{{0}{1}{2}{3}{0}}}}}".format, GAPS, WHATEVER, JOINTS, WHATEVER),
    st.builds(
        "{0}{{{{{1}{2}{3}{4}{1}}}}}{0}".format,
        st.sampled_from(["", " ", "x", "{{ host }}"]),
        st.sampled_from(["", "-", "\n", "\t"]),
        WHATEVER,
        st.sampled_from(["", " and ", "|", " if not not ", " else ", "  or  ", " if\n"]),
        st.sampled_from(["", *SAID, *NAMES]),
    ),
)
TEXTS = st.text(st.sampled_from("aé &<'\"{}%#\n\t\u00a0\u202f\u05d0"), max_size=12)


@given(text=EXPRESSIONS, title=TEXTS, licence=TEXTS, host=TEXTS)
def test_what_is_said_without_jinja_is_what_jinja_says(
    page: brochure.Page, text: str, title: str, licence: str, host: str
) -> None:
    """Where Jinja must say it, or refuse it, nothing is said without it."""
    context = {
        "page": SimpleNamespace(
            title=title, licence=licence, event=page.event, figures=page.figures
        ),
        "host": host, "number": 3, "nothing": None,
    }  # fmt: skip
    found = expressions._simple(text, context)
    if found is not None:
        assert found == expressions._gathered(expressions._compiled(text).render(context))


@pytest.mark.parametrize("way", ["{{ A }}", "{{A if B}}", "{{ A if not B }}", "{{ A or B }}"])
@given(first=TEXTS, second=TEXTS)
def test_the_usual_strings_need_no_jinja(way: str, first: str, second: str) -> None:
    context = {"a": first, "b": second}
    text = way.replace("A", "a").replace("B", "b")
    assert expressions._simple(text, context) == expressions._gathered(
        expressions._compiled(text).render(context)
    )


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
