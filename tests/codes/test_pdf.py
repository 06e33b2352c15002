"""PDF of codes, in black ink alone, as large as asked, tagged."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from brochure.codes import legibility, logos, pdf
from brochure.codes.code_style import CodeStyle
from brochure.codes.encoder import encode
from brochure.facts import ExpectedCode, Facts
from tests import verapdf
from tests.codes.reading import URL, a_logo


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
