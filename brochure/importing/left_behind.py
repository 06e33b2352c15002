"""What documents hold that a page does not: counted as it is met, and told once for all of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from brochure.importing.runs import words
from brochure.problems import Id, Problem, note, warning

LONGEST_SHOWN = 60

_GENERATED = re.compile(
    r"généré(?:e|es)? (?:automatiquement|par l.ia)|automatically generated|automatisch generiert"
    r"|generad[ao] (?:automáticamente|por ia)|generated (?:content|by ai)|ki-generiert",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\S*\.(?:jpe?g|png|gif|tiff?|bmp|emf|wmf|svg|webp|heic)"
    r"|(?:image|img|picture|grafik|bild|imagen|dsc)[ _-]?\d*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"www\.[\w-]+\.\w\w\S*", re.IGNORECASE)

_NOTES = {
    "changes": Id("import-changes-accepted"), "comments": Id("import-comments-left"),
    "boxes": Id("import-boxes"), "numbers": Id("import-numbers-left"),
    "hidden": Id("import-hidden-left"),
    "generated": Id("import-alt-generated"),
}  # fmt: skip
_ONCE = {"contents": Id("import-contents-left"), "macros": Id("import-macros-left")}
_UNREAD, _LINKED = Id("import-pictures-unread"), Id("import-pictures-linked")
_WARNINGS = {
    "struck": Id("import-struck-left"), "charts": Id("import-charts-left"),
    "equations": Id("import-equations"),
    "equations-left": Id("import-equations-left"), "embedded": Id("import-embedded-left"),
}  # fmt: skip


@dataclass(slots=True)
class LeftBehind:
    """What was met so far: numbers by kind, the names of pictures, words of headers and footers.

    ``unread`` pictures are of kinds that brochure does not take, ``linked`` ones are not in the file.
    """

    counts: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)

    def told(self) -> Iterator[Problem]:
        """A problem for each kind."""
        yield from (
            note(id_, count=self.counts[kind]) for kind, id_ in _NOTES.items() if self.counts[kind]
        )
        yield from (note(id_) for kind, id_ in _ONCE.items() if self.counts[kind])
        if self.running:
            yield note("import-running-left", texts=_few(self.running, 4))
        yield from (
            warning(id_, count=self.counts[kind])
            for kind, id_ in _WARNINGS.items()
            if self.counts[kind]
        )
        yield from (
            warning(id_, names=_few(names, 8))
            for names, id_ in ((self.unread, _UNREAD), (self.linked, _LINKED)) if names
        )  # fmt: skip

    def add_running(self, paragraphs: Iterable[str]) -> None:
        """Take note of a header or footer that says more than a page's number."""
        text = shortened(" ".join(words(" ".join(paragraphs)).split()))
        bare = re.sub(r"\b(?:page|seite|página|sur|of|von|de)\b|[\W\d_]", "", text, flags=re.IGNORECASE)
        if bare and text not in self.running:
            self.running.append(text)

    def alt_of(self, given: str) -> str:
        """The alternative text that somebody wrote: what Word made up, or a file's name, is none."""
        alt = " ".join(words(given).split())
        if _GENERATED.search(alt):
            self.counts["generated"] += 1
            return ""
        return "" if _FILE_NAME.fullmatch(alt) else alt


def shortened(text: str) -> str:
    """``text`` as a message shows it."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1].rstrip()}…"


def _few(texts: Iterable[str], most: int) -> list[str]:
    different = [*dict.fromkeys(texts)]
    return [*different[:most], *["…"] * (len(different) > most)]


def address_of(target: str) -> str:
    """``target`` as an address that a page may hold, "" for files, bookmarks and scripts."""
    target = "".join(target.split())
    if _ADDRESS.fullmatch(target):
        return target
    return f"https://{target}" if _BARE_ADDRESS.fullmatch(target) else ""
