"""Remembered: what was read when a kit was built, so that nothing is read again to find that it stands.

To tell that a kit is current, its page is read, set and turned into digests, in guarded processes
(`brochure.building.standing`). Where the page's file and its pictures, what the command line asks for,
brochure itself and every file of the kit have the same bytes as when that was done last, it would find
the same. Bytes are hashed here and nothing is interpreted, so no process is started for it.

What is remembered lies in the user's cache folder, a file for each page, and one for the arguments of
each command line that names pages by their files: asked again, it need not even be parsed. Without them
all is found out as before. Remembered are plain pages alone: those that read no other file, and are
drawn with themes and templates that came with brochure.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from brochure import assets, opened_files
from brochure.cli.sources import Source
from brochure.library_versions import distributions, versions
from brochure.problems import Problem

if TYPE_CHECKING:
    from brochure.cli.page_reading import ReadPage

FORMAT = 1
"""The form of what is remembered; another one is not read."""

MOST_KEPT = 2_000
"""Pages that are remembered at most; of more, the half that was written first is forgotten."""

MANIFEST = "manifest.json"
_JOURNALS = ".brochure-tmp"
_MOST_BYTES = 100_000_000

_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What reading what somebody changed by hand may raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A kit that stands, with what was ``said`` of its page: for reports as a Built is."""

    folder: Path
    files: Sequence[str]
    codes: int
    said: Sequence[Problem]
    warnings: Sequence[Problem]
    alts: Mapping[str, str]
    status: str = "unchanged"
    packed: None = None
    page: None = None
    brought: None = None


def standing(sources: Sequence[Source], asked: Mapping[str, object]) -> list[tuple[Source, Standing]]:
    """The kits of all ``sources`` as they stand, where every one is what it would be; else none.

    ``asked`` is what the command line asks for, in values that ``repr`` tells apart.
    """
    if not all(_may_be_remembered(source, asked) for source in sources):
        return []
    with suppress(OSError, RuntimeError, *_UNREADABLE):
        return _standing_at([(source, _place(source, asked)) for source in sources])
    return []


def standing_for(
    arguments: Sequence[str],
) -> tuple[Sequence[tuple[Source, Standing]], Mapping[str, bool]]:
    """The same for the ``arguments`` of a command line, and how they asked to tell of the kits."""
    with suppress(OSError, RuntimeError, *_UNREADABLE):
        row = json.loads(_place_of(arguments).read_bytes())
        how = {name: bool(row["how"][name]) for name in ("several", "quiet", "as_json")}
        return _standing_at(
            [(Source(name=name), cache_folder() / at) for name, at in row["pages"]]
        ), how
    return (), {}


def remember_arguments(
    arguments: Sequence[str], sources: Sequence[Source], asked: Mapping[str, object],
    how: Mapping[str, bool],
) -> None:  # fmt: skip
    """Remember that ``arguments`` name ``sources``, and what else they say, where that cannot change.

    A folder may hold other pages when it is named again.
    """
    if not all(_may_be_remembered(one, asked) and one.name in arguments for one in sources):
        return
    with suppress(OSError, RuntimeError):
        places = [_place(source, asked) for source in sources]
        if not all(place.is_file() for place in places):
            return
        row = {"pages": [(s.name, p.name) for s, p in zip(sources, places, strict=True)], "how": how}
        _write(_place_of(arguments), json.dumps(row).encode())


def _standing_at(places: Sequence[tuple[Source, Path]]) -> list[tuple[Source, Standing]]:
    """The kits that are remembered at ``places``, where all stand. Raises what reading them raises."""
    found: dict[Path, tuple[Source, Standing]] = {}
    program = program_digest()
    for source, place in places:
        kit = _standing(json.loads(place.read_bytes()), program)
        if kit is None or kit.folder in found:  # two pages with one folder: that is an error
            return []
        found[kit.folder] = (source, kit)
    return [*found.values()]


def state_of(source: Source) -> str:
    """The SHA-256 of the file of ``source``, "" where it cannot be read or will not be remembered."""
    return _sha256(Path(source.name)) if _is_plain(source) else ""


def remember(
    source: Source, asked: Mapping[str, object], state: str, found: ReadPage, folder: Path,
    manifest: bytes, notes: Iterable[Problem],
) -> None:  # fmt: skip
    """Remember the kit in ``folder`` that was made of the page that was ``found`` in ``source``.

    ``state`` is that of the source's file before it was read, ``notes`` what is said of the page with
    its kit. Nothing is said where that cannot be.
    """
    files = {str(Path(source.name).absolute()): state}
    if not state or state_of(source) != state or not _may_be_remembered(source, asked):
        return
    if not _reads_nothing_else(found):
        return
    page = found.page
    for name, file in getattr(page.images, "files", {}).items():
        files[str(_picture(source, name))] = file.origin.hex()
    if len(files) != len(page.images) + 1 or any(_sha256(Path(path)) != files[path] for path in files):
        return
    row = {
        "format": FORMAT, "program": program_digest(), "files": files, "folder": str(folder),
        "manifest": hashlib.sha256(manifest).hexdigest(),
        "said": [problem.row() for problem in page.warnings],
        "notes": [problem.row() for problem in notes],
    }  # fmt: skip
    with suppress(OSError, RuntimeError):  # a user without a home has no cache
        _write(_place(source, asked), json.dumps(row).encode())


