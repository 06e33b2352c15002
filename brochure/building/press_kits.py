"""Packing: a written kit becomes a press kit, one ZIP file that is the same bytes each time.

Its README.txt says in the page's language which file is for what. Pictures and fonts are stored, since
they are packed already; texts are deflated. Times are the first that ZIP knows (APPNOTE 4.4.6).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from brochure.errors import OutputError
from brochure.kit import MANIFEST_NAME, Manifest
from brochure.page import Page
from brochure.problems import Place, error, reason
from brochure.text import labels, locales
from brochure.text.embargoes import embargo_line
from brochure.text.plain_texts import plain_page
from brochure.text.typography import typeset

README = "README.txt"
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
_PACKED = {".png", ".jpg", ".webp", ".woff2", ".pdf"}
_MODE = 0o644 << 16


def press_kit(page: Page, manifest: Manifest, folder: str | Path) -> bytes:
    """The ZIP file of the kit in ``folder``. Raises OutputError where a file cannot be read."""
    folder, out = Path(folder), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, f"{page.slug}/{README}", readme(page, manifest).encode("utf-8-sig"))
        for path in (*(entry.path for entry in manifest.files), MANIFEST_NAME):
            try:
                data = (folder / path).read_bytes()
            except OSError as caught:
                at = Place(file=str(folder / path))
                raise OutputError(error("file-not-read", at=at, reason=reason(caught))) from caught
            _put(archive, f"{page.slug}/{path}", data)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_TIME)
    entry.create_system, entry.external_attr = 3, _MODE
    packed = Path(name).suffix in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data, compresslevel=None if packed else 9)


def readme(page: Page, manifest: Manifest) -> str:
    """Say what is in the kit, with CRLF line ends, so that every text editor shows lines."""
    return "\r\n".join(_lines(page, manifest)) + "\r\n"


def _lines(page: Page, manifest: Manifest) -> Iterator[str]:
    said = labels.in_language(page.lang)
    colon = locales.rules(page.lang).colon
    yield typeset(plain_page(page).title, page.lang)
    if page.url:
        yield page.url
    if line := embargo_line(page):
        yield ""
        yield line.upper()
    yield ""
    for pattern, what in said["files"].items():
        found = [entry.path for entry in manifest.files if fnmatch(entry.path, pattern)]
        if found:
            yield f"{pattern if '*' in pattern else found[0]}"
            yield f"    {what}"
    for name, text in (("credits", page.credits), ("licence", page.licence)):
        if text:
            yield ""
            yield f"{said[name]}{colon} {typeset(text, page.lang)}"
