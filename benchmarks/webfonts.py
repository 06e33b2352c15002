"""Makes fonts/web/*.woff2 from the static fonts: the letters of European languages.

A font whose licence reserves its name is compressed whole, not cut.

Run once when a font changes: ``.venv/bin/python benchmarks/webfonts.py``. The share page carries them.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset

FONTS = Path("fonts")
LATIN = "U+20-7E,U+A0-17F,U+218-21B,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2039-203A,U+20AC,U+2116,U+2122,U+2190-2193,U+2212"  # noqa: E501
WHOLE = ""
"""No cut: the file as it is, compressed."""
FILES = {
    "BricolageGrotesque_500Medium": LATIN,
    "BricolageGrotesque_700Bold": LATIN,
    "SourceSerif4_400Regular": LATIN,
    "SourceSerif4_400Regular_Italic": LATIN,
    "SourceSerif4_600SemiBold": LATIN,
    "IBMPlexSansArabic_400Regular": WHOLE,
    "IBMPlexSansArabic_700Bold": WHOLE,
}


def main() -> None:
    """Write each subset and say its size."""
    (FONTS / "web").mkdir(exist_ok=True)
    for name, unicodes in FILES.items():
        options = subset.Options(flavor="woff2", notdef_outline=True)
        font = subset.load_font(str(FONTS / f"{name}.ttf"), options)
        if unicodes:
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
            subsetter.subset(font)
        target = FONTS / "web" / f"{name}.woff2"
        subset.save_font(font, str(target), options)
        print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
