"""Source text: what a file or standard input holds; what is no text, or too much of it, is refused."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from pathlib import Path

from brochure.errors import SourceError

MAX_SOURCE_BYTES = 1_000_000
"""About 350 pages A4; more is a book, not a page."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_FOREIGN = {
    ".html": "a web page", ".htm": "a web page", ".pdf": "a PDF", ".docx": "a Word document",
    ".odt": "a text document", ".rtf": "a text document", ".png": "an image", ".jpg": "an image",
}  # fmt: skip


def stdin() -> bytes:
    """What stands on standard input, and a byte more where it is too much. Raises SourceError."""
    if sys.stdin is None:
        raise SourceError("there is nothing to read on standard input", where="<stdin>")
    return sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)


def bytes_of(name: str) -> bytes:
    """What the file called ``name`` holds, and a byte more where it is too much. Raises SourceError."""
    path = Path(name)
    if "://" in name:
        raise SourceError(
            "brochure works offline and does not fetch pages; "
            "save the page as text or Markdown and give that file",
            where=name,
        )
    if _is_folder(path):
        pages = sorted(p.name for p in path.glob("*.md"))
        found = f"name a page in it: {', '.join(pages[:5])}" if pages else "no .md file lies in it"
        raise SourceError(f"this is a folder; {found}", where=name)
    if path.suffix.lower() in _FOREIGN:
        raise SourceError(
            f"this is {_FOREIGN[path.suffix.lower()]}; brochure reads plain text (.txt) and "
            "Markdown (.md): save the page as one of them",
            where=name,
        )
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise SourceError("this is not a file; give - to read standard input", where=name)
            return file.read(MAX_SOURCE_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("there is no such file", where=name) from None
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {error}", where=name) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def decoded(data: bytes, where: str) -> str:
    """``data`` as text with Unix line ends; the empty, huge, binary and non-UTF-8 are refused."""
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceError(
            f"it has more than {MAX_SOURCE_BYTES:,} bytes, over 350 pages of text; split it into pages",
            where=where,
        )
    if b"\0" in data:
        raise SourceError(
            "this is a binary file; brochure reads plain text (.txt) and Markdown (.md)",
            where=where,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"byte {data[error.start]:#04x} is not UTF-8; save the file with UTF-8 encoding",
            where=where,
            line=data[: error.start].count(b"\n") + 1,
        ) from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, line in enumerate(text.split("\n"), 1):
        if found := _CONTROL.search(line):
            raise SourceError(
                f"the invisible control character U+{ord(found[0]):04X} stands in this line; delete it",
                where=where,
                line=number,
            )
    if not text.strip():
        raise SourceError("it is empty; a page starts with its title", where=where)
    return text
