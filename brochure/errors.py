"""The errors of brochure. Each names the thing, the numbers and the way out.

BrochureError            exit code 1; everything below it is shown without a traceback
├── SourceError          the page cannot be read: file, line, what is wrong
│   └── ProgrammeError   a list of events with faults: one sentence for each, all at once
├── ThemeError           the theme cannot be used: file, key, what is allowed
├── AddressError         an address that must not be printed or encoded
├── CodeError            a QR code that would not scan: its colours, form, size or logo
├── FitError             a text that cannot be set in its box at the smallest size
├── GlyphError           characters that no font of the theme has
├── RenderError          a product could not be made whole (an engine's warning included)
├── ProofError           what was made does not read back as what was meant
└── OutputError          the kit cannot be written; what stood there still stands
"""

from __future__ import annotations

from collections.abc import Sequence


class BrochureError(Exception):
    """Something a user can put right. Its text is one paragraph, ready to print."""

    exit_code = 1


class SourceError(BrochureError):
    """A source that is not a page: which file, which line, what is wrong, what would be right."""

    def __init__(self, message: str, *, where: str = "", line: int | None = None) -> None:
        """Prefix ``message`` with ``where`` (a file name) and ``line`` (counted from 1)."""
        place = f"{where}:{line}" if line else where
        super().__init__(f"{place}: {message}" if place else message)


class ProgrammeError(SourceError):
    """A programme that cannot be printed; ``faults`` holds a sentence for each thing that is wrong."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Every fault is a line of its own."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class ThemeError(BrochureError):
    """A theme with an unknown key, a bad value, or a contrast that cannot be read."""


class AddressError(BrochureError):
    """An address that the policy of `brochure.web_address` refuses."""


class CodeError(BrochureError):
    """A QR code that decoders would lose: what is wrong, the numbers, and what would scan."""


class FitError(BrochureError):
    """A text that does not fit its box at the smallest size the template allows."""


class GlyphError(BrochureError):
    """Characters that none of the theme's fonts can draw."""


class RenderError(BrochureError):
    """A product that would have been incomplete."""


class ProofError(BrochureError):
    """A finished product that does not hold what it should: a code, a font, a page count."""


class OutputError(BrochureError):
    """A kit that could not be written."""
