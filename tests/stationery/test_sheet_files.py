"""Labels, door signs, badges and table tents: read back from the finished PDF, by two decoders."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

import brochure
from brochure import web_address
from brochure.building import pipeline
from brochure.codes import pdf
from brochure.codes import verification as proofs
from brochure.errors import ProgrammeError, ProofError
from brochure.kit import Artifact
from brochure.pdf import reading_back
from brochure.programme import Programme
from brochure.reading.programmes import read_programme
from brochure.stationery import label_sheets, products
from brochure.stationery.products import SHEET_PRODUCTS, SheetProduct
from brochure.stationery.rendering import sheet_file
from tests.conftest import ROOT
from tests.verapdf import verdicts

FILES = ROOT / "tests" / "programmes"
CLEAN_MM = 2.5
"""Nothing but white is so near to the edge of a label: what a cutter may be off."""


@pytest.fixture(scope="module")
def summit() -> Programme:
    return read_programme(ROOT / "pages" / "sommet-evenements.csv")


@pytest.fixture(scope="module")
def three() -> Programme:
    return replace(read_programme(FILES / "trois.csv"), title="Sommet mondial")


@pytest.fixture(scope="module")
def labels(summit: Programme, theme: brochure.Theme) -> Artifact:
    return sheet_file(summit, SHEET_PRODUCTS[0], theme)


def images(data: bytes, dpi: float) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=dpi / 72).to_pil()


def text_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def joined(text: str) -> str:
    """What PDFium reads, as one line: it gives a hyphen at a line's end as U+0002."""
    return text.replace("\x02\r\n", "-").replace("\x02", "-").replace("\r\n", "")


def cells_of(image: Image.Image, product: SheetProduct, dpi: float) -> Iterator[Image.Image]:
    width, height = product.grid.cell
    for x, y in product.grid.cells():
        box = (x, y, x + width, y + height)
        yield image.crop(tuple(round(at / 25.4 * dpi) for at in box))  # type: ignore[arg-type]


@pytest.mark.parametrize("pages", [2, pytest.param(13, marks=pytest.mark.slow)])
def test_every_code_of_three_hundred_labels_is_read_back_by_two_decoders(
    pages: int, summit: Programme, labels: Artifact
) -> None:
    """The quick loop takes two pages of them."""
    wanted = Counter(session.url for session in summit.sessions[: 24 * pages])
    by_zxing: Counter[str] = Counter()
    by_zbar: Counter[str] = Counter()
    for image in islice(images(labels.data, 200), pages):
        by_zxing.update(code.text for code in zxingcpp.read_barcodes(image) if code.valid)
        for cell in cells_of(image, SHEET_PRODUCTS[0], 200):
            by_zbar.update(c.data.decode() for c in pyzbar.decode(cell, [pyzbar.ZBarSymbol.QRCODE]))
    assert by_zxing == by_zbar == wanted
    assert wanted.total() == min(24 * pages, len(summit.sessions))
    assert len(summit.sessions) >= 300
    assert len(labels.data) < 120_000


def test_the_text_beside_each_code_is_its_address(three: Programme, theme: brochure.Theme) -> None:
    tagged = replace(three, campaign="sommet-2016")
    for product in SHEET_PRODUCTS:
        made = sheet_file(tagged, product, theme)
        printed = joined("".join(text_of(made.data)))
        assert printed.count("pgo.example") == product.faces * len(three.sessions)
        assert all(web_address.parse_url(session.url).readable in printed for session in three.sessions)
        payloads = {code.payload for code in made.facts.codes}
        assert payloads == {
            f"{session.url}?utm_source={product.place}&utm_medium=qr&utm_campaign=sommet-2016"
            for session in three.sessions
        }
        assert "utm" not in printed
        proofs.verify(made)


