"""Products: what can be printed for a programme, and on which grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.errors import BrochureError
from brochure.stationery import grids
from brochure.stationery.grids import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProduct:
    """Something to print for each session.

    ``name`` is its file's, ``template`` a shipped one's name or a file, ``place`` what its codes say of
    where they were scanned. A session fills ``faces`` cells, of which those in ``turned`` stand on
    their heads. The first ``skip`` cells of the first page are left empty. One that ``grows`` has
    larger codes and titles in larger cells.
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


SHEET_PRODUCTS = (
    SheetProduct(name="labels", template="label", place="label", grid=grids.LABELS["3x8"],
        grows=True,
    ),
    SheetProduct(name="door-signs", template="door-sign", place="door-sign", grid=grids.DOOR_SIGN),
    SheetProduct(name="badges", template="badge", place="badge", grid=grids.BADGE),
    SheetProduct(
        name="table-tents", template="table-tent", place="table-tent", grid=grids.TABLE_TENT,
        faces=2, turned=frozenset({0}), marks=True,
    ),
)  # fmt: skip
"""Everything, in the order it is made. The mark of a table tent says where to fold it."""

SHEET_NAMES = tuple(product.name for product in SHEET_PRODUCTS)


def choose_sheets(
    names: Sequence[str],
    labels: Grid,
    templates: Mapping[str, str],
    *,
    marks: bool,
    skip: int = 0,
) -> tuple[SheetProduct, ...]:
    """The products called ``names``, all of them for none; ``templates`` are files by their names.

    Labels stand in the grid ``labels``, after ``skip`` that are used already; ``marks`` asks for cut
    marks. Raises BrochureError.
    """
    names = [
        name if name in SHEET_NAMES else f"{name}s" if f"{name}s" in SHEET_NAMES else name
        for name in names
    ]
    if not 0 <= skip < labels.count:
        raise BrochureError(f"--skip {skip}: 0 to {labels.count - 1}, of the {labels.count} on a page")
    for name in (*names, *templates):
        if name not in SHEET_NAMES:
            raise BrochureError(f'there is no sheet "{name}"; there are {", ".join(SHEET_NAMES)}')
    return tuple(
        replace(
            product,
            grid=labels if product.name == "labels" else product.grid,
            template=templates.get(product.name, product.template),
            marks=product.marks or (marks and not (product.name == "labels" and labels.die_cut)),
            skip=skip if product.name == "labels" else 0,
        )
        for product in SHEET_PRODUCTS
        if not names or product.name in names
    )
