"""A design's style sheet, judged rule by rule: what hides text, fetches files, or prints its own.

Only what the rule itself says is judged here. What comes of several rules together, of variables and of
sums is seen in the finished file (`brochure.pdf.visible_texts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from brochure.colour import Colour, contrast
from brochure.problems import Place, Problem, error

MOST_CONTENT = 80
"""Characters that one declaration may print, as a "content": signs and short words."""

LEAST_OPACITY = 0.5
LEAST_CONTRAST = 1.5
LEAST_TYPE_PT, LEAST_TYPE_EM = 4.0, 0.4
LEAST_SCALE = 0.2

FARTHEST_PT, FARTHEST_SHARE = 850.0, 2.0
"""What moves a box by more than the height of A4, or so many times its room, moves it off the page."""

_POINTS: Mapping[str, float] = {
    "pt": 1, "px": 0.75, "pc": 12, "in": 72, "cm": 72 / 2.54, "mm": 72 / 25.4, "q": 72 / 101.6,
}  # fmt: skip
_RELATIVE = {"em", "rem"}
_SIDES = ("top", "right", "bottom", "left")
_MOVING = {
    *_SIDES, "inset", "text-indent", "margin", *(f"margin-{side}" for side in _SIDES), "transform",
    "inset-block", "inset-inline", "margin-block", "margin-inline",
}  # fmt: skip
_PRINTING = {"content", "quotes", "string-set", "list-style", "list-style-type"}
_SHOWN = 60


def problems_of(text: str, file: str) -> Iterator[Problem]:
    """What is wrong with the style sheet ``text`` of ``file``: each with its line and its rule."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        yield from _of_rule(rule, file, "")


def _of_rule(rule: Any, file: str, within: str) -> Iterator[Problem]:
    """Of a rule, and of the rules in it; ``within`` is the one around it."""
    import tinycss2

    at = Place(file, rule.source_line)
    if broken := next((t for t in (rule, *getattr(rule, "prelude", ())) if t.type == "error"), None):
        yield error("design-css-unread", at=at, reason=broken.message)
        return
    head = tinycss2.serialize(rule.prelude).strip()
    if rule.type == "at-rule":
        head = f"@{rule.at_keyword} {head}".strip()
    head = f"{within} {head}".strip()
    if rule.type == "at-rule" and rule.lower_at_keyword == "import":
        yield error("design-css-fetches", at=at, rule=_cut(head))
        return
    rows = tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)
    declared = [row for row in rows if row.type == "declaration"]
    for row in rows:
        if row.type == "declaration":
            yield from _of_declaration(row, declared, Place(file, row.source_line), _cut(head))
        else:
            yield from _of_rule(row, file, head)


def _of_declaration(row: Any, declared: Sequence[Any], at: Place, rule: str) -> Iterator[Problem]:
    """Of one declaration of those that are ``declared`` in a rule."""
    import tinycss2

    said = _cut(f"{row.name}: {tinycss2.serialize(row.value).strip()}")
    if row.lower_name in _PRINTING and (length := _printed(row.value)) > MOST_CONTENT:
        yield error("design-css-content", at=at, rule=rule, characters=length,
                    most=MOST_CONTENT, declaration=said)  # fmt: skip
    if any(map(_fetches, _tokens(row.value))):
        yield error("design-css-fetches", at=at, rule=f"{rule} {{ {said} }}")
    if _hides(row, declared):
        yield error("design-css-hides", at=at, rule=rule, declaration=said)


def _hides(row: Any, declared: Iterable[Any]) -> bool:
    """Whether a declaration makes text invisible, by itself or with the others of its rule."""
    judge = _JUDGES.get(row.lower_name)
    if judge is not None and any(map(judge, _tokens(row.value))):
        return True
    values = {other.lower_name: other.value for other in declared}
    if row.lower_name == "color":
        return any(_alike(row.value, values[name]) for name in _GROUNDS if name in values)
    if row.lower_name in _EXTENTS and _hides_overflow(values):
        return any(_is_tiny(token) for token in _tokens(row.value))
    return False


_GROUNDS = ("background", "background-color")
_EXTENTS = {"width", "height", "max-width", "max-height"}


def _hides_overflow(values: Mapping[str, Any]) -> bool:
    return any(_is_word(token, "hidden", "clip") for token in _tokens(values.get("overflow", ())))


