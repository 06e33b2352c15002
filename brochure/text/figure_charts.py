"""Figures' charts: what a key figure says, read in its language, as a chart of `brochure.charts`.

"38 %", "3 sur 10" and "one in four" are shares, "12 → 18" is a change. A number that is neither has no
drawing, nor has one of which the text does not say enough: a share above 100 %, a rise of 12 %.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial

from brochure.charts import Chart
from brochure.language_tags import is_rtl
from brochure.page import KeyFigure
from brochure.text import labels, locales

_SPACES = "\u00a0\u202f\u2009 "
_NUMBER = rf"\d(?:[\d.,'’٬٫{_SPACES}]*\d)?"
_AMOUNT = re.compile(
    rf"(?P<words>(?:\D*\s)?)(?P<before>[^\w\s]?\s?|[A-Z]{{1,3}}\$?\s?)(?P<number>{_NUMBER})\s*(?P<unit>\D*)"
)
_SIGNED = re.compile(r"(?:^|\s)[-+±\u2010-\u2015\u2212]\s?$")
_PERCENT = {"%", "٪", "pour cent", "per cent", "percent", "prozent", "por ciento", "بالمئة", "في المئة"}
_ARROW = re.compile(r"(?<!\s)\s*(?:→|->|⟶|➔|⇒)\s*")
_LEFT_ARROW = re.compile(r"(?<!\s)\s*(?:←|<-|⟵|⇐)\s*")
"""Arrows are no brackets: none is mirrored where a text runs from right to left (Unicode 16, 4.7)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written: its number, what stands before it, "£" or "−", and its unit, "M€"."""

    number: Fraction
    before: str
    unit: str

    @property
    def signed(self) -> bool:
        """Whether it is what was added or lost: "−38 %"."""
        return bool(_SIGNED.search(self.before))

    @property
    def percent(self) -> bool:
        """Whether it is a share of 100."""
        return self.unit.casefold() in _PERCENT


def chart_of(figure: KeyFigure, lang: str) -> Chart | None:
    """The chart of ``figure``, a page's in the language of the tag ``lang``; None where it has none.

    Its parts and its ``before`` come before what its value alone says.
    """
    if figure.parts:
        return _parts(figure, lang)
    if figure.before:
        return _change(figure.before, figure.value, lang)
    before, arrow, after = _split(figure.value, lang)
    if arrow:
        return _change(before, after, lang)
    if _tells_change(figure, lang):
        return None
    return _share(figure.value, lang)


def text_of(figure: KeyFigure, chart: Chart, lang: str) -> str:
    """What ``chart``, that of ``figure``, shows, for who does not see it: "38 % : 38 sur 100"."""
    words, colon = labels.in_language(lang), locales.rules(lang).colon
    if chart.kind == "share":
        part, whole = (_written(amount, lang) for amount in (chart.amounts[0], chart.whole))
        return f"{figure.value}{colon} {words['chart_share'].format(part=part, whole=whole)}"
    if chart.kind == "change":
        before, after = _ends(figure, lang)
        return str(words["chart_change"].format(before=before, after=after))
    listed = locales.rules(lang).comma.join(f"{part.value} {part.label}" for part in figure.parts)
    return f"{figure.value}{colon} {listed}"


@dataclass(frozen=True, slots=True)
class ChartLabels:
    """What stands beside a chart: a text at each bar of a change, or at each part.

    None at a share, which its number says. In a sentence each text has its one of ``joints`` before it,
    " : ", ", " or ", puis ".
    """

    texts: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()


NO_LABELS = ChartLabels()


def labels_of(figure: KeyFigure, chart: Chart, lang: str) -> ChartLabels:
    """The labels of ``chart``, that of ``figure``, as its page wrote them: no number is worked out."""
    comma = locales.rules(lang).comma
    if chart.kind == "parts":
        texts = tuple(f"{part.value} {part.label}" for part in figure.parts)
        return ChartLabels(texts, (f"{locales.rules(lang).colon} ", *[comma] * (len(texts) - 1)))
    if chart.kind != "change":
        return NO_LABELS
    words = labels.in_language(lang)
    first, last = _ends(figure, lang)
    joints = (comma, str(words["chart_change"]).format(before="", after=""))
    return ChartLabels((str(words["figure_before"]).format(value=first), last), joints)


def _ends(figure: KeyFigure, lang: str) -> tuple[str, str]:
    """What a change is from and to, as written."""
    before, arrow, after = _split(figure.value, lang)
    return (before, after) if arrow else (figure.before, figure.value)


def parts_more(figure: KeyFigure, lang: str) -> str:
    """The sum of the parts of ``figure``, as written, where it is more than its value; else ""."""
    value = read_amount(figure.value, lang)
    parts = [read_amount(part.value, lang) for part in figure.parts]
    if value is None or not parts or not all(part and part.unit in {"", value.unit} for part in parts):
        return ""
    total = sum((part.number for part in parts if part), Fraction(0))
    return f"{_written(total, lang)} {value.unit}".strip() if total > value.number else ""


def read_amount(text: str, lang: str) -> Amount | None:
    """The one amount in ``text``, "plus de 4 000 M€"; None where there is none, or more than one."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    words, before = found["words"], found["before"].strip()
    number = _number(found["number"], lang)
    if number is None:
        return None
    if _SIGNED.search(words):  # "− 38 %", with a space after the sign
        before = words.strip()[-1] + before
    return Amount(number, before, " ".join(found["unit"].split()))


