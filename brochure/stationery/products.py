"""Products: what can be printed for a programme, and on which grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.errors import BrochureError
from brochure.problems import error
from brochure.stationery import grids
from brochure.stationery.grids import Grid
from brochure.stationery.printed_sheets import PAPERS, WHOLE_NAMES, PrintedSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProduct:
    """A kind of sheet to print for each session.

    ``name`` is its file's without ".pdf", ``template`` a shipped template's name or a file, ``place``
    the utm_source of its codes: where they were scanned. A session fills ``faces`` cells; those of a
    page whose number, from 0, is in ``turned`` are upside down. ``marks`` asks for cut marks. The
    first ``skip`` cells of the first page are left empty. One that ``grows`` has larger codes and
    titles in larger cells. Each text has one size in a ``series``: a page, or all pages. One in
    ``colour`` has areas in the theme's colours, others in tints of black. Each session has ``copies``.
    """

    name: str
    template: str
    place: str
    grid: Grid
    faces: int = 1
    turned: frozenset[int] = frozenset()
    marks: bool = False
    skip: int = 0
    grows: bool = False
    series: str = "all"
    colour: bool = False
    copies: int = 1


SHEET_PRODUCTS = (
    SheetProduct(name="labels", template="label", place="label", grid=grids.LABELS["3x8"],
        grows=True, series="page",
    ),
    SheetProduct(name="door-signs", template="door-sign", place="door-sign", grid=grids.DOOR_SIGN),
    SheetProduct(name="badges", template="badge", place="badge", grid=grids.BADGE, colour=True),
    SheetProduct(
        name="table-tents", template="table-tent", place="table-tent", grid=grids.TABLE_TENT,
        faces=2, turned=frozenset({0}), marks=True,
    ),
)  # fmt: skip
"""Every product, in the order they are made. The mark of a table tent shows where to fold it."""

SHEET_NAMES = tuple(product.name for product in SHEET_PRODUCTS)


def choose_sheets(
    names: Sequence[str],
    labels: Grid,
    templates: Mapping[str, str],
    *,
    marks: bool,
    skip: int = 0,
    copies: int = 1,
    paper: str = "A4",
) -> tuple[SheetProduct | PrintedSheet, ...]:
    """The products called ``names``, or all for each session for no name, in the order they are made.

    choose_sheets(["labels", "badge"], label_sheets.label_grid("L7160"), {}, marks=False)

    ``labels`` is the grid of label sheets, of whose first page ``skip`` labels are used already;
    each session gets ``copies`` of them.
    ``templates`` has files of the user's own by the products' names. ``marks`` asks for cut marks,
    which die-cut labels do not get. Sheets of the whole programme are on a ``paper`` of PAPERS. Raises
    BrochureError for a name that is none, and for a ``skip`` of a page or more.
    """
    sizes = {name.casefold(): name for name in PAPERS}
    if paper.casefold() not in sizes:
        raise BrochureError(error("paper-unknown", name=paper, known=list(PAPERS)))
    names = [
        name if name in SHEET_NAMES else f"{name}s" if f"{name}s" in SHEET_NAMES else name
        for name in names
    ]
    if not 0 <= skip < labels.count:
        raise BrochureError(
            error("labels-skip", skip=skip, last=labels.count - 1, on_page=labels.count)
        )
    for name in (*names, *templates):
        if name not in SHEET_NAMES and not (name in WHOLE_NAMES and name not in templates):
            raise BrochureError(error("sheet-unknown", name=name, known=(*SHEET_NAMES, *WHOLE_NAMES)))
    of_sessions = tuple(
        replace(
            product,
            grid=labels if product.name == "labels" else product.grid,
            template=templates.get(product.name, product.template),
            marks=product.marks or (marks and not (product.name == "labels" and labels.die_cut)),
            skip=skip if product.name == "labels" else 0,
            copies=copies if product.name == "labels" else 1,
        )
        for product in SHEET_PRODUCTS
        if not names or product.name in names
    )
    of_all = (
        PrintedSheet(name=name, paper=sizes[paper.casefold()]) for name in WHOLE_NAMES if name in names
    )
    return (*of_sessions, *of_all)
