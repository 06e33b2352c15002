"""Sections: opening words are gathered, and what is wide stands across the columns."""

from __future__ import annotations

import pytest

from brochure.pdf.sections import picture_classes, sections_of, with_bound_end
from tests.pdf.plain import FRAME, content

NBSP = "\u00a0"


def test_short_paragraphs_are_gathered_into_the_opening_words() -> None:
    body = "\n\n".join([f"Une phrase courte {i}, et une autre." for i in range(4)] + ["mot " * 60] * 2)
    found = sections_of(content(body=body), FRAME, {}, ())
    assert len(found.intro) == 4
    assert len(found.running) == 2


def test_a_long_second_paragraph_is_running_text() -> None:
    body = "Un début.\n\n" + "mot " * 80 + "\n\nUne suite."
    found = sections_of(content(body=body), FRAME, {}, ())
    assert (len(found.intro), len(found.running)) == (1, 2)


@pytest.mark.parametrize(("words", "parts"), [(10, (3, 0)), (29, (2, 1))])
def test_a_notice_is_opening_words_as_a_whole_and_longer_texts_leave_some_to_read(
    words: int, parts: tuple[int, int]
) -> None:
    body = "\n\n".join(["mot " * words] * 3)
    found = sections_of(content(body=body), FRAME, {}, ())
    assert (len(found.intro), len(found.running)) == parts


def test_the_last_two_words_of_a_quotation_stay_together() -> None:
    body = "Un début.\n\n> Cinq minutes de marche.\n>\n> Le parc des Sources\n\nUne suite."
    quotation, _ = sections_of(content(body=body), FRAME, {}, ()).running
    assert '<span class="bound">de marche.</span></p>' in quotation.html
    assert '<span class="bound">des Sources</span></p>' in quotation.html


def test_short_words_with_a_hyphen_are_whole_in_opening_words() -> None:
    (intro,) = sections_of(
        content(body="Dit par eux-mêmes, sous-préfectoralement."), FRAME, {}, ()
    ).intro
    assert '<span class="bound">eux-mêmes</span>,' in intro
    assert "sous-préfectoralement</span>" not in intro


def test_words_from_right_to_left_are_held_together_without_a_no_break_space() -> None:
    assert with_bound_end("خلف المدرسة", rtl=True) == '<span class="bound">خلف المدرسة</span>'


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
    found = sections_of(content(body="Un début.\n\n" + "mot " * 80), FRAME, {}, ())
    (block,) = found.with_whole_words({0}).running
    assert block.html.startswith('<p style="hyphens: none"')
    assert found.with_whole_words(()) is found
