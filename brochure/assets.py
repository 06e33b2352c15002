"""Where templates/, fonts/ and pages/ lie, and the one Jinja environment that reads templates."""

from __future__ import annotations

import tomllib
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
def files(folder: Path) -> tuple[Path, ...]:
    """Every file below ``folder``, sorted by its path, hidden files left out."""
    paths = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    return tuple(sorted(paths, key=lambda p: p.relative_to(folder).as_posix()))


@cache
def program() -> tuple[Path, ...]:
    """The package's own source files, sorted by path."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def toml(relative: str) -> dict[str, Any]:
    """The TOML file at ``relative`` (below the root) as a dictionary, read once; do not change it."""
    return tomllib.loads((root() / relative).read_text(encoding="utf-8"))


@cache
def environment() -> jinja2.Environment:
    """The Jinja environment of every template: strict about names, escaping everywhere."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates_folder(), encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
