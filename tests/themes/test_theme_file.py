"""Theme files: every problem is told with its line, and no theme is made that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from brochure.colour import contrast
from brochure.errors import ThemeError
from brochure.theme import TEXT_PAIRS
from brochure.themes import theme_file
from tests.conftest import ROOT

CASES = {
    "unknown key": ('extends = "agora"\nmotiv = "rings"', 'unknown key "motiv"; allowed are .*motif'),
    "unknown motif": (
        'extends = "agora"\nmotif = "stars"',
        'motif = "stars"; it can be auto, hemicycle',
    ),
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
        r'share.channels = \["myspace"\]; it is a list of facebook, x, .*copy, each once',
    ),
    "an account that is none": (
        'extends = "agora"\n[share.accounts]\nx = "@a b"',
        r'share.accounts.x: "@a b" is not a valid X account; write one like @gouvernementFR',
    ),
    "accounts that are no table": (
        'extends = "agora"\n[share]\naccounts = ["x"]',
        r"share\.accounts is a table: \[share\.accounts\]",
    ),
    "a channel twice": ('extends = "agora"\n[share]\nchannels = ["x", "x"]', "each once"),
    "unknown font": ('extends = "agora"\n[fonts]\ntitle = "Arial"', 'there is no font "Arial"'),
    "font file missing": (
        'extends = "agora"\n[[fonts.faces]]\nfamily = "X"\nfile = "x.ttf"',
        r"needs family and file, a static .ttf or .otf",
    ),
    "body too small": ('extends = "agora"\nbody_pt = 4', "body_pt = 4; it is a number from 9 to 18"),
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
    "code that is a word": (
        'extends = "agora"\n[cards]\ncode = "yes"',
        'cards.code = "yes"; it is true or false',
    ),
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


@pytest.mark.parametrize(("name", "least"), [("agora", 4.5), ("papier", 4.5), ("contraste", 7)])
def test_every_text_of_a_shipped_theme_stands_out(name: str, least: float) -> None:
    theme = theme_file.load_theme(name)
    for pair in TEXT_PAIRS:
        assert contrast(theme.roles[pair.text], theme.roles[pair.ground]) >= least, pair


def test_the_example_of_the_documentation_is_a_theme(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    path = tmp_path / "my-theme.toml"
    path.write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert theme_file.load_theme(str(path)).motif == "rings"


def test_a_theme_is_loaded_by_name_by_path_and_by_the_text_of_a_path(tmp_path: Path) -> None:
    path = tmp_path / "Mine.TOML"
    path.write_text('extends = "agora"\nmotif = "rings"', encoding="utf-8")
    assert theme_file.load_theme("agora").name == "agora"
    assert theme_file.load_theme(path) == theme_file.load_theme(str(path))
    assert (theme_file.load_theme(path).name, theme_file.load_theme(path).motif) == ("Mine", "rings")


def test_a_good_theme_is_read_without_looking_for_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take longer to find than the whole theme to read."""
    monkeypatch.setattr("brochure.themes.tables.line_numbers", None)
    for name in theme_file.shipped_names():
        theme_file.load_theme(name)


SEVERAL = """extends = "agora"
motif = "stars"
body_pt = 4
[palette]
night = "#14532D"
sand = { rgb = "sand", cmyk = [90, 90, 90, 90] }
[roles]
text = "noir"
[fonts]
title = "Arial"
[[fonts.faces]]
family = "X"
file = "x.ttf"
[printing]
bleed_mm = 1
[cards.formats.square]
safe = [600, 0, 600, 0]
[share.accounts]
x = "@a b"
[lights]
"""


def test_all_that_is_wrong_is_told_at_once_with_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SEVERAL, encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        theme_file.load_theme(path)
    places = sorted((p.place.line, p.place.key, p.id) for p in caught.value.problems)
    assert places == [
        (2, "motif", "theme-choice"), (3, "body_pt", "theme-number"),
        (5, "palette.night", "colour-without-inks"), (6, "palette.sand", "colour-ink"),
        (6, "palette.sand", "colour-rgb"), (8, "roles.text", "theme-role"),
        (10, "fonts.title", "font-unknown"), (11, "fonts.faces", "font-file"),
        (15, "printing.bleed_mm", "theme-number"), (17, "cards.formats.square.safe", "format-safe"),
        (19, "share.accounts.x", "account-form"), (20, "lights", "theme-key-unknown"),
    ]  # fmt: skip
    assert {p.place.file for p in caught.value.problems} == {str(path)}


def test_a_value_of_a_base_is_placed_in_the_base(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text('extends = "agora"\n\nmotif = "stars"', encoding="utf-8")
    (tmp_path / "mine.toml").write_text('extends = "base.toml"\nbody_pt = 4', encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        theme_file.load_theme(tmp_path / "mine.toml")
    assert {(Path(p.place.file).name, p.place.line) for p in caught.value.problems} == {
        ("base.toml", 3), ("mine.toml", 2),
    }  # fmt: skip


def test_themes_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.toml").write_text(f'extends = "{other}.toml"', encoding="utf-8")
    with pytest.raises(ThemeError, match=r'a\.toml:1: .*"extends" leads back to the theme itself'):
        theme_file.load_theme(tmp_path / "a.toml")


KINDS = """
motif = [1]
palette = 3
roles = [1]
description = 1
extends = "agora"
fonts = { title = [1], text = {}, fallback = "x", faces = 1, languages = { ar = [1] } }
printing = { profile = 1, bleed_mm = true }
cards = { formats = [], logo = 1, posts = [1], template = {}, code = 1 }
share = { channels = [[1]], accounts = { x = 1 } }
"""


def test_a_value_of_another_kind_is_a_problem_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(KINDS, encoding="utf-8")
    with pytest.raises(ThemeError) as caught:
        theme_file.load_theme(path)
    keys = {p.place.key for p in caught.value.problems}
    assert keys >= {
        "motif", "palette", "roles", "description", "fonts.title", "fonts.text", "fonts.fallback",
        "fonts.faces", "fonts.languages.ar", "printing.profile", "printing.bleed_mm", "cards.formats",
        "cards.logo", "cards.posts", "cards.template", "cards.code", "share.channels",
        "share.accounts.x",
    }  # fmt: skip
