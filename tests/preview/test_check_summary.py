"""The summary of checks: outcomes by rule and file, and figures as the page's language writes them."""

from __future__ import annotations

from typing import Any

from brochure.codes.legibility import LIMITS, MeasuredCode
from brochure.codes.limits import CodeMetrics
from brochure.page import Page
from brochure.preview import check_summary
from brochure.preview.rendering import message_language
from brochure.problems import Problem, error, warning
from brochure.text.content import content_of

URL = "https://exemple.org/a"


def page(lang: str) -> Page:
    return Page(slug="a", lang=lang, title="T", body="x", url=URL)


def measured(symbol_mm: float, *faults: Problem, payload: str = URL) -> dict[str, Any]:
    metrics = CodeMetrics(
        version=2, level="M", modules=25, symbol_mm=symbol_mm, contrast=21, red_contrast=21, unused=1
    )
    return MeasuredCode(
        path="qr/page.pdf", page=1, payload=payload, metrics=metrics,
        faults=tuple(f for f in faults if f.severity == "error"),
        warnings=tuple(f for f in faults if f.severity == "warning"),
    ).row()  # fmt: skip


def shown(lang: str, *rows: dict[str, Any]) -> dict[str, Any]:
    words = content_of(page(lang))
    (code,) = check_summary.shown_codes(words, (), {"legible_codes": rows})
    return code


def test_each_rule_has_an_outcome_for_each_file() -> None:
    rows = [
        {"path": "a.pdf", "rule": "fonts", "outcome": "ok"},
        {"path": "b.pdf", "rule": "bleed", "outcome": "error"},
    ]
    assert check_summary.rules({"preflight": rows}) == (
        ["a.pdf", "b.pdf"],
        [{"name": "fonts", "outcomes": ["ok", ""]}, {"name": "bleed", "outcomes": ["", "error"]}],
    )


def test_figures_are_written_as_the_language_writes_them() -> None:
    french, english = (shown(lang, measured(42.5))["measured"]["places"][0] for lang in ("fr", "en"))
    assert (french["mm"], english["mm"]) == ("42,5", "42.5")
    assert french["outcome"] == "ok"


def test_the_worst_outcome_counts_and_a_campaign_is_the_same_page() -> None:
    weak = measured(30, warning("code-measured-good-paper", payload=URL, module_mm=0.35))
    broken = measured(
        10, error("code-measured-narrow", payload=URL, value=10, least=LIMITS["symbol_mm"]),
        payload=f"{URL}?utm_source=poster&utm_medium=qr&utm_campaign=s",
    )  # fmt: skip
    assert shown("fr", measured(30), weak)["measured"]["outcome"] == "warning"
    assert shown("fr", weak, broken)["measured"]["outcome"] == "error"
    assert shown("fr", measured(30, payload="https://exemple.org/b"))["measured"] == {}


def test_messages_are_in_the_pages_language_where_there_are_any() -> None:
    languages = {lang: message_language(page(lang)) for lang in ("fr", "fr-CA", "en", "de", "ar")}
    assert languages == {"fr": "fr", "fr-CA": "fr", "en": "en", "de": "en", "ar": "en"}
