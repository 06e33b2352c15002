"""Every fault at every event: kits are written over others while the machine fails, and counted.

Run by ``python benchmarks/faults.py``, or in parts, which take less time side by side: ``--kit whole
--way first --moments 0``. An event is one call of the file system that a write makes: a file opened,
some bytes, a link, a folder exchanged. At each event in turn a process that writes is killed
(SIGKILL), interrupted (SIGINT), or refused: by a full disk or an input/output error, once or
from then on. Afterwards the folder must hold either kit, whole, and what others put there, as it was;
where files were being put in place one by one, after the next run has looked at it.
"""

from __future__ import annotations

import argparse
import errno
import gc
import hashlib
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from brochure import interruption, placement, process
from brochure.building import writing
from brochure.errors import OutputError
from brochure.kit import MANIFEST_NAME, Kit

ROOT = Path(__file__).resolve().parent.parent

CHANGING = (
    "mkdir", "open", "write", "link", "rename", "replace", "unlink", "rmdir", "chmod", "fchmod",
    "chown", "fsync", "ftruncate",
)  # fmt: skip
"""Calls of `os` that change something, or get ready to."""

LOOKING = ("stat", "lstat", "scandir", "read", "fstat")
PLACING = ("exchange", "sync")
"""Calls of `brochure.placement` that are system calls of their own."""

SYNCING = ("fsync", "sync")
"""Calls that a process which is killed does not need: only their failure is tried, as they are slow."""

FAULTS = ("kill", "interrupt", "full disk", "disk full from then on", "error", "errors from then on")
KITS = ("whole", "events")
WAYS = ("exchange", "in place", "first")
"""Over an older kit by exchange and by the journal, and where nothing stood."""

WROTE, REFUSED, BROKEN = 0, 10, 11
"""How a writing process may end by itself."""

MOMENTS, LONGEST_S = 300, 6.0
"""So often a whole build is interrupted, so long after its begin at most."""

SENTENCES = {
    "old": "interrupted; what stood there still stands\n",
    "new": "interrupted; what was finished is in place, and all else still stands\n",
}
"""What a process says that was interrupted, by the kit that stands then."""

Tree = Mapping[str, tuple[int, str]]


class Trial(NamedTuple):
    """One write with one fault: the number of the event, from 0."""

    way: str
    fault: str
    event: int


class Found(NamedTuple):
    """What came of a trial: how the process ended, what stood, and what is wrong, "" if nothing."""

    ended: str
    stood: str
    wrong: str


class Faults:
    """Two kits, the folder of the first with files of others in it, and a place to try."""

    def __init__(self, before: Kit, after: Kit, scratch: Path) -> None:
        self._after = after
        self._scratch = scratch
        self._first = scratch / "first" / "kit"
        writing.write(before, self._first)
        _put_files_of_others(self._first)
        self._old = tree(self._first)
        new, only = scratch / "new" / "kit", scratch / "only" / "kit"
        shutil.copytree(self._first, new, symlinks=True)
        writing.write(after, new)
        writing.write(after, only)
        self._new, self._only = tree(new), tree(only)

    def events(self, way: str) -> int:
        """How many events a whole write has."""
        counted = self._scratch / "counted"
        with counted.open("w", encoding="ascii") as file:
            self._in_child(
                self._ready(way), way, lambda number, name: print(end=".", file=file, flush=True)
            )
        return counted.stat().st_size

    def tried(self, trial: Trial) -> Found:
        """Write with a fault, and look at what it left."""
        folder = self._ready(trial.way)
        mine = os.lstat(folder / "notes.txt").st_ino if trial.way != "first" else 0
        status, said = self._in_child(folder, trial.way, _fault(trial))
        ended = _ended(status)
        stood = self._state(folder, trial.way)
        wrong = [*self._wrong_at_once(folder, trial, ended, stood, said)]
        try:
            with writing.reserved(folder):
                pass
        except OutputError as caught:
            wrong.append(f"the next run: {caught}")
        after = self._state(folder, trial.way)
        may_change = trial.way == "in place" and trial.fault in _LASTING  # a journal stands
        if after not in ("old", "new") or (stood != after and not may_change):
            wrong.append(f"{stood}, then {after}, after the next run")
        if left := sorted(p.name for p in folder.parent.iterdir() if p != folder):
            wrong.append(f"left beside: {left}")
        if mine and os.lstat(folder / "notes.txt").st_ino != mine:
            wrong.append("a file of others is another file")
        return Found(ended, stood, "; ".join(wrong))

    def _wrong_at_once(
        self, folder: Path, trial: Trial, ended: str, stood: str, said: str
    ) -> Iterator[str]:
        if stood == "half" and not (trial.way == "in place" and trial.fault in _LASTING):
            yield "half a kit"
        if ended == "broken":
            yield f"broken: {said}"
        stays = trial.way == "in place" and trial.fault in _LASTING  # the journal does
        if (ended, stood) in {("wrote", "old"), *(() if stays else {("refused", "new")})}:
            yield f"{ended}, and the {stood} kit stands"
        if ended == "interrupted":
            if said != SENTENCES.get(stood):
                yield f"said {said!r}"
            if left := [p for p in folder.parent.rglob("*") if p.name.endswith((".lock", "-tmp"))]:
                yield f"left: {left}"

    def _ready(self, way: str) -> Path:
        """A folder to write to: the first kit in it, by links, or none."""
        place = self._scratch / "try"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if way != "first":
            shutil.copytree(self._first, place / "kit", symlinks=True, copy_function=_linked)
        return place / "kit"

    def _in_child(self, folder: Path, way: str, at: Callable[[int, str], None]) -> tuple[int, str]:
        """Write the second kit in a process of its own, with ``at`` called at each event."""
        said = self._scratch / "said"
        child = os.fork()
        if not child:
            code = BROKEN
            try:
                os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
                interruption.listen()
                if way == "in place":
                    os.chdir(folder)
                with _watched(at):
                    writing.write(self._after, folder)
                code = WROTE
            except OutputError as caught:
                os.write(2, f"{caught}\n".encode())
                code = REFUSED
            except BaseException:  # whatever it is, it is what is looked for
                os.write(2, traceback.format_exc().encode())
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        return status, said.read_text(encoding="utf-8")

    def _state(self, folder: Path, way: str) -> str:
        """Which kit stands in ``folder``, whole and with all files of others."""
        if way == "first":
            if not folder.exists():
                return "old"
            return "new" if tree(folder) == self._only else "half"
        found = tree(folder)
        return "old" if found == self._old else "new" if found == self._new else "half"


