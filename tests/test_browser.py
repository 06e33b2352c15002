"""The share pages in Chromium: links, copying, keyboard, phones, paper, nobody asked, axe-core."""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import brochure
from brochure.colour import Colour, contrast
from brochure.share import rendering
from brochure.text.content import content_of
from tests.conftest import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = ROOT / "tests" / "oracles" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("BROCHURE_SHOTS", "")
"""A folder for screenshots, to be looked at."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], timeout=patience_ms()
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, kit: brochure.Kit) -> dict[str, Path]:
    """The summit kit, and one in Arabic, on disk."""
    folder = tmp_path_factory.mktemp("kits")
    brochure.write(kit, folder / "fr")
    arabic = brochure.read(ROOT / "tests" / "pages" / "arabic.md")
    made = brochure.build(arabic, brochure.load_theme("agora"), only=["cards", "share"])
    brochure.write(made, folder / "ar")
    for name in ("papier", "contraste"):
        made = brochure.build(kit.page, brochure.load_theme(name), only=["cards", "share", "qr", "pdf"])
        brochure.write(made, folder / name)
    pages = {"": "index.html", "-press": "press.html"}
    return {
        f"{name}{end}": folder / name / "share" / page
        for name in ("fr", "ar", "papier", "contraste")
        for end, page in pages.items()
    }


def patience_ms() -> float:
    """How long to wait for what must come: half a minute, times what the machine does besides."""
    return 30_000 * (1 + os.getloadavg()[0])


def opened(browser: Browser, file: Path, **options: Any) -> Iterator[Page]:
    """The page, with every address that it asked for."""
    context = browser.new_context(**options)
    context.set_default_timeout(patience_ms())
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    page.wait_for_load_state("load")
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
    context.close()


LOOKS = [(lang, scheme) for lang in ("fr", "ar") for scheme in ("light", "dark")]
DESIGNS = ("fr", "papier", "contraste")
BOTH = [f"{kit}{page}" for kit in DESIGNS for page in ("", "-press")]
"""The readers' page and the one for those who publish, of the summit in every design."""


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_menu_of_languages_is_read_too(
    lang: str, browser: Browser, tmp_path: Path, theme: brochure.Theme
) -> None:
    source = brochure.read(ROOT / "docs" / "example" / f"atelier.{lang}.md")
    brochure.write(brochure.build(source, theme, only=["cards", "share"]), tmp_path / "kit")
    for page in opened(browser, tmp_path / "kit" / "share" / "index.html", bypass_csp=True):
        assert page.locator(".languages a").count() == 3
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/example-{lang}.png", full_page=True)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        *((name, "light") for name in (*BOTH, "ar")),
        ("fr", "dark"),
        ("papier", "dark"),
        ("ar-press", "dark"),
    ],
)
def test_axe_finds_nothing(name: str, scheme: str, browser: Browser, files: dict[str, Path]) -> None:
    for page in opened(browser, files[name], color_scheme=scheme, bypass_csp=True):
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        page.evaluate("document.querySelectorAll('img').forEach((i) => { i.loading = 'eager'; })")
        page.evaluate("Promise.all([...document.images].map((i) => i.decode()))")  # polling needs eval
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert len(found["passes"]) > 20
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{scheme}.png", full_page=True)


def test_axe_finds_a_text_that_cannot_be_read(browser: Browser, files: dict[str, Path]) -> None:
    for page in opened(browser, files["fr"], bypass_csp=True):
        page.evaluate("document.querySelector('.note').style.color = '#ddd'")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [v["id"] for v in found["violations"]] == ["color-contrast"]


def test_copying_says_so_and_copies(
    browser: Browser, files: dict[str, Path], page: brochure.Page
) -> None:
    for shown in opened(browser, files["fr"]):
        shown.get_by_role("button", name="Copier le lien").click()
        status = shown.locator("[data-share-status]")
        status.get_by_text("Le lien est copié.").wait_for()
        assert shown.evaluate("navigator.clipboard.readText()") == page.url
    captions = json.loads((files["fr"].parent / "captions.json").read_text(encoding="utf-8"))
    rows = [row for row in captions["captions"] if row["image"] == "cards/open-graph.png"]
    for shown in opened(browser, files["fr-press"]):
        group = shown.locator(".group").first
        group.locator(".described").get_by_role("button").click()
        group.get_by_text("Copié.").wait_for()
        assert shown.evaluate("navigator.clipboard.readText()") == rows[0]["alternative_text"]
        first = group.locator("li").first
        first.locator("summary").click()
        for row in rows:
            caption = first.locator(".caption").filter(has=shown.get_by_text(row["name"], exact=True))
            caption.get_by_role("button").click()
            caption.get_by_text("Copié.").wait_for()
            assert shown.evaluate("navigator.clipboard.readText()") == row["text"]


PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("name", BOTH)
def test_on_a_phone_each_page_is_short_and_shows_no_code_of_its_own(
    name: str, browser: Browser, files: dict[str, Path]
) -> None:
    for page in opened(browser, files[name], viewport=PHONE):
        page.evaluate("document.querySelectorAll('img').forEach((i) => { i.loading = 'eager'; })")
        page.evaluate("Promise.all([...document.images].map((i) => i.decode()))")  # polling needs eval
        assert page.evaluate("document.documentElement.scrollHeight") < 4000
        assert page.locator(".code:visible").count() == 0
    for page in opened(browser, files[name], viewport={"width": 1280, "height": 800}):
        assert page.locator(".code:visible").count() == (0 if name.endswith("press") else 1)


EDGES = """[...document.querySelectorAll(
  'h1, .lead, .intro, .figures, .panels-title, .panels, .reading > *, .share h2, .share-row > *, .site,'
  + '.hint, .group > *'
)].filter((e) => e.getClientRects().length).map((e) => Math.round(e.getBoundingClientRect().left))"""
"""Where blocks begin, in pixels."""


@pytest.mark.parametrize("name", BOTH)
def test_blocks_begin_at_one_edge_or_at_a_second_one(
    name: str, browser: Browser, files: dict[str, Path]
) -> None:
    """What stands beside something begins at another edge; on a phone there is nothing beside."""
    for width, beside in ((1280, 3), (390, 0)):
        for page in opened(browser, files[name], viewport={"width": width, "height": 800}):
            edges: list[int] = page.evaluate(EDGES)
            assert edges.count(statistics.mode(edges)) > len(edges) / 2
            assert len(set(edges)) <= 1 + beside


def test_no_word_of_a_figure_is_parted(
    browser: Browser, files: dict[str, Path], page: brochure.Page
) -> None:
    """At any width: "11 communes" once stood on three lines, the last a single letter."""
    value = "document.querySelector('.value')"
    fits = f"{value}.scrollWidth <= {value}.clientWidth + 1 && {value}.clientHeight"
    figures = (brochure.KeyFigure(value="11 communes", label="concernées"),)
    wide, narrow = rendering.figure_sizes(content_of(replace(page, figures=figures)).figures)
    for name in DESIGNS:
        for shown in opened(browser, files[name], bypass_csp=True):
            shown.evaluate(
                f"{value}.innerHTML = '11<span class=unit>communes</span>';"
                f"document.querySelector('main').style = '--wide: {wide}rem; --narrow: {narrow}rem'"
            )
            heights = []
            for width in (320, 390, 768, 1024, 1280):
                shown.set_viewport_size({"width": width, "height": 800})
                heights.append(shown.evaluate(fits))
            assert all(heights)
            # Two lines, the number and its unit, not three.
            assert max(heights) < 2.2 * shown.evaluate(
                f"parseFloat(getComputedStyle({value}).fontSize)"
            )


PALE = """(least) => {
  const light = (rgb) => rgb.map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const of = node.parentElement;
    if (!node.data.trim() || !of.getClientRects().length || of.closest('script, style')) continue;
    const rgb = getComputedStyle(of).color.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const contrast = 1.05 / (light(rgb) + 0.05);
    if (contrast < least) found.push(`${node.data.trim().slice(0, 30)}: ${contrast.toFixed(2)}`);
  }
  return found;
}"""
"""Texts whose contrast on white paper is less than ``least``: browsers print no grounds."""


@pytest.mark.parametrize("name", BOTH)
def test_on_paper_all_is_black_on_white_and_the_code_is_there(
    name: str, browser: Browser, files: dict[str, Path]
) -> None:
    for page in opened(browser, files[name], viewport=PHONE):
        for scheme in ("light", "dark"):
            page.emulate_media(media="print", color_scheme=scheme)
            assert page.evaluate(PALE, 4.5) == []
        assert page.locator("button:visible").count() == 0
        assert page.locator(".code:visible").count() == (0 if name.endswith("press") else 1)
        if SHOTS:
            page.pdf(path=f"{SHOTS}/{name}.pdf")


def test_a_text_too_pale_for_paper_is_found(browser: Browser, files: dict[str, Path]) -> None:
    for page in opened(browser, files["fr"], bypass_csp=True):
        assert any(found.startswith("Le Sommet mondial") for found in page.evaluate(PALE, 4.5))


@pytest.mark.parametrize("name", DESIGNS)
def test_panels_are_seen_in_the_dark(name: str, browser: Browser, files: dict[str, Path]) -> None:
    """By an edge of three to one against the page, as WCAG 2.2 asks of parts of a page (1.4.11)."""
    edge = """(() => {
      const style = getComputedStyle(document.querySelector('.panel'));
      const side = ['Top', 'Left'].find((each) => style[`border${each}Width`] !== '0px');
      return side ? style[`border${side}Color`] : '';
    })()"""
    for page in opened(browser, files[name], color_scheme="dark"):
        channels = [int(c) for c in re.findall(r"\d+", page.evaluate(edge))[:3]]
        ground = [int(c) for c in re.findall(r"\d+", page.evaluate(GROUND))[:3]]
        line, paper = (
            Colour(rgb="#{:02X}{:02X}{:02X}".format(*c), cmyk=(0, 0, 0, 0)) for c in (channels, ground)
        )
        assert contrast(line, paper) >= 3


