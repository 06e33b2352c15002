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
├── PluginError          what another package adds cannot be loaded, or has a name that is taken
└── OutputError          the kit cannot be written; what stood there still stands
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from brochure.problems import Place, Problem, plain


class BrochureError(Exception):
    """Something a user can put right: its ``problems``. Its text is their sentences, one a line.

    ``str(error)`` is in the current language of messages. A ``str`` given in the place of a problem is
    taken as its sentence, for code that has no catalogue.
    """

    exit_code = 1

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = tuple(p if isinstance(p, Problem) else plain(str(p)) for p in problems)
        super().__init__(*self.problems)  # what an error is made from again in another process

    def __str__(self) -> str:
        return "\n".join(problem.sentence() for problem in self.problems)

    def placed(self, place: Place) -> Self:
        """The same error with every problem at ``place``, as far as its own does not say."""
        return type(self)(*(problem.placed(place) for problem in self.problems))


def gathered(errors: Iterable[BrochureError]) -> BrochureError:
    """Several errors as one, each problem once: of the class they share, else a BrochureError."""
    several = tuple(errors)
    kinds = {type(error) for error in several}
    kind = kinds.pop() if len(kinds) == 1 else BrochureError
    return kind(*dict.fromkeys(problem for error in several for problem in error.problems))


class SourceError(BrochureError):
    """A source that is not a page: which file, which line, what is wrong, what would be right."""

    def __init__(self, *problems: Problem | str, where: str = "", line: int | None = None) -> None:
        """``where`` (a file name) and ``line`` (counted from 1) add to the places of ``problems``."""
        super().__init__(*problems)
        if where:
            super().__init__(*(problem.placed(Place(where, line)) for problem in self.problems))


class ProgrammeError(SourceError):
    """A programme that cannot be printed: a problem for each thing that is wrong."""

    def __init__(self, *faults: Problem | str | Sequence[Problem | str]) -> None:
        """Problems, or one sequence of them."""
        super().__init__(
            *(p for f in faults for p in ((f,) if isinstance(f, Problem | str) else f)),
        )

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for each problem."""
        return tuple(problem.sentence() for problem in self.problems)


class ThemeError(BrochureError):
    """A theme with an unknown key, a bad value, or a contrast that cannot be read."""


class AddressError(BrochureError):
    """An address that the policy of `brochure.web_address` refuses."""


class CodeError(BrochureError):
    """A QR code that decoders would lose: what is wrong, the numbers, and what would scan.

    Also a drawing of one that cannot be read for certain: what in it not all programs draw alike.
    """


class FitError(BrochureError):
    """A text that does not fit its box at the smallest size the template allows."""


class GlyphError(BrochureError):
    """Characters that none of the theme's fonts can draw.

    ``made`` is the Kit of the products that need none of them, where a build made any.
    """

    made: Any = None


class RenderError(BrochureError):
    """A product that would have been incomplete."""


class ProofError(BrochureError):
    """A finished product that does not hold what it should: a code, a font, a page count."""


class WorkError(BrochureError):
    """A piece of work that was ended, or died: which, of what page, by which limit."""


class PluginError(BrochureError):
    """An entry point of another package that cannot be used."""


class OutputError(BrochureError):
    """A kit that could not be written."""


class UnforeseenError(Exception):
    """An error in work that nobody foresaw: its ``kind``, its text, and where it was raised."""

    def __init__(self, kind: str, text: str, trace: str) -> None:
        super().__init__(text)
        self.kind, self.trace = kind, trace
