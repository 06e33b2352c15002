"""Source text: what a file or standard input holds; what is no text, or too much of it, is refused."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from brochure import opened_files
from brochure.errors import SourceError
from brochure.file_names import found
from brochure.problems import (
    Id,
    LargeFileError,
    Place,
    Problem,
    Text,
    error,
    note,
    reason,
    warning,
)
from brochure.reading import encodings, word_signs
from brochure.reading.double_encoding import is_twice, meant

MAX_SOURCE_BYTES = 500_000
"""About 100 pages A4, for which no product takes a minute; more is a book, not a page."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2029]")

LONGEST_LOOKED_AT = 2_000
"""Characters of a line that are looked at for double encoding: the rest is as its start."""

MOST_ZEROS = 10
"""A text has one zero byte in so many at most; what has more is binary."""

_FOREIGN = {
    ".html": Id("kind-html"), ".htm": Id("kind-html"), ".mhtml": Id("kind-html"),
    ".pdf": Id("kind-pdf"), ".docx": Id("kind-docx"), ".odt": Id("kind-odt"), ".rtf": Id("kind-odt"),
    ".eml": Id("kind-mail"),
}  # fmt: skip
_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic", ".tif", ".tiff"})


def read_stdin() -> bytes:
    """What stands on standard input, and a byte more where it is too much. Raises SourceError."""
    if sys.stdin is None:  # as in a program without a console (pythonw)
        raise SourceError(error("stdin-none", at=Place("<stdin>")))
    return sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)


def read_bytes(name: str, root: Path | None = None) -> bytes:
    """What the page called ``name`` holds; in a site, whose folder is ``root``, no links are pages.

    Raises SourceError.
    """
    path, at = found(Path(name)), Place(name)
    if "://" in name:
        raise SourceError(error("source-web", at=at, name=name))
    if _is_folder(path):
        pages = sorted(p.name for p in path.glob("*.md"))
        raise SourceError(
            error("source-folder", at=at, pages=pages[:5]) if pages
            else error("source-folder-empty", at=at)
        )  # fmt: skip
    if path.suffix.lower() in _IMAGES:
        raise SourceError(error("source-image", at=at))
    if kind := _FOREIGN.get(path.suffix.lower()):
        raise SourceError(error("source-foreign", at=at, kind=Text(kind), name=name))
    if root is None:
        return read_file(path, MAX_SOURCE_BYTES)
    if path.is_symlink():
        raise SourceError(error("source-link", at=at, folder=root, to=path.readlink()))
    return read_file(path, MAX_SOURCE_BYTES, [root])


def read_file(path: Path, most_bytes: int, within: Sequence[Path] = ()) -> bytes:
    """What ``path`` holds, from below one of the folders ``within`` if any. Raises SourceError."""
    at, path = Place(str(path)), found(path)
    try:
        return opened_files.read(path, most_bytes, within)
    except FileNotFoundError:
        raise SourceError(error("source-missing", at=at)) from None
    except LargeFileError:
        raise SourceError(error("source-large", at=at, most=most_bytes)) from None
    except OSError as caught:
        raise SourceError(error("source-not-read", at=at, reason=reason(caught))) from caught


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long for any file is no folder's
        return False


def decode(data: bytes, where: str) -> tuple[str, list[Problem]]:
    """``data`` as text with Unix line ends (NFC), and what there is to say of it.

    An encoding that is not UTF-8 has a note with its name. A text encoded twice, and letters that are
    lost, have a warning. Control characters are errors, and spaces in the text, so that reading can go
    on. Of what Word leaves behind see `word_signs`. Raises SourceError for what is empty, too large,
    binary or in no encoding.
    """
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceError(error("source-large", at=Place(where), most=MAX_SOURCE_BYTES))
    text, problems = decode_any(data, where)
    text = word_signs.mapped(text)
    if not text.strip():
        raise SourceError(error("source-empty", at=Place(where)))
    controls = [
        error("source-control", at=Place(where, number), character=f"U+{ord(hidden[0]):04X}")
        for number, line in enumerate(text.split("\n"), 1)
        if (hidden := _CONTROL.search(line))
    ]
    return _CONTROL.sub(" ", text) if controls else text, [*problems, *controls]


