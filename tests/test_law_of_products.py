"""The law in finished files: every product says what was written, word for word, in four languages.

Of white space, quotation marks and apostrophes nothing is asked, and the edits of `PUNCTUATION` are
allowed; what steers directions or divides words is not seen.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

import brochure
from tests.conftest import artifact
from tests.test_cases import read_html
from tests.test_reading_order import text_along_tags
from tests.text.test_law import fold, punctuated

WORDS = (
    "le", "maison", "été", "Straße", "niño", "the", "L'été", "aujourd'hui", '"oui"', "(c)", "(R)",
    "(tm)", "12x45-B", "v2...pdf", "Lenoir--Dupont", "--quiet", "+/-5", "2", "x", "3", "m²", "12",
    "000", "€", "5€", "50%", "10h00", "14h", "-", "–", ":", ";", "!", "?!", "dit:", "10:30",
    "https://exemple.org/a?b=c:d", "info@exemple.org", "#PGO2016", "1/2", "->", "1er", "XVIe", "n°",
    "p.", "Dr", "Mme", "...", "suite...", "--", "etc.", "5'10", "z.", "B.", "§", "100", "1.200,50",
    "±", "½", "porte-monnaie", "Œuvre", "iPhone", "`v2...pdf (c) -- x`", "**fort**", "*doux*",
    "institutionnellement", "Gouvernement",
)  # fmt: skip
LANGUAGES = ("fr", "en", "de", "es")


def sentence(lang: str, seed: str, count: int) -> str:
    """Random words: the same for a ``seed``, whatever the run."""
    dice = random.Random(f"{lang}/{seed}")
    return f"Debut{seed} " + " ".join(dice.choice(WORDS) for _ in range(count)) + f" fin{seed}"


def unmarked(markdown: str) -> str:
    """What a reader finds of Markdown that has only marks of emphasis and code."""
    return markdown.replace("**", "").replace("*", "").replace("`", "")


def plain(lang: str, seed: str, count: int) -> str:
    return unmarked(sentence(lang, seed, count))


def written(lang: str) -> dict[str, Any]:
    return {
        "title": plain(lang, "t", 6), "lead": plain(lang, "l", 14), "note": plain(lang, "n", 8),
        "paragraphs": [sentence(lang, f"p{i}", 40) for i in range(8)],
        "quote": plain(lang, "q", 10),
    }  # fmt: skip


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> tuple[dict[str, Any], brochure.Kit]:
    lang = request.param
    texts = written(lang)
    page = brochure.Page(
        slug="law", lang=lang, title=texts["title"], lead=texts["lead"], note=texts["note"],
        body="\n\n".join(texts["paragraphs"]), url="https://exemple.org/law",
        quotes=(brochure.Quote(text=texts["quote"], by="Une voix"),),
    )  # fmt: skip
    theme = brochure.load_theme("agora")
    return texts, brochure.build(page, theme, only=["pdf", "cards", "share"])


def said(text: str) -> str:
    return fold(text.replace("\x02", "").replace("\u00ad", "").replace("\ufffe", ""))


def wanted(markdown: str) -> str:
    """What is to be found of a text: punctuation as it may be set, but not within code."""
    pieces = markdown.split("`")
    pieces[::2] = [punctuated(unmarked(piece)) for piece in pieces[::2]]
    return fold("".join(pieces))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["brochure.pdf", "share/index.html"])
def test_a_document_says_what_was_written(
    made: tuple[dict[str, Any], brochure.Kit], name: str, tmp_path: Path
) -> None:
    texts, kit = made
    data = artifact(kit, name).data
    if name.endswith(".pdf"):
        text = said(text_along_tags(data))
    else:
        (tmp_path / "a.html").write_bytes(data)
        text = said(read_html(tmp_path / "a.html"))
    every = [texts["title"], texts["lead"], texts["note"], texts["quote"], *texts["paragraphs"]]
    # PDFium reads every hyphen at the end of a line as one that divides a word.
    unread = "-" if name.endswith(".pdf") else ""
    text = text.replace(unread, "")
    assert [one for one in every if wanted(one).replace(unread, "") not in text] == []


@pytest.mark.slow
def test_cards_and_captions_say_what_was_written(
    made: tuple[dict[str, Any], brochure.Kit],
) -> None:
    texts, kit = made
    alts = said(" ".join(a.facts.alt for a in kit.artifacts if a.path.startswith("cards/")))
    captions = said(
        json.dumps(json.loads(artifact(kit, "share/captions.json").data), ensure_ascii=False)
    )
    assert wanted(texts["title"]) in alts
    assert wanted(texts["title"]) in captions
    assert wanted(texts["quote"]) in alts


@pytest.mark.slow
def test_a_changed_word_is_noticed(made: tuple[dict[str, Any], brochure.Kit]) -> None:
    texts, kit = made
    text = said(text_along_tags(artifact(kit, "brochure.pdf").data))
    assert wanted(texts["paragraphs"][0].replace("Debutp0", "Debutp0 (c)")) not in text
