"""Embargoes: until when nothing of a page may be published, as a line that stands on every product."""

from __future__ import annotations

from datetime import datetime

from brochure.page import Page
from brochure.parts import dates, labels
from brochure.parts.sheets.moments import hour


def embargo_line(page: Page) -> str:
    """The line, "Sous embargo jusqu'au 7 décembre 2016, 9 h"; "" for a page without embargo."""
    moment = page.embargo
    if moment is None:
        return ""
    day = moment.date() if isinstance(moment, datetime) else moment
    text = dates.written(day, page.lang)
    if isinstance(moment, datetime):
        text = f"{text}, {hour(moment.time(), page.lang)}"
    return str(labels.in_language(page.lang)["embargo"]).format(moment=text)
