"""The structure of a brochure: what a person who hears it needs of its tags."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

import brochure
from brochure.errors import ProofError
from brochure.pdf import rendering
from brochure.text import markdown
from tests.conftest import ROOT

BODY = """Die Planung, mit einer Note.[^1] Ein [Verweis *mit* Wort](https://example.org/verweis).

## Vor dem Verfahren

1. Erstens
2. Zweitens[^zwei]

- Punkt

  Absatz

## Während des Verfahrens

| Rolle | Aufgabe |
|---|---|
| Leitung | achtet auf die Zeit |

## Danach

Text.

[^1]: Länger liest sie niemand.
[^zwei]: Zahlen erfunden.

    Zweiter Absatz.
"""


class Tags:
    """The structure of a PDF: each element with its kind, and those above it."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.all = list(self._walk(self.pdf.Root.StructTreeRoot, ()))

    def _walk(self, element: Any, above: tuple[str, ...]) -> Iterator[tuple[Any, tuple[str, ...]]]:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid, above
                yield from self._walk(kid, (*above, str(kid.S)))

    def of(self, kind: str) -> list[tuple[Any, tuple[str, ...]]]:
        return [(element, above) for element, above in self.all if str(element.S) == kind]

    @property
    def descriptions(self) -> list[str]:
        return [str(a.Contents) for page in self.pdf.pages for a in page.get("/Annots", [])]

    @property
    def headings(self) -> list[int]:
        kinds = [str(element.S) for element, _ in self.all]
        return [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]


@pytest.fixture(scope="module")
def tags(theme: brochure.Theme) -> Tags:
    page = brochure.read(ROOT / "tests" / "pages" / "beteiligung.md")
    (made,) = rendering.render(replace(page, body=BODY), theme)
    return Tags(made.data)


def test_links_say_where_they_lead(tags: Tags) -> None:
    """Their own words, of a bare number those of the note, of a code its alternative text."""
    said = tags.descriptions
    assert {
        "Verweis mit Wort", "1. Länger liest sie niemand.",
        "QR-Code: beispiel.example/beteiligung", "beispiel.example/beteiligung", "Auf Facebook teilen",
    } <= set(said)  # fmt: skip
    assert not [text for text in said if text.startswith(("note-", "part-", "http", "#"))]


def test_no_link_stands_within_a_link(tags: Tags) -> None:
    links = tags.of("/Link")
    assert len(links) > 8
    assert not [above for _, above in links if "/Link" in above]


def test_every_annotation_is_in_a_link(tags: Tags) -> None:
    held = [kid for link, _ in tags.of("/Link") for kid in link.K if not isinstance(kid, int)]
    assert sum(1 for kid in held if kid.get("/Type") == "/OBJR") == len(tags.descriptions)


def test_footnotes_are_notes_and_references(tags: Tags) -> None:
    notes = tags.of("/Note")
    assert [str(note.ID) for note, _ in notes] == ["note-1", "note-2"]
    assert all(above[-3:] == ("/L", "/LI", "/LBody") for _, above in notes)
    assert [str(kid.S) for kid in notes[1][0].K] == ["/P", "/P"]
    assert [str(ref.K[0].S) for ref, _ in tags.of("/Reference")] == ["/Link", "/Link"]
    names = list(tags.pdf.Root.StructTreeRoot.IDTree.Names)
    assert {"note-1", "note-2"} <= {str(name) for name in names[::2]}


def test_lists_say_how_they_are_numbered(tags: Tags) -> None:
    """Whichever have labels, and those beside what they label (Matterhorn 16-001)."""
    kinds = {}
    for element, _ in tags.of("/L"):
        labelled = [str(item.K[0].S) for item in element.K if str(item.K[0].S) == "/Lbl"]
        kinds[str(element.A.ListNumbering)] = bool(labelled)
    assert kinds == {"/Decimal": True, "/Disc": True, "/None": False}
    assert all(above[-1] == "/LI" for _, above in tags.of("/Lbl"))


def test_heads_of_columns_say_so(tags: Tags) -> None:
    assert [str(cell.A.Scope) for cell, _ in tags.of("/TH")] == ["/Column"] * 2


def test_no_element_is_empty(tags: Tags) -> None:
    places = {"/TD", "/TH", "/TR", "/LI", "/LBody"}
    assert not [str(e.S) for e, _ in tags.all if not len(e.get("/K", [])) and str(e.S) not in places]


def test_figures_say_where_they_stand(tags: Tags) -> None:
    """The code in the units of the page, from its left bottom corner."""
    *_, (figure, above) = tags.of("/Figure")  # a chart comes before it
    left, bottom, right, top = (float(edge) for edge in figure.A.BBox)
    assert above[-1] == "/Link"
    assert (round(left, 1), round(right - left), round(top - bottom)) == (51.0, 255, 255)
    (annotation,) = (a for a in tags.pdf.pages[-1].Annots if str(a.Contents).startswith("QR-Code"))
    assert [float(edge) for edge in annotation.Rect] == pytest.approx([left, top, right, bottom], abs=1)


HEADINGS = {
    "#### A\n\n## B\n\n###### C\n\n# D\n\n##\n\n### E": ["h2", "h2", "h3", "h2", "h3"],
    "### A\n\n## B": ["h2", "h2"],
    "## A\n\n##### B\n\n### C\n\n###### D": ["h2", "h3", "h3", "h4"],
    "# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F": ["h2", "h3", "h4", "h5", "h6", "h6"],
}


@pytest.mark.parametrize("body", HEADINGS)
def test_headings_never_leap(body: str, page: brochure.Page, theme: brochure.Theme) -> None:
    """In whatever order they are written; one without words is none."""
    tokens = markdown.parser().parse(body)
    markdown.drop_empty_headings(tokens)
    markdown.shift_headings(tokens)
    assert [t.tag for t in tokens if t.type == "heading_open"] == HEADINGS[body]
    (made,) = rendering.render(replace(page, body=body, panels=None), theme)
    levels = Tags(made.data).headings
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_leap_is_refused(
    page: brochure.Page, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is built: ``--only pdf`` too."""

    def unshifted(tokens: list[Any]) -> None:
        for token in tokens:
            token.attrs["id"] = "part"

    monkeypatch.setattr(markdown, "shift_headings", unshifted)
    with pytest.raises(ProofError, match="leaps from a heading of level 1 to one of level 4"):
        list(rendering.render(replace(page, body="#### Trop profond\n\nTexte.", panels=None), theme))
