"""Posters: by design, at three sizes, the picture or the motif over half, the code in a corner."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

import brochure
from brochure.codes import encoder
from brochure.design import POSTER_SIZES
from brochure.page import Event, PosterChoice
from brochure.pdf.engine import IMAGE_SCHEME, strict
from brochure.pdf.press import code_poster, motifs, poster, poster_plan, rendering
from brochure.pdf.press.poster import Poster
from brochure.pdf.press.poster_plan import HEIGHT, WIDTH
from brochure.text.content import content_of
from tests.conftest import ROOT, THEMES, artifact
from tests.pdf.test_leaflet import sizes_in
from tests.pdf.test_pdf import letters, text_of

MM = 72 / 25.4
SAMPLES = ROOT / "tests" / "pages"

MARKET = brochure.Page(
    slug="marche",
    lang="fr",
    title="Le marché de Noël",
    lead="Quatre-vingts artisans, un manège, une chorale chaque soir à 18 h.",
    body="Les chalets ouvrent chaque jour de 10 h à 20 h.",
    url="https://exemple.org/marche",
    event=Event(starts=date(2027, 12, 11), ends=date(2027, 12, 24), place="Place du Marché"),
)
CLOSED = brochure.Page(
    slug="fermeture",
    lang="fr",
    title="Fermeture exceptionnelle de la mairie",
    kicker="Vendredi 14 mai 2027",
    body="La mairie est fermée toute la journée.",
    url="https://exemple.org/fermeture",
)


def sample(name: str) -> brochure.Page:
    return brochure.read(SAMPLES / f"{name}.md")


def laid_out(page: brochure.Page, theme_name: str = "agora") -> Poster:
    theme = brochure.load_theme(theme_name).for_language(page.language).for_page(page)
    with strict():
        return poster.lay_out(page, content_of(page, image_src=lambda n: IMAGE_SCHEME + n), theme)


def printed(page: brochure.Page, theme_name: str = "agora") -> brochure.Artifact:
    *_, last = rendering.render(page, brochure.load_theme(theme_name))
    assert last.path == "print/poster.pdf"
    return last


@pytest.fixture(scope="module", params=THEMES)
def in_theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def planned(made: Poster) -> poster_plan.PosterPlan:
    assert made.plan
    return made.plan


def size_of(made: Poster, role: str) -> float:
    return next(text.size for text in planned(made).texts if text.role == role)


@pytest.mark.parametrize("source", ["summit", "market", "closed"])
def test_the_title_has_90_to_160_points_and_the_date_comes_second(
    source: str, in_theme: str, page: brochure.Page
) -> None:
    made = laid_out({"summit": page, "market": MARKET, "closed": CLOSED}[source], in_theme)
    title, when = size_of(made, "title"), size_of(made, "when")
    others = [t.size for t in planned(made).texts if t.role not in {"title", "when", "numeral"}]
    assert 90 <= title <= (170 if in_theme == "contraste" else 160)
    assert title > when > max(others, default=0)
    assert not made.title_pt
    assert not made.lead_out


def test_the_lead_has_18_points_and_gets_more_before_the_title_is_at_its_largest(in_theme: str) -> None:
    assert size_of(laid_out(sample("titre-long"), in_theme), "lead") >= 18
    made = laid_out(MARKET, in_theme)
    assert size_of(made, "lead") >= 25
    assert size_of(made, "title") >= 90


def test_a_lead_longer_than_a_poster_holds_is_told() -> None:
    long = replace(
        MARKET, lead="Une phrase qui dit ce qui se passe et où, puis une autre encore. " * 12
    )
    made = laid_out(long)
    assert made.lead_out
    assert any("lead" in str(said) for said in printed(long).warnings)


def test_contraste_sets_nothing_on_a_poster_below_14_points(page: brochure.Page) -> None:
    for size in ("a4", "a3"):
        made = laid_out(replace(page, poster=PosterChoice(size=size)), "contraste")
        assert min(sizes_in(made.document.write_pdf(zoom=made.scale))) >= 13.95


def test_a_title_that_nothing_makes_room_for_is_smaller_and_told() -> None:
    file = printed(sample("titre-long"))
    said = " ".join(map(str, file.warnings))
    assert re.search(r"the title is set at [45]\d pt, below the 90 pt of this design: it has 199", said)
    endless = replace(MARKET, title="Une phrase qui ne finit pas " * 60)
    with pytest.raises(brochure.FitError, match="poster: the title has 1680 characters"):
        laid_out(endless)


@pytest.mark.parametrize("source", ["summit", "market", "closed", "photo"])
def test_the_picture_or_the_motif_covers_half_of_the_sheet(source: str, page: brochure.Page) -> None:
    pages = {"summit": page, "market": MARKET, "closed": CLOSED}
    for theme_name in ("agora", "contraste"):
        image = planned(laid_out(pages.get(source) or sample(source), theme_name)).image
        assert image
        assert image.width * image.height >= 0.5 * WIDTH * HEIGHT - 1
        assert (image.x, image.right, image.bottom) == pytest.approx((0, WIDTH, HEIGHT))


def test_papier_has_a_heavy_rule_and_the_days_as_its_image() -> None:
    made = planned(laid_out(MARKET, "papier"))
    numeral = next(text for text in made.texts if text.role == "numeral")
    assert numeral.lines == ("11–24",)
    assert numeral.size > 200
    assert made.image is None
    assert made.fills[0].box.height == 9
    months = replace(MARKET, event=Event(starts=date(2027, 5, 28), ends=date(2027, 6, 3)))
    assert "28.5–3.6" in text_of(printed(months, "papier").data)


def test_no_text_lies_on_another_nor_on_the_code(in_theme: str, page: brochure.Page) -> None:
    for source in (page, MARKET, CLOSED, sample("arabic"), sample("titre-long")):
        made = planned(laid_out(source, in_theme))
        boxes = [text.box for text in made.texts]
        boxes += [box for box in (made.code, made.address) if box]
        for i, one in enumerate(boxes):
            assert one.x >= 0
            assert one.right <= WIDTH
            assert one.bottom <= HEIGHT
            for other in boxes[i + 1 :]:
                apart = (
                    one.right <= other.x + 0.01 or other.right <= one.x + 0.01
                    or one.bottom <= other.y + 0.01 or other.bottom <= one.y + 0.01
                )  # fmt: skip
                assert apart, (source.slug, one, other)


def test_the_lead_in_a_corner_touches_no_mark_of_the_motif(page: brochure.Page) -> None:
    made = planned(laid_out(page))
    lead = next(text.box for text in made.texts if text.role == "lead")
    assert made.image
    assert lead.bottom > made.image.y
    kind = brochure.load_theme("agora").for_page(page).motif
    for mark in motifs.boxes(page, kind, made.image, left=False):
        assert not motifs.touch(mark, lead)


@pytest.mark.parametrize("size", ["a4", "a3", "a2"])
@pytest.mark.parametrize("modules", [21, 25, 33, 45, 61])
def test_the_code_is_60_to_90_mm_wide_on_every_paper(size: str, modules: int) -> None:
    """The symbol alone is no smaller, the symbol with its quiet zone no larger."""
    scale = POSTER_SIZES[size].width / WIDTH
    side, distance = poster_plan.code_sides(modules, 64, scale)
    symbol = side * modules / (modules + 8)
    assert 60 - 1e-6 <= symbol <= side <= 90 + 1e-6
    assert distance == pytest.approx(414 * symbol / modules)


@pytest.mark.parametrize(
    "size", ["a3", *(pytest.param(size, marks=pytest.mark.slow) for size in ("a4", "a2"))]
)
def test_the_printed_code_reads_and_the_manifest_says_from_where(size: str) -> None:
    file = printed(replace(MARKET, poster=PosterChoice(size=size)))
    paper = POSTER_SIZES[size]
    assert file.facts.press
    assert file.facts.press.trim_mm == (paper.width_mm, paper.height_mm)
    drawn = pypdfium2.PdfDocument(file.data)[0]
    (found,) = zxingcpp.read_barcodes(drawn.render(scale=1).to_pil().convert("L"))
    assert found.text == MARKET.url
    corners = found.position
    width_mm = (corners.top_right.x - corners.top_left.x) / MM
    assert file.facts.reads_from_mm == pytest.approx(
        414 * width_mm / encoder.encode(MARKET.url).size, rel=0.02
    )


def test_every_word_is_read_back(in_theme: str, page: brochure.Page) -> None:
    text = letters(text_of(printed(page, in_theme).data))
    for said in (page.title, page.lead, "7, 8 et 9 décembre 2016", "Salle Pleyel", "Paris"):
        assert letters(said) in text, said


def test_a_page_asks_for_a_poster_in_a_word_or_in_a_table(tmp_path: Path) -> None:
    def asked(line: str) -> PosterChoice:
        path = tmp_path / "page.md"
        path.write_text(f"---\ntitle: Une fête\nlang: fr\nposter: {line}\n---\n\nDu texte.\n")
        return brochure.read(path).poster

    assert asked("code") == PosterChoice(form="code")
    assert asked("A2") == PosterChoice(size="a2")
    assert asked("{size: a4, form: code}") == PosterChoice(size="a4", form="code")
    with pytest.raises(
        brochure.SourceError, match=r"\"b2\" is unknown; it can be a4, a3, a2, image or"
    ):
        asked("b2")
    with pytest.raises(brochure.SourceError, match="has the keys size and form"):
        asked("[a2]")


def test_a_word_changes_the_size_or_the_form_of_a_poster_and_keeps_the_other() -> None:
    assert PosterChoice(size="a2").asked("code") == PosterChoice(size="a2", form="code")
    assert PosterChoice(form="code").asked("a4") == PosterChoice(size="a4", form="code")
    with pytest.raises(brochure.SourceError, match="it can be image or code"):
        PosterChoice().asked("b2")


def test_a_poster_for_its_code_reads_from_two_metres(page: brochure.Page) -> None:
    """Symbol width = distance × modules / 414 (a phone of 1080 lines, 3.5 pixels a module)."""
    file = printed(replace(page, poster=PosterChoice(form="code")))
    image = pypdfium2.PdfDocument(file.data)[0].render(scale=1).to_pil().convert("L")
    (found,) = zxingcpp.read_barcodes(image)
    corners = found.position
    width_mm = (corners.top_right.x - corners.top_left.x) / MM
    assert width_mm == pytest.approx(2000 * encoder.encode(page.url).size / 414, rel=0.02)
    assert file.facts.reads_from_mm == 2000


def test_words_beside_a_large_code_leave_the_sky_of_a_photograph_as_it_is() -> None:
    """A veil only around the words: at the other side the sky has the picture's own colour."""
    page = replace(sample("photo"), poster=PosterChoice(form="code"))
    drawn = [
        pypdfium2.PdfDocument(printed(each).data)[0].render(scale=0.2).to_pil().convert("L")
        for each in (page, replace(page, title="Ici", lead=""))
    ]
    beside = (int(drawn[0].width * 0.9), int(drawn[0].height * 0.1))
    one, other = (image.getpixel(beside) for image in drawn)
    assert abs(one - other) < 12


