"""HTML in Markdown: tags that mean something are understood, wrappers fall away, the rest is told.

No tag passes as it is written: each is read, and a token of our own takes its place, so that what
comes out is well formed and holds no attribute but an address that links may have, and a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

from brochure.problems import Id
from brochure.text import generator_syntax, left_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w.-]*)"
    r"(?P<attributes>(?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}|[^\s\"'=<>`]+))?)*)"
    r"\s*(?P<closed>/?)>"
)
_ATTRIBUTE = re.compile(r"(?<![\w:-])([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")

MEANT = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em",
    "sup": "sup", "sub": "sub", "u": "u", "ins": "u", "s": "s", "strike": "s", "del": "s",
    "mark": "mark", "kbd": "kbd", "small": "small", "abbr": "abbr", "acronym": "abbr",
    "code": "code", "samp": "code", "tt": "code",
}  # fmt: skip
"""Tags within a line that mean something, and those they become."""

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = HEADINGS | {
    "div", "p", "section", "article", "aside", "header", "footer", "main", "nav", "center", "details",
    "summary", "figure", "figcaption", "address", "hgroup", "body", "html", "head", "fieldset",
    "legend",
}  # fmt: skip
"""Wrappers of paragraphs; their words stay."""

_SPANS = {
    "span",
    "font",
    "big",
    "bdi",
    "bdo",
    "time",
    "data",
    "label",
    "ruby",
    "rt",
    "rp",
    "rb",
    "nobr",
}
_SILENT = {"br", "wbr", "hr", "q", "a"}
_WHOLE = {
    "script", "style", "iframe", "svg", "video", "audio", "object", "form", "canvas", "noscript",
    "template", "select", "textarea", "picture", "table", "ul", "ol", "dl", "pre", "blockquote", "map",
    "button", "math",
}  # fmt: skip
"""What is left out with everything in it: it cannot be printed as it is meant."""

_VOID = {"br", "hr", "wbr", "img"}
_EMPTY = {"img", "source", "track", "embed", "param", "input", "link", "meta", "base", "area"}
_PARTS = {"li", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "dt", "dd", "option", "title"}
_TOLD = (_BLOCKS - HEADINGS) | _SPANS
_KNOWN = {*MEANT, *_BLOCKS, *_SPANS, *_SILENT, *_WHOLE, *_EMPTY, *_PARTS}

_WRAPPER_LINE = re.compile(
    rf"(?:</?(?:{'|'.join(sorted(_BLOCKS - HEADINGS - {'summary', 'legend', 'figcaption'}))})"
    r"(?:\s[^<>]*)?>\s*)+",
    re.IGNORECASE,
)
_WHOLE_START = re.compile(rf"<(?P<name>{'|'.join(sorted(_WHOLE))})\b[^<>]*", re.IGNORECASE)
_TYPE = "html_tag"


def install(made: MarkdownIt) -> None:
    """Teach ``made`` to read tags: blocks, then those within lines, then what they mean together."""
    terminates: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    made.block.ruler.before("fence", "html_wrappers", _wrapper_lines, terminates)
    made.block.ruler.before("fence", "html_elements", _whole_elements, terminates)
    made.inline.ruler.after("autolink", "html_tag", _tag)
    made.core.ruler.push("html_tags", _resolve)


def _wrapper_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of wrappers alone: it falls away, and what they hold is Markdown."""
    text = _line(state, start)
    if not text.startswith("<") or not _WRAPPER_LINE.fullmatch(text):
        return False
    if not silent:
        opens = re.search(r"<[^/][^<>]*>", text)
        id_ = Id("html-wrapper") if opens else None
        generator_syntax.leave_out(state, start, start + 1, id_, harmless=True)
        opened = len(re.findall(r"<[^/]", text)) - text.count("</")
        state.env["wrappers"] = max(0, state.env.get("wrappers", 0) + opened)
    return True


