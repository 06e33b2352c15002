"""Findings: what a rule has to say of a file."""

from __future__ import annotations

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a rule found: ``level`` is "error" or "warning", ``page`` 0 for the whole file."""

    level: str
    message: str
    page: int = 0

    @property
    def text(self) -> str:
        """The finding as one sentence, its page before it."""
        return f"page {self.page} {self.message}" if self.page else self.message


def counted(number: int, noun: str) -> str:
    """A number of things: "1 picture", "2 pictures"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def error(message: str, page: int = 0) -> Finding:
    """A finding that keeps a file from being printed or read as it should."""
    return Finding(ERROR, message, page)


def warning(message: str, page: int = 0) -> Finding:
    """A finding that a person should weigh."""
    return Finding(WARNING, message, page)
