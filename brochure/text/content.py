"""Content: everything a page says, set in its language and ready for a template.

The brochure and its HTML twin are made from the same Content, so that they say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from brochure import web_address
from brochure.charts import Chart
from brochure.page import KeyFigure, Page, Panels
from brochure.text import dates, descriptions, figure_charts, labels, locales, prose, times
from brochure.text.blocks import capitalised
from brochure.text.embargoes import embargo_line
from brochure.text.figure_charts import NO_LABELS, ChartLabels
from brochure.text.markdown import Block
from brochure.text.plain_texts import plain_page
from brochure.text.prose import Heading, Prose
from brochure.text.typography import NBSP, typeset, typeset_page
from brochure.web_address import Address

if TYPE_CHECKING:
    from markupsafe import Markup

LONGEST_PRINTED = 160
"""Characters of an address's path that are printed beside a code."""

FEWEST_IN_OUTLINE = 3
"""So many headings make a table of contents; fewer need none."""

LONGEST_BOUND = 3
"""A word of so many letters, after which no line of a title ends, is bound to the next one."""


_DIGITS = re.compile(r"\d(?:[\d\s.,'’٬٫]*\d)?")
_LETTERS = re.compile(r"[^\W\d_]")
_UNIT_SIGN = re.compile(r"[\w%‰٪€$£¥°]")


