"""Card and sheet templates: TOML becomes boxes; an error names file, line, key and what is allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from brochure import assets, charts, opened_files
from brochure.cards import expressions
from brochure.charts import Chart
from brochure.errors import ThemeError
from brochure.language_tags import is_rtl
from brochure.problems import Id, Place, Text, error, reason
from brochure.text.figure_charts import NO_LABELS, ChartLabels
from brochure.text.lines import TextStyle
from brochure.theme import ROLES
from brochure.toml_files import Key, dotted, line_numbers, shown, tree_of

UNITS = 1200
"""A card's width in the template's unit of length."""

SMALL = 0.4
"""How large the unit of a number is, as a share of it."""

KEY = 10
"""How thick the line in the colour of a part is that its label stands under."""

SHAPES = ("wide", "square", "tall")
WIDE_LONG = "wide_long"
"""The shape of wide cards whose texts are too long for the "wide" one; a template may go without."""

WIDE_CODE = "wide_code"
"""The boxes of a wide badge with a code, if a template has some: the name has all of the width."""

ALIGNS = ("start", "center", "end")
VALIGNS = ("top", "middle", "foot")
JUSTIFIES = ("start", "center", "end", "between")
FAMILIES = ("title", "text")

_COLOURS = (*sorted(ROLES), "dark", "light", "lightest")
"""A theme's roles, and the darker and the lighter colour of its cover."""

_ANY = {"kind", "grow", "share", "size"}
KINDS: Mapping[str, set[str]] = {
    "row": _ANY | {"children", "padding", "gap", "justify"},
    "column": _ANY | {"children", "padding", "gap", "justify"},
    "layers": _ANY | {"children"},
    "text": _ANY | {"text", "separator", "style", "align", "valign", "small"},
    "motif": _ANY | {"max_aspect", "align", "valign", "bleed"},
    "picture": _ANY | {"scrim", "bleed"},
    "band": _ANY | {"colour", "to", "bleed"},
    "chart": _ANY | {"style", "gap"},
    "code": _ANY | {"align", "valign"},
    "logo": _ANY | {"align", "valign"},
    "space": _ANY,
}
"""The kinds of boxes and the keys that each takes."""

ALIASES: Mapping[str, str] = {"stand": "valign", "joint": "separator", "reach": "max_aspect"}
"""Earlier names of keys, which templates may still use, and their names today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a template is for: the ``folder`` of the shipped ones, and what it may hold.

    ``noun`` is the id of what messages call the whole. No text is set smaller than ``smallest``, in the
    units of its type. ``docs`` shows every key. It has ``colours`` besides a theme's.
    """

    noun: Id
    folder: str
    docs: str
    smallest: float
    kinds: frozenset[str] = frozenset(KINDS)
    colours: tuple[str, ...] = ()


CARD = Family(noun=Id("word-card"), folder="cards", docs="docs/cards.md", smallest=24)
"""Networks show cards at a third of their width: 24 units are then 8 pixels."""

SHEET = Family(
    noun=Id("word-sheet"), folder="sheets", docs="docs/sheets.md", smallest=8,
    kinds=frozenset(KINDS) - {"picture", "chart"},
)  # fmt: skip
"""What is printed for events: lengths in millimetres, sizes of type in points, black ink alone."""

PEOPLE = Family(
    noun=Id("word-sheet"), folder="stationery", docs="docs/badges.md", smallest=7,
    kinds=frozenset(KINDS) - {"chart"}, colours=("role", "role_text"),
)  # fmt: skip
"""What is printed for people, in the same units; pictures are portraits, "role" a role's colour."""

_STYLE_KEYS = {
    "family", "weight", "largest", "smallest", "max_lines", "line_height", "tracking", "colour",
    "long_lines", "divides",
}  # fmt: skip
_STYLE_LIMITS = {
    "weight": (1, 1000), "largest": (1, 2000), "smallest": (1, 2000), "max_lines": (1, 40),
    "long_lines": (0, 40), "line_height": (0.8, 3), "tracking": (-0.2, 1),
}  # fmt: skip
_WHOLE = {"weight", "max_lines", "long_lines"}
MOST_BOXES = 300
"""More boxes than any card needs: boxes that each name the next twice would be drawn for ever."""

LONGEST_SEPARATOR = 3

