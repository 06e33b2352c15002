"""``brochure qr``: one code, in the files that were asked for, or none of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.conftest import Run

URL = "https://pgo.gouv.fr/n"


def test_an_address_becomes_files_that_read_back(run: Run, tmp_path: Path) -> None:
    files = ["a.svg", "a.png", "a.pdf", "a.eps"]
    named = [part for name in files for part in ("-o", name)]
    done = run("qr", URL, *named, "--px-per-module", "7")
    assert (done.returncode, done.stdout.split()) == (0, files)
    assert "reads from 497 mm" in done.stderr
    with Image.open(tmp_path / "a.png") as image:
        assert (image.mode, image.width) == ("1", 33 * 7)
        assert [b.text for b in zxingcpp.read_barcodes(image.convert("L"))] == [URL]


def test_without_a_file_the_terminal_shows_it(run: Run, tmp_path: Path) -> None:
    done = run("qr", URL)
    rows = done.stdout.strip("\n").split("\n")
    assert len(rows) == 17
    pixels = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    image = Image.new("L", (33, 34))
    for y, row in enumerate(rows):
        for x, block in enumerate(row):
            image.putpixel((x, 2 * y), pixels[block][0])
            image.putpixel((x, 2 * y + 1), pixels[block][1])
    large = image.crop((0, 0, 33, 33)).resize((330, 330), Image.Resampling.NEAREST)
    assert [b.text for b in zxingcpp.read_barcodes(large)] == [URL]
    assert not list(tmp_path.iterdir())


def test_each_module_takes_whole_dots_of_the_printer(run: Run, tmp_path: Path) -> None:
    done = run("qr", URL, "-o", "a.png", "--mm", "40", "--dpi", "300", "--json")
    row = json.loads(done.stdout)
    with Image.open(tmp_path / "a.png") as image:
        assert image.width == 33 * 18
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.02)
    assert row["symbol_mm"] == pytest.approx(25 * 18 / 300 * 25.4, abs=0.01)
    assert row["payload"] == URL


def test_a_helper_makes_its_payload(run: Run, tmp_path: Path) -> None:
    done = run("qr", "wifi", "name=Som;met", "password=ouvert2016", "-o", "w.png")
    assert done.returncode == 0
    with Image.open(tmp_path / "w.png") as image:
        (found,) = zxingcpp.read_barcodes(image.convert("L"))
    assert found.text == "WIFI:T:WPA;S:Som\\;met;P:ouvert2016;;"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([""], "the address is empty"),
        (["javascript:alert(1)"], 'not with "javascript:"'),
        (["https://gouv.fr@evil.example"], "user information"),
        (["https://gоuv.fr"], "mixes letters"),  # a Cyrillic o
        (["https://gouv.fr/\u202egpj"], "invisible character U+202E"),
        (["https://exemple.org/" + "a" * 4000], "4020 characters"),
        (["sms", "to=+33612345678", "text=" + "é" * 2000], "the most it holds"),
        (["wifi", "name"], "not name=value"),
        (["wifi", "name=a", "name=b"], "given twice"),
        (["wireless", "name=a"], "the kinds are wifi"),
        ([URL, "--level", "X"], "there are L, M, Q, H"),
        ([URL, "--mm", "10"], "make it 20.0 mm"),
        ([URL, "--mm", "-1"], "a number from"),
        ([URL, "--mm", "20", "--dpi", "20"], "not one each"),
        ([URL, "--dark", "#fff", "--light", "#000"], "inverted"),
        ([URL, "--dark", "yellow"], "#RRGGBB"),
        ([URL, "--shape", "dots", "--dot", "0.5"], "below 0.9"),
        ([URL, "--logo-modules", "5"], "--logo"),
        ([URL, "--lang", "it"], 'no labels in "it"'),
        ([URL, "--logo", "missing.png"], "missing.png"),
        ([URL, "--logo", "/dev/zero"], "/dev/zero: it is a folder, a pipe, a socket or a device"),
        ([URL, "-o", "code.pdf.txt"], "ends in .svg, .png, .pdf, .eps"),
        ([URL, "-o", "missing/folder/code.svg"], "cannot be written"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(
    run: Run, tmp_path: Path, arguments: list[str], says: str
) -> None:
    stood = tmp_path / "stood.svg"
    stood.write_text("stood")
    done = run("qr", *arguments, *([] if "-o" in arguments else ["-o", "stood.svg"]))
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert stood.read_text() == "stood"
    assert [path.name for path in tmp_path.iterdir()] == ["stood.svg"]


def test_a_code_of_an_address_that_is_not_protected_is_made_with_a_warning(run: Run) -> None:
    done = run("qr", "http://exemple.org/a", "-o", "a.svg")
    assert done.returncode == 0
    assert "warning: http://exemple.org/a: http is not protected on its way" in done.stderr
