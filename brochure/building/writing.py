"""Writing: a Kit becomes a folder. All at once or not at all; the manifest last.

Every file is first written beside its place under a temporary name. Only when all of them are on
disk is the old manifest taken away, each file put in its place by one rename, and the new manifest
written: a folder with a manifest is whole, whenever the machine stops.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from brochure.building.digest import versions
from brochure.errors import OutputError
from brochure.kit import (
    FORMAT,
    MANIFEST_NAME,
    UNREADABLE,
    Artifact,
    Entry,
    Kit,
    Manifest,
    ManifestFormatError,
)
from brochure.problems import Place, error, reason
from brochure.text.plain_texts import plain_page

TEMPORARY = ".brochure-tmp"


def write(kit: Kit, folder: str | Path) -> Manifest:
    """Write ``kit`` into ``folder`` and return its manifest.

    Products of an earlier kit that ``kit`` does not hold stay, and stay listed. Files of other names
    are never touched. Raises OutputError; then what stood there stands.
    """
    folder = Path(folder)
    with _locked(folder):
        sweep(folder)
        _refuse_places_taken(kit, folder)
        before = read_manifest(folder)
        manifest = _manifest(kit, folder, before)
        staged = _stage(kit.artifacts, folder)
        _commit(staged, manifest, folder, before)
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in ``folder``, or None when there is none that can be read, or an older one.

    Raises OutputError for that of a newer brochure, whose kit must not be half replaced.
    """
    listed = folder / MANIFEST_NAME
    try:
        return Manifest.from_json(listed.read_bytes())
    except ManifestFormatError as caught:
        if not caught.newer:
            return None
        at = Place(str(listed))
        raise OutputError(error("manifest-newer", at=at, found=caught.found, known=FORMAT)) from caught
    except (OSError, *UNREADABLE):
        return None


def sweep(folder: Path) -> None:
    """Remove the temporary files that a killed build left in ``folder``."""
    for stale in folder.rglob(f".*{TEMPORARY}"):
        if not stale.is_dir():
            stale.unlink(missing_ok=True)


def _refuse_places_taken(kit: Kit, folder: Path) -> None:
    """Refuse, before anything changes, a folder where a file goes, and links that lead outside."""
    inside = folder.parent.resolve() / folder.name
    for path in (*(a.path for a in kit.artifacts), MANIFEST_NAME):
        place = folder / path
        if place.is_dir():
            raise OutputError(error("output-place-taken", at=Place(str(place))))
        if not place.parent.resolve().is_relative_to(inside):
            raise OutputError(error("output-link-outside", at=Place(str(place.parent))))


def _stands(entry: Entry, folder: Path) -> bool:
    try:
        data = (folder / entry.path).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == entry.sha256


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of ``folder``: another build of the same kit waits for this one."""
    from filelock import FileLock

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder.parent / f".{folder.name}.lock")
        with lock:
            yield
    except OSError as caught:
        at = Place(str(caught.filename or folder))
        raise OutputError(error("output-not-written", at=at, reason=reason(caught))) from caught


def _manifest(kit: Kit, folder: Path, before: Manifest | None) -> Manifest:
    kept = [e for e in (before.files if before else ()) if e.product not in kit.products]
    broken = {entry.product for entry in kept if not _stands(entry, folder)}
    old = before.digests if before else {}
    digests: Mapping[str, str] = {
        e.product: "" if e.product in broken else old.get(e.product, "") for e in kept
    }
    entries = [Entry.of(a, name) for name, group in kit.products.items() for a in group]
    return Manifest(
        title=plain_page(kit.page).title,
        lang=kit.page.lang,
        url=kit.page.url,
        theme=kit.theme_name,
        versions=versions(),
        digests={**digests, **{name: kit.digests.get(name, "") for name in kit.products}},
        state={name: kit.digests.get(name, "") for name in {*digests, *kit.products}},
        # by product, those of each in the order that they were made in: what shows them needs it
        files=tuple(sorted([*kept, *entries], key=lambda e: e.product)),
    )


def _stage(artifacts: Iterable[Artifact], folder: Path) -> dict[Path, Path]:
    """Write every artifact under its temporary name; give the place of each temporary file."""
    staged: dict[Path, Path] = {}
    try:
        for artifact in artifacts:
            place = folder / artifact.path
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f".{place.name}{TEMPORARY}")
            staged[temporary] = place
            _put(temporary, artifact.data)
    except OSError:
        for temporary in staged:
            temporary.unlink(missing_ok=True)
        raise
    return staged


def _put(path: Path, data: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as caught:
        caught.filename = str(path.with_name(path.name.removeprefix(".").removesuffix(TEMPORARY)))
        raise


def _commit(
    staged: Mapping[Path, Path], manifest: Manifest, folder: Path, before: Manifest | None
) -> None:
    listed = folder / MANIFEST_NAME
    temporary = folder / f".{MANIFEST_NAME}{TEMPORARY}"
    try:
        _put(temporary, manifest.to_json())
    except OSError:
        for stale in (*staged, temporary):
            stale.unlink(missing_ok=True)
        raise
    try:
        listed.unlink(missing_ok=True)
        for source, place in staged.items():
            source.replace(place)
        temporary.replace(listed)
    except OSError as caught:
        for stale in (*staged, temporary):
            stale.unlink(missing_ok=True)
        at = Place(str(caught.filename2 or caught.filename or folder))
        raise OutputError(error("output-half-placed", at=at, reason=reason(caught))) from caught
    _remove_orphans(folder, manifest, before)


def _remove_orphans(folder: Path, manifest: Manifest, before: Manifest | None) -> None:
    """Remove what the earlier manifest lists and the new one does not, and nothing else."""
    now = {entry.path for entry in manifest.files}
    for entry in before.files if before else ():
        place = folder / entry.path
        if entry.path not in now and place.resolve().is_relative_to(folder.resolve()):
            with suppress(OSError):  # what cannot go is no longer listed, and harms nobody
                place.unlink(missing_ok=True)
                if place.parent != folder:
                    place.parent.rmdir()  # fails, and should, while something is in it
