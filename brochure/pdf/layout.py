"""Layout: the blocks of a page are laid out and measured, composed, and put where they were planned."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Any

from brochure import assets, images
from brochure.codes.page_codes import code_svg
from brochure.errors import FitError
from brochure.networks.page_links import links_of
from brochure.page import Page
from brochure.pdf import (
    figure_rows,
    galley,
    photo_covers,
    photos,
    placed_pictures,
    quote_panels,
    style_sheets,
    tables,
)
from brochure.pdf.backs import HINT_PT, BackPlan, plan_back
from brochure.pdf.brands import Brands
from brochure.pdf.columns import Flow
from brochure.pdf.composing import (
    ALL,
    MOST_HOLE,
    MOST_INTRO,
    MOST_NOTES,
    MOST_NOTICE,
    ONE_SPREAD,
    SHEET,
    Columns,
    Composition,
    Material,
    Placed,
    Wide,
    compose,
)
from brochure.pdf.covers import CoverPlan, brand_ground, plan_cover
from brochure.pdf.engine import IMAGE_SCHEME, Fetcher, HtmlRenderer
from brochure.pdf.figure_rows import FigureSet, figures_set
from brochure.pdf.frames import Frame
from brochure.pdf.galley import PX_TO_PT, Galley
from brochure.pdf.kept_blocks import CUT, JOINT, KeptBlocks, measures
from brochure.pdf.media import Medium
from brochure.pdf.metrics import (
    NOTES_TITLE,
    ONE_ROW,
    Heights,
    Settings,
    rows_of,
)
from brochure.pdf.needed_rules import names_in
from brochure.pdf.photo_covers import PhotoCover
from brochure.pdf.photos import COVER, PLATE
from brochure.pdf.sections import FEWEST_CHAPTERS, LEAST_CHAPTER, ROW, Sections, sections_of
from brochure.text import font_metrics
from brochure.text.content import Content, numbered_content
from brochure.text.prose import Heading
from brochure.theme import Theme

START_OF_TEXT, END_OF_TEXT = "start-of-text", "end-of-text"

_BOLD = re.compile(r"\*\*|__|<(?:b|strong)\b|\\textbf|\n:\s", re.IGNORECASE)
"""What may be set in bold in a body: strong words, and terms that are defined."""


MARK_GAP = 24.0
COLOPHON_PADDING = 36.0
"""What stays free above a colophon within its ground."""

MOST_TOGETHER = 0.66
"""The share of a page that figures or panels take at most that stand together."""

MEASURED = ("intro", "figures", "panels", "contents")
"""Blocks that have a height of their own."""

_INCLUDED = re.compile(r"\"([a-z/-]+\.html\.j2)\"")

_MEASURED_BOX = re.compile(r"(?P<block>[a-z]+)-(?P<first>\d)-(?P<last>\d)(?:-(?P<size>\d+))?")

PLAIN_QUOTES = (0.7, 0.5, 0.35, 0.25)
"""The shares of a page that quotations without a plate are fitted into."""

MOST_HYPHENS = 2
"""So many lines that follow one another end with a hyphen."""

MOST_MEASURED = 5
"""So many sizes of the opening words are laid out."""

PART, MOST_PARTS = 0.7, 60
"""The share of a page that a part of a table takes which is higher than one, and the most parts."""

EM_OF_A_LETTER = 0.46
"""How wide a letter of running text is, on average."""

LEAST_LETTERS = 24
"""So many letters stand in a line of opening words: fewer leave lines of one word."""

MOST_GROWN, LEAST_GROWTH, LARGEST_BODY = 4, 1.03, 16.5
"""Inside pages of a text that may be set larger, how much it must be, and up to which size."""

MOST_RESIZED = 16
"""Pages of a file for the screen whose text may have another size so that they fill whole sheets."""

LEAST_SHRINK, SMALLEST_BODY = 0.92, 9.2
"""How much smaller a text may be set so that its pages fill whole sheets, and the least on paper."""

LARGEST_GROWTH = {1: 1.2, 2: 1.3}
"""By how much, by the columns of its page; narrower columns take less."""

MOST_OPENED, LARGEST_OPENED = 1.3, 18.5
"""By how much it may be larger where it would else leave pages of its last sheet empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A laid out brochure: WeasyPrint's ``document``, and how its inside was ``composed``.

    ``blanks`` tells how many empty pages fill its page count, ``photo`` the size in points of the
    cover's photograph with its bleed.
    """

    document: Any
    blanks: int
    composed: Composition
    photo: tuple[float, float] | None = None

    @property
    def pages(self) -> int:
        """How many pages it has, the blank ones included."""
        return len(self.document.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """An inside page for the template: its blocks, and the title that is ``running`` at its foot."""

    placed: tuple[Placed, ...]
    running: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrochurePlan:
    """Where everything goes: the cover, the inside pages, the back cover.

    ``contents`` are the headings with the number of their page.
    """

    cover: CoverPlan
    back: BackPlan
    leaves: tuple[Leaf, ...]
    contents: tuple[tuple[Heading, int], ...]


def press_of(page: Page, theme: Theme, form: str, *, own: str = "", template: str = "") -> HtmlRenderer:
    """What sets ``page`` with a style sheet of ours, then with one that is its theme's ``own``.

    What is measured is set with ``template`` next. Call it inside `engine.strict`.
    """
    if not _BOLD.search(page.body):  # no bold italics either: fonts are loaded whether they draw or not
        theme = replace(theme, faces=tuple(f for f in theme.faces if not (f.italic and f.weight > 400)))
    own_files = frozenset(face.path for face in theme.faces)
    return HtmlRenderer(
        own, Fetcher(page.images, own_files), style_sheets.font_faces(theme), form=form,
        likely=_names_in_template(template) if template else frozenset(),
    )  # fmt: skip


@cache
def _names_in_template(name: str) -> frozenset[str]:
    """The words of a template, and of those that it includes."""
    text = (assets.templates_folder() / name).read_text(encoding="utf-8")
    parts = (_names_in_template(part) for part in _INCLUDED.findall(text))
    return names_in(text).union(*parts)


def lay_out(page: Page, content: Content, theme: Theme, medium: Medium, **options: Any) -> Layout:
    """The brochure of ``page`` on ``medium``; ``options`` as WeasyPrint's ``render``.

    A short text that leaves a page half empty is set larger; one that leaves two or three pages of its
    last sheet empty is set smaller, or larger for the press.
    """
    return _chosen(page, content, theme, medium, None).made(options)


def lay_out_page(
    page: Page, content: Content, theme: Theme, medium: Medium, number: int, kept: KeptBlocks
) -> tuple[Any, int, int]:
    """One page of the brochure that `lay_out` makes, as a document of it alone.

    The one with that ``number``, or the last where there are fewer; its number, and how many there are.
    What was laid out of the same brochure before is ``kept``.
    """
    return _chosen(page, content, theme, medium, kept).made_alone(number)


def _chosen(
    page: Page, content: Content, theme: Theme, medium: Medium, kept: KeptBlocks | None
) -> _Layout:
    """The brochure of ``page``, composed, with its text as large as suits it."""
    if theme.design.blocks.numbered_headings:
        content = numbered_content(content)
    best = given = _Layout(page, content, theme, medium, kept)
    for growth in given.growths():
        best = best.or_cheaper(given.theme.body_pt * growth)
        if best.composed.hole <= MOST_HOLE:
            break
    given = best
    for growth in given.sheet_growths():
        best = best.or_cheaper(given.theme.body_pt * growth)
        if best.composed.blanks <= MOST_NOTES:
            break
    best.open_up()
    return best


class _Layout:
    """One brochure in the making."""

    def __init__(
        self, page: Page, content: Content, theme: Theme, medium: Medium, kept: KeptBlocks | None
    ) -> None:
        self.page, self.content, self.theme, self.medium = page, content, theme, medium
        self.kept = kept
        self.given = content
        self.frame = style_sheets.frame(page, theme)
        least = max(medium.least_pt, theme.design.type.least_pt)
        sizes = tables.sizes_of(style_sheets.scale(content, theme), least)
        self.tables = tables.place(content, theme, sizes, self.frame)
        css = style_sheets.brochure_css(content, theme, medium, self.tables, self.frame)
        own = theme.design.css if theme.design.own_sheets else ""
        self.press = press_of(page, theme, css, own=own, template="brochure/brochure.html.j2")
        pictures = frozenset((name, hash(data)) for name, data in page.images.items())
        self.way = (css, own, theme.faces, pictures)
        """All that blocks are set by."""
        self.settings = settings_of(content, theme)
        self.brands = Brands(page, theme, medium)
        self.panel_rows = rows_of(len(content.panels.entries)) if content.panels else 1
        self.whole_words, self.parts = frozenset[int](), dict[int, int]()
        self.divided, self.notes_inside = frozenset[str](), False
        self.measured: _Measured
        # A text that is likely to have chapters is measured with them first: it is laid out once.
        self.chapters = self._likely_chapters() and self._measured_as(chapters=True)
        if not self.chapters and self._measured_as(chapters=False):
            self.chapters = True
            self._measured_as(chapters=True)
        if self._leads_far():
            self.composed = self._composed()
            return
        self.composed = self._composed(contents=False)
        if (
            content.outline
            and len(self.composed.pages) > ONE_SPREAD
            and len(set(self._places().values())) > 1
        ):
            self.composed = self._composed()
        else:  # a list of contents whose entries all lie open before the reader leads nowhere
            self.content = replace(self.content, outline=())

    @cached_property
    def photo_cover(self) -> PhotoCover | None:
        """The cover of a page with a photograph."""
        if not self.page.picture:
            return None
        sheet = (self.frame.width, self.frame.height)
        return photo_covers.plan_cover(self.page, self.content, self.theme, sheet)

    @property
    def has_grounds(self) -> bool:
        """Whether a colophon stands on a ground that is seen."""
        colours = self.medium.colours
        return self.theme.design.blocks.grounds and colours["panel"] != colours["paper"]

    def growths(self) -> tuple[float, ...]:
        """By how much the text may be larger so that it fills the pages it has."""
        material, pages = self.measured.material, self.composed.pages
        text = material.flow.height(0, len(material.flow)) / self.frame.columns
        text += sum(wide.height for wide in material.wides)
        if self.composed.hole <= MOST_HOLE or not text or len(pages) > MOST_GROWN:
            return ()
        most = min(LARGEST_GROWTH.get(self.frame.columns, 1.2), LARGEST_BODY / self.theme.body_pt)
        right = math.sqrt(1 + sum(page.hole for page in pages) / text)
        sizes = dict.fromkeys(min(most, right * share) for share in (0.97, 0.9, 0.82))
        return tuple(growth for growth in sizes if growth > LEAST_GROWTH)

    def sheet_growths(self) -> tuple[float, ...]:
        """By how much the text may be smaller or larger so that its pages fill whole sheets."""
        composed, flow = self.composed, self.measured.material.flow
        printed = self.medium.multiple > 1
        if composed.blanks <= MOST_NOTES or not len(flow):
            return ()
        if not printed and not SHEET <= composed.count <= MOST_RESIZED:
            return ()
        text = flow.height(0, len(flow)) / self.frame.columns / self.frame.room
        free = sum(page.hole for page in composed.pages) / self.frame.room
        fewer = text + free - (SHEET - composed.blanks)
        smallest = max(SMALLEST_BODY / self.medium.scale, self.theme.design.type.least_pt)
        least = max(LEAST_SHRINK, smallest / self.theme.body_pt)
        smaller = (math.sqrt(max(fewer, 0.0) / text) * share for share in (0.99, 0.96))
        most = min(MOST_OPENED, LARGEST_OPENED / self.theme.body_pt)
        more = text + free + composed.blanks - MOST_NOTES
        larger = (min(most, math.sqrt(more / text) * share) for share in (0.97, 0.93, 1.0))
        return tuple(
            dict.fromkeys(
                round(growth, 3)
                for growth in (*smaller, *(larger if printed else ()))
                if least <= growth <= 1 / LEAST_GROWTH**0.1 or growth >= LEAST_GROWTH**0.1
            )
        )

    def or_cheaper(self, body_pt: float) -> _Layout:
        """The cheaper one: this layout, or one with its text at ``body_pt`` points."""
        resized = replace(self.theme, body_pt=round(body_pt, 2))
        try:
            other = _Layout(self.page, self.given, resized, self.medium, self.kept)
        except FitError:  # larger or smaller, something does not fit any more
            return self
        return other if other.composed.cost < self.composed.cost else self

    def open_up(self) -> None:
        """Let what no size of the text fills stand between the blocks, where that is cheaper."""
        if self.composed.hole > MOST_HOLE / 2:
            airy = self._composed(contents=bool(self.content.outline), airy=True)
            self.composed = airy if airy.count == self.composed.count else self.composed

    def made(self, options: Mapping[str, Any]) -> Layout:
        """The brochure, laid out."""
        measured, composed = self.measured, self.composed
        blanks = -composed.count % self.medium.multiple
        document = self._set(self._plan(measured, composed), blanks=blanks, **options)
        self._put(document)
        placed_pictures.reduce_on(document.pages, self.page, self.medium)
        cover = self.photo_cover
        photo = cover.bled_picture(self.medium.bleed)[2:] if cover else None
        return Layout(document=document, blanks=blanks, composed=composed, photo=photo)

    def made_alone(self, number: int) -> tuple[Any, int, int]:
        """The page with that number, laid out: see `lay_out_page`."""
        pages = self.composed.count
        number = min(max(number, 1), pages)
        document = self._set(self._plan(self.measured, self.composed), only=number, pages=pages)
        if number - 2 in range(len(self.composed.pages)):
            document.pages[0] = self._filled(document.pages[0], number - 2)
        document.pages[0].links = []  # they lead to other pages
        placed_pictures.reduce_on(document.pages, self.page, self.medium)
        return document, number, pages

    def _set(
        self, plan: BrochurePlan, *, only: int = 0, pages: int = 0, blanks: int = 0, **options: Any
    ) -> Any:
        """The document with its frames empty; of the page ``only`` alone, unless that is 0."""
        self._add_pictures(plan, only)
        html = assets.environment().get_template("brochure/brochure.html.j2").render(
            plan=plan, blanks=blanks, only=only, pages=pages, **self._values()
        )  # fmt: skip
        return self.press.render(html, **options)

    def _composed(self, *, contents: bool = True, airy: bool = False) -> Composition:
        """The inside pages; without ``contents``, as they would be without a list of contents."""
        material, spreads = self.measured.material, self.theme.design.spreads
        if not contents:
            heights = {at: pt for at, pt in material.heights.items() if at[0] != "contents"}
            material = replace(material, heights=heights)
        printed = self.medium.multiple > 1

        def composition(material: Material) -> Composition:
            make = partial(compose, material, self.frame, spreads, printed=printed, airy=airy)
            if self.kept is None:
                return make()
            asked = (self.way, self.frame, spreads, self.content.quotes, printed, airy)
            return self.kept.composed((*asked, measures(material)), make)

        composed = composition(material)
        if composed.closes and len(composed.pages) == 1 and printed:
            # Of four printed pages what is said stands on the first inside, not on the back.
            material = replace(material, colophons=())
            return composition(material)
        return composed

    def _leads_far(self) -> bool:
        """Whether the entries of the contents lie so far apart that no spread shows all of them."""
        flow, spread = self.measured.material.flow, self.frame.room * self.frame.columns * ONE_SPREAD
        rows = [*map(self.measured.row_of, (h.id for h in self.content.outline))]
        known = sorted(row for row in rows if 0 <= row < len(flow))
        return bool(known) and flow.tops[known[-1]] - flow.tops[known[0]] > spread

    def _places(self) -> dict[str, int]:
        """The number of the page on which each heading of the contents stands, by its id."""
        listed = {heading.id for heading in self.content.outline}
        places = _places(self.measured, self.composed, self.content)
        return {id_: number for id_, number in places if id_ in listed}

    def _likely_chapters(self) -> bool:
        """Whether the text, estimated by its letters, is long enough for chapters."""
        letters = len(self.content.prose.text) * EM_OF_A_LETTER * self.theme.body_pt
        return self._are_chapters(letters / self.frame.column_width * self.frame.line)

    def _measured_as(self, *, chapters: bool) -> bool:
        """Measure all blocks, with ``chapters`` or without: whether the text is long enough for some.

        Openers of chapters stand apart from the text: one that is long enough without their height is
        so with it.
        """
        numbered = chapters and not self.theme.design.blocks.numbered_headings
        self.content = numbered_content(self.given) if numbered else self.given
        self.whole_words, self.parts, self.divided = frozenset(), {}, frozenset()
        self.notes_inside = False
        self.measured = self._measured(chapters=chapters)
        flow = self.measured.material.flow
        return bool(len(flow)) and self._are_chapters(flow.height(0, len(flow)))

    def _are_chapters(self, height: float) -> bool:
        """Whether headings of the second level are those of chapters, in a text of ``height``."""
        headings = sum(1 for h in self.given.prose.headings if h.level == 2)
        pages = height / self.frame.columns / self.frame.room
        return headings >= FEWEST_CHAPTERS and pages / headings >= LEAST_CHAPTER

    def _measured(self, *, chapters: bool) -> _Measured:
        """Every block laid out alone."""
        sizes = {IMAGE_SCHEME + n: images.size_of(data) for n, data in self.page.images.items()}
        wide = {table.id for table in self.tables if table.wide}
        sections = sections_of(
            self.content, self.frame, sizes, wide, chapters=chapters, parts=self.parts
        )
        if self.notes_inside:
            draw: Any = assets.environment().get_template("content.html.j2").module
            sections = sections.closed(f'<div class="said-last">{draw.notes(self.content)}</div>')
        sections = sections.with_whole_words(self.whole_words).opened([*self._rows()])
        intro_sizes = [(pt, intro_leading(pt)) for pt in self._likely_sizes(sections)]
        html = (
            assets.environment()
            .get_template("brochure/measure.html.j2")
            .render(
                content=self.content,
                sections=sections,
                intro_sizes=intro_sizes if sections.intro else (),
                spans=self._spans(),
                frame=self.frame,
                figures_at=self._figures_at,
                divided=self.divided,
                cut=CUT if self.kept else "",
                joint=JOINT if self.kept else "",
                **self._back_values(),
                **self._colours(),
            )
        )
        boxes = (
            self.kept.boxes((*self.way, *self._tried(chapters=chapters)), html, self.press.render)
            if self.kept
            else galley.named(self.press.render(html))
        )
        measured = _Measured(self, sections, boxes, [pt for pt, _ in intro_sizes])
        if blocks := self._blocks_to_divide(measured):
            self.divided |= blocks
            return self._measured(chapters=chapters)
        if not self.notes_inside and self._has_notes() and not self._has_back(measured):
            self.notes_inside = True
            return self._measured(chapters=chapters)
        if high := self._too_high(measured):
            self.parts |= high
            return self._measured(chapters=chapters)
        many = measured.galley.hyphenated(MOST_HYPHENS) - self.whole_words
        if not many:
            return measured
        self.whole_words |= many
        return self._measured(chapters=chapters)

    def _tried(self, *, chapters: bool) -> tuple[bool, ...]:
        """What is tried in turn, for each text again: each has its own text to be compared with."""
        tried = (self.whole_words, self.parts, self.divided, self.notes_inside)
        return (chapters, *map(bool, tried))

    def _blocks_to_divide(self, measured: _Measured) -> frozenset[str]:
        """Figures and panels that are too high to stand together: their rows stand in the text."""
        heights, most = measured.material.heights, MOST_TOGETHER * self.frame.room
        return frozenset(name for name in ("figures", "panels") if heights.get((name, ALL), 0) > most)

    def line_of(self, line: int) -> int:
        """The line of the page's source, from 1, that is this one of its body; 0 where none is."""
        return line + self.body_line if line >= 0 and self.body_line else 0

    @cached_property
    def body_line(self) -> int:
        """The line of the page's source at which its body starts; 0 where that was made of others."""
        head, found, _ = self.page.source.rpartition(self.page.body)
        return head.count("\n") + 1 if found and self.page.body.strip() else 0

    def _has_notes(self) -> bool:
        """Whether the page says anything that may stand after its text as well as on a back cover."""
        return bool(self.page.note or self.page.credits or self.page.licence)

    def _has_back(self, measured: _Measured) -> bool:
        """Whether all that a back cover says has room on it."""
        try:
            plan_back(self.content, measured.heights, self.settings, self.frame.paper)
        except FitError:
            return False
        return True

    def _rows(self) -> Iterator[str]:
        """The HTML of each row of the figures and panels that are divided."""
        draw: Any = assets.environment().get_template("content.html.j2").module
        colours = (self.medium.colours, self.medium.least_coloured_pt)
        if "figures" in self.divided and (placed := self._figures_at(self.frame.text_width)):
            for row in range(placed.rows):
                start = row * placed.columns
                yield draw.figures(self.content, 0, "", placed.of_row(row), *colours, start)
        if "panels" in self.divided and self.content.panels:
            for start in range(0, len(self.content.panels.entries), ONE_ROW):
                yield draw.panels(self.content, start=start, count=ONE_ROW)

    def _too_high(self, measured: _Measured) -> dict[int, int]:
        """In how many parts wide blocks that are higher than a page must be, by their number."""
        room = self.frame.room
        return {
            block.number: self.parts.get(block.number, 1) + math.ceil(placed.height / room / PART)
            for block, placed in zip(measured.sections.wide, measured.material.wides, strict=True)
            if block.number >= 0
            and placed.height > room
            and self.parts.get(block.number, 1) < MOST_PARTS
        }

    def _likely_sizes(self, sections: Sections) -> tuple[float, ...]:
        """The sizes at which the opening words may take their share of a page, the least included.

        Only these are laid out: an estimate by their letters leaves the others out.
        """
        sizes = self.theme.design.type.intro_pt
        share = MOST_INTRO if sections.running or sections.wide else MOST_NOTICE
        most = self.frame.room * share * 1.25
        width = self.frame.text_width
        ems = [EM_OF_A_LETTER * len(re.sub(r"<[^<>]*>", "", html)) for html in sections.intro]
        likely = [
            pt
            for pt in sizes
            if sum(math.ceil(em * pt / width) for em in ems) * intro_leading(pt) <= most
        ]
        return tuple(likely[:MOST_MEASURED]) or sizes[-1:]

    def _figures_at(self, width: float) -> FigureSet | None:
        """The figures in ``width``; None in a part of the page that is too narrow for them."""
        faces = figure_rows.faces_of(self.content, self.theme)
        most = int(self.theme.design.blocks.figure_columns)
        beside = bool(self.content.panels)
        try:
            return figures_set(self.content.figures, width, faces, beside=beside, most=most)
        except FitError:
            if width < self.frame.text_width - 1:
                return None
            raise

    def _spans(self) -> dict[str, list[tuple[str, float]]]:
        """The widths that each block may have on the spreads of the design: names and points."""
        asked: dict[str, set[Columns]] = {block: {ALL} for block in MEASURED}
        for spread in self.theme.design.spreads:
            for slot in (slot for band in (*spread.left, *spread.right) for slot in band):
                if slot.block in asked:
                    asked[slot.block].add(slot.columns)
        return {
            block: [(span_name(columns), self.frame.span(columns)[1]) for columns in sorted(found)]
            for block, found in asked.items()
        }

    def _plan(self, measured: _Measured, composed: Composition) -> BrochurePlan:
        places = self._places()
        leaves, running = [], ""
        title = style_sheets.running_title(self.content, self.theme)
        for number, page in enumerate(composed.pages, 2):
            started = [
                style_sheets.running_line(h.text, self.content, self.theme)
                for h in self.content.outline if places.get(h.id) == number
            ]  # fmt: skip
            running = running or (started[0] if started else "")
            leaves.append(Leaf(placed=page.placed, running=running if self.chapters else title))
            running = started[-1] if started else running
        listed = tuple((h, places.get(h.id, 2)) for h in self.content.outline)
        return BrochurePlan(
            cover=plan_cover(self.content, self.settings, self.frame.paper, self._mark_height()),
            back=plan_back(self.content, measured.heights, self.settings, self.frame.paper),
            leaves=tuple(leaves),
            contents=listed,
        )

    def _mark_height(self) -> float:
        """What the issuer's mark needs at the head of a cover, with what is free below it."""
        mark = self.brands.issuer(brand_ground(self.settings.cover.form))
        return mark.outer_height + MARK_GAP if mark else 0.0

    def _put(self, document: Any) -> None:
        """Put the measured blocks where they were planned."""
        last = len(self.composed.pages) - 1
        for number in range(last + 1):
            is_last = self.composed.closes and number == last
            at = len(document.pages) - 1 if is_last else number + 1
            document.pages[at] = self._filled(document.pages[at], number)

    def _filled(self, page: Any, number: int) -> Any:
        """A laid out ``page`` with what stands on the inside page with that number, from 0."""
        frames = galley.frames_of(page)
        for slot, placed in enumerate(self.composed.pages[number].placed):
            if frame := frames.get(f"frame-{number}-{slot}"):
                frame.children = (self.measured.take(placed, frame),)
        return galley.gathered(page)

    def _add_pictures(self, plan: BrochurePlan, only: int) -> None:
        """Make the photographs of the cover and of inside pages; those of the page ``only``, if any."""
        if not self.page.picture:
            return
        bleed = self.medium.bleed
        size = (self.frame.width + 2 * bleed, self.frame.height + 2 * bleed)
        assert self.photo_cover
        if only in {0, 1}:
            self.press.fetcher.images[COVER] = photo_covers.picture(
                self.page, self.medium, self.photo_cover
            )
        closer = self.theme.design.photographs.closer
        leaves = [leaf for number, leaf in enumerate(plan.leaves, 2) if only in {0, number}]
        for placed in (p for leaf in leaves for p in leaf.placed if p.block == "picture"):
            over = self.frame.top if placed.form == "bleed" and not placed.whole else 0.0
            width = size[0] if placed.form == "bleed" else placed.width
            height = size[1] if placed.whole else placed.height + over + bleed
            self.press.fetcher.images[PLATE] = photos.alone(
                self.page, self.medium, (width, height), closer
            )

    def _colours(self) -> dict[str, Any]:
        return {
            "colours": self.medium.colours, "least_coloured_pt": self.medium.least_coloured_pt,
        }  # fmt: skip

    def _back_values(self) -> dict[str, Any]:
        medium = self.medium
        return {
            "brands": self.brands,
            "notes_inside": self.notes_inside,
            "links": links_of(self.page),
            "code": code_svg(self.page, medium.black, medium.white, medium.place),
            "live": medium.live,
        }

    def _values(self) -> dict[str, Any]:
        medium = self.medium
        return {
            "content": self.content,
            **self._back_values(),
            "bleed": medium.bleed,
            "frame": self.frame,
            "plate_of": self._plate,
            "colophons": self.measured.material.colophons,
            "closes": self.composed.closes,
            "cover_picture": IMAGE_SCHEME + COVER,
            "photo_cover": self.photo_cover,
            "plate_picture": IMAGE_SCHEME + PLATE,
            "panel_rows": self.panel_rows,
            "notes_lines": int((self.frame.room - NOTES_TITLE) / (2 * self.settings.leading)),
            **self._colours(),
        }

    def _plate(self, placed: Placed) -> quote_panels.QuotePanel:
        height = self.frame.room if placed.whole else placed.height
        size = (self.frame.text_width, height)
        if placed.form == "plain":
            size = (placed.width - 3 * self.frame.line, placed.size)
        return quote_panels.panel(self.content, size, self.settings, whole=placed.whole)