def _is_plain(source: Source) -> bool:
    """Whether the page is a file of its own, in one language, that need not be imported."""
    name = Path(source.name)
    return source.root is None and source.name != "-" and "." not in name.stem and not source.is_foreign


def _may_be_remembered(source: Source, asked: Mapping[str, object]) -> bool:
    named = (asked["profile"], asked["template"], asked["zip"])
    return _is_plain(source) and not any(named) and _is_shipped(str(asked["theme"]))


def _is_shipped(theme: str) -> bool:
    folder = assets.templates_folder() / "themes"
    return theme in {path.stem for path in folder.glob("*.toml")}


def _reads_nothing_else(found: ReadPage) -> bool:
    """Whether a page was made of its own file and pictures beside it, and of nothing of the machine."""
    page, issuer = found.page, found.page.issuer
    return (
        not (page.theme and not _is_shipped(page.theme))
        and not page.cards.template.lower().endswith(".toml")
        and not page.alternates
        and not (issuer.has_logo or issuer.partners)
        and not (found.borrowed or found.theme.borrowed_faces)
        and not any(name.startswith("/") for name in page.images)
    )


def _picture(source: Source, name: str) -> Path:
    """The file of the picture ``name``, where `brochure.reading.pictures` looks for it."""
    return Path(source.name).resolve().parent / unquote(name)


def _standing(row: Mapping[str, Any], program: str) -> Standing | None:
    """The kit that ``row`` tells of, if nothing changed since, ``program`` neither."""
    if row["format"] != FORMAT or row["program"] != program:
        return None
    if any(_sha256(Path(path)) != expected for path, expected in row["files"].items()):
        return None
    folder = Path(row["folder"])
    manifest = opened_files.read(folder / MANIFEST, _MOST_BYTES, [folder])
    if hashlib.sha256(manifest).hexdigest() != row["manifest"] or os.path.lexists(folder / _JOURNALS):
        return None
    if os.path.lexists(folder.with_name(f"{folder.name}.zip")):  # of an earlier build: that is told
        return None
    entries = json.loads(manifest)["files"]
    for entry in entries:
        data = opened_files.read(folder / entry["path"], entry["size"], [folder])
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            return None
    facts = {entry["path"]: entry["facts"] for entry in entries}
    said, notes = ([*map(Problem.from_json, row[key])] for key in ("said", "notes"))
    of_files = (Problem.from_json(told) for fact in facts.values() for told in fact.get("warnings", ()))
    return Standing(
        folder=folder, files=sorted(facts), codes=sum(len(f.get("codes", ())) for f in facts.values()),
        said=said, warnings=(*notes, *dict.fromkeys(of_files)),
        alts={path: fact["alt"] for path, fact in facts.items() if fact.get("alt")},
    )  # fmt: skip


def _sha256(path: Path) -> str:
    """The SHA-256 of a file that lies in its folder, "" of one that cannot be read."""
    try:
        return hashlib.sha256(opened_files.read(path, _MOST_BYTES, [path.parent])).hexdigest()
    except OSError:
        return ""


def program_digest() -> str:
    """What tells brochure, its templates and fonts, and all that it uses, from any others.

    Its own files count by their sizes and times of change, libraries by their versions.
    """
    parts: list[object] = [sys.version, versions(), distributions()]
    for folder in (assets.PACKAGE, assets.templates_folder(), assets.fonts_folder()):
        parts += _states(str(folder))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _states(folder: str) -> list[tuple[str, int, int]]:
    """Name, size and time of change of every file of `assets.files`, a sixth of the time it takes."""
    found, inner = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                inner.append(entry)
            elif not entry.name.startswith("."):
                state = entry.stat()
                found.append((entry.name, state.st_size, state.st_mtime_ns))
    folders = sorted(one.path for one in inner if one.name != "__pycache__")
    return [*sorted(found), *(state for one in folders for state in [(one, 0, 0), *_states(one)])]


def _place(source: Source, asked: Mapping[str, object]) -> Path:
    """The file in which a page is remembered, for what is asked of it and where."""
    return _place_of([source.name, *map(repr, sorted(asked.items()))])


def _place_of(said: Sequence[str]) -> Path:
    """The file for what was ``said`` in the folder where this command runs."""
    told = repr((os.getcwd(), *said))  # noqa: PTH109 - a name for a hash
    return cache_folder() / hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def cache_folder() -> Path:
    """Ours in the user's cache (XDG Base Directory Specification; macOS has a place of its own)."""
    own = "Library/Caches" if sys.platform == "darwin" else ".cache"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(given) if Path(given).is_absolute() else Path.home() / own) / "brochure"


def _write(place: Path, data: bytes) -> None:
    """Put ``data`` at ``place``, whole; of many pages forget the oldest. Raises OSError."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = place.with_name(f"{place.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.replace(place)
    kept = [entry for entry in os.scandir(place.parent) if entry.is_file(follow_symlinks=False)]
    if len(kept) > MOST_KEPT:
        for entry in sorted(kept, key=lambda e: e.stat().st_mtime_ns)[: len(kept) // 2]:
            Path(entry.path).unlink(missing_ok=True)
