"""The one place that makes WeasyPrint objects: what may be fetched, what is fatal, what is shared."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import Any
from urllib.request import url2pathname

from PIL import ImageFile

from brochure import assets, opened_files, process
from brochure.errors import RenderError
from brochure.pdf import patches
from brochure.pdf.line_ends import ends_of_lines
from brochure.pdf.long_words import divided
from brochure.pdf.needed_rules import NeededRules
from brochure.pdf.structure import Structure
from brochure.problems import error, reason
from brochure.text import hyphenation

IMAGE_SCHEME = "image:"
"""Addresses of the page's own images, which are in memory already."""

MAX_FILE_BYTES = 30_000_000


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    """Show fontconfig an empty configuration, so that no font of the machine can slip in.

    WeasyPrint reads it at import and for each FontConfiguration; it warns that there are none.
    """
    own = str(assets.templates_folder() / "brochure" / "fonts.conf")
    with (
        process.environment("FONTCONFIG_FILE", own),
        process.without_warning(UserWarning, "No fonts configured in FontConfig"),
    ):
        yield


with (
    _only_our_fonts(),
    patches.while_imported(),
    # WeasyPrint's import makes Pillow take images that are cut short, for the whole process; pages with
    # such images are refused already.
    process.changed(ImageFile, "LOAD_TRUNCATED_IMAGES", ImageFile.LOAD_TRUNCATED_IMAGES),
):
    import weasyprint
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from brochure.pdf.text_drawing import WordStream


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Gives WeasyPrint what it may load, whatever a page or a theme says.

    The files of templates/ and fonts/, ``data:``, the theme's own fonts and the page's images, and
    nothing else: no network, no other file.
    """

    def __init__(self, images: Mapping[str, bytes], files: frozenset[Path] = frozenset()) -> None:
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self.images = dict(images)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The resource at ``url``. Anything not allowed stops the render."""
        if url.startswith(IMAGE_SCHEME):
            return URLFetcherResponse(url, self.images[url.removeprefix(IMAGE_SCHEME)])
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url.startswith("file:"):
            return URLFetcherResponse(url, self._file(url))
        raise FatalURLFetchingError(url)

    def _file(self, url: str) -> bytes:
        path = Path(url2pathname(url.removeprefix("file:").split("?")[0]))
        roots = () if path in self.files else (assets.templates_folder(), assets.fonts_folder())
        try:
            judged = opened_files.kept(path) if path in self.files else None
            return opened_files.read(path, MAX_FILE_BYTES, roots) if judged is None else judged
        except OSError as caught:
            raise FatalURLFetchingError(url) from caught


class _Collected(logging.Filter):
    """Keeps what WeasyPrint would only log; what it says in other threads goes its way."""

    def __init__(self) -> None:
        super().__init__()
        self.thread = get_ident()
        self.messages: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        if get_ident() != self.thread or record.levelno < logging.WARNING:
            return True
        self.messages.append(record.getMessage())
        return False


@contextmanager
def strict() -> Iterator[None]:
    """Turn anything WeasyPrint warns of into a RenderError with its text."""
    collected = _Collected()
    if not __debug__:  # asserts of WeasyPrint have effects: backgrounds would lose their places
        raise RenderError(error("engine-optimised"))
    logger = logging.getLogger("weasyprint")
    logger.addFilter(collected)
    try:
        yield
    except FatalURLFetchingError as caught:
        raise RenderError(error("engine-fetch-refused", address=str(caught))) from caught
    except OSError as caught:
        why, folder = reason(caught), tempfile.gettempdir()
        raise RenderError(error("engine-no-room", reason=why, folder=folder)) from caught
    finally:
        logger.removeFilter(collected)
    if collected.messages:
        said = "; ".join(collected.messages[:3])
        raise RenderError(error("engine-warned", warnings=said))


