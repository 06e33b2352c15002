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
from brochure.pdf.covers import A4, LOSS, Area, Sheet, Text, bled
from brochure.pdf.metrics import TITLE, Heights, Settings
from brochure.problems import error
from brochure.text.content import LONGEST_PRINTED, Content
from brochure.text.fitting import BREAK, Fitted, Space, Style, fit

LEAST_FOOT = 36.0
LEAST_CODE_MM = 42.0

TITLE_BACK = Style(
    largest=44, smallest=15, step=1, max_lines=5, loss=LOSS, line_height=TITLE.line_height
)
WHEN_PT, HEADING_PT, HINT_PT, CHANNEL_PT, ROW_PT = 11.0, 14.0, 10.0, 11.0, 19.0
LARGEST_ADDRESS, LEAST_ADDRESS, LEAST_BESIDE = 12.0, 8.5, 10.5
"""Sizes of the address; beside the code it is no smaller than LEAST_BESIDE, else it stands below."""

GUTTER = 28.0
"""Between the code and what stands beside it."""

COLUMN_PT = 118.0
"""The least width of a column of channels, at the usual size of small text."""


_NOWHERE = Rect(0.0, 0.0, 0.0, 0.0)
_NO_TEXT = Text(lines=(), size=1.0, left=0.0, top=0.0, ink="text")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackPlan:
    """The back cover. Without an address there are no code, heading, hint, channels nor address.

    ``host`` is how many signs of the address are its host; ``channels`` is where their list stands,
    each ``channel_width`` by ``row`` points. ``foot`` holds the notes, ``brand`` is the slot of the
    issuer's contact, 0 high where there is none.
    """

    form: str
    paper: tuple[float, float]
    title: Text
    when: Text
    areas: tuple[Area, ...]
    foot_ink: str
    note_ink: str
    heading: Text = _NO_TEXT
    hint: Text = _NO_TEXT
    hint_in_print: tuple[str, ...] = ()
    address: Text = _NO_TEXT
    host: int = 0
    code: Rect = _NOWHERE
    channels: Rect = _NOWHERE
    channel_width: float = 0.0
    row: float = 0.0
    brand: Rect = _NOWHERE
    foot: Rect = _NOWHERE

    def bled(self, rect: Rect, bleed: float) -> Rect:
        """``rect`` with the bleed wherever it reaches the trim."""
        return bled(rect, self.paper, bleed)


