"""Hyphenation: the patterns are those of pyphen, all of them, and so are the places in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyphen
import pytest

from brochure.text import hyphenation


@pytest.mark.parametrize("lang", ["de", "hu", "en_GB"])
def test_patterns_are_those_that_pyphen_reads(lang: str) -> None:
    """German says patterns twice, Hungarian has other spellings of divided words, English has few."""
    ours: Any = hyphenation.read_patterns(pyphen.LANGUAGES[lang])
    theirs = pyphen.HyphDict(pyphen.LANGUAGES[lang])
    assert ours is not None
    assert max(map(len, ours)) == theirs.maxlen
    assert {letters: ours.get(letters) for letters in ours} == theirs.patterns
    changes = {
        k: [getattr(v, "data", None) for v in values] for k, (_, values) in theirs.patterns.items()
    }
    read = {letters: ours.get(letters)[1] for letters in list(ours)}
    assert {k: [getattr(v, "data", None) for v in values] for k, values in read.items()} == changes


def test_a_file_with_comments_and_spaces_is_read_as_pyphen_reads_it(tmp_path: Path) -> None:
    head = "ISO8859-1\n%a1b\n#a1c\nLEFTHYPHENMIN 2\n\nNOHYPHEN -,'\n"
    odd = " .a1b \n\tc2d\t\r\nab0c\nx1y\nx0y\nx3y\n1e1\n"
    filler = "\n".join(f"q{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}1z{i:03x}g" for i in range(8000))
    path = tmp_path / "hyph_xx.dic"
    path.write_text(head + odd + filler, "latin-1")
    ours = hyphenation.read_patterns(path)
    assert ours is not None
    assert {letters: ours.get(letters) for letters in ours} == pyphen.HyphDict(path).patterns
    path.write_text(head + odd + "^^e41b\n" + filler, "latin-1")
    assert hyphenation.read_patterns(path) is None


def test_words_are_divided_where_pyphen_divides_them() -> None:
    german, swiss = hyphenation.dictionary("de"), hyphenation.dictionary("de-CH-1996")
    assert german is not None
    assert swiss is not None
    assert german.positions("Gemeindeverwaltung") == pyphen.Pyphen(lang="de").positions(
        "Gemeindeverwaltung"
    )
    assert german.inserted("Donaudampfschiff") == swiss.inserted("Donaudampfschiff")
    assert hyphenation.dictionary("zxx") is None
