"""Preflight: what a printer or a screen reader would stumble over, found before they do.

Rules read the file with pikepdf and PDFium; none needs Java or Ghostscript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure.errors import ProofError
from brochure.kit import Artifact
from brochure.preflight import rules_geometry, rules_ink, rules_structure
from brochure.preflight.document import PdfDocument, Spec, opened
from brochure.preflight.finding import ERROR, Finding, error

__all__ = ["RULES", "Finding", "Result", "Rule", "Spec", "run"]

Check = Callable[[PdfDocument], Iterator[Finding]]

LONGEST_REASON = 160
_OBJECT = re.compile(r"<[^<>]* object at 0x[0-9a-fA-F]+>")

PRINT, SCREEN = "print", "screen"
BOTH = (PRINT, SCREEN)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, the function that looks, for which files.

    What is ``proved`` fails the build. The others look at rasters, which takes as long as making the
    file, or judge a picture that somebody may have no better one of: `check` tells.
    """

    name: str
    check: Check
    files: tuple[str, ...] = (PRINT,)
    proved: bool = True

    @property
    def what(self) -> str:
        """What the rule asks for, in a sentence."""
        return str(self.check.__doc__).split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule found in a file."""

    rule: Rule
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> str:
        """How it ended: "ok", "warning" or "error"."""
        if any(finding.level == ERROR for finding in self.findings):
            return ERROR
        return "warning" if self.findings else "ok"


RULES = (
    Rule("boxes", rules_geometry.boxes),
    Rule("bleed", rules_geometry.bleed_box),
    Rule("bleed reached", rules_geometry.bleed_reached, proved=False),
    Rule("marks", rules_geometry.crop_marks),
    Rule("safe area", rules_geometry.safe_area),
    Rule("page count", rules_geometry.page_count),
    Rule("turned pages", rules_geometry.turned),
    Rule("output intent", rules_structure.output_intent),
    Rule("identification", rules_structure.identification),
    Rule("colour spaces", rules_ink.colour_spaces),
    Rule("spot colours", rules_ink.spot_colours),
    Rule("total ink", rules_ink.total_ink, proved=False),
    Rule("black text", rules_ink.black_text),
    Rule("text size", rules_ink.text_size, BOTH),
    Rule("line weight", rules_ink.line_weight),
    Rule("resolution", rules_ink.resolution, proved=False),
    Rule("interpolation", rules_ink.interpolation, BOTH),
    Rule("overprint", rules_ink.overprint),
    Rule("transparency", rules_ink.transparency),
    Rule("fonts embedded", rules_structure.fonts_embedded, BOTH),
    Rule("fonts subset", rules_structure.fonts_subset, BOTH),
    Rule("annotations", rules_structure.no_annotations),
    Rule("active content", rules_structure.active_content, BOTH),
    Rule("attached files", rules_structure.attached_streams),
    Rule("metadata", rules_structure.metadata_agrees, BOTH),
    Rule("title", rules_structure.title, BOTH),
    Rule("language", rules_structure.language, BOTH),
    Rule("tags", rules_structure.tags, (SCREEN,)),
    Rule("alternative texts", rules_structure.alternative_texts, (SCREEN,)),
    Rule("links", rules_structure.links, (SCREEN,)),
)
"""Every rule, in the order of a report."""


def verify(artifact: Artifact) -> None:
    """Raise ProofError when a print file breaks a rule that is proved before it is written."""
    if artifact.facts.press is None:
        return
    with opened(artifact.data, Spec.of(artifact.facts)) as sheets:
        for rule in RULES:
            if rule.proved and PRINT in rule.files:
                for finding in _result(rule, sheets).findings:
                    if finding.level == ERROR:
                        raise ProofError(f"{artifact.path}: {rule.name}: {finding.text}")


def run(data: bytes, spec: Spec) -> tuple[Result, ...]:
    """What every rule for such a file finds in the PDF ``data``. Raises pikepdf.PdfError."""
    kind = PRINT if spec.press else SCREEN
    rules = [rule for rule in RULES if kind in rule.files]
    with opened(data, spec) as sheets:
        try:
            _ = sheets.painted
        except Exception as problem:  # a file that means harm, or is broken, is looked at no further
            return tuple(Result(rule, (_unexamined(problem),)) for rule in rules)
        return tuple(_result(rule, sheets) for rule in rules)


def _result(rule: Rule, sheets: PdfDocument) -> Result:
    """What one rule finds; a file that it cannot read is a finding too."""
    try:
        return Result(rule, tuple(rule.check(sheets)))
    except Exception as problem:  # whatever a reader says of a broken file is a finding
        return Result(rule, (_unexamined(problem),))


def _unexamined(problem: Exception) -> Finding:
    """That a file cannot be examined, in the reader's words, without the addresses of its memory."""
    told = _OBJECT.sub("the file", " ".join(str(problem).split()))[:LONGEST_REASON]
    return error(f"cannot be examined: {told or type(problem).__name__}")
