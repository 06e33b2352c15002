"""The share page in Chromium: links, copying, keyboard, narrow screens, nobody asked, axe-core."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import brochure
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
    return {lang: folder / lang / "share" / "index.html" for lang in ("fr", "ar")}


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


@pytest.mark.parametrize(("lang", "scheme"), LOOKS)
def test_axe_finds_nothing(lang: str, scheme: str, browser: Browser, files: dict[str, Path]) -> None:
    for page in opened(browser, files[lang], color_scheme=scheme, bypass_csp=True):
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        page.evaluate("document.querySelectorAll('img').forEach((i) => { i.loading = 'eager'; })")
        page.wait_for_function("[...document.images].every((i) => i.complete && i.naturalWidth > 0)")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
        assert len(found["passes"]) > 25
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{lang}-{scheme}.png", full_page=True)


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
        first = shown.locator(".cards li").first
        first.get_by_role("button").first.click()
        first.get_by_text("Copié.").wait_for()
        copied = shown.evaluate("navigator.clipboard.readText()")
        assert copied == first.locator("img").get_attribute("alt")
        captions = json.loads((files["fr"].parent / "captions.json").read_text(encoding="utf-8"))
        first.locator("summary").click()
        for row in (row for row in captions["captions"] if row["image"] == "cards/open-graph.png"):
            caption = first.locator(".caption").filter(has=shown.get_by_text(row["name"], exact=True))
            caption.get_by_role("button").click()
            caption.get_by_text("Copié.").wait_for()
            assert shown.evaluate("navigator.clipboard.readText()") == row["text"]


def test_the_keyboard_goes_through_it_in_reading_order(
    browser: Browser, files: dict[str, Path]
) -> None:
    for page in opened(browser, files["fr"]):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().x") >= 0
        tops, seen = [], 0
        while seen < 200:
            page.keyboard.press("Tab")
            box = page.evaluate(
                "(() => { const e = document.activeElement; if (e === document.body) return null;"
                " const b = e.getBoundingClientRect();"
                " const at = (e.closest('.cards li') || e).getBoundingClientRect();"
                " return [at.top + scrollY, b.width, b.height, getComputedStyle(e).outlineStyle]; })()"
            )
            if box is None:
                break
            tops.append(box[0])
            assert box[3] != "none"
            assert box[2] >= 24
            seen += 1
        assert seen > 30
        assert sum(b < a - 60 for a, b in pairwise(tops)) <= 2


def test_links_lead_where_they_say(browser: Browser, files: dict[str, Path], kit: brochure.Kit) -> None:
    for page in opened(browser, files["fr"]):
        hrefs = page.eval_on_selector_all("a[href]", "list => list.map((a) => a.getAttribute('href'))")
        for href in hrefs:
            if href.startswith("#"):
                assert page.locator(href).count() == 1
            elif href.startswith("../") or href == "event.ics":
                assert (files["fr"].parent / href).is_file()
            else:
                assert href.startswith(("https://", "mailto:"))
        assert "../brochure.pdf" in hrefs
        words = page.locator(".pdf").last.inner_text()
        pages = next(a.facts.pages for a in kit.artifacts if a.path == "brochure.pdf")
        assert f"PDF, {pages} pages" in words
        assert words.endswith("ko")


@pytest.mark.parametrize("lang", ["fr", "ar"])
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
        cards = page.locator(".cards > ul > li")
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
