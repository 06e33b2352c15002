"""``brochure themes`` lists the themes there are; ``brochure theme new`` makes one of a brand."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure import colour, opened_files
from brochure.cli import limits, terminal
from brochure.cli.files import put
from brochure.errors import OutputError, SourceError, ThemeError, gathered
from brochure.problems import Place, Problem, Text, error, note, reason

if TYPE_CHECKING:
    from brochure.building.guarded import Guarded
    from brochure.logo import Logo
    from brochure.theme import Theme
    from brochure.themes.brand_roles import Change
    from brochure.themes.brand_themes import NewTheme

theme = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


def loaded_by(guard: Guarded, name: str) -> Theme:
    """The theme of that name, or in that file, wherever it lies: it was named on the command line."""
    from brochure.work.workers import Call

    made: Theme = guard.run(
        Call(
            function="brochure.themes.theme_file:load_theme",
            arguments=(name,),
            reads=(Path("/"),),
            modules=("brochure.themes.theme_file",),
            at=Place(file=name),
        )
    )
    return made


def themes(as_json: bool = typer.Option(False, "--json")) -> None:
    """List the themes with their lowest contrast of text on its ground."""
    from brochure import theme
    from brochure.themes import theme_file

    rows, broken = [], []
    for name in theme_file.theme_names():
        try:
            loaded = theme_file.load_theme(name)
        except ThemeError as caught:
            broken.append(caught)
            continue
        lowest = min(
            colour.contrast(loaded.roles[p.text], loaded.roles[p.ground]) for p in theme.TEXT_PAIRS
        )
        rows.append({"name": name, "description": loaded.description,
                     "lowest_contrast": round(lowest, 2)})  # fmt: skip
    if as_json:
        print(json.dumps(rows, indent=1))
    else:
        for row in rows:
            terminal.result(f"{row['name']:<10} {row['description']} ({row['lowest_contrast']}:1)")
    if broken:
        raise gathered(broken)


@theme.command("new")
def new(
    logo: Path | None = typer.Option(None, "--logo", metavar="FILE"),  # noqa: B008
    colours: list[str] = typer.Option([], "--colour", "--color", metavar="#RRGGBB"),  # noqa: B008
    name: str = typer.Option("", "--name", show_default=False),
    extends: str = typer.Option("agora", "--extends"),
    profile: Path | None = typer.Option(None, "--profile", metavar="FILE"),  # noqa: B008
    output: Path | None = typer.Option(None, "--output", "-o", metavar="FILE"),  # noqa: B008
    force: bool = typer.Option(False, "--force"),
    time_limit: float = limits.TIME,
    memory_limit: int = limits.MEMORY,
) -> None:
    """Write a theme file of a brand's colours and logo; say what had to be changed."""
    from brochure import slugs
    from brochure.work.workers import Call

    title = name or (logo.stem if logo else "")
    file = output or Path(f"{slugs.slug_of(title) or 'theme'}.toml")
    if file.exists() and not force:
        raise OutputError(error("new-theme-taken", at=Place(str(file))))
    at = Place(file=str(logo or extends))
    with limits.guard(time_limit, memory_limit) as guard:
        made: NewTheme = guard.run(
            Call(
                function="brochure.cli.themes:draft",
                arguments=(logo, colours, file),
                options={"name": title, "extends": extends, "profile": str(profile or "")},
                reads=(Path("/"),),
                modules=("brochure.themes.brand_themes",),
                at=at,
            )
        )
        put([(file, made.toml.encode())])
        if logo and not colours:
            terminal.tell(Text("new-theme-of-logo", colours=made.colours))
        for change in made.changes:
            _show(change)
        if not made.changes:
            terminal.tell(Text("new-theme-unchanged"))
        if logo:
            plate = Call(
                function="brochure.cli.themes:plate", arguments=(file, logo), reads=(Path("/"),), at=at
            )
            terminal.warn(*guard.run(plate))
        limits.tell_missing(guard)
    terminal.result(str(file))


def draft(logo: Path | None, colours: Sequence[str], file: Path, **options: str) -> NewTheme:
    """The theme of a brand, to be written to ``file``; its colours are the logo's where none is given.

    Raises SourceError and ThemeError.
    """
    from brochure.themes import brand_themes, theme_file

    extends = options.pop("extends")
    read = _read_logo(logo) if logo else None
    return brand_themes.new_theme(
        [*colours] or (list(brand_themes.brand_colours(read)) if read else []),
        extends=_beside(Path(extends), file) if extends.endswith(".toml") else extends,
        logo=_beside(logo, file) if logo else "",
        least=theme_file.load_theme(extends).minimum_contrast,
        **options,
    )


def _read_logo(file: Path) -> Logo:
    """The logo in ``file``. Raises SourceError."""
    from brochure.logo import MOST_BYTES, read_logo

    try:
        return read_logo(opened_files.read(file, MOST_BYTES), str(file))
    except FileNotFoundError:
        raise SourceError(error("source-missing", at=Place(str(file)))) from None
    except OSError as caught:
        at = Place(file=str(file))
        raise SourceError(error("file-not-read", at=at, reason=reason(caught))) from caught


def _beside(logo: Path, file: Path) -> str:
    """The path of ``logo`` as the theme ``file`` names it: from its own folder."""
    try:
        return Path(os.path.relpath(logo.resolve(), file.resolve().parent)).as_posix()
    except ValueError:  # on another drive
        return logo.resolve().as_posix()


def _show(change: Change) -> None:
    """A change with both colours side by side, on standard error."""
    before, after = change.ratios
    swatch = f"{_swatch(change.before)}{change.before} \u2192 {_swatch(change.after)}{change.after}"
    said = Text(
        "new-theme-changed", what=change.what, ground=change.ground, before=before,
        after=after, least=change.least,
    )  # fmt: skip
    print(f"{swatch}  {terminal.escaped(str(said))}", file=sys.stderr)


def _swatch(rgb: str) -> str:
    """A patch of the colour, where standard error is a terminal that shows true colours."""
    shown = os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}
    if not shown or not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return ""
    red, green, blue = (int(rgb[at : at + 2], 16) for at in (1, 3, 5))
    return f"\033[48;2;{red};{green};{blue}m    \033[0m "


def plate(file: Path, logo: Path) -> Sequence[Problem]:
    """A note where the logo stands on a plate on covers: a variant for that ground would be better."""
    from brochure.themes import theme_file

    cover = theme_file.load_theme(file).roles["cover"]
    return () if _read_logo(logo).stands_on(cover) else (note("new-theme-plate", cover=cover.rgb),)