_LASTING = {"kill", "errors from then on", "disk full from then on"}
"""What may leave a journal for the next run."""


def _linked(source: str, target: str) -> None:
    os.link(source, target, follow_symlinks=False)


def _put_files_of_others(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "notes.txt").chmod(0o600)
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("notes.txt")
    inner = next(path for path in sorted(folder.iterdir()) if path.is_dir() and path.name != "empty")
    (inner / "mine.txt").write_text("mine too", encoding="utf-8")
    (folder / "photos" / "2016").mkdir(parents=True)
    (folder / "photos" / "2016" / "a.jpg").write_bytes(b"a")
    (folder / "photos").chmod(0o750)


def tree(folder: Path) -> Tree:
    """The rights and the content of everything in a folder, but of what is unfinished."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if placement.TEMPORARY in name.parts:
            continue
        held = str(path.readlink()) if path.is_symlink() else ""
        if not held and path.is_file():
            held = _content(path)
        found[name.as_posix()] = (stat.S_IMODE(path.lstat().st_mode), held)
    return found


_kept: dict[tuple[int, int, int], str] = {}
"""What files hold that have more than one name, and so live on, by their inode, time and length."""


def _content(path: Path) -> str:
    status = path.stat()
    key = status.st_ino, status.st_mtime_ns, status.st_size
    if status.st_nlink > 1 and key in _kept:
        return _kept[key]
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    if status.st_nlink > 1:
        _kept[key] = content
    return content


@contextmanager
def _watched(at: Callable[[int, str], None]) -> Iterator[None]:
    """Call ``at`` with the number and the name of each event before it happens."""
    count, inside = iter(range(1 << 30)), list[str]()

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            if inside:  # what an event does itself is part of it
                return real(*given, **more)
            inside.append(name)
            try:
                at(next(count), name)
            finally:
                inside.pop()
            return None if name in SYNCING else real(*given, **more)

        return call

    names = {os: (*CHANGING, *LOOKING), placement: PLACING}
    with ExitStack() as changes:
        for module, watched_names in names.items():
            for name in watched_names:
                instead = watched(name, getattr(module, name))
                changes.enter_context(process.changed(module, name, instead))
        yield


def _fault(trial: Trial) -> Callable[[int, str], None]:
    """What happens at the events of ``trial``."""
    lasting = trial.fault.endswith("from then on")

    def at(number: int, name: str) -> None:
        if number < trial.event or (number > trial.event and not lasting):
            return
        if trial.fault in _SIGNALS:
            os.kill(os.getpid(), _SIGNALS[trial.fault])
        elif "disk" not in trial.fault or name in (_NEED_ROOM if lasting else CHANGING):
            raise _refusal(trial.fault)

    return at


_SIGNALS = {"kill": signal.SIGKILL, "interrupt": signal.SIGINT}

_NEED_ROOM = {"mkdir", "open", "write", "link", "ftruncate"}
"""What a disk that stays full refuses; what is renamed or removed needs no room."""


def _refusal(fault: str) -> OSError:
    number = errno.EIO if "error" in fault else errno.ENOSPC
    return OSError(number, os.strerror(number))


def _ended(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "killed"
    names = {WROTE: "wrote", REFUSED: "refused", 128 + signal.SIGINT: "interrupted"}
    return names.get(os.WEXITSTATUS(status), "broken")


def every_trial(
    faults: Faults, step: int = 1, ways: Sequence[str] = WAYS
) -> Iterator[tuple[Trial, Found]]:
    """Each fault at each event, or at every ``step``-th, in the ``ways`` of writing."""
    for way in ways:
        events = faults.events(way)
        for fault in FAULTS:
            for event in range(0, events, step):
                trial = Trial(way, fault, event)
                yield trial, faults.tried(trial)


def interrupted(scratch: Path, delay_s: float, *options: str) -> Found:
    """Ctrl-C ``delay_s`` after a command that builds the summit kit began; ``scratch`` is empty."""
    out, temporary = scratch / "output", scratch / "temporary"
    temporary.mkdir()
    page = str(ROOT / "pages" / "sommet-pgo.md")
    process = subprocess.Popen(
        [sys.executable, "-m", "brochure", "build", page, "-o", str(out), *options],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    while not _listens(process.pid):
        time.sleep(0.001)
    time.sleep(delay_s)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    stood = "new" if (out / "sommet-pgo" / MANIFEST_NAME).exists() else "old"
    wrong = []
    if process.returncode not in (0, 128 + signal.SIGINT):
        wrong.append(f"exit {process.returncode}")
    if process.returncode and not said.endswith(SENTENCES[stood]):
        wrong.append(f"said {said!r}")
    if stood == "old" and out.exists():
        wrong.append(f"left: {sorted(map(str, out.rglob('*')))}")
    if left := [*temporary.iterdir(), *out.glob(".*")]:
        wrong.append(f"left: {left}")
    ended = "interrupted" if process.returncode else "wrote"
    return Found(ended, stood, "; ".join(wrong))


def _listens(pid: int) -> bool:
    """Whether a process does something of its own at SIGTERM: proc(5), the mask SigCgt."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("SigCgt:"):
            return bool(int(line.split()[1], 16) >> (signal.SIGTERM - 1) & 1)
    return True


