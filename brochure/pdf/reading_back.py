"""Texts are read back from the finished PDF: all of them there, none of them off the paper."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from brochure import open_pdfs
from brochure.errors import ProofError
from brochure.kit import Artifact
from brochure.language_tags import is_rtl
from brochure.problems import Place, Problem, error

TOLERANCE_PT = 1.0
MOST_PIECES, LEAST_PIECE, MOST_PLACES = 4, 20, 100
Area = tuple[int, float, float]
_SHOWN = 60


def verify(artifact: Artifact) -> None:
    """Raise ProofError when a text that ``artifact`` (a PDF) should show is not on its pages."""
    if artifact.texts and (found := tuple(differences(artifact))):
        at = Place(file=artifact.path)
        raise ProofError(*(problem.placed(at) for problem in found))


def differences(artifact: Artifact) -> Iterable[Problem]:
    """The texts that the PDF does not hold, and the lines that leave their page.

    Its facts may name ``areas``: in reading order, the parts of sheets that pages were imposed on,
    as the sheet's number and from which share of its width to which. Letters and digits are
    compared, since line ends and hyphens are the layout's. PDFium gives lines with letters from right
    to left in visual order: there letters are counted, and others found by words.
    """
    areas, whole, parts = artifact.facts.areas, list[str](), dict[Area, str]()
    with open_pdfs.opened(artifact.data) as file:
        for number in range(1, len(file) + 1):
            page, text = file.page(number), file.text(number)
            yield from _off_the_page(number, page, text)
            if not areas:
                whole.append(text.get_text_range())
            parts |= {area: _text_between(page, text, area) for area in areas if area[0] == number}
    pages = [parts[area] for area in areas] if areas else whole
    running = _letters(artifact.running)
    letters = "".join(_without_foot(_letters(text), running, n) for n, text in enumerate(pages, 1))
    supply = Counter(letters)
    counted = is_rtl(artifact.facts.lang)
    mixed = any(map(_is_rtl, artifact.texts))
    for text in artifact.texts:
        wanted = _letters(text)
        if wanted in letters or ((counted or _is_rtl(text)) and not Counter(wanted) - supply):
            continue
        if mixed and all(_letters(word) in letters for word in text.split()):
            continue
        if _in_pieces(wanted, letters):
            continue
        yield error("text-not-all-there", text=_cut(text))


def _in_pieces(wanted: str, letters: str) -> bool:
    """Whether ``wanted`` is there in a few long pieces, in order, like a table's row over two pages.

    What stands beside it in the row, and the table's head, then come in between. A piece may be there
    in several places, where a sentence is said twice: each is tried, to the end of what is equal there.
    """
    ends = {0: 0}
    for _ in range(MOST_PIECES):
        following: dict[int, int] = {}
        for found, end in ends.items():
            for place in islice(
                _places(wanted[found : found + LEAST_PIECE], letters, end), MOST_PLACES
            ):
                rest = wanted[found:]
                there = letters[place : place + len(rest)]
                if there == rest:
                    return True
                differs = (n for n, (a, b) in enumerate(zip(rest, there, strict=False)) if a != b)
                length = next(differs, len(there))
                at = found + length
                following[at] = min(place + length, following.get(at, place + length))
        ends = following
    return False


def _places(piece: str, letters: str, start: int) -> Iterator[int]:
    while (start := letters.find(piece, start)) >= 0:
        yield start
        start += 1


def _without_foot(letters: str, running: str, number: int) -> str:
    """The ``letters`` of a page without its foot: the running title and the page's number.

    A cover has none, though its kicker may end in a 1 that the title follows.
    """
    if number == 1:
        return letters
    for foot in (f"{running}{number}", f"{number}{running}"):
        if running and letters.endswith(foot):
            return letters.removesuffix(foot)
    return letters


def _text_between(sheet: Any, text: Any, area: Area) -> str:
    """The text on the strip of ``sheet`` between two shares of its width."""
    _, start, end = area
    left, bottom, right, top = sheet.get_mediabox()
    width = right - left
    return str(text.get_text_bounded(left + start * width, bottom, left + end * width, top))


def _off_the_page(number: int, page: Any, text: Any) -> Iterable[Problem]:
    """The lines that leave what remains of the page once it is trimmed."""
    trim_left, trim_bottom, trim_right, trim_top = page.get_trimbox()
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        out = max(trim_left - left, trim_bottom - bottom, right - trim_right, top - trim_top)
        if out > TOLERANCE_PT:
            words = text.get_text_bounded(left, bottom, right, top).strip()
            yield error("text-leaves-page", at=Place(page=number), text=_cut(words), out_pt=out)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _letters(text: str) -> str:
    """Letters and digits without their accents, which readers put before, after and between lines."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum())


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)
