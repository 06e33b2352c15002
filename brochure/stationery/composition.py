"""Composition: a session, a theme and a template become what stands in one cell, undrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from brochure import web_address
from brochure.cards.card import lines_of, setting_of
from brochure.cards.layout import Placed, Scale, SettingOf, place
from brochure.cards.template import SHEET, Available, Template, read_template
from brochure.codes import campaigns, encoder
from brochure.codes.encoder import Matrix
from brochure.codes.limits import GOOD_MODULE_MM, LEAST_MODULE_MM, LEAST_SYMBOL_MM
from brochure.errors import FitError, GlyphError, ThemeError
from brochure.geometry import PLACES, Area, Rect
from brochure.language_tags import is_rtl
from brochure.programme import Programme, Session
from brochure.stationery.products import SheetProduct
from brochure.text import labels, times
from brochure.text.fitting import BREAK
from brochure.text.lines import Line
from brochure.text.typography import typeset
from brochure.theme import Format, Theme

POINTS_PER_MM = 72 / 25.4
_SHOWN = 60
_USUAL_MM = 38.1
"""The height of a label that needs no larger type than the template says."""

_SCALE = Scale(length=POINTS_PER_MM, type=1.0, step=0.25, unit="pt", noun="sheet")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionText:
    """A session as templates speak of it; every text is set in its language.

    ``day`` is "mercredi 7 décembre 2016", ``short_day`` "mer. 7 déc.", ``hours`` "10 h 30 – 12 h",
    ``when`` both of the last. ``name`` and ``organisation`` are the columns so called (or nom), or "".
    ``address`` is what is printed of it, host and path, with the places where it may go on in the next
    line; the first ``host`` characters of it are the host.
    """

    title: str
    room: str
    day: str
    short_day: str
    hours: str
    when: str
    name: str
    organisation: str
    address: str
    host: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeText:
    """The programme as templates speak of it."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedCell:
    """A cell ready to be drawn: ``placed`` in points from its left top corner.

    ``alt`` is the alternative text of its code, ``shown`` what its texts were made of; where it is
    ``short``, the whole address had no room.
    """

    session: Session
    shown: SessionText
    placed: tuple[Placed, ...]
    size: tuple[float, float]
    matrix: Matrix
    alt: str
    lang: str
    short: bool = False

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
    session: Session, programme: Programme, product: SheetProduct, theme: Theme, setting_of: SettingOf
) -> ComposedCell:
    """What stands in the cells of ``session``. Raises an error that names its line and its way out.

    ``setting_of`` is that of `settings`, the same for all sessions.
    """
    try:
        return _Composer(session, programme, product, theme, setting_of).composed()
    except GlyphError as error:
        raise GlyphError(
            f"{programme.where}:{session.line}: “{_start(session.title)}”: {error}"
        ) from error
    except FitError as error:
        raise FitError(
            f"{programme.where}:{session.line}: “{_start(session.title)}”: {product.name}: {error}"
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
    return labels.code_alt(web_address.parse_url(url).readable, lang)


def _start(text: str) -> str:
    """``text``, or its start where it is long."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _cell(product: SheetProduct) -> str:
    width, height = product.grid.cell
    return f"{round(width, 1):g} × {round(height, 1):g} mm"


def _column(session: Session, *names: str) -> str:
    """The first of the further columns called so, whatever the case."""
    found = {name.strip().casefold(): value for name, value in session.columns.items()}
    return next((found[name] for name in names if found.get(name)), "")


def _hung(code: Placed, placed: Sequence[Placed], matrix: Matrix, cell: Rect) -> Placed:
    """``code`` with its quiet zone hung into the margin, so that its modules stand in line with texts.

    It moves no nearer to a text than it was, and not out of the cell.
    """
    texts = [p.rect for p in placed if p.fitted and p.fitted.lines]
    quiet = code.rect.width * encoder.QUIET_ZONE / matrix.total
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
    product: SheetProduct
    theme: Theme
    setting_of: SettingOf

    def composed(self) -> ComposedCell:
        """With the whole address, else with its host alone, else without: the code holds it."""
        for parts in (None, 1):
            try:
                return self._composed(parts)
            except FitError:
                continue
        return self._composed(0)

    def _composed(self, parts: int | None) -> ComposedCell:
        lang, shown = self.programme.lang, self._shown(parts)
        matrix = encoder.encode(payload(self.session, self.programme, self.product.place))
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
            self._scale,
        )
        if not any(p.box.kind == "code" for p in placed):
            raise ThemeError(f"{self.product.template}: the template of a sheet has a box for its code")
        self._refuse_cuts(placed, shown)
        hung = tuple(_hung(p, placed, matrix, whole) if p.box.kind == "code" else p for p in placed)
        return ComposedCell(
            session=self.session, shown=shown, placed=hung, size=(width, height),
            matrix=matrix, alt=code_alt(self.session.url, lang), lang=lang, short=parts is not None,
        )  # fmt: skip

    def _template(self, shown: SessionText, shape: str) -> Template:
        context: Mapping[str, Any] = {
            "event": shown,
            "programme": ProgrammeText(title=typeset(self.programme.title, self.programme.lang)),
            "columns": {
                name: typeset(value, self.programme.lang)
                for name, value in self.session.columns.items()
            },
            "hint": str(labels.in_language(self.programme.lang)["scan_event"]),
        }
        has = Available(motif=self.theme.motif != "none", code=True)
        return read_template(self.product.template, context, has, SHEET, shape)

    def _shown(self, parts: int | None) -> SessionText:
        session, lang = self.session, self.programme.lang
        address = web_address.parse_url(session.url)
        return SessionText(
            title=typeset(session.title, lang),
            room=typeset(session.room, lang),
            day=times.day(session, lang),
            short_day=times.short_day(session, lang),
            hours=times.hours(session, lang),
            when=times.when(session, lang),
            name=typeset(_column(session, "name", "nom"), lang),
            organisation=typeset(_column(session, "organisation", "organization"), lang),
            address=BREAK.join((address.host, *web_address.breakable(address.rest))[:parts]),
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
                f"zone at the least that scans; it has {_cell(self.product)}; shorten the address, or "
                "take larger ones"
            )
        wanted = min(0.62 * self.product.grid.cell[1], 0.38 * self.product.grid.cell[0])
        return max(min(good, max(least, room)), wanted if self.product.grows else 0.0)

    @property
    def _scale(self) -> Scale:
        """Titles and times of labels grow with their cells, up to twice their size."""
        share = self.product.grid.cell[1] / _USUAL_MM if self.product.grows else 1.0
        return replace(_SCALE, growth=min(2.0, max(1.0, share)))

    def _refuse_cuts(self, placed: list[Placed], shown: SessionText) -> None:
        for p in placed:
            whole = p.fitted is None or p.fitted.cut or p.box.text != shown.address
            if not whole and p.fitted and "".join(p.fitted.lines) != p.box.text.replace(BREAK, ""):
                raise FitError("its address would be divided by a hyphen that is none of it")
        cut = next((p for p in placed if p.fitted and p.fitted.cut), None)
        if cut and cut.fitted:
            text = cut.box.text.replace(BREAK, "")
            raise FitError(
                f"its texts do not fit {_cell(self.product)} at {cut.fitted.size:g} pt, even without "
                f"the address; the first that is cut is “{_start(text)}” ({len(text)} characters); "
                "shorten it, or the room"
            )
