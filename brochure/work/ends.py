"""Ends: what is said of work that did not end by itself."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from brochure.errors import WorkError
from brochure.problems import Place, Problem, error
from brochure.work.limits import MB, Limits

if TYPE_CHECKING:
    from brochure.work.server import End


def out_of_memory(limits: Limits, at: Place) -> WorkError:
    """What asked for more memory than it may have."""
    return WorkError(error("work-memory", at=at, memory_mb=limits.memory_mb))


def too_large(size: int, limits: Limits, at: Place) -> WorkError:
    """What gave back more than is taken."""
    return WorkError(error("work-result-large", at=at, size_mb=size / MB, most_mb=limits.result_mb))


def not_ours(what: str, at: Place) -> WorkError:
    """What gave back something else than values."""
    return WorkError(error("work-not-ours", at=at, what=what))


def without_answer(end: End | None, limits: Limits, at: Place) -> WorkError:
    """The error of work that gave nothing back."""
    return WorkError(_problem(end, limits, at))


def _problem(end: End | None, limits: Limits, at: Place) -> Problem:
    if end is None:
        return error("work-interrupted", at=at)
    if end.refused:
        return error("work-not-started", at=at, reason=end.refused)
    if end.time:
        return error("work-time", at=at, seconds=limits.seconds)
    if end.signal == signal.SIGKILL:
        return error("work-killed", at=at, peak_mb=end.peak_mb)
    if end.signal == getattr(signal, "SIGXFSZ", -1):
        return error("work-file-large", at=at, most_mb=limits.largest_file_mb)
    if end.signal:
        return error("work-crashed", at=at, signal=signal.Signals(end.signal).name)
    return error("work-silent", at=at)
