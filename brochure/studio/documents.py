"""Documents: the files of a folder that are edited, each with what it was before: nothing is lost.

They are the Markdown files of its pages, or the tables of its lists. A page is the file; whoever edits
it elsewhere edits the same. Beside the pages, in `.brochure-studio`,
each has a folder of its own with the texts that it had, by their digests, and a list of them. A change
is three steps: the new text is put among the texts, it takes the file's place in one rename, and the
list gets a line. Whenever the machine stops between them the file is whole, old or new, and what it
says that the list does not know is taken for somebody else's change: one step that can be undone.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from threading import RLock
from time import time

from brochure import opened_files, slugs
from brochure.building.writing import write_page
from brochure.errors import OutputError, SourceError
from brochure.problems import Place, error, reason
from brochure.reading.source_text import MAX_SOURCE_BYTES

KEPT_IN = ".brochure-studio"
"""The folder beside the pages that holds what they were."""

ENDING = ".md"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".heif", ".svg", ".tif"})
"""How the names of pictures end."""

MOST_PICTURE_BYTES = 60_000_000

MOST_VERSIONS, VERSION_SECONDS = 50, 60.0
"""How many versions are kept, and how long one stands before the next is."""

MOST_STEPS, STEP_SECONDS = 500, 1.5
"""How many steps can be undone; changes of one thing within so long are one step."""

_LIST = "history.json"
_UNFINISHED = ".brochure-tmp"


class StaleError(Exception):
    """The file is no more what the change was made on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A state of the file: the digest of its text, when it came to be, and what was changed."""

    digest: str
    time: float
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A state that can be gone back to."""

    number: int
    digest: str
    time: float
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The ``steps`` of a file, which stands at the one with the number ``at``, and its ``versions``."""

    steps: tuple[Step, ...] = ()
    at: int = -1
    versions: tuple[Version, ...] = ()

    @property
    def digests(self) -> frozenset[str]:
        """The texts that it needs."""
        return frozenset(s.digest for s in self.steps) | frozenset(v.digest for v in self.versions)

    def stepped(self, step: Step, *, joins: bool) -> History:
        """With ``step`` as the newest; what was undone goes. One that ``joins`` replaces the last."""
        kept = self.steps[: self.at] if joins else self.steps[: self.at + 1]
        steps = (*kept, step)[-MOST_STEPS:]
        return replace(self, steps=steps, at=len(steps) - 1)

    def with_version(self, digest: str, now: float, size: int) -> History:
        """With the text as the newest version, unless the newest says the same."""
        if self.versions and self.versions[-1].digest == digest:
            return self
        number = self.versions[-1].number + 1 if self.versions else 1
        made = Version(number=number, digest=digest, time=now, bytes=size)
        return replace(self, versions=(*self.versions, made)[-MOST_VERSIONS:])

    def to_json(self) -> bytes:
        """The list as it is kept."""
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> History:
        """The list that `to_json` gave. Raises ValueError, TypeError or KeyError for others."""
        row = json.loads(data)
        steps = tuple(Step(**step) for step in row["steps"])
        at = int(row["at"])
        if not -1 <= at < len(steps):
            raise ValueError(at)
        return cls(steps=steps, at=at, versions=tuple(Version(**one) for one in row["versions"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A page as it stands: its bytes, the digest that names them, and whether there is a way back."""

    name: str
    data: bytes = field(repr=False)
    undo: bool
    redo: bool

    @property
    def revision(self) -> str:
        """The digest of the file."""
        return digest_of(self.data)


def _is_name(name: str) -> bool:
    """Whether a page may be called so: by one visible step of a path, not as parts of sites are."""
    seen = all(char.isprintable() and char not in "/\\:" for char in name)
    return bool(name) and name[0] not in "._" and seen


def digest_of(data: bytes) -> str:
    """What names a text."""
    return hashlib.sha256(data).hexdigest()


