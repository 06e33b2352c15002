"""``brochure import``, and ``brochure build`` of what has to be imported first."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from PIL import Image

from brochure.importing import bringing
from brochure.importing.imported import Imported
from tests.conftest import ROOT, Run
from tests.importing.servers import Answer, site
from tests.test_writing import tree

SAVED = ROOT / "tests" / "importing" / "saved"
HERE = ("--allow-private", "127.0.0.1")
TITLE = "Atelier ouvert à la mairie"
SLUG = "atelier-ouvert-a-la-mairie"

_TEXT = (
    "Samedi 12 mai, la mairie ouvre ses portes à toutes celles et à tous ceux qui veulent dessiner "
    "avec elle la place du marché. Venez avec vos questions, vos photographies et vos idées."
)
_MORE = (
    "Les plans de la place sont exposés dans la salle des mariages, de dix heures à dix-huit heures. "
    "Des architectes de la commune répondent aux questions, et un registre recueille les remarques."
)
_LAST = (
    "Le conseil municipal choisira entre les trois projets au mois de juin, après avoir lu toutes les "
    "remarques. Les travaux commenceront à la fin de l’été et dureront jusqu’au printemps."
)


def html(*more: str, title: str = TITLE, head: str = "") -> bytes:
    """A page of a town, with ``more`` in the middle of its article."""
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body><nav><a href='/'>Accueil</a></nav><main><article><h1>{title}</h1><p>{_TEXT}</p>"
        f"<h2>Les plans</h2><p>{_MORE}</p>{''.join(more)}<p>{_LAST}</p></article></main></body></html>"
    ).encode()


def picture(width: int = 640, height: int = 480, kind: str = "JPEG", colour: str = "teal") -> bytes:
    """A photograph as a camera leaves it: with its maker's name in it."""
    out, said = io.BytesIO(), Image.Exif()
    said[0x010F] = "Camera of the tests"
    Image.new("RGB", (width, height), colour).save(out, kind, exif=said)
    return out.getvalue()


def image(source: str, words: str = "La place du marché") -> str:
    return (
        f'<figure><img src="{source}" alt="{words}"><figcaption>{words}, ce matin</figcaption></figure>'
    )


JPEG = {"Content-Type": "image/jpeg"}


