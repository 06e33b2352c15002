"""XMP: what a print file says of itself, PDF/X-4 and PDF/A-2b in one packet.

ISO 15930-7, 6.4; ISO 19005-2, 6.6.2: properties that PDF/A does not know are described by
extension schemas.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

_EXTENSIONS = (
    ("http://www.npes.org/pdfx/ns/id/", "pdfxid", "PDF/X identification", ("GTS_PDFXVersion",)),
    ("http://ns.adobe.com/pdf/1.3/", "pdf", "Adobe PDF", ("Trapped",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the packet and the document information dictionary both say.

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


def packet(said: Said) -> bytes:
    """The XMP packet in UTF-8."""
    number = f"{said.identity[:8]}-{said.identity[8:12]}-{said.identity[12:16]}-{said.identity[16:20]}"
    document = f"xmp.did:{number}-{said.identity[20:32]}"
    author = f"<dc:creator><rdf:Seq><rdf:li>{escape(said.author)}</rdf:li></rdf:Seq></dc:creator>"
    subject = f"<dc:description>{_alternative(said.subject)}</dc:description>"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title>{_alternative(said.title)}</dc:title>
{author if said.author else ""}
{subject if said.subject else ""}
<dc:language><rdf:Bag><rdf:li>{escape(said.lang)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{said.iso}</xmp:CreateDate>
<xmp:ModifyDate>{said.iso}</xmp:ModifyDate>
<xmp:MetadataDate>{said.iso}</xmp:MetadataDate>
<xmp:CreatorTool>{escape(said.creator)}</xmp:CreatorTool>
<xmpMM:DocumentID>{document}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{escape(said.producer)}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{"".join(_schema(*row) for row in _EXTENSIONS)}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def _alternative(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _schema(uri: str, prefix: str, name: str, properties: tuple[str, ...]) -> str:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        "<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{name}: {key}</pdfaProperty:description>"
        f"<pdfaProperty:name>{key}</pdfaProperty:name>"
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for key in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:schema>{name}</pdfaSchema:schema>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>\n"
    )
