"""Values of lists: what guarded processes say of a table, and what is chosen for its sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from brochure.errors import SourceError
from brochure.problems import Place, Problem, error
from brochure.reading.head_names import Kind

KINDS: Sequence[Kind] = ("programme", "people")
"""What the rows of a list are."""

SHEETS: Mapping[str, Sequence[str]] = {
    "programme": (
        "agenda", "grid", "rooms", "door-signs", "labels", "badges", "table-tents", "web", "codes",
    ),
    "people": ("badges", "tents", "list", "certificates"),
}  # fmt: skip
"""What can be made of a list, by its kind: the sheets of `brochure events`, with its files of codes,
and those of `brochure badges`."""

USUAL_SHEETS: Mapping[str, Sequence[str]] = {
    "programme": ("agenda", "grid", "rooms"), "people": ("badges", "list"),
}  # fmt: skip

MOST_TEXT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A file that was taken in: the CSV file that is made of it, and what it is."""

    data: bytes = field(repr=False)
    kind: str
    lang: str
    title: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: the ``name`` that its file gave it, the ``head`` it has now, its ``field`` or ""."""

    name: str
    head: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A row that begins in a ``line`` of the file, and what is wrong with it."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeen:
    """A list as it is shown: ``above`` stands over its head, ``problems`` are of no row.

    ``count`` is of how many sessions or people it is; 0 where it cannot be read as a whole.
    """

    columns: tuple[Column, ...]
    above: tuple[str, ...]
    rows: tuple[SeenRow, ...]
    problems: tuple[Problem, ...]
    count: int

    @property
    def faults(self) -> int:
        """How many errors there are."""
        every = [*self.problems, *(p for row in self.rows for p in row.problems)]
        return sum(problem.severity == "error" for problem in every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is chosen for a list: the options of the command line, as it calls them.

    ``origin`` is the file that was brought, whose ``sheet`` was taken; "" for all that list something.
    """

    kind: str = "programme"
    origin: str = ""
    sheets_there: tuple[str, ...] = ()
    sheet: str = ""
    lang: str = "fr"
    title: str = ""
    dates: str = ""
    place: str = ""
    signed_by: str = ""
    theme: str = "agora"
    sheets: tuple[str, ...] = ()
    paper: str = "A4"
    labels: str = "3x8"
    form: str = "a7"
    names: str = "whole"
    sort: str = ""
    code: str = "none"

    @property
    def reading(self) -> dict[str, Any]:
        """What reading is told."""
        if self.kind == "people":
            return {
                "lang": self.lang, "title": self.title, "dates": self.dates, "place": self.place,
                "signed_by": self.signed_by, "sort": self.sort,
            }  # fmt: skip
        return {"lang": self.lang, "title": self.title}

    @property
    def made(self) -> tuple[str, ...]:
        """The sheets that are wanted, in their order; the usual ones where none were chosen."""
        own = tuple(name for name in SHEETS[self.kind] if name in self.sheets)
        return own if {*own} - {"codes"} else (*USUAL_SHEETS[self.kind], *own)

    def command(self, file: str) -> list[str]:
        """The command that makes the same of the list in ``file``."""
        said = {"--lang": self.lang, "--theme": self.theme, "--paper": self.paper}
        names = [name for name in self.made if name != "codes"]
        if self.kind == "people":
            said |= {
                "--event": self.title, "--dates": self.dates, "--place": self.place,
                "--signed-by": self.signed_by, "--format": self.form, "--names": self.names,
                "--sort": self.sort, "--code": self.code, "--paper": self.paper.lower(),
            }  # fmt: skip
        else:
            said |= {"--title": self.title, "--labels": self.labels}
        options = [word for pair in said.items() if pair[1] for word in pair]
        bare = ["--no-code-files"] if self.kind == "programme" and "codes" not in self.made else []
        verb = "badges" if self.kind == "people" else "events"
        return [verb, file, "--sheets", ",".join(names), *options, *bare]

    def with_choice(self, name: str, value: Any, choices: Mapping[str, Sequence[str]]) -> Options:
        """The same with another ``value`` of what is called ``name``. Raises SourceError.

        ``choices`` are the values that there are; what is in none of them is a text in one line.
        """
        at = Place(key=name)
        if name == "sheets":
            wanted = [str(one) for one in value] if isinstance(value, list) else []
            return replace(self, sheets=tuple(n for n in SHEETS[self.kind] if n in wanted))
        if name not in {"title", "dates", "place", "signed_by", *choices}:
            raise SourceError(error("list-edit"))
        text = " ".join(str(value).split())
        if name in choices and text not in choices[name]:
            raise SourceError(error("choice-unknown", at=at, given=text[:40], known=[*choices[name]]))
        if len(text) > MOST_TEXT:
            raise SourceError(error("text-long", at=at, count=len(text), most=MOST_TEXT))
        chosen: dict[str, Any] = {name: text}
        return replace(self, **chosen)

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Options:
        """What `to_json` gave. Raises TypeError and ValueError for others."""
        given: dict[str, Any] = {}
        for one in fields(cls):
            value = row.get(one.name, one.default)
            is_list = isinstance(one.default, tuple)
            if not isinstance(value, list | tuple if is_list else str):
                raise TypeError(one.name)
            given[one.name] = tuple(map(str, value)) if is_list else value
        if given["kind"] not in KINDS:
            raise ValueError(given["kind"])
        return cls(**given)
