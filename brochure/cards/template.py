"""Card templates: TOML becomes boxes. A designer's slip is told with file, key and what is allowed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from brochure import assets
from brochure.cards import expressions
from brochure.errors import ThemeError
from brochure.text.lines import TextStyle
from brochure.theme import ROLES

UNITS = 1200
"""A card's width in the template's unit of length."""

SHAPES = ("wide", "square", "tall")
ALIGNS = ("start", "center", "end")
STANDS = ("top", "middle", "foot")
JUSTIFIES = ("start", "center", "end", "between")
FAMILIES = ("title", "text")

_COLOURS = (*sorted(ROLES), "dark", "light")
"""A theme's roles, and the darker and the lighter colour of its cover."""

_ANY = {"kind", "grow", "share", "size"}
KINDS: Mapping[str, set[str]] = {
    "row": _ANY | {"children", "padding", "gap", "justify"},
    "column": _ANY | {"children", "padding", "gap", "justify"},
    "layers": _ANY | {"children"},
    "text": _ANY | {"text", "joint", "style", "align", "stand"},
    "motif": _ANY | {"reach", "align", "stand"},
    "picture": _ANY | {"scrim"},
    "band": _ANY | {"colour", "to"},
    "code": _ANY | {"align", "stand"},
    "logo": _ANY | {"align", "stand"},
    "space": _ANY,
}
"""The kinds of boxes and the keys that each takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a template is for: the ``folder`` of the shipped ones, and what it may hold.

    No text is set smaller than ``smallest``, in its units. ``docs`` shows every key.
    """

    noun: str
    folder: str
    docs: str
    smallest: float
    kinds: frozenset[str] = frozenset(KINDS)


CARD = Family(noun="card", folder="cards", docs="docs/cards.md", smallest=24)
"""Networks show cards at a third of their width: 24 units are then 8 pixels."""

SHEET = Family(
    noun="sheet", folder="sheets", docs="docs/sheets.md", smallest=8,
    kinds=frozenset(KINDS) - {"picture", "logo"},
)  # fmt: skip
"""What is printed for events: lengths in millimetres, sizes of type in points, black ink alone."""

_STYLE_KEYS = {
    "family", "weight", "largest", "smallest", "max_lines", "line_height", "tracking", "colour",
    "long_lines",
}  # fmt: skip
_STYLE_LIMITS = {
    "weight": (1, 1000), "largest": (1, 2000), "smallest": (1, 2000), "max_lines": (1, 40),
    "long_lines": (0, 40), "line_height": (0.8, 3), "tracking": (-0.2, 1),
}  # fmt: skip
_WHOLE = {"weight", "max_lines", "long_lines"}
MOST_BOXES = 300
"""So many boxes no card needs; a template that repeats itself would never end."""

LONGEST_JOINT = 3

