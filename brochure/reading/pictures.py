"""The images a body names, read from the page's own folder and from nowhere else."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from brochure.errors import SourceError
from brochure.images import size_of

MAX_IMAGE_BYTES = 20_000_000
MAX_IMAGE_PIXELS = 50_000_000
LEAST_PICTURE_PX = 200
MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
"""Pillow's colour modes that screens show as they are and PDF/A takes without a profile."""

SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}


def media_type_of(data: bytes) -> str:
    """The media type told by the first bytes of ``data``, or "" for what brochure does not take."""
    for signature, media_type in SIGNATURES.items():
        if data.startswith(signature):
            return media_type if media_type != "image/webp" or data[8:12] == b"WEBP" else ""
    return ""


def read_images(
    names: dict[str, int], folder: Path, where: str, root: Path | None = None
) -> dict[str, bytes]:
    """The bytes of each image of ``names`` (the name as written, and its line), below ``folder``.

    With a site's ``root``, anywhere below that, and "/img/x.jpg" is meant from there. Raises
    SourceError for a missing, broken, foreign or too large image.
    """
    places = _Places(folder.resolve(), (root or folder).resolve())
    return {name: _read(name, places, where, line) for name, line in names.items()}


class _Places(NamedTuple):
    """The folder of a page, and that of its site, in which images may lie."""

    folder: Path
    root: Path


def refuse_narrow(name: str, images: dict[str, bytes], where: str, line: int | None) -> None:
    """Refuse a photograph that no cover can be cut from."""
    width, height = size_of(images[name])
    if min(width, height) < LEAST_PICTURE_PX:
        raise SourceError(
            f'picture "{name}" has {width:,} × {height:,} pixels; a cover is cut from '
            f"{LEAST_PICTURE_PX} at least each way, and print wants 2,600 × 3,600",
            where=where,
            line=line,
        )


def _read(name: str, places: _Places, where: str, line: int) -> bytes:
    def fail(message: str) -> SourceError:
        return SourceError(f'image "{name}": {message}', where=where, line=line)

    path = _path(name, places, fail)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise fail(f"{error.strerror}: {path}") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise fail("it is not a file")
    with os.fdopen(handle, "rb") as file:
        data = file.read(MAX_IMAGE_BYTES + 1)
    if len(data) > MAX_IMAGE_BYTES:
        raise fail(f"it has more than {MAX_IMAGE_BYTES:,} bytes; make it smaller")
    if not media_type_of(data):
        raise fail(_foreign(data))
    _refuse_broken(data, fail)
    return data


def _foreign(data: bytes) -> str:
    """What to say of a file of another kind; it is not parsed."""
    if b"<svg" in data[:4096] or data.lstrip().startswith(b"<?xml"):
        return (
            "it is an SVG drawing, which may hold programs; export it as PNG, 1,000 pixels wide or more"
        )
    return "it is not a PNG, JPEG or WebP file"


def _path(name: str, places: _Places, fail: Callable[[str], SourceError]) -> Path:
    """Where the image lies, below one of ``places``."""
    try:
        foreign = bool(urlsplit(name).scheme) or name.startswith("//")
    except ValueError:
        foreign = True
    if foreign:
        raise fail("images come from the page's own folder; save it beside the page")
    if not name or "\0" in unquote(name):
        raise fail("it has no name; write ![what it shows](file.jpg)")
    from_root = name.startswith("/") and places.root != places.folder
    path = (
        places.root / unquote(name).lstrip("/") if from_root else places.folder / unquote(name)
    ).resolve()
    if not any(path.is_relative_to(place) for place in places):
        raise fail(f"it lies outside the page's folder {places.root}; copy it there")
    return path


def _refuse_broken(data: bytes, fail: Callable[[str], SourceError]) -> None:
    """Open the image as its readers will; refuse what is cut short or too large to set."""
    import io

    from PIL import Image, ImageFile

    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"])
        with image:
            pixels = image.width * image.height
            if pixels > MAX_IMAGE_PIXELS:
                raise fail(
                    f"it has {pixels:,} pixels; {MAX_IMAGE_PIXELS:,} are plenty for a full A3 "
                    "page; make it smaller"
                )
            if image.mode not in MODES:
                raise fail(f"its colours are {image.mode}; save it as RGB with 8 bits a channel")
            if getattr(image, "n_frames", 1) > 1:
                raise fail("it moves, which paper does not; save one picture of it")
            image.load()
    except Image.DecompressionBombError as error:
        raise fail(
            f"it has many times {MAX_IMAGE_PIXELS:,} pixels, which are plenty for a full A3 page; make "
            "it smaller"
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise fail(f"it is broken: {error}") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
