"""The issuer of a page and of a theme, read, and drawn on the cover and the back cover."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from brochure import build, load_theme, read
from brochure.building.preparing import issued
from brochure.errors import SourceError, ThemeError
from brochure.networks.contacts import contact_lines
from brochure.pdf import media
from brochure.pdf.brands import Brands, inks_of

HERE = Path(__file__).parent
PAGE = """---
title: Le marché revient
lang: fr
url: https://arcanne.exemple.org/marche
{front}---
Le marché rouvre après deux ans de travaux.
"""
ISSUER = """issuer:
  name: Commune d'Arcanne
  logo: arcanne.svg
  logo_dark: arcanne-clair.svg
  telephone: 01 23 45 67 89
  email: mairie@arcanne.exemple.org
  site: https://arcanne.exemple.org/
  accounts: {mastodon: "@arcanne@social.exemple.org"}
  legal: "Directrice de la publication : la maire."
partners:
  - {name: Cercle du Sceau, logo: seal.png, url: "https://sceau.exemple.org/"}
  - {name: Ligne des Vallées, logo: line.png}
"""


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    for file in (*HERE.glob("*.svg"), *HERE.glob("*.png")):
        shutil.copy(file, tmp_path)
    return tmp_path / "page.md"


def written(file: Path, front: str) -> Path:
    file.write_text(PAGE.format(front=front), encoding="utf-8")
    return file


def test_a_page_names_its_issuer_and_its_partners(page_file: Path) -> None:
    page = read(written(page_file, ISSUER))
    assert page.issuer.name == "Commune d'Arcanne"
    assert page.issuer.logo
    assert page.issuer.logo.drawing
    assert [p.name for p in page.issuer.partners] == ["Cercle du Sceau", "Ligne des Vallées"]
    assert not page.warnings


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("issuer:\n  name: A\n  logo: none.svg\n", "none.svg"),
        ("issuer:\n  name: A\n  logo: ../../etc/passwd\n", "passwd"),
        ("issuer:\n  logo: arcanne.svg\n", "issuer.name"),
        ("issuer: Arcanne\n", "issuer"),
        ("issuer:\n  email: mairie\n", "issuer.email"),
        ("issuer:\n  accounts: {mastodon: arcanne}\n", "issuer.accounts.mastodon"),
        ("partners:\n  - {name: A}\n", "partners[0].logo"),
        ("partners:\n  - {logo: seal.png}\n", "partners[0].name"),
    ],
)
def test_what_is_wrong_with_an_issuer_has_its_key_and_file(
    page_file: Path, front: str, says: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(written(page_file, front))
    assert says in str(caught.value)
    assert all(p.place.line for p in caught.value.problems)


def test_a_theme_names_the_issuer_of_pages_that_name_none(page_file: Path) -> None:
    theme_file = page_file.with_name("arcanne.toml")
    theme_file.write_text(
        'extends = "agora"\n[brand]\nname = "Commune d\'Arcanne"\nlogo = "arcanne.svg"\n'
        'legal = "Imprimé à Arcanne."\n[brand.accounts]\nmastodon = "@arcanne@social.exemple.org"\n'
        '[[brand.partners]]\nname = "Cercle du Sceau"\nlogo = "seal.png"\n'
    )
    theme = load_theme(theme_file)
    page = read(written(page_file, "issuer:\n  name: Service des marchés\n"))
    both = issued(page, theme)
    assert both.issuer.name == "Service des marchés"
    assert both.issuer.logo == theme.brand.logo
    assert both.accounts == {"mastodon": "arcanne@social.exemple.org"}
    assert issued(page, load_theme("agora")).issuer == page.issuer


@pytest.mark.parametrize(
    ("brand", "key"),
    [
        ('name = "A"\nlogo = "none.svg"\n', "brand.logo"),
        ('logo = "arcanne.svg"\n', "brand.name"),
        ('colour = "red"\n', "brand.colour"),
        ('email = "mairie"\n', "brand.email"),
        ('[[brand.partners]]\nname = "A"\n', "brand.partners.logo"),
    ],
)
def test_what_is_wrong_with_a_brand_has_its_key_and_line(page_file: Path, brand: str, key: str) -> None:
    file = page_file.with_name("t.toml")
    file.write_text(f'extends = "agora"\n[brand]\n{brand}')
    with pytest.raises(ThemeError) as caught:
        load_theme(file)
    assert [p.place.key for p in caught.value.problems] == [key]
    assert caught.value.problems[0].place.file == str(file)


def test_contact_lines_open_what_they_name(page_file: Path) -> None:
    lines = contact_lines(read(written(page_file, ISSUER)))
    assert {line.kind: line.url for line in lines} == {
        "name": "",
        "telephone": "tel:0123456789",
        "email": "mailto:mairie@arcanne.exemple.org",
        "site": "https://arcanne.exemple.org/",
        "account": "https://social.exemple.org/@arcanne",
    }


def figures_of(data: bytes) -> list[str]:
    """The alternative texts of the figures of a tagged PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]


