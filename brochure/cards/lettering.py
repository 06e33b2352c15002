"""Lettering: lines of text are drawn on a canvas, run by run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from PIL import Image

from brochure.cards import glyphs
from brochure.cards.canvas import Canvas, lay
from brochure.cards.glyphs import GlyphImage
from brochure.colour import Colour
from brochure.geometry import Rect
from brochure.text import font_metrics, font_runs
from brochure.text.lines import Line, line_start
from brochure.theme import FontFace


class _PlacedGlyph(NamedTuple):
    """A glyph in its place: its image and the edges of it, in pixels of the card."""

    image: Image.Image
    x: int
    y: int
    right: int
    bottom: int


class Lettered(NamedTuple):
    """A line ready to be drawn: what is inked, and what is a colour picture.

    ``box`` is the smallest rectangle that holds all of it; of no size when it is empty.
    """

    inked: tuple[_PlacedGlyph, ...]
    pictures: tuple[_PlacedGlyph, ...]
    box: Rect

    def draw(self, canvas: Canvas, ink: Colour, ground: Colour) -> None:
        """Draw it: one stencil for all letters, so that those that touch are whole."""
        if self.inked:
            left, top, width, height = (int(v) for v in _around(self.inked))
            mask = Image.new("L", (width, height))
            for letter in self.inked:
                lay(mask, 255, (letter.x - left, letter.y - top), letter.image)
            canvas.stencil(mask, ink, ground).lay((left, top))
        for picture in self.pictures:
            canvas.lay_picture(picture.image, (picture.x, picture.y), ground)


def lettered(line: Line, chain: Sequence[FontFace], tracking: float, *, rtl: bool) -> Lettered:
    """``line`` as glyphs in their places, in the fonts of ``chain``; ``tracking`` in em."""
    visible = font_runs.visual(line.text, chain, rtl=rtl, levels=line.levels)
    widths = [font_runs.width(run, tracking if run.simple else 0.0) * line.size for run in visible]
    pen = line_start(line, sum(widths), rtl=rtl)
    baseline = baseline_of(line, chain[0])
    inked: list[_PlacedGlyph] = []
    pictures: list[_PlacedGlyph] = []
    for run, width in zip(visible, widths, strict=True):
        if font_metrics.strike(run.face):
            pictures += _placed([(pen, glyphs.of_picture(run.face, line.size, run.text))], baseline)
        elif run.simple:
            inked += _placed(_letters(run, line.size, pen, tracking * line.size), baseline)
        else:
            rtl_run = run.level % 2 == 1
            shaped = glyphs.of_text(run.face, line.size, run.text, rtl=rtl_run)
            inked += _placed([(pen, shaped)], baseline)
        pen += width
    return Lettered(tuple(inked), tuple(pictures), _around([*inked, *pictures]))


def _around(placed: Sequence[_PlacedGlyph]) -> Rect:
    if not placed:
        return Rect(0, 0, 0, 0)
    left, top = min(s.x for s in placed), min(s.y for s in placed)
    right, bottom = max(s.right for s in placed), max(s.bottom for s in placed)
    return Rect(left, top, right - left, bottom - top)


def _placed(made: Iterable[tuple[float, GlyphImage]], baseline: int) -> Iterator[_PlacedGlyph]:
    for x, glyph in made:
        left, top = round(x) + glyph.left, baseline + glyph.top
        width, height = glyph.image.size
        yield _PlacedGlyph(glyph.image, left, top, left + width, top + height)


def _letters(
    run: font_runs.Run, size: float, pen: float, step: float
) -> Iterator[tuple[float, GlyphImage]]:
    """Each character that leaves ink, with the whole pixel it stands from."""
    parts = glyphs.phases(size)
    for i, (char, at) in enumerate(zip(run.text, font_runs.advances(run), strict=False)):
        if char.isspace():
            continue
        exact = pen + at * size + i * step
        steps = round(exact * parts)
        yield steps // parts, glyphs.of_character(run.face, size, char, steps % parts)


def baseline_of(line: Line, face: FontFace) -> int:
    """The whole pixel that letters stand on, so that their feet are sharp."""
    ascent, descent = font_metrics.font(face.path, font_metrics.UNIT, face.index).getmetrics()
    middle = line.rect.y + line.rect.height / 2
    size = line.beside or line.size
    return round(middle + (ascent - descent) / 2 / font_metrics.UNIT * size)
