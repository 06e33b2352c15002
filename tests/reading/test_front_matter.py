"""Front matter: texts, lines and problems of YAML and TOML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.problems import Place
from brochure.reading.front_matter import MAX_BYTES, MAX_DEPTH, FrontMatter, key_of, path_of, split

YAML = """---
title: T
event:
  starts: 2016-12-07
figures:
  - value: 300
    label: pays
  - {value: 12:30, label: no}
empty:
---

x
"""

TOML = """+++
title = "T"
figures = [
  { value = 300, label = "pays" },
]
[event]
starts = 2016-12-07
[[quotes]]
text = "a"
[[quotes]]
text = "b"
by = "c"
[[quotes]]
text = "d"
+++
x
"""


TABLES = """+++
event.starts = "2016-12-07" # a dotted key
[event.place]
name = "Paris"
[["pictures"]] # quoted
file = "a.jpg"
[ pictures . size ]
width = 3
grid = [
  [1, 2],
  ["title"],
]
text = \'\'\'
width = 4
\'\'\'
+++
"""


def whole(text: str) -> FrontMatter:
    matter = split(text, "a.md")
    assert matter is not None
    return matter


def test_every_leaf_is_the_text_that_was_written() -> None:
    assert whole(YAML).tree == {
        "title": "T", "event": {"starts": "2016-12-07"}, "empty": None,
        "figures": [{"value": "300", "label": "pays"}, {"value": "12:30", "label": "no"}],
    }  # fmt: skip
    assert whole(TOML).tree["event"] == {"starts": "2016-12-07"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", "true"), ("false", "false"), ("300", "300"), ("1.50", "1.50"), ("1e3", "1e3"),
        ("2016-12-07 10:30:00", "2016-12-07T10:30:00"), ("10:30:00", "10:30:00"),
        ("[1, [false]]", ["1", ["false"]]), ("{b = 2}", {"b": "2"}), ('""', ""),
    ],
)  # fmt: skip
def test_values_of_toml_are_texts(written: str, value: object) -> None:
    assert whole(f"+++\na = {written}\n+++\n").tree == {"a": value}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_what_yaml_leaves_empty_is_nothing(written: str) -> None:
    assert whole(f"---\na: {written}\nb: ''\n---\n").tree == {"a": None, "b": ""}


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (YAML, "title", 2), (YAML, "event.starts", 4), (YAML, "figures[0].label", 7),
        (YAML, "figures[1].label", 8), (YAML, "figures[1].nothing", 8), (YAML, "event.ends", 3),
        (TOML, "title", 2), (TOML, "figures[0].value", 3), (TOML, "event.starts", 7),
        (TOML, "event.ends", 6), (TOML, "quotes[0].text", 9), (TOML, "quotes[1].by", 12),
        (TOML, "quotes[1].nothing", 10), (TOML, "quotes", 8), (TOML, "quotes[2].text", 14),
        (TABLES, "event.starts", 2), (TABLES, "event.place", 3), (TABLES, "event.place.name", 4),
        (TABLES, "event.name", None), (TABLES, "pictures[0]", 5), (TABLES, "pictures[0].file", 6),
        (TABLES, "pictures.size.width", 8), (TABLES, "pictures.size.text", 13),
        ("---\na: b\n---\n", "nothing", 2), ("+++\na = 1\n+++\n", "nothing", None),
    ],
)  # fmt: skip
def test_a_key_has_the_line_of_its_value_or_of_what_is_around_it(
    text: str, key: str, line: int | None
) -> None:
    assert whole(text).line(path_of(key)) == line


def test_the_body_starts_below_the_fence() -> None:
    matter = whole(YAML)
    assert (matter.body, matter.body_line) == ("\nx\n", 11)
    assert (matter.problems, matter.readable) == ((), True)


def test_a_body_without_front_matter_starts_at_the_first_line_and_knows_no_other() -> None:
    matter = FrontMatter(tree={}, body="x")
    assert (matter.body_line, matter.line(("title",)), matter.problems) == (1, None, ())


@pytest.mark.parametrize("text", ["--- \na: b\n---\t\nx", "---\r\na: b\r\n---\r\nx"])
def test_a_fence_may_have_spaces_behind_it(text: str) -> None:
    matter = whole(text)
    assert (matter.tree, matter.body) == ({"a": "b"}, "x")


def test_no_fence_has_spaces_before_it() -> None:
    assert split(" ---\na: b\n---\n", "a.md") is None
    assert whole("---\na: |\n  b\n  ---\n---\nx").tree == {"a": "b\n---\n"}


def test_a_fence_is_closed_by_its_own_kind() -> None:
    assert whole('+++\na = """\n---\n"""\n+++\nx').tree == {"a": "---\n"}


def test_nothing_between_the_fences_is_an_empty_tree() -> None:
    assert whole("---\n---\nx").tree == {}
    assert whole("+++\n+++\nx").tree == {}


@given(st.lists(st.integers(0, 999) | st.from_regex(r"[a-z_]+", fullmatch=True), max_size=5))
def test_a_key_says_its_path(steps: list[int | str]) -> None:
    path = ("figures", *steps)
    assert path_of(key_of(path)) == path


WRITTEN = """---
title: &t T
lead: *t
note: !!python/x y
kicker: a
kicker: b
? [x]
: y
---
x
"""


def test_everything_that_is_wrong_with_the_writing_is_told() -> None:
    matter = whole(WRITTEN)
    assert [(p.id, p.place) for p in matter.problems] == [
        ("yaml-alias", Place("a.md", 3, "lead")), ("yaml-tag", Place("a.md", 4, "note")),
        ("key-twice", Place("a.md", 6, "kicker")), ("key-form", Place("a.md", 7)),
    ]  # fmt: skip
    assert whole("---\nevent:\n  ? [x]\n  : y\n---\n").problems[0].place == Place("a.md", 3, "event")
    assert matter.problems[1].fields == {"tag": "tag:yaml.org,2002:python/x"}
    assert matter.tree == {"title": "T", "lead": None, "note": None, "kicker": "a"}


@pytest.mark.parametrize(
    ("text", "id_", "line", "reason"),
    [
        ("---\n- a\n---\nx", "front-matter-form", 2, ""),
        ("---\na: [\n---\nx", "yaml-unreadable", 3, "expected the node content"),
        ("---\na: 1\n b: 2\n---\nx", "yaml-unreadable", 3, "mapping values are not allowed here"),
        ('---\nb: c\na: "\x01"\n---\nx', "yaml-unreadable", 2, "unacceptable character #x0001"),
        ("---\na: " + "[" * 1000 + "\n---\nx", "front-matter-deep", 2, ""),
        ("+++\na = 1\nb = \n+++\nx", "toml-not-read", 3, "Invalid value (column 5)"),
        ('+++\na = """\n+++\nx', "toml-not-read", 2, "Unterminated string (at end of document)"),
        ("+++\na = " + "[" * 1000 + "\n+++\nx", "front-matter-deep", 2, ""),
    ],
)
def test_what_cannot_be_parsed_keeps_its_body(text: str, id_: str, line: int, reason: str) -> None:
    matter = whole(text)
    (problem,) = matter.problems
    assert (problem.id, problem.place) == (id_, Place("a.md", line))
    assert str(problem.fields.get("reason", "")).startswith(reason)
    assert problem.sentence("en").startswith(f"a.md:{line}: ")
    assert (matter.tree, matter.body, matter.readable) == ({}, "x", False)
    assert matter.body_line == text.count("\n") + 1


