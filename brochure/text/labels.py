"""Labels: the words that products add to a page, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from brochure.problems import Problem, warning
from brochure.text import locales


def languages() -> tuple[str, ...]:
    """The languages that have labels, by their primary subtags, sorted."""
    return tuple(sorted(locales.files()))


def has_labels(lang: str) -> bool:
    """Whether there are labels in the language of the tag ``lang``."""
    return locales.has_labels(lang)


def in_language(lang: str) -> Mapping[str, Any]:
    """The labels of ``lang`` (a BCP 47 tag), or the English ones when it has none."""
    return locales.locale_table(lang)


def code_alt(target: str, lang: str) -> str:
    """The alternative text of a code that opens ``target``, in ``lang``."""
    return str(in_language(lang)["code_alt"]).format(target=target)


def fallback_warning(lang: str) -> Problem | None:
    """That some words will be in English, since ``lang`` lacks labels; None where it has all."""
    if not has_labels(lang):
        example = str(in_language(lang)["share_title"])
        return warning("labels-none", language=lang, example=example, known=languages())
    if missing := locales.missing(lang):
        shown, more = missing[:6], len(missing) - 6
        if more > 0:
            return warning("labels-many-missing", language=lang, keys=shown, more=more)
        return warning("labels-missing", language=lang, keys=shown)
    return None


@cache
def no_break_after(lang: str) -> frozenset[str]:
    """The words of ``lang`` that no line of a title ends on, case-folded."""
    return frozenset(word.casefold() for word in locales.rules(lang).no_break_after)
