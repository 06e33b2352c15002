"""Structure: the tags of a PDF as a person needs them, where WeasyPrint's say less than the page.

Notes and the references to them, labels and numbering of lists, boxes of figures in the page's own
units, no link inside a link, no empty element (ISO 32000-1, 14.8.4 and 14.8.5; ISO 14289-1, 7;
Matterhorn Protocol 1.1, 16-001 and 19-001 to 19-004).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from brochure.errors import ProofError
from brochure.problems import Place, error

_PX_TO_PT = 0.75
_NOTE = re.compile(r"note-[\w-]+")
_KINDS = {
    ("sup", "ref"): "/Reference",
    ("li::before", ""): "/Lbl",
    ("p", "seat"): "/Lbl",
    ("figcaption", "by"): "/P",
}
"""Elements by tag and class; without a class for all classes."""

_LINKS = {"a", "a::before", "a::after"}
"""What is a link; what stands within one inherits it."""

_KEPT_EMPTY = {"/TD", "/TH", "/TR", "/LI", "/LBody"}
"""Elements whose place says something without any content."""

Build = Callable[..., Iterator[Any]]


class Structure:
    """The structure of a ``document`` (weasyprint's) in the making."""

    def __init__(self, document: Any, build: Build) -> None:
        self.document, self._build = document, build
        self.levels: list[int] = []
        self._notes: set[str] = set()
        for page in document.pages:
            page.links = [link for link in page.links if str(link[3].element_tag) in _LINKS]

    def build(self, box: Any, parent: Any, pdf: Any, page_number: int, *more: Any) -> Iterator[Any]:
        """The elements of ``box``: WeasyPrint's ``_build_box_tree``, calling this for those below."""
        box = getattr(box, "_box", box)  # of a box that is placed elsewhere
        for element in self._build(box, parent, pdf, page_number, *more):
            if not element["K"] and element["S"] not in _KEPT_EMPTY:
                element.clear()  # not freed: pydyf would miscount the objects after it
                continue
            self._improve(box, element, pdf, page_number)
            yield element
            yield from _links_within(element, pdf)

    def finish(self, pdf: Any) -> None:
        """Index the elements that have an ID (ISO 32000-1, 14.7.2).

        Raises ProofError when a heading is more than one level below the one before it.
        """
        import pydyf

        root = _object(pdf, pdf.catalog["StructTreeRoot"]) if "StructTreeRoot" in pdf.catalog else None
        named = {
            item["ID"].string: item.reference
            for item in pdf.objects
            if isinstance(item, pydyf.Dictionary) and "ID" in item and item.get("Type") == "/StructElem"
        }
        if root is not None and named:
            names = [part for name in sorted(named) for part in (pydyf.String(name), named[name])]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        for before, after in pairwise((0, *self.levels)):
            if after > before + 1:
                at = Place(file="brochure.pdf")
                raise ProofError(error("headings-leap", at=at, before=before, after=after))

    def _improve(self, box: Any, element: Any, pdf: Any, page_number: int) -> None:
        kind, tag = element["S"], str(box.element_tag)
        given = {} if box.element is None else box.element.attrib
        if re.fullmatch("/H[1-6]", kind):
            self.levels.append(int(kind[2:]))
        elif kind == "/LBody" and _NOTE.fullmatch(given.get("id", "")):
            self._tag_note(element, pdf, given["id"], page_number)
        elif kind == "/LI":
            _take_label_out(element, pdf)
        elif kind == "/L":
            _number(element, pdf, ordered=tag == "ol")
        elif kind == "/TH":
            element["A"]["Scope"] = "/Row" if given.get("scope") == "row" else "/Column"
        elif kind == "/Figure":
            _set_box(element, box, self.document.pages[page_number].height)
        else:
            element["S"] = _KINDS.get((tag, given.get("class", "")), _KINDS.get((tag, ""), kind))

    def _tag_note(self, body: Any, pdf: Any, name: str, page_number: int) -> None:
        """Put what ``body`` holds, but for a label, into a Note with an ID of its own."""
        import pydyf

        name = name if name not in self._notes else f"{name}-{page_number + 1}"
        self._notes.add(name)
        labels = [kid for kid in body["K"] if _kind(pdf, kid) == "/Lbl"]
        content = [kid for kid in body["K"] if kid not in labels]
        note = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": "/Note",
                "ID": pydyf.String(name),
                "K": pydyf.Array(content),
                "Pg": body["Pg"],
                "P": body.reference,
            }
        )
        pdf.add_object(note)
        for kid in content:
            _object(pdf, kid)["P"] = note.reference
        body["K"] = pydyf.Array([*labels, note.reference])


