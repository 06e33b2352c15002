"""Lines: where a line starts in its box."""

from __future__ import annotations

import pytest

from brochure.geometry import Rect
from brochure.text.lines import Line, TextStyle, line_start

STYLE = TextStyle(weight=400, largest=10, smallest=10, max_lines=1, line_height=1, colour="text")


@pytest.mark.parametrize(
    ("align", "rtl", "start"),
    [
        ("start", False, 20), ("center", False, 50), ("end", False, 80),
        ("start", True, 80), ("center", True, 50), ("end", True, 20),
    ],
)  # fmt: skip
def test_a_line_starts_where_its_alignment_and_direction_put_it(
    align: str, rtl: bool, start: float
) -> None:
    line = Line("x", Rect(20, 0, 100, 12), 10, STYLE, (0,), align)
    assert line_start(line, 40, rtl=rtl) == start


def test_an_unknown_alignment_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        line_start(Line("x", Rect(0, 0, 1, 1), 10, STYLE, (0,), "left"), 1, rtl=False)
