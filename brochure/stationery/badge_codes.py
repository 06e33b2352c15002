"""Badge codes: what the code of each person says, by the kind that was asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from brochure.codes import check_in, encoder, payloads
from brochure.codes.encoder import Matrix
from brochure.errors import AddressError, ProgrammeError
from brochure.people import People, Person
from brochure.problems import Place, Problem, error, warning

KINDS = ("none", "vcard", "address", "id")


def payloads_of(people: People, kind: str, key: bytes = b"") -> tuple[Mapping[int, str], list[Problem]]:
    """What the code of each person says, by the line of their row, and what there is to tell.

    ``kind`` is one of KINDS. A "vcard" holds what the list says of a person, for telephones; an
    "address" the one in the list; an "id" is sealed with ``key`` for check-in. Who has no address has
    no code, which is told. Raises ProgrammeError with all that is wrong.
    """
    persons = [person for person in people.persons if not person.blank]
    at = Place(people.where)
    if kind == "id":
        return _sealed(persons, key, at), []
    if kind == "address":
        found = {person.line: person.url for person in persons if person.url}
        bare = [person.line for person in persons if not person.url]
        if not found:
            raise ProgrammeError(error("badges-no-address", at=at))
        told = [warning("badges-without-code", at=at, count=len(bare), lines=bare[:8])] if bare else []
        return found, told
    if kind == "vcard":
        return _contacts(persons, at), []
    return {}, []


def matrices(texts: Mapping[int, str]) -> dict[int, Matrix]:
    """The code of each text, by the line of its person."""
    return {line: encoder.encode(text) for line, text in texts.items()}


def _contacts(persons: Sequence[Person], at: Place) -> Mapping[int, str]:
    found: dict[int, str] = {}
    problems: list[Problem] = []
    for person in persons:
        fields = {
            "name": person.name, "given": person.given, "family": person.family if person.given else "",
            "organisation": person.organisation, "role": person.position, "phone": person.phone,
            "email": person.email, "website": person.url,
        }  # fmt: skip
        try:
            found[person.line] = payloads.payload(
                "contact", {name: value for name, value in fields.items() if value}
            )
        except AddressError as caught:
            problems += (p.placed(Place(at.file, person.line)) for p in caught.problems)
    if problems:
        raise ProgrammeError(*problems)
    return found


def identities(persons: Sequence[Person], key: bytes) -> Mapping[int, str]:
    """The id of each person: what the list gives, else one made with the key.

    Two rows that say the same are two people, with an id each.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for person in persons:
        parts = (person.given, person.family, person.organisation, person.email)
        seen[parts] += 1
        own = person.identity or check_in.identity_for(key, *parts, str(seen[parts]))
        found[person.line] = own
    return found


def _sealed(persons: Sequence[Person], key: bytes, at: Place) -> Mapping[int, str]:
    owners: dict[str, list[int]] = defaultdict(list)
    named = identities(persons, key)
    for line, identity in named.items():
        owners[identity].append(line)
    problems = [
        error("badges-id-twice", at=Place(at.file, lines[1]), identity=identity, lines=lines)
        for identity, lines in owners.items()
        if len(lines) > 1
    ]
    if problems:
        raise ProgrammeError(*problems)
    return {line: check_in.sealed(identity, key) for line, identity in named.items()}
