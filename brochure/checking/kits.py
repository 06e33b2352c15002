"""Checking: a written kit is read back, file by file, by decoders that did not write it."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from brochure.checking.report import Report, RuleOutcome
from brochure.codes import legibility, verification
from brochure.errors import SourceError
from brochure.findings import Fault
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
from brochure.problems import Place, Problem, error

if TYPE_CHECKING:
    from brochure.preflight.runs import Result

    PreflightResults = Sequence[tuple[str, Result]]

__all__ = ["Fault", "Report", "RuleOutcome", "check", "check_artifacts"]


FileRule = Callable[[Entry, bytes], Iterable[str]]


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
    except (*UNREADABLE, ZeroDivisionError) as error:
        raise SourceError(
            f"not a kit's manifest ({error}); build the kit again", where=str(folder / MANIFEST_NAME)
        ) from error


def check_artifacts(artifacts: Iterable[Artifact]) -> Report:
    """Look over artifacts that are proved and not written yet, as `check` does over a kit."""
    made = {artifact.path: artifact for artifact in artifacts}
    entries = [Entry.of(artifact, "") for artifact in made.values()]
    return _looked_over(entries, lambda entry: made[entry.path].data)


def _check_kit(folder: Path, manifest: Manifest) -> Report:
    faults = [fault for entry in manifest.files for fault in _faults(entry, folder)]
    found = _looked_over(manifest.files, lambda entry: _bytes_of(folder / entry.path))
    return replace(
        found,
        name=folder.resolve().name,
        folder=folder,
        faults=(*faults, *found.faults),
        warnings=(*_mixed(manifest), *_not_shown(manifest), *found.warnings),
    )


def _looked_over(entries: Sequence[Entry], read: Callable[[Entry], bytes]) -> Report:
    """Preflight of every PDF, every code in figures, and what else a person should know."""
    flights = [
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
        faults=(*_findings(flights, error=True), *legibility.findings_of(legible, "faults")),
        warnings=(
            *_grids(entries),
            *_findings(flights, error=False),
            *legibility.findings_of(legible, "warnings"),
            *legibility.unmeasured(entries, legible),
        ),
        notes=tuple(_crops(entries)),
        checked=_checked(flights),
        facts={entry.path: entry.facts for entry in entries},
        legible=legible,
    )


def _check_pdf(path: Path) -> Report:
    """What preflight says of one PDF, whoever made it.

    One that declares PDF/UA is for screens and screen readers, any other is for the press.
    """
    from brochure.preflight import runs
    from brochure.preflight.runs import Spec

    data = path.read_bytes()
    spec = Spec(press=b"pdfuaid:part" not in declarations.xmp_of(data, str(path)))
    flights = [(path.name, result) for result in runs.run(data, spec)]
    return Report(
        name=path.name,
        folder=path.parent,
        files=1,
        codes=0,
        faults=_findings(flights, error=True),
        warnings=_findings(flights, error=False),
        checked=_checked(flights),
    )


def _mixed(manifest: Manifest) -> Iterable[Fault]:
    """Products that were made from different states of the page, theme or program."""
    if len(set(manifest.digests.values())) > 1:
        yield Fault(
            path=MANIFEST_NAME,
            rule="one state",
            message=f"{', '.join(sorted(manifest.digests))} were not all made from the same page, "
            "theme and address; build once more without --only to make them agree",
        )


def _not_shown(manifest: Manifest) -> Iterable[Fault]:
    """What was made after a file that shows the kit, and is not on it."""
    made = {entry.product for entry in manifest.files}
    for entry in manifest.files:
        if missing := sorted(made & entry.facts.not_shown):
            yield Fault(
                path=entry.path, rule="one state",
                message=f"does not show {', '.join(missing)}; build once more without --only",
            )  # fmt: skip


def _grids(entries: Iterable[Entry]) -> Iterable[Fault]:
    """Cards that show their boxes: for designers, not for the public."""
    for entry in entries:
        if entry.facts.grid:
            yield Fault(
                path=entry.path, rule="grid", message="drawn with --debug-grid; build it without"
            )


def _crops(entries: Iterable[Entry]) -> Iterable[Fault]:
    """What a wide card loses where a network cuts a square from its middle."""
    for entry in entries:
        if lost := entry.facts.square_crop_loses:
            yield Fault(
                path=entry.path,
                rule="square crop",
                message=f"cut to the square in its middle (comments on Facebook, small previews), it "
                f"loses “{lost}”",
            )


def _preflight(entry: Entry, read: Callable[[Entry], bytes]) -> tuple[Result, ...]:
    """Every rule on a PDF; nothing where it cannot be read, which other rules tell."""
    import pikepdf

    from brochure.preflight import runs
    from brochure.preflight.runs import Spec

    try:
        return runs.run(read(entry), Spec.of(entry.facts))
    except (OSError, pikepdf.PdfError, pikepdf.PasswordError):
        return ()


def _findings(flights: PreflightResults, *, error: bool) -> tuple[Fault, ...]:
    from brochure.preflight.finding import ERROR

    return tuple(
        Fault(path=path, rule=result.rule.name, message=finding.text)
        for path, result in flights
        for finding in result.findings
        if (finding.level == ERROR) == error
    )


def _checked(flights: PreflightResults) -> tuple[RuleOutcome, ...]:
    return tuple(
        RuleOutcome(path=path, rule=result.rule.name, what=result.rule.what, outcome=result.outcome)
        for path, result in flights
    )


def _manifest(folder: Path) -> Manifest:
    listed = folder / MANIFEST_NAME
    try:
        return Manifest.from_json(listed.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        if not folder.exists():
            raise SourceError("there is no such folder or file", where=str(folder)) from None
        if folder.is_file():
            raise SourceError(
                "brochure check reads the folders of kits, and PDF files", where=str(folder)
            ) from None
        kits = sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST_NAME}"))
        if kits:
            raise SourceError(
                f"this folder holds {len(kits)} kits; name those to check: {', '.join(kits[:8])}",
                where=str(folder),
            ) from None
        raise SourceError(
            f"there is no whole kit here: {MANIFEST_NAME} is missing; "
            "name the folder of one kit, like output/sommet-pgo, or build it again",
            where=str(folder),
        ) from None
    except ManifestFormatError as caught:
        raise SourceError(_of_another_format(caught, listed)) from caught
    except (OSError, *UNREADABLE) as error:
        raise SourceError(
            f"not a kit's manifest ({error}); build the kit again", where=str(listed)
        ) from error


def _of_another_format(caught: ManifestFormatError, listed: Path) -> Problem:
    at = Place(str(listed))
    if caught.newer:
        return error("manifest-newer", at=at, found=caught.found, known=FORMAT)
    return error("manifest-older", at=at, found=caught.found, known=FORMAT)


def _bytes_of(place: Path) -> bytes:
    """What a file holds. Raises OSError, for a pipe or a device too, which would never end."""
    if place.exists() and not place.is_file():
        raise OSError(errno.EINVAL, "is not a file")
    return place.read_bytes()


def _faults(entry: Entry, folder: Path) -> Iterable[Fault]:
    place = folder / entry.path
    if not place.resolve().is_relative_to(folder.resolve()):
        yield Fault(path=entry.path, rule="path", message="lies outside the kit")
        return
    try:
        data = _bytes_of(place)
    except OSError as error:
        yield Fault(path=entry.path, rule="present", message=f"{error.strerror}")
        return
    for name, rule in RULES.items():
        for message in rule(entry, data):
            yield Fault(path=entry.path, rule=name, message=message)


def _sha256(entry: Entry, data: bytes) -> Iterable[str]:
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        yield f"changed since it was made ({len(data):,} bytes, {entry.size:,} were written)"


def _codes(entry: Entry, data: bytes) -> Iterable[str]:
    try:
        found = verification.differences(entry.path, entry.media_type, data, entry.facts)
        yield from map(str, found)
    except Exception as error:  # whatever a decoder says of a broken file is a fault of the file
        yield f"its codes cannot be read: {error}"


def _document(entry: Entry, data: bytes) -> Iterable[str]:
    if entry.media_type == "application/pdf":
        yield from declarations.differences(data, entry.facts)


def _image_size(entry: Entry, data: bytes) -> Iterable[str]:
    expected = (entry.facts.width_px, entry.facts.height_px)
    kind = _IMAGES.get(entry.media_type)
    if kind is None or not all(expected):
        return
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            found = image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        yield f"not a readable {kind}"
        return
    if found != expected:
        yield f"{found[0]}×{found[1]} px, not {expected[0]}×{expected[1]}"


_IMAGES = {"image/png": "PNG", "image/jpeg": "JPEG"}


RULES: Mapping[str, FileRule] = {
    "sha256": _sha256,
    "codes": _codes,
    "pdf": _document,
    "image size": _image_size,
}
"""Every file of a kit goes through every rule; a rule yields what is wrong."""
