"""Findings: what checking says of a kit or a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure.facts import Facts
from brochure.findings import Fault

if TYPE_CHECKING:
    from brochure.codes.legibility import MeasuredCode


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """A preflight rule and a PDF: what it asks for, and its outcome, "ok", "warning" or "error"."""

    path: str
    rule: str
    what: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What checking a kit or a PDF found.

    ``files`` and ``codes`` count what was read, ``checked`` lists every preflight rule of every PDF.
    ``faults`` keep a file from being used, ``warnings`` are for a person to weigh, ``notes`` to know.
    ``facts`` are those of the manifest, by the file's path; ``legible`` tells each code's figures.
    """

    name: str
    folder: Path
    files: int
    codes: int
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    checked: tuple[RuleOutcome, ...] = ()
    facts: Mapping[str, Facts] = field(default_factory=dict)
    legible: tuple[MeasuredCode, ...] = ()

    def row(self) -> dict[str, Any]:
        """It as JSON values."""
        return {
            "folder": str(self.folder),
            "files": self.files,
            "codes": self.codes,
            "faults": [asdict(fault) for fault in self.faults],
            "warnings": [asdict(fault) for fault in self.warnings],
            "notes": [asdict(fault) for fault in self.notes],
            "preflight": [asdict(rule) for rule in self.checked],
            "legible_codes": [code.row() for code in self.legible],
        }
