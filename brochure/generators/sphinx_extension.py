"""The extension for Sphinx: a card for each page, its head block, and its brochure.

    extensions = ["brochure.generators.sphinx_extension"]
    html_baseurl = "https://docs.example.org/"
    brochure_products = ["cards", "pdf"]

Sphinx reads reStructuredText, MyST and more; what it has read (the doctree) is written as Markdown, of
which kits are built. Pages that cannot be built are warnings, so that ``sphinx-build -W`` fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from brochure.errors import BrochureError
from brochure.generators import kits
from brochure.generators.kits import Wanted
from brochure.generators.markdown_of_docutils import page_of
from brochure.library_versions import versions
from brochure.problems import Text
from brochure.sites.kit_map import KitMap

log = logging.getLogger(__name__)

_VALUES: dict[str, tuple[Any, type]] = {
    "brochure_products": (["cards"], list), "brochure_formats": (["open-graph"], list),
    "brochure_theme": ("", str), "brochure_folder": ("kits", str),
}  # fmt: skip


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx what to call, and when."""
    for name, (default, kind) in _VALUES.items():
        app.add_config_value(name, default, "html", [kind])
    app.connect("env-check-consistency", _build)
    app.connect("html-page-context", _add_head)
    app.connect("build-finished", _copy)
    return {"version": versions()["brochure"], "parallel_read_safe": True, "parallel_write_safe": True}


def _build(app: Sphinx, env: BuildEnvironment) -> None:
    """Build the kits: all pages are read."""
    if app.builder.format != "html":
        return
    if not app.config.html_baseurl:
        log.warning(str(Text("generator-without-address", setting="html_baseurl")), type="brochure")
        return
    base = app.config.html_baseurl.rstrip("/") + "/"
    pages, output = _pages(app), _output(app)
    addresses = {}
    kept = set()
    for name in sorted(env.found_docs - {*_hidden(env)}):
        place = pages / f"{name}.md"
        text = page_of(env.get_doctree(name), app.config.language)
        kept.add(place)
        addresses[f"{name}.md"] = base + app.builder.get_target_uri(name)
        if not place.is_file() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    for gone in {*pages.rglob("*.md")} - kept:
        gone.unlink()
    own = app.config
    wanted = Wanted(
        folder=own.brochure_folder, products=own.brochure_products, formats=own.brochure_formats,
        theme=own.brochure_theme,
    )  # fmt: skip
    try:
        found = kits.build(pages, output, addresses, base, wanted)
    except BrochureError as caught:
        raise ExtensionError(str(caught), modname=__name__) from caught
    for name, problem in kits.told_of(found):
        log.warning(problem.what("en"), location=name.removesuffix(".md"), type="brochure")
    app.brochure_kits = found  # type: ignore[attr-defined]


def _hidden(env: BuildEnvironment) -> Iterator[str]:
    """The pages that nobody looks for by themselves."""
    yield from (name for name, told in env.metadata.items() if "nobrochure" in told)


def _pages(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "brochure" / "pages"


def _output(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "brochure" / "kits"


def _found(app: Sphinx) -> KitMap:
    found: KitMap = getattr(app, "brochure_kits", KitMap())
    return found


def _add_head(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the head block into the page, and its brochure where templates find it."""
    row = _found(app).pages.get(f"{pagename}.md")
    if row is None or doctree is None:
        return
    own = [line for line in row["head"].splitlines() if not line.startswith('<link rel="canonical"')]
    context["metatags"] = context.get("metatags", "") + "\n".join(own)
    if path := kits.brochure_of(row):
        context["brochure"] = context["pathto"](f"{app.config.brochure_folder}/{path}", 1)
        link = f'<p class="brochure"><a href="{context["brochure"]}">Brochure (PDF)</a></p>'
        context["body"] = context.get("body", "") + link


def _copy(app: Sphinx, exception: Exception | None) -> None:
    """Copy the kits into the finished site."""
    if exception is None:
        kits.copy(_found(app), _output(app), Path(app.outdir) / app.config.brochure_folder)
