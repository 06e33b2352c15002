"""Micro-typography: quotes, apostrophes, no-break spaces, dashes and ellipses as a language sets them.

What is printed is what was written: texts as written and as set are equal but for white space,
quotation marks, apostrophes, and the few edits of ``PUNCTUATION``. Quotes and apostrophes are set by
polytypo, as are the spaces of languages without a file; `brochure.text.no_break` says what stays on
one line. The mode "full" makes the edits of `brochure.text.proposals` too: words are written otherwise.

Addresses and code are never touched. Arabic, which polytypo does not know, keeps its marks; in scripts
that are written from right to left, numbers and addresses are isolated (`brochure.text.isolates`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure import language_tags
from brochure.page import KeyFigure, Page, Panels, Picture, Quote
from brochure.text import isolates, locales, no_break, proposals
from brochure.text.edit import Edit, apply
from brochure.text.no_break import NBSP

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["ADDRESS", "NBSP", "PUNCTUATION", "Edit", "apply", "edits", "typeset", "typeset_page"]

ADDRESS = re.compile(
    r"(?:https?|ftp|mailto|tel):\S+"
    r"|(?<![\w.+'’-])[\w.+'’-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){1,9}[a-z]{2,63}/[^\s]*"
    r"|\bwww\.\S+"
)
"""What is never edited: addresses, e-mail addresses, host names followed by a path."""


class Mark(NamedTuple):
    """An edit of punctuation: what ``pattern`` finds becomes ``after``; {dash} is the language's."""

    pattern: re.Pattern[str]
    after: str


_SPACE = " \u00a0\u202f\n"
_WORD = r"[^\s\d_|=+*/<>\\–—-]"
PUNCTUATION = (
    # Three hyphens, or two, between spaces. Nothing is done to "Lenoir--Dupont", "--quiet", "a --b".
    Mark(re.compile(rf"(?<=[{_SPACE}])---(?=[{_SPACE}])"), "—"),
    Mark(re.compile(rf"(?<=[{_SPACE}])--(?=[{_SPACE}])"), "{dash}"),
    # One hyphen between words; beside a figure it may be a range or a minus: "14h - 17h", "5 - 3".
    Mark(re.compile(rf"(?<={_WORD}[ \u00a0])-(?=[ \u00a0]{_WORD})"), "{dash}"),
    # Three full stops at the end of a word. Nothing is done to "v2...pdf", "....", ". . .".
    Mark(re.compile(rf"(?<=[^\s.,;:!?_/\\-])\.\.\.(?=$|[{_SPACE})\]»”’\"'!?,;:])"), "…"),
)
"""All edits of what is written, beside spaces, quotes and apostrophes; their cases are in the tests."""

_RULES = {"spaces": False, "ellipsis": False, "dashes": False, "symbols": False}
"""What polytypo would do besides: two spaces become one, "(c)" a sign, "12x45" a product."""

_APOSTROPHE = "’"
_LETTER = "\u02bc"
"""MODIFIER LETTER APOSTROPHE: what polytypo is shown in the place of a mark that is none to pair."""

_SET_ALREADY = dict.fromkeys(map(ord, "‘’"), _LETTER)
_MARKS = frozenset("\"'`´‘’‚‛“”„‟«»‹›\u2032\u2033")
_SPACES = frozenset(" \u00a0\u202f\u2009")


def typeset(text: str, lang: str, mode: str = "safe") -> str:
    """``text`` as it is set in ``lang`` (a BCP 47 tag) by ``mode``, one of ``page.TYPOGRAPHY``.

        typeset('le 1er mai : "oui"', "fr")  # "le 1er\u00a0mai\u00a0: «\u00a0oui\u00a0»"

    Setting a text twice changes nothing more.
    """
    return apply(text, edits(text, lang, mode=mode))


def edits(
    text: str, lang: str, protect: Sequence[tuple[int, int]] = (), mode: str = "safe"
) -> tuple[Edit, ...]:
    """The edits that set ``text`` in ``lang``, in order; the ``protect`` ranges stay as they are."""
    return _edits(text, lang, tuple(protect), mode) if mode != "off" else ()


