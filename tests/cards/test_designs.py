"""Cards by design: their forms differ, posts fill their square, figures are drawn from their number."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

import brochure
from brochure import charts
from brochure.cards import chart_drawing, composition, drawing, rendering
from brochure.cards.card import Card
from brochure.colour import contrast
from brochure.page import KeyFigure, Quote
from brochure.themes.designs import read_design
from tests.conftest import ROOT, THEMES

PHOTO = ROOT / "tests" / "pages" / "photo.md"
SHORT = Quote(text="Nous restons joignables.", by="Le maire")


def texts_of(card: Card) -> set[tuple[str, float, float]]:
    """The words and the place of each text, to 10 px: what coincides is a recolouring."""
    return {
        (p.box.text, round(card.rect(p).x, -1), round(card.rect(p).y, -1))
        for p in card.placed
        if p.shown
    }


@pytest.mark.parametrize("name", ["open-graph", "square", "story", "quote-1", "figure-1"])
def test_at_most_three_in_ten_texts_of_two_designs_coincide(name: str, page: brochure.Page) -> None:
    made = [
        texts_of(composition.compose_one(page, brochure.load_theme(theme), name)) for theme in THEMES
    ]
    for one, other in combinations(made, 2):
        assert len(one & other) <= 0.3 * min(len(one), len(other)), name


def test_two_cards_of_one_design_coincide(page: brochure.Page, theme: brochure.Theme) -> None:
    """The measure above can fail: agora in other colours is agora."""
    red = replace(theme, roles=dict(theme.roles, cover=theme.roles["text"]))
    one, other = (texts_of(composition.compose_one(page, t, "square")) for t in (theme, red))
    assert one == other


@pytest.mark.parametrize("theme_name", THEMES)
def test_a_short_quotation_fills_its_square_and_who_said_it_can_be_read(
    theme_name: str, page: brochure.Page
) -> None:
    """Its lines take 40 per cent of the height and more; names are at least 32 px high at 1080."""
    quoted = replace(page, quotes=(SHORT,))
    card = composition.compose_one(quoted, brochure.load_theme(theme_name), "quote-1")
    sizes = {p.box.key: p.fitted for p in card.placed if p.fitted}
    assert sizes["boxes.quote"].height >= 0.4 * card.format.height
    assert sizes["boxes.by"].size >= 32


@pytest.mark.parametrize("theme_name", THEMES)
def test_a_figure_keeps_its_sign(theme_name: str, page: brochure.Page) -> None:
    saved = replace(page, figures=(KeyFigure(value="−38 %", label="d’énergie"),))
    card = composition.compose_one(saved, brochure.load_theme(theme_name), "figure-1")
    (number,) = (p for p in card.placed if p.box.key == "boxes.number" and p.fitted)
    assert number.shown == "−38\u00a0%".replace("\u00a0", number.shown[3])
    assert number.fitted is not None
    assert number.fitted.size >= 200
    assert "−38\u00a0%" in card.alt.replace(number.shown[3], "\u00a0")


@pytest.mark.parametrize("theme_name", THEMES)
def test_the_unit_of_a_number_is_at_two_fifths_of_it_and_on_its_foot(
    theme_name: str, page: brochure.Page
) -> None:
    theme = brochure.load_theme(theme_name)
    saved = replace(page, figures=(KeyFigure(value="−38 %", label="d’énergie"),))
    card = composition.compose_one(saved, theme, "figure-1")
    number, unit = (
        (line, box) for line, box in drawing.ink_boxes(card, theme) if line.text.strip() in {"−38", "%"}
    )
    assert unit[0].size == pytest.approx(0.4 * number[0].size)
    assert abs(unit[1].bottom - number[1].bottom) <= 0.02 * number[0].size
    assert unit[1].x >= number[1].right
    assert unit[1].right <= card.format.width - 45


def test_a_unit_in_arabic_is_as_large_as_its_number(theme: brochure.Theme, page: brochure.Page) -> None:
    """Whose side depends on what stands around it."""
    saved = replace(page, lang="ar", figures=(KeyFigure(value="38 %", label="طاقة"),))
    card = composition.compose_one(saved, theme, "figure-1")
    (number,) = (p for p in card.placed if p.box.key == "boxes.number")
    assert len(list(card.lines(number))) == 1


def test_quotations_and_figures_stand_on_the_photograph_of_the_page() -> None:
    page = replace(brochure.read(PHOTO), quotes=(SHORT,))
    theme = brochure.load_theme("agora")
    for name in ("quote-1", "figure-1"):
        card = composition.compose_one(page, theme, name)
        assert card.photographic
        assert "Des collines boisées" in card.alt
    without = composition.compose_one(replace(page, picture=None), theme, "quote-1")
    assert not without.photographic


def test_texts_on_a_photograph_that_hardly_bears_them_are_legible() -> None:
    """A number in coral on snow: the card is drawn, under as much shade as it needs."""
    page = brochure.read(PHOTO)
    assert page.picture is not None
    snow = io.BytesIO()
    Image.new("RGB", (1600, 1200), "white").save(snow, "JPEG")
    white = replace(page, images={**page.images, page.picture.name: snow.getvalue()})
    made = rendering.render_card(white, brochure.load_theme("agora"), "figure-1")
    assert made.media_type == "image/jpeg"


CHANGE = KeyFigure(value="9 min", before="12 min", label="d’attente")
PARTS = KeyFigure(
    value="100 M€", label="de travaux",
    parts=(KeyFigure(value="50 M€", label="écoles"), KeyFigure(value="25 M€", label="gymnases")),
)  # fmt: skip


SIDES, LINE = 2, 6
"""What is left of the whole is a line of this width round it, in the colour of the second part."""


def chart_of(page: brochure.Page, figure: KeyFigure, theme: brochure.Theme) -> tuple[Card, Image.Image]:
    """The card of ``figure``, and the pixels of the last bar of its chart."""
    drawn = replace(page, figures=(figure,))
    card = composition.compose_one(drawn, theme, "figure-1")
    image = Image.open(io.BytesIO(rendering.render_card(drawn, theme, "figure-1").data)).convert("RGB")
    bars = [card.rect(p) for p in card.placed if p.box.kind == "chart"]
    x, y, width, height = bars[-1]
    return card, image.crop((round(x), round(y), round(x + width), round(y + height)))


def run_of(strip: Image.Image, colour: tuple[int, ...]) -> int:
    """How many pixels of the first row of ``strip`` are of ``colour``."""
    return sum(strip.getpixel((x, 0)) == colour for x in range(strip.width))


@pytest.mark.parametrize("theme_name", THEMES)
def test_the_lengths_of_a_chart_are_those_of_its_number(theme_name: str, page: brochure.Page) -> None:
    """Before and after are 12 to 9; parts are 50 and 25 of 100: to a pixel or two."""
    theme = brochure.load_theme(theme_name)
    card, image = chart_of(page, CHANGE, theme)
    lit = theme.colour("lit").channels
    assert abs(run_of(image, lit) - 9 / 12 * image.width) <= 2
    assert "12" in card.alt
    _, image = chart_of(page, PARTS, theme)
    on_paper = theme_name == "papier"
    ground = theme.colour("paper" if on_paper else "cover")
    inks = chart_drawing.inks_of(("accent", "seat"), theme, ground, on_paper=on_paper)
    row = image.crop((0, image.height // 2, image.width, image.height // 2 + 1))
    fifty, twenty_five = (run_of(row, ink.channels) for ink in inks.values())
    assert fifty > image.width / 3
    assert abs(fifty - 2 * (twenty_five - SIDES * LINE)) <= 4


def test_a_figure_without_a_chart_has_none(page: brochure.Page, theme: brochure.Theme) -> None:
    plain = replace(page, figures=(KeyFigure(value="70", label="pays"),))
    card = composition.compose_one(plain, theme, "figure-1")
    assert not [p for p in card.placed if p.box.kind == "chart"]
    assert [p for p in card.placed if p.box.kind == "motif"]


@pytest.mark.parametrize("theme_name", THEMES)
def test_a_kicker_ends_its_lines_between_its_units(theme_name: str, page: brochure.Page) -> None:
    long = replace(page, lang="de", kicker="Landeshauptstadt Musterstadt · Rechenschaftsbericht 2026")
    for name in ("story", "pin", "square"):
        card = composition.compose_one(long, brochure.load_theme(theme_name), name)
        (lines,) = (p.fitted.lines for p in card.placed if p.fitted and "Rechenschafts" in p.box.text)
        assert lines in {
            ("Landeshauptstadt Musterstadt", "Rechenschaftsbericht\u00a02026"),
            ("Landeshauptstadt Musterstadt", "Rechenschaftsbericht 2026"),
            ("Landeshauptstadt Musterstadt · Rechenschaftsbericht 2026",),
        }, (name, lines)
        assert "Musterstadt · Rechenschaftsbericht" in card.alt


@pytest.mark.parametrize("theme_name", THEMES)
def test_a_story_says_its_title_large(theme_name: str, page: brochure.Page) -> None:
    canal = replace(page, title="Rouvrir le canal", lead="Deux kilomètres de berge sans voitures.")
    card = composition.compose_one(canal, brochure.load_theme(theme_name), "story")
    (title,) = (p.fitted for p in card.placed if p.fitted and p.box.key.startswith("boxes.title"))
    assert title is not None
    assert title.size >= 105


def test_a_lead_that_begins_with_the_title_is_left_out_and_told(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    card = composition.compose_one(page, theme, "open-graph")
    assert "co-construit" not in card.alt
    assert "card-lead-repeats" in {w.id for w in card.warnings}
    other = replace(page, lead="Trois jours pour ouvrir les données, à Paris.")
    card = composition.compose_one(other, theme, "open-graph")
    assert "Trois jours" in card.alt
    assert not card.warnings


def test_a_card_that_has_no_room_for_a_lead_says_nothing_of_it(page: brochure.Page) -> None:
    pictured = replace(page, cards=replace(page.cards, template="quote"))
    card = composition.compose_one(pictured, brochure.load_theme("papier"), "square")
    assert not card.warnings


def test_a_design_of_ones_own_brings_its_templates(page: brochure.Page, tmp_path: Path) -> None:
    """A file beside the design's own, which a design that extends it finds there too."""
    shipped = (ROOT / "templates" / "cards" / "papier-assembly.toml").read_text(encoding="utf-8")
    own, child = tmp_path / "own", tmp_path / "child"
    for folder, text in ((own, '[cards]\nassembly = "mine.toml"\n'), (child, 'extends = "../own"\n')):
        shutil.copytree(ROOT / "templates" / "designs" / "papier", folder)
        (folder / "design.toml").write_text(text, encoding="utf-8")
    (own / "mine.toml").write_text(shipped.replace("size = 16", "size = 40"), encoding="utf-8")
    theme = replace(brochure.load_theme("papier"), design=read_design(str(child)))
    card = composition.compose_one(page, theme, "square")
    (rule,) = (p for p in card.placed if p.box.key == "boxes.rule")
    assert round(rule.rect.height) == 36


