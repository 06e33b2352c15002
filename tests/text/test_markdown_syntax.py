"""What is no text is not printed: HTML, comments, the syntax of generators; each thing is told."""

from __future__ import annotations

import tomllib
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brochure.reading.plain_text import read_plain, to_body
from brochure.text import prose
from brochure.text.markdown_lint import check_body
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests/text/markdown_syntax.toml").read_text(encoding="utf-8"))["case"]


def html_of(body: str, lang: str = "fr") -> str:
    made = prose.compose(body, lang, typography_mode="off")
    return f"<p>{made.intro}</p>\n{made.rest}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_no_text_is_understood_or_left_out(case: dict[str, Any]) -> None:
    html = " ".join(html_of(case["text"]).replace("\u00a0", " ").split())
    assert [part for part in case.get("has", ()) if part not in html] == []
    assert [part for part in case.get("lacks", ()) if part in html] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_left_out_is_told_with_its_line(case: dict[str, Any]) -> None:
    _, problems = check_body(case["text"], "a.md")
    told = sorted((p.place.line or 0, p.id, "!" * (p.severity == "error")) for p in problems)
    expected = sorted(set(case.get("told", ())), key=lambda entry: int(entry.split(" ")[0]))
    found = dict.fromkeys(f"{line} {id_}{stops}" for line, id_, stops in told)
    assert sorted(found) == sorted(expected)


def test_lenient_makes_warnings_of_what_cannot_be_printed() -> None:
    body = "Un.\n\n{{< x >}}\n\n<iframe></iframe>\n\n[là](#rien)\n"
    assert [p.severity for p in check_body(body, "a.md")[1]] == ["error"] * 3
    lenient = check_body(body, "a.md", lenient=True)[1]
    assert [p.severity for p in lenient] == ["warning", "warning", "error"]


WRITTEN = """
<b> </b> <i> </i> <sup> </sup> <div> </div> <p> </p> <a href='https://x.fr'> </a> <script> </script>
<h2> </h2> <br> <hr> <abbr title='"><x'> </abbr> <q> <img src=x onerror=y> * ** _ ` ``` > - 1. # ~~ ==
^a^ ~b~ [ ] ( ) ![ ]( {{< >}} {#a} ::: :::tip !!! <!-- --> <svg> </svg> [^1] [^1]: | : $ mot été <Map/>
"""
PIECES = st.lists(
    st.sampled_from(WRITTEN.split()) | st.sampled_from([" ", "\n", "\n\n", "    ", "\t"]), max_size=30
).map("".join)

ALLOWED = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong",
    "s", "sup", "sub", "mark", "u", "small", "kbd", "abbr", "a", "br", "hr", "span", "div", "table",
    "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "img", "figure", "figcaption",
}  # fmt: skip
EMPTY = {"br", "hr", "img"}


class Reader(HTMLParser):
    """Notes what is not well formed, or not among ours."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += [f"<{tag}>"] if tag not in ALLOWED else []
        self.faults += [name for name, _ in attrs if name.startswith("on")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


@given(PIECES)
def test_whatever_is_written_the_html_is_well_formed_and_ours(body: str) -> None:
    reader = Reader()
    reader.feed(html_of(body))
    reader.close()
    assert (reader.faults, reader.open) == ([], [])


@given(PIECES, PIECES)
def test_a_comment_reaches_nothing_whatever_stands_around(before: str, after: str) -> None:
    if any(mark in before for mark in "`~<\\\t-#") or "    " in before:
        return  # it may stand in code there, or in a tag
    made = prose.compose(f"{before}<!-- zqsecret -->{after}", "fr")
    assert "zqsecret" not in made.intro + made.rest + made.text + made.opening


@given(PIECES)
def test_a_plain_text_prints_its_signs_as_they_are_written(text: str) -> None:
    text = " ".join(text.split())
    plain = read_plain(f"Titre\n\nChapeau.\n\nUn {text}.\n\nFin.\n")
    made = prose.compose(to_body(plain), "fr", typography_mode="off")
    assert " ".join(made.text.split()) == " ".join(f"Un {text}. Fin.".split())


@pytest.mark.parametrize(
    "piece",
    [":::tip\n", "::: {.x}\n", "!!! note\n    ", "<div>\n", "<script>\n", "a <script> ", "{{ ", "{% ",
     "==a ", "<!-- ", "`a``b```c ", "o\ta\n", "a.b.", ":a:b", "{.a}", "$a^", "> [!NOTE]\n> a\n\n",
     "[a]{", "[@a;", "\\emph{", "++a", "{++a", "{~~a~>", "^^a", "^abc ", "[a]({{ x }}", "$$\n\na\n",
     "$$\n", "+---+---+\n", "| a\n", ": a\n", "a\n--- ---\n", "/// a\n", "/// note\n",
     "* TOC\n{:toc}\n", "{>>", "```{note}\n", "{a}`b", "\\begin{a}\n", "\\a{b}{"],
)  # fmt: skip
def test_the_same_over_and_over_neither_fails_nor_nests_without_end(piece: str) -> None:
    body = piece * 1500
    problems = check_body(body, "a.md", lenient=True)[1]
    prose.compose(body, "fr")
    nests = piece.startswith(":::")
    assert any(problem.id == "body-deep" for problem in problems) == nests
