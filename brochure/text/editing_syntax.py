"""What MkDocs and Obsidian write within a line: keys, changes that are proposed, names of paragraphs.

Changes (CriticMarkup) are printed as if they were accepted, each told; comments are no text, see
`regions`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brochure.problems import Id
from brochure.text import generator_syntax, left_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_KEYS = re.compile(r"(?<![\w+])\+\+(?!\+)(?P<keys>[^\s+]+(?:\+[^\s+]+)*)\+\+(?![\w+])")
_NAMES = {
    "ctrl": "Ctrl", "control": "Ctrl", "alt": "Alt", "altgr": "AltGr", "shift": "Shift",
    "cmd": "Cmd", "command": "Cmd", "option": "Option", "win": "Win", "windows": "Win", "meta": "Meta",
    "super": "Super", "fn": "Fn", "enter": "Enter", "return": "Return", "tab": "Tab", "esc": "Esc",
    "escape": "Esc", "space": "Space", "backspace": "Backspace", "del": "Del", "delete": "Del",
    "ins": "Ins", "insert": "Ins", "home": "Home", "end": "End", "page-up": "Page Up", "plus": "+",
    "page-down": "Page Down", "up": "↑", "down": "↓", "left": "←", "right": "→", "arrow-up": "↑",
    "arrow-down": "↓", "arrow-left": "←", "arrow-right": "→", "print-screen": "Print Screen",
    "caps-lock": "Caps Lock", "minus": "-", "equal": "=", "comma": ",", "period": ".", "slash": "/",
}  # fmt: skip
_KEY = re.compile(r"\w|f\d{1,2}|num\d|\"[^\"]+\"|[^\w\s]")
_ADDED = re.compile(r"\+\+(?![\s+])([^\n+]{1,400}?)(?<!\s)\+\+(?![\w+])")

_CHANGES = (
    re.compile(r"\{\+\+(?P<added>(?:(?!\{\+\+).)*?)\+\+\}", re.DOTALL),
    re.compile(r"\{--(?:(?!\{--).)*?--\}", re.DOTALL),
    re.compile(r"\{~~[^~{}]*?~>(?P<added>(?:(?!\{~~).)*?)~~\}", re.DOTALL),
    re.compile(r"\{==(?P<marked>(?:(?!\{==).)*?)==\}", re.DOTALL),
)
_BLOCK_NAME = re.compile(r"(?<![^\s])\^(?!\d+(?:\s|$))[A-Za-z0-9-]{3,}(?=[ \t]*(?:\n|$))")


def install(made: MarkdownIt) -> None:
    """Teach ``made`` all of it."""
    made.inline.ruler.before("escape", "keys", _keys)
    made.inline.ruler.before("attributes", "changes", _changes)
    made.inline.ruler.before("escape", "block_names", _block_name)


def _keys(state: StateInline, silent: bool) -> bool:
    """``++ctrl+c++``: keys with a plus between them; ``++words++`` that are no keys are added ones."""
    at = state.pos
    if state.src[at] != "+":
        return False
    if found := _KEYS.match(state.src, at, state.posMax):
        keys = found["keys"].split("+")
        if all(key.lower() in _NAMES or _KEY.fullmatch(key) for key in keys):
            if not silent:
                _push_keys(state, keys)
            state.pos = found.end()
            return True
    added = _ADDED.match(state.src, at, state.posMax)
    if added is None or state.src[at - 1 : at].isalnum() or state.src[at - 1 : at] == "+":
        return False
    if not silent:
        generator_syntax.wrap(state, added.span(1), "u")
    state.pos = added.end()
    return True


def _push_keys(state: StateInline, keys: list[str]) -> None:
    for number, key in enumerate(keys):
        if number:
            state.push("text", "", 0).content = "+"
        named = _NAMES.get(key.lower(), key.strip('"'))
        state.push("kbd_open", "kbd", 1)
        state.push("text", "", 0).content = (
            named.upper() if re.fullmatch(r"[a-z]|f\d+", named) else named
        )
        state.push("kbd_close", "kbd", -1)


def _changes(state: StateInline, silent: bool) -> bool:
    """``{++added++}``, ``{--deleted--}``, ``{~~old~>new~~}``, ``{==marked==}``."""
    if state.src[state.pos] != "{":
        return False
    matches = (change.match(state.src, state.pos, state.posMax) for change in _CHANGES)
    found = next((match for match in matches if match), None)
    if found is None:
        return False
    if not silent:
        groups = found.groupdict()
        for name, tag in (("added", ""), ("marked", "mark")):
            if groups.get(name) is not None:
                generator_syntax.wrap(state, found.span(name), tag)
        if "marked" not in groups:
            generator_syntax.push(state, left_out.token(Id("syntax-change"), found[0], harmless=True))
    state.pos = found.end()
    return True


def _block_name(state: StateInline, silent: bool) -> bool:
    """``^abc123`` at a line's end: by that name Obsidian links to the paragraph."""
    if state.src[state.pos] != "^" or not (
        found := _BLOCK_NAME.match(state.src, state.pos, state.posMax)
    ):
        return False
    if not silent:
        token = left_out.token(Id("syntax-attributes"), found[0], harmless=True)
        generator_syntax.push(state, token)
    state.pos = found.end()
    return True
