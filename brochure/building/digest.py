"""Origins: what each product was made from, as a digest: page, theme, templates, fonts and code."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brochure import assets, opened_files, picture_files, plugins
from brochure.building import inputs
from brochure.kit import digest_of
from brochure.library_versions import versions
from brochure.page import Page
from brochure.programme import Programme
from brochure.theme import Cards, FontFace, Printing, Theme

if TYPE_CHECKING:
    from brochure.design import Design
    from brochure.stationery.printed_sheets import PrintedSheet
    from brochure.stationery.products import SheetProduct

SHEETS = "sheets"
"""What `inputs` is asked for programmes: no table names it, so that they are made from everything."""


class Origins:
    """What the products of a page are made from, and the files of those that are made in parts.

    ``page`` and ``theme`` are as products see them (`brochure.building.preparing`). Each of their
    fields is turned into bytes once, for all products.
    """

    def __init__(self, page: Page, theme: Theme) -> None:
        self._page, self._theme = page, theme
        self._found: dict[str, bytes] = {}

    def digest_for(self, made: str, shown: Mapping[str, str]) -> str:
        """What is ``made`` from page and theme, as a SHA-256: a product, or a file of one by its path.

        ``shown`` has the digests of the products that it shows.
        """
        shows = (f"{name}={digest}".encode() for name, digest in sorted(shown.items()))
        product = made.partition("/")[0]
        program = self._once(f"program {product}", partial(_program_of, product))
        return digest_of([made.encode(), *self._fields(made), program, *shows])

    def _fields(self, made: str) -> Iterator[bytes]:
        for name in inputs.fields_of("page", made):
            if name not in {"images", "warnings"}:
                yield self._once(f"page.{name}", partial(_of_page, self._page, name))
        for name in sorted(inputs.images_of(self._page, made)):
            yield self._once(f"image {name}", partial(picture_files.origin_of, self._page.images, name))
        for name in inputs.fields_of("theme", made):
            yield self._once(f"theme.{name}", partial(_of_theme, self._theme, name))

    def _once(self, key: str, value: Callable[[], bytes]) -> bytes:
        if key not in self._found:
            self._found[key] = key.encode() + b"=" + value()
        return self._found[key]


def programme_digest(
    programme: Programme, products: Sequence[SheetProduct | PrintedSheet], theme: Theme
) -> str:
    """What the kit of a programme was made from, as a SHA-256."""
    said = repr((programme, products)).encode()
    return sheets_digest(said, theme, [product.template for product in products])


def sheets_digest(said: bytes, theme: Theme, templates: Iterable[str]) -> str:
    """What sheets were made from, as a SHA-256: what is ``said`` on them, theme and templates."""
    parts = [said, *(_of_theme(theme, name) for name in inputs.fields_of("theme", SHEETS))]
    return digest_of([*parts, *_made_with(SHEETS), *map(_template, templates)])


def _of_page(page: Page, name: str) -> bytes:
    if name == "cards":
        return repr(page.cards.code).encode() + _template(page.cards.template)
    return repr(getattr(page, name)).encode()


def _of_theme(theme: Theme, name: str) -> bytes:
    """A field of ``theme`` with the files that it names by what is in them, wherever they lie."""
    value: Any = getattr(theme, name)
    return _OF_THEME.get(name, _plain)(value)


def _plain(value: object) -> bytes:
    return repr(value).encode()


def _of_faces(faces: Iterable[FontFace]) -> bytes:
    rows = [(f.family, f.weight, f.italic, f.index, _file_digest(f.path)) for f in faces]
    return repr(rows).encode()


def _of_printing(printing: Printing) -> bytes:
    said = (printing.condition, printing.bleed_mm, printing.ink, printing.spot)
    return repr(said).encode() + _file_digest(printing.profile)


def _of_cards(cards: Cards) -> bytes:
    said = (cards.formats, cards.posts, cards.code, cards.scale, cards.grid, cards.chosen)
    templates = (_template(named) for named in (cards.template, cards.photo_template))
    return repr((said, *templates, cards.logo)).encode()


def _of_design(design: Design) -> bytes:
    """A design by its values; templates of its own count with what is in them."""
    named = [value for form in (design.cards, design.sheets) for value in _values(form)]
    values = [(name, value) for name, value in _rows(design) if name not in {"folder", "own_sheets"}]
    return repr((values, [_template(value) for value in named])).encode()


def _rows(noun: Any) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(noun, name)) for name in noun.__dataclass_fields__)


def _values(noun: Any) -> Iterator[Any]:
    return (value for _, value in _rows(noun))


_OF_THEME: Mapping[str, Callable[[Any], bytes]] = {
    "faces": _of_faces, "pixel_faces": _of_faces, "borrowed_faces": _of_faces,
    "printing": _of_printing, "cards": _of_cards, "design": _of_design,
}  # fmt: skip


def _template(named: str) -> bytes:
    """A template by its name, or by its content where it is a file of one's own."""
    return opened_files.bytes_of(Path(named)) if named.lower().endswith(".toml") else named.encode()


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _file_digest(path: Path) -> bytes:
    """The SHA-256 of a file, which is read again when its size or its time of change is another.

    Of what was judged, where a file of others was: that is what products are made from.
    """
    if (judged := opened_files.kept(path)) is not None:
        return _sha256(judged)
    state = path.stat()
    return _file_digest_at(path, state.st_mtime_ns, state.st_size)


@cache
def _file_digest_at(path: Path, changed_ns: int, size: int) -> bytes:
    return _sha256(path.read_bytes())


def _program_of(product: str) -> bytes:
    return digest_of(_made_with(product)).encode()


def _made_with(product: str) -> Iterator[bytes]:
    """Templates, fonts, the program that draws with them, and the versions of its libraries."""
    yield from _folder_parts(assets.templates_folder(), inputs.TEMPLATES, product)
    yield from _folder_parts(assets.fonts_folder(), inputs.FONTS, product)
    for group in plugins.GROUPS:  # what another package adds counts with that package's version
        for plugin in plugins.installed_plugins(group).values():
            yield f"{group} {plugin.name} {plugin.distribution}".encode()
    yield _program_digest()
    for name, version in versions().items():
        if inputs.has(product, inputs.row_of(inputs.LIBRARIES, name)):
            yield f"{name}={version}".encode()


def _folder_parts(folder: Path, table: Mapping[str, str], product: str) -> Iterator[bytes]:
    for name, path in _files(folder, product, tuple(table.items())):
        yield name
        yield _file_digest(path)


@cache
def _files(
    folder: Path, product: str, table: tuple[tuple[str, str], ...]
) -> tuple[tuple[bytes, Path], ...]:
    """The files below ``folder`` that ``product`` is made from, each with its name there."""
    rows, messages = dict(table), f"{inputs.MESSAGES}/"
    return tuple(
        (name.encode(), path)
        for name, path in assets.files(folder).items()
        # compiled messages stand in previews; nothing is made of their sources
        if not name.startswith(messages) or name.endswith(".mo")
        if inputs.has(product, inputs.row_of(rows, name))
    )


def warm() -> None:
    """Read brochure's own files once, before processes are forked that ask for digests of a page."""
    for product in sorted(inputs.KNOWN):
        _program_of(product)


@cache
def _program_digest() -> bytes:
    """A SHA-256 of the package's own source files.

    Its version stays the same from release to release, while a checkout changes: a kit of yesterday's
    code is not current. Read once a process, since the code that runs is not read again either.
    """
    return bytes.fromhex(
        digest_of(
            part
            for name, path in assets.program().items()
            for part in (name.encode(), path.read_bytes())
        )
    )
