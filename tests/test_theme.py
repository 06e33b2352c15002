"""Themes: values only, and never one that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.colour import Colour, contrast
from brochure.errors import ThemeError
from brochure.theme import TEXT_PAIRS
from brochure.themes import dark_mode, theme_file
from tests.conftest import ROOT

CASES = {
    "unknown key": ('extends = "agora"\nmotiv = "rings"', 'unknown key "motiv"; allowed are .*motif'),
    "unknown motif": ('extends = "agora"\nmotif = "stars"', 'motif = "stars"; it can be hemicycle'),
    "unknown colour": (
        'extends = "agora"\n[roles]\ntext = "noir"',
        'roles.text = "noir", which is not',
    ),
    "unknown role": ('extends = "agora"\n[roles]\nfooter = "ink"', 'unknown key "roles.footer"'),
    "missing roles": ("[palette]\n", "no colour for accent, cover"),
    "low contrast": (
        'extends = "agora"\n[palette]\npale = { rgb = "#9A9AB0", cmyk = [0, 0, 0, 40] }\n'
        '[roles]\nmuted = "pale"',
        r"captions and page numbers .* has a contrast of 2\.7\d:1; it needs 4\.5:1; "
        r"the nearest colour that passes is #[0-9A-F]{6}",
    ),
    "a stricter minimum": ('extends = "agora"\nminimum_contrast = 7', "it needs 7:1"),
    "too much ink": (
        'extends = "agora"\n[palette]\nnight = { rgb = "#000000", cmyk = [90, 90, 90, 90] }',
        "palette.night has 360 % of ink; paper takes 300 %",
    ),
    "not hexadecimal": (
        'extends = "agora"\n[palette]\nnight = { rgb = "blue", cmyk = [0,0,0,0] }',
        "blue",
    ),
    "a colour for screens alone": (
        'extends = "agora"\n[palette]\nnight = "#14532D"',
        r'palette.night lacks its inks for print; write \{ rgb = "#14532D", cmyk = \[c, m, y, k\] \}',
    ),
    "unknown channel": (
        'extends = "agora"\n[share]\nchannels = ["myspace"]',
        r"share.channels = \['myspace'\]; it is a list of facebook, x, .*copy, each once",
    ),
    "an account that is none": (
        'extends = "agora"\n[share.accounts]\nx = "@a b"',
        r'share.accounts.x: "@a b" is not a valid X account; write one like @gouvernementFR',
    ),
    "accounts that are no table": (
        'extends = "agora"\n[share]\naccounts = ["x"]',
        r"accounts is a table: \[accounts\]",
    ),
    "a channel twice": ('extends = "agora"\n[share]\nchannels = ["x", "x"]', "each once"),
    "unknown font": ('extends = "agora"\n[fonts]\ntitle = "Arial"', 'there is no font "Arial"'),
    "font file missing": (
        'extends = "agora"\n[[fonts.faces]]\nfamily = "X"\nfile = "x.ttf"',
        r"needs family and file, a static .ttf or .otf",
    ),
    "body too small": ('extends = "agora"\nbody_pt = 4', "body_pt = 4; it is a number from 9 to 14"),
    "unknown key of cards": (
        'extends = "agora"\n[cards]\ntemplates = "x"',
        'unknown key "cards.templates"; allowed are code, formats, logo, photo_template, posts',
    ),
    "a format without height": (
        'extends = "agora"\n[cards.formats.banner]\nwidth = 1500',
        "height = 0; it is a number from 320 to 4096",
    ),
    "a format that is all safe area": (
        'extends = "agora"\n[cards.formats.square]\nsafe = [600, 0, 600, 0]',
        r"cards.formats.square.safe = \[600, 0, 600, 0\]; it is the pixels to keep free",
    ),
    "a format with a path for a name": (
        'extends = "agora"\n[cards.formats."../x"]\nwidth = 500',
        "a format is a table with a name like",
    ),
    "a format with a post's name": (
        'extends = "agora"\n[cards.formats.quote-1]\nwidth = 800\nheight = 600',
        "quote-1 and figure-1 are posts",
    ),
    "a format in capitals": (
        'extends = "agora"\n[cards.formats.SQUARE]\nwidth = 800\nheight = 600',
        "in small letters",
    ),
    "a variable font": (
        'extends = "agora"\n[fonts]\ntitle = "V"\n[[fonts.faces]]\nfamily = "V"\nfile = "variable.ttf"',
        r"variable\.ttf is a variable font; take a static one for each weight",
    ),
    "a font of layered colours": (
        'extends = "agora"\n[[fonts.faces]]\nfamily = "C"\nfile = "colr.ttf"',
        r"colr\.ttf draws its colours as layers \(COLR\).*NotoColorEmoji",
    ),
    "a font that is none": (
        'extends = "agora"\n[[fonts.faces]]\nfamily = "N"\nfile = "noise.ttf"',
        r"noise\.ttf: not a font; take another file",
    ),
    "a logo without end": (
        'extends = "agora"\n[cards]\nlogo = "/dev/zero"',
        "/dev/zero is not one PNG, JPEG or WebP image",
    ),
    "posts in no format": (
        'extends = "agora"\n[cards]\nposts = "banner"',
        'cards.posts = "banner"; it can be open-graph, square',
    ),
    "a logo that is none": (
        'extends = "agora"\n[cards]\nlogo = "mine.toml"',
        "is not one PNG, JPEG or WebP image",
    ),
    "code that is a word": ('extends = "agora"\n[cards]\ncode = "yes"', "cards.code = 'yes'"),
    "a collection for titles": (
        'extends = "agora"\n[fonts]\ntitle = "C"\n[[fonts.faces]]\nfamily = "C"\nfile = "c.ttc"',
        "is a colour font or a collection, which a PDF does not take",
    ),
    "not TOML": ("motif =", "not a readable TOML file"),
    "no such base": ('extends = "azur"', 'there is no theme "azur"; brochure has agora'),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_theme_is_refused_with_file_key_and_way_out(name: str, tmp_path: Path) -> None:
    text, says = CASES[name]
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    (tmp_path / "c.ttc").write_bytes(b"ttcf" + bytes(60))
    (tmp_path / "noise.ttf").write_bytes(b"not a font at all")
    for name, tag in (("variable.ttf", b"fvar"), ("colr.ttf", b"COLR")):
        (tmp_path / name).write_bytes(b"\0\1\0\0\0\1" + bytes(6) + tag + bytes(12))
    with pytest.raises(ThemeError, match=says):
        theme_file.load_theme(str(path))


def test_the_nearest_passing_colour_does_pass(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(CASES["low contrast"][0], encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        theme_file.load_theme(str(path))
    offered = Colour(rgb=str(caught.value).rsplit(" ", 1)[-1], cmyk=(0, 0, 0, 0))
    assert contrast(offered, Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))) >= 4.5


@pytest.mark.parametrize(("name", "least"), [("agora", 4.5), ("papier", 4.5), ("contraste", 7)])
def test_every_text_of_a_shipped_theme_stands_out(name: str, least: float) -> None:
    theme = theme_file.load_theme(name)
    for pair in TEXT_PAIRS:
        assert contrast(theme.roles[pair.text], theme.roles[pair.ground]) >= least, pair


def test_contrast_is_that_of_wcag() -> None:
    black, white = (Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for rgb in ("#000000", "#FFFFFF"))
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, Colour(rgb="#767676", cmyk=(0, 0, 0, 0))) == pytest.approx(4.54, abs=0.01)


def test_the_example_of_the_documentation_is_a_theme(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    path = tmp_path / "my-theme.toml"
    path.write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert theme_file.load_theme(str(path)).motif == "rings"


@pytest.mark.parametrize("name", theme_file.shipped_names())
def test_every_text_stands_out_in_the_dark_too(name: str) -> None:
    theme = theme_file.load_theme(name)
    dark = {
        role: Colour(rgb=rgb, cmyk=(0, 0, 0, 0)) for role, rgb in dark_mode.dark_colours(theme).items()
    }
    for pair in TEXT_PAIRS:
        found = contrast(dark[pair.text], dark[pair.ground])
        assert found >= theme.minimum_contrast - 0.01, (pair, found)
    assert all(max(dark[role].channels) < 80 for role in ("paper", "panel"))


def test_a_colour_that_is_read_stays_as_it_is() -> None:
    black = Colour(rgb="#101010", cmyk=(0, 0, 0, 0))
    bright = Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))
    dim = Colour(rgb="#333333", cmyk=(0, 0, 0, 0))
    assert dark_mode.readable(bright, black, 4.5).rgb == "#FFFFFF"
    assert contrast(dark_mode.readable(dim, black, 4.5), black) >= 4.5
