"""Plates: quotes on the cover's colour, with the motif where there is room for it. Points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from brochure.errors import FitError
from brochure.pdf.metrics import (
    LEAST_MOTIF,
    MOTIF_ASPECT,
    MOTIF_FOOT,
    PAGE_HEIGHT,
    TEXT_WIDTH,
    Settings,
)
from brochure.problems import Place, error
from brochure.text.content import Content, Quotation
from brochure.text.fitting import Fitted, Space, Style, fit

PLATE_PADDING = 68.0

WHOLE_PLATE_PT = 46
"""The largest size of a quote that has a page to itself."""

BY = Style(largest=10, smallest=10, max_lines=8, line_height=1.5)
QUOTE_GAP = 34.0
QUOTE = Style(largest=34, smallest=14, step=0.5, max_lines=16, spare_lines=1, line_height=1.16)


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
    """A plate in the cover's colour: its height and its quotes.

    ``motif`` is the motif's height or 0, ``motif_bottom`` what is free below it. A ``whole`` plate
    is a page of its own.
    """

    height: float
    whole: bool
    motif: float
    motif_bottom: float
    quotes: tuple[PlacedQuote, ...]

    @property
    def shows_picture(self) -> bool:
        """Whether the page's photograph, where there is one, takes the place of the motif."""
        return not self.quotes


def panel_or_page(content: Content, height: float, settings: Settings) -> QuotePanel:
    """A plate ``height`` high, or a whole page where the quotes need one. Raises FitError."""
    try:
        return _panel(content, height, settings)
    except FitError:
        return _panel(content, PAGE_HEIGHT, settings)


def _panel(content: Content, height: float, settings: Settings) -> QuotePanel:
    """A plate ``height`` high with the quotes, and the motif below them where it has room.

    Without quotes the motif stands in the middle.
    """
    whole = height == PAGE_HEIGHT
    room = height - PLATE_PADDING - 36 - QUOTE_GAP * max(len(content.quotes) - 1, 0)
    each = room / max(len(content.quotes), 1)
    style = replace(QUOTE, largest=WHOLE_PLATE_PT) if whole else QUOTE
    placed = tuple(_placed(quote, each, style, settings) for quote in content.quotes)
    used = sum(q.height + QUOTE_GAP for q in placed)
    left = height - used - MOTIF_FOOT - (PLATE_PADDING if placed else MOTIF_FOOT)
    motif = min(left, TEXT_WIDTH / MOTIF_ASPECT)
    return QuotePanel(
        height=height,
        whole=whole,
        motif=motif if motif >= LEAST_MOTIF else 0.0,
        motif_bottom=MOTIF_FOOT if placed else (height - motif) / 2,
        quotes=placed,
    )


def _placed(quote: Quotation, room: float, style: Style, settings: Settings) -> PlacedQuote:
    by = fit(quote.by, Space(width=TEXT_WIDTH, height=200), BY, settings.by).lines
    box = Space(width=TEXT_WIDTH * 0.98, height=room - (15 + 15 * len(by) if by else 0))
    fitted = fit(quote.text, box, style, settings.quote)
    if fitted.cut or fitted.height > box.height + 0.5:
        raise FitError(
            error(
                "quotation-long", at=Place(key="quotes"), start=quote.text[:40],
                characters=len(quote.text), lines=len(fitted.lines), least_pt=style.smallest,
            )
        )  # fmt: skip
    return PlacedQuote(text=quote.text, by=by, fitted=fitted)