class Run(NamedTuple):
    """A part of a number, with the spaces at its ends: ``small`` is what 40 % of its size is for."""

    text: str
    small: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure in parts: "plus de", "4 000", "participants".

    ``before`` says what it was, "avant : 12 min", ``parts`` what it is made of. ``chart`` draws it,
    where its number says what to draw, ``chart_text`` says that to who does not see it, and
    ``chart_labels`` stand beside its bars and parts.
    """

    prefix: str
    number: str
    label: str
    before: str = ""
    parts: tuple[KeyFigure, ...] = ()
    chart: Chart | None = None
    chart_text: str = ""
    chart_labels: ChartLabels = NO_LABELS

    @property
    def amount(self) -> str:
        """The number without its unit, when that is a word: "1,2" of "1,2 milliard d'euros"."""
        return self.number.removesuffix(self.unit).rstrip() if self.unit else self.number

    @property
    def unit(self) -> str:
        """The unit, when it is longer than a sign or a symbol: "milliard d'euros", but not "km"."""
        match = re.fullmatch(r"\D{0,5}?[\d\s.,'’/:–-]+(?<=\d)[^\W\d]{0,3}\s+(\D{4,})", self.number)
        words = match and re.search(r"^\w{4}|\w{5}", match[1])
        return match[1] if match and words else ""

    @property
    def sign(self) -> str:
        """The short unit at the end of the amount, with the space before it: " %", "M€"; or ""."""
        last = self.runs[-1]
        return last.text if last.small else ""

    @property
    def runs(self) -> tuple[Run, ...]:
        """The amount in runs of large and of small signs: "−38" and " %", "3", " sur " and "10".

        Small are letters, and signs of percentage and money behind a number: its unit if it is short.
        """
        at, runs = 0, []
        for group in _DIGITS.finditer(self.amount):
            between = self.amount[at : group.start()]
            runs += [Run(between, small=bool(_LETTERS.search(between)))] if between else []
            runs.append(Run(group[0], small=False))
            at = group.end()
        if rest := self.amount[at:]:
            runs.append(Run(rest, small=bool(runs and _UNIT_SIGN.search(rest))))
        return tuple(runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation with the marks of its language, and who said it."""

    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSet:
    """Numbered panels; ``entries`` are their texts."""

    title: str
    entries: tuple[str, ...]

    @classmethod
    def of(cls, panels: Panels | None) -> PanelSet | None:
        """The set of ``panels``, each entry starting with a capital letter.

        Words with capitals within are names, which keep their small letter: iOS, pH, l’eBook.
        """
        if panels is None:
            return None
        return cls(title=panels.title, entries=tuple(map(capitalised, panels.items)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a page says; ``page`` is typeset.

    ``title`` is its title for a browser to break, ``where`` the event's place and address, with its
    days where the kicker does not have them. ``outline`` are the headings of the table of contents.
    ``address`` is None without one, ``address_rest`` its path with places to break it. ``colon`` is
    the language's, with the space before it.
    """

    page: Page
    title: str
    labels: Mapping[str, Any]
    prose: Prose
    figures: tuple[Figure, ...]
    quotes: tuple[Quotation, ...]
    outline: tuple[Heading, ...]
    panels: PanelSet | None
    where: str
    address: Address | None
    address_rest: Markup
    colon: str

    @property
    def description(self) -> str:
        """What is said of the page where little room is: its lead, else its first sentences."""
        return self.page.lead or descriptions.shortened(self.prose.opening, lang=self.page.lang)


def content_of(page: Page, image_src: Callable[[str], str] = str, *, on_paper: bool = False) -> Content:
    """The content of ``page``. ``image_src`` gives the address to write for an image of the body.

    ``on_paper`` says where links lead, as the page's ``links`` asks.

    content_of(page, image_src=lambda name: f"images/{name}").prose.rest  # HTML
    """
    page = plain_page(page)
    typeset = set_page(page)
    address = web_address.parse_url(page.url) if page.url else None
    linking = prose.Linking(base=page.url, on_paper=page.links if on_paper else "none")
    body = prose.compose(page.body, page.lang, image_src, page.typography, linking)
    headings = tuple(heading for heading in body.headings if heading.level == 2)
    return Content(
        page=typeset,
        title=_bound(typeset.title, page.lang),
        labels=labels.in_language(page.lang),
        prose=body,
        outline=headings if len(headings) >= FEWEST_IN_OUTLINE else (),
        figures=figures_of(typeset),
        quotes=quotes_of(typeset),
        panels=PanelSet.of(typeset.panels),
        where=_where(replace(page, kicker=kicker_of(page))),
        address=address,
        address_rest=_breakable(address.rest if address else ""),
        colon=locales.rules(page.lang).colon,
    )


def numbered_content(content: Content) -> Content:
    """``content`` with numbers before the headings of its chapters, in the outline too."""
    body = prose.numbered(content.prose)
    told = {heading.id: heading for heading in body.headings}
    return replace(content, prose=body, outline=tuple(told[h.id] for h in content.outline))


def set_page(page: Page) -> Page:
    """``page`` typeset, with a kicker made of its event where it gives none, after its embargo."""
    page = plain_page(page)
    parts = (embargo_line(page), kicker_of(page))
    return typeset_page(replace(page, kicker=" · ".join(part for part in parts if part)))


def kicker_of(page: Page) -> str:
    """The line above the title: the page's own, else place, days and hours of its event.

    "Salle Pleyel · 7, 8 et 9 décembre 2016"; not typeset.
    """
    event = page.event
    if page.kicker or event is None:
        return page.kicker
    when = times.event_when(event, page.lang, days=dates.listed(event, page.lang))
    return " · ".join(part for part in (event.place, when) if part)


def figures_of(page: Page) -> tuple[Figure, ...]:
    """The key figures of a typeset ``page``, in parts."""
    return tuple(_figure(figure, page.lang) for figure in page.figures)


def quotes_of(page: Page) -> tuple[Quotation, ...]:
    """The quotations of a typeset ``page``, in the marks of its language."""
    rules = locales.rules(page.lang)
    return tuple(
        Quotation(text=f"{rules.quote_open}{_without_marks(q.text)}{rules.quote_close}", by=q.by)
        for q in page.quotes
    )


def texts_of(content: Content, blocks: Sequence[Block] | None = None) -> tuple[str, ...]:
    """Every text that a reader of a page must find in a product that claims to hold all of it.

    With ``blocks``, the body's blocks that the product holds, and the first paragraph.
    """
    page = content.page
    body = content.prose.text if blocks is None else "\n".join(block.text for block in blocks)
    texts = [page.kicker, page.title, page.lead, *body.split("\n")]
    texts += [text for figure in content.figures for text in texts_of_figure(figure)]
    texts += [part for q in content.quotes for part in (q.text, q.by)]
    texts += [content.panels.title, *content.panels.entries] if content.panels else []
    texts += [page.site_name, content.where, page.note, page.credits, page.licence]
    return tuple(text for text in texts if text)


def texts_of_figure(figure: Figure) -> tuple[str, ...]:
    """Every text of a key figure, in reading order."""
    parts = (text for part in figure.parts for text in (part.value, part.label))
    return (figure.prefix, figure.number, figure.label, figure.before, *parts)


def printed(content: Content) -> tuple[str, ...]:
    """Every text of a page that its fonts have to draw: `texts_of`, its address, its issuer's words."""
    page = content.page
    given = (page.issuer.name, page.issuer.address, page.issuer.telephone, page.issuer.legal)
    said = (typeset(text, page.lang, page.typography) for text in given if text)
    return (*texts_of(content), content.address.readable if content.address else "", *said)


def _where(page: Page) -> str:
    """When the event takes place, if the kicker does not say, and where: "Salle Pleyel, Paris"."""
    event = page.event
    if event is None:
        return ""
    mode = page.typography
    place = ", ".join(typeset(part, page.lang, mode) for part in (event.place, event.address) if part)
    # A kicker may be in any words: it says the days when it has the last one's number and year.
    numbers = (str(event.last_day.day), str(event.last_day.year))
    has_days = all(re.search(rf"(?<!\d){number}(?!\d)", page.kicker) for number in numbers)
    days = "" if has_days else typeset(dates.phrase(event, page.lang), page.lang, mode)
    hours = times.hours(event, page.lang)
    when = times.joined(page.lang, days, "" if hours in page.kicker else hours)
    if span := typeset(times.event_span(event, page.lang), page.lang, mode):
        when = "" if span in typeset(page.kicker, page.lang, mode) else span
    return " · ".join(part for part in (when, place) if part)


def _bound(title: str, lang: str) -> str:
    """``title`` with its short words that end no line bound to the next, for a browser to break."""
    *words, last = title.split(" ")
    no_break_after = labels.no_break_after(lang)
    bound = [w.casefold() in no_break_after and len(w) <= LONGEST_BOUND for w in words]
    return "".join(w + (NBSP if b else " ") for w, b in zip(words, bound, strict=True)) + last


_CURRENCY = r"\b[A-Z]{3}|\b[A-Z]{1,2}\$"


def _figure(figure: KeyFigure, lang: str) -> Figure:
    """``figure`` split where its number begins: "plus de 4 000" is "plus de" and "4 000".

    Signs and currencies are the number's, "−38 %", "≈ 40", "CHF 12"; only words are a prefix.
    """
    space = locales.rules(lang).digit_space
    value = figure_charts.pointing(figure.value, lang)
    match = re.fullmatch(rf"(?:(\D*?)\s+)??((?:(?:{_CURRENCY})\s?)?[^\w\s]*\s?\d.*)", value)
    prefix, number = (match[1] or "", match[2]) if match else ("", value)
    chart = figure_charts.chart_of(figure, lang)
    before = str(labels.in_language(lang)["figure_before"]).format(value=figure.before)
    return Figure(
        prefix=prefix,
        number=_grouped(number, space),
        label=figure.label,
        before=_grouped(before, space) if figure.before else "",
        parts=tuple(replace(part, value=_grouped(part.value, space)) for part in figure.parts),
        chart=chart,
        chart_text=figure_charts.text_of(figure, chart, lang) if chart else "",
        chart_labels=_chart_labels(figure, chart, lang),
    )


def _chart_labels(figure: KeyFigure, chart: Chart | None, lang: str) -> ChartLabels:
    if chart is None:
        return NO_LABELS
    found, space = figure_charts.labels_of(figure, chart, lang), locales.rules(lang).digit_space
    return replace(found, texts=tuple(_grouped(text, space) for text in found.texts))


def _grouped(number: str, space: str) -> str:
    """``number`` with ``space`` between its groups of digits."""
    return re.sub(r"(?<=\d) (?=\d)", space, number)


def _without_marks(text: str) -> str:
    """``text`` without quotation marks around the whole of it."""
    return re.sub(r"^[«“„\"]\s*+((?:.*\S)?)\s*+[»”“\"]$", r"\1", text, flags=re.DOTALL)


def _breakable(rest: str) -> Markup:
    """An address's path with the places where a line may end (`web_address.breakable`).

    What is longer than LONGEST_PRINTED is cut with an ellipsis: nobody types it, the code holds it.
    """
    from markupsafe import Markup, escape

    shown = rest if len(rest) <= LONGEST_PRINTED else f"{rest[:LONGEST_PRINTED]}…"
    return Markup("<wbr>").join(escape(piece) for piece in web_address.breakable(shown))
