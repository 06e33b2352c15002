"""How far a site is, is told on one line of a terminal, and in a log now and then."""

from __future__ import annotations

import io
import sys

import pytest

from brochure.cli.site_progress import SiteProgress, progress_text


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False) -> str:
    """What is said of a hundred pages that take a second each, the last three of which fail."""
    now = [0.0]
    monkeypatch.setattr("brochure.cli.site_progress.time.monotonic", lambda: now[0])
    monkeypatch.setattr(sys, "stderr", stream)
    progress = SiteProgress(100, quiet=quiet)
    for page in range(1, 101):
        now[0] += 1.0
        progress.show(max(0, page - 97))
    progress.clear()
    return stream.getvalue()


def test_a_terminal_has_one_line_that_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(Terminal(), monkeypatch).split("\r")
    assert lines[40].endswith("40 of 100 pages, 1.0 a second, 1:00 left")
    assert lines[-2].endswith("100 of 100 pages, 1.0 a second, 0:00 left, 3 failed")
    assert "\n" not in "".join(lines)


def test_a_log_has_a_line_each_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(io.StringIO(), monkeypatch).splitlines()
    assert [line.split(",")[0] for line in lines] == [f"{n} of 100 pages" for n in (30, 60, 90)]


def test_what_is_quiet_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(Terminal(), monkeypatch, quiet=True) == ""


def test_hours_are_told_as_hours() -> None:
    assert str(progress_text(1, 10_001, 0, 1.5)).endswith("0.7 a second, 4:10:00 left")
