"""The studio in Chromium: from a pasted text to the kit, by keyboard, when the server dies."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright

from brochure import assets
from tests.conftest import ROOT, run_here
from tests.studio.conftest import Served
from tests.studio.test_lists import WORKBOOK
from tests.studio.test_text_blocks import CLIPBOARDS, TAKEN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ORACLES = ROOT / "tests" / "oracles" / "node_modules"
AXE = ORACLES / "axe-core" / "axe.min.js"
EQUAL_ACCESS = ORACLES / "accessibility-checker-engine" / "ace.js"
SHOTS = os.environ.get("BROCHURE_SHOTS", "")
"""A folder for screenshots, to be looked at."""

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


PATIENCE_MS = 60_000
"""How long to wait for what must come, on a machine that does other things besides."""


def origin_of(address: str) -> str:
    return "/".join(address.split("/")[:3])


@contextmanager
def visited(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """The first screen at an ``address`` with its key; nothing is asked of anybody else."""
    context = browser.new_context(**{"locale": "fr", "viewport": DESK, **options})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(address)
    yield page
    own = (origin_of(address), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert failed == []
    context.close()


def key_of(served: Served) -> str:
    return f"{served.address}/?token={served.access.token}"


def opened(page: Page, name: str = "page") -> Page:
    """The workbench of a page, when it can be worked at."""
    page.goto(f"{origin_of(page.url)}/pages/{name}")
    page.locator("body[data-ready]").wait_for()
    return page


def saved(page: Page) -> None:
    page.locator("#state[data-kind=saved]").wait_for()


def paste(area: Locator, html: str) -> None:
    """Paste into ``area`` what a program puts on the clipboard."""
    area.evaluate(
        """(area, html) => {
          const clipboard = new DataTransfer();
          clipboard.setData("text/html", html);
          clipboard.setData("text/plain", "no formats");
          area.dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: clipboard, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def clipboard(program: str) -> str:
    return (CLIPBOARDS / f"{program}.html").read_text(encoding="utf-8")


WORDS = {
    "fr": ("Ce qui a été reconnu", "Corriger et voir"),
    "en": ("What was recognised", "Correct it and see it"),
}


@pytest.mark.parametrize(("lang", "program"), [("fr", "word"), ("en", "google")])
def test_from_a_pasted_text_to_the_kit_that_build_makes(
    lang: str, program: str, browser: Browser, served: Served, folder: Path, tmp_path: Path
) -> None:
    recognised, go_on = WORDS[lang]
    with visited(browser, key_of(served), locale=lang) as page:
        paste(page.locator("#bring-text"), clipboard(program))
        page.get_by_role("heading", name=recognised).wait_for()
        page.get_by_role("link", name=go_on).click()
        page.locator("body[data-ready]").wait_for()
        page.locator("#f-url").fill("https://www.lorme.example/noel")
        page.locator("#f-lead").fill("Quarante chalets, une patinoire et une navette.")
        saved(page)
        page.locator("#view-pdf .sheet img[src]").first.wait_for()
        page.locator("#verdict:not([data-state=none])").wait_for()
        with page.expect_download() as download:
            page.locator("#zip").click()
        name = page.url.rsplit("/", 1)[1]
        taken = Path(download.value.path()).read_bytes()
    source = folder / f"{name}.md"
    assert "- dont douze de la vallée" in source.read_text(encoding="utf-8")
    command = ("build", source.name, "-o", str(tmp_path / "built"), "--zip", "--quiet")
    assert run_here(*command, cwd=folder).returncode == 0
    (built,) = (tmp_path / "built").glob("*.zip")
    assert taken == built.read_bytes()


def test_what_is_typed_and_pasted_stands_in_the_file_and_can_be_undone_after_a_reload(
    browser: Browser, served: Served, folder: Path
) -> None:
    source = folder / "page.md"
    before = source.read_bytes()
    with visited(browser, key_of(served)) as page:
        opened(page)
        page.locator("#text p").first.click()
        page.keyboard.press("End")
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.type("- un")
        page.keyboard.press("Enter")
        page.keyboard.type("deux")
        saved(page)
        assert source.read_text(encoding="utf-8").endswith("les gens.\n\n- un\n- deux\n")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        paste(page.locator("#text"), clipboard("libreoffice"))
        page.locator("#text table").wait_for()
        saved(page)
        assert source.read_text(encoding="utf-8").endswith(f"- deux\n\n{TAKEN}")
        page.reload()
        page.locator("body[data-ready]").wait_for()
        for _ in range(9):
            if page.locator("#undo").get_attribute("aria-disabled") == "true":
                break
            with page.expect_response("**/undo"):
                page.keyboard.press("Control+z")
            page.wait_for_timeout(100)
    assert source.read_bytes() == before


def test_a_toolbar_is_enough_for_all_that_a_text_may_hold(
    browser: Browser, served: Served, folder: Path
) -> None:
    with visited(browser, key_of(served)) as page:
        opened(page)
        page.locator("#text p").first.click()
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.type("Venez nombreux")
        page.keyboard.press("Shift+Control+ArrowLeft")
        page.locator("[data-tool=bold]").click()
        page.keyboard.press("End")
        page.keyboard.press("Control+k")
        page.locator("#link-to").fill("exemple.org")
        page.keyboard.press("Enter")
        page.locator("[data-tool=quotation]").click()
        page.keyboard.type("Des mots")
        page.keyboard.press("ArrowDown")
        page.keyboard.type("Elle")
        page.locator("[data-tool=table]").click()
        page.keyboard.type("Jour")
        page.keyboard.press("Tab")
        page.keyboard.type("Heure")
        page.keyboard.press("Tab")
        page.keyboard.type("lundi")
        saved(page)
    text = (folder / "page.md").read_text(encoding="utf-8")
    assert "Venez **nombreux[exemple.org](https://exemple.org)**" in text
    assert "::: quote\nDes mots\n— Elle\n:::" in text
    assert "| Jour | Heure |\n|---|---|\n| lundi |  |" in text


def test_the_point_of_a_photograph_is_set_by_a_click_or_by_arrows(
    browser: Browser, served: Served, folder: Path
) -> None:
    with visited(browser, key_of(served)) as page:
        opened(page)
        page.locator("#photo-file").set_input_files(ROOT / "tests" / "pages" / "quais.jpg")
        focal = page.locator("#focal")
        image = focal.locator("img[src]")
        image.wait_for()
        image.evaluate("(image) => image.decode()")
        box = image.bounding_box()
        assert box
        focal.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
        saved(page)
        assert re.search(r"0\.25.*\s.*0\.75|0\.25, 0\.75", (folder / "page.md").read_text("utf-8"))
        focal.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowUp")
        saved(page)
        assert str(focal.get_attribute("aria-valuetext")).startswith("27")
    assert re.search(r"0\.27.*\s.*0\.65|0\.27, 0\.65", (folder / "page.md").read_text("utf-8"))


def has_value(page: Page, field: str, value: str) -> None:
    """Wait until a field has that value, without evaluating: the screens allow none."""
    for _ in range(600):
        if page.locator(field).input_value() == value:
            return
        page.wait_for_timeout(100)
    raise AssertionError(page.locator(field).input_value())


def test_two_at_one_page_see_each_other_and_overwrite_nothing(
    browser: Browser, served: Served, folder: Path
) -> None:
    source = folder / "page.md"
    with visited(browser, key_of(served)) as one, visited(browser, key_of(served)) as other:
        opened(one)
        opened(other)
        one.locator("#f-title").fill("Un autre titre")
        has_value(other, "#f-title", "Un autre titre")
        other.locator("#told", has_text="modifiée ailleurs").wait_for(state="attached")
        other.locator("#f-lead").fill("Un chapeau")
        has_value(one, "#f-lead", "Un chapeau")
        text = source.read_text(encoding="utf-8")
        one.locator("#text p").first.click()
        changed = text.replace("L'atelier ouvre", "La cour ouvre")

        def meanwhile(route: Route) -> None:
            source.write_text(changed, encoding="utf-8")
            route.continue_()

        one.route("**/edits", meanwhile)
        one.keyboard.type("Ici. ")
        one.locator("#conflict[open]").wait_for()
        assert "La cour ouvre" in one.locator("#conflict-theirs").inner_text()
        assert "La cour ouvre" in source.read_text(encoding="utf-8")
        one.unroute("**/edits")
        one.locator("#conflict-take").click()
        one.locator("#text", has_text="La cour ouvre").wait_for()
    assert "Ici" not in source.read_text(encoding="utf-8")


@contextmanager
def own_server(folder: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A studio in a process of its own, that can be killed; and its first address."""
    command = [sys.executable, "-m", "brochure", "studio", str(folder), "--no-browser"]
    process = subprocess.Popen(
        [*command, *(["--port", str(port)] if port else [])], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        said = ""
        for line in process.stdout or ():
            said += line
            if found := re.search(r"http://\S+", line):
                yield found[0], process
                return
        raise AssertionError(said)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_server_that_is_killed_and_one_that_starts_anew_lose_no_word(
    browser: Browser, folder: Path
) -> None:
    source = folder / "page.md"
    with own_server(folder) as (address, process):
        port = int(origin_of(address).rsplit(":", 1)[1])
        with visited(browser, address) as page:
            opened(page)
            page.locator("#f-title").fill("Avant")
            saved(page)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            page.locator("#f-title").fill("Pendant la panne")
            page.locator("#state[data-kind=lost]").wait_for()
            assert "Avant" in source.read_text(encoding="utf-8")
            with own_server(folder, port):
                saved(page)
                assert "Pendant la panne" in source.read_text(encoding="utf-8")
                page.context.set_offline(True)
                page.locator("#f-title").fill("Sans réseau")
                page.locator("#state[data-kind=lost]").wait_for()
                page.context.set_offline(False)
                saved(page)
    assert "Sans réseau" in source.read_text(encoding="utf-8")


# Accessible, by keyboard, small

FAULTS = """async () => (await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
  "wcag22aa", "best-practice"] })).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])"""


VIOLATIONS = """async () => (await new ace.Checker().check(document, ["WCAG_2_2"])).results
  .filter(({ value, ruleId }) => value.join() === "VIOLATION,FAIL")
  .map(({ ruleId, message, snippet }) => [ruleId, message, snippet])"""


def faults(page: Page) -> list[Any]:
    """What axe-core finds at WCAG 2.2 AA and by its good practice, and Equal Access (IBM) at AA."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    if not page.evaluate("'ace' in window"):
        page.evaluate(EQUAL_ACCESS.read_text(encoding="utf-8"))
    return [*page.evaluate(FAULTS), *page.evaluate(VIOLATIONS)]


