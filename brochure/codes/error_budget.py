"""The error budget: what of a code may be covered before it is lost.

Every data module belongs to a codeword and every codeword to a block, which repairs so many wrong ones
(ISO/IEC 18004, 7.5 and 7.6). What a logo covers is counted block by block: the worst one decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from brochure.codes.encoder import Matrix, blocks_of
from brochure.codes.masks import is_data
from brochure.codes.outlines import alignment_centres, alignment_positions

Module = tuple[int, int]
"""x and y of a module, from the symbol's top left corner."""

_PROTECTION = {(1, "L"): 3, (1, "M"): 2, (1, "Q"): 1, (1, "H"): 1, (2, "L"): 2, (3, "L"): 1}
"""Codewords kept to tell a wrong decoding from a right one (ISO/IEC 18004, table 9, p)."""


def unused(matrix: Matrix, wrong: Iterable[Module]) -> float:
    """The unused error correction of the worst block, 1 to below 0, with the modules ``wrong``.

    1 - 2e / E for e wrong codewords of E that correct (ISO/IEC 15415, 7.8.8). Below 0 the code is lost.
    """
    codewords, blocks = _codewords(matrix.version), _blocks(matrix.version, matrix.level)
    wrong_codewords = {codewords[module] for module in wrong if module in codewords}
    counts = Counter(blocks[codeword] for codeword in wrong_codewords)
    return 1 - 2 * max(counts.values(), default=0) / _correcting(matrix.version, matrix.level)


def fixed(matrix: Matrix, covered: Iterable[Module]) -> bool:
    """Whether ``covered`` holds a module of a finder, timing, format or version pattern.

    The alignment patterns beside the lower right one do not count: decoders do without them.
    """
    size, alignment = matrix.size, alignment_positions(matrix.version)
    codewords = _codewords(matrix.version)
    spared = [(x, y) for x, y in alignment_centres(matrix) if (x, y) != (size - 7, size - 7)]
    for x, y in covered:
        beside_corner = any(abs(x - cx) <= 2 and abs(y - cy) <= 2 for cx, cy in spared)
        # A data module without a codeword is one of the few remainder bits (ISO/IEC 18004, 7.7.3).
        if (x, y) not in codewords and not beside_corner and not is_data(y, x, size, alignment):
            return True
    return False


@lru_cache(maxsize=41)
def _codewords(version: int) -> dict[Module, int]:
    """The number of the codeword that each data module belongs to, in the order they are placed."""
    size = 17 + 4 * version
    alignment = alignment_positions(version)
    placed = [at for at in _zigzag(size) if is_data(at[1], at[0], size, alignment)]
    return {at: i // 8 for i, at in enumerate(placed) if i < len(placed) // 8 * 8}


def _zigzag(size: int) -> Iterator[Module]:
    """Modules in the order they are filled (ISO/IEC 18004, 7.7.3): pairs of columns, up and down."""
    upwards = True
    for right in (*range(size - 1, 6, -2), *range(5, 0, -2)):
        for y in range(size - 1, -1, -1) if upwards else range(size):
            yield right, y
            yield right - 1, y
        upwards = not upwards


@lru_cache(maxsize=160)
def _blocks(version: int, level: str) -> tuple[int, ...]:
    """The block of each codeword in the order they are placed: interleaved (ISO/IEC 18004, 7.6)."""
    blocks = blocks_of(version, level)
    order: list[int] = []
    for counts in (
        [block.data_count for block in blocks],
        [block.total_count - block.data_count for block in blocks],
    ):
        for i in range(max(counts)):
            order += [number for number, count in enumerate(counts) if i < count]
    return tuple(order)


def _correcting(version: int, level: str) -> int:
    """The codewords of a block that correct: all blocks of a code have as many."""
    block = blocks_of(version, level)[0]
    whole = block.total_count - block.data_count
    return int(whole) - _PROTECTION.get((version, level), 0)
