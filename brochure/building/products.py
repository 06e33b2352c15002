"""Products: the table of what a kit is made of. A new product is a module and a row here.

Other packages add rows by the entry point ``brochure.products``, whose object is a Product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from brochure.errors import BrochureError, SourceError
from brochure.plugins import installed_plugins
from brochure.problems import Place, Problem, Text, error, warning

if TYPE_CHECKING:
    from brochure.kit import Artifact, Verification
    from brochure.page import Page
    from brochure.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a renderer may look at besides page and theme.

    ``made`` holds the finished artifacts of the products it needs, or shows, by their names.
    ``report`` is what checking found in them (`brochure.checking.Report.row`), empty for those that do
    not want it.
    """

    made: Mapping[str, Sequence[Artifact]]
    report: Mapping[str, Any]


class Renderer(Protocol):
    """Draws a product: yields its artifacts, and writes nothing."""

    def __call__(self, page: Page, theme: Theme, shown: Shown, /) -> Iterable[Artifact]:
        """The files of the product for ``page`` in ``theme``. Raises BrochureError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How a product is drawn in parts of a file each, by several processes at once or one by one.

    ``files`` are their paths. ``render`` draws the part with that number, from 0, or gives the problem
    for which there is no such file. ``join`` makes of all parts, in their order, the product's files.
    """

    files: tuple[str, ...]
    render: Callable[[int, Page, Theme], Artifact | Problem]
    join: Callable[[Sequence[Artifact | Problem]], Iterable[Artifact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A part of a kit.

    ``render`` draws it, or its ``parts``, of which each is drawn again when what that file is made from
    changed. Products in ``needs`` are built first, even if they were not asked for, and are
    shown to it. Those in ``shows_if_built`` are shown to it when they are being built too, or when this
    one was asked for alone; those in ``uses_if_built`` only when they are being built too: they spare
    it work. Those of its needs in ``does_without`` may be missing, where a sign that no font has keeps
    them from being made. One that ``wants_report`` is given what checking finds in what it is shown.
    ``verifications`` gives what every file must pass. One that ``needs_address`` is refused for a page
    without an address. ``draws`` says what it sets in the theme's fonts: all of the page, its titles on
    cards, or nothing.
    """

    name: str
    render: Renderer | None = None
    verifications: Callable[[], tuple[Verification, ...]]
    needs: tuple[str, ...] = ()
    shows_if_built: tuple[str, ...] = ()
    uses_if_built: tuple[str, ...] = ()
    does_without: tuple[str, ...] = ()
    wants_report: bool = False
    parts: Parts | None = None
    needs_address: bool = False
    draws: Literal["page", "cards", "nothing"] = "page"

    def files(self, page: Page, theme: Theme, shown: Shown) -> tuple[Artifact, ...]:
        """Its files, drawn from what `brochure.building.inputs` says that it is made from."""
        if self.render:
            return tuple(self.render(*_seen(self.name, page, theme), shown))
        assert self.parts
        made = [self.file_of_part(number, page, theme) for number in range(len(self.parts.files))]
        return tuple(self.parts.join(made))

    def file_of_part(self, number: int, page: Page, theme: Theme) -> Artifact | Problem:
        """The file of the part with that ``number``, or why there is none. It has ``parts``."""
        assert self.parts
        return self.parts.render(number, *_seen(self.parts.files[number], page, theme))


def _seen(made: str, page: Page, theme: Theme) -> tuple[Page, Theme]:
    """What is ``made``, a product or a file of one, sees of ``page`` and ``theme``."""
    from brochure.building import inputs

    return inputs.seen_page(page, made), inputs.seen_theme(theme, made)


def _render_pdf(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    from brochure.pdf.rendering import render

    return render(page, theme)


def _render_print_part(number: int, page: Page, theme: Theme) -> Artifact | Problem:
    from brochure.pdf.press.rendering import render_part

    return render_part(number, page, theme)


def _join_print(parts: Sequence[Artifact | Problem]) -> Iterable[Artifact]:
    from brochure.pdf.press.told import joined

    return joined(parts)


def _render_cards(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    from brochure.cards.rendering import render

    return render(page, theme)


def _render_qr(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    from brochure.codes.rendering import render

    return render(page, theme)


def _render_share(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    from brochure.share.rendering import render

    return render(page, theme, shown.made)


def _render_preview(page: Page, theme: Theme, shown: Shown) -> Iterable[Artifact]:
    from brochure.preview.rendering import render

    return render(page, theme, shown.made, shown.report, could_show=shown_by("preview"))


def verify_codes() -> tuple[Verification, ...]:
    """Every code is read back from the finished file."""
    from brochure.codes import verification

    return (verification.verify,)


def verify_documents() -> tuple[Verification, ...]:
    """Codes and texts are read back from a PDF, and print files suit the press."""
    from brochure.codes import verification
    from brochure.pdf import reading_back
    from brochure.preflight import runs

    return verification.verify, reading_back.verify, runs.verify


SHIPPED = (
    Product(name="pdf", render=_render_pdf, verifications=verify_documents),
    Product(
        name="print", verifications=verify_documents,
        parts=Parts(
            files=tuple(f"print/{name}.pdf" for name in ("brochure", "booklet", "leaflet", "poster")),
            render=_render_print_part, join=_join_print,
        ),
    ),
    Product(name="cards", render=_render_cards, verifications=verify_codes, draws="cards"),
    Product(
        name="qr", render=_render_qr, verifications=verify_codes, needs_address=True, draws="nothing",
    ),
    Product(
        name="share", render=_render_share, verifications=verify_codes, needs_address=True,
        needs=("pdf",), does_without=("pdf",), uses_if_built=("cards",), draws="cards",
    ),
    Product(
        name="preview", render=_render_preview, verifications=verify_codes, needs_address=True,
        needs=("pdf", "cards", "qr", "share"), shows_if_built=("print",), wants_report=True,
    ),
)  # fmt: skip
"""What brochure makes, in the order it is made."""


@cache
def all_products() -> Mapping[str, Product]:
    """Every product by its name: brochure's, then those of other packages.

    Raises PluginError for an entry point that is no product, or whose name another one has.
    """
    found = {product.name: product for product in SHIPPED}
    for plugin in installed_plugins("brochure.products").values():
        product = plugin.load(Product)
        if product.name in found:
            raise plugin.refused(Text("plugin-name-taken"))
        found[product.name] = product
    return found


def names() -> tuple[str, ...]:
    """The names of all products, in the order they are made."""
    return tuple(all_products())


def chosen(only: Iterable[str] | None) -> tuple[Product, ...]:
    """The products called ``only``, in the order they are made; all of them for None.

    Raises BrochureError for an unknown name, an empty list, and a bare string, whose letters would be
    taken for names.
    """
    known = all_products()
    if only is None:
        return tuple(known.values())
    if isinstance(only, str):
        raise BrochureError(error("products-as-text", given=only, names=names()))
    wanted = tuple(only)
    if not wanted:
        raise BrochureError(error("products-none", names=names()))
    unknown = [_unknown(name) for name in dict.fromkeys(wanted) if name not in known]
    if unknown:
        raise BrochureError(*unknown)
    return tuple(product for name, product in known.items() if name in wanted)


def possible_for(page: Page) -> tuple[tuple[Product, ...], tuple[Problem, ...]]:
    """Every product that ``page`` asks for and has what it needs for, and a warning on the others.

    A page that asks for none gets all. Raises SourceError where its ``products`` name one that there
    is not.
    """
    known = all_products()
    made: list[Product] = []
    left_out: list[Product] = []
    for product in _asked_by(page):
        needs_address = any(known[name].needs_address for name in (product.name, *product.needs))
        (made if page.url or not needs_address else left_out).append(product)
    if not left_out:
        return tuple(made), ()
    names = [product.name for product in left_out]
    return tuple(made), (warning("products-left-out", at=Place(key="url"), names=names),)


def _asked_by(page: Page) -> tuple[Product, ...]:
    """The products that ``page`` names, in the order they are made; all where it names none."""
    if not page.products:
        return chosen(None)
    try:
        return chosen(page.products)
    except BrochureError as caught:
        places = [Place(key=f"products[{i}]") for i, name in enumerate(page.products)
                  if name not in all_products()]  # fmt: skip
        problems = zip(caught.problems, places, strict=False)
        raise SourceError(*(problem.placed(at) for problem, at in problems)) from None


def named_in(text: str | None) -> tuple[str, ...]:
    """The names of the products in ``text``, parted by commas; of all when there is no text.

    Raises BrochureError for an unknown name, and where no name is given.
    """
    given = None if text is None else [name.strip() for name in text.split(",") if name.strip()]
    return tuple(product.name for product in chosen(given))


def _unknown(name: str) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(str(name).lower(), names(), n=1)
    if near:
        return error("product-misspelt", product_name=str(name), near=near[0], names=names())
    return error("product-unknown", product_name=str(name), names=names())


def shown_by(product: str) -> tuple[str, ...]:
    """The products that ``product`` shows where they are made."""
    found = all_products()[product]
    return (*found.needs, *found.shows_if_built)
