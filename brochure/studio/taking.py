"""Taking: what a page is good for once it is drawn: its texts, the verdict, files, the kit as one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from brochure.building import press_kits, writing
from brochure.kit import Artifact, Kit
from brochure.studio.access import shown
from brochure.studio.documents import KEPT_IN
from brochure.studio.drawing import SHOWN
from brochure.studio.studio import Studio
from brochure.studio.values import TAKING

if TYPE_CHECKING:
    from brochure.checking.report import Report


def texts(studio: Studio, name: str) -> Mapping[str, Any]:
    """Captions with their counters, alternative texts, the HTML head, what networks show, codes."""
    drawing = studio.drawing_of(name)
    files = [one for product in SHOWN for one in drawing.outcomes[product].files]
    rows = [json.loads(one.data)["captions"] for one in files if one.path == "share/captions.json"]
    payloads = {one.path: one.facts.codes[0].payload for one in files if _is_code(one)}
    told = studio.run(
        "telling:told_elsewhere", studio.documents.path(name), payloads, name=name, modules=TAKING
    )
    alternatives = [{"path": one.path, "text": one.facts.alt} for one in files if one.facts.alt]
    return {"captions": rows[0] if rows else [], "alternatives": alternatives, **told}


def _is_code(artifact: Artifact) -> bool:
    return artifact.path.startswith("qr/") and artifact.path.endswith(".svg")


def verdict(studio: Studio, name: str) -> Mapping[str, Any]:
    """What `brochure check` says of all that is drawn, and what could not be drawn."""
    drawing = studio.drawing_of(name)
    files = [one for product in SHOWN for one in drawing.outcomes[product].files]
    report: Report = studio.run("telling:looked_over", files, name=name, modules=TAKING)
    found = [
        {**shown(finding.problem), "severity": severity, "path": finding.path, "mends": []}
        for severity, findings in (
            ("error", report.faults), ("warning", report.warnings), ("note", report.notes)
        )
        for finding in findings
    ]  # fmt: skip
    outcomes = drawing.outcomes.values()
    failed = [p for one in outcomes if one.state == "failed" for p in one.problems]
    found += [{**shown(p), "path": p.place.product, "mends": []} for p in dict.fromkeys(failed)]
    counts = {kind: sum(row["severity"] == kind for row in found) for kind in ("error", "warning")}
    return {
        "errors": counts["error"], "warnings": counts["warning"], "findings": found,
        "files": report.files, "codes": report.codes, "checks": len(report.checked),
        "complete": all(one.state == "ready" for one in outcomes),
    }  # fmt: skip


def zipped(studio: Studio, name: str) -> tuple[str, bytes]:
    """The kit of the page as one file, and its name: the bytes that ``brochure build --zip`` writes.

    It is written and kept beside what the page was, so that what stands need not be made again. Raises
    BrochureError.
    """
    kit = _kit(studio, name)
    folder = studio.folder / KEPT_IN / name / "kit" / kit.page.slug
    folder.parent.mkdir(parents=True, exist_ok=True)
    manifest = writing.write(kit, folder, overwrite=True, wait=True)
    return f"{kit.page.slug}.zip", press_kits.press_kit(kit.page, manifest, folder)


def built(studio: Studio, name: str) -> Mapping[str, Any]:
    """Write the kit into its folder in ``output``, as ``brochure build`` does. Raises BrochureError."""
    kit = _kit(studio, name)
    folder = studio.output / kit.page.slug
    manifest = writing.write(kit, folder, wait=True)
    return {"folder": str(folder), "files": sorted(entry.path for entry in manifest.files)}


def approval_page(studio: Studio, name: str) -> Artifact:
    """The page on which the kit is approved, as one file. Raises BrochureError where it has none."""
    kit = _kit(studio, name)
    return next(one for one in kit.artifacts if one.path == "preview.html")


def _kit(studio: Studio, name: str) -> Kit:
    state = studio.documents.read(name)
    _, kit = studio.drawing(name).kit(state.revision, whole=True)
    return kit
