"""``brochure build``: pages in, kits out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brochure.cli import terminal
from brochure.errors import BrochureError, OutputError, SourceError

if TYPE_CHECKING:
    from brochure.page import Page
    from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asked for."""

    output: Path
    products: tuple[str, ...]
    force: bool
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A kit that stands: ``status`` is "built" or "unchanged"."""

    folder: Path
    status: str
    files: Sequence[str]
    codes: int
    warnings: Sequence[str]


def build(
    sources: list[str] = typer.Argument(  # noqa: B008 - Typer's way to describe an argument
        None,
        help="Markdown or text files, or - for standard input. "
        "None: pages/*.md of this folder, else the summit page.",
        metavar="[SOURCE]...",
        show_default=False,
    ),
    output: Path = typer.Option(  # noqa: B008
        Path("output"), "--output", "-o", help="Folder for the kits.", metavar="FOLDER"
    ),
    theme: str = typer.Option(
        "agora", "--theme", help="A theme's name (see: brochure themes) or a TOML file."
    ),
    only: str = typer.Option(
        "", "--only", help="Make these products only: pdf,print,cards,qr,share.", metavar="PRODUCTS"
    ),
    profile: str = typer.Option(
        "", "--profile", help="Your printer's output profile (CMYK, .icc) for print/.", metavar="FILE"
    ),
    bleed: float | None = typer.Option(
        None, "--bleed", help="Millimetres of bleed in print/: 3 to 10.", metavar="MM", show_default="3"
    ),
    url: str = typer.Option("", "--url", help="The address the page is published at.", metavar="URL"),
    force: bool = typer.Option(False, "--force", help="Build even if nothing changed."),
    as_json: bool = typer.Option(False, "--json", help="Tell the result as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Say nothing but errors."),
) -> None:
    """Build the kit of each page: brochure.pdf, print files, cards, QR codes and the share page.

    Examples: brochure build · brochure build page.md --theme papier · brochure build *.md -o kits
    """
    from brochure import themefile
    from brochure.building import parse_only

    products = parse_only(only)
    options = Options(output=output, products=products, force=force, quiet=quiet or as_json)
    look = themefile.for_printer(themefile.load(theme), profile, bleed)
    built, failed = _build_all(_sources(sources or []), look, url, options)
    if as_json:
        rows = [
            {
                "folder": str(b.folder), "status": b.status, "files": list(b.files),
                "codes_read_back": b.codes, "warnings": list(b.warnings),
            }
            for b in built
        ]  # fmt: skip
        print(json.dumps(rows, indent=1))
    if failed:
        raise typer.Exit(1)


def _sources(named: list[str]) -> list[str]:
    if named:
        return named
    here = sorted(Path("pages").glob("*.md"))
    if here:
        return [str(path) for path in here]
    from brochure import assets

    return [str(assets.summit_page())]


def _build_all(
    sources: Iterable[str], theme: Theme, url: str, options: Options
) -> tuple[list[Built], int]:
    """Build every source; an error in one is told and the others are still built."""
    from brochure.reading import read

    built, failed = [], 0
    taken: dict[str, str] = {}
    for source in dict.fromkeys(str(Path(s)) if s != "-" else s for s in sources):
        try:
            page = read(source, url=url)
            _refuse_same_folder(page, source, taken)
            built.append(_build_one(page, theme, options))
        except BrochureError as error:
            if "--debug" in _arguments():
                raise
            terminal.fail(str(error))
            failed += 1
        except Exception as error:
            if "--debug" in _arguments():
                raise
            terminal.fail(f"{source}: {terminal.unexpected(error)}")
            failed += 1
    return built, failed


def _arguments() -> list[str]:
    import sys

    return sys.argv


def _refuse_same_folder(page: Page, source: str, taken: dict[str, str]) -> None:
    other = taken.setdefault(page.slug, source)
    if other != source:
        raise SourceError(
            f'its kit would have the same folder "{page.slug}" as that of {other}; '
            "give one of them another slug: in its front matter",
            where=source,
        )


def _build_one(page: Page, theme: Theme, options: Options) -> Built:
    from brochure import building, writing

    folder = options.output / page.slug
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder}: is a file; choose another folder with -o")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}; choose another folder with -o") from error
    if not options.force and writing.is_current(folder, building.digest(page, theme), options.products):
        return _told(_standing(folder), options)
    progress = terminal.Progress(quiet=options.quiet)
    try:
        kit = building.build(
            page, theme, only=options.products,
            progress=lambda name: progress.show(f"{page.slug}: {name} …"),
        )  # fmt: skip
        manifest = writing.write(kit, folder)
    finally:
        progress.clear()
    return _told(
        Built(
            folder=folder,
            status="built",
            files=[entry.path for entry in manifest.files],
            codes=sum(len(a.facts.get("codes", ())) for a in kit.artifacts),
            warnings=kit.warnings,
        ),
        options,
    )


def _standing(folder: Path) -> Built:
    """The kit that stands unchanged in ``folder``, its warnings said again."""
    from brochure.writing import read_manifest

    manifest = read_manifest(folder)
    assert manifest is not None
    warnings = dict.fromkeys(w for e in manifest.files for w in e.facts.get("warnings", ()))
    return Built(
        folder=folder, status="unchanged", files=[e.path for e in manifest.files],
        codes=sum(len(e.facts.get("codes", ())) for e in manifest.files),
        warnings=tuple(warnings),
    )  # fmt: skip


def _told(built: Built, options: Options) -> Built:
    for warning in built.warnings:
        terminal.warn(warning)
    if not options.quiet:
        done = (
            f"{len(built.files)} files, {built.codes} codes read back"
            if built.status == "built"
            else "nothing changed (--force builds it again)"
        )
        terminal.tell(f"{built.folder.name}: {done}", mark="✓")
        terminal.result(str(built.folder))
    return built
