"""Share pages of our own kits (`templates/share/index.html.j2`): they give their page back.

What stands apart in them is no part of the text: key figures, panels, quotations, the photograph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from brochure.errors import SourceError
from brochure.importing import html_pictures
from brochure.importing.imported import ImportedPicture, ProposedFigure, ProposedQuotation
from brochure.page import Panels

_CLASSED = "contains(concat(' ', @class, ' '), ' {} ')"
_APART = (
    f".//ul[{_CLASSED.format('figures')}] | .//ol[{_CLASSED.format('panels')}]"
    " | .//h2[@class='panels-title'] | .//*[@class='beside']"
)
_FIGURES = f".//li[{_CLASSED.format('figure')}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a share page has beside its text; ``text`` is the element with this alone."""

    text: HtmlElement
    kicker: str = ""
    lead: str = ""
    picture: ImportedPicture | None = None
    figures: tuple[ProposedFigure, ...] = ()
    panels: Panels | None = None
    quotations: tuple[ProposedQuotation, ...] = ()


def taken(root: HtmlElement, base: str) -> Own | None:
    """What the share page with the tree ``root`` has, taken out of it; None for any other page."""
    texts = root.xpath("//header[@class='cover']/following-sibling::main[@id='text']")
    if not texts:
        return None
    text = texts[0]
    kickers = root.xpath("//header[@class='cover']//p[@class='kicker']")
    leads = root.xpath("//header[@class='cover']//p[@class='lead']")
    images = root.xpath("//header[@class='cover']/img")
    own = Own(
        text=text,
        kicker=_words(kickers[0]) if kickers else "",
        lead=_words(leads[0]) if leads else "",
        picture=html_pictures.picture_of(images[0], base) if images else None,
        figures=tuple(_figures(text)),
        panels=_panels(text),
        quotations=tuple(_quotations(text)),
    )
    for element in text.xpath(_APART):
        element.getparent().remove(element)
    return own


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split(" ")).strip()


def _figures(text: HtmlElement) -> Iterator[ProposedFigure]:
    for item in text.xpath(_FIGURES):
        parts = {p.get("class", "").split(" ")[0]: _words(p) for p in item.iter("p")}
        value = " ".join(filter(None, (parts.get("prefix"), parts.get("value"), parts.get("suffix"))))
        if value and (label := parts.get("label", "")):
            yield ProposedFigure(value, label, f"{value} {label}")


def _panels(text: HtmlElement) -> Panels | None:
    titles = text.xpath(".//h2[@class='panels-title']")
    items = text.xpath(".//li[@class='panel']/p[@class='words']")
    try:
        return Panels(title=_words(titles[0]), items=tuple(map(_words, items))) if titles else None
    except SourceError:
        return None


def _quotations(text: HtmlElement) -> Iterator[ProposedQuotation]:
    for quotation in text.xpath(".//div[@class='quote']"):
        said = " ".join(_words(p) for p in quotation.iter("p") if p.get("class") == "said")
        by = " ".join(_words(p) for p in quotation.iter("p") if p.get("class") == "by")
        words = said.strip("«»“”„‚‘’\"' \u00a0\u202f")
        if words:
            yield ProposedQuotation(words, by, said)
