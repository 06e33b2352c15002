"""A card with more colours than a palette holds is drawn again in full colour, all that is on it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import brochure
from brochure.cards import canvas, composition, drawing
from brochure.cards.canvas import Canvas
from brochure.cards.card import Card

TEMPLATE = """
ground = "cover"
[shapes]
square = "all"
[styles.t]
weight = 700
largest = 60
smallest = 30
max_lines = 4
line_height = 1.1
colour = "cover_text"
[boxes.all]
kind = "column"
padding = [70, 70, 70, 70]
gap = 20
children = ["title", "logos"]
[boxes.title]
kind = "text"
text = "{{ page.title }}"
style = "t"
[boxes.logos]
kind = "row"
gap = 10
children = [CHILDREN]
"""

LOGO = '[boxes.logo{number}]\nkind = "logo"\nsize = 80\n'


def drawn(page: brochure.Page, folder: Path, count: int) -> tuple[Card, Canvas]:
    """A card with ``count`` logos, each of which takes 32 colours of a palette's 256."""
    slope = Image.linear_gradient("L").resize((80, 80))
    logo = Image.merge(
        "RGBA", (slope, slope.rotate(90), slope.rotate(180), Image.new("L", (80, 80), 255))
    )
    logo.save(folder / "logo.png")
    children = ", ".join(f'"logo{number}"' for number in range(count))
    boxes = "".join(LOGO.format(number=number) for number in range(count))
    (folder / "card.toml").write_text(TEMPLATE.replace("CHILDREN", children) + boxes, encoding="utf-8")
    (folder / "mine.toml").write_text(
        'extends = "agora"\n[cards]\nlogo = "logo.png"\ntemplate = "card.toml"\n', encoding="utf-8"
    )
    theme = brochure.load_theme(str(folder / "mine.toml"))
    card = composition.compose_one(page, theme, "square")
    return card, drawing.draw(card, theme)


def parts(card: Card, image: Image.Image, kind: str) -> list[Image.Image]:
    """The pixels of the boxes of a ``kind``."""
    placed = [card.rect(p) for p in card.placed if p.box.kind == kind]
    return [image.crop((round(r.x), round(r.y), round(r.x) + 70, round(r.y) + 70)) for r in placed]


@pytest.mark.parametrize(("count", "kind"), [(3, canvas.Indexed), (9, canvas.Full)])
def test_more_colours_than_a_palette_holds_are_all_drawn(
    count: int, kind: type[Canvas], page: brochure.Page, tmp_path: Path
) -> None:
    card, found = drawn(page, tmp_path, count)
    assert isinstance(found, kind)
    image = found.rgb()
    logos = parts(card, image, "logo")
    assert len(logos) == count
    assert len(logos[0].getcolors(1 << 16) or []) > 20
    for one, other in pairwise(logos):
        assert ImageChops.difference(one, other).getbbox() is None
    (title,) = parts(card, image, "text")
    assert len(title.getcolors(1 << 16) or []) > 3


def test_the_same_title_stands_on_both(page: brochure.Page, tmp_path: Path) -> None:
    """Within what a ramp of six steps is off."""
    titles = []
    for count in (3, 9):
        card, found = drawn(page, tmp_path, count)
        (rect,) = (card.rect(p) for p in card.placed if p.box.kind == "text")
        titles.append(found.rgb().crop(canvas.pixels(rect)))
    few, many = titles
    off = [high for _, high in ImageChops.difference(few, many).getextrema()]  # type: ignore[misc]
    assert max(off) <= 24
    assert len(few.getcolors(1 << 16) or []) > 3
