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


def pictures(page: Page, address: str, lang: str) -> None:
    """The first screen, the workbench and what can be taken, in ``lang``."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    page.locator(".page-state.new").first.wait_for()
    page.screenshot(path=HERE / f"home.{lang}.png")
    page.goto(f"{address.partition('/?')[0]}/pages/atelier.{lang}")
    page.locator("#verdict:not([data-state=none])").wait_for()
    page.locator("#view-pdf .sheet img[src]").first.wait_for()
    page.screenshot(path=HERE / f"bench.{lang}.png")
    page.locator("#tab-take").click()
    page.locator("#files a").first.wait_for()
    page.screenshot(path=HERE / f"take.{lang}.png")


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
