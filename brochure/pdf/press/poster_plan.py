"""The poster's plan: what is written on it, how large, and where. Pure; lengths in points at A3.

Other sizes of paper have the same poster, larger or smaller. The lower half, or more, belongs to the
picture, the motif or the numerals of the date; the code stands in its corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from brochure import images
from brochure.codes.encoder import QUIET_ZONE
from brochure.codes.limits import PIXELS_PER_DISTANCE
from brochure.colour import contrast
from brochure.design import PosterForm
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.page import Event, Page
from brochure.pdf import style_sheets
from brochure.pdf.media import MM
from brochure.pdf.press.motifs import touch
from brochure.problems import Place, error
from brochure.text import dates, font_metrics, locales, times
from brochure.text.content import Content
from brochure.text.embargoes import embargo_line
from brochure.text.fitting import Fitted, Setting, Space, Style, fit
from brochure.text.typography import typeset
from brochure.theme import Theme

WIDTH, HEIGHT = 297 * MM, 420 * MM

LEAST_IMAGE = 0.5
"""The share of the sheet that the picture or the motif has at the least."""

LEAST_CODE_MM, MOST_CODE_MM = 60.0, 90.0
"""The width of the code's symbol, and of the symbol with its quiet zone."""

TITLE_LEADING, WHEN_LEADING, LEAD_LEADING = 0.95, 1.12, 1.34
SMALLEST_TITLE = 34.0
"""What a very long title is set at, and told."""

SHRINKING = 24
"""In so many steps."""

KICKER_PT, ADDRESS_PT = 20.0, 12.5
LEAST_WHEN_PT, LEAST_LEAD_PT = 26.0, 18.0
LEAD_LINES = 5
KEPT_BY_LEAD = 0.82
"""The share of its size that a title keeps so that its lead is larger."""

GAP = 20.0
STRIP_PADDING = 14.0
PLATE_PADDING = 10.0
"""The white between the edge of the code's plate and the quiet zone."""

_CAP_HEIGHT = 0.72
"""The height of digits in em, a little more than those of the shipped fonts."""

_NUMERALS_LESS = 0.04
"""How much less than half of the sheet numerals may have: they are as wide as it."""

_FIGURE_PT = 34.0


