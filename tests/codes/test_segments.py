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


def bits(mode: int, text: str, versions: int = 0) -> str:
    whole = segments.bits_of((segments.Segment(mode, text),), versions)
    return f"{whole.value:0{whole.length}b}"


@pytest.mark.parametrize(
    ("mode", "text", "wanted"),
    [
        # ISO/IEC 18004, 7.4.4: "AC-42" is AC, -4 and 2, of 11, 11 and 6 bits
        (segments.ALPHANUMERIC, "AC-42", "0010 000000101 00111001110 11100111001 000010"),
        (segments.ALPHANUMERIC, "::", "0010 000000010 11111101000"),  # the last of table 5: 44
        (segments.NUMERIC, "8", "0001 0000000001 1000"),
        (segments.NUMERIC, "98", "0001 0000000010 1100010"),
        (segments.NUMERIC, "987", "0001 0000000011 1111011011"),
        (segments.BYTE, "ab", "0100 00000010 01100001 01100010"),
        # UTF-8 is announced (0111, 26), and bytes are counted, not characters
        (segments.BYTE, "é", "0111 00011010 0100 00000010 11000011 10101001"),
    ],
)
def test_each_mode_writes_its_bits(mode: int, text: str, wanted: str) -> None:
    assert bits(mode, text) == wanted.replace(" ", "")


COUNT_BITS = {
    segments.NUMERIC: (10, 12, 14), segments.ALPHANUMERIC: (9, 11, 13), segments.BYTE: (8, 16, 16),
}  # fmt: skip
"""ISO/IEC 18004, table 3."""


@pytest.mark.parametrize("versions", range(3))
@pytest.mark.parametrize("mode", COUNT_BITS)
def test_counts_are_as_long_as_their_version_says(mode: int, versions: int) -> None:
    assert segments.CLASSES == ((1, 9), (10, 26), (27, 40))
    data = {segments.NUMERIC: 4, segments.ALPHANUMERIC: 6, segments.BYTE: 8}[mode]
    assert len(bits(mode, "7", versions)) == 4 + COUNT_BITS[mode][versions] + data


def length(mode: int, text: str, versions: int) -> int | None:
    """How many bits a segment takes by ISO/IEC 18004, 7.4; None where its mode lacks a character."""
    many = len(text)
    if mode == segments.NUMERIC:
        data = 10 * (many // 3) + (0, 4, 7)[many % 3] if text.isdecimal() else None
    elif mode == segments.ALPHANUMERIC:
        data = 11 * (many // 2) + 6 * (many % 2) if set(text) <= set("AZ07 $%*+-./:") else None
    else:
        data = 8 * len(text.encode())
    return None if data is None else 4 + COUNT_BITS[mode][versions] + data


def least(text: str, versions: int) -> int:
    """The fewest bits that any division of ``text`` takes, each tried."""
    fewest = [0]
    for end in range(1, len(text) + 1):
        ways = (
            fewest[start] + bits
            for start in range(end)
            for mode in COUNT_BITS
            if (bits := length(mode, text[start:end], versions)) is not None
        )
        fewest.append(min(ways))
    return fewest[-1]


runs = st.lists(
    st.builds(str.__mul__, st.sampled_from(["a", "é", "A", "Z", ":", "0", "7"]), st.integers(1, 12)),
    min_size=1,
    max_size=5,
).map("".join)


@given(text=runs, versions=st.integers(0, 2))
def test_no_other_division_takes_fewer_bits(text: str, versions: int) -> None:
    whole = segments.bits_of(segments.best(text, versions), versions)
    announced = 0 if text.isascii() else 12
    assert whole.length == least(text, versions) + announced


def test_digits_are_worth_a_header_from_the_fourth_on() -> None:
    """14 bits of header and 10 are the 24 bits of three bytes; with 14 they are less than 32."""
    assert [segment.mode for segment in segments.best("abc123", 0)] == [segments.BYTE]
    assert [segment.text for segment in segments.best("abc1234", 0)] == ["abc", "1234"]


def test_of_ways_with_as_many_bits_the_one_without_another_segment_is_taken() -> None:
    assert segments.best("a0000", 2) == (segments.Segment(segments.BYTE, "a0000"),)


def test_a_single_bit_decides() -> None:
    assert [segment.text for segment in segments.best("AAAAAAA000000000", 2)] == ["A" * 7, "0" * 9]


def test_no_text_takes_no_segment() -> None:
    assert segments.best("", 0) == ()
