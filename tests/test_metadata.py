"""Metadata, as validators and preview readers that others wrote see them; ``brochure meta``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure.cards import composition
from brochure.share import rendering
from brochure.text import content
from tests.conftest import PAGES, ROOT, SUMMIT, Run
from tests.oracles import ask


def share_pages() -> list[tuple[brochure.Page, str]]:
    theme = brochure.load_theme("agora")
    pages = [page for page in map(brochure.read, (SUMMIT, *PAGES)) if page.url]
    return [(page, next(iter(rendering.render(page, theme))).data.decode()) for page in pages]


@pytest.mark.slow
def test_a_validator_finds_nothing_missing_and_three_readers_see_our_card(
    theme: brochure.Theme,
) -> None:
    pages = share_pages()
    broken = "<!DOCTYPE html><html><head><title>x</title></head><body>y</body></html>"
    answers = ask(
        "meta.js",
        [{"html": html, "url": page.url} for page, html in pages]
        + [{"html": broken, "url": "https://exemple.org"}],
    )
    without = answers.pop()
    assert without["tests"]["failed"]
    assert not without["ogs"].get("alt")
    assert not without["unfurl"].get("alt")
    assert len(answers) >= 8
    for (page, html), answer in zip(pages, answers, strict=True):
        assert answer["tests"]["failed"] == []
        assert answer["tests"]["passed"] >= 20
        said = content.set_page(page)
        for reader in (answer["ogs"], answer["unfurl"], answer["preview"]):
            assert reader["title"] == said.title
            assert reader["description"] in _unescaped(html)
            assert not said.lead or reader["description"] == said.lead
            assert (
                reader["image"]
                .split("?v=")[0]
                .endswith(("cards/open-graph.png", "cards/open-graph.jpg"))
            )
        card = composition.compose_one(page, theme, "open-graph")
        assert answer["unfurl"]["card_alt"] == card.alt
        for reader in (answer["ogs"], answer["unfurl"]):
            assert reader["alt"] == card.alt
            assert reader["url"] == page.url


def _unescaped(html: str) -> str:
    import html as library

    return library.unescape(html)


@pytest.mark.slow
def test_the_share_page_passes_a_second_html_validator() -> None:
    theme = brochure.load_theme("agora")
    made = [html for _, html in share_pages()]
    for path in sorted((ROOT / "docs" / "example").glob("*.md")):
        kit = brochure.build(brochure.read(path), theme, only=["share", "preview"])
        made += [
            a.data.decode()
            for a in kit.artifacts
            if a.path in {"share/index.html", "share/press.html", "preview.html"}
        ]
    found = ask("validate.js", [*made, "<!DOCTYPE html><p><a>x</b></p>"])
    assert found.pop()
    assert found == [[] for _ in made]
    assert len(made) >= 16


def test_meta_prints_the_head_that_the_share_page_has(run: Run, kit: brochure.Kit) -> None:
    done = run("meta", str(SUMMIT))
    assert done.returncode == 0, done.stderr
    (index,) = (a.data.decode() for a in kit.artifacts if a.path == "share/index.html")
    assert done.stdout.strip() in index
    assert done.stdout.startswith('<link rel="canonical" href="https://www.gouvernement.fr/')
    values: dict[str, Any] = json.loads(run("meta", str(SUMMIT), "--json").stdout)
    meta = {name: content for _, name, content in values["meta"]}
    assert meta["og:title"] == "Sommet mondial du Partenariat pour un gouvernement ouvert"
    assert [node["@type"] for node in values["json_ld"]["@graph"]] == ["Article", "Event"]


def test_a_past_event_asks_nobody_to_register(kit: brochure.Kit) -> None:
    (index,) = (a.data.decode() for a in kit.artifacts if a.path == "share/index.html")
    assert "RegisterAction" not in index
    assert '"offers"' not in index


def test_a_page_without_an_address_has_no_metadata(run: Run, tmp_path: Any) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\nx\n")
    done = run("meta", "a.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert '"T" gives no address; write url:' in done.stderr


def test_previews_credit_the_page_s_accounts_before_the_theme_s(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        'extends = "agora"\n[share.accounts]\nx = "@gouvernementFR"\nmastodon = "@a.b@exemple.fr"\n'
    )
    (tmp_path / "a.md").write_text(
        "---\ntitle: T\nurl: https://exemple.org/a\naccounts: {x: ville_15}\n"
        "hashtags: [Climat, Ville]\n---\nx\n"
    )
    page, theme = brochure.read(tmp_path / "a.md"), brochure.load_theme(str(tmp_path / "own.toml"))
    meta = [(name, content) for _, name, content in rendering.head_values(page, theme)["meta"]]
    assert ("twitter:site", "@ville_15") in meta
    assert ("fediverse:creator", "a.b@exemple.fr") in meta
    assert [content for name, content in meta if name == "article:tag"] == ["Climat", "Ville"]
    plain = rendering.head_values(page, brochure.load_theme("agora"))["meta"]
    assert "fediverse:creator" not in {name for _, name, _ in plain}
