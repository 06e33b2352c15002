"""Descriptions: what is said of a page where only a sentence or two of it are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from brochure import language_tags
from brochure.text import locales

if TYPE_CHECKING:
    from markdown_it.token import Token

ENOUGH = 300
"""Characters of paragraphs, from which on no more are taken."""

LONGEST, SHORTEST = 200, 20
"""Characters of a description, and of sentences that describe anything."""

SHORT_LINE = 60
"""Characters of a salutation, or of a line of a timetable or an address, at most."""

MOST_UNENDED = 4
"""Words of a salutation that no sign ends."""

BETWEEN = " · "
"""What parts items of lists, and lines, which no sign of their own ends."""

_SPACED_END = r"[.!?…؟۔।॥։።][\u00a0\u202f]?[»”“\"’')\]]*(?=\s|$)"
_CLOSE_END = r"[。！？][」』）”’\"]*"
_SENTENCE_END = re.compile(rf"{_SPACED_END}|{_CLOSE_END}")
_ENDED = re.compile(r"[.!?…。！？؟۔।॥։።:;,،、][»”“\"’')\]\u00a0\u202f]*$")
_LEFT = {"footnote_ref", "image", "html_inline", "task_box", "left_out", "anchor"}

_HOUR = re.compile(
    r"\W*\d{1,2}[ \u00a0\u202f]?(?:h\b|h\d\d|[:.]\d\d\b(?!\.\d)|heures?\b|Uhr\b|[ap]\.?m\b|時|点)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"[¡\W]*(?:bonjour|bonsoir|salut|ch[eè]re?s?|madame|mesdames|monsieur|messieurs|mademoiselle"
    r"|hallo|guten tag|liebe[rs]?|sehr geehrte[rs]?|werte[rs]?|moin|servus"
    r"|dear|hello|hi|good (?:morning|evening)|ladies"
    r"|hola|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|señor(?:a|as|es)?|buen[oa]s"
    r"|ciao|gentil[ei]|car[oiae]|prezad[oa]s?|car[oa]s|beste|geachte|السلام|مرحبا|سيداتي|أيها)\b",
    re.IGNORECASE,
)  # in the languages of those who write: a text's own is not always the page's


def opening(tokens: Sequence[Token]) -> str:
    """The words of the first paragraphs among ``tokens`` (set), without numbers of notes and pictures.

    Salutations say nothing. Lists, tables, quotations, code, lines that only announce what follows and
    those of timetables and addresses say little on their own: they are taken where there is nothing
    else, with a point in mid-height between them.
    """
    for nested, taken in ((False, _is_prose), (False, _is_any), (True, _is_any)):
        words, joint, greeted = "", " ", False
        for lines in _paragraphs(tokens, nested=nested):
            said = _without_salutation(lines)
            if not said or not taken(said):
                greeted = greeted or not said
                continue
            text = "".join(f"{line}{_after(line)}" for line in said).strip(BETWEEN)
            if (
                not words and not nested and (greeted or said != lines)
            ):  # after "Liebe Nachbarn," it went on small
                text = text[0].upper() + text[1:]
            words = f"{words}{joint}{text}".strip()
            joint = _after(words)
            if len(words) >= ENOUGH:
                break
        if words:
            return words
    return " ".join(
        line.replace(_SOFT, " ") for lines in _paragraphs(tokens, nested=True) for line in lines
    )


def _after(line: str) -> str:
    """What parts ``line`` from the next."""
    return " " if _ENDED.search(line) else BETWEEN


def _is_any(lines: Sequence[str]) -> bool:
    return bool(lines)


def _is_prose(lines: Sequence[str]) -> bool:
    """Whether a paragraph says something on its own."""
    text = " ".join(lines)
    short = len(text) <= SHORT_LINE and not _ENDED.search(text)
    timed = sum(bool(_HOUR.match(line)) for line in lines)
    if text.endswith(":") or (short and any(char.isdigit() for char in text)):
        return False
    if len(lines) > 1 and len(text) <= SHORT_LINE * len(lines):
        return False
    return timed * 2 < len(lines)


def _paragraphs(tokens: Sequence[Token], *, nested: bool) -> Iterator[list[str]]:
    """The lines of each paragraph, as far as their author parted them for good."""
    depth = 0
    for at, token in enumerate(tokens):
        if token.type == "footnote_block_open":
            return
        taken = token.type == "inline" and (nested or depth == 1)
        if taken and tokens[at - 1].type in _PLACES[nested] and (lines := _lines(token)):
            yield lines
        depth += token.nesting


_PLACES = {False: {"paragraph_open"}, True: {"paragraph_open", "heading_open"}}
_SOFT = "\n"
_COMMAS = (",", "،", "，")


def _lines(token: Token) -> list[str]:
    """The words of ``token`` with the line ends of its source, cut where lines were kept as lines."""
    words = "".join(
        "\v" if child.type == "hardbreak" else _SOFT if child.type == "softbreak" else child.content
        for child in token.children or ()
        if child.type not in _LEFT
    )
    lines = (
        re.sub(r"(?<![ \t\n])[ \t]*\n[ \t\n]*", _SOFT, re.sub(r"[ \t]+", " ", part))
        for part in words.split("\v")
    )
    kept = [line.strip(" \n") for line in lines if line.strip()]
    soft = [line for text in kept for line in text.split(_SOFT)]
    timetable = len(soft) > 1 and sum(bool(_HOUR.match(line)) for line in soft) * 2 >= len(soft)
    return soft if timetable else kept


def _without_salutation(lines: Sequence[str]) -> list[str]:
    """``lines`` without a first one that only greets; soft line ends are spaces."""
    first, *rest = lines
    head, _, tail = first.partition(_SOFT)
    if not rest and not tail:  # a paragraph of its own: "Madame, Monsieur,", "Bonjour à tous !"
        greets = _greets(head) or (_is_short(head) and head.endswith(_COMMAS))
    else:
        capital = not tail and rest[0][0].isupper()
        greets = _greets(head) or (capital and _is_short(head) and head.endswith(_COMMAS))
    kept = [tail, *rest] if greets else list(lines)
    return [line.replace(_SOFT, " ") for line in kept if line]


def _is_short(line: str) -> bool:
    return len(line) <= SHORT_LINE and not any(char.isdigit() for char in line)


def _greets(line: str) -> bool:
    """Whether ``line`` starts as greetings do, and ends as they do: with a sign, or after few words."""
    if not _is_short(line) or not _GREETING.match(line) or re.search(r"[.?…]", line):
        return False
    return len(line.split()) <= MOST_UNENDED or bool(re.search(r"[,!:،，][^\w.?…]*$", line))


_NO_LAST = " ,;:.–—-·\u00a0\u202f"


def shortened(text: str, most: int = LONGEST, lang: str = locales.FALLBACK) -> str:
    """The whole sentences that ``text``, in ``lang``, starts with, in at most ``most`` characters.

    Where not even one fits, the words that do, and an ellipsis.
    """
    if len(text) <= most:
        return text
    ends = [end for end in _ends(text, lang) if end <= most]
    if ends and ends[-1] >= SHORTEST:
        return text[: ends[-1]]
    head = text[: most - 1]
    kept = head.rsplit(" ", 1)[0] if " " in head else head
    while " " in kept and re.search(r"[^\W\d]\.$", kept) and _is_abbreviated(kept, None, lang):
        kept = kept.rsplit(" ", 1)[0]
    return f"{kept.rstrip(_NO_LAST)}…"


def _ends(text: str, lang: str) -> Iterator[int]:
    """Where the sentences of ``text`` end."""
    for found in _SENTENCE_END.finditer(text):
        after = text[found.end() : found.end() + 1]
        rest = text[found.end() :].lstrip(" \u00a0\u202f\n«“„\"'(¿¡\u2066\u2067\u2068")
        if after in {"\u00a0", "\u202f"} or rest[:1].islower():
            continue  # bound to what follows, or in mid-sentence: "etc. et"
        if found[0] == "." and _is_abbreviated(text[: found.end()], rest, lang):
            continue
        yield found.end()


def _is_abbreviated(before: str, rest: str | None, lang: str) -> bool:
    """Whether the full stop that ends ``before`` is an abbreviation's; ``rest`` follows, if known."""
    titles, numbers = _abbreviations(lang)
    word = re.split(r"[ \u00a0\u202f\n(\[«“„\"/]|(?<=[ldLD])[’']", before)[-1].casefold()
    if word in numbers and (rest is None or rest[:1].isdigit()):
        return True
    if re.fullmatch(r"\d{1,2}\.", word):
        month = (rest or "").casefold().startswith(_months(lang))
        return month or language_tags.primary(lang) in _NUMBERED_BY_DOTS
    if re.fullmatch(r"[ap]\.m\.", word):
        return False
    # Single letters are initials, or pieces of "z. B.", "i.e.", "J.-C.".
    return word in titles or bool(re.search(r"(?:^|[.-])[^\W\d_]\.$", word))


