"""Where templates/, fonts/ and pages/ lie, and the one Jinja environment that reads templates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """The folder that holds templates/, fonts/ and pages/.

    In a wheel they travel inside the package; in a checkout or an editable install they stand
    beside it.
    """
    shipped = PACKAGE / "_shipped"
    return shipped if shipped.is_dir() else PACKAGE.parent


def templates_folder() -> Path:
    """The folder of templates, themes and locales."""
    return root() / "templates"


def fonts_folder() -> Path:
    """The folder of fonts and of ``fonts.toml``, which says what each file is."""
    return root() / "fonts"


def summit_page() -> Path:
    """The page that is built when no other is given."""
    return root() / "pages" / "sommet-pgo.md"


@cache
def files(folder: Path) -> Mapping[str, Path]:
    """Every file below ``folder`` by its path in it, "locales/de.toml", sorted; no hidden ones."""
    found: dict[str, Path] = {}
    for at, inner, names in os.walk(folder):  # os.walk, as Path.rglob takes five times as long
        inner[:] = [name for name in inner if name != "__pycache__"]
        start = at[len(str(folder)) :].replace(os.sep, "/").lstrip("/")
        for name in names:
            if not name.startswith("."):
                found[f"{start}/{name}" if start else name] = Path(at, name)
    return dict(sorted(found.items()))


@cache
def program() -> Mapping[str, Path]:
    """The package's own source files, by their paths in it, sorted."""
    return {name: path for name, path in files(PACKAGE).items() if name.endswith(".py")}


@cache
def toml(relative: str) -> dict[str, Any]:
    """The TOML file at ``relative`` (below the root) as a dictionary, read once; do not change it."""
    import tomllib

    return tomllib.loads((root() / relative).read_text(encoding="utf-8"))


@cache
def environment() -> jinja2.Environment:
    """The Jinja environment of every template: strict about names, escaping everywhere."""
    import jinja2

    from brochure.compiled_templates import Kept

    folder = templates_folder()
    options: dict[str, Any] = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
    }
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=Kept(folder, repr(options)),
        **options,
    )


def load_templates() -> None:
    """Compile the templates of all products.

    The process that forks those that draw does it before: they share what is compiled, and it may keep
    what they may not write.
    """
    for name in environment().list_templates(extensions=["j2"]):
        environment().get_template(name)