@lru_cache(maxsize=8)
def _fonts(css: str, files: frozenset[Path]) -> tuple[FontConfiguration, Any]:
    """The font configuration with the @font-face rules of ``css``, and their style sheet.

    Read once, since each reading loads every font file. One configuration for all themes would let
    the name that one theme gives to a file show up in the PDFs of another.
    """
    with _only_our_fonts():
        configuration = FontConfiguration()
    sheet = weasyprint.CSS(
        string=css, font_config=configuration, url_fetcher=Fetcher({}, files), base_url="file:///"
    )
    return configuration, sheet


def forget_fonts() -> None:
    """Have fonts loaded anew by processes to come.

    A font's file is read when a letter of it is first set. It lies among the temporary files of the
    process that loaded it, which fences close to those that it forks.
    """
    _own_sheet.cache_clear()
    _fonts.cache_clear()


@lru_cache(maxsize=24)
def _own_sheet(css: str, fonts: str, files: frozenset[Path]) -> Any:
    """A style sheet, parsed once for all texts of a page that are set by it, in its fonts."""
    configuration, _ = _fonts(fonts, files)
    return weasyprint.CSS(
        string=css, font_config=configuration, url_fetcher=Fetcher({}, files), base_url="file:///"
    )


class HtmlRenderer:
    """Renders HTML with one set of style sheets, fonts and images.

    Of ``form``, a style sheet of our own that comes before ``css``, only the rules are parsed that can
    match anything. ``likely`` are names of classes and elements in documents to come.
    """

    def __init__(
        self,
        css: str,
        fetcher: Fetcher,
        fonts: str = "",
        *,
        form: str = "",
        likely: frozenset[str] = frozenset(),
    ) -> None:
        self.fetcher = fetcher
        self._fonts = (fonts, fetcher.files)
        self.fonts, self._faces = _fonts(fonts, fetcher.files)
        self._form, self._formed = NeededRules(form, likely), _own_sheet("", *self._fonts)
        self._own = _own_sheet(css, *self._fonts)

    def render(self, html: str, **options: Any) -> Any:
        """The laid out document (`weasyprint.Document`). Call it inside `strict`."""
        hyphenation.prepare(html)
        more = self._form.more_for(html)
        self._formed = self._formed if more is None else _own_sheet(more, *self._fonts)
        sheets = [self._faces, self._formed, self._own]
        source = weasyprint.HTML(string=html, url_fetcher=self.fetcher, base_url="file:///")
        with patches.while_laid_out(divided):
            return source.render(font_config=self.fonts, stylesheets=sheets, **options)


def write(
    document: Any, finisher: Callable[[Any, Any], None], *, imposed: bool = False, **options: Any
) -> bytes:
    """The PDF of a laid out document; ``finisher`` and ``options`` as WeasyPrint's ``write_pdf``.

    Its text is drawn by `text_drawing`, so that words are found and read as they were written, its tags
    are those of `structure`. Raises ProofError when headings leap. In pages that are to be ``imposed``
    nothing stands for other text: PDFium misplaces that in forms.
    """

    class Words(WordStream):
        ends = ends_of_lines(document.pages)
        replaces_text = not imposed

    def finish(document: Any, pdf: Any) -> None:
        structure.finish(pdf)
        finisher(document, pdf)

    structure = Structure(document, tags._build_box_tree)
    with patches.while_written(Words, structure.build):
        return bytes(document.write_pdf(finisher=finish, **options))


def attachment(text: str, name: str, description: str, moment: datetime) -> weasyprint.Attachment:
    """``text`` as the source a PDF/A-3 carries (ISO 19005-3, 6.8), dated ``moment``."""
    return weasyprint.Attachment(
        string=text,
        name=name,
        description=description,
        relationship="Source",
        created=moment,
        modified=moment,
        url_fetcher=Fetcher({}),
    )


def version() -> str:
    """WeasyPrint's version."""
    return str(weasyprint.__version__)