class Documents:
    """The files in ``folder`` with an ``ending``; may be used by several threads at once.

    What they were is kept in ``kept_in``, a folder beside them; each has at most ``most_bytes``.
    """

    def __init__(
        self,
        folder: Path,
        ending: str = ENDING,
        kept_in: PurePosixPath = PurePosixPath(KEPT_IN),  # noqa: B008 - it does not change
        most_bytes: int = MAX_SOURCE_BYTES,
    ) -> None:
        self.folder = folder.resolve()
        self.ending, self.kept_in, self.most_bytes = ending, kept_in, most_bytes
        self._locks: dict[str, RLock] = {}
        self._histories: dict[str, History] = {}
        self._brought: set[str] = set()

    def names(self) -> Sequence[str]:
        """What there is, in its order: files that lie in the folder itself."""
        found = (p for p in self.folder.iterdir() if p.suffix == self.ending and _is_name(p.stem))
        return sorted(p.stem for p in found if p.is_file() and not p.is_symlink())

    def path(self, name: str) -> Path:
        """The file of the page called ``name``. Raises SourceError for what cannot be a page's name."""
        if not _is_name(name):
            raise SourceError(error("studio-name", name=name[:80]))
        path = self.folder / f"{name}{self.ending}"
        if path.is_symlink() or (self.folder / KEPT_IN).is_symlink():
            raise SourceError(error("studio-link", name=name))
        return path

    def read(self, name: str) -> State:
        """The page as it stands. Raises SourceError where there is none that can be read."""
        with self._lock(name):
            data = self._data(name)
            history = self._seen(name, data)
            return _state(name, data, history)

    def changed(self, name: str) -> str:
        """When the page was changed, as ISO 8601 in UTC; "" where it is gone."""
        with suppress(OSError):
            return datetime.fromtimestamp(self.path(name).stat().st_mtime, UTC).isoformat()
        return ""

    def picture(self, path: str) -> bytes:
        """A picture that lies in the folder or below; nothing hidden is one. Raises SourceError."""
        place = PurePosixPath(path)
        at = Place(file=path[:200])
        if place.suffix.lower() not in PICTURES or any(part.startswith(".") for part in place.parts):
            raise SourceError(error("studio-no-file", at=at, path=path[:200]))
        try:
            return opened_files.read(self.folder / place, MOST_PICTURE_BYTES, [self.folder])
        except OSError as caught:
            raise SourceError(error("studio-no-file", at=at, path=path[:200])) from caught

    def write(self, name: str, revision: str, data: bytes, changed: str) -> State:
        """Put ``data`` in the place of what the file held at ``revision``.

        ``changed`` names what: changes of one thing that follow each other are one step. Raises
        StaleError where the file holds something else by now, and OutputError.
        """
        with self._lock(name):
            now, before = time(), self._current(name, revision)
            history = self._seen(name, before)
            if data == before:
                return _state(name, before, history)
            if not history.versions or now - history.versions[-1].time > VERSION_SECONDS:
                history = history.with_version(digest_of(before), now, len(before))
            last = history.steps[history.at]
            joins = (
                history.at > 0 and bool(changed) and last.changed == changed
                and history.at == len(history.steps) - 1 and now - last.time < STEP_SECONDS
            )  # fmt: skip
            step = Step(digest=digest_of(data), time=now, changed=changed)
            return self._put(name, data, history.stepped(step, joins=joins))

    def stepped(self, name: str, revision: str, by: int) -> State:
        """Go a step back (-1) or forth (1); where there is none, nothing changes. Raises StaleError."""
        with self._lock(name):
            before = self._current(name, revision)
            history = self._seen(name, before)
            at = history.at + by
            if not 0 <= at < len(history.steps):
                return _state(name, before, history)
            data = self._text(name, history.steps[at].digest)
            return self._put(name, data, replace(history, at=at))

    def versions(self, name: str) -> Sequence[tuple[Version, bytes]]:
        """What the page was, the newest first, each with its text."""
        with self._lock(name):
            history = self._seen(name, self._data(name))
            return [(one, self._text(name, one.digest)) for one in reversed(history.versions)]

    def go_back(self, name: str, revision: str, number: int) -> State:
        """Make the version with that ``number`` the page again; what stands becomes a version."""
        with self._lock(name):
            before = self._current(name, revision)
            history = self._seen(name, before)
            wanted = next((one for one in history.versions if one.number == number), None)
            if wanted is None:
                raise SourceError(error("studio-version", number=number))
            data = self._text(name, wanted.digest)
            now = time()
            history = history.with_version(digest_of(before), now, len(before))
            step = Step(digest=wanted.digest, time=now, changed="version")
            return self._put(name, data, history.stepped(step, joins=False))

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Let nothing else come into the folder meanwhile."""
        with self._lock(""):
            yield

    def add(self, name: str, files: Mapping[str, bytes]) -> State:
        """Put a new page and its pictures, by their names, into the folder. Raises OutputError."""
        write_page(files, self.folder)
        with self._lock(name):
            self._brought.add(name)
            return self.read(name)

    def put_picture(self, wanted: str, data: bytes) -> str:
        """Put a picture into the folder; the name that it has there: another one stays what it is.

        Raises OutputError.
        """
        stem, _, ending = wanted.rpartition(".")
        with self._lock(""):
            for number in itertools.count(1):
                path = self.folder / (f"{stem}-{number}.{ending}" if number > 1 else wanted)
                if not path.exists() and not path.is_symlink():
                    with _told(path):
                        _replace(path, data)
                    return path.name
                if path.is_file() and path.read_bytes() == data:
                    return path.name
        raise AssertionError("there is always a number")

    def put_beside(self, path: str, data: bytes) -> None:
        """Put a file of ours into a folder beside the pages: what says the same stays. OutputError."""
        place = self.folder / PurePosixPath(path)
        if place.parent.is_symlink() or place.is_symlink():
            raise OutputError(error("studio-link", at=Place(path), name=path))
        with _told(place):
            place.parent.mkdir(exist_ok=True)
            if not place.exists() or place.read_bytes() != data:
                _replace(place, data, lasting=True)

    def rename(self, name: str, new: str) -> None:
        """Call a page otherwise, with what it was.

        Raises SourceError, and OutputError where another one is called so.
        """
        with self._lock(name), self._lock(new):
            path, wanted = self.path(name), self.path(new)
            self._data(name)
            if wanted.exists():
                raise OutputError(error("studio-translated", at=Place(wanted.name), name=new))
            with _told(path):
                path.rename(wanted)
                if self._home(name).is_dir() and not self._home(new).exists():
                    self._home(name).rename(self._home(new))
            self._histories.pop(name, None)
            if name in self._brought:
                self._brought = {*self._brought - {name}, new}

    def free_name(self, wanted: str) -> str:
        """``wanted`` as the name of a file, with a number where one of that name stands."""
        slug = slugs.slug_of(wanted)
        taken = {path.stem.casefold() for path in self.folder.iterdir()}
        names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name.casefold() not in taken)

    def remove(self, name: str) -> None:
        """Take away a page that was brought since the studio was opened; its text is kept.

        Raises SourceError for any other page, and OutputError.
        """
        with self._lock(name):
            if name not in self._brought:
                raise SourceError(error("studio-not-brought", name=name))
            data = self._data(name)
            history = self._seen(name, data).with_version(digest_of(data), time(), len(data))
            self._keep(name, data, history)
            with _told(self.path(name)):
                self.path(name).unlink()
            self._brought.discard(name)

    # What is on disk

    def _lock(self, name: str) -> RLock:
        return self._locks.setdefault(name, RLock())

    def _data(self, name: str) -> bytes:
        path = self.path(name)
        at = Place(file=path.name)
        try:
            return opened_files.read(path, self.most_bytes, [self.folder])
        except FileNotFoundError:
            raise SourceError(error("source-missing", at=at)) from None
        except OSError as caught:
            raise SourceError(error("source-not-read", at=at, reason=reason(caught))) from caught

    def _current(self, name: str, revision: str) -> bytes:
        data = self._data(name)
        if digest_of(data) != revision:
            raise StaleError
        return data

    def _seen(self, name: str, data: bytes) -> History:
        """The history of the page, which now holds ``data``: what was changed elsewhere is a step."""
        history = self._histories.get(name) or self._kept(name)
        digest = digest_of(data)
        if history.at >= 0 and history.steps[history.at].digest == digest:
            self._histories[name] = history
            return history
        if history.at >= 0:  # others changed it: what it was before is worth a version
            last = history.steps[history.at]
            size = len(self._text(name, last.digest))
            history = history.with_version(last.digest, last.time, size)
        seen = history.stepped(Step(digest=digest, time=time()), joins=False)
        self._keep(name, data, seen)
        return seen

    def _kept(self, name: str) -> History:
        """The history as it is on disk, of which every text is there; one that is not is left out."""
        try:
            history = History.from_json((self._home(name) / _LIST).read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            return History()
        there = {digest for digest in history.digests if self._is_there(name, digest)}
        steps = [step for step in history.steps if step.digest in there]
        before = [step for step in history.steps[: history.at + 1] if step.digest in there]
        versions = tuple(one for one in history.versions if one.digest in there)
        return History(steps=tuple(steps), at=len(before) - 1, versions=versions)

    def _is_there(self, name: str, digest: str) -> bool:
        with suppress(OSError):
            return digest_of((self._home(name) / digest).read_bytes()) == digest
        return False

    def _text(self, name: str, digest: str) -> bytes:
        with _told(self._home(name)):
            return (self._home(name) / digest).read_bytes()

    def _put(self, name: str, data: bytes, history: History) -> State:
        """Make the file hold ``data``, and the list ``history``."""
        self._keep_text(name, data)
        path = self.path(name)
        with _told(path):
            _replace(path, data, lasting=True)
        self._keep(name, data, history)
        return _state(name, data, history)

    def _keep(self, name: str, data: bytes, history: History) -> None:
        before = self._histories.get(name, History())
        self._keep_text(name, data)
        home = self._home(name)
        with _told(home):
            _replace(home / _LIST, history.to_json())
            for digest in before.digests - history.digests:
                (home / digest).unlink(missing_ok=True)
        self._histories[name] = history

    def _keep_text(self, name: str, data: bytes) -> None:
        home = self._home(name)
        place = home / digest_of(data)
        with _told(home):
            home.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                _replace(place, data)

    def _home(self, name: str) -> Path:
        return self.path(name).parent / self.kept_in / name


def _state(name: str, data: bytes, history: History) -> State:
    last = len(history.steps) - 1
    return State(name=name, data=data, undo=history.at > 0, redo=history.at < last)


def _replace(path: Path, data: bytes, *, lasting: bool = False) -> None:
    """Make ``path`` hold ``data`` in one step; ``lasting`` waits until the disk has it."""
    beside = path.with_name(f".{path.name}{_UNFINISHED}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0))
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        with suppress(FileNotFoundError):
            os.fchmod(descriptor, path.stat().st_mode & 0o777)
        if lasting:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    beside.replace(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the machine refuses at ``path``, as an OutputError."""
    try:
        yield
    except OSError as caught:
        at = Place(str(path))
        raise OutputError(error("file-not-written", at=at, reason=reason(caught))) from caught
