"""Covers with a photograph: the picture chooses how words share it, and every letter stands out."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from functools import cache

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image

from brochure import images
from brochure.colour import Colour
from brochure.geometry import Rect
from brochure.page import Page, Picture
from brochure.pdf import media, photo_covers, rendering
from brochure.pdf.metrics import PAGE_HEIGHT, PAGE_WIDTH
from brochure.pdf.photo_covers import PhotoCover, bled
from brochure.text import font_metrics
from brochure.text.content import content_of, printed
from brochure.theme import Theme
from brochure.themes.theme_file import load_theme

SHEET = (PAGE_WIDTH, PAGE_HEIGHT)
GREEN = Colour(rgb="#2B8554", cmyk=(78, 18, 80, 4))


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def plain(colour: str, size: tuple[int, int] = (600, 850)) -> Image.Image:
    return Image.new("RGB", size, colour)


def noise(size: tuple[int, int] = (600, 850)) -> Image.Image:
    dots = Image.frombytes("RGB", (size[0] // 4, size[1] // 4),
                           random.Random(7).randbytes(3 * (size[0] // 4) * (size[1] // 4)))  # fmt: skip
    return dots.resize(size, Image.Resampling.NEAREST)


def dusk() -> Image.Image:
    """Bright above, dark below, as skies are."""
    return Image.linear_gradient("L").rotate(180).resize((600, 850)).convert("RGB")


def page_of(
    image: Image.Image, focus: tuple[float, float] = (0.5, 0.5), title: str = "Rouvrir le canal",
    lang: str = "fr", lead: str = "Les travaux commencent en septembre.",
) -> Page:  # fmt: skip
    return Page(
        slug="p", lang=lang, title=title, lead=lead, body="Du texte.\n",
        kicker="Conseil municipal · 14 avril",
        picture=Picture(name="p.png", alt="Une image", focus=focus), images={"p.png": png(image)},
    )  # fmt: skip


@cache
def theme_called(name: str) -> Theme:
    return load_theme(name)


def cover_of(page: Page, theme: Theme | str = "agora") -> PhotoCover:
    chosen = theme_called(theme) if isinstance(theme, str) else theme
    chosen = chosen.for_language(page.language)
    content = content_of(page)
    chosen = font_metrics.with_fallbacks(chosen, printed(content))
    return photo_covers.plan_cover(page, content, chosen, SHEET)


def test_words_stand_on_a_dark_picture_in_the_cover_s_colours_and_change_nothing() -> None:
    cover = cover_of(page_of(plain("#101018")))
    assert (cover.form, cover.tone.text) == ("bleed", "cover_text")
    assert cover.scrim
    assert cover.scrim.boxes == ()
    assert (cover.picture.width, cover.picture.height) == SHEET


def test_words_on_a_bright_picture_are_dark_instead_of_veiling_it() -> None:
    cover = cover_of(page_of(plain("#F0F4F8")))
    assert (cover.form, cover.tone.text) == ("bleed", "text")
    assert cover.scrim
    assert cover.scrim.opacity == 0


def test_words_go_where_the_picture_bears_them_and_leave_its_focus_free() -> None:
    at_head = cover_of(page_of(plain("#101018"), (0.3, 0.9)))
    at_foot = cover_of(page_of(plain("#101018"), (0.3, 0.15)))
    assert at_head.words.y < SHEET[1] / 3
    assert at_foot.words.bottom > SHEET[1] * 2 / 3


def test_a_busy_picture_keeps_its_pixels_beside_a_band() -> None:
    cover = cover_of(page_of(noise(), (0.5, 0.9)))
    assert (cover.form, cover.scrim) == ("band", None)
    assert cover.band
    assert cover.band.holds(cover.words)
    assert cover.band.width * cover.band.height < 0.5 * SHEET[0] * SHEET[1]


def test_a_busy_landscape_stands_above_its_words() -> None:
    cover = cover_of(page_of(noise((1000, 560))))
    assert cover.form == "above"
    assert cover.band
    assert cover.picture.bottom == cover.band.y
    assert cover.band.holds(cover.words)


def test_a_band_leaves_the_focus_free() -> None:
    for focus in ((0.2, 0.2), (0.9, 0.1), (0.3, 0.5), (0.1, 0.9)):
        cover = cover_of(page_of(noise(), focus))
        assert cover.band
        if cover.picture.y == 0:  # the picture is below the band: its focus is not
            at = (focus[0] * SHEET[0], focus[1] * SHEET[1])
            assert not cover.band.holds(Rect(*at, 0, 0))
        else:
            assert cover.picture.y == cover.band.bottom


@pytest.mark.parametrize("image", [plain("#101018"), plain("#F0F4F8"), noise()])
def test_each_design_has_its_own_form(image: Image.Image) -> None:
    assert cover_of(page_of(image), "papier").form == "band"
    assert cover_of(page_of(image), "contraste").form == "above"
    assert cover_of(page_of(image), "papier").rule
    assert not cover_of(page_of(image), "contraste").rule


def test_a_mid_tone_brand_colour_veils_no_picture() -> None:
    """A green of middle lightness once made 86 % of a picture flat."""
    agora = theme_called("agora")
    white = {"cover_muted": agora.roles["paper"]}
    green = replace(agora, roles={**agora.roles, "cover": GREEN, **white})
    for image in (dusk(), plain("#808080"), plain("#B08060"), noise()):
        cover = cover_of(page_of(image), green)
        assert cover.scrim is None or cover.scrim.changed <= 0.25


def test_words_of_arabic_stand_at_the_right_and_the_left_keeps_its_pixels() -> None:
    page = page_of(plain("#707070"), (0.1, 0.9), "مهرجان المدينة", "ar", "ثلاثة أيام في الساحات.")
    cover = cover_of(page)
    assert cover.words.right == pytest.approx(SHEET[0] - 51.02, abs=0.1)
    assert all(
        box.right <= cover.words.right + 0.1 for box, _ in photo_covers.every_line(cover, rtl=True)
    )


@pytest.mark.parametrize(
    "title", ["Eau", "Straßenbahnbeschleunigungsprogramm " * 3, "Un titre long " * 18]
)
@pytest.mark.parametrize("name", ["agora", "papier", "contraste"])
def test_words_stay_on_the_page_whatever_their_length(title: str, name: str) -> None:
    cover = cover_of(page_of(noise(), title=title.strip(), lang="de" if "ß" in title else "fr"), name)
    sheet = Rect(0, 0, *SHEET)
    assert all(sheet.holds(box) for box, _ in photo_covers.every_line(cover, rtl=False))


@pytest.mark.parametrize("sheet", [(419.5, 595.3), (612.0, 792.0), (595.3, 595.3)])
def test_covers_hold_on_other_papers(sheet: tuple[float, float]) -> None:
    page = page_of(noise(), title="Le marché de la place revient chaque samedi")
    for name in ("agora", "papier", "contraste"):
        made = photo_covers.plan_cover(page, content_of(page), theme_called(name), sheet)
        whole = Rect(0, 0, *sheet)
        assert all(whole.holds(box) for box, _ in photo_covers.every_line(made, rtl=False))
        assert made.picture.height > 0.25 * sheet[1]


def test_only_the_edges_of_the_sheet_bleed() -> None:
    assert bled(Rect(0, 0, 100, 50), (100, 200), 9) == Rect(-9, -9, 118, 59)
    assert bled(Rect(20, 60, 80, 140), (100, 200), 9) == Rect(20, 60, 89, 149)


def ground_and_letters(data: bytes) -> tuple[Image.Image, list[tuple[float, float, float, float]]]:
    """The first page without its text, a pixel a point, and each letter's box, from the top left."""
    pdf = pdfium.PdfDocument(data)
    page = pdf[0]
    text = page.get_textpage()
    height = page.get_height()
    boxes = []
    for i in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(i)
        if right - left > 0.5 and top - bottom > 0.5:
            boxes.append((left, height - top, right, height - bottom))
    for item in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4)):
        if item.container is None:
            page.remove_obj(item)
    page.gen_content()
    return page.render(scale=1).to_pil().convert("RGB"), boxes


