"""A caption stands right below its picture; a table runs on with its head, every row whole and once."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

import brochure
from brochure.pdf import rendering
from brochure.pdf.metrics import COLUMN_WIDTH, MARGIN_SIDE, PAGE_WIDTH

CAPTION = "Légende : la flèche noire, photographiée au quai nord"
TEXT = "Le port accueille chaque année des milliers de visiteurs venus voir les bateaux. " * 12
ROWS = 60


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 80, 40)).save(out, "PNG")
    return out.getvalue()


def pictures_of(sheet: Any) -> list[tuple[float, float, float, float]]:
    return [item.get_bounds() for item in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE])]


@pytest.mark.parametrize("size", [(1000, 2600), (1000, 1800), (1200, 800)])
@pytest.mark.parametrize("before", ["", TEXT, f"{TEXT}\n\n{TEXT}\n\n{TEXT}"])
@pytest.mark.parametrize("caption", [CAPTION, f"{CAPTION}, {CAPTION}, {CAPTION}"])
def test_a_caption_stands_right_below_its_picture(
    size: tuple[int, int], before: str, caption: str, page: brochure.Page, theme: brochure.Theme
) -> None:
    body = f'Introduction.\n\n{before}\n\n![Une flèche](p.png "{caption}")\n\n{TEXT}\n\n{TEXT}'
    page = replace(
        page, body=body, images={"p.png": picture(*size)}, figures=(), quotes=(), panels=None
    )
    (made,) = rendering.render(page, theme)
    found = 0
    for sheet in pypdfium2.PdfDocument(made.data):
        for left, bottom, right, top in pictures_of(sheet):
            text = sheet.get_textpage()
            below = text.get_text_bounded(left - 2, bottom - 24, right + 2, bottom)
            beside = text.get_text_bounded(right, bottom - 4, PAGE_WIDTH, top)
            assert "Légende" in {below.split()[:1].pop() if below.split() else "", *beside.split()[:1]}
            found += 1
    assert found == 1


def test_a_long_table_runs_on(page: brochure.Page, theme: brochure.Theme) -> None:
    """With its head in every column, all rows once and in order, none cut, inside the margins."""
    about = "Intervention {} sur un sujet assez long pour deux lignes"
    rows = [
        f"| {8 + n // 4:02} h {n % 4 * 15:02} | {about.format(n)} | Salle {n % 5} | Nom{n} |"
        for n in range(1, ROWS + 1)
    ]
    table = "\n".join(("| Heure | Titre | Salle | Par |", "|---|:---|:---:|---:|", *rows))
    page = replace(page, body=f"Introduction.\n\n{table}", figures=(), quotes=(), panels=None)
    (made,) = rendering.render(page, theme)
    names: list[str] = []
    heads = columns = 0
    for sheet in pypdfium2.PdfDocument(made.data):
        text = sheet.get_textpage()
        for left in (MARGIN_SIDE, PAGE_WIDTH - MARGIN_SIDE - COLUMN_WIDTH):
            column = text.get_text_bounded(left - 1, 40, left + COLUMN_WIDTH + 1, 800)
            said = [word for word in column.split() if word.startswith("Nom") and word != "Nom"]
            names += said
            columns += bool(said)
            heads += "Heure" in column if said else 0
            starts = [word for word in itertools.pairwise(column.split()) if word[0] == "Intervention"]
            assert [f"Nom{number}" for _, number in starts] == said
    assert names == [f"Nom{n}" for n in range(1, ROWS + 1)]
    assert heads == columns > 1
