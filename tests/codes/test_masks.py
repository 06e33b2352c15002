"""Masks: the one with the least penalty is taken, as another encoder draws it and this file counts."""

from __future__ import annotations

import itertools
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode.main import QRCode
from qrcode.util import pattern_position

from brochure.codes import masks


def penalty(rows: list[list[bool]]) -> int:
    """ISO/IEC 18004, 7.8.3.1: runs, blocks, patterns like the finder's, and the share of dark."""
    lines = ["".join(".#"[dark] for dark in line) for line in (*rows, *zip(*rows, strict=True))]
    runs = sum(len(run[0]) - 2 for line in lines for run in re.finditer(r"#{5,}|\.{5,}", line))
    finder = r"(?=#\.###\.#\.{4})|(?=\.{4}#\.###\.#)"
    finders = sum(len(re.findall(finder, line)) for line in lines)
    blocks = sum(
        a == b == c == d
        for above, below in itertools.pairwise(rows)
        for (a, b), (c, d) in zip(itertools.pairwise(above), itertools.pairwise(below), strict=True)
    )
    share = 100 * sum(map(sum, rows)) / len(rows) ** 2
    return runs + 3 * blocks + 40 * finders + 10 * int(abs(share - 50) / 5)


def drawn(payload: str, mask: int) -> tuple[list[list[bool]], tuple[int, ...]]:
    """python-qrcode's symbol, and where the alignment patterns of its version lie."""
    code = QRCode(error_correction=0, border=0, mask_pattern=mask)
    code.add_data(payload.encode(), optimize=0)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules], tuple(
        pattern_position(code.version)
    )


@pytest.mark.parametrize("length", [1, 2, 5, 9, 14, 20, 40, 90, 400])
def test_the_mask_is_the_one_with_the_least_penalty(length: int) -> None:
    """Of python-qrcode's symbol of mask 0, turned eight times and scored here, module by module.

    Its format information stays that of mask 0: that is how `masks.best` scores them.
    """
    rows, alignment = drawn("https://exemple.org/" + "ae7-Z"[: length % 5 + 1] * length, 0)
    scores = [penalty(masks.turned(rows, mask, alignment)) for mask in range(8)]
    assert masks.best(rows, alignment) == scores.index(min(scores))
    assert len(set(scores)) > 4


@settings(max_examples=40)
@given(version=st.integers(1, 5), seed=st.integers(0, 10_000), dark=st.floats(0.2, 0.8))
def test_the_mask_is_so_for_any_symbol(version: int, seed: int, dark: float) -> None:
    """Of symbols that are darker or lighter than codes are, too."""
    chance, side = random.Random(seed), range(17 + 4 * version)
    rows = [[chance.random() < dark for _ in side] for _ in side]
    alignment = tuple(pattern_position(version))
    scores = [penalty(masks.turned(rows, mask, alignment)) for mask in range(8)]
    assert masks.best(rows, alignment) == scores.index(min(scores))


@pytest.mark.parametrize("length", [1, 60, 120, 400])
def test_turning_a_mask_gives_the_symbol_that_has_it(length: int) -> None:
    """What is scored for each mask is python-qrcode's own symbol, format information apart."""
    payload = "https://exemple.org/" + "a" * length
    base, alignment = drawn(payload, 0)
    for mask in range(8):
        wanted, _ = drawn(payload, mask)
        turned = masks.turned(base, mask, alignment)
        differing = sum(
            a != b
            for one, two in zip(turned, wanted, strict=True)
            for a, b in zip(one, two, strict=True)
        )
        assert differing <= 2 * 15


@pytest.mark.parametrize("version", [1, 2, 6, 7, 14, 40])
def test_the_data_modules_of_a_row_are_those_of_each_of_its_modules(version: int) -> None:
    size, alignment = 17 + 4 * version, tuple(pattern_position(version))
    rows = [
        sum(1 << size - x for x in range(size) if masks.is_data(y, x, size, alignment))
        for y in range(size)
    ]
    assert masks._data_modules(size, alignment) == rows
