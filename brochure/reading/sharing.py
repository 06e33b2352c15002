"""Sharing: what a page's front matter asks of its share links, hashtags and captions."""

from __future__ import annotations

from typing import Any

from brochure import validation
from brochure.errors import BrochureError
from brochure.networks import accounts, captions, checks
from brochure.page import LONGEST
from brochure.problems import error
from brochure.reading.values import Values

KEYS = ("share", "accounts", "hashtags", "captions")


def sharing_fields(values: Values) -> dict[str, Any]:
    """The fields of a Page that are about sharing it; what is wrong is added to ``values``."""
    channels = tuple(values.entries("share"))
    values.add_all(checks.check_channels(channels), renamed={"channels": "share"})
    texts = _captions(values)
    values.add_all(checks.check_captions(texts))
    return {
        "channels": channels,
        "accounts": _accounts(values),
        "hashtags": tuple(
            values.text(("hashtags", i), LONGEST["hashtags"]).removeprefix("#")
            for i, _ in enumerate(values.entries("hashtags"))
        ),
        "captions": texts,
    }


def _accounts(values: Values) -> dict[str, str]:
    parsed = {}
    for key, text in (values.table("accounts", error("accounts-form")) or {}).items():
        try:
            parsed[key] = accounts.parse_account(key, text)
        except BrochureError as caught:
            for problem in caught.problems:
                values.add(problem, ("accounts", key))
    return parsed


def _captions(values: Values) -> dict[str, str]:
    known = tuple(captions.rules())
    table = values.table("captions", error("captions-form"), known) or {}
    texts = {key: _paragraphs(values, key) for key in table if key in known}
    return {key: text for key, text in texts.items() if text}


def _paragraphs(values: Values, key: str) -> str:
    """The caption for a network with its line ends: posts have paragraphs."""
    path = ("captions", key)
    raw = values.get(path)
    lines = raw.strip().split("\n") if isinstance(raw, str) else []
    if len(lines) < 2:
        return values.needed(path, LONGEST["captions"], "the text to post")
    text = "\n".join(line.strip() for line in lines)
    for problem in validation.check_text(text, "", control=validation.CONTROL_BUT_LINES):
        values.add(problem, path)
        return ""
    return text
