"""The studio itself: the pages of a folder, and what is done with them, for several people at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from brochure import messages
from brochure.building.guarded import Guarded
from brochure.errors import BrochureError, SourceError, UnforeseenError
from brochure.kit import Artifact
from brochure.language_tags import DEFAULT, primary
from brochure.problems import Place, Problem, error
from brochure.reading.pictures import static_folders
from brochure.reading.translations import lang_of
from brochure.studio.access import shown
from brochure.studio.documents import Documents, StaleError, State, digest_of
from brochure.studio.drawing import SHOWN, Drawing, Look, Turns, problems_of
from brochure.studio.hearing import Channel
from brochure.studio.mends import mends_of
from brochure.studio.values import (
    INSPECTING,
    SEEING,
    Inspection,
    Listed,
    Sight,
    Word,
    base_of,
    field_of,
    plain_inspection,
)
from brochure.text import labels
from brochure.work.workers import Call, Held

MOST_DRAWN = 2
"""Pages whose products are held in memory; of another one they are made again when it is opened."""

MOST_PICTURES_BYTES = 24_000_000
"""Of pictures of pages that are kept."""

_EDITING = ("brochure.studio.key_edits", "brochure.studio.text_blocks", "ruamel.yaml", "tomlkit")


class Studio:
    """The pages of ``folder``, read and drawn by ``guard``; kits go to folders in ``output``."""

    def __init__(self, folder: Path, guard: Guarded, output: Path | None = None) -> None:
        self.folder = folder.resolve()
        self.output = self.folder / "output" if output is None else output
        self.guard = guard
        self.documents = Documents(self.folder)
        self.turns = Turns(max(1, guard.workers.jobs - 1))
        guard.workers.load(*INSPECTING)
        self._sees = False
        """Whether what draws is being loaded, which the first page that is read does not wait for."""

        self._lock = RLock()
        self._drawings: OrderedDict[str, Drawing] = OrderedDict()
        self._channels: dict[str, Channel] = {}
        self._inspections: OrderedDict[tuple[str, str, str], Inspection] = OrderedDict()
        self._readers: OrderedDict[str, _Reader] = OrderedDict()
        self._listed: dict[str, tuple[object, Listed]] = {}
        self._pictures: OrderedDict[object, bytes] = OrderedDict()
        self._themes: Sequence[Mapping[str, Any]] | None = None
        self._words: OrderedDict[object, list[list[Word]]] = OrderedDict()

    def close(self) -> None:
        """Draw nothing more, and tell all who listen that it is over."""
        with self._lock:
            for channel in self._channels.values():
                channel.tell("end", {})
            for drawing in self._drawings.values():
                drawing.close()
            readers = [*self._readers.values()]
        for reader in readers:
            reader.end()

    @property
    def reads(self) -> tuple[Path, ...]:
        """The folders that pages may read."""
        return (self.folder, *static_folders(self.folder))

    def run(self, function: str, *arguments: Any, name: str, modules: tuple[str, ...] = ()) -> Any:
        """Call a function of this room in a guarded process, for the page called ``name``."""
        return self.guard.run(self._call(function, *arguments, name=name, modules=modules))

    def _call(self, function: str, *arguments: Any, name: str, modules: tuple[str, ...] = ()) -> Call:
        return Call(
            function=f"brochure.studio.{function}", arguments=arguments, reads=self.reads,
            modules=(*INSPECTING, *modules), at=Place(file=name),
        )  # fmt: skip

    def _reader(self, name: str) -> _Reader:
        """What inspects the page called ``name``; those of pages that were inspected last are kept."""
        with self._lock:
            reader = self._readers.setdefault(name, _Reader(self.guard.workers.held()))
            self._readers.move_to_end(name)
            old = [self._readers.popitem(last=False)[1] for _ in range(len(self._readers) - MOST_DRAWN)]
        for one in old:
            one.end()
        return reader

    # Pages

    def rows(self, *, patient: bool = True) -> Sequence[Mapping[str, Any]]:
        """The pages of the folder, for the list; unless ``patient``, of each what is known already."""
        names = self.documents.names()
        futures = [
            self.guard.start(self._row, name) if patient or name in self._listed else None
            for name in names
        ]
        found = [future.result() if future else None for future in futures]
        others = {name: base_of(name) for name in names}
        return [
            {
                "name": name, "title": row.title if row else name, "lang": row.lang if row else None,
                "state": row.state if row else "new", "known": row is not None,
                "faults": row.faults if row else 0,
                "changed": self.documents.changed(name),
                "translations": (there := [
                    other for other in names
                    if other != name and others[other] and others[other] == others[name]
                ]),
                "untranslated": [
                    lang for lang in labels.languages()
                    if lang != (primary(row.lang) if row else "")
                    and lang not in {lang_of(f"{other}.md") for other in there}
                ],
            }
            for name, row in zip(names, found, strict=True)
        ]  # fmt: skip

    def _row(self, name: str) -> Listed:
        path = self.documents.path(name)
        known = (_stamp(path), _stamp(self.output))
        if name not in self._listed or self._listed[name][0] != known:
            call = Call(
                function="brochure.studio.inspecting:listed", arguments=(path, self.output),
                modules=INSPECTING, reads=(*self.reads, self.output), at=Place(file=name),
            )  # fmt: skip
            try:
                found = self.guard.run(call)
            except (BrochureError, UnforeseenError):  # its own screen tells why; the list has others
                found = Listed(title=name, lang="", state="faults", faults=1)
            self._listed[name] = (known, found)
        return self._listed[name][1]

    def document(self, name: str) -> Mapping[str, Any]:
        """The page called ``name`` as the screens have it. Raises SourceError."""
        return self._shown(self.documents.read(name))

    def edit(self, name: str, revision: str, edits: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """The page after ``edits`` of its text at ``revision``. Raises StaleError and SourceError."""
        state = self.documents.read(name)
        if state.revision != revision:
            raise StaleError
        changed = " ".join(str(edit.get("set") or next(iter(edit), "")) for edit in edits)
        data = self._edited(name, state.data, edits)
        return self.changed(self.documents.write(name, revision, data, changed))

    def edited(self, name: str, edits: Sequence[Mapping[str, Any]]) -> bytes:
        """What the page's file would hold after ``edits``; nothing is written. Raises SourceError."""
        return self._edited(name, self.documents.read(name).data, edits)

    def _edited(self, name: str, data: bytes, edits: Sequence[Mapping[str, Any]]) -> bytes:
        call = Call(
            function="brochure.studio.key_edits:edited", arguments=(data, edits),
            modules=_EDITING, at=Place(file=name),
        )  # fmt: skip
        found: bytes = self.guard.run(call)
        return found

    def language_of_page(self, name: str) -> str:
        """The language that the page is in, as far as it can be read; else what its name says."""
        said = self.document(name)["look"]["lang"]
        return primary(said or lang_of(f"{name}.md") or DEFAULT)

    def blocks(self, name: str) -> Mapping[str, Any]:
        """The text of the page for the editor: see `text_blocks.blocks_of`."""
        state = self.documents.read(name)
        body = self.inspection(state).body
        return {"revision": state.revision, **self.run("text_blocks:blocks_of", body, name=name)}

    def pasted(self, html: str, text: str) -> Mapping[str, Any]:
        """What a clipboard holds, for the editor: see `text_blocks.from_clipboard`."""
        found: Mapping[str, Any] = self.run("text_blocks:from_clipboard", html, text, name="")
        return found

    def step(self, name: str, revision: str, by: int) -> Mapping[str, Any]:
        """The page a step back or forth. Raises StaleError."""
        return self.changed(self.documents.stepped(name, revision, by))

    def versions(self, name: str) -> Sequence[Mapping[str, Any]]:
        """What the page was, the newest first."""
        found = self.documents.versions(name)
        texts = [data for _, data in found]
        titles = self.run("inspecting:titles_of", texts, name=name) if texts else ()
        return [
            {"id": one.number, "time": one.time, "title": title, "bytes": one.bytes}
            for (one, _), title in zip(found, titles, strict=True)
        ]

    def go_back(self, name: str, revision: str, number: int) -> Mapping[str, Any]:
        """The page as the version with that number. Raises StaleError and SourceError."""
        return self.changed(self.documents.go_back(name, revision, number))

    def changed(self, state: State) -> Mapping[str, Any]:
        """The page after a change, which all who have it open are told, and which is drawn."""
        self._want(state)
        self.channel(state.name).tell("document", {"revision": state.revision})
        return self._shown(state)

    def look_again(self, name: str) -> str:
        """The revision of the page's file, which others may have changed. Raises SourceError."""
        state = self.documents.read(name)
        self._want(state)
        return state.revision

    def _want(self, state: State) -> None:
        with self._lock:
            drawing = self._drawings.get(state.name)
        if drawing:
            drawing.want(state.revision)

    def _shown(self, state: State) -> Mapping[str, Any]:
        themes = self.themes()
        found = self.inspection(state)
        where = str(self.documents.path(state.name))
        return {
            "name": state.name, "revision": state.revision, "undo": state.undo, "redo": state.redo,
            "source": found.source, "body": found.body, "body_line": found.body_line,
            "fields": found.fields, "look": {**found.look, "themes": themes},
            "proposals": found.proposals,
            "problems": [_problem(problem, found, where) for problem in found.problems],
        }  # fmt: skip

    def inspection(self, state: State) -> Inspection:
        """What the page says; pages that were looked at last are kept."""
        key = (state.name, state.revision, messages.current())
        with self._lock:
            if key in self._inspections:
                return self._inspections[key]
        path = self.documents.path(state.name)
        try:
            found: Inspection = self._reader(state.name).run(
                self._call("inspecting:inspected", path, name=path.name)
            )
        except BrochureError as caught:  # it can still be corrected
            return plain_inspection(state.data, caught.problems)
        except UnforeseenError as caught:
            return plain_inspection(state.data, problems_of(caught))
        with self._lock:
            if not self._sees:
                self.guard.workers.load(*SEEING)
                self._sees = True
            self._inspections[key] = found
            while len(self._inspections) > 2 * MOST_DRAWN:
                self._inspections.popitem(last=False)
        return found

    def themes(self) -> Sequence[Mapping[str, Any]]:
        """The themes that there are, which do not change while the studio is open."""
        with self._lock:
            if self._themes is None:
                self._themes = self.run("inspecting:known_themes", name="")
            return self._themes

    # What is drawn

    def channel(self, name: str) -> Channel:
        """Where all that happens to the page is told."""
        self.documents.path(name)
        return self._channels.setdefault(name, Channel())

    def drawing(self, name: str) -> Drawing:
        """The products of the page, which are made from now on."""
        state = self.documents.read(name)
        with self._lock:
            drawing = self._drawings.get(name)
            if drawing is None:
                path, told = self.documents.path(name), self.channel(name).tell
                drawing = Drawing(path, self.guard, self.turns, self.reads, told)
                self._drawings[name] = drawing
            self._drawings.move_to_end(name)
            idle = [other for other in self._drawings if not self.channel(other).is_heard]
            for other in idle[: max(0, len(self._drawings) - MOST_DRAWN)]:
                if other != name:
                    self._drawings.pop(other).close()
        drawing.want(state.revision)
        return drawing

    def product(self, name: str, product: str) -> Mapping[str, Any]:
        """How the product of the page stands, with its files."""
        outcome = self.drawing_of(name).outcomes[product]
        where = str(self.documents.path(name))
        found = self.inspection(self.documents.read(name)) if outcome.problems else None
        return {
            "product": product, "revision": outcome.revision, "state": outcome.state,
            "ms": outcome.milliseconds,
            "problems": [_problem(problem, found, where) for problem in outcome.problems if found],
            "files": [
                {
                    "path": one.path, "digest": one.sha256[:16], "media_type": one.media_type,
                    "pages": one.facts.pages or None, "width_px": one.facts.width_px or None,
                    "height_px": one.facts.height_px or None, "alt": one.facts.alt or None,
                    "bytes": len(one.data),
                }
                for one in outcome.files
            ],
        }  # fmt: skip

    def drawing_of(self, name: str) -> Drawing:
        """The products of the page as they stand; nothing is begun that is going on already."""
        with self._lock:
            found = self._drawings.get(name)
        return found or self.drawing(name)

    def products(self, name: str) -> Sequence[Mapping[str, Any]]:
        """How each product of the page stands."""
        return [self.product(name, product) for product in SHOWN]

    def look_at(self, name: str, look: Look) -> None:
        """Have what a person looks at drawn first."""
        self.drawing_of(name).show(look)

    def file(self, name: str, path: str) -> Artifact:
        """A file that was drawn of the page. Raises SourceError where there is none at ``path``."""
        outcomes = self.drawing_of(name).outcomes.values()
        found = next((f for one in outcomes for f in one.files if f.path == path), None)
        if found is None:
            raise MissingError(error("studio-no-file", path=path[:200]))
        return found

    def picture(
        self, name: str, path: str, number: int, *, width_px: int, trimmed: bool, plate: str
    ) -> bytes:
        """A page of a PDF as a PNG; the one in view is there before its file is."""
        drawing = self.drawing_of(name)
        sight = drawing.sight
        if sight and path == "brochure.pdf" and not plate and sight[1].number == number:
            drawn = drawing.outcomes["pdf"]
            fresh = drawn.state != "ready" or drawn.revision != sight[0]
            if fresh and sight[1].size[0] == width_px:
                return sight[1].png
        artifact = self.file(name, path)
        key = (artifact.sha256, number, width_px, trimmed, plate)
        arguments = (artifact.data, number, width_px, trimmed, plate)
        return self.kept_picture(key, "sights:drawn_page", arguments, path)

    def look(self, name: str, theme: str, width_px: int) -> bytes:
        """The first page of the brochure in another theme, as a PNG. Raises BrochureError."""
        if theme not in {row["name"] for row in self.themes()}:
            raise MissingError(error("studio-no-file", path=theme[:200]))
        state = self.documents.read(name)
        key = ("look", name, state.revision, theme, width_px)
        with self._lock:
            if key in self._pictures:
                return self._pictures[key]
        arguments = (self.documents.path(name), 1, width_px, theme)
        with self.turns.taken(2):  # all that is made of the page itself comes before
            sight: Sight = self.run("sights:seen", *arguments, name=name, modules=SEEING)
        return self._keep_picture(key, sight.png)

    def beside(self, name: str, path: str, width_px: int) -> bytes:
        """A picture that lies beside the page, made clean. Raises SourceError."""
        self.documents.path(name)
        data = self.documents.picture(path)
        key = ("beside", digest_of(data), width_px)
        return self.kept_picture(key, "sights:resized", (data, path, width_px), path)

    def kept_picture(self, key: object, function: str, arguments: tuple[Any, ...], path: str) -> bytes:
        """A picture that ``function`` of this room draws, unless it is kept by its ``key``."""
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        made: bytes = self.run(function, *arguments, name=path, modules=SEEING)
        return self._keep_picture(key, made)

    def _keep_picture(self, key: object, made: bytes) -> bytes:
        with self._lock:
            self._pictures[key] = made
            while sum(map(len, self._pictures.values())) > MOST_PICTURES_BYTES:
                self._pictures.popitem(last=False)
        return made

    def words(self, name: str, path: str) -> list[list[Word]]:
        """The words of each page of a PDF, with their places in the source."""
        artifact = self.file(name, path)
        source = self.inspection(self.documents.read(name)).source
        key = (artifact.sha256, source)
        with self._lock:
            if key in self._words:
                return self._words[key]
        found: list[list[Word]] = self.run(
            "sights:words_of", artifact.data, source, name=path, modules=SEEING
        )
        with self._lock:
            self._words[key] = found
            while len(self._words) > 2 * MOST_DRAWN:
                self._words.popitem(last=False)
        return found

    def where(self, name: str, path: str, line: int, column: int) -> Mapping[str, Any] | None:
        """The place of what the source says at ``line`` and ``column``; None where nothing shows it."""
        best: tuple[tuple[int, int], Mapping[str, Any]] | None = None
        for number, words in enumerate(self.words(name, path), 1):
            for word in words:
                if word.line != line or word.column > column:
                    continue
                place = {"page": number, "x": word.x, "y": word.y, "w": word.w, "h": word.h}
                if best is None or word.column > best[0][1]:
                    best = ((word.line, word.column), place)
        return best[1] if best else None


class _Reader:
    """A process that inspects one page again and again: the patterns of its language are made once."""

    def __init__(self, held: Held) -> None:
        self._held, self._lock = held, Lock()

    def run(self, call: Call) -> Any:
        """The value of ``call``, when those before it are done."""
        with self._lock:
            return self._held.run(call)

    def end(self) -> None:
        """Let the process end, when it has done what it was asked."""
        with self._lock:
            self._held.end()


def _problem(problem: Problem, found: Inspection, where: str) -> Mapping[str, Any]:
    """A problem of the page ``where``, as the screens have it: with its field, and what mends it."""
    field, mends = field_of(problem, where), mends_of(problem, found)
    return {**shown(problem), "field": field, "mends": mends}


class MissingError(SourceError):
    """There is nothing at that address."""


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file does, or when something is put into a folder."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
