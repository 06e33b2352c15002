"""Cards of a theme: formats are changed and added, and a command chooses among them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from brochure.errors import ThemeError
from brochure.theme import Theme
from brochure.themes.card_options import default_formats, for_cards, read_cards
from brochure.themes.tables import Tables, ThemeSource


def tables(text: str) -> Tables:
    source = ThemeSource(name="mine.toml", tree=tomllib.loads(text), text=text)
    return Tables([source], default_formats())


def test_a_theme_changes_a_format_and_adds_one() -> None:
    good = tables(
        "[cards.formats.square]\njpeg = false\n[cards.formats.banner]\nwidth = 1500\nheight = 500"
    )
    formats = {row.name: row for row in read_cards(good).formats}
    assert good.problems == []
    assert (formats["square"].width, formats["square"].jpeg) == (1080, False)
    assert (formats["banner"].height, formats["banner"].shape) == (500, "wide")
    assert list(formats)[-1] == "banner"


def test_the_template_of_photographs_is_the_themes_own_where_none_is_named() -> None:
    cards = read_cards(tables('cards.template = "quote"'))
    assert (cards.template, cards.photo_template) == ("quote", "quote")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("cards.posts = 3", ["theme-choice"]),
        ('cards.code = "yes"', ["theme-boolean"]),
        ("cards.formats.square = 3", ["format-form"]),
        ("[cards.formats.SQUARE]\nwidth = 500\nheight = 500", ["format-form"]),
        ("[cards.formats.quote-1]\nwidth = 500\nheight = 500", ["format-form"]),
        ("[cards.formats.banner]\nwidth = 500", ["theme-number"]),
        ("[cards.formats.square]\nsafe = [1, 2, 3]", ["format-safe"]),
        ("[cards.formats.square]\nsafe = [1, 2, 3, -4]", ["format-safe"]),
        ("[cards.formats.square]\nsafe = [0, 270, 0, 270]", ["format-safe"]),
        ('cards.logo = "none.png"', ["logo-image"]),
    ],
)
def test_what_no_card_can_be_made_of_is_a_problem(text: str, ids: list[str]) -> None:
    bad = tables(text)
    read_cards(bad)
    assert [problem.id for problem in bad.problems] == ids


def test_a_logo_is_read_where_it_is_an_image(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "logo.png"
    Image.new("RGB", (4, 4)).save(path)
    assert read_cards(tables(f'cards.logo = "{path}"')).logo == path.read_bytes()


def test_a_command_chooses_formats_and_a_template(theme: Theme) -> None:
    cards = for_cards(theme, template="quote", formats="story, square,", scale=2).cards
    assert (cards.chosen, cards.photo_template, cards.scale) == (("story", "square"), "quote", 2)


def test_a_format_or_a_scale_that_is_not_there_is_refused(theme: Theme) -> None:
    with pytest.raises(ThemeError, match='there is no format "banner"; there are open-graph, square'):
        for_cards(theme, formats="banner")
    with pytest.raises(ThemeError, match="scale: 4; it is 1, 2 or 3"):
        for_cards(theme, scale=4)
