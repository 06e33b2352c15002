"""Mends: for a problem of which the way out is known, the edits that take it, for a button beside it.

A table of functions by the problem's id. Each is given the problem and what the page says, and gives
mends, or none where the page is not as it seems. Nothing is mended that takes a judgement: words that
are missing, facts, what should be left out of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from brochure.networks.link_previews import shortened
from brochure.problems import Problem, Text
from brochure.reading.front_matter import path_of
from brochure.studio.values import Inspection

Edit = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mend:
    """What a button says, and the edits that it makes."""

    label: Text
    edits: tuple[Edit, ...]

    def row(self) -> dict[str, Any]:
        """The same as JSON values, in the current language of messages."""
        return {"label": str(self.label), "edits": [*self.edits]}


def mends_of(problem: Problem, found: Inspection) -> list[dict[str, Any]]:
    """The mends of ``problem``, as JSON values."""
    mend = _TABLE.get(problem.id)
    return [one.row() for one in mend(problem, found)] if mend else []


def value_at(fields: Mapping[str, Any], key: str) -> Any:
    """The value that a page's fields have at ``key`` ("figures[1].label"); None where there is none."""
    path = path_of(key)
    steps: Sequence[str | int] = path
    if len(path) > 1 and f"{path[0]}.{path[1]}" in fields:
        steps = (f"{path[0]}.{path[1]}", *path[2:])
    value: Any = fields
    for step in steps:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _set(key: str, value: Any) -> Edit:
    return {"set": key, "value": value}


def _use(key: str, value: str) -> Mend:
    return Mend(Text("studio-mend-use", value=value), (_set(key, value),))


def _removed(problem: Problem, found: Inspection) -> Iterator[Mend]:
    if value_at(found.fields, problem.place.key) is not None:
        yield Mend(Text("studio-mend-remove"), (_set(problem.place.key, None),))


def _shortened(problem: Problem, found: Inspection) -> Iterator[Mend]:
    most, text = problem.fields["most"], value_at(found.fields, problem.place.key)
    if isinstance(text, str) and isinstance(most, int) and len(text) > most:
        short = shortened(text, most)
        yield Mend(Text("studio-mend-shorten", count=most), (_set(problem.place.key, short),))


def _first_of(problem: Problem, found: Inspection) -> Iterator[Mend]:
    most, items = problem.fields["most"], value_at(found.fields, problem.place.key)
    if isinstance(items, list) and isinstance(most, int) and len(items) > most:
        yield Mend(Text("studio-mend-first", count=most), (_set(problem.place.key, items[:most]),))


def _nearest(problem: Problem, found: Inspection) -> Iterator[Mend]:
    """The known words that are like the one given, or all where there are three or fewer."""
    known, given = problem.fields["known"], str(problem.fields["given"])
    words = [str(word) for word in known] if isinstance(known, tuple) else []
    near = get_close_matches(given.lower(), words, n=2, cutoff=0.5)
    if value_at(found.fields, problem.place.key) is not None:
        yield from (_use(problem.place.key, word) for word in near or words[:3])


def _named(field: str) -> Callable[[Problem, Inspection], Iterator[Mend]]:
    """Use what the problem's own ``field`` says."""

    def mend(problem: Problem, found: Inspection) -> Iterator[Mend]:
        if (value := str(problem.fields[field])) and problem.place.key:
            yield _use(problem.place.key, value)

    return mend


def _renamed(problem: Problem, found: Inspection) -> Iterator[Mend]:
    near, key = str(problem.fields["near"]), problem.place.key
    value = value_at(found.fields, key)
    other = f"{key[: -len(str(path_of(key)[-1]))]}{near}"
    if value is not None and value_at(found.fields, other) is None:
        edits = (_set(key, None), _set(other, value))
        yield Mend(Text("studio-mend-rename", name=near), edits)


def _swapped(problem: Problem, found: Inspection) -> Iterator[Mend]:
    starts, ends = (value_at(found.fields, f"event.{name}") for name in ("starts", "ends"))
    if isinstance(starts, str) and isinstance(ends, str):
        edits = (_set("event.starts", ends), _set("event.ends", starts))
        yield Mend(Text("studio-mend-swap"), edits)


