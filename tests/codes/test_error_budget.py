"""The error budget tells where a decoder gives up."""

from __future__ import annotations

import pytest
import zxingcpp

from brochure.codes import error_budget, svg_png
from brochure.codes.encoder import Matrix, encode
from tests.codes.reading import SHORT, URL


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


def test_what_covers_a_finder_is_fixed_and_what_covers_data_is_not() -> None:
    matrix = encode(SHORT)
    last = matrix.size - 1
    assert error_budget.fixed(matrix, [(0, 0)])
    assert error_budget.fixed(matrix, [(6, 10)])  # a timing pattern
    assert error_budget.fixed(matrix, [(matrix.size - 7, matrix.size - 7)])  # the alignment pattern
    assert not error_budget.fixed(matrix, [(last, last), (12, 12)])
    assert error_budget.unused(matrix, []) == 1
    assert error_budget.unused(matrix, [(last, last)]) < 1
