"""Products: what can be printed for a programme, and on which grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from brochure.errors import BrochureError
from brochure.parts.sheets import grids
from brochure.parts.sheets.grids import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something to print for each session.

    ``name`` is its file's, ``template`` a shipped one's name or a file, ``place`` what its codes say of
    where they were scanned. A session fills ``faces`` cells, of which those in ``turned`` stand on
    their heads.
    """

    name: str
    template: str
    place: str
    grid: Grid
    faces: int = 1
    turned: frozenset[int] = frozenset()
    marks: bool = False


PRODUCTS = (
    Product(name="labels", template="label", place="label", grid=grids.LABELS["3x8"]),
    Product(name="door-signs", template="door-sign", place="door-sign", grid=grids.DOOR_SIGN),
    Product(name="badges", template="badge", place="badge", grid=grids.BADGE),
    Product(
        name="table-tents", template="table-tent", place="table-tent", grid=grids.TABLE_TENT,
        faces=2, turned=frozenset({0}), marks=True,
    ),
)  # fmt: skip
"""Everything, in the order it is made. The mark of a table tent says where to fold it."""

NAMES = tuple(product.name for product in PRODUCTS)


def chosen(
    names: Sequence[str], labels: Grid, templates: Mapping[str, str], *, marks: bool
) -> tuple[Product, ...]:
    """The products called ``names``, all of them for none; ``templates`` are files by their names.

    Labels stand in the grid ``labels``; ``marks`` asks for cut marks. Raises BrochureError.
    """
    for name in (*names, *templates):
        if name not in NAMES:
            raise BrochureError(f'there is no sheet "{name}"; there are {", ".join(NAMES)}')
    return tuple(
        replace(
            product,
            grid=labels if product.name == "labels" else product.grid,
            template=templates.get(product.name, product.template),
            marks=product.marks or marks,
        )
        for product in PRODUCTS
        if not names or product.name in names
    )