_TOP_KEYS = {"ground", "shapes", "styles", "boxes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of a card. ``padding`` is top, right, bottom, left; lengths in template units.

    ``grow`` shares out what the others leave; ``share`` is a part of what a row or column has,
    ``size`` a length along it (of a code its side, of a logo its height). A motif takes at most
    ``reach`` of its width. ``align`` is where its content stands across, ``stand`` where up and
    down, ``justify`` where the children of a row or column stand when none of them grows. A band is
    ``colour``, fading ``to`` another downwards; a picture lies under a ``scrim`` of a colour. A
    ``joint`` stands between a text and the one before it in the alternative text, not a full stop.
    """

    kind: str
    key: str = ""
    children: tuple[Box, ...] = ()
    padding: tuple[float, float, float, float] = (0, 0, 0, 0)
    gap: float = 0
    grow: float = 0
    share: float = 0
    size: float = 0
    reach: float = 1
    align: str = "start"
    stand: str = "top"
    justify: str = "start"
    colour: str = ""
    to: str = ""
    scrim: str = ""
    text: str = ""
    style: TextStyle | None = None
    joint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """What a page and a theme give to show besides texts."""

    motif: bool = True
    picture: bool = False
    code: bool = False
    logo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template read for one page: its ``ground`` (a role), and a box for each shape it has."""

    ground: str
    shapes: Mapping[str, Box]

    def box(self, shape: str) -> Box:
        """The box for ``shape``, or for the nearest shape that the template has."""
        order = {"wide": ("wide", "square", "tall"), "tall": ("tall", "square", "wide")}
        for name in order.get(shape, ("square", "tall", "wide")):
            if name in self.shapes:
                return self.shapes[name]
        raise ThemeError("a card template without shapes")


def shipped_templates(family: Family = CARD) -> tuple[str, ...]:
    """The names of the templates that come with brochure."""
    found = (p.stem for p in (assets.templates_folder() / family.folder).glob("*.toml"))
    return tuple(sorted(name for name in found if name != "formats"))


def read_template(
    named: str, context: Mapping[str, Any], has: Available, family: Family = CARD, shape: str = ""
) -> Template:
    """The template of that name or file, for one page; boxes for what is not there are left out.

    ``context`` is what its strings speak of. Where one ``shape`` is wanted, and the template has it,
    the others are not read. Raises ThemeError.
    """
    where, tree = _tree(named, family)
    try:
        return _Reader(where, tree, context, has, family).template(shape)
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
        raise ThemeError(
            f"{where}: a value is not of the kind its key needs ({error}); {family.docs} shows "
            "every key"
        ) from error


def _tree(named: str, family: Family) -> tuple[str, Mapping[str, Any]]:
    if named in shipped_templates(family):
        where = f"templates/{family.folder}/{named}.toml"
        return where, assets.toml(where)
    path = Path(named)
    if path.suffix.lower() != ".toml" or not path.is_file():
        raise ThemeError(
            f'there is no {family.noun} template "{named}"; brochure has '
            f"{', '.join(shipped_templates(family))}; your own is given as a file: "
            f"my-{family.noun}.toml"
        )
    try:
        return str(path), _parsed(path, path.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"{path}: not a readable TOML file: {error}") from error


@lru_cache(maxsize=16)
def _parsed(path: Path, changed: int) -> Mapping[str, Any]:
    """The file at ``path`` as it is since it ``changed``: every card of every page asks for it."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Reader:
    def __init__(
        self,
        where: str,
        tree: Mapping[str, Any],
        context: Mapping[str, Any],
        has: Available,
        family: Family,
    ) -> None:
        self.where = where
        self.family = family
        self.tree = tree
        self.boxes = tree.get("boxes", {})
        self.styles = tree.get("styles", {})
        self.context = context
        self.has = has
        self.count = 0

    def template(self, shape: str = "") -> Template:
        self._refuse_keys(self.tree, _TOP_KEYS, "the template")
        ground = self._one_of(self.tree, "ground", _COLOURS, "the template", "cover")
        shapes = self.tree.get("shapes", {})
        self._refuse_keys(shapes, set(SHAPES), "shapes")
        if not shapes:
            raise ThemeError(
                f"{self.where}: [shapes] names a box for at least one of {', '.join(SHAPES)}"
            )
        found = {
            name: self.box(box, f"shapes.{name}", ())
            for name, box in shapes.items()
            if shape in {"", name} or shape not in shapes
        }
        for name, box in found.items():
            if box is None or not _shows(box):
                raise ThemeError(f"{self.where}: shapes.{name} shows nothing of this page")
        return Template(ground=ground, shapes={n: b for n, b in found.items() if b})

    def box(self, name: str, used_by: str, above: tuple[str, ...]) -> Box | None:
        """The box ``name``, or None when what it would show is not there."""
        self._refuse_unknown(name, self.boxes, used_by, "boxes")
        self.count += 1
        if self.count > MOST_BOXES:
            raise ThemeError(
                f"{self.where}: more than {MOST_BOXES} boxes, each counted where it is named"
            )
        row, key = self.boxes[name], f"boxes.{name}"
        if name in above:
            raise ThemeError(f"{self.where}: {key} holds itself: {' > '.join((*above, name))}")
        kind = self._one_of(row, "kind", [k for k in KINDS if k in self.family.kinds], key, "")
        self._refuse_keys(row, KINDS[kind], key)
        if not getattr(self.has, kind, True):
            return None
        if kind == "text":
            return self._text(row, key)
        if kind == "logo" and not self._number(row, "size", key):
            raise ThemeError(f"{self.where}: {key} needs a size: the logo's height")
        children = [self.box(child, key, (*above, name)) for child in row.get("children", ())]
        kept = tuple(child for child in children if child is not None)
        if kind in {"row", "column", "layers"} and not kept:
            return None
        return Box(kind=kind, children=kept, **self._lengths(row, key), **self._places(row, key, kind))

    def _lengths(self, row: Mapping[str, Any], key: str) -> dict[str, Any]:
        lengths = {name: self._number(row, name, key) for name in ("gap", "grow", "share", "size")}
        lengths["reach"] = self._number(row, "reach", key, 1.0)
        padding = row.get("padding", (0, 0, 0, 0))
        if len(padding) != 4 or not all(_is_length(side) for side in padding):
            raise ThemeError(f"{self.where}: {key}.padding is four lengths: [top, right, bottom, left]")
        return lengths | {"key": key, "padding": tuple(float(side) for side in padding)}

    def _places(self, row: Mapping[str, Any], key: str, kind: str) -> dict[str, Any]:
        at_foot = kind in {"motif", "code"}
        roles = _COLOURS
        return {
            "align": self._one_of(row, "align", ALIGNS, key, "end" if at_foot else "start"),
            "stand": self._one_of(row, "stand", STANDS, key, "foot" if at_foot else "top"),
            "justify": self._one_of(row, "justify", JUSTIFIES, key, "start"),
            "colour": self._one_of(row, "colour", roles, key, "cover" if kind == "band" else ""),
            "to": self._one_of(row, "to", roles, key, ""),
            "scrim": self._one_of(row, "scrim", roles, key, "cover" if kind == "picture" else ""),
        }

    def _text(self, row: Mapping[str, Any], key: str) -> Box | None:
        said = row.get("text")
        if not isinstance(said, str):
            raise ThemeError(f'{self.where}: {key}.text is a string such as "{{{{ page.title }}}}"')
        text = expressions.evaluate(said, self.context, f"{self.where}: {key}.text")
        style = self._style(row.get("style", ""), key)
        if not text:
            return None
        joint = row.get("joint", "")
        if not isinstance(joint, str) or len(joint) > LONGEST_JOINT:
            raise ThemeError(
                f"{self.where}: {key}.joint is what stands between two texts, of at most "
                f'{LONGEST_JOINT} characters, such as " – "'
            )
        return Box(
            kind="text", text=text, style=style, joint=joint, **self._lengths(row, key),
            **self._places(row, key, "text"),
        )  # fmt: skip

    def _style(self, name: str, key: str) -> TextStyle:
        self._refuse_unknown(name, self.styles, key, "styles")
        row, place = self.styles[name], f"styles.{name}"
        self._refuse_keys(row, _STYLE_KEYS, place)
        for needed in ("weight", "largest", "smallest", "max_lines", "line_height", "colour"):
            if needed not in row:
                raise ThemeError(f"{self.where}: {place} lacks {needed}")
        self._one_of(row, "colour", _COLOURS, place, "")
        self._one_of(row, "family", FAMILIES, place, "title")
        for name, (low, high) in _STYLE_LIMITS.items():
            value = row.get(name, max(low, 0))
            whole = name in _WHOLE and not isinstance(value, int)
            kind = isinstance(value, bool) or not isinstance(value, int | float) or whole
            if kind or not low <= value <= high:
                of = "a whole number" if name in _WHOLE else "a number"
                raise ThemeError(
                    f"{self.where}: {place}.{name} = {value!r}; it is {of} from {low:g} to {high:g}"
                )
        style = TextStyle(**row)
        least = self.family.smallest
        if not least <= style.smallest <= style.largest:
            raise ThemeError(
                f"{self.where}: {place}: smallest = {style.smallest:g} and largest = {style.largest:g}"
                f"; smallest is at least {least:g}, largest no less than that"
            )
        return style

    def _number(self, row: Mapping[str, Any], name: str, key: str, default: float = 0.0) -> float:
        value = row.get(name, default)
        if not _is_length(value):
            raise ThemeError(f"{self.where}: {key}.{name} = {value!r}; it is a length, 0 or more")
        return float(value)

    def _one_of(
        self, row: Mapping[str, Any], name: str, allowed: Sequence[str], key: str, default: str
    ) -> str:
        value = row.get(name, default)
        if (value not in allowed and value != default) or (name == "kind" and not value):
            raise ThemeError(f'{self.where}: {key}.{name} = "{value}"; it can be {", ".join(allowed)}')
        return str(value)

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


def _is_length(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and 0 <= value <= 10_000  # type: ignore[operator]


def _shows(box: Box) -> bool:
    """Whether there is anything to see in ``box``."""
    return box.kind not in {"row", "column", "layers", "space"} or any(_shows(c) for c in box.children)
