"""Fonts of a PDF: HarfBuzz shapes a text and cuts the font down to the glyphs used.

A font is embedded as a composite one whose codes are its glyph numbers (ISO 32000-1, 9.7), with a
table that says which characters each glyph stands for (9.10.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure.pdfwriter import packing
from brochure.text import font_metrics
from brochure.theme import FontFace

if TYPE_CHECKING:
    import uharfbuzz

THOUSAND = 1000
_FEATURES = {"liga": False, "clig": False}
"""As texts are measured: without ligatures, whose letters tracking could not part."""

_NOT_JOINING = "\u200c"
"""Text mapped to the second and later glyphs of a cluster; the first glyph carries the whole cluster.

ZERO WIDTH NON-JOINER: readers show nothing for it, and each glyph needs a text (ISO 14289-1, 7.21.7).
"""

_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{rows}endcmap CMapName currentdict /CMap defineresource pop end end"""
_MOST_ROWS = 100
"""Rows in one section of a character map (Adobe Technical Note 5014, 1.3)."""


class ShapedGlyph(NamedTuple):
    """A glyph of a shaped text: its ``number`` in the font, and the ``text`` that it stands for.

    ``advance`` and its offset ``x``, ``y`` are in thousandths of an em.
    """

    number: int
    advance: int
    x: int
    y: int
    text: str


class Font:
    """One face as the pages use it; ``key`` is its name in their resources.

    ``used`` maps the number of each glyph drawn so far to its text.
    """

    def __init__(self, face: FontFace, key: str) -> None:
        self.face = face
        self.key = key
        self.used: dict[int, str] = {0: ""}

    @cached_property
    def _harfbuzz(self) -> uharfbuzz.Face:
        return font_metrics.open_face(self.face.path, self.face.index)

    @cached_property
    def _sized(self) -> uharfbuzz.Font:
        import uharfbuzz as hb

        return hb.Font(self._harfbuzz)

    def shaped(self, text: str, *, rtl: bool) -> tuple[ShapedGlyph, ...]:
        """``text`` as glyphs from left to right; they will be embedded."""
        glyphs = self._shaped(text, rtl)
        for glyph in glyphs:
            self.used.setdefault(glyph.number, glyph.text)
        return glyphs

    def maps_back(self, glyphs: Iterable[ShapedGlyph]) -> bool:
        """Whether the font's character map alone gives back the text of ``glyphs``.

        It does not where a glyph stands for one text here and for another elsewhere.
        """
        return all(self.used[glyph.number] == glyph.text for glyph in glyphs)

    @cached_property
    def lettered(self) -> Lettered:
        """What a line from right to left asks of its font, and tells it."""
        return Lettered(self)

    @lru_cache(maxsize=2048)  # noqa: B019 - a font lives as long as its document
    def _shaped(self, text: str, rtl: bool) -> tuple[ShapedGlyph, ...]:
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.guess_segment_properties()
        hb.shape(self._sized, buffer, _FEATURES)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        texts = _cluster_texts([info.cluster for info in infos], text)
        scale = THOUSAND / self._harfbuzz.upem
        return tuple(
            ShapedGlyph(info.codepoint, round(at.x_advance * scale), round(at.x_offset * scale),
                  round(at.y_offset * scale), own)
            for info, at, own in zip(infos, places, texts, strict=True)
        )  # fmt: skip

    def width(self, number: int) -> int:
        """The advance width that the font gives glyph ``number``, in thousandths of an em."""
        advance = int(self._sized.get_glyph_h_advance(number))
        return round(advance * THOUSAND / int(self._harfbuzz.upem))

    def dictionary(self, pdf: Any) -> Any:
        """The font as a dictionary of ``pdf``, with the glyphs used embedded."""
        from pikepdf import Array, Dictionary, Name, String

        data = self._subset()
        name = self._name(data)
        outlines = "CFF " in self._harfbuzz.table_tags
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType0 if outlines else Name.CIDFontType2,
            BaseFont=Name(name),
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(self._descriptor(pdf, name, data, cff=outlines)),
            W=Array(list(self._widths())),
            DW=THOUSAND,
        )
        if not outlines:
            descendant.CIDToGIDMap = Name.Identity
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(name),
                Encoding=Name("/Identity-H"), DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=packing.stream(pdf, self._characters().encode()),
            )
        )  # fmt: skip

    def _subset(self) -> bytes:
        """The font file with the glyphs used alone; they keep their numbers, which are the codes."""
        import uharfbuzz as hb

        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(self.used)
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
            int.from_bytes(tag.encode(), "big") for tag in ("GSUB", "GPOS", "GDEF", "name", "STAT")
        )
        flags = hb.SubsetFlags
        wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
        return bytes(hb.subset(self._harfbuzz, wanted).blob.data)

    def _name(self, data: bytes) -> str:
        """The name of a subset: six letters before the font's own (ISO 32000-1, 9.6.4)."""
        digest = hashlib.sha256(data).digest()
        letters = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        own = "".join(c for c in self.face.path.stem if c.isascii() and (c.isalnum() or c in "-_"))
        return f"/{letters}+{own or 'Font'}"

    def _descriptor(self, pdf: Any, name: str, data: bytes, *, cff: bool) -> Any:
        from pikepdf import Array, Dictionary, Name

        scale = THOUSAND / self._harfbuzz.upem
        extents = self._sized.get_font_extents("ltr")
        up, down = round(extents.ascender * scale), round(extents.descender * scale)
        stream = packing.stream(pdf, data)
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name(name), Flags=4, ItalicAngle=0,
            FontBBox=Array([-THOUSAND, down, 2 * THOUSAND, up]), Ascent=up, Descent=down,
            CapHeight=round(0.7 * up), StemV=max(50, self.face.weight // 5),
        )  # fmt: skip
        if cff:
            stream.Subtype = Name.OpenType
            descriptor.FontFile3 = stream
        else:
            descriptor.FontFile2 = stream
        return descriptor

    def _widths(self) -> Iterator[Any]:
        """The widths of the glyphs used, glyph by glyph (ISO 32000-1, 9.7.4.3)."""
        from pikepdf import Array

        for number in sorted(self.used):
            yield number
            yield Array([self.width(number)])

    def _characters(self) -> str:
        """The character map that gives a glyph's text (ISO 32000-1, 9.10.3)."""
        rows = [
            f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for number, text in sorted(self.used.items())
            if text
        ]
        sections = [rows[at : at + _MOST_ROWS] for at in range(0, len(rows), _MOST_ROWS)]
        return _CMAP.format(
            rows="".join(
                f"{len(section)} beginbfchar\n" + "\n".join(section) + "\nendbfchar\n"
                for section in sections
            )
        )


