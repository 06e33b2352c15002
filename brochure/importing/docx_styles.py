"""Styles and numbering of a .docx file: what its parts styles.xml and numbering.xml say of paragraphs.

Sections in brackets are of ECMA-376 part 1 (5th edition).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from brochure.importing.looks import PLAIN, Look
from brochure.importing.style_names import TEXT, Meaning, is_code_span, meaning_of

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

USUAL_SIZE = 20
"""Half points of a text whose document does not say (17.3.2.38)."""

_DEEPEST = 24
"""Styles that are based on each other; more are a circle."""


def value(element: _Element | None, default: str = "") -> str:
    """The attribute w:val of ``element``, or ``default`` where there is none of them."""
    return default if element is None else element.get(f"{W}val", default)


def is_on(element: _Element | None) -> bool | None:
    """What a property that is on or off says (17.17.4); None where it does not stand."""
    return None if element is None else value(element, "1") not in {"0", "false", "off"}


def number_of(text: str | None) -> int | None:
    """A whole number of an attribute, or None for what is none."""
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its id, its name, whether it is one of runs, what it is for, and how it looks."""

    id: str = ""
    name: str = ""
    of_runs: bool = False
    meaning: Meaning = TEXT
    look: Look = PLAIN


_OF_RUNS = {f"{W}{name}" for name in ("b", "i", "vanish", "strike", "dstrike", "sz", "vertAlign")}


def look_of(paragraph: _Element | None, run: _Element | None) -> Look:
    """What w:pPr and w:rPr say themselves."""
    look = PLAIN
    said = {} if run is None else {child.tag: child for child in run if child.tag in _OF_RUNS}
    if said:
        look = Look(
            bold=is_on(said.get(f"{W}b")), italic=is_on(said.get(f"{W}i")),
            hidden=is_on(said.get(f"{W}vanish")),
            struck=_either(is_on(said.get(f"{W}strike")), is_on(said.get(f"{W}dstrike"))),
            size=number_of(value(said.get(f"{W}sz"))),
            position=value(said.get(f"{W}vertAlign")) or None,
        )  # fmt: skip
    if paragraph is None or not len(paragraph):
        return look
    numbering, indent = paragraph.find(f"{W}numPr"), paragraph.find(f"{W}ind")
    num_id = level = None
    if numbering is not None:
        num_id = value(numbering.find(f"{W}numId")) or None
        level = number_of(value(numbering.find(f"{W}ilvl")))
    aligned = value(paragraph.find(f"{W}jc"))
    return replace(
        look, outline=number_of(value(paragraph.find(f"{W}outlineLvl"))), num_id=num_id,
        num_level=level,
        indent=None if indent is None else number_of(indent.get(f"{W}left") or indent.get(f"{W}start")),
        centred=aligned == "center" if aligned else None,
    )  # fmt: skip


def _either(one: bool | None, other: bool | None) -> bool | None:
    return one or other if one is not None or other is not None else None


class Styles:
    """The styles of a document by their ids; one that is not there is a plain one."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._made: dict[str, Style] = {}
        self.default = Style()
        self.size = USUAL_SIZE
        self._language = ""
        if root is None:
            return
        if size := number_of(value(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz"))):
            self.size = size
        self._language = value(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"))
        for element in root.iterfind(f"{W}style"):
            self._elements.setdefault(element.get(f"{W}styleId", ""), element)
        for id_, element in self._elements.items():
            by_default = element.get(f"{W}default") in {"1", "true", "on"}
            if by_default and element.get(f"{W}type") == "paragraph":
                self.default = self.of(id_)

    @property
    def language(self) -> str:
        """The language of the document's text (17.3.2.20), "" where no style says."""
        if tag := self._language:
            return tag
        for element in self._elements.values():
            if element.get(f"{W}default") in {"1", "true"} and element.get(f"{W}type") == "paragraph":
                return value(element.find(f"{W}rPr/{W}lang"))
        return ""

    def of(self, id_: str) -> Style:
        """The style ``id_``, with what the styles say that it is based on."""
        if id_ not in self._made:
            self._made[id_] = self._resolved(id_)
        return self._made[id_]

    def _resolved(self, id_: str) -> Style:
        chain = [*self._chain(id_)]
        if not chain:
            meaning = meaning_of(_spaced(id_)) if id_ else TEXT
            return Style(id_, id_, meaning=meaning)
        look = PLAIN
        for element in chain:
            look = look.over(look_of(element.find(f"{W}pPr"), element.find(f"{W}rPr")))
        names = [value(element.find(f"{W}name")) for element in chain]
        meaning = next((told for name in names if (told := meaning_of(name)) != TEXT), TEXT)
        if meaning == TEXT and look.outline is not None and look.outline < 9:
            meaning = Meaning("heading", look.outline + 1)
        if meaning.role == "heading" and look.outline is not None and look.outline < 9:
            meaning = Meaning("heading", look.outline + 1)
        of_runs = chain[0].get(f"{W}type") == "character"
        return Style(id_, names[0], of_runs, meaning, look)

    def _chain(self, id_: str) -> Iterator[_Element]:
        """The style ``id_``, and what it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            element = self._elements.get(id_)
            if element is None:
                return
            yield element
            id_ = value(element.find(f"{W}basedOn"))

    def is_code(self, id_: str) -> bool:
        """Whether a style of runs is for words of a machine."""
        return is_code_span(self.of(id_).name)


def _spaced(id_: str) -> str:
    """A style's id as a name: "Heading1" as "Heading 1"; files without styles have nothing else."""
    made = "".join(f" {c}" if c.isupper() or (c.isdigit() and not before.isdigit()) else c
                   for before, c in zip(" " + id_, id_, strict=False))  # fmt: skip
    return made.strip()


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list's definition: how its numbers look, and from where they count."""

    form: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    indent: int = 0