def test_each_label_shows_its_own_address(summit: Programme, labels: Artifact) -> None:
    grid, shortened = SHEET_PRODUCTS[0].grid, 0
    with pypdfium2.PdfDocument(labels.data) as document:
        for number, (page, image) in enumerate(zip(document, images(labels.data, 150), strict=True)):
            words = page.get_textpage()
            cells = cells_of(image, SHEET_PRODUCTS[0], 150)
            for (x, y), cell, session in zip(
                grid.cells(), cells, summit.sessions[24 * number :], strict=False
            ):
                sides = (x, 297 - y - grid.cell[1], x + grid.cell[0], 297 - y)
                said = joined(words.get_text_bounded(*(mm * 72 / 25.4 for mm in sides))).strip()
                (code,) = zxingcpp.read_barcodes(cell)
                assert code.text == session.url
                address = web_address.parse_url(session.url)
                shortened += not said.endswith(address.readable)
                assert said.endswith((address.readable, address.host))
    assert (shortened, labels.warnings) == (0, ())


@pytest.mark.parametrize("product", SHEET_PRODUCTS, ids=lambda product: product.name)
def test_only_black_ink_is_used_but_for_areas_of_badges(
    product: SheetProduct, three: Programme, theme: brochure.Theme
) -> None:
    made = sheet_file(three, replace(product, marks=True), theme)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        streams = [page.Contents.read_bytes() for page in pdf.pages]
        forms: Any = pdf.pages[0].Resources.get("/XObject", {})
        streams += [form.read_bytes() for form in forms.values()]
        assert {str(form.Subtype) for form in forms.values()} == {"/Form"}
    drawn = b"\n".join(streams)
    inks = re.findall(rb"([\d. ]+) [kK](?=\s)", drawn)
    assert inks
    assert all(re.fullmatch(rb"0 0 0 (0|1|0?\.\d+)", ink.strip()) for ink in inks)
    # A badge has areas in the theme's colours, each a rectangle by itself; its letters are black.
    areas = rb"q [\d. ]+ rg [-\d. ]+ re f Q"
    assert bool(re.search(areas, drawn)) == product.colour
    assert not re.search(
        rb"\s(rg|RG|g|G|cs|CS|sc|SC|scn|SCN|sh)(?=\s)",
        re.sub(rb"\(.*?\)", b"", re.sub(areas, b"", drawn)),
    )


@pytest.mark.parametrize("product", SHEET_PRODUCTS, ids=lambda product: product.name)
def test_all_fonts_are_embedded_and_say_what_they_show(
    product: SheetProduct, three: Programme, theme: brochure.Theme
) -> None:
    with pikepdf.open(io.BytesIO(sheet_file(three, product, theme).data)) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.values())
        assert fonts
        for font in fonts:
            (inner,) = font.DescendantFonts
            assert "/FontFile2" in inner.FontDescriptor
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert b"beginbfchar" in font.ToUnicode.read_bytes()


def test_it_is_read_in_order_title_first(three: Programme, theme: brochure.Theme) -> None:
    with pikepdf.open(io.BytesIO(sheet_file(three, SHEET_PRODUCTS[1], theme).data)) as pdf:
        (document,) = pdf.Root.StructTreeRoot.K
        assert {str(page.S) for page in document.K} == {"/Div"}
        elements = [element for page in document.K for element in page.K]
        kinds = [str(element.S) for element in elements]
        assert [kind for kind in kinds if kind != "/P"] == ["/H1", "/Figure"] * 3
        assert kinds[:2] == ["/P", "/H1"]
        alts = [str(element.Alt) for element in elements if element.S == "/Figure"]
    assert alts == [f"Code QR : pgo.example/{n}" for n in (1, 2, 3)]  # said, not set