PRODUCTS = ("pdf", "print", "cards", "qr", "share", "texts", "take")
LOOKS = [("fr", "light", DESK), ("en", "dark", PHONE)]


@pytest.mark.parametrize(("lang", "scheme", "size"), LOOKS, ids=["desk-light", "phone-dark"])
def test_no_fault_of_accessibility_in_any_state(
    lang: str, scheme: str, size: dict[str, int], browser: Browser, served: Served
) -> None:
    options = {"locale": lang, "color_scheme": scheme, "viewport": size, "bypass_csp": True}
    with visited(browser, key_of(served), **options) as page:
        found = {"home": faults(page)}
        paste(page.locator("#bring-text"), clipboard("google"))
        page.locator("#result h2").wait_for()
        found["brought"] = faults(page)
        opened(page)
        page.locator("#f-title").fill("")
        page.locator(".problem.error").first.wait_for()
        page.locator("[data-add=figures]").click()
        found["faults"] = faults(page)
        page.locator("#f-title").fill("Portes ouvertes")
        saved(page)
        if size is PHONE:
            page.locator("[data-show=see]").click()
        for product in PRODUCTS:
            page.locator(f"#tab-{product}").click()
            if product not in {"texts", "take"}:
                page.locator(f"#view-{product} .empty").wait_for(state="hidden")
            found[product] = faults(page)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{product}-{lang}-{scheme}.png")
        for dialog in ("link", "versions", "hold", "conflict"):
            page.evaluate(f"document.querySelector('#{dialog}').showModal()")
            found[dialog] = faults(page)
            page.evaluate(f"document.querySelector('#{dialog}').close()")
        width = page.evaluate("document.documentElement.scrollWidth")
    assert {state: one for state, one in found.items() if one} == {}
    assert width <= size["width"]


