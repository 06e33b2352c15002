"""Makes the fallback fonts in fonts/ from those of npm: the signs that brochures hold, without hinting.

None of their licences reserves a name, so that a font may be cut and keep its own.

Run once when a font changes, with a folder in which each package of PACKAGES is unpacked under its
name: ``.venv/bin/python benchmarks/fallback_fonts.py /tmp/npm``. Every fallback is drawn by them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path("fonts")
ALL = "U+0-10FFFF"
NO_DEVANAGARI = "U+0-8FF,U+980-1CCF,U+1D00-A82F,U+A83A-A8DF,U+A900-1FFFF"
"""Its vowels and conjuncts need lines broken in ways that nothing here knows."""

NAMES = (
    "U+20-40,U+A0,U+2010-2019,U+964-965,U+900-97F,U+980-9FF,U+B80-BFF,U+1200-137F,U+200C-200D,U+25CC"
)
"""Of scripts drawn in names alone (`brochure.stationery.name_fonts`), which no line divides."""

SIGNS = "U+20-7E,U+A0-FF,U+2000-2BFF,U+1F0A0-1FAFF"
MATHS = "U+20-7E,U+2000-2BFF,U+3000-303F,U+1D400-1D7FF"
FILES = {
    ("noto-sans", "NotoSans_400Regular"): NO_DEVANAGARI,
    ("noto-sans", "NotoSans_400Regular_Italic"): NO_DEVANAGARI,
    ("noto-sans", "NotoSans_700Bold"): NO_DEVANAGARI,
    ("noto-sans-hebrew", "NotoSansHebrew_400Regular"): ALL,
    ("noto-sans-hebrew", "NotoSansHebrew_700Bold"): ALL,
    ("noto-sans-georgian", "NotoSansGeorgian_400Regular"): ALL,
    ("noto-sans-georgian", "NotoSansGeorgian_700Bold"): ALL,
    ("noto-sans-armenian", "NotoSansArmenian_400Regular"): ALL,
    ("noto-sans-armenian", "NotoSansArmenian_700Bold"): ALL,
    ("noto-sans-thai", "NotoSansThai_400Regular"): ALL,
    ("noto-sans-thai", "NotoSansThai_700Bold"): ALL,
    ("noto-sans-symbols", "NotoSansSymbols_400Regular"): ALL,
    ("noto-sans-symbols-2", "NotoSansSymbols2_400Regular"): SIGNS,
    ("noto-sans-math", "NotoSansMath_400Regular"): MATHS,
    ("noto-sans-mono", "NotoSansMono_400Regular"): "U+2500-259F",
    ("noto-emoji", "NotoEmoji_400Regular"): ALL,
    **{
        (f"noto-sans-{script}", f"NotoSans{script.title()}_{weight}"): NAMES
        for script in ("devanagari", "bengali", "tamil", "ethiopic")
        for weight in ("400Regular", "700Bold")
    },
}
"""Package, file, and the code points that stay."""


ASCENT, DESCENT = 0.93, 0.244
"""In em: no more than those of the themes' fonts, so that a sign never pushes lines apart."""


def main(folder: Path) -> None:
    """Write each font and say its size."""
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=["*"], name_languages=["*"])
    options.drop_tables += ["MATH", "STAT", "meta"]
    for (package, name), unicodes in FILES.items():
        weight = name.partition("_")[2]
        font = TTFont(folder / package / "package" / weight / f"{name}.ttf", recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=set(subset.parse_unicodes(unicodes)) & set(font.getBestCmap()))
        subsetter.subset(font)
        em = font["head"].unitsPerEm
        font["hhea"].ascent = font["OS/2"].sTypoAscender = round(ASCENT * em)
        font["hhea"].descent = font["OS/2"].sTypoDescender = -round(DESCENT * em)
        target = FONTS / f"{name}.ttf"
        font.save(target)
        print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
