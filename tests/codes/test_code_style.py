"""Styles: those that decoders fail on are refused."""

from __future__ import annotations

import re

import pytest

from brochure.codes import code_style
from brochure.codes.code_style import CodeStyle
from brochure.errors import CodeError


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
