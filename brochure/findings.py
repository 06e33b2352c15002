"""Finding: a problem that a rule found in a file of a kit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brochure.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A ``problem`` of the file ``path``, found by a ``rule``."""

    path: str
    rule: str
    problem: Problem

    @property
    def message(self) -> str:
        """The problem as a sentence in the current language of messages."""
        return self.problem.sentence()

    def row(self, language: str = "") -> dict[str, Any]:
        """The finding as JSON values, its sentence in ``language`` or the current one."""
        return {
            **self.problem.to_json(language),
            "path": self.path,
            "rule": self.rule,
            "message": self.problem.sentence(language),
        }
