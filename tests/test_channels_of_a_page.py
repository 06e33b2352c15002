"""The channels that a page or a theme picks: everywhere in the kit, in their order."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import brochure
from brochure.networks import share_links
from tests.conftest import artifact

PICKED = ("mastodon", "viber", "email", "copy")


def test_a_page_picks_its_channels_for_the_whole_kit(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    kit = brochure.build(replace(page, channels=PICKED), theme, only=["pdf", "qr", "share"])
    assert sorted(a.path for a in kit.products["qr"]) == [
        "qr/email.png", "qr/email.svg", "qr/mastodon.png", "qr/mastodon.svg", "qr/page.pdf",
        "qr/page.png", "qr/page.svg",
    ]  # fmt: skip
    text = artifact(kit, "share/index.html").data.decode()
    places = [
        text.index(part) for part in ("share.joinmastodon.org", "viber://forward", "mailto:?subject")
    ]
    assert places == sorted(places)
    assert "facebook.com" not in text
    with pikepdf.open(io.BytesIO(artifact(kit, "brochure.pdf").data)) as pdf:
        links = [
            str(note.A.URI) for sheet in pdf.pages for note in sheet.get("/Annots", []) if "/A" in note
        ]
    assert any(link.startswith("https://share.joinmastodon.org/") for link in links)
    assert any(link.startswith("viber://") for link in links)
    assert not any("facebook" in link for link in links)


def test_a_theme_picks_for_pages_that_do_not(page: brochure.Page, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "agora"\n[share]\nchannels = ["threads", "copy"]\n')
    theme = brochure.load_theme(str(file))
    kit = brochure.build(page, theme, only=["qr"])
    assert {a.path for a in kit.artifacts} == {
        "qr/page.svg", "qr/page.png", "qr/page.pdf", "qr/threads.svg", "qr/threads.png",
    }  # fmt: skip
    kit = brochure.build(replace(page, channels=("x",)), theme, only=["qr"])
    assert "qr/threads.svg" not in {a.path for a in kit.artifacts}


@pytest.mark.parametrize("number", [6, 7, 12, 13, 20])
def test_links_on_the_back_cover_never_lie_on_the_address(number: int, theme: brochure.Theme) -> None:
    keys = tuple(key for key in share_links.channel_keys() if key != "copy")[:number]
    page = brochure.Page(
        slug="t", lang="fr", title="T", body="x", url="https://exemple.org/canaux", channels=keys
    )
    made = artifact(brochure.build(page, theme, only=["pdf"]), "brochure.pdf")
    document = pypdfium2.PdfDocument(made.data)
    text = document[len(document) - 1].get_textpage()
    boxes = [text.get_rect(i) for i in range(text.count_rects())]
    assert len(boxes) > number
    for one, other in combinations(boxes, 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        high = min(one[3], other[3]) - max(one[1], other[1])
        assert min(wide, high) < 1.5, (one, other)
