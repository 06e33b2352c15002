"""Cards on demand: what a card is drawn from, and drawing it in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from brochure.cli.site_pages import Noted, Task, read_page
from brochure.errors import SourceError
from brochure.problems import Problem

if TYPE_CHECKING:
    from brochure.theme import Theme

DRAWING = ("brochure.cli.site_cards", "brochure.cards.rendering", "brochure.reading.pages")
"""What is loaded before cards are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCard:
    """The file of a card, and the hashes of the files that it was drawn from, by absolute paths."""

    data: bytes
    media_type: str
    reads: Mapping[str, str] = field(default_factory=dict)


def draw_page(task: Task, name: str) -> DrawnCard:
    """The card called ``name`` of the page of ``task``. Raises BrochureError; a draft has none."""
    from brochure.cards.rendering import render_card

    noted = Noted()
    read = read_page(task)
    if isinstance(read, Problem):
        raise SourceError(read)
    made = render_card(read.page, read.theme, name)
    return DrawnCard(data=made.data, media_type=made.media_type, reads=noted.files())


def draw_words(head: Mapping[str, str], theme: Theme, name: str) -> DrawnCard:
    """The card called ``name`` of a page with that ``head`` and nothing else. Raises BrochureError."""
    from brochure.cards.rendering import render_card
    from brochure.reading.pages import read_head
    from brochure.text import look_alikes, system_fonts

    page = read_head(head, Path("/nowhere"), "card")
    theme = theme.for_page(page)
    page = look_alikes.shown_page(page, theme)
    theme, _ = system_fonts.borrow(page, theme)
    made = render_card(page, theme, name)
    return DrawnCard(data=made.data, media_type=made.media_type)


def addresses_of(
    paths: Mapping[str, str], base: str, rule: str, listed: Mapping[str, str], root: Path
) -> dict[str, str]:
    """The address of each page of a site in the folder ``root``, by its path; "" where it has none.

    ``paths`` are the files of pages by their paths in the site. It is a page's own whole address, what
    the generator ``listed``, or made by the ``rule`` below ``base``: as `brochure.cli.site_pages` does.
    """
    from brochure.errors import BrochureError
    from brochure.reading import front_matter, site_keys, source_text
    from brochure.sites import permalinks

    found: dict[str, str] = {}
    for path, file in paths.items():
        try:
            text = source_text.decode(source_text.read_bytes(file, root), file)[0]
            matter = front_matter.split(text, file)
            head: Mapping[str, Any] = matter.tree if matter else {}
            own = next(
                (str(head[key]) for key in ("url", *site_keys.WHOLE_ADDRESS) if head.get(key)), ""
            )
            made = listed.get(path) or permalinks.address(rule, base, PurePosixPath(path), head)
            found[path] = made or (own if own.startswith(("https://", "http://")) else "")
        except BrochureError:  # it is told when its card is asked for
            found[path] = ""
    return found
