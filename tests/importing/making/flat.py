"""OpenDocument texts in one file (.fodt), which LibreOffice turns into the .odt and .docx of the tests.

    python tests/importing/making/flat.py FOLDER      # needs `soffice` (Debian: libreoffice-writer-nogui)

What LibreOffice writes differs from run to run (identifiers, dates): the files of the tests were made
once, and are kept.
"""

# ruff: noqa: E501  lines of XML

from __future__ import annotations

import base64
import io
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title></office:meta>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties fo:font-size="12pt" fo:language="{lang}" fo:country="{country}"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"><style:text-properties fo:font-size="28pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Subtitle" style:family="paragraph" style:parent-style-name="Heading"><style:text-properties fo:font-size="18pt"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="1"><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="2"><style:text-properties fo:font-size="16pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_3" style:display-name="Heading 3" style:family="paragraph" style:parent-style-name="Heading" style:default-outline-level="3"><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-left="1cm" fo:margin-right="1cm"/></style:style>
<style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Caption" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Illustration" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Horizontal_20_Line" style:display-name="Horizontal Line" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:border-bottom="0.5pt solid #808080"/></style:style>
<style:style style:name="Header" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Footer" style:family="paragraph" style:parent-style-name="Standard"/>
<style:style style:name="Graphics" style:family="graphic"/>
<style:style style:name="Frame" style:family="graphic"/>
<text:list-style style:name="Puces"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:space-before="0.6cm" text:min-label-width="0.6cm"/></text:list-level-style-bullet><text:list-level-style-bullet text:level="2" text:bullet-char="–"><style:list-level-properties text:space-before="1.2cm" text:min-label-width="0.6cm"/></text:list-level-style-bullet><text:list-level-style-bullet text:level="3" text:bullet-char="–"><style:list-level-properties text:space-before="1.8cm" text:min-label-width="0.6cm"/></text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numeros"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties text:space-before="0.6cm" text:min-label-width="0.6cm"/></text:list-level-style-number><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"><style:list-level-properties text:space-before="1.2cm" text:min-label-width="0.6cm"/></text:list-level-style-number></text:list-style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/><style:header-style/><style:footer-style/></style:page-layout>
<style:style style:name="Gras" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Ital" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="Sup" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="Sub" style:family="text"><style:text-properties style:text-position="sub 58%"/></style:style>
<style:style style:name="Barre" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="Cache" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Grand" style:family="text"><style:text-properties fo:font-size="16pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Centre" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="fr1" style:family="graphic" style:parent-style-name="Graphics"/>
<style:style style:name="fr2" style:family="graphic" style:parent-style-name="Frame"/>
{automatic}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1">{running}</style:master-page></office:master-styles>
<office:body><office:text>
"""
FOOT = "</office:text></office:body></office:document>"

RUNNING = (
    '<style:header><text:p text:style-name="Header">Ville de Montbrun – service communication</text:p>'
    '</style:header><style:footer><text:p text:style-name="Footer">Page <text:page-number/> sur '
    "<text:page-count/></text:p></style:footer>"
)


def p(inner: str, style: str = "Text_20_body") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def h(level: int, inner: str) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{inner}</text:h>'


def b(inner: str) -> str:
    return f'<text:span text:style-name="Gras">{inner}</text:span>'


def i(inner: str) -> str:
    return f'<text:span text:style-name="Ital">{inner}</text:span>'


def sup(inner: str) -> str:
    return f'<text:span text:style-name="Sup">{inner}</text:span>'


def a(address: str, inner: str) -> str:
    return f'<text:a xlink:type="simple" xlink:href="{address}">{inner}</text:a>'


def note(number: int, inner: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:id="ftn{number}" text:note-class="{kind}"><text:note-citation>{number}'
        f"</text:note-citation><text:note-body>{p(inner)}</text:note-body></text:note>"
    )


def items(style: str, *given: str, more: str = "") -> str:
    inner = "".join(f"<text:list-item>{one}</text:list-item>" for one in given)
    return f'<text:list text:style-name="{style}" {more}>{inner}</text:list>'


def sub(*given: str) -> str:
    return (
        "<text:list>"
        + "".join(f"<text:list-item>{one}</text:list-item>" for one in given)
        + "</text:list>"
    )


_BLOCKS = ("<text:p", "<text:h", "<text:list")


def cell(*paragraphs: str, more: str = "") -> str:
    inner = "".join(text if text.startswith(_BLOCKS) else p(text) for text in paragraphs)
    return f'<table:table-cell office:value-type="string" {more}>{inner}</table:table-cell>'


def table(columns: int, head: list[str], *rows: list[str]) -> str:
    def row(cells: list[str]) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    heads = f"<table:table-header-rows>{row(head)}</table:table-header-rows>" if head else ""
    return (
        f'<table:table table:name="T{columns}"><table:table-column table:number-columns-repeated="{columns}"/>'
        f"{heads}{''.join(map(row, rows))}</table:table>"
    )


COVERED = "<table:covered-table-cell/>"


def picture(colour: str, alt: str = "", more: str = "", anchor: str = "as-char") -> str:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    desc = f"<svg:desc>{alt}</svg:desc>" if alt else ""
    return (
        f'<draw:frame draw:style-name="fr1" text:anchor-type="{anchor}" svg:width="4cm" svg:height="3cm" {more}>'
        f"<draw:image><office:binary-data>{data}</office:binary-data></draw:image>{desc}</draw:frame>"
    )


def box(*paragraphs: str, anchor: str = "paragraph") -> str:
    return (
        f'<draw:frame draw:style-name="fr2" text:anchor-type="{anchor}" svg:width="8cm">'
        f'<draw:text-box fo:min-height="1cm">{"".join(paragraphs)}</draw:text-box></draw:frame>'
    )


def annotation(text: str) -> str:
    return (
        f"<office:annotation><dc:creator>C. Morel</dc:creator><dc:date>2026-03-02T10:00:00</dc:date>"
        f"<text:p>{text}</text:p></office:annotation>"
    )


def changes(*regions: str) -> str:
    return f'<text:tracked-changes text:track-changes="false">{"".join(regions)}</text:tracked-changes>'


def _info() -> str:
    return "<office:change-info><dc:creator>C. Morel</dc:creator><dc:date>2026-03-02T10:00:00</dc:date></office:change-info>"


def deletion(id_: str, inner: str) -> str:
    return f'<text:changed-region xml:id="{id_}" text:id="{id_}"><text:deletion>{_info()}{inner}</text:deletion></text:changed-region>'


def insertion(id_: str) -> str:
    return f'<text:changed-region xml:id="{id_}" text:id="{id_}"><text:insertion>{_info()}</text:insertion></text:changed-region>'


def change(id_: str) -> str:
    return f'<text:change text:change-id="{id_}"/>'


def inserted(id_: str, inner: str) -> str:
    return (
        f'<text:change-start text:change-id="{id_}"/>{inner}<text:change-end text:change-id="{id_}"/>'
    )


def written(
    body: str,
    *,
    title: str = "",
    lang: str = "fr",
    country: str = "FR",
    automatic: str = "",
    running: str = "",
) -> str:
    head = HEAD.format(title=title, lang=lang, country=country, automatic=automatic, running=running)
    return head + body + FOOT


def convert(name: str, text: str, folder: Path, *kinds: str) -> None:
    """Have LibreOffice write the document in each of ``kinds``."""
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary, f"{name}.fodt")
        source.write_text(text, encoding="utf-8")
        for kind in kinds:
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{temporary}/profile", "--headless",
                 "--convert-to", kind, "--outdir", str(folder), str(source)],
                check=True, capture_output=True,
            )  # fmt: skip


if __name__ == "__main__":
    from tests.importing.making.texts import TEXTS

    for name, text in TEXTS.items():
        if len(sys.argv) < 3 or name in sys.argv[2:]:
            convert(name, text, Path(sys.argv[1]), "odt", "docx")
