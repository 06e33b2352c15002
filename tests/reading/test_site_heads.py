"""Front matter as site generators write it: each makes a page, and what is passed over is told."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import brochure
from brochure.page import Page
from tests.conftest import ROOT

HEADS = tomllib.loads((ROOT / "tests" / "reading" / "site_heads.toml").read_text(encoding="utf-8"))[
    "head"
]


def page_with(folder: Path, head: str) -> Page:
    image = io.BytesIO()
    Image.new("RGB", (300, 300)).save(image, "JPEG")
    (folder / "photo.jpg").write_bytes(image.getvalue())
    (folder / "a.md").write_text(f"---\ntitle: T\n{head}\n---\n\nTexte.\n", encoding="utf-8")
    return brochure.read(folder / "a.md")


@pytest.mark.parametrize("case", HEADS, ids=lambda case: " ".join(case["text"].split()))
def test_a_head_of_a_site_generator_is_read(case: dict[str, Any], tmp_path: Path) -> None:
    page = page_with(tmp_path, case["text"])
    assert [problem.id for problem in page.warnings] == case["told"]
    assert page.title == "T"


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("canonical: https://a.fr", "url", "https://a.fr/"),
        ("permalink: https://a.fr/x", "url", "https://a.fr/x"),
        ("url: /x/\ncanonical_url: https://a.fr/x", "url", "https://a.fr/x"),
        ("url: /relative/", "url", ""),
        ("slug: /docs/a", "slug", "docs-a"), ("slug: Fête du port", "slug", "fete-du-port"),
        ("language: de", "lang", "de"), ("locale: fr_CA", "lang", "fr-CA"),
        ("subtitle: S", "lead", "S"),
        ("description: D\nsubtitle: S", "kicker", "S"), ("excerpt: E", "lead", "E"),
        ("Description: D", "lead", "D"),
        ("license: CC BY", "licence", "CC BY"),
        ("pubDate: 2026-01-01", "published", date(2026, 1, 1)), ("published: true", "published", None),
        ("published: true\ndate: 2026-01-01", "published", date(2026, 1, 1)),
        ("date: 2026-01-01 10:00:00 +0100", "published", date(2026, 1, 1)),
        ("date: 1er mai 2026", "published", date(2026, 5, 1)),
        ("date: Last Modified", "published", None),
        ("date: {created: 2026-01-01, updated: 2026-02-01}", "updated", date(2026, 2, 1)),
        ("last_update: {date: 2026-02-01}", "updated", date(2026, 2, 1)),
        ("modified: 2026-01-01", "updated", date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_keys_of_generators_fill_our_fields(
    head: str, field: str, value: object, tmp_path: Path
) -> None:
    assert getattr(page_with(tmp_path, head), field) == value


def test_a_photograph_of_the_site_is_taken_where_somebody_said_what_it_shows(tmp_path: Path) -> None:
    page = page_with(tmp_path, "cover: {image: photo.jpg, alt: Le quai}")
    assert page.picture is not None
    assert (page.picture.name, page.picture.alt) == ("photo.jpg", "Le quai")
    assert page_with(tmp_path, "cover: {image: nowhere.jpg, alt: Le quai}").picture is None


def test_an_address_beside_the_page_makes_a_path_need_no_warning(tmp_path: Path) -> None:
    page_with(tmp_path, "url: /x/")
    page = brochure.reading.pages.read(tmp_path / "a.md", url="https://exemple.org/x")
    assert (page.url, page.warnings) == ("https://exemple.org/x", ())


def test_a_first_heading_that_says_the_title_again_stands_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Le guide\n---\n\n# Le  guide #\n\nTexte.\n")
    assert brochure.read(tmp_path / "a.md").body == "Texte.\n"
    (tmp_path / "a.md").write_text("---\ntitle: Le guide\n---\n\n# Un autre\n\nTexte.\n")
    assert brochure.read(tmp_path / "a.md").body == "# Un autre\n\nTexte.\n"
