"""Kept blocks: what was laid out and composed is not laid out and composed again while it is the same.

While a page is written, each text is nearly the one before. Blocks that are measured alone keep their
boxes by their HTML. Of the running text, which is one block, the paragraphs that changed are laid out
with one neighbour before them and two after: how far apart two paragraphs stand, and how the first line
of one is set, is a matter of those beside it and of no others. What stands after them moves.

For pages in view alone: a product is always laid out as a whole.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from brochure.pdf import galley
from brochure.pdf.composing import Composition, Material

CUT, JOINT = "\x1e", "\x1f"
"""What parts the HTML of blocks, and that of the parts of the running text: no source may hold them."""

GALLEY = "galley"

MOST_KEPT = 8
"""Ways to set a page (sizes of its text, with chapters or without) whose blocks are kept."""

MOST_COMPOSED = 24
"""Compositions that are kept: each size of a text has up to three."""

_NAME = re.compile(r'\bid="([^"]+)"')
_TAKEN, _CHANGED = '<div class="taken"', 'class="goes-on"'
"""What has no height, so that margins collapse through it, and what `galley` changes as it reads it."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The running text: its box, the HTML of the blocks in it, and where each of them was laid out."""

    box: Any
    blocks: Sequence[str]
    tops: Sequence[float]


@dataclass(slots=True)
class _Kept:
    boxes: dict[str, Any] = field(default_factory=dict)
    text: _Text | None = None


class KeptBlocks:
    """The blocks of a page that is being written, as they were laid out last."""

    def __init__(self) -> None:
        self._ways: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._composed: OrderedDict[Hashable, Composition] = OrderedDict()

    def forget(self) -> None:
        """Keep nothing any more."""
        self._ways.clear()
        self._composed.clear()

    def composed(self, asked: Hashable, compose: Callable[[], Composition]) -> Composition:
        """What ``compose`` gives, or gave when the same was ``asked``: most keystrokes move no line."""
        found = self._composed.pop(asked, None) or compose()
        self._composed[asked] = found
        while len(self._composed) > MOST_COMPOSED:
            self._composed.popitem(last=False)
        return found

    def boxes(self, way: Hashable, html: str, laid_out: Callable[[str], Any]) -> dict[str, Any]:
        """The boxes (weasyprint's) of all blocks of ``html`` by their ids: see `CUT` and `JOINT`.

        ``way`` is all that they are set by, ``laid_out`` gives the document of some HTML. Boxes that
        are taken from them must be copies.
        """
        head, *blocks, tail = html.split(CUT)
        kept = self._ways.setdefault((way, head, tail), _Kept())
        self._ways.move_to_end((way, head, tail))
        while len(self._ways) > MOST_KEPT:
            self._ways.popitem(last=False)
        at = next(number for number, block in enumerate(blocks) if JOINT in block)
        opening, *parts, closing = blocks.pop(at).split(JOINT)
        parts = [part for part in parts if part.strip()]
        run = _Run(kept.text, parts) if kept.text else None
        asked = parts if run is None else run.asked
        new = [block for block in blocks if block not in kept.boxes]
        found: dict[str, Any] = {}
        if new or asked:
            found = galley.named(laid_out("".join((head, *new, opening, *asked, closing, tail))))
        box = run.joined(found.get(GALLEY)) if run else found[GALLEY]
        if box is None:  # its blocks are not what their HTML looked like
            box = galley.named(laid_out("".join((head, opening, *parts, closing, tail))))[GALLEY]
        kept.text = _text(box, parts)
        kept.boxes = {b: kept.boxes.get(b) or found[_name(b)] for b in blocks}
        return {**{_name(block): box for block, box in kept.boxes.items()}, GALLEY: box}


def measures(material: Material) -> Hashable:
    """All that a composition of ``material`` depends on, besides how its quotations are fitted.

    In ten thousandths of points: where a text was moved, its measures have the dust of floating point.
    """
    rows = tuple(
        (round(row.top, 4), round(row.bottom, 4), round(row.head, 4), row.line,
         row.breaks, row.opens, row.starts, row.weak, row.holds)
        for row in material.flow.rows
    )  # fmt: skip
    return (
        rows, material.wides, frozenset(material.intros.items()), frozenset(material.heights.items()),
        material.panels_stretch, material.quotes, material.picture, material.colophons,
        material.grounds, material.padding,
    )  # fmt: skip


def _name(block: str) -> str:
    found = _NAME.search(block)
    assert found, block[:80]
    return found[1]


def _text(box: Any, parts: Sequence[str]) -> _Text | None:
    """The running text as it is kept; None where its boxes are not one for each of its ``parts``."""
    if len(box.children) != len(parts):
        return None
    return _Text(box, parts, [child.position_y for child in box.children])


class _Run:
    """The blocks of a text that are laid out again, and those before and after them that are not."""

    def __init__(self, old: _Text, new: Sequence[str]) -> None:
        self.old, self.new = old, new
        most = min(len(old.blocks), len(new))
        same = 0
        while same < most and _is_same(old.blocks[same], new[same]):
            same += 1
        after = 0
        while after < most - same and _is_same(old.blocks[-1 - after], new[-1 - after]):
            after += 1
        self.is_same = same == len(old.blocks) == len(new)
        self.first = same
        self.last = min(len(new), len(new) - after + 1)
        """The blocks that are new, the one after them included: how it is set they may change."""

        self.start = self._solid(same - 1, -1) if same else 0
        self.end = self._solid(self.last, 1) + 1 if self.last < len(new) else len(new)
        if self.end > len(new):
            self.last = self.end = len(new)

    def _solid(self, at: int, step: int) -> int:
        """The first block from ``at`` on that has a height: others do not say where they stand."""
        while 0 <= at < len(self.new) and self.new[at].startswith(_TAKEN):
            at += step
        return max(0, at)

    @property
    def asked(self) -> Sequence[str]:
        """What is laid out: the new blocks between two that are known."""
        return () if self.is_same else self.new[self.start : self.end]

    def joined(self, laid_out: Any | None) -> Any | None:
        """The box of the whole text; None where ``laid_out`` has not a box for each block asked for."""
        old, asked = self.old, self.asked
        shift = len(old.blocks) - len(self.new)
        for child, top in zip(old.box.children, old.tops, strict=True):
            child.translate(0, top - child.position_y)
        if laid_out is None or self.is_same:
            return old.box
        if len(laid_out.children) != len(asked):
            return None
        again = list(laid_out.children)
        before = list(old.box.children[: self.first])
        after = list(old.box.children[self.last + shift :])
        box = old.box if before else laid_out
        if before:
            known = old.box.children[self.start]
            down = _foot(known) - _foot(again[0])
            for child in again:
                child.translate(0, down)
        if after:
            known = old.box.children[self.end - 1 + shift]
            down = again[-1].border_box_y() - known.border_box_y()
            for child in after:
                child.translate(0, down)
        made = [*before, *again[self.first - self.start : self.last - self.start], *after]
        box.children = type(box.children)(made)
        box.height = _foot(made[-1]) - box.content_box_y()
        return box


def _is_same(one: str, other: str) -> bool:
    return one == other and _CHANGED not in one


def _foot(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())
