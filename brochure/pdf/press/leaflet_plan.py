"""The leaflet's plan: from measured heights to sizes and panels. Pure; lengths in points.

The text takes the first of the inner panels, as many as it needs at a size that reads well. What else
the page has (quotations, figures, numbered panels) fills the flap and the panels that are left, each
whole. Of all ways to do it the one of the lowest cost is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape, unescape
from itertools import product

from brochure.design import LeafletForm
from brochure.errors import FitError
from brochure.pdf import style_sheets, tables
from brochure.pdf.media import MM
from brochure.pdf.press import leaflet_folds
from brochure.pdf.press.leaflet_folds import Frame
from brochure.pdf.press.poster_plan import Words, shrunk
from brochure.pdf.quote_panels import PlacedQuote
from brochure.pdf.sections import with_bound_end
from brochure.problems import Id, Place, Text, error
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Setting, Space, Style, fit
from brochure.text.markdown import Block
from brochure.theme import Theme

LARGEST_CODE, LEAST_CODE = 60 * MM, 38 * MM

LONGEST_HOLE = 60 * MM
"""What may be empty of a panel, from one thing on it to the next: beyond, a field of colour has it."""

TITLE_LEADING = 1.02
SMALLEST_TITLE = 14.0
"""What a very long title is set at, and told."""

INTRO_SIZES = (28.0, 25.0, 22.0, 20.0, 18.0, 16.5, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
INTRO_LEADING = 1.3
INTRO_BY_TEXT = 1.4
"""The intro's size by the text's where both fill the panels."""

LONGEST_BOUND = 18
"""Letters of the intro's two last words that stay on one line of a panel."""

HYPHENATED_PT = 13.0
"""Up to this size an intro is hyphenated; a larger one is only as large as its longest word allows."""

FIGURE_SIZES, LEAST_FIGURE_PT = ((4, 46.0), (6, 34.0), (12, 22.0)), 15.0
STEP = 0.25
TIGHTEST, TIGHTER = 0.93, 0.01
"""The least of its line height that a text is set with, and the step to it: better closer lines than
that there is no leaflet for a last word too many."""

TIGHT = 0.985
"""Columns lose a line now and then: the first guess at the size is a little smaller."""

GAP = 26.0
WHOLE_LINES, LEAST_STATEMENT = 20.0, 13.0
"""Down to the first, date and place are smaller rather than broken; below for a word too wide alone."""

LEAST_IMAGE = 110.0
"""The least height of a motif on the front."""

PICTURE = 190.0
"""What a photograph has on the front."""

LEAST_NUMERALS, LARGEST_NUMERALS = 48.0, 170.0
"""The sizes of the days as the image of a typographic front."""

_TABLE = 0.9
"""How much smaller than the text a table's text is."""

LEAST_QUOTES = Style(largest=11, smallest=11, max_lines=99, line_height=1.16)
FLAP_USE = 0.94
"""What of four panels things that are not cut can fill."""

SHORT_PARAGRAPH = 110
"""Signs of a paragraph of two lines in a panel."""

NOTES_PT, LEAST_PT, LONG_NOTES = 7.5, 7.0, 400
BY_PT = 8.5
GOOD_QUOTE, LEAST_QUOTE = 15.0, 11.0
"""Down to the first a quotation is smaller rather than a word divided; below only where it must."""

PANELS_TITLE, SEAT, LEAST_WORDS = 34.0, 30.0, 11.0
"""Numbered panels: what their title takes, a number beside its words, and the least size of these."""

FREE_FIGURES = 1.3
"""By how much figures must have more height than they need to be larger, and spread over a panel."""

BY_HEIGHT = 0.42
"""The size of a numeral that has room for itself, by the height that it and its words have."""

TALLEST_FIGURE, TALLEST = 270.0, 174.0
"""The most height that a figure, and a numbered panel, is given."""

IDEAL_TEXT = 1.12
"""The size of the text that is aimed at, by the design's least."""


FLAP_PLATE, SAID_AGAIN, PLATE, INLINE, HOLE = 2.0, 1.5, 1.5, 1.8, 1.5
"""What it costs that the flap, or an inner panel, has but a line that is said already (the title more
than others), that figures or panels stand among the text, and that a panel has too large a hole."""