@dataclass(slots=True)
class Counted:
    """The place of an item in its list: its level, its number, and the label that Word would show."""

    level: Level
    number: int
    label: str


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    link: str = ""


class Numbering:
    """The lists of a document, which count as their items are read (17.9)."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, _List] = {}
        self._instances: dict[str, tuple[str, Mapping[int, Level], Mapping[int, int]]] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        bound: dict[str, dict[str, int]] = defaultdict(dict)
        for element in root.iterfind(f"{W}abstractNum"):
            id_ = element.get(f"{W}abstractNumId", "")
            self._abstract[id_] = _List(link=value(element.find(f"{W}numStyleLink")))
            for at, level in _levels(element):
                self._abstract[id_].levels.setdefault(at, _level(level))
                if style := value(level.find(f"{W}pStyle")):
                    bound[id_][style] = at
        for element in root.iterfind(f"{W}num"):
            id_, abstract = element.get(f"{W}numId", ""), value(element.find(f"{W}abstractNumId"))
            self._instances[id_] = (abstract, *_overrides(element))
            for style, at in bound[abstract].items():
                self._by_style.setdefault(style, (id_, at))

    def of_style(self, style_id: str) -> tuple[str, int] | None:
        """The list and level that a paragraph style is bound to, which levels name (17.9.23)."""
        return self._by_style.get(style_id)

    def counted(self, num_id: str, at: int) -> Counted | None:
        """The next item of the list ``num_id`` at the level ``at``; None for what has no mark."""
        abstract, levels, starts = self._definition(num_id)
        if not levels:
            return None
        level = levels.get(at) or levels.get(max((n for n in levels if n <= at), default=0)) or Level()
        counts = self._counts[abstract]
        if at in starts and (num_id, at) not in self._started:
            counts[at] = starts[at]
            self._started.add((num_id, at))
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        for deeper in [n for n in counts if n > at]:
            del counts[deeper]
        if level.form == "none" and "%" not in level.pattern and not level.pattern.strip():
            return None
        return Counted(level, counts[at], _label(level.pattern, counts, levels))

    def _definition(self, num_id: str) -> tuple[str, Mapping[int, Level], Mapping[int, int]]:
        """The abstract list of ``num_id``, its levels, and where it counts anew."""
        abstract, over, starts = self._instances.get(num_id, ("", {}, {}))
        for _ in range(_DEEPEST):
            known = self._abstract.get(abstract)
            if known is None:
                return abstract, {}, starts
            if not known.link:
                return abstract, {**known.levels, **over}, starts
            linked = self._styles.of(known.link).look.num_id or ""
            abstract = self._instances.get(linked, ("", {}, {}))[0]
        return abstract, {}, starts


def _levels(element: _Element) -> Iterator[tuple[int, _Element]]:
    for level in element.iterfind(f"{W}lvl"):
        yield number_of(level.get(f"{W}ilvl")) or 0, level


def _overrides(num: _Element) -> tuple[dict[int, Level], dict[int, int]]:
    """The levels that an instance of a list has of its own, and where it counts anew (17.9.8)."""
    levels, starts = {}, {}
    for changed in num.iterfind(f"{W}lvlOverride"):
        at = number_of(changed.get(f"{W}ilvl")) or 0
        if (start := number_of(value(changed.find(f"{W}startOverride")))) is not None:
            starts[at] = start
        if (level := changed.find(f"{W}lvl")) is not None:
            levels[at] = _level(level)
    return levels, starts


def _level(element: _Element) -> Level:
    indent = element.find(f"{W}pPr/{W}ind")
    left = None if indent is None else number_of(indent.get(f"{W}left") or indent.get(f"{W}start"))
    start = number_of(value(element.find(f"{W}start")))
    return Level(
        value(element.find(f"{W}numFmt"), "decimal"), value(element.find(f"{W}lvlText")),
        1 if start is None else start, left or 0,
    )  # fmt: skip


def _label(pattern: str, counts: Mapping[int, int], levels: Mapping[int, Level]) -> str:
    """What Word shows before an item: "Article %1" as "Article 3"."""
    for at in range(9):
        form = levels[at].form if at in levels else "decimal"
        pattern = pattern.replace(f"%{at + 1}", _written(counts.get(at, 1), form))
    return pattern


def _written(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letter = chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return str(number)


def _roman(number: int) -> str:
    made = ""
    for worth, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        made += sign * (number // worth)
        number %= worth
    return made
