"""Source text: bytes become text, or are refused with what to do."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.reading.source_text import decode, decode_utf8, read_bytes, read_stdin


@given(st.text(st.characters(codec="utf-8")))
def test_decoding_is_the_text_itself_and_twice_changes_nothing(text: str) -> None:
    once = decode_utf8(text.encode(), "a.md")
    assert "\r" not in once
    assert unicodedata.normalize("NFD", once).split("\n") == [
        unicodedata.normalize("NFD", line)
        for line in re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    ]
    assert once.startswith("\ufeff") or decode_utf8(once.encode(), "a.md") == once


def test_line_ends_are_those_of_unix_and_accents_are_composed() -> None:
    assert decode_utf8("\ufeffa\r\nb\rc e\u0301".encode(), "a.md") == "a\nb\nc é"


def test_each_line_with_a_control_character_is_a_problem_and_the_rest_is_read() -> None:
    text, problems = decode(b"a\x07b\n\nc\x1bd\ne", "a.md")
    assert text == "a b\n\nc d\ne"
    assert [(p.place.file, p.place.line) for p in problems] == [("a.md", 1), ("a.md", 3)]


@pytest.mark.parametrize(
    ("data", "id_", "line"),
    [
        (b"", "source-empty", None), (b" \n", "source-empty", None),
        (b"a\0b", "source-binary", None), (b"x" * 1_000_001, "source-large", None),
        ("été".encode("utf-16"), "source-utf16", None),
        ("a\nété".encode("latin-1"), "source-encoding", 2),
    ],
)  # fmt: skip
def test_what_is_no_page_is_refused(data: bytes, id_: str, line: int | None) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, "a.md")
    (problem,) = caught.value.problems
    assert (problem.id, problem.place.line) == (id_, line)
    assert problem.sentence("fr").startswith("a.md")


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("nowhere.md", "source-missing"), ("https://exemple.org/a.md", "source-web"),
        ("a.docx", "source-foreign"), (".", "source-folder-empty"), ("a\0b", "source-not-read"),
        ("a" * 5000, "source-not-read"),
    ],
)  # fmt: skip
def test_what_is_no_file_is_refused(
    name: str, id_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError) as caught:
        read_bytes(name)
    assert [problem.id for problem in caught.value.problems] == [id_]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(SourceError, match="this is not a file"):
        read_bytes(str(tmp_path / "a.md"))


def test_a_program_without_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="<stdin>: there is nothing to read"):
        read_stdin()
