"""Reports: what checking found, as one page of HTML that can be sent to the printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from brochure import assets
from brochure.checking.kits import Report
from brochure.facts import NO_FACTS
from brochure.preflight.runs import RULES

WORDS: Mapping[str, str] = {"ok": "ok", "warning": "to weigh", "error": "fault", "": "–"}


def html(reports: Sequence[Report]) -> bytes:
    """One self-contained page on ``reports``, in UTF-8; it loads nothing and prints on A4."""
    template = assets.environment().get_template("report/preflight.html.j2")
    return template.render(reports=[_rows(report) for report in reports], words=WORDS).encode()


def _rows(report: Report) -> dict[str, object]:
    """A report as the template wants it: rules as rows, files as columns."""
    files = list(dict.fromkeys(c.path for c in report.checked))
    outcomes = {(c.rule, c.path): c.outcome for c in report.checked}
    asked = {(c.rule, c.what) for c in report.checked}
    rules = [(rule.name, rule.what) for rule in RULES if (rule.name, rule.what) in asked]
    return {
        "name": report.name,
        "report": report,
        "files": [_file(report, path) for path in files],
        "rules": [
            {"name": name, "what": what, "outcomes": [outcomes.get((name, path), "") for path in files]}
            for name, what in rules
        ],
    }


def _file(report: Report, path: str) -> dict[str, object]:
    """What a printer wants to know of a file before opening it."""
    facts = report.facts.get(path, NO_FACTS)
    press = facts.press
    width, height = press.trim_mm if press else (210, 297)
    return {
        "path": path,
        "name": PurePosixPath(path).stem if press else path,
        "pages": facts.pages or "",
        "format": f"{width} × {height} mm" + (f", {press.bleed_mm:g} mm of bleed" if press else ""),
        "standard": ", ".join([*facts.variants, *([press.condition] if press else [])]),
    }
