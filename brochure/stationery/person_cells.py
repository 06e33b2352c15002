"""Person cells: what stands on the badge, the tent or the certificate of a person, and where.

All that is the same on every piece is laid out once (`_Frame`). A person's own words stand in columns,
or by themselves. Names have one size in the whole series: as large as the longest one allows, and all
else gives way before they become smaller than they should be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from brochure.cards.card import chain_of, lines_of, tracking_of
from brochure.cards.layout import Placed, Scale, place
from brochure.cards.template import PEOPLE, WIDE_CODE, Available, Box, read_template
from brochure.codes.encoder import QUIET_ZONE, Matrix
from brochure.codes.limits import GOOD_MODULE_MM, LEAST_MODULE_MM, LEAST_SYMBOL_MM
from brochure.errors import FitError
from brochure.geometry import PLACES, Area, Rect
from brochure.language_tags import is_rtl
from brochure.people import People, Person
from brochure.problems import Place, Problem, Text, error, warning
from brochure.stationery import composition, glyph_boxes, name_fonts, name_lines, person_texts
from brochure.stationery.composition import POINTS_PER_MM
from brochure.stationery.name_lines import Setting
from brochure.stationery.people_products import PersonProduct
from brochure.stationery.role_colours import RoleColour
from brochure.stationery.set_texts import Block, DrawnLine, SetText, set_text
from brochure.text.lines import TextStyle
from brochure.theme import FontFace, Format, Theme

LEAST_NAME_PT = 28.0
"""A name of so much is read at two metres; all else on a badge becomes smaller before the name does."""

LEAST_IN_TWO_LINES_PT = 20.0
"""Where the longest name is smaller than this in two lines, it takes more of them."""

SECOND_PART = 0.55
"""The size of family names beneath large first names, as a share of these."""

_SIZES_PT = tuple(size / 2 for size in range(14, 400))
_SHARES = (1.0, 0.92, 0.85, 0.78, 0.7, 0.62)
"""How much of their largest sizes other words keep, one after the other, until the name has its own."""

_GAP_INK_EM = 0.12
"""What stays free between the ink of two texts, in em of the larger."""

_SCALE = Scale(length=POINTS_PER_MM, type=1.0, step=0.25, unit="pt", noun="sheet", loss=0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCell:
    """The piece of a person, in points from its left top corner.

    ``ornaments`` are bands and motifs, ``logo`` and ``photo`` places, ``code`` the place of ``matrix``.
    """

    person: Person
    size: tuple[float, float]
    blocks: tuple[Block, ...]
    ornaments: tuple[Placed, ...]
    rtl: bool
    role: RoleColour | None = None
    logo: Placed | None = None
    photo: Rect | None = None
    code: Rect | None = None
    matrix: Matrix | None = None

    def rect(self, placed: Placed) -> Rect:
        """The rectangle that ``placed`` is drawn in, mirrored where the language asks for it."""
        return _mirrored(placed.rect, self.size[0], rtl=self.rtl)


def _mirrored(rect: Rect, width: float, *, rtl: bool) -> Rect:
    return rect._replace(x=width - rect.right) if rtl else rect


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is the same on all pieces of persons who have the same fields.

    ``fixed`` is everything in its place; ``own`` the texts that are another one for each person, by
    themselves, ``stacks`` those that stand one below the other.
    """

    fixed: tuple[Placed, ...]
    own: tuple[Placed, ...]
    stacks: tuple[_Stack, ...]


class _Stack(NamedTuple):
    """A column of a person's texts: its place, the boxes of its texts, and points between them."""

    rect: Rect
    children: tuple[Box, ...]
    gap: float
    justify: str

    @property
    def named(self) -> bool:
        """Whether a name stands in it."""
        return any(person_texts.is_name(child.text) for child in self.children)


