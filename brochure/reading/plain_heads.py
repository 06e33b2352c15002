"""Lines at the top of a plain text that say what it is: "Langue : en", "Lieu : Halle", an address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from brochure import language_tags, web_address
from brochure.errors import AddressError
from brochure.page import LONGEST
from brochure.reading.plain_blocks import Line
from brochure.reading.written_dates import read_hours
from brochure.text import labels

MOST_LINES = 12
"""So far from the top a head is looked for."""

_HEAD = re.compile(
    r"(?P<name>[^\W\d_][\w' ’-]{1,24}?)[ \u00a0\u202f]{0,9}(?:：|:[ \t\u00a0\u202f])\s*(?P<value>\S.*)"
)
_WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)

_PRINTED = frozenset({"date", "hours", "place", "address"})
"""What readers of the page want to know too: its line stays in the text."""

Heads = Mapping[str, tuple[str, int]]
"""What a head says, by its name (`_names`): the value and its line."""


def read_heads(runs: Sequence[Sequence[Line]]) -> tuple[Heads, list[list[Line]]]:
    """The heads of a text, and the text without those that only programs want to know.

    They stand together at its top, or right below its title; others may stand between them, which are
    text: "Tarif : 3 €".
    """
    lines = [line for run in runs for line in run][:MOST_LINES]
    found: dict[str, tuple[str, int]] = {}
    taken: set[int] = set()
    skipped = 0
    for line in lines:
        said = _said(line.text)
        name, value = next((pair for pair in said if pair[0] not in found), ("", ""))
        if name:
            found[name] = (value, line.number)
            if name not in _PRINTED:
                taken.add(line.number)
        elif skipped or "title" in found:
            if not _HEAD.fullmatch(line.text):
                break
        else:
            skipped += 1  # the title itself
    rest = [[line for line in run if line.number not in taken] for run in runs]
    return found, [run for run in rest if run]


def is_unknown_head(text: str) -> bool:
    """Whether a line has the form of a head, and is no sentence: "Organisateur : la mairie"."""
    return bool(_HEAD.fullmatch(text)) and not text.endswith((".", "!", "?", "…", ":", "»", "”", "。"))


def _said(text: str) -> list[tuple[str, str]]:
    """What a line may say, ("lang", "en"), likelier ones first; nothing for a line of text."""
    if _WHOLE.fullmatch(text) and _is_address(text):
        return [("url", text)]
    parts = _HEAD.fullmatch(text)
    names = _names().get(parts["name"].casefold().strip(), ()) if parts else ()
    value = parts["value"].strip() if parts else ""
    return [(name, said) for name in names if (said := _value(name, value))]


def _value(name: str, value: str) -> str:
    """What ``value`` says as that of the head ``name``; "" where it is none."""
    if name == "lang":
        return language_named(value)
    if name == "url":
        whole = value if _WHOLE.match(value) else f"https://{value}"
        return whole if " " not in value and _is_address(whole) else ""
    if name == "hours":
        return value if re.match(r"\D{0,12}\d", value) or read_hours(value) else ""
    if name in LONGEST or name in _PLACES:
        return value if len(value) <= LONGEST[_PLACES.get(name, name)] else ""
    return value


_PLACES = {"place": "event.place", "address": "event.address"}


def _is_address(text: str) -> bool:
    try:
        web_address.parse_url(text)
    except AddressError:
        return False
    return True


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """What a head may be called, in small letters, in every language that has labels, and what it is.

    Arabic الموقع is a site, and a place as well.
    """
    names: dict[str, tuple[str, ...]] = {}
    for lang in labels.languages():
        heads = labels.in_language(lang)["plain_text"].get("heads", {})
        for name in _ORDER:
            for word in heads.get(name, ()):
                known = names.get(word.casefold(), ())
                names[word.casefold()] = known if name in known else (*known, name)
    return names


_ORDER = ("title", "lead", "lang", "url", "date", "hours", "zone", "place", "address")
"""What heads there are; of two of one name, the first one that its value may be."""


@cache
def _languages() -> Mapping[str, str]:
    """Languages by their names in small letters: in those that have labels, and in their own."""
    from brochure.text.language_guess import languages

    named: dict[str, str] = {}
    for tag in languages():
        for speaking in (*labels.languages(), tag):
            if locale := language_tags.cldr_locale(speaking):
                named[str(locale.languages.get(tag, tag)).casefold()] = tag
    return named


def language_named(text: str) -> str:
    """The tag of the language that ``text`` names or writes, "anglais", "en-GB"; "" for none."""
    if re.fullmatch(r"[A-Za-z]{2}(?:[-_][A-Za-z0-9]{2,8})*", text):
        return text.replace("_", "-")
    return _languages().get(text.casefold(), "")
