"""What is no text of a page is in no product of its kit: no text, no metadata, no attached source."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import brochure
from tests.conftest import Run

SOURCE = """---
title: Fête <!-- zqtitre --> du **port** &amp; régates
lang: fr
url: https://exemple.org/fete
kicker: "*Samedi* <small>soir</small>"
# zqremarque : à relire avant publication
event: {starts: 2027-03-12, place: "Quai **Est**"}
quotes:
  - {text: "Une *grande* fête.", by: "M^me^ <!-- zqpar --> Durand"}
figures:
  - {value: "**12**", label: "bateaux `anciens`"}
---

<!-- zqbudget :

12 000 € -->

Une première phrase[^1] avec [un lien](https://exemple.org/lien). Une seconde.

- un point <!-- zqpoint -->

| a | b |
|---|---|
| 1 | 2 |

[^1]: La note.
"""


def texts(artifact: brochure.Artifact) -> str:
    """All that a reader, a program or a curious person finds in ``artifact``."""
    if not artifact.path.endswith(".pdf"):
        return artifact.data.decode("utf-8", errors="replace")
    document = pypdfium2.PdfDocument(artifact.data)
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    with pikepdf.open(io.BytesIO(artifact.data)) as pdf:
        attached = [pdf.attachments[name].get_file().read_bytes().decode() for name in pdf.attachments]
        return "\n".join([words, *attached, str(pdf.docinfo)])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> brochure.Kit:
    source: Path = tmp_path_factory.mktemp("page") / "fete.md"
    source.write_text(SOURCE, encoding="utf-8")
    return brochure.build(brochure.read(source), brochure.load_theme("agora"))


@pytest.mark.slow
def test_no_comment_reaches_any_product(built: brochure.Kit) -> None:
    secrets = ("zqremarque", "zqtitre", "zqbudget", "zqpar", "zqpoint", "12 000")
    found = {
        (artifact.path, secret)
        for artifact in built.artifacts
        for secret in secrets
        if secret in texts(artifact)
    }
    assert found == set()


@pytest.mark.slow
def test_marks_in_short_texts_are_printed_nowhere(built: brochure.Kit) -> None:
    marked = ("**", "*Samedi*", "<small>", "M^me^", "`anciens`", "*grande*")
    for artifact in built.artifacts:
        if artifact.path.endswith((".html", ".ics", ".json")) and artifact.path != "preview.html":
            words = texts(artifact)
            assert [mark for mark in marked if mark in words] == [], artifact.path
        assert "**" not in artifact.facts.title
        assert "**" not in artifact.facts.alt


@pytest.mark.slow
def test_descriptions_are_the_first_sentences_where_there_is_no_lead(built: brochure.Kit) -> None:
    by_path = {artifact.path: artifact.data.decode() for artifact in built.products["share"]
               if artifact.path.endswith((".html", ".ics", ".json"))}  # fmt: skip
    said = "Une première phrase avec un lien. Une seconde."
    assert f'<meta property="og:description" content="{said}">' in by_path["share/index.html"]
    assert said in by_path["share/event.ics"].replace("\r\n ", "")
    captions = json.loads(by_path["share/captions.json"])["captions"]
    assert all(said in row["text"] for row in captions if row["network"] == "facebook")


@pytest.mark.slow
def test_print_says_where_links_lead_and_the_screen_links_them(built: brochure.Kit) -> None:
    files = {a.path: texts(a) for a in built.artifacts if a.path.endswith(".pdf")}
    for path in ("print/brochure.pdf", "print/booklet.pdf", "print/leaflet.pdf"):
        assert "exemple.org/lien" in files[path], path
    assert "exemple.org/lien" not in files["brochure.pdf"].split("---")[0]


def test_lenient_leaves_out_what_cannot_be_printed_and_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\nUn {{< x >}} texte.\n", encoding="utf-8")
    refused = run("build", "a.md", "--only", "pdf")
    assert refused.returncode == 1
    assert "error: a.md:4: {{< x >}} is a shortcode" in refused.stderr
    built = run("build", "a.md", "--only", "pdf", "--lenient")
    assert built.returncode == 0
    assert "warning: a.md:4: {{< x >}} is a shortcode" in built.stderr


def test_the_attached_source_keeps_a_hash_that_is_text(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    text = "---\ntitle: T\n# secret\nlead: |\n  # Un\n  deux\nnote: x\n  # secret\n---\n# Titre\n"
    source.write_text(text, encoding="utf-8")
    kept = brochure.read(source).source
    assert kept == "---\ntitle: T\n\nlead: |\n  # Un\n  deux\nnote: x\n\n---\n# Titre\n"


def test_the_attached_source_keeps_a_hash_in_quotation_marks(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    text = '+++\ntitle = \'T\'\n# secret\nlead = """\n# Un\ndeux"""\n# secret\n+++\nx\n'
    source.write_text(text, encoding="utf-8")
    assert brochure.read(source).source == text.replace("# secret", "")
