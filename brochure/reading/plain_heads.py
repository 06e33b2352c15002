"""Lines at the top of a plain text that say what it is: "Langue : en", "Lieu : Halle", an address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from brochure import web_address
from brochure.errors import AddressError
from brochure.reading.plain_blocks import Line
from brochure.text import labels

MOST_LINES = 12
"""So far from the top a head is looked for."""

_HEAD = re.compile(
    r"(?P<name>[^\W\d_][\w' ’]{1,24}?)[ \u00a0\u202f]*[:：][ \t\u00a0\u202f]+(?P<value>\S.*)"
)
_WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)

_PRINTED = frozenset({"date", "place"})
"""What readers of the page want to know too: its line stays in the text."""

Heads = Mapping[str, tuple[str, int]]
"""What a head says, by "title", "url", "lang", "date", "place": the value and its line."""


def read_heads(runs: Sequence[Sequence[Line]]) -> tuple[Heads, list[list[Line]]]:
    """The heads of a text, and the text without those that only programs want to know.

    They stand together at its top, or right below its title.
    """
    lines = [line for run in runs for line in run][:MOST_LINES]
    found: dict[str, tuple[str, int]] = {}
    taken: set[int] = set()
    skipped = 0
    for line in lines:
        name, value = _head(line.text)
        if name and name not in found:
            found[name] = (value, line.number)
            if name not in _PRINTED:
                taken.add(line.number)
        elif skipped or "title" in found:
            break
        else:
            skipped += 1  # the title itself
    rest = [[line for line in run if line.number not in taken] for run in runs]
    return found, [run for run in rest if run]


def _head(text: str) -> tuple[str, str]:
    """What a line says, ("lang", "en"); ("", "") for a line of text."""
    if _WHOLE.fullmatch(text) and _is_address(text):
        return "url", text
    parts = _HEAD.fullmatch(text)
    name = _names().get(parts["name"].casefold().strip(), "") if parts else ""
    if not parts or not name:
        return "", ""
    value = parts["value"].strip()
    if name == "lang":
        value = language_named(value)
    if name in {"url", "address"}:
        whole = value if _WHOLE.match(value) else f"https://{value}"
        return ("url", whole) if " " not in value and _is_address(whole) else ("", "")
    return (name, value) if value else ("", "")


def _is_address(text: str) -> bool:
    try:
        web_address.parse_url(text)
    except AddressError:
        return False
    return True


@cache
def _names() -> Mapping[str, str]:
    """What a head may be called, in small letters, in every language that has labels."""
    return {
        word.casefold(): name
        for lang in labels.languages()
        for name, words in labels.in_language(lang)["plain_text"].get("heads", {}).items()
        for word in words
    }


@cache
def _languages() -> Mapping[str, str]:
    """Languages by their names in small letters: in those that have labels, and in their own."""
    from babel import Locale

    from brochure.text.language_guess import languages

    named: dict[str, str] = {}
    for tag in languages():
        for speaking in (*labels.languages(), tag):
            name = Locale.parse(tag).get_display_name(Locale.parse(speaking).language) or ""
            named[name.casefold()] = tag
    return named


def language_named(text: str) -> str:
    """The tag of the language that ``text`` names or writes, "anglais", "en-GB"; "" for none."""
    if re.fullmatch(r"[A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8})*", text):
        return text.replace("_", "-")
    return _languages().get(text.casefold(), "")
