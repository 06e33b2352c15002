"""Print files: exact boxes, CMYK alone, marks in the slug, the printer's profile, the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import ImageCms, ImageStat

import brochure
from brochure.errors import RenderError, ThemeError
from brochure.page import Event
from brochure.pdf.galley import PX_TO_PT
from brochure.pdf.layout import MOST_OPENED
from brochure.pdf.press import pdfx, rendering
from brochure.preflight import runs, separations
from brochure.preflight.document import Spec
from brochure.preflight.document import opened as opened_sheets
from brochure.text.content import content_of
from brochure.themes import theme_file
from tests.conftest import ROOT, artifact
from tests.pdf.test_pdf import letters, text_of

MM = 72 / 25.4
TRIMS_MM = {"brochure": (210, 297), "booklet": (297, 210), "leaflet": (297, 210), "poster": (297, 420)}
PAGES = {"brochure": 4, "booklet": 2, "leaflet": 2, "poster": 1}
PRODUCTS = tuple(TRIMS_MM)
SAMPLES = ROOT / "tests" / "pages"


@pytest.fixture(scope="module", params=PRODUCTS)
def product(request: pytest.FixtureRequest) -> str:
    name = request.param
    assert isinstance(name, str)
    return name


@pytest.fixture(scope="module")
def opened(kit: brochure.Kit, product: str) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(artifact(kit, f"print/{product}.pdf").data)) as pdf:
        yield pdf


def made(page: brochure.Page, theme: brochure.Theme, name: str) -> brochure.Artifact:
    return next(a for a in rendering.render(page, theme) if a.path == f"print/{name}.pdf")


def sample(name: str) -> brochure.Page:
    return brochure.read(SAMPLES / f"{name}.md")


@pytest.fixture(scope="module")
def long(page: brochure.Page) -> brochure.Page:
    """A page of three parts: more than four pages, and more than a leaflet holds."""
    return replace(page, body="\n\n".join(f"## Partie {i}\n\n{page.body}" for i in range(3)))


def edges(page: pikepdf.Page, box: str) -> list[float]:
    return [float(v) / MM for v in page.obj[box]]


def test_boxes_are_exact_to_a_tenth_of_a_millimetre(opened: pikepdf.Pdf, product: str) -> None:
    width, height = TRIMS_MM[product]
    assert len(opened.pages) == PAGES[product]
    for page in opened.pages:
        left, bottom, right, top = edges(page, "/TrimBox")
        assert (right - left, top - bottom) == pytest.approx((width, height), abs=0.1)
        for box, beyond in (("/BleedBox", 3), ("/MediaBox", 13)):
            assert edges(page, box) == pytest.approx(
                [left - beyond, bottom - beyond, right + beyond, top + beyond], abs=0.1
            )


def test_five_millimetres_of_bleed_where_the_printer_asks_for_them() -> None:
    theme = theme_file.for_printer(brochure.load_theme("agora"), "", 5)
    for file in rendering.render(sample("sobre"), theme):
        with pikepdf.open(io.BytesIO(file.data)) as pdf:
            for sheet in pdf.pages:
                trim, bleed = edges(sheet, "/TrimBox"), edges(sheet, "/BleedBox")
                assert [abs(a - b) for a, b in zip(trim, bleed, strict=True)] == pytest.approx(
                    [5] * 4, abs=0.01
                )


def streams(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form":
            yield item.read_bytes()
    for page in pdf.pages:
        for part in (
            page.obj.Contents if isinstance(page.obj.Contents, pikepdf.Array) else [page.obj.Contents]
        ):
            yield part.read_bytes()


def test_every_colour_is_written_in_cmyk(opened: pikepdf.Pdf) -> None:
    """Read with a regular expression, not with the interpreter that preflight uses."""
    for data in streams(opened):
        assert not re.search(rb"(?:^|\s)[\d.]+ [\d.]+ [\d.]+ (?:rg|RG)\b", data)
        for space in re.findall(rb"/(\S+) (?:cs|CS)\b", data):
            assert space in {b"DeviceCMYK", b"RegAll"}


def test_it_carries_its_profile_for_pdf_x_and_for_pdf_a(opened: pikepdf.Pdf) -> None:
    intents = list(opened.Root.OutputIntents)
    assert [str(i.S) for i in intents] == ["/GTS_PDFX", "/GTS_PDFA1"]
    shipped = (ROOT / "templates" / "press" / "coated-fogra39l-300.icc").read_bytes()
    for intent in intents:
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert intent.DestOutputProfile.read_bytes() == shipped


def test_nothing_is_left_of_screens(opened: pikepdf.Pdf) -> None:
    assert not {"/Names", "/Outlines", "/StructTreeRoot", "/AcroForm"} & set(opened.Root.keys())
    for page in opened.pages:
        assert "/Annots" not in page.obj
        assert page.obj.Group.CS == "/DeviceCMYK"


def test_the_slug_names_the_file_its_date_and_the_plates(opened: pikepdf.Pdf, product: str) -> None:
    for number, page in enumerate(opened.pages, 1):
        marks = page.obj.Contents[-1].read_bytes().decode()
        said = re.findall(r"/ActualText \((.*?)\)", marks)
        assert said[0] == f"sommet-pgo print/{product}.pdf   2016-12-07   {number}/{len(opened.pages)}"
        assert said[1:] == ["Grey", "Black", "Yellow", "Magenta", "Cyan"]
        assert "/RegAll CS 1 SCN" in marks


def test_the_printed_back_has_the_address_and_no_links(kit: brochure.Kit) -> None:
    text = text_of(artifact(kit, "print/brochure.pdf").data)
    assert letters("www.gouvernement.fr/sommet-mondial-du-partenariat") in letters(text)
    assert "Salle Pleyel" in text
    assert "WhatsApp" not in text
    assert "WhatsApp" in text_of(artifact(kit, "brochure.pdf").data)


@pytest.mark.slow
def test_the_same_bytes_twice(page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit) -> None:
    """Once for the kit, in whatever process that was, and once here."""
    first = [made.data for made in kit.products["print"]]
    again = rendering.render(page, theme.for_page(page))
    assert first == [made.data for made in again]


def test_another_printers_profile_is_embedded(page: brochure.Page, tmp_path: Path) -> None:
    shipped = (ROOT / "templates" / "press" / "coated-fogra39l-300.icc").read_bytes()
    other = tmp_path / "printer.icc"
    other.write_bytes(shipped.replace(b"FOGRA39L", b"FOGRA51X"))
    theme = theme_file.for_printer(brochure.load_theme("agora"), str(other), None)
    assert theme.printing.condition == "FOGRA51"
    with pikepdf.open(io.BytesIO(made(page, theme, "brochure").data)) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert str(intent.OutputConditionIdentifier) == "FOGRA51"
        assert intent.DestOutputProfile.read_bytes() == other.read_bytes()


def test_a_profile_that_is_none_or_not_for_print_is_refused(tmp_path: Path) -> None:
    theme = brochure.load_theme("agora")
    broken, screen = tmp_path / "a.icc", tmp_path / "srgb.icc"
    broken.write_bytes(b"not a profile")
    screen.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    with pytest.raises(ThemeError, match=r"a\.icc: not an ICC profile"):
        theme_file.for_printer(theme, str(broken), None)
    with pytest.raises(ThemeError, match=r"srgb\.icc: a profile for RGB \(mntr\), not for printing"):
        theme_file.for_printer(theme, str(screen), None)
    shipped = (ROOT / "templates" / "press" / "coated-fogra39l-300.icc").read_bytes()
    cut = tmp_path / "cut.icc"
    for length in (132, 20_000):
        cut.write_bytes(shipped[:length])
        with pytest.raises(ThemeError, match=r"cut\.icc: the profile is damaged or cut short"):
            theme_file.for_printer(theme, str(cut), None)
    with pytest.raises(ThemeError, match="a device, not a file"):
        theme_file.for_printer(theme, "/dev/zero", None)
    with pytest.raises(ThemeError, match=r"none\.icc: the output profile cannot be read"):
        theme_file.for_printer(theme, str(tmp_path / "none.icc"), None)
    with pytest.raises(ThemeError, match="bleed: 1 mm; it is 3 to 10 mm"):
        theme_file.for_printer(theme, "", 1)


def test_pages_are_padded_to_four_and_it_is_said(
    long: brochure.Page, theme: brochure.Theme, kit: brochure.Kit
) -> None:
    file = made(long, theme, "brochure")
    assert file.facts.pages % 4 == 0
    said = [w for w in map(str, file.warnings) if "become" in w]
    assert len(said) == 1
    assert re.search(r"\d+ pages become \d+, a multiple of 4; the last inside .* for notes", said[0])
    assert "Notes" in text_of(file.data)
    assert "Notes" not in text_of(artifact(kit, "print/brochure.pdf").data)


@pytest.mark.parametrize("name", ["images", pytest.param("photo", marks=pytest.mark.slow)])
def test_pictures_are_turned_into_cmyk_within_the_ink_limit(name: str) -> None:
    file = made(sample(name), brochure.load_theme("agora"), "brochure")
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        pictures = [
            i for i in pdf.objects if isinstance(i, pikepdf.Stream) and i.get("/Subtype") == "/Image"
        ]
        assert pictures
        for picture in pictures:
            assert picture.ColorSpace == "/DeviceCMYK"
            image = pikepdf.PdfImage(picture).as_pil_image()
            assert image.mode == "CMYK"
            small = image.resize((200, 280))
            ink = max(sum(pixel) for pixel in small.get_flattened_data() if isinstance(pixel, tuple))
            assert ink / 2.55 <= 300


def test_a_coarse_picture_is_told_with_its_numbers() -> None:
    file = made(sample("images"), brochure.load_theme("agora"), "brochure")
    said = " ".join(map(str, file.warnings))
    assert re.search(r"“affluence\.png” looks coarse: 1\d\d dpi at 8\d mm, 300 are right and 200", said)
    assert re.search(r"give one of 9\d\d pixels in width", said)


def test_the_booklet_has_larger_type_at_half_the_size(kit: brochure.Kit) -> None:
    """Scaled from A4 as it is, the notes would be below 7 pt."""
    with opened_sheets(artifact(kit, "print/booklet.pdf").data, Spec(press=True)) as sheets:
        sizes = sorted(item.size for item in sheets.inside("text"))
    assert sizes[0] >= 7
    assert 9 <= sizes[len(sizes) // 2] <= 11


def test_a_booklet_of_a5_pages_keeps_seven_points(page: brochure.Page, theme: brochure.Theme) -> None:
    booklet = made(replace(page, size="a5"), theme, "booklet")
    with opened_sheets(booklet.data, Spec(press=True)) as sheets:
        assert min(item.size for item in sheets.inside("text")) >= 7


def test_a_text_of_a_few_words_is_enlarged_once(theme: brochure.Theme, tmp_path: Path) -> None:
    """Each larger size is one of the size given, not of the size before it: no 22 pt for few words."""
    source = tmp_path / "p.md"
    source.write_text(
        "---\ntitle: Fête\nurl: https://exemple.org/p\nlang: fr\n---\n\nUn.\n\n## Deux\n\nTrois.\n"
    )
    short = made(brochure.read(source), theme, "brochure")
    with pypdfium2.PdfDocument(short.data) as pdf:
        texts = [page.get_textpage() for page in pdf]
        inside = next(text for text in texts if "Trois" in text.get_text_range())
        sign = inside.get_text_range().index("Trois")
        size = pypdfium2.raw.FPDFText_GetFontSize(inside.raw, sign) * PX_TO_PT
    assert theme.body_pt <= size <= theme.body_pt * MOST_OPENED * 1.001


def test_a_leaflet_that_leaves_nothing_out_says_nothing(kit: brochure.Kit, page: brochure.Page) -> None:
    whole = artifact(kit, "print/leaflet.pdf")
    assert not whole.warnings
    assert letters(page.body.split("\n\n")[-1]) in letters(text_of(whole.data))


@pytest.mark.slow
def test_a_leaflet_with_a_photograph_holds_the_whole_page(theme: brochure.Theme) -> None:
    whole = made(sample("photo"), theme, "leaflet")
    assert not whole.warnings
    assert letters("Le retour se fait par la rue principale") in letters(text_of(whole.data))


def test_folds_are_marked_where_the_panels_end(kit: brochure.Kit) -> None:
    with pikepdf.open(io.BytesIO(artifact(kit, "print/leaflet.pdf").data)) as pdf:
        for sheet, folds in zip(pdf.pages, ((97, 197), (100, 200)), strict=True):
            left = float(sheet.obj.TrimBox[0])
            marks = sheet.obj.Contents[-1].read_bytes().decode()
            dashed = re.findall(r"q \[3 2\] 0 d\n([\d.]+) ", marks)
            assert [(float(x) - left) / MM for x in dashed] == pytest.approx(folds, abs=0.1)


@pytest.mark.slow
def test_arabic_opens_from_the_right(theme: brochure.Theme) -> None:
    """The cover stands on the left half of the booklet's first side, and of the leaflet's outside."""
    _, *folded = islice(rendering.render(sample("arabic"), theme), 3)
    assert [file.path for file in folded] == ["print/booklet.pdf", "print/leaflet.pdf"]
    for file in folded:
        image = pypdfium2.PdfDocument(file.data)[0].render(scale=0.5).to_pil().convert("L")
        third = image.width // 3
        left, right = (
            ImageStat.Stat(image.crop((x, 0, x + third, image.height))).mean[0]
            for x in (0, image.width - third)
        )
        assert left < right - 40


def test_an_events_day_and_place_are_printed_when_the_kicker_does_not_say_them(
    theme: brochure.Theme,
) -> None:
    event = Event(starts=date(2027, 3, 12), ends=date(2027, 3, 13), place="Halle Tony-Garnier")
    page = replace(sample("sobre"), kicker="Appel à participation", event=event)
    for file in brochure.build(page, theme, only=["pdf", "print"]).artifacts:
        text = letters(text_of(file.data))
        assert letters("du 12 au 13 mars 2027") in text, file.path
        assert letters("Halle Tony-Garnier") in text, file.path
    said = replace(page, kicker="Lyon · 12 et 13 mars 2027")
    assert letters("du 12 au 13 mars") not in letters(text_of(made(said, theme, "brochure").data))


def test_a_picture_that_cannot_be_turned_into_cmyk_is_named_by_its_size(
    page: brochure.Page, theme: brochure.Theme
) -> None:
    job = rendering.job_of("poster", page, content_of(page), theme, b"", (210 * MM, 297 * MM))
    pdf = pikepdf.new()
    item = pdf.make_stream(b"\0" * 64)
    item.Type, item.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    item.ColorSpace = pikepdf.Name.DeviceRGB
    item.Width, item.Height, item.BitsPerComponent = 8, 5, 4
    with pytest.raises(RenderError, match="a picture of 8 × 5 pixels cannot be turned into CMYK"):
        pdfx.finish_open(pdf, job)


PANTONE = "PANTONE 2728 C"


@pytest.fixture(scope="module", params=["", PANTONE])
def one_ink(request: pytest.FixtureRequest) -> tuple[str, dict[str, brochure.Artifact]]:
    """The name of papier's ink, and its print files of a page with a photograph."""
    theme = theme_file.for_printer(brochure.load_theme("papier"), "", None, request.param or None)
    made = rendering.render(sample("photo"), theme)
    return request.param, {made.path: made for made in made}


