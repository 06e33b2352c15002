"""Fitting: the largest size and the best lines for a text in a box. Pure: measure in, lines out.

Lines are chosen by dynamic programming: as even as can be, none ending on a word such as "the" where
that costs at most a tenth of the size, no lone last word. A text that cannot fit at the smallest size
is cut at a word, with an ellipsis, and says so. Words that are wider than the box are divided with a
hyphen; addresses and hashtags, in which a hyphen would be read as their own, without one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from math import inf

from brochure import web_address
from brochure.text import graphemes
from brochure.text.line_breaks import Breaks, best_breaks, fewest_lines

Measure = Callable[[str], float]
"""The advance width of a text in em."""

ELLIPSIS = "…"
LARGEST_SIZE_LOSS = 0.10
"""The share of the size that is given up for a better line end."""

_SHORT = 3
"""Words of at most this many letters (du, un, les) are a worse line end than longer ones."""

_BREAKABLE = re.compile(r"[ \t\n]+")
_NO_BREAK = re.compile("[\u00a0\u202f]+")
_NO_BREAK_BESIDE_WORDS = re.compile(rf"(?<!\d){_NO_BREAK.pattern}|{_NO_BREAK.pattern}(?!\d)")
_VERBATIM = re.compile(r"^[#@]\w|://|^[(«“\"]?www\.|^mailto:|[\w.]@[\w.]|\w\.[a-z]{2,}/", re.IGNORECASE)
"""A word that is an address, a hashtag or the name of an account."""

UNIT = re.compile("(?<![ \u00a0\u202f])[ \u00a0\u202f]+·[ \u00a0\u202f]+")
"""What parts the units of a kicker: "Paris · 7 décembre"."""

GAIN = 1.5
"""How much larger a text has to be for a hyphen in it."""

_LEAST_PART, _LINKING = 5, 4
"""Letters of each part of a word; how many letters off the middle are made up for by a linking s."""

_DOT = " · "
_LEAST_UNITS = 0.7
"""The share of its size that a text may lose for lines of whole units."""

BREAK = "\u200b"
"""Where a word may go on in the next line without a hyphen: in addresses (ZERO WIDTH SPACE)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The space for a text, in the unit of its sizes."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text may be set.

    Sizes go from ``largest`` down to ``smallest`` by ``step``, in at most ``max_lines`` lines, and in
    at most ``spare_lines`` more than the fewest possible; ``line_height`` is a factor of the size.
    A line end that is no fault is worth at most ``loss`` of the size. With ``units`` lines end between
    the units that a dot parts, "Paris · 7 décembre", where they can, and take the place of the dot. A
    text that ``divides`` has its longest words in two, where it is GAIN times as large then.
    """

    largest: float
    smallest: float
    step: float = 1.0
    max_lines: int = 4
    spare_lines: int = 99
    loss: float = LARGEST_SIZE_LOSS
    line_height: float = 1.0
    units: bool = False
    divides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A typeface and a language as fitting needs them.

    ``measure`` gives widths, ``no_break_after`` are the words (case-folded) on which no line ends where
    that can be helped, ``hyphens`` gives the positions at which a word may be divided. ``leading`` is
    how much more line height the script needs than a style says.
    """

    measure: Measure
    no_break_after: frozenset[str] = frozenset()
    hyphens: Callable[[str], Sequence[int]] = lambda word: ()
    leading: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A set text. ``height`` is lines × size × line height; ``cut`` is true where words were lost.

    ``divided`` is true where a word that is wider than the box goes on in another line. ``firm`` is
    true where a box that is less high, down to ``height``, has the same text in it: sizes that are
    passed over for their line ends would be passed over there too.
    """

    lines: tuple[str, ...]
    size: float
    height: float
    cut: bool = False
    divided: bool = False
    firm: bool = field(default=False, compare=False, repr=False)


def fit(text: str, box: Space, style: Style, setting: Setting) -> Fitted:
    """``text`` set as large as it fits ``box``; no line is ever wider than the box.

    fit("La fête de la musique", Space(width=300, height=90), Style(largest=40, smallest=20), setting)
    # Fitted(lines=("La fête", "de la musique"), size=40.0, …)
    """
    style = replace(style, line_height=style.line_height * setting.leading)
    measured = _measured(text, style.units, setting)
    if measured is None:
        return Fitted(lines=(), size=style.largest, height=0)
    words, fitted = measured.words, _fitted(measured, box, style)
    if any(word.gap == _DOT for word in words) and (fitted is None or len(fitted.lines) > 1):
        whole = _fitted(_Measured(_units(text), setting), box, style)
        if whole and (fitted is None or whole.size >= _LEAST_UNITS * fitted.size):
            return replace(whole, firm=False)
        fitted = fitted and replace(fitted, firm=False)
    if fitted and style.divides and (larger := _with_halves(words, fitted.size, box, style, setting)):
        return larger
    return fitted or _cut(words, box, style, setting)


def _with_halves(
    words: Sequence[_Word], size: float, box: Space, style: Style, setting: Setting
) -> Fitted | None:
    """``words`` with the longest in two halves, at GAIN times ``size`` or more; else None."""
    if GAIN * size > style.largest:
        return None
    limit = box.width / (GAIN * size)  # so the halves of a word never share a line
    halves = [
        half
        for word in words
        for half in (_halved(word, setting) if setting.measure(word.text) > limit else (word,))
    ]
    fitted = _fitted(_Measured(halves, setting), box, replace(style, smallest=GAIN * size))
    return replace(fitted, divided=True, firm=False) if fitted else None


def _halved(word: _Word, setting: Setting) -> tuple[_Word, ...]:
    """``word`` divided near its middle, best after the s that links the parts of a German word."""
    text, last = word.text, len(word.text) - _LEAST_PART
    points = [] if word.verbatim else [p for p in setting.hyphens(text) if _LEAST_PART <= p <= last]
    if not points:
        return (word,)
    at = min(points, key=lambda p: abs(p - len(text) / 2) - _LINKING * (text[p - 1] == "s"))
    first = replace(word, text=text[:at] + word.hyphen)
    return first, replace(word, text=text[at:], gap="", starts=True)


def _fitted(measured: _Measured, box: Space, style: Style) -> Fitted | None:
    """Words as large as they fit with the fewest faults; None where they do not fit.

    One without faults, or the first that fits, is firm: less height takes away others alone.
    """
    sizes = _sizes(style)
    best: tuple[int, Fitted] | None = None
    largest = 0.0  # at which they fit
    # all sizes that are too large for the words come before all that are not
    first = bisect_left(sizes, True, key=lambda size: bool(measured.fewest_lines(size, box, style)))
    for size in sizes[first:]:
        if best and size < best[1].size * (1 - style.loss):
            break
        at_size = measured.at_size(size, box, style, best[0] if best else None)
        if at_size:
            best, largest = at_size, largest or size
            if at_size[0] == 0:
                break
    if best is None:
        return None
    halves = style.divides and GAIN * best[1].size <= style.largest  # which may be better in this box
    firm = not halves and (best[0] == 0 or best[1].size == largest)
    return replace(best[1], firm=True) if firm else best[1]


@dataclass(frozen=True, slots=True)
class _Word:
    """What stays on one line, parted by ``gap`` from the word before it in its line.

    The gap is a space, nothing, as in Chinese, or the dot between units. A word ``starts`` a line
    where it goes on one that was divided. A ``verbatim`` one gets no hyphens.
    """

    text: str
    gap: str = " "
    starts: bool = False
    verbatim: bool = False

    @property
    def hyphen(self) -> str:
        """The sign at the end of a line that divides it."""
        return "" if self.verbatim else "-"


@lru_cache(maxsize=2048)
def _measured(text: str, units: bool, setting: Setting) -> _Measured | None:
    """The words of ``text``, measured once for all boxes that it is tried in; None of no words."""
    words = _words(text, units=units)
    return _Measured(words, setting) if words else None


def _words(text: str, *, units: bool) -> list[_Word]:
    words: list[_Word] = []
    for unit in UNIT.split(text) if units and "·" in text else (text,):
        gap = _DOT if words else " "
        for word in _BREAKABLE.split(unit):
            verbatim = _VERBATIM.search(word) is not None
            parts = web_address.breakable(word) if verbatim and BREAK not in word else word.split(BREAK)
            pieces = [piece for part in parts if part for piece in graphemes.unspaced(part)]
            words += [_Word(p, gap="" if i else gap, verbatim=verbatim) for i, p in enumerate(pieces)]
            gap = " " if pieces else gap
    return words


def _units(text: str) -> list[_Word]:
    """``text`` in the units that dots part, each of which stays on one line."""
    units = (" ".join(_BREAKABLE.split(unit)).replace(BREAK, "").strip() for unit in UNIT.split(text))
    return [_Word(unit, gap=_DOT) for unit in units if unit]


def _joined(words: Sequence[_Word]) -> str:
    """``words`` as one line."""
    return "".join(w.gap + w.text if i else w.text for i, w in enumerate(words))


def _sizes(style: Style) -> list[float]:
    count = int((style.largest - style.smallest) / style.step + 1e-9)
    sizes = [style.largest - i * style.step for i in range(count + 1)]
    return sizes if sizes[-1] <= style.smallest + 1e-9 else [*sizes, style.smallest]


def _lines_allowed(size: float, box: Space, style: Style) -> int:
    return min(style.max_lines, int(box.height / (size * style.line_height) + 1e-6))


class _Measured:
    """Words with their widths in em, which are the same at every size."""

    def __init__(self, words: Sequence[_Word], setting: Setting) -> None:
        self.words, self.setting = words, setting
        self.widths = tuple(setting.measure(w.text) for w in words)
        self.widest = max(self.widths)
        space = {gap: setting.measure(gap) if gap else 0.0 for gap in {w.gap for w in words[1:]}}
        self.gaps = (*(space[w.gap] for w in words[1:]), 0.0)
        self._until = [0.0, *accumulate(w + gap for w, gap in zip(self.widths, self.gaps, strict=True))]
        self._free: dict[int, tuple[Breaks | None, float]] = {}

    def breaks(self, limit: float, count: int) -> Breaks | None:
        """The best ``count`` lines no wider than ``limit`` em.

        Those that are best in any width are looked for first: mostly they fit, and are the best then.
        """
        if count not in self._free:
            free = best_breaks(self.widths, self.gaps, inf, self.end_faults, count)
            widest = max(map(self._width, (0, *free.ends), free.ends)) if free else 0.0
            self._free[count] = free, widest
        free, widest = self._free[count]
        if free is None or widest <= limit:
            return free
        return best_breaks(self.widths, self.gaps, limit, self.end_faults, count)

    def _width(self, start: int, end: int) -> float:
        """How wide a line of the words from ``start`` to ``end`` is, as `line_breaks` adds it up."""
        return self._until[end] - self._until[start] - self.gaps[end - 1]

    @cached_property
    def end_faults(self) -> tuple[int, ...]:
        """How bad a line end each word is."""
        return tuple(_end_fault(w.text, self.setting.no_break_after) for w in self.words)

    def fewest_lines(self, size: float, box: Space, style: Style) -> int:
        """How many full lines there are at ``size``; 0 where a word or they all do not fit."""
        limit = box.width / size
        allowed = _lines_allowed(size, box, style)
        if allowed < 1 or self.widest > limit:
            return 0
        fewest = fewest_lines(self.widths, self.gaps, limit)
        return fewest if fewest <= allowed else 0

    def at_size(
        self, size: float, box: Space, style: Style, most_faults: int | None = None
    ) -> tuple[int, Fitted] | None:
        """The best setting of the words at ``size`` with its number of faults, or None.

        With ``most_faults`` one that has less.
        """
        if not (fewest := self.fewest_lines(size, box, style)):
            return None
        limit, allowed = box.width / size, _lines_allowed(size, box, style)
        best: Breaks | None = None
        for count in range(fewest, min(allowed, len(self.words), fewest + style.spare_lines) + 1):
            layout = self.breaks(limit, count)
            if layout and (best is None or layout.faults < best.faults):
                best = layout
                if layout.faults == 0:
                    break
        if best is None or (most_faults is not None and best.faults >= most_faults):
            return None
        starts = (0, *best.ends)
        lines = tuple(_joined(self.words[a:b]) for a, b in pairwise(starts))
        if max(self.setting.measure(line) for line in lines) > limit:
            return None
        return best.faults, Fitted(lines=lines, size=size, height=len(lines) * size * style.line_height)


def _end_fault(word: str, no_break_after: frozenset[str]) -> int:
    """How bad a line end ``word`` is: 0, 1 for one of those words, 2 for a short one."""
    return (1 + int(len(word) <= _SHORT)) * int(word.casefold() in no_break_after)


def _cut(words: Sequence[_Word], box: Space, style: Style, setting: Setting) -> Fitted:
    """The most of ``words`` that fits at the smallest size, too wide words divided first.

    Only a text that loses words ends on an ellipsis.
    """
    size = style.smallest
    limit = box.width / size
    pieces = [p for word in words for p in _divided(word, limit, setting)]
    allowed = max(1, _lines_allowed(size, box, style))
    lines, taken = _greedy(pieces, limit, allowed, setting.measure)
    if cut := taken < len(pieces):
        lines[-1] = _with_ellipsis(lines[-1], limit, setting)
    texts = tuple(_joined(line) for line in lines)
    divided = any(word.starts for line in lines for word in line)
    if cut and not divided:
        kept = _Measured([word for line in lines for word in line], setting)
        again = kept.at_size(size, box, style)
        texts = again[1].lines if again else texts
    height = len(texts) * size * style.line_height
    return Fitted(lines=texts, size=size, height=height, cut=cut, divided=divided)


def _divided(word: _Word, limit: float, setting: Setting) -> list[_Word]:
    """``word`` in pieces no wider than ``limit``, divided at hyphenation points, else anywhere."""
    if setting.measure(word.text) > limit:  # rather than cut a word of it; "10 000 people" after 10 000
        for border in (_NO_BREAK_BESIDE_WORDS, _NO_BREAK):
            if len(phrase := [part for part in border.split(word.text) if part]) > 1:
                parts = [
                    replace(word, text=p, gap=" " if i else word.gap) for i, p in enumerate(phrase)
                ]
                return [piece for part in parts for piece in _divided(part, limit, setting)]
    pieces: list[_Word] = []
    rest = word.text
    while setting.measure(rest) > limit:
        at = _division(rest, word.hyphen, limit, setting)
        if at >= len(rest):
            break
        gap = "" if pieces else word.gap
        pieces.append(replace(word, text=rest[:at] + word.hyphen, gap=gap, starts=bool(pieces)))
        rest = rest[at:]
    return [*pieces, replace(word, text=rest, gap="" if pieces else word.gap, starts=bool(pieces))]


def _division(word: str, hyphen: str, limit: float, setting: Setting) -> int:
    """Where to divide ``word``: never inside a character, and at least after the first one."""
    ends = list(accumulate(len(c) for c in graphemes.clusters(word)))[:-1]
    if not ends:
        return len(word)
    syllables = set(setting.hyphens(word)) & {e for e in ends if 1 < e < len(word) - 1}
    for points in (sorted(syllables) if hyphen else [], ends):
        fitting = [p for p in points if setting.measure(word[:p] + hyphen) <= limit]
        if fitting:
            return fitting[-1]
    return ends[0]


def _greedy(
    pieces: Sequence[_Word], limit: float, allowed: int, measure: Measure
) -> tuple[list[list[_Word]], int]:
    """Up to ``allowed`` lines, each as full as can be, and how many pieces they took."""
    lines: list[list[_Word]] = []
    for taken, piece in enumerate(pieces):
        if lines and not piece.starts and measure(_joined([*lines[-1], piece])) <= limit:
            lines[-1].append(piece)
        elif len(lines) < allowed:
            lines.append([piece])
        else:
            return lines, taken
    return lines, len(pieces)


def _with_ellipsis(line: Sequence[_Word], limit: float, setting: Setting) -> list[_Word]:
    """``line`` shortened word by word until it fits with an ellipsis, not after "the"."""
    words, measure = list(line), setting.measure
    while len(words) > 1 and (
        measure(_joined(words) + ELLIPSIS) > limit
        or words[-1].text.casefold() in setting.no_break_after
    ):
        words.pop()
    last = words[-1].text.rstrip(" ,;:.-\u00a0\u202f、。")
    while (
        len(last) > 1
        and measure(_joined([*words[:-1], replace(words[-1], text=last + ELLIPSIS)])) > limit
    ):
        last = "".join(graphemes.clusters(last)[:-1]) or last[:1]
        if len(graphemes.clusters(last)) == 1:
            break
    return [*words[:-1], replace(words[-1], text=last + ELLIPSIS)]
