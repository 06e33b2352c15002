"""Cards: the right size, small, every word inside, said, and legible; none lost in silence."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

import brochure
from brochure import images, scrims
from brochure.cards import canvas, composition, drawing, lettering, rendering
from brochure.cards.card import Card
from brochure.codes.verification import read_image
from brochure.colour import Colour
from brochure.errors import RenderError, ThemeError
from brochure.facts import ExpectedCode
from brochure.geometry import Rect
from brochure.page import CardChoice
from brochure.text.lines import Line, TextStyle
from brochure.themes import theme_file
from tests.conftest import PAGES, ROOT, THEMES, Kits, artifact, ids, in_themes

SIZES = {
    "open-graph": (1200, 630), "square": (1080, 1080), "portrait": (1080, 1350),
    "grid": (1080, 1440), "story": (1080, 1920), "pin": (1000, 1500),
}  # fmt: skip
INSTAGRAM = ("square", "portrait", "grid", "story")
PHOTO = ROOT / "tests" / "pages" / "photo.md"


def opened(made: brochure.Artifact) -> Image.Image:
    return Image.open(io.BytesIO(made.data))


@cache
def composed_of(source: Path, theme_name: str) -> tuple[Card, ...]:
    page = brochure.read(source)
    return tuple(composition.compose_all(page, brochure.load_theme(theme_name).for_page(page)))


@pytest.mark.parametrize(("source", "theme_name"), in_themes())
def test_every_format_has_its_size_and_flat_ones_are_small(
    source: Path, theme_name: str, kits: Kits
) -> None:
    """Flat cards: at most 32 KB for open-graph, 45 KB for the others; photographs 200 KB.

    With a title of two hundred characters, in eight lines, 13 KB more.
    """
    made = {card.path: card for card in kits(source, theme_name, "cards").artifacts}
    for name, size in SIZES.items():
        card = made.get(f"cards/{name}.png") or made[f"cards/{name}.jpg"]
        image = opened(card)
        assert image.size == size
        assert (card.facts.width_px, card.facts.height_px) == size
        if card.media_type == "image/jpeg":
            assert len(card.data) <= 200_000
        else:
            assert image.mode == "P"
            long = source.stem == "titre-long"
            most = 32_000 if name == "open-graph" else 45_000
            assert len(card.data) <= most + 13_000 * long, name


@pytest.mark.parametrize("name", INSTAGRAM)
def test_instagrams_formats_have_a_jpeg_twin(kit: brochure.Kit, name: str) -> None:
    png, jpeg = (artifact(kit, f"cards/{name}.{kind}") for kind in ("png", "jpg"))
    one, other = opened(png).convert("RGB"), opened(jpeg)
    assert (other.format, other.mode, other.size) == ("JPEG", "RGB", one.size)
    assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 4
    assert jpeg.facts.alt == png.facts.alt
    assert len(jpeg.data) <= 200_000


def test_each_quotation_and_each_key_figure_is_a_post(kit: brochure.Kit, page: brochure.Page) -> None:
    paths = {a.path for a in kit.products["cards"]}
    assert {"cards/quote-1.png", "cards/quote-1.jpg"} <= paths
    assert {f"cards/figure-{i}.png" for i in (1, 2, 3)} <= paths
    assert "cards/quote-2.png" not in paths
    assert "Le président de la République" in artifact(kit, "cards/quote-1.png").facts.alt
    assert "plus de 70 pays." in artifact(kit, "cards/figure-1.png").facts.alt


@pytest.mark.parametrize(("source", "theme_name"), in_themes())
def test_nothing_is_drawn_near_the_edge_nor_where_a_network_covers_it(
    source: Path, theme_name: str, kits: Kits
) -> None:
    """Every pixel that is not ground lies in the safe area, and 20 px from the edge.

    But for ornaments that are meant to leave the card.
    """
    theme = brochure.load_theme(theme_name).for_page(brochure.read(source))
    for card in composed_of(source, theme_name):
        if card.photographic:
            continue
        top, right, bottom, left = card.format.safe
        image = opened(artifact(kits(source, theme_name, "cards"), card.path)).convert("RGB")
        ground = Image.new("RGB", image.size, theme.colour(card.ground).rgb)
        covered = [p for p in card.placed if p.box.bleed]
        assert {p.box.kind for p in covered} <= {"band", "motif"}
        for placed in covered:
            image.paste(theme.colour(card.ground).channels, canvas.pixels(card.rect(placed)))
        box = ImageChops.difference(image, ground).getbbox()
        assert box is not None
        assert box[0] >= max(20, left), card.name
        assert box[1] >= max(20, top), card.name
        assert box[2] <= image.width - max(20, right), card.name
        assert box[3] <= image.height - max(20, bottom), card.name


def ink_of(page: brochure.Page, theme: brochure.Theme) -> Iterator[tuple[Card, Line, Rect]]:
    for card in composition.compose_all(page, theme):
        for line, box in drawing.ink_boxes(card, theme.for_language(page.language)):
            yield card, line, box


def outside(card: Card, box: Rect) -> bool:
    top, right, bottom, left = card.format.safe
    area = Rect(left, top, card.format.width - left - right, card.format.height - top - bottom)
    return bool(box.width) and not area.holds(box)


@pytest.mark.parametrize("source", PAGES, ids=ids(PAGES))
def test_every_letter_lies_in_the_safe_area_on_photographs_too(source: Path) -> None:
    theme = brochure.load_theme("agora")
    found = list(ink_of(brochure.read(source), theme))
    assert found
    assert not [(card.name, line.text) for card, line, box in found if outside(card, box)]


def test_a_story_without_its_safe_area_would_be_covered(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    """The check above can fail: the same card, laid out without the area, leaves it."""
    story = next(row for row in theme.cards.formats if row.name == "story")
    bare = replace(story, safe=(0, 0, 0, 0))
    loose = replace(theme, cards=replace(theme.cards, formats=(bare,)))
    found = [
        outside(replace(card, format=story), box)
        for card, _, box in ink_of(page, loose)
        if card.name == "story"
    ]
    assert any(found)


def test_codes_lie_in_the_safe_area_and_are_read_back_small(page: brochure.Page) -> None:
    """At least 4 px a module; scaled to 400 px and stored as JPEG of quality 70, each still reads."""
    theme = theme_file.for_cards(brochure.load_theme("agora"), code=True)
    for made in rendering.render(page, theme):
        assert made.facts.codes == (ExpectedCode(payload=page.url),), made.path
        image = opened(made).convert("RGB")
        assert [text for _, text in read_image(made.data, [1])] == [page.url]
        small = image.resize((400, round(400 * image.height / image.width)), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=70)
        assert [text for _, text in read_image(out.getvalue(), [1])] == [page.url], made.path
    for card in composition.compose_all(page, theme):
        (code,) = (p for p in card.placed if p.box.kind == "code")
        assert card.code is not None
        assert code.rect.width >= 4 * card.code.total - 1e-6
        assert not outside(card, card.rect(code))


def test_a_code_that_would_not_read_is_left_out_with_its_reason(page: brochure.Page) -> None:
    theme = theme_file.for_cards(brochure.load_theme("agora"), code=True)
    long = replace(page, url=f"https://example.org/{'a' * 500}")
    made = rendering.render_card(long, theme, "open-graph")
    assert not made.facts.codes
    assert any(
        re.search(r"no code on it: the address has 520 characters, so its code has \d+ modules", w)
        for w in map(str, made.warnings)
    )
    none = rendering.render_card(replace(page, url=""), theme, "open-graph")
    assert any("since the page gives no address" in w for w in map(str, none.warnings))


def test_a_code_that_does_not_survive_a_network_is_drawn_larger_then_left_out(
    page: brochure.Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = theme_file.for_cards(brochure.load_theme("agora"), code=True)
    tries: list[int] = []

    def never(image: Image.Image, payload: str, *, width_px: int, quality: int) -> bool:
        tries.append(width_px)
        return False

    monkeypatch.setattr("brochure.codes.decoder.survives", never)
    made = rendering.render_card(page, theme, "open-graph")
    assert tries == [400, 400, 400]  # 4, 5 and 6 pixels a module; 7 are more than there is room for
    assert any("the code was left out: 400 px wide" in w for w in map(str, made.warnings))
    assert not made.facts.codes


@pytest.mark.parametrize("source", PAGES, ids=ids(PAGES))
def test_the_alternative_text_holds_every_word_of_the_picture(source: Path) -> None:
    for card in composed_of(source, "agora"):
        assert len(card.alt) <= 420
        said = re.sub(r"[\s.·]", "", card.alt)
        for placed in card.placed:
            if placed.fitted:
                shown = re.sub(r"[\s.·]", "", "".join(placed.fitted.lines))
                assert shown in said or shown.replace("-", "") in said.replace("-", ""), card.name


def test_a_card_says_no_more_than_an_alternative_text_can_hold(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    wordy = replace(page, lead="Une phrase qui en dit beaucoup plus qu’il n’en faut. " * 11)
    for card in composition.compose_all(wordy, theme, ["grid", "story"]):
        assert len(card.alt) <= 420
        assert any(
            "holds every word of the card in 420 characters" in w for w in map(str, card.warnings)
        )


def test_the_page_names_its_card_with_the_same_alternative_text(kit: brochure.Kit) -> None:
    html = artifact(kit, "share/index.html").data.decode()
    alt = artifact(kit, "cards/open-graph.png").facts.alt
    said = re.findall(r'(?:og:image:alt|twitter:image:alt)" content="([^"]*)"', html)
    assert [text.replace("&#39;", "'") for text in said] == [alt, alt]


def test_a_photographs_card_is_a_jpeg_for_the_page_too(kits: Kits) -> None:
    html = artifact(kits(PHOTO, "agora", "share"), "share/index.html").data.decode()
    assert "cards/open-graph.jpg" in html
    assert 'og:image:type" content="image/jpeg"' in html
    card = artifact(kits(PHOTO, "agora", "cards"), "cards/open-graph.jpg")
    assert "Des collines boisées" in card.facts.alt


def test_a_cut_text_is_a_warning(page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit) -> None:
    long = replace(page, title="Un titre qui ne finit pas de finir " * 8)
    made = rendering.render_card(long, theme, "open-graph")
    assert any("cards/open-graph.png: a text was cut at" in w for w in map(str, made.warnings))
    told = [w for made in kit.products["cards"] for w in made.warnings]
    assert not [w for w in told if w.severity != "note"]


def test_headlines_are_at_least_48_px_and_the_rest_24_at_1200_wide() -> None:
    for source in PAGES:
        for card in composed_of(source, "agora"):
            for placed in card.placed:
                if placed.fitted and placed.box.style:
                    size = placed.fitted.size * 1200 / card.format.width
                    headline = placed.box.key.startswith("boxes.title")
                    assert size >= (48 if headline else 24) - 1e-6, (card.name, placed.box.key)


@pytest.mark.slow
def test_small_text_is_drawn_like_a_sixteen_times_larger_one() -> None:
    """RMSE at most 10/255 against a 16× reference, at the best whole-pixel shift."""
    theme = brochure.load_theme("agora")
    black, white = (Colour(rgb=v, cmyk=(0, 0, 0, 0)) for v in ("#000000", "#FFFFFF"))
    for weight, size, text in (
        (500, 22, "Le premier sommet international"), (500, 24, "Le premier sommet international"),
        (700, 27, "Paris · 7, 8 et 9 décembre 2016"), (500, 30, "Le premier sommet international"),
        (500, 36, "Le premier sommet"),
    ):  # fmt: skip
        face = theme.face("Bricolage Grotesque", weight)
        drawn = canvas.Indexed((700, 90), white)
        style = TextStyle(
            weight=weight, largest=size, smallest=size, max_lines=1, line_height=1, colour="text"
        )
        line = Line(text, Rect(20, 20, 660, size * 1.3), size, style, (0,) * len(text), "start")
        lettering.lettered(line, [face], 0, rtl=False).draw(drawn, black, white)
        ours = drawn.rgb().convert("L")
        big = ImageFont.truetype(str(face.path), size * 16)
        mask = Image.new("L", (700 * 16, 90 * 16), 255)
        ImageDraw.Draw(mask).text((20 * 16, 50 * 16), text, 0, big, "ls", features=["-liga"])
        reference = mask.reduce(16)
        error = min(_rmse(ours, reference, dx, dy) for dx in range(-2, 3) for dy in range(-9, 10))
        assert error <= 10, (size, error)
    plain = Image.new("L", (700, 90), 255)
    small = ImageFont.truetype(str(face.path), size)
    ImageDraw.Draw(plain).text((20, 50), text, 0, small, "ls", features=["-liga"])
    assert min(_rmse(plain, reference, dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)) > 20


def _rmse(one: Image.Image, other: Image.Image, dx: int, dy: int) -> float:
    """Root mean square over the box that the text inks."""
    differences = ImageChops.difference(one, ImageChops.offset(other, dx, dy)).tobytes()
    left, top, right, bottom = ImageChops.invert(one).getbbox() or (0, 0, 1, 1)
    return math.sqrt(sum(d * d for d in differences) / ((right - left) * (bottom - top)))


FAINT = """
ground = "cover"
[shapes]
square = "all"
[styles.t]
weight = 500
largest = 60
smallest = 30
max_lines = 4
line_height = 1.1
colour = "{colour}"
[boxes.all]
kind = "layers"
children = ["{under}", "words"]
[boxes.motif]
kind = "motif"
[boxes.band]
kind = "band"
colour = "seat"
[boxes.fade]
kind = "band"
colour = "cover"
to = "seat"
[boxes.words]
kind = "column"
padding = [760, 70, 70, 70]
children = ["title"]
[boxes.title]
kind = "text"
text = "{{{{ page.title }}}}"
style = "t"
"""


@pytest.mark.parametrize(
    ("under", "colour"), [("motif", "cover_text"), ("band", "seat"), ("fade", "cover_muted")]
)
def test_a_text_that_does_not_stand_out_from_the_pixels_below_it_is_an_error(
    under: str, colour: str, page: brochure.Page, tmp_path: Path
) -> None:
    path = tmp_path / "faint.toml"
    path.write_text(FAINT.format(under=under, colour=colour), encoding="utf-8")
    theme = theme_file.for_cards(brochure.load_theme("agora"), template=str(path))
    with pytest.raises(
        ThemeError, match=r"contrast of \d+\.\d+:1 to what is below it; it needs 4\.5:1"
    ):
        rendering.render_card(page, theme, "square")


def contrasts_without_letters(
    monkeypatch: pytest.MonkeyPatch, source: Path, theme: brochure.Theme
) -> list[tuple[float, float]]:
    """For each line on a photograph the lowest contrast to the pixels below, and what it needs."""
    monkeypatch.setattr(lettering.Lettered, "draw", lambda *ready: None)
    found = []
    for card in composition.compose_all(brochure.read(source), theme):
        if card.photographic:
            drawn = drawing.draw(card, theme)
            for line, box in drawing.ink_boxes(card, theme):
                large = line.size * 1200 / card.format.width >= 48 and line.style.weight >= 700
                region = drawn.rgb().crop(canvas.pixels(box)).reduce(2)
                lowest = images.lowest_contrast(region, theme.colour(line.style.colour))
                found.append((lowest, theme.minimum_contrast / (1.5 if large else 1)))
    return found


@pytest.mark.parametrize(
    "theme_name", ["agora", *(pytest.param(name, marks=pytest.mark.slow) for name in THEMES[1:])]
)
def test_on_a_photograph_a_scrim_gives_every_text_its_contrast(
    theme_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = contrasts_without_letters(monkeypatch, PHOTO, brochure.load_theme(theme_name))
    assert len(found) > 20
    assert all(lowest >= needed for lowest, needed in found)


def test_without_the_scrim_the_same_texts_would_not_stand_out(
    theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrims, "veiled", lambda image, scrim: image)
    monkeypatch.setattr(drawing, "_bearing", lambda image, texts: image)
    monkeypatch.setattr(drawing._Drawing, "_refuse_faint", lambda *told: None)
    found = contrasts_without_letters(monkeypatch, PHOTO, theme)
    assert any(lowest < needed for lowest, needed in found)


def test_a_text_that_no_scrim_can_help_is_an_error(
    theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrims, "veiled", lambda image, scrim: image)
    monkeypatch.setattr(drawing, "_bearing", lambda image, texts: image)
    with pytest.raises(ThemeError, match="to what is below it; it needs"):
        list(rendering.render(brochure.read(PHOTO), theme))


def test_a_card_heavier_than_networks_take_is_a_warning_then_an_error(
    page: brochure.Page, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "HEAVY_BYTES", 10_000)
    made = rendering.render_card(page, theme, "open-graph")
    assert any(re.search(r"cards/open-graph\.png: \d\d,\d{3} bytes; previews are slow", w)
               for w in map(str, made.warnings))  # fmt: skip
    monkeypatch.setattr(rendering, "TOO_HEAVY_BYTES", 11_000)
    with pytest.raises(RenderError, match="WhatsApp shows no preview from 11,000 on"):
        rendering.render_card(page, theme, "open-graph")


def test_a_gradient_is_smooth_and_small(page: brochure.Page, tmp_path: Path) -> None:
    path = tmp_path / "gradient.toml"
    text = FAINT.format(under="fade", colour="cover_text").replace('to = "seat"', 'to = "accent"')
    text = text.replace("[760, ", "[80, ")
    path.write_text(text, encoding="utf-8")
    theme = theme_file.for_cards(brochure.load_theme("agora"), template=str(path))
    made = rendering.render_card(page, theme, "open-graph")
    image = opened(made)
    assert image.mode == "P"
    assert len(made.data) <= 60_000
    column = [image.convert("RGB").getpixel((8, y)) for y in range(image.height)]
    steps = [max(abs(a - b) for a, b in zip(one, other, strict=True))  # type: ignore[arg-type]
             for one, other in pairwise(column)]  # fmt: skip
    assert max(steps) <= 6  # no band is seen
    assert len(set(column)) > 20


def test_twice_the_scale_is_the_same_card_with_four_times_the_pixels(page: brochure.Page) -> None:
    theme = brochure.load_theme("agora")
    large = rendering.render_card(page, theme_file.for_cards(theme, scale=2), "story")
    small = rendering.render_card(page, theme, "story")
    assert (large.facts.width_px, large.facts.height_px) == (2160, 3840)
    assert large.facts.alt == small.facts.alt
    two, one = (
        [(line.text, line.size) for p in card.placed for line in card.lines(p)]
        for scale in (2, 1)
        for card in [composition.compose_one(page, theme_file.for_cards(theme, scale=scale), "story")]
    )
    assert [text for text, _ in two] == [text for text, _ in one]
    for (_, size), (_, single) in zip(two, one, strict=True):
        assert size == pytest.approx(2 * single, rel=0.03)
    with pytest.raises(ThemeError, match="scale: 4; it is 1, 2 or 3"):
        theme_file.for_cards(theme, scale=4)


def test_the_debug_grid_shows_the_boxes_and_warns(page: brochure.Page, theme: brochure.Theme) -> None:
    made = rendering.render_card(page, theme_file.for_cards(theme, grid=True), "story")
    colours = {colour for _, colour in opened(made).convert("RGB").getcolors(1 << 20) or []}
    assert (255, 0, 200) in colours
    assert any("build again without --debug-grid" in w for w in map(str, made.warnings))


def test_a_page_chooses_its_own_template_and_code(page: brochure.Page, theme: brochure.Theme) -> None:
    own = replace(page, cards=CardChoice(template="quote", code=True))
    made = rendering.render_card(own, theme, "open-graph")
    assert "Proposer des outils nouveaux" in made.facts.alt.replace("\u00a0", " ")
    assert made.facts.codes
    with pytest.raises(ThemeError, match=r"boxes\.quote_wide\.text.*the page has no quotation"):
        rendering.render_card(replace(own, quotes=()), theme, "open-graph")


def test_a_theme_adds_formats_and_a_logo(page: brochure.Page, tmp_path: Path) -> None:
    Image.new("RGBA", (300, 100), (255, 196, 46, 255)).save(tmp_path / "logo.png")
    (tmp_path / "card.toml").write_text(
        FAINT.format(under="words", colour="cover_text")
        .replace("[760, ", "[80, ")
        .replace(
            'children = ["title"]',
            'children = ["title", "logo"]\n[boxes.logo]\nkind = "logo"\nsize = 90',
        )
        .replace('children = ["words", "words"]', 'children = ["words"]'),
        encoding="utf-8",
    )
    (tmp_path / "mine.toml").write_text(
        'extends = "agora"\n[cards]\nlogo = "logo.png"\ntemplate = "card.toml"\n'
        "[cards.formats.banner]\nwidth = 1500\nheight = 1000\n[cards.formats.pin]\nwidth = 900\n",
        encoding="utf-8",
    )
    theme = brochure.load_theme(str(tmp_path / "mine.toml"))
    banner = rendering.render_card(page, theme, "banner")
    assert opened(banner).size == (1500, 1000)
    assert rendering.render_card(page, theme, "pin").facts.width_px == 900
    colours = {colour for _, colour in opened(banner).convert("RGB").getcolors(1 << 20) or []}
    assert (255, 196, 46) in colours


def test_the_words_that_a_square_crop_loses_are_told(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    """Title and lead keep to the middle square; a title too long for it has the width of the card."""
    led = replace(page, lead="Trois jours pour ouvrir les données publiques, à Paris et en ligne.")
    for kept in (page, led):
        assert not rendering.render_card(kept, theme, "open-graph").facts.square_crop_loses
    long = replace(led, title=", ".join([page.title] * 3))
    assert rendering.render_card(long, theme, "open-graph").facts.square_crop_loses.split()


def test_an_alternative_text_joins_what_is_one_sentence(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    alts = {card.name: card.alt for card in composition.compose_all(page, theme)}
    assert "puisse émerger » – Le président de la République." in alts["quote-1"].replace("\xa0", " ")
    assert alts["figure-1"].startswith("plus de 70 pays. Sommet mondial")
    alone = replace(page, quotes=(replace(page.quotes[0], by=""),))
    said = composition.compose_one(alone, theme, "quote-1").alt.replace("\xa0", " ")
    assert "puisse émerger » Sommet mondial" in said
