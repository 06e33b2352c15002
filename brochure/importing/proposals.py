"""Proposals: the key figures and quotations that a text offers, found by rule and ranked.

    figures("fr", blocks)   # (ProposedFigure("plus de 4 000", "participants", "En rassemblant …"),)

Whoever imports a page looks at them, and takes them or not: what is not sure is not proposed. Every
word of a proposal stands in the text, whose white space is single spaces. Languages without lists of
words (`word_lists`) have no figures, and only the quotations that are sure without any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, zip_longest

from brochure.errors import SourceError
from brochure.importing import (
    figure_labels,
    numbers_in_text,
    passages,
    quotations_in_text,
    word_lists,
)
from brochure.importing.imported import Block, ProposedFigure, ProposedQuotation
from brochure.importing.numbers_in_text import Number
from brochure.importing.passages import Passage
from brochure.importing.quotations_in_text import FoundQuotation
from brochure.page import LONGEST, KeyFigure, Quote

MOST_FIGURES, MOST_QUOTATIONS = 6, 3

MOST_CHARACTERS = 100_000
"""Of a text that are looked through: what it has to say stands before its appendices."""

LONGEST_ALONE = 80
"""Characters of a label that stands with its number alone in a paragraph or an item."""

FEW, SMALL, MUCH_MONEY = 50, 20, 10_000
"""Counts below them, and amounts of money below the last, come after others."""

GOOD_LENGTH = range(40, 281)
"""Characters of a quotation that says something, and is read on a poster."""


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure as a page has it, with its ``number``, and where in which passage it stands.

    ``alone`` tells that the text itself sets it apart.
    """

    value: str
    label: str
    sentence: str
    number: Number
    place: int
    start: int
    alone: bool = False


def figures(lang: str, blocks: Sequence[Block]) -> tuple[ProposedFigure, ...]:
    """The key figures that ``blocks`` offer, the best first; ``lang`` is a BCP 47 tag."""
    ranked = sorted(found_figures(lang, blocks), key=_rank)
    once = {_sameness(figure): figure for figure in reversed(ranked)}
    best = (
        f
        for f in sorted(once.values(), key=_rank)
        if _is_taken(partial(KeyFigure, value=f.value, label=f.label))
    )
    return tuple(ProposedFigure(f.value, f.label, f.sentence) for f in islice(best, MOST_FIGURES))


def found_figures(lang: str, blocks: Sequence[Block]) -> Iterator[FoundFigure]:
    """Every figure in the first MOST_CHARACTERS of ``blocks``, in the order of the text."""
    if word_lists.of_language(lang) is None:
        return
    texts = list(_first_of(passages.passages_of(blocks)))
    taken = -1
    for passage, after in zip_longest(texts, texts[1:]):
        if passage.place == taken:  # it is the label of the number before
            continue
        if alone := _alone(passage, after, lang):
            taken = passage.place if alone.sentence == passage.text else passage.place + 1
            yield alone
        elif not passage.heading:
            yield from _in_sentences(passage, lang)


def _first_of(texts: Sequence[Passage]) -> Iterator[Passage]:
    """The first of ``texts``, up to MOST_CHARACTERS."""
    left = MOST_CHARACTERS
    for passage in texts:
        if left <= 0:
            return
        whole = passage.text[: left + 1]
        text = whole if len(whole) <= left else whole.rpartition(" ")[0]
        if text:
            yield replace(passage, text=text)
        left -= len(whole)


def _in_sentences(passage: Passage, lang: str) -> Iterator[FoundFigure]:
    for at, sentence in passages.sentences(passage.text, lang):
        for number in numbers_in_text.numbers(sentence, lang):
            label = figure_labels.label_of(sentence, number, lang)
            value = number.of(sentence)
            if label and len(value) <= LONGEST["figures.value"]:
                shown = passages.around(sentence, number.start, number.end)
                yield FoundFigure(value, label, shown, number, passage.place, at + number.start)


def _alone(passage: Passage, after: Passage | None, lang: str) -> FoundFigure | None:
    """A figure that is a paragraph of its own, "128 000 repas servis"; or its label is the next one."""
    text = passage.text
    if len(text) > LONGEST_ALONE + LONGEST["figures.value"] or text[-1] in ".!?:;,…":
        return None
    number = next(iter(numbers_in_text.numbers(text, lang)), None)
    if number is None or number.start > 0 or number.end > LONGEST["figures.value"]:
        return None
    if number.kind == "money" and number.amount < numbers_in_text.LEAST_PRICE:
        return None
    label = text[number.end :].strip()
    if not label and after and after.text[0].isalpha() and after.text[-1] not in ".!?:;,…":
        label, text = after.text, f"{text} {after.text}"
    if not label[:1].isalpha() or len(label) > LONGEST_ALONE:
        return None
    return FoundFigure(number.of(text), label, text, number, passage.place, 0, alone=True)


def _rank(figure: FoundFigure) -> tuple[int, int, int]:
    """Where a figure stands among others: those set apart, then large ones, each as they come."""
    number, weak = figure.number, 1
    if number.kind == "count":
        weak += (number.amount < FEW) + (number.amount < SMALL)
    elif number.kind == "money":
        weak += number.amount < MUCH_MONEY
    elif number.kind == "share":
        weak += 1
    return (0 if figure.alone else weak, figure.place, figure.start)


def _sameness(figure: FoundFigure) -> tuple[str, float, str]:
    """What two figures share that say the same: an amount of money, or an amount with its label."""
    number = figure.number
    return (number.kind, number.amount, "" if number.kind == "money" else figure.label.lower())


def quotations(lang: str, blocks: Sequence[Block]) -> tuple[ProposedQuotation, ...]:
    """The quotations that ``blocks`` offer, the best first; ``lang`` is a BCP 47 tag."""
    found = {q.words: q for q in reversed([*found_quotations(lang, blocks)])}
    ranked = sorted(found.values(), key=_rank_quotation)
    best = (q for q in ranked if _is_taken(partial(Quote, text=q.words, by=q.speaker.by)))
    return tuple(
        ProposedQuotation(q.words, q.speaker.by, q.sentence) for q in islice(best, MOST_QUOTATIONS)
    )


def found_quotations(lang: str, blocks: Sequence[Block]) -> Iterator[FoundQuotation]:
    """Every quotation in the first MOST_CHARACTERS of ``blocks``, in the order of the text."""
    return quotations_in_text.quotations(list(_first_of(passages.passages_of(blocks))), lang)


def _is_taken(make: Callable[[], KeyFigure | Quote]) -> bool:
    """Whether a page takes what ``make`` makes: no text of it holds a control character, for one."""
    try:
        make()
    except SourceError:
        return False
    return True


def _rank_quotation(quotation: FoundQuotation) -> tuple[int, int, int]:
    """Where a quotation stands among others: signed ones of a good length first, as they come."""
    speaker = quotation.speaker
    unsigned = 0 if speaker.role else 1 if speaker.name else 3
    length = 0 if len(quotation.words) in GOOD_LENGTH else 2
    return (unsigned + length, quotation.place, quotation.start)