class Lettered:
    """A font as `right_to_left.Line` knows it: what its glyphs stand for, and how wide they are."""

    def __init__(self, font: Font) -> None:
        self.hash, self.upem, self.index = font.key, font._harfbuzz.upem, font.face.index
        self.to_unicode = _Meanings(font.used)
        self.widths = _Widths(font)
        self.shaper = font._sized


class _Meanings(dict[int, str]):
    """The texts of glyphs, written into the font's: one that only follows another has none yet."""

    def __init__(self, used: dict[int, str]) -> None:
        super().__init__()
        self.used = used

    def get(self, glyph: int, default: Any = None) -> Any:
        text = self.used.get(glyph, default)
        return "" if text == _NOT_JOINING else text

    def __setitem__(self, glyph: int, text: str) -> None:
        self.used[glyph] = text

    def setdefault(self, glyph: int, text: Any = None) -> Any:
        return self.used.setdefault(glyph, text)


class _Widths(dict[int, int]):
    """The widths of glyphs, asked of the font."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self.font = font

    def __missing__(self, glyph: int) -> int:
        self[glyph] = self.font.width(glyph)
        return self[glyph]


def _cluster_texts(starts: list[int], text: str) -> list[str]:
    """The text of each glyph, whose cluster starts at ``starts`` in ``text`` (HarfBuzz, "Clusters").

    The first glyph of a cluster stands for all of its characters.
    """
    order = sorted(set(starts))
    ends = dict(zip(order, [*order[1:], len(text)], strict=True))
    seen: set[int] = set()
    texts = []
    for start in starts:
        texts.append(_NOT_JOINING if start in seen else text[start : ends[start]])
        seen.add(start)
    return texts
