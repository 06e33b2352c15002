"""The channels that a page or a theme picks: everywhere in the kit, in their order."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf

import brochure
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