class Marks(Protocol):
    """Where the marks of a motif stand in a place that the right edge crops, or the left one."""

    def __call__(self, image: Rect, /, *, left: bool) -> Sequence[Rect]:
        """Their boxes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a poster says: a small ``kicker``, ``when`` and where it is, each part a line of its own.

    ``numerals`` are the days of the event in figures, "7–9", or "".
    """

    kicker: str
    title: str
    when: tuple[str, ...]
    lead: str
    numerals: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """Lines of text in a ``role`` ("title", "when"), from the top left of ``box``.

    ``leading`` is a factor of ``size``; ``colour`` is a role of the theme.
    """

    role: str
    lines: tuple[str, ...]
    size: float
    leading: float
    colour: str
    box: Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A ground, a band or a rule in the colour of a role; at an edge it goes on into the bleed."""

    box: Rect
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPlan:
    """Where everything stands.

    ``image`` is the place of the picture or the motif, None where numerals take it; ``code`` that of
    the code with its quiet zone, ``address`` that of the words below it.
    """

    texts: tuple[PlacedText, ...]
    fills: tuple[Fill, ...] = ()
    image: Rect | None
    motif: str = "cropped"
    """Which side crops the motif, besides the foot: "cropped" is the right one, or "cropped-left"."""

    lead_out: bool = False
    """Whether there was no room for the lead."""

    code: Rect | None = None
    address: Rect | None = None
    strip: Rect | None = None
    """Where the issuer and its partners stand, on the paper's colour."""

    @property
    def title_pt(self) -> float:
        """The size of the title at A3."""
        return next(text.size for text in self.texts if text.role == "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """The typefaces and the measures of a poster.

    ``side`` is the code's with its quiet zone, 0 without an address; ``below`` the height of the
    address below it.
    """

    bold: Setting
    text: Setting
    form: PosterForm
    side: float
    below: float
    accent: str
    """The role that date and place are set in on the cover's colour."""

    pictured: bool
    """Whether the page has a photograph."""

    focus_right: bool
    """Whether what counts in the photograph lies to the right: then the code stands to the left."""

    marks: Marks
    """The marks of the motif that is drawn in a place, cropped by its right edge or by its left one."""

    margin: float
    strip: float
    """The height of what the issuer and its partners have at the foot, 0 without any."""

    least_pt: float
    """The size below which the design sets nothing."""

    @property
    def least_lead_pt(self) -> float:
        """The least size of the lead."""
        return max(LEAST_LEAD_PT, self.least_pt)

    @property
    def address_pt(self) -> float:
        """The size of the address below the code."""
        return max(ADDRESS_PT, self.least_pt)

    @property
    def width(self) -> float:
        """The width between the margins."""
        return WIDTH - 2 * self.margin

    @property
    def bottom(self) -> float:
        """Where what stands between the margins ends, above the issuer."""
        return HEIGHT - self.margin - (self.strip + GAP if self.strip else 0)


def words_of(page: Page, content: Content) -> Words:
    """What the poster of ``page`` says. The kicker is large where it says the day, else the event."""
    own, event, small = page.kicker, page.event, embargo_line(page)
    where = tuple(part for part in content.where.split(" · ") if part)
    kicker = content.page.kicker.removeprefix(typeset(small, page.lang, page.typography)).strip(" ·")
    parts = tuple(part for part in re.split(r"\s·\s", kicker) if part)
    if event and not own:  # the kicker was made of the event
        days = times.event_when(event, page.lang, days=dates.listed(event, page.lang))
        place = ", ".join(part for part in (event.place, event.address) if part)
        said = tuple(typeset(part, page.lang, page.typography) for part in (days, place) if part)
    elif event and not _says_day(own, event):
        small = " · ".join(part for part in (small, kicker) if part)
        said = where
    else:
        said = (*(part for part in parts if not any(part in other for other in where)), *where)
    return Words(
        kicker=typeset(small, page.lang, page.typography),
        title=content.page.title,
        when=said,
        lead=content.page.lead,
        numerals=_numerals(event) if event else days_in(own, page.lang),
    )


def days_in(text: str, lang: str) -> str:
    """The days that a text names, in figures: "14" of "Vendredi 14 mai", "7–9" of "du 7 au 9 mai"."""
    names = "|".join(sorted(map(re.escape, locales.rules(lang).month_names), key=len, reverse=True))
    if not names:
        return ""
    # "14 mai", "7, 8 et 9 mai", "7–9 mai", "14. Mai", "14 de mayo"
    day = r"(?<!\d)(\d{1,2})(?:\.|er|º|st|nd|rd|th)?"
    more = r"(?:,\s*\d{1,2}\.?)*\s*(?:–|-|au|et|bis|und|to|and|al?|y)\s*"
    span = rf"(?:{day}{more})?{day}\s+(?:de\s+)?(?:{names})\b"
    match = re.search(span, text, re.IGNORECASE)
    return "–".join(number for number in match.groups() if number) if match else ""


def _says_day(text: str, event: Event) -> bool:
    numbers = (event.last_day.day, event.last_day.year)
    return all(re.search(rf"(?<!\d){number}(?!\d)", text) for number in numbers)


def _numerals(event: Event) -> str:
    """The days in figures: "14", "7–9", and with their months where these differ, "28.5–3.6"."""
    first, last = event.first_day, event.last_day
    if first == last:
        return str(first.day)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day}"
    return f"{first.day}.{first.month}–{last.day}.{last.month}"


def code_sides(modules: int, wanted_mm: float, scale: float) -> tuple[float, float]:
    """The side in millimetres of a code of ``modules`` with its quiet zone, and its distance.

    The symbol alone is 60 mm wide or more, both together 90 mm or less; ``scale`` is the paper's width
    by that of A3.
    """
    symbol = min(max(wanted_mm * scale**0.5, LEAST_CODE_MM), MOST_CODE_MM)
    symbol = min(symbol, MOST_CODE_MM * modules / (modules + 2 * QUIET_ZONE))
    return symbol * (modules + 2 * QUIET_ZONE) / modules, PIXELS_PER_DISTANCE * symbol / modules


