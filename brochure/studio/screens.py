"""Screens: the HTML of the studio, in the language that the browser asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from brochure import messages


def language_of(accept_language: str, asked: str = "") -> str:
    """Which language of messages to answer in: the one ``asked`` for, else the first that is known."""
    wanted = [asked, *(part.partition(";")[0].strip() for part in accept_language.split(","))]
    primaries = [tag.partition("-")[0].lower() for tag in wanted]
    return next((tag for tag in primaries if tag in messages.LANGUAGES), "en")


def home(pages: Sequence[Mapping[str, Any]], *, folder: str, language: str) -> str:
    """The list of ``pages`` in ``folder``."""
    rows = "".join(f'<li><a href="/pages/{escape(p["name"])}">{escape(p["title"])}</a>' for p in pages)
    return _page(folder, f"<ul>{rows}</ul>", language)


def workbench(document: Mapping[str, Any], *, language: str) -> str:
    """The place where the page of ``document`` is corrected and seen."""
    return _page(document["name"], f"<pre>{escape(document['source'])}</pre>", language)


def locked(*, password: bool, language: str) -> str:
    """What those see who come without the key; they may give a ``password`` where there is one."""
    form = '<form method="post" action="/enter"><input name="password" type="password"></form>'
    return _page("brochure", form if password else "", language)


def _page(title: str, content: str, language: str) -> str:
    head = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>'
    )
    return f"{head}<h1>{escape(title)}</h1>{content}"
