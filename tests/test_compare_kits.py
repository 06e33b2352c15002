"""What proves that a change keeps kits byte for byte finds each way in which two folders can differ."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from compare_kits import COMMANDS, read_commands
from differences import DIGESTS_ALONE, Comparison, change_of, compare, report
from PIL import Image

from tests.conftest import ROOT

Folders = tuple[Path, Path]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Two folders that hold the same."""
    for side in ("before", "after"):
        (tmp_path / side / "kit").mkdir(parents=True)
        (tmp_path / side / "kit" / "captions.md").write_text("# Captions\n", encoding="utf-8")
        (tmp_path / side / "kit" / "page.png").write_bytes(picture())
    return tmp_path / "before", tmp_path / "after"


def picture(pixel: int = 255, **options: int) -> bytes:
    image = Image.new("L", (10, 4), 255)
    image.putpixel((3, 2), pixel)
    image.save(data := io.BytesIO(), "PNG", **options)
    return data.getvalue()


def pdf(title: str = "", words: str = "Sommet", widths_pt: tuple[int, ...] = (200, 200)) -> bytes:
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                              BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
    for width_pt in widths_pt:
        page = document.add_blank_page(page_size=(width_pt, 100))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = document.make_stream(f"BT /F 20 Tf 10 40 Td ({words}) Tj ET".encode())
        words = "Sommet"
    document.docinfo["/Title"] = title
    document.save(data := io.BytesIO(), deterministic_id=True)
    return data.getvalue()


def packed(**members: str) -> bytes:
    with zipfile.ZipFile(data := io.BytesIO(), "w") as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return data.getvalue()


def test_of_equal_folders_it_says_nothing_but_their_number_of_files(folders: Folders) -> None:
    (folders[0] / ".kit.lock").touch()
    compared = compare(*folders)
    assert compared.changes == {}
    assert list(report(compared)) == ["equal: 2 files; different: 0"]


def test_a_changed_file_is_named_with_what_changed(folders: Folders) -> None:
    (folders[1] / "kit" / "captions.md").write_text("# Legends\n", encoding="utf-8")
    assert list(report(compare(*folders))) == [
        "kit/captions.md: 2 lines of text",
        "    -# Captions",
        "    +# Legends",
        "equal: 1 files; different: 1",
    ]


def test_a_file_on_one_side_only_is_named(folders: Folders) -> None:
    (folders[0] / "kit" / "page.png").unlink()
    (folders[1] / "kit" / "captions.md").unlink()
    assert compare(*folders).changes == {
        "kit/captions.md": ["only before"],
        "kit/page.png": ["only after"],
    }


def test_a_manifest_of_other_origins_alone_is_told_from_one_of_other_values() -> None:
    pdf = {"path": "brochure.pdf"}
    card = {"path": "cards/pin.png", "sha256": "a", "size": 1, "facts": {"alt": "Paris"}}
    before = {"digests": {"cards": "1", "pdf": "1"}, "files": [pdf, card]}
    other_origins = of_json(before, before | {"digests": {"cards": "2", "pdf": "1"}})
    assert other_origins == [DIGESTS_ALONE, "digests: cards"]
    assert list(report(Comparison({"manifest.json": other_origins}, 0)))[-1] == (
        "manifests with other digests alone: 1; they say what a kit was made from"
    )
    assert of_json(before, {"digests": {"cards": "2"}, "files": [pdf, card | {"sha256": "b"}]}) == [
        "sha256 or size of: cards/pin.png",
        "digests: cards, pdf",
    ]
    reworded = card | {"facts": {"alt": "Lyon"}, "sha256": "b"}
    assert of_json(before, before | {"files": [reworded]}) == [
        "2 values",
        'files.brochure.pdf: {"path": "brochure.pdf"} → "(absent)"',
        'files.cards/pin.png.facts.alt: "Paris" → "Lyon"',
        "sha256 or size of: cards/pin.png",
    ]


def test_json_that_says_the_same_in_other_bytes_still_differs() -> None:
    assert change_of("a.json", b"[1]", b"[ 1 ]") == ["the same values, written or ordered otherwise"]


def of_json(before: object, after: object) -> list[str]:
    return change_of("manifest.json", json.dumps(before).encode(), json.dumps(after).encode())


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("a.png", picture(), picture(pixel=200), "1 of 40 pixels, by 55 of 255 at most"),
        ("a.png", picture(), picture(compress_level=0), "the same pixels, written otherwise"),
        ("a.pdf", pdf(), pdf(words="Paris"), "pages drawn otherwise: 1; pages with another text: 1"),
        ("a.pdf", pdf(), pdf(title="PGO"), "Title:  → PGO"),
        ("a.pdf", pdf(), pdf(widths_pt=(200, 201)), "pages drawn otherwise: 2"),
        ("a.pdf", pdf(), pdf(widths_pt=(200,)), "2 → 1 pages"),
        ("a.pdf", pdf(), pdf() + b"\n", "the same pages, texts and metadata"),
        ("a.zip", packed(a="1", b="1"), packed(a="1", b="2", c="3"), "members: b, c"),
        ("a.zip", packed(a="1", b="1"), packed(b="1", a="1"), "the same members, packed otherwise"),
        ("a.txt", b"\xff\xfe", b"\xff", "2 → 1 bytes"),
        ("a.png", b"broken", picture(), "6 → "),
        ("a.html", b"<p>one<p>two", b"<p>one<p>2", "2 lines of text; -two; +2"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_it_says_how_files_of_each_kind_differ(
    name: str, before: bytes, after: bytes, said: str
) -> None:
    assert "; ".join(change_of(name, before, after)).startswith(said)
    assert change_of(name, before, before) == []


def test_every_page_and_programme_of_the_tests_is_among_what_is_built() -> None:
    lines = "\n".join(read_commands().values())
    named = set(re.findall(r"\{root\}/([^\s]+)", lines))
    assert "tests/pages" in named
    texts = (ROOT / "tests" / "pages").glob("*.txt")
    programmes = {*(ROOT / "tests" / "programmes").iterdir()}
    programmes -= {ROOT / "tests" / "programmes" / "mot-de-passe.xlsx"}  # it is refused
    missing = {p.relative_to(ROOT).as_posix() for p in (*texts, *programmes)} - named
    assert not missing, f"{COMMANDS.name} lists no command for them"
