"""Finishing: what is made of a prepared page, and the kit that comes of it, or the errors.

It loads nothing that a page is read or drawn with: the process that hands out work does not need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.building import products, standing
from brochure.building.making import Hand, Making, worth_saying
from brochure.building.products import Product
from brochure.errors import AddressError, GlyphError, gathered
from brochure.kit import Kit
from brochure.page import Page
from brochure.problems import Place, Problem, error, note
from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A page and its theme, ready to be made into ``wanted`` products.

    ``page`` is what the kit is of, ``shown`` and ``theme`` what products are drawn from. ``barred`` are
    the products that cannot be made, and why; ``origins`` tell what each is made from, as digests.
    """

    page: Page
    shown: Page
    theme: Theme
    wanted: tuple[str, ...]
    barred: Mapping[str, GlyphError]
    origins: Mapping[str, str]

    @property
    def products(self) -> tuple[Product, ...]:
        """The products that are wanted, in the order of the table."""
        return products.chosen(self.wanted)


def made_of(
    prepared: Prepared, hand: Hand, progress: Callable[[str], None], reuse: Path | None = None
) -> Making:
    """All products of ``prepared`` that ``hand`` could make, and why it could not make others.

    ``progress`` is given the name of each product before it is made. Those that stand in the folder
    ``reuse`` are taken from there, and so are single files of those that are made in parts.
    """
    free = [name for name in prepared.wanted if name not in prepared.barred]
    stands = standing.needed_in(reuse, prepared.origins, free) if reuse else {}
    parts = {
        product.name: standing.parts_in(reuse, prepared.origins, product)
        for product in products.all_products().values() if reuse and product.parts
    }  # fmt: skip
    making = Making(
        prepared.shown, prepared.theme, prepared.products, prepared.barred, stands, hand, progress,
        parts=parts,
    )  # fmt: skip
    making.make()
    return making


def finished(prepared: Prepared, making: Making) -> Kit:
    """The kit of what was made.

    Raises BrochureError with every problem of every product: a GlyphError, for signs that no font has,
    holds the kit of the products that need none of them.
    """
    wanted, barred = prepared.products, prepared.barred
    address = [*_missing_address(prepared.shown, wanted)]
    refused = [*address, *worth_saying(making.errors, refused=bool(address))]
    if refused:
        raise gathered([*barred.values(), *refused])
    kit = Kit(
        page=prepared.page,
        theme_name=prepared.theme.name,
        products={p.name: making.made[p.name] for p in wanted if p.name in making.made},
        digests=prepared.origins,
    )
    if barred:
        raise _without_glyphs(barred.values(), kit, wanted)
    return kit


def _missing_address(page: Page, wanted: Iterable[Product]) -> Iterator[AddressError]:
    needing = [product.name for product in wanted if product.needs_address]
    if needing and not page.url:
        without = [p.name for p in products.all_products().values() if not p.needs_address]
        yield AddressError(
            error(
                "page-without-address", at=Place(key="url"), title=page.title, needing=needing,
                without=",".join(without),
            )
        )  # fmt: skip


def _largest(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Those of ``problems`` whose signs another one does not name as well."""
    kept: list[set[Any]] = []
    for problem in sorted(problems, key=lambda p: -len(_signs(p))):
        if not any(_signs(problem) <= others for others in kept):
            kept.append(_signs(problem))
            yield problem


def _signs(problem: Problem) -> set[Any]:
    named: Any = problem.fields["characters"]
    return {*named}


def _without_glyphs(refused: Iterable[GlyphError], kit: Kit, wanted: Iterable[Product]) -> GlyphError:
    """The errors as one, with the ``kit`` of what could be made all the same."""
    problems = [*_largest(problem for caught in refused for problem in caught.problems)]
    left_out = [product.name for product in wanted if product.name not in kit.products]
    if not kit.products:
        return GlyphError(*problems)
    whole = GlyphError(*problems, note("glyphs-left-out", left_out=left_out, made=[*kit.products]))
    whole.made = kit
    return whole
