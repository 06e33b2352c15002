"""Sharing: what a page's front matter asks of its share links, hashtags and captions."""

from __future__ import annotations

import re
from typing import Any

from brochure.parts import captions, channels
from brochure.reading.values import Values

KEYS = ("share", "hashtags", "captions")

MOST_HASHTAGS = 8
_HASHTAG = re.compile(r"#?(?P<word>[^\W\d_][\w]{0,48}|\d+[^\W\d_][\w]{0,48})")
"""Letters, digits and low lines, at least one letter: what every network takes for one hashtag."""


def sharing_fields(values: Values) -> dict[str, Any]:
    """The fields of a Page that are about sharing it. Raises SourceError."""
    return {
        "channels": _channels(values),
        "hashtags": tuple(_hashtag(values, i) for i in range(len(_hashtags(values)))),
        "captions": _captions(values),
    }


def _channels(values: Values) -> tuple[str, ...]:
    keys = values.entries("share", len(channels.KEYS))
    for i, key in enumerate(keys):
        if key not in channels.KEYS:
            values.fail(
                f'share: there is no channel "{key}"; there are {", ".join(channels.KEYS)}',
                ("share", i),
            )
        if keys.index(key) < i:
            values.fail(f'share: "{key}" is named twice', ("share", i))
    return tuple(keys)


def _hashtags(values: Values) -> list[Any]:
    return values.entries("hashtags", MOST_HASHTAGS)


def _hashtag(values: Values, i: int) -> str:
    text = values.needed(("hashtags", i), 60, "GouvernementOuvert")
    found = _HASHTAG.fullmatch(text)
    if not found:
        joined = "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", text))
        values.fail(
            f'hashtags: "{text}" would end at its first space or sign; write it as one word of at most '
            f"50 letters and digits: {joined[:50] or 'GouvernementOuvert'}",
            ("hashtags", i),
        )
    return found["word"]


def _captions(values: Values) -> dict[str, str]:
    table = values.at(("captions",))
    if table is None:
        return {}
    if not isinstance(table, dict):
        values.fail('"captions" has a text for each network: x: "…"', ("captions",))
    values.refuse_unknown(table, captions.KEYS, ("captions",))
    found = {}
    for key in table:
        text = values.needed(("captions", key), 5000, "the text to post")
        network = captions.BY_KEY[key]
        if (count := network.count(text)) > network.limit:
            values.fail(
                f"captions.{key} has {count:,} characters as {network.name} counts them; "
                f"{network.limit:,} are its limit",
                ("captions", key),
            )
        found[key] = text
    return found
