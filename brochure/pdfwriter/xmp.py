"""XMP: what each kind of PDF file says of itself, as a packet of metadata (ISO 16684-1).

pikepdf and WeasyPrint write XMP too, but no extension schemas, without which PDF/A refuses the
properties that it does not know itself (ISO 19005-2, 6.6.2.3; ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from brochure.errors import RenderError
from brochure.problems import error

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
"""Addresses by prefix. Those of PDF/A must have these very prefixes."""

_START = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_RDF_END = b"</rdf:RDF>"
_PDF_UA_1 = "<pdfuaid:part>1</pdfuaid:part>"


class _Property(NamedTuple):
    """A property that PDF/A does not know: prefix and name of its schema, its own name and kind."""

    prefix: str
    schema: str
    name: str
    description: str
    kind: str = "Text"


_PDF_X = _Property(
    "pdfxid", "PDF/X identification", "GTS_PDFXVersion", "PDF/X identification: GTS_PDFXVersion"
)
_TRAPPED = _Property("pdf", "Adobe PDF", "Trapped", "Adobe PDF: Trapped")
_PDF_UA = _Property(
    "pdfuaid", "PDF/UA identification schema", "part", "PDF/UA version identifier", "Integer"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """What a print file's packet and its document information dictionary both say.

    ``identity`` is a digest of what the file was made from: no clock and no chance is in it.
    """

    title: str
    author: str
    subject: str
    lang: str
    moment: datetime
    identity: str
    producer: str
    creator: str = "brochure"

    @property
    def iso(self) -> str:
        """The moment as XMP writes it."""
        return self.moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")

    @property
    def pdf_date(self) -> str:
        """The moment as PDF writes it (ISO 32000-1, 7.9.4)."""
        return self.moment.strftime("D:%Y%m%d%H%M%S+00'00'")


def print_packet(info: DocumentInfo) -> bytes:
    """The packet of a print file, PDF/X-4 (ISO 15930-7, 6.4) and PDF/A-2b (ISO 19005-2, 6.6.2)."""
    digits = info.identity
    document = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:32]}"
    author = f"<dc:creator><rdf:Seq><rdf:li>{_escaped(info.author)}</rdf:li></rdf:Seq></dc:creator>"
    subject = f"<dc:description>{_in_any_language(info.subject)}</dc:description>"
    extension = _extension("\n" + "".join(f"{_schema(of)}\n" for of in (_PDF_X, _TRAPPED)))
    return f"""{_START}
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF {_RDF}>
<rdf:Description rdf:about=""
 {_declared("dc", "xmp", "xmpMM", "pdf", "pdfxid", "pdfaid")}>
<dc:format>application/pdf</dc:format>
<dc:title>{_in_any_language(info.title)}</dc:title>
{author if info.author else ""}
{subject if info.subject else ""}
<dc:language><rdf:Bag><rdf:li>{_escaped(info.lang)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{info.iso}</xmp:CreateDate>
<xmp:ModifyDate>{info.iso}</xmp:ModifyDate>
<xmp:MetadataDate>{info.iso}</xmp:MetadataDate>
<xmp:CreatorTool>{_escaped(info.creator)}</xmp:CreatorTool>
<xmpMM:DocumentID>xmp.did:{document}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{_escaped(info.producer)}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def with_pdf_ua(packet: bytes) -> bytes:
    """WeasyPrint's PDF/A ``packet`` with the identification of PDF/UA-1 (ISO 14289-1, 5) besides.

    Raises RenderError where it has no one end to put it before.
    """
    if packet.count(_RDF_END) != 1:
        raise RenderError(error("metadata-not-rdf"))
    extension = _extension(_schema(_PDF_UA, "\n"))
    own = f"""<rdf:Description rdf:about="" {_declared("pdfuaid")}>
{_PDF_UA_1}
</rdf:Description>
{extension}
"""
    return packet.replace(_RDF_END, own.encode() + _RDF_END)


def sheet_packet(title: str, *, archived: bool = False) -> bytes:
    """The packet of a sheet or a code: PDF/UA-1 with its ``title``, and PDF/A-2a if ``archived``."""
    pdf_a = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n"
    extension = f"\n{_extension(_schema(_PDF_UA))}" if archived else ""
    return f"""{_START}
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {_RDF}>
<rdf:Description rdf:about="" {_declared("dc", "pdfuaid", *["pdfaid"] * archived)}>
<dc:title>{_in_any_language(title)}</dc:title>
{pdf_a if archived else ""}{_PDF_UA_1}
</rdf:Description>{extension}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>""".encode()


def _declared(*prefixes: str) -> str:
    return "\n ".join(f'xmlns:{prefix}="{_NAMESPACES[prefix]}"' for prefix in prefixes)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _in_any_language(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{_escaped(text)}</rdf:li></rdf:Alt>'


def _extension(schemas: str) -> str:
    """The description of properties that PDF/A does not know."""
    return f"""<rdf:Description rdf:about=""
 {_declared("pdfaExtension", "pdfaSchema", "pdfaProperty")}>
<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def _schema(of: _Property, gap: str = "") -> str:
    """A schema of one property, with ``gap`` between its elements."""
    described = gap.join(
        (
            '<rdf:li rdf:parseType="Resource">',
            "<pdfaProperty:category>internal</pdfaProperty:category>",
            f"<pdfaProperty:description>{of.description}</pdfaProperty:description>",
            f"<pdfaProperty:name>{of.name}</pdfaProperty:name>",
            f"<pdfaProperty:valueType>{of.kind}</pdfaProperty:valueType>",
            "</rdf:li>",
        )
    )
    return gap.join(
        (
            '<rdf:li rdf:parseType="Resource">',
            f"<pdfaSchema:namespaceURI>{_NAMESPACES[of.prefix]}</pdfaSchema:namespaceURI>",
            f"<pdfaSchema:prefix>{of.prefix}</pdfaSchema:prefix>",
            f"<pdfaSchema:schema>{of.schema}</pdfaSchema:schema>",
            f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property>",
            "</rdf:li>",
        )
    )
