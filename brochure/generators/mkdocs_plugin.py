"""The plug-in for MkDocs: a card for each page, its head block, and a link to its brochure.

    plugins:
      - search
      - brochure:
          products: [cards, pdf]

Pages that cannot be built are warnings of MkDocs, so that ``mkdocs build --strict`` fails.
"""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from brochure.errors import BrochureError
from brochure.generators import kits
from brochure.generators.kits import Wanted
from brochure.problems import Text
from brochure.sites.kit_map import KitMap

log: logging.LoggerAdapter[logging.Logger] = get_plugin_logger("brochure")


class BrochureConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plug-in in mkdocs.yml."""

    enabled = options.Type(bool, default=True)
    folder = options.Type(str, default="kits")
    products = options.ListOfItems(options.Type(str), default=["cards"])
    formats = options.ListOfItems(options.Type(str), default=["open-graph"])
    theme = options.Type(str, default="")
    lenient = options.Type(bool, default=True)
    link = options.Type(str, default="Brochure (PDF)")
    """The words of the link to a page's brochure; "" for none."""

    cache = options.Type(str, default=".cache/brochure")
    """Where kits are kept from one build to the next, from the folder of mkdocs.yml."""


class BrochurePlugin(BasePlugin[BrochureConfig]):  # type: ignore[no-untyped-call]
    """Builds kits once all pages are known, and puts them into the site."""

    def __init__(self) -> None:
        self.found = KitMap()

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Build the kits: MkDocs knows all pages and their addresses now."""
        self.found = KitMap()
        if not self.config.enabled:
            return nav
        pages = Path(config.docs_dir)
        addresses = {
            file.src_uri: file.page.canonical_url or ""
            for file in files.documentation_pages()
            if file.page and file.abs_src_path and Path(file.abs_src_path).is_relative_to(pages)
        }
        if not config.site_url:
            log.warning(str(Text("generator-without-address", setting="site_url")))
            return nav
        try:
            site = config.site_url
            self.found = kits.build(pages, self._cache(config), addresses, site, self._wanted())
        except BrochureError as caught:
            raise PluginError(str(caught)) from caught
        for _, problem in kits.told_of(self.found):
            log.warning(problem.sentence())
        return nav

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Link the brochure of the page below its text."""
        row = self.found.pages.get(page.file.src_uri)
        path = kits.brochure_of(row) if row and self.config.link else ""
        if not path:
            return html
        address = get_relative_url(f"{self.config.folder}/{path}", page.url)
        link = f'<a href="{escape(address)}" type="application/pdf">{escape(self.config.link)}</a>'
        return f'{html}\n<p class="brochure">{link}</p>'

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Put the head block into the page."""
        row = self.found.pages.get(page.file.src_uri)
        return kits.with_head(output, row) if row else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Copy the kits into the finished site."""
        kits.copy(self.found, self._cache(config), Path(config.site_dir) / self.config.folder)

    def _cache(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.cache

    def _wanted(self) -> Wanted:
        own = self.config
        return Wanted(
            folder=own.folder, products=own.products, formats=own.formats, theme=own.theme,
            lenient=own.lenient,
        )  # fmt: skip
