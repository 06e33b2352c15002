"""The signature of a poster: logos in a free corner, on a plate where a picture lies below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from brochure import load_theme
from brochure.brand import Brand, Partner
from brochure.geometry import Rect
from brochure.logo import read_logo
from brochure.page import Event, Page
from brochure.pdf.engine import IMAGE_SCHEME, strict
from brochure.pdf.press import poster
from brochure.pdf.press.poster import Poster
from brochure.pdf.press.poster_plan import HEIGHT, WIDTH
from brochure.text.content import content_of
from tests.conftest import THEMES

HERE = Path(__file__).parent
LOGOS = {name: read_logo((HERE / name).read_bytes(), name) for name in ("arcanne.svg", "seal.png")}
BRAND = Brand(
    name="Commune d'Arcanne",
    logo=LOGOS["arcanne.svg"],
    partners=(Partner(name="Cercle du Sceau", logo=LOGOS["seal.png"]),),
)
PAGE = Page(
    slug="marche",
    lang="fr",
    title="Le marché revient place des Tilleuls",
    lead="Quarante producteurs des vallées voisines, chaque samedi.",
    body="Du texte.",
    url="https://arcanne.exemple.org/marche",
    event=Event(starts=date(2026, 10, 3), ends=date(2026, 10, 3), place="Place des Tilleuls"),
    issuer=BRAND,
)
PAGES = {
    "with a code": PAGE,
    "without a code": replace(PAGE, url=""),
    "in Arabic": replace(PAGE, lang="ar", title="السوق يعود", lead=""),
    "without a day": replace(PAGE, event=None),
}


def laid_out(page: Page, theme_name: str) -> Poster:
    theme = load_theme(theme_name).for_language(page.language)
    with strict():
        return poster.lay_out(page, content_of(page, image_src=lambda n: IMAGE_SCHEME + n), theme)


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_poster_is_signed_where_nothing_else_stands(page: Page, theme_name: str) -> None:
    made = laid_out(page, theme_name)
    assert made.plan
    assert made.signature
    signed = made.signature
    taken = [text.box for text in made.plan.texts] + [b for b in (made.plan.code,) if b]
    own = [box for box in (signed.mark_box, signed.partners_box) if box.width]
    for box in own:
        assert not any(min(box.within(other)[2:]) > 0 for other in taken)
        assert Rect(0, 0, WIDTH, HEIGHT).holds(box)
        assert signed.plate is None or signed.plate.holds(box)
    assert (signed.plate is None) == (made.plan.image is None)
    assert not made.unsigned


def test_a_poster_without_an_issuer_is_not_signed() -> None:
    made = laid_out(replace(PAGE, issuer=Brand()), "agora")
    assert made.signature is None
    assert not made.unsigned


def test_an_issuer_without_a_logo_signs_with_its_name() -> None:
    made = laid_out(replace(PAGE, issuer=Brand(name="Commune d'Arcanne")), "agora")
    assert made.signature
    assert made.signature.mark
    assert (made.signature.mark.src, made.signature.mark.alt) == ("", "Commune d'Arcanne")
