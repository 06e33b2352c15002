"""Reports: what checking found, as one page of HTML that can be sent to the printer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from brochure import assets, messages
from brochure.checking.report import Report
from brochure.facts import NO_FACTS
from brochure.problems import Id, Text

_WORDS = {
    "preflight": Id("report-preflight"), "faults": Id("report-faults"),
    "to_judge": Id("report-to-judge"), "files": Id("report-files"), "file": Id("report-file"),
    "pages": Id("report-pages"), "format": Id("report-format"), "made_for": Id("report-made-for"),
    "every_rule": Id("report-every-rule"), "rule": Id("report-rule"), "asks": Id("report-asks"),
    "ok": Id("report-ok"), "warning": Id("report-warning"), "error": Id("report-error"),
    "footer": Id("report-footer"),
}  # fmt: skip


def html(reports: Sequence[Report]) -> bytes:
    """One self-contained page on ``reports``, in UTF-8; it loads nothing and prints on A4.

    It is in the current language of messages.
    """
    template = assets.environment().get_template("report/preflight.html.j2")
    words = {name: str(Text(id_)) for name, id_ in _WORDS.items()} | {"": "–"}
    rows = [_rows(report) for report in reports]
    return template.render(reports=rows, words=words, lang=messages.current()).encode()


def _rows(report: Report) -> dict[str, object]:
    """A report as the template wants it: rules as rows, files as columns."""
    files = list(dict.fromkeys(c.path for c in report.checked))
    outcomes = {(c.rule.name, c.path): c.outcome for c in report.checked}
    faults = Text("report-not-ready", count=len(report.faults))
    whole = Text(
        "report-no-fault", files=Text("files-counted", count=report.files), codes=report.codes,
        checks=len(report.checked),
    )  # fmt: skip
    return {
        "name": report.name,
        "report": report,
        "verdict": str(faults if report.faults else whole),
        "files": [_file(report, path) for path in files],
        "rules": [
            {
                "name": str(Text(rule.title)),
                "what": str(Text(rule.asks)),
                "outcomes": [outcomes.get((rule.name, path), "") for path in files],
            }
            for rule in report.rules
        ],
    }


def _file(report: Report, path: str) -> dict[str, object]:
    """What a printer wants to know of a file before opening it."""
    facts = report.facts.get(path, NO_FACTS)
    press = facts.press
    width, height = press.trim_mm if press else (210, 297)
    size = f"{width} × {height} mm"
    bleed = Text("report-bleed", size=size, bleed_mm=press.bleed_mm) if press else size
    return {
        "path": path,
        "name": PurePosixPath(path).stem if press else path,
        "pages": facts.pages or "",
        "format": str(bleed),
        "standard": ", ".join([*facts.variants, *([press.condition] if press else [])]),
    }
