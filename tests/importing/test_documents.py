"""Documents of Word and LibreOffice are read as they are printed, and what was left out is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from brochure.importing import assembly, documents
from brochure.importing.imported import Imported
from tests.conftest import ROOT
from tests.importing.shapes import shape

DOCUMENTS = ROOT / "tests/importing/documents"
READERS = {
    ".docx": documents.read_docx,
    ".odt": documents.read_odt,
    ".fodt": documents.read_odt,
}
UNSEEN = sorted(path for path in (ROOT / "tests/importing/unseen").iterdir() if path.suffix in READERS)
FILES = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in READERS)


def read(path: Path) -> Imported:
    return READERS[path.suffix](path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_document_is_read_as_it_is_printed(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert {name: part for name, part in shape(read(path)).items() if part} == expected


@pytest.mark.parametrize("path", UNSEEN, ids=lambda path: path.name)
def test_a_document_that_no_rule_was_made_for_holds_what_it_says(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    found = shape(read(path))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("declared", "words", "lang"),
    [
        ("en-US", "Les 19 et 20 septembre 2026, 43 lieux vous accueillent.", "fr"),
        ("en-US", "Town hall closed on Monday.", "en-US"),
        ("fr-CA", "Les 19 et 20 septembre 2026, 43 lieux vous accueillent.", "fr-CA"),
        ("en-US", "Atelier 12", "en-US"),
        ("", "Les 19 et 20 septembre 2026, 43 lieux vous accueillent.", "fr"),
    ],
)
def test_the_language_that_a_program_wrote_into_a_document_gives_way_to_its_words(
    declared: str, words: str, lang: str
) -> None:
    assert assembly.language_of(declared, (), words) == lang
