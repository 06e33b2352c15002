"""The images that a page names, read from its own folder or its site's and from nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from brochure import opened_files
from brochure.errors import SourceError
from brochure.file_names import found
from brochure.images import size_of
from brochure.picture_files import PictureFile, Pictures, media_type_of
from brochure.problems import LargeFileError, Place, Problem, error, reason

MAX_IMAGE_BYTES = 100_000_000
"""A photograph of 24 megapixels has 72 million bytes as TIFF; as JPEG, what its picture takes."""

LEAST_PICTURE_PX = 200
PRINT_PX = (2600, 3600)
"""A cover of A4 with bleed at 300 dpi, rounded up."""

STATIC = ("static", "public", "assets", "source")
CONTENT = frozenset({"content", "docs", "src", "pages", "posts", "_posts", "blog"})
"""Folders of generators: of files that are copied as they are, and of pages."""


def read_images(
    places: Mapping[str, Place], folder: Path, root: Path | None = None, *, decode: bool = True
) -> tuple[Pictures, list[Problem]]:
    """Each image in ``places`` (its name as written, and where), and what is wrong or left out.

    Images are clean sRGB JPEG or PNG files, whatever they were (`brochure.picture_files`). Without
    ``decode`` they become so when they are asked for, and what is broken is not told before.

    Images lie below ``folder``. With a site's ``root``, anywhere below that, and "/img/x.jpg" is
    meant from there, or from a folder whose files the site's generator copies there. What is missing,
    broken, foreign or too large has a problem instead of bytes.
    """
    folders = (folder.resolve(), (root or folder).resolve(), *static_folders(root or folder))
    files: list[PictureFile] = []
    problems: list[Problem] = []
    for name, at in places.items():
        try:
            file = PictureFile(name=name, given=_read(name, folders))
            told = file.decode() if decode else file.glance()[1]
        except SourceError as caught:
            problems += (problem.placed(at) for problem in caught.problems)
        else:
            files.append(file)
            problems += (problem.placed(at) for problem in told)
    return Pictures.of(files), problems


def check_width(name: str, data: bytes, at: Place) -> Iterator[Problem]:
    """Whether a cover can be cut from the photograph ``name``, which ``data`` holds."""
    width, height = size_of(data)
    if min(width, height) < LEAST_PICTURE_PX:
        yield error(
            "picture-small", at=at, name=name, width_px=width, height_px=height, least=LEAST_PICTURE_PX,
            print_width_px=PRINT_PX[0], print_height_px=PRINT_PX[1],
        )  # fmt: skip


def static_folders(root: Path) -> tuple[Path, ...]:
    """The folders of a site whose files lie at its top when it is published.

    They are in the site's folder, which ``root`` is or has above it: Hugo and Docusaurus keep pages in
    content/ or docs/ and such files in static/ beside it, Astro and VitePress in src/ and public/.
    """
    around = [folder for folder in (root.resolve(), *root.resolve().parents) if folder.name in CONTENT]
    tops = [root.resolve(), *(folder.parent for folder in around[:2])]
    folders = (top / name for top in tops for name in STATIC)
    return tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))


def _read(name: str, folders: tuple[Path, ...]) -> bytes:
    path = _path(name, *folders)
    try:
        data = opened_files.read(path, MAX_IMAGE_BYTES, folders)
    except LargeFileError:
        raise SourceError(error("image-large", name=name, most=MAX_IMAGE_BYTES)) from None
    except OSError as caught:
        raise SourceError(
            error("image-not-read", name=name, reason=reason(caught), path=path)
        ) from caught
    if not media_type_of(data):
        # it is not parsed: an SVG may hold entities that grow to gigabytes
        drawing = b"<svg" in data[:4096] or data.lstrip().startswith(b"<?xml")
        raise SourceError(
            error("image-svg", name=name, width_px=1000) if drawing else error("image-kind", name=name)
        )
    return data


def _path(name: str, folder: Path, root: Path, *static: Path) -> Path:
    """The file of the image ``name``, below ``folder``, ``root`` or one of the ``static`` folders."""
    try:
        foreign = bool(urlsplit(name).scheme) or name.startswith("//")
    except ValueError:
        foreign = True
    if foreign:
        raise SourceError(error("image-web", name=name))
    plain = unquote(name)
    if not name or "\0" in plain:
        raise SourceError(error("image-nameless", name=name))
    if name.startswith("/"):
        for place in (root, *static):
            path = found(place / plain.lstrip("/")).resolve()
            if path.is_file() and path.is_relative_to(place):
                return path
    from_root = name.startswith("/") and root != folder
    path = found(root / plain.lstrip("/") if from_root else folder / plain).resolve()
    if not any(path.is_relative_to(place) for place in (folder, root)):
        raise SourceError(error("image-outside", name=name, folder=root))
    return path
