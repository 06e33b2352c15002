"""Designs: a folder of data; every fault is said with its file, its line and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

import brochure
from brochure.errors import ThemeError
from brochure.themes.designs import design_names, read_design

SPREAD = (
    '[[spread]]\nname = "a"\nleft = ["intro", "figures 1-3 | text 4-6"]\nright = ["quotes plain"]\n'
)


def design(folder: Path, toml: str = "", spreads: str = SPREAD, css: str = "") -> Path:
    made = folder / "own"
    made.mkdir()
    (made / "design.toml").write_text(toml, encoding="utf-8")
    (made / "spreads.toml").write_text(spreads, encoding="utf-8")
    if css:
        (made / "design.css").write_text(css, encoding="utf-8")
    return made


def test_three_designs_are_shipped_each_with_eight_spreads_or_more() -> None:
    assert design_names() == ("agora", "contraste", "papier")
    for name in design_names():
        spreads = read_design(name).spreads
        assert len(spreads) >= 8
        assert len({spread.name for spread in spreads}) == len(spreads)


def test_a_theme_names_a_design_of_its_own(tmp_path: Path) -> None:
    design(tmp_path, 'extends = "papier"\n[grid]\ntext_columns = 2\n', css=".intro { color: red }")
    (tmp_path / "mine.toml").write_text('extends = "papier"\ndesign = "own"\n', encoding="utf-8")
    found = brochure.load_theme(tmp_path / "mine.toml").design
    assert (found.name, found.grid.text_columns) == ("own", 2)
    assert found.cover.form == "typographic"  # of the one it extends
    assert found.css.endswith(".intro { color: red }")
    (spread,) = found.spreads
    assert [slot.block for slot in spread.left[1]] == ["figures", "text"]
    assert (spread.left[1][0].columns, spread.right[0][0].form) == ((1, 3), "plain")


@pytest.mark.parametrize(
    ("toml", "spreads", "says"),
    [
        ("[grid]\ntext_columns = 9\n", SPREAD, r"design\.toml:2: grid\.text_columns = 9;"),
        ("[gird]\n", SPREAD, r"design\.toml:1: .*gird"),
        ("[cover]\nform = \"round\"\n", SPREAD, r"design\.toml:2: .*bleed, typographic"),
        ("", '[[spread]]\nleft = ["pic"]\n', r'spreads\.toml:2: .*"pic" is no place of a spread'),
        ("", '[[spread]]\nleft = ["text 1-4 | text 4-6"]\n', r"spreads\.toml:2: .*same column"),
        ("", '[[spread]]\nleft = ["text 5-2"]\n', r"spreads\.toml:2: .*from 1 to 6"),
        ("", '[[spread]]\nleft = ["quotes round"]\n', r'spreads\.toml:2: .*no form "round"'),
        ("", '[[spread]]\nleft = "text"\n', r"spreads\.toml:2: .*list of bands"),
        ("", "", r"spreads\.toml: .*no \[\[spread\]\]"),
    ],
)  # fmt: skip
def test_a_faulty_design_is_refused_with_its_line(
    tmp_path: Path, toml: str, spreads: str, says: str
) -> None:
    with pytest.raises(ThemeError, match=says):
        read_design(str(design(tmp_path, toml, spreads)))


def test_an_unknown_design_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('extends = "agora"\ndesign = "rococo"\n', encoding="utf-8")
    with pytest.raises(ThemeError, match="agora, contraste, papier"):
        brochure.load_theme(tmp_path / "mine.toml")


def test_a_style_sheet_of_no_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"60,?000"):
        read_design(str(design(tmp_path, css="a{}" * 30_000)))
