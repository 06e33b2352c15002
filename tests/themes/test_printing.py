"""What the print shop asks for: the bleed within its limits, and a profile for printing in CMYK."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ImageCms

from brochure.errors import ThemeError
from brochure.theme import Theme
from brochure.themes import printing
from brochure.themes.theme_file import load_theme
from tests.themes.test_tables import tables


def test_without_a_profile_it_is_the_shipped_one() -> None:
    made = printing.print_settings("", 3)
    assert (made.condition, made.bleed_mm) == ("FOGRA39", 3)
    assert made.profile.is_file()


def test_a_profile_says_its_own_condition(theme: Theme, tmp_path: Path) -> None:
    path = tmp_path / "other.icc"
    path.write_bytes(theme.printing.profile.read_bytes().replace(b"FOGRA39L", b"FOGRA51X"))
    assert printing.print_settings(path, 5).condition == "FOGRA51"


@pytest.mark.parametrize("bleed_mm", [2.9, 10.5, float("nan")])
def test_a_bleed_out_of_limits_is_refused(bleed_mm: float) -> None:
    with pytest.raises(ThemeError, match=r"bleed: .* mm; it is 3 to 10 mm, and printers ask for 3"):
        printing.print_settings("", bleed_mm)


def test_what_is_no_profile_for_print_is_refused(tmp_path: Path) -> None:
    screen = tmp_path / "srgb.icc"
    screen.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    large = tmp_path / "large.icc"
    with large.open("wb") as file:
        file.truncate(printing.MAX_PROFILE_BYTES + 1)
    for profile, says in (
        (screen, "not for printing"),
        (tmp_path / "none.icc", r"none\.icc: the output profile cannot be read \(No such file"),
        (tmp_path, "it is a folder, a pipe, a socket or a device"),
        (Path("/dev/zero"), "it is a folder, a pipe, a socket or a device"),
        (large, "not a file of at most 20,000,000 bytes"),
    ):
        with pytest.raises(ThemeError, match=says):
            printing.print_settings(profile, 3)


def test_a_command_changes_only_what_it_names(theme: Theme) -> None:
    assert printing.for_printer(theme, "", None) is theme
    wider = printing.for_printer(theme, "", 5)
    assert wider.printing == replace(theme.printing, bleed_mm=5)


def test_a_theme_with_a_bad_profile_is_read_to_its_end() -> None:
    bad = tables('[printing]\nprofile = "none.icc"\nbleed = 3')
    assert printing.read_printing(bad).condition == "FOGRA39"
    assert [problem.id for problem in bad.problems] == ["theme-key-unknown", "profile-unreadable"]


def test_a_spot_ink_is_the_one_ink_of_a_theme() -> None:
    papier = load_theme("papier")
    assert papier.printing.ink
    assert papier.printing.ink.rgb == "#3A37C9"
    named = printing.for_printer(papier, "", None, " PANTONE  2728 C ")
    assert named.printing == replace(papier.printing, spot="PANTONE 2728 C")
    wider = printing.for_printer(named, "", 5)
    assert (wider.printing.spot, wider.printing.ink) == ("PANTONE 2728 C", papier.printing.ink)


@pytest.mark.parametrize(
    ("theme_name", "spot", "says"),
    [
        (
            "agora",
            "PANTONE 2728 C",
            "has no colour: the theme prints in four inks; use the theme",
        ),
        ("papier", "Black", "is no name of a spot ink"),
        ("papier", "All", "is no name of a spot ink"),
        ("papier", "", '"" is no name of a spot ink'),
        ("papier", " \t", '"" is no name of a spot ink'),
        ("papier", "x" * 61, "of at most 60 characters"),
        ("papier", "P\u202e1", "is no name of a spot ink"),
    ],
)
def test_what_is_no_spot_ink_is_refused(theme_name: str, spot: str, says: str) -> None:
    with pytest.raises(ThemeError, match=says):
        printing.for_printer(load_theme(theme_name), "", None, spot)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('ink = "blue"', ""), ('ink = "red"', "theme-ink"), ('ink = "grey"', "theme-ink"),
        ('spot = "PANTONE 2728 C"', "spot-without-ink"), ('ink = "blue"\nspot = "Cyan"', "spot-name"),
    ],
)  # fmt: skip
def test_the_ink_of_a_theme_is_a_colour_of_its_palette(written: str, problem: str) -> None:
    blue = 'blue = { rgb = "#0000FF", cmyk = [100, 80, 0, 0] }'
    grey = 'grey = { rgb = "#888888", cmyk = [0, 0, 0, 50] }'
    read = tables(f"[printing]\n{written}\n[palette]\n{blue}\n{grey}")
    made = printing.read_printing(read)
    assert [p.id for p in read.problems] == ([problem] if problem else [])
    assert (made.ink is not None) is ('"blue"' in written)
