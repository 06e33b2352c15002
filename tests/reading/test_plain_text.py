"""Plain text: nothing of it is taken for what it is not, and none of its words is lost."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brochure
from brochure.page import Event
from brochure.reading.plain_text import as_written, read_plain, to_body
from brochure.text import markdown, plain_texts
from tests.conftest import ROOT

HEADS = tomllib.loads((ROOT / "tests" / "reading" / "plain_heads.toml").read_text(encoding="utf-8"))[
    "case"
]
CASES = tomllib.loads((ROOT / "tests" / "reading" / "plain_texts.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize(
    "last",
    [
        "Partager, c'est gouverner ensemble.",
        "Partagez vos idées avec le maire.",
        "Share your ideas with us!",
        "Imprimerie nationale, Paris.",
        "Teilen macht Freude.",
    ],
)
def test_a_last_sentence_is_text(last: str) -> None:
    assert read_plain(f"Titre\n\nUn.\n\nDeux.\n\n{last}\n").paragraphs[-1] == last


@pytest.mark.parametrize(
    "last",
    [
        "Partager cette page",
        "Partager",
        "Share this page",
        "شارك هذه الصفحة",
        "Imprimer\nPartager sur X",
        "Partagez cette page avec vos voisins !",
        "Partagez cette page autour de vous !",
        "Partagez sur Facebook, X et LinkedIn",
        "Teilen Sie diese Seite!",
        "Bitte teilen Sie diese Seite mit Ihren Nachbarn.",
        "Comparta esta página.",
        "Compartir en WhatsApp",
        "Please share this page with your friends!",
        "شاركوا هذه الصفحة مع أصدقائكم!",
    ],
)
def test_a_call_to_share_is_not(last: str) -> None:
    page = read_plain(f"Titre\n\nUn.\n\nDeux.\n\n{last}\n")
    assert page.paragraphs == ("Deux.",)
    assert page.left_out == tuple(last.split("\n"))


def test_a_wrapped_sentence_is_not_torn_apart() -> None:
    page = read_plain(
        "Titre\n\nLe rapport du comité a été\npublié en 2016 par la ville\net lu par tous.\n\n"
        "Du texte.\n"
    )
    assert page.lead == "Le rapport du comité a été publié en 2016 par la ville et lu par tous."
    assert page.note == ""


def test_a_note_after_a_wrapped_lead_is_found() -> None:
    page = read_plain("Titre\n\nUn lead sur\ndeux lignes.\nPublié le 3 mai 2026\n\nDu texte.\n")
    assert (page.lead, page.note) == ("Un lead sur deux lignes.", "Publié le 3 mai 2026")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_kind_of_block_is_told_by_its_form(case: dict[str, Any]) -> None:
    page = read_plain(case["text"])
    assert (page.title, page.lead) == ("Titre", "Un chapeau court.")
    assert to_body(page) == case["body"]
    told = {
        text.id.removeprefix("plain-").rstrip("s"): text.fields["lines"] for text in page.understood()
    }
    assert told == {"title": ("1",), "lead": ("3",)} | {
        {"lines": "line"}.get(kind, kind): tuple(lines) for kind, lines in case["kinds"].items()
    }


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def rendered(body: str) -> str:
    """The words of a body as Markdown shows them, with the numbers of its lists."""
    shown, numbers = [], []
    for token in markdown.parser().parse(body):
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "ordered_list_close":
            numbers.pop()
        elif token.type == "list_item_open" and token.info:
            shown.append(str(numbers[-1]))
            numbers[-1] += 1
        else:
            shown.append(markdown.plain(token) if token.type == "inline" else token.content)
    return " ".join(shown)


PIECES = st.sampled_from([
    "Un mot", "suite de la phrase", "•\t", "– ", "- ", "* ", "+ ", "1) ", "2) ", "1. ", "2. ", "3. ",
    "\t", "  ", "    ", "\n", "\n\n", "#", "##", "|", "*", "_", "`", "~", "[a](b)", "![x](y)", "<b>",
    "&amp;", "\\", ">", ":", "!!! note", "===", "---", "| a | b |", "[^1]: n", "[x]: https://exemple.org",
    "Lieu : Halle",
    "Date : 3 mai 2026", "é", "été.", "12 000 €", "Partager", "2*3*4", "a_b_c", "^", "{#x}", "$",
    "https://exemple.org/a_b?c=d&e=f", "Publié le 3 mai",
])  # fmt: skip
LETTERS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=8)


@given(st.lists(PIECES | LETTERS, max_size=25).map("".join))
def test_the_words_of_a_body_are_the_words_of_the_text(text: str) -> None:
    page = read_plain(text)
    parts = (page.title, page.lead, page.note, page.head.get("url", ""), *page.left_out)
    lost = words(text) - words(rendered(to_body(page))) - words(" ".join(parts))
    made = words(rendered(to_body(page))) + words(" ".join(parts)) - words(text)
    # heads may be read in other words ("anglais" is "en"), a call to share stands in its own
    assert (lost, made) == (Counter(), Counter())


HEAD = """Langue : anglais
Adresse : exemple.org/fete
The party at the port

