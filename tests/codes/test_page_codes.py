"""The code of a page: its payload, its title, and its SVG."""

from __future__ import annotations

from brochure.codes import page_codes
from brochure.page import Page

PAGE = Page(slug="a", lang="en", title="T", body="", url="https://exemple.org/a")


def page(**changes: str) -> Page:
    from dataclasses import replace

    return replace(PAGE, **changes)  # type: ignore[arg-type]


def test_only_a_printed_code_carries_the_campaign() -> None:
    assert page_codes.code_payload(PAGE, "poster") == PAGE.url
    tagged = page(campaign="sommet")
    assert page_codes.code_payload(tagged) == PAGE.url
    assert "utm_source=poster" in page_codes.code_payload(tagged, "poster")


def test_the_title_names_what_the_code_opens_in_the_pages_language() -> None:
    titles = {page_codes.code_title(page(lang=lang)) for lang in ("fr", "en", "ar")}
    assert len(titles) == 3
    assert all("exemple.org/a" in title for title in titles)


def test_the_svg_has_the_two_colours_and_is_empty_without_an_address() -> None:
    drawn = page_codes.code_svg(PAGE, "#123456", "#fedcba")
    assert drawn.startswith("<svg")
    assert 'stroke="#123456"' in drawn
    assert 'fill="#fedcba"' in drawn
    assert page_codes.code_svg(page(url="")) == ""
