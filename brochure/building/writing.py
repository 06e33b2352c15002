"""Writing: a Kit becomes a folder. All at once or not at all, and nobody else's file is lost.

`brochure.placement` puts the files in place together. What stands under a name of the kit and is not
what an earlier kit's manifest says was written there is somebody's, and stays.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from brochure import interruption, kit_locks, placement
from brochure.errors import OutputError
from brochure.kit import (
    FORMAT,
    MANIFEST_NAME,
    UNREADABLE,
    Entry,
    Kit,
    Manifest,
    ManifestFormatError,
    recorded,
)
from brochure.library_versions import versions
from brochure.problems import Place, Problem, error, reason
from brochure.text.plain_texts import plain_page

_SHOWN = 20
"""So many files are named that stand in the way; a folder full of them is told by its first."""

_NO_FILE = frozenset(
    {
        errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENXIO,
        errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL,
    }
)  # fmt: skip
"""What says that no file of ours is there. After any other failure nobody knows what is."""


def write(
    kit: Kit,
    folder: str | Path,
    *,
    overwrite: bool = False,
    wait: bool = False,
    beside: Mapping[str, bytes] | None = None,
) -> Manifest:
    """Write ``kit`` into ``folder`` and return its manifest.

    Products of an earlier kit that ``kit`` does not hold stay, and stay listed, unless its page leaves
    them out. Files of other names
    are never touched; those of its names that were edited since, or that others wrote, are replaced
    only to ``overwrite`` them. If another process is writing there, ``wait`` for it. Files ``beside``
    the kit, by their paths in the folder, are put in place with it, and are none of it: they are whose
    page it is to correct. To ``overwrite`` also removes pictures that such a page was brought with
    before, and is not now. Raises OutputError; then what stood there stands.
    """
    folder = Path(folder)
    beside = beside or {}
    with reserved(folder, wait=wait), _told(folder):
        _refuse_places_taken([*(a.path for a in kit.artifacts), MANIFEST_NAME, *beside], folder)
        before = read_manifest(folder)
        manifest = manifest_for(kit, before, lambda entry: _stands(entry, folder))
        new = {made.path: made.data for made in kit.artifacts}
        gone = _orphans(folder, manifest, before)
        if overwrite:
            gone |= _pictures_before(beside, folder)
        else:
            refuse_standing(beside, folder)
            _refuse_foreign(folder, new, gone)
        placement.put(folder, {**beside, **new, MANIFEST_NAME: manifest.to_json()}, gone)
    return manifest


def write_page(
    files: Mapping[str, bytes],
    folder: Path,
    *,
    overwrite: bool = False,
    wait: bool = False,
    told: Callable[[Problem], None] = lambda problem: None,
) -> None:
    """Put a page and its pictures, ``files`` by their names, into ``folder``: all of them or none.

    What stands there under one of the names, and is another file, is replaced only to ``overwrite`` it.
    Raises OutputError; then what stood there stands.
    """
    with reserved(folder, wait=wait, told=told), _told(folder):
        _refuse_places_taken(files, folder.resolve())  # where it was asked for, a link may lead
        if not overwrite:
            refuse_standing(files, folder)
        placement.put(folder, files, ())


def refuse_standing(files: Mapping[str, bytes], folder: Path) -> None:
    """Raise OutputError where others stand in ``folder`` under the names of ``files``."""
    other = [path for path, data in files.items() if not is_free(folder / path, data)]
    _refuse([error("page-stands", at=Place(str(folder / path))) for path in other], folder)


def _pictures_before(beside: Mapping[str, bytes], folder: Path) -> set[str]:
    """The paths of pictures named after a page ``beside`` the kit ("page-3.jpg") that it lacks now."""
    found = set()
    for page in (Path(path) for path in beside if path.endswith(".md")):
        named = re.compile(rf"{re.escape(page.stem)}-[0-9]{{1,4}}\.(?:jpg|png)")
        inside = (folder / page).parent
        standing = inside.iterdir() if inside.is_dir() and not inside.is_symlink() else ()
        names = {(page.parent / one.name).as_posix() for one in standing if named.fullmatch(one.name)}
        found |= {path for path in names - {*beside} if placement.is_inside(folder, path)}
    return found


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether all ``files``, by their paths, stand in ``folder``. Raises OutputError."""
    return all(
        _sha256(folder / path) == hashlib.sha256(data).hexdigest() for path, data in files.items()
    )


