"""Embargoes: until when nothing of a page may be published, as a line that stands on every product."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from brochure.page import Page
from brochure.text import dates, labels, times

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:00)?(Z|[+-]\d{2}:\d{2})")
FORM = "a day, 2016-12-07, or a moment with its zone, 2016-12-07T09:00+01:00"


def read_embargo(text: str) -> date | datetime:
    """The moment that ``text`` says, in the FORM. Raises ValueError."""
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text)
    raise ValueError(text)


def embargo_line(page: Page) -> str:
    """The line, "Sous embargo jusqu'au 7 décembre 2016, 9 h (UTC+1)"; "" for a page without embargo."""
    moment = page.embargo
    if moment is None:
        return ""
    day = moment.date() if isinstance(moment, datetime) else moment
    text = dates.written(day, page.lang)
    if isinstance(moment, datetime):
        hours = f"{times.hour(moment.time(), page.lang)}\u00a0({_zone(moment)})"
        text = times.joined(page.lang, text, hours)
    return str(labels.in_language(page.lang)["embargo"]).format(moment=text)


def _zone(moment: datetime) -> str:
    """The offset from UTC: "UTC+1", "UTC+5:30"."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