def test_logos_are_figures_named_like_their_issuers(page_file: Path) -> None:
    kit = build(read(written(page_file, ISSUER)), load_theme("agora"), only=["pdf"])
    (brochure,) = kit.products["pdf"]
    alts = figures_of(brochure.data)
    assert alts.count("Commune d'Arcanne") == 2  # the cover and the back cover
    assert {"Cercle du Sceau", "Ligne des Vallées"} <= set(alts)
    assert "Tél.\u00a0: 01\u00a023\u00a045\u00a067\u00a089" in brochure.texts


def test_in_print_a_logo_has_the_inks_of_the_profile_and_grey_is_black_ink() -> None:
    profile = str(load_theme("agora").printing.profile)
    assert inks_of("#000000", profile) == (0, 0, 0, 100)
    assert inks_of("#808080", profile)[:3] == (0, 0, 0)
    cyan, magenta, yellow, black = inks_of("#006E5A", profile)
    assert cyan > 60 > magenta
    assert cyan + magenta + yellow + black <= 300


def test_a_logo_of_few_pixels_is_told_for_print(page_file: Path) -> None:
    front = "issuer: {name: A, logo: seal-small.png}\n"
    theme = load_theme("agora")
    page = read(written(page_file, front))
    brands = Brands(page, theme, media.press_medium(theme, "brochure"))
    (told,) = brands.low_logos("print/brochure.pdf")
    assert told.id == "logo-low"
    assert "seal-small.png" in told.sentence()
    large = replace(page, issuer=read(written(page_file, ISSUER)).issuer)
    assert not list(Brands(large, theme, media.press_medium(theme, "brochure")).low_logos("x"))


def test_partners_fit_their_width_in_rows_that_are_even(page_file: Path) -> None:
    page = read(written(page_file, ISSUER))
    many = replace(page.issuer, partners=page.issuer.partners * 4)
    theme = load_theme("agora")
    brands = Brands(replace(page, issuer=many), theme, media.screen_medium(theme))
    rows = brands.partners("panel", 300)
    assert rows
    assert rows.width <= 300
    assert max(map(len, rows.rows)) - min(map(len, rows.rows)) <= 1


def test_the_share_page_shows_the_issuer_and_its_metadata_name_it(page_file: Path) -> None:
    kit = build(read(written(page_file, ISSUER)), load_theme("agora"), only=["share"])
    files = {artifact.path: artifact.data for artifact in kit.products["share"]}
    page = files["share/index.html"].decode()
    assert page.count('alt="Commune d&#39;Arcanne"') == 2
    assert 'srcset="brand/logo-dark.svg"' in page  # the panel of dark screens is dark
    assert 'href="tel:0123456789"' in page
    assert {"share/brand/logo.svg", "share/brand/logo-dark.svg", "share/brand/partner-1.png"} <= set(
        files
    )
    assert '"logo": "https://arcanne.exemple.org/marche/share/brand/logo.svg"' in page
    assert '"sameAs": ["https://social.exemple.org/@arcanne"]' in page


def test_a_page_without_an_issuer_has_none_on_its_share_page(page_file: Path) -> None:
    kit = build(read(written(page_file, "")), load_theme("agora"), only=["share"])
    files = {artifact.path: artifact.data for artifact in kit.products["share"]}
    assert 'class="issuer' not in files["share/index.html"].decode()
    assert not [path for path in files if path.startswith("share/brand/")]
    assert '"publisher"' not in files["share/index.html"].decode()
