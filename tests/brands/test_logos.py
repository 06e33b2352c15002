"""Logos: what an SVG may hold, how much ink there is, on which ground it is seen, equal weights."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from brochure import svg_drawings
from brochure.brand import BLACK, WHITE, Brand, Partner
from brochure.colour import Colour
from brochure.errors import SourceError
from brochure.logo import Logo, Size, equal_weight, read_logo

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "drawings.toml").read_text(encoding="utf-8"))["case"]
NIGHT = Colour(rgb="#1D1A5E", cmyk=(100, 98, 22, 24))


def logo(name: str) -> Logo:
    return read_logo((HERE / name).read_bytes(), name)


@pytest.mark.parametrize("case", CASES, ids=[c["says"] for c in CASES])
def test_an_svg_is_drawn_or_refused_as_the_case_says(case: dict[str, Any]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{case["svg"]}</svg>'.encode()
    if "refused" in case:
        with pytest.raises(SourceError) as caught:
            svg_drawings.read_drawing(data, "logo.svg")
        assert [p.id for p in caught.value.problems] == [case["refused"]]
        assert caught.value.problems[0].place.file == "logo.svg"
    else:
        assert svg_drawings.read_drawing(data, "logo.svg").colours == tuple(case["colours"])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "drawing-declaration"),
        (b'<?xml-stylesheet href="x.css"?><svg/>', "drawing-declaration"),
        (b"<svg><path/>", "drawing-malformed"),
        (b"<?xml version='1.0'?><html/>", "drawing-root"),
        (b"<svg>" + b" " * 500_000, "drawing-large"),
        (b"GIF89a", "logo-file"),
        (b"", "logo-file"),
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused_with_its_file(data: bytes, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_logo(data, "logo.svg")
    assert [(p.id, p.place.file) for p in caught.value.problems] == [(problem, "logo.svg")]


def test_the_doctype_of_svg_11_alone_is_no_declaration() -> None:
    data = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0h4v4z"/></svg>'
    )
    assert read_logo(data, "old.svg").aspect == 1


def test_nothing_of_the_file_but_paths_and_colours_is_written_again() -> None:
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Secret</title>'
        b'<!-- secret --><path id="secret" aria-label="secret" d="M0 0h9v9z"/></svg>'
    )
    assert b"secret" not in read_logo(data, "a.svg").data.lower()


def test_an_svg_is_drawn_as_another_renderer_draws_the_file_itself() -> None:
    """The reduced drawing has the pixels that resvg makes of the original, cropped alike."""
    import resvg_py

    name = "arcanne.svg"
    drawn = logo(name).image(200)
    whole = resvg_py.svg_to_bytes(svg_string=(HERE / name).read_text(), width=420 * 4, height=120 * 4)
    with Image.open(io.BytesIO(whole)) as opened:
        cropped = opened.convert("RGBA").crop(opened.getbbox()).resize(drawn.size)
    apart = [channel.histogram() for channel in ImageChops.difference(drawn, cropped).split()]
    assert all(sum(counts[64:]) < 0.01 * drawn.width * drawn.height for counts in apart)


def test_empty_margins_are_cut_off() -> None:
    assert logo("seal.png").aspect == pytest.approx(1, abs=0.01)
    assert logo("seal.png").width < 330  # of 400 with its margins
    assert logo("line.png").aspect == pytest.approx(0.85 / 0.12, rel=0.1)


def test_ink_is_the_share_that_is_not_ground() -> None:
    assert logo("seal.png").ink == pytest.approx(0.785, abs=0.03)  # π/4
    assert logo("line.png").ink < 0.35


def test_partners_get_the_same_area_of_ink_not_the_same_height() -> None:
    logos = [logo("seal.png"), logo("line.png"), logo("arcanne.svg")]
    sizes = equal_weight(logos, Size(96, 34))
    inks = [one.ink * w * h for one, (w, h) in zip(logos, sizes, strict=True)]
    assert max(inks) == pytest.approx(min(inks), rel=0.02)
    assert sizes[0].height != pytest.approx(sizes[1].height, rel=0.1)
    assert all(w <= 96.01 and h <= 34.01 for w, h in sizes)


def test_one_thin_line_does_not_make_all_the_others_tiny() -> None:
    hair = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h200v1H0z"/></svg>'.replace(
        b"<svg ", b'<svg viewBox="0 0 200 40" '
    )
    sizes = equal_weight([read_logo(hair, "hair.svg"), logo("seal.png")], Size(96, 34))
    assert sizes[1].height > 34 / 3 - 0.1


def test_a_picture_that_brings_its_ground_stands_on_a_plate_of_it() -> None:
    brand = Brand(name="Ligne", logo=logo("line.png"))
    assert brand.logo_on(WHITE) == (brand.logo, None)
    for ground in (NIGHT, Colour(rgb="#F3EFE7", cmyk=(4, 5, 10, 0))):
        chosen = brand.logo_on(ground)
        assert chosen
        assert chosen[1] == Colour(rgb="#FFFFFF", cmyk=(0, 0, 0, 0))


def test_the_variant_is_chosen_by_the_ground() -> None:
    brand = Brand(name="Arcanne", logo=logo("arcanne.svg"), logo_dark=logo("arcanne-clair.svg"))
    assert brand.logo_on(WHITE) == (brand.logo, None)
    assert brand.logo_on(NIGHT) == (brand.logo_dark, None)


def test_a_logo_that_is_not_seen_on_its_ground_stands_on_a_plate() -> None:
    dark = Brand(name="Arcanne", logo=logo("arcanne.svg"))
    assert dark.logo_on(NIGHT) == (dark.logo, WHITE)
    light = Brand(name="Arcanne", logo_dark=logo("arcanne-clair.svg"))
    assert light.logo_on(WHITE) == (light.logo_dark, BLACK)


def test_a_page_takes_from_the_theme_what_it_does_not_say() -> None:
    own = Brand(name="Arcanne", email="mairie@arcanne.exemple.org")
    theme = Brand(name="La vallée", logo=logo("arcanne.svg"), legal="Imprimé à Arcanne.")
    both = own.over(theme)
    assert (both.name, both.email, both.legal) == (own.name, own.email, theme.legal)
    assert both.logo == theme.logo


def test_a_logo_of_its_own_leaves_out_both_variants_of_the_other() -> None:
    theme = Brand(name="V", logo=logo("arcanne.svg"), logo_dark=logo("arcanne-clair.svg"))
    own = Brand(name="A", logo=logo("seal.png"))
    assert own.over(theme).logo_dark is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "mairie"), ("telephone", "appelez-nous"), ("site", "arcanne"), ("name", "x" * 121)],
)
def test_a_contact_of_the_wrong_form_is_refused_with_its_key(field: str, value: str) -> None:
    wrong: Any = {field: value}
    with pytest.raises(SourceError) as caught:
        Brand(**wrong)
    assert caught.value.problems[0].place.key == field


def test_a_partner_needs_a_name() -> None:
    with pytest.raises(SourceError):
        Partner(name="", logo=logo("seal.png"))
