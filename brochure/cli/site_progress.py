"""How far the building of a site is: one line on a terminal that changes, in a log one now and then."""

from __future__ import annotations

import sys
import time

from brochure.cli import terminal
from brochure.problems import Text

EVERY_S = 0.2
"""How often the line of a terminal changes."""

LOGGED_EVERY_S = 30.0
"""How often a log that is no terminal is told: often enough for a server that stops silent work."""


class SiteProgress:
    """Tells of ``total`` pages how many are done, how many a second, and how long the others take."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self.total, self.done = total, 0
        self.quiet = quiet
        self.terminal = sys.stderr.isatty()
        self.line = terminal.Progress(quiet=quiet)
        self.began = time.monotonic()
        self.told = self.began

    def show(self, failed: int) -> None:
        """One more page is done; ``failed`` of all so far could not be built."""
        self.done += 1
        now = time.monotonic()
        if self.quiet or now - self.told < (EVERY_S if self.terminal else LOGGED_EVERY_S):
            return
        self.told = now
        text = str(progress_text(self.done, self.total, failed, now - self.began))
        if self.terminal:
            self.line.show(text)
        else:
            terminal.tell(text)

    def clear(self) -> None:
        """Take the line away."""
        self.line.clear()


def progress_text(done: int, total: int, failed: int, seconds: float) -> Text:
    """What is said after ``seconds`` in which ``done`` pages of ``total`` were done."""
    rate = done / max(seconds, 1e-3)
    left = (total - done) / rate
    minutes, rest = divmod(round(left), 60)
    hours, minutes = divmod(minutes, 60)
    time_left = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    said = Text("site-progress", done=done, total=total, rate=rate, left=time_left)
    return Text("site-progress-failed", progress=said, count=failed) if failed else said
