"""Composition: a page, a theme and a template become cards, each with its alternative text.

Pure, and without a pixel: what draws cards and what describes them (metadata) both start here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import Any, NamedTuple

from brochure import motif, web_address
from brochure.cards.card import Card, setting_of
from brochure.cards.layout import Placed, SettingOf, place
from brochure.cards.numerals import numeral_of
from brochure.cards.template import UNITS, WIDE_LONG, Available, Box, Template, read_template
from brochure.charts import Chart
from brochure.codes import encoder, page_codes
from brochure.codes.encoder import Matrix
from brochure.errors import FitError, ThemeError
from brochure.geometry import Area, Rect
from brochure.language_tags import is_rtl
from brochure.page import Page
from brochure.problems import Id, Place, Problem, error, note, warning
from brochure.text import content, dates, labels
from brochure.text.embargoes import embargo_line
from brochure.text.figure_charts import NO_LABELS
from brochure.text.fitting import ELLIPSIS, UNIT
from brochure.theme import Format, Theme

MAX_ALT = 420
"""Characters of an alternative text that every network takes (X's limit)."""

LEAST_MODULE_PX = 4
"""Pixels a module of a code takes on a card: at 3 it is lost when a network halves the card."""

CLEARANCE = 30
"""Units between what a network covers and a card's texts."""

MOST_CODE = 320
"""Units a code may take of a card's width for a long address."""

LONG_TEXT = 60
"""Characters above which a text may be shortened so that the alternative text holds the others."""

LEAST_UNIT = 16
"""Characters that are left of a unit of a line, "Communauté de…"."""

CARDS = Place(product="cards")
CODE_TOO_LARGE = Id("card-code-too-large")

ROLES = ("assembly", "photo", "quote", "figure")
"""The cards that each design has a template for, by the names that pages and themes give them."""

_POSTS = {"quote", "figure"}

_WORDS = re.compile(r"\w+")
_CLOSING = re.compile("[ \u00a0\u202f]?[»”“]$")


class _PostCard(NamedTuple):
    """A card to make: its name, format and template, and its ``subject``: a quotation, a key figure.

    The ``template`` is a file, a shipped one's name, or one of ROLES, for which the design has its own.
    """

    name: str
    format: Format
    template: str
    subject: Mapping[str, Any]


def compose_all(
    page: Page, theme: Theme, names: Iterable[str] = (), module_px: int = LEAST_MODULE_PX
) -> Iterator[Card]:
    """Every card of ``page``: each format of the theme, then its quotations and key figures.

    With ``names``, those cards only. A module of a code takes at least ``module_px`` pixels at scale
    1. Raises ThemeError, FitError, GlyphError.
    """
    theme = theme.for_language(page.language)
    wanted = set(names) or set(theme.cards.chosen)
    typeset = content.set_page(page)
    setting = cache(partial(setting_of, theme=theme, lang=page.lang))  # asked for at each attempt
    read: _Read = {}
    for post in _posts(typeset, theme):
        if not wanted or post.name in wanted:
            yield _Composer(
                post=post, page=typeset, theme=theme, module_px=module_px, setting_of=setting, read=read
            ).card()


def compose_one(page: Page, theme: Theme, name: str, module_px: int = LEAST_MODULE_PX) -> Card:
    """The card called ``name``. Raises ThemeError when there is none of that name."""
    for card in compose_all(page, theme, [name], module_px):
        return card
    known = [row.name for row in theme.cards.formats]
    raise ThemeError(error("card-unknown", name=name, names=known))


def _posts(page: Page, theme: Theme) -> Iterator[_PostCard]:
    cards = theme.cards
    own, usual = (cards.photo_template, "photo") if page.picture else (cards.template, "assembly")
    template = page.cards.template or own or usual
    quotes = [{"quote": quote} for quote in content.quotes_of(page)]
    figures = [{"figure": figure} for figure in content.figures_of(page)]
    first: dict[str, Any] = {**next(iter(quotes), {}), **next(iter(figures), {})}
    for row in cards.formats:
        yield _PostCard(row.name, row, template, first)
    for row in (row for row in cards.formats if row.name == cards.posts):
        for i, subject in enumerate(quotes, 1):
            yield _PostCard(f"quote-{i}", row, "quote", subject)
        for i, numeral in enumerate(figures, 1):
            yield _PostCard(f"figure-{i}", row, "figure", numeral)


_Read = dict[tuple[Any, ...], Template]
"""Templates that were read for a page, by what they show of it: formats share them."""


@dataclass(frozen=True, kw_only=True)
class _Composer:
    """One card in the making; ``page`` is typeset, in what ``setting_of`` gives for each style.

    Templates that are ``read`` serve the page's other cards too.
    """

    post: _PostCard
    page: Page
    theme: Theme
    module_px: int
    setting_of: SettingOf
    read: _Read

    def card(self) -> Card:
        box, card, of_units = self._with_dates(*self._chosen())
        shortened: list[str] = []
        while (excess := len(_spoken_words(card)) - MAX_ALT) > 0:
            box, kept = _with_less(box, card, excess)
            shortened.append(kept)
            card = self._placed(box)
        warnings = (
            *_cuts(card), *_shortened_lines(card, of_units), *_cuts_for_alt(card, shortened),
            *self._no_code(), *self._no_picture(box), *self._no_lead(),
        )  # fmt: skip
        kind = motif.kind_of(card.page, self.theme.motif)
        said = self.post.subject["figure"].chart_text if self.chart else ""
        return replace(card, alt=_alt(card, kind, said), warnings=warnings)

    def _chosen(self) -> tuple[Box, Card]:
        """The card's box and the card: a wide one takes the box for long texts where it holds more.

        The other keeps the title to the middle square, which is all that small previews show.
        """
        box = self.template.box(self.format.shape)
        long = self.template.shapes.get(WIDE_LONG) if self.format.shape == "wide" else None
        if long is None:
            return box, self._placed(box)
        try:
            card = self._placed(box)
        except FitError:
            return long, self._placed(long)
        if not any(_losses(card)):
            return box, card
        roomy = self._placed(long)
        return (long, roomy) if _losses(roomy) < _losses(card) else (box, card)

    def _with_dates(self, box: Box, card: Card) -> tuple[Box, Card, list[str]]:
        """``card`` with what was cut off a line of units taken from one without a date; and the lines.

        "Communauté de communes… · 14 novembre 2027": what is lost is never the day.
        """
        kept: list[str] = []
        while cut := next((p for p in card.placed if p.fitted and p.fitted.cut), None):
            shorter = _undated_less(cut.box.text, 1)
            if not shorter:
                break
            kept = [text for text in kept if text != cut.box.text] + [shorter]
            box = _replaced(box, cut.box.key, shorter)
            card = self._placed(box)
        return box, card, kept

    @cached_property
    def format(self) -> Format:
        """The card's format in pixels of the file."""
        row, scale = self.post.format, self.theme.cards.scale
        top, right, bottom, left = (side * scale for side in row.safe)
        return replace(
            row, width=row.width * scale, height=row.height * scale, safe=(top, right, bottom, left)
        )

    @cached_property
    def template(self) -> Template:
        """The card's template, read for this page."""
        return self._read(self._shown_page, code=self.code is not None)

    def _read(self, page: Page, *, code: bool) -> Template:
        # A post shows its chart or the photograph, and the motif where there is neither.
        other = self.chart or (self.page.picture and self.post.template in _POSTS)
        has = Available(
            motif=self.theme.motif != "none" and not other,
            picture=self.page.picture is not None,
            chart=self.chart,
            labels=self.post.subject["figure"].chart_labels if self.chart else NO_LABELS,
            code=code,
            logo=self.theme.cards.logo is not None or self.page.issuer.has_logo,
        )
        named = self.post.template
        key = (named, page.lead, page.site_name, code, *map(id, self.post.subject.values()))
        if key not in self.read:
            context = {
                "page": page,
                "host": self._host,
                "published": dates.written(self.page.published, self.page.lang),
                "numeral": numeral_of(self.page),
                **self.post.subject,
            }
            file = getattr(self.theme.design.cards, named) if named in ROLES else named
            self.read[key] = read_template(file, context, has)
        return self.read[key]

    @property
    def _shown_page(self) -> Page:
        """The page that the template fills in, without a lead that says the title again.

        Posts have no kicker, so the site names the embargo.
        """
        if self.post.template not in _POSTS:
            return replace(self.page, lead="") if _says_title(self.page) else self.page
        line = embargo_line(self.page)
        if not line:
            return self.page
        site = self.page.site_name or self._host
        return replace(self.page, site_name=" · ".join(part for part in (line, site) if part))

    @property
    def _host(self) -> str:
        """The site the page is published on, or empty."""
        host = web_address.parse_url(self.page.url).host if self.page.url else ""
        return host.removeprefix("www.")

    @property
    def chart(self) -> Chart | None:
        """The chart of the key figure that the card is for."""
        return self.post.subject["figure"].chart if self.post.template == "figure" else None

    @cached_property
    def code(self) -> Matrix | None:
        """The page's code, where it is asked for and takes no more than its share of the card."""
        if not self._wants_code or not self.page.url:
            return None
        matrix = encoder.encode(self.page.url)
        return matrix if matrix.total * self.module_px <= self._most_code else None

    @property
    def _wants_code(self) -> bool:
        return self.theme.cards.code or self.page.cards.code

    @property
    def _most_code(self) -> float:
        return self.post.format.width / UNITS * MOST_CODE

    def _no_code(self) -> Iterator[Problem]:
        """Why a code that was asked for is not on the card."""
        if not self._wants_code or self.code:
            return
        box = self._read(self._shown_page, code=True).box(self.format.shape)
        if not any(b.kind == "code" for b in _boxes(box)):
            return
        if not self.page.url:
            yield warning("card-code-without-address", at=CARDS)
            return
        matrix = encoder.encode(self.page.url)
        yield warning(
            CODE_TOO_LARGE, at=Place(product=f"cards/{self.post.name}"),
            characters=len(self.page.url), modules=matrix.total, module_px=self.module_px,
            code_px=matrix.total * self.module_px, room_px=self._most_code,
        )  # fmt: skip

    def _no_lead(self) -> Iterator[Problem]:
        """That the lead is not on the card, and why, where the template has a box for it."""
        if self._shown_page.lead or not self.page.lead or self.post.template in _POSTS:
            return
        box = self._read(self.page, code=False).box(self.format.shape)
        if any(self.page.lead in b.text for b in _boxes(box)):
            yield note("card-lead-repeats", at=CARDS)

    def _no_picture(self, box: Box) -> Iterator[Problem]:
        """Why a page's picture is not on the card, or what a template for pictures lacks."""
        if self.post.template in _POSTS:
            return
        shown = any(b.kind == "picture" for b in _boxes(box))
        if self.page.picture and not shown:
            yield warning("card-picture-not-shown", at=CARDS, template=self.post.template)
        elif self.post.template == "photo" and not shown:
            yield warning("card-picture-missing", at=CARDS)

    def _placed(self, box: Box) -> Card:
        """``box`` laid out on the card."""
        row = self.format
        top, right, bottom, left = row.safe
        if is_rtl(self.page.lang):
            left, right = right, left
        clearance = CLEARANCE * row.width / UNITS
        inset = [side + clearance if side else 0.0 for side in (top, right, bottom, left)]
        area = Area(
            Rect(0, 0, row.width, row.height),
            Rect(inset[3], inset[0], row.width - inset[1] - inset[3], row.height - inset[0] - inset[2]),
        )
        code_px = self.code.total * self.module_px * self.theme.cards.scale if self.code else 0
        placed = place(box, area, self.setting_of, self.post.name, code_px)
        return Card(
            name=self.post.name,
            page=self.page,
            format=row,
            ground=self.template.ground,
            placed=tuple(placed),
            code=self.code,
            chart=self.chart,
        )


def _losses(card: Card) -> tuple[int, int]:
    """How many characters of the texts on ``card`` are cut, and how many texts divide a word."""
    fitted = [p.fitted for p in card.placed if p.fitted]
    cut = sum(len(p.box.text) - len(p.shown) + 1 for p in card.placed if p.fitted and p.fitted.cut)
    return cut, sum(text.divided for text in fitted)


def _says_title(page: Page) -> bool:
    """Whether the lead begins with the title, as "Le sommet mondial …" under "Sommet mondial"."""
    title, lead = (_WORDS.findall(text.casefold()) for text in (page.title, page.lead))
    return len(title) > 1 and title in (lead[: len(title)], lead[1 : len(title) + 1])


def _boxes(box: Box) -> Iterator[Box]:
    yield box
    for child in box.children:
        yield from _boxes(child)


def _spoken_words(card: Card) -> str:
    """The words of the picture, each text a sentence unless its box joins it to the one before."""
    words = ""
    for placed in (p for p in card.placed if p.shown):
        separator = placed.box.separator or " "
        before = words if placed.box.separator else _ended(words)
        words = f"{before}{separator}{placed.shown}" if words else placed.shown
    return _ended(words)


def _ended(text: str) -> str:
    """``text`` as a sentence."""
    return text if not text or text[-1:] in "….!?؟。»”“" else f"{text.rstrip(', ;:')}."


def _alt(card: Card, kind_of_motif: str, chart: str) -> str:
    """The words of the picture, then what else it shows, as far as there is room.

    ``chart`` says what the chart shows.
    """
    page = card.page
    kinds = {p.box.kind for p in card.placed if p.rect.width and p.rect.height}
    others = [page.picture.alt] if page.picture and "picture" in kinds else []
    labelled = any(p.box.part is not None for p in card.placed)  # then its words are on the card
    others += [chart] if "chart" in kinds and not labelled else []
    if labels.has_labels(page.lang):  # an alternative text is in one language
        own = labels.in_language(page.lang)
        others += [page_codes.code_title(page)] if "code" in kinds else []
        others += [str(own.get(f"motif_{kind_of_motif}", ""))] if "motif" in kinds else []
    alt = _spoken_words(card)
    for other in others:
        longer = f"{alt} {other[:1].upper()}{other[1:].rstrip('.')}." if other else alt
        alt = longer if len(longer) <= MAX_ALT else alt
    return alt


def _with_less(box: Box, card: Card, excess: int) -> tuple[Box, str]:
    """``box`` with one text shortened by ``excess`` characters, at a word; and that text.

    The smallest of the long texts goes first: where a quotation comes from before the quotation. A
    quotation keeps its closing mark, a line of units its dates.
    """
    texts = [p for p in card.placed if p.fitted and p.shown]
    long = [p for p in texts if len(p.shown) > LONG_TEXT and _less_of(p, excess) != p.shown]
    chosen = (
        min(long, key=lambda p: p.fitted.size if p.fitted else 0)
        if long
        else max(texts, key=lambda p: len(p.shown))
    )
    kept = _less_of(chosen, excess)
    return _replaced(box, chosen.box.key, kept), kept


def _less_of(placed: Placed, excess: int) -> str:
    """What is shown of a text, with ``excess`` characters less: of its longest unit without a date."""
    if len(UNIT.split(placed.box.text)) > 1 and not (placed.fitted and placed.fitted.cut):
        return _undated_less(placed.shown, excess) or placed.shown
    text = placed.shown.removesuffix(ELLIPSIS)
    closing = _CLOSING.search(placed.box.text)
    mark = closing[0] if closing else ""
    text = text.removesuffix(mark)
    least = LONG_TEXT - 10 if len(text) > LONG_TEXT else 1
    return _at_word(text, max(least, len(text) - excess - len(mark) - 2)) + mark


def _undated_less(text: str, excess: int) -> str:
    """``text`` with its longest unit without a number shortened by ``excess`` characters or more.

    "" where that leaves nothing of it: "Palais… · 14 novembre 2027".
    """
    units = UNIT.split(text)
    undated = [unit for unit in units if not re.search(r"\d", unit) and len(unit) > LEAST_UNIT]
    if len(units) < 2 or not undated:
        return ""
    longest = max(undated, key=len)
    own = longest.removesuffix(ELLIPSIS)
    shorter = _at_word(own, max(LEAST_UNIT - 1, len(own) - excess - 1))
    return text.replace(longest, shorter) if len(shorter) < len(longest) else ""


def _at_word(text: str, most: int) -> str:
    """The first ``most`` characters of ``text`` or fewer, to the end of a word, and an ellipsis."""
    kept = text[:most].rsplit(" ", 1)[0]
    return kept.rstrip(" ,;:.-\u00a0\u202f" + ELLIPSIS) + ELLIPSIS


def _replaced(box: Box, key: str, text: str) -> Box:
    if box.key == key and box.kind == "text":
        return replace(box, text=text)
    return replace(box, children=tuple(_replaced(child, key, text) for child in box.children))


def _cuts(card: Card) -> Iterator[Problem]:
    """The texts that do not fit their boxes at the smallest size."""
    for placed in card.placed:
        if placed.fitted and placed.fitted.cut:
            yield warning(
                "card-text-cut", at=Place(file=card.path), end=placed.fitted.lines[-1],
                characters=len(placed.box.text), size_px=placed.fitted.size,
            )  # fmt: skip


def _shortened_lines(card: Card, texts: Iterable[str]) -> Iterator[Problem]:
    """The lines of units that are shown with less of one, so that their dates are seen."""
    for text in texts:
        yield warning("card-line-shortened", at=Place(file=card.path), shown=text)


def _cuts_for_alt(card: Card, texts: Iterable[str]) -> Iterator[Problem]:
    """The texts that would not fit the alternative text."""
    for text in texts:
        yield warning("card-text-cut-for-alt", at=Place(file=card.path), end=text[-40:], most=MAX_ALT)
