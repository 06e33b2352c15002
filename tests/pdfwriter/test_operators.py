"""Operators: numbers, ink, lines of text and dots, as PDF writes them."""

from __future__ import annotations

import re

import pypdfium2
import pytest

import brochure
from brochure import motif
from brochure.geometry import Rect
from brochure.pdfwriter import operators
from brochure.pdfwriter.document import Element, PdfPage, Resources, pdf_file
from brochure.text import font_runs
from brochure.text.lines import Line, TextStyle
from brochure.theme import FontFace

THEME = brochure.load_theme("agora")
LATIN = THEME.chain(THEME.title_family, 700)
SPEAKING = THEME.for_language("ar")
ARABIC = SPEAKING.chain(SPEAKING.title_family, 700)
STYLE = TextStyle(weight=700, largest=10, smallest=10, max_lines=1, line_height=1.2, colour="text")


def line(text: str, x: float = 0, y: float = 0, *, goes_on: bool = False) -> Line:
    return Line(text, Rect(x, y, 100, 12), 10, STYLE, (), "start", goes_on)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1.0, "1"),
        (0.5, "0.5"),
        (1 / 3, "0.333"),
        (-0.0001, "0"),
        (-2.5, "-2.5"),
        (1234.5678, "1234.568"),
    ],
)
def test_numbers_are_as_short_as_can_be(value: float, written: str) -> None:
    assert operators.number(value) == written


def test_everything_is_drawn_in_the_black_ink_alone() -> None:
    resources = Resources()
    seats = motif.drawn("map", motif.Subject(seed="p", number=60))
    seats += motif.drawn("waves", motif.Subject(seed="p", number=60))
    drawn = [
        operators.filled(Rect(1, 2, 3, 4), 0.25),
        operators.shared_lines([(0, 0, 10, 0)], 0.25, Rect(0, 0, 100, 50), resources),
        operators.marked(seats, Rect(0, 0, 20, 10), {"seat": 0.3, "lit": 1.0, "spark": 0.6}, resources),
        *(content for _, content in resources.forms.values()),
    ]
    assert drawn[0] == "q 0 0 0 0.25 k 1 -6 3 4 re f Q"
    for text in drawn:
        assert not re.search(r"\b(rg|RG|g|G|cs|CS|sc|SC|scn|SCN)\b", text)
        for ink in re.findall(r"(\S+ \S+ \S+) \S+ [kK]\b", text):
            assert ink == "0 0 0"


def test_a_motif_and_lines_are_forms_that_pages_share() -> None:
    resources = Resources()
    seats = motif.drawn("grid", motif.Subject(seed="p", number=60))
    for x in (0.0, 50.0):
        operators.marked(seats, Rect(x, 0, 20, 10), {"seat": 1.0}, resources)
    assert list(resources.forms) == ["M"]


def test_a_line_says_its_font_once_and_moves_from_line_to_line() -> None:
    resources = Resources()
    made = list(
        operators.lettered(
            [(line("Un"), LATIN), (line("deux", y=12), LATIN)], resources, 0.0, rtl=False
        )
    )
    assert (made[0], made[-1]) == ("BT", "ET")
    text = "\n".join(made)
    assert text.count(" Tf") == 1
    assert re.findall(r"(\S+ \S+) Td", text)[1] == "0 -12"
    assert text.count("Tj") + text.count("TJ") == 2


def test_what_goes_on_starts_where_the_line_before_ends() -> None:
    resources = Resources()
    pair = [(line("Un "), LATIN), (line("deux", goes_on=True), LATIN)]
    text = "\n".join(operators.lettered(pair, resources, 0.0, rtl=False))
    moves = [float(move.split()[0]) for move in re.findall(r"(\S+ \S+) Td", text)]
    width = sum(font_runs.width(run) for run in font_runs.itemised("Un ", LATIN)) * 10
    assert moves[1] == pytest.approx(width, abs=0.002)


