"""What each product is made from: each input is changed, and those made from it have other digests."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

import brochure
from brochure import assets, picture_files
from brochure.building import digest, inputs, preparing, products, standing, writing
from brochure.building.products import Product, Shown
from brochure.kit import Artifact
from brochure.library_versions import versions
from brochure.page import CardChoice, Event, KeyFigure, Page, Panels, Picture, PosterChoice, Quote
from brochure.problems import Problem
from brochure.theme import Theme
from tests.conftest import ROOT, SUMMIT, Kits

PHOTO = ROOT / "tests" / "pages" / "photo.md"
SHORT_PAGE = ROOT / "tests" / "pages" / "sobre.md"

ALL = "pdf print cards qr share preview"
BUT_CODES = "pdf print cards share preview"
BUT_CARDS = "pdf print share preview"

CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "title": ({"title": "Autre"}, ALL),
    "address": ({"url": "https://exemple.org/autre"}, ALL),
    "language": ({"lang": "de"}, ALL),
    "lead": ({"lead": "Un autre chapeau."}, BUT_CODES),
    "kicker": ({"kicker": "Lyon"}, BUT_CODES),
    "word of the body": ({"body": "Un mot."}, BUT_CARDS),
    "quotation": ({"quotes": (Quote(text="Autrement dit"),)}, BUT_CODES),
    "figure": ({"figures": (KeyFigure(value="12", label="pays"),)}, BUT_CODES),
    "event": ({"event": Event(starts=date(2016, 12, 7), ends=date(2016, 12, 8))}, BUT_CODES),
    "note": ({"note": "Autre"}, BUT_CARDS),
    "credits": ({"credits": "Photo : personne"}, BUT_CARDS),
    "updated": ({"updated": date(2020, 1, 1)}, BUT_CARDS),
    "published": ({"published": date(2020, 1, 1)}, BUT_CODES),
    "picture of the text": ({"images": {"a.png": b"other"}}, BUT_CARDS),
    "picture": (
        {"images": {"p.png": b"one"}, "picture": Picture(name="p.png", alt="Un quai")},
        BUT_CODES,
    ),
    "panels": ({"panels": Panels(title="Trois axes", items=("un", "deux", "trois"))}, BUT_CARDS),
    "links": ({"links": "none"}, "pdf print share preview"),
    "paper": ({"size": "a5"}, BUT_CARDS),
    "source": ({"source": "---\n# un commentaire\n---"}, "pdf share preview"),
    "poster": ({"poster": PosterChoice(size="a2")}, "print preview"),
    "code on cards": ({"cards": CardChoice(code=True)}, "cards share preview"),
    "captions": ({"captions": {"x": "Autre"}}, "share preview"),
    "where its files are": ({"kit_url": "https://exemple.org/kit/"}, "pdf print qr share preview"),
    "campaign": ({"campaign": "printemps"}, ALL),
    "products asked for": ({"products": ("pdf",)}, ""),
    "warnings": ({"warnings": ()}, ""),
}
"""Changes of the page's fields, and the products whose digests they change."""


BOUND = "brochure booklet"
PRINTED = {
    **dict.fromkeys(
        ("word of the body", "quotation", "note", "credits", "picture of the text", "panels", "links"),
        f"{BOUND} leaflet",
    ),
    **dict.fromkeys(("paper", "where its files are", "channels", "size of text"), BOUND),
    "poster": "poster",
}  # fmt: skip
"""The print files whose digests a change changes, where it does not change those of all four."""

ALL_PRINTED = f"{BOUND} leaflet poster"


def changed(before: dict[str, str], after: dict[str, str]) -> str:
    """The products that have other digests, files of products left out."""
    return " ".join(name for name in before if "/" not in name and before[name] != after[name])


def printed(before: dict[str, str], after: dict[str, str]) -> str:
    """The print files that have other digests."""
    paths = (path for path in before if path.startswith("print/") and before[path] != after[path])
    return " ".join(Path(path).stem for path in paths)


