"""Quote panels: quotations on the cover's colour, and the motif where it has room."""

from __future__ import annotations

import pytest

from brochure.errors import FitError
from brochure.page import Quote
from brochure.pdf.metrics import LEAST_MOTIF, PAGE_HEIGHT
from brochure.pdf.quote_panels import QUOTE, WHOLE_PLATE_PT, panel_or_page
from tests.pdf.plain import SETTINGS, content

ONE = (Quote(text="Une phrase à retenir", by="Une personne"),)


def test_a_quotation_is_as_large_as_it_may_be_and_says_who_said_it() -> None:
    panel = panel_or_page(content(quotes=ONE), 300.0, SETTINGS)
    (placed,) = panel.quotes
    assert (panel.height, panel.whole, panel.shows_picture) == (300.0, False, False)
    assert placed.fitted.size == QUOTE.largest
    assert " ".join(placed.fitted.lines) == "«\u00a0Une phrase à retenir\u00a0»"
    assert placed.by == ("Une personne",)
    assert placed.height == placed.fitted.height + 30


def test_a_page_of_its_own_has_larger_words() -> None:
    panel = panel_or_page(content(quotes=ONE), PAGE_HEIGHT, SETTINGS)
    assert panel.whole
    assert panel.quotes[0].fitted.size == WHOLE_PLATE_PT


def test_what_does_not_fit_a_panel_takes_a_whole_page() -> None:
    long = (Quote(text="Une phrase à retenir, et encore une. " * 12, by="Une personne"),)
    panel = panel_or_page(content(quotes=long), 200.0, SETTINGS)
    assert (panel.height, panel.whole) == (PAGE_HEIGHT, True)


def test_what_does_not_fit_a_page_is_refused() -> None:
    long = (Quote(text="Une phrase à retenir. " * 40, by="Une personne"),) * 4
    with pytest.raises(FitError) as caught:
        panel_or_page(content(quotes=long), 200.0, SETTINGS)
    assert [problem.id for problem in caught.value.problems] == ["quotation-long"]


def test_without_quotations_the_motif_stands_in_the_middle() -> None:
    panel = panel_or_page(content(), 400.0, SETTINGS)
    assert panel.shows_picture
    assert panel.motif_bottom == (400 - panel.motif) / 2
    assert panel.motif >= LEAST_MOTIF


def test_a_motif_that_would_be_a_stripe_is_left_out() -> None:
    assert panel_or_page(content(quotes=ONE), 230.0, SETTINGS).motif == 0
