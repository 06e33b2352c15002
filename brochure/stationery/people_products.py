"""People's products: badges, name tents and certificates, and the grids that they are printed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brochure.design import SheetForm
from brochure.errors import BrochureError
from brochure.problems import error
from brochure.stationery.grids import A4, LETTER, Grid

PAPERS: Mapping[str, tuple[float, float]] = {"a4": A4, "letter": LETTER}
ROLL = "roll"
"""A page for each piece: printers of badges take them one by one from a roll or a stack."""

_USUAL_AREA_MM2 = 74.0 * 105.0
"""Of A7, for which the lengths of templates are."""

_LEAST_BADGE_MM, _USUAL_LABEL_MM = 45.0, 29.6
"""Below the first a cell holds a name and little more; the forms for that are made for the second."""

_SMALL_NAMES = 0.5
"""What names have on such a label, as a share of those of badges: 14 points."""

_GAP_MM = 4.0
"""Between badges where the sheet has room: a cut beside the line then cuts paper, not a neighbour."""

_LEAST_MARGIN_MM = 5.0
"""What is left beside badges on a sheet that they do not fill: cut marks stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeFormat:
    """A format of badges: its ``size``, width and height in millimetres.

    A person has two ``faces`` where it is folded: the one above is printed upside down, and upright
    once the sheet is folded. Those for holders have a ``slot`` for a lanyard.
    """

    name: str
    size: tuple[float, float]
    faces: int = 1
    slot: bool = True


FORMATS: Mapping[str, BadgeFormat] = {
    row.name: row
    for row in (
        BadgeFormat(name="a7", size=(74.0, 105.0)),
        BadgeFormat(name="86x54", size=(86.0, 54.0)),
        BadgeFormat(name="90x60", size=(90.0, 60.0)),
        BadgeFormat(name="105x74", size=(105.0, 74.0)),
        BadgeFormat(name="4x3in", size=(101.6, 76.2)),
        BadgeFormat(name="a6-fold", size=(105.0, 148.5), faces=2),
    )
}
"""The formats that can be asked for; an A6 that is folded is a quarter of an A4 page (ISO 216)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProduct:
    """What is printed for each person: ``name`` is its file's without ".pdf", ``template`` a form.

    A person fills ``faces`` cells, one below the other; the first of two is turned. Lengths of the
    template are ``scale`` times as long, names ``names`` times as large as on a badge. ``slot`` marks a
    hole for a lanyard, ``marks`` where to cut, ``folds`` where to fold.
    """

    name: str
    template: str
    grid: Grid
    faces: int = 1
    scale: float = 1.0
    names: float = 1.0
    slot: bool = False
    marks: bool = False
    folds: bool = False


def badge_product(
    form: BadgeFormat, grid: Grid, forms: SheetForm, *, slot: bool, marks: bool
) -> PersonProduct:
    """Badges of ``form`` on ``grid``; on labels that are too low for one, the name and little more."""
    small = min(grid.cell) < _LEAST_BADGE_MM
    area = grid.cell[0] * grid.cell[1]
    scale = grid.cell[1] / _USUAL_LABEL_MM if small else (area / _USUAL_AREA_MM2) ** 0.5
    low, high = (0.42, 1.0) if small else (0.72, 1.35)
    return PersonProduct(
        name="badges",
        template=forms.name_label if small else forms.person_badge,
        grid=grid,
        faces=form.faces,
        scale=min(high, max(low, scale)),
        names=_SMALL_NAMES * min(1.0, scale) if small else 1.0,
        slot=slot and form.slot,
        marks=marks and not grid.die_cut,
        folds=form.faces > 1,
    )


def tent_product(paper: str, template: str) -> PersonProduct:
    """Name tents: a page folded in the middle, both faces upright once it stands."""
    width, height = PAPERS.get(paper, A4)
    grid = Grid(page=(width, height), columns=1, rows=2, cell=(width, height / 2))
    return PersonProduct(name="tents", template=template, grid=grid, faces=2, names=2.0, folds=True)


def certificate_product(paper: str, template: str) -> PersonProduct:
    """Certificates of attendance: a page for each person, upright."""
    page = PAPERS.get(paper, A4)
    grid = Grid(page=page, columns=1, rows=1, cell=page)
    return PersonProduct(name="certificates", template=template, grid=grid)


def badge_grid(form: BadgeFormat, paper: str) -> Grid:
    """The cells of badges of ``form`` on ``paper``: as many as it has room for, upright or across.

    On a roll the page is the badge. Raises BrochureError where not one fits.
    """
    width, height = form.size
    whole = (width, height * form.faces)
    if paper == ROLL:
        return Grid(page=whole, columns=1, rows=form.faces, cell=form.size)
    if paper not in PAPERS:
        raise BrochureError(error("badge-paper-unknown", given=paper, known=(*PAPERS, ROLL)))
    upright = PAPERS[paper]
    pages = (upright, (upright[1], upright[0]))
    counts = [(_count(page[0], whole[0]), _count(page[1], whole[1])) for page in pages]
    best = max((0, 1), key=lambda at: counts[at][0] * counts[at][1])
    columns, rows = counts[best]
    if not columns * rows:
        raise BrochureError(
            error("badge-paper", format=form.name, paper=paper, width_mm=whole[0], height_mm=whole[1])
        )
    page = pages[best]
    gaps = (_gap(page[0], columns, whole[0]), _gap(page[1], rows, whole[1]) if form.faces == 1 else 0.0)
    return Grid(page=page, columns=columns, rows=rows * form.faces, cell=form.size, gaps=gaps)


def _count(length: float, side: float) -> int:
    """How many pieces of a ``side`` stand along a ``length``, to a tenth of a millimetre."""
    return int((length + 0.1) / side)


def _gap(length: float, count: int, side: float) -> float:
    room = length - count * side - 2 * _LEAST_MARGIN_MM
    return min(_GAP_MM, max(0.0, room / (count - 1))) if count > 1 and room >= 2 * (count - 1) else 0.0


def label_form(grid: Grid) -> BadgeFormat:
    """Badges for the cells of a sheet of labels, which have no slot."""
    return BadgeFormat(name="labels", size=grid.cell, slot=False)
