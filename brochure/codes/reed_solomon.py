"""Error correction: the Reed-Solomon codewords of a code's blocks, and all of them in their order.

Arithmetic is in GF(256) with the tables of python-qrcode; a block's remainder is one integer, which a
byte of data shifts and a multiple of the generator changes (ISO/IEC 18004, 7.5.2 and 7.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Any


def codewords(data: bytes, blocks: Sequence[Any]) -> list[int]:
    """Data and error correction of all ``blocks``, interleaved; a block says how many it has."""
    parts, corrections = [], []
    at = 0
    for block in blocks:
        part = data[at : at + block.data_count]
        at += block.data_count
        parts.append(part)
        corrections.append(remainder(part, block.total_count - block.data_count))
    return [*_interleaved(parts), *_interleaved(corrections)]


def _interleaved(parts: Sequence[bytes]) -> list[int]:
    return [byte for byte in chain.from_iterable(zip_longest(*parts)) if byte is not None]


def remainder(data: bytes, count: int) -> bytes:
    """The ``count`` codewords that correct ``data``."""
    value, top = 0, 8 * (count - 1)
    for byte in data:
        factor = byte ^ (value >> top)
        value = ((value & ((1 << top) - 1)) << 8) ^ _multiple(count, factor)
    return value.to_bytes(count, "big")


@lru_cache(maxsize=16384)
def _multiple(count: int, factor: int) -> int:
    """The generator polynomial of degree ``count`` times ``factor``, without its first term."""
    from qrcode.base import gexp, glog

    if not factor:
        return 0
    log = glog(factor)
    return int.from_bytes(
        bytes(gexp((glog(term) + log) % 255) if term else 0 for term in _generator(count)), "big"
    )


@lru_cache(maxsize=64)
def _generator(count: int) -> tuple[int, ...]:
    """The terms of (x - 1)(x - a)…(x - a^(count-1)) after the first, the highest first."""
    from qrcode.base import gexp, glog

    terms = [1]
    for power in range(count):
        root = [gexp((glog(term) + power) % 255) if term else 0 for term in terms]
        terms = [a ^ b for a, b in zip([*terms, 0], [0, *root], strict=True)]
    return tuple(terms[1:])
