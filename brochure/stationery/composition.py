"""Composition: the content of one cell, fitted and placed but not drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, NamedTuple

from brochure import web_address
from brochure.cards.card import lines_of, setting_of
from brochure.cards.layout import Placed, Scale, SettingOf, place
from brochure.cards.template import SHEET, Available, Box, Template, read_template
from brochure.codes import campaigns, encoder
from brochure.codes.encoder import Matrix
from brochure.codes.limits import GOOD_MODULE_MM, LEAST_MODULE_MM, LEAST_SYMBOL_MM
from brochure.errors import FitError, GlyphError, ThemeError
from brochure.geometry import PLACES, Area, Rect
from brochure.language_tags import is_rtl
from brochure.problems import Place, Text, error
from brochure.programme import Programme, Session
from brochure.stationery.products import SheetProduct
from brochure.text import labels, times
from brochure.text.fitting import BREAK, LARGEST_SIZE_LOSS
from brochure.text.lines import Line
from brochure.text.typography import typeset
from brochure.theme import Format, Theme

POINTS_PER_MM = 72 / 25.4
_BLEED_MM = 2.0
_SHOWN = 60
"""Characters of a text that a message quotes."""

_USUAL_MM = 38.1
"""The height of a label that needs no larger type than the template says."""

MOST_DRAFTS = 500
"""Drafts of cells that are kept between their two compositions; of more the memory would be felt."""

_LONG_NAME = 12
"""Letters of a part of a name above which its line may end after a hyphen of its own."""

ROLES = ("label", "door-sign", "badge", "table-tent")
"""The sheets that each design has a template for, by their templates' usual names."""

