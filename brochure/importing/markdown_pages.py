"""Markdown: a page already. It is taken word for word, and its pictures come beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from brochure.importing.imported import ImportedPicture
from brochure.problems import Problem
from brochure.reading import front_matter, source_text
from brochure.text import markdown_lint


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownPage:
    """A page as it was written. ``pictures`` are called what the text calls them."""

    text: str
    title: str
    lead: str = ""
    pictures: tuple[ImportedPicture, ...] = ()
    told: tuple[Problem, ...] = ()

    def renamed(self, names: Mapping[str, str]) -> str:
        """The text with its pictures under other ``names``; what is in none of them stays."""
        text = self.text
        for old, new in names.items():
            for form in dict.fromkeys((old, unquote(old))):
                named = re.escape(form)
                text = re.sub(rf"(\]\(<?){named}(?=[\s>)])", rf"\g<1>{new}", text)
                text = re.sub(
                    rf"(?m)^([ \t]+file:[ \t]*[\"']?){named}(?=[\"'\s]|$)", rf"\g<1>{new}", text
                )
        return text


def read_markdown(data: bytes, address: str) -> MarkdownPage:
    """The page in ``data``, which came from ``address`` or from a file. Raises SourceError."""
    text, told = source_text.decode(data, "")
    matter = front_matter.split(text, "")
    tree, body = (matter.tree, matter.body) if matter else ({}, text)
    heading = re.search(r"(?m)^# (.+)$", body)
    named = [*markdown_lint.check_body(body, "", lenient=True)[0]]
    picture = tree.get("picture")
    if isinstance(picture, dict) and isinstance(picture.get("file"), str):
        named.insert(0, picture["file"])
    return MarkdownPage(
        text=text,
        title=str(tree.get("title") or (heading[1].strip().rstrip("#").rstrip() if heading else "")),
        lead=str(tree.get("lead") or ""),
        pictures=tuple(ImportedPicture(name, urljoin(address, name)) for name in dict.fromkeys(named)),
        told=tuple(told),
    )