class TooLongError(FitError):
    """A page that has more than a leaflet holds at the least size of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front: its title, date and place, its lead where there is room for it.

    ``image`` is how high the picture, the motif or the field of colour is, from the foot of the panel,
    or from the head of a typographic one, or 0; ``small`` is true where the title is below the design's
    least.
    """

    title: Fitted
    kicker: str
    when: Fitted
    lead: Fitted
    numerals: str
    numerals_pt: float
    image: float
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What stands on a panel: ``kind`` is quotes, figures, panels, lead, title or when."""

    kind: str
    height: float
    quotes: tuple[PlacedQuote, ...] = ()
    fitted: Fitted | None = None
    each: float = 0.0
    """The height of each figure or numbered item that has a panel of the leaflet to itself."""

    whole: float = 0.0
    """The height of the numbered panels with their title, as the template asks for it."""

    size: float = 0.0
    """The size of the numerals, or of the numbered panels' words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """The back: the side of its ``code``, and where its groups begin, from the panel's head."""

    code: float
    share: float
    when: float
    foot: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletPlan:
    """Where everything goes.

    The text, ``size`` large, takes the first ``columns`` inner panels; ``sides`` are the items of the
    others, ``flap`` those of the flap. Inner panels for which the page has nothing are one ``plate`` in
    the cover's colour, and so is a flap of that kind (``flap_plate``). ``inline`` names what stands
    among the text's columns. ``fields`` are the heights of what is left empty on the flap and on each
    of the ``sides``, ``text_field`` that below the text: 0 where it is little. ``line_height`` is a
    factor.
    """

    front: Front
    flap: tuple[Item, ...]
    flap_plate: bool
    sides: tuple[tuple[Item, ...], ...]
    plate: Item | None
    inline: tuple[str, ...]
    columns: int
    size: float
    intro: float
    blocks: tuple[Block, ...]
    figure_pt: float
    back: Back
    line_height: float
    fields: tuple[float, ...] = ()
    text_field: float = 0.0
    text_last: bool = False
    plate_numerals: tuple[str, float] = ("", 0.0)
    """The days and their size on the plate of a typographic leaflet."""

    cost: float = 0.0

    @property
    def leading(self) -> float:
        """The line height of the text."""
        return round(self.size * self.line_height, 2)

    @property
    def text_panels(self) -> tuple[int, int]:
        """The first inner panel of the text, from 0, and the one after its last."""
        return (3 - self.columns, 3) if self.text_last else (0, self.columns)

    @property
    def first_side(self) -> int:
        """The inner panel of the first of the ``sides``."""
        return 3 - self.columns - len(self.sides) if self.text_last else self.columns

    @property
    def plate_panels(self) -> tuple[int, int]:
        """The first inner panel of the plate, and the one after its last."""
        bare = 3 - self.columns - len(self.sides)
        return (0, bare) if self.text_last else (3 - bare, 3)

    @property
    def intro_leading(self) -> float:
        """The line height of the intro."""
        return round(self.intro * INTRO_LEADING, 2)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items of the flap and of the inner panels."""
        plate = (self.plate,) if self.plate else ()
        return (*self.flap, *(item for side in self.sides for item in side), *plate)

    @property
    def quotes(self) -> tuple[PlacedQuote, ...]:
        """The quotations that it has."""
        return tuple(quote for item in self.items for quote in item.quotes)

    def shows(self, kind: str) -> bool:
        """Whether an item of this kind stands anywhere on it."""
        return kind in self.inline or any(item.kind == kind for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What plans are made of: the page's words, its measured heights, the typefaces."""

    content: Content
    words: Words
    heights: Mapping[str, float]
    form: LeafletForm
    frame: Frame
    pictured: bool
    least: float
    """The size below which the design sets nothing."""

    bold: Setting
    said: Setting
    by: Style
    """How it is set who said a quotation."""

    reading: Setting
    blocks: tuple[Block, ...]
    front: Front
    figure_pt: float
    widest_intro: float
    """The size at which the longest word of the intro fills a line."""

    widest_figure: float
    """The size at which the widest figure fills a panel."""

    back: Back
    fitted: dict[tuple[int, int], tuple[PlacedQuote, ...]] = field(default_factory=dict)

    @property
    def least_quote(self) -> float:
        """The least size of a quotation."""
        return max(LEAST_QUOTE, self.least)

    @property
    def text_height(self) -> float:
        """The height of the blocks in one column at the least size."""
        return sum(self.heights[f"block-{i}"] for i in range(len(self.blocks)))


def all_plans(
    content: Content, theme: Theme, words: Words, heights: Mapping[str, float], *, pictured: bool
) -> list[LeafletPlan]:
    """All plans for ``content`` with the measured ``heights``, the best first.

    Raises TooLongError where there is none, FitError for what fits no panel.
    """
    lang, tight = content.page.lang, style_sheets.tracking(content)
    bold = style_sheets.display(content, theme, 700, 1)
    reading = font_metrics.setting(theme, (theme.text_family, 400), 0, lang)
    number = font_metrics.setting(theme, (theme.title_family, 700), tight * 1.5, lang)
    form = theme.design.leaflet
    faces = {"band": (theme.text_family, 600), "typographic": (theme.title_family, 500)}
    face = faces.get(form.form, (theme.text_family, 400))
    large = font_metrics.setting(theme, face, 0, lang)
    frame, least = leaflet_folds.frame_of(form), theme.design.type.least_pt
    by_pt = round(max(BY_PT * style_sheets.scale(content, theme), least), 1)
    made = _Maker(form=form, frame=frame, bold=bold, reading=reading, mark=heights["mark"],
                  small_pt=by_pt, pictured=pictured)  # fmt: skip
    parts = _Parts(
        content=content,
        words=words,
        heights=heights,
        form=form,
        frame=frame,
        pictured=pictured,
        least=least,
        bold=bold,
        said=font_metrics.setting(theme, (theme.title_family, 500), 0, lang),
        by=Style(largest=by_pt, smallest=by_pt, max_lines=6, line_height=1.4),
        reading=reading,
        blocks=blocks_of(content, theme),
        front=made.front(words),
        figure_pt=min(figure_pt(content), _widest_figure(content, number, frame)),
        widest_intro=frame.column / max(map(large.measure, _unbroken(opening(content)))),
        widest_figure=_widest_figure(content, number, frame),
        back=_back(content, heights, form, frame),
    )
    found = sorted(_candidates(parts), key=lambda planned: planned.cost)
    if not found:
        raise too_long(content, form, _needed(parts))
    return found


def too_long(content: Content, form: LeafletForm, needed: float) -> TooLongError:
    """That the page needs so many times, ``needed``, what a leaflet has."""
    words = len(content.prose.text.split())
    over = max(math.ceil(words * (1 - 1 / max(needed, 1.001))), 1)
    return TooLongError(
        error(
            "leaflet-too-long", at=Place(file="print/leaflet.pdf"), words=words, over=over,
            size_pt=form.least_text_pt,
        )
    )  # fmt: skip


def _needed(parts: _Parts) -> float:
    """How many leaflets all that stands on the flap and inside would fill at the least sizes."""
    heights, room = parts.heights, parts.frame.room
    least = replace(LEAST_QUOTES, largest=parts.least_quote, smallest=parts.least_quote)
    text = parts.text_height + heights[f"intro-{len(INTRO_SIZES) - 1}"]
    quotes = sum(
        fit(quote.text, Space(width=parts.frame.column, height=9999), least, parts.bold).height + GAP
        for quote in parts.content.quotes
    )
    others = heights["panels"] + heights["figures"] + quotes
    return max(text / (3 * room), (text + others) / (4 * room * FLAP_USE))


def _candidates(parts: _Parts) -> Iterator[LeafletPlan]:
    natural = [kind for kind in ("quotes", "figures", "panels") if getattr(parts.content, kind)]
    if parts.words.lead and not parts.front.lead.lines:
        natural.insert(0, "lead")
    for columns in (1, 2, 3):
        slots = ("flap", *(f"side-{i}" for i in range(3 - columns)))
        for chosen in product((*slots, "flow"), repeat=len(natural)):
            placed = dict(zip(natural, chosen, strict=True))
            if {kind for kind, slot in placed.items() if slot == "flow"} <= {"figures", "panels"}:
                yield from _with_slots(parts, columns, slots, placed)


def _with_slots(
    parts: _Parts, columns: int, slots: Sequence[str], placed: Mapping[str, str]
) -> Iterator[LeafletPlan]:
    """The plan with each kind in the slot where it is ``placed``, or none."""
    inline = tuple(kind for kind, slot in placed.items() if slot == "flow")
    filled, cost = _filled(parts, slots, placed)
    sides = [slot for slot in slots[1:] if slot in filled]
    text = _text(parts, columns, sum(parts.heights[kind] + GAP for kind in inline))
    if cost == math.inf or sides != list(slots[1 : 1 + len(sides)]) or text is None:
        return
    size, intro, fill, line_height = text
    bare = 3 - columns - len(sides)
    statements = _statements(parts, placed, bare)
    flap = filled.get("flap", (statements[0],))
    fields = tuple(_field(parts, items) for items in (flap, *(filled[slot] for slot in sides)))
    below = (1 - fill) * parts.frame.room
    text_field = below - GAP if below > LONGEST_HOLE else 0.0
    ideal = parts.form.least_text_pt * IDEAL_TEXT
    if "flap" not in filled:
        cost += FLAP_PLATE + SAID_AGAIN * (statements[0].kind == "title")
    cost += PLATE * bare**1.5 + INLINE * len(inline)
    cost += HOLE * (sum(map(bool, fields)) - ("flap" not in filled)) + HOLE * columns * bool(text_field)
    cost += 10 * (parts.form.line_height - line_height)
    cost += 1.6 * max(ideal - size, 0) + 0.4 * max(size - ideal, 0) + 5 * (1 - fill) * columns
    yield LeafletPlan(
        front=parts.front,
        flap=flap,
        flap_plate="flap" not in filled,
        sides=tuple(filled[slot] for slot in sides),
        plate=statements[-1] if bare else None,
        inline=inline,
        columns=columns,
        size=size,
        intro=intro,
        blocks=parts.blocks,
        figure_pt=parts.figure_pt,
        back=parts.back,
        line_height=line_height,
        fields=fields,
        text_field=round(text_field, 2),
        text_last=parts.form.text_last,
        plate_numerals=_plate_numerals(parts, statements[-1], bare),
        cost=cost,
    )


def _filled(
    parts: _Parts, slots: Sequence[str], placed: Mapping[str, str]
) -> tuple[dict[str, tuple[Item, ...]], float]:
    """The items of each slot that has some, and their cost: infinite where they do not fit."""
    filled: dict[str, tuple[Item, ...]] = {}
    cost = 0.0
    for slot in slots:
        kinds = [kind for kind, at in placed.items() if at == slot]
        items = _items(parts, kinds)
        if items is None:
            return {}, math.inf
        if items:
            filled[slot] = items
            cost += _slot_cost(parts, slot, items)
        if "quotes" in kinds:  # better smaller, or elsewhere, than one of them left out
            cost += 4.0 * (len(parts.content.quotes) - len(items[0].quotes))
    return filled, cost


def _height(items: Sequence[Item]) -> float:
    """The height of ``items`` one below the other."""
    return sum(item.height for item in items) + GAP * (len(items) - 1)


def _field(parts: _Parts, items: Sequence[Item]) -> float:
    """The height of the field on a panel with ``items``, 0 where little of it is empty.

    Of two or more the last stands at the foot: then what is empty lies between them.
    """
    free = parts.frame.room - _height(items)
    return round(free - GAP, 2) if free > LONGEST_HOLE else 0.0


def _slot_cost(parts: _Parts, slot: str, items: Sequence[Item]) -> float:
    """What it costs that ``items`` stand together: one that fills a panel is best."""
    cost = 3.0 * max(0.0, 0.7 - _height(items) / parts.frame.room) + 0.4 * max(len(items) - 1, 0) ** 2
    if any(item.kind == "quotes" for item in items) and slot != "flap":
        cost += 0.4
    if any(item.kind == "quotes" and item.quotes[0].fitted.size < 14 for item in items):
        cost += 0.8
    if [item.kind for item in items] == ["panels"]:
        cost += 0.4  # three lines of words fill a panel less well than three numerals
    return cost


def _statements(parts: _Parts, placed: Mapping[str, str], bare: int) -> list[Item]:
    """What may stand large on a plate, for a flap first: the lead, the site, the title, date and place.

    The last is for a plate of ``bare`` panels.
    """
    words, most = parts.words, parts.front.title.size - 1
    made = []
    if words.lead and "lead" not in placed:
        made.append(_statement(parts, "lead", (words.lead,), min(21.0, most)))
    elif site := parts.content.page.site_name:  # the title stands on the front beside the flap
        made.append(_statement(parts, "site", (site,), most))
    elif words.when:
        made.append(_statement(parts, "title", (words.title,), most))
    if words.when:
        made.append(_statement(parts, "when", words.when, most, max(bare, 1)))
    elif not any(item.kind == "title" for item in made):  # the flap and a plate say two things
        made.append(_statement(parts, "title", (words.title,), most))
    return made


def _plate_numerals(parts: _Parts, said: Item, bare: int) -> tuple[str, float]:
    """The days, as large as ``said`` leaves room for on a plate of ``bare`` panels, and their size."""
    numerals = parts.words.numerals
    if parts.form.form != "typographic" or parts.pictured or not numerals or not bare:
        return "", 0.0
    room = (parts.frame.room - said.height - GAP) / 0.74
    return numerals, round(min(parts.frame.across(bare) / parts.bold.measure(numerals), room), 1)


def _statement(parts: _Parts, kind: str, lines: Sequence[str], largest: float, panels: int = 1) -> Item:
    """A text in large type on so many ``panels``, each of its ``lines`` broken as little as can be."""
    box = Space(width=parts.frame.across(panels) * 0.99, height=parts.frame.room)
    size = largest
    while True:
        style = Style(largest=size, smallest=size, max_lines=30, spare_lines=1, line_height=1.16)
        set_ = [fit(line, box, style, parts.bold) for line in lines]
        broken = len(lines) > 1 and sum(len(fitted.lines) for fitted in set_) > len(lines)
        too_wide = any(fitted.cut or fitted.divided for fitted in set_)
        least = max(LEAST_STATEMENT if too_wide else WHOLE_LINES, parts.least)
        if not (broken or too_wide) or size - 1 < least:
            break
        size -= 1
    height = sum(fitted.height for fitted in set_)
    whole = tuple(line for fitted in set_ for line in fitted.lines)
    return Item(kind=kind, height=height, fitted=Fitted(lines=whole, size=size, height=height))


def _items(parts: _Parts, kinds: Sequence[str]) -> tuple[Item, ...] | None:
    """The items of these ``kinds`` on one panel, or None where they are higher than it."""
    room = parts.frame.room
    fixed = [
        Item(kind=kind, height=parts.heights[kind]) for kind in kinds if kind not in {"quotes", "lead"}
    ]
    if "lead" in kinds:
        fixed.insert(0, _statement(parts, "lead", (parts.words.lead,), max(15.0, parts.least)))
    if kinds in (["figures"], ["panels"]):
        item = _spread(parts, kinds[0])
        return (item,) if item.height <= room + 0.1 else None
    used = sum(item.height + GAP for item in fixed)
    if "quotes" not in kinds:
        return _stretched(parts, fixed) if used - GAP <= room else None
    quotes = _quotes(parts, room - used)
    if not quotes:
        return None
    height = sum(quote.height for quote in quotes) + GAP * (len(quotes) - 1)
    return _stretched(parts, [Item(kind="quotes", height=height, quotes=quotes), *fixed])


def _stretched(parts: _Parts, items: Sequence[Item]) -> tuple[Item, ...]:
    """``items`` with figures that take what the others leave them of a panel."""
    free, count = parts.frame.room - _height(items) - GAP, len(parts.content.figures)
    return tuple(
        _figures_in(parts, min((item.height + free) / count, TALLEST_FIGURE))
        if item.kind == "figures" and free > item.height * (FREE_FIGURES - 1)
        else item
        for item in items
    )


def _figures_in(parts: _Parts, each: float) -> Item:
    """The figures, ``each`` so high."""
    count, form = len(parts.content.figures), parts.form
    size = min(form.figure_pt, each * BY_HEIGHT, parts.widest_figure)
    size = max(size, parts.figure_pt)
    return Item(kind="figures", height=each * count, each=round(each, 2), size=round(size, 1))


def _spread(parts: _Parts, kind: str) -> Item:
    """Figures or numbered panels over the height of a whole panel."""
    content, room = parts.content, parts.frame.room
    if kind == "figures":
        each = min(room / len(content.figures), TALLEST_FIGURE)
        if each * len(content.figures) < parts.heights[kind] * FREE_FIGURES:
            return Item(kind=kind, height=parts.heights[kind])
        return _figures_in(parts, each)
    assert content.panels
    count = len(content.panels.entries)
    each = min((room - PANELS_TITLE) / count, TALLEST)
    style = Style(
        largest=19, smallest=max(LEAST_WORDS, parts.least), step=0.5, max_lines=12, line_height=1.26
    )
    box = Space(width=parts.frame.column - SEAT, height=each - 18)
    sizes = [fit(entry, box, style, parts.said) for entry in content.panels.entries]
    if any(fitted.cut or fitted.divided for fitted in sizes):
        return Item(kind=kind, height=parts.heights["panels"])
    size = max(min(fitted.size for fitted in sizes) * 0.97, parts.least)
    whole = each * count + PANELS_TITLE
    # The template counts a gap between rows, which here stand one below the other without.
    return Item(
        kind=kind,
        height=whole,
        each=round(each, 2),
        whole=whole + 18 * (count - 1),
        size=round(size, 1),
    )


def _quotes(parts: _Parts, room: float) -> tuple[PlacedQuote, ...]:
    """The quotations in ``room``: all of them where they fit, else as many as do, the first first."""
    content = parts.content
    largest = max(min(parts.form.quote_pt, parts.front.title.size * 0.8), parts.least_quote)
    for count in range(len(content.quotes), 0, -1):
        key = (count, int(room))
        if key not in parts.fitted:
            with suppress(FitError):
                parts.fitted[key] = _placed(parts, room, count, largest)
        if key in parts.fitted:
            return parts.fitted[key]
    return ()


def _placed(parts: _Parts, room: float, count: int, largest: float) -> tuple[PlacedQuote, ...]:
    """The first ``count`` quotations. Raises FitError when they do not fit."""
    each = (room - GAP * (count - 1)) / count
    usual = Style(
        largest=largest, smallest=min(GOOD_QUOTE, largest), step=0.5, max_lines=24, spare_lines=1,
        line_height=1.16,
    )  # fmt: skip
    least = replace(usual, smallest=min(parts.least_quote, largest))
    placed = []
    for quote in parts.content.quotes[:count]:
        by = fit(quote.by, Space(width=parts.frame.column, height=140), parts.by, parts.said).lines
        box = Space(
            width=parts.frame.column * 0.99,
            height=each - (8 + 1.5 * parts.by.largest * len(by) if by else 0),
        )
        fitted = fit(quote.text, box, usual, parts.bold)
        if fitted.cut or fitted.height > box.height + 0.5:
            fitted = fit(quote.text, box, least, parts.bold)
        if fitted.cut or fitted.height > box.height + 0.5:
            raise FitError(
                error(
                    "leaflet-text-long", what=Text(Id("part-quotation")), characters=len(quote.text),
                    lines=len(fitted.lines), least_pt=parts.least_quote,
                )
            )  # fmt: skip
        placed.append(PlacedQuote(text=quote.text, by=by, fitted=fitted))
    size = min(quote.fitted.size for quote in placed)
    if all(quote.fitted.size == size for quote in placed):
        return tuple(placed)
    return _placed(parts, room, count, size)  # all of one size


def _text(parts: _Parts, columns: int, inline: float) -> tuple[float, float, float, float] | None:
    """The sizes of text and intro in so many ``columns``, the share that is filled, the line height.

    None where they do not fit at the least size.
    """
    form, height = parts.form, parts.frame.room
    room, line_height = columns * height * TIGHT - inline, parts.form.line_height
    intros = [parts.heights[f"intro-{i}"] for i in range(len(INTRO_SIZES))]
    widest = max(parts.widest_intro, HYPHENATED_PT, form.least_text_pt)
    size = form.largest_text_pt
    while size >= form.least_text_pt:
        body = parts.text_height * (size / form.least_text_pt) ** 2
        fitting = [
            i for i, intro in enumerate(INTRO_SIZES) if intro <= min(size * INTRO_BY_TEXT, widest)
        ]
        fitting = fitting or [-1]
        if body + intros[fitting[0]] <= room:
            chosen = fitting[0]
            break
        size -= STEP
    else:  # the intro is smaller, then lines stand closer, rather than that there is no leaflet
        size = form.least_text_pt
        body = parts.text_height
        ways = [(height, i) for height in (1.0, TIGHTEST) for i in fitting
                if INTRO_SIZES[i] >= size and (body + intros[i]) * height <= room]  # fmt: skip
        if not ways:
            return None
        closer, chosen = ways[0]
        line_height = round(line_height * closer, 3)
    most = min(form.intro_pt, parts.front.title.size - 2, widest)
    if size == form.largest_text_pt:  # a short text: its first paragraph is larger
        larger = [
            i for i, intro in enumerate(INTRO_SIZES)
            if intro <= most and intros[i] <= height * TIGHT and body + intros[i] <= room
        ]  # fmt: skip
        chosen = min([*larger, chosen])
    used = body + intros[chosen]
    share = line_height / form.line_height
    fill = min((used * share + inline) / (columns * height), 1.0)
    return size, INTRO_SIZES[chosen], fill, line_height


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """What fronts are made with: ``mark`` is the height of the issuer's above all words."""

    form: LeafletForm
    frame: Frame
    bold: Setting
    reading: Setting
    mark: float
    small_pt: float
    pictured: bool

    def front(self, words: Words) -> Front:
        """The front: title, date and place, then the lead where they leave room for it."""
        form = self.form
        when = _when(words.when, form.when_pt, self.frame, self.bold)
        reserved = PICTURE if self.pictured else 0.0
        room = self.frame.room - self.mark - self._kicker(words) - when.height - 34 - reserved
        title = self._title(words, room)
        left = room - title.height - 20
        style = Style(largest=form.lead_pt, smallest=form.lead_pt, max_lines=14, line_height=1.38)
        box = Space(width=self.frame.column, height=max(left, 1))
        lead = fit(words.lead, box, style, self.reading)
        if lead.cut or lead.height > left:
            lead = Fitted(lines=(), size=form.lead_pt, height=0)
        edge = self.frame.top if form.form == "typographic" else self.frame.foot
        image = reserved + left - (lead.height + 10 if lead.lines else 0) + edge
        numerals_pt = self._numerals_pt(words, image - edge)
        return Front(
            title=title,
            kicker=words.kicker,
            when=when,
            lead=lead,
            numerals=words.numerals if numerals_pt else "",
            numerals_pt=numerals_pt,
            image=round(image, 2) if image >= LEAST_IMAGE else 0.0,
            small=title.size < form.least_title_pt,
        )

    def _kicker(self, words: Words) -> float:
        """The height of the kicker."""
        lines = 1 + int(len(words.kicker) * self.small_pt * 0.56 / self.frame.column)
        return lines * self.small_pt * 1.45 + 12 if words.kicker else 0.0

    def _title(self, words: Words, room: float) -> Fitted:
        """The title, below the design's least only where nothing else is possible. Raises FitError."""
        form = self.form
        usual = Style(
            largest=form.largest_title_pt, smallest=form.least_title_pt, step=0.5, max_lines=18,
            spare_lines=1, line_height=TITLE_LEADING,
        )  # fmt: skip
        box = Space(width=self.frame.column, height=room)
        title = fit(words.title, box, usual, self.bold)
        if title.cut or title.height > room + 0.5:
            title = shrunk(words.title, box, usual, (form.least_title_pt, SMALLEST_TITLE), self.bold)
        if title.cut or title.height > room + 0.5:
            raise FitError(
                error(
                    "leaflet-text-long", what=Text(Id("part-title")), characters=len(words.title),
                    lines=len(title.lines), least_pt=SMALLEST_TITLE,
                )
            )  # fmt: skip
        return title

    def _numerals_pt(self, words: Words, room: float) -> float:
        """The size of the numerals of a typographic front, as wide as the column; 0 without any."""
        if self.form.form != "typographic" or self.pictured or not words.numerals:
            return 0.0
        size = min(self.frame.column / self.bold.measure(words.numerals), room / 0.74, LARGEST_NUMERALS)
        return round(size, 1) if size >= LEAST_NUMERALS else 0.0


def _when(parts: Sequence[str], size: float, frame: Frame, bold: Setting) -> Fitted:
    """Date and place, each part on lines of its own."""
    style = Style(largest=size, smallest=size, max_lines=9, line_height=1.2)
    set_ = [fit(part, Space(width=frame.column, height=frame.room), style, bold) for part in parts]
    lines = tuple(line for fitted in set_ for line in fitted.lines)
    return Fitted(lines=lines, size=size, height=sum(fitted.height for fitted in set_))


def figure_pt(content: Content) -> float:
    """The largest size of the numerals: the more figures there are, the smaller."""
    return next(size for most, size in FIGURE_SIZES if len(content.figures) <= most)


def _widest_figure(content: Content, setting: Setting, frame: Frame) -> float:
    """The size at which the widest figure is as wide as a panel."""
    widest = max((setting.measure(figure.number) for figure in content.figures), default=0.0)
    size = math.floor(frame.column / widest) if widest else 999.0
    if size < LEAST_FIGURE_PT:
        raise FitError(error("leaflet-figure-wide", at=Place(key="figures"), width_pt=frame.column))
    return float(size)


def opening(content: Content) -> str:
    """The HTML of the first paragraph, whose last line has no word alone."""
    rtl = content.page.direction == "rtl"
    return with_bound_end(content.prose.intro, rtl=rtl, longest=LONGEST_BOUND)


def _unbroken(html: str) -> list[str]:
    """The words of a paragraph of HTML, with what no-break spaces bind to them."""
    words = unescape(re.sub(r"<[^<>]*>", "", html.replace("<br", " <br")))
    return [word for word in re.split(r"[ \n]+", words) if word] or ["—"]


def _back(content: Content, heights: Mapping[str, float], form: LeafletForm, frame: Frame) -> Back:
    """The back, its code as large as the texts leave room for; its groups are spread over it."""
    texts, when, foot = heights["share"], heights["when"], heights["foot"]
    others = texts + when + foot + GAP
    side = min(LARGEST_CODE, frame.room - others) if content.address else 0.0
    if content.address and side < LEAST_CODE:
        raise TooLongError(
            error(
                "leaflet-back-full",
                at=Place(file="print/leaflet.pdf"),
                needed_pt=others,
                room_pt=frame.room - LEAST_CODE,
            )
        )
    groups = {"share": texts + side, "when": when, "foot": foot}
    order = ("when", "foot", "share") if form.form == "typographic" else ("share", "when", "foot")
    shown = [name for name in order if groups[name] > 1]
    free = frame.room - sum(groups[name] for name in shown)
    tops, top = dict.fromkeys(groups, 0.0), 0.0
    if len(shown) < 3:  # two groups at head and foot would leave more empty than may be
        top = max(0.0, free - LONGEST_HOLE)
        free -= top
    for name in shown:
        tops[name] = round(top, 2)
        top += groups[name] + free / max(len(shown) - 1, 1)
    return Back(code=side, **tops)


def in_short_paragraphs(content: Content) -> bool:
    """Whether most paragraphs are a line or two: then space parts them, no staircase of indents."""
    lengths = [len(block.text) for block in content.prose.blocks if block.html.startswith("<p")]
    return sum(length < SHORT_PARAGRAPH for length in lengths) > max(len(lengths) / 2, 3)


def blocks_of(content: Content, theme: Theme) -> tuple[Block, ...]:
    """The blocks of the body; a table with more columns than a panel holds is only pointed to."""
    least = _least_table(theme)
    wide = {f'id="{id_}"' for id_, size in _widest_tables(content, theme).items() if size < least}
    said = str(content.labels["table_elsewhere"])
    instead = Block(html=f'<p class="more">{escape(said)}</p>', text=said)
    return tuple(
        instead if any(mark in block.html[:60] for mark in wide) else block
        for block in content.prose.blocks
    )


def table_sizes(content: Content, theme: Theme, size: float) -> dict[str, float]:
    """The size of each table's text, by its id, in a text of that ``size``: no word is divided."""
    share = _least_table(theme) / theme.design.leaflet.least_text_pt
    return {
        id_: round(min(size * share, widest), 2)
        for id_, widest in _widest_tables(content, theme).items()
    }


def _least_table(theme: Theme) -> float:
    """The least size of a table's text."""
    return max(theme.design.leaflet.least_text_pt * _TABLE, theme.design.type.least_pt)


def _widest_tables(content: Content, theme: Theme) -> dict[str, float]:
    """The size at which the words of each table's columns, whole, fill a panel, by the table's id."""
    column = leaflet_folds.frame_of(theme.design.leaflet).column
    widths = {
        table.id: [tables.least_width(table, theme, pt) for pt in (0.0, 1.0)]
        for table in content.prose.tables
    }
    return {
        id_: (column - padding) / max(padded - padding, 0.01)
        for id_, (padding, padded) in widths.items()
    }


def all_sizes(planned: LeafletPlan, form: LeafletForm) -> Iterator[LeafletPlan]:
    """``planned`` with its text a little larger than it was guessed to fit, then ever smaller."""
    size = min(form.largest_text_pt, planned.size + 3 * STEP)
    following: LeafletPlan | None = replace(planned, size=size)
    while following:
        yield following
        following = smaller(following, form)


def smaller(planned: LeafletPlan, form: LeafletForm) -> LeafletPlan | None:
    """``planned`` with smaller text, or with a smaller intro; None at the least sizes."""
    sizes = [size for size in INTRO_SIZES if size < planned.intro]
    if planned.intro > planned.size * INTRO_BY_TEXT and sizes:
        return replace(planned, intro=sizes[0])
    if planned.size > form.least_text_pt:
        return replace(planned, size=max(form.least_text_pt, planned.size - STEP))
    if sizes and sizes[0] >= planned.size:
        return replace(planned, intro=sizes[0])
    if planned.line_height > form.line_height * TIGHTEST + TIGHTER / 2:
        return replace(planned, line_height=round(planned.line_height - TIGHTER, 3))
    return None