def without_areas(data: bytes) -> bytes:
    """A PDF without the areas in colours, which go on over the edges of their cells."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            drawn = page.Contents.read_bytes()
            page.Contents = pdf.make_stream(re.sub(rb"q [\d. ]+ rg [-\d. ]+ re f Q", b"", drawn))
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("product", SHEET_PRODUCTS, ids=lambda product: product.name)
def test_nothing_is_printed_near_the_edge_of_a_cell(
    product: SheetProduct, summit: Programme, theme: brochure.Theme
) -> None:
    some = replace(summit, sessions=summit.sessions[:13])
    made = sheet_file(some, replace(product, marks=False), theme)
    clean = CLEAN_MM / 25.4 * 150
    data = without_areas(made.data) if product.colour else made.data
    for image in images(data, 150):
        for cell in cells_of(image.convert("L"), product, 150):
            if inked := cell.point(lambda value: 255 if value < 200 else 0).getbbox():
                assert min(inked[:2]) >= clean
                assert cell.width - inked[2] >= clean
                assert cell.height - inked[3] >= clean


def test_the_same_programme_makes_the_same_bytes(
    summit: Programme, labels: Artifact, theme: brochure.Theme
) -> None:
    assert sheet_file(summit, SHEET_PRODUCTS[0], theme).data == labels.data


def test_a_code_that_says_something_else_fails_the_build_by_its_name(
    three: Programme, theme: brochure.Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = pdf.operators_of

    def swapped(matrix: object, *rest: object) -> str:
        wrong = building_codes(three.sessions[0].url)
        return drawn(wrong if matrix == building_codes(three.sessions[1].url) else matrix, *rest)  # type: ignore[arg-type]

    from brochure.codes.encoder import encode as building_codes

    monkeypatch.setattr(pdf, "operators_of", swapped)
    with pytest.raises(
        ProofError, match=r"labels.pdf: page 1: the code for https://pgo.example/2 does"
    ):
        pipeline.build_programme(three, theme, SHEET_PRODUCTS[:1])


def test_all_that_does_not_fit_is_told_at_once(three: Programme, theme: brochure.Theme) -> None:
    long = replace(three.sessions[0], title="Anticonstitutionnellement " * 7, line=12)
    deep = replace(three.sessions[1], url="https://pgo.example/" + "a" * 700, line=13)
    with pytest.raises(ProgrammeError) as caught:
        pipeline.build_programme(
            replace(three, sessions=(long, deep, three.sessions[2])), theme, SHEET_PRODUCTS[:1]
        )
    told = caught.value.faults
    assert re.search(
        r"trois.csv:12: labels: Anticon.*…: its texts do not fit 70 × 37.1 mm at 8 pt.*“Anticon.*…” "
        r"\(181 characters\); shorten it",
        told[0],
    )
    assert re.search(r"trois.csv:13: .*its code has \d+ modules a side and is .* mm wide", told[1])
    assert len(told) == 2


def test_what_would_fit_is_said(three: Programme, theme: brochure.Theme) -> None:
    long = replace(three.sessions[0], title="Une table ronde sur les données ouvertes " * 4)
    with pytest.raises(ProgrammeError) as caught:
        pipeline.build_programme(replace(three, sessions=(long,)), theme, SHEET_PRODUCTS)
    assert caught.value.faults[1:] == (
        "as it is, it fits these labels: --labels 2x7 or --labels L7163",
        "as it is, it fits these: --sheets door-signs,badges,table-tents",
    )


def test_an_address_without_room_is_its_host_and_that_is_told(
    three: Programme, theme: brochure.Theme
) -> None:
    url = "https://www.exemple.org/" + "programme-des-ateliers-" * 4
    long = replace(three.sessions[0], url=url, title="Une table ronde sur les données ouvertes à tous")
    made = sheet_file(replace(three, sessions=(long, three.sessions[1])), SHEET_PRODUCTS[0], theme)
    (warning,) = map(str, made.warnings)
    assert "labels.pdf: 1 of 2 have no room for the whole address and print its host alone" in warning
    assert "(lines 2)" in warning
    said = text_of(made.data)[0]
    assert "www.exemple.org" in said
    assert "programme-des" not in said
    assert "pgo.example/2" in said


def test_marks_stand_where_they_belong(three: Programme, theme: brochure.Theme) -> None:
    """A kasra below its letter, a fatha above it, at the size of a door sign's title."""

    def inked(title: str) -> tuple[int, int]:
        one = replace(three.sessions[0], title=title, room="", starts=date(2016, 12, 7), ends=None)
        made = sheet_file(
            replace(three, title="", lang="ar", sessions=(one,)), SHEET_PRODUCTS[1], theme
        )
        (image,) = images(made.data, 72)
        dark = image.convert("L").point(lambda value: 255 * (value < 128))
        box = dark.crop((300, 60, 560, 172)).getbbox()
        assert box
        return box[1], box[3]

    plain, above, below = inked("بب"), inked("بَبَ"), inked("بِبِ")
    assert above[0] < plain[0] - 3
    assert below[1] > plain[1] + 3
    assert below[0] >= plain[0] - 1


