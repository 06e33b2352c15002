"""Programmes and sessions made in Python: wrong values raise at once, naming their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from brochure.errors import ProgrammeError
from brochure.programme import MOST_SESSIONS, Programme, Session, check_count

DAY = date(2016, 12, 7)


def session(**fields: Any) -> Session:
    whole: dict[str, Any] = {
        "title": "T",
        "starts": DAY,
        "ends": None,
        "room": "",
        "url": "https://a.example",
        "line": 2,
    }
    return Session(**whole | fields)


def programme(**fields: Any) -> Programme:
    whole: dict[str, Any] = {
        "slug": "p",
        "lang": "fr",
        "title": "",
        "where": "p.csv",
        "sessions": (session(),),
    }
    return Programme(**whole | fields)


WRONG: Mapping[str, tuple[Callable[[], object], list[str]]] = {
    "no title": (lambda: session(title="", url=""), ["title"]),
    "a long room": (lambda: session(room="a" * 101), ["room"]),
    "a room that turns letters": (lambda: session(room="a\u202eb"), ["room"]),
    "an end before the start": (lambda: session(ends=date(2016, 12, 6)), ["ends"]),
    "one end with an offset": (
        lambda: session(
            starts=datetime(2016, 12, 7, 9), ends=datetime(2016, 12, 7, 10, tzinfo=UTC)
        ),
        ["ends"],
    ),
    "a start of words": (lambda: session(starts="demain"), ["starts"]),
    "an address with user information": (lambda: session(url="https://a@b.example/"), ["url"]),
    "no sessions": (lambda: programme(sessions=()), ["sessions"]),
    "sessions of texts": (lambda: programme(sessions=("Ouverture",)), ["sessions[0]"]),
    "a slug and a language": (lambda: programme(slug="A B", lang="!"), ["slug", "lang"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_raises_with_problems_that_name_the_fields(name: str) -> None:
    make, keys = WRONG[name]
    with pytest.raises(ProgrammeError) as caught:
        make()
    assert [problem.place.key for problem in caught.value.problems] == keys


def test_a_session_may_have_hours_without_an_offset() -> None:
    assert session(starts=datetime(2016, 12, 7, 9)).url == "https://a.example/"


def test_a_programme_has_at_most_as_many_sessions_as_a_building_holds() -> None:
    assert not list(check_count(MOST_SESSIONS))
    assert [problem.id for problem in check_count(MOST_SESSIONS + 1)] == ["programme-long"]
