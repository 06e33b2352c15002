"""The studio itself: the pages of a folder, and what is done with them, for several people at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from brochure.building.guarded import Guarded
from brochure.problems import Place
from brochure.reading.pictures import static_folders
from brochure.studio import inspecting
from brochure.studio.access import shown
from brochure.studio.documents import Documents, StaleError, State
from brochure.studio.inspecting import Inspection
from brochure.work.workers import Call


class Studio:
    """The pages of ``folder``, which are read and drawn by ``guard``."""

    def __init__(self, folder: Path, guard: Guarded) -> None:
        self.folder = folder.resolve()
        self.guard = guard
        self.documents = Documents(self.folder)

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The pages of the folder, for the list."""
        return [{"name": name, "title": name} for name in self.documents.names()]

    def document(self, name: str) -> Mapping[str, Any]:
        """The page called ``name`` as the screens have it. Raises SourceError."""
        return self._shown(self.documents.read(name))

    def edit(self, name: str, revision: str, edits: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """The page after ``edits`` of its text at ``revision``. Raises StaleError and SourceError."""
        state = self.documents.read(name)
        if state.revision != revision:
            raise StaleError
        call = Call(
            function="brochure.studio.key_edits:edited", arguments=(state.data, edits),
            modules=("brochure.studio.key_edits", "ruamel.yaml", "tomlkit"), at=Place(file=name),
        )  # fmt: skip
        changed = " ".join(str(edit.get("set") or next(iter(edit), "")) for edit in edits)
        return self._shown(self.documents.write(name, revision, self.guard.run(call), changed))

    def step(self, name: str, revision: str, by: int) -> Mapping[str, Any]:
        """The page a step back or forth. Raises StaleError."""
        return self._shown(self.documents.stepped(name, revision, by))

    def _shown(self, state: State) -> Mapping[str, Any]:
        found = self._inspected(state)
        where = str(self.documents.path(state.name))
        return {
            "name": state.name, "revision": state.revision, "undo": state.undo, "redo": state.redo,
            "source": found.source, "body": found.body, "body_line": found.body_line,
            "fields": found.fields, "look": {}, "proposals": {"figures": [], "quotations": []},
            "problems": [
                {**shown(problem), "field": inspecting.field_of(problem, where), "mends": []}
                for problem in found.problems
            ],
        }  # fmt: skip

    def _inspected(self, state: State) -> Inspection:
        path = self.documents.path(state.name)
        call = Call(
            function="brochure.studio.inspecting:inspected", arguments=(path,),
            modules=inspecting.MODULES, at=Place(file=path.name),
            reads=(self.folder, *static_folders(self.folder)),
        )  # fmt: skip
        found: Inspection = self.guard.run(call)
        return found