def type_of(
    page: Page,
    content: Content,
    theme: Theme,
    side: float,
    marks: Marks,
    strip: float,
    least_pt: float,
) -> Type:
    """The typefaces and measures for ``content``, with a code ``side`` points wide at A3.

    ``strip`` is the height of what the issuer has at the foot, ``least_pt`` the least size of type.
    """
    form, lang = theme.design.poster, content.page.lang
    bold = style_sheets.display(content, theme, 700, 1)
    measure = font_metrics.measure(theme.chain(theme.title_family, 700), 0)
    lines, address_pt = 0, max(ADDRESS_PT, least_pt)
    if side and content.address:
        lines = int(measure(content.address.readable) * address_pt * 1.12 / side) + 1
    return Type(
        bold=bold,
        text=font_metrics.setting(theme, (theme.text_family, 400), 0, lang),
        form=form,
        side=side,
        below=lines * address_pt * 1.25,
        accent=accent_of(theme),
        pictured=page.picture is not None,
        focus_right=page.picture is not None and _lies_right(page) != (page.direction == "rtl"),
        marks=marks,
        margin=form.margin_mm * MM,
        strip=strip,
        least_pt=least_pt,
    )


def accent_of(theme: Theme) -> str:
    """The role of date and place on the cover's colour: the lit one where its contrast is enough."""
    ratio = contrast(theme.roles["lit"], theme.roles["cover"])
    return "lit" if ratio >= max(theme.minimum_contrast, 4.5) else "cover_text"


def _lies_right(page: Page) -> bool:
    """Whether the focal point of the photograph lies to the right of the middle of its crop."""
    assert page.picture
    size = images.size_of(page.images[page.picture.name])
    focus = page.picture.focus
    left, _, right, _ = images.crop_box(size, focus, WIDTH / (HEIGHT * LEAST_IMAGE))
    return focus[0] * size[0] > (left + right) / 2 + 1


def plan(words: Words, content: Content, type_: Type) -> PosterPlan:
    """Where everything goes. Raises FitError for a title that nothing makes room for.

    What makes room for a title of the least size, in this order: the lead stands in a corner that the
    motif leaves free, date and place are smaller, the lead is left out. Then the title is smaller.
    """
    drawn = {"bleed": _bleed, "typographic": _typographic, "band": _band}[type_.form.form]
    sizes = (type_.form.when_pt, (type_.form.when_pt + LEAST_WHEN_PT) / 2, LEAST_WHEN_PT)
    wishes = [_Wish(lead="above", when_pt=size) for size in sizes]
    if words.lead:
        wishes += [
            _Wish(lead="corner", when_pt=size, spare=spare) for size in sizes for spare in _SPARES
        ]
        wishes += [_Wish(lead="out", when_pt=size) for size in sizes]
    best: PosterPlan | None = None
    for wish in wishes:
        planned = drawn(words, content, type_, wish)
        if planned and words.lead and not any(text.role == "lead" for text in planned.texts):
            if wish.lead != "out":
                continue
            planned = replace(planned, lead_out=True)
        if planned and planned.title_pt >= type_.form.least_title_pt:
            return planned
        if planned and (best is None or (wish.lead != "out" and planned.title_pt > best.title_pt)):
            best = planned
    if best is None:
        raise FitError(
            error(
                "poster-title-long", at=Place(key="title"), characters=len(words.title),
                place_characters=sum(map(len, words.when)), least_pt=SMALLEST_TITLE,
            )
        )  # fmt: skip
    return best


_SPARES = (0.0, 20.0, 40.0, 60.0)
"""How much room is kept from the title for a lead in a corner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What a plan is tried with: where the ``lead`` stands, and the largest size of date and place.

    ``spare`` is kept from the title.
    """

    lead: str
    when_pt: float
    spare: float = 0.0