def _number(digits: str, lang: str) -> Fraction | None:
    """``digits`` with the separators of any language, the ones of ``lang`` where they can be two.

    "1,234" is a thousand in English, and one and a bit in French.
    """
    digits = re.sub(rf"[{_SPACES}'’٬]", "", digits).replace("٫", ",")
    own = locales.rules(lang).decimal_sign
    signs = re.findall(r"[.,]", digits)
    decimal = signs[-1] if signs and (len(set(signs)) == 2 or len(signs) == 1) else ""
    if len(signs) == 1 and decimal != own and re.fullmatch(r"\d{1,3}[.,]\d{3}", digits):
        decimal = ""
    whole, _, rest = digits.rpartition(decimal) if decimal else (digits, "", "")
    whole = re.sub(r"[.,]", "", whole)
    if len(set(signs)) == 2 and signs.count(decimal) > 1:
        return None
    return Fraction(int(whole or 0)) + (Fraction(int(rest), 10 ** len(rest)) if rest else 0)


def pointing(value: str, lang: str) -> str:
    """``value`` with its arrow as ``lang`` is read: "12 → 18" is written "12 ← 18" in Arabic."""
    before, arrow, after = _split(value, lang)
    return f"{before} ← {after}" if arrow and is_rtl(lang) else value


def _split(value: str, lang: str) -> tuple[str, str, str]:
    """What stands before and after the one arrow in ``value``; the first has all without an arrow."""
    ends = _ARROW.split(value)
    if len(ends) == 1 and is_rtl(lang):
        ends = _LEFT_ARROW.split(value)
    return (ends[0], "→", ends[1]) if len(ends) == 2 and all(ends) else (value, "", "")


def _share(value: str, lang: str) -> Chart | None:
    amount = read_amount(value, lang)
    if amount and amount.percent:
        return None if amount.signed else _drawn("share", (amount.number,), Fraction(100))
    if found := _shares(lang).fullmatch(value.strip()):
        part, whole = (_counted(found[name], lang) for name in ("part", "whole"))
        return _drawn("share", (part,), whole) if part is not None and whole else None
    for words, share in _named(lang, "share_words").items():
        if re.search(rf"(?:^|\s){re.escape(words)}$", value.strip().casefold()):
            return _drawn("share", (Fraction(share.numerator),), Fraction(share.denominator))
    return None


