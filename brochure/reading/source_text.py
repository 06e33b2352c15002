"""Source text: what a file or standard input holds; what is no text, or too much of it, is refused."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from pathlib import Path

from brochure.errors import SourceError
from brochure.problems import Id, Place, Problem, Text, error, reason

MAX_SOURCE_BYTES = 1_000_000
"""About 350 pages A4; more is a book, not a page."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""Byte order marks of UTF-16, which Notepad and Excel call Unicode."""

_FOREIGN = {
    ".html": Id("kind-html"), ".htm": Id("kind-html"), ".pdf": Id("kind-pdf"), ".docx": Id("kind-docx"),
    ".odt": Id("kind-odt"), ".rtf": Id("kind-odt"), ".png": Id("kind-image"), ".jpg": Id("kind-image"),
}  # fmt: skip


def read_stdin() -> bytes:
    """What stands on standard input, and a byte more where it is too much. Raises SourceError."""
    if sys.stdin is None:  # as in a program without a console (pythonw)
        raise SourceError(error("stdin-none", at=Place("<stdin>")))
    return sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)


def read_bytes(name: str) -> bytes:
    """What the file called ``name`` holds, and a byte more where it is too much. Raises SourceError."""
    path, at = Path(name), Place(name)
    if "://" in name:
        raise SourceError(error("source-web", at=at))
    if _is_folder(path):
        pages = sorted(p.name for p in path.glob("*.md"))
        raise SourceError(
            error("source-folder", at=at, pages=pages[:5]) if pages
            else error("source-folder-empty", at=at)
        )  # fmt: skip
    if kind := _FOREIGN.get(path.suffix.lower()):
        raise SourceError(error("source-foreign", at=at, kind=Text(kind)))
    return read_file(path, MAX_SOURCE_BYTES)


def read_file(path: Path, most_bytes: int) -> bytes:
    """What ``path`` holds, and a byte more where it is more than ``most_bytes``. Raises SourceError."""
    at = Place(str(path))
    try:
        # O_NONBLOCK: a pipe in the place of the file would wait for its writer, for ever
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(handle).st_mode):  # before fdopen, which opens no folders
            os.close(handle)
            raise SourceError(error("source-not-file", at=at))
        with os.fdopen(handle, "rb") as file:
            return file.read(most_bytes + 1)
    except FileNotFoundError:
        raise SourceError(error("source-missing", at=at)) from None
    except (OSError, ValueError) as caught:  # ValueError: a name with a null character
        why = reason(caught) if isinstance(caught, OSError) else str(caught)
        raise SourceError(error("source-not-read", at=at, reason=why)) from caught


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long for any file is no folder's
        return False


def decode(data: bytes, where: str) -> tuple[str, list[Problem]]:
    """``data`` as text with Unix line ends (NFC), and a problem for each line with a control character.

    Such characters are spaces in the text, so that reading can go on. Raises SourceError for what is
    empty, too large, binary or not UTF-8.
    """
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceError(error("source-large", at=Place(where), most=MAX_SOURCE_BYTES))
    if b"\0" in data and not data.startswith(_UTF16):
        raise SourceError(error("source-binary", at=Place(where)))
    text = decode_utf8(data, where)
    if not text.strip():
        raise SourceError(error("source-empty", at=Place(where)))
    problems = [
        error("source-control", at=Place(where, number), character=f"U+{ord(hidden[0]):04X}")
        for number, line in enumerate(text.split("\n"), 1)
        if (hidden := _CONTROL.search(line))
    ]
    return _CONTROL.sub(" ", text) if problems else text, problems


def decode_utf8(data: bytes, where: str) -> str:
    """``data`` as text with Unix line ends (NFC). Raises SourceError, with the line, if not."""
    if data.startswith(_UTF16):
        raise SourceError(error("source-utf16", at=Place(where)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as caught:
        at = Place(where, data[: caught.start].count(b"\n") + 1)
        raise SourceError(error("source-encoding", at=at, byte=f"{data[caught.start]:#04x}")) from None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
