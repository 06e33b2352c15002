"""Taking: what a page is good for once it is drawn: its texts, the verdict, files, the kit as one."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from brochure import assets, messages
from brochure.building import press_kits, writing
from brochure.errors import BrochureError
from brochure.kit import Artifact, Kit
from brochure.problems import Text, error
from brochure.studio.access import shown
from brochure.studio.documents import KEPT_IN
from brochure.studio.drawing import SHOWN
from brochure.studio.studio import Studio
from brochure.studio.values import TAKING

if TYPE_CHECKING:
    from brochure.checking.report import Report

_POLICY = "default-src 'none'"
"""How the policy of the page that is approved begins."""

_WORDS = {
    "title": Text("studio-answer-title"), "hint": Text("studio-answer-hint"),
    "name": Text("studio-answer-name"), "date": Text("studio-answer-date"),
    "remarks": Text("studio-answer-remarks"), "save": Text("studio-answer-save"),
}  # fmt: skip


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
        "complete": all(one.state in {"ready", "off"} for one in outcomes),
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


def approval_page(studio: Studio, name: str) -> tuple[str, bytes]:
    """The page on which the kit is approved, as one file with a form that can be filled in; its name.

    Its script, which no other may stand beside, saves the file anew with the answer in it. Raises
    BrochureError where the page has no address and so no such page.
    """
    kit = _kit(studio, name)
    found = next((one for one in kit.artifacts if one.path == "preview.html"), None)
    if found is None:
        left_out = [p for p in kit.page.warnings if p.id == "products-left-out"]
        raise BrochureError(*(left_out or [error("studio-product-off", name="preview")]))
    language = kit.page.language if kit.page.language in messages.LANGUAGES else "en"
    file = f"{kit.page.slug}-approval.html"
    script = (assets.templates_folder() / "studio" / "approval.js").read_text(encoding="utf-8")
    form = assets.environment().get_template("studio/approval.html.j2").render(
        language=language, page=page_digest(studio, name), file=file,
        words={word: id_.render(language) for word, id_ in _WORDS.items()},
        script=Markup(script),  # noqa: S704 - our own
    )  # fmt: skip
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    head, end, rest = found.data.decode().rpartition("</main>")
    policy = f"{_POLICY}; script-src 'sha256-{allowed}'"
    return file, f"{head.replace(_POLICY, policy, 1)}{form}{end}{rest}".encode()


def page_digest(studio: Studio, name: str) -> str:
    """What an answer says of which text it is an answer to."""
    return studio.documents.read(name).revision


def approved(studio: Studio, name: str, data: bytes) -> Mapping[str, Any]:
    """What the answer says that somebody filled in, and whether the page is still that one.

    Raises SourceError for a file that holds none.
    """
    found: Mapping[str, str] = studio.run("telling:answer_of", data, name=name, modules=TAKING)
    current = found["page"] == page_digest(studio, name)
    return {**found, "current": current}


def _kit(studio: Studio, name: str) -> Kit:
    state = studio.documents.read(name)
    return studio.drawing(name).kit(state.revision)
