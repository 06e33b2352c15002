"""Plates: quotations on the cover's colour, as large as they fit. Pure; lengths in points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from brochure.errors import FitError
from brochure.pdf.metrics import Settings
from brochure.pdf.sections import with_bound_end
from brochure.problems import Place, error
from brochure.text.content import Content, Quotation
from brochure.text.fitting import Fitted, Space, Style, fit

PADDING = 40.0
"""What stays free above and below the quotations of a plate, besides the margin of the page."""

BY = Style(largest=10, smallest=10, max_lines=8, line_height=1.5)
QUOTE_GAP = 34.0
QUOTE = Style(largest=34, smallest=14, step=0.5, max_lines=16, spare_lines=1, line_height=1.16)
WHOLE_PT, HIGH = 54, 330.0
"""The largest size of a quotation that has a page to itself, or such a height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedQuote:
    """A quotation and its setting on the plate."""

    text: str
    by: tuple[str, ...]
    fitted: Fitted

    @property
    def height(self) -> float:
        """The height of the quotation with who said it, in points."""
        return self.fitted.height + (15 + 15 * len(self.by) if self.by else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePanel:
    """A plate in the cover's colour: its quotations, and how high these are together."""

    quotes: tuple[PlacedQuote, ...]
    height: float


def panel(
    content: Content, size: tuple[float, float], settings: Settings, *, whole: bool = False
) -> QuotePanel:
    """The quotations in a plate of this width and height, margins left out. Raises FitError."""
    width, height = size
    count = len(content.quotes)
    each = (height - 2 * PADDING - QUOTE_GAP * max(count - 1, 0)) / max(count, 1)
    high = whole or height / max(count, 1) >= HIGH
    style = replace(QUOTE, largest=WHOLE_PT) if high else QUOTE
    quotes = content.quotes
    if content.page.direction == "ltr":
        quotes = tuple(replace(quote, text=with_bound_end(quote.text)) for quote in quotes)
    placed = tuple(_placed(quote, (width, each), style, settings) for quote in quotes)
    used = sum(quote.height for quote in placed) + QUOTE_GAP * (len(placed) - 1)
    return QuotePanel(quotes=placed, height=used)


def used_height(content: Content, size: tuple[float, float], settings: Settings) -> float | None:
    """The height that the quotations take in a plate of this size, its padding included.

    None where they have no room.
    """
    try:
        return panel(content, size, settings).height + 2 * PADDING
    except FitError:
        return None


def _placed(
    quote: Quotation, size: tuple[float, float], style: Style, settings: Settings
) -> PlacedQuote:
    width, room = size
    by = fit(quote.by, Space(width=width, height=200), BY, settings.by).lines
    box = Space(width=width * 0.98, height=room - (15 + 15 * len(by) if by else 0))
    fitted = fit(quote.text, box, style, settings.quote)
    if fitted.cut or fitted.height > box.height + 0.5:
        raise FitError(
            error(
                "quotation-long", at=Place(key="quotes"), start=quote.text[:40],
                characters=len(quote.text), lines=len(fitted.lines), least_pt=style.smallest,
            )
        )  # fmt: skip
    return PlacedQuote(text=quote.text, by=by, fitted=fitted)