def test_the_check_of_accessibility_finds_what_cannot_be_read(browser: Browser, served: Served) -> None:
    with visited(browser, key_of(served), bypass_csp=True) as page:
        page.evaluate("document.querySelector('.hint').style.color = '#ccc'")
        found = [fault[0] for fault in faults(page)]
    assert found == ["color-contrast", "text_contrast_sufficient"]


def test_keys_are_enough(browser: Browser, served: Served) -> None:
    """Every control is reached by Tab or by arrows, and what has the focus is seen."""
    with visited(browser, key_of(served)) as page:
        opened(page)
        seen: list[str] = []
        for _ in range(120):
            page.keyboard.press("Tab")
            name = "document.activeElement.id || document.activeElement.dataset.tool || ''"
            seen.append(page.evaluate(name))
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            beside = page.evaluate("document.activeElement.matches('.file input, .choice input')")
            assert beside or outline != "none", seen[-1]
            if seen[-1] == "tab-pdf":
                break
        wanted = {"versions-open", "verdict", "zip", "f-title", "h2", "text", "f-url", "tab-pdf"}
        assert wanted <= set(seen)
        page.keyboard.press("ArrowRight")
        assert page.locator("#view-print").is_visible()
        page.locator("[data-tool=h2]").focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.dataset.tool") == "h3"


