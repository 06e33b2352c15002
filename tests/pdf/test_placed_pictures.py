"""Pictures have the dots that their medium shows at the size at which they are placed, and no more."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image, ImageDraw

from brochure import load_theme, open_pdfs
from brochure.page import Page
from brochure.pdf import media, placed_pictures, rendering, style_sheets
from brochure.pdf.press import rendering as press


def _photograph(size: tuple[int, int] = (3000, 2000), kind: str = "JPEG") -> bytes:
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size)
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_TOP_BOTTOM), noise)).save(out, kind)
    return out.getvalue()


def _drawing() -> bytes:
    image = Image.new("RGB", (3000, 2000), "white")
    ImageDraw.Draw(image).ellipse((100, 100, 2900, 1900), fill="navy")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _page(**images: bytes) -> Page:
    body = "\n\n".join((*(f"![Un quai]({name})" for name in images), "Un quai au matin. " * 30))
    return Page(slug="quais", lang="fr", title="Les quais", body=body, images=images)


def _widths(data: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return [int(item.Width) for item in found if item.get("/Subtype") == pikepdf.Name.Image]


def test_photographs_have_200_dots_an_inch_on_screens_and_300_on_paper() -> None:
    page, theme = _page(photo=_photograph()), load_theme("agora")
    inches = style_sheets.frame(page, theme).column_width / 72
    (screen,) = rendering.render(page, theme)
    assert _widths(screen.data) == [pytest.approx(inches * 200, abs=1)]
    printed = next(iter(press.render(page, theme)))
    assert _widths(printed.data) == [pytest.approx(inches * 300, abs=1)]


def test_what_is_hardly_finer_than_its_place_and_what_is_drawn_keep_their_pixels() -> None:
    theme = load_theme("agora")
    inches = style_sheets.frame(_page(), theme).column_width / 72
    near = round(inches * 200 * 1.2)
    (screen,) = rendering.render(_page(near=_photograph((near, 400)), drawn=_drawing()), theme)
    assert sorted(_widths(screen.data)) == [near, 3000]


def test_bytes_do_not_depend_on_what_was_reduced_before() -> None:
    data, png = _photograph(), _photograph((1600, 1200), "PNG")
    screen = media.screen_medium(load_theme("agora"))
    alone = placed_pictures.reduced(data, 500, screen), placed_pictures.reduced(png, 500, screen)
    with open_pdfs.kept():
        for width in (1100, 700, 500):
            placed_pictures.reduced(data, width, screen)
        assert placed_pictures.reduced(data, 500, screen) == alone[0]
    for reduced, kind in zip(alone, ("JPEG", "PNG"), strict=True):
        assert reduced is not None
        with Image.open(io.BytesIO(reduced)) as image:
            assert (image.format, image.size[0]) == (kind, 500)


def test_what_is_parted_into_inks_is_stored_for_that_alone_with_the_same_pixels() -> None:
    theme, data = load_theme("agora"), _photograph()
    screen, press = media.screen_medium(theme), media.press_medium(theme, "brochure")
    kept, passing = (placed_pictures.reduced(data, 500, medium) for medium in (screen, press))
    assert kept is not None
    assert passing is not None
    assert len(kept) < len(passing)
    with Image.open(io.BytesIO(kept)) as one, Image.open(io.BytesIO(passing)) as other:
        assert one.tobytes() == other.tobytes()
