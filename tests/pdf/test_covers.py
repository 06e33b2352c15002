"""Covers and back covers of every design, on every paper: what stands on them, and how they differ."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

import brochure
from brochure import assets
from brochure.design import MM, PAPER_SIZES, CoverForm, PaperSize
from brochure.errors import FitError
from brochure.geometry import Rect
from brochure.page import Event, KeyFigure, Page
from brochure.pdf import backs, covers, layout, media, style_sheets
from brochure.pdf.backs import BackPlan
from brochure.pdf.brands import Brands
from brochure.pdf.covers import CoverPlan, CoverText
from brochure.pdf.engine import strict
from brochure.pdf.metrics import Heights, Settings
from brochure.text import font_metrics
from brochure.text.content import Content, content_of, printed
from brochure.text.fitting import Setting
from brochure.theme import Theme
from tests.conftest import ROOT

THEMES = ("agora", "papier", "contraste")
HALF = Setting(measure=lambda text: len(text) / 2)
SETTINGS = Settings(title=HALF, quote=HALF, by=HALF, figure=HALF, lead=HALF, leading=15.0)
FOOT = Heights(foot=40.0)
SIZES = tuple(PAPER_SIZES)

LEAST_DIFFERENCE = 0.06
"""What two thumbnails differ by at least, of 1: where only the lit dots differed it was 0.009."""


def content(**given: Any) -> Content:
    """A page of a title and a paragraph, with what is ``given``."""
    usual = {"slug": "a", "lang": "fr", "title": "Un titre", "body": "Un texte."}
    return content_of(Page(**{**usual, **given}))


def page_of(row: dict[str, Any]) -> Page:
    row = dict(row)
    first, last = row.pop("event", (None, None))
    figures = tuple(KeyFigure(value=value, label="x") for value in row.pop("figures", ()))
    event = Event(starts=first, ends=last) if first and last else None
    return Page(body="Un texte.", url="https://ville.example/page", event=event, figures=figures, **row)


LOOKS = tomllib.loads((ROOT / "tests/cases/looks/pages.toml").read_text(encoding="utf-8"))["page"]
PAGES = tuple(page_of(row) for row in LOOKS)


@cache
def set_in(theme_name: str, slug: str) -> tuple[Content, Settings, Theme]:
    """A page of LOOKS with the typefaces of a theme."""
    page = next(p for p in PAGES if p.slug == slug)
    theme = brochure.load_theme(theme_name).for_page(page).for_language(page.language)
    said = content_of(page)
    theme = font_metrics.with_fallbacks(theme, printed(said))
    return said, layout.settings_of(said, theme), theme


def plans(
    theme_name: str, slug: str, paper: PaperSize, brand: float = 0.0
) -> tuple[CoverPlan, BackPlan]:
    said, settings, _ = set_in(theme_name, slug)
    return (
        covers.plan_cover(said, settings, paper, brand),
        backs.plan_back(said, FOOT, settings, paper),
    )


def box(text: CoverText, settings: Settings, extra: float = 1.0) -> Rect:
    width = max((settings.title.measure(line) for line in text.lines), default=0.0) * text.size
    return Rect(text.left, text.top, width * extra, text.height)


def boxes_of_cover(plan: CoverPlan, settings: Settings) -> dict[str, Rect]:
    lead = max((settings.lead.measure(line) for line in plan.lead.lines), default=0.0) * plan.lead.size
    title = max(settings.title.measure(line) for line in plan.title.lines) * plan.title.size
    found = {
        "kicker": box(plan.kicker, settings),
        "title": Rect(*plan.title_at, title, plan.title.height),
        "lead": Rect(*plan.lead_at, lead, plan.lead.height),
        "brand": plan.brand,
    }
    if plan.numeral and plan.label:
        found |= {"numeral": box(plan.numeral, settings), "label": box(plan.label, settings)}
    return {name: rect for name, rect in found.items() if rect.width > 0 and rect.height > 0}


def boxes_of_back(plan: BackPlan, settings: Settings) -> dict[str, Rect]:
    texts = {"title": plan.title, "when": plan.when, "heading": plan.heading, "hint": plan.hint,
             "address": plan.address}  # fmt: skip
    found = {name: box(text, settings) for name, text in texts.items()}
    found |= {"code": plan.code, "channels": plan.channels, "foot": plan.foot}
    return {name: rect for name, rect in found.items() if rect.width > 0 and rect.height > 0}


def collisions(found: dict[str, Rect]) -> list[str]:
    """The pairs of ``found`` that share more than a hair."""
    shared = ((a, b, found[a].within(found[b])) for a, b in combinations(found, 2))
    return [f"{a} and {b}" for a, b, rect in shared if rect.width > 0.5 and rect.height > 0.5]


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("brand", [0.0, 54.0])
def test_nothing_on_a_cover_or_a_back_runs_into_anything_or_leaves_the_margins(
    theme_name: str, size: str, brand: float
) -> None:
    paper = PAPER_SIZES[size]
    for page in PAGES:
        _, settings, _ = set_in(theme_name, page.slug)
        cover, back = plans(theme_name, page.slug, paper, brand)
        for found in (boxes_of_cover(cover, settings), boxes_of_back(back, settings)):
            assert not collisions(found), page.slug
            for name, rect in found.items():
                assert rect.x >= 0.04 * paper.width, (page.slug, name)
                assert rect.right <= 0.96 * paper.width, (page.slug, name)
                assert 0.02 * paper.height <= rect.y, (page.slug, name)
                assert rect.bottom <= 0.98 * paper.height, (page.slug, name)


def test_a_collision_is_found() -> None:
    over = {"title": Rect(0, 0, 100, 50), "lead": Rect(0, 40, 100, 20), "code": Rect(0, 70, 50, 50)}
    assert collisions(over) == ["title and lead"]


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_a_motif_never_stands_under_a_text_and_reaches_two_edges(theme_name: str, size: str) -> None:
    paper = PAPER_SIZES[size]
    for page in PAGES:
        _, settings, _ = set_in(theme_name, page.slug)
        cover, _ = plans(theme_name, page.slug, paper)
        if cover.field is None:
            assert theme_name == "papier"
            continue
        field = cover.field.rect
        assert (field.x, field.width) == (0.0, paper.width)
        below = [
            name for name, rect in boxes_of_cover(cover, settings).items() if rect.bottom > field.y
        ]
        assert below == (["lead"] if theme_name == "contraste" and page.lead else [])
        if below:  # on a band of its own, where the motif ends
            assert cover.lead_at[1] > field.bottom
        else:
            assert field.bottom == pytest.approx(paper.height)


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_papier_is_set_in_type_alone(slug: str) -> None:
    cover, back = plans("papier", slug, PAPER_SIZES["a4"])
    assert cover.field is None
    assert {area.role for area in (*cover.areas, *back.areas)} <= {
        "cover_text",
        "text",
        "rule",
        "accent",
    }


@pytest.mark.parametrize("theme_name", THEMES)
def test_a_title_is_42_to_96_points_by_its_length(theme_name: str) -> None:
    """But for a word that is wider than the page at 42: it is set smaller rather than divided."""
    sizes = {page.slug: plans(theme_name, page.slug, PAPER_SIZES["a4"])[0].title for page in PAGES}
    for slug, title in sizes.items():
        if slug != "strassenbahn":
            assert 42 <= title.size <= 96
            assert len(title.lines) <= 4
            assert not title.divided
    assert sizes["don"].size >= 84
    assert sizes["don"].size > sizes["fermeture-mairie"].size > sizes["rapport-2025"].size
    assert not sizes["strassenbahn"].divided


def test_no_line_of_a_title_ends_on_an_article_where_it_can_be_helped() -> None:
    for theme_name in THEMES:
        for page in PAGES:
            said, settings, _ = set_in(theme_name, page.slug)
            title = covers.plan_cover(said, settings).title
            assert not [
                line for line in title.lines[:-1]
                if line.split()[-1].casefold() in settings.title.no_break_after
            ]  # fmt: skip


def test_contraste_sets_its_lead_in_20_points_at_least() -> None:
    for page in PAGES:
        lead = plans("contraste", page.slug, PAPER_SIZES["a4"])[0].lead
        assert lead.size >= 20


def test_type_shrinks_with_the_paper() -> None:
    said = content(title="Don")
    a4, a5 = (covers.plan_cover(said, SETTINGS, PAPER_SIZES[name]) for name in ("a4", "a5"))
    assert a4.title.size == 96
    assert a5.title.size == pytest.approx(96 * 148 / 210, rel=0.01)


@pytest.mark.parametrize(
    ("given", "numeral", "label"),
    [
        ({"event": Event(starts=PAGES[1].event.starts, ends=PAGES[1].event.ends)}, "11–15", "mai 2026"),  # type: ignore[union-attr]
        ({"figures": (KeyFigure(value="1,8 km", label="de canal"),)}, "1,8", "km de canal"),
        ({"figures": (KeyFigure(value="plus de 300", label="arbres"),)}, "300", "plus de 300 arbres"),
        ({"figures": (KeyFigure(value="−38 %", label="de gaz"),)}, "−38\xa0%", "de gaz"),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_a_numeral_is_the_days_of_the_event_else_a_key_figure(
    given: dict[str, Any], numeral: str, label: str
) -> None:
    assert covers.numeral_of(content(**given)) == (numeral, label)


def test_a_cover_without_a_motif_has_a_rule_and_its_text_at_the_foot() -> None:
    plain = covers.plan_cover(content(motif="none"), SETTINGS)
    assert plain.field is None
    assert [area.role for area in plain.areas] == ["lit"]
    assert plain.text_end == pytest.approx(plain.paper[1] - 56.69, abs=0.1)


def test_a_photograph_is_the_ground_of_a_cover_in_every_design() -> None:
    pixel = b"\x89PNG"
    picture = brochure.page.Picture(name="a.png", alt="Une place")
    said = content(picture=picture, images={"a.png": pixel})
    for form in ("bleed", "typographic", "band"):
        plan = covers.plan_cover(said, replace(SETTINGS, cover=CoverForm(form=form)))
        assert (plan.form, plan.field, plan.areas) == ("bleed", None, ())


def test_what_reaches_the_trim_goes_on_into_the_bleed() -> None:
    paper = (100.0, 200.0)
    assert covers.bled(Rect(0, 50, 100, 150), paper, 5) == Rect(-5, 50, 110, 155)
    assert covers.bled(Rect(10, 50, 50, 20), paper, 5) == Rect(10, 50, 50, 20)


def back_of(url: str, **given: Any) -> BackPlan:
    return backs.plan_back(content(url=url, **given), FOOT, SETTINGS)


def test_an_address_ends_its_lines_after_a_slash_where_it_can() -> None:
    long = "https://ville.example/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert"
    assert all(line.endswith("/") for line in back_of(long).address.lines[:-1])
    assert "".join(back_of(long).address.lines) == long.removeprefix("https://")
    endless = "https://ville.example/" + "-".join(["mot"] * 38)
    lines = back_of(endless).address.lines
    assert "".join(lines) == endless.removeprefix("https://")
    assert lines[1].endswith("-")


def test_the_back_says_the_title_larger_than_the_call_to_share_and_never_draws_the_motif() -> None:
    for theme_name in THEMES:
        for page in PAGES:
            _, back = plans(theme_name, page.slug, PAPER_SIZES["a4"])
            assert back.title.size > 1.15 * back.heading.size
            assert back.code.width >= 42 * MM
    assert not hasattr(back, "motif")


def test_a_page_without_an_address_has_no_code_on_its_back() -> None:
    back = back_of("")
    assert (back.code.width, back.heading.lines, back.address.lines) == (0, (), ())
    assert back.title.lines


def test_what_does_not_fit_a_back_is_refused() -> None:
    with pytest.raises(FitError) as caught:
        backs.plan_back(content(url="https://a.example/"), Heights(foot=560.0), SETTINGS)
    assert [problem.id for problem in caught.value.problems] == ["back-cover-full"]


def test_a_cover_of_many_words_in_bands_is_refused_by_its_title() -> None:
    wide = replace(HALF, measure=lambda text: float(len(text)))
    settings = replace(SETTINGS, title=wide, cover=CoverForm(form="band"))
    with pytest.raises(FitError) as caught:
        covers.plan_cover(content(title="mot " * 70, lead="mot " * 60), settings)
    assert [problem.id for problem in caught.value.problems] == ["cover-title-long"]


@cache
def thumbnail(theme_name: str, slug: str) -> Image.Image:
    """The cover of a page, 64 pixels wide."""
    said, settings, theme = set_in(theme_name, slug)
    medium = media.screen_medium(theme)
    frame = style_sheets.frame(said.page, theme)
    with strict():
        css = style_sheets.brochure_css(said, theme, medium, [], frame)
        made = assets.environment().get_template("brochure/cover.html.j2").render(
            content=said, plan={"cover": covers.plan_cover(said, settings)}, colours=medium.colours,
            bleed=0, photo_cover=None, brands=Brands(said.page, theme, medium),
        )  # fmt: skip
        press = layout.press_of(said.page, theme, css)
        data = press.render(f'<html dir="{said.page.direction}"><body>{made}').write_pdf()
    (sheet,) = pypdfium2.PdfDocument(data)
    large = sheet.render(scale=0.43).to_pil().convert("RGB")
    small: Image.Image = large.resize((64, 90), Image.Resampling.BOX)
    return small


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two images over all pixels and channels, of 1."""
    means: Sequence[float] = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means) / 255


