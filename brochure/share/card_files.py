"""Card files: what the share pages say of the cards, from the files themselves where these are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from brochure.cards import composition
from brochure.kit import Artifact
from brochure.page import Page
from brochure.theme import Theme

JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """A card that can be downloaded: its name, that of its ``format``, its size in pixels.

    ``path`` is its file in the kit, ``jpeg_path`` the file or twin that is a JPEG, "" where there is
    none.
    """

    name: str
    format: str
    width: int
    height: int
    path: str
    jpeg_path: str
    alt: str


def of_page(page: Page, theme: Theme, made: Iterable[Artifact]) -> dict[str, CardFile]:
    """The cards of ``page`` by their names: those ``made``, or as they would be where none are."""
    found = [*_of_files(made, theme)] or [*_composed(page, theme)]
    return {card.name: card for card in found}


def _of_files(made: Iterable[Artifact], theme: Theme) -> Iterator[CardFile]:
    files: dict[str, list[Artifact]] = {}
    for artifact in made:
        files.setdefault(PurePosixPath(artifact.path).stem, []).append(artifact)
    formats = {row.name for row in theme.cards.formats}
    for name, card in files.items():
        first = card[0]
        yield CardFile(
            name=name, format=name if name in formats else theme.cards.posts, alt=first.facts.alt,
            width=first.facts.width_px, height=first.facts.height_px, path=first.path,
            jpeg_path=next((one.path for one in card if one.media_type == JPEG), ""),
        )  # fmt: skip


def _composed(page: Page, theme: Theme) -> Iterator[CardFile]:
    for card in composition.compose_all(page, theme):
        yield CardFile(
            name=card.name, format=card.format.name, width=card.format.width,
            height=card.format.height, path=card.path, jpeg_path=card.jpeg_path, alt=card.alt,
        )  # fmt: skip
