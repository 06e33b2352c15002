"""Card: everything on one card, in its place, before a pixel is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from brochure.cards.layout import Placed
from brochure.cards.template import SMALL
from brochure.charts import Chart
from brochure.codes.encoder import Matrix
from brochure.geometry import PLACES, Rect
from brochure.language_tags import is_rtl, script_of
from brochure.page import Page
from brochure.problems import Problem
from brochure.text import bidi, font_metrics, font_runs, labels
from brochure.text.fitting import Setting
from brochure.text.lines import Line, TextStyle, line_start
from brochure.theme import FontFace, Format, Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A composed card, in pixels of the file. ``placed`` is everything to draw, in order.

    ``page`` is typeset, ``ground`` the role of the colour below everything. ``alt`` holds every word
    of the picture, in at most 420 characters.
    """

    name: str
    page: Page
    format: Format
    ground: str
    placed: tuple[Placed, ...]
    alt: str = ""
    warnings: tuple[Problem, ...] = ()
    code: Matrix | None = None
    chart: Chart | None = None

    @property
    def rtl(self) -> bool:
        """Whether the card is read from right to left; its boxes are then mirrored."""
        return is_rtl(self.page.lang)

    @property
    def photographic(self) -> bool:
        """Whether a photograph is on it: then it is a JPEG file."""
        return any(p.box.kind == "picture" for p in self.placed)

    @property
    def path(self) -> str:
        """The file's path in the kit."""
        return f"cards/{self.name}.{'jpg' if self.photographic else 'png'}"

    @property
    def jpeg_path(self) -> str:
        """The path of the file or twin that is a JPEG; "" where there is none."""
        return f"cards/{self.name}.jpg" if self.photographic or self.format.jpeg else ""

    @property
    def media_type(self) -> str:
        """The file's media type."""
        return "image/jpeg" if self.photographic else "image/png"

    def rect(self, placed: Placed) -> Rect:
        """Where ``placed`` is drawn."""
        if not self.rtl:
            return placed.rect
        return placed.rect._replace(x=self.format.width - placed.rect.x - placed.rect.width)

    def lines(self, placed: Placed) -> Iterator[Line]:
        """The lines of a placed text."""
        yield from lines_of(placed, self.rect(placed), rtl=self.rtl)


def lines_of(placed: Placed, rect: Rect, *, rtl: bool) -> Iterator[Line]:
    """The lines of a ``placed`` text that is drawn in ``rect``."""
    style, fitted = placed.box.style, placed.fitted
    if style is None or fitted is None or not fitted.lines:
        return
    levels = bidi.levels(" ".join(fitted.lines), rtl=rtl)
    height = fitted.height / len(fitted.lines)
    free = PLACES[placed.box.valign] * (rect.height - fitted.height)
    at = 0
    for i, text in enumerate(fitted.lines):
        line = Line(
            text=text,
            rect=rect._replace(y=rect.y + free + i * height, height=height),
            size=fitted.size,
            style=style,
            levels=levels[at : at + len(text)],
            align=placed.box.align,
        )
        yield from _with_small_end(line, placed) if placed.small_at else (line,)
        at += len(text) + 1


def _with_small_end(line: Line, placed: Placed) -> Iterator[Line]:
    """``line`` in two: what is large, and its small end on the same foot."""
    large = len(line.text) - len(placed.box.small)
    yield line._replace(text=line.text[:large], levels=line.levels[:large])
    yield line._replace(
        text=placed.box.small, levels=line.levels[large:], size=SMALL * line.size, beside=line.size,
        rect=line.rect._replace(
            x=line.rect.x + placed.small_at, width=line.rect.width - placed.small_at
        ),
    )  # fmt: skip


def chain_of(style: TextStyle, theme: Theme, *, press: bool = False) -> tuple[FontFace, ...]:
    """The fonts that draw a text of ``style``, the first choice first.

    For the ``press`` only those that can be embedded in a PDF; cards may also use pixel fonts (emoji).
    """
    family = theme.title_family if style.family == "title" else theme.text_family
    return theme.chain(family, style.weight) if press else theme.card_chain(family, style.weight)


def tracking_of(style: TextStyle, lang: str) -> float:
    """The tracking in em; none where letters join, as Arabic ones do: it would break the joints."""
    return 0.0 if is_rtl(lang) else style.tracking


def setting_of(style: TextStyle, theme: Theme, lang: str, *, press: bool = False) -> Setting:
    """What `fitting.fit` needs to set a text of ``style`` in ``lang``: widths, hyphens and leading."""
    return _setting(chain_of(style, theme, press=press), tracking_of(style, lang), lang)


@lru_cache(maxsize=256)
def _setting(chain: tuple[FontFace, ...], tracking: float, lang: str) -> Setting:
    return Setting(
        measure=font_runs.measure(chain, tracking),
        no_break_after=labels.no_break_after(lang),
        hyphens=font_metrics.hyphens(lang),
        leading=script_of(lang).leading,
    )


def words_lost(card: Card, theme: Theme) -> str:
    """The words that a square cut from the middle of a wide card would lose, in reading order."""
    left = (card.format.width - card.format.height) / 2
    right = left + card.format.height
    chain = cache(partial(chain_of, theme=theme))
    return " ".join(
        word
        for placed in card.placed
        for line in card.lines(placed)
        for word, start, end in _words(line, card, chain(line.style))
        if start < left or end > right
    )


def _words(line: Line, card: Card, chain: tuple[FontFace, ...]) -> Iterator[tuple[str, float, float]]:
    """Each word of ``line``, drawn in the fonts of ``chain``, with its two edges on the card."""
    measure = font_runs.measure(chain, tracking_of(line.style, card.page.lang))
    whole = measure(line.text) * line.size
    start = line_start(line, whole, rtl=card.rtl)
    at = 0
    for word in line.text.split(" "):
        before = measure(line.text[:at]) * line.size if at else 0.0
        width = measure(word) * line.size
        left = start + (whole - before - width if card.rtl else before)
        yield word, left, left + width
        at += len(word) + 1
