"""Galleys: running text laid out once in one column without end, then cut at its rows into frames.

WeasyPrint lays out a text into pages and columns of one width, and knows nothing of what stands beside
it. Here it lays out the text alone; `composing` decides which rows stand where, and this module moves
the laid out boxes there. Nothing is laid out twice, and a frame is what was measured, to the point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, cycle
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import (
    BlockContainerBox,
    LineBox,
    ParentBox,
    TableBox,
    TableRowGroupBox,
)
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.background import Background, layout_background_layer

from brochure.pdf.columns import Column, Row

PX_TO_PT = 0.75

_WHOLE = {"figure", "img", "tr"}
"""Elements whose rows are never parted, whatever the style sheet says."""

_OPENS = {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "figure", "blockquote", "pre", "table", "div"}
_NEARLY = 0.1
_TALLEST_WHOLE = 560.0
"""Points: what must not be divided and is higher may be divided all the same, where it has lines."""


class Galley:
    """The laid out ``box`` (weasyprint's) of a section of text, as rows that can be taken out of it."""

    def __init__(self, box: Any, line: float, *, kept: bool = False) -> None:
        """``line`` is the distance of the lines of its text in points: blocks begin on half of it.

        Of a box that is ``kept`` copies are taken.
        """
        self.box, self.kept = box, kept
        _set_on_grid(box, line / 2 / PX_TO_PT)
        self._numbers = count()
        self._spans: dict[int, tuple[int, int]] = {}
        self._heads: dict[int, tuple[Any, float]] = {}
        self._starts: dict[str, int] = {}
        self.rows: list[Row] = []
        self._read(box, whole=False)
        self.rows = _with_keeps(self.rows)

    def row_of(self, id_: str) -> int:
        """The first row of the element with this id; -1 without one."""
        return self._starts.get(id_, -1)

    def name_lines(self, lines: Sequence[int]) -> None:
        """Give the rows of each block of the text its line; what is none of them comes after them."""
        blocks = (child for child in self.box.children if not _is_taken(child))
        for block, line in zip(blocks, lines, strict=False):
            for row in range(*self._spans.get(id(block), (0, 0))):
                self.rows[row] = replace(self.rows[row], line=line)

    def hyphenated(self, most: int) -> frozenset[int]:
        """The numbers of blocks in which more than ``most`` lines in a row end with a hyphen."""
        blocks = [child for child in self.box.children if not _is_taken(child)]
        return frozenset(number for number, block in enumerate(blocks) if _longest_run(block) > most)

    def take(self, column: Column, x: float, y: float) -> Any:
        """The box with the rows of ``column`` alone, its first row at ``x`` and ``y`` (pixels).

        Call it once for each row, unless the box is kept: boxes are moved, not copied.
        """
        first = self.rows[column.first]
        top = y + first.head / PX_TO_PT - first.top / PX_TO_PT
        above = {row: pt / PX_TO_PT for row, pt in column.above.items()}
        head = (self._heads, y)
        place = _Placing(self._spans, head, (column.first, column.last), above, kept=self.kept)
        return place.box(self.box, x - self.box.position_x, top)

    def _read(self, box: Any, *, whole: bool) -> None:
        """Add the rows of ``box``; where it is ``whole``, no column ends within it."""
        start = len(self.rows)
        if id_ := (box.element.get("id") if box.element is not None else None):
            self._starts.setdefault(str(id_), start)
        tag = str(box.element_tag)
        if isinstance(box, LineBox) or not isinstance(box, ParentBox) or tag in _WHOLE:
            self._add(box)
        elif not isinstance(box, AbsolutePlaceholder):
            self._read_children(box, whole=whole or box.style["break_inside"] == "avoid")
        self._spans[id(box)] = (start, len(self.rows))
        if len(self.rows) == start or isinstance(box, LineBox):
            return
        self._frame(box, start)
        if box.style["break_after"] in {"avoid", "avoid-page", "avoid-column"}:
            self.rows[-1] = replace(self.rows[-1], breaks=False, holds=True)
        if tag in _OPENS and isinstance(box, BlockContainerBox) and box is not self.box:
            self.rows[start] = replace(self.rows[start], opens=True)
        elif tag in {"p", "li"}:
            self.rows[start] = replace(self.rows[start], starts=True)

    def _read_children(self, box: Any, *, whole: bool) -> None:
        start = len(self.rows)
        for child in box.children:
            if isinstance(child, AbsolutePlaceholder):
                self._spans[id(child)] = (len(self.rows), len(self.rows))
            else:
                self._read(child, whole=whole)
        rows = range(start, len(self.rows))
        if whole and self._height(start) <= _TALLEST_WHOLE:
            self._keep(rows[:-1])
        elif any(isinstance(child, LineBox) for child in box.children):
            first, last = int(box.style["orphans"]), int(box.style["widows"])
            self._keep([*rows[: first - 1], *rows[max(0, len(rows) - last) : -1]])
        elif isinstance(box, TableBox):
            self._read_table(box, rows)

    def _read_table(self, table: Any, rows: range) -> None:
        """A table may be divided between rows of its body; its head is then repeated."""
        group = table.children[0] if table.children else None
        heads = rows
        if isinstance(group, TableRowGroupBox) and group.is_header:
            heads = range(*self._spans[id(group)])
            height = (group.position_y + group.height - table.position_y) * PX_TO_PT
            for row in rows[len(heads) :]:
                self.rows[row] = replace(self.rows[row], head=height)
            self._heads[id(table)] = (group.deepcopy(), group.position_y - table.position_y)
            _take_going_on(group)
        self._keep([*rows[: len(heads) + 1], *rows[-2:-1]])

    def _keep(self, rows: Iterable[int]) -> None:
        for row in rows:
            self.rows[row] = replace(self.rows[row], breaks=False)

    def _height(self, start: int) -> float:
        return self.rows[-1].bottom - self.rows[start].top if len(self.rows) > start else 0.0

    def _add(self, box: Any) -> None:
        if isinstance(box, LineBox):
            top, bottom = box.position_y, box.position_y + box.height
        else:
            top, bottom = box.position_y, box.position_y + box.margin_height()
        self.rows.append(Row(top=top * PX_TO_PT, bottom=bottom * PX_TO_PT))

    def _frame(self, box: Any, start: int) -> None:
        """Rows at the edges of ``box`` reach as far as its border does."""
        top, bottom = (
            box.border_box_y() * PX_TO_PT,
            (box.border_box_y() + box.border_height()) * PX_TO_PT,
        )
        if top < self.rows[start].top:
            self.rows[start] = replace(self.rows[start], top=top)
        if bottom > self.rows[-1].bottom:
            self.rows[-1] = replace(self.rows[-1], bottom=bottom)


def _set_on_grid(box: Any, half: float) -> None:
    """Move the blocks of ``box`` down to whole half lines, where the one before ends between them."""
    moved, start = 0.0, box.content_box_y()
    for block in box.children:
        if not isinstance(block, AbsolutePlaceholder):
            off = (block.border_box_y() + moved - start) % half
            moved += half - off if _NEARLY < off < half - _NEARLY else 0.0
        block.translate(0, moved)


def _take_going_on(head: Any) -> None:
    """Take out of ``head`` what says that its table goes on: it stands in repeated heads alone."""
    for parent in [box for box in head.descendants() if isinstance(box, ParentBox)]:
        kept = [child for child in parent.children if not _goes_on(child)]
        parent.children = type(parent.children)(kept)


def _goes_on(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == "goes-on"


def _is_taken(box: Any) -> bool:
    return box.element is not None and str(box.element.get("id", "")).startswith("taken-")


def _longest_run(block: Any) -> int:
    """How many lines of ``block`` in a row end with a hyphen."""
    longest = run = 0
    for box in block.descendants():
        if isinstance(box, LineBox):
            words = [text.text for text in box.descendants() if hasattr(text, "text")]
            run = run + 1 if words and words[-1].rstrip().endswith("-") else 0
            longest = max(longest, run)
    return longest


def _with_keeps(rows: list[Row]) -> list[Row]:
    """``rows`` with weak places to break: between any two lines, for a column that has no other."""
    return [row if row.breaks or row.holds else replace(row, weak=True) for row in rows]


class _Placing:
    """Moves boxes to where their rows stand; what is kept, or holds some of the rows, is copied."""

    def __init__(
        self,
        spans: Mapping[int, tuple[int, int]],
        heads: tuple[Mapping[int, tuple[Any, float]], float],
        rows: tuple[int, int],
        above: Mapping[int, float],
        *,
        kept: bool,
    ) -> None:
        """``heads`` are those of tables, and where the frame starts, in pixels."""
        self.kept = kept
        self.spans, (self.heads, self.top) = spans, heads
        self.first, self.last = rows
        self.above = above

    def box(self, box: Any, dx: float, dy: float) -> Any:
        """``box`` moved, with those of its children that hold rows of the frame."""
        start, end = self.spans[id(box)]
        whole = self.first <= start and end <= self.last
        if whole and not any(start < row < end for row in self.above):
            placed = box.deepcopy() if self.kept else box
            placed.translate(dx, dy + self._added(start))
            return placed
        children = [self.box(child, dx, dy) for child in self._kept(box)]
        # A copy, since the same box is asked for its other rows in the next frame.
        made = box.copy_with_children([])
        cut_above, cut_below = start < self.first, end > self.last
        made.remove_decoration_sides = set()
        made.remove_decoration(start=cut_above, end=cut_below)
        if isinstance(made, TableBox) and cut_above:
            children = [*self._head_again(box, dx), *children]
        made.children = type(box.children)(children) if isinstance(box.children, tuple) else children
        self._fit(made, box, dx, dy)
        return made

    def _kept(self, box: Any) -> Iterator[Any]:
        for child in box.children:
            start, end = self.spans.get(id(child), (0, 0))
            nothing = start == end and self.first <= start < self.last
            if nothing or (start < self.last and end > self.first):
                yield child

    def _added(self, row: int) -> float:
        return sum(px for at, px in self.above.items() if at <= row)

    def _fit(self, made: Any, box: Any, dx: float, dy: float) -> None:
        """Set the place and the height of a cut box by the rows that it still holds."""
        start, end = self.spans[id(box)]
        inside = [child for child in made.children if not isinstance(child, AbsolutePlaceholder)]
        made.position_x = box.position_x + dx
        if start >= self.first:
            made.position_y = box.position_y + dy + self._added(start)
        else:
            made.position_y = min((child.position_y for child in inside), default=0.0)
        if end <= self.last:
            foot = box.content_box_y() + box.height + dy + self._added(end - 1)
        else:
            foot = max((_foot(child) for child in inside), default=made.position_y)
        made.height = max(0.0, foot - made.content_box_y())
        if isinstance(made, TableBox):
            made.column_positions = [x + dx for x in box.column_positions]
            if start < self.first:
                made.skipped_rows = self.first - start

    def _head_again(self, table: Any, dx: float) -> list[Any]:
        """The table's head once more, at the head of the frame."""
        if id(table) not in self.heads:
            return []
        group, offset = self.heads[id(table)]
        again = group.deepcopy()
        left, top = table.position_x + dx, self.top + offset
        again.translate(left - group.position_x, top - group.position_y)
        return [again]


def _foot(box: Any) -> float:
    return float(box.position_y + box.margin_height())


def named(document: Any) -> dict[str, Any]:
    """The boxes of a laid out ``document`` that have an id, the first one of each."""
    found: dict[str, Any] = {}
    for page in document.pages:
        for name, box in _named(page._page_box):
            found.setdefault(name, box)
    return found


def frames_of(page: Any) -> dict[str, Any]:
    """The boxes of a laid out ``page`` that are called "frame-…": what they hold may be set."""
    return {name: box for name, box in _named(page._page_box) if name.startswith("frame-")}


def _named(box: Any) -> Iterator[tuple[str, Any]]:
    for child in box.descendants(placeholders=True):
        inner = getattr(child, "_box", child)
        if (
            inner.element is not None
            and isinstance(inner, ParentBox)
            and (id_ := inner.element.get("id"))
        ):
            yield str(id_), inner


def name_anchors(box: Any) -> None:
    """Let what has a ``data-id`` below ``box``, which is laid out several times, be an anchor."""
    for child in box.descendants():
        name = child.element.get("data-id") if child.element is not None else None
        if name and isinstance(child, ParentBox) and not isinstance(child, LineBox):
            child.style = child.style.copy()
            child.style["anchor"] = str(name)


def gathered(page: Any) -> Any:
    """``page`` with the links, anchors, bookmarks and grounds of what was put on it."""
    for box in page._page_box.descendants(placeholders=True):
        _place_ground(getattr(box, "_box", box), page._page_box)
    return Page(page._page_box)


def _place_ground(box: Any, page_box: Any) -> None:
    """Lay out the background of ``box`` again: WeasyPrint did so where it stood first."""
    ground = getattr(box, "background", None)
    if ground is None or box is page_box:
        return
    style = box.style
    layers = [
        layout_background_layer(box, page_box, style["image_resolution"], *layer)
        for layer in zip(
            [layer.image for layer in ground.layers],
            *(cycle(style[f"background_{name}"]) for name in _GROUND),
            strict=False,
        )
    ]
    box.background = Background(ground.color, layers, ground.style)


_GROUND = ("size", "clip", "repeat", "origin", "position", "attachment")
"""The properties of a background's layers, in the order in which WeasyPrint takes them."""
