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
        """The text with its pictures under other ``names``, and without those that are lost."""
        lost = (picture.name for picture in self.pictures if picture.name not in names)
        text = self.text
        for name in lost:
            text = _without_picture(text, name)
        for old, new in names.items():
            for form in dict.fromkeys((old, unquote(old))):
                named = re.escape(form)
                text = re.sub(rf"(\]\(<?){named}(?=[\s>)])", rf"\g<1>{new}", text)
                text = re.sub(
                    rf"(?m)^([ \t]+file:[ \t]{{0,9}}[\"']?){named}(?=[\"'\s]|$)", rf"\g<1>{new}", text
                )
        return text


def _without_picture(text: str, name: str) -> str:
    """``text`` without the picture ``name``: where lines show it, and where the head names it."""
    text = _without_cover(text, name)
    for form in dict.fromkeys((name, unquote(name))):
        text = _shown(form).sub("", text)
        for found in [*_referred(form).finditer(text)]:
            text = _labelled(found["label"]).sub("", text.replace(found[0], "", 1))
    return text


_ALT = r"!\[[^\[\]\n]{0,500}\]"


def _shown(name: str) -> re.Pattern[str]:
    """A picture in a line: ``![words](name "title")``."""
    return re.compile(rf"{_ALT}\(<?{re.escape(name)}>?(?:[ \t]{{1,9}}[^()\n]{{0,500}})?\)")


def _referred(name: str) -> re.Pattern[str]:
    """The line that says which picture a label means: ``[label]: name "title"``."""
    return re.compile(
        rf"(?m)^ {{0,3}}\[(?P<label>[^\[\]\n]{{1,200}})\]:[ \t]{{0,9}}<?{re.escape(name)}>?"
        r"(?:[ \t].{0,500})?\n?"
    )


def _labelled(label: str) -> re.Pattern[str]:
    """A picture in a line by its label: ``![words][label]``, ``![label][]``, ``![label]``."""
    bare = re.escape(label)
    return re.compile(rf"{_ALT}\[{bare}\]|!\[{bare}\](?:\[\])?", re.IGNORECASE)


def _without_cover(text: str, name: str) -> str:
    """``text`` without what its head says under ``picture``, where that is ``name``."""
    matter = front_matter.split(text, "")
    picture = matter.tree.get("picture") if matter else None
    if not isinstance(picture, dict) or picture.get("file") not in {name, unquote(name)}:
        return text
    lines = text.split("\n")
    start, end = front_matter.fences(lines)
    assert start is not None
    assert end is not None
    first = next((at for at in range(start, end) if _COVER.match(lines[at])), end)
    table = lines[first].startswith("[")  # of TOML: it goes on to the next table
    last = next(
        (
            at
            for at in range(first + 1, end)
            if (lines[at][:1] == "[" if table else lines[at][:1].strip())
        ),
        end,
    )
    return "\n".join([*lines[:first], *lines[last:]])


_COVER = re.compile(r"picture[ \t]{0,9}[:=]|\[picture\]")


def read_markdown(data: bytes, address: str) -> MarkdownPage:
    """The page in ``data``, which came from ``address`` or from a file. Raises SourceError."""
    text, told = source_text.decode(data, "")
    matter = front_matter.split(text, "")
    tree, body = (matter.tree, matter.body) if matter else ({}, text)
    heading = re.search(r"(?m)^# ++(.*[^\s#])", body)
    named = [*markdown_lint.check_body(body, "", lenient=True)[0]]
    picture = tree.get("picture")
    if isinstance(picture, dict) and isinstance(picture.get("file"), str):
        named.insert(0, picture["file"])
    return MarkdownPage(
        text=text,
        title=str(tree.get("title") or (heading[1] if heading else "")),
        lead=str(tree.get("lead") or ""),
        pictures=tuple(ImportedPicture(name, urljoin(address, name)) for name in dict.fromkeys(named)),
        told=tuple(told),
    )
