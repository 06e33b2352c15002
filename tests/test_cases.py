"""Pages, texts and front matter as people have them: what comes of each, as `cases/cases.toml` says."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.conftest import ROOT, Run
from tests.test_reading_order import text_along_tags

FOLDER = ROOT / "tests" / "cases"
CASES = tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))["case"]
_HIDDEN = re.compile("[\x02\u00ad\u200b-\u200f\u2060\u2066-\u2069\ufffe]")
"""What PDFium and HTML hold without showing it; U+0002 and U+FFFE are PDFium's divided words."""


def read_pdf(path: Path) -> list[str]:
    """The lines of a PDF, in the order in which they are drawn."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [_HIDDEN.sub("", line) for page in pages for line in re.split(r"[\r\n]+", page)]


def read_html(path: Path) -> str:
    """The words of an HTML page's body, without scripts, with a space where an element ends."""
    text = path.read_text(encoding="utf-8").partition("<body>")[2]
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:p|li|h\d|div|ol|ul|td|th|tr|br|dt|dd)\b[^>]*>", " ", text)
    return _HIDDEN.sub("", unescape(re.sub(r"<[^>]*>", "", text)))


def squeezed(text: str) -> str:
    return " ".join(text.split())


def texts_of(kit: Path) -> dict[str, str]:
    """The words of the brochure, along its tags, and of its HTML twin where there is one."""
    data = (kit / "brochure.pdf").read_bytes()
    texts = {"brochure.pdf": squeezed(_HIDDEN.sub("", text_along_tags(data)))}
    if (kit / "share" / "index.html").is_file():
        texts["share/index.html"] = squeezed(read_html(kit / "share" / "index.html"))
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("row", CASES, ids=lambda row: row["file"] + "".join(row.get("options", [])))
def test_a_page_as_people_have_it_says_what_it_said(
    row: dict[str, Any], run: Run, tmp_path: Path
) -> None:
    options = row.get("options", [])
    only = [] if "--only" in options else ["--only", "pdf"]
    done = run("build", str(FOLDER / row["file"]), "-o", str(tmp_path / "out"), *only, *options)
    assert [pattern for pattern in row.get("says", []) if not re.search(pattern, done.stderr)] == []
    assert done.returncode == int(row.get("fails", False)), done.stderr
    if done.returncode:
        assert not (tmp_path / "out").exists()
        return
    (kit,) = (path for path in (tmp_path / "out").iterdir() if path.is_dir())
    for name, text in texts_of(kit).items():
        assert [wanted for wanted in row.get("shows", []) if squeezed(wanted) not in text] == [], (
            f"{name}: {text}"
        )
        assert [hidden for hidden in row.get("hides", []) if squeezed(hidden) in text] == [], name
        prints = row.get("prints", []) if name == "brochure.pdf" else []
        assert [wanted for wanted in prints if wanted not in text] == [], text
    lines = [squeezed(line) for line in read_pdf(kit / "brochure.pdf")] if "whole" in row else []
    for wanted in row.get("whole", []):
        assert any(wanted in line for line in lines), (wanted, lines)


GENERATORS = sorted((FOLDER / "generators").glob("*.md"))


@pytest.mark.parametrize("path", GENERATORS, ids=lambda path: path.stem)
def test_the_front_matter_of_a_generator_makes_cards(path: Path, run: Run, tmp_path: Path) -> None:
    formats = ("--only", "cards", "--formats", "open-graph")
    done = run("build", str(path), "-o", str(tmp_path / "out"), *formats)
    text = path.read_text(encoding="utf-8")
    draft = "draft: true" in text or "published: false" in text
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out").exists() is not draft
    if draft:
        assert (
            run("build", str(path), "-o", str(tmp_path / "out"), *formats, "--drafts").returncode == 0
        )
        assert (tmp_path / "out").exists()


DESCRIPTIONS = {
    "citation": "Puis le texte.", "code": "Puis le texte.", "commentaire": "Le vrai texte.",
    "court": "À venir.", "image": "Le vrai texte.",
    "liste": "Puis un vrai paragraphe qui décrit la page.",
    "note": "Le premier paragraphe a une note et un lien code.",
    "table": "Puis un vrai paragraphe.", "titre": "Le vrai paragraphe vient ensuite.",
}  # fmt: skip


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_is_the_first_real_sentence(name: str, run: Run) -> None:
    done = run("meta", str(FOLDER / "32-descriptions" / f"{name}.md"))
    assert done.returncode == 0, done.stderr
    assert f'<meta name="description" content="{DESCRIPTIONS[name]}">' in done.stdout
