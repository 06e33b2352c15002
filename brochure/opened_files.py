"""Files that others name: opened once, judged by what was opened, and read within a limit.

What a path says may change between a look at it and its opening; what a handle holds does not. So a
file is opened first, without waiting for the writer of a pipe; then it is asked what it is and how
large; then that very handle is read. A file that must lie in a folder is reached from that folder,
component by component, and none of them may be a link (openat, O_NOFOLLOW): links inside the folder are
resolved before, and what is put in their place since is refused.

What is judged when a theme is read, and used again while products are made, is kept: see `keep`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from brochure.problems import LargeFileError, RefusedFileError, Text

_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
"""O_NONBLOCK: a pipe in the place of a file would wait for its writer, for ever."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
"""A folder on the way to a file, which need not be readable itself (O_PATH, Linux)."""

_BY_HANDLE = os.open in os.supports_dir_fd

MOST_UNJUDGED_BYTES = 100_000_000
"""Of a file of brochure, a font of the machine, or one that a program names."""

_kept: dict[Path, bytes] = {}

_noted: dict[str, str] | None = None
"""The SHA-256 of what was read so far, by absolute paths, in a process that takes note of it."""


def note_what_is_read() -> Mapping[str, str]:
    """From now on, the SHA-256 of every file that is `read` in this process, by its absolute path."""
    global _noted
    _noted = {}
    return _noted


def read(path: Path, most_bytes: int, within: Sequence[Path] = ()) -> bytes:
    """What the file at ``path`` holds: at most ``most_bytes``, from below one of ``within`` if any.

        read(Path("theme.toml"), 256_000, within=[folder])

    Raises OSError: a RefusedFileError, which is one, for a pipe, a device or a folder, for a file that
    is larger, and for a path that leads out of ``within``.
    """
    try:
        handle = _opened_within(path, within) if within else os.open(path, _READ)
    except ValueError as caught:  # a name with a null character
        raise RefusedFileError(Text("file-name-null")) from caught
    try:
        data = _content(handle, most_bytes)
    finally:
        os.close(handle)
    if _noted is not None:
        _noted[os.path.abspath(path)] = hashlib.sha256(data).hexdigest()  # noqa: PTH100 - see _absolute
    return data


def _content(handle: int, most_bytes: int) -> bytes:
    judged = os.fstat(handle)
    if not stat.S_ISREG(judged.st_mode):
        raise RefusedFileError(Text("file-no-regular"))
    if judged.st_size > most_bytes:
        raise LargeFileError(judged.st_size, most_bytes)
    parts = []
    left = most_bytes + 1  # it may grow while it is read
    while left and (part := os.read(handle, min(left, 1 << 24))):
        parts.append(part)
        left -= len(part)
    if not left:
        raise LargeFileError(most_bytes + 1, most_bytes)
    return b"".join(parts)


def _opened_within(path: Path, within: Sequence[Path]) -> int:
    """A handle of the file at ``path``, which no link led out of the folders ``within``."""
    plain = path.resolve()
    roots = [root.resolve() for root in within]
    root = next((root for root in roots if plain.is_relative_to(root)), None)
    if root is None or plain == root:
        folders_named = tuple(dict.fromkeys(map(str, roots)))
        raise RefusedFileError(Text("file-leads-out", folders=folders_named))
    if not _BY_HANDLE:
        return _opened_and_looked_up(plain, root)
    *folders, name = plain.relative_to(root).parts
    folder = os.open(root, _FOLDER)
    try:
        for part in folders:
            inner = os.open(part, _FOLDER | _NO_LINK, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(name, _READ | _NO_LINK, dir_fd=folder)
    except OSError as caught:
        if caught.errno == errno.ELOOP:  # a link since `resolve` looked
            raise RefusedFileError(Text("file-leads-out", folders=[str(root)])) from caught
        raise
    finally:
        os.close(folder)


def _opened_and_looked_up(plain: Path, root: Path) -> int:
    """The same where files cannot be opened from a folder (Windows): looked up again, once open."""
    handle = os.open(plain, _READ)
    if plain.resolve().is_relative_to(root) and os.path.samestat(os.fstat(handle), plain.stat()):
        return handle
    os.close(handle)
    raise RefusedFileError(Text("file-leads-out", folders=[str(root)]))


def keep(path: Path, most_bytes: int, within: Sequence[Path] = ()) -> tuple[Path, bytes]:
    """The file as `read` gives it, and its absolute path, under which its bytes are `kept`.

    Fonts, profiles and templates are named by their paths until the last product is made: what is used
    then are the bytes that were judged. Keeping a path again takes the place of what was kept.
    """
    data = read(path, most_bytes, within)
    named = _absolute(path)
    _kept[named] = data
    return named, data


def kept(path: Path) -> bytes | None:
    """The bytes of ``path`` as they were judged; None for a file of brochure or of the machine."""
    return _kept.get(_absolute(path)) if _kept else None


def judged() -> Mapping[Path, bytes]:
    """All that is kept, by absolute paths: to be kept in another process as well."""
    return _kept


def keep_judged(files: Mapping[Path, bytes]) -> None:
    """Keep ``files``, which were `judged` in another process."""
    _kept.update(files)


def bytes_of(path: Path) -> bytes:
    """The bytes of ``path`` as they were judged, else as they are. Raises OSError as `read` does."""
    data = kept(path)
    return read(path, MOST_UNJUDGED_BYTES) if data is None else data


def _absolute(path: Path) -> Path:
    """``path`` from the top, its links as they are: a name, which nobody can lead elsewhere."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps ".."
