"""People: what a person must have, and the orders in which they are printed."""

from __future__ import annotations

import pytest

from brochure import people
from brochure.errors import BrochureError, ProgrammeError
from brochure.people import People, Person


def person(family: str, given: str = "", **fields: str) -> Person:
    return Person(family=family, given=given, line=2, **fields)  # type: ignore[arg-type]


def test_a_person_has_a_name_or_room_to_write_one() -> None:
    assert person("Cher").name == "Cher"
    assert person("Lefèvre", "Élodie").name == "Élodie Lefèvre"
    assert Person(family="", line=2, blank=True).name == ""
    with pytest.raises(ProgrammeError, match="no name"):
        person("")


@pytest.mark.parametrize("name", ["a\u202eb", "x" * 121, "a\nb"])
def test_a_name_that_turns_letters_ends_lines_or_is_a_page_is_refused(name: str) -> None:
    with pytest.raises(ProgrammeError):
        person(name)


def test_names_are_sorted_as_people_do_it_whatever_their_accents() -> None:
    names = ["Zola", "Łącki", "Lefèvre", "Øst", "Özil", "lagarde", "Ångström", "O'Brien", "O’Brien"]
    found = people.in_order([person(name) for name in names], "name")
    assert [one.family for one in found] == [
        "Ångström", "Łącki", "lagarde", "Lefèvre", "O'Brien", "O’Brien", "Øst", "Özil", "Zola",
    ]  # fmt: skip


def test_who_has_no_organisation_comes_after_those_who_have_one() -> None:
    some = [person("A"), person("B", organisation="Zoo"), person("C", organisation="Ête")]
    assert [p.family for p in people.in_order(some, "organisation")] == ["C", "B", "A"]
    with pytest.raises(BrochureError, match="name, organisation or role"):
        people.in_order(some, "colour")


def test_nobody_and_too_many_are_refused() -> None:
    for persons in ((), (person("A"),) * (people.MOST_PEOPLE + 1)):
        with pytest.raises(ProgrammeError):
            People(slug="x", lang="fr", where="", persons=persons)