def test_large_texts_of_contraste_have_seven_to_one(page: brochure.Page) -> None:
    theme = brochure.load_theme("contraste")
    for pair in (
        ("cover_text", "cover"),
        ("lit_text", "lit"),
        ("cover", "cover_text"),
        ("paper", "text"),
    ):
        assert contrast(*(theme.colour(role) for role in pair)) >= 7


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("name", ["summit", "photo", "arabic"])
def test_small_previews_show_the_title_and_the_line_above_it(theme_name: str, name: str) -> None:
    """What shows the middle square of an open-graph card shows all of them."""
    source = {"summit": ROOT / "pages" / "sommet-pgo.md", "photo": PHOTO,
              "arabic": ROOT / "tests" / "pages" / "arabic.md"}[name]  # fmt: skip
    page = brochure.read(source)
    theme = brochure.load_theme(theme_name).for_page(page)
    card = composition.compose_one(page, theme, "open-graph")
    lost = lost_of(card, theme)
    assert lost.isdisjoint({card.page.title, card.page.kicker}), lost


def lost_of(card: Card, theme: brochure.Theme) -> set[str]:
    """The texts of ``card`` of which the middle square shows only a part."""
    left = (card.format.width - card.format.height) / 2
    inked = drawing.ink_boxes(card, theme.for_language(card.page.language))
    out = {id(line.style) for line, box in inked
           if box.width and not left <= box.x <= box.right <= card.format.width - left}  # fmt: skip
    return {p.box.text for p in card.placed if p.fitted and id(p.box.style) in out}


