"""Messages: every sentence for the user, by its id, in the language the user reads.

    messages.use("fr")
    messages.render("lines", {"count": 5})  # "5 lignes"

Sentences stand in gettext catalogues, templates/locales/messages/<language>/<room>.po, never in the
code; the README there says how they are written. Code makes values (`brochure.problems`), and they are
rendered when somebody reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from brochure.messages import formatting

LANGUAGES = ("en", "fr")
VARIABLE = "BROCHURE_MESSAGES"

_chosen: ContextVar[str] = ContextVar("messages", default="")


def use(language: str) -> None:
    """Messages are in ``language`` from now on, in this thread or task; "" is the machine's."""
    _chosen.set(_known(language) if language else "")


@contextmanager
def using(language: str) -> Iterator[None]:
    """Messages are in ``language`` inside the ``with`` block."""
    token = _chosen.set(_known(language) if language else "")
    try:
        yield
    finally:
        _chosen.reset(token)


def current() -> str:
    """The language of messages: as chosen by ``use``, else of BROCHURE_MESSAGES, else of the machine.

    The machine's is the first that is set of LC_ALL, LC_MESSAGES and LANG (POSIX.1-2017, 8.2). No other
    code reads them.
    """
    if chosen := _chosen.get():
        return chosen
    for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return _known(value)
    return "en"


def render(id: str, fields: Mapping[str, formatting.Value], language: str = "") -> str:  # noqa: A002
    """The sentence ``id`` with its ``fields``, in ``language`` or the current one.

    "" for a way out ("…:out") that the catalogues do not have. See `formatting.render`.
    """
    return formatting.render(id, fields, _known(language) if language else current())


def names(id: str, language: str = "") -> frozenset[str]:  # noqa: A002
    """The fields that the sentence ``id`` and its way out name."""
    return formatting.names(id, _known(language) if language else current())


def _known(language: str) -> str:
    """Which of LANGUAGES ``language`` asks for ("fr_CA.UTF-8", "fr-CH"); English if none."""
    primary = language.replace("_", "-").split("-")[0].split(".")[0].lower()
    return primary if primary in LANGUAGES else "en"
