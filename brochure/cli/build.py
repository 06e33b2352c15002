"""``brochure build``: pages in, kits out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
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
    url: str
    look: Callable[[str], Theme]
    """The theme of that name with what the command line asks of it; "" is the command line's own."""


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
        help="Markdown or text files, folders of Markdown files, or - for standard input. "
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
    template: str = typer.Option(
        "", "--template", help="Card template: assembly, photo, quote, figure, or a TOML file."
    ),
    code: bool = typer.Option(False, "--code", help="Put the page's QR code on its cards."),
    scale: int = typer.Option(1, "--scale", help="Cards this many times as large: 1, 2 or 3."),
    debug_grid: bool = typer.Option(
        False, "--debug-grid", help="Draw the boxes of the card template, for designers."
    ),
    url: str = typer.Option("", "--url", help="The address the page is published at.", metavar="URL"),
    force: bool = typer.Option(False, "--force", help="Build even if nothing changed."),
    as_json: bool = typer.Option(False, "--json", help="Tell the result as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Say nothing but errors."),
) -> None:
    """Build the kit of each page: brochure.pdf, print files, cards, QR codes and the share page.

    Examples: brochure build · brochure build page.md --theme papier · brochure build *.md -o kits ·
    brochure build site/ --only cards
    """
    from brochure import themefile
    from brochure.building import parse_only

    @cache
    def look(named: str) -> Theme:
        loaded = themefile.for_printer(themefile.load(named or theme), profile, bleed)
        return themefile.for_cards(loaded, template=template, code=code, scale=scale, grid=debug_grid)

    options = Options(
        output=output,
        products=parse_only(only),
        force=force,
        quiet=quiet or as_json,
        url=url,
        look=look,
    )
    look("")  # a theme that cannot be used is told once, before any page
    built, failed = _build_all(_sources(sources or []), options)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page to build: its file, or "-", and the slug it gets when it gives none ("": by its name)."""

    name: str
    slug: str = ""


def _sources(named: list[str]) -> list[Source]:
    """Every page named, each once; a folder stands for the Markdown files in it."""
    here = sorted(Path("pages").glob("*.md"))
    if not named and here:
        return [Source(name=str(path)) for path in here]
    if not named:
        from brochure import assets

        return [Source(name=str(assets.summit_page()))]
    found = [source for name in named for source in _of(name)]
    return list({source.name: source for source in found}.values())


def _of(name: str) -> Iterable[Source]:
    """The page ``name``, or the pages of the folder ``name``, each with a slug made of its path."""
    folder = Path(name)
    if name == "-" or not _is_folder(folder):
        return [Source(name=name if name == "-" else str(folder))]
    pages = [path for path in sorted(folder.rglob("*.md")) if not _is_hidden(path.relative_to(folder))]
    return [Source(name=str(page), slug=_slug(page.relative_to(folder))) for page in pages] or [
        Source(name=str(folder))
    ]


def _is_hidden(path: Path) -> bool:
    return any(part[0] in "._" or part == "node_modules" for part in path.parts)


def _is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; a name that no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _slug(path: Path) -> str:
    """The slug of a page of a folder: "guide-install" of guide/install.md, "guide" of its index.md."""
    from brochure.parts import slugs

    parts = [*path.parts[:-1], path.stem]
    if len(parts) > 1 and parts[-1].lower() in {"index", "readme", "_index"}:
        parts.pop()
    return slugs.slug_of(" ".join(parts))


def _build_all(sources: Sequence[Source], options: Options) -> tuple[list[Built], int]:
    """Build every source; an error in one is told and the others are still built."""
    built, failed = [], 0
    taken: dict[str, str] = {}
    for number, source in enumerate(sources, 1):
        at = f"{number}/{len(sources)} " if len(sources) > 1 else ""
        try:
            page = _read(source, options)
            _refuse_same_folder(page, source.name, taken)
            built.append(_build_one(page, options, at))
        except BrochureError as error:
            if "--debug" in _arguments():
                raise
            terminal.fail(_with_place(str(error), source.name, len(sources)))
            failed += 1
        except Exception as error:
            if "--debug" in _arguments():
                raise
            terminal.fail(f"{source.name}: {terminal.unexpected(error)}")
            failed += 1
    return built, failed


def _with_place(error: str, source: str, count: int) -> str:
    """``error`` with the page it is about, where there are several and it does not say."""
    return error if count == 1 or source in error else f"{source}: {error}"


def _read(source: Source, options: Options) -> Page:
    """The page at ``source``. Cards show nothing of a body, so for them alone any body will do.

    A body without images is then not looked at; one with images only if it can be read.
    """
    from brochure.reading import read

    cards_only = options.products == ("cards",) and source.name != "-"
    if cards_only:
        page = read(source.name, url=options.url, slug=source.slug, head_only=True)
        if "![" not in page.body:
            return page
    try:
        return read(source.name, url=options.url, slug=source.slug)
    except SourceError:
        if not cards_only:
            raise
    return page


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


def _build_one(page: Page, options: Options, at: str) -> Built:
    from brochure import building, writing
    from brochure.themefile import borrowed

    theme, note = borrowed.borrow(page, options.look(page.theme))
    notes = (note,) if note and "cards" in options.products else ()
    folder = options.output / page.slug
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder}: is a file; choose another folder with -o")
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror}; choose another folder with -o") from error
    if not options.force and writing.is_current(folder, building.digest(page, theme), options.products):
        return _told(_standing(folder, notes), options)
    progress = terminal.Progress(quiet=options.quiet)
    try:
        kit = building.build(
            page, theme, only=options.products,
            progress=lambda name: progress.show(f"{at}{page.slug}: {name} …"),
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
            warnings=(*notes, *kit.warnings),
        ),
        options,
    )


def _standing(folder: Path, notes: Sequence[str]) -> Built:
    """The kit that stands unchanged in ``folder``, its warnings said again."""
    from brochure.writing import read_manifest

    manifest = read_manifest(folder)
    assert manifest is not None
    warnings = dict.fromkeys(w for e in manifest.files for w in e.facts.get("warnings", ()))
    return Built(
        folder=folder, status="unchanged", files=[e.path for e in manifest.files],
        codes=sum(len(e.facts.get("codes", ())) for e in manifest.files),
        warnings=(*notes, *warnings),
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
