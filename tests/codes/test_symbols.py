"""Symbols: what is chosen for each module is what python-qrcode draws there."""

from __future__ import annotations

import random

import pytest
from qrcode import base

from brochure.codes import symbols


@pytest.mark.parametrize("version", [1, 2, 6, 7, 13, 14, 21, 40])
def test_codewords_stand_where_python_qrcode_puts_them(version: int) -> None:
    dice = random.Random(version)
    for level in range(4):
        words = sum(block.total_count for block in base.rs_blocks(version, level))
        codewords = dice.randbytes(words)
        symbol, mask = symbols.symbol_of(version, level), dice.randrange(8)
        rows = symbol.rows(codewords)
        for made, number in ((rows, 0), (symbol.turned(rows, mask), mask)):
            code = symbols.code_of(version, level, codewords)
            code.makeImpl(False, number)
            assert [[*map(bool, row)] for row in code.modules] == [[*row] for row in made]
