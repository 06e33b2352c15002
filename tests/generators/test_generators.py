"""Sites as their generators build them: each page has its card, its head block and its kit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from docutils.core import publish_doctree

from brochure.errors import BrochureError
from brochure.generators import kits
from brochure.generators.markdown_of_docutils import page_of
from tests.conftest import ROOT

HERE = Path(__file__).parent

POINTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """One in which brochure is installed with its entry points, however it is run here."""
    told = tmp_path / "installed" / "brochure_points-1.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: brochure-points\nVersion: 1\n")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in points.items())
        for group, points in POINTS.items()
    )
    (told / "entry_points.txt").write_text("\n".join(groups))
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{told.parent}"}


def built(folder: Path, environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def meta(html: str) -> dict[str, str]:
    """The properties of a page's head that networks read; none is there twice."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html)
    names = [name for name, _ in found if name != "viewport"]  # Sphinx says it twice itself
    assert len(names) == len({*names}), names
    return dict(found)


def look(site: Path, page: str, folder: str, address: str) -> None:
    """A page of a finished site shows its own card, which is there."""
    html = (site / page).read_text(encoding="utf-8")
    head = html.split("</head>")[0]
    told = meta(head)
    assert told["og:url"] == f"https://exemple.org/town/{address}"
    image = told["og:image"].partition("?")[0]  # its version follows
    assert image == f"https://exemple.org/town/kits/{folder}/cards/open-graph.png"
    assert told["og:image:alt"].startswith(told["og:title"][:8])
    assert head.count('rel="canonical"') == 1
    assert (site / "kits" / folder / "cards/open-graph.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.slow
def test_mkdocs_builds_a_site_with_cards_and_brochures(
    environment: dict[str, str], tmp_path: Path
) -> None:
    site = Path(shutil.copytree(HERE / "mkdocs", tmp_path / "town"))
    done = built(site, environment, "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    look(site / "site", "index.html", "index", "")
    look(site / "site", "guide/install/index.html", "guide--install", "guide/install/")
    settings = (site / "mkdocs.yml").read_text(encoding="utf-8")
    with_pdf = settings + "      products: [cards, pdf]\n"
    (site / "mkdocs.yml").write_text(with_pdf, encoding="utf-8")
    (site / "docs/index.md").write_text("---\ntitle: A\nfigures: 3\n---\nText.\n", encoding="utf-8")
    done = built(site, environment, "mkdocs", "build", "--strict")
    assert done.returncode == 1
    assert "index.md:3" in done.stderr
    html = (site / "site/guide/install/index.html").read_text(encoding="utf-8")
    assert '<a href="../../kits/guide--install/brochure.pdf" type="application/pdf">The same on' in html
    assert (site / "site/kits/guide--install/brochure.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.slow
def test_sphinx_builds_a_site_with_cards(environment: dict[str, str], tmp_path: Path) -> None:
    source = Path(shutil.copytree(HERE / "sphinx", tmp_path / "town"))
    done = built(source, environment, "sphinx", "-W", "-q", ".", "out")
    assert done.returncode == 0, done.stderr
    look(source / "out", "index.html", "index", "index.html")
    look(source / "out", "guide/install.html", "guide--install", "guide/install.html")
    told = meta((source / "out/index.html").read_text(encoding="utf-8").split("</head>")[0])
    assert told["og:description"] == "What there is to know of the town."


def test_what_docutils_read_is_written_as_markdown() -> None:
    text = (HERE / "sphinx/index.rst").read_text(encoding="utf-8").partition(".. toctree::")[0]
    assert page_of(publish_doctree(text, settings_overrides={"doctitle_xform": False}), "en") == (
        '---\ntitle: "The town, and all that is in it"\nlang: "en"\n'
        'lead: "What there is to know of the town."\n---\n\n'
        "What there is to know of the town, and where to find it:\n\n"
        "- the river,\n- the 3 \\* 4 bridges.\n\n"
        "## Numbers\n\n"
        "1. One.\n\n   ```\n   x = `y`\n   ```\n\n"
        "> Read this first.\n"
    )


ROW = {"head": '<link rel="canonical" href="x">\n<meta name="description" content="ours">\n'}


def test_what_a_theme_says_already_gives_way_to_the_head_block() -> None:
    html = (
        '<head><meta name="description" content="a > b"><link rel="canonical" href="y"/><b></head><p>'
    )
    assert kits.with_head(html.replace(" > ", " "), ROW) == f"<head><b>{ROW['head']}</head><p>"
    assert kits.with_head("<p>no head</p>", ROW) == "<p>no head</p>"


def test_a_site_that_cannot_be_built_is_told_with_what_was_said(tmp_path: Path) -> None:
    with pytest.raises(BrochureError, match="no such folder"):
        kits.build(tmp_path / "none", tmp_path / "out", {"a.md": "https://a.org/"}, "", kits.Wanted())
    assert kits.build(tmp_path, tmp_path / "out", {}, "", kits.Wanted()).pages == {}


def test_what_is_told_of_a_page_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nfigures: 3\n---\nText.\n", encoding="utf-8")
    found = kits.build(
        tmp_path, tmp_path / "out", {"a.md": "https://a.org/"}, "https://a.org", kits.Wanted()
    )
    ((name, problem),) = kits.told_of(found)
    assert (name, problem.place.file, problem.place.line) == ("a.md", "a.md", 3)
    json.loads((tmp_path / "out/kits.json").read_bytes())
