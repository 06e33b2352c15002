"""Checks of a body: everything that would be lost, each with its line."""

from __future__ import annotations

import pytest

from brochure.problems import Place
from brochure.text.markdown_lint import check_body, check_texts

BODY = """Un [lien](autre.md), une ![](a.png)
et une note[^1], encore[^2].

| a | b |
|---|---|
| 1 | 2 |
| 1 | 2 | 3 |

- ![un quai](b.png "Le quai") au milieu
- [ici](https://exemple.org "mot")

[perdu]: x
[^9]: perdue
"""


def test_everything_is_told_at_once_with_its_line() -> None:
    images, problems = check_body(BODY, "a.md", 10)
    assert images == {"a.png": 10, "b.png": 18}
    assert [(p.id, p.place.line) for p in problems] == [
        ("body-link-nowhere", 10), ("body-image-alt", 10), ("body-note-missing", 11),
        ("body-note-missing", 11), ("body-cells", 16), ("body-image-caption", 18),
        ("body-link-title", 19), ("body-reference", 21), ("body-note-unused", 22),
    ]  # fmt: skip
    warned = {p.id for p in problems if p.severity == "warning"}
    assert warned == {"body-link-title", "body-reference"}  # the words stand elsewhere, or nowhere
    assert {(p.place.file, p.place.key) for p in problems} == {("a.md", "body")}


@pytest.mark.parametrize(
    "body",
    [
        "Un [lien](https://exemple.org), [un autre](mailto:a@exemple.org).",
        "![un quai](a.png)",
        '![un quai](a.png "Le quai")',
        "Une note[^1].\n\n[^1]: La note.",
        "[a]\n\n[a]: https://exemple.org",
        "| a | b |\n|---|---|\n| 1 \\| 2 | 3 |",
        "> - > un",
        "Un crochet [seul], et un autre ].",
    ],
)
def test_what_paper_can_show_is_not_told(body: str) -> None:
    assert check_body(body, "a.md")[1] == []


def test_text_nested_too_deep_is_told_once() -> None:
    (problem,) = check_body("> " * 30 + "x\n\n" + "> " * 30 + "y", "a.md")[1]
    assert (problem.id, problem.place.line) == ("body-deep", 1)


def test_a_note_that_is_written_twice_is_told() -> None:
    body = "Un[^1].\n\n[^1]: première\n[^1]: seconde\n\n```\n[^1]: code\n```"
    (problem,) = check_body(body, "a.md", 5)[1]
    assert (problem.id, problem.place.line, problem.fields["first"]) == ("body-note-twice", 8, 7)
    assert problem.severity == "warning"


def test_a_link_that_is_defined_nowhere_is_told() -> None:
    (problem,) = check_body("Voir [là-bas][abc], a[0][1].", "a.md")[1]
    assert (problem.id, problem.fields["name"]) == ("body-link-undefined", "abc")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Titre[^1]", ["text-note-sign"]),
        ("Un lead [^a] et [^b].", ["text-note-sign", "text-note-sign"]),
        ("Titre {#id}", ["syntax-attributes"]),
        ("Fête {#id} du port", ["syntax-attributes"]),
        ("Titre ^[une note]", ["text-note!"]),
        ("Un titre [x], 10^2 {y}", []),
    ],
)
def test_marks_that_a_title_cannot_have_are_told(text: str, told: list[str]) -> None:
    at = Place("a.md", 2, "title")
    problems = list(check_texts({"title": (text, at)}, lenient=False))
    assert [f"{p.id}{'!' * (p.severity == 'error')}" for p in problems] == told
    assert {p.place for p in problems} <= {at}
    lenient = check_texts({"title": (text, at)}, lenient=True)
    assert {p.severity for p in lenient} <= {"warning"}
