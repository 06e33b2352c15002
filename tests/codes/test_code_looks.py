"""The looks of codes: what they may be, what is refused, and what a logo costs."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pikepdf
import pytest
import resvg_py
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pyzbar import pyzbar

from brochure.codes import (
    code_style,
    eps,
    error_budget,
    legibility,
    limits,
    logos,
    outlines,
    pdf,
    svg_png,
)
from brochure.codes import verification as read
from brochure.codes.code_style import CodeStyle
from brochure.codes.encoder import Matrix, encode
from brochure.errors import CodeError
from brochure.facts import ExpectedCode, Facts
from tests import verapdf

SHORT = "https://pgo.gouv.fr/n"
URL = "https://www.gouvernement.fr/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert"

STYLES = (
    CodeStyle(),
    CodeStyle(dark="#000091"),
    CodeStyle(dark="#E1000F"),
    CodeStyle(shape="rounded"),
    CodeStyle(shape="dots", dot=0.95),
    CodeStyle(shape="rounded", dark="#3A37C9", light="#F3EFE7"),
)


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def by_resvg(svg: str, width: int) -> Image.Image:
    return seen(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width)))


def read_by_both(image: Image.Image) -> list[list[str]]:
    zbar = pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [[b.text for b in zxingcpp.read_barcodes(image)], [b.data.decode() for b in zbar]]


def a_logo() -> tuple[bytes, tuple[int, int]]:
    image = Image.new("RGBA", (300, 200))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 190, 190), fill="#3A37C9")
    draw.rectangle((150, 60, 290, 140), fill="#FF5A43")
    out = io.BytesIO()
    image.save(out, "PNG")
    return logos.picture(out.getvalue(), "logo.png")


@pytest.mark.parametrize("payload", [SHORT, URL])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.shape}-{style.dark}")
def test_every_style_reads_in_every_form(style: CodeStyle, payload: str) -> None:
    code_style.check_style(style)
    matrix = encode(payload)
    for outline in (False, True):
        svg = svg_png.svg(matrix, "titre", style, outline=outline)
        assert read_by_both(by_resvg(svg, matrix.total * 8)) == [[payload], [payload]]
        assert list(read.read_svg(svg.encode(), [1])) == [(1, payload)]
        made = eps.eps_file(matrix, "titre", 30, style, outline=outline)
        assert list(read.read_eps(made, [1])) == [(1, payload)]
        page = pdf.pdf_file(matrix, ("titre", "fr"), 40, style, outline=outline)
        assert list(read.read_pdf(page, [1])) == [(1, payload)]
    assert read_by_both(seen(svg_png.png(matrix, style, px=8))) == [[payload], [payload]]


@settings(max_examples=40, deadline=None)
@given(version=st.integers(1, 12), seed=st.integers(0, 10_000))
def test_outlines_cover_exactly_the_dark_modules(version: int, seed: int) -> None:
    """Drawn as areas, by whoever fills by direction, an outline is the same modules as the strokes."""
    chance = random.Random(seed)
    size = 17 + 4 * version
    rows = tuple(tuple(chance.random() < 0.5 for _ in range(size)) for _ in range(size))
    matrix = Matrix(payload="", version=version, level="M", mask=0, rows=rows)
    loops = outlines.trace(matrix)
    assert sum(outlines.area(loop.polygon()) for loop in loops) == sum(map(sum, rows))
    drawn = svg_png._areas(loops, matrix.total, 4).reduce(4).point(lambda v: 255 * (v > 127))
    assert drawn.tobytes() == svg_png.raster(matrix, 1).convert("L").tobytes()


def test_the_svg_of_strokes_is_small_and_outlines_hardly_larger() -> None:
    for payload, version, most in (
        (f"{SHORT}12345678901234", 3, 1600),
        ("https://exemple.org/" + "a" * 90, 7, 3800),
    ):
        matrix = encode(payload)
        assert matrix.version == version
        strokes = svg_png.svg(matrix, "t")
        assert len(strokes) <= most
        assert len(svg_png.svg(matrix, "t", outline=True)) <= 1.35 * len(strokes)


def test_eps_prints_black_in_black_ink_alone() -> None:
    text = eps.eps_file(encode(URL), "Été (1) %%EOF\n", 30).decode("ascii")
    inks = re.findall(r"^([\d. ]+) setcmykcolor", text, re.MULTILINE)
    assert inks == ["0 0 0 0", "0 0 0 1"]
    assert "setrgbcolor" not in text
    assert text.startswith("%!PS-Adobe-3.0 EPSF-3.0\n")
    assert text.count("\n%%EOF") == 1


@pytest.mark.parametrize(
    "style",
    [CodeStyle(), CodeStyle(shape="rounded"), CodeStyle(shape="dots", dot=0.9)],
    ids=lambda style: style.shape,
)
def test_pdf_is_a_figure_in_black_ink_alone_and_as_large_as_was_asked(style: CodeStyle) -> None:
    matrix = encode(URL)
    made = pdf.pdf_file(matrix, ("Code QR : page", "fr"), 41, style)
    assert made == pdf.pdf_file(matrix, ("Code QR : page", "fr"), 41, style)
    with pikepdf.open(io.BytesIO(made)) as opened:
        page = opened.pages[0]
        operators = pikepdf.parse_content_stream(page)
        inks = [[float(v) for v in o.operands] for o in operators if str(o.operator) in {"k", "K"}]
        assert {tuple(ink) for ink in inks} == {(0, 0, 0, 0), (0, 0, 0, 1)}
        assert not {str(o.operator) for o in operators} & {"rg", "RG", "g", "G", "cs", "scn"}
        side = float(page.trimbox[2]) / 72 * 25.4
        assert side == pytest.approx(41 * 49 / 41, abs=0.01)
    (found,) = legibility.measure_file(
        "x.pdf", "application/pdf", made, Facts(codes=(ExpectedCode(payload=URL),))
    )
    assert found.metrics.symbol_mm == pytest.approx(41, abs=0.3)
    assert found.faults == ()


@pytest.mark.slow
def test_pdf_is_valid_pdf_ua_in_verapdf(tmp_path: Path) -> None:
    payload = URL
    matrix, logo = logos.placed(payload, "M", a_logo())
    files = []
    for i, style in enumerate((CodeStyle(), CodeStyle(shape="dots", dot=0.9), CodeStyle(logo=logo))):
        files.append(tmp_path / f"{i}.pdf")
        files[-1].write_bytes(pdf.pdf_file(matrix, ("Code QR : <page> & suite", "fr"), 41, style))
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(files[0]) as opened:
        del opened.Root.StructTreeRoot.K[0].K[0].Alt
        opened.save(broken)
    found = verapdf.verdicts([("ua1", path) for path in (*files, broken)])
    assert [(verdict.compliant, verdict.failed) for verdict in found[:-1]] == [(True, ())] * 3
    assert not found[-1].compliant


@pytest.mark.parametrize(
    ("style", "says"),
    [
        (CodeStyle(dark="#FFFFFF", light="#000000"), "inverted"),
        (CodeStyle(dark="#808080", light="#808080"), "inverted"),
        (CodeStyle(dark="#FFCA00"), "a contrast of 1.5:1; a code needs 4.5:1"),
        (CodeStyle(shape="dots", dot=0.8), "below 0.9"),
        (CodeStyle(shape="dots", dot=1.2), "choose 0.9 to 1"),
        (CodeStyle(shape="stars"), "there are square, rounded, dots"),
        (CodeStyle(dark="red"), "#RRGGBB"),
        (CodeStyle(dark='#000" onload="x'), "#RRGGBB"),
    ],
)
def test_a_style_that_decoders_fail_on_is_refused(style: CodeStyle, says: str) -> None:
    with pytest.raises(CodeError, match=re.escape(says)):
        code_style.check_style(style)


def test_red_on_white_is_warned_of_and_blue_is_not() -> None:
    assert "red light" in " ".join(map(str, code_style.check_style(CodeStyle(dark="#E1000F"))))
    assert code_style.check_style(CodeStyle(dark="#000091")) == ()


@pytest.mark.parametrize("level", "LMQH")
@pytest.mark.parametrize("payload", [SHORT, URL, URL + "?a=" + "b" * 100])
def test_the_budget_foretells_where_a_decoder_gives_up(payload: str, level: str) -> None:
    """Wrong codewords up to the budget are repaired; with one block spent beyond it, they are not."""
    matrix = encode(payload, level)
    codewords = error_budget._codewords(matrix.version)
    blocks = error_budget._blocks(matrix.version, matrix.level)
    first = [c for c in range(len(blocks)) if blocks[c] == blocks[0]]
    correcting = error_budget._correcting(matrix.version, matrix.level)
    for count, lives in ((correcting // 2, True), (correcting // 2 + 3, False)):
        spent = set(first[:count])
        wrong = {at for at, codeword in codewords.items() if codeword in spent}
        rows = tuple(
            tuple(dark ^ ((x, y) in wrong) for x, dark in enumerate(row))
            for y, row in enumerate(matrix.rows)
        )
        harmed = Matrix(payload=payload, version=matrix.version, level=level, mask=0, rows=rows)
        found = [b.text for b in zxingcpp.read_barcodes(svg_png.raster(harmed, 4).convert("L"))]
        assert (found == [payload]) == lives
        assert (error_budget.unused(matrix, wrong) >= 0) == lives


@pytest.mark.parametrize("payload", [SHORT, URL, URL + "?a=" + "b" * 100])
def test_a_logo_is_as_large_as_half_the_budget_and_reads_with_dirt(payload: str) -> None:
    matrix, logo = logos.placed(payload, "M", a_logo())
    assert logo.unused >= logos.LEAST_UNUSED
    assert logo.plate == logos.largest(matrix)
    assert logos._unused(matrix, logo.plate + 2) < logos.LEAST_UNUSED
    style = CodeStyle(logo=logo)
    clean = svg_png.raster(matrix, 6, style)
    assert read_by_both(clean.convert("L")) == [[payload], [payload]]
    for seed in range(6):  # spots of 3 x 3 modules, 2 per cent of the area in all
        dirty, chance = clean.convert("RGB"), random.Random(seed)
        draw = ImageDraw.Draw(dirty)
        for _ in range(round(0.02 * matrix.size**2 / 9)):
            x, y = (6 * (4 + chance.randrange(9, matrix.size - 11)) for _ in "xy")
            draw.rectangle((x, y, x + 17, y + 17), fill=chance.choice(("black", "white")))
        assert [b.text for b in zxingcpp.read_barcodes(dirty)] == [payload]
    svg = svg_png.svg(matrix, "t", style)
    assert read_by_both(by_resvg(svg, matrix.total * 8)) == [[payload], [payload]]


def test_a_logo_that_is_too_large_is_refused_with_what_would_go() -> None:
    with pytest.raises(CodeError, match=r"leaves 0\.38 of it unused.*a logo of 7 modules.*level Q"):
        logos.placed(URL, "M", a_logo(), 9)
    with pytest.raises(CodeError, match="covers a pattern that finds the code"):
        logos.placed(SHORT, "M", a_logo(), 21)
    with pytest.raises(CodeError, match="not an image"):
        logos.picture(b"<svg onload='x'/>", "x.svg")


def test_the_limits_are_those_of_print() -> None:
    matrix = encode(SHORT)
    figures = limits.CodeMetrics.of(matrix, CodeStyle(), 60)
    assert figures.row()["reads_from_mm"] == round(414 * 60 / 25)
    assert limits.check_size(figures, "x") == ()
    with pytest.raises(CodeError, match="20 mm"):
        limits.check_size(limits.CodeMetrics.of(matrix, CodeStyle(), 19.9), "x")
    large = encode("https://exemple.org/" + "a" * 400)
    with pytest.raises(CodeError, match=r"make it \d\d"):
        limits.check_size(limits.CodeMetrics.of(large, CodeStyle(), 20), "x")
    (warned,) = limits.check_size(limits.CodeMetrics.of(large, CodeStyle(), 0.35 * large.size), "x")
    assert "0.35 mm" in str(warned)
