"""Sections: opening words are gathered, and what is wide stands across the columns."""

from __future__ import annotations

import pytest

from brochure.pdf.sections import picture_classes, sections_of
from tests.pdf.plain import FRAME, content

NBSP = "\u00a0"


def test_short_paragraphs_are_gathered_into_the_opening_words() -> None:
    body = "\n\n".join([f"Une phrase courte {i}, et une autre." for i in range(4)] + ["mot " * 60] * 2)
    found = sections_of(content(body=body), FRAME, {}, ())
    assert len(found.intro) == 4
    assert len(found.running) == 2


def test_a_long_second_paragraph_is_running_text() -> None:
    body = "Un début.\n\n" + "mot " * 60 + "\n\nUne suite."
    found = sections_of(content(body=body), FRAME, {}, ())
    assert (len(found.intro), len(found.running)) == (1, 2)


def test_something_is_left_to_read_after_the_opening_words() -> None:
    found = sections_of(content(body="Un.\n\nDeux.\n\nTrois."), FRAME, {}, ())
    assert (len(found.intro), len(found.running)) == (2, 1)


def test_the_last_two_words_of_opening_words_stay_together() -> None:
    (intro,) = sections_of(content(body="Le canal va enfin rouvrir."), FRAME, {}, ()).intro
    assert intro.endswith(f"enfin{NBSP}rouvrir.")


@pytest.mark.parametrize(
    ("size", "captioned", "classes"),
    [
        ((900, 1200), True, ""),
        ((1200, 1000), True, ""),
        ((1500, 1000), True, "across one-and-a-half"),
        ((1500, 1000), False, ""),
        ((2000, 1000), False, "across full"),
        ((3000, 1000), False, "across bleed"),
        ((300, 100), False, ""),
    ],
)
def test_a_picture_is_as_wide_as_its_shape_and_its_pixels_bear(
    size: tuple[int, int], captioned: bool, classes: str
) -> None:
    assert picture_classes(size, FRAME, captioned=captioned) == classes


def test_a_picture_and_its_caption_are_one_block_in_their_place_of_the_text() -> None:
    body = 'Un début.\n\nUn texte.\n\n![Un pont](pont.jpg "Le pont, en mai")\n\nUne suite.'
    found = sections_of(content(body=body), FRAME, {"pont.jpg": (3000, 2000)}, ())
    (wide,) = found.wide
    assert "Le pont, en mai" in wide.html
    assert "pont.jpg" in wide.html
    assert '<div class="taken" id="taken-0"></div>' in found.html
    assert found.html.index("taken-0") < found.html.index(f"Une{NBSP}suite")


def test_chapters_open_across_the_columns() -> None:
    body = "Un début.\n\n## Un\n\nTexte.\n\n## Deux\n\nTexte."
    found = sections_of(content(body=body), FRAME, {}, (), chapters=True)
    assert [wide.strict for wide in found.wide] == [True, True]
    assert not sections_of(content(body=body), FRAME, {}, ()).wide


def test_a_block_is_set_without_hyphens_where_too_many_followed_one_another() -> None:
    found = sections_of(content(body="Un début.\n\nUn texte."), FRAME, {}, ())
    (block,) = found.with_whole_words({0}).running
    assert block.html.startswith('<p style="hyphens: none"')
    assert found.with_whole_words(()) is found
