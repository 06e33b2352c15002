"""What a file is, told by what it holds first and by its name last: or why it is not read.

    kind_of("annonce.docx", data)   # Kind.DOCX; Kind.ODT, where it only has Word's ending

Names lie: browsers save PDF files as .html, people rename .docx to .odt, standard input has none.
"""

from __future__ import annotations

import io
import re
import shlex
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import PurePath

from brochure import picture_files
from brochure.errors import SourceError
from brochure.problems import Id, Place, error
from brochure.reading import encodings


class Kind(StrEnum):
    """What can be imported. MARKDOWN is a page already."""

    HTML = "html"
    MHTML = "mhtml"
    DOCX = "docx"
    ODT = "odt"
    EML = "eml"
    PDF = "pdf"
    TEXT = "text"
    MARKDOWN = "markdown"


ENDINGS = {
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".shtml": Kind.HTML, ".php": Kind.HTML,
    ".asp": Kind.HTML, ".aspx": Kind.HTML, ".jsp": Kind.HTML, ".mhtml": Kind.MHTML, ".mht": Kind.MHTML,
    ".docx": Kind.DOCX, ".docm": Kind.DOCX, ".dotx": Kind.DOCX, ".odt": Kind.ODT, ".ott": Kind.ODT,
    ".fodt": Kind.ODT, ".eml": Kind.EML, ".pdf": Kind.PDF, ".txt": Kind.TEXT, ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN,
}  # fmt: skip
"""Kinds by the ending of a file's name, in small letters."""

PROGRAMMES = frozenset({".csv", ".tsv", ".ics"})

_REFUSED = {
    ".doc": Id("import-kind-doc"), ".dot": Id("import-kind-doc"), ".rtf": Id("import-kind-rtf"),
    ".pages": Id("import-kind-pages"), ".pptx": Id("import-kind-pptx"), ".ppt": Id("import-kind-pptx"),
    ".ppsx": Id("import-kind-pptx"), ".key": Id("import-kind-key"), ".odp": Id("import-kind-odp"),
    ".xlsx": Id("import-kind-excel"), ".xls": Id("import-kind-excel"), ".xlsm": Id("import-kind-excel"),
    ".ods": Id("import-kind-ods"), ".numbers": Id("import-kind-numbers"), ".msg": Id("import-kind-msg"),
    ".gdoc": Id("import-kind-gdoc"), ".epub": Id("import-kind-epub"),
}  # fmt: skip
"""What is refused by its ending where its bytes say no more than what it is packed in."""

_WORKBOOKS = frozenset({Id("import-kind-excel"), Id("import-kind-ods"), Id("import-kind-numbers")})

_MOST_HEAD = 4_096
"""Bytes in which HTML, the headers of a mail, or a text show what they are."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", Id("import-locked")), ("WordDocument", Id("import-kind-doc")),
    ("Workbook", Id("import-kind-excel")), ("PowerPoint Document", Id("import-kind-pptx")),
    ("__substg1.0_", Id("import-kind-msg")), ("__properties_version1.0", Id("import-kind-msg")),
)  # fmt: skip
"""Names of streams in Microsoft's compound files ([MS-CFB] 2.6.1: UTF-16), and what has them."""

_ODF: Mapping[str, Kind | Id] = {
    "application/vnd.oasis.opendocument.text": Kind.ODT,
    "application/vnd.oasis.opendocument.text-template": Kind.ODT,
    "application/vnd.oasis.opendocument.text-master": Kind.ODT,
    "application/vnd.oasis.opendocument.presentation": Id("import-kind-odp"),
    "application/vnd.oasis.opendocument.spreadsheet": Id("import-kind-ods"),
    "application/epub+zip": Id("import-kind-epub"),
}  # fmt: skip
"""What the member "mimetype" says (OpenDocument 1.3, part 2, 3.3)."""

_OOXML: Mapping[str, Kind | Id] = {
    "word": Kind.DOCX,
    "ppt": Id("import-kind-pptx"),
    "xl": Id("import-kind-excel"),
}
"""The folder that has the parts of each program of Office."""