@pytest.mark.parametrize("theme_name", THEMES)
def test_no_two_pages_of_a_site_are_taken_for_each_other_at_thumbnail_size(theme_name: str) -> None:
    pictures = {page.slug: thumbnail(theme_name, page.slug) for page in PAGES}
    near = {
        f"{a}, {b}": round(difference(pictures[a], pictures[b]), 3)
        for a, b in combinations(pictures, 2)
    }
    assert min(near.values()) >= LEAST_DIFFERENCE, sorted(near.items(), key=lambda pair: pair[1])[:5]


def test_two_thumbnails_of_one_page_are_the_same() -> None:
    one = thumbnail("agora", "canal")
    assert difference(one, one.copy()) == 0
    assert difference(one, Image.new("RGB", one.size, "white")) > LEAST_DIFFERENCE


@pytest.mark.parametrize(("lang", "days"), [("fr", (11, 15)), ("fr", (28, 30)), ("ar", (1, 31))])
def test_a_numeral_stands_on_its_page_with_the_space_that_ends_it(
    lang: str, days: tuple[int, int]
) -> None:
    """The build reads every text back from the finished file, and refuses what leaves the page."""
    first, last = (PAGES[1].event.starts.replace(day=day) for day in days)  # type: ignore[union-attr]
    page = Page(slug="a", lang=lang, title="Un titre", body="x", event=Event(starts=first, ends=last))
    (made,) = brochure.build(page, brochure.load_theme("papier"), only=["pdf"]).artifacts
    said = pypdfium2.PdfDocument(made.data)[0].get_textpage().get_text_range()
    assert all(str(day) in said for day in days)


def test_the_issuers_mark_is_chosen_for_what_it_stands_on() -> None:
    """On a band of colour the one for light grounds, on the dark foot of a back the one for dark."""
    grounds = {
        name: [plan.brand_ground if isinstance(plan, CoverPlan) else plan.foot_ground
               for plan in plans(name, "canal", PAPER_SIZES["a4"])]
        for name in THEMES
    }  # fmt: skip
    assert grounds == {
        "agora": ["cover", "panel"], "papier": ["cover", "panel"], "contraste": ["lit", "cover"],
    }  # fmt: skip


def test_a_running_title_is_cut_to_the_width_of_its_paper() -> None:
    said, _, theme = set_in("agora", PAGES[0].slug)
    cut = [
        style_sheets.running_title(
            replace(said, page=replace(said.page, title="mot " * 60, size=size)), theme
        )
        for size in ("a4", "a5")
    ]
    assert 0.6 < len(cut[1]) / len(cut[0]) < 0.8
