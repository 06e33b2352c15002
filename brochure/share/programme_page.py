"""A programme on the web: a page to read and filter, its schedule as JSON, and calendars.

``programme.html`` has no script: a filter is a link to an element that its style knows as the target,
``#room-2``. ``schedule.json`` is the schedule that frab and pretalx write, which programs of telephones
read, and brochure itself.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from brochure import assets, track_hues
from brochure.facts import Facts
from brochure.kit import Artifact
from brochure.language_tags import is_rtl
from brochure.programme import Programme, Session
from brochure.programme_days import Day, days_of, tracks_of
from brochure.share.programme_calendars import WHOLE, calendar_files, room_paths
from brochure.text import dates, labels, times
from brochure.text.typography import typeset
from brochure.theme import Theme
from brochure.themes import dark_mode

_NAMESPACE = uuid.UUID("7f3b0f6e-3d0c-4f0b-9d0a-6a8c7c0f5a31")
"""Of the identifiers of sessions (RFC 9562, 5.5): the same for the same session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice that the page offers: its ``anchor``, its name, and the days that have nothing of it."""

    anchor: str
    name: str
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A session on the page; ``marks`` are the anchors of the filters that keep it."""

    session: Session
    title: str
    hours: str
    datetime: str
    details: str
    access: str
    marks: tuple[str, ...]


def web_files(programme: Programme, theme: Theme, *, home: str = "") -> Iterator[Artifact]:
    """The page, the schedule and the calendars of ``programme``.

    ``home`` is the page that it is a part of, to which it leads back under its title.
    """
    theme = theme.for_language(programme.lang.split("-")[0].lower())
    words = labels.in_language(programme.lang)["printed"]
    title = programme.title or str(labels.in_language(programme.lang)["programme_title"])
    days = days_of(programme)
    anchors = _anchors(programme, days)
    groups = {
        name: [_filter(anchors[name, value], label, programme, days, anchors) for value, label in of]
        for name, of in _choices(programme, days).items()
        if len(of) > 1
    }
    rows = [
        (anchors["days", day.day.isoformat()], _heading(day, programme.lang),
         [_shown(session, day, programme, anchors, words) for session in day.sessions])
        for day in days
    ]  # fmt: skip
    hues = track_hues.track_colours(tracks_of(programme), theme)
    context: dict[str, Any] = {
        "programme": programme, "title": typeset(title, programme.lang), "home": home,
        "heading": str(labels.in_language(programme.lang)["programme_title"]), "lang": programme.lang,
        "rtl": is_rtl(programme.lang), "words": words, "groups": groups, "days": rows,
        "filters": [choice for group in groups.values() for choice in group],
        "hues": [(anchors["tracks", track], hue.bar) for track, hue in hues.items()],
        "colours": {role: colour.rgb for role, colour in theme.roles.items()},
        "dark": dark_mode.dark_colours(theme), "whole": WHOLE,
        "calendars": room_paths(programme),
    }  # fmt: skip
    page = assets.environment().get_template("share/programme.html.j2").render(context)
    yield Artifact(
        path="programme.html", media_type="text/html", data=page.encode(),
        facts=Facts(title=title, lang=programme.lang),
    )  # fmt: skip
    schedule = json.dumps(schedule_of(programme, days), ensure_ascii=False, indent=1)
    yield Artifact(
        path="schedule.json", media_type="application/json", data=f"{schedule}\n".encode(),
        facts=Facts(title=title, lang=programme.lang),
    )  # fmt: skip
    yield from calendar_files(programme)


