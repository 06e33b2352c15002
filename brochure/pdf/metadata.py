"""Finishing: what the PDF must say of itself that WeasyPrint does not write.

PDF/A-3a and PDF/UA-1 in one file need both identifications in one XMP packet, the second with an
extension schema (ISO 19005-3, 6.6.2.3; ISO 14289-1, 5).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from brochure.errors import ProofError, RenderError
from brochure.pdfwriter import xmp
from brochure.problems import Place, error
from brochure.text import font_metrics, graphemes
from brochure.theme import FontFace


def merge_ua_identification(pdf: Any) -> None:
    """Put the PDF/UA-1 identification into the existing XMP packet of ``pdf`` (a pydyf.PDF)."""
    for stream in pdf.objects:
        if getattr(stream, "extra", {}).get("Type") == "/Metadata":
            stream.stream[0] = xmp.with_pdf_ua(stream.stream[0])
            return
    raise RenderError(error("engine-without-xmp"))


def drop_empty_strings(pdf: Any) -> None:
    """Take the empty strings out of what text operators show (ISO 32000-1, 9.4.3, "TJ").

    WeasyPrint writes them around accents that are moved; PDFium, and Chrome with it, then leaves out
    the move that follows: a stacked accent stands beside its letter.
    """
    import pydyf

    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            item.stream = [
                part.replace(b"<>", b" ") if isinstance(part, bytes) and part.endswith(b"TJ") else part
                for part in item.stream
            ]


_MARKS = {"Mn", "Mc", "Me"}
_CHARACTERS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
"""A glyph's number and the text that it stands for, in UTF-16 (Adobe Technical Note 5014)."""


def name_characters(document: Any, pdf: Any, faces: Iterable[FontFace], texts: Iterable[str]) -> None:
    """Give letters, accents and emoji the characters they stand for, where they are drawn in parts.

    WeasyPrint gives the whole of "x̂" to the last glyph and nothing to the others, then keeps that for
    every place they stand in: it would be read as "xê". And the last glyph of "1️⃣" is not drawn.
    ``faces`` are those of the theme, ``texts`` what is set in them.
    """
    fonts = {font.name: font for font in document.fonts.values()}
    files = {(face.family, face.weight, face.italic): face for face in faces}
    emoji = {c for text in texts if graphemes.EMOJI_STYLE in text for c in graphemes.clusters(text)}
    joined = frozenset(
        cluster for cluster in emoji if len(cluster) > 2 and graphemes.is_picture(cluster)
    )
    for item in pdf.objects:
        font = fonts.get(item.get("BaseFont")) if isinstance(item, dict) else None
        if font is None or "ToUnicode" not in item:
            continue
        face = files.get((font.family, font.weight, bool(font.style)))
        if face is None:
            continue
        stream = pdf.objects[int(item["ToUnicode"].split()[0])].stream
        pictures = font_metrics.single_glyphs(face, joined) if joined else {}
        for at, line in enumerate(stream):
            match = _CHARACTERS.fullmatch(line)
            if match is None:
                continue
            known = "" if match[2] else pictures.get(int(match[1], 16), "")
            if chars := known or _part(match, font.widths, face):
                stream[at] = b"<%s> <%s>" % (match[1], chars.encode("utf-16-be").hex().encode())


def _part(match: re.Match[bytes], widths: Mapping[int, float], face: FontFace) -> str:
    """The character of a glyph that is a letter or an accent of what it is said to stand for; or ""."""
    number, text = int(match[1], 16), bytes.fromhex(match[2].decode()).decode("utf-16-be")
    parts = unicodedata.normalize("NFD", text)
    accented = any(unicodedata.category(char) in _MARKS for char in parts)
    if text and not (accented and (len(text) > 1 or not widths.get(number))):
        return ""
    char = font_metrics.characters_of_glyphs(face).get(number, "")
    private = char and unicodedata.category(char) == "Co"  # PDF/A forbids it (ISO 19005-3, 6.2.11.7.3)
    return char if not private and (char in parts or not text) else ""


def check_fonts(pdf: Any, families: Iterable[str]) -> None:
    """Raise ProofError when a font is embedded that the theme does not have."""
    allowed = {re.sub(r"\W", "", family).casefold() for family in families}
    for item in pdf.objects:
        name = str(item.get("BaseFont", "")) if isinstance(item, dict) else ""
        bare = re.sub(r"\W", "", name.rsplit("+", 1)[-1]).casefold()
        if bare and not any(bare.startswith(family) for family in allowed):
            at, font = Place(file="brochure.pdf"), name.lstrip("/")
            raise ProofError(error("font-foreign", at=at, font=font, families=sorted(families)))
