"""Makes the pictures of the guides: the studio, served to Chromium, with a page of the example.

python docs/guide/pictures.py
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SIZE = {"width": 1280, "height": 800}
PATIENCE_MS = 120_000


TABLES = {
    "fr": """Date;Horaire;Intitulé;Lieu;Qui
5 décembre 2026;14h;Ouverture du marché;Place de la Halle;Mairie de Lorme
5 décembre 2026;25h30;Concert de la chorale;Église Saint-Aubin;Chorale du Val
5 décembre 2026;17h;Atelier de lampions;Salle des fêtes;Inès Martin
6 décembre 2026;11h;Contes d’hiver;Bibliothèque;Paul Le Goff
""",
    "en": """Date;Time;What;Where;Who
5 December 2026;14:00;The market opens;Hall Square;Lorme town hall
5 December 2026;25:30;Choir concert;St Aubin’s church;Choir of the valley
5 December 2026;17:00;Lantern workshop;Village hall;Ines Martin
6 December 2026;11:00;Winter tales;Library;Paul Le Goff
""",
}
"""A programme in each language, of which one hour cannot be."""


def pictures(page: Page, address: str, lang: str) -> None:
    """The screens that the guides speak of, in ``lang``."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator(".page-state.new").first.wait_for()
    page.screenshot(path=HERE / f"home.{lang}.png")
    page.goto(f"{address.partition('/?')[0]}/pages/atelier.{lang}")
    page.locator("#verdict:not([data-state=none])").wait_for()
    page.locator("#view-pdf .sheet img[src]").first.wait_for()
    page.screenshot(path=HERE / f"bench.{lang}.png")
    page.locator("#s-look").scroll_into_view_if_needed()
    page.locator("#brand-0").fill("#00A080")
    page.locator("#contrast .mend").first.wait_for()
    page.locator("#themes img").first.wait_for()
    page.locator("#contrast").scroll_into_view_if_needed()
    page.screenshot(path=HERE / f"look.{lang}.png")
    page.reload()
    page.locator("body[data-ready]").wait_for()
    page.locator("#verdict:not([data-state=none])").wait_for()
    page.locator("#tab-take").click()
    page.locator("#files a").first.wait_for()
    page.screenshot(path=HERE / f"take.{lang}.png")
    site = address.partition("/?")[0]
    page.goto(site)
    programme = {
        "name": f"programme-{lang}.csv",
        "mimeType": "text/csv",
        "buffer": TABLES[lang].encode(),
    }
    page.locator("#bring-file").set_input_files(programme)
    page.locator("#result .main").click()
    page.locator("#sheet-agenda[data-loaded]").wait_for()
    page.screenshot(path=HERE / f"list.{lang}.png")
    other = {"fr": "en", "en": "fr"}[lang]
    page.goto(f"{site}/pages/atelier.{lang}/translation/atelier.{other}")
    page.locator("#pairs").wait_for()
    page.screenshot(path=HERE / f"pairs.{lang}.png")


def main() -> None:
    """Serve copies of the example's pages, and take the pictures."""
    with tempfile.TemporaryDirectory() as above, sync_playwright() as play:
        folder = Path(above) / "pages"
        folder.mkdir()
        for source in (ROOT / "docs" / "example").glob("atelier.??.md"):
            shutil.copy(source, folder)
        command = [sys.executable, "-m", "brochure", "studio", str(folder), "--no-browser"]
        with subprocess.Popen(  # noqa: S603 our own program
            command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as studio:
            said = studio.stdout.readline() if studio.stdout else ""
            found = re.search(r"http://\S+", said)
            if not found:
                raise SystemExit(said)
            browser = play.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            for lang in ("fr", "en"):
                context = browser.new_context(locale=lang, viewport=SIZE)
                pictures(context.new_page(), found[0], lang)
            browser.close()
            studio.terminate()


if __name__ == "__main__":
    main()
