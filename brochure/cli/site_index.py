"""The pages of a site for the server of cards: by names of their kits' folders, and by addresses."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from brochure.cli.site_cards import DRAWING
from brochure.cli.site_pages import Task
from brochure.cli.sources import Source
from brochure.sites import addresses
from brochure.sites.pages import SitePage, tree_of
from brochure.work.workers import Call

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.cli.page_reading import Look
    from brochure.sites.site_file import Settings
    from brochure.theme import Theme

LOOKED_AGAIN_S = 5.0
"""How soon a page that was not there is looked for again."""


class SiteIndex:
    """What pages there are; a page that is asked for and is not known may be new."""

    def __init__(self, settings: Settings, look: Look, guard: Guarded) -> None:
        self.settings, self.look, self.guard = settings, look, guard
        self._pages: Mapping[str, SitePage] = {}
        self._by_address: Mapping[str, str] | None = None
        self._listed: Mapping[str, str] = {}
        self._looked = float("-inf")
        self._looking = asyncio.Lock()

    async def has(self, name: str) -> bool:
        """Whether a page's kit has the folder called ``name``."""
        if name not in self._pages:
            await self._look_again()
        return name in self._pages

    async def at(self, address: str) -> str | None:
        """The folder's name of the page at ``address``, None where there is none on this site."""
        wanted = _plain(address)
        if self._by_address is None or wanted not in self._by_address:
            await self._look_again(addresses_too=True)
        return (self._by_address or {}).get(wanted)

    def call(self, name: str, format_: str, theme: Theme) -> Call:
        """The call that draws a card of the page whose kit's folder is called ``name``."""
        from brochure.building.guarded import files_of
        from brochure.cli.page_reading import READING
        from brochure.cli.pages import reading_words

        settings, page = self.settings, self._pages[name]
        path = page.path.as_posix()
        source = Source(name=os.fspath(settings.pages / page.path), slug=page.slug, root=settings.pages)
        task = Task(
            source=source, path=path, look=self.look, theme=theme, kit_name=name, products=("cards",),
            base=settings.address, permalinks=settings.permalinks, address=self._listed.get(path, ""),
            lang=settings.language_of(path), channels=settings.channels, drafts=settings.drafts,
            lenient=settings.lenient,
        )  # fmt: skip
        call = reading_words(source, "brochure.cli.site_cards:draw_page", task, format_)
        return replace(
            call, modules=(*READING, *DRAWING), reads=(*call.reads, *self.look.files, *files_of(theme))
        )

    async def _look_again(self, *, addresses_too: bool = False) -> None:
        async with self._looking:
            late = time.monotonic() - self._looked > LOOKED_AGAIN_S
            if late or (addresses_too and self._by_address is None):
                self._looked = time.monotonic()
                await asyncio.wrap_future(self.guard.start(self._looked_for, addresses_too))

    def _looked_for(self, addresses_too: bool) -> None:
        settings = self.settings
        if settings.addresses:
            self._listed = addresses.read(
                settings.addresses, settings.address, settings.pages, settings.folder
            )
        pages = {page.folder: page for page in tree_of(settings).pages}
        self._pages = pages
        if not addresses_too:
            self._by_address = None
            return
        files = {p.path.as_posix(): os.fspath(settings.pages / p.path) for p in pages.values()}
        call = Call(
            function="brochure.cli.site_cards:addresses_of", modules=DRAWING, reads=(settings.pages,),
            arguments=(
                files, settings.address, settings.permalinks, dict(self._listed), settings.pages
            ),
        )  # fmt: skip
        found: Mapping[str, str] = self.guard.run(call)
        names = {page.path.as_posix(): folder for folder, page in pages.items()}
        self._by_address = {_plain(made): names[path] for path, made in found.items() if made}


def _plain(address: str) -> str:
    """``address`` without what tells no pages apart: case of the host, query, fragment, last "/"."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), "", ""))