@pytest.mark.parametrize(("image", "ink"), [
    (dusk(), None), (plain("#8A8A8A"), None), (noise(), "#FFFFFF"),
])  # fmt: skip
def test_every_letter_of_the_finished_cover_stands_out(image: Image.Image, ink: str | None) -> None:
    agora = theme_called("agora")
    page = page_of(image)
    (made,) = rendering.render(page, agora)
    ground, boxes = ground_and_letters(made.data)
    tone = cover_of(page).tone
    assert len(boxes) > 40
    colours = [agora.roles[tone.text], agora.roles[tone.muted]]
    for left, top, right, bottom in boxes:
        below = ground.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
        ratio = max(images.lowest_contrast(below, colour) for colour in colours)
        assert ratio >= agora.minimum_contrast
    assert ink is None or agora.roles[tone.text].rgb == ink


def test_the_press_file_has_the_cover_of_the_screen_with_its_bleed() -> None:
    page, agora = page_of(plain("#8A8A8A", (1200, 1700))), theme_called("agora")
    cover = cover_of(page)
    for medium in (media.screen_medium(agora), media.press_medium(agora, "brochure")):
        data = photo_covers.picture(page, medium, cover)
        with Image.open(io.BytesIO(data)) as image:
            expected = (PAGE_WIDTH + 2 * medium.bleed) / (PAGE_HEIGHT + 2 * medium.bleed)
            assert image.width / image.height == pytest.approx(expected, abs=0.003)
