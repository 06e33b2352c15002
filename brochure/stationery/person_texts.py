"""Person texts: what a template may say of a person and of the event, and where the words come from.

A template is laid out once for all who have the same fields: marks stand for the words of a person, and
`filled` puts these in their places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from brochure.people import People, Person
from brochure.text import labels, times
from brochure.text.typography import typeset

NAME = "name"
"""The field whose text is set by the rules of names."""

_MARK = re.compile(r"~\[(\w+)\]~")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonText:
    """The texts of a person, which templates name ``person``."""

    name: str = ""
    given: str = ""
    family: str = ""
    organisation: str = ""
    position: str = ""
    pronouns: str = ""
    role: str = ""
    languages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """The texts of the event, which templates name ``event``; ``when_and_where`` is both in one."""

    title: str
    dates: str
    place: str
    when_and_where: str
    signed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The language's own words, which templates name ``words``: ``[people]`` of templates/locales."""

    code_alt: str
    certificate: str
    certifies: str
    took_part: str
    signature: str
    list_number: str
    list_name: str
    list_organisation: str
    list_signature: str
    list_page: str
    calibration_steps: str


FIELDS = tuple(field.name for field in fields(PersonText))


def placeholders(present: frozenset[str]) -> PersonText:
    """A person of whom the fields ``present`` are known: each says where its words go."""
    return PersonText(**{name: f"~[{name}]~" for name in FIELDS if name in present})


def words_of(person: Person, lang: str) -> Mapping[str, str]:
    """The words of ``person`` by field. Names stay as they are written; the rest is typeset."""
    own = {
        name: typeset(getattr(person, name), lang)
        for name in ("organisation", "position", "pronouns", "role", "languages")
    }
    return {"name": person.name, "given": person.given, "family": person.family, **own}


def is_filled(text: str) -> bool:
    """Whether ``text`` holds a mark, so that it is another one for each person."""
    return _MARK.search(text) is not None


def is_name(text: str) -> bool:
    """Whether ``text`` is a name and nothing else."""
    return text == f"~[{NAME}]~"


def filled(text: str, words: Mapping[str, str]) -> str:
    """``text`` with the ``words`` of a person in the places of its marks."""
    return " ".join(_MARK.sub(lambda mark: words.get(mark[1], ""), text).split(" ")).strip(" ·,")


def event_text(people: People) -> EventText:
    """The texts of the event, with its language's typography."""
    dates, place = typeset(people.dates, people.lang), typeset(people.place, people.lang)
    return EventText(
        title=typeset(people.title, people.lang),
        dates=dates,
        place=place,
        when_and_where=times.joined(people.lang, dates, place),
        signed_by=typeset(people.signed_by, people.lang),
    )


def context(people: People, present: frozenset[str]) -> Mapping[str, object]:
    """What the strings of a template may name: ``person``, ``event``, and ``words`` of the language.

    ``code`` and ``photo`` are "" where there is none.
    """
    return {
        **{name: name if name in present else "" for name in ("code", "photo")},
        "person": placeholders(present),
        "event": event_text(people),
        "words": Words(**labels.in_language(people.lang)["people"]),
    }