def test_a_code_too_large_for_its_poster_says_from_where_it_is_read() -> None:
    side, distance = code_poster.code_side(61)
    assert side <= code_poster.WIDEST_CODE
    assert 1500 < distance < 2000
    assert code_poster.code_side(25)[1] == pytest.approx(2000)
    url = "https://exemple.org/" + "chemin-tres-long/" * 12
    file = printed(replace(sample("sobre"), url=url, poster=PosterChoice(form="code")))
    assert "the code is read from 1." in " ".join(map(str, file.warnings))


def test_a_page_without_an_address_has_a_poster_without_a_code(kit: brochure.Kit) -> None:
    made = planned(laid_out(replace(MARKET, url="")))
    assert made.code is None
    assert artifact(kit, "print/poster.pdf").facts.reads_from_mm > 0


ISSUER = """---
title: Le marché revient
lang: fr
url: https://arcanne.exemple.org/marche
event: {starts: 2027-09-05, place: Halle centrale}
issuer:
  name: Commune d'Arcanne
  logo: arcanne.svg
  legal: Ne pas jeter sur la voie publique.
partners:
  - {name: Cercle du Sceau, logo: seal.png}
---

Le marché rouvre après deux ans de travaux.
"""


def test_the_issuer_and_its_partners_have_a_strip_that_nothing_else_touches(
    in_theme: str, tmp_path: Path
) -> None:
    for file in ("arcanne.svg", "seal.png"):
        shutil.copy(ROOT / "tests" / "brands" / file, tmp_path)
    path = tmp_path / "page.md"
    path.write_text(ISSUER)
    page = brochure.read(path)
    made = planned(laid_out(page, in_theme))
    assert made.strip
    assert made.strip.bottom < HEIGHT
    assert made.strip.height > 40
    others = [text.box for text in made.texts] + [box for box in (made.code, made.address) if box]
    assert not any(motifs.touch(made.strip, box) for box in others)
    assert "Ne pas jeter sur la voie publique" in text_of(printed(page, in_theme).data)
    assert planned(laid_out(MARKET, in_theme)).strip is None


def test_the_days_that_a_kicker_names_are_the_numerals() -> None:
    for text, lang, days in (
        ("Vendredi 14 mai 2027", "fr", "14"), ("Paris · 7, 8 et 9 décembre 2016", "fr", "7–9"),
        ("Samstag, 14. Mai 2027", "de", "14"), ("14 de mayo de 2027", "es", "14"),
        ("Fassung 3", "de", ""), ("mai 2027", "fr", ""),
    ):  # fmt: skip
        assert poster_plan.days_in(text, lang) == days, text


def test_a_word_longer_than_a_line_is_divided_and_makes_no_small_title(in_theme: str) -> None:
    word = "Straßenverkehrsinfrastrukturfinanzierungsgesellschaft"
    made = laid_out(replace(MARKET, lang="de", title=f"{word} stellt ihren Bericht vor"), in_theme)
    assert size_of(made, "title") > 1.2 * size_of(made, "when")
    title = next(text for text in planned(made).texts if text.role == "title")
    assert any(line.endswith("-") for line in title.lines)
