"""Texts of card templates: Jinja expressions over the page, in a sandbox (Jinja, "Sandbox")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from brochure.errors import ThemeError
from brochure.problems import Problem, error
from brochure.toml_files import shown

if TYPE_CHECKING:
    import jinja2

LONGEST = 5000
"""Characters of a text once evaluated; no card could show them."""

LONGEST_WRITTEN = 2000
"""Characters of a text as a template writes it: each name in it may stand for a whole page."""

LONGEST_JOINED = 100_000
"""Characters of a text on the way to another one, as in "{{ (page.title ~ page.lead)|first }}"."""

LARGEST = 10**6
"""The numbers with which expressions count are smaller, on both sides of a sign."""

_LARGEST_POWER = 32

FILTERS = (
    "capitalize",
    "default",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "title",
    "trim",
    "upper",
)
"""Allowed filters: those that give the same each time, and no more than they are given."""

_NAME = r"([a-z]\w*(?:\.[a-z]\w*)?)"
_SIMPLE = re.compile(rf"\{{\{{ *{_NAME}(?: +(if|if not|or) +{_NAME})? *\}}\}}")
"""What most texts are, so that most cards are drawn without loading Jinja: "{{ page.title }}",
"{{ a if b }}", "{{ a if not b }}", "{{ a or b }}"."""


def evaluate(text: str, context: Mapping[str, Any]) -> str:
    """``text`` with its expressions replaced by their values; runs of spaces become one.

    evaluate("{{ page.title|upper }}", {"page": page})

    Raises ThemeError, without a place, for an expression that cannot be evaluated.
    """
    # Spares loading Jinja: 8 % of one card (benchmarks/kept_by_hand.py).
    if (plain := _simple(text, context)) is not None:
        return plain
    if "{%" in text:
        raise ThemeError(error("expression-statement", text=shown(text)))
    if len(text) > LONGEST_WRITTEN:
        raise ThemeError(error("expression-written", text=shown(text), most=LONGEST_WRITTEN))
    try:
        value = _compiled(text).render(context)
    except ThemeError:
        raise
    except Exception as caught:  # whatever an expression does is the expression's fault
        raise ThemeError(_problem(text, context, str(caught))) from caught
    if len(value) > LONGEST:
        raise ThemeError(error("expression-long", text=shown(text), length=len(value), most=LONGEST))
    return _gathered(value)


def _problem(text: str, context: Mapping[str, Any], reason: str) -> Problem:
    """What to say of Jinja's ``reason``, with the names there are, or with what the page lacks."""
    if "'quote' is undefined" in reason:
        return error("expression-no-quotation", text=shown(text))
    if "'figure' is undefined" in reason:
        return error("expression-no-figure", text=shown(text))
    names: list[str] = []
    for name, value in context.items():
        fields = [f for f in getattr(type(value), "__dataclass_fields__", {}) if f != "images"]
        names += [f"{name}.{field}" for field in fields] or [name]
    return error("expression-wrong", text=shown(text), reason=reason, known=names)


def _gathered(text: str) -> str:
    """``text`` with one space for several; no-break spaces stay."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def _simple(text: str, context: Mapping[str, Any]) -> str | None:
    """The value of a simple text, without Jinja; None where Jinja must evaluate or refuse it."""
    found = _SIMPLE.fullmatch(text)
    if not found:
        return None
    first, second = (_value(name, context) if name else "" for name in (found[1], found[3]))
    if first is None or second is None:
        return None
    if found[2] == "or":
        return _gathered(first or second)
    shown = not found[2] or bool(second) == (found[2] == "if")
    return _gathered(first) if shown else ""


def _value(name: str, context: Mapping[str, Any]) -> str | None:
    """The text that ``name`` stands for; None where it is no text, or not there."""
    base, _, field = name.partition(".")
    value = getattr(context.get(base), field, None) if field else context.get(base)
    return value if isinstance(value, str) else None


@cache
def _compiled(text: str) -> jinja2.Template:
    environment = _environment()
    tree = environment.parse(text)
    _join_by_filter(tree)
    return environment.from_string(tree)


def _join_by_filter(tree: jinja2.nodes.Template) -> None:
    """Make ``a ~ b`` the filter of that name, which is bounded: Jinja's own "~" cannot be.

    The sandbox intercepts signs that stand between two numbers, and "~" is none of them.
    """
    from jinja2 import nodes

    for node in [tree, *tree.find_all(nodes.Node)]:
        for field, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, field, [_joined(item) for item in value])
            else:
                setattr(node, field, _joined(value))


def _joined(node: Any) -> Any:
    from jinja2 import nodes

    if not isinstance(node, nodes.Concat):
        return node
    texts = nodes.List(node.nodes, lineno=node.lineno)
    made = nodes.Filter(texts, "join", [], [], None, None, lineno=node.lineno)
    return made.set_environment(_environment())


@cache
def _environment() -> jinja2.Environment:
    """Jinja without private names, methods, loops, large numbers, or names that are not there."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            sides = (left, right)
            if operator == "+" and all(isinstance(value, str) for value in sides):
                return _bounded("+", sides)
            if not all(isinstance(v, int | float) and abs(v) < LARGEST for v in sides):
                raise ThemeError(error("expression-number", operator=operator))
            if operator == "**" and abs(right) > _LARGEST_POWER:
                raise ThemeError(error("expression-number", operator=operator))
            return super().call_binop(context, operator, left, right)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return super().is_safe_attribute(obj, attr, value) and not callable(value)

    found = Environment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        finalize=_text_of,
    )
    found.globals.clear()
    found.filters = {name: found.filters[name] for name in FILTERS} | {"join": _join}
    return found


def _join(values: Iterable[Any], between: str = "") -> str:
    """The filter "join", and the sign "~": the texts of ``values`` with ``between`` between them."""
    import jinja2

    texts: list[str] = []
    for value in values:
        if isinstance(value, jinja2.Undefined):
            str(value)  # says which name is not there
        texts += [str(between)] * bool(texts) + [str(value)]
    return _bounded("~", texts)


def _bounded(operator: str, texts: Sequence[str]) -> str:
    """``texts`` in one, counted before memory is taken for it."""
    if sum(map(len, texts)) > LONGEST_JOINED:
        raise ThemeError(error("expression-joined", operator=operator, most=LONGEST_JOINED))
    return "".join(texts)


def _text_of(value: object) -> object:
    """What is printed for the value of an expression: texts, numbers and days; "" for None."""
    import jinja2

    if value is None:
        return ""
    if isinstance(value, str | int | float | date | jinja2.Undefined):
        return value
    raise ThemeError(error("expression-kind", kind=type(value).__name__))
