"""Plating: rich black where it is large, small text unscreened, black over tints, one ink alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from brochure.colour import Colour
from brochure.geometry import PdfRect
from brochure.pdf.press.inks import BLACK, PAPER, Inks, Plates
from brochure.pdf.press.plating import Plating, spot_space

TRIM = PdfRect(0, 0, 400, 400)
VIOLET = Colour(rgb="#3A37C9", cmyk=(88, 84, 0, 0))
ONE, SPOT = Plates(VIOLET), Plates(VIOLET, "PANTONE 2728 C")
RICH = "0.4 0.3 0.3 1 k"
HALF, STRIP = "0 0 400 200 re", "0 0 400 20 re"


def to_cmyk(rgb: Sequence[float]) -> Inks:
    red, green, blue = rgb
    return (1 - red, 1 - green, 1 - blue, 0.0)


def plated(*lines: str, plates: Plates | None = None, form: str = "") -> str:
    """The page and the form it draws as /F, one after the other, as they are printed."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 400))
        inner: Any = pdf.make_stream(form.encode())
        inner.Subtype, inner.BBox, inner.Resources = Name.Form, Array([0, 0, 400, 400]), Dictionary()
        page.obj.Resources = Dictionary(XObject=Dictionary(F=inner))
        page.obj.Contents = pdf.make_stream("\n".join(lines).encode())
        plates = plates or Plates()
        spot = spot_space(pdf, plates) if plates.spot else None
        Plating(pdf, plates, to_cmyk, spot).plate(page, TRIM)
        drawn: bytes = page.obj.Contents.read_bytes() + b"\n" + inner.read_bytes()
        return drawn.decode()


def text(inks: str, size: float, scale: float = 1.0) -> list[str]:
    return [
        f"{inks} k",
        f"{scale} 0 0 {scale} 0 0 cm",
        "BT",
        f"1 0 0 -1 9 9 Tm\n/F {size} Tf",
        "[<01>] TJ",
        "ET",
    ]


def shown(drawn: str) -> tuple[str, bool]:
    """The colour that the text of ``drawn`` has, and whether it overprints."""
    before = drawn.split("] TJ")[0]
    *_, colour = re.findall(r"^.* (?:k|scn)$", before, re.MULTILINE)
    *_, state = ["", *re.findall(r"^/Overprint(\w+) gs$", before, re.MULTILINE)]
    return colour, state == "On"


@pytest.mark.parametrize(
    ("lines", "rich"),
    [
        (["0 0 0 1 k", HALF, "f"], True),
        (["/DeviceCMYK cs", "0 0 0 1 scn", HALF, "f"], True),
        (["0 0 0 1 k", "0 0 400 90 re", "f"], False),  # less than a quarter
        (["0 0 0 1 k", "0 0 400 60 re", "f", "0 200 400 60 re", "f"], True),  # together more
        (["0 0 0 1 k", HALF, "f", "0 0 0 0 k", "10 10 390 180 re", "f"], False),  # mostly covered again
        (["q", "0 0 400 2 re", "W", "n", "0 0 0 1 k", HALF, "f", "Q"], False),  # a rule, clipped
        (["0 0 0 .9 k", HALF, "f"], False),
        (["q", "2 0 0 2 0 0 cm", "0 0 0 1 k", "0 0 200 60 re", "f", "Q"], True),
        (["0 0 0 1 k", "0 0 400 200 re", "1 1 398 198 re", "f*"], False),  # a frame
    ],
)
def test_black_of_more_than_a_quarter_of_the_page_is_rich(lines: list[str], rich: bool) -> None:
    assert (RICH in plated(*lines)) is rich


def test_beside_rich_black_text_and_small_things_are_black_alone() -> None:
    drawn = plated("0 0 0 1 k", HALF, "f", STRIP.replace("20", "9"), "f", *text("0 0 0 1", 9))
    assert drawn.count(RICH) == 1
    assert shown(drawn) == ("0 0 0 1 k", True)


def test_black_in_a_form_is_rich_as_large_as_the_form_is_drawn() -> None:
    black = f"0 0 0 1 k\n{HALF}\nf"
    assert RICH in plated("q", "/F Do", "Q", form=black)
    assert RICH not in plated("q", "0.5 0 0 0.5 0 0 cm", "/F Do", "Q", form=black)


@pytest.mark.parametrize(
    ("inks", "size", "printed"),
    [
        ("0 0 0 0.72", 8, "0 0 0 1 k"), ("0 0 0 0.72", 14, "0 0 0 0.72 k"),
        ("0.15 0.13 0 0", 8, "0 0 0 0 k"), ("0.15 0.13 0 0", 16, "0.15 0.13 0 0 k"),
        ("0 0 0 0.1", 8, "0 0 0 0 k"), ("0.88 0.84 0 0", 9, "0 0 0 1 k"),
        ("0 0 0 0", 8, "0 0 0 0 k"), ("0 0.78 0.72 0", 9, "0 0.78 0.72 0 k"),
    ],
)  # fmt: skip
def test_small_text_is_black_or_white_and_never_screened(inks: str, size: float, printed: str) -> None:
    assert shown(plated(*text(inks, size)))[0] == printed


