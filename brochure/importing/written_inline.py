r"""Inline text as Markdown: no sign of the words becomes markup, whatever it is.

    inline((Text("2*3 "), Strong((Text("oui"),))))  # "2\*3 **oui**"

Beyond CommonMark, `brochure.text` understands what generators, scholars and editors write: every sign
that could start any of it is escaped. Where marks of emphasis could not stand beside their neighbours
(CommonMark 0.31, 6.2), tags do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from brochure.importing.imported import (
    ELEMENTS,
    Break,
    CodeSpan,
    Element,
    Emphasis,
    Inline,
    Inlines,
    Link,
    NoteMark,
    Strong,
    Sub,
    Sup,
    Text,
    plain,
)
from brochure.reading import word_signs

_NEVER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no page may hold: control characters, halves of surrogate pairs, and no characters at all."""

_MARKS = re.compile(
    r"[\\`*\[\]<{}~^$]"
    r"|_(?![^\W_])|(?<![^\W_])_"  # within a word it is a letter
    r"|=(?==)|(?<==)=|(?<=\))=|\+(?=\+)|(?<=\+)\+|%(?=%)|(?<=%)%"
    r"|(?<![\w:]):(?=[a-z+-][a-z0-9_+-]+:)"  # :smile:
    r"|&(?=#?\w+;)"
    r"|@(?=(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|def|exm|nte|tip|wrn|imp)[-:])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"@(?=ref\()")

_LINE_STARTS = re.compile(
    r"(?P<sign>[#+=:!?>|-])"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)"
    r"|(?P<slashes>/)(?=//)"
    r"|(?P<caption>[Tt]able ?)(?P<colon>:)(?=[ \t])"
    r"|(?P<key>collapsed|id)(?P<colons>::)"
    r"|\((?=[\w-]+\)\\?=$)"
)
_IMPORT = re.compile(r"(?P<before>import\s(?:(?!import\s)[^\"'\n])*+)(?P<quote>[\"'])")
_EXPORT = re.compile(r"e(?=xport\s+(?:const|let|default|function|async)\b)")
_BULLETS = re.compile("[•◦▪‣●○■□–\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc](?=\\s|\\S)")
_NAMES = {"•": "&bull;", "–": "&ndash;"}
_BOX = re.compile(r"\\\[([ xX])\\\](?=[ \u00a0])")

_SAFE_IN_ADDRESS = "!#$%&'*+,/:;=?@~-._[]"


def clean(text: str) -> str:
    """``text`` as a page may hold it: NFC, without control characters and signs that mean nothing.

    Runs of white space are one space; no-break spaces stay.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", word_signs.mapped(text))
    return _NEVER.sub("", re.sub("[ \t\n\r\f\v\u2028\u2029]+", " ", text))


def clean_lines(text: str) -> str:
    """``text``, lines of code, `clean` but for its spaces and line ends; tabs are four spaces."""
    text = re.sub("\r\n|[\r\v\f\u2028\u2029]", "\n", text).replace("\t", "    ")
    return "\n".join(_NEVER.sub("", word_signs.mapped(line).rstrip()) for line in text.split("\n"))


def escaped(text: str) -> str:
    """``text``, from within a line, with every sign escaped that would be markup there."""
    marked = _MARKS.sub(lambda found: f"\\{found[0]}", text)
    return _REFERENCE.sub("&#64;", marked)


def short(text: str) -> str:
    """``text`` as a value of front matter, which is a line of Markdown: a title, a lead, a label."""
    return escaped(clean(text).strip())


def cut(text: str, most: int) -> str:
    """``text``, or its first words with an ellipsis where it has more than ``most`` characters."""
    if len(text) <= most:
        return text
    words = text[: most - 1].rsplit(" ", 1)
    kept = (words[0] if len(words[0]) > most // 2 else text[: most - 1]).rstrip("\\ ,;:.–-")
    return f"{kept}…"


def line_start(line: str) -> str:
    """``line``, already `escaped`, without what would be markup at the start of a line."""
    if found := _LINE_STARTS.match(line):
        sign = next(name for name in (*found.groupdict(), "") if not name or found.groupdict()[name])
        at = {"number": found.end("number"), "caption": found.start("colon"), "key": found.end("key")}
        cut = at.get(sign, 0)
        return f"{line[:cut]}\\{line[cut:]}"
    if line == "\\[":  # alone in its line it opens a formula
        return "&#91;"
    if line[:1] in "ei":
        line = _EXPORT.sub("&#101;", _IMPORT.sub(r"\g<before>\\\g<quote>", line, count=1), count=1)
    if _BULLETS.match(line):
        return _NAMES.get(line[0], f"&#{ord(line[0])};") + line[1:]
    return line


def item_start(line: str) -> str:
    """The first ``line`` of a list's item: a box drawn in brackets is the sign that one is read as."""
    return _BOX.sub(lambda found: "☐" if found[1] == " " else "☑", line, count=1)


@dataclass(frozen=True, slots=True)
class Place:
    """What a piece of inline text stands in.

    ``before`` and ``after`` are the characters beside it; ``line_end`` is what a break is written as;
    ``notes`` are the labels of the notes that may be called here. ``within`` names the elements around.
    """

    before: str = ""
    after: str = ""
    line_end: str = "\\\n"
    cell: bool = False
    notes: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()


def inline(nodes: Sequence[Inline], place: Place = Place()) -> str:
    """``nodes`` as a line of Markdown, or as several where they have breaks; trimmed."""
    return _written(trimmed(tidy(nodes)), place)


def lines_of(nodes: Sequence[Inline], place: Place) -> list[str]:
    """``nodes`` as lines that can stand alone in a paragraph; none where they say nothing."""
    written = inline(nodes, replace(place, line_end="\\\n"))
    return [line_start(line) for line in written.split("\n")] if written else []


# Tidy trees


def tidy(nodes: Sequence[Inline], within: frozenset[str] = frozenset()) -> Inlines:
    """``nodes`` with clean words, nothing empty, no element within itself, and spaces outside marks.

    Neighbours that are the same are one.
    """
    made: list[Inline] = []
    for node in nodes:
        for part in _tidied(node, within):
            _join(made, part)
    return tuple(made)


def _tidied(node: Inline, within: frozenset[str]) -> Iterator[Inline]:
    if isinstance(node, Text):
        if text := clean(node.text):
            yield Text(text)
    elif isinstance(node, CodeSpan):
        if text := clean(node.text).strip():
            yield CodeSpan(text)
    elif isinstance(node, Break | NoteMark):
        yield node
    else:
        yield from _tidy_element(node, within)


def _tidy_element(node: Element, within: frozenset[str]) -> Iterator[Inline]:
    name = type(node).__name__
    inner = tidy(node.inline, within | {name})
    marks: tuple[Inline, ...] = ()
    if isinstance(node, Link):  # a mark is a link itself, and stands behind one
        inner, marks = without_marks(inner)
    if name in within or (isinstance(node, Link) and not is_link(node.address)):
        yield from (*inner, *marks)
        return
    before, inner, after = _spaces_outside(inner)
    yield from before
    if plain(inner).strip() or any(isinstance(one, NoteMark) for one in inner):
        yield replace(node, inline=inner)
    else:
        yield from inner
    yield from (*marks, *after)


def without_marks(nodes: Sequence[Inline]) -> tuple[Inlines, Inlines]:
    """``nodes`` without the marks of notes within them, and these."""
    kept: list[Inline] = []
    marks: list[Inline] = []
    for node in nodes:
        if isinstance(node, NoteMark):
            marks.append(node)
        elif isinstance(node, ELEMENTS):
            inner, more = without_marks(node.inline)
            marks += more
            if inner:
                _join(kept, replace(node, inline=inner))
        else:
            _join(kept, node)
    return tuple(kept), tuple(marks)


def _spaces_outside(inner: Inlines) -> tuple[Inlines, Inlines, Inlines]:
    """``inner`` in three: the white space and breaks before its words, the words, and those after."""
    nodes = list(inner)
    ends: tuple[list[Inline], list[Inline]] = ([], [])
    for end, at in zip(ends, (0, -1), strict=True):
        while nodes and isinstance(nodes[at], Break):
            end.append(nodes.pop(at))
        if nodes and isinstance(one := nodes[at], Text):
            kept = one.text.lstrip() if at == 0 else one.text.rstrip()
            if kept != one.text:
                gap = one.text[: len(one.text) - len(kept)] if at == 0 else one.text[len(kept) :]
                end.append(Text(gap))
                nodes[at : at + 1 or None] = [Text(kept)] if kept else []
    return tuple(ends[0]), tuple(nodes), tuple(reversed(ends[1]))


def _join(made: list[Inline], node: Inline) -> None:
    """Put ``node`` behind ``made``: with the last one where both are one."""
    last = made[-1] if made else None
    if isinstance(node, Text) and isinstance(last, Text):
        made[-1] = Text(re.sub(" +", " ", last.text + node.text))
    elif isinstance(node, CodeSpan) and isinstance(last, CodeSpan):
        made[-1] = CodeSpan(last.text + node.text)
    elif isinstance(node, ELEMENTS) and isinstance(last, ELEMENTS) and _are_one(last, node):
        joined = [*last.inline]
        for inner in node.inline:
            _join(joined, inner)
        made[-1] = replace(last, inline=tuple(joined))
    else:
        made.append(node)


def _are_one(first: Element, second: Element) -> bool:
    if isinstance(first, Link) and isinstance(second, Link):
        return first.address == second.address
    return type(first) is type(second)


def trimmed(nodes: Inlines) -> Inlines:
    """``nodes`` without white space and breaks at both ends, or white space around breaks."""
    kept: list[Inline] = []
    for node in nodes:
        if isinstance(node, Break):
            _strip_end(kept)
        after_break = not kept or isinstance(kept[-1], Break)
        if isinstance(node, Text) and after_break:
            node = Text(node.text.lstrip())
        if kept if isinstance(node, Break) else node != Text(""):
            kept.append(node)
    while kept and isinstance(kept[-1], Break):
        kept.pop()
        _strip_end(kept)
    _strip_end(kept)
    return tuple(kept)


def _strip_end(kept: list[Inline]) -> None:
    """Take the white space away that ends ``kept``."""
    if kept and isinstance(last := kept[-1], Text):
        kept[-1:] = [Text(last.text.rstrip())] if last.text.strip() else []


def is_link(address: str) -> bool:
    """Whether paper can show where ``address`` leads: the web, a mailbox, a telephone."""
    return bool(re.match(r"(?:https?://[^\s/?#]+|mailto:[^\s?]+@|tel:\+?\d)", address, re.IGNORECASE))


# Writing


def _written(nodes: Sequence[Inline], place: Place) -> str:
    made = ""
    for at, node in enumerate(nodes):
        rest = nodes[at + 1 :]
        before = made[-1:] or place.before
        after = _first_char(rest, place)
        made += _node(node, replace(place, before=before, after=after), rest[:1])
    return made


def _first_char(nodes: Sequence[Inline], place: Place) -> str:
    """The first character that ``nodes`` are written with, as far as it matters to their neighbour."""
    if not nodes:
        return place.after
    node = nodes[0]
    if isinstance(node, Text):
        return escaped(node.text)[:1] or _first_char(nodes[1:], place)
    if isinstance(node, Break):
        return "\\" if place.line_end.startswith("\\") else place.line_end[:1]
    if isinstance(node, NoteMark):
        return "[" if node.label in place.notes else _first_char(nodes[1:], place)
    return {Strong: "*", Emphasis: "*", Link: "[", CodeSpan: "`"}.get(type(node), "<")


def _node(node: Inline, place: Place, following: Sequence[Inline]) -> str:
    if isinstance(node, Text):
        return _text(node.text, place, following)
    if isinstance(node, CodeSpan):
        return _code(node.text, place)
    if isinstance(node, Break):
        return place.line_end
    if isinstance(node, NoteMark):
        return f"[^{node.label}]" if node.label in place.notes else ""
    if isinstance(node, Link):
        return _link(node, place)
    if isinstance(node, Sup | Sub):
        tag = "sup" if isinstance(node, Sup) else "sub"
        return f"<{tag}>{_inside(node.inline, place, '>', '<', tag)}</{tag}>"
    return _stressed(node, place)


def _inside(nodes: Inlines, place: Place, before: str, after: str, name: str) -> str:
    inner = replace(place, before=before, after=after, within=place.within | {name})
    return _written(nodes, inner)


def _text(text: str, place: Place, following: Sequence[Inline]) -> str:
    written = escaped(text)
    if place.before == "]":  # a note's mark: "[^1]: " is a note, "[^1](" a link
        written = re.sub(r"^[:(]", r"\\\g<0>", written)
    if place.cell:
        written = written.replace("|", "\\|")
    if written.endswith("!") and following and isinstance(following[0], Link | NoteMark):
        written = f"{written[:-1]}\\!"
    return written


def _code(text: str, place: Place) -> str:
    if "]:" in text and "link" in place.within:  # at a line's start it would name an address
        return f"<code>{_text(text, place, ())}</code>"
    if place.cell:
        text = text.replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    mark = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{mark}{pad}{text}{pad}{mark}"


def _link(node: Link, place: Place) -> str:
    words = _inside(node.inline, place, "[", "]", "link")
    address = quote(clean(node.address).strip(), safe=_SAFE_IN_ADDRESS + _letters(node.address))
    return f"[{words}]({address})"


def _letters(address: str) -> str:
    """The letters beyond ASCII of ``address``, which people read better than their bytes."""
    return "".join({char for char in address if char > "\x7f" and char.isalnum()})


def _stressed(node: Strong | Emphasis, place: Place) -> str:
    mark, tag = ("**", "strong") if isinstance(node, Strong) else ("*", "em")
    inner = _inside(node.inline, place, "*", "*", tag)
    if not inner:
        return ""
    if _can_stand(inner, place):
        return f"{mark}{inner}{mark}"
    return f"<{tag}>{_inside(node.inline, place, '>', '<', tag)}</{tag}>"


def _can_stand(inner: str, place: Place) -> bool:
    """Whether asterisks around ``inner`` open and close there (CommonMark 0.31, 6.2)."""
    return _flanks(place.before, inner[0]) and _flanks(place.after, inner[-1])


def _flanks(outside: str, inside: str) -> bool:
    if outside == "*" or inside == "*" or inside.isspace():
        return False
    if not _may_be_mark(inside):
        return True
    return not outside or outside.isspace() or unicodedata.category(outside)[0] == "P"


def _may_be_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"
