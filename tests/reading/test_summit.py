"""The summit page, in the two forms it comes in."""

from __future__ import annotations

import re
from pathlib import Path

import brochure
from tests.conftest import ROOT

PLAIN = ROOT / "tests" / "pages" / "sommet-pgo.txt"


def words(text: str) -> list[str]:
    return re.sub(r"\\([\\*_`~\[\]<>|])", r"\1", text).split()


def test_plain_text_and_markdown_become_the_same_page(page: brochure.Page) -> None:
    plain = brochure.read(PLAIN)
    assert (plain.title, plain.lead, plain.note) == (page.title, page.lead, page.note)
    assert plain.body == page.body
    assert (plain.slug, plain.lang) == (page.slug, page.lang)


def test_the_markdown_says_the_published_text_word_for_word(page: brochure.Page) -> None:
    published = PLAIN.read_text(encoding="utf-8").split()
    ours = [*words(page.title), *words(page.lead), *words(page.note), *words(page.body)]
    assert [*ours, "Partager", "cette", "page"] == published


def test_the_call_to_share_is_not_text(page: brochure.Page) -> None:
    assert "Partager" not in brochure.read(PLAIN).body


def test_figures_and_quotes_are_taken_from_the_text(page: brochure.Page) -> None:
    text = page.body.replace("4.000", "4 000").replace("'", "’")
    for figure in page.figures:
        assert f"{figure.value} {figure.label}".replace("'", "’") in text
    for quote in page.quotes:
        assert quote.text in text
    assert page.panels is not None
    assert all(item.replace("'", "’") in text for item in page.panels.items)


def test_the_event_is_three_days_in_paris(page: brochure.Page) -> None:
    assert page.event is not None
    assert (page.event.first_day.isoformat(), page.event.last_day.isoformat()) == (
        "2016-12-07",
        "2016-12-09",
    )
    assert page.event.place == "Salle Pleyel"


def test_yaml_and_toml_front_matter_become_the_same_page(tmp_path: Path) -> None:
    body = "\nUn paragraphe.\n"
    yaml = tmp_path / "a.md"
    toml = tmp_path / "b.md"
    yaml.write_text(
        "---\ntitle: Un titre\nslug: s\nlang: no\nkicker: 12:30\nevent:\n  starts: 2027-01-02\n"
        "figures:\n  - value: 4 000\n    label: voix\n---\n" + body,
        encoding="utf-8",
    )
    toml.write_text(
        '+++\ntitle = "Un titre"\nslug = "s"\nlang = "no"\nkicker = "12:30"\n'
        'figures = [{ value = "4 000", label = "voix" }]\n[event]\nstarts = 2027-01-02\n+++\n' + body,
        encoding="utf-8",
    )
    one, other = brochure.read(yaml), brochure.read(toml)
    assert one.lang == "no"
    assert one.kicker == "12:30"
    for name in ("title", "slug", "lang", "kicker", "event", "figures", "body"):
        assert getattr(one, name) == getattr(other, name)
