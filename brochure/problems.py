"""Problems: what is wrong, where, and with which numbers, as values. Sentences come from catalogues.

    raise OutputError(error("output-place-taken", at=Place(file=str(path))))

An error carries problems (`brochure.errors`); warnings and findings are problems too. Nothing is put
into words before somebody reads it, so that the reader chooses the language.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, NewType, TypeAlias

from brochure import messages

Severity = Literal["error", "warning", "note"]
Value: TypeAlias = "str | int | float | bool | Text | tuple[Value, ...]"
Given: TypeAlias = "Value | Path | Sequence[Value]"
"""What may be given for a field; paths become texts, and lists tuples."""

Id = NewType("Id", str)
"""Marks the ids in a table, for calls that cannot name theirs: ``error(TABLE[kind], …)``."""

RESERVED = frozenset({"id", "at"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: what is known of it. ``Place()`` is nowhere.

    ``file`` is a name as the user wrote it, ``line`` counts from 1, ``key`` is one of a front matter or
    theme ("accounts.x", "figures[2].value"), BODY, or the title of a list's entry, ``product`` one of a
    kit, ``page`` the number of a PDF's page, from 1.
    """

    file: str = ""
    line: int | None = None
    key: str = ""
    product: str = ""
    page: int | None = None

    def filled(self, other: Place) -> Place:
        """The place, with what it does not say taken from ``other``; a line goes with its file."""
        mine = self.row()
        more = {name: value for name, value in other.row().items() if name not in mine}
        if mine.get("file", other.file) != other.file:
            more.pop("line", None)
        return replace(self, **more)

    def row(self) -> dict[str, Any]:
        """What is known, as JSON values."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


NOWHERE = Place()

BODY = "body"
"""The key of what stands below the front matter: for editors; in sentences the line says it."""


class Fields(Mapping[str, Value]):
    """The fields of a sentence, by name: a mapping that does not change and can be hashed."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Given]) -> None:
        if taken := RESERVED & values.keys():
            raise TypeError(f"fields cannot be named {sorted(taken)}")
        self._values = {name: _frozen(values[name]) for name in sorted(values)}

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(tuple(self._values.items()))

    def __repr__(self) -> str:
        return repr(self._values)

    def row(self) -> dict[str, Any]:
        """The fields as JSON values; a Text is ``{"text": id, "fields": {…}}``, a tuple a list."""
        return {name: _json(value) for name, value in self.items()}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Fields:
        """The fields that ``row`` gave."""
        return cls({name: _value(value) for name, value in row.items()})


def _frozen(value: Given) -> Value:
    if isinstance(value, str | int | float | Text):
        return value
    if isinstance(value, Sequence):
        return tuple(_frozen(item) for item in value)
    return str(value)


def _json(value: Value) -> Any:
    if isinstance(value, Text):
        return {"text": value.id, "fields": value.fields.row()}
    return [_json(item) for item in value] if isinstance(value, tuple) else value


