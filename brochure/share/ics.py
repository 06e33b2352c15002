"""Calendars: a page's event as an iCalendar file (RFC 5545), the same bytes each time."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from brochure.page import Page
from brochure.text import descriptions, prose
from brochure.text.embargoes import embargo_line
from brochure.text.plain_texts import plain_page
from brochure.text.typography import typeset

PRODUCT = "-//brochure//brochure//EN"


def of_event(page: Page) -> bytes:
    """The event of ``page``, which has one: whole days as dates, lines of 75 bytes.

    Hours are those of its zone where that has a name, and in UTC where it is only an offset.
    Its identifier is made of the address, or of the slug, so that a new file replaces an older one.
    """
    from icalendar import Calendar
    from icalendar import Event as Entry

    page = plain_page(page)
    event = page.event
    assert event is not None
    said = partial(typeset, lang=page.lang, mode=page.typography)
    entry = Entry()
    entry.add("uid", f"{hashlib.sha256((page.url or page.slug).encode()).hexdigest()[:20]}@brochure")
    entry.add("dtstamp", _stamp(page.updated or page.published or event.starts))
    entry.add("dtstart", _unambiguous(event.starts))
    if not isinstance(event.ends, datetime):
        entry.add("dtend", event.ends + timedelta(days=1))  # where the next day starts (3.6.1)
    elif _utc(event.ends) != _utc(event.starts):  # an end is later (RFC 5545, 3.8.2.2)
        entry.add("dtend", _unambiguous(event.ends))
    entry.add("summary", said(event.name or page.title))
    about = said(page.lead) or _opening(page)
    if described := "\n".join(part for part in (embargo_line(page), about) if part):
        entry.add("description", described)
    if where := ", ".join(said(part) for part in (event.place, event.address) if part):
        entry.add("location", where)
    if page.url:
        entry.add("url", page.url)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    if isinstance(event.starts, datetime):  # the rules of the years around it, and no others
        first, last = date(event.first_day.year, 1, 1), date(event.last_day.year + 1, 1, 1)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _opening(page: Page) -> str:
    """The first sentences of the page's body."""
    body = prose.compose(page.body, page.lang, typography_mode=page.typography)
    return descriptions.shortened(body.opening, lang=page.lang)


def _stamp(moment: date | datetime) -> datetime:
    """The time of the entry (DTSTAMP): the page's last date, since products read no clock."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), UTC)


def _unambiguous(moment: date | datetime) -> date | datetime:
    """``moment`` in its zone where that has a name; in UTC where clocks show its hour twice.

    iCalendar cannot say which of the two hours is meant (RFC 5545, 3.3.5).
    """
    if not isinstance(moment, datetime):
        return moment
    again = moment.replace(fold=1).utcoffset() != moment.replace(fold=0).utcoffset()
    return moment if hasattr(moment.tzinfo, "key") and not again else moment.astimezone(UTC)


def _utc(moment: date | datetime) -> date | datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