def _alike(text: Iterable[Any], ground: Iterable[Any]) -> bool:
    """Whether a text and its ground are of one colour, or of one variable."""
    one, others = _colours(text), _colours(ground)
    if one and others:
        return contrast(one[0], others[0]) < LEAST_CONTRAST
    return bool(_variables(text) & _variables(ground))


def _colours(tokens: Iterable[Any]) -> list[Colour]:
    from tinycss2.color3 import parse_color

    parsed = [parse_color(token) for token in tokens]
    return [_colour(found) for found in parsed if isinstance(found, tuple)]


def _colour(found: Any) -> Colour:
    channels = "".join(f"{round(255 * min(max(c, 0), 1)):02X}" for c in found[:3])
    return Colour(rgb=f"#{channels}", cmyk=(0, 0, 0, 0))


def _variables(tokens: Iterable[Any]) -> set[str]:
    return {t.arguments[0].value for t in tokens
            if t.type == "function" and t.lower_name == "var" and t.arguments}  # fmt: skip


def _is_clear(token: Any) -> bool:
    """A colour that hardly covers what is below it."""
    from tinycss2.color3 import parse_color

    found = parse_color(token)
    return isinstance(found, tuple) and found[3] < LEAST_OPACITY


def _is_word(token: Any, *words: str) -> bool:
    return token.type == "ident" and token.lower_value in words


def _hides_wholly(token: Any) -> bool:
    return _is_word(token, "hidden", "collapse")


def _is_faint(token: Any) -> bool:
    least = {"number": LEAST_OPACITY, "percentage": 100 * LEAST_OPACITY}.get(token.type)
    return least is not None and token.value < least


def _cuts(token: Any) -> bool:
    """A shape that what is outside of it is cut off by."""
    return bool(token.type == "function")


def _is_tiny(token: Any) -> bool:
    """A length that no letter fits; "0" is one."""
    if token.type == "percentage":
        return bool(token.value < 100 * LEAST_TYPE_EM)
    if token.type == "number":
        return bool(token.value == 0)
    if token.type != "dimension":
        return False
    if token.lower_unit in _RELATIVE:
        return bool(token.value < LEAST_TYPE_EM)
    return token.lower_unit in _POINTS and token.value * _POINTS[token.lower_unit] < LEAST_TYPE_PT


def _is_tiny_font(token: Any) -> bool:
    """The same in the shorthand "font", which also holds weights."""
    return token.type in {"dimension", "percentage"} and _is_tiny(token)


def _is_far(token: Any) -> bool:
    """A length that leads off any page, or a transformation that leaves nothing."""
    if token.type == "percentage":
        return bool(abs(token.value) >= 100 * FARTHEST_SHARE)
    if token.type == "dimension" and token.lower_unit in _RELATIVE:
        return bool(abs(token.value) * 10 > FARTHEST_PT)
    return (
        token.type == "dimension"
        and token.lower_unit in _POINTS
        and abs(token.value) * _POINTS[token.lower_unit] > FARTHEST_PT
    )


def _vanishes(token: Any) -> bool:
    if token.type != "function" or not token.lower_name.startswith("scale"):
        return _is_far(token)
    return any(t.type == "number" and abs(t.value) < LEAST_SCALE for t in token.arguments)


_JUDGES: Mapping[str, Callable[[Any], bool]] = {
    "visibility": _hides_wholly,
    "opacity": _is_faint,
    "color": _is_clear,
    "clip": _cuts,
    "clip-path": _cuts,
    "font-size": _is_tiny,
    "font": _is_tiny_font,
    **dict.fromkeys(_MOVING, _is_far),
    "transform": _vanishes,
}
"""What tells, of each token of a declaration, that it hides what the rule applies to."""


def _tokens(value: Iterable[Any]) -> Iterator[Any]:
    """The tokens of a value, and those of its functions; sums are not worked out."""
    for token in value:
        yield token
        if token.type == "function" and token.lower_name not in {"calc", "min", "max", "clamp", "var"}:
            yield from _tokens(token.arguments)


def _printed(value: Iterable[Any]) -> int:
    return sum(len(token.value) for token in _tokens(value) if token.type == "string")


def _fetches(token: Any) -> bool:
    """An address that is no data in the style sheet itself."""
    if token.type == "function" and token.lower_name in {"url", "image-set", "src"}:
        addresses = [t.value for t in token.arguments if t.type == "string"]
        return any(not address.startswith("data:") for address in addresses)
    return token.type == "url" and not token.value.startswith("data:")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
