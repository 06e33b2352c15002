"""The preview's size: a finished kit is never thrown away because its preview grew too large."""

from __future__ import annotations

import pytest

import brochure
from brochure import messages
from brochure.checking.kits import check_artifacts
from brochure.kit import Artifact
from brochure.preview import rendering
from tests.preview.test_preview import SPOKEN, spoken_of


def made(page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit) -> tuple[Artifact, list[str]]:
    with messages.using(rendering.message_language(page)):
        report = check_artifacts(spoken_of(kit)).row()
    products = {product: kit.products[product] for product in SPOKEN}
    (preview,) = rendering.render(page, theme, products, report)
    return preview, [problem.id for problem in preview.facts.warnings]


def test_pages_are_left_out_of_a_preview_that_they_make_too_large_and_a_warning_says_so(
    page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, ids = made(page, theme, kit)
    assert "preview-without-pages" not in ids
    monkeypatch.setattr(rendering, "SHARES", (1.0, 0.0))
    monkeypatch.setattr(rendering, "MOST_BYTES", len(whole.data) - 1)
    smaller, ids = made(page, theme, kit)
    assert "preview-without-pages" in ids
    assert "preview-too-large" not in ids
    assert len(smaller.data) < len(whole.data)
    assert b'<section aria-labelledby="pages">' not in smaller.data
    assert b'href="#pages"' not in smaller.data


def test_a_preview_that_is_too_large_without_pages_is_made_all_the_same(
    page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "SHARES", (0.0,))
    monkeypatch.setattr(rendering, "MOST_BYTES", 10_000)
    preview, ids = made(page, theme, kit)
    assert ids[:2] == ["preview-without-pages", "preview-too-large"]
    assert len(preview.data) > 10_000
