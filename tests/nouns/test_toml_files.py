"""TOML files: the line of every key, values as TOML writes them, and what cannot be read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import ThemeError
from brochure.problems import Text
from brochure.toml_files import (
    MOST_BYTES,
    TomlError,
    dotted,
    line_numbers,
    parse_toml,
    read_toml,
    shown,
)
from tests.conftest import ROOT

TEXT = """# a comment
top = 1
[palette]   # another
night = { rgb = "#000000", cmyk = [
  0, 0, 0, 0] }
text = '''
[roles]
night = 2
'''

[roles."a b"]
x.y = 1
[[fonts.faces]]
file = "a"
[[fonts.faces]]
file = "b"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("top",), 2), (("palette",), 3), (("palette", "night"), 4), (("palette", "night", "cmyk"), 4),
        (("palette", "text"), 6), (("roles",), 11), (("roles", "night"), None), (("roles", "a b"), 11),
        (("roles", "a b", "x"), 12), (("roles", "a b", "x", "y"), 12), (("fonts",), 13),
        (("fonts", "faces"), 13), (("fonts", "faces", 0, "file"), 14), (("fonts", "faces", 1), 15),
        (("fonts", "faces", 1, "file"), 16),
    ],
)  # fmt: skip
def test_every_key_has_the_line_it_is_given_on(key: tuple[str | int, ...], line: int | None) -> None:
    assert line_numbers(TEXT).get(key) == line


def test_lines_are_found_in_files_with_windows_line_ends() -> None:
    assert line_numbers("a = 1\r\nb = [\r\n1]\r\nc = 2")[("c",)] == 4


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*/*.toml")), ids=lambda p: p.stem)
def test_every_table_of_the_shipped_files_is_found(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = line_numbers(text)
    for name, value in tomllib.loads(text).items():
        assert (name,) in lines
        if isinstance(value, dict):
            assert all((name, inner) in lines for inner in value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("yes", '"yes"'), (True, "true"), (4, "4"), (4.5, "4.5"), (float("inf"), "inf"),
        (["a", 1], '["a", 1]'), ({"a b": [1]}, '{ "a b" = [1] }'), ("x" * 100, '"' + "x" * 79 + "…"),
        ([[[[1]]]], "[[[…]]]"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_toml_writes_it(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("text", "id_", "line"),
    [
        ("a = 1\n" + "a." * 32 + "a = 1", "toml-dotted", 2),
        ("[" + '"a b" . ' * 32 + "a]", "toml-dotted", 1),
        ("x = {" + "'a'." * 15_000 + "a = 1}", "toml-dotted", 1),
        ("a = " + "[" * 5000, "toml-nested", None),
        ("a = " + "9" * 5000, "toml-integer", None),
        ("a = [1, {b = 0x" + "f" * 5000 + "}]", "toml-integer", None),
        ("a = 9223372036854775808", "toml-integer", None),
    ],
)
def test_what_would_take_all_memory_is_refused_before_it_is_parsed(
    text: str, id_: str, line: int | None
) -> None:
    with pytest.raises(TomlError) as caught:
        parse_toml(text)
    assert isinstance(caught.value.reason, Text)
    assert (caught.value.reason.id, caught.value.line) == (id_, line)


def test_sentences_with_many_points_are_no_deep_keys() -> None:
    text = f'a = "{"1.2." * 40} {"mot. " * 40}"\nb.c = -9223372036854775808\n'
    assert parse_toml(text) == tomllib.loads(text)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text("#" * (MOST_BYTES + 1))
    with pytest.raises(ThemeError, match=r"it has 256,001 bytes, 256,000 are the most"):
        read_toml(tmp_path / "t.toml", "t.toml")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_a_key_is_written_so_that_toml_reads_it(name: str) -> None:
    tree: dict[str, Any] = tomllib.loads(f"{dotted((name,))} = 1") if "\x7f" not in name else {name: 1}
    assert tree == {name: 1}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a = 1\nb = =", "mine.toml:2: not a readable TOML file: Invalid value"),
        (b"a = '\xff'", "mine.toml: not a readable TOML file: it is not UTF-8"),
        (b"a = " + b"[" * 3000, "mine.toml: not a readable TOML file: it is nested too deeply"),
        (b"a = " + b"9" * 5000, "mine.toml: not a readable TOML file: "),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(data)
    with pytest.raises(ThemeError) as caught:
        read_toml(path, "mine.toml")
    assert str(caught.value).startswith(says)


def test_a_mark_of_byte_order_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1")
    assert read_toml(path, "mine.toml") == ({"a": 1}, "a = 1")
    with pytest.raises(ThemeError, match=r"none\.toml: not a readable TOML file: No such file"):
        read_toml(tmp_path / "none.toml", "none.toml")
