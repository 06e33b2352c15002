"""``brochure watch``: what is saved is built, as long as the command runs."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from brochure import interruption
from brochure.cli import limits, site, terminal
from brochure.cli import site_options as options
from brochure.errors import BrochureError
from brochure.problems import Text
from brochure.sites.pages import tree_of
from brochure.sites.states import State, state_of
from brochure.sites.watching import Watcher, folders_in

if TYPE_CHECKING:
    from brochure.sites.site_file import Settings


def watch(
    folder: Path = options.FOLDER,
    output: Path | None = options.OUTPUT,
    store: str = options.STORE,
    theme: str = options.THEME,
    only: str | None = options.ONLY,
    formats: str = options.FORMATS,
    address: str = options.ADDRESS,
    kits: str = options.KITS,
    list_of_addresses: Path | None = options.ADDRESSES,
    drafts: bool = options.DRAFTS,
    lenient: bool = options.LENIENT,
    time_limit: float = options.TIME,
    memory_limit: int = limits.MEMORY,
    jobs: int = limits.JOBS,
    overwrite: bool = options.OVERWRITE,
    wait: bool = options.WAIT,
) -> None:
    """Build the kits of a site, and again those of pages that change, until it is stopped."""

    def asked() -> Settings:
        return options.settings_asked(
            folder, output=output, store=store, theme=theme, only=only, formats=formats,
            address=address, kits=kits, list_of_addresses=list_of_addresses, drafts=drafts,
            lenient=lenient,
        )  # fmt: skip

    settings = asked()
    with limits.guard(time_limit, memory_limit, jobs, fork=not settings.store) as guard:
        watcher = Watcher()
        with interruption.tidied(watcher.close):
            before: dict[str, State] = {}
            while True:
                began = time.monotonic()
                watcher.watch(folders_in(settings.pages, settings.output))
                watcher.watch(_folders_of_files(settings, folder))
                now = _states(settings, folder)
                cost_s = time.monotonic() - began
                if now == before:
                    watcher.wait(cost_s)
                    continue
                if _is_being_written(before, now):
                    time.sleep(_EMPTY_S)
                    now = _states(settings, folder)
                before = now  # what changes while kits are built is found the next time
                try:
                    settings = asked()
                    site.SiteRun(settings, overwrite=overwrite, wait=wait, guard=guard).once()
                except BrochureError as caught:
                    terminal.report_error(caught)
                terminal.tell(Text("watch-waiting", folder=str(settings.pages)))


_EMPTY_S = 0.3
"""How long a file that was emptied may take to be written anew."""


def _is_being_written(before: Mapping[str, State], now: Mapping[str, State]) -> bool:
    """Whether a file that held something is empty now, as one is that an editor opened to write it."""
    return any(state[:1] == [0] and before.get(name, [0])[:1] != [0] for name, state in now.items())


def _states(settings: Settings, folder: Path) -> dict[str, State]:
    """Size and times of every file that kits may depend on."""
    try:
        tree = tree_of(settings)
    except OSError:  # a folder that was removed just now
        return {}
    pages = settings.pages
    names = [*(os.fspath(pages / page.path) for page in tree.pages)]
    names += (os.fspath(pages / name) for name in tree.others)
    names += map(os.fspath, _files_of(settings, folder))
    return {name: state_of(name) for name in names}


def _files_of(settings: Settings, folder: Path) -> tuple[Path, ...]:
    """The files that a site's settings stand in, or name."""
    own = Path(settings.file) if settings.file else folder / "brochure.toml"
    theme = (Path(settings.theme),) if settings.theme.endswith(".toml") else ()
    return (own, *theme, *((settings.addresses,) if settings.addresses else ()))


def _folders_of_files(settings: Settings, folder: Path) -> list[Path]:
    return [path.parent for path in _files_of(settings, folder)]