def is_free(place: Path, data: bytes) -> bool:
    """Whether nothing stands at ``place``, or a file that holds ``data``. Raises OutputError."""
    return _sha256(place) in (None, hashlib.sha256(data).hexdigest())


@contextmanager
def reserved(
    folder: Path, *, wait: bool = False, told: Callable[[Problem], None] = lambda problem: None
) -> Iterator[bool]:
    """Keep ``folder`` for this thread: no other build of the same kit works on it meanwhile.

    Given is whether another one just did. What a killed build left is cleared up first. Raises
    OutputError, naming the process, where another one holds it and ``wait`` does not say to wait,
    which is ``told``.
    """
    with ExitStack() as left:
        with _told(folder):
            place = _resolved(folder)
            made = [p for p in (place.parent, *place.parent.parents) if not p.exists()]

            def remove_made() -> None:
                for empty in made:
                    with suppress(OSError):  # fails, and should, where something is in it
                        empty.rmdir()

            left.enter_context(interruption.tidied(remove_made))
            left.callback(remove_made)
            place.parent.mkdir(parents=True, exist_ok=True)
            contended = left.enter_context(kit_locks.held(place, named=folder, wait=wait, told=told))
            placement.recover(place)
        yield contended


def clear_up(folders: Iterable[Path]) -> None:
    """Clear up what killed builds left of the kits in ``folders``, where nobody is at work."""
    beside: dict[Path, frozenset[str]] = {}
    for folder in folders:
        if folder.parent not in beside:
            with suppress(OSError):
                beside[folder.parent] = frozenset(p.name for p in folder.parent.iterdir())
        left = (f".{folder.name}{placement.TEMPORARY}", kit_locks.lock_of(folder).name)
        if not beside.get(folder.parent, frozenset()).isdisjoint(left):
            with suppress(OutputError), reserved(folder):
                pass


def _resolved(folder: Path) -> Path:
    """Where ``folder`` is, links followed. Raises OSError where it is no folder."""
    try:
        place = folder.resolve()
    except RuntimeError:  # links that lead to each other
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder)) from None
    if place.exists() and not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    return place


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the machine refuses, as an OutputError."""
    try:
        yield
    except OSError as caught:
        at = Place(str(caught.filename or folder))
        raise OutputError(error("output-not-written", at=at, reason=reason(caught))) from caught
    except placement.HalfPlacedError as caught:
        why = reason(caught.cause)
        raise OutputError(error("output-half-placed", at=Place(str(folder)), reason=why)) from caught


def is_half_placed(folder: Path) -> bool:
    """Whether a build was stopped in ``folder`` while it put files in place; the next one goes on.

    Raises OutputError where that cannot be known.
    """
    with _told(folder):
        return placement.pending(folder)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in ``folder``, or None when there is none that can be read, or an older one.

    Raises OutputError for that of a newer brochure, whose kit must not be half replaced.
    """
    listed = folder / MANIFEST_NAME
    try:
        return Manifest.from_json(placement.bytes_at(listed))
    except ManifestFormatError as caught:
        if not caught.newer:
            return None
        at = Place(str(listed))
        raise OutputError(error("manifest-newer", at=at, found=caught.found, known=FORMAT)) from caught
    except OSError as caught:
        if caught.errno not in _NO_FILE:
            raise OutputError(_not_read(listed, caught)) from caught
        return None
    except UNREADABLE:
        return None


def _refuse_places_taken(paths: Iterable[str], folder: Path) -> None:
    """Refuse, before anything changes, a folder where a file goes, and links that lead outside."""
    inside = folder.parent.resolve() / folder.name
    for path in paths:
        place = folder / path
        if place.is_dir():
            raise OutputError(error("output-place-taken", at=Place(str(place))))
        if not place.parent.resolve().is_relative_to(inside):
            raise OutputError(error("output-link-outside", at=Place(str(place.parent))))


