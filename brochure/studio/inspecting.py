"""Inspecting: what a page says, field by field, and what is wrong with it; in a guarded process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from brochure.building import pipeline, products, standing
from brochure.building.finishing import Prepared
from brochure.building.writing import read_manifest
from brochure.design import PAPER_SIZES
from brochure.errors import BrochureError, SourceError, ThemeError
from brochure.importing import proposals
from brochure.importing.imported import Block, Heading, Paragraph, Text
from brochure.page import MOTIFS, Page
from brochure.reading.front_matter import key_of
from brochure.reading.pages import folders_of_theme, read
from brochure.reading.source_text import decode, read_bytes
from brochure.studio import key_edits
from brochure.studio.own_colours import brand_of
from brochure.studio.values import Inspection, Listed
from brochure.text import system_fonts
from brochure.text.plain_texts import plain_inline
from brochure.theme import Theme
from brochure.themes import theme_file

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"(?m)^[ \t]*(?:[-*+]|\d+[.)])[ \t]+")

USUAL_THEME = "agora"
"""The theme of a page that asks for none, as `brochure build` has it."""


def inspected(path: Path) -> Inspection:
    """The page at ``path``. Raises SourceError where it is no text."""
    name = str(path)
    text, told = decode(read_bytes(name), name)
    matter = key_edits.matter_of(text)
    lines = text.split("\n")
    parts = key_edits.parts_of(lines, titled=key_edits.is_titled(matter.tree))
    fields = fields_of(matter.tree)
    if parts.heading is not None:
        fields["title"] = lines[parts.heading].removeprefix("# ").strip()
    body = "\n".join(lines[parts.body :])
    lang, look = str(fields.get("lang") or ""), _look(None, None)
    try:
        page, theme = read_in_theme(path)
        problems, lang, look = page.warnings, page.lang, _look(page, theme)
        products.possible_for(page)  # which may name what there is not
    except BrochureError as caught:
        problems = (*told, *caught.problems)
    return Inspection(
        source=text, body=body, body_line=parts.body + 1, fields=fields,
        problems=tuple(dict.fromkeys(problems)), proposals=_proposals(lang, body, matter.tree),
        look=look,
    )  # fmt: skip


def _look(page: Page | None, theme: Theme | None) -> dict[str, Any]:
    accents = theme.accents if theme else {}
    brand = brand_of(page.theme if page else "")
    return {
        "lang": page.lang if page else "",
        "theme": page.theme or None if page else None, "design": brand.design,
        "colours": [*brand.colours],
        "motif": page.motif or None if page else None, "motifs": [*MOTIFS],
        "accent": page.accent or None if page else None,
        "accents": [
            {"name": name, "colour": [*roles.values(), theme.roles["cover"]][0].rgb}
            for name, roles in accents.items()
            if theme
        ],
        "formats": {"size": page.size if page else None, "sizes": [*PAPER_SIZES]},
        "poster": {"form": page.poster.form, "size": page.poster.size} if page else None,
    }  # fmt: skip


def _proposals(lang: str, body: str, tree: Mapping[str, Any]) -> dict[str, Any]:
    """The figures and quotations that ``body`` offers, with whether the page has them."""
    blocks = [*_blocks(body)]
    known = {
        str(one.get(key, "")).strip()
        for name, key in (("figures", "value"), ("quotes", "text"))
        for one in _tables(tree.get(name))
    }
    return {
        "figures": [
            {"value": f.value, "label": f.label, "sentence": f.sentence, "taken": f.value in known}
            for f in proposals.figures(lang, blocks)
        ],
        "quotations": [
            {"text": q.text, "by": q.by, "sentence": q.sentence, "taken": q.text in known}
            for q in proposals.quotations(lang, blocks)
        ],
    }


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _blocks(body: str) -> Iterator[Block]:
    """The headings and paragraphs of ``body``, without their marks; an item of a list is one."""
    for part in _PARAGRAPH.split(body):
        heading = part.lstrip().startswith("#")
        items = [part] if heading else _ITEM.split(part)
        for item in items:
            words = (Text(plain_inline(" ".join(item.split()).lstrip("#> "))),)
            if words[0].text.strip():
                yield Heading(2, words) if heading else Paragraph(words)


def listed(path: Path, output: Path) -> Listed:
    """The page at ``path`` in a list, whose kit would be in a folder in ``output``."""
    name = str(path)
    try:
        page, theme = read_in_theme(path)
    except BrochureError as caught:
        errors = sum(problem.severity == "error" for problem in caught.problems)
        title, lang = _head_of(path)
        return Listed(title=title or path.stem, lang=lang, state="faults", faults=max(1, errors))
    title = plain_inline(page.title)
    folder = output / page.slug
    try:
        made, _ = products.possible_for(page)
        names = [product.name for product in made]
        origins = standing.origins_of(page, theme, names, folder)
        built = standing.is_current(folder, origins, names, page.products)
        there = read_manifest(folder) is not None
    except BrochureError:
        built = there = False
    state = "built" if built else "changed" if there else "new"
    return Listed(title=title or name, lang=page.lang, state=state)


def _head_of(path: Path) -> tuple[str, str]:
    """The title and the language that a page says which cannot be read as a whole."""
    try:
        (title,) = titles_of([read_bytes(str(path))])
    except BrochureError:
        return "", ""
    return title, ""


def titles_of(texts: Sequence[bytes]) -> list[str]:
    """The title of each of ``texts``; "" where one says none."""
    return [_title_of(data) for data in texts]


def _title_of(data: bytes) -> str:
    try:
        text, _ = decode(data, "")
    except SourceError:
        return ""
    tree = key_edits.matter_of(text).tree
    lines = text.split("\n")
    parts = key_edits.parts_of(lines, titled=key_edits.is_titled(tree))
    if parts.heading is not None:
        return lines[parts.heading].removeprefix("# ").strip()
    return str(tree.get(key_edits.own_key(tree, "title")) or "")


def known_themes() -> list[dict[str, Any]]:
    """The themes that there are, each with colours to tell it by."""
    found = []
    for name in theme_file.theme_names():
        with suppress(ThemeError):  # one that another package brings and is broken is none
            theme = theme_file.load_theme(name)
            shown = [
                theme.roles[role].rgb for role in ("cover", "cover_text", "accent", "lit", "paper")
            ]
            found.append({"name": name, "description": theme.description, "swatches": shown})
    return found


def read_in_theme(path: Path, theme_name: str = "") -> tuple[Page, Theme]:
    """The page at ``path`` and what it is set in, as ``brochure build`` reads them.

    With a ``theme_name`` it is set in that one. Raises SourceError and ThemeError.
    """
    page = read(path)
    if theme_name:
        page = replace(page, theme=theme_name, accent="")
    folders = folders_of_theme(page.theme, str(path), None)
    theme = theme_file.load_theme_of_page(page.theme, folders, USUAL_THEME)
    theme, _ = system_fonts.borrow(page, theme)
    return page, theme


def prepared(path: Path) -> Prepared:
    """What the products of the page at ``path`` are drawn from, as ``brochure build`` prepares it.

    Raises BrochureError.
    """
    page, theme = read_in_theme(path)
    made, told = products.possible_for(page)
    page = replace(page, warnings=(*page.warnings, *told))
    return pipeline.prepare(page, theme, [product.name for product in made])


def fields_of(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a front matter by their dotted keys; lists are whole values.

    What generators call otherwise ("description") stands under our name as well.
    """
    found: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= {key_of((key, inner)): one for inner, one in value.items()}
        else:
            found[key] = value
    for own in ("title", "lead", "lang", "published", "updated", "licence"):
        if (key := key_edits.own_key(tree, own)) in found:
            found[own] = found[key]
    return found
