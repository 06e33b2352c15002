"""A report of about forty pages, in French, made anew each time and always the same.

Chapters with sections, tables, footnotes, quotations, lists and figures about invented communes: long
enough to show a composer what a document of an administration is. Every sentence says something, every
number of a table is the one that its text speaks of. The texts are in ``long_report.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Subject(NamedTuple):
    """A chapter: its title, who is in charge, what is done, where, and what is counted."""

    title: str
    service: str
    work: str
    places: tuple[str, str, str]
    counted: str
    start: int
    growth: int
    cost: int
    said: str
    by: str


QUARTERS = ("Premier", "Deuxième", "Troisième", "Quatrième")


def _texts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def forty_pages(rounds: int = 4) -> str:
    """The report as Markdown: all subjects, told of in as many ``rounds`` of sections."""
    texts = _texts()
    subjects = [Subject(**{**row, "places": tuple(row["places"])}) for row in texts["subjects"]]
    chapters = (_chapter(subject, number, rounds, texts) for number, subject in enumerate(subjects))
    return "\n\n".join((texts["head"], *(part for chapter in chapters for part in chapter)))


def _chapter(
    subject: Subject, number: int, rounds: int, texts: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    a, b, c = subject.places
    numbers = [subject.start + subject.growth * quarter for quarter in range(4)]
    said = {
        "service": subject.service, "Service": subject.service[0].upper() + subject.service[1:],
        "work": subject.work, "a": a, "b": b, "c": c, "a_": _at(a), "b_": _at(b), "c_": _at(c),
        "counted": subject.counted,
        "n1": numbers[0], "n4": numbers[3], "cost": subject.cost,
    }  # fmt: skip
    yield f"## {subject.title}"
    yield "### Ce qui était prévu"
    first, second, *rest = (text.format(**said) for text in texts["openings"])
    yield f"{first}[^{number}]"
    yield second
    yield "### Ce qui a été fait"
    yield from rest
    yield _table(subject, numbers)
    for round_ in range(rounds):
        if round_:
            yield f"### {_at(subject.places[round_ % 3])}, la suite"
        told = texts["told"]
        turned = (*told[(number + 5 * round_) % len(told) :], *told)
        yield from (text.format(**said) for text in turned[: len(told) - 3])
        if round_ == 0:
            yield f"> {subject.said}\n>\n> {subject.by}"
        if round_ == 1:
            yield _list(subject.places)
    yield "### Ce qui reste à faire"
    yield from (text.format(**said) for text in texts["remains"])
    yield f"[^{number}]: Délibération du 1{number % 10} mars 2026, disponible en mairie et en ligne."


def _at(place: str) -> str:
    """The place with "à" before it, as a sentence begins."""
    for article, said in (("les ", "Aux "), ("le ", "Au ")):
        if place.startswith(article):
            return said + place.removeprefix(article)
    return f"À {place}"


def _table(subject: Subject, numbers: Sequence[int]) -> str:
    rows = (
        f"| {name} | {count} | {subject.cost * (quarter + 4) // 22} |"
        for quarter, (name, count) in enumerate(zip(QUARTERS, numbers, strict=True))
    )
    return "\n".join(
        (f"| Trimestre | {subject.counted.capitalize()} | Milliers d’euros |", "|---|---:|---:|", *rows)
    )


def _list(places: Sequence[str]) -> str:
    states = (
        "terminé, réceptionné, ouvert",
        "terminé, quelques reprises",
        "à l’étude, autorisation demandée",
    )
    return "\n".join(f"- {place} : {state} ;" for place, state in zip(places, states, strict=True))
