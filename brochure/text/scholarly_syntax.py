r"""What Pandoc, Quarto, MyST and LaTeX write within a line: understood, or left out and told.

Spans (``[word]{.underline}``), roles (``{kbd}`Ctrl```) and commands (``\emph{word}``) that mean a style
that we have are understood; of others the words stay. Citations and references to numbered figures
have no words of their own, and are told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brochure.problems import Id
from brochure.text import generator_syntax, left_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_STYLES = {
    "underline": "u", "ul": "u", "mark": "mark", "hl": "mark", "highlight": "mark", "kbd": "kbd",
    "strike": "s", "strikeout": "s", "bold": "strong", "italic": "em", "emph": "em",
}  # fmt: skip
"""Classes of spans, and the tags they mean."""

_COMMANDS = {
    "textbf": "strong", "mathbf": "strong", "bf": "strong", "emph": "em", "textit": "em",
    "textsl": "em", "underline": "u", "uline": "u", "sout": "s", "st": "s", "hl": "mark",
    "textsuperscript": "sup", "textsubscript": "sub", "texttt": "code", "textsc": "", "textrm": "",
    "textsf": "", "textnormal": "",
    "text": "", "mbox": "", "small": "",
}  # fmt: skip
"""Commands of LaTeX with words in braces, and the tags they mean; "" where the words just stay."""

_SIGNS = {"ldots": "…", "dots": "…", "LaTeX": "LaTeX", "TeX": "TeX", "textbackslash": "\\",
          "euro": "€", "texteuro": "€", "degree": "°", "textdegree": "°", "copyright": "©"}  # fmt: skip
_SPACING = (
    "noindent|indent|centering|raggedright|raggedleft|hfill|vfill|par|quad|qquad|linebreak|newline|"
    "nopagebreak|smallskip|medskip|bigskip|newpage|clearpage|pagebreak|maketitle"
)
_COMMAND = re.compile(r"(?<![\w:\\/.])\\(?P<name>[A-Za-z]{2,})\*?(?P<options>\[[^\[\]\n]*\])?\{")
_BARE = re.compile(rf"(?<![\w:\\/.])\\(?P<name>{'|'.join(_SIGNS)}|{_SPACING})(?:\{{\}}|(?![\w{{\\]))")
_R_REFERENCE = re.compile(r"\\?\\@ref\([\w:-]+\)")

_LONGEST = 2000
"""Characters of what a command holds."""

_KEY = r"-?@\{?[^\W\d][\w:.#$%&+?<>~/-]*\}?"
_CITATION = re.compile(rf"\[(?:[^\[\]\n@]{{0,80}}[\s(])?{_KEY}(?:[\s,;][^\[\]\n]{{0,400}})?\](?![\[(])")
_FIGURE = re.compile(
    r"(?<![\w@/.])@(?:fig|tbl|sec|eq|lst|thm|lem|cor|prp|def|exm|nte|tip|wrn|imp)[-:][\w-]*\w",
    re.IGNORECASE,
)

_ROLE = re.compile(r"\{(?P<name>[a-z][\w:-]*)\}(?P<ticks>`+)(?P<words>[^`]+)(?P=ticks)(?!`)")
_ROLES = {"kbd": "kbd", "sub": "sub", "sup": "sup", "subscript": "sub", "superscript": "sup",
          "strong": "strong", "emphasis": "em", "underline": "u", "u": "u", "del": "s",
          "abbr": "", "guilabel": "strong", "menuselection": "strong", "file": "code",
          "code": "code", "literal": "code"}  # fmt: skip


def install(made: MarkdownIt) -> None:
    """Teach ``made`` all of it."""
    made.inline.ruler.before("escape", "commands", _command)
    made.inline.ruler.before("escape", "roles", _role)
    made.inline.ruler.before("escape", "figures_referred_to", _figure)
    made.inline.ruler.before("link", "citations", _citation)
    made.inline.ruler.before("link", "spans", _bracketed)


def _bracketed(state: StateInline, silent: bool) -> bool:
    """``[words]{.class #id}``: the words, in the style that the class means."""
    start = state.pos
    if state.src[start] != "[" or "]{" not in state.src[start : state.posMax]:
        return False
    close = state.md.helpers.parseLinkLabel(state, start)
    if close < 0 or not (
        found := generator_syntax.ATTRIBUTES.match(state.src, close + 1, state.posMax)
    ):
        return False
    if state.src[start + 1 : close].upper() in state.env.get("references", {}):
        return False
    if not silent:
        classes = re.findall(r"\.([\w-]+)", found[0])
        tag = next((_STYLES[name] for name in classes if name in _STYLES), "")
        generator_syntax.wrap(state, (start + 1, close), tag)
        generator_syntax.push(
            state, generator_syntax.attributes_token(state, found[0], known=bool(tag))
        )
    state.pos = found.end()
    return True


def _citation(state: StateInline, silent: bool) -> bool:
    """``[@key]``, ``[see @key, p. 3; -@other]``: a source in a list that we do not have."""
    if state.src[state.pos] != "[" or not (
        found := _CITATION.match(state.src, state.pos, state.posMax)
    ):
        return False
    if found[0][1:-1].upper() in state.env.get("references", {}):
        return False
    if not silent:
        figure = _FIGURE.match(found[0].lstrip("[-"))
        id_ = Id("syntax-reference") if figure else Id("syntax-citation")
        generator_syntax.push(state, left_out.token(id_, found[0]))
    state.pos = found.end()
    return True


def _figure(state: StateInline, silent: bool) -> bool:
    r"""``@fig-plan`` and ``\@ref(fig:plan)``: "Figure 3", where figures are counted."""
    pattern = {"@": _FIGURE, "\\": _R_REFERENCE}.get(state.src[state.pos])
    found = pattern.match(state.src, state.pos, state.posMax) if pattern else None
    if found is None:
        return False
    if not silent:
        generator_syntax.push(state, left_out.token(Id("syntax-reference"), found[0]))
    state.pos = found.end()
    return True


def _role(state: StateInline, silent: bool) -> bool:
    """A role of MyST, ``{kbd}`Ctrl```; where ``{doc}`a``` leads is known to the site alone."""
    if state.src[state.pos] != "{" or not (found := _ROLE.match(state.src, state.pos, state.posMax)):
        return False
    if not silent:
        if found["name"] in _ROLES:
            generator_syntax.wrap(state, found.span("words"), _ROLES[found["name"]])
        else:
            generator_syntax.push(state, left_out.token(Id("syntax-directive"), found[0]))
    state.pos = found.end()
    return True


def _command(state: StateInline, silent: bool) -> bool:
    r"""A command of LaTeX, ``\textbf{words}``; one we do not know is left out with what it holds."""
    if state.src[state.pos] != "\\":
        return False
    if bare := _BARE.match(state.src, state.pos, state.posMax):
        if not silent and bare["name"] in _SIGNS:
            state.append_pending(_SIGNS[bare["name"]])
        elif not silent:
            token = left_out.token(Id("syntax-attributes"), bare[0], harmless=True)
            generator_syntax.push(state, token)
        state.pos = bare.end()
        return True
    found = _COMMAND.match(state.src, state.pos, state.posMax)
    if found is None or not (groups := list(_braces(state.src, found.end() - 1, state.posMax))):
        return False
    end = groups[-1][1]
    if not silent:
        _set_command(state, found["name"], groups, state.src[found.start() : end])
    state.pos = end
    return True


def _set_command(state: StateInline, name: str, groups: list[tuple[int, int]], source: str) -> None:
    words = groups[-1][0] + 1, groups[-1][1] - 1
    if name in _COMMANDS:
        generator_syntax.wrap(state, (groups[0][0] + 1, groups[0][1] - 1), _COMMANDS[name])
    elif name == "enquote":
        state.append_pending('"')
        generator_syntax.wrap(state, words, "")
        state.append_pending('"')
    elif name in {"href", "url"}:
        href = state.md.normalizeLink(state.src[groups[0][0] + 1 : groups[0][1] - 1].strip())
        if state.md.validateLink(href):
            state.push("link_open", "a", 1).attrs = {"href": href}
            generator_syntax.wrap(state, words, "")
            state.push("link_close", "a", -1)
    elif name in {"textcolor", "colorbox"}:
        generator_syntax.wrap(state, words, "")
    else:
        generator_syntax.push(state, left_out.token(Id("syntax-latex"), source))


def _braces(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """Where the groups in braces start and end that follow each other from ``at`` on."""
    groups: list[tuple[int, int]] = []
    end = min(end, at + _LONGEST)
    while at < end and text[at] == "{":
        depth, start = 0, at
        while at < end:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
            if depth == 0:
                groups.append((start, at))
                break
        else:
            break
    return groups
