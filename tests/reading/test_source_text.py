"""Source text: bytes become text, or are refused with what to do."""

from __future__ import annotations

import os
import re
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.reading.source_text import decode, decode_any, read_bytes, read_stdin
from tests.conftest import ROOT


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_decoding_is_the_text_itself_and_twice_changes_nothing(text: str) -> None:
    once, _ = decode_any(text.encode(), "a.md")
    assert "\r" not in once
    assert unicodedata.normalize("NFD", once).split("\n") == [
        unicodedata.normalize("NFD", line)
        for line in re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    ]
    assert once.startswith("\ufeff") or decode_any(once.encode(), "a.md")[0] == once


def test_line_ends_are_those_of_unix_and_accents_are_composed() -> None:
    assert decode_any("\ufeffa\r\nb\rc e\u0301".encode(), "a.md") == ("a\nb\nc é", [])


def test_each_line_with_a_control_character_is_a_problem_and_the_rest_is_read() -> None:
    text, problems = decode(b"a\x07b\n\nc\x1bd\ne", "a.md")
    assert text == "a b\n\nc d\ne"
    assert [(p.place.file, p.place.line) for p in problems] == [("a.md", 1), ("a.md", 3)]
    text, (problem,) = decode(b"Une phrase enti\xc3\xa8re.\n\nEt \0 la suite.", "a.md")
    assert text == "Une phrase entière.\n\nEt   la suite."
    assert (problem.id, problem.place.line) == ("source-control", 3)
    assert "U+0000" in problem.sentence("en")


@pytest.mark.parametrize(
    ("data", "id_", "line"),
    [
        (b"", "source-empty", None), (b" \n", "source-empty", None),
        (b"a\0b", "source-binary", None), (b"x" * 1_000_001, "source-large", None),
        (b"\xff\xfea\0b", "source-utf16-broken", None), (b"\x7fELF\0\0\1\2", "source-binary", None),
        ("a\nété ".encode() * 9 + b"\n\xe9", "source-encoding", 11),
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
    with pytest.raises(SourceError, match="a pipe, a socket or a device"):
        read_bytes(str(tmp_path / "a.md"))


def test_a_program_without_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="<stdin>: there is nothing to read"):
        read_stdin()


ENCODINGS = tomllib.loads((ROOT / "tests" / "reading" / "encodings.toml").read_text(encoding="utf-8"))
ENCODED = [
    (text, codec, name) for case in ENCODINGS["case"] for text in case["texts"]
    for codec, name in case["encodings"].items()
]  # fmt: skip


@pytest.mark.parametrize(("text", "codec", "name"), ENCODED)
def test_a_text_in_an_older_encoding_is_read_and_its_name_is_told(
    text: str, codec: str, name: str
) -> None:
    decoded, (problem,) = decode_any(text.encode(codec), "a.txt")
    assert decoded == text
    assert problem.fields["encoding"] == name
    assert problem.severity in {"note", "warning"}


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize(
    "text", ["Été à la forêt\n\nDéjà « là ».\n", "Привет, мир: всем привет\n", "a b\n"]
)
def test_unicode_is_read_with_and_without_a_byte_order_mark(codec: str, text: str) -> None:
    assert decode(text.encode(codec), "a.md")[0] == text


@pytest.mark.parametrize(("given", "meant"), [tuple(pair) for pair in ENCODINGS["twice"]])
def test_a_text_that_was_encoded_twice_is_told_with_what_it_meant(given: str, meant: str) -> None:
    text, (problem,) = decode_any(f"\n{given}\n{given}".encode(), "a.md")
    assert text == f"\n{given}\n{given}"
    assert (problem.severity, problem.place.line) == ("warning", 2)
    assert (problem.fields["given"], problem.fields["meant"]) == (given, meant)
    assert problem.fields["lines"] == ("2", "3")


@pytest.mark.parametrize("text", ENCODINGS["once"])
def test_a_text_that_was_encoded_once_is_left_alone(text: str) -> None:
    assert decode_any(text.encode(), "a.md") == (text, [])


def test_a_lost_letter_is_told_with_its_line() -> None:
    _, (problem,) = decode_any("a\nt\ufffdt\ufffd".encode(), "a.md")
    assert (problem.id, problem.place.line, problem.fields["count"]) == ("source-letter-lost", 2, 2)


MIXED = [
    (case["lines"], codec, name, odd)
    for case in ENCODINGS["mixed"] for codec, name in case["encodings"].items() for odd in (0, 1)
]  # fmt: skip


@pytest.mark.parametrize(("lines", "codec", "name", "odd"), MIXED)
def test_a_text_of_lines_in_two_encodings_is_read_line_by_line(
    lines: list[str], codec: str, name: str, odd: int
) -> None:
    lines = [line.replace("’", "'") for line in lines] if codec == "iso8859-15" else lines
    data = [line.encode("utf-8" if at % 2 == odd else codec) for at, line in enumerate(lines)]
    text, (problem,) = decode_any(b"\n".join(data), "a.txt")
    assert text == "\n".join(lines)
    assert problem.id == "source-encoding-mixed"
    assert problem.severity == "warning"
    assert problem.fields["encoding"] in {name, "Latin-1", "Windows-1252"}
