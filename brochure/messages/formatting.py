"""Formatting: fields are set into sentences as each language writes numbers and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Protocol, TypeAlias

from brochure.messages import catalogues

STRICT = False
"""Whether an unknown id or a missing field raises, for tests. Users are shown id and fields instead."""


class Renderable(Protocol):
    """A field that has a sentence of its own, such as `brochure.problems.Text`."""

    def render(self, language: str = "") -> str:
        """The text in ``language``."""


Value: TypeAlias = "str | int | float | bool | Renderable | tuple[Value, ...]"

_SIGNS = {"en": {}, "fr": str.maketrans({",": "\u202f", ".": ",", "%": "\u202f%"})}
"""From the signs of `format` to a language's (Unicode CLDR: decimal, group and percent patterns)."""

_LISTS = {"": "and", "and": "and", "or": "or", "commas": ""}
"""What joins the last two of a list, by the format's name."""


def render(id: str, fields: Mapping[str, Value], language: str) -> str:  # noqa: A002
    """The sentence ``id`` of ``language`` with ``fields`` set in; English where ``language`` has none.

    A sentence that is not in the catalogues, or asks for a field that is not there, must not hide the
    problem it is about: id and fields are shown as they are. Raises LookupError where STRICT.
    """
    template = _template(id, fields, language)
    if not template and id.endswith(":out"):
        return ""
    try:
        if not template:
            raise LookupError("no such message")
        return _Writer(language).vformat(template, (), fields)
    except (LookupError, ValueError) as fault:
        if STRICT:
            raise LookupError(f"message {id!r} in {language!r}: {fault}") from fault
    if id.endswith(":out"):
        return ""
    shown = ", ".join(f"{name}={value}" for name, value in fields.items())
    return f"{id} ({shown})" if shown else id


def names(id: str, language: str) -> frozenset[str]:  # noqa: A002
    """The fields that the sentence ``id`` of ``language`` and its way out name."""
    both = (_template(id, {}, language), _template(f"{id}:out", {}, language))
    return frozenset(name for text in both for _, name, _, _ in Formatter().parse(text) if name)


def _template(id: str, fields: Mapping[str, Value], language: str) -> str:  # noqa: A002
    count = fields.get("count")
    whole = count if isinstance(count, int) else None
    return catalogues.find(id, language, whole) or catalogues.find(id, "en", whole)


class _Writer(Formatter):
    """Python's format strings, writing numbers, lists and nested texts as ``language`` does."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Value, format_spec: str) -> str:
        if isinstance(value, str):
            return format(value, format_spec)
        if isinstance(value, bool):
            return (
                render("word-yes", {}, self.language) if value else render("word-no", {}, self.language)
            )
        if isinstance(value, int | float):
            form = format_spec or ("g" if isinstance(value, float) else "")
            return format(value, form).translate(_SIGNS[self.language])
        if isinstance(value, tuple):
            return self._listed([self.format_field(item, "") for item in value], _LISTS[format_spec])
        return value.render(self.language)

    def _listed(self, items: Sequence[str], joint: str) -> str:
        if not joint or len(items) < 2:
            return ", ".join(items)
        first, last = ", ".join(items[:-1]), items[-1]
        if joint == "or":
            return render("list-or", {"first": first, "last": last}, self.language)
        return render("list-and", {"first": first, "last": last}, self.language)
