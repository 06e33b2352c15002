"""``make look-report`` finds what it is for: small brochures, each of which must fail one rule."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import look_measures as measures
import look_report
import pytest
from long_report import forty_pages
from weasyprint import HTML

from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests" / "cases" / "look-report.toml").read_text(encoding="utf-8"))
FONTS = ROOT / "fonts"
CSS = f"""
@font-face {{ font-family: Text; src: url("{(FONTS / "SourceSerif4_400Regular.ttf").as_uri()}") }}
@font-face {{ font-family: Title; src: url("{(FONTS / "BricolageGrotesque_700Bold.ttf").as_uri()}") }}
@page {{ size: 210mm 297mm; margin: 20mm 18mm; }}
body {{ font: 10.4pt/15pt Text; margin: 0; }}
section {{ break-before: page; position: relative; }}
p, h2, figure, ul, blockquote {{ margin: 0; padding: 0; }} h2 {{ font: 11pt/15pt Title; }}
.two {{ columns: 2; height: 720pt; column-gap: 8mm; column-fill: auto; orphans: 1; widows: 1; }}
.left, .right {{ position: absolute; top: 0; left: 0; width: 83mm; }} .right {{ left: 91mm; }}
.plate {{ background: #1d1a5e; color: white; height: 720pt; }}
.panel {{ background: #ddd; padding: 0 10pt; list-style: none; orphans: 1; widows: 1; }}
.large {{ font-size: 23pt; line-height: 30pt; }} .label {{ font: 10pt/15pt Title; }}
"""
PICTURE = (
    '<img alt=Tache style="width: 60mm; height: 40mm" src="data:image/svg+xml,%3Csvg xmlns=\'http:'
    "//www.w3.org/2000/svg' viewBox='0 0 3 2'%3E%3Crect width='3' height='2'/%3E%3C/svg%3E\">"
)


def text(lines: int) -> str:
    """A paragraph of so many lines, 15 pt each: 48 fill a column."""
    said = "<br>".join(f"Ligne {n}, où le marché revient place du Minage" for n in range(lines))
    return f"<p>{said}.</p>"


@cache
def brochure_of(inside: str, cover: str = "") -> bytes:
    """A tagged PDF: a cover, ``inside``, a last page of text and a back cover."""
    last = "<section>{{text 10}}<div class=plate style='height: 560pt'></div></section>"
    html = (
        f"<html lang=fr><title>Essai</title><style>{CSS}</style><h1>Titre</h1>{cover}{inside}{last}"
        "<section><p>exemple.org</p></section>"
    )
    html = re.sub(r"\{\{text (\d+)\}\}", lambda found: text(int(found[1])), html)
    made: bytes = HTML(string=html.replace("{{picture}}", PICTURE)).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return made


def look(inside: str) -> measures.Look:
    return measures.measure(measures.read(brochure_of(inside)), measures.Margins(), least_pt=6)


def columns(left: int, right: int, after: str = "") -> str:
    return (
        f"<section><div class=left>{text(left)}</div>"
        f"<div class=right>{text(right) if right else ''}</div>{after}</section>"
    )


@pytest.mark.parametrize("case", CASES["good"], ids=lambda case: case["about"])
def test_what_is_well_made_passes(case: dict[str, Any]) -> None:
    assert look(case["html"]).faults == ()


@pytest.mark.parametrize("case", CASES["bad"], ids=lambda case: f"{case['rule']}, {case['about']}")
def test_each_rule_finds_what_breaks_it(case: dict[str, Any]) -> None:
    assert {fault.rule for fault in look(case["html"]).faults} == {case["rule"]}


@pytest.mark.parametrize(("lines", "rules"), [(48, []), (47, []), (45, ["short"])])
def test_columns_are_level_to_a_line(lines: int, rules: list[str]) -> None:
    found = look(columns(48, lines))
    assert found.shortfalls[2] == pytest.approx(48 - lines, abs=0.1)
    assert [fault.rule for fault in found.faults] == rules


def test_columns_are_level_above_what_stands_across_them_too() -> None:
    across = "<p class=large style='position: absolute; top: 450pt'>Quarante producteurs reviennent</p>"
    assert look(columns(30, 26, across)).shortfalls[2] == pytest.approx(4, abs=0.1)


def test_a_column_that_a_page_leaves_empty_is_short() -> None:
    full = columns(48, 48)
    assert "short" in {fault.rule for fault in look(full + columns(48, 0) + full).faults}


def test_a_long_word_may_be_parted_in_large_type_where_no_line_holds_it() -> None:
    parted = "<p class=large>Fußgängerüberweg-<br>sicherheitskonzept</p>"
    found = look(f"<section>{parted}{text(40)}</section>")
    assert found.forced_hyphens == 1
    assert found.faults == ()


def test_designs_that_coincide_and_designs_that_do_not() -> None:
    full = columns(48, 48)
    one = measures.read(brochure_of(full))
    other = measures.read(brochure_of(full, "<style>@page { margin: 12mm 30mm }</style>"))
    assert measures.coinciding(one, one) == 1
    assert measures.coinciding(one, other) < measures.MOST_COINCIDING
    assert measures.coinciding(one, other, cover=True) == 0


def test_check_ends_with_1_where_a_limit_is_passed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(brochure_of(CASES["good"][0]["html"]))
    bad.write_bytes(brochure_of(CASES["bad"][0]["html"]))
    assert look_report.main([str(good), "--check"]) == 0
    assert look_report.main([str(tmp_path)]) == 0
    assert look_report.main([str(tmp_path), "--check", "--sheets", str(tmp_path / "sheets")]) == 1
    assert "p2 empty run > 60 mm: 71 mm without ink" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "sheets").iterdir()} == {"good.png", "bad.png"}


def test_the_report_of_forty_pages_is_always_the_same_and_long_enough() -> None:
    assert forty_pages() == forty_pages()
    assert len(forty_pages().split()) > 20_000
    assert "{" not in forty_pages().split("---")[2]