@dataclass(slots=True)
class _Stack:
    """Texts one below the other, from ``y`` down."""

    type_: Type
    y: float
    texts: list[PlacedText] = field(default_factory=list)

    def put(self, role: str, fitted: Fitted, colour: str, **box: float) -> None:
        """Set ``fitted`` below what there is; ``box`` may give ``left`` and ``width``."""
        if not fitted.lines:
            return
        left, width = box.get("left", self.type_.margin), box.get("width", self.type_.width)
        each = fitted.height / len(fitted.lines) / fitted.size
        self.texts.append(
            PlacedText(role=role, lines=fitted.lines, size=fitted.size, leading=each, colour=colour,
                       box=Rect(left, self.y, width, fitted.height))
        )  # fmt: skip
        self.y += fitted.height


def _bleed(words: Words, content: Content, type_: Type, wish: _Wish) -> PosterPlan | None:
    """Title, date and place, lead on the cover's colour; below, from edge to edge, the image."""
    stack = _Stack(type_, type_.margin)
    _kicker(stack, words, "cover_muted")
    when = _when(words.when, type_.width, wish.when_pt, type_)
    limit = HEIGHT * (1 - LEAST_IMAGE)
    lead = words.lead if wish.lead == "above" else ""
    after = when.height + GAP * (3.2 if lead else 2.0) + wish.spare
    title, lead_ = _title_and_lead(lead, words.title, type_, limit - stack.y - after, 0.9 * type_.width)
    if title is None:
        return None
    stack.put("title", title, "cover_text")
    stack.y += GAP * 1.2
    stack.put("when", when, type_.accent)
    if lead_.lines:
        stack.y += GAP * 0.6
        stack.put("lead", lead_, "cover_muted")
    return _above_image(stack, words, type_, wish, "cropped", "cover_muted")


def _band(words: Words, content: Content, type_: Type, wish: _Wish) -> PosterPlan | None:
    """A band of colour with date and place, one with title and lead, the image below."""
    when = _when(words.when, type_.width, wish.when_pt, type_)
    stack = _Stack(type_, type_.margin * 0.7)
    fills: list[Fill] = []
    if when.lines:
        stack.put("when", when, "lit_text")
        stack.y += GAP * 0.8
        fills.append(Fill(box=Rect(0, 0, WIDTH, stack.y), colour="lit"))
    stack.y += GAP
    _kicker(stack, words, "cover_text")
    limit = HEIGHT * (1 - LEAST_IMAGE)
    lead = words.lead if wish.lead == "above" else ""
    after = GAP * (2 if lead else 1) + wish.spare
    title, lead_ = _title_and_lead(lead, words.title, type_, limit - stack.y - after, 0.9 * type_.width)
    if title is None:
        return None
    stack.put("title", title, "cover_text")
    if lead_.lines:
        stack.y += GAP * 0.9
        stack.put("lead", lead_, "cover_text")
    return _above_image(stack, words, type_, wish, "cropped-left", "cover_text", fills)


def _above_image(
    stack: _Stack, words: Words, type_: Type, wish: _Wish, motif: str, colour: str,
    fills: Sequence[Fill] = (),
) -> PosterPlan | None:  # fmt: skip
    """The image below ``stack``, with the lead in its free corner where that is wished."""
    limit = HEIGHT * (1 - LEAST_IMAGE)
    top = min(stack.y + GAP * 1.4, limit)
    image = Rect(0, top, WIDTH, HEIGHT - top)
    left = motif == "cropped-left"
    if wish.lead == "corner":
        if type_.pictured:
            return None
        corner = _in_corner(words.lead, type_, image, stack.y + GAP, left=left)
        if corner is None:
            return None
        lead, box = corner
        stack.y = box.y
        stack.put("lead", lead, colour, left=box.x, width=box.width)
    planned = PosterPlan(texts=tuple(stack.texts), fills=tuple(fills), image=image, motif=motif)
    return _with_plate(planned, image, type_, left=type_.focus_right if type_.pictured else left)