def test_papier_prints_with_its_inks_and_no_other(
    one_ink: tuple[str, dict[str, brochure.Artifact]],
) -> None:
    spot, files = one_ink
    wanted = ("Black", PANTONE) if spot else ("Cyan", "Magenta", "Black")
    for made in files.values():
        assert made.facts.press
        assert made.facts.press.inks == wanted
        with opened_sheets(made.data, Spec.of(made.facts)) as document:
            names = document.separated.names
            for number, plates in enumerate(document.separated.pages, 1):
                inside = document.bleed(number).grown(-1)
                seen = [document.crop(plate, number, inside) for plate in plates]
                inked = {n for n, plate in zip(names, seen, strict=True) if document.most(plate) > 2}
                assert inked <= {*wanted}, made.path
            assert {PANTONE} & {*names} == ({PANTONE} if spot else set())


def test_a_spot_ink_is_a_separation_with_its_four_inks_beside_it(
    one_ink: tuple[str, dict[str, brochure.Artifact]],
) -> None:
    spot, files = one_ink
    with pikepdf.open(io.BytesIO(files["print/booklet.pdf"].data)) as pdf:
        spaces = [
            item for item in pdf.objects
            if isinstance(item, pikepdf.Array) and len(item) == 4 and item[0] == "/Separation"
            and item[1] != "/All"
        ]  # fmt: skip
        assert [str(space[1]) for space in spaces] == ([f"/{PANTONE}"] if spot else [])
        for _, _, alternate, tint in spaces:
            assert alternate == "/DeviceCMYK"
            assert [float(v) for v in tint.C1] == [0.88, 0.84, 0, 0]


