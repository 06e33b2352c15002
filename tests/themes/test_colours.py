"""Colours: the palette, the roles, and contrast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.colour import Colour, contrast
from brochure.problems import Place
from brochure.theme import ROLES
from brochure.themes.colours import check_contrast, check_graphics, nearest_passing, read_roles
from brochure.themes.tables import Tables
from tests.themes.test_tables import tables

INKS = (0.0, 0.0, 0.0, 0.0)
CHANNELS = st.tuples(*(st.integers(0, 255) for _ in "rgb"))


def coloured(palette: str, role: str = "ink") -> Tables:
    rows = "\n".join(f'{name} = "{role}"' for name in sorted(ROLES))
    return tables(f"[palette]\n{palette}\n[roles]\n{rows}")


def test_each_role_has_the_colour_that_it_names() -> None:
    good = coloured('ink = { rgb = "#0a0B0c", cmyk = [1, 2, 3, 4.5] }')
    roles = read_roles(good)
    assert set(roles) == ROLES
    assert roles["text"] == Colour(rgb="#0A0B0C", cmyk=(1, 2, 3, 4.5))
    assert good.problems == []


@pytest.mark.parametrize(
    ("palette", "id_"),
    [
        ('ink = "#000000"', "colour-without-inks"),
        ("ink = 3", "colour-form"),
        ('ink = { rgb = "#000000" }', "colour-form"),
        ('ink = { rgb = "black", cmyk = [0, 0, 0, 0] }', "colour-rgb"),
        ('ink = { rgb = "#000000", cmyk = [0, 0, 0] }', "colour-cmyk"),
        ('ink = { rgb = "#000000", cmyk = [0, 0, 0, true] }', "colour-cmyk"),
        ('ink = { rgb = "#000000", cmyk = [0, 0, 0, 101] }', "colour-cmyk"),
        ('ink = { rgb = "#000000", cmyk = [100, 100, 100, 1] }', "colour-ink"),
    ],
)
def test_a_colour_that_is_none_is_one_problem_whatever_names_it(palette: str, id_: str) -> None:
    bad = coloured(palette)
    assert read_roles(bad) == {}
    assert [(p.id, p.place) for p in bad.problems] == [(id_, Place("0.toml", 2, key="palette.ink"))]


def test_a_text_with_too_little_contrast_is_told_with_the_nearest_colour() -> None:
    given_ = tables('[roles]\nmuted = "pale"')
    roles = {
        "muted": Colour(rgb="#9A9AB0", cmyk=INKS), "paper": Colour(rgb="#FFFFFF", cmyk=INKS),
    }  # fmt: skip
    check_contrast(given_, roles, 4.5)
    assert [str(problem) for problem in given_.problems] == [
        "0.toml:2: roles.muted: captions and page numbers (muted #9A9AB0 on paper #FFFFFF) has a "
        "contrast of 2.75:1; it needs 4.5:1; the nearest colour that passes is "
        f"{nearest_passing(roles['muted'], roles['paper'], 4.5)}"
    ]


def test_a_ground_on_which_nothing_passes_is_to_be_changed() -> None:
    grey = Colour(rgb="#808080", cmyk=INKS)
    assert nearest_passing(grey, grey, 7) == ""
    given_ = tables("")
    check_contrast(given_, {"text": grey, "paper": grey}, 7)
    assert "no colour of text has it on this ground: change paper" in str(given_.problems[0])


@given(CHANNELS, CHANNELS, st.sampled_from((4.5, 7.0, 12.0)))
def test_the_nearest_passing_colour_passes(
    text: tuple[int, ...], ground: tuple[int, ...], least: float
) -> None:
    one, other = (Colour(rgb="#{:02X}{:02X}{:02X}".format(*c), cmyk=INKS) for c in (text, ground))
    nearest = nearest_passing(one, other, least)
    ends = [Colour(rgb=rgb, cmyk=INKS) for rgb in ("#000000", "#FFFFFF")]
    if nearest:
        assert contrast(Colour(rgb=nearest, cmyk=INKS), other) >= least
    else:
        assert max(contrast(end, other) for end in ends) < least


def test_contrast_is_that_of_wcag() -> None:
    black, white = (Colour(rgb=rgb, cmyk=INKS) for rgb in ("#000000", "#FFFFFF"))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, Colour(rgb="#767676", cmyk=INKS)) == pytest.approx(4.54, abs=0.01)


SIGNS = {
    "lit": "#FF5A43", "cover": "#1D1A5E", "spark": "#FFFFFF", "panel_spark": "#1D1A5E",
    "panel": "#F3EFE7", "rule": "#15161C", "paper": "#FFFFFF", "seat": "#6F74D8",
}  # fmt: skip


def test_the_signs_of_a_theme_are_judged_as_its_texts_are() -> None:
    given_ = tables("")
    check_graphics(given_, {r: Colour(rgb=rgb, cmyk=INKS) for r, rgb in SIGNS.items()}, 4.5)
    assert given_.problems == []


@pytest.mark.parametrize(
    ("role", "rgb", "told"),
    [
        ("lit", "#3A3780", {("lit", "cover")}),
        ("spark", "#2A2770", {("spark", "cover")}),
        ("panel_spark", "#E0DCD4", {("panel_spark", "panel")}),
        ("rule", "#F0F0F0", {("rule", "paper"), ("rule", "panel")}),
        ("seat", "#201D61", {("seat", "cover")}),
        ("seat", "#FF5A43", {("lit", "seat")}),
    ],
)
def test_a_sign_that_is_not_seen_on_its_ground_is_told_with_its_pair(
    role: str, rgb: str, told: set[tuple[str, str]]
) -> None:
    given_ = tables("")
    colours = {**SIGNS, role: rgb}
    check_graphics(given_, {r: Colour(rgb=c, cmyk=INKS) for r, c in colours.items()}, 4.5)
    assert {(p.fields["text"], p.fields["ground"]) for p in given_.problems} == told
    assert all(str(p.fields["ground_rgb"]) in p.sentence() for p in given_.problems)


def test_where_texts_need_more_signs_do_too() -> None:
    given_ = tables("")
    lit = {"lit": Colour(rgb="#A0522D", cmyk=INKS), "cover": Colour(rgb="#000000", cmyk=INKS)}
    check_graphics(given_, lit, 4.5)
    assert given_.problems == []
    check_graphics(given_, lit, 7)
    assert [p.fields["least"] for p in given_.problems] == [4.67]