class _Measured:
    """The blocks of a page, each laid out alone, by their names."""

    def __init__(
        self, job: _Layout, sections: Sections, boxes: Mapping[str, Any], intro_sizes: Sequence[float]
    ) -> None:
        content, frame = job.content, job.frame
        self.boxes, self.kept = boxes, job.kept is not None
        self.sizes = list(intro_sizes)
        self.galley = Galley(self.boxes["galley"], frame.line, kept=self.kept)
        self.galley.name_lines([job.line_of(block.line) for block in sections.running])
        self.sections = sections
        flow = Flow(self.galley.rows, frame.line, frame.room)
        heights: dict[tuple[str, Columns], float] = {}
        intros: dict[Columns, list[tuple[float, float]]] = {}
        for name, box in self.boxes.items():
            if (found := _MEASURED_BOX.fullmatch(name)) and box.height:
                columns = (int(found["first"]), int(found["last"]))
                height = box.border_height() * PX_TO_PT
                if found["block"] == "intro":
                    size = self.sizes[int(found["size"])]
                    intros.setdefault(columns, []).append((size, height))
                else:
                    heights[found["block"], columns] = height
        wides = tuple(
            Wide(
                number=i,
                row=self.galley.row_of(f"taken-{i}"),
                height=self.boxes[f"wide-{i}"].border_height() * PX_TO_PT,
                strict=wide.strict or wide.classes == ROW,
                bleeds=wide.bleeds,
                alone=wide.classes == ROW,
                line=job.line_of(wide.line),
            )
            for i, wide in enumerate(sections.wide)
        )
        self.heights = Heights(foot=self.boxes["foot"].height * PX_TO_PT)
        self.material = Material(
            flow=flow,
            wides=wides,
            intros={
                columns: tuple(readable(sized, frame.span(columns)[1]))
                for columns, sized in intros.items()
            },
            heights=heights,
            panels_stretch=job.theme.design.blocks.panels_stretch_pt * job.panel_rows,
            colophons=tuple(
                frame.on_grid(self.boxes[name].height * PX_TO_PT + COLOPHON_PADDING)
                for name in ("colophon-large", "colophon")
            ),
            picture=job.page.picture is not None,
            grounds=job.has_grounds,
            padding=COLOPHON_PADDING,
            quotes=tuple(_plain_quotes(content, frame, job.settings)) if content.quotes else (),
            plate=cache(
                lambda height: (
                    quote_panels.used_height(content, (frame.text_width, height), job.settings)
                    is not None
                )
            ),
        )

    def row_of(self, id_: str) -> int:
        """The row at which a heading stands, in the text or across it; -1 of one that is none of it."""
        for block, placed in zip(self.sections.wide, self.material.wides, strict=True):
            if f'id="{id_}"' in block.html:
                return placed.row
        return self.galley.row_of(id_)

    def take(self, placed: Placed, frame: Any) -> Any:
        """The box of a block, moved into its ``frame`` on a page."""
        x, y = frame.content_box_x(), frame.content_box_y()
        if placed.column is not None:
            return self.galley.take(placed.column, x, y)
        name = f"{placed.block}-{span_name(placed.columns)}"
        if placed.block == "wide":
            name = f"wide-{placed.number}"
        elif placed.block == "intro":
            name += f"-{self.sizes.index(placed.size)}"
        box = self.boxes[name].deepcopy() if self.kept else self.boxes[name]
        if placed.block == "intro":
            galley.name_anchors(box)
        box.translate(x - box.position_x, y - box.position_y)
        return box


