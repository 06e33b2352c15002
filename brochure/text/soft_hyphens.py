"""Soft hyphens: where browsers may divide very long words, with a hyphen that shows.

Not every browser has dictionaries for ``hyphens: auto``; without them a long compound is broken in the
midst of a syllable, without a sign. U+00AD is drawn only where a line ends (CSS Text 3, 6.1).
"""

from __future__ import annotations

import re
from itertools import pairwise

from brochure.text import font_metrics

SOFT_HYPHEN = "\u00ad"
LONGEST_WHOLE = 19
"""Words of so many letters stand whole on the line of a telephone, in the size of running text."""

_LEAST = 4
"""So many letters at least stand on either side of a hyphen."""

_WHOLE = "script|style|code|pre|textarea|title"
_TAG = re.compile(rf"(<(?:{_WHOLE})\b.*?(?:</(?:{_WHOLE})>|\Z)|<[^>]*(?:>|\Z))", re.DOTALL)
_LONG = re.compile(rf"(?<![\w/@.#?=&:-])[^\W\d_]{{{LONGEST_WHOLE + 1},}}(?![\w/@]|\.\w)")
"""Letters alone: addresses, hashtags and entities are not words."""


def soften(html: str, lang: str) -> str:
    """``html`` with soft hyphens in the long words of its texts; tags, code and addresses stay.

    soften("<p>Fahrradabstellanlagenausbau</p>", "de")  # where its syllables end
    """
    if not _LONG.search(html):
        return html
    pieces = _TAG.split(html)
    pieces[::2] = [_LONG.sub(lambda match: _divided(match[0], lang), piece) for piece in pieces[::2]]
    return "".join(pieces)


def _divided(word: str, lang: str) -> str:
    points = [p for p in font_metrics.hyphens(lang)(word) if _LEAST <= p <= len(word) - _LEAST]
    ends = [0, *points, len(word)]
    return SOFT_HYPHEN.join(word[a:b] for a, b in pairwise(ends))
