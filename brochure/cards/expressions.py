"""Strings of card templates: Jinja expressions over the page, in a sandbox (Jinja, "Sandbox")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from brochure.errors import ThemeError

if TYPE_CHECKING:
    import jinja2

LONGEST = 5000
"""Characters of a string once evaluated: more is a slip."""

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
"""What an expression may do to a text: nothing that grows, and nothing by chance."""

_NAME = r"([a-z]\w*(?:\.[a-z]\w*)?)"
_SIMPLE = re.compile(rf"\{{\{{ *{_NAME}(?: +(if|if not|or) +{_NAME})? *\}}\}}")
"""What most strings are: "{{ page.title }}", "{{ a if b }}", "{{ a if not b }}", "{{ a or b }}"."""


def evaluate(text: str, context: Mapping[str, Any], key: str) -> str:
    """``text`` with its expressions replaced by what they say of the page; spaces are gathered.

    ``key`` names the place in the template. Raises ThemeError for an expression that means nothing.
    """
    if (plain := _simple(text, context)) is not None:
        return plain
    if "{%" in text:
        raise ThemeError(f"{key} = {text!r}: statements are not taken, expressions are: {{{{ … }}}}")
    try:
        said = _compiled(text).render(context)
    except Exception as error:  # whatever an expression does is the expression's fault
        raise ThemeError(f"{key} = {text!r}: {error}; {_known(context, error)}") from error
    if len(said) > LONGEST:
        raise ThemeError(
            f"{key} = {text!r}: becomes {len(said):,} characters; {LONGEST:,} are the most"
        )
    return _gathered(said)


def _gathered(text: str) -> str:
    """``text`` with one space where there were several; no-break spaces stay as they are."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def _simple(text: str, context: Mapping[str, Any]) -> str | None:
    """What a simple string says, without loading Jinja; None where Jinja must say it, or refuse it."""
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
    return _environment().from_string(text)


@cache
def _environment() -> jinja2.Environment:
    """Strict about names; nothing private, nothing that changes a value or grows without end."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(["*", "**"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if not all(isinstance(v, int | float) and abs(v) < 10**6 for v in (left, right)):
                raise jinja2.TemplateError(f"“{operator}” is for small numbers")
            return super().call_binop(context, operator, left, right)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return super().is_safe_attribute(obj, attr, value) and not callable(value)

    found = Environment(
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        finalize=_text_of,
    )
    found.globals.clear()
    found.filters = {name: found.filters[name] for name in FILTERS}
    return found


def _text_of(value: object) -> object:
    """Only texts, numbers and days are shown; nothing, where there is none."""
    import jinja2

    if value is None:
        return ""
    if isinstance(value, str | int | float | date | jinja2.Undefined):
        return value
    raise jinja2.TemplateError(f"{type(value).__name__} is no text")


def _known(context: Mapping[str, Any], error: Exception) -> str:
    """What a string may speak of, or what the page lacks."""
    missing = [name for name in ("quote", "figure") if f"'{name}' is undefined" in str(error)]
    if missing:
        return f"the page has no {missing[0]}s: in its front matter"
    names = []
    for name, value in context.items():
        fields = [f for f in getattr(type(value), "__dataclass_fields__", {}) if f != "images"]
        names.append(f"{name} with {', '.join(fields)}" if fields else name)
    return f"there is {'; '.join(names)}"
