"""Back covers: the page's title, when and where, its code and address, how to share it, and the notes.

Pure; points from the top left corner of the trimmed page. The form follows the design's cover, never
its picture. What stands below another is placed where that one ends: nothing runs into anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from brochure import web_address
from brochure.design import MM, PaperSize
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.networks.page_links import links_of
from brochure.pdf.covers import A4, LOSS, Area, CoverText, Sheet, bled
from brochure.pdf.metrics import TITLE, Heights, Settings
from brochure.problems import error
from brochure.text.content import LONGEST_PRINTED, Content
from brochure.text.fitting import BREAK, Fitted, Space, Style, fit

LEAST_FOOT = 36.0
LEAST_CODE_MM = 42.0

TITLE_BACK = Style(largest=44, smallest=15, loss=LOSS, line_height=TITLE.line_height)
TITLES = ((44.0, 5), (32.0, 5), (24.0, 8), (18.0, 12))
"""The largest sizes of the title with its most lines, the best first."""

WHEN_PT, HEADING_PT, HINT_PT, ROW_PT = 11.0, 14.0, 10.0, 19.0
LARGEST_ADDRESS, LEAST_ADDRESS, LEAST_BESIDE = 12.0, 8.5, 10.5
"""Sizes of the address; beside the code it is no smaller than LEAST_BESIDE, else it stands below."""

GUTTER = 28.0
"""Between the code and what stands beside it."""

LEAST_SCALE = 0.8
"""On small paper sizes follow it as far as this: a booklet of A5 pages keeps 7 pt."""

GAP = 34.0
"""Between the title and the code."""

GROWN_CODE, LEAST_BESIDE_PT = (1.5, 1.25), 200.0
"""By how much the code is larger where a back cover would stay empty, and the width it leaves."""

COLUMN_PT = 118.0
"""The least width of a column of channels, at the usual size of small text."""


_NOWHERE = Rect(0.0, 0.0, 0.0, 0.0)
_NO_TEXT = CoverText(lines=(), size=1.0, left=0.0, top=0.0, ink="text")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackPlan:
    """The back cover. Without an address there are no code, heading, hint, channels nor address.

    ``host`` is how many signs of the address are its host; ``channels`` is where their list stands,
    each ``channel_width`` by ``row`` points. ``foot`` holds the notes and the issuer's contact.
    """

    form: str
    paper: tuple[float, float]
    title: CoverText
    when: CoverText
    areas: tuple[Area, ...]
    foot_ground: str
    foot_ink: str
    note_ink: str
    heading: CoverText = _NO_TEXT
    hint: CoverText = _NO_TEXT
    hint_in_print: tuple[str, ...] = ()
    address: CoverText = _NO_TEXT
    host: int = 0
    code: Rect = _NOWHERE
    channels: Rect = _NOWHERE
    channel_width: float = 0.0
    row: float = 0.0
    foot: Rect = _NOWHERE

    def bled(self, rect: Rect, bleed: float) -> Rect:
        """``rect`` with the bleed wherever it reaches the trim."""
        return bled(rect, self.paper, bleed)


def plan_back(
    content: Content,
    heights: Heights,
    settings: Settings,
    paper: PaperSize = A4,
) -> BackPlan:
    """The back cover of ``content``. Raises FitError where its notes leave too little room."""
    return _Back(content, heights, settings, Sheet.of(paper)).plan()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a form of back cover differs: what stands behind its title, and in which inks.

    ``ground`` is the role of a band behind the title, "" for a rule above it. When and where stand
    above the title with ``when_first``, else at the foot of the band, or below the title where there is
    none. With ``code_last`` the code stands at the end of the line, else at its start. ``dark_foot``
    sets the notes on the cover's colour.
    """

    ground: str
    ink: str
    when_ink: str
    when_first: bool = False
    code_last: bool = False
    dark_foot: bool = False