def _in_corner(
    text: str, type_: Type, image: Rect, top: float, *, left: bool
) -> tuple[Fitted, Rect] | None:
    """The lead from ``top`` down, in the upper corner that the motif in ``image`` leaves free.

    That is the left one, and the right one of a motif that the ``left`` edge crops.
    """
    marks = type_.marks(image, left=left)
    for size in (type_.least_lead_pt + more for more in (6, 4, 2, 0)):
        for width in range(440, 219, -20):
            fitted = _lead(text, type_, width, size, 12)
            x = WIDTH - type_.margin - width if left else type_.margin
            box = Rect(x, top, width, fitted.height)
            room = Rect(x - GAP * 0.7, top, width + GAP * 1.4, fitted.height + GAP * 0.5)
            if fitted.lines and not any(touch(room, mark) for mark in marks):
                return fitted, box
    return None


def _typographic(words: Words, content: Content, type_: Type, wish: _Wish) -> PosterPlan | None:
    """A heavy rule, the title, date and place beside the lead; below, numerals as large as the sheet.

    A page with a photograph has it in their place, one without a day its first figure, else a field of
    the ink.
    """
    if wish.lead == "corner":
        return None
    numerals = "" if type_.pictured else words.numerals or _figure(content)
    rule = Fill(
        box=Rect(type_.margin, type_.margin, type_.width, type_.form.rule_pt), colour="cover_text"
    )
    stack = _Stack(type_, rule.box.bottom + GAP * 0.8)
    _kicker(stack, words, "cover_text")
    when = _when(words.when, type_.width - type_.side - GAP * 2, wish.when_pt, type_)
    dated = bool(words.numerals) and bool(numerals)
    beside = _when(words.when, (type_.width - GAP) / 2, wish.when_pt, type_)
    if dated or not words.when:
        beside = replace(beside, lines=(), height=0.0)
    # Numerals are as high as what is left to them; an image has its half.
    limit = HEIGHT * (1 - LEAST_IMAGE + (_NUMERALS_LESS if numerals else 0))
    wide = (type_.width - GAP) / 2 if beside.lines else type_.width * 0.92
    text = words.lead if wish.lead == "above" else ""
    gaps = GAP * (2.4 if text or beside.lines else 1.2)
    room = limit - stack.y - gaps
    title, lead = _title_and_lead(text, words.title, type_, room, wide, beside.height)
    if title is None:
        return None
    stack.put("title", title, "cover_text")
    stack.y += GAP * 1.2
    top = stack.y
    stack.put("when", beside, "accent", width=wide)
    after_when, stack.y = stack.y, top
    left = type_.margin + (type_.width + GAP) / 2 if beside.lines else type_.margin
    stack.put("lead", lead, "cover_text", left=left, width=wide)
    top = min(max(stack.y, after_when) + GAP * 1.2, limit)
    planned = PosterPlan(texts=tuple(stack.texts), fills=(rule,), image=None)
    if not numerals:
        return _below_rule(planned, type_, top)
    placed = _numeral_texts(words, content, type_, when if dated else None, top)
    return _with_bare_code(replace(planned, texts=(*planned.texts, *placed)), type_)


def _below_rule(planned: PosterPlan, type_: Type, top: float) -> PosterPlan:
    """``planned`` with its photograph, or a field of the ink, from ``top`` down."""
    if type_.pictured:
        image = Rect(type_.margin, top, type_.width, HEIGHT - type_.margin - top)
        return _with_plate(replace(planned, image=image), image, type_, left=type_.focus_right)
    ground = Rect(0, top, WIDTH, HEIGHT - top)
    fills = (*planned.fills, Fill(box=ground, colour="accent"))
    return _with_plate(replace(planned, fills=fills), ground, type_)


def _with_bare_code(planned: PosterPlan, type_: Type) -> PosterPlan:
    """``planned`` with the code in the corner between the margins, and the issuer below it."""
    if type_.strip:
        strip = Rect(type_.margin, HEIGHT - type_.margin - type_.strip, type_.width, type_.strip)
        planned = replace(planned, strip=strip)
    if not type_.side:
        return planned
    side = type_.side
    code = Rect(WIDTH - type_.margin - side, type_.bottom - type_.below - side, side, side)
    return replace(planned, code=code, address=Rect(code.x, code.bottom, side, type_.below))