def said(done: CompletedProcess[str], mark: str) -> list[str]:
    """The lines of standard error that begin with ``mark``."""
    return [line for line in done.stderr.splitlines() if line.startswith(f"{mark}: ")]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A page as a browser saves it, with its pictures in a folder beside it."""
    page = tmp_path / "page.html"
    pictures = (image("page_fichiers/place.jpg"), image("page_fichiers/plan.png", "Le plan"))
    page.write_bytes(html(*pictures))
    folder = tmp_path / "page_fichiers"
    folder.mkdir()
    (folder / "place.jpg").write_bytes(picture())
    (folder / "plan.png").write_bytes(picture(kind="PNG", colour="navy"))
    return page


# What is written, and said


def test_a_saved_page_becomes_a_page_beside_its_pictures(run: Run, saved: Path, tmp_path: Path) -> None:
    done = run("import", "page.html", "-o", "pages")
    assert (done.returncode, done.stdout) == (0, f"pages/{SLUG}.md\n"), done.stderr
    made = {path.name: path.read_bytes() for path in (tmp_path / "pages").iterdir()}
    assert {*made} == {f"{SLUG}.md", f"{SLUG}-1.jpg", f"{SLUG}-2.png"}
    text = made[f"{SLUG}.md"].decode()
    assert "## Les plans" in text
    assert f"({SLUG}-2.png" in text
    assert not [name for name, data in made.items() if b"Camera of the tests" in data]


@pytest.mark.parametrize(
    ("language", "title", "lead"), [("en", "title", "lead"), ("fr", "titre", "chapeau")]
)
def test_what_was_taken_is_said(language: str, title: str, lead: str, run: Run, saved: Path) -> None:
    done = run("--messages", language, "import", "page.html")
    lines = [line.split(maxsplit=1) for line in done.stderr.splitlines()]
    assert [title, TITLE] in lines
    assert lead in [line[0] for line in lines]
    assert f"{SLUG}-1.jpg, {SLUG}-2.png" in done.stderr


def test_figures_are_found_in_the_lead_too() -> None:
    text = "Journées du patrimoine\n\nLes 19 et 20 septembre, 43 lieux vous accueillent.\n\nProgramme\n"
    page = bringing.read(bringing.Given(name="avis.txt", data=text.encode()))
    assert isinstance(page, Imported)
    assert page.lead == "Les 19 et 20 septembre, 43 lieux vous accueillent."
    assert [(figure.value, figure.label) for figure in page.figures] == [("43", "lieux")]


def test_what_stands_is_never_replaced_unasked(run: Run, saved: Path, tmp_path: Path) -> None:
    assert run("import", "page.html").returncode == 0
    assert run("import", "page.html").returncode == 0  # the same again: nothing is lost
    page = tmp_path / f"{SLUG}.md"
    page.write_text("corrected by hand", encoding="utf-8")
    (tmp_path / f"{SLUG}-1.jpg").unlink()
    refused = run("import", "page.html")
    assert refused.returncode == 1
    assert f"{SLUG}.md: stands there already" in refused.stderr
    assert page.read_text(encoding="utf-8") == "corrected by hand"
    assert not (tmp_path / f"{SLUG}-1.jpg").exists()  # all of them, or none
    assert run("import", "page.html", "--overwrite").returncode == 0
    assert TITLE in page.read_text(encoding="utf-8")


def test_two_sources_of_one_title_are_not_one_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(html())
    (tmp_path / "b.html").write_bytes(
        html("<p>Le registre est ouvert jusqu’au dernier jour du mois.</p>")
    )
    done = run("import", "a.html", "b.html", "-o", "pages")
    assert (done.returncode, done.stdout) == (1, f"pages/{SLUG}.md\n")
    assert len(said(done, "error")) == 1


def test_rows_say_the_same_to_programs(run: Run, saved: Path) -> None:
    done = run("import", "page.html", "nothing.html", "--json")
    written, failed = json.loads(done.stdout)
    assert done.returncode == 1
    assert (written["status"], written["title"], written["lang"]) == ("written", TITLE, "fr")
    assert written["pictures"] == [f"{SLUG}-1.jpg", f"{SLUG}-2.png"]
    assert (failed["status"], failed["problems"][0]["id"]) == ("failed", "source-missing")


@pytest.mark.parametrize("options", [(), ("--type", "html")])
def test_standard_input_is_read(options: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    done = run("import", "-", *options, stdin=html().decode())
    assert (done.returncode, done.stdout) == (0, f"{SLUG}.md\n"), done.stderr


def test_html_of_the_clipboard_is_read(run: Run, tmp_path: Path) -> None:
    copied = f"<meta charset='utf-8'><h1>{TITLE}</h1><p>{_TEXT}</p><p>{_MORE}</p>"
    done = run("import", "-", "--type", "html", stdin=copied)
    assert done.returncode == 0, done.stderr
    assert "photographies" in (tmp_path / f"{SLUG}.md").read_text(encoding="utf-8")


def test_a_title_names_a_file_and_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(html(title="../../etc/passwd"))
    done = run("import", "page.html", "-o", "pages")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["etc-passwd.md"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Été à Nîmes", "ete-a-nimes"),
        (
            "Le conseil municipal a adopté hier soir le budget de la prochaine année civile",
            "le-conseil-municipal-a-adopte-hier-soir-le-budget-de-la",
        ),
        (
            "Journées européennes du patrimoine 2026 : la Ville de Saint-Éloi ouvre ses portes",
            "journees-europeennes-du-patrimoine-2026",
        ),
    ],
)
def test_a_title_makes_a_name_that_is_not_too_long(title: str, name: str) -> None:
    assert bringing.slug_of(title) == name


def test_a_page_of_markdown_is_taken_word_for_word(run: Run, tmp_path: Path) -> None:
    text = "# Fête du quai\n\nDes mots, *tels quels*.\n\n![Le quai](img/un%20quai.jpg)\n"
    page = f"---\ntitle: Fête du quai\npicture:\n  file: img/place.jpg\n  alt: La place\n---\n\n{text}"
    answers = {
        "/a/fete.md": Answer(page.encode(), headers={"Content-Type": "text/plain"}),
        "/a/img/place.jpg": Answer(picture()), "/a/img/un%20quai.jpg": Answer(picture(colour="navy")),
    }  # fmt: skip
    with site(answers) as here:
        done = run("import", f"{here.at}/a/fete.md", *HERE)
    assert done.returncode == 0, done.stderr
    expected = page.replace("img/place.jpg", "fete-du-quai-1.jpg").replace(
        "img/un%20quai.jpg", "fete-du-quai-2.jpg"
    )
    assert (tmp_path / "fete-du-quai.md").read_text(encoding="utf-8") == expected
    assert run("build", "fete-du-quai.md", "--only", "cards").returncode == 0


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        ("Avant ![Le quai](quai.jpg) après.", "Avant  après."),
        ('![Le quai](<quai.jpg> "Un titre")', ""),
        ("![Le quai][q]\n\n[q]: quai.jpg\n", ""),
        ("![Le quai][]\n\n[le quai]: quai.jpg 'Un titre'\n", ""),
    ],
)
def test_a_page_of_markdown_is_taken_without_the_pictures_that_are_lost(
    run: Run, tmp_path: Path, shown: str, left: str
) -> None:
    head = "---\ntitle: Fête du quai\npicture:\n  file: place.jpg\n  alt: La place\n\nlang: fr\n---\n\n"
    (tmp_path / "fete.md").write_text(f"{head}Des mots, *tels quels*.\n\n{shown}", encoding="utf-8")
    done = run("import", "fete.md", "-o", "page")
    assert done.returncode == 0, done.stderr
    assert "quai.jpg" in done.stderr
    assert "place.jpg" in done.stderr
    text = (tmp_path / "page" / "fete-du-quai.md").read_text(encoding="utf-8")
    assert (
        text.strip()
        == f"---\ntitle: Fête du quai\nlang: fr\n---\n\nDes mots, *tels quels*.\n\n{left}".strip()
    )


# From the web


def test_an_address_becomes_a_page_with_its_pictures(run: Run, tmp_path: Path) -> None:
    head = '<meta property="og:image" content="/place.jpg">'
    answers = {
        "/a/page": Answer(html(image("plan.png"), head=head)),
        "/place.jpg": Answer(picture(), headers=JPEG),
        "/a/plan.png": Answer(picture(kind="PNG", colour="navy")),
    }
    with site(answers) as here:
        done = run("import", f"{here.at}/a/page", *HERE)
    assert done.returncode == 0, done.stderr
    assert sorted(here.paths) == ["/a/page", "/a/plan.png", "/place.jpg"]  # and no robots.txt
    assert {*tree(tmp_path)} == {f"{SLUG}.md", f"{SLUG}-1.jpg", f"{SLUG}-2.png"}


def test_what_a_server_calls_a_page_is_one_however_it_begins(run: Run, tmp_path: Path) -> None:
    with site({"/page": Answer(b"Une ligne du serveur\n" + html())}) as here:
        done = run("import", f"{here.at}/page", *HERE)
    assert done.returncode == 0, done.stderr
    assert "<article>" not in (tmp_path / f"{SLUG}.md").read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_had_is_told_and_the_page_written(run: Run, tmp_path: Path) -> None:
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    with site({}) as here, site({}) as other:
        here.answers = {
            "/svg": Answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "/html": Answer(b"<p>Sorry</p>"),
            "/half": Answer(picture()[:300]),
            "/bomb": Answer(bomb.getvalue()),
            "/private": Answer(
                status=302, headers={"Location": f"http://localhost:{other.port}/x.jpg"}
            ),
            "/large": Answer(gzip.compress(bytes(11_000_000)), headers={"Content-Encoding": "gzip"}),
            "/good": Answer(picture()),
        }
        lost = ["missing", *(path.strip("/") for path in here.answers if path != "/good")]
        foreign = (f"http://localhost:{other.port}/canary.jpg", "http://169.254.169.254/role.jpg")
        named = (*lost, *foreign, "good", "good")
        shown = (image(source, f"Le plan numéro {n} de la place") for n, source in enumerate(named))
        here.answers["/"] = Answer(html(*shown))
        done = run("import", f"{here.at}/", *HERE)
    assert done.returncode == 0, done.stderr
    assert {*tree(tmp_path)} == {f"{SLUG}.md", *(p.name for p in tmp_path.glob(f"{SLUG}-*.jpg"))}
    assert len([*tmp_path.glob("*.jpg")]) == 1  # named once, though it stands twice
    warnings = said(done, "warning")
    for name in (*(f"{here.at}/{path}" for path in lost), *foreign):
        assert len([line for line in warnings if f"the picture {name} is not in the page" in line]) == 1
    assert other.asked == []


def test_a_page_of_the_web_names_no_file_of_this_machine(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(picture())
    with site({"/": Answer(html(image(secret.as_uri()), image(f"file:{secret}")))}) as here:
        done = run("import", f"{here.at}/", *HERE, "-o", "pages")
    assert done.returncode == 0, done.stderr
    assert {*tree(tmp_path / "pages")} == {f"{SLUG}.md"}


def test_a_picture_that_was_saved_with_its_page_is_not_fetched(
    run: Run, saved: Path, tmp_path: Path
) -> None:
    with site({}) as here:
        named = f'<meta property="og:image" content="{here.at}/2026/place.jpg">'
        saved.write_bytes(html(image("page_fichiers/plan.png"), head=named))
        done = run("import", "page.html", *HERE)
    assert done.returncode == 0, done.stderr
    assert (here.asked, len([*tmp_path.glob(f"{SLUG}-*")])) == ([], 2)


def test_nor_a_saved_page_one_of_another_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(picture())
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "page.html").write_bytes(
        html(image("../secret.jpg"), image("link.jpg"), image((tmp_path / "secret.jpg").as_uri()))
    )
    done = run("import", "saved/page.html", "-o", "pages")
    assert done.returncode == 0, done.stderr
    assert {*tree(tmp_path / "pages")} == {f"{SLUG}.md"}


def test_offline_nothing_is_fetched_and_that_is_told(run: Run, tmp_path: Path) -> None:
    with site({"/place.jpg": Answer(picture())}) as here:
        (tmp_path / "page.html").write_bytes(html(image(f"{here.at}/place.jpg")))
        done = run("import", "page.html", "--offline", *HERE)
        refused = run("import", f"{here.at}/", "--offline", *HERE)
    assert done.returncode == 0, done.stderr
    assert "--offline" in said(done, "warning")[0]
    assert (refused.returncode, here.asked) == (1, [])


def test_a_page_has_so_many_pictures_and_their_time_together(monkeypatch: pytest.MonkeyPatch) -> None:
    from brochure.importing.imported import Figure, Imported, ImportedPicture, pictures_of

    pictures = (ImportedPicture("p", f"http://127.0.0.1:9/{n}") for n in range(130))
    page = Imported(title=TITLE, body=tuple(map(Figure, pictures)))
    monkeypatch.setattr(bringing, "PICTURES_SECONDS", 0.0)
    given = bringing.Given(name="x", data=b"")
    had = bringing._Pictures(bringing.USUAL, given).of(pictures_of(page))
    assert len(had) == bringing.MOST_PICTURES
    told = bringing.written(page, had, "x").told
    assert [problem.fields["reason"].id for problem in told] == (  # type: ignore[union-attr]
        ["import-pictures-late"] * 100 + ["import-pictures-many"] * 30
    )


CHANNELS = (
    '<link rel="stylesheet" href="{0}/1.css">', '<style>@import url("{0}/2.css");</style>',
    '<style>body {{ background: url("{0}/3.png") }}</style>', '<link rel="icon" href="{0}/4.ico">',
    '<link rel="preload" as="image" href="{0}/5.png">', '<link rel="attachment" href="{0}/6">',
    '<link rel="canonical" href="{0}/7">', '<link rel="amphtml" href="{0}/8">',
    '<meta http-equiv="refresh" content="0;url={0}/9">', '<script src="{0}/10.js"></script>',
    '<iframe src="{0}/11"></iframe>', '<object data="{0}/12.pdf"></object>', '<embed src="{0}/13.swf">',
    '<video poster="{0}/14.jpg" src="{0}/15.mp4"></video>', '<audio src="{0}/16.mp3"></audio>',
    '<input type="image" src="{0}/17.png">', '<table background="{0}/18.png"><td>x</td></table>',
    '<p style="background:url({0}/19.png)">x</p>', '<svg><image href="{0}/20.png"/></svg>',
    '<svg><use href="{0}/21.svg#a"/></svg>', '<a rel="attachment" href="{0}/22">x</a>',
    '<form action="{0}/23"><button>x</button></form>', '<a ping="{0}/24" href="{0}/25">x</a>',
    '<script>fetch("{0}/26")</script>', '<link rel="dns-prefetch" href="{0}/27">',
    '<style>@font-face {{ font-family: x; src: url("{0}/28.woff2") }}</style>',
    '<body onload="new Image().src=\'{0}/29\'">', '<blockquote cite="{0}/30">x</blockquote>',
    '<img width="1" height="1" style="display:none" src="{0}/31.gif" alt="">',
    '<script type="application/ld+json">{{"@context": "{0}/32", "url": "{0}/33"}}</script>',
)  # fmt: skip
"""What a page can name, besides its pictures."""


def test_of_a_page_its_pictures_alone_are_fetched(run: Run, tmp_path: Path) -> None:
    with site({"/place.jpg": Answer(picture())}) as canary:
        named = [way.format(canary.at) for way in CHANNELS]
        for number in range(6):  # all on one page would be no page
            some = named[number::6]
            head = "".join(way for way in some if re.match("<(link|meta|style|script)", way))
            body = "".join(way for way in some if way not in head)
            page = html(image(f"{canary.at}/place.jpg"), body, title=f"{TITLE} {number}", head=head)
            (tmp_path / f"{number}.html").write_bytes(page)
        done = run("import", *(f"{number}.html" for number in range(6)), *HERE)
    assert done.returncode == 0, done.stderr
    assert {*canary.paths} == {"/place.jpg"}


@pytest.mark.parametrize("ending", ["html", "xhtml"])
def test_no_entity_of_a_page_reads_a_file_or_an_address(ending: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret of this machine", encoding="utf-8")
    with site({"/x.dtd": Answer(b"<!ENTITY z 'a secret'>")}) as canary:
        doctype = (
            f'<!DOCTYPE html SYSTEM "{canary.at}/x.dtd" [<!ENTITY a SYSTEM "secret"><!ENTITY b SYSTEM '
            f'"{(tmp_path / "secret").as_uri()}"><!ENTITY % c SYSTEM "{canary.at}/x.dtd"> %c;]>'
        )
        page = html("<p>&a;&b;&z; et la suite du texte de la mairie.</p>").decode()
        text = page.replace("<!doctype html>", f'<?xml version="1.0"?>{doctype}')
        (tmp_path / f"page.{ending}").write_text(text, encoding="utf-8")
        done = run("import", f"page.{ending}", *HERE, "-o", "pages")
    assert canary.asked == []
    for path in (tmp_path / "pages").glob("*"):
        assert b"secret of" not in path.read_bytes()
    assert done.returncode in {0, 1}
    assert "internal error" not in done.stderr


# Each end in one sentence, and nothing written


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


FILES: Mapping[str, bytes] = {
    "empty.html": b"", "spaces.html": b" \n\n", "nothing.html": b"<html><body></body></html>",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "text.rtf": b"{\\rtf1 Bonjour}",
    "slides.pptx": _zip("ppt/presentation.xml", "[Content_Types].xml"), "photo.html": picture(),
    "archive.docx": _zip("notes.txt"), "broken.docx": b"PK\x03\x04" + bytes(100),
    "programme.csv": b"titre;debut\nOuverture;2026-05-12\n", "half.pdf": b"%PDF-1.7\n1 0 obj",
    "table.xlsx": _zip("xl/workbook.xml", "[Content_Types].xml"), "noise.html": bytes(range(256)) * 40,
}  # fmt: skip


def test_what_is_no_page_ends_in_a_sentence_each_and_nothing_is_written(
    run: Run, tmp_path: Path
) -> None:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    names = [
        *FILES, "missing.html", "page_fichiers", "pipe.html", "/dev/zero", "http://127.0.0.1/",
        "https://user@ville.test/",
    ]  # fmt: skip
    (tmp_path / "page_fichiers").mkdir()
    before = tree(tmp_path)
    os.mkfifo(tmp_path / "pipe.html")
    done = run("import", *names)
    (tmp_path / "pipe.html").unlink()
    assert (done.returncode, done.stdout) == (1, "")
    errors = said(done, "error")
    assert [line.split(": ")[1].split(":")[0] for line in errors] == [
        name.split(":")[0] for name in names
    ], done.stderr
    assert tree(tmp_path) == before


def test_nor_where_the_web_gives_none(run: Run, tmp_path: Path) -> None:
    big = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    answers = {
        "/500": Answer(status=500), "/403": Answer(status=403), "/204": Answer(b"", status=204),
        "/loop": Answer(status=302, headers={"Location": "/loop"}),
        "/away": Answer(status=302, headers={"Location": "http://10.0.0.1/"}),
        "/bomb": Answer(gzip.compress(bytes(50_000_000)), headers=big),
        "/photo": Answer(picture(), headers=JPEG), "/zip": Answer(_zip("a.txt")),
        "/api": Answer(b'{"title": "Atelier"}', headers={"Content-Type": "application/json"}),
        "/feed": Answer(b"<?xml version='1.0'?><rss/>", headers={"Content-Type": "text/xml"}),
    }  # fmt: skip
    with site(answers) as here:
        done = run("import", *(f"{here.at}{path}" for path in (*answers, "/404")), *HERE)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(said(done, "error")) == len(answers) + 1, done.stderr
    assert len(done.stderr.splitlines()) == len(answers) + 1
    assert tree(tmp_path) == {}


def test_a_type_that_is_none_is_told(run: Run) -> None:
    done = run("import", "-", "--type", "mpeg", stdin="x")
    assert done.returncode == 1
    assert "--type mpeg" in done.stderr


def test_a_pdf_behind_a_page_is_read_as_what_it_is(
    run: Run, tmp_path: Path, write_part: Callable[..., Path]
) -> None:
    kit = write_part("pdf")
    with site({"/page.html": Answer((kit / "brochure.pdf").read_bytes())}) as here:
        done = run("import", f"{here.at}/page.html", *HERE, "-o", "pages")
    assert done.returncode == 0, done.stderr
    (page,) = (tmp_path / "pages").glob("*.md")
    assert "société civile" in page.read_text(encoding="utf-8")


# In one go


def test_build_imports_and_keeps_the_page_in_the_kit(run: Run, saved: Path, tmp_path: Path) -> None:
    build = partial(run, "build", "page.html", "--only", "cards")
    done = build()
    assert (done.returncode, done.stdout) == (0, f"output/{SLUG}\n"), done.stderr
    kit = tmp_path / "output" / SLUG
    assert {*tree(kit / "source")} == {f"{SLUG}.md", f"{SLUG}-1.jpg", f"{SLUG}-2.png"}
    assert "nothing changed" in build().stderr

    page = kit / "source" / f"{SLUG}.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace(TITLE, "Atelier du samedi"), encoding="utf-8"
    )
    corrected = run("build", str(page), "--only", "cards")
    assert (corrected.returncode, corrected.stdout) == (0, f"output/{SLUG}\n"), corrected.stderr
    assert "read back" in corrected.stderr
    assert run("check", str(kit)).returncode == 0

    refused = build()  # a page that was corrected is not imported over
    assert refused.returncode == 1
    assert f"output/{SLUG}/source/{SLUG}.md: stands there already" in refused.stderr
    assert "Atelier du samedi" in page.read_text(encoding="utf-8")
    for name in (f"{SLUG}-9.jpg", "plan-9.jpg"):  # of an import before, and of somebody
        (kit / "source" / name).write_bytes(picture())
    assert build("--overwrite").returncode == 0
    assert TITLE in page.read_text(encoding="utf-8")
    assert {*tree(kit / "source")} == {f"{SLUG}.md", f"{SLUG}-1.jpg", f"{SLUG}-2.png", "plan-9.jpg"}


def test_an_imported_page_that_cannot_be_built_says_how_to_correct_it(
    run: Run, saved: Path, tmp_path: Path
) -> None:
    done = run("build", "page.html", "--only", "qr", "--url", "https://user@exemple.org/")
    assert done.returncode == 1
    assert "brochure import page.html" in said(done, "note")[-1]
    assert tempfile.gettempdir() not in done.stderr
    assert not (tmp_path / "output").exists()


def test_build_names_a_programme_and_its_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "programme.csv").write_bytes(FILES["programme.csv"])
    done = run("build", "programme.csv")
    assert done.returncode == 1
    assert "brochure events programme.csv" in said(done, "error")[0]
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("command", ["proof", "meta"])
@pytest.mark.parametrize("name", ["page.html", "rapport.docx", "https://www.exemple.org/"])
def test_commands_of_pages_say_to_import_first(command: str, name: str, run: Run, saved: Path) -> None:
    done = run(command, name)
    assert done.returncode == 1
    assert f"brochure import {name}" in done.stderr


def test_check_says_to_build_first(run: Run, saved: Path) -> None:
    for name in ("page.html", "https://www.exemple.org/"):
        done = run("check", name)
        assert done.returncode == 1
        assert "brochure build" in done.stderr


@pytest.mark.slow
def test_the_summits_page_as_a_browser_saved_it_becomes_the_whole_kit(run: Run, tmp_path: Path) -> None:
    shutil.copytree(SAVED, tmp_path / "saved")
    (tmp_path / "saved" / "sommet_fichiers").mkdir()
    photograph = ROOT / "tests" / "pages" / "crepuscule.jpg"
    shutil.copy(photograph, tmp_path / "saved" / "sommet_fichiers" / "pleyel.jpg")
    done = run("build", "saved/sommet.html", "--json")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert {"brochure.pdf", "print/brochure.pdf", "cards/open-graph.jpg", "share/index.html"} <= {
        *row["files"]
    }
    page = (tmp_path / row["page"]).read_text(encoding="utf-8")
    assert 'title: "Sommet mondial du Partenariat pour un gouvernement ouvert"' in page
    assert "url: https://www.gouvernement.fr/sommet-mondial-du-partenariat-pour" in page
    assert page.count("fut le premier sommet international") == 1
    for left_out in ("cookies", "Partager sur", "À lire aussi", "Mentions légales", "Accueil"):
        assert left_out not in page
    for number in ("70", "000", "300"):
        assert number in page.split("---")[1]
    assert "Proposer des outils nouveaux" in page.split("---")[1]
    assert run("check", row["folder"]).returncode == 0
