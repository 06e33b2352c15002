"""Sharing: channels, accounts, hashtags and captions of front matter."""

from __future__ import annotations

from typing import Any

import pytest

from brochure.reading.front_matter import FrontMatter
from brochure.reading.sharing import sharing_fields
from brochure.reading.values import Values


def read(**tree: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    values = Values(FrontMatter(tree=tree, body=""), "a.md")
    fields = sharing_fields(values)
    return fields, [(problem.id, problem.place.key) for problem in values.problems]


def test_what_is_asked_for_is_read() -> None:
    fields, wrong = read(
        share=["x", "email"], accounts={"x": "@ville"}, hashtags=["#été", "vote"],
        captions={"x": " un \n deux ", "threads": "un"},
    )  # fmt: skip
    assert not wrong
    assert fields == {
        "channels": ("x", "email"), "accounts": {"x": "ville"}, "hashtags": ("été", "vote"),
        "captions": {"x": "un\ndeux", "threads": "un"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tree", "wrong"),
    [
        ({"share": ["x", "myspace"]}, [("channel-unknown", "share[1]")]),
        ({"share": "x"}, [("list-kind", "share")]),
        ({"accounts": "x"}, [("accounts-form", "accounts")]),
        ({"accounts": {"myspace": "a", "x": "a b"}},
         [("account-network", "accounts.myspace"), ("account-form", "accounts.x")]),
        ({"hashtags": [["a"]]}, [("text-kind", "hashtags[0]")]),
        ({"captions": ["a"]}, [("captions-form", "captions")]),
        ({"captions": {"x": "", "threads": "a\n\x07", "facebook": ["a"]}},
         [("text-missing", "captions.x"), ("text-control", "captions.threads"),
          ("text-kind", "captions.facebook")]),
        ({"captions": {"x": "mot " * 100}}, [("caption-long", "captions.x")]),
    ],
)  # fmt: skip
def test_every_wrong_value_is_told(tree: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert read(**tree)[1] == wrong
