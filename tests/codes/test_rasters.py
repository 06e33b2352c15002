"""Codes in SVG and EPS are drawn as others draw them: what breaks one is a fault, the rest is read."""

from __future__ import annotations

import base64
import io
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from brochure.codes import eps, legibility, logos, svg_png, verification
from brochure.codes.code_style import CodeStyle
from brochure.codes.decoder import decode
from brochure.codes.encoder import Matrix, encode
from brochure.codes.rasters import Raster, rasterize_eps, rasterize_svg
from brochure.errors import CodeError, ProofError
from brochure.facts import ExpectedCode, Facts
from brochure.kit import Artifact, Entry
from tests.conftest import ROOT

URL = "https://www.gouvernement.fr/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert"
CASES = tomllib.loads((ROOT / "tests" / "broken" / "codes.toml").read_text(encoding="utf-8"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

Case = dict[str, Any]


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: case["name"])


@cache
def drawn(look: str) -> tuple[Matrix, CodeStyle]:
    """A code of version 6, 49 modules wide, in a look of `codes.toml`."""
    if look != "logo":
        return encode(URL), CodeStyle(shape=look, dot=0.95)
    matrix, logo = logos.placed(URL, "M", logos.picture(png("#3A37C9"), "logo.png"), 5)
    return matrix, CodeStyle(logo=logo)


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def changed(text: str, case: Case, **given: str) -> str:
    put = case["put"]
    for name, value in given.items():
        put = put.replace(f"{{{name}}}", value)
    found, count = re.subn(case["find"], put, text, count=1, flags=re.DOTALL)
    assert count == 1
    return found


def svg_of(case: Case, folder: Path) -> str:
    file = folder / "white.png"
    file.write_bytes(png("white"))
    matrix, look = drawn(case.get("look", "square"))
    white = base64.b64encode(png("white")).decode()
    return changed(svg_png.svg(matrix, "titre", look), case, white=white, file=str(file))


def artifact(media_type: str, data: bytes) -> Artifact:
    facts = Facts(codes=(ExpectedCode(payload=URL),))
    return Artifact(path="code", media_type=media_type, data=data, facts=facts)


def is_judged(made: Artifact, case: Case) -> None:
    """A refusal and a code that does not read both fail the build; anything else passes."""
    if "says" in case:
        with pytest.raises(ProofError, match=case["says"]) as caught:
            verification.verify(made)
        (problem,) = caught.value.problems
        assert case.get("fr", "") in re.sub("[\u00a0\u202f]", " ", problem.sentence("fr"))
    elif case["reads"]:
        verification.verify(made)
    else:
        with pytest.raises(ProofError, match="no code was read"):
            verification.verify(made)


@each("svg")
def test_a_changed_svg_is_read_only_if_it_still_shows_the_code(case: Case, tmp_path: Path) -> None:
    made = artifact("image/svg+xml", svg_of(case, tmp_path).encode())
    is_judged(made, case)
    measured = list(legibility.measure_files([Entry.of(made, "qr")], lambda entry: made.data))
    assert len(measured) == bool(case.get("reads"))


@each("eps")
def test_a_changed_eps_is_read_only_if_it_still_shows_the_code(case: Case) -> None:
    matrix, look = drawn(case.get("look", "square"))
    text = eps.eps_file(matrix, "titre", 30, look).decode("ascii")
    is_judged(artifact("application/postscript", changed(text, case).encode()), case)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 600, "height": 600})
        browser.close()


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@each("svg")
def test_chromium_shows_the_codes_that_are_read_and_no_others(
    case: Case, tmp_path: Path, chromium: Page
) -> None:
    """The cases' own verdicts are right: what they call broken is broken in a browser, or marked."""
    (tmp_path / "code.svg").write_text(svg_of(case, tmp_path), encoding="utf-8")
    chromium.goto((tmp_path / "code.svg").as_uri())
    with Image.open(io.BytesIO(chromium.screenshot())) as shown:
        read = decode(shown.convert("L")) == [URL]
    assert read == (bool(case.get("reads")) or case.get("careful", False))


def test_resvg_would_open_the_files_that_an_image_names(tmp_path: Path) -> None:
    """Why they are refused: no option of resvg-py forbids it. When this fails, the refusal may go."""
    import resvg_py

    (tmp_path / "black.png").write_bytes(png("black"))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">'
        f'<image width="4" height="3" href="{tmp_path / "black.png"}"/></svg>'
    )
    with Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))) as image:
        assert image.convert("RGBA").getpixel((2, 1)) == (0, 0, 0, 255)
    with pytest.raises(CodeError, match="no PNG in the file itself"):
        rasterize_svg(svg)


