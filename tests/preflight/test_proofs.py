"""Proofs: what is proved without plates, the plates show too; and what they cannot prove they leave."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

import brochure
from brochure.preflight import proofs, runs, separations
from brochure.preflight.document import PdfDocument, Spec, opened
from tests.conftest import artifact

SIDE = 40
STATES = {
    "/Over": Dictionary(OP=True, op=True, OPM=1), "/Pale": Dictionary(ca=0.5),
    "/Times": Dictionary(BM=Name.Multiply),
}  # fmt: skip

inks = st.tuples(*[st.sampled_from([0.0, 0.02, 0.5, 0.9, 1.0])] * 4)
places = st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(2, 40)] * 2)
things = st.lists(st.tuples(inks, places, st.booleans()), max_size=6)


@contextmanager
def page_of(content: str) -> Iterator[PdfDocument]:
    """A page of 40 by 40 points with what ``content`` paints."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(SIDE, SIDE))
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    glyph = pdf.make_stream(b"9 0 d0 1 1 1 1 k 0 0 9 9 re f")
    page.obj.Resources = Dictionary(
        ExtGState=Dictionary({name: state for name, state in STATES.items() if name in content}),
        ColorSpace=Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])),
        Font=Dictionary(
            F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica),
            T=Dictionary(
                Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=glyph), FirstChar=97,
                LastChar=97, Widths=[9], FontMatrix=[1, 0, 0, 1, 0, 0], FontBBox=[0, 0, 9, 9],
                Encoding=Dictionary(Differences=[97, Name.a]),
            ),
        ),
    )  # fmt: skip
    page.obj.Contents = pdf.make_stream(content.encode())
    out = io.BytesIO()
    pdf.save(out)
    with opened(out.getvalue(), Spec(press=True)) as document:
        yield document


@settings(max_examples=60, deadline=None)
@given(things)
def test_no_point_takes_more_ink_than_was_proved(
    painted: list[tuple[tuple[float, ...], tuple[int, ...], bool]],
) -> None:
    content = [
        f"q {'/Over gs ' * over}{' '.join(map(str, ink))} k {' '.join(map(str, place))} re f Q"
        for ink, place, over in painted
    ]
    with page_of("\n".join(content)) as document:
        (plates,) = separations.separate(document.data, 72).pages
        darkest = document.most(separations.total(plates)) / 255
        for most in (0.5, 1.0, 2.0, 3.0, 4.0):
            assert not proofs.takes_at_most(document, 1, most) or darkest <= most + 0.02
        assert proofs.takes_at_most(document, 1, 4.0)
        cyan, magenta, yellow, black = (document.pixels(plate) for plate in plates[:4])
        alone = sum(
            k > 250 and max(c, m, y) <= 5
            for c, m, y, k in zip(cyan, magenta, yellow, black, strict=True)
        )
        for most in (0.1, 0.3, 0.6):
            assert not proofs.blackens_at_most(document, 1, most) or alone / SIDE**2 <= most + 0.01
        if proofs.is_drawn_as_printed(document, 1):
            drawn = document.pixels(document.darkness(1))
            ink = document.pixels(separations.total(plates))
            assert all(dark or total <= 10 for dark, total in zip(drawn, ink, strict=True))


GROUND = ".9 .9 .3 0 k 0 0 40 20 re f"


@pytest.mark.parametrize(
    ("content", "proved"),
    [
        (GROUND, True),
        (f"{GROUND} /Over gs 0 0 0 1 k 2 30 9 9 re f", True),  # beside it
        (f"{GROUND} /Over gs 0 0 0 1 k 2 15 9 9 re f", False),  # on it
        (f"{GROUND} /Over gs 0 0 0 1 k BT /F 9 Tf 2 26 Td (a) Tj ET", True),
        (f"{GROUND} /Over gs 0 0 0 1 k BT /F 9 Tf 2 6 Td (a) Tj ET", False),
        (f"{GROUND} /Over gs 0 0 0 1 k BT /F 9 Tf 0 1 -1 0 30 -6 Tm (aaaa) Tj ET", False),  # runs in
        (f"{GROUND} 0 0 0 0 k BT /F 9 Tf 2 6 Td (a) Tj ET /Over gs 0 0 0 1 k 2 30 9 9 re f", True),
        (f"{GROUND} /Pale gs 0 0 0 1 k 2 30 9 9 re f", False),
        (f"{GROUND} /Times gs 0 0 0 1 k 2 30 9 9 re f", False),
        (f"{GROUND} BT /T 1 Tf 2 26 Td (a) Tj ET", False),  # its glyphs have colours of their own
        (f"{GROUND} BT /F 9 Tf 2 Tr 2 26 Td (a) Tj ET", False),  # its outlines have another colour
        ("/All cs 1 scn 2 2 9 9 re f", False),
        ("1 0 0 rg 2 2 9 9 re f", False),
        ("1 1 1 .2 k 2 2 9 9 re f", False),
    ],
)
def test_what_is_not_proved_is_left_to_the_plates(content: str, proved: bool) -> None:
    with page_of(content) as document:
        assert proofs.takes_at_most(document, 1, 3.0) is proved


def test_white_that_overprints_shows_no_ink_in_a_drawing() -> None:
    with page_of(f"{GROUND} /Over gs 0 0 0 0 k 0 0 40 40 re f") as document:
        assert not proofs.is_drawn_as_printed(document, 1)


@pytest.mark.parametrize("name", ["brochure", "booklet", "leaflet"])
def test_print_files_of_flat_colours_need_no_plates(
    kit: brochure.Kit, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = artifact(kit, f"print/{name}.pdf")
    monkeypatch.setattr(separations, "separate", lambda data, dpi: pytest.fail("plates were drawn"))
    assert {result.outcome for result in runs.run(made.data, Spec.of(made.facts))} == {"ok"}