def _value(json: Any) -> Value:
    if isinstance(json, dict):
        return Text(json["text"], **Fields.of_row(json["fields"]))
    if isinstance(json, list):
        return tuple(_value(item) for item in json)
    value: Value = json
    return value


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """A piece of a sentence, from the catalogues as well: ``side=Text("side-left")``."""

    id: str
    fields: Fields

    def __init__(self, id: str, **fields: Given) -> None:  # noqa: A002
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "fields", Fields(fields))

    def render(self, language: str = "") -> str:
        """The text in ``language``, or in the current one."""
        return messages.render(self.id, self.fields, language)

    def __str__(self) -> str:
        return self.render()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing. Make it with ``error``, ``warning`` or ``note``.

    ``id`` names its sentence in the catalogues, ``id:out`` the way out; ``fields`` are set into both.
    """

    id: str
    fields: Fields = field(default_factory=lambda: Fields({}))
    place: Place = NOWHERE
    severity: Severity = "error"

    def sentence(self, language: str = "") -> str:
        """The whole in ``language``, or the current one: "file:line: what; way out".

        Of the place, product, page and key follow the line, unless the sentence itself names them as
        {product}, {page} or {key}.
        """
        what, way_out = self.what(language), self.way_out(language)
        if way_out:
            what = messages.render("joined", {"what": what, "way_out": way_out}, language)
        return ": ".join([*self._prefixes(language), what])

    def what(self, language: str = "") -> str:
        """What is wrong, in ``language`` or the current one."""
        return messages.render(self.id, self._known(), language)

    def way_out(self, language: str = "") -> str:
        """What to do about it, or ""."""
        return messages.render(f"{self.id}:out", self._known(), language)

    def text(self) -> Text:
        """What is wrong and what to do, as a field of another sentence: ``reason=problem.text()``."""
        what, way_out = (Text(id_, **self._known()) for id_ in (self.id, f"{self.id}:out"))
        return Text("joined", what=what, way_out=way_out) if self.way_out("en") else what

    def placed(self, place: Place) -> Problem:
        """The problem at ``place``, as far as its own does not say."""
        return replace(self, place=self.place.filled(place))

    def row(self) -> dict[str, Any]:
        """The problem as JSON values, in no language: for manifests, which are the same for all."""
        return {
            "id": self.id, "severity": self.severity, "fields": self.fields.row(),
            "place": self.place.row(),
        }  # fmt: skip

    def to_json(self, language: str = "") -> dict[str, Any]:
        """``row``, with "message" and "way_out" in ``language`` or the current one."""
        return self.row() | {"message": self.what(language), "way_out": self.way_out(language)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Problem:
        """The problem that ``row`` or ``to_json`` gave. Raises KeyError, TypeError or ValueError."""
        if row["severity"] not in ("error", "warning", "note"):
            raise ValueError(row["severity"])
        known = {f.name for f in fields(Place)}
        place = Place(**{name: value for name, value in row["place"].items() if name in known})
        return cls(row["id"], Fields.of_row(row["fields"]), place, row["severity"])

    def __str__(self) -> str:
        return self.sentence()

    def _known(self) -> dict[str, Value]:
        """The fields, and what of the place a sentence may name."""
        place = self.place.row()
        return {name: place[name] for name in ("product", "page", "key") if name in place} | {
            **self.fields
        }

    def _prefixes(self, language: str) -> Iterator[str]:
        place = self.place
        if place.file:
            yield f"{place.file}:{place.line}" if place.line else place.file
        named = messages.names(self.id, language) - self.fields.keys()
        if place.product and "product" not in named:
            yield place.product
        if place.page and "page" not in named:
            yield messages.render("place-page", {"page": place.page}, language)
        if place.key not in {"", BODY} and "key" not in named:
            yield place.key


def error(id: str, *, at: Place = NOWHERE, **fields: Given) -> Problem:  # noqa: A002
    """A problem for which something cannot be made or used."""
    return Problem(id, Fields(fields), at, "error")


def warning(id: str, *, at: Place = NOWHERE, **fields: Given) -> Problem:  # noqa: A002
    """A problem for a person to judge."""
    return Problem(id, Fields(fields), at, "warning")


def note(id: str, *, at: Place = NOWHERE, **fields: Given) -> Problem:  # noqa: A002
    """Something worth knowing, with nothing wrong."""
    return Problem(id, Fields(fields), at, "note")


_REASONS = {
    errno.EACCES: Id("os-eacces"), errno.EDQUOT: Id("os-edquot"), errno.EEXIST: Id("os-eexist"),
    errno.EFBIG: Id("os-efbig"), errno.EISDIR: Id("os-eisdir"),
    errno.ENAMETOOLONG: Id("os-enametoolong"),
    errno.ENOENT: Id("os-enoent"), errno.ENOSPC: Id("os-enospc"), errno.ENOTDIR: Id("os-enotdir"),
    errno.EPERM: Id("os-eperm"), errno.EROFS: Id("os-erofs"),
}  # fmt: skip
"""What machines refuse every day; they say so in English, whatever the language of messages."""


class RefusedFileError(OSError):
    """A file that there is and that brochure does not read; ``why`` says it."""

    def __init__(self, why: Text) -> None:
        super().__init__(str(why))
        self.why = why


class LargeFileError(RefusedFileError):
    """A file of more bytes than brochure reads."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(Text("file-too-large", bytes=count, most=most))


def reason(caught: OSError) -> Text | str:
    """Why the machine refused, as a field: ``error("file-not-written", reason=reason(caught))``."""
    if isinstance(caught, RefusedFileError):
        return caught.why
    known = _REASONS.get(caught.errno or 0)
    return Text(known) if known else caught.strerror or str(caught)


def plain(text: str, *, at: Place = NOWHERE, severity: Severity = "error") -> Problem:
    """A problem whose sentence is ``text``, in the language it is in: from code without a catalogue."""
    return replace(error("plain", at=at, text=text), severity=severity)
