"""Panels: what accordions and tabs keep closed until somebody opens them is text like the rest.

On paper nobody can open them. What is closed on purpose (menus, dialogs, notices) stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_OPENS = frozenset({"collapse", "tab", "pill", "accordion", "toggle"})
"""What Bootstrap and its kin call a link that opens a panel (``data-toggle``, ``data-bs-toggle``)."""

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:accord[ei]on\w*|tab-?(?:content|pane|panel)|tabpanel|collaps(?:e|ed|ible)"
    r"|toggle-?content|panel(?:-?(?:body|content|collapse))?|faq\w*|answers?|r[ée]ponses?|antwort"
    r"|respuesta|spoiler|disclosure|expand(?:er|able)?-?(?:content|body)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?<![\w-])(?:hidden|hide|d-none|invisible|closed|is-hidden|visually-hidden|sr-only)(?![\w-])"
)
_PANELS = frozenset({"div", "section", "dd", "article", "p", "ul", "ol", "li"})
_APART = frozenset({"nav", "header", "footer", "dialog", "form", "menu"})
"""What holds menus, searches and notices: nothing in it is a panel of the text."""

_NO_PANELS = frozenset({"dialog", "alertdialog", "menu", "listbox", "navigation", "tooltip", "search"})
_STYLES = re.compile(r"(?:display|visibility|height|max-height|opacity)\s*:[^;]*;?", re.IGNORECASE)


def open_all(root: HtmlElement) -> None:
    """Take from the panels below ``root`` what says that they are closed; the tree changes."""
    called = frozenset(_opened(root))
    panels = [e for e in root.iter(*_PANELS) if _is_closed(e) and _is_panel(e, called)]
    ids = frozenset(panel.get("id") or "" for panel in panels) - {""}
    below = frozenset(panels)
    for button in [*root.iter("button")]:
        named = button.get("aria-controls") in ids or button.getnext() in below
        if named and not any(above.tag in _HEADS for above in button.iterancestors()):
            button.tag = "summary"  # it says what the panel below it is
    for element in panels:
        if _is_closed(element):
            for key in ("hidden", "aria-hidden"):
                element.attrib.pop(key, None)
            for key, pattern in (("style", _STYLES), ("class", _CLOSED)):
                if given := element.get(key):
                    element.set(key, pattern.sub("", given))


_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})


def _opened(root: HtmlElement) -> Iterator[str]:
    """The ids of what buttons, tabs and links say that they open."""
    for element in root.iter("button", "a", "h2", "h3", "h4", "h5", "div", "span", "dt", "li", "input"):
        toggle = (element.get("data-bs-toggle") or element.get("data-toggle") or "").lower()
        yield from (element.get("aria-controls") or "").split()
        if toggle in _OPENS or (element.get("role") or "").lower() == "tab":
            for key in ("data-bs-target", "data-target", "href"):
                yield (element.get(key) or "").removeprefix("#")


def _is_closed(element: HtmlElement) -> bool:
    return (
        "hidden" in element.attrib
        or (element.get("aria-hidden") or "").strip().lower() == "true"
        or "style" in element.attrib
        or bool(_CLOSED.search(element.get("class") or ""))
    )


def _is_panel(element: HtmlElement, opened: frozenset[str]) -> bool:
    role = (element.get("role") or "").lower()
    if role in _NO_PANELS or any(above.tag in _APART for above in element.iterancestors()):
        return False
    names = element.get("class") or ""
    called = (element.get("id") or "") in opened or role == "tabpanel" or bool(_NAMES.search(names))
    return called and len("".join(element.itertext()).split()) > 2