def test_front_matter_has_a_greatest_size() -> None:
    """64 KiB, counted in bytes of UTF-8 with the line ends."""
    assert MAX_BYTES == 65_536
    fits = "é" * (MAX_BYTES // 2 - 4)
    assert whole(f'+++\na = "{fits}b"\n+++\nx').tree == {"a": f"{fits}b"}
    matter = whole(f'+++\na = "{fits}bc"\n+++\nx')
    (problem,) = matter.problems
    assert (problem.id, problem.place) == ("front-matter-large", Place("a.md", 1))
    assert problem.fields == {"count": MAX_BYTES + 1, "most": MAX_BYTES}
    assert (matter.body, matter.readable) == ("x", False)


def test_a_tree_has_a_greatest_depth() -> None:
    lists = MAX_DEPTH - 1
    assert whole("---\na: " + "[" * lists + "b" + "]" * lists + "\n---\nx").problems == ()
    (problem,) = whole("---\na: " + "[" * 30 + "]" * 30 + "\n---\nx").problems
    assert problem.id == "front-matter-deep"
    assert problem.fields == {"most": MAX_DEPTH}
    assert problem.place == Place("a.md", 2, "a" + "[0]" * MAX_DEPTH)


def test_a_text_without_a_fence_has_none() -> None:
    assert split("# T\n\n---\n", "a.md") is None


def test_what_is_not_closed_cannot_be_read() -> None:
    with pytest.raises(SourceError, match=r'a\.md:1: the front matter opened by "---" is not closed'):
        split("---\ntitle: T\n+++\n", "a.md")