def decode_any(data: bytes, where: str) -> tuple[str, list[Problem]]:
    """``data`` as text with Unix line ends (NFC), with a note on its encoding, and what is odd in it.

    Raises SourceError, with the line, for what is binary or broken.
    """
    found = _decoded(data, where)
    text = unicodedata.normalize("NFC", found.text.replace("\r\n", "\n").replace("\r", "\n"))
    problems = []
    if found.mixed:
        problems.append(warning("source-encoding-mixed", at=Place(where), encoding=found.encoding))
    elif found.rival:
        problems.append(
            warning(
                "source-encoding-unsure", at=Place(where), encoding=found.encoding, rival=found.rival
            )
        )
    elif found.encoding:
        problems.append(note("source-encoding-told", at=Place(where), encoding=found.encoding))
    return text, [*problems, *_encoded_twice(text, where), *_lost_letters(text, where)]


def _decoded(data: bytes, where: str) -> encodings.Decoded:
    try:
        found = encodings.decode_marked(data)
    except UnicodeDecodeError as caught:
        raise SourceError(error("source-utf16-broken", at=Place(where), byte=caught.start)) from None
    if found is None and b"\0" in data:
        found = encodings.decode_unmarked_wide(data) or _decoded_with_zeros(data)
        if found is None:
            raise SourceError(error("source-binary", at=Place(where)))
    found = found or encodings.decode_old(data)
    if found is None:
        raise SourceError(_broken_byte(data, where))
    return found


def _decoded_with_zeros(data: bytes) -> encodings.Decoded | None:
    """UTF-8 where a zero stands now and then: a slip, which is told with its line; None for others."""
    if data.count(0) * MOST_ZEROS > len(data):
        return None
    try:
        return encodings.Decoded(text=data.decode())
    except UnicodeDecodeError:
        return None


def _broken_byte(data: bytes, where: str) -> Problem:
    """The first byte of ``data`` that is not UTF-8, as the rest is."""
    try:
        data.decode()
    except UnicodeDecodeError as caught:
        at = Place(where, data[: caught.start].count(b"\n") + 1)
        return error("source-encoding", at=at, byte=f"{data[caught.start]:#04x}")
    raise AssertionError("it is UTF-8")


def _encoded_twice(text: str, where: str) -> Iterator[Problem]:
    """A warning for the first line that was encoded twice, with the numbers of the others."""
    if text.isascii():
        return
    lines = [line[:LONGEST_LOOKED_AT] for line in text.split("\n")]
    twice = [number for number, line in enumerate(lines, 1) if is_twice(line)]
    if not twice:
        return
    given, likely = _around_change(lines[twice[0] - 1], meant(lines[twice[0] - 1]))
    at = Place(where, twice[0])
    if len(twice) == 1:
        yield warning("source-twice", at=at, given=given, meant=likely)
    else:
        shown = [str(number) for number in twice[:8]] + ["…"] * (len(twice) > 8)
        yield warning("source-twice-lines", at=at, given=given, meant=likely, lines=shown)


def _around_change(given: str, mended: str) -> tuple[str, str]:
    """The words of a line in which ``mended`` differs first, of both, in at most 40 characters."""
    start = next((i for i, (a, b) in enumerate(zip(given, mended, strict=False)) if a != b), 0)
    start = max(given.rfind(" ", 0, start), given.rfind("\t", 0, start)) + 1
    return given[start : start + 40].strip(), mended[start : start + 40].strip()


def _lost_letters(text: str, where: str) -> Iterator[Problem]:
    """A warning where a program has put U+FFFD in the place of a letter that it could not read."""
    lines = [n for n, line in enumerate(text.split("\n"), 1) if "\ufffd" in line]
    if lines:
        yield warning("source-letter-lost", at=Place(where, lines[0]), count=text.count("\ufffd"))
