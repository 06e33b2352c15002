"""Long words are divided with a hyphen that is seen, addresses and hashtags with none."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from weasyprint.layout import inline
from weasyprint.text import line_break

import brochure
from brochure.pdf import engine, rendering
from brochure.pdf.engine import Fetcher, HtmlRenderer
from brochure.pdf.press import rendering as press
from brochure.pdf.style_sheets import font_faces
from tests.conftest import ROOT

WORD = "Fahrradabstellanlagenausbauoffensive"


def lines(html: str, theme: brochure.Theme, width: int, hyphens: str) -> list[str]:
    """The lines that ``html`` is set in, in a box so many pixels wide."""
    css = (
        "@page { size: 300px 900px; margin: 0 } * { margin: 0; padding: 0; list-style: none }"
        f"body {{ font: 20px 'Source Serif 4'; width: {width}px; hyphens: {hyphens};"
        " hyphenate-character: '-'; overflow-wrap: anywhere }"
        "code, .address { hyphenate-character: '' } .verbatim { hyphens: none }"
    )
    files = frozenset(face.path.resolve() for face in theme.faces)
    renderer = HtmlRenderer(css, Fetcher({}, files), font_faces(theme))
    pages = renderer.render(f'<html lang="de"><body>{html}</body></html>').pages
    return [
        box.text
        for page in pages
        for box in page._page_box.descendants()
        if getattr(box, "text", "").strip(" \u200b")
    ]


@pytest.mark.parametrize("hyphens", ["none", "auto"])
@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (WORD, ["Fahrradabstellan-", "lagenausbauof-", "fensive"]),
        (f"eine {WORD}", ["eine", "Fahrradabstellan-", "lagenausbauof-", "fensive"]),
        (f"<b>{WORD}</b>", None),
        ("Straße", ["Straße"]),
        ("mm" * 12, None),
        ("www.b.example/abstellanlagen", ["www.b.example/", "abstellanlagen"]),
        ("a.example/bauten-offensive?jahr=2026", ["a.example/", "bauten-offensive?", "jahr=2026"]),
        ("#FahrradabstellanlagenAusbau", ["#Fahrradabstella", "nlagenAusbau"]),
    ],
)
def test_a_word_that_is_too_wide_is_divided(
    html: str, expected: list[str] | None, hyphens: str, theme: brochure.Theme
) -> None:
    found = lines(html, theme, 170, hyphens)
    if expected is None:
        assert len(found) > 1
        assert all(line.endswith("-") for line in found[:-1])
    elif hyphens == "none" or not html.endswith(WORD):
        assert found == expected


@pytest.mark.parametrize("hyphens", ["none", "auto"])
@pytest.mark.parametrize(
    ("html", "width", "expected"),
    [
        ("19~U-/hr", 60, ["19", "U-/hr"]),
        ("1_250_000~/~0,50~€", 90, ["1_250_000", "/~0,50~€"]),
        ("1_250_000~/~0,50~€", 130, ["1_250_000~/", "0,50~€"]),
        ("1_250_000~€", 50, ["1_250", "000~€"]),
        ("5~Straßen", 80, ["5", "Straßen"]),
        ("Straßen~12", 90, ["Straßen", "12"]),
        ("ab 12~Straßen", 80, ["ab", "12", "Straßen"]),
        (f"5~{WORD}", 170, None),
        ("Straße_?", 62, ["Straße", "?"]),
        ("12~ab-straßen", 90, ["12~ab-", "straßen"]),
        ("12~mm-mm mm", 100, ["12~mm-", "mm mm"]),
        ("<b>19~U-/hr</b> am", 60, ["19", "U-/hr", "am"]),
    ],
)
def test_words_that_no_break_spaces_bind_are_parted_before_one_is_cut(
    html: str, width: int, expected: list[str] | None, hyphens: str, theme: brochure.Theme
) -> None:
    """None: the word has no room by itself, and is divided with a hyphen.

    Here "~" stands for a no-break space, "_" for a narrow one.
    """

    def bound(text: str) -> str:
        return text.replace("~", "\u00a0").replace("_", "\u202f")

    found = lines(bound(html), theme, width, hyphens)
    if expected is None:
        assert found[0] == "5"
        assert found[1].endswith("-")
        return
    assert [line.strip(" ") for line in found] == [bound(line) for line in expected]


@pytest.mark.parametrize("html", [f"<code>{WORD.lower()}</code>", f'<p class="address">{WORD}</p>'])
def test_code_and_the_address_get_no_hyphen(html: str, theme: brochure.Theme) -> None:
    found = lines(html, theme, 170, "auto")
    assert len(found) > 1
    assert "-" not in "".join(found)


def test_without_it_words_are_broken_with_no_sign(
    theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "divided", lambda split: split)
    assert not any("-" in line for line in lines(WORD, theme, 170, "none"))


def test_no_box_of_a_page_breaks_a_word_without_a_sign(theme: brochure.Theme) -> None:
    """Labels, panels, headings, text and tables, of the brochure, the leaflet and the poster."""
    page = brochure.read(ROOT / "tests" / "pages" / "beteiligung.md")
    long = replace(
        page,
        title=f"Die {WORD}",
        kicker=WORD,
        figures=tuple(replace(figure, label=WORD) for figure in page.figures),
        panels=replace(page.panels, items=(WORD, WORD, "Kurz")) if page.panels else None,
        body=f"Kurz {WORD}.\n\n## {WORD}nbericht\n\n{WORD} steht hier.\n\n"
        f"|{WORD}|a|b|c|\n|-|-|-|-|\n|a|{WORD}|b|c|",
    )
    for made in (*rendering.render(long, theme), *press.render(long, theme)):
        for sheet in pypdfium2.PdfDocument(made.data):
            said = sheet.get_textpage().get_text_range()
            for start, end in zip(said.split("\r\n"), said.split("\r\n")[1:], strict=False):
                broken = start.rstrip()[-4:] + end[:4]
                assert not (start[-1:].isalpha() and broken in WORD), (made.path, broken)


def test_an_address_of_pages_is_laid_out_a_few_lines_at_a_time(
    monkeypatch: pytest.MonkeyPatch, theme: brochure.Theme
) -> None:
    """Letters are counted, not seconds: twice the address is twice the work."""
    first_line = line_break.split_first_line
    seen: list[int] = []

    def counted(text: str, *given: object, **named: object) -> object:
        seen.append(len(text))
        return first_line(text, *given, **named)

    for module in (line_break, inline):
        if hasattr(module, "split_first_line"):
            monkeypatch.setattr(module, "split_first_line", counted)
    laid_out = []
    for pieces in (200, 400):
        seen.clear()
        address = "https://exemple.org/" + "abcdefghij" * pieces
        found = lines(f"<p>Voir {address} ici", theme, 290, "none")
        assert "".join(found).replace("\n", "").replace(" ", "") == f"Voir{address}ici"
        laid_out.append(sum(seen))
    assert laid_out[1] < 2.3 * laid_out[0]
