"""Values of a front matter: a text, a list, a table; what is wrong is collected, with line and key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from brochure import validation
from brochure.errors import SourceError
from brochure.problems import Place, Problem, error, warning
from brochure.reading.front_matter import FrontMatter, Path, key_of, path_of

Noun = TypeVar("Noun")

_AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})


class Values:
    """The values of one front matter, and the ``problems`` met while they were asked for.

    A method that cannot give what is asked for adds a problem, with file, line and key, and gives an
    empty value, so that reading goes on and meets all that is wrong. ``where`` is the file's name.
    """

    outer: Collection[str] = ()
    """Keys of the whole page, which somebody may have written into a table."""

    def __init__(self, matter: FrontMatter, where: str) -> None:
        self.matter = matter
        self.where = where
        self.problems: list[Problem] = list(matter.problems)

    def add(self, problem: Problem, path: Path) -> None:
        """Add ``problem``, which is about the value at ``path``."""
        place = Place(self.where, self.matter.line(path), key_of(path))
        self.problems.append(replace(problem, place=place.filled(problem.place)))

    def make(
        self, noun: Callable[..., Noun], fields: Mapping[str, Any], at: str = "",
        renamed: Mapping[str, str] = _AS_THEY_ARE,
    ) -> Noun | None:  # fmt: skip
        """``noun(**fields)``, whose fields are keys below ``at``; None, with its problems, if wrong.

        ``renamed`` gives fields that front matter calls otherwise: ``{"name": "file"}``. If a key has a
        problem already, its value is a makeshift, and what the noun says of it is passed over.
        """
        try:
            return noun(**fields)
        except SourceError as caught:
            self.add_all(caught.problems, at, renamed)
            return None

    def add_all(
        self, problems: Iterable[Problem], at: str = "", renamed: Mapping[str, str] = _AS_THEY_ARE
    ) -> None:
        """Add problems of fields below the key ``at``, but for keys that have one already."""
        known = {problem.place.key for problem in self.problems if problem.severity == "error"}
        for problem in problems:
            key = _written(problem.place.key, renamed)
            key = f"{at}.{key}" if at else key
            if key not in known:
                self.add(problem, path_of(key))

    def has_problem(self, key: str) -> bool:
        """Whether something is wrong with the value of ``key`` already."""
        return any(p.place.key == key and p.severity == "error" for p in self.problems)

    def get(self, path: Path) -> Any:
        """The value at ``path``; None where there is none."""
        value: Any = self.matter.tree
        for step in path:
            value = value.get(step) if isinstance(value, dict) else value[step]
        return value

    def tell_unknown(self, table: Iterable[str], known: Collection[str], path: Path = ()) -> None:
        """Add a warning for each key of ``table`` that is not ``known`` and looks like one that is.

        In a table that may be a key of the whole page: "credit" of a picture is the page's "credits".
        The others have one warning together: they are of other programs, or nobody can guess them.
        """
        from difflib import get_close_matches

        others = []
        for key in (key for key in table if key not in known):
            near = {name.lower(): name for name in sorted(known)}
            outer = {name.lower(): name for name in sorted(self.outer)} if path else {}
            if found := get_close_matches(key.lower(), near, n=1, cutoff=0.7):
                self.add(warning("key-unknown-near", near=near[found[0]]), (*path, key))
            elif found := get_close_matches(key.lower(), outer, n=1, cutoff=0.7):
                self.add(warning("key-unknown-here", near=outer[found[0]]), (*path, key))
            else:
                others.append(key)
        if len(others) == 1:
            self.add(warning("key-unknown"), (*path, others[0]))
        elif others:
            keys = [key_of((*path, key)) for key in others]
            at = Place(self.where, self.matter.line((*path, others[0])))
            self.problems.append(warning("keys-unknown", at=at, keys=keys))

    def text(self, path: Path, most: int) -> str:
        """The text at ``path`` in one line, of at most ``most`` characters; "" where there is none."""
        value = self.get(path)
        if value is None:
            return ""
        if isinstance(value, str):
            value = value.strip().replace("\n", " ")
        for problem in validation.check_text(value, "", most=most):
            self.add(problem, path)
            return ""
        return str(value)

    def needed(self, path: Path, most: int, example: str) -> str:
        """The text at ``path``, which must be there."""
        before = len(self.problems)
        text = self.text(path, most)
        if not text and len(self.problems) == before:
            self.add(error("text-missing", name=str(path[-1]), example=example), path)
        return text

    def table(self, key: str, otherwise: Problem, keys: Sequence[str] = ()) -> Mapping[str, Any] | None:
        """The table at ``key``, which has some of ``keys``; none given are any.

        What is no table has the problem ``otherwise``, and gives None as what is not there does.
        """
        value = self.get((key,))
        if isinstance(value, dict):
            if keys:
                self.tell_unknown(value, keys, (key,))
            return value
        if value is not None:
            self.add(otherwise, (key,))
        return None

    def entries(self, key: str) -> list[Any]:
        """The list at ``key``; empty where there is none."""
        return self._list((key,))

    def _list(self, path: Path) -> list[Any]:
        value = self.get(path)
        if value is None:
            return []
        if not isinstance(value, list):
            self.add(error("list-kind"), path)
            return []
        return value

    def tables(self, key: str, keys: Sequence[str]) -> Iterator[int]:
        """The numbers of the tables in the list at ``key``, which have these ``keys``."""
        yield from self.tables_at((key,), keys)

    def tables_at(self, path: Path, keys: Sequence[str]) -> Iterator[int]:
        """The same of the list at ``path``, within another table."""
        for i, entry in enumerate(self._list(path)):
            if isinstance(entry, dict):
                self.tell_unknown(entry, keys, (*path, i))
                yield i
            else:
                self.add(error("entry-keys", keys=keys), (*path, i))


def _written(key: str, renamed: Mapping[str, str]) -> str:
    """The key that front matter has for the field ``key`` of a noun, or for a part of it."""
    for field, own in renamed.items():
        if key == field or key.startswith((f"{field}[", f"{field}.")):
            return own + key.removeprefix(field)
    return key