_SCALE = Scale(
    length=POINTS_PER_MM, type=1.0, step=0.25, unit="pt", noun="sheet", loss=LARGEST_SIZE_LOSS
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionText:
    """The texts of a session, which templates name ``event``; all with their language's typography.

    ``day`` is "mercredi 7 décembre 2016", ``short_day`` "mer. 7 déc.", ``hours`` "10 h 30 – 12 h",
    ``when`` the last two. ``name`` and ``organisation`` are the columns of that name (or nom), or "".
    ``address`` is what is printed of the session's address, host and path, with BREAK where a line may
    end; its first ``host_length`` characters are the host.
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
    host_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeText:
    """The texts of a programme, which templates name ``programme``."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedCell:
    """A cell ready to be drawn.

    ``text`` holds the session's texts, ``placed`` every box in points from the cell's left top corner,
    ``size`` the cell's width and height in points. ``matrix`` is its code, None of a session without an
    address, ``alt`` the alternative text of the code. ``address_shortened`` tells that the whole
    address had no room.
    """

    session: Session
    text: SessionText
    placed: tuple[Placed, ...]
    size: tuple[float, float]
    matrix: Matrix | None
    alt: str
    lang: str
    address_shortened: bool = False

    @property
    def rtl(self) -> bool:
        """Whether its language is written from right to left; its boxes are then mirrored."""
        return is_rtl(self.lang)

    def rect(self, placed: Placed) -> Rect:
        """The rectangle that ``placed`` is drawn in, mirrored where need be."""
        if not self.rtl:
            return placed.rect
        return placed.rect._replace(x=self.size[0] - placed.rect.x - placed.rect.width)

    def lines(self, placed: Placed) -> Iterator[Line]:
        """The lines of a placed text."""
        return lines_of(placed, self.rect(placed), rtl=self.rtl)

    def on_ground(self, placed: Placed) -> bool:
        """Whether something is printed below ``placed``, so that a code needs a white ground there."""
        under = (p for p in self.placed if p.box.kind in {"band", "motif"})
        return any(min(p.rect.within(placed.rect)[2:]) > 0 for p in under)

    @property
    def texts(self) -> Iterator[str]:
        """Every text of the cell, without places for line ends."""
        return (p.box.text.replace(BREAK, "") for p in self.placed if p.box.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What the cells of a series share: ``setting_of`` is that of `settings`, ``caps`` sizes by box.

    ``drafts`` keeps what is the same in the two compositions of a cell, for its caps and with them.
    """

    setting_of: SettingOf
    caps: Mapping[str, float] = field(default_factory=dict)
    drafts: dict[tuple[int, int | None], _Draft] = field(default_factory=dict)

    def of(self, cells: Iterable[ComposedCell]) -> Series:
        """The series in which each text is as large as in that of ``cells`` where it is smallest."""
        caps: dict[str, float] = {}
        for placed in (p for cell in cells for p in cell.placed if p.fitted and p.fitted.lines):
            size = placed.fitted.size if placed.fitted else 0.0
            caps[placed.box.key] = min(size, caps.get(placed.box.key, size))
        return replace(self, caps=caps)


def compose(
    session: Session, programme: Programme, product: SheetProduct, theme: Theme, series: Series
) -> ComposedCell:
    """The content of each cell of ``session`` on ``product``.

    Raises FitError for what does not fit
    and GlyphError for characters that no font has, both with the session's line and title, and
    ThemeError for a template without a box for the code.
    """
    at = Place(programme.where, session.line, key=_start(session.title))
    try:
        return _CellComposer(session, programme, product, theme, series).composed()
    except GlyphError as caught:
        raise caught.placed(at) from caught
    except FitError as caught:
        raise caught.placed(replace(at, product=product.name)) from caught


def settings(theme: Theme, lang: str) -> SettingOf:
    """What fitting needs to set a text of a style, by style, computed once for each."""
    return cache(partial(setting_of, theme=theme, lang=lang, press=True))


def bled(rect: Rect, size: tuple[float, float], gaps: tuple[float, float]) -> Rect:
    """A band that reaches an edge of its cell, on into the gap: no white where it is cut.

    ``rect`` and ``size``, the cell's, are in points, ``gaps`` in millimetres.
    """
    across, down = (min(_BLEED_MM, gap / 2) * POINTS_PER_MM for gap in gaps)
    left = rect.x - across if rect.x < 0.1 else rect.x
    right = rect.right + across if rect.right > size[0] - 0.1 else rect.right
    top = rect.y - down if rect.y < 0.1 else rect.y
    bottom = rect.bottom + down if rect.bottom > size[1] - 0.1 else rect.bottom
    return Rect(left, top, right - left, bottom - top)


def payload(session: Session, programme: Programme, place: str) -> str:
    """The address in the code of ``session`` on the product whose utm_source is ``place``, or ""."""
    if session.url and programme.campaign and place:
        return campaigns.tagged(session.url, programme.campaign, place)
    return session.url


def code_alt(url: str, lang: str) -> str:
    """The alternative text of the code of ``url``."""
    return labels.code_alt(web_address.parse_url(url).readable, lang)


def _start(text: str) -> str:
    """``text``, cut with an ellipsis where it is long, for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _breakable(name: str) -> str:
    """``name`` with places to end lines after the hyphens of its own in words too long for a line."""
    return " ".join(
        word.replace("-", f"-{BREAK}") if len(word) > _LONG_NAME else word for word in name.split(" ")
    )


def _without_code(box: Box) -> Box:
    """``box`` with nothing where its codes are: all else stands as on the cells beside it."""
    if box.kind == "code":
        return replace(box, kind="space")
    return replace(box, children=tuple(map(_without_code, box.children)))


def _column(session: Session, *names: str) -> str:
    """The value of the first of the columns ``names``, in any case, that is not empty; else ""."""
    found = {name.strip().casefold(): value for name, value in session.columns.items()}
    return next((found[name] for name in names if found.get(name)), "")


def _aligned(code: Placed, placed: Sequence[Placed], matrix: Matrix, cell: Rect) -> Placed:
    """``code`` moved outwards by its quiet zone, so that its modules are in line with texts.

    It does not move over a text or out of the cell: the margin then serves as quiet zone.
    """
    texts = [p.rect for p in placed if p.fitted and p.fitted.lines]
    quiet = code.rect.width * encoder.QUIET_ZONE / matrix.total
    x, y = (quiet * (2 * PLACES[way] - 1) for way in (code.box.align, code.box.valign))
    rect = code.rect
    for move_x, move_y in ((x, 0.0), (0.0, y)):
        moved = rect._replace(
            x=min(max(rect.x + move_x, cell.x), cell.right - rect.width),
            y=min(max(rect.y + move_y, cell.y), cell.bottom - rect.height),
        )
        if not any(min(moved.within(text)[2:]) > 0 for text in texts):
            rect = moved
    return replace(code, rect=rect)


class _Draft(NamedTuple):
    """What a cell is composed of, before anything has its size: texts, the box of all, the code."""

    session: Session
    text: SessionText
    box: Box
    matrix: Matrix | None


@dataclass(frozen=True, slots=True)
class _CellComposer:
    session: Session
    programme: Programme
    product: SheetProduct
    theme: Theme
    series: Series

    def composed(self) -> ComposedCell:
        """The cell with the whole address, else with its host alone, else without one."""
        for parts in (None, 1):
            try:
                return self._composed(parts)
            except FitError:
                continue
        return self._composed(0)

    def _composed(self, parts: int | None) -> ComposedCell:
        """The cell with the first ``parts`` of the address, which begin with the host; None is all."""
        _, text, box, matrix = self._draft(parts)
        lang, width, height = self.programme.lang, *self._size
        whole = Rect(0, 0, width, height)
        placed = place(
            box,
            Area(whole, whole),
            self.series.setting_of,
            self.product.name,
            self._side(matrix) * POINTS_PER_MM if matrix else 0.0,
            self._scale,
        )
        if matrix and not any(p.box.kind == "code" for p in placed):
            raise ThemeError(error("sheet-without-code", at=Place(self.product.template)))
        self._check_texts(placed, text)
        aligned = tuple(
            _aligned(p, placed, matrix, whole) if matrix and p.box.kind == "code" else p for p in placed
        )
        return ComposedCell(
            session=self.session, text=text, placed=aligned, size=(width, height), matrix=matrix,
            alt=code_alt(self.session.url, lang) if matrix else "", lang=lang,
            address_shortened=parts is not None,
        )  # fmt: skip

    @property
    def _size(self) -> tuple[float, float]:
        """The width and the height of the cell in points."""
        width, height = self.product.grid.cell
        return width * POINTS_PER_MM, height * POINTS_PER_MM

    def _draft(self, parts: int | None) -> _Draft:
        drafts, key = self.series.drafts, (id(self.session), parts)
        draft = drafts.get(key) or self._drafted(parts)
        if len(drafts) < MOST_DRAFTS:
            drafts[key] = draft
        return draft

    def _drafted(self, parts: int | None) -> _Draft:
        text, (width, height) = self._text(parts), self._size
        coded = payload(self.session, self.programme, self.product.place)
        matrix = encoder.encode(coded) if coded else None
        shape = Format(name="", width=round(width), height=round(height)).shape
        box = self._template(text, shape).box(shape)
        return _Draft(self.session, text, box if matrix else _without_code(box), matrix)

    def _template(self, text: SessionText, shape: str) -> Template:
        context: Mapping[str, Any] = {
            "event": text,
            "programme": ProgrammeText(title=typeset(self.programme.title, self.programme.lang)),
            "columns": {
                name: typeset(value, self.programme.lang)
                for name, value in self.session.columns.items()
            },
            "hint": str(labels.in_language(self.programme.lang)["scan_event"])
            if self.session.url
            else "",
        }
        has = Available(
            motif=self.theme.motif != "none",
            code=bool(self.session.url) or not self._drops_codes,
            logo=self.theme.brand.has_logo,
        )
        named, forms = self.product.template, self.theme.design.sheets
        own = getattr(forms, named.replace("-", "_")) if named in ROLES else named
        return read_template(own, context, has, SHEET, shape)

    def _text(self, parts: int | None) -> SessionText:
        session, lang = self.session, self.programme.lang
        address = web_address.parse_url(session.url) if session.url else None
        pieces = (address.host, *web_address.breakable(address.rest)) if address else ()
        return SessionText(
            title=typeset(session.title, lang),
            room=typeset(session.room, lang),
            day=times.day(session, lang),
            short_day=times.short_day(session, lang),
            hours=times.hours(session, lang),
            when=times.when(session, lang),
            name=_breakable(typeset(_column(session, "name", "nom"), lang)),
            organisation=typeset(_column(session, "organisation", "organization"), lang),
            address=BREAK.join(pieces[:parts]),
            host_length=len(address.host) if address else 0,
        )

    def _side(self, matrix: Matrix) -> float:
        """The side of the code with its quiet zone in mm: with modules of good size if there is room.

        Raises FitError where not even the smallest that scans has room.
        """
        room = min(self.product.grid.cell)
        good, least = (
            max(LEAST_SYMBOL_MM, module * matrix.size) * matrix.total / matrix.size
            for module in (GOOD_MODULE_MM, LEAST_MODULE_MM)
        )
        if least > room:
            raise FitError(error("cell-code", modules=matrix.size, width_mm=least, cell=self._cell))
        wanted = min(0.62 * self.product.grid.cell[1], 0.38 * self.product.grid.cell[0])
        return max(min(good, max(least, room)), wanted if self.product.grows else 0.0)

    @property
    def _drops_codes(self) -> bool:
        """Whether texts may have the place of codes: on labels of which none has a code."""
        return self.product.grows and not any(session.url for session in self.programme.sessions)

    @property
    def _scale(self) -> Scale:
        """The template's scale: titles and times of labels grow with their cells, up to twofold."""
        share = self.product.grid.cell[1] / _USUAL_MM if self.product.grows else 1.0
        return replace(_SCALE, growth=min(2.0, max(1.0, share)), caps=self.series.caps)

    @property
    def _cell(self) -> Text:
        """The size of a cell, for a message."""
        width, height = self.product.grid.cell
        return Text("cell-size", width_mm=round(width, 1), height_mm=round(height, 1))

    def _check_texts(self, placed: Sequence[Placed], text: SessionText) -> None:
        """Raise FitError where a text is cut, or an address is divided elsewhere than at its breaks."""
        for p in placed:
            divided = p.fitted is not None and p.fitted.divided and not p.fitted.cut
            if p.box.text == text.address and divided:
                raise FitError(error("cell-address-divided"))
        for p in placed:
            if p.fitted and p.fitted.cut:
                whole = p.box.text.replace(BREAK, "")
                raise FitError(
                    error(
                        "cell-texts", size_pt=float(p.fitted.size), start=_start(whole),
                        characters=len(whole), cell=self._cell,
                    )
                )  # fmt: skip
