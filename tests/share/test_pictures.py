"""Pictures of the share page: at the sizes that screens show, and none above 300,000 bytes."""

from __future__ import annotations

import io
import random

from PIL import Image

from brochure.page import Page, Picture
from brochure.share import pictures, rendering
from brochure.share.pictures import MOST_BYTES, WIDTHS, variants
from brochure.theme import Theme


def stored(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(1).randbytes(3 * width * height))


def test_a_photograph_has_a_file_for_each_width_and_none_is_heavy() -> None:
    made = variants(stored(noise(2000, 700), "JPEG"))
    assert [variant.width for variant in made] == list(WIDTHS)
    for variant in made:
        assert len(variant.data) <= MOST_BYTES
        with Image.open(io.BytesIO(variant.data)) as image:
            assert (image.size, image.format) == ((variant.width, variant.height), "JPEG")


def test_a_picture_is_never_enlarged_and_a_light_one_stays_as_it_is() -> None:
    small = stored(Image.linear_gradient("L").resize((900, 300)), "JPEG")
    assert [variant.width for variant in variants(small)] == [480, 800, 900]
    assert variants(small)[-1].data == small
    assert [variant.width for variant in variants(stored(noise(1000, 600), "PNG"))] == [480, 800, 1000]


def test_a_light_drawing_is_one_file() -> None:
    drawing = stored(Image.new("P", (1400, 900)), "PNG")
    (variant,) = variants(drawing)
    assert variant.data == drawing


def test_the_page_names_every_file_and_holds_every_file_it_names(theme: Theme) -> None:
    images = {"a.jpg": stored(Image.linear_gradient("L").resize((1450, 700)), "JPEG")}
    page = Page(
        slug="p", lang="fr", title="T", body="![un quai](a.jpg)\n", url="https://exemple.org/p",
        picture=Picture(name="a.jpg", alt="Un quai"), images=images,
    )  # fmt: skip
    made = {artifact.path: artifact.data for artifact in rendering.render(page, theme)}
    html = made["share/index.html"].decode()
    named = [variant.path for variant in variants(images["a.jpg"])]
    assert len(named) == 4
    assert html.count('srcset="') == 2
    assert html.count('width="1450" height="700"') == 2
    for path in named:
        assert f"share/{path}" in made
        assert path in html


def test_other_images_of_the_page_are_left_alone() -> None:
    text = '<img src="../cards/square.png" alt="">'
    assert pictures.with_sources(text, {"a": variants(stored(noise(9, 9), "PNG"))}) == text