GROUND = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize(("name", "stops"), [("fr", 10), ("fr-press", 40)])
def test_the_keyboard_goes_through_it_in_reading_order(
    name: str, stops: int, browser: Browser, files: dict[str, Path]
) -> None:
    for page in opened(browser, files[name]):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().x") >= 0
        tops, seen = [], 0
        while seen < 200:
            page.keyboard.press("Tab")
            box = page.evaluate(
                "(() => { const e = document.activeElement; if (e === document.body) return null;"
                " const b = e.getBoundingClientRect();"
                " const at = (e.closest('.group') || e).getBoundingClientRect();"
                " return [at.top + scrollY, b.width, b.height, getComputedStyle(e).outlineStyle]; })()"
            )
            if box is None:
                break
            tops.append(box[0])
            assert box[3] != "none"
            assert box[2] >= 24
            seen += 1
        assert seen >= stops
        assert sum(b < a - 60 for a, b in pairwise(tops)) <= 2


@pytest.mark.parametrize("name", ["fr", "fr-press"])
def test_links_lead_where_they_say(
    name: str, browser: Browser, files: dict[str, Path], kit: brochure.Kit
) -> None:
    for page in opened(browser, files[name]):
        hrefs = page.eval_on_selector_all("a[href]", "list => list.map((a) => a.getAttribute('href'))")
        for href in hrefs:
            if href.startswith("#"):
                assert page.locator(href).count() == 1
            elif href.startswith("../") or href in LOCAL:
                assert (files["fr"].parent / href).is_file()
            else:
                assert href.startswith(("https://", "mailto:"))
        assert "../brochure.pdf" in hrefs
        words = page.locator('.downloads a[href="../brochure.pdf"]').inner_text()
        pages = next(a.facts.pages for a in kit.artifacts if a.path == "brochure.pdf")
        assert f"PDF, {pages} pages" in words
        assert words.endswith("ko")


LOCAL = {"event.ics", "captions.md", "index.html", "press.html"}


@pytest.mark.parametrize("lang", [*BOTH, "ar"])
@pytest.mark.parametrize("width", [320, 1440])
def test_it_never_scrolls_sideways(
    lang: str, width: int, browser: Browser, files: dict[str, Path]
) -> None:
    for page in opened(browser, files[lang], viewport={"width": width, "height": 640}):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        broken = page.evaluate(
            "[...document.querySelectorAll('h1, h2')]"
            ".filter((e) => e.scrollWidth > e.clientWidth + 1).length"
        )
        assert broken == 0
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{lang}-{width}.png", full_page=True)


def test_without_scripts_all_is_there_but_the_buttons(browser: Browser, files: dict[str, Path]) -> None:
    for page in opened(browser, files["fr"], java_script_enabled=False):
        assert page.locator("button:visible").count() == 0
        assert page.locator(".share-links a:visible").count() == 6
    for page in opened(browser, files["fr-press"], java_script_enabled=False):
        assert page.locator("button:visible").count() == 0
        cards = page.locator(".cards li:has(> img)")
        assert cards.count() == 10
        assert page.locator('.cards a[download][href$=".jpg"]').count() == 8
        for i in range(cards.count()):
            cards.nth(i).locator("summary").click()
            assert cards.nth(i).locator(".caption .post:visible").count() > 0


@pytest.fixture(scope="module")
def previews(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The previews of the same pages."""
    folder = tmp_path_factory.mktemp("previews")
    arabic = brochure.read(ROOT / "tests" / "pages" / "arabic.md")
    made = brochure.build(arabic, brochure.load_theme("agora"), only=["preview"])
    brochure.write(made, folder / "ar")
    return {"fr": files["fr"].parent.parent / "preview.html", "ar": folder / "ar" / "preview.html"}


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_the_preview_is_one_page_that_anyone_can_read(
    lang: str, scheme: str, browser: Browser, previews: dict[str, Path]
) -> None:
    width = 390 if scheme == "dark" else 1280
    assert previews[lang].stat().st_size < 3_000_000
    for page in opened(
        browser, previews[lang], color_scheme=scheme, bypass_csp=True,
        viewport={"width": width, "height": 800},
    ):  # fmt: skip
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("[...document.images].every((i) => i.naturalWidth > 0)")
        assert page.locator(".frame").count() == 8
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/preview-{lang}-{scheme}.png", full_page=True)
