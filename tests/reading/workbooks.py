"""Workbooks for tests: .xlsx and .ods files of a few parts, as programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from html import escape

EPOCH = datetime(1899, 12, 30)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Cells = Sequence[Sequence[object]]
STYLES = {datetime: 1, date: 2, time: 3, timedelta: 4}
"""The place of each kind's number format in the styles below."""


class Xml(str):
    """A cell as it is written."""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def serial(value: object) -> float:
    """The number that a spreadsheet keeps for a day, an hour or a length of time."""
    if isinstance(value, datetime):
        return (value - EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return float((datetime(value.year, value.month, value.day) - EPOCH).days)
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440
    assert isinstance(value, timedelta)
    return value / timedelta(days=1)


def cell(at: str, value: object) -> str:
    if isinstance(value, Xml):
        return value.format(at=at)
    if value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" s="{STYLES[type(value)]}"><v>{serial(value)!r}</v></c>'


def sheet_xml(rows: Cells, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> str:
    cells = (
        "".join(cell(f"{letters(x)}{y}", v) for x, v in enumerate(row)) for y, row in enumerate(rows, 1)
    )
    made = "".join(
        f'<row r="{y}" hidden="{int(y in hidden)}">{own}</row>' for y, own in enumerate(cells, 1)
    )
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    tail = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{made}</sheetData>{tail}</worksheet>'


def xlsx(
    sheets: Mapping[str, Cells],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
) -> bytes:
    """A workbook of ``sheets``; ``merged`` are ranges of the first, ``hidden`` some of the names.

    ``hidden_rows`` are hidden in each of them.
    """
    formats = ("dd/mm/yyyy hh:mm", "dd/mm/yyyy", "hh:mm", "[h]:mm")
    numbers = "".join(f'<numFmt numFmtId="{n}" formatCode="{f}"/>' for n, f in enumerate(formats, 170))
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 170, 171, 172, 173))
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"'
        f' state="{"hidden" if name in hidden else "visible"}"/>'
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    styles_link = f'<Relationship Id="s" Type="{LINKS}/styles" Target="styles.xml"/>'
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{types}"/>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}">'
        f"{links}{styles_link}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="4">{numbers}</numFmts>'
        f'<cellXfs count="5">{styles}</cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{n}.xml": sheet_xml(rows, merged if n == 1 else (), hidden_rows)
            for n, rows in enumerate(sheets.values(), 1)
        },
    })  # fmt: skip


def ods(name: str, rows: str) -> bytes:
    """A workbook of LibreOffice of one sheet, whose rows are given as XML."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def ods_text(text: str, times: int = 1) -> str:
    """A cell of LibreOffice's with a text, ``times`` beside each other."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{times}">'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )
