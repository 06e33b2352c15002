"""Sharing: what a page's front matter asks of its share links, hashtags and captions."""

from __future__ import annotations

import unicodedata
from typing import Any

from brochure.errors import BrochureError
from brochure.networks import accounts, captions, share_links
from brochure.networks.table import all_networks
from brochure.reading.values import Values

KEYS = ("share", "accounts", "hashtags", "captions")

MOST_HASHTAGS, MOST_LETTERS = 8, 50


def sharing_fields(values: Values) -> dict[str, Any]:
    """The fields of a Page that are about sharing it. Raises SourceError."""
    return {
        "channels": _channels(values),
        "accounts": _accounts(values),
        "hashtags": tuple(_hashtag(values, i) for i in range(len(_hashtags(values)))),
        "captions": _captions(values),
    }


def _channels(values: Values) -> tuple[str, ...]:
    known = share_links.channel_keys()
    keys = values.entries("share", len(known))
    for i, key in enumerate(keys):
        if key not in known:
            values.fail(
                f'share: there is no channel "{key}"; there are {", ".join(known)}',
                ("share", i),
            )
        if keys.index(key) < i:
            values.fail(f'share: "{key}" is named twice', ("share", i))
    return tuple(keys)


def _accounts(values: Values) -> dict[str, str]:
    table = values.at(("accounts",))
    if table is None:
        return {}
    if not isinstance(table, dict):
        values.fail('"accounts" names one on each network: x: "@…"', ("accounts",))
    found = {}
    for key, text in table.items():
        try:
            found[key] = accounts.parse_account(key, text)
        except BrochureError as error:
            values.fail(error.problems[0], ("accounts", key))
    return found


def _hashtags(values: Values) -> list[Any]:
    return values.entries("hashtags", MOST_HASHTAGS)


def _hashtag(values: Values, i: int) -> str:
    word = values.needed(("hashtags", i), 60, "GouvernementOuvert").removeprefix("#")
    if not _is_hashtag(word):
        parts = "".join(c if _is_letter(c) else " " for c in word).split()
        joined = "".join(part[:1].upper() + part[1:] for part in parts)
        values.fail(
            f'hashtags: "{word}" would end at its first space or sign; write it as one word of at most '
            f"{MOST_LETTERS} letters and digits: {joined[:MOST_LETTERS] or 'GouvernementOuvert'}",
            ("hashtags", i),
        )
    before = [str(tag).removeprefix("#").casefold() for tag in _hashtags(values)[:i]]
    if word.casefold() in before:
        values.fail(f'hashtags: "{word}" is named twice', ("hashtags", i))
    return word


def _is_hashtag(word: str) -> bool:
    """What every network takes for one hashtag: letters, digits, low lines, at least one letter."""
    whole = all(map(_is_letter, word)) and len(word) <= MOST_LETTERS
    return whole and any(c.isalpha() for c in word)


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _captions(values: Values) -> dict[str, str]:
    table = values.at(("captions",))
    if table is None:
        return {}
    if not isinstance(table, dict):
        values.fail('"captions" has a text for each network: x: "…"', ("captions",))
    rules = captions.rules()
    values.refuse_unknown(table, tuple(rules), ("captions",))
    found = {}
    for key in table:
        text = _paragraphs(values, key)
        if (count := rules[key].count(text)) > rules[key].limit:
            values.fail(
                f"captions.{key} has {count:,} characters as {all_networks()[key].name} counts them; "
                f"{rules[key].limit:,} are its limit",
                ("captions", key),
            )
        found[key] = text
    return found


def _paragraphs(values: Values, key: str) -> str:
    """The caption for a network with its line ends: posts have paragraphs."""
    raw = values.at(("captions", key))
    lines = raw.strip().split("\n") if isinstance(raw, str) else [raw]
    if len(lines) == 1:
        return values.needed(("captions", key), 5000, "the text to post")
    text = "\n".join(str(line).strip() for line in lines)
    if found := next((c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cs"}), ""):
        values.fail(f"captions.{key} holds the control character U+{ord(found):04X}", ("captions", key))
    return text
