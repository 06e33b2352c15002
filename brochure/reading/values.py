"""Values of a front matter: a text, a list, a table, each fault with its line and what is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, NoReturn

from brochure.errors import SourceError
from brochure.problems import Place, Problem
from brochure.reading.front_matter import FrontMatter, Path

SITE_KEYS = {
    "description": "lead", "summary": "lead", "date": "published", "lastmod": "updated",
    "last_modified_at": "updated",
}  # fmt: skip
"""Keys of site generators (Hugo, Jekyll, MkDocs, Eleventy, Docusaurus) that say the same as ours."""

SITE_ONLY = frozenset({
    "aliases", "aside", "author", "authors", "cascade", "categories", "comments", "cover",
    "custom_edit_url",
    "displayed_sidebar", "draft", "editLink", "eleventyComputed", "eleventyExcludeFromCollections",
    "eleventyNavigation", "excerpt", "expiryDate", "featured", "features", "head", "hero", "hide",
    "hide_table_of_contents", "hide_title", "icon", "id", "image", "keywords", "last_update", "layout",
    "linkTitle", "markup", "menu", "nav_order", "next", "outline", "outputs", "pagination",
    "pagination_next", "pagination_prev", "params", "parent", "permalink", "prev", "publishDate",
    "redirect_from", "resources", "robots", "search", "series", "sidebar", "sidebar_label",
    "sidebar_position", "sitemap", "status", "tags", "template", "thumbnail", "toc", "translationKey",
    "type", "weight",
})  # fmt: skip
"""Keys that speak to a site generator alone: they are left to it."""


def _meant(key: str, known: Sequence[str]) -> str:
    """The known key that looks most like ``key``, as a question, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(key.lower(), known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


class Values:
    """The values of one front matter. Every method raises SourceError with file and line.

    ``where`` is the file's name.
    """

    def __init__(self, matter: FrontMatter, where: str) -> None:
        self.matter = matter
        self.where = where

    def fail(self, problem: Problem | str, path: Path) -> NoReturn:
        """Raise a SourceError at the line of ``path``; a problem's place also says the key."""
        if isinstance(problem, Problem):
            problem = problem.placed(Place(key=".".join(map(str, path))))
        raise SourceError(problem, where=self.where, line=self.matter.line(path))

    def at(self, path: Path) -> Any:
        """The value at ``path``; None where there is none."""
        value: Any = self.matter.tree
        for step in path:
            value = value.get(step) if isinstance(value, dict) else value[step]
        return value

    def refuse_unknown(self, table: Any, known: Sequence[str], path: Path) -> None:
        """Refuse keys of ``table`` that are not ``known``."""
        extra = () if path else (*SITE_KEYS, *sorted(SITE_ONLY))
        more = f"; of site generators also {', '.join(SITE_KEYS)}" if extra else ""
        for key in table:
            if key not in known:
                prefix = f"{path[0]}." if path else ""
                self.fail(
                    f'unknown key "{prefix}{key}"{_meant(str(key), (*known, *extra))}; the keys are '
                    f"{', '.join(sorted(known))}{more}",
                    (*path, key),
                )

    def text(self, path: Path, most: int) -> str:
        """The text at ``path`` in one line, of at most ``most`` characters."""
        value = self.at(path)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fail(f'"{path[-1]}" is a text, not a list or a table', path)
        text = " ".join(value.split(" ")).strip().replace("\n", " ")
        for char in text:
            if unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"}:
                self.fail(f'"{path[-1]}" holds the control character U+{ord(char):04X}', path)
        if text and not any(unicodedata.category(c)[0] not in "CZ" for c in text):
            self.fail(f'"{path[-1]}" holds only invisible characters', path)
        if len(text) > most:
            self.fail(f'"{path[-1]}" has {len(text):,} characters; {most} are allowed', path)
        return text

    def needed(self, path: Path, most: int, example: str) -> str:
        """The text at ``path``, which must be there."""
        text = self.text(path, most)
        if not text:
            self.fail(f'"{path[-1]}" is missing; for example {path[-1]}: {example}', path)
        return text

    def entries(self, key: str, most: int) -> list[Any]:
        """The list at ``key``, of at most ``most``; empty where there is none."""
        value = self.at((key,))
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(f'"{key}" is a list: each entry starts with "- "', (key,))
        if len(value) > most:
            self.fail(f'"{key}" has {len(value)} entries; {most} can be set well', (key,))
        return value

    def tables(self, key: str, most: int, keys: Sequence[str]) -> range:
        """The numbers of the tables in the list at ``key``, which have these ``keys``."""
        entries = self.entries(key, most)
        for i, entry in enumerate(entries):
            if not isinstance(entry, dict):
                self.fail(f'an entry of "{key}" has the keys {" and ".join(keys)}', (key, i))
            self.refuse_unknown(entry, keys, (key, i))
        return range(len(entries))
