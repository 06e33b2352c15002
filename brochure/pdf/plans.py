"""Plans: the size of the key figures' numbers. Pure; lengths in points."""

from __future__ import annotations

import math

from brochure.errors import FitError
from brochure.problems import Place, error
from brochure.text.content import Content
from brochure.text.fitting import Setting

FIGURE_PT, LARGE_FIGURE_PT, LEAST_FIGURE_PT = 46.0, 84.0, 15.0
"""The sizes of the figures' numbers: beside other blocks, alone on the page, the least."""

FIGURE_GAP = 18.0


def figure_size(content: Content, setting: Setting, text_width: float) -> float:
    """The size at which every number of the figures fits its column. Raises FitError."""
    if not content.figures:
        return FIGURE_PT
    count = len(content.figures)
    width = (text_width + FIGURE_GAP) / min(count, 4) - FIGURE_GAP
    largest = LARGE_FIGURE_PT if count <= 2 and not content.panels else FIGURE_PT
    widest = max(content.figures, key=lambda figure: setting.measure(figure.number))
    size = min(largest, math.floor(width / setting.measure(widest.number)))
    if size < LEAST_FIGURE_PT:
        raise FitError(
            error(
                "figure-wide", at=Place(key="figures"), number=widest.number, width_pt=width,
                least_pt=LEAST_FIGURE_PT,
            )
        )  # fmt: skip
    return float(size)