def test_text_is_small_as_it_is_printed() -> None:
    assert shown(plated(*text("0 0 0 0.72", 18, scale=0.7)))[0] == "0 0 0 1 k"


@pytest.mark.parametrize(
    ("inks", "size", "over"),
    [
        ("0 0 0 1", 9, True), ("0 0 0 1", 35, True), ("0 0 0 1", 36, False), ("0 0 0 0", 9, False),
        ("1 0 0 0", 20, False), ("0 0 0 0.72", 9, True), ("0 0 0 0.72", 20, True),
        ("0 0 0 0.2", 20, False),
    ],
)  # fmt: skip
def test_black_text_overprints_and_white_never(inks: str, size: float, over: bool) -> None:
    assert shown(plated(*text(inks, size)))[1] is over


def test_overprinting_ends_before_anything_else_is_painted() -> None:
    drawn = plated(*text("0 0 0 1", 9), "0.2 0 0 0 k", "0 0 50 50 re", "f", "0 0 9 9 re", "f")
    assert re.findall(r"/Overprint(\w+) gs", drawn) == ["On", "Off"]
    assert drawn.index("/OverprintOff gs") < drawn.index("0 0 50 50 re")


@pytest.mark.parametrize(
    ("rule", "over"),
    [
        (["0 0 0 1 k", "0 9 400 0.5 re", "f"], True), (["0 0 0 1 k", "0 9 400 3 re", "f"], False),
        (["0 0 0 1 K", "0.5 w", "0 9 m", "400 9 l", "S"], True),
        (["0 0 0 1 K", "5 w", "0 9 m", "400 9 l", "S"], False),
        (["1 0 0 0 K", "0.5 w", "0 9 m", "400 9 l", "S"], False),
        (["0 0 400 1 re", "W", "n", "0 0 0 1 k", "0 0 400 50 re", "0 1 400 49 re", "f*"], True),
    ],
)  # fmt: skip
def test_thin_black_rules_overprint(rule: list[str], over: bool) -> None:
    assert ("/OverprintOn gs" in plated(*rule)) is over


def test_drawings_in_rgb_become_inks() -> None:
    assert "0 1 1 0 k" in plated("1 0 0 rg", STRIP, "f")


def test_what_a_colour_space_of_its_own_paints_is_left_as_it_is() -> None:
    drawn = plated("/Own cs", ".3 .2 scn", STRIP, "f")
    assert "/Own cs\n.3 .2 scn\n0 0 400 20 re\nf" in drawn


@pytest.mark.parametrize(
    ("inks", "one", "spot"),
    [
        ("0.88 0.84 0 0", "0.88 0.84 0 0 k", "/SpotInk cs\n1 scn"),
        ("0.18 0.17 0 0", "0.1795 0.1714 0 0 k", "/SpotInk cs\n0.204 scn"),
        ("0 0 0 0.3", "0 0 0 0.3 k", "0 0 0 0.3 k"),
        ("0 0 0 0", "0 0 0 0 k", "0 0 0 0 k"),
        ("1 1 1 1", "0 0 0 1 k", "0 0 0 1 k"),
    ],
)
def test_one_ink_prints_its_tints_and_black(inks: str, one: str, spot: str) -> None:
    for plates, wanted in ((ONE, one), (SPOT, spot)):
        assert f"{wanted}\n{STRIP}\nf" in plated(f"{inks} k", STRIP, "f", plates=plates)


def test_other_colours_are_tints_of_the_one_ink_as_light_as_they_are() -> None:
    coral, yellow = (SPOT.paint(inks) for inks in ((0, 0.78, 0.72, 0), (0, 0.1, 0.9, 0)))
    assert coral.inks == yellow.inks == PAPER
    assert 0.9 > (coral.spot or 0) > (yellow.spot or 0) > 0.05


def test_small_text_in_a_spot_ink_is_in_full() -> None:
    assert SPOT.text((0.88, 0.84, 0, 0), 8).spot == 1
    assert SPOT.text((0.44, 0.42, 0, 0), 8).spot == 1
    assert SPOT.text((0.18, 0.17, 0, 0), 8).spot is None
    assert ONE.text((0.88, 0.84, 0, 0), 8).inks == BLACK  # two inks never lie exactly on each other


def test_a_colour_bar_shows_each_ink_in_full_and_at_half_and_a_grey_of_three() -> None:
    four, one, spot = (
        {name: [paint.spot or paint.inks for paint in paints] for name, paints in plates.patches}
        for plates in (Plates(), ONE, SPOT)
    )
    assert [*four] == ["Cyan", "Magenta", "Yellow", "Black", "Grey"]
    assert four["Magenta"] == [(0, 1, 0, 0), (0, 0.5, 0, 0)]
    assert [*one] == ["Cyan", "Magenta", "Black"]
    assert spot == {"Black": [BLACK, (0, 0, 0, 0.5)], "PANTONE 2728 C": [1, 0.5]}


def test_the_plates_are_named() -> None:
    assert Plates().names == ("Cyan", "Magenta", "Yellow", "Black")
    assert ONE.names == ("Cyan", "Magenta", "Black")
    assert SPOT.names == ("Black", "PANTONE 2728 C")
