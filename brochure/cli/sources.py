"""The pages that a command line names: files, folders of files, standard input, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from brochure.file_names import found
from brochure.importing.access import is_web_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page to build: its file, or "-", its ``slug`` when it gives none, the ``root`` of its site."""

    name: str
    slug: str = ""
    root: Path | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether it has to be imported first: an address of the web, or no text by its ending."""
        ending = Path(self.name).suffix.lower()
        if is_web_address(self.name):
            return True
        if self.name == "-" or ending in {"", ".md", ".markdown", ".txt"}:
            return False
        from brochure.importing import kinds

        return kinds.is_foreign(ending)


def sources_of(named: list[str]) -> list[Source]:
    """Every page named, each once; a folder stands for the Markdown files in it."""
    here = sorted(Path("pages").glob("*.md"))
    if not named and here:
        return [Source(name=str(path)) for path in here]
    if not named:
        from brochure import assets

        return [Source(name=str(assets.summit_page()))]
    pages = [source for name in named for source in _of(name)]
    return list({source.name: source for source in pages}.values())


def _of(name: str) -> Iterable[Source]:
    """The page ``name``, or the pages of the folder ``name``, each with a slug made of its path."""
    if is_web_address(name):  # a path would lose one of its slashes
        return [Source(name=name)]
    folder = found(Path(name))
    if name == "-" or not is_folder(folder):
        return [Source(name=name if name == "-" else str(folder))]
    pages = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in {".md", ".markdown"}
        and not _is_hidden(path.relative_to(folder))
        and not _is_in_kit(path, folder)
    ]
    made = [Source(name=str(p), slug=_slug(p.relative_to(folder)), root=folder) for p in pages]
    return made or [Source(name=str(folder))]


def _is_hidden(path: Path) -> bool:
    """Whether a site generator makes no page of it: hidden, a folder of drafts or parts, a part."""
    folders = any(part[0] in "._" or part == "node_modules" for part in path.parts[:-1])
    return folders or (path.name[0] in "._" and path.name != "_index.md")


def _is_in_kit(path: Path, folder: Path) -> bool:
    """Whether it lies in a kit, as the captions of one that was built into the ``folder`` itself do."""
    from brochure.kit import MANIFEST_NAME

    between = path.parents[: len(path.relative_to(folder).parts) - 1]
    return any((parent / MANIFEST_NAME).is_file() for parent in between)


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder; a name that no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _slug(path: Path) -> str:
    """The slug of a page of a folder: "guide-install" of guide/install.md, "guide" of its index.md."""
    from brochure import slugs

    parts = [*path.parts[:-1], path.stem]
    if len(parts) > 1 and parts[-1].lower() in {"index", "readme", "_index"}:
        parts.pop()
    return slugs.slug_of(" ".join(parts))
