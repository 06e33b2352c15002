"""Bytes of a page of the web as text, and as a tree: whatever they say of themselves.

The encoding is that of the byte order mark, else UTF-8 where the bytes are it, whatever is declared
(a page that says Latin-1 and is UTF-8 is common, the reverse as well), else what the server or the page
declares (WHATWG Encoding Standard: "latin1" means Windows-1252), else the likeliest.
"""

from __future__ import annotations

import codecs
import html
import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from brochure.errors import SourceError
from brochure.problems import Problem, error, warning
from brochure.reading import encodings

_LOOKED_AT = 4096
"""Bytes in which a page declares its encoding; WHATWG says 1024, pages do it later."""

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_OF_TYPE = re.compile(r"charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.IGNORECASE)

_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What names of old encodings mean on the web (WHATWG Encoding Standard, 4.2), by Python's."""

_OLD_NAMES = {
    "x-sjis": "shift_jis",
    "windows-31j": "shift_jis",
    "x-euc-jp": "euc_jp",
    "x-gbk": "gbk",
    "x-cp1251": "cp1251",
    "x-mac-roman": "mac_roman",
    "x-big5": "big5",
    "ks_c_5601-1987": "euc_kr",
    "x-user-defined": "cp1252",
    "unicode": "utf-8",
    "iso-8859-8-i": "iso8859_8",
    "dos-874": "cp874",
}
"""Names that the web knows and Python does not."""

LEAST_WEIGHT = 0.0
"""What a text must weigh (`encodings.weight`) for its declared encoding to be believed."""

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*\[(?:(?!<!DOCTYPE).)*?\]\s*+>", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_SOFT = re.compile("\u00ad|&shy;|&#173;|&#xad;", re.IGNORECASE)
"""Places where a word might be divided: nothing that is said."""

_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|7f|d[89a-f]..|fff[ef])(?![0-9a-f])"
    r"|0*(?:[0-8]|1[124-9]|2\d|3[01]|127)(?!\d));?",
    re.IGNORECASE,
)
"""What no tree may hold (XML 1.0, 2.2), as characters and as references to them."""

_NO_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|noscript|template|svg|iframe|select|textarea|head)\b(?:(?!<\1).)*?</\1\s*+>",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|li|ul|ol|tr|td|th|table|h[1-6]|section|article|main|header|footer|blockquote)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")

MOST_DEPTH = 150
"""Levels of elements that are walked; pages of people have fewer than 60."""


class Decoded(NamedTuple):
    """A text, and what there is to say of its bytes."""

    text: str
    told: tuple[Problem, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """``data`` as text; ``declared`` is what the server says: a charset, or a whole content type.

    Raises SourceError for bytes that are no text.
    """
    if not data.strip(b"\0\t\n\r "):
        raise SourceError(error("import-empty"))
    if text := _marked(data):
        return Decoded(text)
    if data.count(b"\0") * 50 > len(data):
        raise SourceError(error("import-binary"))
    data = data.replace(b"\0", b"")
    names = [codec for name in _declared(data, declared) if (codec := _codec(name))]
    texts = (_strictly(data, codec) for codec in names if codec != "utf-8")
    if likely := next((text for text in texts if text and _is_likely(text)), ""):
        return Decoded(likely)
    if old := encodings.decode_old(data):
        return Decoded(old.text, (warning("import-encoding", encoding=old.encoding or "UTF-8"),))
    codec = names[0] if names else "utf-8"
    text = data.decode(codec, errors="replace")
    count = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return Decoded(text, (warning("import-bytes", count=count, encoding=codec),) if count > 0 else ())


def _marked(data: bytes) -> str:
    """``data`` by its byte order mark, or as UTF-8 or UTF-16 by its form; "" where it is neither."""
    try:
        found = encodings.decode_marked(data)
    except UnicodeDecodeError:  # a mark that lies
        return ""
    if found is None and b"\0" in data[:_LOOKED_AT]:
        found = encodings.decode_unmarked_wide(data)
    return found.text if found else ""


def _declared(data: bytes, declared: str) -> list[str]:
    """The names of encodings that are declared, by the server first."""
    found = _OF_TYPE.search(declared)
    names = [found[1]] if found else [declared] if declared and "/" not in declared else []
    head = data[:_LOOKED_AT]
    names += [
        m[1].decode("ascii", "ignore")
        for m in (_DECLARED.search(head), _DECLARED_XML.search(head))
        if m
    ]
    return names


def _codec(name: str) -> str:
    """Python's codec for ``name``, as the web means it; "" where there is none."""
    try:
        codec = codecs.lookup(_OLD_NAMES.get(name.lower(), name)).name
    except LookupError:
        return ""
    if codec.startswith(
        ("utf-16", "utf-32", "utf-7")
    ):  # whoever could read the declaration reads UTF-8
        return "utf-8"
    return _MEANT.get(codec, codec)


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        if codec == "cp1252":  # five bytes that it leaves open
            return data.decode("latin-1").translate(_CP1252)
        return ""


_CP1252 = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}


def _is_likely(text: str) -> bool:
    """Whether ``text`` looks like one, as far as its letters beyond ASCII say."""
    lines = (line for line in text.split("\n") if not line.isascii())
    sample = re.sub(r"<[^<>]*>", " ", "\n".join(lines))[: encodings.MOST_BYTES]
    return encodings.weight(sample) >= LEAST_WEIGHT


def tree_of(text: str) -> HtmlElement:
    """The tree of a page's ``text``, without comments. Raises SourceError where there is none."""
    text = _DOCTYPE.sub("<!DOCTYPE html>", _XML.sub("", text, count=1), count=1)
    text = _CONTROLS.sub(" ", _SOFT.sub("", text))
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise SourceError(error("import-empty")) from None
    _fill_body(root)
    return root


_OF_HEADS = frozenset({"title", "meta", "link", "base", "script", "style", "noscript", "template"})


def _fill_body(root: HtmlElement) -> None:
    """Move what stands in the head and is text to the body, which a page may not have.

    The parser knows no elements younger than HTML 4, and does not end the head where they start.
    """
    head, body = root.find("head"), root.find("body")
    misplaced = (
        [e for e in head if isinstance(e.tag, str) and e.tag not in _OF_HEADS]
        if head is not None
        else []
    )
    if not misplaced:
        return
    if body is None:
        body = etree.SubElement(root, "body")
    for at, element in enumerate(misplaced):
        body.insert(at, element)


def depth_of(root: HtmlElement) -> int:
    """How deep the elements below ``root`` are nested."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def bare_paragraphs(text: str) -> list[str]:
    """The words of a page's ``text`` by its paragraphs, for one with too deep a tree."""
    bare = _TAG.sub("", _BLOCK_TAG.sub("\n", _NO_TEXT.sub(" ", text)))
    lines = (" ".join(html.unescape(line).split()) for line in bare.split("\n"))
    return [line for line in lines if line]
