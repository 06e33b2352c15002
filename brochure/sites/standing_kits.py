"""Where the kits of a site stand: in a folder, or in a store of objects (`brochure.sites.store`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from brochure import placement
from brochure.errors import BrochureError
from brochure.sites.states import State, state_of

if TYPE_CHECKING:
    from brochure.kit import Kit, Manifest


class StandingKits(Protocol):
    """The kits of a site, each by its ``name``: that of its folder, which no other kit has."""

    def folder(self, name: str) -> Path | None:
        """The folder in which the kit is written; None where there are no folders."""

    def manifest(self, name: str) -> Manifest | None:
        """The manifest of a kit, None where none stands. Raises OutputError where nobody can tell."""

    def made_from(self, name: str) -> Mapping[str, str]:
        """What each product of a kit without a ``folder`` was made from, if all of its files stand."""

    def write(self, kit: Kit, name: str, *, overwrite: bool, wait: bool) -> Manifest:
        """Have ``kit`` stand, whole, in the place of the one before. Raises OutputError."""

    def state(self, name: str, path: str) -> State:
        """What tells the file at ``path`` of a kit from another one there; [] where there is none."""

    def states(self, name: str, paths: Iterable[str]) -> dict[str, State]:
        """The states of files that have just been written."""

    def is_half_written(self, name: str) -> bool:
        """Whether somebody was stopped while a kit was put in place."""

    def is_there(self, name: str) -> bool:
        """Whether anything stands under the name of a kit."""

    def remove(self, name: str, *, wait: bool) -> None:
        """Remove a kit in which nothing is anybody else's. Raises OutputError."""

    def address(self, name: str) -> str:
        """The place of a kit, for people."""

    def put_map(self, data: bytes) -> None:
        """Have the map of the site stand beside the kits, where it is not written there anyway."""


class InFolder:
    """Kits that are folders of the folder ``output``, which all that work on the site see."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._top = os.fspath(output)

    def folder(self, name: str) -> Path:
        """See StandingKits."""
        return self.output / name

    def manifest(self, name: str) -> Manifest | None:
        """See StandingKits."""
        from brochure.building import writing

        return writing.read_manifest(self.output / name)

    def made_from(self, name: str) -> Mapping[str, str]:  # noqa: ARG002
        """See StandingKits."""
        return {}

    def write(self, kit: Kit, name: str, *, overwrite: bool, wait: bool) -> Manifest:
        """See StandingKits."""
        from brochure.building import writing

        return writing.write(kit, self.output / name, overwrite=overwrite, wait=wait)

    def state(self, name: str, path: str) -> State:
        """See StandingKits: size and time of change."""
        return state_of(f"{self._top}/{name}/{path}")[:2]

    def states(self, name: str, paths: Iterable[str]) -> dict[str, State]:
        """See StandingKits."""
        return {path: self.state(name, path) for path in paths}

    def is_half_written(self, name: str) -> bool:
        """See StandingKits."""
        return os.path.lexists(f"{self._top}/{name}/{placement.TEMPORARY}")

    def is_there(self, name: str) -> bool:
        """See StandingKits."""
        return (self.output / name).is_dir()

    def remove(self, name: str, *, wait: bool) -> None:
        """See StandingKits."""
        from brochure.building import removing

        removing.remove(self.output / name, wait=wait)

    def address(self, name: str) -> str:
        """See StandingKits."""
        return str(self.output / name)

    def put_map(self, data: bytes) -> None:
        """See StandingKits."""


def manifest_of(kits: StandingKits, name: str) -> Manifest | None:
    """The manifest of the kit called ``name``, None too for that of a newer brochure."""
    with suppress(BrochureError):
        return kits.manifest(name)
    return None


def kits_at(output: Path, store: str) -> StandingKits:
    """The kits of a site: in the ``store`` at an address if there is one, else in ``output``."""
    if not store:
        return InFolder(output)
    from brochure.sites.store import InStore

    return InStore(store)
