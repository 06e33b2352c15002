"""People: those who come to an event; badges, tents, lists and certificates are made of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from brochure import validation, web_address
from brochure.errors import BrochureError, ProgrammeError
from brochure.problems import Place, Problem, error
from brochure.validation import CONTROL_AND_BIDI, check_kind, check_text, refuse

LONGEST = 120
"""The most characters of a text: more than fits on any badge."""

MOST_PEOPLE = 5_000
"""As many no hall holds: more is a mistake, and a week of cutting."""

MOST_PHOTO_BYTES = 20_000_000
"""Of a photograph as it is given: what telephones make has half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of a list of people. Every text but the name may be empty.

    A name is in ``given`` and ``family``, or whole in ``family`` with ``given`` empty. ``languages``
    are as the file writes them, "FR · EN". ``url`` is stored as `web_address.parse_url` gives it.
    ``photo`` is a clean picture file (`brochure.picture_files`), b"" for none. ``identity`` is what the
    file calls the person by, a number of a ticket. ``line`` says where the row stands in its file.
    ``blank`` is a badge for someone who is not known yet: it has no name, and room to write one.

    Raises ProgrammeError with a problem for each wrong field.
    """

    family: str
    line: int
    given: str = ""
    organisation: str = ""
    position: str = ""
    pronouns: str = ""
    role: str = ""
    languages: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    identity: str = ""
    photo: bytes = b""
    blank: bool = False

    def __post_init__(self) -> None:
        refuse(self._check(), kind=ProgrammeError)
        if self.url:
            object.__setattr__(self, "url", web_address.parse_url(self.url).url)

    @property
    def name(self) -> str:
        """The whole name, as it is read out."""
        return f"{self.given} {self.family}".strip()

    def _check(self) -> Iterator[Problem]:
        if not self.blank and not self.name:
            yield error("person-nameless", at=Place(key="name"))
        for field in TEXTS:
            yield from check_text(getattr(self, field), field, most=LONGEST, control=CONTROL_AND_BIDI)
        if self.url:
            yield from validation.check_url(self.url)


TEXTS = tuple(f.name for f in fields(Person) if f.type == "str" and f.name != "url")
"""The fields of a person that are texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of an event in the order in which they are printed.

    ``slug`` names their files, ``where`` the file they were read from, ``lang`` is the BCP 47 tag of
    what is printed beside their names. ``title`` is the event's, ``dates`` and ``place`` are when and
    where it takes place, in words, ``signed_by`` is who signs certificates; each may be "".
    ``warnings`` are for the user.

    Raises ProgrammeError with a problem for each wrong field.
    """

    slug: str
    lang: str
    where: str
    persons: tuple[Person, ...]
    title: str = ""
    dates: str = ""
    place: str = ""
    signed_by: str = ""
    warnings: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        refuse(
            validation.check_slug(self.slug),
            validation.check_lang(self.lang),
            *(
                check_text(getattr(self, key), key, most=LONGEST, control=CONTROL_AND_BIDI)
                for key in ("title", "dates", "place", "signed_by")
                if getattr(self, key)
            ),
            self._check_persons(),
            kind=ProgrammeError,
        )

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that someone has, in alphabetical order, so that each keeps its colour."""
        return tuple(sorted({person.role for person in self.persons if person.role}))

    def _check_persons(self) -> Iterator[Problem]:
        at = Place(key="persons")
        if not self.persons:
            yield error("people-none", at=at)
        elif len(self.persons) > MOST_PEOPLE:
            yield error("people-many", at=at, count=len(self.persons), most=MOST_PEOPLE)
        for i, person in enumerate(self.persons):
            yield from check_kind(person, f"persons[{i}]", Person)


_LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "’": "'", "-": " ", "\u2010": " ",
})  # fmt: skip
"""Letters that Unicode does not decompose, as lists in the languages of Europe put them in order."""


def collated(text: str) -> str:
    """What ``text`` is sorted by: letters alone, without accents and case."""
    parts = unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _by_name(person: Person) -> tuple[str, ...]:
    return collated(person.family), collated(person.given), person.family, person.given


ORDERS: Mapping[str, Callable[[Person], tuple[str, ...]]] = {
    "name": _by_name,
    "organisation": lambda person: (collated(person.organisation), *_by_name(person)),
    "role": lambda person: (collated(person.role), *_by_name(person)),
}
"""The orders in which people can be printed: by family name, and by that within the others."""


def in_order(persons: Sequence[Person], by: str) -> tuple[Person, ...]:
    """``persons`` in one of ORDERS; those that are equal in it stay in the order of the file.

    Whoever has no organisation, or no role, comes after all others.
    """
    if by not in ORDERS:
        raise BrochureError(error("people-order", given=by, known=tuple(ORDERS)))
    lacks: Callable[[Person], bool] = (
        (lambda person: False) if by == "name" else (lambda person: not getattr(person, by))
    )
    return tuple(sorted(persons, key=lambda person: (lacks(person), ORDERS[by](person))))
