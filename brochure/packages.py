"""Packages: the zip files that Word and LibreOffice write, judged before a byte of them is inflated.

A zip file says of each member how large it is, and Python's zipfile never gives more than that. So
counts, sizes and ratios of the directory are limits for what follows: nothing has to be tried first.
The XML in them has no document type and no entities: neither format uses any (ECMA-376 part 2, 8.1.1.1;
OpenDocument 1.3 part 2, 2.2), and what does is no document of theirs.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from brochure.errors import SourceError
from brochure.problems import error

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MEMBERS = 5_000
"""A book of Word's has some hundred."""

MOST_PICTURES = 500
"""More are an archive of photographs; no brochure has room for them."""

MOST_BYTES = 200_000_000
"""Of all members together, inflated: photographs are nearly as large in the zip file as outside it."""

MOST_XML_BYTES = 20_000_000
"""Of one part. A page has less than a tenth of a million; as a tree they take ten times as much."""

MOST_RATIO, RATIO_MATTERS_BYTES = 250, 2_000_000
"""XML shrinks to a twentieth, empty tables to a hundredth; nothing that people write shrinks more."""

PICTURE_FOLDERS = ("word/media/", "Pictures/", "media/")
_ENCRYPTED = 0x1
_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math",
     b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
     b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/picture",
     b"http://schemas.openxmlformats.org/drawingml/2006/picture"),
    (b"http://purl.oclc.org/ooxml/drawingml/chart",
     b"http://schemas.openxmlformats.org/drawingml/2006/chart"),
    (b"http://purl.oclc.org/ooxml/drawingml/diagram",
     b"http://schemas.openxmlformats.org/drawingml/2006/diagram"),
)  # fmt: skip
"""Names of ISO/IEC 29500 Strict, which Word writes on request, and the usual ones for the same."""


class Package:
    """The members of a zip file by their names. Raises SourceError for what is none, or too much."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise SourceError(error("import-package-broken")) from None
        self._members = {member.filename: member for member in self._zip.infolist()}
        _judge(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        """The members, in the order of the file."""
        return tuple(self._members)

    @cached_property
    def is_encrypted(self) -> bool:
        """Whether a password is needed to read a member."""
        return any(member.flag_bits & _ENCRYPTED for member in self._members.values())

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """What a member holds. Raises KeyError, and SourceError for a damaged or a locked one."""
        member = self._members[name]
        if member.flag_bits & _ENCRYPTED:
            raise SourceError(error("import-locked"))
        try:
            return self._zip.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
            raise SourceError(error("import-part-broken", part=name)) from None

    def xml(self, name: str) -> _Element | None:
        """The root of the part ``name``, None where there is none. Raises SourceError as `xml_of`."""
        if name not in self._members:
            return None
        if (size := self._members[name].file_size) > MOST_XML_BYTES:
            raise SourceError(error("import-part-large", part=name, bytes=size, most=MOST_XML_BYTES))
        return xml_of(self.read(name), name)


def _judge(members: list[zipfile.ZipInfo]) -> None:
    """Raises SourceError where a zip file declares more than any document of people holds."""
    if (count := len(members)) > MOST_MEMBERS:
        pictures = sum(member.filename.startswith(PICTURE_FOLDERS) for member in members)
        if pictures <= MOST_PICTURES:
            raise SourceError(error("import-package-members", count=count, most=MOST_MEMBERS))
    pictures = sum(member.filename.startswith(PICTURE_FOLDERS) for member in members)
    if pictures > MOST_PICTURES:
        raise SourceError(error("import-package-pictures", count=pictures, most=MOST_PICTURES))
    if (total := sum(member.file_size for member in members)) > MOST_BYTES:
        raise SourceError(error("import-package-large", bytes=total, most=MOST_BYTES))
    for member in members:
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_MATTERS_BYTES and ratio > MOST_RATIO:
            raise SourceError(
                error("import-package-bomb", part=member.filename, bytes=member.file_size,
                      packed=member.compress_size)
            )  # fmt: skip


def xml_of(data: bytes, name: str) -> _Element:
    """The root of an XML part; names of ISO/IEC 29500 Strict are the usual ones.

    Raises SourceError for what is not well-formed, declares a document type, or is nested deeper than
    lxml's 256 levels.
    """
    from lxml import etree

    if _STRICT in data[:20_000]:
        for strict, usual in _STRICT_NAMESPACES:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise SourceError(error("import-part-broken", part=name)) from None
    if root.getroottree().docinfo.doctype:
        raise SourceError(error("import-part-doctype", part=name))
    return root
