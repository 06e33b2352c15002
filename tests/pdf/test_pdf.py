"""The brochure: four composed pages, the theme's fonts, every word on paper, its source inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

import brochure
from brochure.errors import FitError, GlyphError, RenderError
from brochure.pdf import engine, reading_back
from brochure.pdf import rendering as renderer
from tests.conftest import Kits, artifact, in_themes

A4_PT = (595.28, 841.89)


@pytest.fixture(scope="module")
def opened(kit: brochure.Kit) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(artifact(kit, "brochure.pdf").data)) as pdf:
        yield pdf


def text_of(data: bytes) -> str:
    """All text of a PDF, page after page, line ends as spaces, hyphens of divided words kept."""
    document = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join(pages)


def text_without_feet(made: brochure.Artifact, chapters: Sequence[str] = ()) -> str:
    """The letters of all pages, each without its running title, or that of its chapter, and number."""
    found = ""
    running = [f"{n}{letters(title)}" for n, title in enumerate(chapters, 1)]
    for number, page in enumerate(pypdfium2.PdfDocument(made.data), 1):
        text = letters(page.get_textpage().get_text_bounded())
        feet = (f"{title}{number}" for title in (letters(made.running), *running))
        found += text.removesuffix(next((foot for foot in feet if text.endswith(foot)), ""))
    return found


def letters(text: str) -> str:
    """The letters and digits of ``text`` in order: what layout must not lose."""
    return "".join(c for c in text if c.isalnum())


def test_the_summit_is_four_pages_a4(opened: pikepdf.Pdf) -> None:
    assert len(opened.pages) == 4
    for page in opened.pages:
        assert [float(v) for v in page.MediaBox[2:]] == pytest.approx(A4_PT, abs=0.1)


def test_it_says_its_title_language_and_that_it_is_tagged(
    opened: pikepdf.Pdf, page: brochure.Page
) -> None:
    assert str(opened.docinfo["/Title"]) == page.title
    assert str(opened.Root.Lang) == "fr"
    assert bool(opened.Root.MarkInfo.Marked)
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_its_markdown_source_is_attached(opened: pikepdf.Pdf, page: brochure.Page) -> None:
    assert list(opened.attachments) == ["sommet-pgo.md"]
    spec = opened.attachments["sommet-pgo.md"]
    assert spec.get_file().read_bytes().decode() == page.source
    assert str(spec.obj.AFRelationship) == "/Source"


def test_bookmarks_lead_to_title_panels_and_share_page(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        first = outline.root[0]
        titles = [item.title for item in outline.root] + [item.title for item in first.children]
    assert titles[0].startswith("Sommet mondial")
    assert "Partager cette page" in titles
    assert "Trois grandes priorités politiques" in titles


def test_only_the_themes_fonts_are_embedded_and_subset(opened: pikepdf.Pdf) -> None:
    names = {
        str(item.BaseFont)
        for item in opened.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    }
    assert names
    for name in names:
        assert re.match(r"/[A-Z]{6}\+(Bricolage-?Grotesque|Source-?Serif-?4)", name), name


def test_links_say_what_they_do(opened: pikepdf.Pdf) -> None:
    said = [str(a.Contents) for a in opened.pages[-1].Annots]
    assert "Partager sur Facebook" in said
    assert "Partager par courriel" in said


@pytest.mark.parametrize(("source", "theme_name"), in_themes())
def test_no_letter_of_the_page_is_lost(source: Path, theme_name: str, kits: Kits) -> None:
    """Each paragraph's letters are found in the PDF's text, on its paper, hyphens apart."""
    page = brochure.read(source)
    (made,) = kits(source, theme_name, "pdf").artifacts
    if page.direction == "rtl":
        assert made.facts.pages >= 3  # PDFium gives right-to-left text in visual order
        return
    chapters = re.findall(r"^## (.+)$", page.body, flags=re.MULTILINE)
    found = text_without_feet(made, chapters)
    marks = r"!\[.*\]\(.*\)|\]\([^)]*\)|^\d+\.|https?:\S+|^\[\^\w+\]:"
    numbers = {name: str(n) for n, name in enumerate(re.findall(r"\[\^(\w+)\](?!:)", page.body), 1)}
    for paragraph in [page.title, page.lead, page.note, *page.body.split("\n")]:
        plain = re.sub(r"\[\^(\w+)\]", lambda m: numbers[m[1]], re.sub(marks, "", paragraph))
        wanted = letters(plain)
        # A paragraph that goes on over a page may be parted by the foot of its chapter.
        assert wanted in found or reading_back._in_pieces(wanted, found), paragraph


@pytest.mark.parametrize("theme_name", ["agora", "papier", "contraste"])
def test_a_foot_is_one_line_however_long_the_title(theme_name: str, page: brochure.Page) -> None:
    """In contraste it has 14 points, whatever the text around it has."""
    long = replace(
        page, title="Fermeture de l’hôtel de ville et déménagement de tous les services " * 3
    )
    (made,) = brochure.build(long, brochure.load_theme(theme_name), only=["pdf"]).artifacts
    with pypdfium2.PdfDocument(made.data) as document:
        text = document[1].get_textpage()
        boxes = [text.get_rect(i) for i in range(text.count_rects())]
        feet = [box for box in boxes if box[3] < 50]
        assert len(feet) == 2  # the title and the number of the page
        assert all(one[1] < other[3] and other[1] < one[3] for one in feet for other in feet)


@pytest.mark.parametrize(("source", "theme_name"), in_themes())
def test_no_ink_of_text_lies_outside_the_margins(source: Path, theme_name: str, kits: Kits) -> None:
    """Letters and signs: the space that ends a line has no ink, and may stand in the margin.

    The marks that open quotations hang into it.
    """
    (made,) = kits(source, theme_name, "pdf").artifacts
    texts = [sheet.get_textpage() for sheet in pypdfium2.PdfDocument(made.data)]
    boxes = [text.get_rect(i) for text in texts[1:] for i in range(text.count_rects())]
    cover = texts[0]
    inked = [i for i in range(cover.count_chars()) if cover.get_text_range(i, 1).strip()]
    boxes += [cover.get_charbox(i) for i in inked]
    assert len(boxes) > 20
    for left, bottom, right, top in boxes:
        assert left > 14
        assert right < A4_PT[0] - 30
        assert bottom > 15
        assert top < A4_PT[1] - 30


@pytest.mark.slow
def test_a_long_text_flows_over_pages_without_loss(theme: brochure.Theme, page: brochure.Page) -> None:
    body = "\n\n".join(f"## Partie {i}\n\n{page.body}" for i in range(6))
    (made,) = renderer.render(replace(page, body=body), theme)
    assert made.facts.pages > 5
    assert letters(text_of(made.data)).count(letters("réformes pour accéder au Partenariat")) == 6


def test_a_title_too_long_for_the_cover_is_an_error(page: brochure.Page, theme: brochure.Theme) -> None:
    with pytest.raises(FitError, match=r"cover: the title has 600 characters"):
        list(renderer.render(replace(page, title="mots " * 120), theme))


@pytest.mark.slow
def test_a_missing_glyph_names_it_and_the_packages(page: brochure.Page, theme: brochure.Theme) -> None:
    with pytest.raises(GlyphError, match=r"(?s)开 \(U\+5F00\).*fonts-noto-cjk.*fonts\.faces"):
        brochure.build(replace(page, title="开放政府伙伴关系峰会"), theme)


def test_an_engines_warning_fails_the_build_with_its_text() -> None:
    with pytest.raises(RenderError, match=r"Ignored `colour: red ?`"), engine.strict():
        engine.HtmlRenderer("p { colour: red }", engine.Fetcher({}))


HOSTILE = [
    "https://127.0.0.1:9/a.png", "http://localhost/a.png", "HTTP://[::1]/", "ftp://127.0.0.1/a",
    "file:///etc/hostname", "file:///proc/self/environ", "FILE:/etc/passwd", "gopher://x/",
]  # fmt: skip


@pytest.mark.parametrize("url", HOSTILE)
@pytest.mark.parametrize(
    "html",
    [
        '<img src="{url}" alt="x">',
        '<link rel="stylesheet" href="{url}"><p>x</p>',
        '<p style="background: url({url})">x</p>',
        '<style>@import url("{url}"); @font-face {{ font-family: x; src: url("{url}") }} </style>x',
        '<object data="{url}"></object>',
        '<svg><image href="{url}" width="9" height="9"/></svg>',
    ],
)
def test_nothing_outside_the_project_is_fetched(html: str, url: str) -> None:
    press = engine.HtmlRenderer("", engine.Fetcher({}))
    with pytest.raises(RenderError) as caught, engine.strict():
        press.render(html.format(url=url)).write_pdf()
    assert caught.value.problems[0].id in {"engine-fetch-refused", "engine-warned"}


def test_what_is_allowed_is_fetched() -> None:
    press = engine.HtmlRenderer("img { image-rendering: crisp-edges }", engine.Fetcher({"a": PIXEL}))
    with engine.strict():
        assert press.render('<img src="image:a" alt="x">').write_pdf().startswith(b"%PDF")


def _pixel() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1, 1)).save(out, "PNG")
    return out.getvalue()


PIXEL = _pixel()


@pytest.mark.parametrize(("source", "theme_name"), in_themes(themes=("agora", "contraste")))
def test_no_page_is_left_empty(source: Path, theme_name: str, kits: Kits) -> None:
    """Above its foot every page has ink; short pages make two to five."""
    (made,) = kits(source, theme_name, "pdf").artifacts
    for sheet in pypdfium2.PdfDocument(made.data):
        image = sheet.render(scale=0.5).to_pil().convert("L")
        body = image.crop((0, 0, image.width, round(image.height * 0.93)))
        assert body.getextrema()[0] < 200
    if source.stem not in {"rapport", "beteiligung"}:
        assert 2 <= made.facts.pages <= 5


@pytest.mark.parametrize("kicker", ["Rapport 2021", "Saison 1"])
def test_a_kicker_that_ends_in_the_number_of_the_cover_is_no_foot(
    kicker: str, theme: brochure.Theme
) -> None:
    page = brochure.Page(slug="t", lang="fr", title="Bilan de la transparence", body="x", kicker=kicker)
    assert brochure.build(page, theme, only=["pdf"]).artifacts
