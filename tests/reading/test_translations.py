"""A page in several languages, by the names of its files: sibling kits that link to each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import brochure
from brochure.errors import SourceError
from brochure.reading import translations
from tests.conftest import ROOT, artifact

EXAMPLE = sorted((ROOT / "docs" / "example").glob("*.md"))
NAMES = {
    "page.fr.md": "fr", "page.fr-CA.md": "fr-CA", "a.b.en.markdown": "en", "page.md": "",
    "page.min.md": "",
    "page.v2.md": "", "page.fr.txt": "fr", "page.fr.pdf": "", "fr.md": "", "page.xx.md": "",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_language_is_in_the_name(name: str) -> None:
    assert translations.lang_of(name) == NAMES[name]


def test_the_example_is_one_page_in_four_languages(theme: brochure.Theme) -> None:
    pages = [brochure.read(path) for path in EXAMPLE]
    assert [page.lang for page in pages] == ["ar", "en", "es", "fr"]
    assert [page.slug for page in pages] == ["atelier-ar", "atelier-en", "atelier-es", "atelier-fr"]
    urls = {page.lang: page.url for page in pages}
    for page in pages:
        assert {a.lang: a.url for a in page.alternates} == {
            k: v for k, v in urls.items() if k != page.lang
        }
        kit = brochure.build(page, theme, only=["share"])
        text = artifact(kit, "share/index.html").data.decode()
        found = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', text))
        assert found == urls
        assert len(re.findall(r'og:locale:alternate" content="\w+"', text)) == 3
        menu = text.split('class="languages"', 1)[1].split("</nav>", 1)[0]
        assert re.findall(r">([^<>\n]+)</(?:a|span)>", menu) == [
            "العربية",
            "English",
            "Español",
            "Français",
        ]
        assert menu.count('aria-current="page"') == 1
        assert f'lang="{page.lang}" dir="{"rtl" if page.lang == "ar" else "ltr"}"' in text


def test_a_page_alone_has_no_menu(kit: brochure.Kit) -> None:
    text = artifact(kit, "share/index.html").data.decode()
    assert "hreflang" not in text
    assert 'class="languages"' not in text


def test_what_does_not_agree_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.fr.md").write_text("---\ntitle: T\nlang: en\n---\nx\n")
    assert brochure.read(tmp_path / "a.fr.md").lang == "en"  # alone, its name may mean anything
    (tmp_path / "a.en.md").write_text(
        "---\ntitle: T\nlang: en-GB\nurl: https://exemple.org/3\n---\nx\n"
    )
    assert brochure.read(tmp_path / "a.en.md").lang == "en-GB"
    with pytest.raises(SourceError, match=r'a.fr.md:3: lang is "en", and the name of the file says'):
        brochure.read(tmp_path / "a.fr.md")
    (tmp_path / "b.fr.md").write_text("---\ntitle: T\nurl: https://exemple.org/1\n---\nx\n")
    (tmp_path / "b.fr.markdown").write_text("---\ntitle: T\nurl: https://exemple.org/2\n---\nx\n")
    with pytest.raises(SourceError, match='two of its languages are "fr"'):
        brochure.read(tmp_path / "b.fr.md")


def test_a_page_without_front_matter_is_in_the_language_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "q.en.md").write_text("# Hello\n\nWorld is nice\n")
    assert brochure.read(tmp_path / "q.en.md").lang == "en"


def test_a_sibling_with_a_picture_of_the_site_is_no_hindrance(tmp_path: Path) -> None:
    for lang in ("fr", "en"):
        (tmp_path / f"p.{lang}.md").write_text(
            f"---\ntitle: T\nurl: https://exemple.org/{lang}\n"
            + ("picture: {file: ../away.jpg, alt: A}\n" if lang == "en" else "")
            + "---\nx\n"
        )
    (other,) = brochure.read(tmp_path / "p.fr.md").alternates
    assert other.url == "https://exemple.org/en"


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("Tag der offenen Tür\n\nSamstag 10 Uhr, Eintritt frei.", "de", ["lang-told"]),
        ("День відкритих дверей\n\nСубота о 10 годині, вхід вільний.", "uk", ["lang-told"]),
        ("روز باز\n\nشنبه ساعت ۱۰، ورود آزاد است.", "fa", ["lang-told"]),
        ("Portes ouvertes\n\nSamedi 10 h, entrée libre.", "fr", []),
        ("Zzyzx Agora Forum\n\nBrzt PGO 2026, Mnop Qrst.", "fr", ["lang-assumed"]),
    ],
)
def test_a_language_that_nobody_says_has_a_note(
    text: str, lang: str, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(f"# {text}", encoding="utf-8")
    page = brochure.read(tmp_path / "a.md")
    assert page.lang == lang
    assert page.direction == ("rtl" if lang == "fa" else "ltr")
    assert [p.id for p in page.warnings] == told
