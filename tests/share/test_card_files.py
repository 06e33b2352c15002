"""Card files: the share pages say the same of the cards, from the files or before there are any."""

from __future__ import annotations

import brochure
from brochure.building import preparing
from brochure.cards import rendering
from brochure.page import Page
from brochure.share import card_files
from brochure.theme import Theme
from tests.conftest import ROOT

PHOTO = ROOT / "tests" / "pages" / "photo.md"


def test_made_cards_say_what_the_composed_ones_say(kit: brochure.Kit, page: Page, theme: Theme) -> None:
    seen, theme = preparing.prepared(page, theme)
    made = card_files.of_page(seen, theme, kit.products["cards"])
    assert len(made) > 8
    assert made == card_files.of_page(seen, theme, ())
    assert {card.jpeg_path for card in made.values()} > {""}


def test_photographic_cards_are_their_own_jpegs(theme: Theme) -> None:
    seen, theme = preparing.prepared(brochure.read(PHOTO), theme)
    made = card_files.of_page(seen, theme, rendering.render(seen, theme))
    assert made == card_files.of_page(seen, theme, ())
    assert made["open-graph"].path == made["open-graph"].jpeg_path == "cards/open-graph.jpg"
