"""Numbers as languages write them."""

from __future__ import annotations

import pytest

from brochure.text.decimals import decimal


@pytest.mark.parametrize(
    ("value", "places", "lang", "written"),
    [
        (1.414, 2, "fr", "1,41"),
        (1.414, 2, "en", "1.41"),
        (1.414, 0, "en", "1"),
        (1.5, 2, "de", "1,5"),
        (2.0, 2, "fr", "2"),
        (-0.25, 1, "fr", "-0,2"),
        (12345.6, 1, "fr", "12\u202f345,6"),
        (12345.6, 1, "en", "12,345.6"),
        (1.41, 2, "nl", "1.41"),
    ],
)
def test_a_number_is_written_as_the_language_writes_it(
    value: float, places: int, lang: str, written: str
) -> None:
    assert decimal(value, places, lang) == written
