"""The share page of a kit gives back the page that the kit was made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import brochure
from brochure.importing.imported import Imported
from brochure.importing.markdown_writer import markdown_of
from brochure.importing.pages import read_html
from brochure.reading import front_matter
from brochure.share import rendering
from brochure.text.plain_texts import plain_page
from tests.conftest import PAGES, SUMMIT, each
from tests.importing.test_markdown_writer import Facts, facts_of_body
from tests.text.test_law import fold, punctuated


def imported(page: brochure.Page, theme: brochure.Theme) -> Imported:
    """What is imported of the share page of ``page``'s kit."""
    made = next(a for a in rendering.render(page, theme) if a.path == "share/index.html")
    return read_html(made.data, address=page.url)


def same(text: str) -> str:
    """``text`` as the law compares it: without white space and quotation marks."""
    return fold(punctuated(text))


def folded(facts: Facts) -> tuple[object, ...]:
    return (
        same(facts.words), same(facts.notes), [same(h) for h in facts.headings],
        sorted(map(same, facts.items)), [same(c) for c in facts.cells],
    )  # fmt: skip


@pytest.mark.parametrize("source", each([SUMMIT, *PAGES]))
def test_a_share_page_gives_its_page_back(source: Path, theme: brochure.Theme) -> None:
    page = plain_page(brochure.read(source))
    made = imported(page, theme)
    assert same(made.title) == same(page.title)
    assert same(made.lead) == same(page.lead)
    assert (
        same(made.kicker) == same(page.kicker) or not page.kicker
    )  # then the day and the place are it
    assert made.lang == page.lang
    assert made.url == page.url
    event = page.event and replace(page.event, name=page.event.name or made.title)
    assert made.event == event
    assert [(same(f.value), same(f.label)) for f in made.figures] == [
        (same(f.value), same(f.label)) for f in page.figures
    ]
    assert [(same(q.text), same(q.by)) for q in made.quotations] == [
        (same(q.text), same(q.by)) for q in page.quotes
    ]
    assert (made.panels is None) == (page.panels is None)
    assert bool(made.picture) == bool(page.picture)
    assert made.picture is None or made.picture.alt == page.picture.alt  # type: ignore[union-attr]
    written = front_matter.split(markdown_of(made), "page.md")
    assert written is not None
    assert folded(facts_of_body(written.body)) == folded(facts_of_body(page.body))
    assert made.told == ()