def printed_for(what: str, told: str) -> str:
    return PRINTED.get(what, ALL_PRINTED if "print" in told.split() else "")


def origins(page: Page, theme: Theme) -> dict[str, str]:
    return standing.origins_of(page, theme, products.names())


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_the_page_changes_what_is_made_from_it(what: str, page: Page, theme: Theme) -> None:
    change, told = CHANGES[what]
    before = origins(page, theme)
    assert origins(page, theme) == before
    after = origins(replace(page, **change), theme)
    assert changed(before, after) == told
    assert printed(before, after) == printed_for(what, told)


def themes(theme: Theme) -> Iterator[tuple[str, Theme, str]]:
    roles = {**theme.roles, "muted": theme.roles["text"]}  # no accent has another
    yield "colour", replace(theme, roles=roles), BUT_CODES
    yield "motif", replace(theme, motif="grid"), BUT_CODES
    yield "fonts", replace(theme, faces=theme.faces[1:]), BUT_CODES
    yield "size of text", replace(theme, body_pt=12.0), "pdf print share preview"
    yield "bleed", replace(theme, printing=replace(theme.printing, bleed_mm=5.0)), "print preview"
    formats = replace(theme.cards, formats=theme.cards.formats[:2])
    yield "formats of cards", replace(theme, cards=formats), "cards share preview"
    design = replace(theme.design, grid=replace(theme.design.grid, side_mm=25.0))
    yield "design", replace(theme, design=design), BUT_CODES
    yield "where its design lies", replace(theme, design=replace(theme.design, folder=Path("x"))), ""
    yield "description", replace(theme, description="autre"), ""
    yield "channels", replace(theme, channels=("email",)), "pdf print qr share preview"


def test_a_change_of_the_theme_changes_what_is_made_from_it(page: Page, theme: Theme) -> None:
    before = origins(page, theme)
    for what, other, told in themes(theme):
        after = origins(page, other)
        assert (what, changed(before, after)) == (what, told)
        assert (what, printed(before, after)) == (what, printed_for(what, told))


FILES = {
    "templates/brochure/cover.css.j2": "pdf print share preview",
    "templates/cards/assembly.toml": "cards share preview",
    "templates/share/index.html.j2": "share preview",
    "templates/preview/preview.html.j2": "preview",
    "templates/content.html.j2": "pdf print share preview",
    "templates/locales/de.toml": ALL,
    "templates/locales/messages/fr/preview.mo": "preview",
    "templates/locales/messages/fr/preview.po": "",
    "templates/sheets/label.toml": "",
    "fonts/NotoSansMath_400Regular.ttf": BUT_CODES,
    "fonts/web/SourceSerif4_400Regular.woff2": "share preview",
}


