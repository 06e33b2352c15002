"""Checking: a written kit is read back, file by file, by decoders that did not write it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from brochure import opened_files, process
from brochure.checking.report import Report, RuleOutcome
from brochure.codes import legibility, verification
from brochure.errors import SourceError
from brochure.facts import ManifestError
from brochure.findings import Finding
from brochure.kit import (
    FORMAT,
    MANIFEST_NAME,
    UNREADABLE,
    Artifact,
    Entry,
    Manifest,
    ManifestFormatError,
)
from brochure.pdf import declarations
from brochure.problems import Place, Problem, error, note, reason, warning

if TYPE_CHECKING:
    from brochure.preflight.runs import Result

    PreflightResults = Sequence[tuple[str, Result]]

__all__ = ["Finding", "Report", "RuleOutcome", "check", "check_artifacts"]


MOST_BYTES = 1_000_000_000
"""Of a file that is checked: a print file of a thousand pages of photographs has half of it."""

FileRule = Callable[[Entry, bytes], Iterable[Problem]]


@process.alone
def check(folder: str | Path) -> Report:
    """Read back the kit in ``folder``, or look over one PDF for the press.

    Raises SourceError when there is neither.
    """
    folder = Path(folder)
    if folder.suffix.lower() == ".pdf" and folder.is_file():
        return _check_pdf(folder)
    manifest = _manifest(folder)
    try:
        return _check_kit(folder, manifest)
    except (*UNREADABLE, ZeroDivisionError) as caught:
        raise SourceError(_broken(caught, folder / MANIFEST_NAME)) from caught


def check_artifacts(artifacts: Iterable[Artifact]) -> Report:
    """Look over artifacts that are verified and not written yet, as `check` does over a kit."""
    made = {artifact.path: artifact for artifact in artifacts}
    entries = [Entry.of(artifact, "") for artifact in made.values()]
    return _looked_over(entries, lambda entry: made[entry.path].data)


def _check_kit(folder: Path, manifest: Manifest) -> Report:
    faults = [fault for entry in manifest.files for fault in _faults(entry, folder)]
    found = _looked_over(manifest.files, lambda entry: _bytes_of(folder / entry.path, folder))
    return replace(
        found,
        name=folder.resolve().name,
        folder=folder,
        faults=(*faults, *found.faults),
        warnings=(*_mixed(manifest), *_not_shown(manifest), *found.warnings),
    )


def _looked_over(entries: Sequence[Entry], read: Callable[[Entry], bytes]) -> Report:
    """Preflight of every PDF, every code in figures, and what else a person should know."""
    results = [
        (entry.path, result)
        for entry in sorted(entries, key=lambda e: (PurePosixPath(e.path).parent, e.path))
        if entry.media_type == "application/pdf"
        for result in _preflight(entry, read)
    ]
    legible = tuple(legibility.measure_files(entries, read))
    return Report(
        name="",
        folder=Path(),
        files=len(entries),
        codes=sum(len(entry.facts.codes) for entry in entries),
        faults=(*_findings(results, error=True), *legibility.findings_of(legible, "faults")),
        warnings=(
            *_grids(entries),
            *_findings(results, error=False),
            *legibility.findings_of(legible, "warnings"),
            *legibility.unmeasured(entries, legible),
        ),
        notes=tuple(_crops(entries)),
        checked=_checked(results),
        facts={entry.path: entry.facts for entry in entries},
        legible=legible,
    )


def _check_pdf(path: Path) -> Report:
    """What preflight says of one PDF, whoever made it.

    One that declares PDF/UA is for screens and screen readers, any other is for the press.
    """
    from brochure.preflight import runs
    from brochure.preflight.document import Spec

    try:
        data = opened_files.read(path, MOST_BYTES)
    except OSError as caught:
        at = Place(str(path))
        raise SourceError(error("file-not-read", at=at, reason=reason(caught))) from caught
    spec = Spec(press=b"pdfuaid:part" not in declarations.xmp_of(data, str(path)))
    results = [(path.name, result) for result in runs.run(data, spec)]
    return Report(
        name=path.name,
        folder=path.parent,
        files=1,
        codes=0,
        faults=_findings(results, error=True),
        warnings=_findings(results, error=False),
        checked=_checked(results),
    )


def _mixed(manifest: Manifest) -> Iterable[Finding]:
    """Products made from an earlier state of page, theme or program, unless more is told of them."""
    told = {entry.product for entry in manifest.files for _ in _not_shown_in(entry, manifest)}
    if earlier := [name for name in manifest.of_other_states if name not in told]:
        problem = warning("kit-of-several-states", products=earlier)
        yield Finding(path=MANIFEST_NAME, rule="one state", problem=problem)


def _not_shown(manifest: Manifest) -> Iterable[Finding]:
    """What was made after a file that shows the kit, and is not on it."""
    for entry in manifest.files:
        if missing := _not_shown_in(entry, manifest):
            problem = warning("preview-incomplete", missing=missing)
            yield Finding(path=entry.path, rule="one state", problem=problem)


def _not_shown_in(entry: Entry, manifest: Manifest) -> list[str]:
    return sorted({other.product for other in manifest.files} & entry.facts.not_shown)


def _grids(entries: Iterable[Entry]) -> Iterable[Finding]:
    """Cards that show their boxes: for designers, not for the public."""
    for entry in entries:
        if entry.facts.grid:
            yield Finding(path=entry.path, rule="grid", problem=warning("card-grid-drawn"))


def _crops(entries: Iterable[Entry]) -> Iterable[Finding]:
    """What a wide card loses where a network cuts a square from its middle."""
    for entry in entries:
        if lost := entry.facts.square_crop_loses:
            problem = note("card-square-crop", words=lost)
            yield Finding(path=entry.path, rule="square crop", problem=problem)


def _preflight(entry: Entry, read: Callable[[Entry], bytes]) -> tuple[Result, ...]:
    """Every rule on a PDF; nothing where it cannot be read, which other rules tell."""
    import pikepdf

    from brochure.preflight import runs
    from brochure.preflight.document import Spec

    try:
        return runs.run(read(entry), Spec.of(entry.facts))
    except (OSError, pikepdf.PdfError, pikepdf.PasswordError):
        return ()


def _findings(results: PreflightResults, *, error: bool) -> tuple[Finding, ...]:
    return tuple(
        Finding(path=path, rule=result.rule.name, problem=problem)
        for path, result in results
        for problem in result.problems
        if (problem.severity == "error") == error
    )


def _checked(results: PreflightResults) -> tuple[RuleOutcome, ...]:
    return tuple(
        RuleOutcome(path=path, rule=result.rule, outcome=result.outcome) for path, result in results
    )


def _manifest(folder: Path) -> Manifest:
    listed, at = folder / MANIFEST_NAME, Place(file=str(folder))
    try:
        return Manifest.from_json(opened_files.read(listed, MOST_BYTES))
    except (FileNotFoundError, NotADirectoryError):
        if not folder.exists():
            raise SourceError(error("check-nothing-there", at=at)) from None
        if folder.is_file():
            raise SourceError(error("check-no-kit-or-pdf", at=at)) from None
        if kits := sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST_NAME}")):
            several = error("check-several-kits", at=at, count=len(kits), kits=kits[:8])
            raise SourceError(several) from None
        raise SourceError(error("check-no-manifest", at=at, manifest=MANIFEST_NAME)) from None
    except ManifestFormatError as caught:
        raise SourceError(_of_another_format(caught, listed)) from caught
    except (OSError, *UNREADABLE) as caught:
        raise SourceError(_broken(caught, listed)) from caught


def _broken(caught: Exception, listed: Path) -> Problem:
    why = reason(caught) if isinstance(caught, OSError) else str(caught)
    if isinstance(caught, ManifestError):
        why = caught.reason
    return error("manifest-broken", at=Place(file=str(listed)), reason=why)


def _of_another_format(caught: ManifestFormatError, listed: Path) -> Problem:
    at = Place(str(listed))
    if caught.newer:
        return error("manifest-newer", at=at, found=caught.found, known=FORMAT)
    return error("manifest-older", at=at, found=caught.found, known=FORMAT)


def _bytes_of(place: Path, folder: Path) -> bytes:
    """What a file of the kit in ``folder`` holds. Raises OSError, for a pipe or a device too."""
    return opened_files.read(place, MOST_BYTES, [folder])


def _faults(entry: Entry, folder: Path) -> Iterable[Finding]:
    place = folder / entry.path
    if not place.resolve().is_relative_to(folder.resolve()):
        yield Finding(path=entry.path, rule="path", problem=error("file-outside-kit"))
        return
    try:
        data = _bytes_of(place, folder)
    except OSError as caught:
        problem = error("file-not-read", reason=reason(caught))
        yield Finding(path=entry.path, rule="present", problem=problem)
        return
    for name, rule in RULES.items():
        for problem in rule(entry, data):
            yield Finding(path=entry.path, rule=name, problem=problem)


def _sha256(entry: Entry, data: bytes) -> Iterable[Problem]:
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        yield error("file-changed", size=len(data), written=entry.size)


def _codes(entry: Entry, data: bytes) -> Iterable[Problem]:
    try:
        yield from verification.differences(entry.path, entry.media_type, data, entry.facts)
    except Exception as caught:  # whatever a decoder says of a broken file is a fault of the file
        yield from verification.not_read(caught)


def _document(entry: Entry, data: bytes) -> Iterable[Problem]:
    if entry.media_type == "application/pdf":
        yield from declarations.differences(data, entry.facts)


def _image_size(entry: Entry, data: bytes) -> Iterable[Problem]:
    expected = (entry.facts.width_px, entry.facts.height_px)
    kind = _IMAGES.get(entry.media_type)
    if kind is None or not all(expected):
        return
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            found = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        yield error("image-file-unreadable", kind=kind)
        return
    if found != expected:
        yield error(
            "image-size-wrong", width_px=found[0], height_px=found[1],
            wanted_width_px=expected[0], wanted_height_px=expected[1],
        )  # fmt: skip


_IMAGES = {"image/png": "PNG", "image/jpeg": "JPEG"}


RULES: Mapping[str, FileRule] = {
    "sha256": _sha256,
    "codes": _codes,
    "pdf": _document,
    "image size": _image_size,
}
"""Every file of a kit goes through every rule; a rule yields what is wrong."""