SMALL = """[...document.querySelectorAll("button, a[href], input, select, summary, [role=tab]")]
  .filter((e) => e.offsetParent && !e.closest(".told, .skip")
    && !e.matches(".file input, [type=radio], [type=checkbox]"))
  .filter((e) => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
  .map((e) => e.outerHTML.slice(0, 120))"""


def test_nothing_to_press_is_smaller_than_24_pixels(browser: Browser, served: Served) -> None:
    with visited(browser, key_of(served), viewport=PHONE) as page:
        assert page.evaluate(SMALL) == []
        opened(page)
        assert page.evaluate(SMALL) == []


def test_the_scripts_are_our_own_and_together_at_most_60_kilobytes() -> None:
    scripts = {
        name: path.read_bytes()
        for name, path in assets.files(assets.templates_folder() / "studio" / "static").items()
        if name.endswith(".js")
    }
    assert sum(map(len, scripts.values())) <= 60 * 1024
    imported = {one for data in scripts.values() for one in re.findall(rb'from "([^"]+)"', data)}
    assert imported <= {f"./{name}".encode() for name in scripts}
    folder = assets.templates_folder() / "studio"
    screens = ("base", "parts", "home", "workbench", "locked")
    templates = "".join((folder / f"{name}.html.j2").read_text(encoding="utf-8") for name in screens)
    assert not re.search(r"<script(?![^>]* src=)(?![^>]*application/json)| on\w+=| style=", templates)


MARKED = (
    "Un **mot en gras**, et\nencore [un lien](https://lorme.example/mot/lien) ; puis un mot et un lien."
)


CARET = """() => {
  const { anchorNode, anchorOffset } = getSelection();
  const range = document.createRange();
  range.setStart(document.querySelector("#text p"), 0);
  range.setEnd(anchorNode, anchorOffset);
  return range.toString().length;
}"""