@dataclass(slots=True)
class Series:
    """The pieces of all ``people`` on ``product``: `fit` finds their sizes, `cell` composes one.

    ``matrices`` are the codes by person, ``roles`` the colours of roles. With ``large`` first names
    stand above the rest, and larger.
    """

    people: People
    product: PersonProduct
    theme: Theme
    matrices: Mapping[int, Matrix]
    roles: Mapping[str, RoleColour]
    large: bool = False
    name_pt: float = 0.0
    caps: dict[str, float] = field(default_factory=dict)
    told: list[Problem] = field(default_factory=list)
    frames: dict[frozenset[str], _Frame] = field(default_factory=dict)
    composed: dict[int, tuple[tuple[SetText, ...], ...]] = field(default_factory=dict)
    """The texts of each person's columns, by the line of the row."""
    widest: int = 0
    words: dict[int, Mapping[str, str]] = field(default_factory=dict)
    fonts: dict[tuple[str, int], tuple[FontFace, ...]] = field(default_factory=dict)
    most_lines: int = name_lines.USUAL_LINES

    @property
    def size(self) -> tuple[float, float]:
        """The width and the height of a piece in points."""
        width, height = self.product.grid.cell
        return width * POINTS_PER_MM, height * POINTS_PER_MM

    # Sizes of the series

    def fit(self) -> list[Problem]:
        """Find the sizes at which everything fits; what cannot fit is returned, with its person."""
        faults = [fault for person in self.people.persons if (fault := self._glyph_fault(person))]
        if faults:
            return faults
        persons = [person for person in self.people.persons if not person.blank]
        for person in persons:
            self._cap_own(person)
        if persons:
            self._size_names(persons)
        return [fault for person in persons if (fault := self._fault(person))]

    def _glyph_fault(self, person: Person) -> Problem | None:
        words = self._words(person)
        chain = name_fonts.chain(self.theme, "title", 700)
        missing = [*glyph_boxes.lacking("".join(words.values()), chain)]
        if not missing:
            return None
        return error(
            "person-glyphs", at=self._at(person), name=person.name,
            characters=[f"{c} (U+{ord(c):04X})" for c in missing],
        )  # fmt: skip

    def _at(self, person: Person) -> Place:
        return Place(self.people.where, person.line, product=self.product.name)

    def _size_names(self, persons: Sequence[Person]) -> None:
        """The size of names: what their widest allows beside other words at their full size.

        Where that is less than a name should have, other words give way, each person's by themselves;
        then names that are longer than two lines take more.
        """
        wanted = self._name_style().largest
        least = min(max(round(2 * LEAST_NAME_PT * self.product.names) / 2, _SIZES_PT[0]), wanted)
        best, limiting = self._largest(persons, wanted, least)
        if best < LEAST_IN_TWO_LINES_PT / LEAST_NAME_PT * least:
            self.most_lines = name_lines.MOST_LINES
            size, found = self._largest(persons, least, least)
            if size > best + 0.25:
                best, limiting = size, found
            else:
                self.most_lines = name_lines.USUAL_LINES
        self.name_pt = best or _SIZES_PT[0]  # where nothing fits, `fit` tells whose texts these are
        if 0 < best < least:
            self.told.append(
                warning(
                    "names-small", at=replace(self._at(limiting), product=f"{self.product.name}.pdf"),
                    size_pt=best, usual_pt=least, name=limiting.name,
                )
            )  # fmt: skip

    def _largest(self, persons: Sequence[Person], wanted: float, least: float) -> tuple[float, Person]:
        """The largest size up to ``wanted`` at which every name fits, and whose name limits it.

        Words beside a name keep their full size where the name has ``least`` with them.
        """
        sizes = [size for size in _SIZES_PT if size <= wanted]
        at, limiting = len(sizes) - 1, persons[0]
        for person in persons:
            share = 1.0 if self._fits(person, least, 1.0) else _SHARES[-1]
            if not self._fits(person, sizes[at], share):
                low, high = -1, at  # low fits, or is none; high does not
                while high - low > 1:
                    middle = (low + high) // 2
                    fits = self._fits(person, sizes[middle], share)
                    low, high = (middle, high) if fits else (low, middle)
                at, limiting = low, person
                if at < 0:
                    return 0.0, person
        return sizes[at], limiting

    def _fits(self, person: Person, size: float, share: float) -> bool:
        return self._stacks(person, size, share) is not None

    def _stacks(
        self, person: Person, size: float, share: float
    ) -> tuple[tuple[SetText, ...], ...] | None:
        """The texts of each column with names at ``size``; None where they do not fit it."""
        found = []
        for stack in self._frame(person).stacks:
            items = self._items(person, stack, size, share)
            if items is None or _height(items, stack.gap) > stack.rect.height + 0.01:
                return None
            found.append(tuple(items))
        return tuple(found)

    def _fault(self, person: Person) -> Problem | None:
        """Set the texts of ``person`` at the sizes that were found, or say that they do not fit."""
        for share in _SHARES:
            if stacks := self._stacks(person, self.name_pt, share):
                self.composed[person.line] = stacks
                break
        if person.line in self.composed and min(self.caps.values(), default=1.0) > 0:
            return None
        return error("person-texts", at=self._at(person), name=person.name, cell=self._cell)

    @property
    def _cell(self) -> Text:
        """The size of a piece, for a message."""
        width, height = self.product.grid.cell
        return Text("cell-size", width_mm=round(width, 1), height_mm=round(height, 1))

    def _cap_own(self, person: Person) -> None:
        """Let the texts beside the column have the size at which that of ``person`` fits too."""
        words = self._words(person)
        for placed in self._frame(person).own:
            text = person_texts.filled(placed.box.text, words)
            size = self._own_size(text, placed)
            if text and size < self.caps.get(placed.box.key, 1000.0):
                self.caps[placed.box.key] = size

    def _own_size(self, text: str, placed: Placed) -> float:
        style, room = placed.box.style, placed.rect
        assert style is not None
        found = set_text(text, style, self._chain(text, style), (room.width, room.height))
        return found.size if found else 0.0

    def _words(self, person: Person) -> Mapping[str, str]:
        if person.line not in self.words:
            self.words[person.line] = person_texts.words_of(person, self.people.lang)
        return self.words[person.line]

    # Frames

    def _frame(self, person: Person) -> _Frame:
        words = self._words(person)
        present = {name for name in person_texts.FIELDS if words[name] or person.blank}
        present |= {"photo"} if person.photo else set()
        present |= {"code"} if person.line in self.matrices else set()
        key = frozenset(present)
        if key not in self.frames:
            self.frames[key] = self._framed(key)
        return self.frames[key]

    def _framed(self, present: frozenset[str]) -> _Frame:
        width, height = self.size
        shape = Format(name="", width=round(width), height=round(height)).shape
        if shape == "wide" and "code" in present:
            shape = WIDE_CODE
        has = Available(
            motif=self.theme.motif != "none", picture="photo" in present, code="code" in present,
            logo=self.theme.brand.has_logo,
        )  # fmt: skip
        context = person_texts.context(self.people, present)
        box = read_template(self.product.template, context, has, PEOPLE, shape).box(shape)
        whole = Rect(0, 0, width, height)
        placed = place(
            self._prepared(box), Area(whole, whole),
            composition.settings(self.theme, self.people.lang), self.product.name, self._code_side,
            self._scale,
        )  # fmt: skip
        rects = {p.box.key: p.rect for p in placed}
        stacks = tuple(
            self._stack(column, rects[column.key]) for column in _stacks_in(box) if column.key in rects
        )
        if not any(stack.named for stack in stacks):
            raise FitError(error("sheet-without-person", at=Place(self.product.template)))
        for p in placed:
            if p.fitted and p.fitted.cut:
                at = Place(product=self.product.name)
                raise FitError(error("sheet-words-cut", at=at, text=p.box.text, cell=self._cell))
        own = tuple(p for p in placed if p.box.kind == "text" and person_texts.is_filled(p.box.text))
        fixed = tuple(p for p in placed if p not in own and p.box.kind not in _GROUPS)
        return _Frame(fixed=fixed, own=own, stacks=stacks)

    def _stack(self, column: Box, rect: Rect) -> _Stack:
        unit = self._scale.length
        top, right, bottom, left = (side * unit for side in column.padding)
        inner = Rect(rect.x + left, rect.y + top, rect.width - left - right, rect.height - top - bottom)
        return _Stack(inner, column.children, column.gap * unit, column.justify)

    def _prepared(self, box: Box) -> Box:
        """``box`` with empty places for columns of a person's texts, and none for a slot not cut."""
        if _is_stack(box):
            grow = box.grow or float(not (box.size or box.share))
            return replace(box, kind="space", children=(), padding=(0, 0, 0, 0), grow=grow)
        if box.key.startswith("boxes.slot"):  # the hole is as large on every format
            size = box.size / self.product.scale if self.product.slot else 0.0
            return replace(box, size=size)
        return replace(box, children=tuple(map(self._prepared, box.children)))

    @property
    def _scale(self) -> Scale:
        return replace(_SCALE, length=POINTS_PER_MM * self.product.scale)

    @property
    def _largest_code(self) -> int:
        """The modules on a side of the largest code with its quiet zone."""
        if not self.widest and self.matrices:
            self.widest = max(matrix.total for matrix in self.matrices.values())
        return self.widest

    @property
    def _code_side(self) -> float:
        """The side of a code with its quiet zone, in points: the same on all pieces."""
        if not self.matrices:
            return 0.0
        return (
            code_side_mm(max(self.matrices.values(), key=lambda m: m.size), self.product.grid.cell)
            * POINTS_PER_MM
        )

    def _chain(self, text: str, style: TextStyle) -> tuple[FontFace, ...]:
        key = style.family, style.weight
        if key not in self.fonts:
            self.fonts[key] = name_fonts.chain(self.theme, *key)
        return glyph_boxes.best_chain(text, self.fonts[key])

    def _name_style(self) -> TextStyle:
        person = next((p for p in self.people.persons if not p.blank), self.people.persons[0])
        stacks = self._frame(person).stacks
        style = next(c.style for s in stacks for c in s.children if person_texts.is_name(c.text))
        assert style is not None
        return style

    # Cells

    def room(self, person: Person) -> Rect:
        """Where the name of ``person`` stands, and what belongs to it."""
        stack = next(stack for stack in self._frame(person).stacks if stack.named)
        return _mirrored(stack.rect, self.size[0], rtl=is_rtl(self.people.lang))

    def cell(self, person: Person) -> PersonCell:
        """The piece of ``person``, at the sizes that `fit` found."""
        frame, rtl = self._frame(person), is_rtl(self.people.lang)
        words = self._words(person)
        set_texts = self.composed.get(person.line, ())
        blocks = [
            block
            for items, stack in zip(set_texts, frame.stacks, strict=False)
            for block in self._stacked(items, stack, rtl=rtl)
        ]
        for placed in () if person.blank else frame.own:
            text = person_texts.filled(placed.box.text, words)
            if text:
                blocks.append(self._own_block(text, placed, rtl=rtl))
        blocks += [
            _fixed_block(p, _mirrored(p.rect, self.size[0], rtl=rtl), self.theme, self.people.lang)
            for p in frame.fixed
            if p.box.kind == "text"
        ]
        kinds = {p.box.kind: p for p in frame.fixed}
        code = kinds.get("code")
        photo = kinds.get("picture")
        return PersonCell(
            person=person,
            size=self.size,
            blocks=tuple(block for block in blocks if block.lines),
            ornaments=tuple(p for p in frame.fixed if p.box.kind in {"band", "motif"}),
            rtl=rtl,
            role=self.roles.get(person.role),
            logo=kinds.get("logo"),
            photo=_mirrored(photo.rect, self.size[0], rtl=rtl) if photo else None,
            code=self._code_rect(code, rtl=rtl) if code else None,
            matrix=self.matrices.get(person.line),
        )

    def _code_rect(self, code: Placed, *, rtl: bool) -> Rect:
        """The place of a code, moved outwards by its quiet zone: its modules are in line with texts.

        The margin then serves as quiet zone.
        """
        side = code.rect.width
        quiet = side * QUIET_ZONE / (self._largest_code or 1)
        way = 2 * PLACES[code.box.align] - 1
        x = min(max(code.rect.x + way * quiet, 0.0), self.size[0] - side)
        return _mirrored(code.rect._replace(x=x), self.size[0], rtl=rtl)

    def _items(self, person: Person, stack: _Stack, size: float, share: float) -> list[SetText] | None:
        """The texts of a column with names at ``size``; None where one does not fit its width."""
        words = self._words(person)
        items: list[SetText] = []
        for child in stack.children:
            assert child.style is not None
            if person_texts.is_name(child.text):
                parts = self._name_items(person, child.style, stack.rect.width, size)
                if parts is None:
                    return None
                items += parts
            elif text := person_texts.filled(child.text, words):
                item = self._text_item(text, child.style, stack.rect, share)
                if item is None:
                    return None
                items.append(item)
        return items

    def _name_items(
        self, person: Person, style: TextStyle, width: float, size: float
    ) -> list[SetText] | None:
        pairs = [(person.given, person.family, size)]
        if self.large and person.given:
            pairs = [(person.given, "", size), ("", person.family, SECOND_PART * size)]
        items = []
        for given, family, own in pairs:
            if not (given or family):
                continue
            name = f"{given} {family}".strip()
            chain = self._chain(name, style)
            tracking = tracking_of(style, self.people.lang)
            fitting_ways = (
                way for way in name_lines.settings(given, family, chain, tracking, self.most_lines)
                if way.width * own <= width
            )  # fmt: skip
            way: Setting | None = next(fitting_ways, None)
            if way is None:
                return None
            items.append(SetText("H1", name, style, chain, way.lines, way.inks, own, style.line_height))
        return items

    def _text_item(self, text: str, style: TextStyle, rect: Rect, share: float) -> SetText | None:
        size = max(style.smallest, round(style.largest * share * 4) / 4)
        return set_text(text, style, self._chain(text, style), (rect.width, 1e6), size=size)

    def _stacked(self, items: Sequence[SetText], stack: _Stack, *, rtl: bool) -> Iterator[Block]:
        free = max(0.0, stack.rect.height - _height(items, stack.gap))
        y = stack.rect.y + free * {"center": 0.5, "end": 1.0}.get(stack.justify, 0.0)
        rect = _mirrored(stack.rect, self.size[0], rtl=rtl)
        aligns = {id(child.style): child.align for child in stack.children}
        before: SetText | None = None
        for item in items:
            y += _between(before, item, stack.gap) if before else 0.0
            align = aligns[id(item.style)]
            yield Block(item.kind, item.text, item.drawn(rect, y, align, lang=self.people.lang))
            y, before = y + item.height, item

    def _own_block(self, text: str, placed: Placed, *, rtl: bool) -> Block:
        style = placed.box.style
        assert style is not None
        size = self.caps[placed.box.key]
        room = placed.rect.width, placed.rect.height
        item = set_text(text, style, self._chain(text, style), room, size=size)
        assert item is not None
        rect = _mirrored(placed.rect, self.size[0], rtl=rtl)
        y = rect.y + max(0.0, rect.height - item.height) * PLACES[placed.box.valign]
        return Block("P", text, item.drawn(rect, y, placed.box.align, lang=self.people.lang))


