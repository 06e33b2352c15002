"""Finishing: what the PDF must say of itself that WeasyPrint does not write.

PDF/A-3a and PDF/UA-1 in one file need both identifications in one XMP packet, the second with an
extension schema (ISO 19005-3, 6.6.2.3; ISO 14289-1, 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from brochure.errors import ProofError, RenderError
from brochure.pdfwriter import xmp
from brochure.problems import Place, error


def merge_ua_identification(pdf: Any) -> None:
    """Put the PDF/UA-1 identification into the existing XMP packet of ``pdf`` (a pydyf.PDF)."""
    for stream in pdf.objects:
        if getattr(stream, "extra", {}).get("Type") == "/Metadata":
            stream.stream[0] = xmp.with_pdf_ua(stream.stream[0])
            return
    raise RenderError(error("engine-without-xmp"))


def check_fonts(pdf: Any, families: Iterable[str]) -> None:
    """Raise ProofError when a font is embedded that the theme does not have."""
    allowed = {re.sub(r"\W", "", family).casefold() for family in families}
    for item in pdf.objects:
        name = str(item.get("BaseFont", "")) if isinstance(item, dict) else ""
        bare = re.sub(r"\W", "", name.rsplit("+", 1)[-1]).casefold()
        if bare and not any(bare.startswith(family) for family in allowed):
            at, font = Place(file="brochure.pdf"), name.lstrip("/")
            raise ProofError(error("font-foreign", at=at, font=font, families=sorted(families)))
