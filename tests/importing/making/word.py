"""Word documents by hand, as Word, Google Docs, Pages and others write them: a zip file and XML.

python tests/importing/making/word.py FOLDER
"""

# ruff: noqa: E501  lines of XML

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES: str = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def style(
    id_: str,
    name: str,
    *,
    based: str = "",
    ppr: str = "",
    rpr: str = "",
    kind: str = "paragraph",
    default: bool = False,
) -> str:
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    usual = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"{usual}><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


FRENCH: str = "".join((
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults>',
    style("Normal", "Normal", default=True),
    style("Titre", "Title", based="Normal", rpr='<w:sz w:val="56"/>'),
    style("Sous-titre", "Subtitle", based="Normal"),
    *(style(f"Titre{n}", f"heading {n}", based="Normal", ppr=f'<w:outlineLvl w:val="{n - 1}"/>', rpr="<w:b/>")
      for n in (1, 2, 3)),
    style("Intertitremaison", "Intertitre maison", based="Titre2"),
    style("Citation", "Quote", based="Normal"), style("Citationintense", "Intense Quote", based="Normal"),
    style("Lgende", "caption", based="Normal"), style("Paragraphedeliste", "List Paragraph", based="Normal",
          ppr='<w:ind w:left="720"/>'),
    style("Listepuces", "List Bullet", based="Normal", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>'),
    style("TM1", "toc 1", based="Normal"), style("Lienhypertexte", "Hyperlink", kind="character"),
    style("lev", "Strong", kind="character", rpr="<w:b/>"),
    style("Accentuation", "Emphasis", kind="character", rpr="<w:i/>"),
    style("Notedebasdepage", "footnote text", based="Normal"),
))  # fmt: skip
"""Styles as a French Word writes them: French ids, English names."""

BARE: str = style("Normal", "normal", default=True)


def level(at: int, form: str, text: str, left: int, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


BULLETS: str = "".join(level(n, "bullet", "•", 720 * (n + 1)) for n in range(3))
NUMBERS: str = (
    level(0, "decimal", "%1.", 720)
    + level(1, "lowerLetter", "%2)", 1440)
    + level(2, "lowerRoman", "%3.", 2160)
)
ARTICLES: str = level(0, "decimal", "Article %1 –", 720, more='<w:pStyle w:val="Titre2"/>')


def numbering(*abstracts: str, more: str = "") -> str:
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{a}</w:abstractNum>' for n, a in enumerate(abstracts, 1)
    )
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(1, len(abstracts) + 1)
    )
    return f"<w:numbering {NAMES}>{made}{nums}{more}</w:numbering>"


def r(text: str, rpr: str = "") -> str:
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", ppr: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{named}{ppr}</w:pPr>{inner}</w:p>"


def li(num: int, at: int, *runs: str, style: str = "Paragraphedeliste") -> str:
    return p(
        *runs, style=style, ppr=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'
    )


def link(id_: str, *runs: str, more: str = "") -> str:
    inner = "".join(
        run if run.startswith("<") else r(run, '<w:rStyle w:val="Lienhypertexte"/>') for run in runs
    )
    return f'<w:hyperlink r:id="{id_}" {more}>{inner}</w:hyperlink>'


def field(instruction: str, *shown: str) -> str:
    inner = "".join(run if run.startswith("<") else r(run) for run in shown)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{instruction}'
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{inner}<w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )


def tc(*paragraphs: str, pr: str = "") -> str:
    inner = "".join(one if one.startswith(("<w:p>", "<w:tbl>")) else p(one) for one in paragraphs)
    return f"<w:tc><w:tcPr>{pr}</w:tcPr>{inner or p('')}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{pr}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def drawing(id_: str, descr: str = "", more: str = "", attribute: str = "r:embed") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Image 1" descr="{descr}">{more}</wp:docPr><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip {attribute}="{id_}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def text_box(*paragraphs: str) -> str:
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def png(colour: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def notes(kind: str, **given: str) -> str:
    inner = "".join(
        f'<w:{kind} w:id="{id_[1:]}">{p(f"<w:r><w:{kind}Ref/></w:r>", r(" "), text, style="Notedebasdepage")}</w:{kind}>'
        for id_, text in given.items()
    )
    separator = f'<w:{kind} w:type="separator" w:id="-1">{p("<w:r><w:separator/></w:r>")}</w:{kind}>'
    return f"<w:{kind}s {NAMES}>{separator}{inner}</w:{kind}s>"


def docx(
    body: str,
    *,
    styles: str | None = FRENCH,
    lists: str = "",
    links: Mapping[str, str] = {},
    parts: Mapping[str, str | bytes] = {},
    title: str = "",
    main: str = "word/document.xml",
) -> bytes:
    """The file: ``links`` are addresses by ids, ``parts`` further files, whose names are their ids."""
    related = [
        *(f'<Relationship Id="{id_}" Type="{REL}/hyperlink" Target="{to}" TargetMode="External"/>'
          for id_, to in links.items()),
        *(f'<Relationship Id="{Path(name).stem}" Type="{REL}/{_type(name)}" Target="{name.removeprefix("word/")}"/>'
          for name in parts if name.startswith("word/") and "/_rels/" not in name),
    ]  # fmt: skip
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" Type="{REL}/officeDocument" '
        f'Target="{main}"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships'
        '/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{title}</dc:title></cp:coreProperties>",
        main: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMES}><w:body>{body}</w:body></w:document>',
        f"word/_rels/{Path(main).name}.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(related)}</Relationships>',
    }
    if styles is not None:
        files["word/styles.xml"] = f"<w:styles {NAMES}>{styles}</w:styles>"
    if lists:
        files["word/numbering.xml"] = lists
    files |= parts
    return packed(files)


def _type(name: str) -> str:
    stem = Path(name).stem.rstrip("0123456789")
    return "image" if "/media/" in name else stem


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file of ``files``: the same bytes on every day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


if __name__ == "__main__":
    from tests.importing.making.word_texts import DOCUMENTS

    for name, data in DOCUMENTS.items():
        Path(sys.argv[1], name).write_bytes(data)