def _secure(problem: Problem, found: Inspection) -> Iterator[Mend]:
    text = value_at(found.fields, problem.place.key)
    if isinstance(text, str) and text.lower().startswith("http://"):
        yield _use(problem.place.key, f"https://{text[7:]}")


def _comment_kept(problem: Problem, found: Inspection) -> Iterator[Mend]:
    """What stands after a "#" is meant as text: the value is written anew, with it."""
    key, comment = problem.place.key, str(problem.fields["comment"])
    text = value_at(found.fields, key)
    if isinstance(text, str):
        edits = (_set(key, None), _set(key, f"{text} {comment}"))
        yield Mend(Text("studio-mend-text"), edits)


def _without_controls(problem: Problem, found: Inspection) -> Iterator[Mend]:
    """The source was read with spaces in the place of what cannot be printed."""
    yield Mend(Text("studio-mend-remove"), ({"source": found.source},))


def _letters(problem: Problem, found: Inspection) -> Iterator[Mend]:
    given, meant = str(problem.fields["given"]), str(problem.fields["meant"])
    if given and given in found.source:
        text = found.source.replace(given, meant)
        yield Mend(Text("studio-mend-use", value=meant), ({"source": text},))


def _in_line(problem: Problem, found: Inspection, old: str, new: str) -> Iterator[Edit]:
    """The body with ``new`` in the place of ``old`` in the problem's line."""
    lines = found.body.split("\n")
    at = (problem.place.line or 0) - found.body_line
    if 0 <= at < len(lines) and old and old in lines[at]:
        lines[at] = lines[at].replace(old, new, 1)
        yield {"body": "\n".join(lines)}


def _whole_address(problem: Problem, found: Inspection) -> Iterator[Mend]:
    url, whole = str(problem.fields["url"]), str(problem.fields["whole"])
    for edit in _in_line(problem, found, f"({url}", f"({whole}"):
        yield Mend(Text("studio-mend-use", value=whole), (edit,))


def _anchor(problem: Problem, found: Inspection) -> Iterator[Mend]:
    old, near = str(problem.fields["anchor"]), str(problem.fields["near"])
    for edit in _in_line(problem, found, f"#{old.lstrip('#')}", f"#{near.lstrip('#')}"):
        yield Mend(Text("studio-mend-use", value=near), (edit,))


def _link_as_text(problem: Problem, found: Inspection) -> Iterator[Mend]:
    """The words of a link that leads nowhere, without it."""
    lines = found.body.split("\n")
    at = (problem.place.line or 0) - found.body_line
    if not 0 <= at < len(lines):
        return
    end = lines[at].find(f"]({problem.fields['url']}")
    start = lines[at].rfind("[", 0, end)
    close = lines[at].find(")", end)
    if 0 <= start < end < close and lines[at][start - 1 : start] != "!":
        words = lines[at][start + 1 : end]
        lines[at] = f"{lines[at][:start]}{words}{lines[at][close + 1 :]}"
        yield Mend(Text("studio-mend-text"), ({"body": "\n".join(lines)},))


_TABLE: Mapping[str, Callable[[Problem, Inspection], Iterator[Mend]]] = {
    "text-long": _shortened,
    "list-long": _first_of,
    "choice-unknown": _nearest,
    "key-unknown-near": _renamed,
    "slug-form": _named("example"),
    "hashtag-form": _named("example"),
    "lang-doubtful": _named("told"),
    "accent-unknown": _named("taken"),
    "motif-not-drawn": _named("taken"),
    "span-backwards": _swapped,
    "address-http": _secure,
    "event-name-unseen": _removed,
    "subtitle-unseen": _removed,
    "entry-twice": _removed,
    "value-comment": _comment_kept,
    "source-control": _without_controls,
    "source-twice": _letters,
    "body-link-relative": _whole_address,
    "body-anchor-unknown": _anchor,
    "body-link-nowhere": _link_as_text,
}