def test_a_host_from_right_to_left_is_proved_too(three: Programme, theme: brochure.Theme) -> None:
    one = replace(
        three.sessions[0], title="Conference", room="Salle 12", url="https://xn--4gbrim.xn--wgbh1c/"
    )
    kit = pipeline.build_programme(replace(three, sessions=(one,)), theme, SHEET_PRODUCTS)
    sheets = [made for made in kit.artifacts if made.media_type == "application/pdf"]
    assert len(sheets) == len(SHEET_PRODUCTS)
    host = web_address.parse_url(one.url).readable
    assert not host.isascii()
    for made in sheets:
        assert {code.payload for code in made.facts.codes} == {one.url}
        assert host in made.texts


def test_a_word_that_is_not_there_is_missed_beside_such_a_host(
    three: Programme, theme: brochure.Theme
) -> None:
    one = replace(three.sessions[0], title="Conference", url="https://xn--4gbrim.xn--wgbh1c/")
    made = sheet_file(replace(three, sessions=(one,)), SHEET_PRODUCTS[0], theme)
    assert list(reading_back.differences(made)) == []
    anagram = replace(made, texts=(*made.texts, "Conference erencefon"))
    assert "“Conference erencefon” is not all there" in " ".join(
        map(str, reading_back.differences(anagram))
    )