_FORMS: Mapping[str, _Form] = {
    "bleed": _Form(ground="cover", ink="cover_text", when_ink="cover_muted"),
    "typographic": _Form(ground="", ink="text", when_ink="text", code_last=True),
    "band": _Form(ground="lit", ink="lit_text", when_ink="lit_text", when_first=True, dark_foot=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The title with when and where, and where they ``end``."""

    title: CoverText
    when: CoverText
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Code, call to share, address and channels, measured from the block's own top.

    The address stands beside the code, or ``across`` the page below it.
    """

    side: float
    left: float
    beside: float
    heading: CoverText
    hint: CoverText
    in_print: CoverText
    address: CoverText
    across: bool
    columns: int
    rows: int
    row: float
    scale: float

    @property
    def column(self) -> float:
        """The height of what stands beside the code, or of the code where that is higher."""
        own = 0.0 if self.across else self.address.height + 8 * self.scale
        words = self.heading.height + 6 + own + self.hint.height + 14 * self.scale
        return max(self.side, words + self.rows * self.row)

    @property
    def height(self) -> float:
        """The height of the block."""
        below = 16 * self.scale + self.address.height if self.across else 0.0
        return self.column + below


class _Back:
    """One back cover in the making."""

    def __init__(self, content: Content, heights: Heights, settings: Settings, sheet: Sheet) -> None:
        self.content, self.heights, self.settings, self.sheet = content, heights, settings, sheet
        self.form = _FORMS[settings.cover.form]
        self.scale = max(sheet.scale, LEAST_SCALE)
        self._gap = GAP * self.scale
        self.small = settings.small * self.scale

    def plan(self) -> BackPlan:
        """The plan: the largest title that leaves the rest its room. Raises FitError."""
        sheet, dark = self.sheet, self.form.dark_foot
        height = max(self.heights.foot, LEAST_FOOT)
        foot = Rect(sheet.side, sheet.height - sheet.top - height, sheet.measure, height)
        bottom = foot.y - (34 if dark else 26) * self.scale
        for title_pt, most_lines in TITLES:
            head = self._head(title_pt * self.scale, most_lines)
            room = bottom - head.end
            blocks = self._blocks() if self.content.address else []
            block = next((one for one in blocks if one.height <= room - self._gap), None)
            if room >= 0 and (block or not blocks):
                plan = self._placed(head, block, bottom)
                areas = (*plan.areas, self._foot_area(foot))
                return replace(plan, foot=foot, areas=areas)
        raise FitError(
            error(
                "back-cover-full", needed_pt=self.heights.foot,
                free_pt=max(0.0, height + room - (blocks[-1].height + self._gap if blocks else 0)),
            )
        )  # fmt: skip

    def _foot_area(self, foot: Rect) -> Area:
        """A band below the notes, or a rule above them."""
        if self.form.dark_foot:
            top = foot.y - 16 * self.scale
            return Area(rect=Rect(0, top, self.sheet.width, self.sheet.height - top), role="cover")
        return Area(rect=Rect(foot.x, foot.y - 10 * self.scale, foot.width, 0.75), role="rule")

    def _head(self, title_pt: float, most_lines: int) -> _Head:
        """The title with when and where, one below the other."""
        sheet, form, page = self.sheet, self.form, self.content.page
        size = WHEN_PT * self.small
        room = Space(width=sheet.measure * 0.97, height=sheet.height)
        style = Style(largest=size, smallest=size, max_lines=6)
        said = dict.fromkeys(part for part in (page.kicker, self.content.where) if part)
        lines = [line for part in said for line in fit(part, room, style, self.settings.title).lines]
        when_height = len(lines) * 1.4 * self.settings.title.leading * size
        share = 0.42 if self.content.address else 0.8
        set_ = fit(
            page.title,
            Space(width=sheet.measure * 0.97, height=share * sheet.height),
            replace(TITLE_BACK, largest=title_pt, smallest=15 * self.scale, max_lines=most_lines),
            self.settings.title,
        )
        top = sheet.top if form.ground else sheet.top + 24 * self.scale
        title_top = top + (when_height + 14 * self.scale if form.when_first and lines else 0)
        under = title_top + set_.height + 14 * self.scale
        when = CoverText(
            lines=tuple(lines), size=size, left=sheet.side, top=top if form.when_first else under,
            ink=form.when_ink, height=when_height,
        )  # fmt: skip
        title = CoverText(
            lines=set_.lines, size=set_.size, left=sheet.side, top=title_top, ink=form.ink,
            height=set_.height,
        )  # fmt: skip
        end = under + (0 if form.when_first else when_height) + (30 * self.scale if form.ground else 0)
        return _Head(title=title, when=when, end=end)

    def _blocks(self) -> list[_Block]:
        """The block with its code at several sizes, the largest first."""
        sheet = self.sheet
        usual = self.settings.cover.code_mm * MM * min(1.0, sheet.width / A4.width)
        least = LEAST_CODE_MM * MM
        widest = sheet.measure - GUTTER * self.scale - LEAST_BESIDE_PT * self.small
        sizes = (*(min(usual * more, widest) for more in GROWN_CODE), usual, 0.8 * usual, least)
        return [self._block(side) for side in dict.fromkeys(max(side, least) for side in sizes)]

    def _block(self, side: float) -> _Block:
        """The block whose code is ``side`` points high."""
        sheet, small, labels = self.sheet, self.small, self.content.labels
        count = sum(bool(link.url) for link in links_of(self.content.page))
        beside = sheet.measure - side - GUTTER * self.scale
        left = sheet.side + (0 if self.form.code_last else side + GUTTER * self.scale)
        columns = max(1, min(3, int(beside / (COLUMN_PT * small)), -(-count // 4)))
        own = self._address(beside, left)
        return _Block(
            side=side, left=left, beside=beside,
            heading=self._text(labels["share_title"], HEADING_PT * small, beside, left, bold=True),
            hint=self._text(labels["scan_hint"], HINT_PT * small, beside, left),
            in_print=self._text(labels["scan_hint_print"], HINT_PT * small, beside, left),
            address=own or self._address(sheet.measure, sheet.side) or self._broken(sheet.measure),
            across=own is None, columns=columns, rows=-(-count // columns), row=ROW_PT * small,
            scale=self.scale,
        )  # fmt: skip

    def _placed(self, head: _Head, block: _Block | None, bottom: float) -> BackPlan:
        """The plan without its foot: the block ends at ``bottom``, the band reaches down to it."""
        sheet, form = self.sheet, self.form
        top = bottom - block.height if block else head.end + self._gap
        when = head.when
        areas: tuple[Area, ...] = (self._ground(top),)
        if form.ground and not form.when_first:
            when = replace(when, top=areas[0].rect.bottom - when.height - 26 * self.scale)
        dark = form.dark_foot
        plan = BackPlan(
            form=self.settings.cover.form, paper=(sheet.width, sheet.height), title=head.title,
            when=when, areas=areas, foot_ground="cover" if dark else "panel",
            foot_ink="cover_text" if dark else "text",
            note_ink="cover_text" if dark else "muted",
        )  # fmt: skip
        if block is None:
            return plan
        if not form.ground:
            line = Rect(sheet.side, top - 16 * self.scale, sheet.measure, 0.75)
            areas = (*areas, Area(rect=line, role="rule"))
        at = top + block.heading.height + 6
        address_top = top + block.column + 16 * self.scale if block.across else at
        hint_top = at if block.across else at + block.address.height + 8 * self.scale
        list_height = block.rows * block.row
        code_left = sheet.side + (sheet.measure - block.side if form.code_last else 0)
        assert self.content.address
        return replace(
            plan, areas=areas, heading=replace(block.heading, top=top),
            address=replace(block.address, top=address_top), host=len(self.content.address.host),
            hint=replace(block.hint, top=hint_top), hint_in_print=block.in_print.lines,
            code=Rect(code_left, top, block.side, block.side),
            channels=Rect(block.left, top + block.column - list_height, block.beside, list_height),
            channel_width=block.beside / block.columns, row=block.row,
        )  # fmt: skip

    def _ground(self, top: float) -> Area:
        """What stands behind the title of a back whose block begins at ``top``, or above it."""
        sheet = self.sheet
        if self.form.ground:
            rect = Rect(0, 0, sheet.width, top - self._gap)
            return Area(rect=rect, role=self.form.ground)
        rule = Rect(sheet.side, sheet.top, sheet.measure, self.settings.cover.rule_pt * self.scale)
        return Area(rect=rule, role="text")

    def _text(
        self, text: str, size: float, width: float, left: float, *, bold: bool = False
    ) -> CoverText:
        """``text`` at ``size`` in a column; its top is given when it is placed."""
        setting = self.settings.title if bold else self.settings.lead
        style = Style(largest=size, smallest=size, max_lines=12, line_height=1.1 if bold else 1.28)
        set_ = fit(text, Space(width=width * 0.98, height=self.sheet.height), style, setting)
        return CoverText(
            lines=set_.lines, size=size, left=left, top=0.0, ink="text", height=set_.height
        )

    def _address(self, width: float, left: float) -> CoverText | None:
        """The address in lines that end after a slash; None where that makes them too small."""
        parts = self._shown().split("/")
        pieces = [f"{part}/" for part in parts[:-1]] + parts[-1:]
        least = LEAST_BESIDE * self.small if width < self.sheet.measure else LEAST_ADDRESS * self.scale
        set_ = self._set(BREAK.join(piece for piece in pieces if piece), width, least)
        return None if set_.cut or set_.divided else _address_text(set_, left)

    def _broken(self, width: float) -> CoverText:
        """The address in lines that end wherever an address may be broken, even after a hyphen."""
        shown = self._shown()
        pieces = web_address.breakable(shown)
        text = BREAK.join([*pieces, shown[sum(map(len, pieces)) :]])
        return _address_text(self._set(text, width, LEAST_ADDRESS * self.scale), self.sheet.side)

    def _shown(self) -> str:
        """The address as it is printed: what nobody would type is cut, the code holds it."""
        address = self.content.address
        assert address
        cut = len(address.rest) > LONGEST_PRINTED
        return address.host + (f"{address.rest[:LONGEST_PRINTED]}…" if cut else address.rest)

    def _set(self, text: str, width: float, least: float) -> Fitted:
        style = Style(
            largest=LARGEST_ADDRESS * self.small, smallest=least, step=0.5, max_lines=6,
            line_height=1.25,
        )  # fmt: skip
        # The host is bold, which is wider than what was measured.
        return fit(text, Space(width=width * 0.95, height=self.sheet.height), style, self.settings.by)


def _address_text(set_: Fitted, left: float) -> CoverText:
    return CoverText(
        lines=set_.lines, size=set_.size, left=left, top=0.0, ink="text", height=set_.height
    )
