"""Covers: the title and the lead fitted to the cover, and what is left to the motif. Pure; points."""

from __future__ import annotations

from dataclasses import dataclass

from brochure.errors import FitError
from brochure.pdf.metrics import (
    LEAST_MOTIF,
    MARGIN_TOP,
    MOTIF_ASPECT,
    MOTIF_FOOT,
    PAGE_HEIGHT,
    ROOM,
    TEXT_WIDTH,
    TITLE,
    Heights,
    Settings,
)
from brochure.problems import Place, error
from brochure.text.content import Content
from brochure.text.fitting import Fitted, Setting, Space, Style, fit

LEAST_FOOT = 36.0

LONG_TITLE = Style(largest=41, smallest=22, step=0.5, max_lines=10, line_height=1.02)
TITLE_BOX = Space(width=TEXT_WIDTH, height=260)
LEAD = Style(largest=14.5, smallest=11, step=0.5, max_lines=16, line_height=1.38)
LEAD_BOX = Space(width=400, height=300)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPlan:
    """The cover: its title and lead, where their text ends, and the height of the motif."""

    title: Fitted
    lead: Fitted
    text_end: float
    motif: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BackPlan:
    """The back cover: the height of its notes, ``foot``, and of the motif, or 0."""

    foot: float
    motif: float


def plan_cover(content: Content, settings: Settings) -> CoverPlan:
    """The cover of ``content``. Raises FitError for a title or a lead that is too long."""
    title = title_of(content.page.title, settings.title)
    lead = fit(content.page.lead, LEAD_BOX, LEAD, settings.lead)
    if lead.cut:
        raise FitError(
            error(
                "cover-lead-long", at=Place(key="lead"), characters=len(content.page.lead),
                lines=len(lead.lines), least_pt=LEAD.smallest,
            )
        )  # fmt: skip
    return CoverPlan(
        title=title,
        lead=lead,
        text_end=_text_end(title, lead),
        motif=_cover_motif(title, lead),
    )


def plan_back(content: Content, heights: Heights) -> BackPlan:
    """The back cover of ``content``. Raises FitError where its notes leave too little room."""
    return BackPlan(foot=max(heights.foot, LEAST_FOOT), motif=_back_motif(content, heights))


def title_of(title: str, setting: Setting) -> Fitted:
    """The cover's title: as large as fits in three lines, smaller in more lines when it is long."""
    fitted = fit(title, TITLE_BOX, TITLE, setting)
    if fitted.cut or max(map(len, fitted.lines), default=0) == 0:
        fitted = fit(title, TITLE_BOX, LONG_TITLE, setting)
    if fitted.cut:
        raise FitError(
            error(
                "cover-title-long", at=Place(key="title"), characters=len(title),
                lines=len(fitted.lines), least_pt=LONG_TITLE.smallest,
            )
        )  # fmt: skip
    return fitted


def _text_end(title: Fitted, lead: Fitted) -> float:
    """Where the text of the cover ends, from the page's head."""
    return MARGIN_TOP + 37 + title.height + 24 + lead.height


def _cover_motif(title: Fitted, lead: Fitted) -> float:
    """The height the title and the lead leave to the motif on the cover."""
    below = _text_end(title, lead) + 40 + MOTIF_FOOT
    return max(0.0, min(PAGE_HEIGHT - below, TEXT_WIDTH / MOTIF_ASPECT))


def _back_motif(content: Content, heights: Heights) -> float:
    """The height the notes leave to the motif on the back cover."""
    above = 340.0 if content.address else 20.0
    left = ROOM - above - max(heights.foot, LEAST_FOOT) - 26
    if left < 0:
        free_pt = ROOM - above - 26
        raise FitError(error("back-cover-full", needed_pt=heights.foot, free_pt=free_pt))
    motif = min(left, TEXT_WIDTH / MOTIF_ASPECT)
    return motif if motif >= LEAST_MOTIF else 0.0