_HTML = re.compile(
    rb"\s*+(?:<\?xml[^<>]*+>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|article|section|main|div|p|h[1-6]"
    rb"|table|ul|ol|span|a|b|strong|em|i|font|center|blockquote|figure|img|header|nav|base)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLIPBOARD = re.compile(rb"Version:\d\.\d\s+StartHTML:")
"""How Windows hands HTML on the clipboard over ("HTML Format")."""

_HEADER = re.compile(rb"[!-9;-~]++:[^\n]*+(?:\n[ \t][^\n]*+)*+\n")
_OF_MAILS = frozenset(
    {b"from", b"to", b"subject", b"date", b"received", b"return-path", b"message-id", b"mime-version",
     b"delivered-to", b"content-type", b"cc", b"reply-to", b"snapshot-content-location"}
)  # fmt: skip
_LEAST_HEADERS = 3
_SAVED = re.compile(rb"snapshot-content-location:|^from: *\"?<?saved by", re.IGNORECASE | re.MULTILINE)

_LONGEST_NAME = 30


def is_foreign(ending: str) -> bool:
    """Whether files of this ending, in small letters, have to be imported, or are refused by name."""
    own = {Kind.TEXT, Kind.MARKDOWN}
    return ending in _REFUSED or ending in PROGRAMMES or ENDINGS.get(ending, Kind.TEXT) not in own


def kind_of(name: str, head: bytes) -> Kind:
    """What the file called ``name`` is ("-" for standard input).

    ``head`` is the whole of it, or its first bytes, which tell less of zip files. Raises SourceError
    for what is not read, with the way out.
    """
    kind = _told_by_bytes(name, head)
    if isinstance(kind, Kind):
        return kind
    ending = PurePath(name).suffix.lower()
    if ending in PROGRAMMES or head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR"):
        raise _refused(Id("import-kind-programme"), name)
    if ending == ".gdoc":
        raise _refused(_REFUSED[ending], name)
    if _is_binary(head):
        raise _refused(_REFUSED.get(ending, Id("import-kind-binary")), name)
    if ENDINGS.get(ending) is Kind.MARKDOWN or re.match(
        rb"\s*(?:---\r?\n|# )", head.lstrip(b"\xef\xbb\xbf")
    ):
        return Kind.MARKDOWN
    return Kind.HTML if ENDINGS.get(ending) is Kind.HTML else Kind.TEXT


_MAGIC: tuple[tuple[re.Pattern[bytes], Kind | Id], ...] = (
    (re.compile(rb"(?s).{0,1019}?%PDF-"), Kind.PDF), (re.compile(rb"\{\\rtf"), Id("import-kind-rtf")),
    (re.compile(rb"(?s)BM.{4}\0\0\0\0|(?s:.{0,1000}?)<svg\b", re.IGNORECASE), Id("import-kind-image")),
)  # fmt: skip
"""How files begin that say what they are; a PDF may have rubbish before it (ISO 32000-1, annex H)."""


def _told_by_bytes(name: str, head: bytes) -> Kind | None:
    """What the bytes themselves say; None for texts and rubbish."""
    if not head.strip(b"\x00\t\n\v\f\r \xef\xbb\xbf\xff\xfe"):
        raise _refused(Id("import-kind-empty"), name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(name, head)
    found = next((kind for pattern, kind in _MAGIC if pattern.match(head)), None)
    if head.startswith(_OLE):
        found = _of_compound(name, head)
    elif picture_files.media_type_of(head):
        found = Id("import-kind-image")
    if isinstance(found, Kind):
        return found
    text = _as_ascii(head[:_MOST_HEAD])
    if _HTML.match(text) or _CLIPBOARD.match(text):
        return Kind.HTML  # a page may begin with a drawing
    if found:
        raise _refused(found, name)
    flat = b"office:document" in text and b"opendocument.text" in text
    return Kind.ODT if flat else _of_mail(name, text)


def _as_ascii(head: bytes) -> bytes:
    """``head`` so that ASCII in it can be matched: UTF-16 as UTF-8, and without marks of order."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _of_mail(name: str, text: bytes) -> Kind | None:
    """A mail, or a page that a browser saved as one, by the headers that it begins with (RFC 5322)."""
    at, known = 0, set()
    while found := _HEADER.match(text, at):
        at = found.end()
        known |= {found[0].split(b":", 1)[0].lower()} & _OF_MAILS
    headers = text[:at].lower()
    parts = b"multipart/related" in headers
    if (known >= {b"mime-version", b"content-type"} and parts) and (
        _SAVED.search(headers) or ENDINGS.get(PurePath(name).suffix.lower()) is Kind.MHTML
        or not known & {b"to", b"received", b"subject"}
    ):  # fmt: skip
        return Kind.MHTML
    whole = re.match(rb"\r?\n", text[at:]) or at == len(text)
    named = ENDINGS.get(PurePath(name).suffix.lower()) is Kind.EML
    return Kind.EML if whole and len(known) >= (1 if named else _LEAST_HEADERS) else None


def _of_zip(name: str, head: bytes) -> Kind:
    """What lies in a zip file, by its members; by its first ones, where ``head`` is not all of it."""
    names, mimetype, locked = _members(head)
    tops = {member.split("/", 1)[0] for member in names}
    found: Kind | Id | None = Id("import-locked") if locked else _ODF.get(mimetype)
    found = found or next((kind for top, kind in _OOXML.items() if top in tops), None)
    if not found and any(member.endswith(".iwa") or member.startswith("index.") for member in names):
        found = _of_apple(name, names)
    if not found and _directory_of(head) is None:
        ending = PurePath(name).suffix.lower()
        found = _REFUSED.get(ending) or ENDINGS.get(ending)
    if isinstance(found, Kind):
        return found
    if found:
        raise _refused(found, name)
    shown = [
        member if len(member) <= _LONGEST_NAME else f"{member[:_LONGEST_NAME]}…" for member in names
    ]
    raise SourceError(
        error("import-kind-zip", at=Place(name), names=[*shown[:4], *["…"] * (len(shown) > 4)] or ["–"])
    )


def _directory_of(head: bytes) -> zipfile.ZipFile | None:
    """A zip file, open; None where ``head`` does not reach to its directory, or that is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(head))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return None


_LOCAL = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
"""The head of a member: the length of its name, which follows, and of more (APPNOTE.TXT 4.3.7)."""


def _members(head: bytes) -> tuple[Sequence[str], str, bool]:
    """The names in a zip file, what its member "mimetype" says, and whether it is locked (ODF)."""
    opened = _directory_of(head)
    if opened is None:
        found = [(local.end(), int.from_bytes(local[1], "little")) for local in _LOCAL.finditer(head)]
        names = [head[at : at + size].decode("utf-8", errors="replace") for at, size in found]
        stored = re.match(rb"PK\x03\x04.{26}mimetype([\w./+-]+?)PK", head, re.DOTALL)
        return names, stored[1].decode() if stored else "", False
    names = opened.namelist()
    locked = "encrypted-package" in names or "encryption-data" in _small(
        opened, "META-INF/manifest.xml"
    )
    return names, _small(opened, "mimetype").strip(), locked


def _small(opened: zipfile.ZipFile, name: str) -> str:
    """A small member as text; "" for one that is missing, large or damaged."""
    try:
        with opened.open(name) as member:
            return member.read(100_000).decode("utf-8", errors="replace")
    except (KeyError, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return ""
    except (zipfile.BadZipFile, zlib.error):
        return ""


def _of_apple(name: str, names: Sequence[str]) -> Id:
    """Which of Apple's programs wrote a package: they name their parts alike."""
    ending = PurePath(name).suffix.lower()
    if ending in {".pages", ".key", ".numbers"}:
        return _REFUSED[ending]
    if any("Slide" in member or member == "index.apxl" for member in names):
        return Id("import-kind-key")
    return Id(
        "import-kind-numbers" if any("Tables/" in m for m in names) and ending else "import-kind-pages"
    )


def _of_compound(name: str, head: bytes) -> Id:
    """What lies in one of Microsoft's compound files, by its streams, else by its ending."""
    for stream, id_ in _STREAMS:
        if stream.encode("utf-16-le") in head:
            return id_
    ending = PurePath(name).suffix.lower()
    if ENDINGS.get(ending) is Kind.DOCX:  # Word's own container for a locked .docx
        return Id("import-locked")
    return _REFUSED.get(ending, Id("import-kind-office"))


def _is_binary(head: bytes) -> bool:
    """Whether ``head`` is no text in any encoding: zero bytes, or too many control characters."""
    sample = head[: min(_MOST_HEAD, len(head) // 2 * 2) or 1]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    if 0 in sample:
        return encodings.decode_unmarked_wide(sample) is None
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b" for byte in sample)
    return controls * 20 > len(sample)


def _refused(id_: Id, name: str) -> SourceError:
    """The error ``id_``, with the commands to type for programmes and for people."""
    path = PurePath(name)
    table = str(path.with_suffix(".xlsx")) if id_ == "import-kind-numbers" and path.suffix else name
    command, people = (shlex.join(["brochure", word, table]) for word in ("events", "badges"))
    if id_ == "import-kind-programme":
        return SourceError(error(id_, at=Place(name), command=command))
    if id_ in _WORKBOOKS:
        return SourceError(error(id_, at=Place(name), command=command, people=people))
    if id_ == "import-kind-binary":
        kinds = [".html", ".mhtml", ".docx", ".odt", ".eml", ".pdf", ".txt", ".md"]
        return SourceError(error(id_, at=Place(name), kinds=kinds))
    return SourceError(error(id_, at=Place(name)))
