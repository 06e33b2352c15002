"""Labelled sentences of public communication, and how many of their figures and quotations are found.

Of ``facts/<language>.toml``, sentences at even places were looked at while the rules were written, with
all of ``more-<language>.toml``; the others were not, and ``unseen-<language>.toml`` were written last.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from brochure.importing import proposals
from brochure.importing.imported import Blocks, Paragraph, Text

FOLDER = Path(__file__).parent / "facts"
LANGUAGES = ("fr", "en", "de", "es")
PARTS = ("rules", "held", "unseen")


@cache
def sentences(lang: str, part: str) -> tuple[dict[str, Any], ...]:
    """The sentences of one of PARTS: ``text``, with ``figures`` and ``quotations``, if any."""
    if part == "unseen":
        return tuple(_read(f"unseen-{lang}"))
    rows = _read(lang)
    return tuple(rows[1::2] if part == "held" else [*rows[0::2], *_read(f"more-{lang}")])


def _read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))[
        "sentence"
    ]
    return rows


def blocks(*paragraphs: str) -> Blocks:
    return tuple(Paragraph((Text(text),)) for text in paragraphs)


@dataclass
class Score:
    """Of one kind: how many are ``wanted``, ``found`` and ``right``, and named rightly: ``named``."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    named: int = 0

    @property
    def precision(self) -> float:
        """How many of those found are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """How many of those wanted are found."""
        return self.right / self.wanted if self.wanted else 1.0


def figures_score(lang: str, part: str) -> Score:
    """Figures: right by their value; ``named`` where the label is right too."""
    score = Score()
    for row in sentences(lang, part):
        wanted = list(row.get("figures", ()))
        score.wanted += len(wanted)
        for figure in proposals.found_figures(lang, blocks(row["text"])):
            score.found += 1
            known = [w for w in wanted if folded(w["value"]) == folded(figure.value)]
            if known:
                wanted.remove(known[0])
                score.right += 1
                score.named += is_label(figure.label, known[0]["label"])
    return score


def quotations_score(lang: str, part: str) -> Score:
    """Quotations: right by their words; ``named`` where the speaker is right too."""
    score = Score()
    for row in sentences(lang, part):
        wanted = list(row.get("quotations", ()))
        score.wanted += len(wanted)
        for quotation in proposals.found_quotations(lang, blocks(row["text"])):
            score.found += 1
            known = [w for w in wanted if _bare(w["words"]) == _bare(quotation.words)]
            if known:
                wanted.remove(known[0])
                score.right += 1
                score.named += is_label(quotation.speaker.name, known[0]["speaker"])
    return score


def is_label(found: str, wanted: str) -> bool:
    """Whether ``found`` is ``wanted``, whose words in brackets may be left out, the last one by one."""
    head, core, tail = re.fullmatch(  # type: ignore[union-attr]
        r"(?:\[([^\]]*)\])?([^\[\]]*)(?:\[([^\]]*)\])?", folded(wanted)
    ).groups("")
    words = tail.split()
    pattern = rf"(?:{re.escape(head)} ?)?{re.escape(core.strip())}"
    pattern += "".join(rf"(?: ?{re.escape(word)}" for word in words) + ")?" * len(words)
    return bool(re.fullmatch(pattern, folded(found)))


def folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _bare(words: str) -> str:
    return folded(words).strip(" .,;:")


def every_text(parts: Sequence[str] = ("rules", "held")) -> list[tuple[str, str]]:
    """All sentences with their languages."""
    return [
        (lang, row["text"]) for lang in LANGUAGES for part in parts for row in sentences(lang, part)
    ]
