"""Blocks within the text are read back from the PDF, with tags that say what they are."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

import brochure
from brochure.design import MM

BODY = """Un début, qui dit de quoi il s'agit.

::: quote
On ne rénove pas contre eux.
— Marie Dupont
:::

Du texte entre deux.

::: sidebar Venir
Le tram s'arrête là.
:::

::: programme
# samedi 19 septembre
9 h | Ouverture | Salle 1
10 h | Débat | Salle 2
:::

Une fin.
"""


@pytest.mark.parametrize("theme_name", ["agora", "contraste"])
def test_blocks_are_there_and_tagged(theme_name: str, page: brochure.Page) -> None:
    changed = replace(
        page, body=BODY, url="https://exemple.org/", figures=(), panels=None, quotes=(), picture=None
    )
    (made,) = brochure.build(changed, brochure.load_theme(theme_name), only=["pdf"]).artifacts
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        kinds = [str(element.S) for element in elements]
        heads = [e for e in elements if e.S == "/TH"]
        assert kinds.count("/BlockQuote") == 1
        assert kinds.count("/TR") == 3  # the day, and two sessions
        assert [str(e.A.Scope) for e in heads] == ["/Column", "/Row", "/Row"]
        assert "/Caption" not in kinds


GOES_ON = {
    "fr": "(suite)",
    "en": "(continued)",
    "de": "(Fortsetzung)",
    "es": "(continuación)",
    "ar": "(تتمة)",
}


@pytest.mark.parametrize("lang", GOES_ON)
def test_a_day_that_goes_on_is_named_again(lang: str, page: brochure.Page) -> None:
    """Each of its parts is a table whose head is the day: no heading is repeated."""
    day, title = ("يوم", "جلسة") if lang == "ar" else ("Samstag", "Sitzung")
    sessions = "".join(f"{9 + n // 4}:{n % 4}5 | {title} {n} | A\n" for n in range(50))
    body = f"{title}.\n\n::: programme\n# {day}\n{sessions}# B\n9:00 | C | D\n:::\n"
    changed = replace(page, body=body, lang=lang, figures=(), panels=None, quotes=(), picture=None)
    (made,) = brochure.build(changed, brochure.load_theme("agora"), only=["pdf"]).artifacts
    with pypdfium2.PdfDocument(made.data) as document:
        text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert text.count(f"{day} {GOES_ON[lang]}") == text.count(day) - 1 > 0
    assert text.count(GOES_ON[lang]) == text.count(day) - 1
    assert f"B {GOES_ON[lang]}" not in text


@pytest.mark.parametrize("wide", ["", " {.wide}"])
def test_the_mark_that_opens_a_quotation_hangs_and_is_seen(wide: str, page: brochure.Page) -> None:
    body = f"Un.\n\n::: quote{wide}\nNous avons gardé les murs, *tous*.\n:::\n\nDeux.\n"
    changed = replace(page, body=body, figures=(), panels=None, quotes=(), picture=None)
    theme = brochure.load_theme("agora")
    (made,) = brochure.build(changed, theme, only=["pdf"]).artifacts
    side = theme.design.grid.side_mm * MM
    with pypdfium2.PdfDocument(made.data) as document:
        inside = document[1]
        crop = (side - 20, 0, inside.get_width() - side + 2, 0)
        margin = inside.render(crop=crop).to_pil().convert("L")
    assert margin.getextrema()[0] < 200
