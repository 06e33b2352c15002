"""Posts: the captions for each network, and the event for calendars."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from brochure import assets
from brochure.cards.card import Card
from brochure.facts import Facts
from brochure.kit import Artifact
from brochure.networks import captions
from brochure.networks.network import CaptionRules
from brochure.page import Page
from brochure.problems import plain
from brochure.share import ics
from brochure.text.content import Content

CardOf = Callable[[Sequence[str]], Card]
"""The card of the first of some formats that is made, or another where none is."""

Row = dict[str, Any]
"""A caption as JSON values."""


def caption_rows(content: Content, card_of: CardOf) -> list[Row]:
    """The captions of a page that has an address."""
    if content.address is None:
        return []
    made = captions.compose_captions(content.page, content.address.readable)
    return captions.as_rows(made, lambda rules: _attached(card_of(rules.images), rules))


def rows_of_cards(
    content: Content, cards: Iterable[Card], usual: Sequence[Row]
) -> dict[str, list[Row]]:
    """For each card the captions of networks that it suits, the ``usual`` or those of its subject."""
    made = {card.name: card for card in cards}
    suited = captions.suiting({name: card.format.name for name, card in made.items()})
    subjects = _subjects(content)
    found = {}
    for name, card in made.items():
        found[name] = [row for row in usual if row["network"] in suited[name]]
        if name in subjects and content.address:
            said = replace(content.page, lead=subjects[name])
            posts = captions.compose_captions(said, content.address.readable, suited[name])
            found[name] = captions.as_rows(posts, partial(_attached, card))
    return found


def _attached(card: Card, rules: CaptionRules) -> tuple[str, str]:
    return card.jpeg_path if rules.jpeg and card.jpeg_path else card.path, card.alt


def _subjects(content: Content) -> dict[str, str]:
    """What each quotation and figure says, by the name of its card."""
    quotes = {
        f"quote-{i}": f"{quote.text} – {quote.by}" if quote.by else quote.text
        for i, quote in enumerate(content.quotes, 1)
    }
    figures = {
        f"figure-{i}": " ".join(part for part in (f.prefix, f.number, f.label) if part)
        for i, f in enumerate(content.figures, 1)
    }
    return quotes | {name: f"{said[:1].upper()}{said[1:]}" for name, said in figures.items()}


def caption_files(content: Content, rows: Sequence[dict[str, Any]]) -> Iterator[Artifact]:
    """``share/captions.json`` for programs and ``share/captions.md`` to read and copy from."""
    page = content.page
    told = {"title": page.title, "lang": page.lang, "url": page.url, "captions": rows}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    yield Artifact(
        path="share/captions.json", media_type="application/json", data=text.encode(),
        facts=Facts(warnings=tuple(plain(w, severity="warning") for w in _warnings(rows))),
    )  # fmt: skip
    template = assets.environment().get_template("share/captions.md.j2")
    shown = template.render(content=content, rows=rows, plain=_plain, fence=_fence)
    yield Artifact(path="share/captions.md", media_type="text/markdown", data=shown.encode())


def _plain(text: str) -> str:
    """``text`` as Markdown that says it and does nothing."""
    return re.sub(r"([\\`*_\[\]<>!#|&~])", r"\\\1", " ".join(text.split()))


def _fence(text: str) -> str:
    """Backticks that ``text`` does not end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


def _warnings(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What is worth knowing before posting: a title that was cut, an alternative text too long."""
    for row in rows:
        if row["cut"] == "title" or "title" in row["left_out"]:
            yield (
                f"captions: the title is cut for {row['name']}, which takes {row['limit']} characters; "
                f"write a caption of your own: captions: {{{row['network']}: …}}"
            )
        for part in ("address", "embargo"):
            if part in row["left_out"]:
                yield f"captions: no room for the {part} on {row['name']}; make the rest shorter"
        if len(row["alternative_text"]) > row["alternative_text_limit"]:
            yield (
                f"captions: the alternative text of {row['image']} has {len(row['alternative_text'])} "
                f"characters; {row['name']} takes {row['alternative_text_limit']}"
            )


def calendar_file(page: Page) -> Iterator[Artifact]:
    """``share/event.ics``, where the page has an event."""
    if page.event:
        yield Artifact(path="share/event.ics", media_type="text/calendar", data=ics.of_event(page))
