"""The studio in Firefox: from a text pasted from Word to the kit, by the keyboard alone."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_here
from tests.studio.bidi import Firefox
from tests.studio.conftest import Served
from tests.studio.test_text_blocks import CLIPBOARDS


def _firefox() -> str | None:
    """Firefox, unless it is the one that Ubuntu has: a snap sees no profile in /tmp."""
    for name in ("firefox-esr", "firefox"):
        found = shutil.which(name)
        if found and "/snap/" not in str(Path(found).resolve()):
            head = Path(found).read_bytes()[:2000]
            if not (head.startswith(b"#!") and b"snap" in head):
                return found
    return None


FIREFOX = _firefox()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox on this machine, or none but Ubuntu's snap"),
]

TAB, ENTER, SPACE, RIGHT = "\ue004", "\ue007", " ", "\ue014"

PASTE = """(html) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/html", html);
  const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", { value: clipboard });
  document.activeElement.dispatchEvent(event);
}"""
AT_END = """() => {
  const text = document.querySelector("#text p");
  document.querySelector("#text").focus();
  getSelection().selectAllChildren(text);
  getSelection().collapseToEnd();
}"""
SAVED = "() => document.querySelector('#state').dataset.kind === 'saved'"
THERE = "(what) => Boolean(document.querySelector(what))"
FOCUS = "(what) => document.querySelector(what).focus()"


@pytest.fixture
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    found = Firefox(str(FIREFOX), tmp_path_factory.mktemp("firefox"), "fr")
    yield found
    found.close()


def test_from_a_pasted_text_to_the_kit_in_firefox(
    firefox: Firefox, served: Served, folder: Path, tmp_path: Path
) -> None:
    firefox.open(f"{served.address}/?token={served.access.token}")
    firefox.tell(FOCUS, "#bring-text")
    firefox.tell(PASTE, (CLIPBOARDS / "word.html").read_text(encoding="utf-8"))
    firefox.until(THERE, "#result a.main")
    assert "reconnu" in firefox.tell("() => document.querySelector('#result h2').textContent")
    firefox.tell(FOCUS, "#result a.main")
    firefox.type(ENTER)
    firefox.until("() => document.body.dataset.ready === '1'")

    firefox.tell(FOCUS, "#f-url")
    firefox.type("https://www.lorme.example/noel")
    firefox.tell(AT_END)
    firefox.type(f" Venez avec 250 amis.{ENTER}- un{ENTER}deux")
    firefox.until(SAVED)
    firefox.until(THERE, "[data-proposals=figures] input")
    firefox.tell(FOCUS, "[data-proposals=figures] input")
    firefox.type(SPACE)
    firefox.until(THERE, "[data-list=figures] textarea")
    firefox.until(THERE, "[name=theme]:checked")
    firefox.tell(FOCUS, "[name=theme]:checked")
    firefox.type(RIGHT)
    firefox.until(SAVED)

    firefox.until(THERE, "#view-pdf .sheet img[src]")
    firefox.until("() => document.querySelector('#verdict').dataset.state !== 'none'")
    firefox.tell(FOCUS, "#verdict")
    firefox.type(TAB)
    assert firefox.tell("() => document.activeElement.id") == "zip"
    firefox.type(ENTER)
    taken = downloaded(firefox.folder)
    source = next(path for path in folder.glob("*.md") if path.name != "page.md")
    text = source.read_text(encoding="utf-8")
    assert " Venez avec 250 amis.\n\n- un\n- deux" in text
    assert re.search(r"theme: (?!agora)\w+", text)
    assert "figures:" in text
    command = ("build", source.name, "-o", str(tmp_path / "built"), "--zip", "--quiet")
    assert run_here(*command, cwd=folder).returncode == 0
    (built,) = (tmp_path / "built").glob("*.zip")
    assert taken == built.read_bytes()


def downloaded(folder: Path) -> bytes:
    """The one archive that was saved to ``folder``, when it is whole."""
    end = time.monotonic() + 120
    while not (found := [*folder.glob("*.zip")]) or [*folder.glob("*.part")]:
        assert time.monotonic() < end, [*folder.iterdir()]
        time.sleep(0.1)
    (whole,) = found
    return whole.read_bytes()
