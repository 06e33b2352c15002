"""People's pages: one size of names, nothing lost, nothing on top of anything else, in every format."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from PIL import Image

import brochure
from brochure.building.people_kits import BadgeOptions, build_people
from brochure.errors import BrochureError, ProgrammeError
from brochure.kit import Artifact
from brochure.people import People, Person
from brochure.reading.people import read_people
from brochure.stationery import badge_codes, label_sheets, people_products, role_colours
from brochure.stationery.calibration import AWAY_MM, CalibrationSheet
from brochure.stationery.composition import POINTS_PER_MM
from brochure.stationery.people_products import FORMATS
from tests.conftest import ROOT, THEMES
from tests.stationery.glyphs_in_pdf import Glyph, glyphs_of, overlaps
from tests.verapdf import verdicts

NAMES = ROOT / "tests" / "people" / "names.csv"
"""500 invented names of 30 countries in 12 scripts."""

KEY = b"0123456789abcdef"
look = cache(brochure.load_theme)


@cache
def everyone() -> People:
    return read_people(NAMES, title="Sommet mondial du PGO", dates="7 – 9 décembre 2026")


def of_each_country(count: int = 1) -> People:
    return replace(everyone(), persons=everyone().persons[: 30 * count])


def people(*names: str, **fields: Any) -> People:
    persons = []
    for line, name in enumerate(names, 2):
        given, _, family = name.rpartition("/")
        persons.append(Person(given=given, family=family, line=line, **fields))
    return People(slug="x", lang="fr", where="x.csv", persons=tuple(persons), title="Sommet")


def made(
    given: People, form: str = "a7", paper: str = "a4", theme: str = "agora", **options: Any
) -> Artifact:
    shape = FORMATS[form]
    grid = options.pop("grid", None) or people_products.badge_grid(shape, paper)
    kit = build_people(given, look(theme), BadgeOptions(form=shape, grid=grid, **options))
    (artifact,) = kit.artifacts
    return artifact


@lru_cache(maxsize=4)
def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def pages(artifact: Artifact) -> list[Any]:
    return [*opened(artifact.data).pages]


def content(artifact: Artifact) -> str:
    return "\n".join(page.Contents.read_bytes().decode("latin-1") for page in pages(artifact))


_STRINGS = re.compile(r"\((?:\\\\.|[^()\\\\])*\)", re.DOTALL)


def sizes(artifact: Artifact) -> set[float]:
    return {float(size) for size in re.findall(r"/F\d+ (\S+) Tf", content(artifact))}


@pytest.mark.parametrize(("form", "theme"), [*zip(FORMATS, THEMES * 2, strict=True)])
def test_names_of_every_script_are_whole_and_clear_of_each_other(form: str, theme: str) -> None:
    """Every text is read back as it is made; here the ink of each glyph is measured in the file."""
    artifact = made(of_each_country(), form, theme=theme)
    for page in pages(artifact):
        assert overlaps(page) == []
        width, height = (float(edge) for edge in page.MediaBox[2:])
        for glyph in glyphs_of(page):
            assert glyph.number != 0  # .notdef, the box of a letter that a font lacks
            assert glyph.left > 0 < glyph.bottom
            assert glyph.right < width
            assert glyph.top < height


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "theme"),
    [*((form, "agora") for form in FORMATS), ("86x54", "papier"), ("a7", "contraste")],
)
def test_five_hundred_names_of_thirty_countries_do_not_overlap(form: str, theme: str) -> None:
    codes, _ = badge_codes.payloads_of(everyone(), "id", KEY)
    artifact = made(everyone(), form, theme=theme, codes=codes)
    assert sum(len(overlaps(page)) for page in pages(artifact)) == 0
    assert len(artifact.facts.codes) == 500 * FORMATS[form].faces


def test_glyphs_that_overlap_are_found() -> None:
    """The same page with its lines six points apart."""
    one = Glyph(1, 1, 5, 10, 10, 20, 20)
    assert one.meets(one._replace(line=2, left=15, right=25, bottom=18, top=28))
    assert not one.meets(one._replace(line=2, bottom=20.01, top=30))
    artifact = made(people("Jean-François/Müller", organisation="Mairie"))
    pdf = pikepdf.open(io.BytesIO(artifact.data))
    assert overlaps(pdf.pages[0]) == []
    tight = re.sub(r"\n0 -\d\d\S* Td", "\n0 -6 Td", content(artifact))
    pdf.pages[0].Contents = pdf.make_stream(tight.encode("latin-1"))
    assert len(overlaps(pdf.pages[0])) > 3


def test_a_series_has_one_size_of_names_from_28_to_40_points() -> None:
    short = made(people("Zoé/Roy", "Al/Ba"), "105x74")
    assert 40.0 in sizes(short)
    usual = made(people("Zoé/Roy", "Jean-François/Müller"), "a7")
    (size,) = {size for size in sizes(usual) if size > 20}
    assert 28 <= size < 40
    assert usual.facts.warnings == ()


def test_a_long_name_makes_the_whole_series_smaller_and_is_told() -> None:
    artifact = made(people("Zoé/Roy", "Anne-Sophie/de La Rochefoucauld-Doudeauville"))
    (told,) = artifact.facts.warnings
    assert told.place.line == 3
    assert "Anne-Sophie de La Rochefoucauld-Doudeauville" in told.sentence("en")
    names = {size for size in sizes(artifact) if size > 16}
    assert len(names) == 1
    assert 20 <= names.pop() < 28


@pytest.mark.parametrize("theme", THEMES)
def test_a_code_takes_nothing_from_names_on_cards(theme: str) -> None:
    some = people("Élodie/Lefèvre", "Alexandra/Papadopoulou", organisation="Ministère", position="Élue")
    codes, _ = badge_codes.payloads_of(some, "vcard")
    with_code = max(sizes(made(some, "86x54", theme=theme, codes=codes)))
    assert with_code >= 26.5
    assert with_code >= 0.95 * max(sizes(made(some, "86x54", theme=theme)))


def test_words_beside_a_name_give_way_before_the_name_does() -> None:
    organisation = "Ministère de l’Enseignement supérieur, de la Recherche et de l’Innovation"
    usual = made(people("Zoé/Roy", organisation="Mairie"), "90x60")
    crowded = made(people("Zoé/Roy", organisation=organisation), "90x60")
    assert max(sizes(crowded)) >= 28
    assert max(sizes(usual)) >= max(sizes(crowded))


def test_first_names_are_large_where_that_is_asked_for() -> None:
    whole = sizes(made(people("Bartholomäus/Schwarzenegger-Müller")))
    first = sizes(made(people("Zoé/Schwarzenegger-Müller"), names="first"))
    assert max(first) > max(whole)


def test_a_letter_that_no_font_has_is_told_with_the_person() -> None:
    with pytest.raises(ProgrammeError, match=r"x\.csv:3: badges: Wang 王: no font has 王 \(U\+738B\)"):
        made(people("Zoé/Roy", "Wang/王"))


def test_texts_that_cannot_fit_are_told_with_the_person() -> None:
    with pytest.raises(ProgrammeError, match="the texts do not fit 86 × 54 mm"):
        made(people("Zoé/Roy", "Al/" + "W" * 100), "86x54")


def test_a_page_of_a_roll_is_a_badge() -> None:
    artifact = made(people("Zoé/Roy", "Al/Ba"), "86x54", "roll")
    boxes = [[float(edge) for edge in page.MediaBox] for page in pages(artifact)]
    assert len(boxes) == 2
    assert boxes[0][2:] == pytest.approx([86 / 25.4 * 72, 54 / 25.4 * 72], abs=0.01)


@pytest.mark.parametrize(
    ("form", "paper", "count"),
    [("a7", "a4", 8), ("a7", "letter", 6), ("86x54", "a4", 10), ("90x60", "a4", 9), ("105x74", "a4", 8),
     ("4x3in", "letter", 6), ("a6-fold", "a4", 4)],
)  # fmt: skip
def test_as_many_badges_stand_on_a_page_as_it_has_room_for(form: str, paper: str, count: int) -> None:
    grid = people_products.badge_grid(FORMATS[form], paper)
    assert grid.count == count
    cells = [*grid.cells()]
    assert min(cell.x for cell in cells) >= 0
    assert max(cell.x for cell in cells) + grid.cell[0] <= grid.page[0] + 0.1
    assert max(cell.y for cell in cells) + grid.cell[1] <= grid.page[1] + 0.1


def test_a_folded_badge_does_not_fit_letter_paper_and_says_what_does() -> None:
    with pytest.raises(BrochureError, match="take --paper a4 or --paper roll"):
        people_products.badge_grid(FORMATS["a6-fold"], "letter")


def test_both_faces_of_a_folded_badge_are_upright_once_it_is_folded() -> None:
    (page,) = pages(made(people("Zoé/Roy"), "a6-fold"))
    middle = float(page.MediaBox[3]) / 2
    below = [glyph for glyph in glyphs_of(page) if glyph.top < middle]
    above = [glyph for glyph in glyphs_of(page) if glyph.bottom > middle]
    width = 105 / 25.4 * 72
    assert len(below) == len(above) > 5
    for one, other in zip(below, above, strict=True):
        assert one.number == other.number
        assert other.left == pytest.approx(width - one.right, abs=0.1)  # turned about the fold
        assert other.bottom == pytest.approx(2 * middle - one.top, abs=0.1)


def test_codes_say_an_id_a_contact_or_an_address_and_are_read_back() -> None:
    one = people("Zoé/de la Cruz", email="z@exemple.org", url="https://exemple.org/z", identity="7")
    for kind, says in (
        ("id", "B1.7."), ("vcard", "N:de la Cruz;Zoé"), ("address", "https://exemple.org/z"),
    ):  # fmt: skip
        codes, told = badge_codes.payloads_of(one, kind, KEY)
        artifact = made(one, codes=codes)
        assert says in codes[2]
        assert [code.payload for code in artifact.facts.codes] == [codes[2]]
        assert told == []


def test_who_has_no_address_has_no_code_and_two_people_never_share_an_id() -> None:
    some = people("A/B", "C/D")
    some = replace(
        some, persons=(replace(some.persons[0], url="https://exemple.org/"), some.persons[1])
    )
    codes, (told,) = badge_codes.payloads_of(some, "address")
    assert [*codes] == [2]
    assert "row" in told.sentence("en")
    twins, _ = badge_codes.payloads_of(people("A/B", "A/B"), "id", KEY)
    assert twins[2] != twins[3]
    with pytest.raises(ProgrammeError, match="“7” is that of several people"):
        badge_codes.payloads_of(people("A/B", "C/D", identity="7"), "id", KEY)


def test_roles_are_told_in_words_and_in_colours_that_differ() -> None:
    for theme in THEMES:
        colours = role_colours.assigned(["a", "b", "c", "d"], look(theme))
        assert len({colour.ground.rgb for colour in colours.values()}) == 4
        artifact = made(people("Zoé/Roy", role="Presse"), theme=theme)
        assert "Presse" in artifact.texts


def test_each_design_has_a_look_of_its_own() -> None:
    files = {theme: content(made(people("Zoé/Roy", role="Presse"), theme=theme)) for theme in THEMES}
    bands = {theme: tuple(re.findall(r"(\S+ \S+ \S+) rg \S+ \S+ (\S+ \S+) re", text))
             for theme, text in files.items()}  # fmt: skip
    assert len(set(bands.values())) == len(THEMES)
    assert "/M Do" in files["agora"]
    assert "/M Do" not in files["papier"] + files["contraste"]


def test_letters_are_black_ink_or_paper_and_nothing_else() -> None:
    """On the plates of an office printer a letter in four inks has coloured edges."""
    for theme in THEMES:
        text = content(made(of_each_country(), "105x74", theme=theme))
        for letters in re.findall(r"BT\n(.*?)\nET", _STRINGS.sub("", text), re.DOTALL):
            assert not re.search(r"\b(rg|RG|k|K|g|G|scn|SCN)\b", letters)
        for before in re.findall(r"(\S+ \S+ \S+ \S+ k)\nBT", text):
            assert before in {"0 0 0 0 k", "0 0 0 1 k"}


def test_a_photo_is_cropped_to_its_place_and_named(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((900, 1400), 50).convert("RGB").save(out, "JPEG")
    artifact = made(people("Zoé/Roy", photo=out.getvalue()), "105x74")
    (page,) = pages(artifact)
    (image,) = (found for name, found in page.Resources.XObject.items() if name.startswith("/P"))
    assert image.Filter == "/DCTDecode"
    assert 200 < image.Width < 400


def test_blank_badges_have_the_look_and_room_to_write() -> None:
    blank = Person(family="", line=2, blank=True)
    given = replace(people("Zoé/Roy"), persons=(blank, blank))
    artifact = made(given)
    assert artifact.texts == ("Sommet",)
    assert artifact.facts.pages == 1


def test_names_on_labels_start_where_the_sheet_is_free_and_have_no_slot() -> None:
    grid = replace(label_sheets.label_grid("L4784"), skip=3, offset=(1.0, 2.0))
    artifact = made(people("Zoé/Roy"), grid=grid)
    first = min(glyph.top for glyph in glyphs_of(pages(artifact)[0]))
    top = (297 - 15.1 - 2 - 29.63) / 25.4 * 72
    assert first < top


def test_tents_lists_and_certificates_are_made_of_the_same_people() -> None:
    some = replace(of_each_country(), place="Paris", signed_by="Jeanne Martin")
    some = replace(some, persons=some.persons[::5])
    grid = people_products.badge_grid(FORMATS["a7"], "a4")
    for theme in THEMES:
        options = BadgeOptions(form=FORMATS["a7"], grid=grid, sheets=("tents", "list", "certificates"))
        kit = build_people(some, look(theme), options)
        counts = {artifact.path: artifact.facts.pages for artifact in kit.artifacts}
        assert counts == {"tents.pdf": 6, "list.pdf": 1, "certificates.pdf": 6}
        for artifact in kit.artifacts:
            assert all(overlaps(page) == [] for page in pages(artifact))


def test_a_list_to_sign_is_a_table_with_heads() -> None:
    options = BadgeOptions(
        form=FORMATS["a7"], grid=people_products.badge_grid(FORMATS["a7"], "a4"), sheets=("list",)
    )
    kit = build_people(people("Zoé/Roy", "Al/Ba", organisation="Mairie"), look("agora"), options)
    (artifact,) = kit.artifacts
    assert "Roy, Zoé" in artifact.texts
    pdf = pikepdf.open(io.BytesIO(artifact.data))
    (document,) = pdf.Root.StructTreeRoot.K
    table = next(child for child in document.K if child.S == "/Table")
    rows = [[str(cell.S) for cell in row.K] for row in table.K]
    assert rows == [["/TH"] * 4, ["/TD"] * 4, ["/TD"] * 4]
    assert table.K[0].K[0].A.Scope == "/Column"


def test_certificates_say_of_what_and_need_to_know() -> None:
    options = BadgeOptions(
        form=FORMATS["a7"], grid=people_products.badge_grid(FORMATS["a7"], "a4"),
        sheets=("certificates",),
    )  # fmt: skip
    kit = build_people(people("Zoé/Roy"), look("papier"), options)
    assert "Attestation de participation" in kit.artifacts[0].texts
    with pytest.raises(BrochureError, match="certificates say what somebody took part in"):
        build_people(replace(people("Zoé/Roy"), title=""), look("papier"), options)


def test_codes_are_found_by_a_reader_on_every_badge_of_a_page() -> None:
    some = of_each_country()
    codes, _ = badge_codes.payloads_of(some, "id", KEY)
    artifact = made(some, "86x54", theme="papier", codes=codes)
    import pypdfium2

    page = pypdfium2.PdfDocument(artifact.data)[0]
    found = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    assert {barcode.text for barcode in found} == {codes[person.line] for person in some.persons[:10]}


def test_the_same_people_give_the_same_bytes() -> None:
    assert made(of_each_country()).data == made(of_each_country()).data


@pytest.mark.slow
def test_they_are_valid_pdf_ua_and_pdf_a_in_verapdf(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.effect_noise((300, 400), 50).convert("RGB").save(out, "JPEG")
    some = of_each_country()
    some = replace(
        some, persons=tuple(replace(person, photo=out.getvalue()) for person in some.persons[:9])
    )
    codes, _ = badge_codes.payloads_of(some, "id", KEY)
    grid = people_products.badge_grid(FORMATS["a6-fold"], "a4")
    options = BadgeOptions(
        form=FORMATS["a6-fold"],
        grid=grid,
        sheets=("badges", "tents", "list", "certificates"),
        codes=codes,
    )
    files = []
    for artifact in build_people(some, look("agora"), options).artifacts:
        files.append(tmp_path / artifact.path)
        files[-1].write_bytes(artifact.data)
    pairs = [(flavour, path) for path in files for flavour in ("ua1", "2a")]
    for (flavour, path), verdict in zip(pairs, verdicts(pairs), strict=True):
        assert verdict.compliant, (flavour, path.name, verdict.failed)


def test_the_arrow_of_a_sheet_printed_twice_points_at_the_offset_that_mends_it() -> None:
    """A printer is off by (1.5, −0.75) mm in both prints; in the second the sheet is turned."""
    sheet = CalibrationSheet(people("Zoé/Roy"), look("agora"), "a4")
    off = 1.5 * POINTS_PER_MM, -0.75 * POINTS_PER_MM
    for upright, mends in ((False, -1.5), (True, 0.75)):
        x, y = sheet._at((0, AWAY_MM), upright=upright)  # the tip
        turned = sheet.size[0] - x - off[0], sheet.size[1] - y - off[1]
        x, y = sheet._at((2 * mends, -AWAY_MM), upright=upright)  # the tick that says so
        along = 1 if upright else 0
        assert turned[along] == pytest.approx((x + off[0], y + off[1])[along])


def test_a_calibration_sheet_says_what_to_do_and_needs_nobody() -> None:
    options = BadgeOptions(
        form=FORMATS["a7"],
        grid=people_products.badge_grid(FORMATS["a7"], "a4"),
        sheets=("calibration",),
    )
    blank = replace(people("Zoé/Roy"), persons=(Person(family="", line=2, blank=True),))
    for lang in ("ar", "de", "en", "es", "fr"):
        (artifact,) = build_people(replace(blank, lang=lang), look("agora"), options).artifacts
        assert len(artifact.texts) == 2


@pytest.mark.parametrize("number", label_sheets.presets())
def test_a_name_stands_on_every_sheet_of_labels(number: str) -> None:
    """On those that are too low for a badge with little besides."""
    grid = label_sheets.label_grid(number)
    some = people("Zoé/Roy", "Jean-François/Müller", organisation="Mairie de Saint-Éloi", role="Presse")
    for theme in THEMES:
        artifact = made(some, grid=grid, theme=theme)
        assert {"Zoé Roy", "Jean-François Müller", "Presse"} <= {*artifact.texts}
        assert all(overlaps(page) == [] for page in pages(artifact))


def test_templates_for_people_have_no_box_and_no_style_that_nothing_uses() -> None:
    for path in (ROOT / "templates" / "stationery").glob("*.toml"):
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        used = {name for box in tree["boxes"].values() for name in box.get("children", ())}
        assert {*tree["boxes"]} == used | {*tree["shapes"].values()}, path.name
        styles = {box["style"] for box in tree["boxes"].values() if "style" in box}
        assert {*tree["styles"]} == styles, path.name