def readable(sized: Sequence[tuple[float, float]], width: float) -> Sequence[tuple[float, float]]:
    """Those of the ``sized`` opening words, largest first, whose lines have enough letters for words.

    The smallest where none has.
    """
    return [one for one in sized if LEAST_LETTERS * EM_OF_A_LETTER * one[0] <= width] or sized[-1:]


def _plain_quotes(content: Content, frame: Frame, settings: Settings) -> Iterator[tuple[float, float]]:
    """The room that quotations without a plate are fitted into, and what they take of it."""
    width = frame.text_width - 3 * frame.line
    seen = set()
    for share in PLAIN_QUOTES:
        room = frame.room * share
        used = quote_panels.used_height(content, (width, room), settings)
        if used is not None and round(used) not in seen:
            seen.add(round(used))
            yield room, used


def _places(measured: _Measured, composed: Composition, content: Content) -> Iterator[tuple[str, int]]:
    """The number of the page on which each heading stands, by its id."""
    rows = {h.id: measured.galley.row_of(h.id) for h in content.prose.headings}
    for number, page in enumerate(composed.pages, 2):
        for placed in page.placed:
            if placed.column is not None:
                held = range(placed.column.first, placed.column.last)
                yield from ((id_, number) for id_, row in rows.items() if row in held)
            elif placed.block == "wide":
                html = measured.sections.wide[placed.number].html
                yield from ((id_, number) for id_ in rows if f'id="{id_}"' in html)


def span_name(columns: Columns) -> str:
    """How the ids of measured blocks name ``columns`` of the grid: "1-6"."""
    return f"{columns[0]}-{columns[1]}"


def intro_leading(size: float) -> float:
    """The line height of opening words: less, the larger they are."""
    return round(2 * size * (1.225 + max(0.0, 40 - size) * 0.0045)) / 2


def settings_of(content: Content, theme: Theme) -> Settings:
    """The typefaces of what is fitted."""
    lang, tight = content.page.lang, style_sheets.tracking(content)
    return Settings(
        title=style_sheets.display(content, theme, 700, 1),
        quote=style_sheets.display(content, theme, 700, 0.75),
        by=font_metrics.setting(theme, (theme.title_family, 500), 0, lang),
        figure=font_metrics.setting(theme, (theme.title_family, 700), tight * 1.5, lang),
        lead=font_metrics.setting(theme, (theme.text_family, 400), 0, lang),
        leading=style_sheets.leading(theme),
        cover=theme.design.cover,
        motif=theme.motif,
        small=max(style_sheets.scale(content, theme), theme.design.type.least_pt / HINT_PT),
    )
