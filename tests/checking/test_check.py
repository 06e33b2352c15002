"""Checking reads a kit back: a whole one has no fault, and each kind of harm is found."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import brochure
from brochure.codes import svg_png, verification
from brochure.codes.encoder import encode
from brochure.errors import ProofError, SourceError
from brochure.facts import ExpectedCode
from brochure.preflight.runs import RULES
from tests.conftest import artifact

OTHER = "https://malin.example/"


def test_a_fresh_kit_is_whole(report: brochure.Report) -> None:
    assert report.faults == ()
    assert report.files == 50
    assert report.codes == 1 + 4 + 2 * 7 + 2 + 7 + 7  # qr/ is SVG, PNG, PDF; two share pages


def test_rules_are_reported_in_the_order_of_their_table(report: brochure.Report) -> None:
    """The first file, for screens, is not asked the first rule of the table."""
    assert report.checked[0].rule.name != RULES[0].name
    assert list(report.rules) == list(RULES)


def test_there_is_no_kit_without_a_manifest(written: Path) -> None:
    (written / "manifest.json").unlink()
    with pytest.raises(SourceError, match=r"manifest\.json is missing"):
        brochure.check(written)
    (written / "manifest.json").write_text("[]")
    with pytest.raises(SourceError, match="not a kit's manifest"):
        brochure.check(written)


def lose(folder: Path) -> None:
    (folder / "qr" / "page.svg").unlink()


def change_a_byte(folder: Path) -> None:
    page = folder / "share" / "index.html"
    page.write_bytes(page.read_bytes() + b" ")


def swap_a_code(folder: Path) -> None:
    (folder / "qr" / "page.png").write_bytes(svg_png.png(encode(OTHER)))


def swap_a_drawn_code(folder: Path) -> None:
    (folder / "qr" / "x.svg").write_text(svg_png.svg(encode(OTHER), "x"))


def shrink_a_card(folder: Path) -> None:
    card = folder / "cards" / "square.png"
    with Image.open(card) as image:
        image.resize((540, 540)).save(card)


def cut_the_pdf(folder: Path) -> None:
    pdf = folder / "brochure.pdf"
    pdf.write_bytes(pdf.read_bytes()[:2000])


def drop_a_page(folder: Path) -> None:
    with pikepdf.open(folder / "brochure.pdf", allow_overwriting_input=True) as pdf:
        del pdf.pages[-1]
        pdf.save()


def untag(folder: Path) -> None:
    with pikepdf.open(folder / "brochure.pdf", allow_overwriting_input=True) as pdf:
        del pdf.Root.MarkInfo
        del pdf.Root.Metadata
        pdf.save()


HARM: dict[Callable[[Path], None], tuple[str, str, str]] = {
    lose: ("qr/page.svg", "present", "No such file"),
    change_a_byte: ("share/index.html", "sha256", "changed since it was made"),
    swap_a_code: ("qr/page.png", "codes", f"instead {OTHER} was read"),
    swap_a_drawn_code: ("qr/x.svg", "codes", f"a code reads as {OTHER}"),
    shrink_a_card: ("cards/square.png", "image size", "540×540 px, not 1080×1080"),
    cut_the_pdf: ("brochure.pdf", "pdf", "not a readable PDF"),
    drop_a_page: ("brochure.pdf", "pdf", "pages is 3, not 4"),
    untag: ("brochure.pdf", "pdf", "it does not declare PDF/UA-1"),
}


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_each_harm_is_found_and_named(
    harm: Callable[[Path], None], write_part: Callable[..., Path]
) -> None:
    path, rule, says = HARM[harm]
    folder = write_part(path, path.split("/")[0])
    assert brochure.check(folder).faults == ()
    harm(folder)
    faults = brochure.check(folder).faults
    assert [f for f in faults if (f.path, f.rule) == (path, rule) and says in f.message], faults


def test_a_manifest_cannot_lead_outside_the_kit(write_part: Callable[..., Path]) -> None:
    folder = write_part("qr")
    manifest = folder / "manifest.json"
    tree = json.loads(manifest.read_text())
    tree["files"][0]["path"] = "../../secret"
    manifest.write_text(json.dumps(tree))
    assert [f.message for f in brochure.check(folder).faults] == ["lies outside the kit"]


def test_a_code_that_says_something_else_fails_the_build(kit: brochure.Kit) -> None:
    made = artifact(kit, "brochure.pdf")
    wrong = replace(made, facts=replace(made.facts, codes=(ExpectedCode(payload=OTHER, page=4),)))
    with pytest.raises(ProofError, match=r"brochure\.pdf: page 4: the code for .* does not read back"):
        verification.verify(wrong)


def test_a_code_that_cannot_be_read_fails_the_build(kit: brochure.Kit) -> None:
    made = artifact(kit, "qr/page.png")
    blank = io.BytesIO()
    Image.new("1", (980, 980), 1).save(blank, "PNG")
    with pytest.raises(ProofError, match="no code was read"):
        verification.verify(replace(made, data=blank.getvalue()))


def test_the_printed_code_is_large_enough_and_beside_its_address(kit: brochure.Kit) -> None:
    import pypdfium2

    back = pypdfium2.PdfDocument(artifact(kit, "brochure.pdf").data)[3]
    text = "".join(back.get_textpage().get_text_bounded().replace("\x02", "-").split())
    assert "www.gouvernement.fr/sommet-mondial-du-partenariat-pour-un-gouvernement-ouvert" in text
    image = back.render(scale=2).to_pil().convert("L")
    import zxingcpp

    (found,) = zxingcpp.read_barcodes(image)
    left, right = found.position.top_left.x, found.position.top_right.x
    assert (right - left) / 2 / 72 * 25.4 >= 42


def test_products_of_two_states_of_a_page_are_told(
    write_part: Callable[..., Path], page: brochure.Page
) -> None:
    folder = write_part("cards", "qr")
    assert brochure.check(folder).warnings == ()
    other = replace(page, url="https://exemple.org/ailleurs")
    brochure.write(brochure.build(other, brochure.load_theme("papier"), only=["qr"]), folder)
    (warning,) = brochure.check(folder).warnings
    assert warning.rule == "one state"
    assert "build once more without --only" in warning.message


def test_the_brochure_for_screens_is_not_taken_for_a_print_file(written: Path) -> None:
    assert brochure.check(written / "brochure.pdf").faults == ()


def test_what_cannot_be_checked_is_named(written: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.pdf: there is no such folder or file"):
        brochure.check(tmp_path / "nowhere.pdf")
    (tmp_path / "a.md").write_text("# T")
    with pytest.raises(SourceError, match=r"a\.md: brochure check reads the folders of kits, and PDF"):
        brochure.check(tmp_path / "a.md")
    with pytest.raises(SourceError, match="this folder holds 1 kit; name those to check: sommet-pgo"):
        brochure.check(written.parent)


@pytest.mark.parametrize(
    ("key", "value"),
    [("codes", None), ("press", 5), ("variants", "x"),
     ("press", {"trim_mm": ["a", "b"], "bleed_mm": 3, "multiple": 4}),
     ("press", {"trim_mm": [210, 297], "bleed_mm": None, "multiple": 0})],
)  # fmt: skip
def test_a_manifest_with_wrong_facts_is_told_to_be_one(
    key: str, value: object, write_part: Callable[..., Path]
) -> None:
    folder = write_part("print/poster.pdf")
    manifest = folder / "manifest.json"
    tree = json.loads(manifest.read_text())
    entry = next(e for e in tree["files"] if e["path"] == "print/poster.pdf")
    entry["facts"][key] = value
    manifest.write_text(json.dumps(tree))
    with pytest.raises(SourceError, match="not a kit's manifest"):
        brochure.check(folder)


def test_a_manifest_without_files_and_a_pipe_in_a_file_s_place_are_told(
    write_part: Callable[..., Path],
) -> None:
    folder = write_part("qr")
    place = folder / "qr" / "x.png"
    place.unlink()
    os.mkfifo(place)
    told = [(fault.path, fault.message) for fault in brochure.check(folder).faults]
    assert ("qr/x.png", "it is a folder, a pipe, a socket or a device, not a file") in told
    listed = folder / "manifest.json"
    tree = json.loads(listed.read_bytes())
    listed.write_text(json.dumps({**tree, "files": []}))
    with pytest.raises(SourceError, match="it lists no files") as caught:
        brochure.check(folder)
    assert "(il ne nomme aucun fichier)" in caught.value.problems[0].sentence("fr")
    listed.write_text(json.dumps({**tree, "files": tree["files"][:1] * 20_001}))
    with pytest.raises(SourceError, match="it lists 20,001 files; 20,000 are the most"):
        brochure.check(folder)
    listed.unlink()
    os.mkfifo(listed)
    with pytest.raises(SourceError, match="it is a folder, a pipe, a socket or a device"):
        brochure.check(folder)
