"""Reports: what checking found, as one page of HTML that can be sent to the printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brochure import assets
from brochure.checking import Report

WORDS: Mapping[str, str] = {"ok": "ok", "warning": "to weigh", "error": "fault", "": "does not apply"}


def html(reports: Sequence[Report]) -> bytes:
    """One self-contained page on ``reports``, in UTF-8; it loads nothing and prints on A4."""
    template = assets.environment().get_template("report/preflight.html.j2")
    return template.render(reports=[_rows(report) for report in reports], words=WORDS).encode()


def _rows(report: Report) -> dict[str, object]:
    """A report as the template wants it: rules as rows, files as columns."""
    files = list(dict.fromkeys(c.path for c in report.checked))
    outcomes = {(c.rule, c.path): c.outcome for c in report.checked}
    rules = dict.fromkeys((c.rule, c.what) for c in report.checked)
    return {
        "name": report.folder.name,
        "report": report,
        "files": files,
        "rules": [
            {"name": name, "what": what, "outcomes": [outcomes.get((name, path), "") for path in files]}
            for name, what in rules
        ],
    }
