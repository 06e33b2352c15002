"""PDF files of the same texts, with tags and without, as LibreOffice prints them.

python tests/importing/making/pdfs.py FOLDER      # needs `soffice`
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.importing.making.flat import convert
from tests.importing.making.texts import TEXTS

TAGGED = ("communique", "tableaux", "notes")
UNTAGGED = ("communique", "colonnes", "listes", "gras")


def kind(*, tagged: bool) -> str:
    """LibreOffice's name of the filter, with its options."""
    options = {"UseTaggedPDF": {"type": "boolean", "value": str(tagged).lower()}}
    return f"pdf:writer_pdf_Export:{json.dumps(options)}"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for names, tagged in ((TAGGED, True), (UNTAGGED, False)):
        for name in names:
            convert(name, TEXTS[name], folder, kind(tagged=tagged))
            (folder / f"{name}.pdf").rename(folder / f"{name}-{'tagged' if tagged else 'plain'}.pdf")
