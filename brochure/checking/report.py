"""Report: what checking found in a kit or a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brochure.codes.legibility import MeasuredCode
from brochure.facts import Facts
from brochure.findings import Finding
from brochure.preflight.runs import Rule
from brochure.problems import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """A preflight ``rule`` and the PDF ``path``: how it ended, "ok", "warning" or "error"."""

    path: str
    rule: Rule
    outcome: str

    def row(self, language: str = "") -> dict[str, str]:
        """The same as JSON values, what the rule asks for in ``language`` or the current one."""
        return {
            "path": self.path, "rule": self.rule.name, "what": Text(self.rule.asks).render(language),
            "outcome": self.outcome,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What checking a kit or a PDF found.

    ``files`` and ``codes`` count what was read, ``checked`` lists every preflight rule of every PDF.
    ``faults`` keep a file from being used, ``warnings`` are for a person to judge, ``notes`` to know.
    ``facts`` are those of the manifest, by the file's path; ``legible`` holds each code's figures.
    """

    name: str
    folder: Path
    files: int
    codes: int
    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    checked: tuple[RuleOutcome, ...] = ()
    facts: Mapping[str, Facts] = field(default_factory=dict)
    legible: tuple[MeasuredCode, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of preflight that files were asked, in the order of its table."""
        from brochure.preflight.runs import RULES

        asked = {outcome.rule for outcome in self.checked}
        return tuple(rule for rule in RULES if rule in asked)

    def row(self, language: str = "") -> dict[str, Any]:
        """The report as JSON values, its sentences in ``language`` or the current one."""
        return {
            "folder": str(self.folder),
            "files": self.files,
            "codes": self.codes,
            "faults": [finding.row(language) for finding in self.faults],
            "warnings": [finding.row(language) for finding in self.warnings],
            "notes": [finding.row(language) for finding in self.notes],
            "preflight": [outcome.row(language) for outcome in self.checked],
            "legible_codes": [code.row() for code in self.legible],
        }
