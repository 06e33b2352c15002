"""Pictures of the share page: files of the sizes that screens show, light enough for a telephone."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brochure import icc
from brochure.images import scaled
from brochure.kit import Artifact

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 800, 1200, 1600)
"""Pixels: a telephone, a finer one or a column, the cover's picture, and that on a fine screen."""

MOST_BYTES = 300_000
SIZES = "(min-width: 62rem) 60rem, 100vw"
"""How wide a picture stands on the page (HTML, 4.8.4.2.2)."""

_QUALITIES = (85, 80, 74, 66, 58, 48, 38)
_MUCH_SMALLER = 0.9
"""A width that is nearly the picture's own is not worth a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One file of a picture: its ``path`` on the share page, pixels and bytes."""

    path: str
    width: int
    height: int
    media_type: str
    data: bytes


def variants(data: bytes, widths: Sequence[int] = WIDTHS) -> tuple[Variant, ...]:
    """The picture in ``data``, a clean JPEG or PNG, as files of at most ``widths`` pixels, least first.

    A picture that is light and no wider than the widest stays as it is, and is the last; a drawing
    among them needs no others. Files of photographs are JPEG, never more than 300,000 bytes.
    """
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        size, drawn = image.size, image.format == "PNG"
        light = len(data) <= MOST_BYTES and size[0] <= widths[-1]
        if light and drawn:
            return (_variant(data, size),)
        smaller = [width for width in widths if width < size[0] * _MUCH_SMALLER]
        last = [] if light else [min(widths[-1], size[0])]
        image.load()
        rgb = image if image.mode == "RGB" else image.convert("RGB")
    made = [_scaled(rgb, width) for width in dict.fromkeys([*smaller, *last])]
    return (*made, _variant(data, size)) if light else tuple(made)


def _scaled(image: Image, width: int) -> Variant:
    """``image`` as a JPEG file ``width`` pixels wide, of the best quality that is light enough.

    Noise that no quality makes light loses its grain: half the pixels, twice as large.
    """
    from PIL import Image

    size = (width, max(1, round(image.height * width / image.width)))
    shown = scaled(image, size)
    grain = 1
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            shown.save(
                out,
                "JPEG",
                quality=quality,
                subsampling="4:2:0",
                progressive=True,
                icc_profile=icc.srgb(),
            )
            if out.tell() <= MOST_BYTES:
                return _variant(out.getvalue(), size)
        grain *= 2
        coarse = shown.resize(
            (max(1, size[0] // grain), max(1, size[1] // grain)), Image.Resampling.BOX
        )
        shown = coarse.resize(size, Image.Resampling.BICUBIC)


def _variant(data: bytes, size: tuple[int, int]) -> Variant:
    kind = "png" if data.startswith(b"\x89PNG") else "jpg"
    name = f"images/{hashlib.sha256(data).hexdigest()[:12]}-{size[0]}.{kind}"
    media_type = "image/png" if kind == "png" else "image/jpeg"
    return Variant(path=name, width=size[0], height=size[1], media_type=media_type, data=data)


def usual(made: Sequence[Variant]) -> Variant:
    """The file for readers that choose none: the widest."""
    return made[-1]


def files(pictures: Mapping[str, Sequence[Variant]]) -> Iterator[Artifact]:
    """The files of all ``pictures``, each once, in the share page's folder."""
    by_path = {variant.path: variant for made in pictures.values() for variant in made}
    for path, variant in by_path.items():
        yield Artifact(path=f"share/{path}", media_type=variant.media_type, data=variant.data)


_IMAGE = re.compile(r'<img\b[^<>]*?\bsrc="(images/[^"<>]*)"')


def with_sources(text: str, pictures: Mapping[str, Sequence[Variant]]) -> str:
    """``text`` (HTML) where each of the ``pictures`` names its files and its size.

    Browsers then load the file they need, and keep its place free until it is there.
    """
    by_path = {usual(made).path: made for made in pictures.values()}

    def named(found: re.Match[str]) -> str:
        made = by_path.get(html.unescape(found[1]))
        if made is None:
            return found[0]
        said = f' width="{usual(made).width}" height="{usual(made).height}"'
        if len(made) > 1:
            sources = ", ".join(f"{variant.path} {variant.width}w" for variant in made)
            said += f' srcset="{sources}" sizes="{SIZES}"'
        return found[0] + said

    return _IMAGE.sub(named, text)
