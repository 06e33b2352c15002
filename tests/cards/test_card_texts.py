"""Texts of cards: whatever the title, no line overflows, no letter is clipped, no word is lost."""

from __future__ import annotations

import io
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

import brochure
from brochure.cards import composition, drawing, glyphs, lettering, rendering
from brochure.cards.canvas import pixels
from brochure.cards.card import Card, chain_of, tracking_of
from brochure.cards.layout import Placed
from brochure.errors import GlyphError
from brochure.geometry import Rect
from brochure.text import font_metrics, font_runs, graphemes, system_fonts
from brochure.text.fitting import ELLIPSIS
from brochure.text.lines import Line, line_start
from brochure.theme import FontFace, Theme
from tests.conftest import ROOT

SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))]
TITLES = 100
"""So many titles for each seed, in six formats each: the first in the quick loop."""

THEME = brochure.load_theme("agora")
EMOJI = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
DROID = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")

debian = pytest.mark.skipif(sys.platform != "linux", reason="the fonts are Debian's")

WORDS = {
    "fr": "le la du de à l’un pour et Sommet gouvernement ouvert transparence œuvre été ça « » : ; ? ! "
    "2016 4 000 %",
    "en": "the a of to Summit open government and accountability Q&A don’t 24/7 – “fair” (draft) "
    "co-built",
    "de": "die der und für Öffentlichkeitsbeteiligung Verkehrsinfrastrukturvorhaben Straße übt „Ja“ "
    "Donau",
    "es": "el la de y participación ¿Qué? ¡Sí! año ciudadanía Gobierno n.º 3 · compañía",
    "ar": "القمة العالمية للشراكة من أجل حكومة منفتحة (OGP) و8 2016 باريس، مشارك؟ في",
}
MONSTERS = st.text(st.sampled_from("abcdefgéœßWM0123456789/-_."), min_size=25, max_size=300)
"""Words that no line can hold, such as addresses."""


@st.composite
def titles(draw: st.DrawFn) -> tuple[str, str, str]:
    """A language, a title of 1 to 300 characters and a lead of none to 600 in it, of every shape."""
    lang = draw(st.sampled_from(sorted(WORDS)))
    words = st.lists(st.sampled_from(WORDS[lang].split(" ")), min_size=1, max_size=60).map(" ".join)
    letters = st.text(st.sampled_from(WORDS[lang]), min_size=1, max_size=300).filter(str.strip)
    title = draw(st.one_of(words, words, letters, MONSTERS))[:300].strip() or "x"
    lead = draw(st.one_of(st.just(""), words, words, MONSTERS))[:600].strip()
    return lang, title, lead


def letters_of(text: str) -> str:
    """``text`` without what a line end takes the place of: spaces, hyphens, the dot between units."""
    return re.sub(r"[\s\u200b·-]", "", text)


def check_words(placed: Placed, warnings: str) -> None:
    """Nothing is lost but behind an ellipsis, and then somebody is told."""
    fitted = placed.fitted
    assert fitted is not None
    shown, meant = letters_of("".join(fitted.lines)), letters_of(placed.box.text)
    if fitted.cut:
        assert fitted.lines[-1].endswith(ELLIPSIS)
        assert meant.startswith(shown.removesuffix(ELLIPSIS).rstrip(" ,;:."))
        assert fitted.lines[-1] in warnings
    else:
        assert shown == meant


def check_place(card: Card, placed: Placed, area: Rect) -> None:
    fitted, style = placed.fitted, placed.box.style
    assert fitted is not None
    assert style is not None
    rect = card.rect(placed)
    assert area.holds(rect._replace(height=fitted.height))
    assert fitted.height <= rect.height + 0.5
    for line in card.lines(placed):
        chain, tracking = (
            chain_of(style, THEME.for_language(card.page.language)),
            tracking_of(style, card.page.lang),
        )
        measured = font_runs.measure(chain, tracking)(line.text) * line.size
        assert measured <= rect.width + 0.5
        assert Rect(0, 0, card.format.width, card.format.height).holds(
            ink(line, chain, tracking, card.rtl)
        )


