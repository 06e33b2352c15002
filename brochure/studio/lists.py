"""Lists: the programmes and the people of a folder, corrected and printed, for several at once.

A list is a CSV file beside the file that was brought, which stays as it is. What is chosen for it (what
its rows are, titles, papers, sheets) is kept beside its versions, as the options of the command line
that makes the same of it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Any

from brochure import messages, slugs
from brochure.building import press_kits, writing
from brochure.errors import BrochureError, OutputError, SourceError
from brochure.kit import Artifact, Kit
from brochure.problems import Place, Problem, error, reason
from brochure.reading.programmes import ENDINGS
from brochure.reading.tables import MOST_BYTES
from brochure.studio.documents import KEPT_IN, Documents, StaleError, State, Version, digest_of
from brochure.studio.list_values import ListSeen, Options, TakenIn
from brochure.studio.studio import MissingError, Studio
from brochure.work.workers import Call

READING = ("brochure.studio.list_tables", "python_calamine", "lxml.etree", "icalendar")
"""What is loaded before a list is read."""

DRAWING = (
    "brochure.studio.list_sheets", "brochure.stationery.rendering", "brochure.stationery.people_pages",
    "brochure.share.programme_page", "brochure.codes.verification", "brochure.pdf.reading_back",
)  # fmt: skip
"""What is loaded before its sheets are drawn."""

OFFERED = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".ics")
"""How the names of files in a folder end that are offered to be opened as lists."""

MOST_KEPT = 24
"""Sheets that are kept as they were drawn."""

_OPTIONS = "options.json"
_KEPT_IN = PurePosixPath(KEPT_IN) / ".lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sheet as it was drawn: its ``files``, and what there is to say; or why it could not be."""

    files: tuple[Artifact, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list as it stands: its file, what is chosen for it, and what it says."""

    state: State
    options: Options
    seen: ListSeen


class Lists:
    """The lists in the folder of ``studio``."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.documents = Documents(studio.folder, ".csv", _KEPT_IN, MOST_BYTES)
        self._lock = RLock()
        self._seen: OrderedDict[object, ListSeen] = OrderedDict()
        self._drawn: OrderedDict[object, Drawn] = OrderedDict()
        self._choices: Mapping[str, Mapping[str, Sequence[str]]] | None = None

    # Which there are

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The lists of the folder, and the files that could become one; by name."""
        names = [name for name in self.documents.names() if self._options_file(name).is_file()]
        found = [{"name": name, "kind": self.options(name).kind, "file": ""} for name in names]
        origins = {self.options(name).origin for name in names}
        others = (
            path.name for path in self.studio.folder.iterdir()
            if path.suffix.lower() in OFFERED and path.name[0] != "." and path.is_file()
            and not path.is_symlink()
        )  # fmt: skip
        lists = {f"{name}.csv" for name in names} | origins
        return [
            *found,
            *({"name": "", "kind": "", "file": name} for name in sorted(others) if name not in lists),
        ]

    def bring(self, file: str, data: bytes) -> str:
        """Put a file into the folder and make a list of it; its name. Raises SourceError."""
        given = PurePosixPath(file)
        own = slugs.slug_of(given.stem) or "list"
        ending = given.suffix.lower()
        wanted = f"{own}-original{ending}" if ending == ".csv" else f"{own}{ending}"
        before = {path.name for path in self.studio.folder.iterdir()}
        kept = self.documents.put_picture(wanted, data)
        try:
            return self.open(kept, own)
        except BrochureError:
            if kept not in before:
                (self.studio.folder / kept).unlink(missing_ok=True)
            raise

    def open(self, file: str, wanted: str = "") -> str:
        """Make a list of a file that lies in the folder, called as ``wanted``, or as the file.

        Gives its name, which has a number where another file has that one. Raises SourceError.
        """
        path = self._origin(file)
        taken = self._taken_in(path, "", "", messages.current())
        options = Options(
            kind=taken.kind, origin=path.name, sheets_there=taken.sheets, sheet=taken.sheet,
            lang=taken.lang, title=taken.title,
        )  # fmt: skip
        with self.documents.arriving():
            name = self._free_name(wanted or path.stem)
            self._keep_options(name, options)
            self.documents.add(name, {f"{name}.csv": taken.data})
        return name

    def _free_name(self, wanted: str) -> str:
        slug = slugs.slug_of(wanted) or "list"
        names = (slug, *(f"{slug}-{number}" for number in range(2, 1000)))
        return next(n for n in names if not (self.studio.folder / f"{n}.csv").exists())

    def _origin(self, file: str) -> Path:
        """A file in the folder itself that could become a list. Raises MissingError."""
        path = self.studio.folder / file
        plain = PurePosixPath(file).name == file and not file.startswith(".")
        if not plain or path.suffix.lower() not in ENDINGS or path.is_symlink() or not path.is_file():
            raise MissingError(error("studio-no-file", path=file[:200]))
        return path

    def _taken_in(self, path: Path, kind: str, sheet: str, lang: str) -> TakenIn:
        taken: TakenIn = self._run("list_tables:taken_in", path, kind, sheet, lang, name=path.name)
        return taken

    def _run(
        self, function: str, *arguments: Any, name: str, modules: tuple[str, ...] = READING
    ) -> Any:
        call = Call(
            function=f"brochure.studio.{function}", arguments=arguments, modules=modules,
            reads=self.studio.reads, at=Place(file=name),
        )  # fmt: skip
        return self.studio.guard.run(call)

    # What one says

    def options(self, name: str) -> Options:
        """What is chosen for the list. Raises MissingError where there is no such list."""
        self.documents.path(name)
        try:
            return Options.from_json(json.loads(self._options_file(name).read_bytes()))
        except OSError:
            raise MissingError(error("studio-no-file", path=f"{name[:80]}.csv")) from None
        except (ValueError, TypeError):
            return Options()

    def list(self, name: str) -> List:
        """The list as it stands. Raises SourceError."""
        options = self.options(name)
        state = self.documents.read(name)
        key = (name, state.revision, options, messages.current())
        with self._lock:
            if key in self._seen:
                return List(state=state, options=options, seen=self._seen[key])
        path = self.documents.path(name)
        found: ListSeen = self._run("list_tables:seen", path, state.data, options, name=path.name)
        with self._lock:
            self._seen[key] = found
            while len(self._seen) > 4:
                self._seen.popitem(last=False)
        return List(state=state, options=options, seen=found)

    def choices(self, kind: str) -> Mapping[str, Sequence[str]]:
        """The values of each choice for lists of a ``kind``."""
        with self._lock:
            if self._choices is None:
                self._choices = self._run("list_sheets:choices", name="", modules=DRAWING)
            return self._choices[kind]

    def versions(self, name: str) -> Sequence[Version]:
        """What the list was, the newest first."""
        return [version for version, _ in self.documents.versions(name)]

    # What is changed

    def edit(self, name: str, revision: str, edits: Sequence[Mapping[str, Any]]) -> None:
        """Change the list as it was at ``revision``. Raises StaleError and SourceError."""
        options = self.options(name)
        state = self.documents.read(name)
        if state.revision != revision:
            raise StaleError
        data: bytes = self._run("list_tables:edited", state.data, options, edits, name=f"{name}.csv")
        changed = json.dumps([[*edit.values()][:-1] for edit in edits])
        self.documents.write(name, revision, data, changed)

    def step(self, name: str, revision: str, by: int) -> None:
        """Go a step back or forth. Raises StaleError."""
        self.documents.stepped(name, revision, by)

    def go_back(self, name: str, revision: str, number: int) -> None:
        """Make the list what it was. Raises StaleError and SourceError."""
        self.documents.go_back(name, revision, number)

    def choose(self, name: str, what: str, value: Any) -> None:
        """Choose a ``value`` for what is called so. Raises SourceError."""
        options = self.options(name)
        if what == "kind":
            if value not in ("programme", "people"):
                raise SourceError(error("list-edit"))
            self._keep_options(name, replace(options, kind=value, sheets=(), paper="A4"))
            return
        self._keep_options(name, options.with_choice(what, value, self.choices(options.kind)))

    def take_sheet(self, name: str, revision: str, sheet: str) -> None:
        """Take another sheet of the workbook that was brought. Raises StaleError and SourceError."""
        options = self.options(name)
        if sheet and sheet not in options.sheets_there:
            raise SourceError(error("list-edit"))
        taken = self._taken_in(self._origin(options.origin), options.kind, sheet, options.lang)
        self.documents.write(name, revision, taken.data, "sheet")
        self._keep_options(name, replace(options, sheet=sheet))

    def remove(self, name: str) -> None:
        """Take away a list that was brought since the studio was opened; what it was is kept."""
        self.documents.remove(name)
        self._options_file(name).unlink(missing_ok=True)

    def _options_file(self, name: str) -> Path:
        return self.studio.folder / _KEPT_IN / name / _OPTIONS

    def _keep_options(self, name: str, options: Options) -> None:
        place = self._options_file(name)
        data = json.dumps(options.to_json(), ensure_ascii=False, indent=1).encode()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_suffix(".new")
            beside.write_bytes(data)
            beside.replace(place)
        except OSError as caught:
            at = Place(str(place))
            raise OutputError(error("file-not-written", at=at, reason=reason(caught))) from caught

    # What is printed

    def key(self, name: str) -> str:
        """What tells the sheets of the list as it stands from those of another time."""
        options = replace(self.options(name), sheets=())
        said = json.dumps([self.documents.read(name).revision, options.to_json()])
        return digest_of(f"{said} {messages.current()}".encode())[:16]

    def drawn(self, name: str, sheet: str) -> Drawn:
        """The files of a ``sheet``, or why there are none; those drawn last are kept."""
        options = self.options(name)
        if sheet not in options.made:
            raise MissingError(error("studio-no-file", path=sheet[:80]))
        key = (name, self.key(name), sheet)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        try:
            with self.studio.turns.taken(1):
                kit, told = self._made(name, options, (sheet,))
            made = Drawn(files=tuple(kit.artifacts), problems=told)
        except BrochureError as caught:
            made = Drawn(problems=caught.problems)
        with self._lock:
            self._drawn[key] = made
            while len(self._drawn) > MOST_KEPT:
                self._drawn.popitem(last=False)
        return made

    def _made(
        self, name: str, options: Options, sheets: Sequence[str]
    ) -> tuple[Kit, tuple[Problem, ...]]:
        path = self.documents.path(name)
        found: tuple[Kit, tuple[Problem, ...]] = self._run(
            "list_sheets:made", path, options, sheets, name=path.name, modules=DRAWING
        )
        return found

    def file(self, name: str, path: str) -> Artifact:
        """A file that was drawn of the list. Raises MissingError where there is none at ``path``."""
        for sheet in self.options(name).made:
            if (sheet == path.partition(".")[0] or "/" in path) and (
                found := next((f for f in self.drawn(name, sheet).files if f.path == path), None)
            ):
                return found
        raise MissingError(error("studio-no-file", path=path[:200]))

    def picture(self, name: str, path: str, number: int, width_px: int) -> bytes:
        """A page of a sheet as a PNG. Raises MissingError."""
        artifact = self.file(name, path)
        key = (artifact.sha256, number, width_px)
        arguments = (artifact.data, number, width_px, False, "")
        return self.studio.kept_picture(key, "sights:drawn_page", arguments, path)

    def zipped(self, name: str) -> tuple[str, bytes]:
        """All chosen sheets as one file: what the command line writes into a folder. BrochureError."""
        options = self.options(name)
        kit, _ = self._made(name, options, options.made)
        with TemporaryDirectory(dir=self._options_file(name).parent) as above:
            folder = Path(above) / kit.page.slug
            manifest = writing.write(kit, folder)
            return f"{kit.page.slug}.zip", press_kits.press_kit(kit.page, manifest, folder)


def is_list(file: str) -> bool:
    """Whether a file that is dropped is a table, by its name."""
    return PurePosixPath(file).suffix.lower() in OFFERED