def _interrupt_often(times: int) -> int:
    """Print what came of Ctrl-C at random moments of a whole build; how often something was wrong."""
    moments = random.Random(2016)  # noqa: S311 - moments are no secret
    counts: Counter[str] = Counter()
    wrong = 0
    for _ in range(times):
        with tempfile.TemporaryDirectory() as scratch:
            delay_s = moments.uniform(0, LONGEST_S)
            found = interrupted(Path(scratch), delay_s)
        counts[found.ended] += 1
        if found.wrong:
            wrong += 1
            print(f"WRONG after {delay_s:.2f} s: {found.wrong}")
    print(f"Ctrl-C at {times} random moments: {dict(counts)}")
    return wrong


def shorter(kit: Kit, other: Kit) -> tuple[Kit, Kit]:
    """``kit``, and one to write over it: of the ``other``'s files, some new and some gone."""
    products = {name: other.products[name] for name in list(kit.products)[1:]}
    name, group = next(iter(products.items()))
    renamed = replace(group[0], path=f"{name}/new-{Path(group[0].path).name}")
    products[name] = (renamed, *group[1:])
    return kit, replace(other, products=products)


def _kit(name: str) -> tuple[Kit, Kit]:
    """The summit kit in two themes, or the kit of its events."""
    import brochure

    agora, papier = (brochure.load_theme(name) for name in ("agora", "papier"))
    if name == "whole":
        page = brochure.read(ROOT / "pages" / "sommet-pgo.md")
        return shorter(brochure.build(page, agora), brochure.build(page, papier))
    programme = brochure.read_programme(ROOT / "tests" / "programmes" / "trois.toml")
    return shorter(brochure.sheets(programme, agora), brochure.sheets(programme, papier))


def main() -> int:
    """Print the counts, and what is wrong; 1 if anything is."""
    options = _options()
    wrong = 0
    for name in options.kit:
        before, after = _kit(name)
        gc.collect()
        gc.freeze()  # what all writing processes share
        with tempfile.TemporaryDirectory() as scratch:
            faults = Faults(before, after, Path(scratch))
            counts: Counter[tuple[str, str, str, str]] = Counter()
            for trial, found in every_trial(faults, options.every, options.way):
                counts[trial.way, trial.fault, found.ended, found.stood] += 1
                if found.wrong:
                    wrong += 1
                    print(f"WRONG {name}: {trial}: {found.ended}: {found.wrong}", flush=True)
            print(f"{name} kit: {len(before.artifacts)} files, {len(after.artifacts)} over them")
            for (way, fault, ended, stood), count in sorted(counts.items()):
                print(f"  {way:<9} {fault:<23} {ended:<11} {stood:<4} {count:>6}")
            print(f"  {sum(counts.values())} faults", flush=True)
    wrong += _interrupt_often(options.moments)
    print(f"{wrong} wrong")
    return int(wrong > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kit", nargs="*", choices=KITS, default=KITS)
    parser.add_argument("--way", nargs="*", choices=WAYS, default=WAYS)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try each Nth event")
    parser.add_argument("--moments", type=int, default=MOMENTS, metavar="N", help="Ctrl-C so often")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
