"""Limits: sizes that scan once printed."""

from __future__ import annotations

import pytest

from brochure.codes import limits
from brochure.codes.code_style import CodeStyle
from brochure.codes.encoder import encode
from brochure.errors import CodeError
from tests.codes.reading import SHORT


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
