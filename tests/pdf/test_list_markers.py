"""Markers of lists, read back from the brochure: bullets, and the numbers that were written."""

from __future__ import annotations

import re

import pypdfium2
import pytest

import brochure
from brochure.pdf import rendering

BODY = """Un début.

1. alpha
   - beta
     1. gamma
2. delta
   * epsilon

- zeta
  1. eta
  2. theta

Texte.

3. iota
5. kappa
9. lambda

Texte.

7. mu

8. nu

12. xi
"""

MARKED = {
    "alpha": "1.", "beta": "•", "gamma": "1.", "delta": "2.", "epsilon": "•", "zeta": "•", "eta": "1.",
    "theta": "2.", "iota": "3.", "kappa": "5.", "lambda": "9.", "mu": "7.", "nu": "8.", "xi": "12.",
}  # fmt: skip


@pytest.mark.slow
def test_each_item_has_the_marker_of_its_own_list(theme: brochure.Theme) -> None:
    page = brochure.Page(slug="p", lang="fr", title="Listes", body=BODY)
    (made,) = rendering.render(page, theme)
    found = {}
    for sheet in pypdfium2.PdfDocument(made.data):
        text = sheet.get_textpage()
        for word in MARKED:
            if match := re.search(rf"\b{word}\b", text.get_text_range()):
                left, bottom, _, top = text.get_charbox(match.start())
                beside = text.get_text_bounded(left - 26, bottom - 1, left - 0.5, top + 1)
                found[word] = "".join(beside.split())
    assert found == MARKED
