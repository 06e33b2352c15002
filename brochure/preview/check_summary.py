"""The summary of checks in the page's language: each rule's outcome, and each code's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from brochure.codes import campaigns, encoder, limits, svg_png
from brochure.codes.code_style import PLAIN
from brochure.codes.limits import CodeMetrics
from brochure.codes.page_codes import code_title
from brochure.networks.page_links import Link
from brochure.text import labels
from brochure.text.content import Content
from brochure.text.decimals import decimal

Checked = Mapping[str, Any]
"""A report as JSON values, as ``brochure check --json`` gives it."""

CODE_MM = 30.0
"""The width at which codes are shown, or more where their modules need it."""


def rules(checked: Checked) -> tuple[list[str], list[dict[str, Any]]]:
    """The PDF files that were looked over, and for each rule its name and its outcome in each file."""
    files = list(dict.fromkeys(row["path"] for row in checked["preflight"]))
    outcomes = {(row["rule"], row["path"]): row["outcome"] for row in checked["preflight"]}
    names = list(dict.fromkeys(row["rule"] for row in checked["preflight"]))
    return files, [
        {"name": name, "outcomes": [outcomes.get((name, file), "") for file in files]} for name in names
    ]


def shown_codes(content: Content, links: Sequence[Link], checked: Checked) -> list[dict[str, Any]]:
    """The codes of the page as large as they are printed, each with its figures where it stands."""
    rows = [("", content.page.url, code_title(content.page))]
    rows += [
        (link.name, link.url, labels.code_alt(link.opens, content.page.lang))
        for link in links
        if link.coded
    ]
    return [
        _code(content, name, payload, title) | {"measured": _measured(content, measured)}
        for name, payload, title in rows
        for measured in [[row for row in checked["legible_codes"] if _opens(row["payload"], payload)]]
    ]


def _opens(read: str, payload: str) -> bool:
    """Whether what was ``read`` is ``payload``, or the same with a campaign for print."""
    return read == payload or campaigns.untagged(read) == campaigns.untagged(payload)


def _code(content: Content, name: str, payload: str, title: str) -> dict[str, Any]:
    matrix = encoder.encode(payload)
    symbol = max(CODE_MM, limits.GOOD_MODULE_MM * matrix.size)
    figures = _figures(content, CodeMetrics.of(matrix, PLAIN, symbol).row())
    drawn = svg_png.svg(matrix, title, symbol_mm=symbol)
    return {"name": name, "svg": Markup(drawn), **figures}  # noqa: S704 - svg() escapes


def _measured(content: Content, rows: Sequence[Checked]) -> dict[str, Any]:
    """The least of what was measured in the finished files, and each place; empty where none was."""
    if not rows:
        return {}
    least = {key: min(row[key] for row in rows) for key in _ALWAYS}
    return {
        "files": len({row["path"] for row in rows}),
        "outcome": max((_outcome(row) for row in rows), key=_WORSE.index),
        "places": [
            {
                "path": row["path"],
                "page": row["page"],
                "outcome": _outcome(row),
                **_figures(content, row),
            }
            for row in rows
        ],
        **_figures(content, least),
    }


FSI, PDI = "\u2068", "\u2069"
"""Around a value in a text that is read from right to left (UAX #9, 2.4.3)."""

_WORSE = ("ok", "warning", "error")
_ALWAYS = ("quiet_zone_modules", "contrast", "unused_error_correction")
"""The figures of a code that has no size, too."""


def _outcome(row: Checked) -> str:
    return "error" if row["faults"] else "warning" if row["warnings"] else "ok"


def _figures(content: Content, row: Checked) -> dict[str, str]:
    """The figures of a code as the page's language writes them; "" where it has none."""
    lang = content.page.lang
    mm, module, metres = (row.get(key) for key in ("symbol_mm", "module_mm", "reads_from_mm"))
    figures = {
        "version": str(row.get("version", "")),
        "level": str(row.get("level", "")),
        "quiet": str(row["quiet_zone_modules"]),
        "contrast": f"{decimal(row['contrast'], 0, lang)}:1",
        "unused": decimal(100 * row["unused_error_correction"], 0, lang),
        "mm": decimal(mm, 1, lang) if mm else "",
        "module": decimal(module, 2, lang) if module else "",
        "metres": decimal(metres / 1000, 2, lang) if metres else "",
    }
    if content.page.direction == "ltr":
        return figures
    return {key: f"{FSI}{value}{PDI}" if value else "" for key, value in figures.items()}