_GROUPS = {"row", "column", "layers", "space"}


def code_side_mm(matrix: Matrix, cell: tuple[float, float]) -> float:
    """The side of a code with its quiet zone: modules of good size, if they leave half the cell free.

    ``cell`` is its width and height in millimetres. Raises FitError where not even the least that scans
    has room.
    """
    good, least = (
        max(LEAST_SYMBOL_MM, module * matrix.size) * matrix.total / matrix.size
        for module in (GOOD_MODULE_MM, LEAST_MODULE_MM)
    )
    if least > min(cell):
        size = Text("cell-size", width_mm=round(cell[0], 1), height_mm=round(cell[1], 1))
        raise FitError(error("cell-code", modules=matrix.size, width_mm=least, cell=size))
    return min(good, max(least, min(cell) / 2))


def _is_stack(box: Box) -> bool:
    """Whether ``box`` is a column of texts, some of them a person's own."""
    return (
        box.kind == "column"
        and bool(box.children)
        and all(child.kind == "text" for child in box.children)
        and any(person_texts.is_filled(child.text) for child in box.children)
    )


def _stacks_in(box: Box) -> Iterator[Box]:
    if _is_stack(box):
        yield box
        return
    for child in box.children:
        yield from _stacks_in(child)


def _height(items: Sequence[SetText], gap: float) -> float:
    """The height of ``items`` one below the other, ``gap`` points apart or as their ink asks."""
    between = sum(_between(one, other, gap) for one, other in pairwise(items))
    return sum(item.height for item in items) + between


def _between(one: SetText, other: SetText, gap: float) -> float:
    """What stays free between two texts, in points."""
    return max(gap, _GAP_INK_EM * max(one.size, other.size))


def _fixed_block(placed: Placed, rect: Rect, theme: Theme, lang: str) -> Block:
    """A text that all pieces have, as its box places it."""
    assert placed.box.style is not None
    rtl = is_rtl(lang)
    chain, tracking = chain_of(placed.box.style, theme, press=True), tracking_of(placed.box.style, lang)
    lines = tuple(DrawnLine(line, chain, tracking, rtl) for line in lines_of(placed, rect, rtl=rtl))
    return Block("P", placed.box.text, lines)
