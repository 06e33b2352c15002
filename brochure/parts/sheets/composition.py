"""Composition: a session, a theme and a template become what stands in one cell, undrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from brochure.errors import FitError, GlyphError
from brochure.page import is_rtl
from brochure.parts import addresses, campaigns, codes, labels
from brochure.parts.cards.card import Line, lines_of, setting_of
from brochure.parts.cards.layout import Placed, Scale, SettingOf, place
from brochure.parts.cards.rects import PLACES, Area, Rect
from brochure.parts.cards.template import SHEET, Has, Template, read_template
from brochure.parts.codes import Matrix
from brochure.parts.codes.limits import GOOD_MODULE_MM, LEAST_MODULE_MM, LEAST_SYMBOL_MM
from brochure.parts.fitting import BREAK
from brochure.parts.sheets import moments
from brochure.parts.sheets.products import Product
from brochure.parts.typography import typeset
from brochure.programme import Programme, Session
from brochure.theme import Format, Theme

POINTS_PER_MM = 72 / 25.4
_SCALE = Scale(length=POINTS_PER_MM, type=1.0, step=0.25, unit="pt", noun="sheet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A session as templates speak of it; every text is set in its language.

    ``day`` is "mercredi 7 décembre 2016", ``short_day`` "mer. 7 déc.", ``hours`` "10 h 30 – 12 h".
    ``address`` is what is printed of it, host and path, with the places where it may go on in the next
    line; the first ``host`` characters of it are the host.
    """

    title: str
    room: str
    day: str
    short_day: str
    hours: str
    address: str
    host: int


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The programme as templates speak of it."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A cell ready to be drawn: ``placed`` in points from its left top corner.

    ``alt`` is the alternative text of its code, ``shown`` what its texts were made of.
    """

    session: Session
    shown: Shown
    placed: tuple[Placed, ...]
    size: tuple[float, float]
    matrix: Matrix
    alt: str
    lang: str

    @property
    def rtl(self) -> bool:
        """Whether it is read from right to left; its boxes are then mirrored."""
        return is_rtl(self.lang)

    def rect(self, placed: Placed) -> Rect:
        """Where ``placed`` is drawn."""
        if not self.rtl:
            return placed.rect
        return placed.rect._replace(x=self.size[0] - placed.rect.x - placed.rect.width)

    def lines(self, placed: Placed) -> Iterator[Line]:
        """The lines of a placed text."""
        return lines_of(placed, self.rect(placed), rtl=self.rtl)

    def on_ground(self, placed: Placed) -> bool:
        """Whether ``placed`` lies on something printed, so that a code there needs white below."""
        under = (p for p in self.placed if p.box.kind in {"band", "motif"})
        return any(min(p.rect.within(placed.rect)[2:]) > 0 for p in under)

    @property
    def texts(self) -> Iterator[str]:
        """Every text to be read on it."""
        return (p.box.text.replace(BREAK, "") for p in self.placed if p.box.text)


def compose(
    session: Session, programme: Programme, product: Product, theme: Theme, setting_of: SettingOf
) -> Composed:
    """What stands in the cells of ``session``. Raises an error that names its line and its way out.

    ``setting_of`` is that of `settings`, the same for all sessions.
    """
    try:
        return _Composer(session, programme, product, theme, setting_of).composed()
    except GlyphError as error:
        raise GlyphError(
            f"{programme.where}:{session.line}: “{session.title[:60]}”: {error}"
        ) from error
    except FitError as error:
        width, height = product.grid.cell
        raise FitError(
            f"{programme.where}:{session.line}: “{session.title[:60]}”: {error} "
            f"({product.name}: {width:g} × {height:g} mm, 1 mm is {POINTS_PER_MM:.2f} pt)"
        ) from error


def settings(theme: Theme, lang: str) -> SettingOf:
    """What fitting needs to set a text of a style, looked up once for each style."""
    return cache(partial(setting_of, theme=theme, lang=lang, press=True))


def payload(session: Session, programme: Programme, place: str) -> str:
    """What the code of ``session`` says on the product called ``place``."""
    if programme.campaign and place:
        return campaigns.tagged(session.url, programme.campaign, place)
    return session.url


def code_alt(url: str, lang: str) -> str:
    """The alternative text of the code of ``url``."""
    said = labels.in_language(lang)
    return str(said["code_alt"]).format(target=addresses.judge(url).readable)


def _hung(code: Placed, placed: Sequence[Placed], matrix: Matrix, cell: Rect) -> Placed:
    """``code`` with its quiet zone hung into the margin, so that its modules stand in line with texts.

    It moves no nearer to a text than it was, and not out of the cell.
    """
    texts = [p.rect for p in placed if p.fitted and p.fitted.lines]
    quiet = code.rect.width * codes.QUIET_ZONE / matrix.total
    x, y = (quiet * (2 * PLACES[way] - 1) for way in (code.box.align, code.box.stand))
    rect = code.rect
    for move_x, move_y in ((x, 0.0), (0.0, y)):
        moved = rect._replace(
            x=min(max(rect.x + move_x, cell.x), cell.right - rect.width),
            y=min(max(rect.y + move_y, cell.y), cell.bottom - rect.height),
        )
        if not any(min(moved.within(text)[2:]) > 0 for text in texts):
            rect = moved
    return replace(code, rect=rect)


@dataclass(frozen=True, slots=True)
class _Composer:
    session: Session
    programme: Programme
    product: Product
    theme: Theme
    setting_of: SettingOf

    def composed(self) -> Composed:
        lang, shown = self.programme.lang, self._shown()
        matrix = codes.encode(payload(self.session, self.programme, self.product.place))
        width, height = (side * POINTS_PER_MM for side in self.product.grid.cell)
        whole = Rect(0, 0, width, height)
        shape = Format(name="", width=round(width), height=round(height)).shape
        box = self._template(shown, shape).box(shape)
        placed = place(
            box,
            Area(whole, whole),
            self.setting_of,
            self.product.name,
            self._side(matrix) * POINTS_PER_MM,
            _SCALE,
        )
        self._refuse_cuts(placed)
        hung = tuple(_hung(p, placed, matrix, whole) if p.box.kind == "code" else p for p in placed)
        return Composed(
            session=self.session, shown=shown, placed=hung, size=(width, height),
            matrix=matrix, alt=code_alt(self.session.url, lang), lang=lang,
        )  # fmt: skip

    def _template(self, shown: Shown, shape: str) -> Template:
        context: Mapping[str, Any] = {
            "event": shown,
            "programme": About(title=typeset(self.programme.title, self.programme.lang)),
            "columns": {
                name: typeset(value, self.programme.lang)
                for name, value in self.session.columns.items()
            },
            "hint": str(labels.in_language(self.programme.lang)["scan_event"]),
        }
        has = Has(motif=self.theme.motif != "none", code=True)
        return read_template(self.product.template, context, has, SHEET, shape)

    def _shown(self) -> Shown:
        session, lang = self.session, self.programme.lang
        address = addresses.judge(session.url)
        return Shown(
            title=typeset(session.title, lang),
            room=typeset(session.room, lang),
            day=moments.day(session, lang),
            short_day=moments.short_day(session, lang),
            hours=moments.hours(session, lang),
            address=BREAK.join((address.host, *addresses.breakable(address.rest))),
            host=len(address.host),
        )

    def _side(self, matrix: Matrix) -> float:
        """The least side of the code with its quiet zone, in millimetres: what suits any paper."""
        room = min(self.product.grid.cell)
        good, least = (
            max(LEAST_SYMBOL_MM, module * matrix.size) * matrix.total / matrix.size
            for module in (GOOD_MODULE_MM, LEAST_MODULE_MM)
        )
        if least > room:
            raise FitError(
                f"its code has {matrix.size} modules a side and is {least:.1f} mm wide with its quiet "
                f"zone at the least that scans; {self.product.name} have {room:.1f} mm; shorten the "
                "address, or take larger ones"
            )
        return min(good, max(least, room))

    def _refuse_cuts(self, placed: list[Placed]) -> None:
        for p in placed:
            if p.fitted and p.fitted.cut:
                width = p.rect.width / POINTS_PER_MM
                raise FitError(
                    f"{self.product.name}: “{p.box.text.replace(BREAK, '')[:80]}” "
                    f"({len(p.box.text)} characters) does not fit {width:.0f} mm at "
                    f"{p.fitted.size:g} pt; shorten it, or take larger ones"
                )
