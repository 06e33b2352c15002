"""Style sheets of designs: a rule that hides text, or fetches a file, is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.errors import ThemeError
from brochure.themes import style_sheet
from brochure.themes.designs import design_names, read_design
from tests.conftest import ROOT
from tests.themes.test_designs import design

HIDES, FETCHES = "design-css-hides", "design-css-fetches"

REFUSED = [
    (".lead { visibility: hidden }", HIDES),
    (".lead { VISIBILITY: collapse !important }", HIDES),
    (".lead { opacity: 0 }", HIDES),
    (".lead { opacity: 12% }", HIDES),
    (".lead { color: transparent }", HIDES),
    (".lead { color: rgba(0, 0, 0, 0.1) }", HIDES),
    (".lead { color: #fff; background: #FFFFFE }", HIDES),
    (".lead { background-color: white; color: #fefefe }", HIDES),
    (".lead { color: var(--paper); background: var(--paper) }", HIDES),
    (".lead { font-size: 0 }", HIDES),
    (".lead { font-size: 0.01em }", HIDES),
    (".lead { font-size: 2px }", HIDES),
    (".lead { font: 700 0.5pt/1 serif }", HIDES),
    (".lead { clip: rect(0, 0, 0, 0) }", HIDES),
    (".lead { clip-path: circle(1px) }", HIDES),
    (".lead { overflow: hidden; height: 0 }", HIDES),
    (".lead { max-width: 1px; overflow: clip }", HIDES),
    (".lead { text-indent: -9999px }", HIDES),
    (".lead { margin-left: -100cm }", HIDES),
    (".lead { position: absolute; left: 400mm }", HIDES),
    (".lead { inset: -300% auto auto }", HIDES),
    (".lead { transform: scale(0) }", HIDES),
    (".lead { transform: translateX(2000pt) }", HIDES),
    ("@media print { .lead { opacity: 0 } }", HIDES),
    (".lead { & p { opacity: 0 } }", HIDES),
    ("p::before { content: '" + "mot " * 30 + "' }", "design-css-content"),
    (":root { quotes: '" + "x" * 50 + "' '" + "y" * 50 + "' }", "design-css-content"),
    ("@page { @top-left { content: '" + "z" * 81 + "' } }", "design-css-content"),
    ("@import 'https://example.org/all.css';", FETCHES),
    (".lead { background: url(https://example.org/x.png) }", FETCHES),
    (".lead { background: url('logo.png') }", FETCHES),
    ("} .lead { color: red }", "design-css-unread"),
    (".lead { color }", "design-css-unread"),
]

TAKEN = """
.lead { opacity: 0.9; color: #333; background: white; font: 700 14pt/1.2 serif; text-indent: -12pt }
.lead::before { content: "\\2192\\00a0"; color: var(--accent); background: var(--panel) }
.lead { margin: 0 auto -3pt; left: 100%; transform: rotate(90deg) translate(-50%, 0) scale(0.9) }
.rule { height: 2pt; overflow: visible; clip: auto; clip-path: none; visibility: visible }
.mark { background: url("data:image/png;base64,AAAA"); color: currentcolor; font-size: smaller }
@page :first { @bottom-right { content: counter(page) } }
"""


@pytest.mark.parametrize(("css", "says"), REFUSED)
def test_a_rule_that_hides_or_fetches_is_refused(css: str, says: str) -> None:
    found = list(style_sheet.problems_of(f"{TAKEN}\n{css}\n", "own/design.css"))
    assert [problem.id for problem in found] == [says]
    assert found[0].place.file == "own/design.css"
    assert found[0].place.line == TAKEN.count("\n") + 2


def test_what_a_designer_may_write_is_taken() -> None:
    assert not list(style_sheet.problems_of(TAKEN, "own/design.css"))
    for name in design_names():
        path = ROOT / "templates" / "designs" / name / "design.css"
        if path.is_file():
            assert not list(style_sheet.problems_of(path.read_text(encoding="utf-8"), name))
            assert not read_design(name).own_sheets


def test_a_design_is_refused_with_its_file_its_line_and_its_rule(tmp_path: Path) -> None:
    css = ".kicker { color: red }\n.prose p { opacity: 0 }\n.intro { font-size: 0 }\n"
    folder = design(tmp_path, css=css)
    with pytest.raises(ThemeError) as caught:
        read_design(str(folder))
    said = str(caught.value)
    assert f'{folder / "design.css"}:2: ".prose p": "opacity: 0" makes text invisible' in said
    assert 'design.css:3: ".intro": "font-size: 0"' in said


def test_the_style_sheets_of_all_designs_extended_are_judged(tmp_path: Path) -> None:
    folder = design(tmp_path, css=".kicker { opacity: 0 }")
    child = tmp_path / "child"
    child.mkdir()
    (child / "design.toml").write_text('extends = "../own"\n', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"kicker"):
        read_design(str(child))
    (folder / "design.css").write_text(".kicker { color: red }", encoding="utf-8")
    (sheet,) = read_design(str(child)).own_sheets
    assert Path(sheet).resolve() == (folder / "design.css").resolve()
