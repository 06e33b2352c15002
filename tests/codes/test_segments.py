"""Segments: the modes in which a text takes the fewest bits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.codes import segments
from tests.codes.reading import addresses, mixed


@given(payload=st.one_of(mixed, addresses), versions=st.integers(0, 2))
def test_the_short_cut_for_plain_addresses_costs_nothing(payload: str, versions: int) -> None:
    quick = segments.bits_of(segments.best(payload, versions), versions)
    assert quick.length == segments.bits_of(segments._cheapest(payload, versions), versions).length


@pytest.mark.parametrize(
    ("text", "modes"),
    [
        ("https://exemple.org", [segments.BYTE]),
        ("HELLO WORLD", [segments.ALPHANUMERIC]),
        ("01234567", [segments.NUMERIC]),
        ("https://exemple.org/1234567890123", [segments.BYTE, segments.NUMERIC]),
        ("a1b2", [segments.BYTE]),  # no stretch is worth the header of another mode
    ],
)
def test_a_text_is_divided_where_another_mode_is_shorter(text: str, modes: list[int]) -> None:
    divided = segments.best(text, 0)
    assert [segment.mode for segment in divided] == modes
    assert "".join(segment.text for segment in divided) == text


def test_bits_are_those_of_the_standards_own_example() -> None:
    """ISO/IEC 18004, annex I: "01234567" in version 1: mode, count, 012, 345, 67."""
    bits = segments.bits_of(segments.best("01234567", 0), 0)
    assert f"{bits.value:0{bits.length}b}" == "00010000001000000000110001010110011000011"