def ink(line: Line, chain: tuple[FontFace, ...], tracking: float, rtl: bool) -> Rect:
    """The rectangle that the glyphs of ``line`` reach, from the fonts' own bounding boxes."""
    visible = font_runs.visual(line.text, chain, rtl=rtl, levels=line.levels)
    widths = [font_runs.width(run, tracking if run.simple else 0.0) * line.size for run in visible]
    pen = start = line_start(line, sum(widths), rtl=rtl)
    left, right, top, foot = start, start, 0.0, 0.0
    for run, width in zip(visible, widths, strict=True):
        first, last = bounds(run.face, run.text[:1]), bounds(run.face, run.text[-1:])
        left = min(left, pen + min(first[0], 0.0) * line.size)
        pen += width
        over = last[2] - font_metrics.advance(run.face, run.text[-1:])  # what leans out of its advance
        right = max(right, pen - tracking * line.size * run.simple + max(over, 0.0) * line.size)
        whole = bounds(run.face, run.text)
        top, foot = min(top, whole[1] * line.size), max(foot, whole[3] * line.size)
    base = lettering.baseline_of(line, chain[0])
    return Rect(left, base + top, right - left, foot - top)


@cache
def bounds(face: FontFace, text: str) -> tuple[float, float, float, float]:
    left, top, right, foot = font_metrics.font(face.path, 256, face.index).getbbox(text, anchor="ls")
    return left / 256, top / 256, right / 256, foot / 256


