"""Placement: the files of a kit are put into its folder all together, whenever the machine stops.

The new folder is made beside the old one and takes its place by one system call, renameat2(2) with
RENAME_EXCHANGE. What stays of the old one, files of others too, is linked into the new one: the same
files, with their owners and rights. Where that cannot be (no such call, a mount point, a folder or
files of another owner, the working directory, which would be deleted under its shell), files are put
in place one by one by a journal, which whoever comes next brings to its end.

Whoever calls must hold the lock of the kit (`brochure.kit_locks`).
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from brochure import interruption
from brochure.kit import MANIFEST_NAME, recorded

TEMPORARY = ".brochure-tmp"
"""How the names of unfinished things end."""

MOST_LINKED = 2_000
"""A folder with more files that stay is not exchanged: linking them all takes longer than writing."""

_JOURNAL, _BACKWARDS = "journal.json", "backwards.json"

_NO_EXCHANGE = frozenset(
    {
        errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.EACCES, errno.EROFS,
        errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENAMETOOLONG,
    }
)  # fmt: skip
"""What says that folders cannot be exchanged here, while files may still be put in place."""

_STAYS = frozenset(
    {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.EACCES, errno.EPERM, errno.EBUSY}
)
"""What says that a folder is not empty, or gone, or may not be removed."""


class HalfPlacedError(Exception):
    """Files could be neither put in place nor back; the journal stands, and the next run goes on."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(cause)
        self.cause = cause


class _NoExchangeError(Exception):
    """The folder cannot be exchanged."""


