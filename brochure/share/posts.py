"""Posts: the captions for each network, and the event for calendars."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from brochure import assets
from brochure.facts import Facts
from brochure.kit import Artifact
from brochure.networks import captions
from brochure.networks.network import CaptionRules
from brochure.page import Page
from brochure.problems import Id, Place, Problem, warning
from brochure.share import ics
from brochure.share.card_files import CardFile
from brochure.text import locales
from brochure.text.content import Content, Figure

CardOf = Callable[[Sequence[str]], CardFile]
"""The card of the first of some formats that is made, or another where none is."""

Row = dict[str, Any]
"""A caption as JSON values."""


def caption_rows(content: Content, card_of: CardOf) -> list[Row]:
    """The captions of a page that has an address."""
    if content.address is None:
        return []
    described = replace(content.page, lead=content.description)
    made = captions.compose_captions(described, content.address.readable)
    return captions.as_rows(made, lambda rules: _attached(card_of(rules.images), rules))


def rows_of_cards(
    content: Content, cards: Iterable[CardFile], usual: Sequence[Row]
) -> dict[str, list[Row]]:
    """For each card the captions of networks that it suits, the ``usual`` or those of its subject."""
    made = {card.name: card for card in cards}
    suited = captions.suiting({name: card.format for name, card in made.items()})
    subjects = _subjects(content)
    rows = {}
    for name, card in made.items():
        rows[name] = [row for row in usual if row["network"] in suited[name]]
        if name in subjects and content.address:
            about = replace(content.page, lead=subjects[name])
            posts = captions.compose_captions(about, content.address.readable, suited[name])
            rows[name] = captions.as_rows(posts, partial(_attached, card))
    return rows


def _attached(card: CardFile, rules: CaptionRules) -> tuple[str, str]:
    return card.jpeg_path if rules.jpeg and card.jpeg_path else card.path, card.alt


def _subjects(content: Content) -> dict[str, str]:
    """What each quotation and figure says, by the name of its card."""
    quotes = {
        f"quote-{i}": f"{quote.text} – {quote.by}" if quote.by else quote.text
        for i, quote in enumerate(content.quotes, 1)
    }
    figures = {
        f"figure-{i}": _of_figure(figure, content.page.lang)
        for i, figure in enumerate(content.figures, 1)
    }
    return quotes | {name: f"{text[:1].upper()}{text[1:]}" for name, text in figures.items()}


def _of_figure(figure: Figure, lang: str) -> str:
    """What a key figure says in a line: "62 bâtiments rénovés (36 écoles, 26 gymnases)"."""
    words = " ".join(part for part in (figure.prefix, figure.number, figure.label) if part)
    parts = locales.rules(lang).comma.join(f"{part.value} {part.label}" for part in figure.parts)
    return f"{words} ({more})" if (more := figure.before or parts) else words


def caption_files(content: Content, rows: Sequence[Row]) -> Iterator[Artifact]:
    """``share/captions.json`` for programs and ``share/captions.md`` to read and copy from."""
    page = content.page
    tree = {"title": page.title, "lang": page.lang, "url": page.url, "captions": rows}
    text = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    yield Artifact(
        path="share/captions.json", media_type="application/json", data=text.encode(),
        facts=Facts(warnings=tuple(_warnings(rows))),
    )  # fmt: skip
    template = assets.environment().get_template("share/captions.md.j2")
    shown = template.render(content=content, rows=rows, plain=_plain, fence=_fence)
    yield Artifact(path="share/captions.md", media_type="text/markdown", data=shown.encode())


def _plain(text: str) -> str:
    """``text`` as one line of Markdown in which every sign stands for itself."""
    return re.sub(r"([\\`*_\[\]<>!#|&~])", r"\\\1", " ".join(text.split()))


def _fence(text: str) -> str:
    """A fence of more backticks than ``text`` has in a row (CommonMark, 4.5)."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


_LEFT_OUT = {"address": Id("caption-without-address"), "embargo": Id("caption-without-embargo")}
"""What is said when a caption has no room for a part of it."""


def _warnings(rows: Iterable[Row]) -> Iterator[Problem]:
    """What is worth knowing before posting: a title that was cut, an alternative text too long."""
    at = Place(key="captions")
    for row in rows:
        network, alt = row["name"], row["alternative_text"]
        if row["cut"] == "title" or "title" in row["left_out"]:
            limit, name = row["limit"], row["network"]
            yield warning("caption-title-cut", at=at, network=network, limit=limit, name=name)
        for part, id_ in _LEFT_OUT.items():
            if part in row["left_out"]:
                yield warning(id_, at=at, network=network)
        if len(alt) > row["alternative_text_limit"]:
            yield warning(
                "caption-alt-long", at=at, image=row["image"], characters=len(alt), network=network,
                limit=row["alternative_text_limit"],
            )  # fmt: skip


def calendar_file(page: Page) -> Iterator[Artifact]:
    """``share/event.ics``, where the page has an event."""
    if page.event:
        yield Artifact(path="share/event.ics", media_type="text/calendar", data=ics.of_event(page))
