"""Covers: the title and the lead fitted to the cover of a design, and where all that is on it stands.

Pure; points from the top left corner of the trimmed page. Three forms: ``bleed`` has the motif leave
the page by its foot and one side, ``typographic`` is type, rules and a large numeral, ``band`` is bands
of colour. Sizes are those of A4 and shrink with the paper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from brochure import marks, motif
from brochure.design import PAPER_SIZES, CoverForm, PaperSize
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.marks import Mark, State
from brochure.pdf.metrics import MARGIN_SIDE, MARGIN_TOP, TITLE, Settings
from brochure.problems import Place, Problem, error
from brochure.text import dates
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Setting, Space, Style, fit

A4 = PAPER_SIZES["a4"]

MOST_LINES = 4
"""So many lines a title has at its large sizes; more only at the least."""

LOSS = 0.24
"""The share of its size that a title gives up so that no line ends on an article."""

SMALLEST_TITLE = 22.0
"""The size below which a title is no title, in points at A4: a longer one is refused."""

WHOLE_WORDS = 28.0
"""Down to this size a word is set smaller rather than divided."""

TITLE_SHARE = 0.43
"""The most of a page's height that a title takes."""

LEAD = Style(largest=17, smallest=11, step=0.5, max_lines=16, spare_lines=0, line_height=1.38)
LEAD_MEASURE = 0.88
"""The share of the text's width that a lead takes: longer lines are hard to follow."""

KICKER_PT, BAND_KICKER_PT, LABEL_PT = 11.0, 14.0, 15.0
LEAST_FIELD = 0.13
"""The share of the page's height below which a motif would be a stripe."""

DIGIT_HEIGHT = 0.72
"""The height of a numeral as a share of its size: lining figures are as high as capitals."""

LARGEST_NUMERAL, LEAST_NUMERAL = 330.0, 110.0
HEAVIEST_BAR = 150.0
"""The height of the bar on a cover without a numeral."""

LONGEST_NUMERAL = 7
"""A key figure of more signs than this is no numeral for a cover."""

_STATES: tuple[State, ...] = ("seat", "lit", "spark")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverText:
    """Lines of a text with their ``size``: ``left`` is from the side where reading begins."""

    lines: tuple[str, ...]
    size: float
    left: float
    top: float
    ink: str
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle in the colour of a role: a band, or a rule."""

    rect: Rect
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Where the motif is drawn, its ``marks`` in heights of ``rect``; it goes on beyond the trim."""

    rect: Rect
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPlan:
    """The cover: its texts, areas and motif, and the slot of the issuer.

    ``paper`` is width and height. ``text_end`` is where the text ends that stands on a photograph.
    ``brand`` is 0 high where nothing is to stand there.
    """

    form: str
    paper: tuple[float, float]
    kicker: CoverText
    title: Fitted
    title_at: tuple[float, float]
    lead: Fitted
    lead_at: tuple[float, float]
    text_end: float
    inks: Mapping[str, str]
    brand: Rect
    areas: tuple[Area, ...] = ()
    field: Field | None = None
    numeral: CoverText | None = None
    label: CoverText | None = None

    @property
    def brand_ground(self) -> str:
        """The role of what the issuer's mark stands on."""
        return brand_ground(self.form)

    def bled(self, rect: Rect, bleed: float) -> Rect:
        """``rect`` with the bleed wherever it reaches the trim."""
        return bled(rect, self.paper, bleed)

    def motif_uri(self, colours: Mapping[str, str], bleed: float) -> str:
        """The motif with the bleed wherever it reaches the trim, as an address that CSS takes."""
        assert self.field
        rect = self.field.rect
        shown = self.bled(rect, bleed)
        sides = (shown.x - rect.x, shown.y - rect.y, shown.width, shown.height)
        drawn = marks.svg(
            self.field.marks,
            {state: colours[state] for state in _STATES},
            tuple(side / rect.height for side in sides),  # type: ignore[arg-type]
        )
        return f"data:image/svg+xml,{quote(drawn, safe='')}"


def brand_ground(form: str) -> str:
    """The role of what the issuer's mark stands on, on a cover of ``form``."""
    return "lit" if form == "band" else "cover"