def test_a_sheet_without_its_code_is_refused(
    three: Programme, theme: brochure.Theme, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    shipped = (ROOT / "templates" / "sheets" / "label.toml").read_text(encoding="utf-8")
    mine.write_text(shipped.replace('children = ["code", "words"]', 'children = ["words"]'))
    with pytest.raises(brochure.BrochureError, match=r"mine.toml: the template of a sheet has a box"):
        sheet_file(three, replace(SHEET_PRODUCTS[0], template=str(mine)), theme)


def test_no_hyphen_is_put_into_an_address(summit: Programme, theme: brochure.Theme) -> None:
    narrow = replace(SHEET_PRODUCTS[0], grid=label_sheets.label_grid("L7160"))
    made = sheet_file(replace(summit, sessions=summit.sessions[:9]), narrow, theme)
    assert "gouverne" not in text_of(made.data)[0]
    assert "5 of 9 have no room for the whole address" in " ".join(map(str, made.warnings))


def test_used_labels_are_skipped(three: Programme, theme: brochure.Theme) -> None:
    product = replace(SHEET_PRODUCTS[0], skip=22)
    made = sheet_file(three, product, theme)
    assert [code.page for code in made.facts.codes] == [1, 1, 2]
    (first, _) = images(made.data, 100)
    cells = [
        cell.convert("L").point(lambda v: 255 * (v < 100)) for cell in cells_of(first, product, 100)
    ]
    assert [cell.getbbox() is not None for cell in cells] == [False] * 22 + [True] * 2


def test_badges_name_those_who_take_part(three: Programme, theme: brochure.Theme) -> None:
    people = [
        replace(three.sessions[0], columns={"Nom": name, "organisation": "Ville de Test"})
        for name in ("Première Personne", "Seconde Personne")
    ]
    said = text_of(sheet_file(replace(three, sessions=tuple(people)), SHEET_PRODUCTS[2], theme).data)[0]
    words = " ".join(said.split())
    assert "Première Personne" in words
    assert "Seconde Personne" in words
    assert said.count("Ville de Test") == 2


def test_a_character_that_no_font_has_is_told_with_its_line(
    three: Programme, theme: brochure.Theme
) -> None:
    odd = replace(three.sessions[2], title="Nuit 𒀀")
    with pytest.raises(ProgrammeError, match=r"trois.csv:4: .*no font of the theme .*U\+12000"):
        pipeline.build_programme(replace(three, sessions=(odd,)), theme, SHEET_PRODUCTS[:1])


def test_a_template_of_ones_own_shows_further_columns(
    three: Programme, theme: brochure.Theme, tmp_path: Path
) -> None:
    shipped = (ROOT / "templates" / "sheets" / "label.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text(shipped.replace("{{ event.when }}", "{{ columns.speaker }} {{ event.when }}"))
    (product,) = products.choose_sheets(
        ["labels"], label_sheets.label_grid("3x8"), {"labels": str(mine)}, marks=False
    )
    assert "A.\u00a0Exemple" in text_of(sheet_file(three, product, theme).data)[0]
    mine.write_text(shipped.replace("{{ event.room }}", "{{ columns.orator }}"))
    with pytest.raises(brochure.BrochureError, match=r"mine.toml:\d+: boxes.room.text .*orator"):
        sheet_file(three, product, theme)


def test_progress_is_told_to_the_end(three: Programme, theme: brochure.Theme) -> None:
    told: list[tuple[str, int, int]] = []
    pipeline.build_programme(
        three, theme, SHEET_PRODUCTS, progress=lambda name, done, of: told.append((name, done, of))
    )
    assert [(done, of) for name, done, of in told if name == "codes"] == [(1, 3), (2, 3), (3, 3)]
    assert ("labels.pdf", 3, 3) in told
    assert ("files read back", 10, 10) in told


@pytest.mark.slow
def test_they_are_valid_pdf_ua_in_verapdf(three: Programme, tmp_path: Path) -> None:
    arabic = read_programme(FILES / "arabic.toml")
    pairs = []
    for name in ("agora", "papier", "contraste"):
        for programme in (three, arabic):
            for product in SHEET_PRODUCTS:
                made = sheet_file(programme, replace(product, marks=True), brochure.load_theme(name))
                path = tmp_path / f"{name}-{programme.lang}-{made.path}"
                path.write_bytes(made.data)
                pairs.append(("ua1", path))
    found = verdicts(pairs)
    assert [p for p, v in zip(pairs, found, strict=True) if not v.compliant] == []
    assert all(verdict.checks > 100 for verdict in found)


def test_signs_emoji_accents_and_isolates_stand_on_sheets(
    three: Programme, theme: brochure.Theme
) -> None:
    """Each is drawn in a font that has it, and read back as it was written."""
    title = "Un \u2066titre\u2069 🎉 👨\u200d👩\u200d👧 ✓ Київ e\u030a\u0301"
    session = replace(three.sessions[0], title=title, room="Salle \u200e4 ☎")
    made = sheet_file(replace(three, sessions=(session,)), SHEET_PRODUCTS[0], theme)
    reading_back.verify(made)
    with pypdfium2.PdfDocument(made.data) as document:
        text = unicodedata.normalize("NFD", document[0].get_textpage().get_text_range())
    for word in ("titre", "🎉", "✓", "Київ", "☎", "👨\u200d👩\u200d👧"):
        assert unicodedata.normalize("NFD", word) in text
