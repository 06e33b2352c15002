"""The figures on sheets: three hundred labels, beside python-qrcode and WeasyPrint.

Run by ``make bench-qr``. Both are cold processes that read the same CSV file, make a code for each
event, a PDF of 3 × 8 labels a page, and read every code back from it with zxing-cpp at 150 dpi. The
peer does what the documentation of python-qrcode (SvgPathImage) and of WeasyPrint say.
"""

from __future__ import annotations

import csv
import statistics
import sys
import tempfile
from pathlib import Path

from summit import Cost, cost

ROUNDS, EVENTS = 7, 300
LIMIT_S, LIMIT_BYTES = 1.5, 95_000
COMMAND = [sys.executable, "-m", "brochure", "events"]
PROGRAMME = Path("pages/sommet-evenements.csv")

BROCHURE = """
import sys
from pathlib import Path
from brochure.themes import theme_file
from brochure.codes import verification
from brochure.pdf import reading_back
from brochure.stationery.products import SHEET_PRODUCTS
from brochure.reading.programmes import read_programme
from brochure.stationery.rendering import sheet_file
made = sheet_file(read_programme(sys.argv[1]), SHEET_PRODUCTS[0], theme_file.load_theme("agora"))
verification.verify(made)
reading_back.verify(made)
Path(sys.argv[2]).write_bytes(made.data)
"""

DOCUMENTED = """
import csv, html, sys
import pypdfium2, qrcode, weasyprint, zxingcpp
from qrcode.image.svg import SvgPathImage
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
cells = []
for row in rows:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(row["adresse"])
    code.make(fit=True)
    svg = code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode")
    cells.append(f"<td><div>{svg}<p><b>{html.escape(row['titre'])}</b><br>{row['début']}, "
                 f"{html.escape(row['salle'])}<br>{html.escape(row['adresse'][8:])}</p></div></td>")
body = "".join("<tr>" + "".join(cells[i:i+3]) + "</tr>" for i in range(0, len(cells), 3))
css = ("@page {size: A4; margin: 0} body {margin: 0; font: 8pt sans-serif} table {border-collapse: "
       "collapse} td {width: 70mm; height: 37.125mm; padding: 0} tr {break-inside: avoid} "
       "div {display: flex; height: 37mm; overflow: hidden} svg {width: 26.4mm; height: 26.4mm}")
weasyprint.HTML(string=f"<html lang=fr><title>Labels</title><style>{css}</style><table>{body}</table>"
                ).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
read = [code.text for page in pypdfium2.PdfDocument(sys.argv[2])
        for code in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())]
assert sorted(read) == sorted(row["adresse"] for row in rows), (len(read), len(rows))
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        programme = Path(folder) / "events.csv"
        with PROGRAMME.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[: EVENTS + 1]
        with programme.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        used: dict[str, list[Cost]] = {"brochure": [], "python-qrcode and WeasyPrint": []}
        sizes: dict[str, int] = {}
        commands = {
            "brochure events --no-code-files": ["--no-code-files"],
            "brochure events, 600 code files too": [],
        }
        used |= {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, script in zip(used, (BROCHURE, DOCUMENTED), strict=False):
                made = Path(folder) / "labels.pdf"
                used[name].append(cost([sys.executable, "-c", script, str(programme), str(made)]))
                sizes[name] = made.stat().st_size
            for name, options in commands.items():
                kit = Path(folder) / name
                arguments = [str(programme), "-o", str(kit), "--sheets", "labels", *options]
                used[name].append(cost([*COMMAND, *arguments]))
                sizes[name] = (kit / "labels.pdf").stat().st_size
    print(f"{EVENTS} labels, cold, medians of {ROUNDS}        CPU s     KB   peak MB")
    for name, costs in used.items():
        cpu, peak = (statistics.median(c[i] for c in costs) for i in (0, 1))
        print(f"{name:38}{cpu:10.2f}{sizes[name] / 1000:8.0f}{peak:9.0f}")
    print(f"{'limit':38}{LIMIT_S:10.2f}{LIMIT_BYTES / 1000:8.0f}")


if __name__ == "__main__":
    main()