def _figure(content: Content) -> str:
    return content.figures[0].amount if content.figures else ""


def _numeral_texts(
    words: Words, content: Content, type_: Type, when: Fitted | None, top: float
) -> Iterable[PlacedText]:
    """The numerals as large as the room below ``top``, and what they say beside the code.

    ``when`` is date and place, None where the numerals are a figure's.
    """
    said = when or _figure_words(content, type_)
    foot = max(type_.side + type_.below, said.height) + HEIGHT - type_.bottom
    text = words.numerals if when else _figure(content)
    room = HEIGHT - foot - top - GAP * 1.5
    size = min(type_.width / type_.bold.measure(text), room / _CAP_HEIGHT)
    height = size * _CAP_HEIGHT
    # The line is as high as the digits, which then stand in the middle of it.
    y = HEIGHT - foot - GAP * 1.5 - height
    yield PlacedText(
        role="numeral", lines=(text,), size=round(size, 1), leading=_CAP_HEIGHT, colour="accent",
        box=Rect(type_.margin, y, type_.width, height),
    )  # fmt: skip
    box = Rect(type_.margin, HEIGHT - foot, type_.width - type_.side - GAP * 2, said.height)
    yield PlacedText(
        role="when", lines=said.lines, size=said.size, colour="cover_text", box=box,
        leading=said.height / max(len(said.lines), 1) / said.size,
    )  # fmt: skip


def _figure_words(content: Content, type_: Type) -> Fitted:
    figure = content.figures[0]
    text = " ".join(part for part in (figure.prefix, figure.number, figure.label) if part)
    box = Space(width=type_.width - type_.side - GAP * 2, height=type_.side or 200)
    return fit(text, box, Style(largest=_FIGURE_PT, smallest=18, max_lines=8, line_height=WHEN_LEADING),
               type_.bold)  # fmt: skip


def _kicker(stack: _Stack, words: Words, colour: str) -> None:
    """The small line above the title, where there is one."""
    size = max(KICKER_PT, stack.type_.least_pt)
    style = Style(largest=size, smallest=size, max_lines=3, line_height=1.3)
    fitted = fit(words.kicker, Space(width=stack.type_.width, height=120), style, stack.type_.bold)
    stack.put("kicker", fitted, colour)
    stack.y += GAP * 0.8 if fitted.lines else 0


def _title_and_lead(
    lead: str, title: str, type_: Type, room: float, width: float, beside: float = 0.0
) -> tuple[Fitted | None, Fitted]:
    """Title and lead in ``room``: the title as large as the smallest lead lets it be, or a little less.

    The lead is ``width`` wide and has ``beside`` it what is so high.
    """
    lines = LEAD_LINES * (2 if beside else 1)
    least = _lead(lead, type_, width, type_.least_lead_pt, lines)
    fitted = _title(title, type_, room - max(least.height, beside), type_.width)
    if fitted is None or not least.lines:
        return fitted, least
    kept = max(fitted.size * KEPT_BY_LEAD, type_.form.least_title_pt)
    for share in (1.0, 0.75, 0.5):
        size = type_.least_lead_pt + share * (type_.form.lead_pt - type_.least_lead_pt)
        larger = _lead(lead, type_, width, size, lines + 3)
        other = _title(title, type_, room - max(larger.height, beside), type_.width)
        if larger.lines and other and other.size >= kept:
            return other, larger
    return fitted, _larger_lead(lead, type_, width, room - fitted.height, least)


