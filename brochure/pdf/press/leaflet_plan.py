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
from brochure.pdf.press.leaflet_folds import COLUMN, HEIGHT
from brochure.pdf.press.poster_plan import Words, shrunk
from brochure.pdf.quote_panels import PlacedQuote
from brochure.problems import Id, Place, Text, error
from brochure.text import font_metrics
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Setting, Space, Style, fit
from brochure.text.markdown import Block
from brochure.theme import Theme

MARGIN_TOP = 11 * MM
ROOM = HEIGHT - 2 * MARGIN_TOP
LARGEST_CODE, LEAST_CODE = 50 * MM, 38 * MM

TITLE_LEADING = 1.02
SMALLEST_TITLE = 14.0
"""What a very long title is set at, and told."""

INTRO_SIZES = (22.0, 20.0, 18.0, 16.5, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
INTRO_LEADING = 1.3
INTRO_BY_TEXT = 1.4
"""The intro's size by the text's where both fill the panels."""

HYPHENATED_PT = 13.0
"""Up to this size an intro is hyphenated; a larger one is only as large as its longest word allows."""

FIGURE_SIZES, LEAST_FIGURE_PT = ((4, 46.0), (6, 34.0), (12, 22.0)), 15.0
STEP = 0.25
LINE_HEIGHT = 1.38
TIGHT = 0.985
"""Columns lose a line now and then: the first guess at the size is a little smaller."""

GAP = 26.0
LEAST_IMAGE = 110.0
"""The least height of a motif on the front."""

PICTURE = 190.0
"""What a photograph has on the front."""

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

LARGEST_FIGURE = 70.0

TALLEST = 174.0
"""The most height that a figure or a numbered panel is given."""

IDEAL_TEXT = 1.12
"""The size of the text that is aimed at, by the design's least."""


FLAP_PLATE, PLATE, INLINE = 2.0, 1.5, 1.8
"""What it costs that the flap, or an inner panel, has but a line that is said already, and that figures
or panels stand among the text."""


class TooLongError(FitError):
    """A page that has more than a leaflet holds at the least size of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The front: its title, date and place, its lead where there is room for it.

    ``image`` is how high the picture or the motif is, from the foot of the panel, or 0; ``small`` is
    true where the title is below the design's least.
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
class LeafletPlan:
    """Where everything goes.

    The text, ``size`` large, takes the first ``columns`` inner panels; ``sides`` are the items of the
    others, ``flap`` those of the flap. Inner panels for which the page has nothing are one ``plate`` in
    the cover's colour, and so is a flap of that kind (``flap_plate``). ``inline`` names what stands
    among the text's columns.
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
    code: float
    cost: float = 0.0

    @property
    def leading(self) -> float:
        """The line height of the text."""
        return round(self.size * LINE_HEIGHT, 2)

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

    code: float
    fitted: dict[tuple[int, int], tuple[PlacedQuote, ...]] = field(default_factory=dict)

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
    by_pt = round(BY_PT * style_sheets.scale(content, theme), 1)
    parts = _Parts(
        content=content,
        words=words,
        heights=heights,
        form=form,
        bold=bold,
        said=font_metrics.setting(theme, (theme.title_family, 500), 0, lang),
        by=Style(largest=by_pt, smallest=by_pt, max_lines=6, line_height=1.4),
        reading=reading,
        blocks=blocks_of(content, theme),
        front=_front(words, form, (bold, reading), heights["mark"], pictured=pictured),
        figure_pt=min(figure_pt(content), _widest_figure(content, number)),
        widest_intro=COLUMN / max(map(reading.measure, _unbroken(content.prose.intro))),
        widest_figure=_widest_figure(content, number),
        code=_code(content, heights),
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
    heights = parts.heights
    text = parts.text_height + heights[f"intro-{len(INTRO_SIZES) - 1}"]
    quotes = sum(
        fit(quote.text, Space(width=COLUMN, height=9999), LEAST_QUOTES, parts.bold).height + GAP
        for quote in parts.content.quotes
    )
    others = heights["panels"] + heights["figures"] + quotes
    return max(text / (3 * ROOM), (text + others) / (4 * ROOM * FLAP_USE))


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
    size, intro, fill = text
    bare = 3 - columns - len(sides)
    statements = _statements(parts, placed)
    ideal = parts.form.least_text_pt * IDEAL_TEXT
    cost += FLAP_PLATE * ("flap" not in filled) + PLATE * bare + INLINE * len(inline)
    cost += 1.6 * max(ideal - size, 0) + 0.4 * max(size - ideal, 0) + 5 * (1 - fill) * columns
    yield LeafletPlan(
        front=parts.front,
        flap=filled.get("flap", (statements[0],)),
        flap_plate="flap" not in filled,
        sides=tuple(filled[slot] for slot in sides),
        plate=statements[-1] if bare else None,
        inline=inline,
        columns=columns,
        size=size,
        intro=intro,
        blocks=parts.blocks,
        figure_pt=parts.figure_pt,
        code=parts.code,
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
            cost += _slot_cost(slot, items)
        if "quotes" in kinds:  # better smaller, or elsewhere, than one of them left out
            cost += 4.0 * (len(parts.content.quotes) - len(items[0].quotes))
    return filled, cost


def _slot_cost(slot: str, items: Sequence[Item]) -> float:
    """What it costs that ``items`` stand together: one that fills a panel is best."""
    height = sum(item.height for item in items) + GAP * (len(items) - 1)
    cost = 3.0 * max(0.0, 0.7 - height / ROOM) + 0.4 * max(len(items) - 1, 0) ** 2
    if any(item.kind == "quotes" for item in items) and slot != "flap":
        cost += 0.4
    if any(item.kind == "quotes" and item.quotes[0].fitted.size < 14 for item in items):
        cost += 0.8
    if [item.kind for item in items] == ["panels"]:
        cost += 0.4  # three lines of words fill a panel less well than three numerals
    return cost


def _statements(parts: _Parts, placed: Mapping[str, str]) -> list[Item]:
    """What may stand large on a plate, for a flap first: the lead, the title, date and place."""
    words, most = parts.words, parts.front.title.size - 1
    made = []
    if words.lead and "lead" not in placed:
        made.append(_statement(parts, "lead", (words.lead,), min(21.0, most)))
    elif words.when:
        made.append(_statement(parts, "title", (words.title,), most))
    if words.when:
        made.append(_statement(parts, "when", words.when, most))
    elif not any(item.kind == "title" for item in made):  # the flap and a plate say two things
        made.append(_statement(parts, "title", (words.title,), most))
    return made


def _statement(parts: _Parts, kind: str, lines: Sequence[str], largest: float) -> Item:
    """A text in large type on a panel, each of its ``lines`` broken as little as can be."""
    box = Space(width=COLUMN * 0.99, height=ROOM)
    size = largest
    while True:
        style = Style(largest=size, smallest=size, max_lines=30, spare_lines=1, line_height=1.16)
        set_ = [fit(line, box, style, parts.bold) for line in lines]
        broken = sum(len(fitted.lines) for fitted in set_) > len(lines)
        if not ((len(lines) > 1 and broken) or any(f.cut or f.divided for f in set_)) or size - 1 < 13:
            break
        size -= 1
    height = sum(fitted.height for fitted in set_)
    whole = tuple(line for fitted in set_ for line in fitted.lines)
    return Item(kind=kind, height=height, fitted=Fitted(lines=whole, size=size, height=height))


def _items(parts: _Parts, kinds: Sequence[str]) -> tuple[Item, ...] | None:
    """The items of these ``kinds`` on one panel, or None where they are higher than it."""
    fixed = [
        Item(kind=kind, height=parts.heights[kind]) for kind in kinds if kind not in {"quotes", "lead"}
    ]
    if "lead" in kinds:
        fixed.insert(0, _statement(parts, "lead", (parts.words.lead,), 15.0))
    if kinds in (["figures"], ["panels"]):
        item = _spread(parts, kinds[0])
        return (item,) if item.height <= ROOM + 0.1 else None
    used = sum(item.height + GAP for item in fixed)
    if "quotes" not in kinds:
        return tuple(fixed) if used - GAP <= ROOM else None
    quotes = _quotes(parts, ROOM - used)
    if not quotes:
        return None
    height = sum(quote.height for quote in quotes) + GAP * (len(quotes) - 1)
    return (Item(kind="quotes", height=height, quotes=quotes), *fixed)


def _spread(parts: _Parts, kind: str) -> Item:
    """Figures or numbered panels over the height of a whole panel."""
    content = parts.content
    if kind == "figures":
        each = min(ROOM / len(content.figures), TALLEST)
        if each * len(content.figures) < parts.heights[kind] * FREE_FIGURES:
            return Item(kind=kind, height=parts.heights[kind])
        size = min(parts.figure_pt * 1.5, parts.widest_figure)
        return Item(kind=kind, height=each * len(content.figures), each=round(each, 2), size=size)
    assert content.panels
    count = len(content.panels.entries)
    each = min((ROOM - PANELS_TITLE) / count, TALLEST)
    style = Style(largest=19, smallest=LEAST_WORDS, step=0.5, max_lines=12, line_height=1.26)
    box = Space(width=COLUMN - SEAT, height=each - 18)
    sizes = [fit(entry, box, style, parts.said) for entry in content.panels.entries]
    if any(fitted.cut or fitted.divided for fitted in sizes):
        return Item(kind=kind, height=parts.heights["panels"])
    size = min(fitted.size for fitted in sizes) * 0.97
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
    content, largest = parts.content, min(parts.form.quote_pt, parts.front.title.size * 0.8)
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
    least = replace(usual, smallest=min(LEAST_QUOTE, largest))
    placed = []
    for quote in parts.content.quotes[:count]:
        by = fit(quote.by, Space(width=COLUMN, height=140), parts.by, parts.said).lines
        box = Space(
            width=COLUMN * 0.99, height=each - (8 + 1.5 * parts.by.largest * len(by) if by else 0)
        )
        fitted = fit(quote.text, box, usual, parts.bold)
        if fitted.cut or fitted.height > box.height + 0.5:
            fitted = fit(quote.text, box, least, parts.bold)
        if fitted.cut or fitted.height > box.height + 0.5:
            raise FitError(
                error(
                    "leaflet-text-long", what=Text(Id("part-quotation")), characters=len(quote.text),
                    lines=len(fitted.lines), least_pt=LEAST_QUOTE,
                )
            )  # fmt: skip
        placed.append(PlacedQuote(text=quote.text, by=by, fitted=fitted))
    size = min(quote.fitted.size for quote in placed)
    if all(quote.fitted.size == size for quote in placed):
        return tuple(placed)
    return _placed(parts, room, count, size)  # all of one size


def _text(parts: _Parts, columns: int, inline: float) -> tuple[float, float, float] | None:
    """The sizes of text and intro in so many ``columns``, and the share of them that is filled.

    None where they do not fit at the least size.
    """
    form, room = parts.form, columns * ROOM * TIGHT - inline
    intros = [parts.heights[f"intro-{i}"] for i in range(len(INTRO_SIZES))]
    widest = max(parts.widest_intro, HYPHENATED_PT)
    size = form.largest_text_pt
    while size >= form.least_text_pt:
        body = parts.text_height * (size / form.least_text_pt) ** 2
        fitting = [
            i for i, intro in enumerate(INTRO_SIZES) if intro <= min(size * INTRO_BY_TEXT, widest)
        ]
        fitting = fitting or [-1]
        if body + intros[fitting[0]] <= room:
            break
        size -= STEP
    else:
        return None
    chosen = fitting[0]
    most = min(form.intro_pt, parts.front.title.size - 2, widest)
    if size == form.largest_text_pt:  # a short text: its first paragraph is larger
        larger = [
            i for i, intro in enumerate(INTRO_SIZES)
            if intro <= most and intros[i] <= ROOM * TIGHT and body + intros[i] <= room
        ]  # fmt: skip
        chosen = min([*larger, chosen])
    used = body + intros[chosen]
    return size, INTRO_SIZES[chosen], min((used + inline) / (columns * ROOM), 1.0)


def _front(
    words: Words, form: LeafletForm, settings: tuple[Setting, Setting], mark: float, *, pictured: bool
) -> Front:
    """The front: title, date and place, then the lead where they leave room for it.

    ``settings`` are those of titles and of text, ``mark`` is the height of the issuer's above them.
    """
    bold, reading = settings
    kicker = (13.0 * (1 + len(words.kicker) // 45) + 12) if words.kicker else 0.0
    when = _when(words.when, form.when_pt, bold)
    reserved = PICTURE if pictured else 0.0
    room = ROOM - mark - kicker - when.height - 34 - reserved
    usual = Style(
        largest=form.largest_title_pt, smallest=form.least_title_pt, step=0.5, max_lines=18,
        spare_lines=1, line_height=TITLE_LEADING,
    )  # fmt: skip
    box = Space(width=COLUMN, height=room)
    title = fit(words.title, box, usual, bold)
    small = title.cut or title.height > room + 0.5
    if small:
        title = shrunk(words.title, box, usual, (form.least_title_pt, SMALLEST_TITLE), bold)
    if title.cut or title.height > room + 0.5:
        raise FitError(
            error(
                "leaflet-text-long", what=Text(Id("part-title")), characters=len(words.title),
                lines=len(title.lines), least_pt=SMALLEST_TITLE,
            )
        )  # fmt: skip
    left = room - title.height - 20
    style = Style(largest=form.lead_pt, smallest=form.lead_pt, max_lines=12, line_height=1.38)
    lead = fit(words.lead, Space(width=COLUMN, height=max(left, 1)), style, reading)
    if lead.cut or lead.height > left:
        lead = Fitted(lines=(), size=form.lead_pt, height=0)
    image = reserved + left - (lead.height + 10 if lead.lines else 0) + MARGIN_TOP
    numerals = words.numerals if form.form == "typographic" and not pictured else ""
    numerals_pt = (
        min(COLUMN / bold.measure(numerals), (image - MARGIN_TOP) / 0.74, 150) if numerals else 0.0
    )
    return Front(
        title=title,
        kicker=words.kicker,
        when=when,
        lead=lead,
        numerals=numerals if numerals_pt >= 48 else "",
        numerals_pt=round(numerals_pt, 1),
        image=round(image, 2) if image >= LEAST_IMAGE else 0.0,
        small=small,
    )


def _when(parts: Sequence[str], size: float, bold: Setting) -> Fitted:
    """Date and place, each part on lines of its own."""
    style = Style(largest=size, smallest=size, max_lines=9, line_height=1.2)
    set_ = [fit(part, Space(width=COLUMN, height=ROOM), style, bold) for part in parts]
    lines = tuple(line for fitted in set_ for line in fitted.lines)
    return Fitted(lines=lines, size=size, height=sum(fitted.height for fitted in set_))


def figure_pt(content: Content) -> float:
    """The largest size of the numerals: the more figures there are, the smaller."""
    return next(size for most, size in FIGURE_SIZES if len(content.figures) <= most)


def _widest_figure(content: Content, setting: Setting) -> float:
    """The size at which the widest figure is as wide as a panel."""
    widest = max((setting.measure(figure.number) for figure in content.figures), default=0.0)
    size = math.floor(COLUMN / widest) if widest else LARGEST_FIGURE
    if size < LEAST_FIGURE_PT:
        raise FitError(error("leaflet-figure-wide", at=Place(key="figures"), width_pt=COLUMN))
    return float(size)


def _unbroken(html: str) -> list[str]:
    """The words of a paragraph of HTML, with what no-break spaces bind to them."""
    words = unescape(re.sub(r"<[^>]*>", "", html.replace("<br", " <br")))
    return [word for word in re.split(r"[ \n]+", words) if word] or ["—"]


def _code(content: Content, heights: Mapping[str, float]) -> float:
    """The side of the code on the back, as large as the texts there leave room for."""
    others = heights["back"] + heights["foot"] + GAP
    side = min(LARGEST_CODE, ROOM - others)
    if content.address and side < LEAST_CODE:
        raise TooLongError(
            error(
                "leaflet-back-full",
                at=Place(file="print/leaflet.pdf"),
                needed_pt=others,
                room_pt=ROOM - LEAST_CODE,
            )
        )
    return side


def in_short_paragraphs(content: Content) -> bool:
    """Whether most paragraphs are a line or two: then space parts them, no staircase of indents."""
    lengths = [len(block.text) for block in content.prose.blocks if block.html.startswith("<p")]
    return sum(length < SHORT_PARAGRAPH for length in lengths) > max(len(lengths) / 2, 3)


def blocks_of(content: Content, theme: Theme) -> tuple[Block, ...]:
    """The blocks of the body; a table with more columns than a panel holds is only pointed to."""
    least = theme.design.leaflet.least_text_pt * _TABLE
    wide = {
        f'id="{table.id}"'
        for table in content.prose.tables
        if tables.least_width(table, theme, least) > COLUMN
    }
    said = str(content.labels["table_elsewhere"])
    instead = Block(html=f'<p class="more">{escape(said)}</p>', text=said)
    return tuple(
        instead if any(mark in block.html[:60] for mark in wide) else block
        for block in content.prose.blocks
    )


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
    return None