def test_tracking_is_set_and_taken_back() -> None:
    made = list(operators.lettered([(line("Un"), LATIN)], Resources(), -0.02, rtl=False))
    assert "-0.2 Tc" in made[1]
    assert made[-2:] == ["0 Tc", "ET"]
    assert "Tc" not in "".join(operators.lettered([(line("Un"), LATIN)], Resources(), 0.0, rtl=False))


def test_a_line_from_right_to_left_ends_at_the_right() -> None:
    """Its runs are drawn in the order they are read, each moved from the one before."""
    made = "\n".join(operators.lettered([(line("قمة 2016"), ARABIC)], Resources(), 0.0, rtl=True))
    moves = [float(x) for x in re.findall(r"(\S+) \S+ Td", made)]
    width = sum(font_runs.width(run) for run in font_runs.visual("قمة 2016", ARABIC, rtl=True)) * 10
    assert moves[1] < 0
    assert sum(moves) == pytest.approx(100 - width, abs=0.01)


def test_the_text_of_a_glyph_with_two_meanings_is_written_beside_it() -> None:
    resources = Resources()
    list(operators.lettered([(line("a b"), LATIN)], resources, 0.0, rtl=False))
    font = resources.font(LATIN[0])
    space = font.shaped("\u00a0", rtl=False)[0]
    made = "\n".join(operators.lettered([(line("a\u00a0b"), LATIN)], resources, 0.0, rtl=False))
    actual = "\ufeffa\u00a0b".encode("utf-16-be").hex().upper()
    assert (f"/ActualText <{actual}>" in made) == (font.used[space.number] != "\u00a0")


def test_brackets_and_backslashes_of_glyph_numbers_are_escaped() -> None:
    text = operators._String()
    text.show(0x285C)  # "(" and a backslash
    text.show(0x290A)  # ")" and a line feed
    assert text.flush() == "(\\(\\\\\\)\\n) Tj"
    assert text.flush() == ""


def test_words_stand_alone_from_line_to_line() -> None:
    """A space follows a line that breaks between words, none one that divides a word or an address."""
    said = {
        parted: _said(
            [(line("deux"), LATIN), (line("divi-", y=12), LATIN), (line("dé", y=24), LATIN)], parted
        )
        for parted in (True, False)
    }
    assert said == {True: "deux divi-dé ", False: "deuxdivi-dé "}


def _said(lines: list[tuple[Line, tuple[FontFace, ...]]], parted: bool) -> str:
    resources = Resources()
    made = list(operators.lettered(lines, resources, 0.0, rtl=False, parted=parted))
    font = resources.font(LATIN[0])
    shown = "".join(re.findall(r"\(((?:[^\\)]|\\.)*)\)", "\n".join(made), re.DOTALL))
    plain = re.sub(r"\\(.)", r"\1", shown)
    codes = [ord(a) * 256 + ord(b) for a, b in zip(plain[::2], plain[1::2], strict=True)]
    return "".join(font.used[code] for code in codes)


def test_letter_pairs_drawn_as_one_glyph_are_written_letter_by_letter() -> None:
    """The pair stands for its first letter, the second is written unseen (mode 3) at its left."""
    resources = Resources()
    made = "\n".join(operators.lettered([(line("لا"), ARABIC)], resources, 0.0, rtl=True))
    (font,) = resources.fonts.values()
    assert "3 Tr" in made
    assert {"ل", "ا"} <= set(font.used.values())
    assert "لا" not in font.used.values()


def test_arabic_words_are_found_in_the_file() -> None:
    texts = ("ثلاث أولويات للشراكة", "القاعة الكبرى في باريس", "السبت، 13 مارس 2027")
    page, resources, element = PdfPage((200.0, 100.0)), Resources(), Element("P")
    page.elements.append(element)
    page.begin(element)
    page.operators.append("q 1 0 0 1 80 90 cm")
    lines = [(line(text, y=20 * at), ARABIC) for at, text in enumerate(texts)]
    page.operators += [*operators.lettered(lines, resources, 0.0, rtl=True), "Q"]
    page.end()
    with pypdfium2.PdfDocument(pdf_file("T", "ar", [page], resources)) as document:
        found = document[0].get_textpage().get_text_range()
    assert set(" ".join(texts).split()) <= set(found.split())
