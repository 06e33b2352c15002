"""Values: what guarded processes say of a page, for the process that serves, which loads no engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from brochure.problems import BODY, Problem
from brochure.reading.front_matter import head_lines
from brochure.reading.translations import lang_of

INSPECTING = (
    "brochure.studio.inspecting", "brochure.studio.key_edits", "brochure.text.markdown:parser",
    "brochure.studio.text_blocks", "ruamel.yaml", "mdurl", "polytypo", "importlib.metadata",
    "uharfbuzz", "jinja2", "tomlkit",
    "PIL.Image:preinit", "PIL.features",
)  # fmt: skip
"""What is loaded before a page is inspected."""

SEEING = (
    "brochure.studio.sights", "brochure.assets:load_templates", "brochure.pdf.warming:warm",
    "brochure.studio.sights:warm",
)  # fmt: skip
"""What is loaded before pages are drawn, beside that."""

TAKING = ("brochure.studio.telling", "brochure.preflight.runs", "brochure.codes.verification")
"""What is loaded before it is told what a page is good for."""

LEAST_PX, MOST_PX = 40, 3000
"""How wide a picture of a page may be."""

PLATES = {"c": (0, "#00a0e0"), "m": (1, "#e0007a"), "y": (2, "#e0c000"), "k": (3, "#000000")}
"""The plates by their letters: which of four it is, and the colour that it is shown in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What a page says: its ``source`` with Unix line ends, of which ``body`` starts at ``body_line``.

    ``fields`` are the values of its front matter, tables in it by their dotted keys ("event.place").
    ``proposals`` are figures and quotations that its text offers, ``look`` is what it asks of its
    looks, each as JSON values.
    """

    source: str = field(repr=False)
    body: str = field(repr=False)
    body_line: int
    fields: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    proposals: Mapping[str, Any]
    look: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page in the list of its folder: its ``state`` is "new", "built", "changed" or "faults"."""

    title: str
    lang: str
    state: str
    faults: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A page of a brochure that was laid out to be looked at: a PNG, and of how many pages it is."""

    png: bytes = field(repr=False)
    number: int
    pages: int
    size: tuple[int, int]


class Word(NamedTuple):
    """A word on a page, as shares of the page from its top left, and where the source says it.

    ``line`` and ``column`` count from 1; both are 0 where nothing near it was found.
    """

    x: float
    y: float
    w: float
    h: float
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The ``design`` that a page is set in, and a brand's ``colours`` in the place of its own."""

    design: str
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What is said of the colour with the number ``at``; ``use`` is a better one, or ""."""

    at: int
    good: bool
    sentence: str
    use: str


_NO_LOOK: Mapping[str, Any] = {
    "lang": "", "theme": None, "design": "", "colours": [], "motif": None, "motifs": [], "accent": None,
    "accents": [], "formats": {"size": None, "sizes": []}, "poster": None,
}  # fmt: skip


def plain_inspection(data: bytes, problems: Sequence[Problem]) -> Inspection:
    """What is known of a page that cannot be inspected: its text, and why."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    lines = text.split("\n")
    head = head_lines(text)
    first = next((i for i in range(head, len(lines)) if lines[i].strip()), len(lines))
    return Inspection(
        source=text, body="\n".join(lines[first:]), body_line=first + 1, fields={},
        problems=tuple(problems), proposals={"figures": [], "quotations": []}, look=_NO_LOOK,
    )  # fmt: skip


def field_of(problem: Problem, where: str) -> str | None:
    """The field that ``problem`` is about: its key, or the body for a line of the file."""
    place = problem.place
    if place.key:
        return place.key
    return BODY if place.line and place.file == where else None


def base_of(name: str) -> str:
    """What a page is called in every language: "fete" of fete.fr; "" where the name tells none."""
    return name.rpartition(".")[0] if lang_of(f"{name}.md") else ""
