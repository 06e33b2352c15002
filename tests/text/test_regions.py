"""Regions: where the comments and the code of Markdown are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.text.regions import open_comment, regions_of, without_comments


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a <!-- b\n\nc --> d `<!-- e -->`", ["comment: <!-- b\n\nc -->", "code: `<!-- e -->`"]),
        ("```\n<!-- a -->\n```\n<!-- b -->", ["code: ```\n<!-- a -->\n```\n", "comment: <!-- b -->"]),
        ("<!--\n```\n-->\n<!-- b -->", ["comment: <!--\n```\n-->", "comment: <!-- b -->"]),
        ("    <!-- code -->", ["code:     <!-- code -->"]),
        ("- a\n\n    <!-- b -->", ["comment: <!-- b -->"]),
        ("> ~~~\n> <!-- a -->\n> ~~~\nb", ["code: > ~~~\n> <!-- a -->\n> ~~~\n"]),
        ("un ` seul <!-- b -->", ["comment: <!-- b -->"]),
        (r"\<!-- a -->", []),
        ("a {# b #} %%c%% {{/* d */}} {/* e */}", [
            "comment: {# b #}", "comment: %%c%%", "comment: {{/* d */}}", "comment: {/* e */}",
        ]),
        ("100%% et {#id} et {# ouvert", []),
    ],
)  # fmt: skip
def test_comments_and_code_are_found_in_order(text: str, found: list[str]) -> None:
    assert [f"{r.kind}: {text[r.start : r.end]}" for r in regions_of(text)] == found


def test_a_comment_without_an_end_is_told_by_its_line() -> None:
    assert open_comment("a\n\nb <!-- c\n\nd") == 2
    assert open_comment("a <!-- b --> `<!--`") is None
    assert without_comments("a <!-- b\nc") == "a \n"
    assert without_comments("a <!-- b\nc", keep_open=True) == "a <!-- b\nc"


PIECES = st.lists(
    st.sampled_from(
        ["<!--", "-->", "`", "```", "\n", "\n\n", "    ", "- ", "a", " ", "%%", "{#", "#}"]
    ),
    max_size=25,
).map("".join)


@given(PIECES)
def test_regions_follow_each_other(text: str) -> None:
    ends = [0]
    for region in regions_of(text):
        assert ends[-1] <= region.start < region.end <= len(text)
        ends.append(region.end)