@cache
def _shares(lang: str) -> re.Pattern[str]:
    """How ``lang`` writes "3 in 10" and "three in ten", whatever words stand before them."""
    rules = locales.rules(lang)
    words = "|".join(map(re.escape, _named(lang, "number_words")))
    number = rf"(?:{_NUMBER}|{words})" if words else _NUMBER
    joiners = "|".join(re.escape(joiner) for joiner in rules.share_joiners) or "(?!)"
    return re.compile(
        rf"(?:[^\d+−-]*\s)??(?P<part>{number})\s+(?:{joiners})\s+(?P<whole>{number})(?:\s\D*)?",
        re.IGNORECASE,
    )


def _counted(text: str, lang: str) -> Fraction | None:
    return _named(lang, "number_words").get(text.casefold()) or _number(text, lang)


@cache
def _named(lang: str, rule: str) -> dict[str, Fraction]:
    """The numbers that a rule of ``lang`` gives by words: "deux=2", "un tiers=1/3"."""
    pairs = (entry.split("=") for entry in getattr(locales.rules(lang), rule))
    return {words.casefold(): Fraction(number) for words, number in pairs}


def _tells_change(figure: KeyFigure, lang: str) -> bool:
    """Whether ``figure`` is of a rise or a fall: then its per cent are no share of anything.

    Its label says it, or its value, "hausse de 14 %"; "more than 38%" is none. A word of the locale
    stands anywhere, with "^" only first, with "$" only last: "de plus" is a rise, "de plus de 60 ans"
    an age.
    """
    label, value = (text.replace("'", "’").strip() for text in (figure.label, figure.value))
    words = locales.rules(lang).change_words
    return any(map(partial(_has_word, label), words)) or any(
        _has_word(value, word) for word in words if word[0] != "^"
    )


def _has_word(text: str, word: str) -> bool:
    start = "^" if word[0] == "^" else r"(?<!\w)"
    end = "$" if word[-1] == "$" else r"(?!\w)" if word[-1].isalpha() else ""
    between = re.escape(word.removeprefix("^").removesuffix("$"))
    return bool(re.search(f"{start}{between}{end}", text, re.IGNORECASE))


def _change(before: str, after: str, lang: str) -> Chart | None:
    first, last = read_amount(before, lang), read_amount(after, lang)
    if first is None or last is None or first.signed:
        return None
    if last.signed:  # "1 200 t" and "−38 %": what is left of it
        if not last.percent or first.percent:
            return None
        falls = not last.before.endswith("+")
        if last.before.endswith("±"):
            return None
        left = first.number * (100 + (-last.number if falls else last.number)) / 100
        return _drawn("change", (first.number, left), max(first.number, left))
    if first.before != last.before or (first.unit != last.unit and first.unit and last.unit):
        return None
    return _drawn("change", (first.number, last.number), max(first.number, last.number))


def _parts(figure: KeyFigure, lang: str) -> Chart | None:
    """The parts in one bar; where the value has their unit and is more, the bar is as long as it."""
    read = [read_amount(part.value, lang) for part in figure.parts]
    amounts = [amount for amount in read if amount and not amount.signed]
    if len(amounts) < len(figure.parts) or len({(a.before, a.unit) for a in amounts}) > 1:
        return None
    total, value = sum((a.number for a in amounts), Fraction(0)), read_amount(figure.value, lang)
    unit = amounts[0].unit
    if value and not value.signed and (value.unit == unit or not unit):
        whole = value.number
    else:
        whole = max(total, Fraction(100)) if amounts[0].percent else total
    return _drawn("parts", tuple(a.number for a in amounts), whole)


def _drawn(kind: str, amounts: Sequence[Fraction], whole: Fraction) -> Chart | None:
    """The chart of these amounts; None for what none can be drawn of."""
    try:
        return Chart(kind=kind, amounts=tuple(amounts), whole=whole)  # type: ignore[arg-type]
    except ValueError:
        return None


def _written(number: Fraction, lang: str) -> str:
    from brochure.text.decimals import decimal

    return decimal(float(number), 0 if number.denominator == 1 else 2, lang)
