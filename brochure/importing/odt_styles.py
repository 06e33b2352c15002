"""Styles of an OpenDocument text: how its paragraphs and words look, what they are for, its lists.

Sections in brackets are of OpenDocument 1.3, part 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from brochure.importing.looks import PLAIN, Look
from brochure.importing.style_names import TEXT, Meaning, is_code_span, meaning_of

if TYPE_CHECKING:
    from lxml.etree import _Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT_NS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

USUAL_SIZE = 12.0
"""Points of a text whose document does not say, in LibreOffice."""

_DEEPEST = 24
_BOLD = {"bold", "600", "700", "800", "900"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style with its names, from its own to those that it is based on.

    ``named`` is how the named style looks that an automatic one is based on: what the automatic one
    adds was set by hand.
    """

    names: tuple[str, ...] = ()
    look: Look = PLAIN
    named: Look = PLAIN
    meaning: Meaning = TEXT
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list's style: whether it counts, from where, what stands around its numbers."""

    ordered: bool = False
    shown: bool = True
    start: int = 1
    words: str = ""


class Styles:
    """All styles of a document, of its parts styles.xml and content.xml, by family and name."""

    def __init__(self, *roots: _Element | None) -> None:
        self._elements: dict[tuple[str, str], _Element] = {}
        self._defaults: dict[str, _Element] = {}
        self._made: dict[tuple[str, str], Style] = {}
        self._automatic: set[tuple[str, str]] = set()
        self.lists: dict[str, Mapping[int, ListLevel]] = {}
        for root in roots:
            if root is None:
                continue
            for element in root.iter(f"{STYLE}style"):
                key = (element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", ""))
                self._elements[key] = element
                if (
                    above := element.getparent()
                ) is not None and above.tag == f"{OFFICE}automatic-styles":
                    self._automatic.add(key)
            for element in root.iter(f"{STYLE}default-style"):
                self._defaults.setdefault(element.get(f"{STYLE}family", ""), element)
            for element in root.iter(f"{TEXT_NS}list-style"):
                self.lists[element.get(f"{STYLE}name", "")] = dict(_levels(element))

    @cached_property
    def size(self) -> float:
        """The size of text whose styles do not say, in points."""
        element = self._defaults.get("paragraph")
        return (None if element is None else _look(element).size) or USUAL_SIZE

    @cached_property
    def language(self) -> str:
        """The language of the document's text, "" where no style says."""
        for element in (self._elements.get(("paragraph", "Standard")), self._defaults.get("paragraph")):
            properties = None if element is None else element.find(f"{STYLE}text-properties")
            if properties is not None and (tag := properties.get(f"{_FO}language", "none")) != "none":
                country = properties.get(f"{_FO}country", "none")
                return tag if country == "none" else f"{tag}-{country}"
        return ""

    def of(self, family: str, name: str) -> Style:
        """The style ``name`` of a family, "paragraph" or "text"; a plain one where there is none."""
        key = (family, name)
        if key not in self._made:
            self._made[key] = self._resolved(family, name)
        return self._made[key]

    def _resolved(self, family: str, name: str) -> Style:
        look, named, names = PLAIN, PLAIN, []
        for element in self._chain(family, name):
            look = look.over(_look(element))
            if (family, element.get(f"{STYLE}name", "")) not in self._automatic:
                named = named.over(_look(element))
            names.append(
                element.get(f"{STYLE}display-name") or decoded(element.get(f"{STYLE}name", ""))
            )
        names = names or [decoded(name)]
        meaning = next((told for said in names if (told := meaning_of(said)) != TEXT), TEXT)
        if meaning == TEXT and look.outline:
            meaning = Meaning("heading", look.outline)
        return Style(
            tuple(names), look, named, meaning, any(map(is_code_span, names)) and family == "text"
        )

    def _chain(self, family: str, name: str) -> Iterator[_Element]:
        for _ in range(_DEEPEST):
            element = self._elements.get((family, name))
            if element is None:
                return
            yield element
            name = element.get(f"{STYLE}parent-style-name", "")


def decoded(name: str) -> str:
    """A style's name as it is shown: "Text_20_body" as "Text body" (19.498)."""
    return re.sub(r"_([0-9a-f]{1,4})_", lambda found: chr(int(found[1], 16)), name)


def _look(element: _Element) -> Look:
    """What one style says itself."""
    said: dict[str, object] = {}
    text, paragraph = (
        element.find(f"{STYLE}text-properties"),
        element.find(f"{STYLE}paragraph-properties"),
    )
    if text is not None:
        weight, slope = text.get(f"{_FO}font-weight"), text.get(f"{_FO}font-style")
        struck, shown = text.get(f"{STYLE}text-line-through-style"), text.get(f"{TEXT_NS}display")
        said |= {
            "bold": weight in _BOLD if weight else None,
            "italic": slope in {"italic", "oblique"} if slope else None,
            "struck": struck != "none" if struck else None,
            "hidden": shown == "none" if shown else None,
            "size": points(text.get(f"{_FO}font-size", "")), "position": _position(text),
        }  # fmt: skip
    if paragraph is not None:
        aligned = paragraph.get(f"{_FO}text-align")
        said |= {
            "centred": aligned == "center" if aligned else None,
            "ruled": any(_draws(paragraph.get(f"{_FO}border-{side}")) for side in ("bottom", "top"))
            or None,
        }  # fmt: skip
    outline = element.get(f"{STYLE}default-outline-level", "")
    said["outline"] = int(outline) if outline.isdigit() else None
    said["list_style"] = element.get(f"{STYLE}list-style-name")
    return Look(**said)  # type: ignore[arg-type]


def _draws(border: str | None) -> bool:
    return bool(border) and border != "none"


def _position(text: _Element) -> str | None:
    """What is raised or lowered, by style:text-position, "super 58%" or "-33% 58%" (20.394)."""
    given = (text.get(f"{STYLE}text-position") or "").split()
    if not given:
        return None
    if given[0] in {"super", "sub"}:
        return "sup" if given[0] == "super" else "sub"
    raised = given[0].removesuffix("%")
    try:
        return "sup" if float(raised) > 0 else "sub" if float(raised) < 0 else ""
    except ValueError:
        return ""


_UNITS = {"pt": 1.0, "cm": 28.3465, "mm": 2.83465, "in": 72.0, "pc": 12.0, "px": 0.75}


def points(length: str) -> float | None:
    """A length of a style in points; None for percents, and for what is none."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)(pt|cm|mm|in|pc|px)", length)
    return float(found[1]) * _UNITS[found[2]] if found else None


def _levels(element: _Element) -> Iterator[tuple[int, ListLevel]]:
    for level in element:
        tag = level.tag if isinstance(level.tag, str) else ""
        at = level.get(f"{TEXT_NS}level", "")
        if not at.isdigit():
            continue
        ordered = tag.endswith("}list-level-style-number")
        prefix, suffix = level.get(f"{STYLE}num-prefix", ""), level.get(f"{STYLE}num-suffix", "")
        start = level.get(f"{TEXT_NS}start-value", "1")
        yield int(at), ListLevel(
            ordered, not ordered or bool(level.get(f"{STYLE}num-format")) or bool(prefix.strip()),
            int(start) if start.isdigit() else 1,
            prefix if re.search(r"[^\W\d_]{3}", prefix) else "",
        )  # fmt: skip
        del suffix
