"""The roles of a new theme, made of a brand's colours: each text with its contrast, the brand kept.

Where a colour of the brand does not stand out, the one of the two gives way that is not the brand's;
where both are, the nearest of the same hue is taken, and told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from brochure.oklch import Lch, lch_of, nearest, ratio, rgb_of
from brochure.problems import Id, Text

TEXT, LARGE = 4.5, 3.0
"""Contrasts to one: of text of any size, and of large numerals and signs (WCAG 2.2, 1.4.3, 1.4.11)."""

NUDGE = 0.045
"""How much darker a cover may become, in lightness, to carry white letters: hardly seen."""

WHITE, INK, SLATE, BLACK = "#FFFFFF", "#15161C", "#55586B", "#000000"
INK_INKS: Mapping[str, tuple[float, float, float, float]] = MappingProxyType(
    {WHITE: (0, 0, 0, 0), INK: (0, 0, 0, 100), SLATE: (0, 0, 0, 72), BLACK: (0, 0, 0, 100)}
)
"""Colours of text are black ink alone."""


_WHAT = {
    "cover": Id("new-theme-cover"), "accent": Id("new-theme-accent"), "lit": Id("new-theme-lit"),
}  # fmt: skip
"""What a role that may change is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A colour of the brand that was moved: ``role`` on ``ground``, from ``before`` to ``after``."""

    role: str
    before: str
    after: str
    ground: str
    least: float

    @property
    def what(self) -> Text:
        """What the role is for, in words."""
        return Text(_WHAT[self.role])

    @property
    def ratios(self) -> tuple[float, float]:
        """Its contrast to the ground before and after."""
        return ratio(self.before, self.ground), ratio(self.after, self.ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoles:
    """The colour of each role as "#RRGGBB", and what had to be changed."""

    roles: Mapping[str, str]
    changes: tuple[Change, ...]


class _Maker:
    def __init__(self, own: str, others: Sequence[str], least: float) -> None:
        self.own, self.others = own, others
        self.least, self.large = least, max(LARGE, round(least * LARGE / TEXT, 2))
        self.changes: list[Change] = []
        self.cover = self._cover()
        self.light_cover = ratio(self.cover, WHITE) < least
        darks = (dark_of(own), INK, BLACK) if self.light_cover else (WHITE,)
        self.text = next((rgb for rgb in darks if ratio(rgb, self.cover) >= least), darks[-1])

    def _cover(self) -> str:
        """The brand's colour as the ground of covers: as it is, or a shade darker for white letters.

        Where neither white nor black is read on it, the nearest of its hue on which one is.
        """
        if ratio(self.own, WHITE) >= self.least:
            return self.own
        darker = nearest(self.own, ((WHITE, self.least),)) or BLACK
        own = lch_of(self.own)
        moved = [darker] if own.lightness - lch_of(darker).lightness <= NUDGE else []
        if not moved and ratio(self.own, BLACK) >= self.least:
            return self.own
        lighter = nearest(self.own, ((BLACK, self.least),)) or WHITE
        (found, *_) = moved or sorted((darker, lighter), key=lambda rgb: own.apart(lch_of(rgb)))
        ground = WHITE if found == darker else BLACK
        self.changes.append(
            Change(role="cover", before=self.own, after=found, ground=ground, least=self.least)
        )
        return found

    def moved(self, role: str, rgb: str, *needs: tuple[str, float], brand: bool = True) -> str:
        """``rgb`` or the nearest of its hue that has ``needs``; of the ``brand`` that is told."""
        found = nearest(rgb, needs)
        if not found:  # no lightness of its own hue has them all
            found = max((INK, WHITE), key=lambda end: min(ratio(end, g) / least for g, least in needs))
        if brand and found != rgb:
            ground, least = min(needs, key=lambda need: ratio(rgb, need[0]) / need[1])
            self.changes.append(Change(role=role, before=rgb, after=found, ground=ground, least=least))
        return found

    def roles(self) -> NewRoles:
        own = lch_of(self.own)
        panel = rgb_of(Lch(0.962, min(own.chroma, 0.018), own.hue))
        lit = self._lit()
        seat = self._seat(lit)
        muted = nearest(SLATE, ((panel, self.least), (WHITE, self.least)))
        return NewRoles(
            roles={
                "cover": self.cover,
                "cover_text": self.text,
                "cover_muted": self._muted(),
                "paper": WHITE,
                "panel": panel,
                "text": INK,
                "muted": muted,
                "accent": self._accent(panel),
                "rule": INK,
                "seat": seat,
                "lit": lit,
                "lit_text": self._letters(lit) or INK,
                "spark": self.text,
                "panel_spark": self.cover if ratio(self.cover, panel) >= self.large else INK,
            },
            changes=tuple(self.changes),
        )

    def _muted(self) -> str:
        """Second text on covers: between the text and the ground, in the ground's hue."""
        hue = lch_of(self.cover)
        aim = Lch(0.33 if self.light_cover else 0.9, min(hue.chroma, 0.05), hue.hue)
        return nearest(rgb_of(aim), ((self.cover, self.least),)) or self.text

    def _accent(self, panel: str) -> str:
        """Links and figures: the colour of the brand that has to move least to be read on paper."""
        needs = ((WHITE, self.least), (panel, self.least))
        coloured = [rgb for rgb in (self.own, *self.others) if not lch_of(rgb).grey]
        choices = coloured or [self.own]

        def distance(rgb: str) -> float:
            return lch_of(rgb).apart(lch_of(nearest(rgb, needs) or INK))

        return self.moved("accent", min(choices, key=distance), *needs)

    def _lit(self) -> str:
        """Lit seats and numerals on covers: the brand's second colour, else a tint of its first."""
        for rgb in self.others:
            if ratio(rgb, self.cover) >= self.large and self._letters(rgb):
                return rgb
        own = lch_of(self.own)
        for rgb in self.others:
            if lch_of(rgb).apart(own) > 0.1:
                return self._seen(rgb, brand=True)
        aim = Lch(0.36 if self.light_cover else 0.84, min(own.chroma, 0.16), own.hue)
        return self._seen(rgb_of(aim), brand=False)

    def _seen(self, rgb: str, *, brand: bool) -> str:
        """``rgb`` or the nearest of its hue that is seen on the cover, and carries letters."""
        needs = ((self.cover, self.large),)
        found = nearest(rgb, needs)
        if not found or not self._letters(found):
            ends = [nearest(rgb, (*needs, (end, self.least))) for end in (BLACK, WHITE)]
            found = min((e for e in ends if e), key=lambda e: lch_of(e).apart(lch_of(rgb)), default="")
        found = found or max((INK, WHITE), key=lambda end: ratio(end, self.cover))
        if brand and found != rgb:
            self.changes.append(
                Change(role="lit", before=rgb, after=found, ground=self.cover, least=self.large)
            )
        return found

    def _seat(self, lit: str) -> str:
        """Unlit seats: halfway between the ground and what is lit, in the ground's hue."""
        middle = ratio(lit, self.cover) ** 0.5
        cover, end = lch_of(self.cover), lch_of(lit)
        aim = cover._replace(lightness=(cover.lightness + end.lightness) / 2)
        steps = (
            rgb_of(aim.with_lightness(cover.lightness + (end.lightness - cover.lightness) * i / 80))
            for i in range(81)
        )
        return min(steps, key=lambda rgb: abs(ratio(rgb, self.cover) - middle))

    def _letters(self, ground: str) -> str:
        """The letters in a lit seat: the cover's colour where that is read, else ink or white."""
        choices = (self.cover, INK, WHITE, BLACK)
        return next((rgb for rgb in choices if ratio(rgb, ground) >= self.least), "")


def dark_of(rgb: str) -> str:
    """A near black with a breath of the hue of ``rgb``."""
    own = lch_of(rgb)
    return rgb_of(Lch(0.21, min(own.chroma, 0.045), own.hue))


def new_roles(colours: Sequence[str], least: float = TEXT) -> NewRoles:
    """The roles of a theme whose brand has these ``colours`` ("#RRGGBB"), the first on its covers.

    Every text has a contrast of ``least`` to one.
    """
    return _Maker(colours[0], colours[1:], least).roles()
