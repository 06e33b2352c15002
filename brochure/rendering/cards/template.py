"""Card templates: TOML becomes boxes. A designer's slip is told with file, key and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brochure import assets
from brochure.errors import ThemeError
from brochure.page import Page

UNITS = 1200
"""A card's width in the template's unit of length."""

TEXTS = ("kicker", "title", "lead", "note", "site_name", "credits", "licence")
"""The page's fields a text box may show."""

ALIGNS = ("start", "center", "end")
KINDS = ("row", "column", "text", "motif", "space")
_BOX_KEYS = {
    "kind",
    "children",
    "padding",
    "gap",
    "grow",
    "share",
    "text",
    "style",
    "reach",
    "align",
}
_STYLE_KEYS = {
    "weight", "largest", "smallest", "max_lines", "line_height", "tracking", "colour",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStyle:
    """How a text is set; sizes in template units, ``tracking`` in em, ``colour`` a theme's role."""

    weight: int
    largest: float
    smallest: float
    max_lines: int
    line_height: float
    tracking: float
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of a card. ``padding`` is top, right, bottom, left; lengths in template units.

    ``grow`` shares out what the others leave; ``share`` is a fixed part of a row's width.
    A motif takes at most ``reach`` of its width, standing at ``align`` on the foot.
    """

    kind: str
    children: tuple[Box, ...] = ()
    padding: tuple[float, float, float, float] = (0, 0, 0, 0)
    gap: float = 0
    grow: float = 0
    share: float = 0
    reach: float = 1
    align: str = "end"
    text: str = ""
    style: TextStyle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A card's format: ``name`` becomes the file's name, sizes in pixels."""

    name: str
    width: int
    height: int
    box: Box


def formats(template: str, page: Page) -> tuple[Format, ...]:
    """The formats of the card template of that name; boxes for texts ``page`` lacks are left out."""
    where = f"templates/cards/{template}.toml"
    tree = assets.toml(where)
    reader = _Reader(where, tree, page)
    return tuple(reader.format(name, row) for name, row in tree["formats"].items())


class _Reader:
    def __init__(self, where: str, tree: Mapping[str, Any], page: Page) -> None:
        self.where = where
        self.boxes = tree["boxes"]
        self.styles = tree["styles"]
        self.page = page

    def format(self, name: str, row: Mapping[str, Any]) -> Format:
        box = self.box(row["box"], f"formats.{name}")
        if box is None:
            raise ThemeError(f"{self.where}: formats.{name} shows nothing of this page")
        return Format(name=name, width=row["width"], height=row["height"], box=box)

    def box(self, name: str, used_by: str) -> Box | None:
        """The box ``name``, or None when all it would show is empty."""
        self._refuse_unknown(name, self.boxes, used_by, "boxes")
        row = self.boxes[name]
        key = f"boxes.{name}"
        self._refuse_keys(row, _BOX_KEYS, key)
        if row["kind"] not in KINDS:
            raise ThemeError(f'{self.where}: {key}.kind = "{row["kind"]}"; it can be {KINDS}')
        if row["kind"] == "text":
            return self._text(row, key)
        if row.get("align", "end") not in ALIGNS:
            raise ThemeError(f'{self.where}: {key}.align = "{row["align"]}"; it can be {ALIGNS}')
        children = [self.box(child, key) for child in row.get("children", ())]
        return Box(
            kind=row["kind"],
            children=tuple(child for child in children if child is not None),
            padding=tuple(row.get("padding", (0, 0, 0, 0))),
            gap=row.get("gap", 0),
            grow=row.get("grow", 0),
            share=row.get("share", 0),
            reach=row.get("reach", 1),
            align=row.get("align", "end"),
        )

    def _text(self, row: Mapping[str, Any], key: str) -> Box | None:
        if row["text"] not in TEXTS:
            raise ThemeError(f'{self.where}: {key}.text = "{row["text"]}"; it can be {TEXTS}')
        text = getattr(self.page, row["text"])
        if not text:
            return None
        self._refuse_unknown(row["style"], self.styles, key, "styles")
        style = self.styles[row["style"]]
        self._refuse_keys(style, _STYLE_KEYS, f"styles.{row['style']}")
        return Box(kind="text", text=text, style=TextStyle(**style), grow=row.get("grow", 0))

    def _refuse_unknown(self, name: str, known: Mapping[str, Any], key: str, table: str) -> None:
        if name not in known:
            raise ThemeError(
                f'{self.where}: {key} names "{name}", which is not in [{table}]: '
                f"{', '.join(sorted(known))}"
            )

    def _refuse_keys(self, row: Mapping[str, Any], known: set[str], key: str) -> None:
        for name in sorted(set(row) - known):
            raise ThemeError(
                f'{self.where}: {key} has the unknown key "{name}"; '
                f"allowed are {', '.join(sorted(known))}"
            )