def test_a_title_too_long_for_the_middle_square_has_the_card_and_is_told(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    """The measure above can fail; nothing of the title is lost on the card."""
    title = "Plan pluriannuel de rénovation énergétique des écoles, des gymnases et des bibliothèques"
    long = replace(page, title=f"{title} : quatre années de travaux, un calendrier public, des comptes")
    card = composition.compose_one(long, theme, "open-graph")
    assert not [p for p in card.placed if p.fitted and p.fitted.cut]
    assert card.page.title in lost_of(card, theme)
    assert "pluriannuel" in rendering.render_card(long, theme, "open-graph").facts.square_crop_loses


@pytest.mark.parametrize("theme_name", THEMES)
def test_the_foot_of_a_story_is_not_empty(theme_name: str, page: brochure.Page) -> None:
    """Where networks cover it stands no word, but a motif, a picture or a colour."""
    for source in (ROOT / "pages" / "sommet-pgo.md", PHOTO):
        shown = brochure.read(source)
        card = composition.compose_one(shown, brochure.load_theme(theme_name), "story")
        foot = [p for p in card.placed if p.box.kind in {"motif", "picture", "band"}
                and p.rect.bottom >= card.format.height and p.rect.y < 1540]  # fmt: skip
        assert foot, (theme_name, source.stem)


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("name", ["open-graph", "square", "story"])
def test_a_line_that_is_too_long_never_loses_its_date(
    theme_name: str, name: str, page: brochure.Page
) -> None:
    """Not for its room, and not for the alternative text, which holds 420 characters."""
    line = "Communauté d’agglomération du Grand Territoire des Trois Vallées · 14 novembre 2027"
    full = replace(page, kicker=line, title="Mobilité " * 32, lead="Six ateliers ouverts. " * 12)
    card = composition.compose_one(full, brochure.load_theme(theme_name), name)
    (shown,) = (p.shown for p in card.placed if p.shown.startswith("Communauté"))
    assert shown.replace("\u00a0", " ").endswith("14 novembre 2027")
    if len(shown) < len(line):
        assert any("Communauté" in str(w) for w in card.warnings)


def test_a_line_cut_by_its_box_loses_the_part_without_a_date(
    page: brochure.Page, theme: brochure.Theme, tmp_path: Path
) -> None:
    text = (ROOT / "templates" / "cards" / "assembly.toml").read_text(encoding="utf-8")
    own = tmp_path / "one-line.toml"
    own.write_text(text.replace("max_lines = 4\nline_height = 1.2", "max_lines = 1\nline_height = 1.2"))
    cards = replace(theme.cards, template=str(own))
    line = f"{'Communauté des communes ' * 4}· 14 novembre 2027"
    card = composition.compose_one(
        replace(page, kicker=line), replace(theme, cards=cards), "open-graph"
    )
    (shown,) = (p.shown for p in card.placed if p.shown.startswith("Communauté"))
    assert shown.replace("\u00a0", " ").endswith("… · 14 novembre 2027")
    assert "card-line-shortened" in {w.id for w in card.warnings}
    undated = composition.compose_one(
        replace(page, kicker="Communauté des communes " * 4), replace(theme, cards=cards), "open-graph"
    )
    assert "card-text-cut" in {w.id for w in undated.warnings}


SIX = KeyFigure(
    value="100 M€", label="de travaux",
    parts=tuple(KeyFigure(value=f"{n} M€", label=f"lot {n}") for n in (30, 25, 20, 12, 8, 5)),
)  # fmt: skip


@pytest.mark.parametrize("theme_name", THEMES)
def test_bars_and_parts_say_what_they_are(theme_name: str, page: brochure.Page) -> None:
    """Large enough for a telephone, each by its bar, in the words of the page."""
    theme = brochure.load_theme(theme_name)
    for figure, said in (
        (CHANGE, "d’attente, avant : 12 min, puis 9 min."),
        (KeyFigure(value="12 → 18", label="lignes"), "lignes, avant : 12, puis 18."),
        (PARTS, "de travaux : 50 M€ écoles, 25 M€ gymnases."),
        (KeyFigure(value="−38 %", label="de CO₂", before="1 200 t"), "avant : 1 200 t, puis −38 %."),
    ):
        drawn = replace(page, figures=(figure,))
        card = composition.compose_one(drawn, theme, "figure-1")
        assert said in re.sub("[\u00a0\u202f]", " ", card.alt), card.alt
        labels = [p for p in card.placed if p.fitted and p.box.key.startswith("boxes.chart.")]
        marks = [p for p in card.placed if p.box.part is not None]
        assert len(labels) == len(marks) == 2
        for label, mark in zip(labels, marks, strict=True):
            assert label.fitted is not None
            assert label.fitted.size >= 24
            between = max(label.rect.y, mark.rect.y) - min(label.rect.bottom, mark.rect.bottom)
            assert 0 <= between <= 12
            assert label.rect.x == mark.rect.x
        assert rendering.render_card(drawn, theme, "figure-1")


def test_labels_of_parts_have_the_side_of_their_language(theme: brochure.Theme) -> None:
    arabic = brochure.read(ROOT / "tests" / "pages" / "arabic.md")
    card = composition.compose_one(replace(arabic, figures=(PARTS,)), theme, "figure-1")
    first, second = (p for p in card.placed if p.box.kind == "key")
    assert card.rect(first).x > card.rect(second).right


def test_labels_stand_on_the_photograph_of_the_page() -> None:
    page = replace(brochure.read(PHOTO), figures=(SIX, CHANGE))
    theme = brochure.load_theme("agora").for_page(page)
    for name in ("figure-1", "figure-2"):
        assert rendering.render_card(page, theme, name).media_type == "image/jpeg"


@pytest.mark.parametrize("theme_name", THEMES)
def test_no_two_parts_of_a_whole_are_of_one_colour(theme_name: str, page: brochure.Page) -> None:
    theme = brochure.load_theme(theme_name)
    for accent in theme.accents:
        own = theme.for_page(replace(page, accent=accent))
        on_paper = theme_name == "papier"
        ground = own.colour("paper" if on_paper else "cover")
        inks = chart_drawing.inks_of(charts.PART_ROLES, own, ground, on_paper=on_paper)
        assert len({ink.rgb for ink in inks.values()}) == len(charts.PART_ROLES), accent
        assert min(contrast(ink, ground) for ink in inks.values()) >= 3, accent
        assert inks["accent"] == own.colour("accent" if on_paper else "cover_text")


def test_colours_that_nobody_sees_or_tells_apart_get_a_tone(theme: brochure.Theme) -> None:
    """The measure above can fail: what the theme gives is white on white, and twice the same."""
    white = brochure.load_theme("papier").colour("paper")
    pale = replace(theme, roles={**dict.fromkeys(theme.roles, white), "text": theme.colour("text")})
    inks = chart_drawing.inks_of(charts.PART_ROLES[:3], pale, white, on_paper=True)
    assert min(contrast(ink, white) for ink in inks.values()) >= 3