def put(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Write the ``new`` files, by their paths in ``folder``, and remove those ``gone``; all or nothing.

    Everything else in the folder stays as it is; its parent must exist. Raises OSError, and then
    nothing has changed, or HalfPlacedError.
    """
    folder = folder.resolve()
    with interruption.unfinished(lambda: _swept(folder)):
        try:
            try:
                _exchange(folder, new, gone)
            except _NoExchangeError:
                _swept(folder)
                _in_place(folder, new, gone)
        except HalfPlacedError:
            raise
        except BaseException as caught:  # a program may make an exception of Ctrl-C
            if isinstance(caught, OSError):
                caught.filename = _told(folder, caught)
            with suppress(HalfPlacedError):
                recover(folder)
            raise


def take_away(folder: Path) -> None:
    """Remove ``folder`` with all that is in it: at once for others, and whatever stops this half way.

    What is left of it then is swept away by `recover`. Raises OSError.
    """
    folder = folder.resolve()
    beside = _beside(folder)
    with interruption.waited_for():
        beside.mkdir(0o700)
        folder.rename(beside / "new")
        interruption.finished()
        _swept(folder)


def pending(folder: Path) -> bool:
    """Whether files were being put in place in ``folder`` when the machine stopped. Raises OSError."""
    work = folder / TEMPORARY
    return not work.is_symlink() and any(_there(work / n) for n in (_JOURNAL, _BACKWARDS))


def recover(folder: Path) -> None:
    """Bring to its end what another run began in ``folder``, and sweep away what it left.

    Raises HalfPlacedError where a journal stands and cannot be followed.
    """
    folder = folder.resolve()
    try:
        if pending(folder):
            with interruption.waited_for():
                _follow(folder)
    except OSError as caught:
        raise HalfPlacedError(caught) from caught
    _swept(folder)


def _swept(folder: Path) -> None:
    """Remove what is unfinished beside ``folder`` and in it; what cannot go now goes another time.

    What others made under these names is not followed: links go, folders of other users stay.
    """
    beside = _beside(folder)
    with suppress(OSError):
        if beside.is_symlink():
            beside.unlink()
        if beside.stat().st_uid == os.geteuid():
            for entry in [*os.scandir(beside)]:
                names = ("new", str(entry.stat(follow_symlinks=False).st_ino))
                was_exchanged = entry.name not in names and entry.is_dir(follow_symlinks=False)
                _discard(Path(entry.path), folder) if was_exchanged else _removed(Path(entry.path))
            beside.rmdir()
    with suppress(OSError):
        if not pending(folder):
            _removed(folder / TEMPORARY)


def _beside(folder: Path) -> Path:
    """Where the new folder is made."""
    return folder.parent / f".{folder.name}{TEMPORARY}"


def bytes_at(path: Path) -> bytes:
    """What a regular file holds, links not followed. Raises OSError, for pipes and devices as well."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(path))
        parts = []
        while part := os.read(descriptor, max(found.st_size, 1 << 16)):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def written(path: Path, data: bytes, mode: int | None = None) -> None:
    """Make the file ``path``, which must not exist, hold ``data``, with the rights ``mode``."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            if mode is not None and mode != stat.S_IMODE(os.fstat(descriptor).st_mode):
                os.fchmod(descriptor, mode)
        finally:
            os.close(descriptor)
    except OSError as caught:
        caught.filename = str(path)
        raise


# By exchange


def _exchange(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Make the new folder and give it the place of the old one. Raises _NoExchangeError, or OSError."""
    stands = _there(folder)
    if stands and _is_working_directory(folder):
        raise _NoExchangeError
    try:
        stage = _staged(folder)
        if stands:
            _link_kept(folder, stage, new, gone)
        for path, data in new.items():
            _put_beside(folder, stage, path, data)
        sync(stage)
        with interruption.waited_for():
            exchange(stage, folder) if stands else stage.rename(folder)
            interruption.finished()
            with suppress(OSError):  # the new kit stands, whatever comes now
                _sync_one(folder.parent)
                if stands:
                    _discard(stage, folder, gone)
                stage.parent.rmdir()
    except OSError as caught:
        if caught.errno in _NO_EXCHANGE:
            raise _NoExchangeError from caught
        raise


def exchange(one: Path, other: Path) -> None:
    """Two folders change places in one step (renameat2(2), Linux 3.15). Raises OSError."""
    call = getattr(_libc(), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(one), None, str(other))


_HERE, _RENAME_EXCHANGE = -100, 2
"""AT_FDCWD of <fcntl.h> and RENAME_EXCHANGE of <linux/fs.h>."""


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def sync(folder: Path) -> None:
    """Have the disk hold all that was written under ``folder``: by one call (syncfs(2)) on Linux.

    A call for each file takes ten times as long. Raises OSError.
    """
    call = getattr(_libc(), "syncfs", None) if sys.platform == "linux" else None
    if call is None:
        for path, entry in _walk(folder):
            if entry.is_file(follow_symlinks=False):
                _sync_one(folder / path)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if call(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


def _sync_one(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _staged(folder: Path) -> Path:
    """A new folder, named by its inode: after the exchange, that name tells that it is the old one.

    Raises _NoExchangeError, or OSError.
    """
    beside = _beside(folder)
    try:
        beside.mkdir(0o700)
    except FileExistsError:  # another user's, or something that cannot go
        raise _NoExchangeError from None
    new = beside / "new"
    new.mkdir()
    stage = beside / str(new.stat().st_ino)
    new.rename(stage)
    return stage


def _link_kept(folder: Path, stage: Path, new: Collection[str], gone: Collection[str]) -> None:
    """Link what stays of ``folder`` into ``stage``, whose folders get the rights of the old ones."""
    found = dict(islice(_walk(folder), MOST_LINKED + 1))
    if len(found) > MOST_LINKED or any(entry.name.endswith(TEMPORARY) for entry in found.values()):
        raise _NoExchangeError  # too much, or another kit is being written inside this one
    folders = {path for path, entry in found.items() if entry.is_dir(follow_symlinks=False)}
    files = found.keys() - folders - {*new, *gone}
    empty = folders - {str(PurePosixPath(path).parent) for path in found}
    needed = empty | {str(p) for path in (*files, *new, *empty) for p in PurePosixPath(path).parents}
    kept = ["", *(path for path in found if path in folders & needed)]
    for path in kept[1:]:
        (stage / path).mkdir(0o700)
    for path in files:
        os.link(folder / path, stage / path, follow_symlinks=False)
    for path in reversed(kept):
        _same_owner(stage / path, folder / path)
        shutil.copystat(folder / path, stage / path)


def _same_owner(new: Path, old: Path) -> None:
    """Give ``new`` the owner and group of ``old``. Raises PermissionError where that is not allowed."""
    mine, theirs = new.stat(), old.stat()
    if (mine.st_uid, mine.st_gid) != (theirs.st_uid, theirs.st_gid):
        os.chown(new, theirs.st_uid, theirs.st_gid)


def _put_beside(folder: Path, stage: Path, path: str, data: bytes) -> None:
    """Put a file into ``stage``: the old one itself where it holds the same, else with its rights."""
    place, old = stage / path, folder / path
    if any((stage / parent).is_symlink() for parent in Path(path).parents[:-1]):
        raise _NoExchangeError
    place.parent.mkdir(parents=True, exist_ok=True)
    mode = _rights(old)
    if mode is not None and _holds(old, data):
        os.link(old, place, follow_symlinks=False)
    else:
        written(place, data, mode)


def _discard(old: Path, folder: Path, gone: Collection[str] = ()) -> None:
    """Delete the folder that was exchanged, but move to its successor what came into it meanwhile."""
    ours = {MANIFEST_NAME, *gone, *_recorded_in(folder), *_recorded_in(old)}
    for path, entry in [*_walk(old)]:
        if path not in ours and not entry.is_dir(follow_symlinks=False):
            _moved(old / path, folder / path)
    _removed(old, last=MANIFEST_NAME)  # it says which files here were ours


def _moved(source: Path, place: Path) -> None:
    """Put what others wrote to the old folder into the new one, unless it stands there already."""
    theirs = source.lstat()
    if _there(place):
        standing = place.lstat()
        if os.path.samestat(theirs, standing) or theirs.st_mtime_ns <= standing.st_mtime_ns:
            return
    place.parent.mkdir(parents=True, exist_ok=True)
    source.replace(place)


def _recorded_in(folder: Path) -> Collection[str]:
    """The files that the manifest in ``folder`` lists, if there is one. Raises OSError."""
    try:
        return recorded(bytes_at(folder / MANIFEST_NAME)).keys()
    except FileNotFoundError:
        return ()


def _is_working_directory(folder: Path) -> bool:
    """Whether this process, and the shell it was started from, stand in ``folder``."""
    try:
        return Path.cwd().is_relative_to(folder)
    except OSError:
        return False


# In place, by a journal


class _Move(NamedTuple):
    """A line of the journal: the ``path`` of a file that goes, or whose new content is ``file``.

    ``file`` is a name in the work folder, "" where the file goes; ``old`` tells whether there was one.
    """

    path: str
    file: str
    old: bool


def _in_place(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Put files into ``folder`` one by one. Raises OSError where all is as before, HalfPlacedError."""
    work = folder / TEMPORARY
    folder.mkdir(exist_ok=True)
    work.mkdir(0o700)
    moves = []
    for number, (path, data) in enumerate(new.items()):
        mode = _rights(folder / path)
        if mode is None or not _holds(folder / path, data):
            try:
                written(work / str(number), data, mode)
            except OSError as caught:
                caught.filename = str(folder / path)
                raise
            moves.append(_Move(path, str(number), _there(folder / path)))
    moves += [_Move(path, "", True) for path in gone if _there(folder / path)]
    begun = work / "begun"
    written(begun, json.dumps(moves).encode())
    sync(work)
    with interruption.waited_for():
        begun.rename(work / _JOURNAL)
        try:
            _sync_one(work)
            _forward(folder)
        except OSError as caught:
            try:
                _turn_back(folder)
            except OSError:
                raise HalfPlacedError(caught) from caught
            raise
        interruption.finished()


def _follow(folder: Path) -> None:
    """Bring a journal to its end: forward, or back where that cannot be. Raises OSError."""
    if _there(folder / TEMPORARY / _BACKWARDS):
        _back(folder)
        return
    try:
        _forward(folder)
    except OSError:
        _turn_back(folder)


def _forward(folder: Path) -> None:
    """Put in place what is not yet, keeping what was there until all is; then the journal goes."""
    work = folder / TEMPORARY
    moves = _journal(folder, _JOURNAL)
    for move, kept in moves:
        place, source = folder / move.path, work / move.file
        if move.file and _there(source):
            if move.old and not _there(kept):
                _keep(place, kept)
            place.parent.mkdir(parents=True, exist_ok=True)
            source.replace(place)
        elif not move.file and _there(place):
            place.rename(kept)
    _without_empty_folders(folder, (move.path for move, _ in moves if not move.file))
    sync(folder)
    (work / _JOURNAL).unlink()
    with suppress(OSError):
        _removed(work)


def _turn_back(folder: Path) -> None:
    """From now on the journal leads back, whoever follows it; and follow it."""
    work = folder / TEMPORARY
    (work / _JOURNAL).rename(work / _BACKWARDS)
    _back(folder)


def _back(folder: Path) -> None:
    """Put back what was replaced, and take away what was new."""
    work = folder / TEMPORARY
    moves = _journal(folder, _BACKWARDS)
    for move, kept in reversed(moves):
        place = folder / move.path
        if _there(kept):
            kept.replace(place)
        elif not move.old and _there(place) and not _there(work / move.file):
            place.unlink()
    _without_empty_folders(folder, (move.path for move, _ in moves if not move.old))
    sync(folder)
    (work / _BACKWARDS).unlink()
    with suppress(OSError):
        _removed(work)


def _journal(folder: Path, name: str) -> list[tuple[_Move, Path]]:
    """The lines of a journal, each with where its old file is kept meanwhile.

    It may be a stranger's: paths lead nowhere but into the kit. Raises OSError for what is none.
    """
    work = folder / TEMPORARY
    try:
        moves = [_Move(str(path), str(file), bool(old)) for path, file, old in
                 json.loads(bytes_at(work / name))]  # fmt: skip
    except (ValueError, TypeError, RecursionError):
        moves = [_Move("", "", old=False)]
    if not all(is_inside(folder, move.path) and re.fullmatch(r"\d*", move.file) for move in moves):
        raise OSError(errno.EBADMSG, os.strerror(errno.EBADMSG), str(work / name))
    return [(move, work / f"old-{number}") for number, move in enumerate(moves)]


def is_inside(folder: Path, path: str) -> bool:
    """Whether ``path`` is that of a file of the kit in ``folder``: no links lead out of it."""
    parts = Path(path).parts
    if not parts or Path(path).is_absolute() or ".." in parts or "\0" in path:
        return False
    return (folder / path).parent.resolve().is_relative_to(folder.resolve())


def _keep(place: Path, kept: Path) -> None:
    """Have ``kept`` be the file at ``place``, which stays there where links can be made."""
    try:
        os.link(place, kept, follow_symlinks=False)
    except FileNotFoundError:
        return
    except OSError as caught:
        if caught.errno not in _NO_EXCHANGE:
            raise
        place.rename(kept)


def _without_empty_folders(folder: Path, paths: Iterable[str]) -> None:
    """Remove the folders of ``paths`` that have nothing in them any more. Raises OSError."""
    for parent in sorted({p for path in paths for p in (folder / path).parents}, reverse=True):
        if folder in parent.parents:
            try:
                parent.rmdir()
            except OSError as caught:
                if caught.errno not in _STAYS:
                    raise


# What stands in a folder


def _there(path: Path) -> bool:
    """Whether there is something, a link or whatever. Raises OSError where nobody can know."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _walk(folder: Path, under: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry of ``folder`` by its path in it, folders before what is in them; links are leaves.

    Unfinished files are left out, and what a journal is about.
    """
    for entry in [*os.scandir(folder / under)]:
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name == TEMPORARY or (entry.name.endswith(TEMPORARY) and not is_folder):
            continue
        path = f"{under}/{entry.name}" if under else entry.name
        yield path, entry
        if is_folder:
            yield from _walk(folder, path)


def _removed(path: Path, last: str = "") -> None:
    """Remove a file or link, or a folder and all in it, ``last`` of all the file of that name."""
    if not _there(path):
        return
    mode = path.lstat().st_mode
    if not stat.S_ISDIR(mode):
        path.unlink()
        return
    if mode & stat.S_IRWXU != stat.S_IRWXU:
        path.chmod(stat.S_IRWXU)
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name == last):
        _removed(Path(entry.path))
    path.rmdir()


def _rights(path: Path) -> int | None:
    """The rights of a regular file, None for whatever else and for nothing."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return stat.S_IMODE(found.st_mode) if stat.S_ISREG(found.st_mode) else None


def _holds(path: Path, data: bytes) -> bool:
    """Whether a regular file holds ``data``."""
    return path.lstat().st_size == len(data) and bytes_at(path) == data


def _told(folder: Path, caught: OSError) -> str:
    """The name to tell of what failed: that in the kit, not of an unfinished file."""
    given = Path(os.fsdecode(caught.filename2 or caught.filename or folder))
    if caught.errno == errno.EEXIST:
        return str(given)
    beside = _beside(folder)
    if beside in given.parents:
        return str(folder.joinpath(*given.relative_to(beside).parts[1:]))
    return str(folder if given == beside or TEMPORARY in given.parts else given)
