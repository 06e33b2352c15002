"""The source of a page as it goes out, attached to its PDF: what was written for readers, and no more.

Front matter holds what its author did not mean to publish: comments, and keys of site generators that
brochure passes over: ``author`` with a mail address, ``last_modified_by``, ``params``. They are left
out; what remains says the same to brochure, and stands in the lines where it stood, so that problems
that are found in it name the lines of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brochure.reading import lenient_yaml, site_keys
from brochure.reading.fields import KEYS
from brochure.reading.front_matter import TOML_NAMES, compose, fences, steps

_KEPT = {key.lower() for key in (*KEYS, *site_keys.SAME, *site_keys.PICTURES, "publish", "status")}
"""The keys that a page is read from, in any capitals."""

_COMMENT = re.compile(r"#[^\n]*")
_BLOCK_COMMENT = re.compile(r"[|>][+-]?\d*[+-]?[ \t]+(?P<comment>#[^\n]*)")

_TOML_PIECE = re.compile(
    r"(?P<text>\"{3}(?:\\.|[^\\])*?(?:\"{3,5}|\Z)|'{3}.*?(?:'{3,5}|\Z)"
    r"|\"(?:\\.|[^\"\\\n])*+(?:\"|(?=\n)|\Z)|'[^'\n]*(?:'|(?=\n)|\Z))"
    r"|(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)",
    re.DOTALL,
)
"""What tells where a statement of TOML 1.0 ends: nothing in texts and comments does."""

_TOML_STATEMENT = re.compile(rf"\s*+(?P<table>\[{{1,2}})?\s*+{TOML_NAMES}")


class _Span(NamedTuple):
    """A piece of a text from ``start`` to ``end``."""

    start: int
    end: int


def public_source(text: str) -> str:
    """The page ``text`` without comments and unknown keys in its front matter; lines keep their place.

    Text that was written without front matter, or with one that cannot be read, is given back as it is.
    """
    lines = text.split("\n")
    start, end = fences(lines)
    if start is None or end is None:
        return text
    matter = "\n".join(lines[start + 1 : end]) + "\n"
    if lines[start].rstrip() == "---":
        matter = lenient_yaml.with_hashtags(matter)
        public = _public_yaml(matter)
    else:
        public = _without(matter, _private_toml(matter))
    return "\n".join([*lines[: start + 1], *public.split("\n")[:-1], *lines[end:]])


def _public_yaml(matter: str) -> str:
    from ruamel.yaml.error import YAMLError

    try:
        node, matter = compose(matter)
    except (YAMLError, ValueError, RecursionError):
        return matter  # which is told elsewhere
    pairs = node.value if node is not None and node.id == "mapping" else []
    ends = [key.start_mark.index for key, _ in pairs[1:]]
    ends += [value.end_mark.index for _, value in pairs[-1:]]
    private = [
        _Span(key.start_mark.index, end)
        for (key, _), end in zip(pairs, ends, strict=True)
        if str(key.value).lower() not in _KEPT
    ]
    return _without(matter, [*private, *_yaml_comments(matter)])


def _yaml_comments(matter: str) -> Iterator[_Span]:
    """The comments: what begins with "#" between two tokens, or behind the sign of a block of text."""
    from ruamel.yaml import YAML

    if "#" not in matter:
        return
    at = 0
    for token in YAML(typ="safe", pure=True).scan(matter):
        start, end = token.start_mark.index, token.end_mark.index
        for comment in _COMMENT.finditer(matter, at, max(at, start)):
            yield _Span(*comment.span())
        if found := _BLOCK_COMMENT.match(matter, start, end):
            yield _Span(*found.span("comment"))
        at = max(at, end)
    for comment in _COMMENT.finditer(matter, at):
        yield _Span(*comment.span())


def _private_toml(matter: str) -> Iterator[_Span]:
    """The comments, and the statements of unknown keys and tables."""
    start, depth, table = 0, 0, ""
    for piece in _TOML_PIECE.finditer(matter):
        depth += {"open": 1, "close": -1}.get(str(piece.lastgroup), 0)
        if piece["comment"]:
            yield _Span(*piece.span())
        if not piece["end"] or depth:
            continue
        if found := _TOML_STATEMENT.match(matter, start, piece.end()):
            name = steps(found[2])[0]
            if found["table"]:
                table = str(name)
            if (table or str(name)).lower() not in _KEPT:
                yield _Span(start, piece.end())
        start = piece.end()


def _without(text: str, spans: Iterable[_Span]) -> str:
    """``text`` without ``spans``; their lines stay, without spaces at their ends."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            kept = text[at : max(at, start)]
            left = "\n" * text.count("\n", max(at, start), end)
            parts += [kept.rstrip(" \t") if text[end : end + 1] == "\n" else kept, left]
            at = end
    return "".join([*parts, text[at:]])
