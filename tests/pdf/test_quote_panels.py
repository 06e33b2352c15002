"""Quotations: as large as they fit, in a plate or without one."""

from __future__ import annotations

import pytest

from brochure.errors import FitError
from brochure.page import Quote
from brochure.pdf.quote_panels import PADDING, QUOTE, WHOLE_PT, panel, used_height
from tests.pdf.plain import FRAME, SETTINGS, content

ONE = (Quote(text="Une phrase à retenir", by="Une personne"),)
WIDTH = FRAME.text_width


def test_a_quotation_is_as_large_as_it_may_be_and_says_who_said_it() -> None:
    (placed,) = panel(content(quotes=ONE), (WIDTH, 250.0), SETTINGS).quotes
    assert placed.fitted.size == QUOTE.largest
    assert " ".join(placed.fitted.lines) == "«\u00a0Une phrase à retenir\u00a0»"
    assert placed.by == ("Une personne",)
    assert placed.height == placed.fitted.height + 30


def test_a_page_of_its_own_has_larger_words() -> None:
    made = panel(content(quotes=ONE), (WIDTH, FRAME.room), SETTINGS, whole=True)
    assert made.quotes[0].fitted.size == WHOLE_PT


def test_what_it_takes_is_its_words_and_the_padding_or_nothing_where_it_has_no_room() -> None:
    said = content(quotes=ONE)
    made = panel(said, (WIDTH, 250.0), SETTINGS)
    assert used_height(said, (WIDTH, 250.0), SETTINGS) == made.height + 2 * PADDING
    assert used_height(said, (WIDTH, 60.0), SETTINGS) is None


def test_what_does_not_fit_is_refused() -> None:
    long = (Quote(text="Une phrase à retenir. " * 20, by="Une personne"),) * 4
    with pytest.raises(FitError) as caught:
        panel(content(quotes=long), (WIDTH, 200.0), SETTINGS)
    assert [problem.id for problem in caught.value.problems] == ["quotation-long"]
