"""Front matter: texts, lines and problems of YAML and TOML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.reading.front_matter import FrontMatter, key_of, path_of, split

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
+++
x
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
    ("text", "key", "line"),
    [
        (YAML, "title", 2), (YAML, "event.starts", 4), (YAML, "figures[0].label", 7),
        (YAML, "figures[1].label", 8), (YAML, "figures[1].nothing", 8), (YAML, "event.ends", 3),
        (TOML, "title", 2), (TOML, "figures[0].value", 3), (TOML, "event.starts", 7),
        (TOML, "event.ends", 6), (TOML, "quotes[0].text", 9), (TOML, "quotes[1].by", 12),
        (TOML, "quotes[1].nothing", 10),
    ],
)  # fmt: skip
def test_a_key_has_the_line_of_its_value_or_of_what_is_around_it(
    text: str, key: str, line: int
) -> None:
    assert whole(text).line(path_of(key)) == line


def test_the_body_starts_below_the_fence() -> None:
    matter = whole(YAML)
    assert (matter.body, matter.body_line) == ("\nx\n", 11)


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
    assert [(p.id, p.place.line, p.place.key) for p in matter.problems] == [
        ("yaml-alias", 3, "lead"), ("yaml-tag", 4, "note"), ("key-twice", 6, "kicker"),
        ("key-form", 7, ""),
    ]  # fmt: skip
    assert matter.tree == {"title": "T", "lead": None, "note": None, "kicker": "a"}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("---\n- a\n---\nx", "front-matter-form"),
        ("---\na: [\n---\nx", "yaml-unreadable"),
        ("+++\na = \n+++\nx", "toml-not-read"),
        ("---\na: " + "[" * 30 + "]" * 30 + "\n---\nx", "front-matter-deep"),
    ],
)
def test_what_cannot_be_parsed_keeps_its_body(text: str, id_: str) -> None:
    matter = whole(text)
    assert [problem.id for problem in matter.problems] == [id_]
    assert matter.body == "x"


def test_a_text_without_a_fence_has_none() -> None:
    assert split("# T\n\n---\n", "a.md") is None


def test_what_is_not_closed_cannot_be_read() -> None:
    with pytest.raises(SourceError, match=r'a\.md:1: the front matter opened by "---" is not closed'):
        split("---\ntitle: T\n", "a.md")