@pytest.mark.parametrize("word", ["gras", "lien](", "mot et", "lien."])
def test_a_caret_between_marks_and_its_place_in_the_file_are_the_same(
    word: str, browser: Browser, served: Served, folder: Path
) -> None:
    source = folder / "page.md"
    head = source.read_text(encoding="utf-8").partition("L'atelier")[0]
    source.write_text(f"{head}{MARKED}\n", encoding="utf-8")
    before = f"{head}{MARKED[: MARKED.rindex(word)]}".split("\n")
    line, column = len(before), len(before[-1]) + 1
    shown = re.sub(r"\*\*|\[|\]\([^)]*\)", "", MARKED).replace("\n", " ")
    letters = re.sub(r"\W.*", "", word)
    place = {"line": line, "column": column, "x": 0.4, "y": 0.4, "w": 0.2, "h": 0.2}
    with visited(browser, key_of(served)) as page:
        page.route("**/words/**", lambda route: route.fulfill(json=[place]))
        opened(page)
        page.locator("#view-pdf .sheet img[src]").first.click()
        with page.expect_request("**/where?*") as asked:
            page.locator("#text:focus").wait_for()
        assert f"line={line}&column={column}&" in asked.value.url
        page.keyboard.press("Shift+End")
        rest = str(page.evaluate("getSelection().toString()"))
        offset = page.evaluate(CARET)
    assert shown[offset:].startswith(letters)
    assert rest.startswith(letters)


def dropped(page: Page, name: str, data: bytes) -> None:
    """Bring a file, and go to what became of it."""
    page.locator("#bring-file").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.locator("#result .main").click()


@pytest.mark.parametrize(("lang", "scheme", "size"), LOOKS, ids=["desk-light", "phone-dark"])
def test_a_list_is_corrected_by_keys_and_its_sheets_are_seen_without_a_fault_of_accessibility(
    lang: str, scheme: str, size: dict[str, int], browser: Browser, served: Served, folder: Path
) -> None:
    options = {"locale": lang, "color_scheme": scheme, "viewport": size}
    with visited(browser, key_of(served), **options) as page:
        dropped(page, "programme.xlsx", WORKBOOK)
        cell = page.locator("[name='cell:5:0']")
        cell.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("26h")
        fault = page.locator("#p-5 .problem.error", has_text="26h")
        fault.wait_for()
        assert faults(page) == []
        assert cell.evaluate("field => field === document.activeElement")  # the table stayed
        page.keyboard.press("Control+a")
        page.keyboard.type("11h15")
        page.locator("#count [data-faults='0']").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.type("Les nuages ")
        saved(page)
        page.keyboard.press("Control+z")
        page.locator("[name='cell:5:1']", has_text="Peser un nuage").wait_for()
        page.locator("#sheet-grid img").first.wait_for()
        for box in ("rooms", "grid"):
            page.locator(f"#s-{box}").uncheck(force=True)
        page.locator("#sheet-grid").wait_for(state="detached")
        page.locator("#f-3").focus()
        page.locator("#f-3").select_option("")
        page.locator("#f-3:not(.used)").wait_for()
        assert page.evaluate("document.activeElement.id") == "f-3"
        saved(page)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=f"{SHOTS}/list-{lang}.png", full_page=True) if SHOTS else None
        with page.expect_download() as taken:
            page.locator("#zip").click()
        assert taken.value.suggested_filename == "programme.zip"
    assert "11h15" in (folder / "programme.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("lang", "scheme", "size"), LOOKS, ids=["desk-light", "phone-dark"])
def test_brand_colours_products_and_translations_have_no_fault_of_accessibility(
    lang: str, scheme: str, size: dict[str, int], browser: Browser, served: Served
) -> None:
    options = {"locale": lang, "color_scheme": scheme, "viewport": size}
    with visited(browser, key_of(served), **options) as page:
        page.locator(".copies").wait_for()
        assert faults(page) == []
        opened(page)
        page.locator("#brand-0").fill("#00A080")
        page.locator("#contrast .mend").click()
        page.locator("#brand-0[value='#007E64']").wait_for()
        page.locator("#makes-print").uncheck(force=True)
        saved(page)
        assert faults(page) == []
        assert served.document()["fields"]["theme"] == "colours/agora-007e64.toml"
        assert "print" not in served.document()["fields"]["products"]
        page.goto(origin_of(page.url))
        page.locator("#translate-page").select_option("es")
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.locator("[name='body[0]']").fill("El taller abre sus puertas.")
        saved(page)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert served.document("page.es")["body"].startswith("El taller")
