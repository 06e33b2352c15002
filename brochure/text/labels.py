"""Labels: the words that products add to a page, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from brochure import assets

FALLBACK = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have labels."""
    return tuple(sorted(p.stem for p in (assets.templates_folder() / "locales").glob("*.toml")))


def in_language(lang: str) -> Mapping[str, Any]:
    """The labels of ``lang`` (a BCP 47 tag), or of FALLBACK when it has none."""
    name = lang.split("-")[0].lower()
    return assets.toml(f"templates/locales/{name if name in languages() else FALLBACK}.toml")


def code_alt(target: str, lang: str) -> str:
    """The alternative text of a code that opens ``target``, in ``lang``."""
    return str(in_language(lang)["code_alt"]).format(target=target)


def fallback_warning(lang: str) -> str:
    """What to tell the user when ``lang`` has no labels; "" when it has."""
    if lang.split("-")[0].lower() in languages():
        return ""
    return (
        f'no labels in "{lang}": words like "{in_language(FALLBACK)["share_title"]}" are in English; '
        f"brochure has {', '.join(languages())}"
    )


@cache
def no_break_after(lang: str) -> frozenset[str]:
    """The words of ``lang`` that no line of a title ends on, case-folded."""
    return frozenset(word.casefold() for word in in_language(lang)["clinging"])
