"""The page in view, drawn while it is written, is the page that `brochure build` makes of the text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure.pdf import engine
from brochure.pdf.engine import HtmlRenderer
from brochure.pdf.kept_blocks import KeptBlocks
from brochure.studio import sights
from brochure.studio.values import Sight
from tests.conftest import artifact

WORDS = "Les ateliers de la fête se tiennent dans toutes les écoles et dans les jardins de la ville. "
PAGE = f"""\
---
lang: fr
title: La fête des écoles et des jardins
lead: Trois jours d'ateliers
url: https://www.ville.example/fete
figures:
  - value: 12
    label: écoles
  - value: 340
    label: élèves
---

Une fête pour toutes les écoles, pendant trois jours.

{WORDS * 3}

{WORDS * 2}

## Ce qui se passe

- Un atelier de peinture
- Un atelier de *musique*

{WORDS * 4}

| Jour | Atelier | Lieu |
|---|---|---|
| Lundi | Peinture | École Jean-Moulin |
| Mardi | Musique | Jardin des plantes |

{WORDS * 2}

> {WORDS}
>
> La maire

### Comment venir

::: programme
# Lundi
9:00 | Accueil | La maire
10:00 | Atelier | Les élèves
:::

{WORDS * 3}

{WORDS * 2}
"""


def edited() -> Iterator[str]:
    """The page as somebody goes on with it: a word, a paragraph, a list; taken away, moved, undone."""
    yield PAGE
    yield PAGE.replace("trois jours.", "trois jours, et une nuit.")
    yield PAGE.replace("de peinture\n", "de peinture, de dessin et de collage\n")
    first = PAGE.replace("## Ce qui", "Un paragraphe de plus.\n\n- un\n- deux\n\n## Ce qui")
    yield first
    yield first.replace(f"{WORDS * 4}\n\n", "")
    yield first.replace("| Accueil |", "| Accueil de tous les enfants |")
    yield f"{first}\nUne dernière phrase.\n"
    yield PAGE.replace("Trois jours d'ateliers", "Quatre jours").replace("value: 12", "value: 13")
    yield PAGE.replace("### Comment venir\n", "")
    yield PAGE
    yield PAGE.replace(WORDS * 2, WORDS * 9)
    yield PAGE.replace(WORDS * 3, "Court.", 1)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> KeptBlocks:
    made = KeptBlocks()
    monkeypatch.setattr(sights, "_KEPT", made)
    return made


def test_what_is_kept_between_keystrokes_changes_nothing_in_the_page(
    kept: KeptBlocks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "fete.md"

    def seen(number: int, blocks: KeptBlocks) -> Sight:
        monkeypatch.setattr(sights, "_KEPT", blocks)
        return sights.seen(page, number, 300)

    for turn, text in enumerate(edited()):
        page.write_text(text)
        number = 2 + turn % 2
        assert seen(number, kept) == seen(number, KeptBlocks()), turn


def test_the_page_in_view_is_the_page_of_the_brochure(kept: KeptBlocks, tmp_path: Path) -> None:
    page = tmp_path / "fete.md"
    page.write_text(PAGE)
    kit = brochure.build(brochure.read(page), brochure.load_theme("agora"), only=["pdf"])
    whole = artifact(kit, "brochure.pdf").data
    alone = [sights.seen(page, number, 300) for number in range(1, 5)]
    assert [sight.number for sight in alone] == [1, 2, 3, 3]
    for sight in alone:
        assert sight.png == sights.drawn_page(whole, sight.number, 300, False, "")


def test_after_a_keystroke_what_changed_is_laid_out_and_nothing_else(
    kept: KeptBlocks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[str] = []
    render = HtmlRenderer.render

    def recorded(press: HtmlRenderer, html: str, **options: Any) -> Any:
        laid_out.append(html)
        return render(press, html, **options)

    monkeypatch.setattr(HtmlRenderer, "render", recorded)
    page = tmp_path / "rapport.md"
    chapters = "".join(f"## Chapitre {n}\n\n{WORDS * 9}\n\n{WORDS * 3}\n\n" for n in range(1, 4))
    for word in ("", " neuve"):
        page.write_text(f"{PAGE}\n{chapters}\nUne{word} fin, pour la ville.\n")
        laid_out.clear()
        sights.seen(page, 3, 300)
    *measured, alone = laid_out
    assert all("Une neuve fin" in html and "Jean-Moulin" not in html for html in measured)
    assert alone.count("<section") == 1


def test_no_fonts_are_held_when_processes_are_forked() -> None:
    """A face that was not yet set in would be closed to them by their fences."""
    sights.warm()
    assert engine._fonts.cache_info().currsize == 0
    assert engine._own_sheet.cache_info().currsize == 0
