"""Name lines: where the lines of a name end, and how far apart they stand."""

from __future__ import annotations

import pytest

from brochure.stationery import glyph_boxes, name_fonts, name_lines
from brochure.stationery.glyph_boxes import Chain
from brochure.stationery.name_lines import Setting
from brochure.text import font_metrics
from brochure.theme import Theme


def chain(theme: Theme, text: str) -> Chain:
    return glyph_boxes.best_chain(text, name_fonts.chain(theme, "title", 700))


def ways(theme: Theme, given: str, family: str, most: int = 4) -> list[tuple[str, ...]]:
    fonts = chain(theme, given + family)
    return [way.lines for way in name_lines.settings(given, family, fonts, 0.0, most)]


def setting(theme: Theme, given: str, family: str) -> Setting:
    fonts = chain(theme, given + family)
    found = name_lines.settings(given, family, fonts, 0.0, 2)
    return next(way for way in found if way.lines == (given, family))


def test_a_name_stands_in_one_line_then_one_for_each_part_then_as_narrow_as_can_be(
    theme: Theme,
) -> None:
    assert ways(theme, "Maria-José", "da Conceição", 2) == [
        ("Maria-José da Conceição",), ("Maria-José", "da Conceição"),
    ]  # fmt: skip
    found = ways(theme, "Anne-Sophie", "de La Rochefoucauld-Doudeauville")
    assert found[1] == ("Anne-Sophie", "de La Rochefoucauld-Doudeauville")
    assert found[-1] == ("Anne-Sophie", "de La", "Rochefoucauld-", "Doudeauville")


def test_no_line_ends_within_a_word_but_after_a_hyphen_of_its_own(theme: Theme) -> None:
    for lines in ways(theme, "Wolfeschlegelstein", "Al-O’Brien Jean-Marie-Ève"):
        joined = "".join(line if line.endswith("-") else f"{line} " for line in lines).strip()
        assert joined == "Wolfeschlegelstein Al-O’Brien Jean-Marie-Ève"
        assert not any(line == "Al-" for line in lines)


@pytest.mark.parametrize(
    ("given", "family"),
    [("Quỵnh", "Ễến"), ("Żaneta Ḷ", "Ẫlvaro"), ("ปุ๊กกี้", "อยู่ยั่งยืน"), ("क्रूर्ति", "त्र्यंर्बी"), ("Ọṣ", "Ọ̀ṣ́un")],
)
def test_lines_stand_as_far_apart_as_the_ink_of_their_marks_asks_for(
    theme: Theme, given: str, family: str
) -> None:
    way = setting(theme, given, family)
    fonts = chain(theme, given + family)
    (step,) = way.steps(0.5)
    below = glyph_boxes.ink(given, fonts).below
    above = glyph_boxes.ink(family, fonts).above
    assert step >= below + above + name_lines.CLEAR_EM - 1e-9
    plain = setting(theme, "Anna", "Nunes")
    assert step >= next(iter(plain.steps(0.5)))
    assert [*plain.steps(1.4)] == [1.4]  # what a design asks for is enough


def test_ink_is_measured_glyph_by_glyph(theme: Theme) -> None:
    """Against the outlines themselves: a capital with two marks is higher than one with none."""
    fonts = chain(theme, "EỄ")
    plain, marked = glyph_boxes.ink("E", fonts), glyph_boxes.ink("Ễ", fonts)
    assert 0.6 < plain.above < 0.8
    assert plain.below == pytest.approx(0, abs=0.01)
    assert marked.above > plain.above + 0.2
    assert glyph_boxes.ink("p", fonts).below > 0.15


def test_a_name_is_set_in_one_font_where_one_has_all_of_it(theme: Theme) -> None:
    families = {
        text: chain(theme, text)[0].family for text in ("Zoé", "Ẹniọlá", "Ёлка", "עברי", "தமிழ்")
    }
    assert families == {
        "Zoé": "Bricolage Grotesque", "Ẹniọlá": "Bricolage Grotesque", "Ёлка": "Noto Sans",
        "עברי": "Noto Sans Hebrew", "தமிழ்": "Noto Sans Tamil",
    }  # fmt: skip
    assert [*glyph_boxes.lacking("Wang 王", chain(theme, "Wang 王"))] == ["王"]


def test_arabic_is_measured_as_it_is_drawn_joined_and_not_tracked(theme: Theme) -> None:
    fonts = chain(theme, "محمد")
    joined = font_metrics.shaped_width(fonts[0], "محمد", rtl=True)
    assert glyph_boxes.measure(fonts, -0.1)("محمد") == pytest.approx(joined)
