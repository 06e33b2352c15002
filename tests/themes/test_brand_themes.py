"""``brochure theme new``: any colours of a brand give a theme that loads, with the brand's own kept."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brochure import build, load_theme, read
from brochure.brand import Brand
from brochure.cli.themes import new
from brochure.colour import Colour, contrast
from brochure.errors import OutputError, ThemeError
from brochure.logo import read_logo
from brochure.oklch import lch_of, nearest, ratio, rgb_of
from brochure.theme import GRAPHIC_PAIRS, ROLES, TEXT_PAIRS
from brochure.themes.brand_roles import new_roles
from brochure.themes.brand_themes import (
    ACCENT_ROLES,
    accents_of,
    brand_colours,
    kept_ink,
    new_theme,
    parse_colour,
)

LOGOS = Path(__file__).parents[1] / "brands"
COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")
AWKWARD = {
    "a pale yellow": ["#FFF7C2"],
    "a mid-tone green": ["#00A36C"],
    "a neon": ["#39FF14"],
    "pure black": ["#000000"],
    "pure white": ["#FFFFFF"],
    "two similar colours": ["#006E5A", "#00705C"],
    "a grey": ["#808080"],
    "blue and red": ["#0000FF", "#FF0000"],
}


def faults_of(colours: dict[str, Colour], least: float) -> list[str]:
    texts = [(p.text, p.ground, least) for p in TEXT_PAIRS]
    signs = [(p.mark, p.ground, p.least or round(least / 1.5, 2)) for p in GRAPHIC_PAIRS]
    return [
        f"{one} on {ground}"
        for one, ground, needed in texts + signs
        if contrast(colours[one], colours[ground]) < needed
    ]


@settings(max_examples=25, deadline=None)
@example(["#FFF7C2"], 7.0)
@example(["#000000", "#FFFFFF"], 4.5)
@example(["#808080", "#7F7F7F", "#818181"], 7.0)
@given(st.lists(COLOUR, min_size=1, max_size=3), st.sampled_from((4.5, 7.0)))
def test_any_colours_give_roles_that_pass_in_every_accent(colours: list[str], least: float) -> None:
    sets = [colours, *([first, *others] for _, first, others in accents_of(colours) if first)]
    own = new_roles(colours, least).roles
    for one in sets:
        changed = new_roles(one, least).roles
        roles = {**own, **{role: changed[role] for role in ACCENT_ROLES}}
        assert set(roles) == ROLES
        seen = {role: Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for role, rgb in roles.items()}
        assert not faults_of(seen, least)


@settings(max_examples=12, deadline=None)
@given(st.lists(COLOUR, min_size=1, max_size=2))
def test_any_colours_give_a_theme_that_loads(colours: list[str]) -> None:
    loads(colours)


@pytest.mark.parametrize("colours", AWKWARD.values(), ids=AWKWARD)
def test_awkward_colours_give_a_theme_that_loads(colours: list[str]) -> None:
    loads(colours)


@pytest.mark.parametrize("colours", AWKWARD.values(), ids=AWKWARD)
def test_awkward_colours_give_a_theme_for_readers_with_low_vision(colours: list[str]) -> None:
    loads(colours, extends="contraste", least=7)


def loads(colours: list[str], extends: str = "agora", least: float = 4.5) -> None:
    import tempfile

    made = new_theme(colours, name='Ville de "Lorme" \\ é', extends=extends, least=least)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "t.toml"
        file.write_text(made.toml, encoding="utf-8")
        theme = load_theme(file)
    assert theme.brand == Brand(name='Ville de "Lorme" \\ é')
    tree = tomllib.loads(made.toml)
    assert all(sum(colour["cmyk"]) <= 300 for colour in tree["palette"].values())
    assert 4 <= len(tree["accents"]) <= 6
    assert tree["accents"]["own"] == {}
    used = {name for table in (tree["roles"], *tree["accents"].values()) for name in table.values()}
    assert used <= set(tree["palette"])


@pytest.mark.parametrize("colours", AWKWARD.values(), ids=AWKWARD)
def test_awkward_colours_give_cards(colours: list[str], tmp_path: Path) -> None:
    file, page = tmp_path / "t.toml", tmp_path / "p.md"
    file.write_text(new_theme(colours).toml, encoding="utf-8")
    page.write_text(
        "---\ntitle: Le marché revient\nlead: Chaque samedi.\n"
        "lang: fr\n"
        "quotes:\n  - {text: Enfin., by: Ève}\n"
        "figures:\n  - {value: 40, label: étals}\n---\nDu texte.\n"
    )
    assert build(read(page), load_theme(file), only=["cards"]).products["cards"]


def test_the_brand_keeps_its_colour_on_covers() -> None:
    for colour in ("#FFF7C2", "#00A36C", "#39FF14", "#0000FF"):
        assert new_roles([colour]).roles["cover"] == colour


def test_letters_give_way_before_the_brand_does() -> None:
    """White is not read on a mid-tone green: the letters become dark, the green stays."""
    made = new_roles(["#00A36C"])
    assert ratio(made.roles["cover_text"], "#FFFFFF") > 12
    assert [change.role for change in made.changes] == ["accent"]


def test_a_cover_becomes_a_shade_darker_where_nobody_sees_it() -> None:
    made = new_roles(["#808080"])
    (cover, _) = made.changes
    assert (cover.role, made.roles["cover_text"]) == ("cover", "#FFFFFF")
    assert cover.ratios[0] < 4.5 <= cover.ratios[1]
    assert lch_of(cover.before).apart(lch_of(cover.after)) < 0.05


@settings(max_examples=30, deadline=None)
@given(COLOUR, COLOUR)
def test_the_nearest_colour_keeps_the_hue_and_passes(rgb: str, ground: str) -> None:
    found = nearest(rgb, ((ground, 4.5),))
    assert ratio(found, ground) >= 4.5
    before, after = lch_of(rgb), lch_of(found)
    if before.chroma > 0.05 and after.chroma > 0.05:
        assert abs((before.hue - after.hue + 180) % 360 - 180) < 3


@given(COLOUR)
def test_a_colour_comes_back_from_oklch(rgb: str) -> None:
    made = rgb_of(lch_of(rgb))
    apart = (abs(int(rgb[i : i + 2], 16) - int(made[i : i + 2], 16)) for i in (1, 3, 5))
    assert max(apart) <= 1


@pytest.mark.parametrize(
    ("rgb", "lightness", "chroma", "hue"),
    [
        ("#FF0000", 0.628, 0.2577, 29.2),
        ("#00FF00", 0.866, 0.2948, 142.5),
        ("#0000FF", 0.452, 0.3132, 264.1),
    ],
)
def test_oklch_has_the_values_of_css_color_4(
    rgb: str, lightness: float, chroma: float, hue: float
) -> None:
    assert lch_of(rgb) == pytest.approx((lightness, chroma, hue), abs=0.06)


@pytest.mark.parametrize(
    ("inks", "kept"),
    [
        ((100, 100, 100, 30), (90, 90, 90, 30)),
        ((1.4, 50, 0.2, 3), (0, 50, 0, 0)),
        ((99.6, 99.6, 99.6, 99.6), (66, 66, 66, 100)),
    ],
)
def test_inks_are_whole_and_their_total_is_kept(
    inks: tuple[float, ...], kept: tuple[float, ...]
) -> None:
    assert kept_ink(inks) == kept


@pytest.mark.parametrize(
    ("text", "rgb"), [("#abc", "#AABBCC"), ("006e5a", "#006E5A"), ("teal", "#008080")]
)
def test_a_colour_is_written_in_several_ways(text: str, rgb: str) -> None:
    assert parse_colour(text) == rgb


@pytest.mark.parametrize("text", ["", "verdâtre", "#12", "url(x)"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ThemeError):
        parse_colour(text)
    with pytest.raises(ThemeError):
        new_theme([])


@pytest.mark.parametrize(
    ("name", "colours"),
    [("arcanne.svg", ("#006E5A", "#E8A33D")), ("seal.png", ("#8C1C3A",))],
)
def test_a_logo_gives_its_colours(name: str, colours: tuple[str, ...]) -> None:
    assert brand_colours(read_logo((LOGOS / name).read_bytes(), name)) == colours


def test_the_command_writes_a_theme_and_says_what_it_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sub" / "arcanne.toml"
    file.parent.mkdir()

    def run() -> None:
        new(
            logo=LOGOS / "arcanne.svg", colours=["#00A36C"], name="Commune d'Arcanne", extends="agora",
            profile=None, output=file, force=False, time_limit=60, memory_limit=1500,
        )  # fmt: skip

    run()
    printed = capsys.readouterr()
    assert printed.out == f"{file}\n"
    assert "#00A36C → #007F53" in printed.err
    assert "2.92:1" in printed.err
    assert "logo_dark" in printed.err  # dark green on mid green is not seen
    assert "\033" not in printed.err
    theme = load_theme(file)
    assert theme.brand.logo
    assert theme.brand.name == "Commune d'Arcanne"
    with pytest.raises(OutputError):
        run()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Ville\nd’Arcanne", r"U\+000A"), ("Ville\x1b[31m", r"U\+001B"), ("Ville\u2028", r"U\+2028"),
        ("\u202eelliV", r"U\+202E"), ("   ", "visible"), ("\u200b", "visible"), ("V" * 121, "120"),
    ],
)  # fmt: skip
def test_a_name_that_is_no_line_of_print_is_refused_and_nothing_written(
    name: str, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.toml"
    with pytest.raises(ThemeError, match=f"(?s)--name.*{says}"):
        new(logo=None, colours=["#006E5A"], name=name, extends="agora", profile=None, output=file,
            force=False, time_limit=60, memory_limit=1500)  # fmt: skip
    assert not file.exists()
