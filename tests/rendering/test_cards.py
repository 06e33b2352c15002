"""Cards: the right size, small, no text outside, none lost in silence, words in the alt text."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont

import brochure
from brochure import assets
from brochure.errors import GlyphError, ThemeError
from brochure.parts import faces
from brochure.rendering import cards
from brochure.rendering.cards import canvas, template
from brochure.rendering.cards.layout import Rect, place
from brochure.theme import Colour
from tests.conftest import PAGES, artifact, ids

SIZES = {"cards/open-graph.png": (1200, 630), "cards/square.png": (1080, 1080)}
KILOBYTES_40 = 40 * 1024


def opened(made: brochure.Artifact) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


@pytest.mark.parametrize("path", SIZES)
def test_a_flat_card_is_indexed_and_at_most_40_kb(kit: brochure.Kit, path: str) -> None:
    made = artifact(kit, path)
    image = opened(made)
    assert (image.size, image.mode) == (SIZES[path], "P")
    assert len(made.data) <= KILOBYTES_40


@pytest.mark.parametrize("source", PAGES, ids=ids(PAGES))
@pytest.mark.parametrize("theme_name", ["agora", "papier", "contraste"])
def test_nothing_is_drawn_near_the_edge(source: Path, theme_name: str) -> None:
    theme = brochure.load_theme(theme_name)
    for made in cards.render(brochure.read(source), theme):
        image = opened(made).convert("RGB")
        ground = Image.new("RGB", image.size, theme.roles["cover"].rgb)
        box = ImageChops.difference(image, ground).getbbox()
        assert box is not None
        left, top, right, bottom = box
        assert left >= 20
        assert top >= 20
        assert right <= image.width - 20
        assert bottom <= image.height - 20


@settings(max_examples=40, deadline=None)
@given(
    title=st.text(alphabet="abcdeilmnrstuéà’ ", min_size=1, max_size=300).filter(str.strip),
    lead=st.text(alphabet="abcdeilmnrstuéà’ ", max_size=600),
)
def test_texts_never_overlap_nor_leave_the_card(title: str, lead: str) -> None:
    page = brochure.Page(slug="s", lang="fr", title=title, lead=lead, body="x", site_name="exemple.org")
    theme = brochure.load_theme("agora")
    for card in template.formats("assembly", page):
        placed = place(card, lambda style: cards._setting(style, theme=theme, lang="fr"))
        texts = [p for p in placed if p.fitted and p.fitted.lines]
        for item in texts:
            assert item.box.style is not None
            assert item.fitted is not None
            assert item.rect.y + item.fitted.height <= card.height
            assert item.fitted.size >= item.box.style.smallest * card.width / 1200
        for one, other in pairwise(texts):
            assert one.fitted is not None
            assert one.rect.y + one.fitted.height <= other.rect.y + 0.5


def test_a_cut_text_is_a_warning(page: brochure.Page, theme: brochure.Theme) -> None:
    long = replace(page, title="Un titre qui ne finit pas de finir " * 8)
    warnings = [w for made in cards.render(long, theme) for w in made.warnings]
    assert any("cards/open-graph.png: a text was cut at" in w for w in warnings)
    assert not [w for made in cards.render(page, theme) for w in made.warnings]


def test_the_alternative_text_holds_every_word_of_the_picture(
    kit: brochure.Kit, page: brochure.Page
) -> None:
    for path in SIZES:
        alt = artifact(kit, path).facts["alt"].replace("\u00a0", " ").replace("’", "'")
        assert len(alt) <= 420
        for text in (page.title, page.kicker, page.site_name, page.lead):
            assert text.replace("’", "'").rstrip(".") in alt


def test_small_text_is_drawn_like_a_sixteen_times_larger_one() -> None:
    """RMSE at most 10/255 against a 16× reference, at the best whole-pixel shift."""
    theme = brochure.load_theme("agora")
    face = theme.face("Bricolage Grotesque", 500)
    for size in (24, 30):
        black, white = (Colour(rgb=v, cmyk=(0, 0, 0, 0)) for v in ("#000000", "#FFFFFF"))
        drawn = canvas.Canvas((700, 80), white, [black])
        text = "Le premier sommet international"
        rect = Rect(20, 20, 660, size * 1.3)
        line = canvas.Line(text=text, rect=rect, size=size, tracking=0, right_to_left=False)
        drawn.text(line, [face], black)
        ours = drawn.image.convert("L")
        big = ImageFont.truetype(str(face.path), size * 16)
        mask = Image.new("L", (700 * 16, 80 * 16), 255)
        ImageDraw.Draw(mask).text((20 * 16, 50 * 16), text, 0, big, "ls", features=["-liga"])
        reference = mask.reduce(16)
        error = min(_rmse(ours, reference, dx, dy) for dx in range(-3, 4) for dy in range(-25, 26))
        assert error <= 10, (size, error)


def _rmse(one: Image.Image, other: Image.Image, dx: int, dy: int) -> float:
    """Root mean square over the box that the text inks."""
    shifted = ImageChops.offset(other, dx, dy)
    differences = ImageChops.difference(one, shifted).tobytes()
    left, top, right, bottom = ImageChops.invert(one).getbbox() or (0, 0, 1, 1)
    area = (right - left) * (bottom - top)
    return math.sqrt(sum(d * d for d in differences) / area)


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "unknown box": ({"boxes": {"a": {"kind": "row", "children": ["b"]}}}, '"b", which is not in'),
    "unknown kind": ({"boxes": {"a": {"kind": "pile"}}}, 'kind = "pile"; it can be'),
    "unknown key": ({"boxes": {"a": {"kind": "row", "colour": 1}}}, 'the unknown key "colour"'),
    "unknown text": ({"boxes": {"a": {"kind": "text", "text": "body"}}}, 'text = "body"; it can be'),
    "unknown style": (
        {"boxes": {"a": {"kind": "text", "text": "title", "style": "big"}}},
        r'"big", which is not in \[styles\]',
    ),
    "nothing shown": ({"boxes": {"a": {"kind": "text", "text": "licence"}}}, "shows nothing"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_designers_slip_is_told_with_file_key_and_what_is_allowed(
    name: str, page: brochure.Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, says = BROKEN[name]
    card: dict[str, Any] = {"styles": {}, "formats": {"x": {"width": 100, "height": 100, "box": "a"}}}
    monkeypatch.setattr(assets, "toml", lambda where: card | tree)
    with pytest.raises(ThemeError, match=says):
        template.formats("mine", page)


def test_a_line_that_no_single_font_can_draw_is_an_error_and_never_a_box(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    mixed = replace(page, title="Bonjour ! سلام")  # the thin space is not in the Arabic font
    assert next(iter(cards.render(mixed, theme))).data
    arabic = faces.coverage(theme.face("IBM Plex Sans Arabic", 700).path)
    latin = faces.coverage(theme.face("Bricolage Grotesque", 700).path)
    only_latin = chr(min(latin - arabic - {0x202F}))
    with pytest.raises(GlyphError, match="no single font of Bricolage Grotesque, IBM Plex"):
        list(cards.render(replace(page, title=f"{only_latin}سلام"), theme))
