"""The codes of a page: its address, and one for each share link that opens something."""

from __future__ import annotations

from dataclasses import replace

import brochure
from brochure.codes.rendering import LEAST_PX, render
from brochure.networks.page_links import links_of


def test_there_is_a_code_for_the_page_and_for_each_link_that_opens(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    two = replace(page, channels=("facebook", "email"))
    made = {artifact.path: artifact for artifact in render(two, theme)}
    keys = ["page", *(link.key for link in links_of(two) if link.coded)]
    assert keys == ["page", "facebook", "email"]
    assert set(made) == {
        "qr/page.pdf",
        *(f"qr/{key}.{kind}" for key in keys for kind in ("svg", "png")),
    }
    assert all(len(artifact.facts.codes) == 1 for artifact in made.values())
    assert made["qr/page.svg"].facts.codes[0].payload == page.url


def test_a_raster_has_whole_modules_and_enough_of_them(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    for artifact in render(replace(page, channels=()), theme):
        if artifact.path.endswith(".png"):
            facts = artifact.facts
            assert facts.width_px == facts.height_px >= LEAST_PX
            assert facts.width_px == facts.px_per_module * (
                facts.modules + 2 * facts.quiet_zone_modules
            )
