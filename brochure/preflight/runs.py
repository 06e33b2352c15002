"""Preflight: what a printer or a screen reader would stumble over, found before they do.

Rules read the file with pikepdf and PDFium; none needs Java or Ghostscript.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brochure.errors import BrochureError, ProofError
from brochure.kit import Artifact
from brochure.preflight import rules_geometry, rules_ink, rules_structure
from brochure.preflight.document import PdfDocument, Spec, opened
from brochure.problems import Id, Place, Problem, error

Check = Callable[[PdfDocument], Iterator[Problem]]

LONGEST_REASON = 160
_OBJECT = re.compile(r"<[^<>]* object at 0x[0-9a-fA-F]+>")

PRINT, SCREEN = "print", "screen"
BOTH = (PRINT, SCREEN)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its ``name`` for programs, the function that looks, and for which files.

    A rule that is checked ``before_writing`` fails the build. The others look at rasters, which
    takes as long as making the file, or judge a picture that somebody may have no better one of:
    `check` says so.
    """

    name: str
    check: Check
    files: tuple[str, ...] = (PRINT,)
    before_writing: bool = True

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        """The rule by its name in another process, which has the same table."""
        return rule_named, (self.name,)

    @property
    def title(self) -> Id:
        """The id of the message that names it for people."""
        return Id(f"rule-{self.name.replace(' ', '-')}")

    @property
    def asks(self) -> Id:
        """The id of the message that says what it asks for."""
        return Id(f"{self.title}-asks")


@dataclass(frozen=True, slots=True)
class Result:
    """What a rule found in a file."""

    rule: Rule
    problems: tuple[Problem, ...]

    @property
    def outcome(self) -> str:
        """How it ended: "ok", "warning" or "error"."""
        if any(problem.severity == "error" for problem in self.problems):
            return "error"
        return "warning" if self.problems else "ok"


RULES = (
    Rule("boxes", rules_geometry.boxes),
    Rule("bleed", rules_geometry.bleed_box),
    Rule("bleed reached", rules_geometry.bleed_reached, before_writing=False),
    Rule("marks", rules_geometry.crop_marks),
    Rule("safe area", rules_geometry.safe_area),
    Rule("page count", rules_geometry.page_count),
    Rule("turned pages", rules_geometry.turned),
    Rule("output intent", rules_structure.output_intent),
    Rule("identification", rules_structure.identification),
    Rule("colour spaces", rules_ink.colour_spaces),
    Rule("plates", rules_ink.plates),
    Rule("total ink", rules_ink.total_ink, before_writing=False),
    Rule("black text", rules_ink.black_text),
    Rule("screened text", rules_ink.screened_text),
    Rule("black areas", rules_ink.black_areas, before_writing=False),
    Rule("text size", rules_ink.text_size, BOTH),
    Rule("line weight", rules_ink.line_weight),
    Rule("resolution", rules_ink.resolution, before_writing=False),
    Rule("interpolation", rules_ink.interpolation, BOTH),
    Rule("overprint", rules_ink.overprint),
    Rule("black overprints", rules_ink.black_overprints),
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


def rule_named(name: str) -> Rule:
    """The rule called ``name``. Raises KeyError."""
    return {rule.name: rule for rule in RULES}[name]


def verify(artifact: Artifact) -> None:
    """Raise ProofError when a print file breaks a rule that is checked before it is written."""
    if artifact.facts.press is None:
        return
    with opened(artifact.data, Spec.of(artifact.facts)) as document:
        broken = [
            problem.placed(Place(file=artifact.path, key=rule.name))
            for rule in RULES
            if rule.before_writing and PRINT in rule.files
            for problem in _result(rule, document).problems
            if problem.severity == "error"
        ]
    if broken:
        raise ProofError(*broken)


def run(data: bytes, spec: Spec) -> tuple[Result, ...]:
    """What every rule for such a file finds in the PDF ``data``. Raises pikepdf.PdfError."""
    kind = PRINT if spec.press else SCREEN
    rules = [rule for rule in RULES if kind in rule.files]
    with opened(data, spec) as document:
        try:
            _ = document.painted
        except Exception as caught:  # a file that means harm, or is broken, is looked at no further
            return tuple(Result(rule, (_unexamined(caught),)) for rule in rules)
        results = tuple(_result(rule, document) for rule in rules)
        document.forget_plates()
        return results


def _result(rule: Rule, document: PdfDocument) -> Result:
    """What one rule finds, looked for once; a file that it cannot read is a finding too."""
    if rule.name not in document.results:
        try:
            found = tuple(rule.check(document))
        except Exception as caught:  # whatever a reader says of a broken file is a finding
            found = (_unexamined(caught),)
        document.results[rule.name] = Result(rule, found)
    result: Result = document.results[rule.name]
    return result


def _unexamined(caught: Exception) -> Problem:
    """That a file cannot be examined, in the reader's words, without the addresses of its memory."""
    if isinstance(caught, BrochureError):
        return caught.problems[0]
    words = _OBJECT.sub("the file", " ".join(str(caught).split()))[:LONGEST_REASON]
    return error("pdf-not-examined", reason=words or type(caught).__name__)
