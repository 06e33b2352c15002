"""Edits of a page: what is asked for is said afterwards, and every other line is what it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.errors import SourceError
from brochure.reading.front_matter import split
from brochure.studio.key_edits import edited, matter_of, own_key
from tests.conftest import SUMMIT

SEGMENTS: Mapping[str, str] = {
    "title": "title: Un sommet  # le titre\n",
    "kicker": "kicker : 'L''été au port'\n",
    "lead": "lead: >-\n  Deux lignes\n  repliées\n",
    "note": "note: |\n  Une ligne\n\n  une autre\n\n",
    "credits": 'credits: "Photo : X"   # qui\n',
    "description": "description: Rendez-vous au #PGO2016\n",
    "licence": "licence: Atelier : ouvert\n",
    "event": "event:\n  # quand\n  starts: 2016-12-07  # un jour\n  place: Salle Pleyel\n\n",
    "picture": "picture: {file: a.jpg, alt: Une photo}\n",
    "figures": "figures:\n- value: plus de 70\n  # entre\n  label: pays\n\n"
    "-   label: gens\n    value: '4 000'\n",
    "quotes": "quotes:\n  - text: Proposer\n    by: X # lui\n  - text: >\n      Replié\n      là\n",
    "panels": "panels:\n  title: Trois\n  items:\n    - un\n    - 'deux' # 2\n    - trois\n",
    "share": "share: [mail, x]\n",
}
"""Keys as people write them, each with the lines that are its own."""

ABOVE = ("", "# un commentaire\n", "\n", "#\n\n")

TEXTS = st.one_of(
    st.sampled_from(
        ["", "a", "A : b", "#mot", "x #y", "- z", "null", "~", "true", "12:30", "l'été", '"q"', " s ",
         "a\nb", "a\n\n  b", "a\n", "[x]", "{y", "&a", "*b", "!c", "%d", "@e", "`f", "|", ">",
         "# titre", "---", "+++", "a: b: c", "\\", "tab\there", "'", "''", '"']
    ),
    st.text(max_size=12),
)  # fmt: skip
FIGURES = st.lists(st.fixed_dictionaries({"value": TEXTS, "label": TEXTS}), max_size=4)
EDITS = st.one_of(
    st.tuples(
        st.sampled_from(
            ["title", "kicker", "lead", "note", "credits", "description", "licence", "event.place",
             "event.starts", "event.zone", "picture.alt", "picture.focus[0]", "site_name",
             "figures[1].value", "quotes[0].by", "quotes[1].text", "panels.items[1]", "share[0]"]
        ),
        st.one_of(st.none(), TEXTS),
    ),
    st.tuples(st.just("figures"), FIGURES),
    st.tuples(st.just("quotes"), st.lists(st.fixed_dictionaries({"text": TEXTS}), max_size=3)),
    st.tuples(st.just("panels.items"), st.lists(TEXTS, max_size=4)),
    st.tuples(st.just("picture"), st.none()),
    st.tuples(st.just("picture.focus"), st.just([0.25, 0.5])),
)  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> list[tuple[str, str]]:
    """The segments of a page in some order, each with its key, or "" for what is between them."""
    keys = draw(st.lists(st.sampled_from([*SEGMENTS]), unique=True, min_size=1, max_size=6))
    made: list[tuple[str, str]] = []
    for key in keys:
        made += [("", draw(st.sampled_from(ABOVE))), (key, SEGMENTS[key])]
    return made


def tree_of(text: str) -> Any:
    return matter_of(text).tree


@given(pages(), st.lists(EDITS, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_only_the_lines_of_the_key_change(
    page: list[tuple[str, str]], edits: Sequence[tuple[str, Any]], end: str
) -> None:
    body = "\nLe corps. \n\n- a\n"
    text = f"---\n{''.join(part for _, part in page)}---\n{body}".replace("\n", end)
    for key, value in edits:
        before, tree = text, tree_of(text.replace("\r\n", "\n"))
        text = edited(text.encode(), [{"set": key, "value": value}]).decode()
        after = tree_of(text.replace("\r\n", "\n"))
        own = own_key(tree, key.partition(".")[0].partition("[")[0])
        assert {k: v for k, v in after.items() if k != own} == {
            k: v for k, v in tree.items() if k != own
        }
        # what stands before the key and what stands after it stand there as they stood
        start, stop = place_of(before, own, end)
        assert text.startswith(before[:start])
        assert text.endswith(before[stop:])
        assert "\r" not in text.replace("\r\n", "") or end == "\r\n"


def place_of(text: str, key: str, end: str) -> tuple[int, int]:
    """Where the lines of ``key`` begin and end in ``text``: its own, up to the next key or comment.

    For a key that is not there: behind the last key, or the end of a front matter without any.
    """
    lines = text.split(end)
    fence = next(i for i in range(1, len(lines)) if lines[i] == "---")
    first = next((i for i in range(1, fence) if lines[i].partition(":")[0].rstrip(' "') == key), fence)
    keys = [i for i in range(1, fence) if lines[i].strip() and lines[i][0] != "#"]
    last = first = first if first < fence or not keys else keys[-1] + 1
    if any(lines[i].partition(":")[0].rstrip(' "') == key for i in range(1, fence)):
        below = range(first + 1, fence)
        others = (i for i in below if lines[i] and lines[i][0] not in " -")
        last = next(others, fence)
        while last - 1 > first and not lines[last - 1].strip():
            last -= 1
    return len(end.join(lines[:first])), len(text) - len(end.join(["", *lines[last:]]))


@pytest.mark.parametrize(
    "key", ["title", "kicker", "event.place", "figures[1].value", "lead", "credits"]
)
@given(value=TEXTS)
def test_what_was_set_is_what_is_read(key: str, value: str) -> None:
    text = edited(SUMMIT.read_bytes(), [{"set": key, "value": value}]).decode()
    matter = split(text, "page.md")
    assert matter is not None
    assert not matter.problems
    found: Any = matter.tree
    for step in key.replace("[", ".").replace("]", "").split("."):
        found = found[int(step) if step.isdigit() else step]
    assert found == value


def test_a_list_is_changed_item_by_item() -> None:
    page = (
        "---\nfigures:\n  # le premier\n  - value: '1' # un\n    label: a\n"
        "  # le second\n  - value: 2\n    label: b\n---\n"
    )
    new = [{"value": "1", "label": "a"}, {"value": "3", "label": "b"}, {"value": "4", "label": "c"}]
    assert edited(page.encode(), [{"set": "figures", "value": new}]).decode() == page.replace(
        "value: 2", "value: 3"
    ).replace("label: b\n", "label: b\n  - value: 4\n    label: c\n")


def test_a_page_without_front_matter_gets_one_and_its_heading_stays_the_title() -> None:
    page = b"# Un titre\n\nLe corps.\n"
    assert edited(page, [{"set": "title", "value": "Un autre"}]) == b"# Un autre\n\nLe corps.\n"
    made = edited(page, [{"set": "event.place", "value": "Ici"}]).decode()
    assert made == "---\nevent:\n  place: Ici\n---\n\n# Un titre\n\nLe corps.\n"


def test_toml_keeps_its_comments_and_kinds() -> None:
    page = (
        "+++\ntitle = 'a' # un\n\n[event]\nstarts = 2016-12-07 # jour\nplace = \"x\"\n\n"
        "[[figures]]\nvalue = '1'\nlabel = 'b'\n+++\nCorps\n"
    )
    edits: list[dict[str, Any]] = [
        {"set": "event.starts", "value": "2017-01-01"}, {"set": "title", "value": "b"},
        {"set": "event.place", "value": None},
    ]  # fmt: skip
    assert edited(page.encode(), edits).decode() == page.replace("2016-12-07", "2017-01-01").replace(
        "'a'", '"b"'
    ).replace('place = "x"\n', "")
    more: list[dict[str, Any]] = [
        {"set": "figures", "value": [{"value": "1", "label": "b"}, {"value": "2", "label": "c"}]}
    ]
    assert tree_of(edited(page.encode(), more).decode())["figures"] == more[0]["value"]


def test_a_body_changes_alone_and_a_source_as_a_whole() -> None:
    page = "---\ntitle: T\n---\n\nUn corps.\n"
    assert edited(page.encode(), [{"body": "Autre."}]) == b"---\ntitle: T\n---\n\nAutre.\n"
    assert edited(page.encode(), [{"source": "# U\r\n\r\nx\r\n"}]) == b"# U\n\nx\n"


def test_an_old_encoding_becomes_utf_8_and_a_mark_stays() -> None:
    assert edited("---\ntitle: é\n---\nx\n".encode("cp1252"), [{"set": "title", "value": "è"}]) == (
        "---\ntitle: è\n---\nx\n".encode()
    )
    marked = "\ufeff---\ntitle: é\n---\nx\n".encode()
    assert edited(marked, [{"set": "title", "value": "è"}]) == "\ufeff---\ntitle: è\n---\nx\n".encode()


@pytest.mark.parametrize(
    "edit", [{}, {"set": ""}, {"set": 3}, {"body": 1}, {"set": "title", "value": object()}]
)
def test_what_is_no_edit_is_refused(edit: Mapping[str, Any]) -> None:
    with pytest.raises(SourceError):
        edited(SUMMIT.read_bytes(), [edit])


def test_front_matter_that_cannot_be_read_is_not_written_over() -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        edited(b"---\ntitle: [a\n---\nx\n", [{"set": "title", "value": "b"}])


def test_a_list_that_says_the_same_changes_nothing() -> None:
    data = SUMMIT.read_bytes()
    figures = json.loads(json.dumps(tree_of(data.decode())["figures"]))
    assert edited(data, [{"set": "figures", "value": figures}]) == data