@pytest.mark.parametrize("number", SEEDS)
def test_titles_in_six_formats_fit_whole(number: int) -> None:
    """0 overflows, 0 clipped glyphs, 0 words lost; one title in fifty is drawn, which refuses both."""
    made = 0

    @seed(number)
    @settings(
        max_examples=TITLES, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(titles())
    def every_title(case: tuple[str, str, str]) -> None:
        nonlocal made
        lang, title, lead = case
        page = brochure.Page(
            slug="s",
            lang=lang,
            title=title,
            lead=lead,
            body="",
            kicker="Paris · 2016",
            site_name="exemple.org",
        )
        for card in composition.compose_all(page, THEME):
            check_card(card, drawn=made % 50 == 0)
        made += 1

    every_title()
    assert made >= TITLES


def check_card(card: Card, *, drawn: bool) -> None:
    top, right, bottom, left = card.format.safe
    area = Rect(left, top, card.format.width - left - right, card.format.height - top - bottom)
    warnings = " ".join(map(str, card.warnings))
    texts = [p for p in card.placed if p.fitted and p.fitted.lines]
    for placed in texts:
        check_words(placed, warnings)
        check_place(card, placed, area)
    assert len(card.alt) <= composition.MAX_ALT
    if drawn:
        image = drawing.draw(card, THEME.for_language(card.page.language)).rgb()
        ground = Image.new("RGB", image.size, THEME.roles[card.ground].channels)
        for placed in (p for p in card.placed if p.box.bleed):
            image.paste(THEME.roles[card.ground].channels, pixels(card.rect(placed)))
        box = ImageChops.difference(image, ground).getbbox()
        assert box is not None
        assert area.holds(Rect(box[0], box[1], box[2] - box[0], box[3] - box[1]))


def test_texts_never_overlap(page: brochure.Page) -> None:
    for card in composition.compose_all(page, THEME):
        texts = [p for p in card.placed if p.fitted and p.fitted.lines]
        for i, one in enumerate(texts):
            for other in texts[i + 1 :]:
                a, b = (p.rect._replace(height=p.fitted.height) for p in (one, other) if p.fitted)
                shared = a.within(b)
                assert min(shared.width, shared.height) <= 0.5, (card.name, one.box.key, other.box.key)


def test_a_check_that_nobody_told_of_would_fail() -> None:
    """The check above can fail: a cut text without its warning, a box that is too narrow."""
    page = brochure.Page(slug="s", lang="fr", title="mot " * 200, lead="", body="")
    card = composition.compose_one(page, THEME, "open-graph")
    (cut,) = (p for p in card.placed if p.fitted and p.fitted.cut)
    check_words(cut, " ".join(map(str, card.warnings)))
    with pytest.raises(AssertionError):
        check_words(cut, "")
    with pytest.raises(AssertionError):
        check_place(card, cut, Rect(0, 0, 300, 300))


def notdef(face: FontFace, size: float) -> bytes:
    """What ``face`` draws for a character that it has not: the box called tofu."""
    return glyphs.of_character(face, size, "\U0010fffd", 0).image.tobytes()


def boxes(text: str, theme: Theme, lang: str) -> list[str]:
    """The characters of ``text`` whose pixels are those of their font's missing glyph."""
    speaking = theme.for_language(lang)
    chain = speaking.card_chain(speaking.title_family, 700)
    found = []
    for run in font_runs.visual(text, chain, rtl=lang == "ar"):
        for cluster in graphemes.clusters(run.text):
            if font_metrics.strike(run.face):
                image = glyphs.of_picture(run.face, 60, cluster).image
                tofu = image.getchannel("A").getbbox() is None  # nothing is drawn
            else:
                drawn = glyphs.of_text(run.face, 60, cluster, rtl=run.level % 2 == 1)
                tofu = drawn.image.tobytes() == notdef(run.face, 60)
            found += [cluster] if tofu and cluster.strip() else []
    return found


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_no_character_is_drawn_as_a_box(lang: str) -> None:
    assert boxes(WORDS[lang], THEME, lang) == []


@debian
def test_emoji_are_drawn_in_the_shipped_font_and_ideographs_in_one_of_the_machine() -> None:
    """A card is the same on every machine, as far as can be: never in the colours of one of them."""
    assert EMOJI.is_file(), "make test installs fonts-noto-color-emoji"
    text = "Fête 🎉 👩‍💻 🇫🇷 👍🏽 ☀️ 1️⃣ 北京 東京"
    page = brochure.Page(slug="s", lang="fr", title=text, body="", site_name="x")
    theme, note = system_fonts.borrow(page, THEME)
    assert note is not None
    assert "Noto Color Emoji" not in note.sentence()
    assert boxes(text, theme, "fr") == []
    made = rendering.render_card(page, theme, "open-graph")
    image = Image.open(io.BytesIO(made.data)).convert("RGB")
    reds, greens, blues = image.split()
    yellow = ImageChops.multiply(ImageChops.multiply(reds, greens), ImageChops.invert(blues))
    assert max(yellow.tobytes()) < 100, "the emoji is in the ink of the title"
    assert len(made.data) <= 45_000


def test_the_search_for_boxes_finds_one() -> None:
    """A font forced upon a character that it has not draws a box, which the search above would find."""
    face = THEME.face("Bricolage Grotesque", 700)
    drawn = glyphs.of_text(face, 60, "北", rtl=False)
    assert drawn.image.tobytes() == notdef(face, 60)


def test_a_character_that_no_font_has_is_an_error_that_names_it() -> None:
    page = brochure.Page(slug="s", lang="fr", title="Une \ue123 privée", body="")
    with pytest.raises(GlyphError, match=r"U\+E123"):
        rendering.render_card(page, THEME, "square")
    with pytest.raises(GlyphError, match=r"U\+E123"):
        brochure.build(page, THEME, only=["cards"])


@debian
def test_a_theme_names_fonts_that_only_cards_take(tmp_path: Path) -> None:
    assert DROID.is_file(), "make test installs fonts-droid-fallback"
    path = tmp_path / "mine.toml"
    path.write_text(
        'extends = "agora"\n[fonts]\nfallback = ["IBM Plex Sans Arabic", "Droid", "Noto Color Emoji"]\n'
        f'[[fonts.faces]]\nfamily = "Droid"\nfile = "{DROID}"\n'
        f'[[fonts.faces]]\nfamily = "Noto Color Emoji"\nfile = "{EMOJI}"\n',
        encoding="utf-8",
    )
    theme = brochure.load_theme(str(path))
    assert [f.family for f in theme.pixel_faces] == ["Noto Color Emoji"]
    assert "Droid" in theme.families
    assert boxes("北京 🎉", theme, "zh") == []


def test_the_summit_is_drawn_as_its_picture(kit: brochure.Kit) -> None:
    """Decoded pixels against the picture in tests/expected, by at most one level of 255 on average."""
    made = next(a for a in kit.artifacts if a.path == "cards/open-graph.png")
    ours = Image.open(io.BytesIO(made.data)).convert("RGB")
    golden = ROOT / "tests" / "expected" / "open-graph.png"
    with Image.open(golden) as expected:
        difference = ImageChops.difference(ours, expected.convert("RGB"))
    total = sum(sum(band.histogram()[v] * v for v in range(256)) for band in difference.split())
    assert total / (1200 * 630 * 3) <= 1.0