def test_print_files_of_one_ink_pass_every_rule(
    one_ink: tuple[str, dict[str, brochure.Artifact]],
) -> None:
    for made in one_ink[1].values():
        found = [p for r in runs.run(made.data, Spec.of(made.facts)) for p in r.problems]
        assert [str(p) for p in found if p.severity == "error"] == []


def test_two_colours_that_are_no_ink_of_the_file_are_found(
    one_ink: tuple[str, dict[str, brochure.Artifact]],
) -> None:
    _, files = one_ink
    made = files["print/poster.pdf"]
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        pdf.pages[0].contents_add(b"q 0 0 1 0 k 300 300 40 40 re f Q")
        out = io.BytesIO()
        pdf.save(out)
    (plates,) = (r for r in runs.run(out.getvalue(), Spec.of(made.facts)) if r.rule.name == "plates")
    assert [p.id for p in plates.problems] == ["plate-extra"]
    assert "needs the plate Yellow" in str(plates.problems[0])


def test_contraste_is_rich_black_on_its_grounds(page: brochure.Page) -> None:
    made = next(iter(rendering.render(page, brochure.load_theme("contraste"))))
    (cover, *_) = separations.separate(made.data, 36).pages
    at = cover[0].width // 2, cover[0].height // 3
    assert [round(int(plate.getpixel(at)) / 2.55) for plate in cover] == [40, 30, 30, 100]  # type: ignore[arg-type]