def plan_back(
    content: Content,
    heights: Heights,
    settings: Settings,
    paper: PaperSize = A4,
    brand_height: float = 0.0,
) -> BackPlan:
    """The back cover of ``content``. Raises FitError where its notes leave too little room.

    ``brand_height`` is what the issuer's contact needs, with what is free around it; 0 without.
    """
    return _Back(content, heights, settings, Sheet.of(paper), brand_height).plan()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a form of back cover differs: where its title stands, and in which inks.

    ``ground`` is the role of a band behind the title, "" for a rule above it. With ``code_last`` the
    code stands at the end of the line, else at its start. ``dark_foot`` sets the notes on the cover's
    colour.
    """

    ground: str
    title: str
    when: str
    code_last: bool
    dark_foot: bool


_FORMS: Mapping[str, _Form] = {
    "bleed": _Form(
        ground="cover", title="cover_text", when="cover_muted", code_last=False, dark_foot=False
    ),
    "typographic": _Form(ground="", title="text", when="text", code_last=True, dark_foot=False),
    "band": _Form(ground="lit", title="lit_text", when="lit_text", code_last=False, dark_foot=True),
}


class _Back:
    """One back cover in the making."""

    def __init__(
        self, content: Content, heights: Heights, settings: Settings, sheet: Sheet, brand_height: float
    ) -> None:
        self.content, self.heights, self.settings, self.sheet = content, heights, settings, sheet
        self.form = _FORMS[settings.cover.form]
        self.brand_height = brand_height
        self.scale = max(sheet.scale, 0.78)
        self.small = settings.small * self.scale

    def plan(self) -> BackPlan:
        sheet = self.sheet
        height = max(self.heights.foot, LEAST_FOOT)
        foot = Rect(sheet.side, sheet.height - sheet.top - height, sheet.measure, height)
        brand = Rect(sheet.side, foot.y - self.brand_height, sheet.measure, self.brand_height)
        bottom = (brand.y if self.brand_height else foot.y) - (
            44 if self.form.dark_foot else 26
        ) * self.scale
        largest = 0.42 if self.content.address else 0.8
        for title_pt, most_lines in ((TITLE_BACK.largest, 5), (32, 5), (24, 8), (18, 12)):
            head = self._head(title_pt * self.scale, largest * sheet.height, most_lines)
            planned = self._shared(head, bottom)
            if planned is not None:
                return replace(planned, foot=foot, brand=brand,
                               areas=(*planned.areas, *self._foot_areas(foot)))  # fmt: skip
        free = bottom - (self._head(18, largest * sheet.height, 12)[2] if self.content.address else 0)
        raise FitError(
            error("back-cover-full", needed_pt=self.heights.foot, free_pt=max(0.0, free - sheet.top))
        )

    def _foot_areas(self, foot: Rect) -> tuple[Area, ...]:
        """A band below the notes, or a rule above them."""
        sheet = self.sheet
        if self.form.dark_foot:
            top = foot.y - 16 * self.scale
            return (Area(rect=Rect(0, top, sheet.width, sheet.height - top), role="cover"),)
        return (Area(rect=Rect(foot.x, foot.y - 10 * self.scale, foot.width, 0.75), role="rule"),)

    def _head(
        self, title_pt: float, most: float, most_lines: int
    ) -> tuple[Text, Text, float, tuple[Area, ...]]:
        """The title, when and where, where they end, and what stands behind them."""
        sheet, form = self.sheet, self.form
        small = WHEN_PT * self.small
        said = dict.fromkeys(part for part in (self.content.page.kicker, self.content.where) if part)
        lines: list[str] = []
        style = Style(largest=small, smallest=small, max_lines=6, line_height=1.4)
        for part in said:
            lines += fit(part, Space(width=sheet.measure * 0.97, height=most), style,
                         self.settings.title).lines  # fmt: skip
        set_ = fit(self.content.page.title, Space(width=sheet.measure * 0.94, height=most),
                   replace(TITLE_BACK, largest=title_pt, smallest=min(title_pt, TITLE_BACK.smallest),
                           max_lines=most_lines), self.settings.title)  # fmt: skip
        top = sheet.top if form.ground else sheet.top + 24 * self.scale
        under = top + set_.height + 14 * self.scale
        leading = 1.4 * self.settings.title.leading * small
        end = under + len(lines) * leading
        areas: tuple[Area, ...] = ()
        if form.ground:
            end += 30 * self.scale
            areas = (Area(rect=Rect(0, 0, sheet.width, end), role=form.ground),)
        else:
            rule = Rect(sheet.side, sheet.top, sheet.measure, self.settings.cover.rule_pt * self.scale)
            areas = (Area(rect=rule, role="text"),)
        return (
            Text(lines=set_.lines, size=set_.size, left=sheet.side, top=top, ink=form.title,
                 height=set_.height),
            Text(lines=tuple(lines), size=small, left=sheet.side, top=under, ink=form.when,
                 height=len(lines) * leading),
            end,
            areas,
        )  # fmt: skip

    def _shared(
        self, head: tuple[Text, Text, float, tuple[Area, ...]], bottom: float
    ) -> BackPlan | None:
        """Code, address and channels between the head and ``bottom``; None where there is no room.

        The block stands at the foot of what is free, where the notes go on; a smaller code makes room.
        """
        title, when, end, areas = head
        sheet, small = self.sheet, self.small
        dark = self.form.dark_foot
        plan = BackPlan(
            form=self.settings.cover.form, paper=(sheet.width, sheet.height), title=title, when=when,
            areas=areas, foot_ink="cover_text" if dark else "text",
            note_ink="cover_text" if dark else "muted",
        )  # fmt: skip
        if not self.content.address:
            return plan if end <= bottom else None
        start = end + 34 * self.scale
        usual = self.settings.cover.code_mm * MM * min(1.0, sheet.width / A4.width)
        for side in (usual, max(LEAST_CODE_MM * MM, 0.8 * usual), LEAST_CODE_MM * MM):
            beside = sheet.measure - side - GUTTER * self.scale
            left = sheet.side if self.form.code_last else sheet.side + side + GUTTER * self.scale
            named = self.content.labels["share_title"]
            heading = self._text(named, HEADING_PT * small, beside, left, bold=True)
            hint, in_print = (
                self._text(self.content.labels[key], HINT_PT * small, beside, left)
                for key in ("scan_hint", "scan_hint_print")
            )
            count = sum(bool(link.url) for link in links_of(self.content.page))
            columns = max(1, min(3, int(beside / (COLUMN_PT * small)), -(-count // 4)))
            row = ROW_PT * small
            rows = -(-count // columns)
            column = heading.height + 6 + hint.height + 14 * self.scale + rows * row
            address = self._address(beside, left)
            across = address is None
            if address is None:
                address = self._address(sheet.measure, sheet.side) or self._broken(sheet.measure)
            else:
                column += address.height + 8 * self.scale
            block = max(side, column) + (16 * self.scale + address.height if across else 0)
            if start + block > bottom:
                continue
            top = bottom - block
            if self.form.ground:  # the band reaches down to the block, when and where stand at its foot
                band = replace(areas[0], rect=areas[0].rect._replace(height=top - 34 * self.scale))
                plan = replace(
                    plan, areas=(band,),
                    when=replace(when, top=band.rect.bottom - when.height - 26 * self.scale),
                )  # fmt: skip
            else:
                line = Rect(sheet.side, top - 16 * self.scale, sheet.measure, 0.75)
                plan = replace(plan, areas=(*areas, Area(rect=line, role="rule")))
            at = top + heading.height + 6
            if not across:
                address, at = replace(address, top=at), at + address.height + 8 * self.scale
            else:
                address = replace(address, top=top + max(side, column) + 16 * self.scale)
            listed = Rect(left, top + max(side, column) - rows * row, beside, rows * row)
            code_left = sheet.side + sheet.measure - side if self.form.code_last else sheet.side
            return replace(
                plan, heading=replace(heading, top=top), hint=replace(hint, top=at),
                hint_in_print=in_print.lines, address=address, host=len(self.content.address.host),
                code=Rect(code_left, top, side, side), channels=listed, channel_width=beside / columns,
                row=row,
            )  # fmt: skip
        return None

    def _text(self, text: str, size: float, width: float, left: float, *, bold: bool = False) -> Text:
        setting = self.settings.title if bold else self.settings.lead
        style = Style(largest=size, smallest=size, max_lines=12, line_height=1.1 if bold else 1.28)
        set_ = fit(text, Space(width=width * 0.98, height=self.sheet.height), style, setting)
        return Text(lines=set_.lines, size=size, left=left, top=0.0, ink="text", height=set_.height)

    def _address(self, width: float, left: float) -> Text | None:
        """The address in lines that end after a slash; None where that makes them too small."""
        parts = self._shown().split("/")
        pieces = [f"{part}/" for part in parts[:-1]] + parts[-1:]
        least = LEAST_BESIDE * self.small if width < self.sheet.measure else LEAST_ADDRESS * self.scale
        set_ = self._set(BREAK.join(piece for piece in pieces if piece), width, least)
        return None if set_.cut or set_.divided else self._placed(set_, left)

    def _broken(self, width: float) -> Text:
        """The address in lines that end wherever an address may be broken, even after a hyphen."""
        shown = self._shown()
        pieces = web_address.breakable(shown)
        rest = shown[sum(map(len, pieces)) :]
        return self._placed(
            self._set(BREAK.join([*pieces, rest]), width, LEAST_ADDRESS * self.scale), self.sheet.side
        )

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

    def _placed(self, set_: Fitted, left: float) -> Text:
        return Text(
            lines=set_.lines, size=set_.size, left=left, top=0.0, ink="text", height=set_.height
        )