def _choices(programme: Programme, days: Sequence[Day]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, by kinds: a value, and what it is called."""
    rooms = dict.fromkeys(s.room for s in programme.sessions if s.room)
    return {
        "days": [(day.day.isoformat(), _heading(day, programme.lang)) for day in days],
        "rooms": [(room, room) for room in rooms],
        "tracks": [(track, track) for track in tracks_of(programme)],
    }


def _anchors(programme: Programme, days: Sequence[Day]) -> dict[tuple[str, str], str]:
    return {
        (name, value): f"{name.removesuffix('s')}-{number}"
        for name, of in _choices(programme, days).items()
        for number, (value, _) in enumerate(of, 1)
    }


def _marks(session: Session, day: Day, anchors: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    keys = (("days", day.day.isoformat()), ("rooms", session.room), ("tracks", session.track))
    return tuple(anchors[key] for key in keys if key in anchors)


def _filter(
    anchor: str,
    label: str,
    programme: Programme,
    days: Sequence[Day],
    anchors: Mapping[tuple[str, str], str],
) -> Filter:
    empty = (
        anchors["days", day.day.isoformat()] for day in days
        if not any(anchor in _marks(session, day, anchors) for session in day.sessions)
    )  # fmt: skip
    return Filter(anchor=anchor, name=typeset(label, programme.lang), empty=tuple(empty))


def _heading(day: Day, lang: str) -> str:
    text = dates.with_weekday(day.day, lang)
    return text[:1].upper() + text[1:]


def _shown(
    session: Session,
    day: Day,
    programme: Programme,
    anchors: Mapping[tuple[str, str], str],
    words: Mapping[str, str],
) -> Shown:
    lang = programme.lang
    starts = session.starts
    timed = isinstance(starts, datetime)
    days = words["all_day"] if not timed else times.when(session, lang)
    parts = (session.room, session.speakers, session.track, session.language)
    return Shown(
        session=session,
        title=typeset(session.title, lang),
        hours=times.hours(session, lang) or days,
        datetime=starts.isoformat("T", "minutes") if isinstance(starts, datetime) else str(starts),
        details=typeset(" · ".join(part for part in parts if part), lang),
        access=typeset(words["access"].format(what=session.access), lang) if session.access else "",
        marks=_marks(session, day, anchors),
    )  # fmt: skip


def schedule_of(programme: Programme, days: Sequence[Day]) -> dict[str, Any]:
    """The schedule as frab and pretalx write it: days, their rooms, and in them events."""
    numbers = {id(session): number for number, session in enumerate(programme.sessions, 1)}
    zones = {getattr(getattr(s.starts, "tzinfo", None), "key", "") for s in programme.sessions}
    shown = set[int]()
    made = []
    for index, day in enumerate(days, 1):
        rooms: dict[str, list[dict[str, Any]]] = {}
        for session in day.sessions:
            if id(session) not in shown:  # what lasts for days stands on its first
                shown.add(id(session))
                event = _event(session, programme, numbers[id(session)])
                rooms.setdefault(session.room, []).append(event)
        made.append({"index": index, "date": day.day.isoformat(), "rooms": rooms})
    conference = {
        "acronym": programme.slug, "title": programme.title or programme.slug,
        "start": days[0].day.isoformat(), "end": days[-1].day.isoformat(), "daysCount": len(days),
        "time_zone_name": zones.pop() if len(zones) == 1 else "", "days": made,
    }  # fmt: skip
    return {"schedule": {"version": "1", "conference": conference}}


def _event(session: Session, programme: Programme, number: int) -> dict[str, Any]:
    starts, ends = session.starts, session.ends
    timed = isinstance(starts, datetime)
    length = ""
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        minutes = round((ends - starts).total_seconds() / 60)
        length = f"{minutes // 60:02}:{minutes % 60:02}"
    people = [name.strip() for name in session.speakers.split(",")]
    known = f"{programme.slug}/{number}/{session.title}"
    return {
        "guid": str(uuid.uuid5(_NAMESPACE, known)), "id": number,
        "date": starts.isoformat(), "start": f"{starts:%H:%M}" if timed else "", "duration": length,
        "room": session.room, "url": session.url, "title": session.title, "subtitle": "",
        "track": session.track, "type": "", "language": session.language, "abstract": "",
        "persons": [{"name": name} for name in people if name], "links": [],
    }  # fmt: skip
