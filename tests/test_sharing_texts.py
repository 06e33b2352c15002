"""What sharing writes to be copied: captions in Markdown that does nothing, own ones as written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import brochure
from brochure.share import rendering
from brochure.themes import theme_file
from tests.conftest import ROOT, artifact

EVIL = "Budget [vote](http://evil.example) <b>x</b> ![i](http://evil.example/p.png) `a`"


def test_captions_as_markdown_say_their_words_and_do_nothing(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    evil = replace(page, title=EVIL, lead="``` # Titre ```" * 3, captions={"x": "a\n```\n## b"})
    made = artifact(brochure.build(evil, theme, only=["share"]), "share/captions.md").data.decode()
    tokens = MarkdownIt().parse(made)
    assert [t.type for t in tokens if t.type == "heading_open"] == ["heading_open"] * 11
    assert len([t for t in tokens if t.type == "fence"]) == 10
    inner = [child.type for t in tokens for child in t.children or ()]
    assert not {"link_open", "image", "html_inline"} & set(inner)
    assert "vote" in made


def test_own_captions_keep_their_paragraphs(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: T\ncaptions:\n  x: |-\n    Un.\n\n    Deux.\n---\nx\n")
    assert brochure.read(file).captions["x"] == "Un.\n\nDeux."


def test_captions_attach_a_card_that_is_made(page: brochure.Page, theme: brochure.Theme) -> None:
    look = theme_file.for_cards(theme, formats="square")
    kit = brochure.build(page, look, only=["cards", "share"])
    made = {a.path for a in kit.products["cards"]}
    text = artifact(kit, "share/captions.json").data.decode()
    assert "cards/open-graph.png" not in text
    assert any(path in text for path in made)


@pytest.mark.slow
def test_a_page_of_photographs_still_has_its_preview(theme: brochure.Theme) -> None:
    photo = brochure.read(ROOT / "tests" / "pages" / "photo.md")
    large = theme_file.for_cards(theme, scale=3)
    kit = brochure.build(photo, large, only=["share", "preview"])
    assert len(artifact(kit, "preview.html").data) < 3_000_000
    assert rendering.head_values(photo, theme)["canonical"] == photo.url


def test_what_the_preview_says_was_read_back_was_read_back(
    theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Products that are made for the preview alone are proved like those of the kit."""
    from brochure.codes import encoder, svg_png

    wrong = encoder.encode("https://exemple.org/wrong")
    drawn = svg_png.png
    monkeypatch.setattr(svg_png, "png", lambda matrix, *rest, **more: drawn(wrong, *rest, **more))
    with pytest.raises(
        brochure.BrochureError, match=r"qr/page.png: page 1: the code for .* does not read"
    ):
        brochure.build(brochure.read(ROOT / "tests" / "pages" / "sobre.md"), theme, only=["preview"])


def test_links_show_a_card_that_is_made(page: brochure.Page, theme: brochure.Theme) -> None:
    look = theme_file.for_cards(theme, formats="pin,square")
    kit = brochure.build(page, look, only=["cards", "share"])
    text = artifact(kit, "share/index.html").data.decode()
    made = {a.path for a in kit.products["cards"]}
    linked = set(re.findall(r"cards/[a-z0-9-]+\.(?:png|jpg)", text))
    assert linked
    assert linked <= made
    assert 'name="twitter:card" content="summary"' in text
    assert 'property="og:image:width" content="1000"' in text


def test_the_captions_of_a_card_speak_of_its_subject(kit: brochure.Kit) -> None:
    text = artifact(kit, "share/press.html").data.decode()
    items = re.findall(r"<li><img.*?</details>\s*</div></li>", text, re.DOTALL)
    bodies = {item.split('src="../')[1].split('"')[0]: item for item in items}
    assert len(bodies) == 10
    for path, body in bodies.items():
        posts = re.findall(r'<p class="post">(.*?)</p>', body, re.DOTALL)
        assert posts
        assert any("Proposer des outils" in post for post in posts) == (path == "cards/quote-1.png")
        assert all("Plus de 70 pays" in post.replace("\xa0", " ") for post in posts) == (
            path == "cards/figure-1.png"
        )


def test_instagram_is_given_a_jpeg(kit: brochure.Kit) -> None:
    rows = json.loads(artifact(kit, "share/captions.json").data)["captions"]
    images = {row["network"]: row["image"] for row in rows}
    assert images["instagram"] == "cards/portrait.jpg"
    assert images["threads"] == "cards/portrait.png"
    assert set(images.values()) <= {a.path for a in kit.artifacts}