@lru_cache(maxsize=2048)
def _edits(text: str, lang: str, protect: tuple[tuple[int, int], ...], mode: str) -> tuple[Edit, ...]:
    if not text.strip():
        return ()
    kept = _merged([*protect, *(m.span() for m in ADDRESS.finditer(text))])
    changes = _analysed(text, lang, kept)
    quotes = sorted(edit for edit in changes if set(edit.after) <= _MARKS)
    quoted = apply(text, quotes)  # as long as ``text``: each mark is one character before and after
    found = [*_proposed(text, lang, mode), *changes]
    found += [*_spaces_in_quotes(quoted, lang), *_spaces_before_marks(quoted, lang)]
    found += [*_marks(quoted, lang), *(Edit(at, at + 1, NBSP) for at in no_break.spaces(quoted, lang))]
    made = tuple(_without_overlaps(found, kept))
    if not language_tags.is_rtl(lang):
        return made
    code = _merged(protect)
    marks = [m for m in isolates.edits(text) if not any(a < m.start < b for a, b in code)]
    return tuple(sorted((*made, *marks), key=_in_order))


def _in_order(edit: Edit) -> tuple[int, bool, int]:
    """What closes an isolate stands before all else at its place, what opens one after it."""
    order = {isolates.PDI: 0, isolates.LRI: 2}.get(edit.after, 1)
    return edit.start, edit.end > edit.start, order


def _proposed(text: str, lang: str, mode: str) -> Iterator[Edit]:
    return proposals.proposed(text, lang) if mode == "full" else iter(())


def _analysed(text: str, lang: str, kept: Sequence[tuple[int, int]]) -> list[Edit]:
    """What polytypo says of quotes and apostrophes, and of spaces where the language has no file."""
    locale = _polytypo_locale(lang)
    if not locale:
        return []
    from polytypo import text as polytypo

    rules = _RULES | {"nbsp": not _has_own_spaces(lang)}
    alone = [at for at in _lone_marks(text) if not any(start <= at < end for start, end in kept)]
    edits = [Edit(at, at + 1, _APOSTROPHE) for at in alone]
    seen = apply(text, [Edit(at, at + 1, _LETTER) for at in alone]).translate(_SET_ALREADY)
    for change in polytypo.analyze(seen, locale=locale, protect=kept, rules=rules):
        before, after = set(change.before), set(change.after)
        quote = len(change.before) == len(change.after) == 1 and before <= _MARKS and after <= _MARKS
        spaces = before <= _SPACES and after and after <= _SPACES
        if quote or (spaces and (before or _parts_mark(text, change.start))):
            edits.append(Edit(change.start, change.end, change.after))
    return edits


_OPENS = re.compile(
    r"(?<![^\s\"'()\[\]{}_«»“”‘’‹›„–—-])'(?=[^\W\d_])(?!(?:s|t|n|em|tis|twas|cause|til|round)\b)",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"(?<=[^\s(\[{\"«»“”‹›„])'(?![^\s!\"'),.:;?\]_}«»“”‘’‹›„…–—-])")
"""What polytypo takes for a pair stands beside these signs alone; any other mark is an apostrophe."""


def _lone_marks(text: str) -> list[int]:
    """Where a straight mark is an apostrophe at an end of a word: '90s, the kids' room.

    One that opens a quotation has one that closes it after it, and that is no other's.
    """
    if "'" not in text:
        return []
    closing = {match.start() for match in _CLOSES.finditer(text)}
    opening = {match.start() for match in _OPENS.finditer(text)} - closing
    paired: set[int] = set()
    waiting: list[int] = []
    for at in sorted(opening | closing):
        if at in opening:
            waiting.append(at)
        elif waiting:
            paired |= {waiting.pop(), at}
    within = {m.start() for m in re.finditer(r"(?<=\w)'(?=\w)", text)}
    marks = (m.start() for m in re.finditer("'", text))
    return [at for at in marks if at not in paired and at not in within and not _is_prime(text, at)]


def _is_prime(text: str, at: int) -> bool:
    """Whether the mark at ``at`` follows a figure: feet, or minutes, 5'10"."""
    return text[at - 1 : at].isdigit()


def _has_own_spaces(lang: str) -> bool:
    """Whether the language's file says how spaces are set, for all its regions: "fr-CA" sets others."""
    return locales.has_labels(lang) and _polytypo_locale(lang) == language_tags.primary(lang)


def _spaces_in_quotes(text: str, lang: str) -> Iterator[Edit]:
    """No-break spaces inside guillemets, where the language has them."""
    rules = locales.rules(lang)
    space = rules.quote_open[1:]
    if not space or not _has_own_spaces(lang):
        return
    for match in re.finditer(f"{rules.quote_open[0]}|{rules.quote_close[-1]}", text):
        if match[0] == rules.quote_open[0]:
            after = text[match.end() : match.end() + 1]
            if after and after != "\n":
                yield Edit(match.end(), match.end() + (after in _SPACES), space)
        else:
            before = text[match.start() - 1 : match.start()]
            if before and before != "\n":
                yield Edit(match.start() - (before in _SPACES), match.start(), space)