_TOP_KEYS = {"ground", "shapes", "styles", "boxes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of a card. ``padding`` is top, right, bottom, left; lengths in template units.

    ``grow`` shares out what the others leave; ``share`` is a part of what a row or column has,
    ``size`` a length along it (of a code its side, of a logo its height). A motif, twice
    as wide as high, takes at most ``max_aspect`` of the box's width. ``align`` is where its content is
    across, ``valign`` where up and down, ``justify`` where the children of a row or column are when
    none of them grows. A band is ``colour``, fading ``to`` another downwards; a picture lies under a
    ``scrim`` of a colour. In the alternative text a ``separator`` joins a text to the one before it,
    in place of a full stop. Where a text of one line ends with ``small``, that is set at SMALL of the
    size, as the unit of a number. A chart is ``aspect`` times as high as wide; ``part`` is the number
    of the one bar that it shows, or of the part whose colour a "key" shows. What has ``bleed`` goes on
    to the edges of the card that no other box of its row or column parts it from; a motif then leaves
    the card at its foot and at one side.
    """

    kind: str
    key: str = ""
    children: tuple[Box, ...] = ()
    padding: tuple[float, float, float, float] = (0, 0, 0, 0)
    gap: float = 0
    grow: float = 0
    share: float = 0
    size: float = 0
    max_aspect: float = 1
    align: str = "start"
    valign: str = "top"
    justify: str = "start"
    colour: str = ""
    to: str = ""
    scrim: str = ""
    bleed: bool = False
    aspect: float = 0
    part: int | None = None
    text: str = ""
    style: TextStyle | None = None
    separator: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """What a page and a theme have to show besides texts: boxes for the rest are left out.

    ``chart`` is that of the key figure, ``labels`` what stands beside it.
    """

    motif: bool = True
    picture: bool = False
    chart: Chart | None = None
    labels: ChartLabels = NO_LABELS
    code: bool = False
    logo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template read for one page: its ``ground`` (a role), and a box for each shape it has."""

    ground: str
    shapes: Mapping[str, Box]

    def box(self, shape: str) -> Box:
        """The box for ``shape``, or for the nearest shape that the template has."""
        order = {
            "wide": ("wide", "square", "tall"),
            WIDE_CODE: (WIDE_CODE, "wide", "square", "tall"),
            "tall": ("tall", "square", "wide"),
        }
        names = order.get(shape, ("square", "tall", "wide"))
        return next(self.shapes[name] for name in names if name in self.shapes)


@lru_cache(maxsize=4)
def shipped_templates(family: Family = CARD) -> tuple[str, ...]:
    """The names of the templates that come with brochure."""
    found = (p.stem for p in (assets.templates_folder() / family.folder).glob("*.toml"))
    return tuple(sorted(name for name in found if name != "formats"))


def read_template(
    named: str, context: Mapping[str, Any], has: Available, family: Family = CARD, shape: str = ""
) -> Template:
    """The template of that name or file, for one page; boxes for what is not there are left out.

    ``context`` holds the values that its strings may name: {"page": page, "host": "example.org"}. Where
    one ``shape`` is wanted, and the template has it, the others are not read. Raises ThemeError.
    """
    file, tree, text = _load(named, family)
    try:
        return _Reader(file, tree, text, context, has, family).template(shape)
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as caught:
        raise ThemeError(
            error("template-value", at=Place(file), reason=str(caught), docs=family.docs)
        ) from caught


def _load(named: str, family: Family) -> tuple[str, Mapping[str, Any], str]:
    """The file of the template ``named``, its tree, and its text; of shipped ones no text."""
    names = shipped_templates(family)
    if named in names:
        file = f"templates/{family.folder}/{named}.toml"
        return file, assets.toml(file), ""
    path = Path(named)
    if path.suffix.lower() != ".toml" or not path.is_file():
        noun = Text(family.noun)
        example = f"my-{family.folder.removesuffix('s')}.toml"
        raise ThemeError(error("template-unknown", noun=noun, name=named, known=names, example=example))
    try:
        data = opened_files.bytes_of(path)
    except OSError as caught:
        raise ThemeError(error("file-not-read", at=Place(named), reason=reason(caught))) from None
    return (named, *_parsed(data, named))


@lru_cache(maxsize=16)
def _parsed(data: bytes, name: str) -> tuple[Mapping[str, Any], str]:
    """The tree and the text of a template: it is asked for by every card."""
    return tree_of(data, name)


_Fixed = dict[tuple[str, ...], Any]
_FIXED: dict[tuple[int, str], tuple[Mapping[str, Any], _Fixed]] = {}
_MOST_FIXED = 64


def _fixed_of(tree: Mapping[str, Any], family: Family) -> _Fixed:
    """What is the same in ``tree`` for every page, checked once: lengths, places, styles by name.

    A tree is known by its identity, and kept with them: no other has it.
    """
    key = id(tree), family.folder
    if key not in _FIXED:
        if len(_FIXED) >= _MOST_FIXED:
            _FIXED.clear()
        _FIXED[key] = tree, {}
    return _FIXED[key][1]


class _Reader:
    """A template read for one page."""

    def __init__(
        self,
        file: str,
        tree: Mapping[str, Any],
        text: str,
        context: Mapping[str, Any],
        has: Available,
        family: Family,
    ) -> None:
        self.file = file
        self.toml = text
        self.family = family
        self.tree = tree
        self.boxes = tree.get("boxes", {})
        self.styles = tree.get("styles", {})
        self.context = context
        self.has = has
        self.count = 0
        self.fixed = _fixed_of(tree, family)
        self.colours = (*_COLOURS, *family.colours)

    def at(self, *key: str) -> Place:
        """The place of ``key``, with its line or that of the table around it."""
        lines = line_numbers(self.toml)
        nearest: list[Key] = [key[:length] for length in range(len(key), 0, -1)]
        return Place(self.file, next((lines[k] for k in nearest if k in lines), None), key=dotted(key))

    def template(self, shape: str) -> Template:
        """The template, with the boxes of all its shapes, or of ``shape`` alone."""
        self.check_keys(self.tree, _TOP_KEYS)
        ground = self.one_of(self.tree, ("ground",), self.colours, "cover")
        shapes = self.tree.get("shapes", {})
        self.check_keys(shapes, (*SHAPES, WIDE_LONG, WIDE_CODE), "shapes")
        if not any(name in shapes for name in SHAPES):
            raise ThemeError(error("template-shapes-missing", at=self.at("shapes"), shapes=SHAPES))
        found = {
            name: self.box(box, ("shapes", name), ())
            for name, box in shapes.items()
            if shape in {"", name} or shape not in shapes
        }
        for name, box in found.items():
            if box is None or not _shows(box):
                raise ThemeError(error("template-shows-nothing", at=self.at("shapes", name)))
        return Template(ground=ground, shapes={n: b for n, b in found.items() if b})

    def box(self, name: str, used_by: tuple[str, ...], above: tuple[str, ...]) -> Box | None:
        """The box ``name``, or None when what it would show is not there."""
        self.check_name(name, self.boxes, used_by, "boxes")
        self.count += 1
        key = ("boxes", name)
        if self.count > MOST_BOXES:
            raise ThemeError(error("template-boxes-many", at=Place(self.file), most=MOST_BOXES))
        if name in above:
            chain = " > ".join((*above, name))
            raise ThemeError(error("template-box-in-itself", at=self.at(*key), chain=chain))
        row = self.renamed(self.boxes[name], key)
        kinds = [kind for kind in KINDS if kind in self.family.kinds]
        kind = self.one_of(row, (*key, "kind"), kinds)
        self.check_keys(row, KINDS[kind], *key)
        if not getattr(self.has, kind, True):
            return None
        if kind == "text":
            return self.text(row, key)
        if kind == "chart":
            return self.chart(row, key)
        if kind == "logo" and not self.length(row, (*key, "size")):
            raise ThemeError(error("template-logo-size", at=self.at(*key)))
        children = [self.box(child, key, (*above, name)) for child in row.get("children", ())]
        kept = tuple(child for child in children if child is not None)
        if kind in {"row", "column", "layers"} and not kept:
            return None
        return Box(
            kind=kind,
            children=kept,
            **self.placed(row, key, kind),
        )

    def renamed(self, row: Mapping[str, Any], key: tuple[str, ...]) -> Mapping[str, Any]:
        """``row`` with the names of today in the place of ALIASES."""
        for old, new in ALIASES.items():
            if old in row and new in row:
                raise ThemeError(error("template-alias", at=self.at(*key, old), old=old, new=new))
        return {ALIASES.get(name, name): value for name, value in row.items()}

    def placed(self, row: Mapping[str, Any], key: tuple[str, ...], kind: str) -> dict[str, Any]:
        """The lengths of a box, its key, and where its content is, read once for all pages."""
        found: dict[str, Any] | None = self.fixed.get(key)
        if found is None:
            found = self.fixed[key] = {**self.lengths(row, key), **self.positions(row, key, kind)}
        return found

    def lengths(self, row: Mapping[str, Any], key: tuple[str, ...]) -> dict[str, Any]:
        """The lengths of a box, and its key."""
        found: dict[str, Any] = {
            name: self.length(row, (*key, name)) for name in ("gap", "grow", "share", "size")
        }
        padding = row.get("padding", (0, 0, 0, 0))
        if len(padding) != 4 or not all(_is_length(side) for side in padding):
            raise ThemeError(error("template-padding", at=self.at(*key, "padding")))
        return found | {
            "key": ".".join(key), "padding": tuple(float(side) for side in padding),
            "max_aspect": self.length(row, (*key, "max_aspect"), 1.0),
            "bleed": self.flag(row, (*key, "bleed")),
        }  # fmt: skip

    def positions(self, row: Mapping[str, Any], key: tuple[str, ...], kind: str) -> dict[str, Any]:
        """Where the content of a box is, and its colours; motifs and codes are at the end and foot."""
        at_foot = kind in {"motif", "code"}
        choices: Mapping[str, tuple[Sequence[str], str]] = {
            "align": (ALIGNS, "end" if at_foot else "start"),
            "valign": (VALIGNS, "foot" if at_foot else "top"),
            "justify": (JUSTIFIES, "start"),
            "colour": (self.colours, "cover" if kind == "band" else ""),
            "to": (_COLOURS, ""),
            "scrim": (_COLOURS, "cover" if kind == "picture" else ""),
        }
        return {
            name: self.one_of(row, (*key, name), allowed, default)
            for name, (allowed, default) in choices.items()
        }

    def text(self, row: Mapping[str, Any], key: tuple[str, ...]) -> Box | None:
        """The box of a text; None where the text is empty on this page."""
        given = row.get("text")
        if not isinstance(given, str):
            raise ThemeError(error("template-text", at=self.at(*key, "text")))
        try:
            text = expressions.evaluate(given, self.context)
        except ThemeError as caught:
            raise caught.placed(self.at(*key, "text")) from caught
        style = self.style(row.get("style", ""), key)
        if not text:
            return None
        separator = row.get("separator", "")
        if not isinstance(separator, str) or len(separator) > LONGEST_SEPARATOR:
            at = self.at(*key, "separator")
            raise ThemeError(error("template-separator", at=at, most=LONGEST_SEPARATOR))
        mirrored = is_rtl(getattr(self.context.get("page"), "lang", ""))  # a unit's side is then open
        small = "" if mirrored else expressions.evaluate(str(row.get("small", "")), self.context)
        if small and text.endswith(small):  # with the space before it, which is as small
            small = text[len(text.removesuffix(small).rstrip()) :]
        return Box(
            kind="text", text=text, style=style, separator=separator, small=small,
            **self.placed(row, key, "text"),
        )  # fmt: skip

    def chart(self, row: Mapping[str, Any], key: tuple[str, ...]) -> Box:
        """The chart, with its labels where the box names a style for them.

        Each bar of a change stands below its label. Below the bar of parts stand their labels in
        columns, each under a line in the colour of its part.
        """
        chart, texts = self.has.chart, self.has.labels.texts
        assert chart is not None
        lengths = self.lengths(row, key)
        whole = Box(kind="chart", aspect=chart.height, **lengths)
        if "style" not in row or not texts:
            return whole
        style = self.style(row["style"], key)
        labels = [
            Box(kind="text", key=f"{whole.key}.{at}", text=text, style=style,
                separator=joint)
            for at, (text, joint) in enumerate(zip(texts, self.has.labels.joints, strict=True))
        ]  # fmt: skip
        if chart.kind == "change":
            bars = charts.bars_of(chart)
            children = [
                _column(whole, labels[at], replace(whole, aspect=bar[0].box.height, part=at))
                for at, bar in enumerate(bars)
            ]
            return Box(kind="column", **lengths, children=tuple(children))
        parts = [
            _column(whole, Box(kind="key", key=whole.key, size=KEY, part=at), label)
            for at, label in enumerate(labels)
        ]
        columns = 2 if len(parts) in {2, 4} else 3
        parts += [Box(kind="column", key=whole.key)] * (-len(parts) % columns)
        rows = [
            Box(kind="row", key=whole.key, gap=whole.gap, children=tuple(parts[at : at + columns]))
            for at in range(0, len(parts), columns)
        ]
        return Box(kind="column", **lengths, children=(whole, *rows))

    def style(self, name: str, used_by: tuple[str, ...]) -> TextStyle:
        """The style ``name``."""
        self.check_name(name, self.styles, used_by, "styles")
        key = ("styles", name)
        if key not in self.fixed:
            self.fixed[key] = self.read_style(self.styles[name], key)
        found: TextStyle = self.fixed[key]
        return found

    def read_style(self, row: Mapping[str, Any], key: tuple[str, ...]) -> TextStyle:
        """The style in ``row``, checked."""
        self.check_keys(row, _STYLE_KEYS, *key)
        for needed in ("weight", "largest", "smallest", "max_lines", "line_height", "colour"):
            if needed not in row:
                raise ThemeError(error("template-style-lacks", at=self.at(*key), name=needed))
        self.one_of(row, (*key, "colour"), self.colours)
        self.one_of(row, (*key, "family"), FAMILIES, "title")
        self.flag(row, (*key, "divides"))
        for name in _STYLE_LIMITS:
            self.check_number(row, (*key, name))
        style = TextStyle(**row)
        least = self.family.smallest
        if not least <= style.smallest <= style.largest:
            raise ThemeError(
                error(
                    "template-style-sizes", at=self.at(*key), smallest=f"{style.smallest:g}",
                    largest=f"{style.largest:g}", least=f"{least:g}",
                )
            )  # fmt: skip
        return style

    def check_number(self, row: Mapping[str, Any], key: tuple[str, ...]) -> None:
        """Refuse a number of a style that is out of its limits, or of another kind."""
        low, high = _STYLE_LIMITS[key[-1]]
        value = row.get(key[-1], max(low, 0))
        limits = {"low": f"{low:g}", "high": f"{high:g}"}
        if key[-1] in _WHOLE and not (isinstance(value, int) and _is_number(value, low, high)):
            raise ThemeError(error("template-whole", at=self.at(*key), value=shown(value), **limits))
        if not _is_number(value, low, high):
            raise ThemeError(error("template-number", at=self.at(*key), value=shown(value), **limits))

    def flag(self, row: Mapping[str, Any], key: tuple[str, ...]) -> bool:
        """The yes or no at ``key``; no where it is not there."""
        value = row.get(key[-1], False)
        if not isinstance(value, bool):
            raise ThemeError(error("template-flag", at=self.at(*key), value=shown(value)))
        return value

    def length(self, row: Mapping[str, Any], key: tuple[str, ...], default: float = 0.0) -> float:
        """The length at ``key``, in the template's units."""
        value = row.get(key[-1], default)
        if not _is_length(value):
            raise ThemeError(error("template-length", at=self.at(*key), value=shown(value)))
        return float(value)

    def one_of(
        self, row: Mapping[str, Any], key: tuple[str, ...], allowed: Sequence[str],
        default: str | None = None,
    ) -> str:  # fmt: skip
        """The string at ``key``, one of ``allowed``; it must be given where there is no ``default``."""
        value = row.get(key[-1], default)
        if value in allowed or (value == default and value is not None):
            return str(value)
        shown_value = shown("" if value is None else value)
        raise ThemeError(
            error("template-choice", at=self.at(*key), value=shown_value, allowed=tuple(allowed))
        )

    def check_name(
        self, name: str, known: Mapping[str, Any], used_by: tuple[str, ...], table: str
    ) -> None:
        """Refuse a box or style that is not in its table."""
        if name not in known:
            raise ThemeError(
                error(
                    "template-name-unknown", at=self.at(*used_by), name=name, table=table,
                    known=sorted(known),
                )
            )  # fmt: skip

    def check_keys(self, row: Mapping[str, Any], known: Collection[str], *key: str) -> None:
        """Refuse keys that are not ``known``; ``key`` is that of the table."""
        for name in sorted(set(row) - set(known)):
            at, allowed = self.at(*key, name), tuple(sorted(known))
            if key:
                at = replace(at, key=dotted(key))
                raise ThemeError(error("template-key-unknown", at=at, name=name, allowed=allowed))
            raise ThemeError(error("template-top-key-unknown", at=at, allowed=allowed))


def _column(whole: Box, *children: Box) -> Box:
    """``children`` of the box of a chart, near to each other."""
    return Box(kind="column", key=whole.key, gap=whole.gap / 3, children=children)


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def _is_length(value: object) -> bool:
    return _is_number(value, 0, 10_000)


def _shows(box: Box) -> bool:
    """Whether there is anything to see in ``box``."""
    return box.kind not in {"row", "column", "layers", "space"} or any(_shows(c) for c in box.children)
