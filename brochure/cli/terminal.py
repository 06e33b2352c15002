"""The terminal: results to standard output, everything else to standard error, nothing unescaped."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata

from brochure.errors import BrochureError, UnforeseenError
from brochure.problems import Id, Problem, Text, error

LONGEST = 1500
"""Characters of a message; a name of 5,000 letters tells nobody more."""

_KEPT = {"\n", "\t", "\u200c", "\u200d"}
"""Line ends, and what joins letters and emoji: they steer nothing."""


def escaped(text: str) -> str:
    r"""``text`` with every control, bidirectional and other invisible character made visible.

    A page's text must not steer a terminal: C0, C1, DEL, OSC and bidi controls become \uXXXX.
    """
    return "".join(
        char
        if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else f"\\u{ord(char):04x}"
        for char in text
    )


def one_line(text: str) -> str:
    """``text`` escaped, as one paragraph, cut where it would fill the screen."""
    line = re.sub(r"[ \t\n]+", " ", escaped(text)).strip()  # no-break spaces stay: French has them
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def result(text: str) -> None:
    """One result, such as a path, on a line of standard output."""
    print(escaped(text))


def tell(sentence: Text | str, mark: str = "") -> None:
    """A sentence for the person, on standard error, after a ``mark`` in green."""
    text = str(sentence)
    print(f"{coloured(mark, 32)} {escaped(text)}" if mark else escaped(text), file=sys.stderr)


def coloured(text: str, code: int) -> str:
    """``text`` in an ANSI colour where standard error is a terminal and NO_COLOR is not set."""
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[{code}m{text}\033[0m"


_MARKS = {
    "error": (Id("mark-error"), 31),
    "warning": (Id("mark-warning"), 33),
    "note": (Id("mark-note"), 36),
}
"""What stands before a problem, and its ANSI colour."""


def warn(*problems: Problem | str) -> None:
    """A warning for each of ``problems``, or a note where it is one, on standard error."""
    for problem in problems:
        _say(problem, "note" if _is(problem, "note") else "warning")


def fail(*problems: Problem | str) -> None:
    """An error for each of ``problems``, on standard error; what is less is called what it is."""
    for problem in problems:
        _say(problem, problem.severity if isinstance(problem, Problem) else "error")


def _is(problem: Problem | str, severity: str) -> bool:
    return isinstance(problem, Problem) and problem.severity == severity


def _say(problem: Problem | str, severity: str) -> None:
    mark, colour = _MARKS[severity]
    print(f"{coloured(str(Text(mark)), colour)} {one_line(str(problem))}", file=sys.stderr)


def report_error(caught: BrochureError) -> None:
    """The problems of an error, on standard error; with --json as rows on standard output too."""
    fail(*caught.problems)
    if "--json" in sys.argv:
        print(json.dumps({"problems": [p.to_json() for p in caught.problems]}, indent=1))


def unexpected(caught: Exception) -> Problem:
    """What to say of an error that nobody foresaw."""
    kind = caught.kind if isinstance(caught, UnforeseenError) else type(caught).__name__
    return error("unexpected", kind=kind, reason=str(caught))


class Progress:
    """One line that says what is being made; on a terminal only, and never when ``quiet``."""

    def __init__(self, *, quiet: bool) -> None:
        self.shown = sys.stderr.isatty() and not quiet

    def show(self, text: str) -> None:
        """Replace the line by ``text``."""
        if self.shown:
            sys.stderr.write(f"\r\033[K{escaped(text)}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