def refuse_edited(folder: Path, products: Collection[str]) -> None:
    """Refuse, before any work is done, to make ``products`` again of which files were edited.

    Raises OutputError, as `write` would in the end.
    """
    manifest = read_manifest(folder)
    entries = [entry for entry in (manifest.files if manifest else ()) if entry.product in products]
    edited = [e.path for e in entries if _sha256(folder / e.path) not in (None, e.sha256)]
    _refuse([error("file-edited", at=Place(str(folder / path))) for path in edited], folder)


def _refuse_foreign(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Refuse to replace or remove what stands in ``folder`` and is not what brochure wrote there.

    A file that holds already what is to be written is nobody's loss.
    """
    try:
        listed: bytes | None = placement.bytes_at(folder / MANIFEST_NAME)
    except FileNotFoundError:
        listed = None
    except OSError:
        listed = b""
    ours = recorded(listed or b"")
    problems = []
    if listed is not None and not ours:
        problems.append(error("file-foreign-manifest", at=Place(str(folder / MANIFEST_NAME))))
    for path in sorted({*new, *gone}):
        standing = _sha256(folder / path)
        expected = hashlib.sha256(new[path]).hexdigest() if path in new else None
        if standing not in (None, ours.get(path), expected):
            at = Place(str(folder / path))
            problems.append(
                error("file-edited", at=at) if path in ours else error("file-foreign", at=at)
            )
    _refuse(problems, folder)


def _refuse(problems: Sequence[Problem], folder: Path) -> None:
    """Raise the ``problems`` of files in ``folder``, if there are any: the first, and how many more."""
    more = len(problems) - _SHOWN
    last = [error("files-more", at=Place(str(folder)), count=more)] if more > 0 else []
    if problems:
        raise OutputError(*problems[:_SHOWN], *last)


def _sha256(place: Path) -> str | None:
    """The SHA-256 of a file, "" where it is none that can be read, None where there is nothing.

    Raises OutputError where the disk fails: nobody knows then what is there.
    """
    try:
        return hashlib.sha256(placement.bytes_at(place)).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as caught:
        if caught.errno not in _NO_FILE:
            raise OutputError(_not_read(place, caught)) from caught
        return ""


def _not_read(place: Path, caught: OSError) -> Problem:
    return error("file-standing-not-read", at=Place(str(place)), reason=reason(caught))


def _stands(entry: Entry, folder: Path) -> bool:
    return _sha256(folder / entry.path) == entry.sha256


def manifest_for(kit: Kit, before: Manifest | None, stands: Callable[[Entry], bool]) -> Manifest:
    """The manifest of ``kit`` where that of an earlier one was ``before``.

    ``stands`` tells whether a file of a product that ``kit`` does not hold is still as it was made.
    A product that the page no longer asks for is not among them.
    """
    wanted = kit.page.products
    kept = [
        e for e in (before.files if before else ())
        if e.product not in kit.products and (not wanted or e.product in wanted)
    ]  # fmt: skip
    broken = {entry.product for entry in kept if not stands(entry)}
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
        digests={
            **digests,
            **{name: kit.digests.get(name, "") for name in kit.products},
            **{e.path: old[e.path] for e in kept if e.path in old},
            **{e.path: kit.digests[e.path] for e in entries if e.path in kit.digests},
        },
        state={name: kit.digests.get(name, "") for name in {*digests, *kit.products}},
        # by product, those of each in the order that they were made in: what shows them needs it
        files=tuple(sorted([*kept, *entries], key=lambda e: e.product)),
    )


def _orphans(folder: Path, manifest: Manifest, before: Manifest | None) -> set[str]:
    """What the earlier manifest lists and the new one does not."""
    earlier = {entry.path for entry in before.files} if before else set()
    now = {MANIFEST_NAME, *(entry.path for entry in manifest.files)}
    return {path for path in earlier - now if placement.is_inside(folder, path)}