def bled(rect: Rect, paper: tuple[float, float], bleed: float) -> Rect:
    """``rect`` on ``paper`` (width and height) with the bleed wherever it reaches the trim."""
    left = rect.x - bleed if rect.x <= 0 else rect.x
    top = rect.y - bleed if rect.y <= 0 else rect.y
    right = rect.right + (bleed if rect.right >= paper[0] - 0.01 else 0)
    bottom = rect.bottom + (bleed if rect.bottom >= paper[1] - 0.01 else 0)
    return Rect(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper with its margins and the ``scale`` of type on it, 1 at A4."""

    width: float
    height: float
    side: float
    top: float
    scale: float

    @classmethod
    def of(cls, paper: PaperSize) -> Sheet:
        """The sheet of ``paper``, its margins in proportion."""
        across, down = paper.width / A4.width, paper.height / A4.height
        return cls(
            width=paper.width,
            height=paper.height,
            side=MARGIN_SIDE * across,
            top=MARGIN_TOP * min(1.0, math.sqrt(across * down)),
            scale=min(1.0, math.sqrt(across * down)),
        )

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side


def plan_cover(
    content: Content, settings: Settings, paper: PaperSize = A4, brand_height: float = 0.0
) -> CoverPlan:
    """The cover of ``content``. Raises FitError for a title or a lead that is too long.

    ``brand_height`` is what the issuer's mark needs at the head, with what is free below it; 0 without.
    """
    sheet = Sheet.of(paper)
    # A photograph is the ground of the whole cover, whatever the design: the text stands on its head.
    form = "bleed" if content.page.picture else settings.cover.form
    planned = _PLANS[form](_Cover(content, settings, sheet, brand_height))
    if planned.text_end > sheet.height - sheet.top / 2:
        raise FitError(_title_long(content))
    return planned


class _Cover:
    """One cover in the making: its texts are fitted when they are asked for."""

    def __init__(self, content: Content, settings: Settings, sheet: Sheet, brand_height: float) -> None:
        self.content, self.settings, self.sheet = content, settings, sheet
        self.form: CoverForm = settings.cover
        self.kind = motif.kind_of(content.page, settings.motif)
        self.brand = Rect(sheet.side, sheet.top, sheet.measure, brand_height)

    def kicker(self, top: float, size: float, ink: str) -> CoverText:
        """The line above the title, of as many lines as it takes."""
        sheet = self.sheet
        size *= min(1.0, max(sheet.scale, 0.8) * self.settings.small)  # a booklet is halved after
        style = Style(largest=size, smallest=size, max_lines=6, line_height=1.4)
        box = Space(width=sheet.measure * 0.97, height=sheet.height / 3)
        set_ = fit(self.content.page.kicker, box, style, self.settings.title)
        return CoverText(
            lines=set_.lines, size=size, left=sheet.side, top=top, ink=ink, height=set_.height
        )

    def title(self, measure: float, high: float) -> Fitted:
        """The title as large as it fits ``measure`` and ``high``."""
        box = Space(width=measure, height=high)
        return title_of(self.content, self.settings.title, self.form, box, self.sheet.scale)

    def lead(self, measure: float, usual: float) -> Fitted:
        """The lead: a short one larger than ``usual``, a long one smaller. Raises FitError."""
        scale, lead = max(self.sheet.scale, 0.72), self.content.page.lead
        box = Space(width=measure, height=0.4 * self.sheet.height)
        short = replace(LEAD, largest=usual * 1.18 * scale, smallest=usual * scale, max_lines=4)
        long = replace(LEAD, largest=usual * scale, smallest=LEAD.smallest * scale)
        set_ = fit(
            lead, box, replace(short, largest=usual * 1.45 * scale, max_lines=2), self.settings.lead
        )
        if set_.cut or set_.divided:
            set_ = fit(lead, box, short, self.settings.lead)
        if set_.cut or set_.divided:
            set_ = fit(lead, box, long, self.settings.lead)
        if set_.cut:
            raise FitError(
                error(
                    "cover-lead-long", at=Place(key="lead"), characters=len(lead),
                    lines=len(set_.lines), least_pt=LEAD.smallest,
                )
            )  # fmt: skip
        return set_

    def field(self, top: float, bottom: float) -> Field | None:
        """The motif from ``top`` to ``bottom`` over the whole width; None where it would be a line."""
        rect = Rect(0.0, top, self.sheet.width, bottom - top)
        if rect.height < LEAST_FIELD * self.sheet.height or self.content.page.picture:
            return None
        subject = motif.subject_of(self.content.page)
        found = motif.drawn(self.kind, subject, width=round(rect.width / rect.height, 4), cropped=True)
        return Field(rect=rect, marks=found) if found else None


def _bleed(cover: _Cover) -> CoverPlan:
    """The text at the head, the motif below it, cropped by the foot and a side of the page.

    Without a motif the text stands at the foot, below a rule.
    """
    sheet, scale = cover.sheet, cover.sheet.scale
    kicker = cover.kicker(sheet.top + cover.brand.height, KICKER_PT, "cover_text")
    top = kicker.top + (kicker.height + 22 * scale if kicker.lines else 0)
    title = cover.title(sheet.measure, TITLE_SHARE * sheet.height)
    lead = cover.lead(LEAD_MEASURE * sheet.measure, cover.form.lead_pt)
    gap = 24 * scale if lead.lines else 0.0
    areas: tuple[Area, ...] = ()
    if cover.kind == "none" and not cover.content.page.picture:
        top = max(top, sheet.height - sheet.top - title.height - gap - lead.height)
        rule = Rect(sheet.side, top - 26 * scale, sheet.measure, cover.form.rule_pt * scale)
        areas = (Area(rect=rule, role="lit"),) if rule.y > kicker.top + kicker.height else ()
    lead_top = top + title.height + gap
    end = lead_top + lead.height
    return CoverPlan(
        form="bleed", paper=(sheet.width, sheet.height), kicker=kicker, title=title,
        title_at=(sheet.side, top), lead=lead, lead_at=(sheet.side, lead_top), text_end=end,
        inks={"title": "cover_text", "lead": "cover_muted"}, brand=cover.brand, areas=areas,
        field=cover.field(end + 34 * scale, sheet.height),
    )  # fmt: skip


def _typographic(cover: _Cover) -> CoverPlan:
    """A heavy rule at the head, a numeral below it, the title and the lead at the foot.

    Without a numeral the title stands at the head, and a bar of the ink above the lead.
    """
    sheet, scale = cover.sheet, cover.sheet.scale
    rule = Rect(sheet.side, sheet.top, sheet.measure, cover.form.rule_pt * scale)
    brand = cover.brand._replace(y=rule.bottom + 14 * scale)
    kicker = cover.kicker(brand.bottom if brand.height else brand.y, KICKER_PT + 1, "cover_text")
    column = (sheet.measure + 16 * scale) / 3
    lead = cover.lead(sheet.measure - column, cover.form.lead_pt)
    title = cover.title(sheet.measure, TITLE_SHARE * sheet.height)
    lead_top = sheet.height - sheet.top - lead.height
    top = lead_top - title.height - (20 * scale if lead.lines else 0)
    areas = [Area(rect=rule, role="cover_text")]
    head = kicker.top + kicker.height + 26 * scale
    numeral, label = _numeral(cover, head, top - 40 * scale)
    if numeral:
        areas.append(
            Area(rect=Rect(sheet.side, top - 20 * scale, sheet.measure, 1.5), role="cover_text")
        )
    else:
        top = head
        if top + title.height + 30 * scale > lead_top:
            raise FitError(_title_long(cover.content))
        free = lead_top - top - title.height - (24 if lead.lines else 0) * scale
        bar = min(HEAVIEST_BAR * scale, 0.4 * free)
        end = lead_top - 24 * scale if lead.lines else sheet.height - sheet.top
        areas.append(Area(rect=Rect(sheet.side, end - bar, sheet.measure, bar), role="accent"))
    return CoverPlan(
        form="typographic", paper=(sheet.width, sheet.height), kicker=kicker, title=title,
        title_at=(sheet.side, top), lead=lead, lead_at=(sheet.side + column, lead_top),
        text_end=sheet.height - sheet.top,
        inks={"title": "cover_text", "lead": "cover_text"}, brand=brand, areas=tuple(areas),
        numeral=numeral, label=label,
    )  # fmt: skip


def _numeral(cover: _Cover, top: float, bottom: float) -> tuple[CoverText | None, CoverText | None]:
    """The numeral of a cover and its label between ``top`` and ``bottom``, or nothing."""
    sheet, setting = cover.sheet, cover.settings.title
    words, named = numeral_of(cover.content)
    if not words:
        return None, None
    size = LABEL_PT * max(sheet.scale, 0.8)
    style = Style(largest=size, smallest=size, max_lines=3, line_height=1.3)
    set_ = fit(named, Space(width=sheet.measure, height=sheet.height), style, setting)
    # A comma and a round bracket reach below the line that figures stand on.
    below = 0.2 if re.search(r"[^\d\s–−%€]", words) else 0.0
    room = bottom - top - set_.height - 14 * sheet.scale
    # The space that ends a line in the PDF stands on the paper too, on one side or the other.
    wide = min(
        sheet.measure / setting.measure(words),
        (sheet.measure + 0.7 * sheet.side) / setting.measure(f"{words} "),
    )
    if cover.content.page.direction == "rtl":
        wide = min(wide, 0.72 * sheet.side / setting.measure(" "))
    most = min(LARGEST_NUMERAL * sheet.scale, wide, room / (DIGIT_HEIGHT + below))
    if most < LEAST_NUMERAL * sheet.scale:
        return None, None
    under = top + most * (DIGIT_HEIGHT + below) + 14 * sheet.scale
    return (
        CoverText(lines=(words,), size=most, left=sheet.side, top=top, ink="accent",
             height=most * DIGIT_HEIGHT),
        CoverText(lines=set_.lines, size=size, left=sheet.side, top=under, ink="cover_text",
             height=set_.height),
    )  # fmt: skip


def numeral_of(content: Content) -> tuple[str, str]:
    """What a cover shows as its numeral, and what it counts: ("7–9", "décembre 2016"); else "", "".

    The event's day or days, else the first key figure that is short enough.
    """
    event, lang = content.page.event, content.page.lang
    if event:
        first, last = event.first_day, event.last_day
        if (first.year, first.month) == (last.year, last.month):
            days = str(first.day) if first == last else f"{first.day}–{last.day}"
            return days, dates.in_skeleton(first, "yMMMM", lang)
        return str(first.day), dates.phrase(event, lang)
    for figure in content.figures:
        number, unit = _parted(figure.number)
        if len(number) <= LONGEST_NUMERAL:
            whole = (figure.prefix, number if figure.prefix else "", unit, figure.label)
            return number, " ".join(part for part in whole if part)
    return "", ""


def _parted(number: str) -> tuple[str, str]:
    """A number with its sign or currency, and its unit where that is a word: ("1,8", "km")."""
    match = re.fullmatch(r"(.*?\d[\d\s.,\'’/:–-]*?)\s*([^\W\d_]{2,}.*)", number)
    return (match[1], match[2]) if match else (number, "")


def _band(cover: _Cover) -> CoverPlan:
    """Three bands: the line above the title, the title with the motif below it, and the lead."""
    sheet, scale = cover.sheet, cover.sheet.scale
    kicker = cover.kicker(0.62 * sheet.top + cover.brand.height, BAND_KICKER_PT, "lit_text")
    head = kicker.top + max(kicker.height, 14 * scale) + 16 * scale
    lead = cover.lead(sheet.measure, cover.form.lead_pt)
    foot = sheet.height - (lead.height + 0.75 * sheet.top + 26 * scale if lead.lines else 0.0)
    title = cover.title(sheet.measure, min(TITLE_SHARE * sheet.height, foot - head - 60 * scale))
    top = head + 34 * scale
    end = top + title.height
    if end + 20 * scale > foot:
        raise FitError(_title_long(cover.content))
    areas = [
        Area(rect=Rect(0, head, sheet.width, foot - head), role="cover"),
        Area(rect=Rect(0, 0, sheet.width, head), role="lit"),
    ]
    if lead.lines:
        areas.append(Area(rect=Rect(0, foot, sheet.width, sheet.height - foot), role="paper"))
    return CoverPlan(
        form="band", paper=(sheet.width, sheet.height), kicker=kicker, title=title,
        title_at=(sheet.side, top), lead=lead, lead_at=(sheet.side, foot + 26 * scale),
        text_end=end, inks={"title": "cover_text", "lead": "text"},
        brand=cover.brand._replace(y=0.62 * sheet.top), areas=tuple(areas),
        field=cover.field(end + 30 * scale, foot),
    )  # fmt: skip


_PLANS = {"bleed": _bleed, "typographic": _typographic, "band": _band}


def title_of(content: Content, setting: Setting, form: CoverForm, box: Space, scale: float) -> Fitted:
    """The title in ``box``: large in up to four lines, smaller in more lines when it is long.

    A word that is too wide at the least of the large sizes is set smaller, and divided only where it
    would be too small. Raises FitError for a title that fits in no way.
    """
    large = Style(
        largest=form.largest_title_pt * scale, smallest=form.least_title_pt * scale, step=1.0,
        max_lines=MOST_LINES, loss=LOSS, line_height=TITLE.line_height,
    )  # fmt: skip
    least = replace(large, largest=large.smallest, max_lines=MOST_LINES + 2)
    whole = replace(least, smallest=WHOLE_WORDS * scale)
    small = replace(least, smallest=SMALLEST_TITLE * scale, step=0.5, max_lines=10)
    divided: Fitted | None = None
    for style in (large, least, whole, small):
        fitted = fit(content.page.title, box, style, setting)
        if fitted.cut or fitted.height > box.height + 0.5:
            continue
        if not fitted.divided:
            return fitted
        divided = divided or fitted
    if divided is None:
        raise FitError(_title_long(content))
    return divided


def _title_long(content: Content) -> Problem:
    return error(
        "cover-title-long", at=Place(key="title"), characters=len(content.page.title),
        lines=10, least_pt=SMALLEST_TITLE,
    )  # fmt: skip
