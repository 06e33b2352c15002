"""Templates: TOML becomes boxes, and what is not there is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure import assets
from brochure.cards.template import (
    ALIASES,
    CARD,
    KINDS,
    SHEET,
    Available,
    Box,
    Template,
    read_template,
    shipped_templates,
)
from brochure.errors import ThemeError

TEXT = """[shapes]
wide = "all"
[styles.t]
weight = 700
largest = 60
smallest = 30
max_lines = 4
line_height = 1.1
colour = "text"
[boxes.all]
kind = "column"
children = ["title", "code", "motif"]
[boxes.title]
kind = "text"
text = "{{ title }}"
style = "t"
separator = " – "
[boxes.code]
kind = "code"
[boxes.motif]
kind = "motif"
valign = "middle"
max_aspect = 0.5
"""


ALL = Available(code=True)


def read(tmp_path: Path, text: str = TEXT, has: Available = ALL) -> Box:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return read_template(str(path), {"title": "Sommet"}, has).box("wide")


def test_a_template_becomes_boxes(tmp_path: Path) -> None:
    title, code, motif = read(tmp_path).children
    assert (title.text, title.separator, title.key) == ("Sommet", " – ", "boxes.title")
    assert title.style
    assert title.style.largest == 60
    assert (code.align, code.valign) == ("end", "foot")
    assert (motif.valign, motif.max_aspect) == ("middle", 0.5)


def test_boxes_for_what_is_not_there_are_left_out(tmp_path: Path) -> None:
    assert [box.kind for box in read(tmp_path, has=Available(motif=False)).children] == ["text"]


def test_earlier_names_of_keys_mean_the_same(tmp_path: Path) -> None:
    earlier = TEXT
    for old, new in ALIASES.items():
        assert f"\n{new} = " in earlier
        earlier = earlier.replace(f"\n{new} = ", f"\n{old} = ")
    assert read(tmp_path, earlier) == read(tmp_path)


@pytest.mark.parametrize("old", ALIASES)
def test_both_names_of_a_key_are_an_error(old: str, tmp_path: Path) -> None:
    value = next(line.split(" = ")[1] for line in TEXT.split("\n") if line.startswith(ALIASES[old]))
    both = TEXT.replace(f"\n{ALIASES[old]} = ", f"\n{old} = {value}\n{ALIASES[old]} = ")
    with pytest.raises(
        ThemeError, match=rf"mine\.toml:\d+: .*{old} is the earlier name of {ALIASES[old]}"
    ):
        read(tmp_path, both)


def test_no_key_of_today_is_an_earlier_name_and_shipped_templates_use_none() -> None:
    assert not set(ALIASES) & {key for keys in KINDS.values() for key in keys}
    for family in (CARD, SHEET):
        for name in shipped_templates(family):
            tree = assets.toml(f"templates/{family.folder}/{name}.toml")
            assert not set(ALIASES) & {key for box in tree["boxes"].values() for key in box}, name


def test_a_problem_is_placed_at_its_line_and_key(tmp_path: Path) -> None:
    with pytest.raises(ThemeError) as caught:
        read(tmp_path, TEXT.replace('"middle"', '"bottom"'))
    (problem,) = caught.value.problems
    place = problem.place
    assert (place.line, place.key) == (22, "boxes.motif.valign")
    assert Path(place.file).name == "mine.toml"


@pytest.mark.parametrize(
    ("has", "wanted", "shown"),
    [
        (("wide",), "tall", "wide"),
        (("wide", "tall"), "square", "tall"),
        (("square",), "wide", "square"),
    ],
)
def test_a_shape_that_is_not_there_is_the_nearest(
    has: tuple[str, ...], wanted: str, shown: str
) -> None:
    template = Template(ground="cover", shapes={name: Box(kind="band", key=name) for name in has})
    assert template.box(wanted).key == shown


def test_sheets_have_no_pictures(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[shapes]\nwide = "a"\n[boxes.a]\nkind = "picture"', encoding="utf-8")
    with pytest.raises(
        ThemeError, match=r'boxes\.a\.kind = "picture"; it can be row, column, layers, text'
    ):
        read_template(str(path), {}, Available(), SHEET)
    with pytest.raises(
        ThemeError, match='there is no sheet template "x"; brochure has badge, contraste-badge'
    ):
        read_template("x", {}, Available(), SHEET)
