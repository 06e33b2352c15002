"""One code by itself: its size, what it says, and what is refused."""

from __future__ import annotations

import re

import pytest

from brochure.codes import single
from brochure.codes.encoder import encode
from brochure.codes.single import Size
from brochure.errors import AddressError, BrochureError, CodeError
from tests.codes.reading import SHORT


@pytest.mark.parametrize(
    ("size", "px", "mm"),
    [
        (Size(), 10, 30),
        (Size(mm=50), 10, 50),
        (Size(px_per_module=4), 4, 30),
        # 25 modules at 300 dpi: whole dots, as many as are in 50 mm or fewer.
        (Size(mm=50, dpi=300), 23, 25 * 23 / 300 * 25.4),
        (Size(px_per_module=12, dpi=300), 12, 25 * 12 / 300 * 25.4),
    ],
)
def test_what_is_not_given_of_a_size_follows_from_the_rest(size: Size, px: int, mm: float) -> None:
    pixels, width_mm = size.resolved(encode(SHORT))
    assert pixels == px
    assert width_mm == pytest.approx(mm)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"mm": 3000}, "--mm 3000: it is a number from 1 to 2000"),
        ({"mm": -1}, "--mm"),
        ({"mm": float("nan")}, "--mm"),
        ({"px_per_module": 201}, "--px-per-module 201"),
        ({"mm": 30, "dpi": 300, "px_per_module": 4}, "leave --px-per-module out"),
    ],
)
def test_sizes_out_of_bounds_and_three_at_once_are_refused(values: dict[str, float], says: str) -> None:
    with pytest.raises(CodeError, match=re.escape(says)):
        Size(**values)  # type: ignore[arg-type]


def test_fewer_dots_than_modules_are_refused_with_both_numbers() -> None:
    with pytest.raises(CodeError, match="24 dots for 25 modules"):
        Size(mm=2, dpi=300).resolved(encode(SHORT))


@pytest.mark.parametrize(
    ("what", "payload", "shown"),
    [
        ([SHORT], SHORT, "pgo.gouv.fr/n"),
        (["phone", "number=+33 1 23 45 67 89"], "tel:+33123456789", "phone"),
    ],
)
def test_an_address_or_a_kind_with_its_fields_becomes_a_payload(
    what: list[str], payload: str, shown: str
) -> None:
    assert single.payload_of(what) == (payload, shown)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ([], "nothing is named"),
        ([" "], "the address is empty"),
        (["wify", "name=x"], "the kinds are wifi, email"),
        (["wifi", "name"], '"name" is not name=value; for example: brochure qr wifi'),
        (["wifi", "name=a", "name=b"], "name is given twice"),
    ],
)
def test_what_is_neither_is_refused(what: list[str], says: str) -> None:
    with pytest.raises(AddressError, match=re.escape(says)):
        single.payload_of(what)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kinds": ("bmp",)}, 'no file of the kind "bmp"'),
        ({"level": "X"}, 'no level "X"'),
        ({"lang": "xx"}, 'no labels in "xx"'),
        ({"size": Size(mm=10)}, "the code is 10 mm wide with 25 modules of 0.40 mm; 20 mm and 0.33 mm"),
        (
            {"size": Size(mm=1000, dpi=300), "kinds": ("svg", "png")},
            "write a .pdf or .svg file, which have no pixels, or give --dpi 172",
        ),
    ],
)
def test_a_code_that_cannot_be_made_is_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(BrochureError, match=re.escape(says)):
        single.make_code(SHORT, **options)  # type: ignore[arg-type]


def test_a_made_code_has_its_files_its_figures_and_its_warnings() -> None:
    long = "https://exemple.org/" + "a" * 250
    made = single.make_code(long, kinds=("svg", "png"), size=Size(mm=25))
    assert set(made.files) == {"svg", "png"}
    assert made.total_mm == pytest.approx(25 * made.matrix.total / made.matrix.size)
    (warned,) = made.warnings
    assert (warned.id, warned.severity) == ("code-modules-small", "warning")
