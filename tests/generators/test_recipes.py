"""The recipes of docs/generators.md as they stand there, built by the generators that are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

DOC = (ROOT / "docs/generators.md").read_text(encoding="utf-8")

PAGES = {"river.md": "---\ntitle: The river\nlayout: default\nslug: water\n---\nIt flows.\n"}


def recipe(generator: str) -> dict[str, list[str]]:
    """The blocks of code of a generator's section, by their language."""
    section = DOC.partition(f"\n## {generator}\n")[2].partition("\n## ")[0]
    found: dict[str, list[str]] = {}
    for language, text in re.findall(r"```([\w-]+)\n(.*?)```", section, re.DOTALL):
        found.setdefault(language, []).append(text)
    return found


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def build(folder: Path, run: Run, *generator: str) -> None:
    """Build the kits, give the map to the generator, and build the site."""
    done = run("site", "--formats", "open-graph", "--only", "cards", cwd=folder)
    assert done.returncode == 0, done.stderr
    made = subprocess.run([*generator], cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


def test_each_recipe_is_found() -> None:
    assert {*recipe("Hugo")} == {"toml", "console", "go-html-template"}
    assert {*recipe("Jekyll")} == {"toml", "liquid"}
    assert {*recipe("Eleventy")} == {"console", "js", "jinja"}
    assert {*recipe("Astro")} == {"astro"}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("hugo"), reason="Hugo is not installed")