Date: 19 September 2026
Place: The hall

All of you are invited to the party of the year.

The doors open at nine, and there is food for all.
"""


def test_lines_at_the_top_say_what_the_page_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD, encoding="utf-8")
    page = brochure.read(tmp_path / "a.txt")
    assert (page.title, page.lang) == ("The party at the port", "en")
    assert page.url == "https://exemple.org/fete"
    day = date(2026, 9, 19)
    assert page.event == Event(starts=day, ends=day, place="The hall")
    assert page.lead == "All of you are invited to the party of the year."
    assert "Date: 19 September 2026\\\nPlace: The hall" in page.body
    (told,) = page.warnings
    assert told.severity == "note"
    assert told.sentence("en").endswith(
        "read as plain text: title line 3, lead line 8, address line 2, language line 1, date line 5, "
        "place line 6, lines kept as lines 5–6"
    )


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("https://exemple.org/a", "url", "https://exemple.org/a"),
        ("URL : https://exemple.org/a", "url", "https://exemple.org/a"),
        ("Adresse : 1 place de la République", "url", ""),
        ("Langue : de", "lang", "de"), ("Idioma: español", "lang", "es"),
        ("Date : 3 mai 2026", "published", date(2026, 5, 3)), ("Date : un jour", "published", None),
        ("Titre : Un autre", "title", "Un autre"), ("Lieu : Halle", "event", None),
    ],
)  # fmt: skip
def test_a_head_may_say_one_thing(head: str, field: str, value: object, tmp_path: Path) -> None:
    title = "" if "Titre" in head else "Le titre\n"
    (tmp_path / "a.txt").write_text(f"{title}{head}\n\nUn chapeau.\n\nDu texte.\n", encoding="utf-8")
    assert getattr(brochure.read(tmp_path / "a.txt"), field) == value


def test_the_name_of_a_text_tells_its_language(tmp_path: Path) -> None:
    (tmp_path / "a.en.txt").write_text("A title\n\nSome words.\n\nMore words.\n")
    assert brochure.read(tmp_path / "a.en.txt").lang == "en"
    (tmp_path / "b.txt").write_text(
        "تدعوكم البلدية\n\nتدعوكم البلدية إلى الاجتماع العام في القاعة.\n\nنص.\n"
    )
    assert brochure.read(tmp_path / "b.txt").direction == "rtl"


@pytest.mark.parametrize(
    "text",
    [
        "Prix : 2*3*4 et __init__", "fichier __init__.py, C:\\temp\\_x, *nota bene*, [a](b), H~2~O",
        "==y== et 10^3^, &copy; &amp; AT&T", "Jean <jean@ex.org>, <b>gras</b> <!-- non -->",
        "De 5 $ à 6 $, `code`, :smile: et {#id}", "1. Un titre", "# Un autre", "[^1] ![i](j) ~~k~~",
    ],
)  # fmt: skip
def test_the_head_of_a_text_is_printed_as_it_is_written(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{text}\n\n{text}\n\nDu texte.\n\nEncore.\n", encoding="utf-8")
    page = brochure.read(tmp_path / "a.txt")
    shown = plain_texts.plain_page(page)
    assert (shown.title, shown.lead) == (text, text)
    (tmp_path / "b.md").write_text(page.source, encoding="utf-8")
    written = plain_texts.plain_page(brochure.read(tmp_path / "b.md"))
    assert (written.title, written.lead) == (text, text)
    assert plain_texts.plain_page(written) == written


@given(st.lists(PIECES | LETTERS, max_size=12).map("".join))
def test_nothing_in_a_title_is_markup(text: str) -> None:
    text = " ".join(text.split())
    assert plain_texts.plain_inline(as_written(text)) == text


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["name"])
def test_each_line_of_a_head_is_read(case: dict[str, Any], tmp_path: Path) -> None:
    text = f"{case['head']}\n\nUn texte de la fête.\n\nUn autre pour tous.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    page = brochure.read(tmp_path / "a.txt", lang="fr")
    event = page.event
    assert page.title == case.get("title", page.title)
    assert page.lead == case.get("lead", page.lead)
    assert page.url == case.get("url", "")
    assert (event.starts if event else None) == case.get("starts")
    assert (event.ends if event else None) == case.get("ends", case.get("starts"))
    assert (event.place if event else "") == case.get("place", "")
    assert (event.address if event else "") == case.get("address", "")
    assert [told.id for told in page.warnings if told.id != "plain-read"] == case["told"]
