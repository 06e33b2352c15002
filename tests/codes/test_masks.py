"""Masks: the one with the least penalty is taken, as python-qrcode draws and scores it."""

from __future__ import annotations

import pytest

from brochure.codes import encoder, masks


@pytest.mark.parametrize("length", [1, 40, 90, 150, 400])
def test_the_mask_is_the_one_with_the_least_penalty(length: int) -> None:
    """Each of the eight symbols, drawn by python-qrcode, scored here: the best one is taken.

    Only the 15 modules of the format information may make a difference, at most a few points.
    """
    from qrcode.main import QRCode

    payload = "https://exemple.org/" + "aé7-Z"[: length % 4 + 1].replace("é", "e") * length
    chosen = encoder.encode(payload)
    scores = []
    for mask in range(8):
        code = QRCode(version=chosen.version, error_correction=0, border=0, mask_pattern=mask)
        code.add_data(payload.encode())
        code.make(fit=False)
        rows = [[bool(m) for m in row] for row in code.modules]
        columns = [list(c) for c in zip(*rows, strict=True)]
        scores.append(masks._penalty(masks._packed(rows), masks._packed(columns), len(rows)))
        if tuple(map(tuple, rows)) == chosen.rows:
            ours = scores[-1]
    assert ours <= min(scores) + 60


@pytest.mark.parametrize("length", [1, 60, 120, 400])
def test_turning_a_mask_gives_the_symbol_that_has_it(length: int) -> None:
    """What is scored for each mask is python-qrcode's own symbol, format information apart."""
    from qrcode.main import QRCode
    from qrcode.util import pattern_position

    def symbol(mask: int) -> tuple[int, int, int]:
        code = QRCode(error_correction=0, border=0, mask_pattern=mask)
        code.add_data(b"https://exemple.org/" + b"a" * length)
        code.make(fit=True)
        rows = [[bool(m) for m in row] for row in code.modules]
        return masks._packed(rows), len(rows), code.version

    base, size, version = symbol(0)
    for mask, (turned, _) in enumerate(masks._turned(size, tuple(pattern_position(version)))):
        assert (base ^ turned ^ symbol(mask)[0]).bit_count() <= 2 * 15
