"""PDF files that are open for looking at: read by PDFium once, whoever looks at them.

Codes, texts, legibility and pictures of the preview are all read from the same pages. PDFium reads a
page in some milliseconds, and keeps the pictures that it has decoded as long as the page is open:
half a second for a photograph in CMYK. So the last files and pages stay open while a kit is made
(`kept`).

All of it is for one thread at a time (`process.alone`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_FILES, MOST_PAGES = 2, 8
"""What stays open: files, and pages of each. A page with a photograph takes 30 MB."""

_Made = TypeVar("_Made")


class OpenPdf:
    """A PDF file, open; pages count from 1."""

    def __init__(self, data: bytes) -> None:
        """Raises pypdfium2.PdfiumError (a RuntimeError) for what is no PDF."""
        import pypdfium2

        self.document = pypdfium2.PdfDocument(data)
        self._pages: OrderedDict[int, tuple[Any, list[Any]]] = OrderedDict()
        self._grey: tuple[int, float, Image] | None = None

    def __len__(self) -> int:
        return len(self.document)

    def page(self, number: int) -> Any:
        """A page, as pypdfium2 gives it."""
        return self._opened(number)[0]

    def text(self, number: int) -> Any:
        """The text of a page, as pypdfium2 gives it."""
        page, texts = self._opened(number)
        if not texts:
            texts.append(page.get_textpage())
        return texts[0]

    def grey(self, number: int, dpi: float) -> Image:
        """A page drawn in greys. The last one is kept: it is not to be changed."""
        if self._grey is None or self._grey[:2] != (number, dpi):
            drawn = self.page(number).render(scale=dpi / 72, grayscale=True).to_pil()
            self._grey = (number, dpi, drawn)
        return self._grey[2]

    def close(self) -> None:
        """Close the file and its pages."""
        for page, texts in self._pages.values():
            _close(page, texts)
        self._pages.clear()
        self._grey = None
        self.document.close()

    def _opened(self, number: int) -> tuple[Any, list[Any]]:
        if number not in self._pages:
            if len(self._pages) >= MOST_PAGES:
                _close(*self._pages.popitem(last=False)[1])
            self._pages[number] = (self.document[number - 1], [])
        self._pages.move_to_end(number)
        return self._pages[number]


def _close(page: Any, texts: list[Any]) -> None:
    for text in texts:
        text.close()
    page.close()


class _Kept:
    """What is kept at present: open files by their bytes, and results by what they were made from."""

    def __init__(self) -> None:
        self.files: OrderedDict[bytes, OpenPdf] = OrderedDict()
        self.results: dict[Hashable, Any] = {}
        self.stack = ExitStack()
        self.users = 0

    def leave(self) -> None:
        """Close and forget everything."""
        while self.files:
            self.files.popitem()[1].close()
        self.results.clear()
        self.stack.close()


_kept = _Kept()


@contextmanager
def kept() -> Iterator[None]:
    """Keep files open, and what `once` made, until the end of the outermost such context."""
    _kept.users += 1
    try:
        yield
    finally:
        _kept.users -= 1
        if not _kept.users:
            _kept.leave()


@contextmanager
def opened(data: bytes) -> Iterator[OpenPdf]:
    """The PDF file ``data``, open. Raises pypdfium2.PdfiumError for what is none."""
    if not _kept.users:
        file = OpenPdf(data)
        try:
            yield file
        finally:
            file.close()
        return
    if data not in _kept.files:
        file = OpenPdf(data)
        if len(_kept.files) >= MOST_FILES:
            _kept.files.popitem(last=False)[1].close()
        _kept.files[data] = file
    _kept.files.move_to_end(data)
    yield _kept.files[data]


@contextmanager
def lasting(key: Hashable, make: Callable[[], AbstractContextManager[_Made]]) -> Iterator[_Made]:
    """The context that ``make`` gives, left when `kept` is; one for each ``key``, which says it all."""
    if not _kept.users:
        with make() as made:
            yield made
        return
    if key not in _kept.results:
        _kept.results[key] = _kept.stack.enter_context(make())
    yield _kept.results[key]


def once(key: Hashable, make: Callable[[], _Made]) -> _Made:
    """What ``make`` gives, made once for each ``key`` within `kept`; ``key`` says all it depends on."""
    if not _kept.users:
        return make()
    if key not in _kept.results:
        _kept.results[key] = make()
    made: _Made = _kept.results[key]
    return made
