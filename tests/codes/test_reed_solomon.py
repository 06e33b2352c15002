"""Reed-Solomon codewords are those of the standard's example."""

from __future__ import annotations

from brochure.codes import reed_solomon


def test_the_error_correction_is_that_of_the_standards_own_example() -> None:
    """ISO/IEC 18004, annex I: "01234567" in version 1-M, data and error correction codewords."""
    data = bytes.fromhex("10200C56 6180EC11 EC11EC11 EC11EC11")
    assert reed_solomon.remainder(data, 10) == bytes.fromhex("A524D4C1 ED36C787 2C55")
    assert reed_solomon.remainder(bytes(16), 10) == bytes(10)
    assert reed_solomon.remainder(data[:-1] + b"\x12", 10) != reed_solomon.remainder(data, 10)


def test_blocks_are_interleaved_data_first() -> None:
    """ISO/IEC 18004, 7.6: the first codeword of each block, then the second, and so on."""
    from types import SimpleNamespace

    blocks = [SimpleNamespace(data_count=n, total_count=n + 2) for n in (2, 3)]
    made = reed_solomon.codewords(bytes([1, 2, 3, 4, 5]), blocks)
    assert made[:5] == [1, 3, 2, 4, 5]
    corrections = [reed_solomon.remainder(bytes(data), 2) for data in ([1, 2], [3, 4, 5])]
    assert made[5:] == [corrections[0][0], corrections[1][0], corrections[0][1], corrections[1][1]]