_NUMBERED_BY_DOTS = {
    "de",
    "da",
    "nb",
    "nn",
    "no",
    "fi",
    "cs",
    "sk",
    "hu",
    "pl",
    "sl",
    "hr",
    "sr",
    "et",
    "is",
}
"""Languages that write "12. Oktober", "3. Auflage"."""


@cache
def _months(lang: str) -> tuple[str, ...]:
    return tuple(month.casefold() for month in locales.rules(lang).month_names)


_COMMON = (
    "bzw. inkl. exkl. evtl. ggf. sog. vgl. geb. mio. mrd. tsd. str. allg. bes. einschl. zzgl. jhd. "
    "cf. vs. viz. resp. réf. ex. av. bd. sté. éd. dir. "
    "st. ste. mt. jan. feb. févr. janv. sept. oct. nov. dec. déc. juil. "
    "avda. pza. pl. ud. uds. dpto. vd. "
    "sig. sig.ra dott. ing. sr. sra. dr. mr. mrs. ms. prof. dhr. mevr. mgr."
)
"""Words with a full stop that capitals may follow, in languages that have files here or not."""


@cache
def _abbreviations(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words with a full stop that no sentence ends on, and those where a number follows."""
    rules = locales.rules(lang)
    words = [word for text in rules.abbreviations for word in text.split(" ")]
    titles = {*rules.person_titles, *words, *_COMMON.split(" ")}
    return (
        frozenset(word.casefold() for word in titles if word.endswith(".")),
        frozenset(word.casefold() for word in rules.number_prefixes if word.endswith(".")),
    )