def test_a_change_of_a_template_or_a_font_changes_what_is_made_from_it(
    page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, usual = origins(page, theme), digest._file_digest
    for name, told in FILES.items():
        assert (ROOT / name).is_file()

        def other(path: Path, name: str = name) -> bytes:
            return b"" if path == ROOT / name else usual(path)

        monkeypatch.setattr(digest, "_file_digest", other)
        assert (name, changed(before, origins(page, theme))) == (name, told)


def test_the_builds_of_what_packs_pixels_are_named() -> None:
    from PIL import features

    assert zlib.ZLIB_RUNTIME_VERSION in versions()["zlib"]
    assert str(features.version("zlib")) in versions()["zlib"]
    assert str(features.version("libjpeg_turbo")) in versions()["libjpeg"]


@pytest.mark.parametrize(
    ("library", "told"),
    [
        ("weasyprint", "pdf print share preview"),
        ("icalendar", "share preview"),
        ("uharfbuzz", BUT_CODES),
        ("pillow", ALL),
        ("zlib", ALL),
        ("brochure", ALL),
    ],
)
def test_a_change_of_a_version_changes_what_is_made_with_it(
    library: str, told: str, page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, known = origins(page, theme), versions()
    monkeypatch.setattr(digest, "versions", lambda: known | {library: "0"})
    assert changed(before, origins(page, theme)) == told


def test_a_change_of_the_program_changes_everything(
    page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = origins(page, theme)
    monkeypatch.setattr(digest, "_program_digest", lambda: b"other")
    assert changed(before, origins(page, theme)) == ALL


def test_a_template_of_ones_own_counts_with_what_is_in_it(
    page: Page, theme: Theme, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[boxes]")
    mine = replace(theme, cards=replace(theme.cards, template=str(own)))
    before = origins(page, mine)
    own.write_text("[other]")
    assert changed(before, origins(page, mine)) == "cards share preview"


def test_a_file_is_read_again_when_it_was_changed(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    before = digest._file_digest(file)
    file.write_bytes(b"two")
    os.utime(file, ns=(1, 1))
    assert digest._file_digest(file) != before


def test_images_are_told_apart_without_decoding_them(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they were given: a turned photograph has other bytes once it is upright."""
    before = origins(brochure.read(PHOTO), theme)
    monkeypatch.setattr(picture_files, "clean", None)
    page = brochure.read(PHOTO, decoded=False)
    assert not cast(picture_files.Pictures, page.images).are_decoded
    assert origins(page, theme) == before


def test_every_field_and_every_template_stands_in_a_table() -> None:
    assert {*inputs.PAGE} == {row.name for row in fields(Page)}
    assert {*inputs.THEME} == {row.name for row in fields(Theme)}
    for name in assets.files(assets.templates_folder()):
        assert name.split("/")[0] in inputs.TEMPLATES, name
    assert {*inputs.KNOWN} == {product.name for product in products.SHIPPED}


MADE = (
    "pdf",
    *(f"print/{name}.pdf" for name in ALL_PRINTED.split()),
    "cards",
    "qr",
    "share",
    "preview",
)
"""The columns of the table in docs/pages.md."""

KEYS = {
    "title": "title", "slug": "slug", "lang": "lang", "kicker": "kicker", "lead": "lead", "url": "url",
    "kit_url": "kit_url", "site_name": "site_name", "published": "published", "updated": "updated",
    "embargo": "embargo", "credits": "credits", "licence": "licence", "note": "note", "event": "event",
    "picture": "picture", "figures": "figures", "share": "channels", "accounts": "accounts",
    "hashtags": "hashtags", "captions": "captions", "typography": "typography", "motif": "motif",
    "size": "size", "poster": "poster", "issuer": "issuer", "partners": "issuer", "links": "links",
    "cards": "cards", "quotes": "quotes", "panels": "panels", "the text": "body",
    "pictures of the text": "images", "programme": "programme",
}  # fmt: skip
"""What that table calls each field of a page."""


def test_the_table_of_the_manual_says_what_is_made_from_what() -> None:
    manual = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8").partition("## What is made again")
    rows = [line.strip("|").split("|") for line in manual[2].splitlines() if line.startswith("|")][2:]
    told = {
        key: {made for made, mark in zip(MADE, marks, strict=True) if mark.strip()}
        for names, *marks in rows for key in names.strip().replace("`", "").split(", ")
    }  # fmt: skip
    assert told == {key: made_again(field) for key, field in KEYS.items()}
    assert {*KEYS.values()} == {field for field in inputs.PAGE if made_again(field)} - {
        "plain", "campaign", "alternates", "source", "programme"  # asked for elsewhere, or in the text
    }  # fmt: skip


def made_again(field: str) -> set[str]:
    """What is made again when ``field`` is another: what is made from it, and what shows that."""
    made = {made for made in MADE if inputs.has(made, inputs.PAGE[field])}
    if field == "images":  # those of the text: the page's picture has a key of its own
        made -= {"cards", "print/poster.pdf"}
    made |= {"share"} if "pdf" in made else set()
    return made | ({"preview"} if made else set())


def test_what_no_table_names_counts_for_every_product() -> None:
    assert inputs.row_of({"a": "pdf", "a/b": "qr"}, "a/b/c.toml") == "qr"
    assert inputs.row_of({"a": "pdf"}, "a/b/c.toml") == "pdf"
    assert {*inputs.row_of({"a": "pdf"}, "other.toml").split()} == inputs.KNOWN
    assert inputs.has("of another package", "pdf")


def test_a_product_sees_nothing_that_it_is_not_made_from(page: Page, theme: Theme) -> None:
    """So that what the tables leave out cannot get into a file, whatever a template asks for."""
    full = replace(
        preparing.prepared(page, theme)[0], images={"p.png": b"1", "a.png": b"2"}, note="n",
        picture=Picture(name="p.png", alt="Un quai"), source="s", captions={"x": "y"},
    )  # fmt: skip
    cards = inputs.seen_page(full, "cards")
    assert (cards.title, cards.body, cards.source, cards.note) == (full.title, "", "", "")
    assert cards.images == {"p.png": b"1"}
    assert inputs.seen_page(full, "pdf").images == full.images
    assert inputs.seen_page(full, "of another package") == full
    assert inputs.seen_theme(theme, "qr").faces == ()
    assert inputs.seen_theme(theme, "pdf").printing.condition == ""
    assert inputs.seen_theme(theme, "print").printing == theme.printing


def test_every_empty_value_is_one_of_its_field() -> None:
    """A field without a default, of a page to come, needs one."""
    for row in fields(Page):
        missing: Field[Any] = row
        has_default = missing.default is not MISSING or missing.default_factory is not MISSING
        assert has_default or row.name in {"slug", "lang", "title", "body"}


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the products that are drawn from now on."""
    names: list[str] = []
    usual = Product.files

    def files(self: Product, page: Page, theme: Theme, shown: Shown) -> tuple[Artifact, ...]:
        names.append(self.name)
        return usual(self, page, theme, shown)

    monkeypatch.setattr(Product, "files", files)
    return names


SOME = ("cards", "qr", "share")


@pytest.fixture
def stands(kits: Kits, tmp_path: Path) -> Path:
    """A kit of some products in a folder of its own, its brochure with it."""
    brochure.write(kits(SUMMIT, "agora", "pdf", *SOME), tmp_path / "kit")
    return tmp_path / "kit"


def test_what_stands_is_not_drawn_again_and_is_the_same(
    stands: Path, page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = drawn(monkeypatch)
    other = replace(page, captions={"x": "Autre texte"})
    kit = brochure.build(other, theme, only=SOME, reuse=stands)
    assert names == ["share"]  # the brochure that it shows is read from the folder
    fresh = brochure.build(other, theme, only=SOME)
    assert [(a.path, a.sha256, a.facts) for a in kit.artifacts] == [
        (a.path, a.sha256, a.facts) for a in fresh.artifacts
    ]
    manifest = brochure.write(kit, stands)
    assert manifest.of_other_states == ()
    assert standing.is_current(stands, standing.origins_of(other, theme, SOME, stands), SOME)


def test_a_kit_of_which_nothing_changed_is_not_drawn_at_all(
    stands: Path, page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = drawn(monkeypatch)
    assert brochure.build(page, theme, only=SOME, reuse=stands).artifacts
    assert names == []


def parts_drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the parts that are drawn from now on."""
    numbers: list[int] = []
    usual = Product.file_of_part

    def file_of_part(self: Product, number: int, page: Page, theme: Theme) -> Artifact | Problem:
        numbers.append(number)
        return usual(self, number, page, theme)

    monkeypatch.setattr(Product, "file_of_part", file_of_part)
    return numbers


def test_of_print_files_those_that_changed_are_drawn_again_and_no_other(
    kits: Kits, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, folder = kits(SHORT_PAGE, "agora", "print"), tmp_path / "kit"
    brochure.write(before, folder)
    page = brochure.read(SHORT_PAGE)
    other = replace(page, poster=PosterChoice(size="a2"))
    numbers = parts_drawn(monkeypatch)
    kit = brochure.build(other, theme, only=["print"], reuse=folder)
    assert numbers == [3]
    assert [a.path for a in kit.artifacts] == [a.path for a in before.artifacts]
    changed = [
        one.path for one, old in zip(kit.artifacts, before.artifacts, strict=True)
        if (one.sha256, one.facts) != (old.sha256, old.facts)
    ]  # fmt: skip
    assert changed == ["print/poster.pdf"]
    brochure.write(kit, folder)
    assert standing.is_current(folder, standing.origins_of(other, theme, ["print"], folder), ["print"])
    brochure.build(other, theme, only=["print"], reuse=folder)
    assert numbers == [3]
    (folder / "print" / "poster.pdf").unlink()
    again = brochure.build(other, theme, only=["print"], reuse=folder)
    assert numbers == [3, 3]
    assert [a.sha256 for a in again.artifacts] == [a.sha256 for a in kit.artifacts]


def test_print_files_are_all_drawn_again_where_one_could_not_be_made(
    kits: Kits, theme: Theme, tmp_path: Path
) -> None:
    """The booklet says then that there is no leaflet, whatever it was made from itself."""
    kit = kits(SHORT_PAGE, "agora", "print")
    lacking = tuple(a for a in kit.artifacts if a.path != "print/leaflet.pdf")
    brochure.write(replace(kit, products={"print": lacking}), tmp_path / "kit")
    found = standing.origins_of(brochure.read(SHORT_PAGE), theme, ["print"])
    assert not standing.parts_in(tmp_path / "kit", found, products.all_products()["print"])


@pytest.mark.parametrize("harm", ["changed", "gone", "a link", "a folder"])
def test_a_file_that_is_no_longer_what_it_was_is_drawn_again(
    harm: str, stands: Path, page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = stands / "qr" / "page.svg"
    data = file.read_bytes()
    file.unlink()
    if harm == "changed":
        file.write_bytes(data.replace(b"0", b"1", 1))
    elif harm == "a link":
        (stands.parent / "elsewhere.svg").write_bytes(data)
        file.symlink_to(stands.parent / "elsewhere.svg")
    elif harm == "a folder":
        file.mkdir()
    names = drawn(monkeypatch)
    kit = brochure.build(page, theme, only=["qr"], reuse=stands)
    assert names == ["qr"]
    assert next(a for a in kit.artifacts if a.path == "qr/page.svg").data == data
    current = standing.origins_of(page, theme, ["qr"], stands)
    assert not standing.is_current(stands, current, ["qr"])


def test_a_manifest_that_tells_nothing_gives_nothing(
    stands: Path, page: Page, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stands / "manifest.json").write_text("{}")
    names = drawn(monkeypatch)
    brochure.build(page, theme, only=["qr"], reuse=stands)
    assert names == ["qr"]
    shutil.rmtree(stands)
    brochure.build(page, theme, only=["qr"], reuse=stands)
    assert names == ["qr", "qr"]


def test_what_was_made_from_an_earlier_page_is_named(stands: Path, page: Page, theme: Theme) -> None:
    kit = brochure.build(replace(page, lead="Un autre chapeau."), theme, only=["cards"], reuse=stands)
    assert brochure.write(kit, stands).of_other_states == ("pdf", "share")
    manifest = writing.read_manifest(stands)
    assert manifest
    assert manifest.of_other_states == ("pdf", "share")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["agora", "papier"])
def test_products_are_the_same_when_they_see_all_of_a_page(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field that a table leaves out would be missing from what is drawn, in silence."""
    for file in ("quais.jpg", "affluence.png"):
        shutil.copy(ROOT / "tests" / "pages" / file, tmp_path)
    written = shutil.copy(ROOT / "tests" / "every-key.md", tmp_path)
    page, look = brochure.read(written), brochure.load_theme(name)
    kit = brochure.build(page, look)
    monkeypatch.setattr(products, "_seen", lambda made, page, theme: (page, theme))
    whole = brochure.build(page, look)
    assert {file.path for file in kit.artifacts} == {file.path for file in whole.artifacts}
    for one, other in zip(kit.artifacts, whole.artifacts, strict=True):
        assert one.data == other.data, one.path