def document(inside: str, attributes: str = 'viewBox="0 0 49 49"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        (document("<g>" * 100_000 + "</g>" * 100_000), "20 elements, or 8 in each other"),
        (document("<g/>" * 20), "more than 20 elements"),
        (document(f"<title>{'a' * 8_000_000}</title>"), "8,000,000 are the most"),
        (document("", 'viewBox="0 0 0.5 49"'), "nothing can be seen"),
        (document("", 'viewBox="0 0 1e9 49"'), "not sure to be drawn alike"),
        (document("", 'viewBox="0 0 1000 49"'), "not sure to be drawn alike"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + document("<title>&a;</title>"), "DOCTYPE"),
        (document('<image href="data:image/png;base64,AAAA"/>'), "no PNG"),
        (document('<image href="data:image/png;base64,AAA"/>'), "no PNG"),
    ],
    ids=["deep", "many", "long", "low", "endless", "wide", "entities", "no picture", "no base64"],
)  # fmt: skip
def test_an_svg_that_means_harm_is_refused_before_it_is_drawn(svg: str, says: str) -> None:
    with pytest.raises(CodeError, match=says):
        rasterize_svg(svg)


def test_a_giant_picture_in_an_svg_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    with pytest.raises(CodeError, match="9000 × 9000 px; 2000 are the most"):
        rasterize_svg(document(f'<image href="data:image/png;base64,{data}"/>'))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 49 49"', (196, 196)),
        ('viewBox="0 0 49 49" width="1.2e+04mm" height="12000mm"', (196, 196)),
        ('viewBox="0 0 900 450"', (2000, 1000)),
        ('width="50" height="50"', (740, 740)),
    ],
)
def test_a_drawing_is_as_large_as_reading_needs_whatever_the_file_says(
    attributes: str, size: tuple[int, int]
) -> None:
    assert rasterize_svg(document("", attributes)).size == size


def test_an_svg_keeps_its_colours_and_its_modules_four_whole_pixels() -> None:
    matrix = encode(URL)
    look = CodeStyle(dark="#3A37C9", light="#F3EFE7")
    image = rasterize_svg(svg_png.svg(matrix, "titre", look))
    assert image.tobytes() == svg_png.raster(matrix, 4, look).convert("RGB").tobytes()
    (found,) = legibility.measure_file(
        "a.svg", "image/svg+xml", svg_png.svg(matrix, "titre", CodeStyle(dark="#C00000")).encode(),
        Facts(codes=(ExpectedCode(payload=URL),)),
    )  # fmt: skip
    assert any("red light" in str(warning) for warning in found.warnings)


def test_an_eps_keeps_its_modules_four_whole_pixels() -> None:
    matrix = encode(URL)
    whole = svg_png.raster(matrix, 4).convert("RGB").tobytes()
    for outline in (False, True):
        made = eps.eps_file(matrix, "titre", 30, outline=outline)
        assert rasterize_eps(made).tobytes() == whole


def test_the_inks_and_the_logo_of_an_eps_are_drawn_in_their_colours_and_places() -> None:
    matrix, look = drawn("logo")
    image = rasterize_eps(eps.eps_file(matrix, "titre", 30, replace(look, light="#F3EFE7")))
    assert look.logo
    left, top, width, height = (value * 4 for value in look.logo.box(matrix))
    middle = image.getpixel((round(left + width / 2), round(top + height / 2)))
    plate = image.getpixel((round(left + width / 2), round(top - 1)))
    assert isinstance(middle, tuple)
    assert isinstance(plate, tuple)
    assert middle[2] > middle[0] + 60  # blue, as far as ink is
    assert plate == image.getpixel((1, 1))
    assert plate != (255, 255, 255)


RING = [(1.0, 1.0), (7.0, 1.0), (7.0, 7.0), (1.0, 7.0)]
HOLE = [(3.0, 3.0), (5.0, 3.0), (5.0, 5.0), (3.0, 5.0)]


@pytest.mark.parametrize(
    ("loops", "ring", "hole"),
    [
        ([RING], 0, 0), ([RING[::-1]], 0, 0),
        ([RING, HOLE], 0, 0), ([RING, HOLE[::-1]], 0, 255), ([RING[::-1], HOLE], 0, 255),
    ],
    ids=["a loop", "a loop against the clock", "the same way", "the other way", "both turned"],
)  # fmt: skip
def test_loops_fill_by_the_non_zero_winding_rule(loops: Any, ring: int, hole: int) -> None:
    canvas = Raster(8, (255, 255, 255))
    canvas.fill(loops, (0, 0, 0))
    grey = canvas.image().convert("L")
    assert [grey.getpixel(at) for at in ((8, 8), (16, 16), (2, 2))] == [ring, hole, 255]


def test_a_code_in_a_comment_of_html_is_not_shown() -> None:
    svg = svg_png.svg(encode(URL), "titre")
    assert list(verification.read_html(f"<p>{svg}</p>".encode(), [1])) == [(1, URL)]
    assert list(verification.read_html(f"<!-- {svg} --><p>{svg}</p>".encode(), [1])) == [(1, URL)]


def test_a_code_within_something_hidden_is_not_taken_out_of_it() -> None:
    inner = svg_png.svg(encode(URL), "titre")
    with pytest.raises(CodeError, match="an element “svg”"):
        verification.read_svg(document(f'<g display="none">{inner}</g>').encode(), [1])
