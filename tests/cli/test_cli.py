"""The program as a user runs it: results on one stream, the rest on the other, no traceback."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from brochure.building import standing
from brochure.cli.commands import app
from tests.conftest import ROOT, SUMMIT, Run
from tests.test_writing import tree


def only_errors(text: str) -> bool:
    lines = [line for line in text.strip().split("\n") if line]
    return bool(lines) and all(line.startswith("error: ") for line in lines)


def test_without_a_source_the_summit_kit_is_built(run: Run, tmp_path: Path) -> None:
    """The whole of it, in a process of its own: tests/test_reproducible.py."""
    done = run("build", "--only", "qr")
    assert (done.returncode, done.stdout) == (0, "output/sommet-pgo\n")
    assert "15 files, 15 codes read back" in done.stderr
    assert (tmp_path / "output" / "sommet-pgo" / "manifest.json").is_file()


def test_an_unchanged_page_is_not_rendered_again(run: Run, written: Path) -> None:
    pdf, code = written / "brochure.pdf", written / "qr" / "page.svg"
    before = pdf.stat().st_mtime_ns, code.stat().st_mtime_ns
    assert "nothing changed" in run("build").stderr
    assert (pdf.stat().st_mtime_ns, code.stat().st_mtime_ns) == before
    assert "read back" in run("build", "--force", "--only", "qr").stderr
    assert pdf.stat().st_mtime_ns == before[0]
    assert code.stat().st_mtime_ns == before[1]  # made again, and the same to the byte


def test_a_photograph_is_looked_into_only_when_it_is_another(run: Run, tmp_path: Path) -> None:
    pages = ROOT / "tests" / "pages"
    for name in ("photo.md", "crepuscule.jpg"):
        shutil.copy(pages / name, tmp_path)
    assert "read back" in run("build", "photo.md", "--only", "pdf,qr").stderr
    assert "nothing changed" in run("build", "photo.md", "--only", "pdf,qr").stderr
    photo = tmp_path / "crepuscule.jpg"
    photo.write_bytes(photo.read_bytes()[:20_000])
    done = run("build", "photo.md", "--only", "pdf,qr")
    assert done.returncode == 1
    assert "crepuscule.jpg" in done.stderr
    assert (tmp_path / "output" / "photo" / "brochure.pdf").is_file()


def test_a_manifest_that_is_taken_away_meanwhile_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(standing, "is_current", lambda *_: True)
    with pytest.raises(SystemExit, match="1"):
        app()(["build", str(SUMMIT), "-o", str(tmp_path)])
    told = f"{tmp_path / 'sommet-pgo'}: its manifest was changed by another program; build it again"
    assert capsys.readouterr().err == f"error: {told}\n"


def test_the_pages_of_the_working_folder_come_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    shutil.copy(ROOT / "tests" / "pages" / "sobre.md", tmp_path / "pages" / "marche.md")
    assert run("build", "--only", "qr").stdout == "output/marche\n"


def test_standard_input_is_a_source(run: Run) -> None:
    done = run("build", "-", "--only", "cards", stdin="# Un titre\n\nDu texte.\n")
    assert done.stdout == "output/un-titre\n"


def test_one_bad_source_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitel: x\n---\n")
    (tmp_path / "b.md").write_text("# B\n\nDu texte.\n")
    done = run("build", "a.md", "b.md", "--only", "cards")
    assert done.returncode == 1
    assert done.stdout == "output/b\n"
    assert 'a.md:2: the key "titel" is unknown' in done.stderr


def test_two_sources_never_share_a_folder(run: Run, tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text("# A\n\nDu texte.\n")
    done = run("build", "x/a.md", "y/a.md", "--only", "cards")
    assert done.returncode == 1
    assert 'the same folder "a" as that of x/a.md' in done.stderr


def test_json_tells_what_was_built(run: Run) -> None:
    (row,) = json.loads(run("build", "--json", "--only", "cards").stdout)
    assert (row["status"], row["codes_read_back"]) == ("built", 0)
    assert [told["id"] for told in row["warnings"]] == ["card-lead-repeats"]
    formats = [f for f in row["files"] if "quote" not in f and "figure" not in f]
    assert formats == [
        "cards/grid.jpg", "cards/grid.png", "cards/open-graph.png", "cards/pin.png",
        "cards/portrait.jpg", "cards/portrait.png", "cards/square.jpg", "cards/square.png",
        "cards/story.jpg", "cards/story.png",
    ]  # fmt: skip


def test_a_page_without_an_address_is_built_and_says_what_was_left_out(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# T\n\nDu texte.\n")
    done = run("build", "a.md", "--formats", "open-graph")
    assert done.returncode == 0
    assert "qr, share and preview are left out" in done.stderr
    again = run("build", "a.md", "--formats", "open-graph")
    assert "nothing changed" in again.stderr
    assert "qr, share and preview are left out" in again.stderr


def test_a_draft_is_built_only_if_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\ndraft: true\n---\n\nDu texte.\n")
    (tmp_path / "b.md").write_text("---\npublished: false\n---\n")  # whatever is wrong with it
    done = run("build", "a.md", "b.md", "--only", "cards", "--json")
    assert done.returncode == 0
    assert [row["status"] for row in json.loads(done.stdout)] == ["draft", "draft"]
    done = run("build", "a.md", "--only", "cards")
    assert (done.returncode, done.stdout) == (0, "")
    assert "note: a.md:3: it is a draft (draft), which build leaves out" in done.stderr
    assert run("build", "a.md", "--only", "cards", "--quiet").stderr == ""
    assert run("build", "a.md", "--only", "cards", "--drafts").stdout.strip().endswith("a")


def test_a_language_may_be_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The title of it\n\nThe words of the page are in English.\n" * 2)
    told = run("build", "a.txt", "--only", "cards", "--formats", "open-graph")
    assert 'its words are in the language "en"' in told.stderr
    given = run("build", "a.txt", "--only", "cards", "--formats", "open-graph", "--lang", "de")
    assert 'its words look like "en", and lang says "de"' in given.stderr
    wrong = run("build", "a.txt", "--lang", "x!")
    assert (wrong.returncode, "is not a language tag" in wrong.stderr) == (1, True)


@pytest.mark.slow
def test_a_poster_may_be_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nlang: en\nposter: code\n---\n# Open day\n\nCome and see.\n")
    assert run("build", "a.md", "--only", "print", "--poster", "A4", "-o", "kits").returncode == 0
    page = pypdfium2.PdfDocument(tmp_path / "kits" / "a" / "print" / "poster.pdf")[0]
    left, _, right, _ = page.get_trimbox()
    assert right - left == pytest.approx(210 * 72 / 25.4, abs=0.1)
    wrong = run("build", "a.md", "--poster", "b2")
    assert wrong.returncode == 1
    assert '--poster: "b2" is unknown; it can be a4, a3, a2, image or code' in wrong.stderr


def test_quiet_is_quiet(run: Run) -> None:
    done = run("build", "--quiet", "--only", "qr")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


BAD = {
    "no address": (
        ["nourl.md", "--only", "qr"],
        r'"T" gives no address.*--url https://.*--only pdf,print,cards needs none',
    ),
    "javascript address": (["nourl.md", "--url", "javascript:alert(1)"], 'not with "javascript:"'),
    "unknown theme": (["--theme", "azur"], 'no theme "azur"; brochure has agora'),
    "unknown product": (["--only", "pdf,posters"], 'no product "posters"; there are pdf, print, cards'),
    "missing file": (["nowhere.md"], r"nowhere\.md: there is no such file"),
    "a folder without pages": (["/proc/self/task"], "this is a folder; no .md file lies in it"),
    "a binary file": ([sys.executable], "binary file|more than 500,000 bytes"),
    "chinese title": (["chinese.md", "--only", "pdf,print"], r"开 \(U\+5F00\).*fonts-"),
    "low contrast": (["--theme", "pale.toml"], r"contrast of \d\.\d+:1; it needs 4\.5:1"),
    "output is a file": (["-o", "nourl.md", "--only", "qr"], r"nourl\.md"),
    "output cannot be written": (["-o", "/proc/brochure", "--only", "qr"], "/proc/brochure"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_error_and_the_earlier_kit_stands(
    name: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "nourl.md").write_text("# T\n\nDu texte.\n")
    (tmp_path / "chinese.md").write_text("---\ntitle: 开放\nurl: https://a.example/\n---\nx\n")
    (tmp_path / "pale.toml").write_text(
        'extends = "agora"\n[palette]\nink = { rgb = "#999999", cmyk = [0, 0, 0, 40] }\n'
    )
    assert run("build", "--only", "qr").returncode == 0
    before = tree(tmp_path)
    arguments, says = BAD[name]
    done = run("build", *arguments)
    assert done.returncode == 1
    assert only_errors(done.stderr), done.stderr
    assert re.search(says, done.stderr), done.stderr
    assert done.stdout == ""
    assert tree(tmp_path) == before


def test_pdf_and_cards_need_no_address(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nourl.md").write_text("# T\n\nDu texte.\n")
    assert run("build", "nourl.md", "--only", "pdf,cards").returncode == 0
    assert run("build", "nourl.md", "--only", "qr").returncode == 1
    assert run("build", "nourl.md", "--only", "qr", "--url", "https://exemple.org/t").returncode == 0


def test_wrong_usage_leaves_with_2(run: Run) -> None:
    assert run("build", "--nonsense").returncode == 2
    assert run("nonsense").returncode == 2


def test_debug_shows_the_traceback(run_process: Run) -> None:
    done = run_process("--debug", "build", "nowhere.md")
    assert "Traceback" in done.stderr
    assert "Traceback" in run_process("build", "nowhere.md", "--debug").stderr


def test_a_process_leaves_with_what_the_command_line_says(run_process: Run) -> None:
    """The other tests of commands run `main` in their own process."""
    done = run_process("build", "nowhere.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert only_errors(done.stderr)


def test_check_leaves_with_0_or_3(run: Run, tmp_path: Path) -> None:
    run("build", "--only", "qr")
    done = run("check", "output/sommet-pgo")
    assert (done.returncode, "whole; 15 files, 15 codes" in done.stdout) == (0, True)
    (tmp_path / "output" / "sommet-pgo" / "qr" / "x.png").unlink()
    done = run("check", "output/sommet-pgo")
    assert done.returncode == 3
    assert "qr/x.png: present: No such file" in done.stdout
    (report,) = json.loads(run("check", "output/sommet-pgo", "--json").stdout)
    assert report["faults"][0]["rule"] == "present"
    assert run("check", "elsewhere").returncode == 1


def test_themes_lists_the_three(run: Run) -> None:
    names = [row["name"] for row in json.loads(run("themes", "--json").stdout)]
    assert names == ["agora", "contraste", "papier"]
    assert "7.01:1" in run("themes").stdout


def test_doctor_finds_what_is_there_and_what_is_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("doctor")
    assert (done.returncode, "MISSING" in done.stdout) == (0, False)
    monkeypatch.setattr("PIL.features.check", lambda name: False)
    done = run("doctor")
    assert done.returncode == 1
    assert re.search(r"MISSING raqm and FriBiDi.*apt install libfribidi0", done.stdout)


def test_doctor_says_in_the_readers_language_why_a_code_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brochure.codes.svg_png.svg", lambda matrix, title: "<svg/>")
    done = run("--messages", "fr", "doctor")
    assert done.returncode == 1
    assert "sa racine est svg, et non un élément svg de l’espace de noms de SVG" in done.stdout


@pytest.mark.parametrize("command", ["build", "check", "doctor", "themes"])
def test_every_help_has_an_example(run: Run, command: str) -> None:
    text = " ".join(run(command, "--help").stdout.split())
    assert re.search(rf"Examples?: brochure {command}", text)


def test_a_page_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    """Escape sequences in file names and pages come out as visible text (C0, C1, bidi)."""
    nasty = "a\x1b]52;c;eA==\x07\u202e.md"
    (tmp_path / nasty).write_text("---\ntitle: T\nlead: x\x1b[2J\n---\nx\n")
    done = run("build", nasty)
    assert done.returncode == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", done.stdout + done.stderr)
    assert "\\u001b" in done.stderr


def test_progress_shows_on_a_terminal_only(tmp_path: Path) -> None:
    """On a pseudo-terminal the product being made is shown and cleared away; colours with it."""
    ours, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "brochure", "build", "--only", "qr"],
        cwd=tmp_path, stderr=theirs, stdout=subprocess.DEVNULL,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    assert started.wait() == 0
    assert "sommet-pgo: qr …".encode() in shown
    assert b"\r\x1b[K" in shown


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1000)
    except OSError:
        return b""


def test_a_folder_stands_for_its_pages_and_their_slugs_are_their_paths(
    run: Run, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    for path, text in {
        "index.md": "# Accueil\n\nBonjour.\n",
        "guide/index.md": "---\ntitle: Guide\ntags: [a, b]\ndate: 2026-03-02\n---\n\nLire.\n",
        "guide/installer.md": "---\nlayout: post\ndescription: En trois pas.\n---\n# Installer\n\n"
        "<div>brut</div>\n",
        "guide/images.md": "# Images\n\n![une carte](/assets/nowhere.png)\n",
        "_drafts/no.md": "# Non\n\nx\n",
        "node_modules/a/no.md": "# Non\n\nx\n",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    done = run("build", "site", "--only", "cards", "-o", "kits")
    assert done.returncode == 0, done.stderr
    made = sorted(p.name for p in (tmp_path / "kits").iterdir() if p.is_dir())
    assert made == ["guide", "guide-images", "guide-installer", "index"]
    listed = json.loads((tmp_path / "kits" / "guide-installer" / "manifest.json").read_text())
    (card,) = (e for e in listed["files"] if e["path"] == "cards/open-graph.png")
    assert "Installer. En trois pas" in card["facts"]["alt"]


def test_a_site_of_bundles_has_its_images_and_its_empty_sections_are_passed_over(
    run: Run, tmp_path: Path
) -> None:
    for path, text in {
        "_index.md": "---\ntitle: Articles\n---\n",
        "ete/index.md": "---\ntitle: L'été\nlang: fr\n---\n\nTexte d'été.\n\n![Le quai](quai.png)\n",
        "hiver/index.md": "---\ntitle: L'hiver\n---\n\nTexte.\n\n![Le quai](/img/quai.png)\n",
        "seul/index.md": "---\ntitel: T\n---\n",
    }.items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text, encoding="utf-8")
    (tmp_path / "static" / "img").mkdir(parents=True)
    for folder in (tmp_path / "static" / "img", tmp_path / "content" / "ete"):
        Image.new("RGB", (9, 9)).save(folder / "quai.png")
    done = run("build", "content", "--only", "pdf", "-o", "kits")
    assert done.returncode == 1
    assert sorted(p.name for p in (tmp_path / "kits").iterdir() if p.is_dir()) == ["ete", "hiver"]
    assert "content/_index.md: it heads a section" in done.stderr
    assert "content/seul/index.md:1: the title is missing" in done.stderr


def test_a_page_of_a_folder_that_cannot_be_read_is_named_and_the_others_are_built(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "good.md").write_text("# Bon\n\nx\n")
    (tmp_path / "site" / "bad.md").write_text("---\ntitel: x\n---\nx\n")
    done = run("build", "site", "--only", "cards")
    assert done.returncode == 1
    assert re.search(r'warning: site/bad\.md:2: the key "titel" is .*did you mean title\?', done.stderr)
    assert (tmp_path / "output" / "good" / "manifest.json").is_file()


def test_a_page_chooses_its_theme_and_template(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('extends = "agora"\nmotif = "rings"\n')
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\ntheme: own.toml\ncards: {template: assembly}\n---\nx\n"
    )
    (tmp_path / "b.md").write_text("---\ntitle: B\ntheme: ../own.toml\n---\nx\n")
    assert run("build", "a.md", "--only", "cards", "--theme", "papier").returncode == 0
    assert json.loads((tmp_path / "output/a/manifest.json").read_text())["theme"] == "own"
    done = run("build", "b.md", "--only", "cards")
    assert done.returncode == 1
    assert 'b.md:3: theme: "../own.toml": there is no such file in' in done.stderr


def test_a_theme_that_a_page_chose_stays_in_the_pages_folder_unless_it_is_named(
    run: Run, tmp_path: Path
) -> None:
    page, logo = tmp_path / "in" / "a.md", tmp_path / "private" / "logo.png"
    for path in (page, logo):
        path.parent.mkdir()
    Image.new("RGB", (40, 20), "red").save(logo)
    page.write_text("---\ntitle: A\ntheme: own.toml\n---\nx\n")
    (page.parent / "own.toml").write_text('extends = "papier"\n[cards]\nlogo = "../private/logo.png"\n')
    asked = ("build", "in", "--only", "cards", "--formats", "square")
    done = run(*asked)
    assert done.returncode == 1
    assert "own.toml:3: cards.logo" in done.stderr
    assert re.search(
        r"the page chose this theme: .* with --theme as well", " ".join(done.stderr.split())
    )
    assert not (tmp_path / "output").exists()
    assert run(*asked, "--theme", "in/own.toml").returncode == 0
    logo.rename(page.parent / "logo.png")
    (page.parent / "own.toml").write_text('extends = "papier"\n[cards]\nlogo = "logo.png"\n')
    assert run(*asked).returncode == 0


def test_a_page_of_a_site_that_is_a_link_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "private.md").write_text("# Salaires\n\nx\n")
    (tmp_path / "site" / "a.md").symlink_to("../private.md")
    asked = ("--only", "cards", "--formats", "square")
    done = run("build", "site", *asked)
    assert done.returncode == 1
    assert re.search(r"site/a\.md: a page of a site is a file of its own; .*private\.md", done.stderr)
    assert not (tmp_path / "output").exists()
    assert run("build", "site/a.md", *asked).returncode == 0


def test_cards_of_a_whole_kit_and_cards_alone_are_the_same(
    run: Run, written: Path, tmp_path: Path
) -> None:
    assert run("build", "-o", "alone", "--only", "cards").returncode == 0
    again = run("build", "--only", "cards")
    assert "nothing changed" in again.stderr
    alone = tmp_path / "alone" / "sommet-pgo"
    assert tree(alone / "cards") == tree(written / "cards")


def test_a_single_card_is_drawn_without_a_page(run: Run, tmp_path: Path) -> None:
    done = run("card", "--title", "Budget participatif : votez", "--lead", "Trente projets.")
    assert done.returncode == 0
    assert done.stdout == "budget-participatif-votez.png\n"
    assert "alternative text: Budget participatif" in done.stderr
    with Image.open(tmp_path / "budget-participatif-votez.png") as image:
        assert image.size == (1200, 630)
    told = run(
        "card", "--title", "Open day", "--lang", "en", "--format", "story", "--scale", "2",
        "--url", "https://example.org/day", "--code", "-o", "day.png", "--json",
    )  # fmt: skip
    row = json.loads(told.stdout)
    assert (row["path"], row["width_px"], row["height_px"]) == ("day.png", 2160, 3840)
    assert "QR code: example.org/day" in row["alt"]


BAD_CARDS = {
    "no title": (["--title", " "], 'brochure card: "title" is missing'),
    "long title": (["--title", "x" * 301], "301 characters; 300 are allowed"),
    "unknown format": (
        ["--title", "x", "--format", "banner"],
        'no card "banner"; there are open-graph',
    ),
    "unknown template": (["--title", "x", "--template", "y"], 'no card template "y"'),
    "no quotation": (["--title", "x", "--template", "quote"], "the page has no quotation"),
    "another suffix": (["--title", "x", "-o", "x.gif"], r"x\.gif: this card is a PNG or JPEG.*x\.png"),
    "a folder": (
        ["--title", "x", "-o", "."],
        r"\.: not the name of an image; name a file, like open-graph",
    ),
    "no name": (["--title", "x", "-o", "x"], "x: not the name of an image"),
    "no such folder": (["--title", "x", "-o", "no/x.png"], r"no/x\.png: cannot be written"),
    "no such picture": (["--title", "x", "--picture", "a.jpg", "--picture-alt", "b"], r"No such file"),
    "a picture unsaid": (
        ["--title", "x", "--picture", "a.jpg"],
        r"what a\.jpg shows is not said; say it: --picture-alt",
    ),
    "a bad address": (["--title", "x", "--url", "javascript:1"], "javascript"),
    "scale": (["--title", "x", "--scale", "9"], "scale: 9; it is 1, 2 or 3"),
    "a sign that is drawn": (["--title", "A\ufff9 12"], r"U\+FFF9"),
    "a glyph": (["--title", "a \ue123"], r"U\+E123"),
}


@pytest.mark.parametrize("name", BAD_CARDS)
def test_a_card_that_cannot_be_drawn_is_one_clear_error(name: str, run: Run, tmp_path: Path) -> None:
    arguments, says = BAD_CARDS[name]
    before = tree(tmp_path)
    done = run("card", *arguments)
    assert done.returncode == 1
    assert only_errors(done.stderr), done.stderr
    assert re.search(says, done.stderr), done.stderr
    assert tree(tmp_path) == before


def test_a_card_named_jpg_is_a_jpeg(run: Run, tmp_path: Path) -> None:
    assert run("card", "--title", "Portes ouvertes", "-o", "po.jpg").returncode == 0
    with Image.open(tmp_path / "po.jpg") as image:
        assert image.format == "JPEG"


def test_one_address_is_not_the_address_of_many_pages(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text("# T\n\nx\n")
    done = run("build", "a.md", "b.md", "--url", "https://example.org/x")
    assert done.returncode == 1
    assert "is one page's address, and 2 pages are named" in done.stderr


def test_some_formats_of_a_site_with_pictures_from_its_root(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "img").mkdir(parents=True)
    (site / "blog").mkdir()
    shutil.copy(ROOT / "tests" / "pages" / "crepuscule.jpg", site / "img" / "soir.jpg")
    head = "---\ntitle: Un soir\npicture: {file: %s, alt: Le soir}\ntheme: papier\n---\nx\n"
    (site / "blog" / "a.md").write_text(head % "/img/soir.jpg")
    (site / "blog" / "b.md").write_text(head % "../img/soir.jpg")
    (site / "blog" / "c.md").write_text(head % "../../soir.jpg")
    done = run("build", "site", "--only", "cards", "--formats", "open-graph,story", "--json")
    assert done.returncode == 1
    assert re.search(r"c\.md:3: picture\.file: image .* it lies outside the page's folder", done.stderr)
    rows = json.loads(done.stdout)
    assert [row.get("files") for row in rows] == [["cards/open-graph.jpg", "cards/story.jpg"]] * 2 + [
        None
    ]
    assert (rows[2]["status"], rows[2]["problems"][0]["place"]["line"]) == ("failed", 3)
    assert "Un soir. Le soir" in rows[0]["alternative_texts"]["cards/story.jpg"]
    done = run("build", "site", "--only", "cards", "--formats", "open-graph,story")
    assert "2 pages built, 1 failed" in done.stderr
    assert 'no format "banner"' in run("build", "site", "--formats", "banner").stderr


def test_a_picture_that_the_template_does_not_show_is_a_warning(run: Run, tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "pages" / "crepuscule.jpg", tmp_path / "soir.jpg")
    (tmp_path / "a.md").write_text("---\ntitle: A\npicture: {file: soir.jpg, alt: Le soir}\n---\nx\n")
    done = run("build", "a.md", "--only", "cards", "--template", "assembly")
    assert done.stderr.count("the page's picture is not on them: the template assembly") == 1
    assert "the page has none (picture:)" in run("card", "--title", "P", "--template", "photo").stderr


def test_a_pipe_in_a_folder_is_told_and_never_waited_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    os.mkfifo(tmp_path / "site" / "pipe.md")
    (tmp_path / "site" / "B.MD").write_text("# B\n\nx\n")
    (tmp_path / "site" / "c.markdown").write_text("# C\n\nx\n")
    done = run("build", "site", "--only", "cards", "--formats", "square")
    assert done.returncode == 1
    assert (
        "pipe.md: cannot be read: it is a folder, a pipe, a socket or a device, not a file"
        in done.stderr
    )
    assert done.stdout.split() == ["output/b", "output/c"]