def _whole_elements(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from a tag to its end that are left out with everything in them, empty lines too."""
    text = _line(state, start)
    whole = _WHOLE_START.match(text) if text.startswith("<") else None
    if whole is None or "{" in whole[0] or generator_syntax.is_code(state, start):
        return False
    close = f"</{whole['name'].lower()}"
    endless: set[str] = state.env.setdefault("endless_html", set())
    found = (line for line in range(start, end) if close in _line(state, line).lower())
    last = start if close in endless else next(found, None)
    if last is None:  # nor from any line below: looking once is enough
        endless.add(close)
        last = start
    if _line(state, last).lower().partition(close)[2].partition(">")[2].strip():
        return False  # words follow in the same line: the rule for tags within lines sees to them
    if not silent:
        generator_syntax.leave_out(state, start, last + 1, Id("html-not-printed"))
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _tag(state: StateInline, silent: bool) -> bool:
    """A tag of HTML or a component; ``<name>`` of anything else is text."""
    if state.src[state.pos] != "<" or not (found := _TAG.match(state.src, state.pos, state.posMax)):
        return False
    if not _is_html(found) and not _is_component(found, state.src):
        return False
    if not silent:
        state.push(_TYPE, "", 0).content = found[0]
    state.pos = found.end()
    return True


def _is_html(found: re.Match[str]) -> bool:
    """Whether HTML knows the tag; ``<Map zoom={3} />`` is none, although there is a ``<map>``."""
    name = found["name"]
    mixed = not name.islower() and not name.isupper()
    component = mixed and (found["closed"] or "{" in found["attributes"]) and name.lower() not in _VOID
    return name.lower() in _KNOWN and not component


def _is_component(found: re.Match[str], text: str) -> bool:
    """Whether a tag that HTML does not know is a component: ``<Map zoom={3} />``, ``<my-map>``."""
    name = found["name"]
    if "-" in name:
        return True
    closes = found["closed"] or found["attributes"].strip() or found["end"]
    return name[0].isupper() and bool(closes or f"</{name}>" in text or text.strip() == found[0])


def _resolve(state: StateCore) -> None:
    """Put what they mean in the place of all tags, and paragraphs apart that wrappers part."""
    if not any(child.type == _TYPE for token in state.tokens for child in token.children or ()):
        return
    made: list[Token] = []
    parted = False  # the closing token of the paragraph is made already
    for token in state.tokens:
        if parted:
            parted = token.type != "paragraph_close"
            if parted and made:  # the anchor of a note, which is inside its last paragraph
                made.insert(-1, token)
            continue
        if token.type != "inline" or not any(c.type == _TYPE for c in token.children or ()):
            made.append(token)
            continue
        children = list(_Reader(state.md).read(token.children or []))
        parted = made[-1:] != [] and made[-1].type == "paragraph_open"
        if parted:
            made += _parted(made.pop(), token, children)
        else:
            token.children = [c for c in children if c.type != "block_tag"]
            made.append(token)
    state.tokens = made


def _parted(opening: Token, inline: Token, children: Sequence[Token]) -> list[Token]:
    """A paragraph as several, or as headings, parted where its ``children`` have tags of blocks."""
    made: list[Token] = []
    line = (inline.map or [0])[0]
    part = _Part(line)
    for child in children:
        if child.type == "block_tag":
            made += part.tokens(opening, line)
            opens = child.nesting == 1 and child.tag in HEADINGS
            part = _Part(line, child.tag if opens else "")
        else:
            part.children.append(child)
            line += left_out.lines_in(child)
    return [*made, *part.tokens(opening, line)]


class _Part:
    """A piece of a paragraph from a ``line`` on; ``heading`` is the tag of one, or ""."""

    def __init__(self, line: int, heading: str = "") -> None:
        self.line, self.heading = line, heading
        self.children: list[Token] = []

    def tokens(self, opening: Token, last: int) -> Iterator[Token]:
        """The piece as a paragraph like ``opening``, or as a heading; nothing where it is empty."""
        from markdown_it.token import Token

        children = _trimmed(self.children)
        if not children:
            return
        says = any(child.type != left_out.TYPE for child in children)
        tag = self.heading if says else ""
        kind = "heading" if tag else "paragraph"
        lines = [self.line, last + 1]
        level = opening.level
        hidden, tag = opening.hidden, tag or opening.tag
        yield Token(f"{kind}_open", tag, 1, map=lines, block=True, hidden=hidden, level=level)
        words = "".join(child.content for child in children)
        yield Token(
            "inline", "", 0, children=children, content=words, map=lines, block=True, level=level + 1
        )
        yield Token(f"{kind}_close", tag, -1, block=True, hidden=hidden, level=level)


def _trimmed(children: Sequence[Token]) -> list[Token]:
    """``children`` without white space at both ends."""
    kept = [*children]
    while kept and not _says(kept[-1]):
        kept.pop()
    while kept and not _says(kept[0]):
        kept.pop(0)
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if kept and kept[at].type == "text":
            kept[at].content = strip(kept[at].content)
    return kept


def _says(child: Token) -> bool:
    return child.type != "softbreak" and (child.type != "text" or bool(child.content.strip()))


class _Reader:
    """Reads the tags of one paragraph, so that each that opens is closed, and in the right order."""

    def __init__(self, md: MarkdownIt) -> None:
        self.md = md
        self.made: list[Token] = []
        self.endless: set[str] = set()
        """Elements of which no end follows."""
        self.open: list[tuple[str, int]] = []
        """What is open: the tag as it was written, or "" for Markdown's own, and its place."""

    def read(self, children: Sequence[Token]) -> list[Token]:
        at = 0
        while at < len(children):
            child = children[at]
            if child.type == _TYPE:
                at = self._read_tag(children, at)
                continue
            if child.nesting == 1:
                self.open.append(("", len(self.made)))
            elif child.nesting == -1:
                self._close_to("")
            self.made.append(child)
            at += 1
        self._close_all()
        return [token for token in self.made if token.type != "dropped"]

    def _close_all(self) -> None:
        """Drop the tags that nothing closes in this paragraph."""
        for name, place in self.open:
            if name:
                self._drop(place)
        self.open.clear()

    def _drop(self, place: int) -> None:
        self.made[place].type = "dropped"

    def _close_to(self, name: str) -> bool:
        """Close what was opened last as ``name``; tags opened since then are dropped."""
        if name and name not in [opened for opened, _ in self.open]:
            return False
        if name and "" in [o for o, _ in self.open[_last(self.open, name) :]]:
            self._drop(self.open.pop(_last(self.open, name))[1])  # it closes across Markdown's own
            return False
        while self.open:
            opened, place = self.open.pop()
            if opened == name:
                return True
            self._drop(place)
        return False

    def _read_tag(self, children: Sequence[Token], at: int) -> int:
        """Read the tag at ``at``; give the place to go on from."""
        source = children[at].content
        found = _TAG.match(source)
        assert found is not None
        name = found["name"].lower() if _is_html(found) else ""
        if name in _WHOLE | _EMPTY | _PARTS:
            return self._leave_out(children, at, found)
        if name in MEANT:
            self._read_meant(MEANT[name], found)
        elif name in _KNOWN:
            self._read_other(name, found)
        elif not found["end"]:
            self.made.append(left_out.token(Id("syntax-component"), source))
        return at + 1

    def _read_other(self, name: str, found: re.Match[str]) -> None:
        """Links, line ends, quotations, and wrappers, which fall away."""
        from markdown_it.token import Token

        if name == "a":
            self._read_link(found)
        elif name in {"q", "br"}:
            words = {"q": ("text", '"'), "br": ("hardbreak", "")}[name]
            self.made.append(Token(words[0], "br" * (name == "br"), 0, content=words[1], markup=name))
        elif (name in _BLOCKS or name == "hr") and all(opened for opened, _ in self.open):
            self._close_all()
            tag = Token("block_tag", name, 0)
            tag.nesting = 0 if found["closed"] else -1 if found["end"] else 1
            self.made.append(tag)
        if not found["end"] and name in _TOLD:
            self.made.append(left_out.token(Id("html-wrapper"), found[0], harmless=True))

    def _leave_out(self, children: Sequence[Token], at: int, found: re.Match[str]) -> int:
        """Leave out an element, with everything in it where it has an end in this paragraph."""
        if found["end"]:  # its start is not here
            self.made.append(left_out.token(None, found[0]))
            return at + 1
        end, name = at, found["name"].lower()
        if name in _WHOLE and not found["closed"]:
            close = f"</{name}"
            ends = (
                i
                for i in range(at + 1, len(children))
                if children[i].type == _TYPE and children[i].content.lower().startswith(close)
            )
            end = at if name in self.endless else next(ends, at)
            if end == at:
                self.endless.add(name)
        inside = children[at + 1 : end]
        if any(child.nesting for child in inside):
            end = at
        source = "".join(
            "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            for child in children[at : end + 1]
        )
        self.made.append(left_out.token(Id("html-not-printed"), source))
        return end + 1

    def _read_meant(self, tag: str, found: re.Match[str]) -> None:
        from markdown_it.token import Token

        if found["end"]:
            if self._close_to(tag):
                self.made.append(Token(f"{tag}_close", tag, -1))
            return
        if found["closed"]:
            return
        title = dict(_attributes(found["attributes"])).get("title", "") if tag == "abbr" else ""
        self.open.append((tag, len(self.made)))
        self.made.append(Token(f"{tag}_open", tag, 1, attrs={"title": title} if title else {}))

    def _read_link(self, found: re.Match[str]) -> None:
        from markdown_it.token import Token

        if found["end"]:
            if self._close_to("a"):
                self.made.append(Token("link_close", "a", -1))
            return
        attributes = dict(_attributes(found["attributes"]))
        if anchor := attributes.get("id") or attributes.get("name"):
            self.made.append(Token("anchor", "", 0, meta={"id": anchor}))
        if "href" not in attributes:
            return
        href = self.md.normalizeLink(attributes["href"])
        template = re.search(r"\{[{%]", attributes["href"])
        if template or not self.md.validateLink(href):
            id_ = Id("syntax-template") if template else Id("html-not-printed")
            self.made.append(left_out.token(id_, found[0]))
            return
        if any(t.type == "link_open" for t in self.made[-1:]) or self._in_link():
            return
        self.open.append(("a", len(self.made)))
        made = Token("link_open", "a", 1, attrs={"href": href})
        if title := attributes.get("title"):
            made.attrs["title"] = title
        self.made.append(made)

    def _in_link(self) -> bool:
        return any(self.made[place].type == "link_open" for _, place in self.open)


def _last(opened: Sequence[tuple[str, int]], name: str) -> int:
    return max(at for at, (own, _) in enumerate(opened) if own == name)


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(text):
        yield found[1].lower(), unescape(found[2] or found[3] or found[4] or "")