def describe_links(document: Any, names: dict[str, str]) -> None:
    """Give each link annotation its text as its description (ISO 14289-1, 7.18.5).

    WeasyPrint writes the bare address there. Of a link that shows a picture it is the picture's text,
    of a mere number what it leads to. ``names`` gives other texts by address.
    """
    import pydyf

    boxes = [box for page in document.pages for box in page._page_box.descendants(placeholders=True)]
    targets = {
        box.element.get("id"): box.element
        for box in boxes
        if getattr(box, "element", None) is not None and box.element.get("id")
    }
    for box in boxes:
        annotation = getattr(box, "link_annotation", None)
        if annotation is None:
            continue
        action = annotation.get("A")
        text = _text(box.element)
        if action is None and not any(c.isalpha() for c in text):
            text = f"{text}. {_text(targets.get(annotation['Dest'].string))}"
        address = action["URI"].string if action else ""
        named = names.get(address) if address else None
        annotation["Contents"] = pydyf.String(named or _cut(text) or address)


_LONGEST = 160


def _text(element: Any) -> str:
    """The words of ``element``; of a picture its alternative text."""
    if element is None:
        return ""
    pictures = (str(picture.get("alt", "")) for picture in element.iter("img"))
    return " ".join((*"".join(element.itertext()).split(), *filter(None, pictures)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def _object(pdf: Any, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _kind(pdf: Any, kid: Any) -> str:
    return "" if isinstance(kid, int) else str(_object(pdf, kid).get("S", ""))


def _links_within(link: Any, pdf: Any) -> Iterator[Any]:
    """The links that stand within a ``link``, like the page number behind a title: now beside it."""
    within = [kid for kid in link["K"] if link["S"] == "/Link" and _kind(pdf, kid) == "/Link"]
    for kid in within:
        link["K"].remove(kid)
        _object(pdf, kid)["P"] = link["P"]
        yield _object(pdf, kid)


def _take_label_out(item: Any, pdf: Any) -> None:
    """A label stands beside the body of its list item, not in it (ISO 32000-1, 14.8.4.3.3)."""
    for body in [kid for kid in item["K"] if _kind(pdf, kid) == "/LBody"]:
        content = _object(pdf, body)["K"]
        if content and _kind(pdf, content[0]) == "/Lbl":
            label = content.pop(0)
            _object(pdf, label)["P"] = item.reference
            item["K"].insert(item["K"].index(body), label)


def _number(element: Any, pdf: Any, *, ordered: bool) -> None:
    """Say how the items of a list are labelled (ISO 32000-1, 14.8.5.5)."""
    import pydyf

    items = [_object(pdf, kid) for kid in element["K"] if _kind(pdf, kid) == "/LI"]
    labelled = any(_kind(pdf, kid) == "/Lbl" for item in items for kid in item["K"])
    numbering = ("/Decimal" if ordered else "/Disc") if labelled else "/None"
    element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})


def _set_box(element: Any, box: Any, height: float) -> None:
    """The bounding box of a figure in units of the page (ISO 32000-1, 14.8.5.4.3)."""
    import pydyf

    left, top = box.content_box_x(), box.content_box_y()
    edges = (left, height - top - box.height, left + box.width, height - top)
    element["A"]["BBox"] = pydyf.Array([round(edge * _PX_TO_PT, 3) for edge in edges])
