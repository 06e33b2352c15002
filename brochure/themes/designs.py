"""Designs: a folder with ``design.toml`` becomes a Design; every problem has its file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields
from pathlib import Path
from typing import Any, TypeVar

from brochure import assets, opened_files
from brochure.design import Design
from brochure.errors import ThemeError
from brochure.problems import Place, Text, error, reason
from brochure.themes import style_sheet
from brochure.themes.card_options import keep_template
from brochure.themes.spreads import SPREADS_FILE, read_spreads
from brochure.themes.tables import Tables, ThemeSource
from brochure.toml_files import read_toml, shown

FILE, CSS_FILE = "design.toml", "design.css"
MOST_CSS = 60_000
"""Characters of a design's style sheet."""

_TABLES = tuple(
    row.name
    for row in fields(Design)
    if row.name not in {"name", "folder", "spreads", "css", "own_sheets"}
)

Form = TypeVar("Form")


def design_names() -> tuple[str, ...]:
    """The names of the designs that come with brochure."""
    return tuple(sorted(path.parent.name for path in _shipped_folder().glob(f"*/{FILE}")))


def read_design(named: str, within: Sequence[Path] = ()) -> Design:
    """The design ``named``: a shipped one, or a folder that holds a ``design.toml``.

    Its files lie below one of the folders ``within``, if any. Raises ThemeError with every problem of
    its file.
    """
    sources = tuple(_sources(named, Place, (), within))
    tables = Tables(tuple(source for source, _ in sources), within=within)
    tables.check_keys({"extends", *_TABLES})
    types: dict[str, Any] = {row.name: row.default for row in fields(Design) if row.name in _TABLES}
    made = {name: _read_form(tables, type(default), name) for name, default in types.items()}
    if tables.problems:
        raise ThemeError(*dict.fromkeys(tables.problems))
    folder = sources[0][1]
    folders = [found for _, found in sources]
    own = next((f for f in folders if (f / SPREADS_FILE).is_file()), folder)
    paths = [f / CSS_FILE for f in reversed(folders) if (f / CSS_FILE).is_file()]
    own_paths = [path for path in paths if not path.is_relative_to(_shipped_folder())]
    sheets = {path: read_css(path, within) for path in paths}
    if faults := [p for path in own_paths for p in style_sheet.problems_of(sheets[path], str(path))]:
        raise ThemeError(*faults)
    return Design(
        name=folder.name,
        folder=folder,
        spreads=read_spreads(own / SPREADS_FILE, within),
        css="\n".join(sheets.values()),
        own_sheets=tuple(map(str, own_paths)),
        **made,
    )


def read_css(path: Path, within: Sequence[Path] = ()) -> str:
    """The style sheet at ``path``, below one of ``within`` if any.

    Raises ThemeError where it cannot be read, or is no small text.
    """
    try:
        text = opened_files.read(path, 4 * MOST_CSS, within).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as caught:
        why = reason(caught) if isinstance(caught, OSError) else Text("toml-not-utf8")
        raise ThemeError(error("toml-unreadable", at=Place(str(path)), reason=why)) from None
    if len(text) > MOST_CSS:
        raise ThemeError(
            error("design-css-long", at=Place(str(path)), characters=len(text), most=MOST_CSS)
        )
    return text


def _read_form(tables: Tables, form: type[Form], name: str) -> Form:
    """The table ``name`` as a ``form``, one of the classes of `brochure.design`."""
    rows: tuple[Field[Any], ...] = fields(form)  # type: ignore[arg-type]
    tables.check_keys({row.name for row in rows}, name)
    return form(**{row.name: _value(tables, row, name) for row in rows})


def _value(tables: Tables, row: Field[Any], name: str) -> Any:
    key, kind = (name, row.name), row.metadata["kind"]
    usual: Any = row.default
    if kind == "choice":
        return tables.choice(*key, allowed=row.metadata["allowed"], default=usual)
    if kind == "template":
        return _template(tables, key) or usual
    if kind == "flag":
        return usual if tables.get(*key) is None else tables.boolean(*key)
    limits = row.metadata["limits"]
    if kind == "number":
        read = tables.number(*key, limits=limits, default=usual)
        return int(read) if row.type == "int" else read
    given = tables.get(*key, default=list(usual))
    if isinstance(given, list) and given and all(_within(value, limits) for value in given):
        return tuple(float(value) for value in given)
    low, high = limits
    tables.report(
        error("theme-number", at=tables.at(*key), value=shown(given), low=f"{low:g}", high=f"{high:g}")
    )
    return usual


def _template(tables: Tables, key: tuple[str, str]) -> str:
    """The template at ``key``: a shipped one's name, or the path of a file beside the design's own."""
    named = tables.text(*key)
    giver = next((row.name for row in tables.sources if key[1] in row.tree.get(key[0], {})), "")
    if not named.endswith(".toml"):
        return named
    file = str(Path(giver).parent / named)
    try:
        keep_template(file, tables.within)
    except ThemeError as caught:
        tables.report(*(problem.placed(tables.at(*key)) for problem in caught.problems))
    return file


def _within(value: object, limits: tuple[float, float]) -> bool:
    low, high = limits
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _sources(
    named: str, place: Callable[[], Place], seen: tuple[Path, ...], within: Sequence[Path]
) -> Iterator[tuple[ThemeSource, Path]]:
    """The design ``named``, then the one it extends, and so on, each with its folder."""
    folder = _shipped_folder() / named if named in design_names() else Path(named)
    path = folder / FILE
    if not path.is_file():
        raise ThemeError(error("design-unknown", at=place(), name=named, known=design_names()))
    tree, text = read_toml(path, str(path), within)
    source = ThemeSource(name=str(path), tree=tree, text=text)
    alone = Tables((source,))
    if path.resolve() in seen:
        raise ThemeError(error("theme-circle", at=alone.at("extends")))
    yield source, folder
    if "extends" in tree:
        extended = alone.text("extends")
        if alone.problems:
            raise ThemeError(*alone.problems)
        inner = extended if extended in design_names() else str(folder / extended)
        yield from _sources(inner, lambda: alone.at("extends"), (*seen, path.resolve()), within)


def _shipped_folder() -> Path:
    return assets.templates_folder() / "designs"
