"""The text of a page between the file and the editor: the same bytes come back, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brochure.studio import text_blocks
from brochure.studio.written_blocks import markdown_of
from tests.conftest import ROOT

MATTER = re.compile(r"(?s)\A(---\n.*?\n---\n|\+\+\+\n.*?\n\+\+\+\n)")
SOURCES = sorted(
    path
    for folder in ("pages", "docs", "tests")
    for path in (ROOT / folder).rglob("*.md")
    if "node_modules" not in path.parts
)
CLIPBOARDS = Path(__file__).parent / "clipboard"


def body_in(path: Path) -> str:
    """The body of a page; "" where its bytes are no UTF-8."""
    try:
        return MATTER.sub("", path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        return ""


def saved(body: str, **changed: str) -> str:
    """``body`` opened and saved, with blocks ``changed`` by their numbers ("b2") to HTML."""
    found = text_blocks.blocks_of(body)
    rows = [
        {"gap": block["gap"], "html": changed[f"b{at}"]}
        if f"b{at}" in changed
        else {"gap": block["gap"], "source": block["source"]}
        for at, block in enumerate(found["blocks"])
    ]
    return text_blocks.body_of(rows, found["end"])


def htmls(body: str) -> list[str | None]:
    return [block["html"] for block in text_blocks.blocks_of(body)["blocks"]]


def test_every_page_that_is_opened_and_saved_has_the_same_bytes() -> None:
    assert [path for path in SOURCES if saved(body_in(path)) != body_in(path)] == []


@pytest.mark.parametrize(
    "body", ["", "\n", "a", "a\r\n\r\n- b\r\n- c\r\n", "\n\n# x\ny\n***\n```\nopen", ":::"]
)
def test_so_has_whatever_text(body: str) -> None:
    assert saved(body) == body


def test_nearly_all_paragraphs_headings_lists_and_tables_are_shown_as_they_look() -> None:
    shown = [html for path in SOURCES for html in htmls(body_in(path))]
    assert sum(html is not None for html in shown) > 0.85 * len(shown)


def test_a_changed_block_is_written_anew_and_no_other_byte() -> None:
    body = "Un *mot* .\n\n\n* vieux\n* style\n\nFin_de_texte\n"
    assert saved(body, b0="<p>Un <em>autre</em> mot.</p>") == body.replace(
        "Un *mot* .", "Un *autre* mot."
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Titre</h2>", "## Titre"),
        ("<p>a <strong>b </strong>c</p>", "a **b** c"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<p>5 * 3 et snake_case</p>", "5 * 3 et snake_case"),
        ("<p>une *étoile* tapée</p>", "une \\*étoile\\* tapée"),
        ("<p>1. pas une liste</p>", "1\\. pas une liste"),
        ("<p># pas un titre</p>", "\\# pas un titre"),
        ("<p>une note[^1]</p>", "une note[^1]"),
        ('<p><a href="x" data-to="https://exemple.org">lien</a></p>', "[lien](https://exemple.org)"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td></td></tr></table>",
         "| a | b\\|c |\n|---|---|\n| 1 |  |"),
        ('<blockquote class="quotation"><p>Mots</p><p class="by">Elle</p></blockquote>',
         "::: quote\nMots\n— Elle\n:::"),
        ('<aside class="callout"><p class="callout-title">Venir</p><p>Tram 2</p></aside>',
         "::: sidebar Venir\nTram 2\n:::"),
        ('<figure data-file="a.png" data-alt="Un [a]" data-caption=\'Le "b"\'></figure>',
         '![Un (a)](a.png "Le ”b”")'),
        ("<div><p>a</p><p>b</p></div>", "a\n\nb"),
        ("<p><br></p><div><br></div>", ""),
    ],
)  # fmt: skip
def test_what_is_edited_is_written_as(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown
    if markdown:
        assert text_blocks.body_of([{"html": html}], "\n") == f"{markdown}\n"


@pytest.mark.parametrize(
    "source",
    [
        "Setext\n======", "<div>\nx\n</div>", "Terme\n: ce qu'il dit", "- a\n\n  un paragraphe\n",
        "::: portrait\n![x](a.jpg)\n:::", "> [!NOTE]\n> x", "[^1]: la note",
        "    code", "+--+\n| a|\n+--+",
        "• a\n• b", "!!! note\n    x", "| a | b |\n|---|\n| 1 |", "::: quote {.wide}\nx\n:::",
    ],
)  # fmt: skip
def test_what_the_editor_does_not_know_is_shown_as_it_is_written(source: str) -> None:
    assert htmls(source + "\n")[0] is None


def test_no_html_of_a_page_reaches_the_screen() -> None:
    hostile = 'a <img src=x onerror=alert(1)> [b](javascript:alert(1)) "c" <script>d</script>\n'
    (html,) = htmls(hostile)
    assert html is not None
    assert "<img" not in html
    assert "<script" not in html
    assert 'href="javascript' not in html


TAKEN = """## Le marché de Noël de Lorme

La ville de Lorme ouvre son **marché de Noël** le *samedi 5 décembre 2026* à 10 heures, place de l’Hôtel-de-Ville.

## Ce qui vous attend

- Quarante-deux chalets d’artisans
  - dont douze de la vallée
- Une patinoire de 300 m²

1) Garez-vous au parc des Quais
2) Prenez la navette

| Jour | Ouverture |
|---|---|
| Samedi | 10 h – 20 h |

Tout est sur [le site de la ville](https://www.lorme.example/noel).
"""  # noqa: E501


@pytest.mark.parametrize("program", ["word", "libreoffice", "google"])
def test_the_clipboard_of_each_program_is_taken_whole(program: str) -> None:
    html = (CLIPBOARDS / f"{program}.html").read_text(encoding="utf-8")
    found = text_blocks.from_clipboard(html, "")
    assert text_blocks.body_of(found["blocks"], found["end"]) == TAKEN
    assert None not in [block["html"] for block in found["blocks"]]


def test_pictures_of_a_clipboard_are_counted() -> None:
    found = text_blocks.from_clipboard('<p>a</p><img src="file:///c:/x.png"><p>b</p>', "")
    assert (len(found["blocks"]), found["pictures"]) == (2, 1)


@pytest.mark.parametrize(
    "source", ["![Les quais](ma%20photo.jpg)", '![Les quais](<ma photo.jpg> "Au bord")']
)
def test_a_picture_whose_name_has_spaces_is_shown_and_written_so_that_it_is_found(source: str) -> None:
    (block,) = text_blocks.blocks_of(f"{source}\n")["blocks"]
    assert 'data-file="ma photo.jpg"' in block["html"]
    assert "(<ma photo.jpg>" in text_blocks.body_of([{"html": block["html"]}], "\n")
    assert text_blocks.body_of([{"source": source}], "\n") == f"{source}\n"


def test_a_picture_put_into_the_text_from_a_file_with_a_hostile_name_stays_one_picture() -> None:
    html = '<figure data-file="une (belle) vue.jpg" data-alt="La vue" data-caption=""></figure>'
    assert text_blocks.body_of([{"html": html}], "\n") == "![La vue](<une (belle) vue.jpg>)\n"