def test_hugo_shows_the_head_of_each_kit(tmp_path: Path, run: Run) -> None:
    code = recipe("Hugo")
    head, link = code["go-html-template"]
    layout = f'<head>{{{{ partial "kit.html" . }}}}</head>{link}'
    write(tmp_path, {
        "config.toml": 'baseURL = "https://www.example.org/"\ndisableKinds = ["taxonomy", "term"]\n',
        "brochure.toml": code["toml"][0], "layouts/partials/kit.html": head,
        "layouts/_default/single.html": layout, "layouts/_default/list.html": layout,
        "content/posts/river.md": PAGES["river.md"], "content/_index.md": "# The town\n\nA text.\n",
    })  # fmt: skip
    listed = subprocess.run(["hugo", "list", "all"], cwd=tmp_path, capture_output=True, check=True)
    (tmp_path / "addresses.csv").write_bytes(listed.stdout)
    move = "mkdir -p data && cp static/kits/kits.json data/kits.json && hugo"
    assert move in code["console"][0]
    build(tmp_path, run, "sh", "-c", move)
    html = (tmp_path / "public/posts/water/index.html").read_text(encoding="utf-8")
    assert 'href="https://www.example.org/posts/water/"' in html
    assert 'content="https://www.example.org/kits/posts--river/cards/open-graph.png' in html
    assert (tmp_path / "public/kits/posts--river/cards/open-graph.png").is_file()
    assert 'rel="canonical"' in (tmp_path / "public/index.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("jekyll"), reason="Jekyll is not installed")
def test_jekyll_shows_the_head_of_each_kit(tmp_path: Path, run: Run) -> None:
    code = recipe("Jekyll")
    write(tmp_path, {
        "_config.yml": "url: https://www.example.org\n", "brochure.toml": code["toml"][0],
        "_includes/kit.html": code["liquid"][0],
        "_layouts/default.html": "<head>{% include kit.html %}</head>{{ content }}",
        "_posts/2026-05-01-river.md": PAGES["river.md"].replace("slug: water\n", ""),
    })  # fmt: skip
    move = "mkdir -p _data && cp kits/kits.json _data/kits.json && jekyll build"
    assert move in DOC
    build(tmp_path, run, "sh", "-c", move)
    html = (tmp_path / "_site/2026/05/01/river.html").read_text(encoding="utf-8")
    assert 'href="https://www.example.org/2026/05/01/river.html"' in html
    assert (tmp_path / "_site/kits/posts--2026-05-01-river/cards/open-graph.png").is_file()


NODE = ROOT / "tests/generators/node_modules"
SETTINGS = (
    'address = "https://www.example.org/"\nkits = "https://www.example.org/kits/"\n'
    'products = ["cards"]\n'
)

ENTRIES = """---
import { getCollection, render } from "astro:content";
import Kit from "../components/Kit.astro";
export async function getStaticPaths() {
  const entries = await getCollection("posts");
  return entries.map((entry) => ({ params: { slug: `posts/${entry.id}` }, props: { entry } }));
}
const { entry } = Astro.props;
const { Content } = await render(entry);
---
<html><head><Kit source={entry.filePath} /></head><body><Content /></body></html>
"""

COLLECTION = """import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
const posts = defineCollection({ loader: glob({ pattern: "**/*.md", base: "./src/content/posts" }) });
export const collections = { posts };
"""


@pytest.mark.slow
@pytest.mark.skipif(not (NODE / "@11ty").is_dir(), reason="make generators installs Eleventy")
def test_eleventy_shows_the_head_of_each_kit(tmp_path: Path, run: Run) -> None:
    code = recipe("Eleventy")
    write(tmp_path, {
        "package.json": '{"type": "module"}', "eleventy.config.js": code["js"][0],
        "brochure.toml": SETTINGS, "_includes/kit.njk": code["jinja"][0],
        "_includes/base.njk": '<head>{% include "kit.njk" %}</head>{{ content | safe }}',
        "river.md": PAGES["river.md"].replace("layout: default", "layout: base.njk"),
    })  # fmt: skip
    (tmp_path / "node_modules").symlink_to(NODE)
    eleventy = ("npx", "--no-install", "@11ty/eleventy")
    listed = subprocess.run([*eleventy, "--to=json"], cwd=tmp_path, capture_output=True, check=True)
    (tmp_path / "addresses.json").write_bytes(listed.stdout)
    assert (
        "--to=json > addresses.json && brochure site --addresses addresses.json" in code["console"][0]
    )
    options = ("--addresses", "addresses.json", "--formats", "open-graph")
    assert run("site", *options, cwd=tmp_path).returncode == 0
    subprocess.run([*eleventy, "--quiet"], cwd=tmp_path, check=True)
    html = (tmp_path / "_site/river/index.html").read_text(encoding="utf-8")
    assert 'href="https://www.example.org/river/"' in html
    assert 'content="https://www.example.org/kits/river/cards/open-graph.png' in html
    assert (tmp_path / "_site/kits/river/cards/open-graph.png").is_file()


@pytest.mark.slow
@pytest.mark.skipif(not (NODE / "astro").is_dir(), reason="make generators installs Astro")
def test_astro_shows_the_head_of_each_kit(tmp_path: Path, run: Run) -> None:
    places = '\npermalinks = "astro"\npages = "src/content"\noutput = "public/kits"\n'
    assert '`permalinks = "astro"`, `pages = "src/content"`' in DOC
    write(tmp_path, {
        "package.json": '{"type": "module"}', "brochure.toml": SETTINGS + places,
        "astro.config.mjs": 'export default { cacheDir: "./.cache" };\n',
        "src/components/Kit.astro": recipe("Astro")["astro"][0], "src/content.config.mjs": COLLECTION,
        "src/pages/[...slug].astro": ENTRIES,
        "src/content/posts/river.md": "---\ntitle: The river\n---\nIt flows.\n",
    })  # fmt: skip
    (tmp_path / "node_modules").symlink_to(NODE)
    env = {**os.environ, "ASTRO_TELEMETRY_DISABLED": "1"}
    assert run("site", "--formats", "open-graph", cwd=tmp_path).returncode == 0
    made = subprocess.run(
        ["npx", "--no-install", "astro", "build"], cwd=tmp_path, env=env, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    html = (tmp_path / "dist/posts/river/index.html").read_text(encoding="utf-8")
    assert 'href="https://www.example.org/posts/river/"' in html
    assert (tmp_path / "dist/kits/posts--river/cards/open-graph.png").is_file()