def _title(text: str, type_: Type, room: float, width: float) -> Fitted | None:
    """The title as large as it fits; below the design's least only where nothing else is possible."""
    form = type_.form
    usual = Style(largest=form.largest_title_pt, smallest=form.least_title_pt, step=2, max_lines=9,
                  spare_lines=1, line_height=TITLE_LEADING)  # fmt: skip
    box = Space(width=width, height=room)
    fitted = fit(text, box, usual, type_.bold)
    if fitted.cut or fitted.height > room + 0.5:
        fitted = shrunk(text, box, usual, (form.least_title_pt, SMALLEST_TITLE), type_.bold)
    return None if fitted.cut or fitted.height > room + 0.5 else fitted


def shrunk(text: str, box: Space, style: Style, sizes: tuple[float, float], setting: Setting) -> Fitted:
    """``text`` as large as it fits from the first of ``sizes`` down to the second.

    Words that are wider than the box are divided at each size: one long word makes no small title.
    """
    first, last = sizes
    for step in range(SHRINKING + 1):
        size = round(first - (first - last) * step / SHRINKING, 1)
        at = replace(style, largest=size, smallest=size, max_lines=30)
        fitted = fit(text, box, at, setting)
        if not fitted.cut and fitted.height <= box.height + 0.5:
            break
    return fitted


def _lead(text: str, type_: Type, width: float, size: float, lines: int) -> Fitted:
    """The lead at one size; empty where it is longer than so many lines."""
    style = Style(largest=size, smallest=size, max_lines=lines, line_height=LEAD_LEADING)
    fitted = fit(text, Space(width=width, height=1000), style, type_.text)
    return Fitted(lines=(), size=size, height=0) if fitted.cut else fitted


def _larger_lead(text: str, type_: Type, width: float, room: float, least: Fitted) -> Fitted:
    """The lead as large as ``room`` lets it be, else as it was."""
    style = Style(largest=type_.form.lead_pt, smallest=type_.least_lead_pt, step=1,
                  max_lines=LEAD_LINES + 3, line_height=LEAD_LEADING)  # fmt: skip
    fitted = fit(text, Space(width=width, height=room), style, type_.text)
    return least if fitted.cut or fitted.height > room else fitted


def _when(parts: Sequence[str], width: float, largest: float, type_: Type) -> Fitted:
    """Date and place: each part on lines of its own, as large as no part breaks more than once."""
    if not parts:
        return Fitted(lines=(), size=largest, height=0)
    size = largest
    while True:
        style = Style(largest=size, smallest=size, max_lines=9, line_height=WHEN_LEADING)
        set_ = [fit(part, Space(width=width, height=2000), style, type_.bold) for part in parts]
        lines = tuple(line for fitted in set_ for line in fitted.lines)
        if len(lines) <= len(parts) or size - 2 < LEAST_WHEN_PT:
            return Fitted(lines=lines, size=size, height=sum(fitted.height for fitted in set_))
        size -= 2


def _with_plate(planned: PosterPlan, image: Rect, type_: Type, *, left: bool = False) -> PosterPlan:
    """``planned`` with the code on a white plate in the image's right corner, or its ``left`` one.

    The issuer stands on a white strip beside it.
    """
    fills = list(planned.fills)
    width = type_.side + 2 * PLATE_PADDING if type_.side else 0.0
    strip: Rect | None = None
    if type_.strip:
        high = type_.strip + 2 * STRIP_PADDING
        ground = Rect(image.x, image.bottom - high, image.width, high)
        fills.append(Fill(box=ground, colour="paper"))
        start = max(image.x + STRIP_PADDING, type_.margin) + (width if left else 0)
        strip = Rect(
            start, ground.y + STRIP_PADDING, image.right - width * (not left) - GAP - start, type_.strip
        )
    if not type_.side:
        return replace(planned, fills=tuple(fills), strip=strip)
    height = PLATE_PADDING + type_.side + type_.below + PLATE_PADDING * 1.6
    plate = Rect(image.x if left else image.right - width, image.bottom - height, width, height)
    code = Rect(plate.x + PLATE_PADDING, plate.y + PLATE_PADDING, type_.side, type_.side)
    return replace(
        planned,
        fills=(*fills, Fill(box=plate, colour="paper")),
        code=code,
        address=Rect(code.x, code.bottom, code.width, type_.below),
        strip=strip,
    )