def _spaces_before_marks(text: str, lang: str) -> Iterator[Edit]:
    """The space before ":", ";", "!" and "?", where the language has one, at the end of a word."""
    rules = locales.rules(lang)
    for marks, space in ((":", rules.colon[:-1]), (";!?", rules.mark_space)):
        for match in _before_marks(marks).finditer(text) if space and _has_own_spaces(lang) else ():
            yield Edit(*match.span(1), space)


@cache
def _before_marks(marks: str) -> re.Pattern[str]:
    r"""The space, or its place, before one of ``marks``: not in "10:30", "C:\\Port", "?!", "(?)"."""
    escaped = re.escape(marks)
    return re.compile(
        rf"(?<=[^\s:;!?(\[{{«“‹¿¡/])([{_SPACE[:3]}]?)(?=[{escaped}][:;!?]*(?:$|[\s\"'»”’›)\].,…]))"
    )


def _parts_mark(text: str, at: int) -> bool:
    """Whether a space that is to be added stands before ":" and the like, or inside a quotation."""
    before, after = text[:at][-1:], text[at : at + 1]
    if after in {":", ";", "!", "?"}:
        rest = text[at:].lstrip(":;!?")
        return before not in _SPACES and (
            not rest or (not rest[0].isalnum() and rest[0] not in "/\\_-")
        )
    return before in _MARKS or after in _MARKS


def _marks(text: str, lang: str) -> Iterator[Edit]:
    """Dashes and ellipses, by the list of ``PUNCTUATION``."""
    if "-" not in text and "..." not in text:
        return
    dash = locales.rules(lang).dash
    for mark in PUNCTUATION:
        for match in mark.pattern.finditer(text):
            made = Edit(*match.span(), mark.after.format(dash=dash))
            yield made
            if made.after != "…" and text[made.start - 1] == " ":  # a dash starts no line
                yield Edit(made.start - 1, made.start, NBSP)


def _without_overlaps(found: Iterable[Edit], kept: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """``found`` in their order, of those that overlap or add at one place the first that was named.

    None reaches into a range that is ``kept``; what is added beside one may touch it.
    """
    taken: list[Edit] = []
    owners: set[int] = set()
    added: set[int] = set()
    guarded = {at for start, end in kept for at in range(start, end)}
    inside = {at for start, end in kept for at in range(start + 1, end)}
    for edit in found:
        places = set(range(edit.start, edit.end))
        if edit.start == edit.end:
            if edit.start in inside or edit.start in added:
                continue
            added.add(edit.start)
        elif not (places.isdisjoint(owners) and places.isdisjoint(guarded)):
            continue
        owners |= places
        taken.append(edit)
    yield from sorted(taken, key=lambda edit: (edit.start, edit.end))


def forget() -> None:
    """Forget the edits of texts that were set: for measuring, where each run is to set them anew."""
    _edits.cache_clear()


@cache
def _polytypo_locale(lang: str) -> str:
    """The name polytypo has for ``lang``, or "" when it has no rules for it."""
    from polytypo import PolytypoError
    from polytypo import text as polytypo

    for name in (lang, lang.split("-")[0]):
        try:
            polytypo.transform("", locale=name)
        except PolytypoError:
            continue
        return name
    return ""


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """``ranges`` sorted, those that overlap or touch as one: polytypo takes no others."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


AS_WRITTEN = frozenset({
    "theme", "cards", "issuer", "slug", "lang", "url", "kit_url", "channels", "hashtags", "captions",
    "alternates", "campaign", "body", "source", "images", "name", "focus", "typography", "links",
    "programme", "warnings",
})  # fmt: skip
"""Fields of a page and its parts that no reader sees as text, or that are set elsewhere."""


def typeset_page(page: Page) -> Page:
    """``page`` with every text set in its language, except the body, which `prose` sets."""
    return replace(page, **_typeset_fields(page, page.lang, page.typography))


def _typeset_fields(noun: DataclassInstance, lang: str, mode: str) -> dict[str, Any]:
    return {
        f.name: _typeset_value(getattr(noun, f.name), lang, mode)
        for f in fields(noun)
        if f.name not in AS_WRITTEN
    }


def _typeset_value(value: object, lang: str, mode: str) -> object:
    if isinstance(value, str):
        return typeset(value, lang, mode)
    if isinstance(value, tuple):
        return tuple(_typeset_value(v, lang, mode) for v in value)
    if isinstance(value, KeyFigure | Quote | Panels | Picture):
        return replace(value, **_typeset_fields(value, lang, mode))
    return value
