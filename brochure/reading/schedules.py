"""Schedules: the exports of conference systems become rows of a programme.

pretalx and frab write the same schedule, as XML and as JSON (docs.pretalx.org, "Schedule"; frab's
schedule.xml): days, in which rooms, in which events. Indico's JSON exports events with contributions
(docs.getindico.io, "Export API") or a timetable by days; Sched and others write lists of objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from brochure.errors import SourceError
from brochure.packages import xml_of
from brochure.problems import Place, error, warning
from brochure.programme import MOST_SESSIONS
from brochure.reading import tables
from brochure.reading.programme_tables import ProgrammeTable, Row
from brochure.reading.tables import Value
from brochure.reading.time_zones import find_zone

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_TOLD = 8
"""Titles that a warning lists."""

MOST_DEPTH = 12
"""Objects within objects that are looked into."""

_NAMES = ("public_name", "full_public_name", "fullName", "full_name", "name", "title")
"""What the objects of people, rooms and tracks call their names."""

_DECLARATION = re.compile(r"\A\s{0,99}<\?xml[^<>]{0,200}\?>")
"""It may name the encoding that the text was in before it was read."""


def parse_schedule_xml(text: str, where: str) -> ProgrammeTable:
    """The events of a schedule of pretalx or frab. Raises SourceError."""
    root = xml_of(_DECLARATION.sub("", text, count=1).encode(), where)
    if root.tag != "schedule":
        raise SourceError(error("schedule-unknown", at=Place(where)))
    rows = []
    for event in root.iter("event"):
        persons = [_line(person.text) for person in event.iter("person")]
        said = {child.tag: _line(child.text) for child in event if isinstance(child.tag, str)}
        said["speakers"] = ", ".join(filter(None, persons))
        rows.append(_row(said, _day_above(event), event.sourceline or 1))
    return _table(rows, _line(root.findtext("conference/title")),
                  _line(root.findtext("conference/time_zone_name")), where)  # fmt: skip


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _day_above(event: _Element) -> str:
    day = next(event.iterancestors("day"), None)
    return "" if day is None else str(day.get("date", ""))


def _row(said: Mapping[str, str], day: str, line: int) -> Row:
    """The row of an event: it says its moment with an offset, or its hour, and how long it lasts."""
    start: Value = said.get("date") or said.get("start", "")
    if "T" not in str(start) and day:
        start = f"{day} {said.get('start', '')}".strip()
    names = ("track", "type", "language", "speakers")
    columns = {name: said[name] for name in names if said.get(name)}
    cells: dict[str, Value] = {
        "title": said.get("title", ""), "start": start, "duration": said.get("duration", ""),
        "room": said.get("room", ""), "address": said.get("url", ""),
    }  # fmt: skip
    return Row(line=line, cells=cells, columns=columns)


def _table(rows: Sequence[Row], title: str, zone: str, where: str) -> ProgrammeTable:
    if len(rows) > MOST_SESSIONS:
        raise SourceError(error("schedule-long", at=Place(where), most=MOST_SESSIONS))
    about = {"title": title} if title else {}
    if find_zone(zone):
        about["zone"] = zone
    return ProgrammeTable(rows=tuple(rows), about=about)


def parse_schedule_json(text: str, where: str) -> ProgrammeTable:
    """The events of a schedule in JSON, of whichever system. Raises SourceError."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as caught:
        line = getattr(caught, "lineno", None)
        raise SourceError(
            error("schedule-json", at=Place(where, line), reason=getattr(caught, "msg", ""))
        ) from caught
    if isinstance(tree, dict):
        schedule = tree.get("schedule", tree)
        conference = schedule.get("conference") if isinstance(schedule, dict) else None
        if isinstance(conference, dict) and isinstance(conference.get("days"), list):
            return _of_conference(conference, where)
    objects = list(_events_in(tree, 0))
    if not objects:
        raise SourceError(error("schedule-unknown", at=Place(where)))
    table = _of_objects(objects, where)
    if loose := list(dict.fromkeys(_without_moment(tree, 0))):
        shown = loose[:MOST_TOLD] + ["…"] * (len(loose) > MOST_TOLD)
        told = warning("schedule-unscheduled", at=Place(where), count=len(loose), titles=shown)
        return replace(table, warnings=(*table.warnings, told))
    return table


def _without_moment(tree: Any, depth: int) -> Iterator[str]:
    """The titles of events that wait for their moment: its key is there, and empty."""
    if depth <= MOST_DEPTH and isinstance(tree, dict | list):
        if (
            isinstance(tree, dict)
            and any(name in tree and not tree[name] for name in _STARTS)
            and not _names_event(tree)
            and (title := _first(tree, _TITLES))
        ):
            yield title
        for value in _listed(tree):
            yield from _without_moment(value, depth + 1)


def _of_conference(conference: Mapping[str, Any], where: str) -> ProgrammeTable:
    rows = list[Row]()
    for day in filter(_is_object, conference["days"]):
        rooms = day.get("rooms")
        for room, events in rooms.items() if isinstance(rooms, dict) else ():
            for event in filter(_is_object, events if isinstance(events, list) else ()):
                said = {name: _text(value) for name, value in event.items()}
                said.setdefault("room", str(room))
                said["speakers"] = _text(event.get("persons", event.get("speakers", "")))
                rows.append(_row(said, str(day.get("date", "")), len(rows) + 1))
    zone = _text(conference.get("time_zone_name", ""))
    return _table(rows, _text(conference.get("title", "")), zone, where)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _text(value: Any) -> str:
    """A value as a text: of objects their names, of languages the first, of lists all, with commas."""
    if isinstance(value, str):
        return _line(value)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return tables.text_of(value)
    if isinstance(value, dict):
        if isinstance(value.get("date"), str) and "time" in value:  # Indico's moments
            return _line(f"{value['date']} {value['time']}")
        named = next((value[name] for name in _NAMES if value.get(name)), None)
        if value.get("first_name") and value.get("last_name"):  # Indico's full name is "ROSSI, Ada"
            named = f"{value['first_name']} {value['last_name']}"
        return _text(named if named is not None else next(iter(value.values()), ""))
    return ", ".join(filter(None, map(_text, value)))


def _events_in(tree: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The objects of ``tree`` that have a title and a moment; of those that hold others, the others."""
    if depth > MOST_DEPTH or not isinstance(tree, dict | list):
        return
    held = [tree[name] for name in _HELD if tree.get(name)] if isinstance(tree, dict) else []
    inner = [event for value in held for event in _events_in(_listed(value), depth + 1)]
    if inner:
        yield from inner
    elif isinstance(tree, dict) and _names_event(tree):
        yield tree
    else:
        for value in _listed(tree):
            yield from _events_in(value, depth + 1)


_HELD = ("contributions", "subContributions", "entries", "sessions", "slots")
"""What events and sessions call those within them."""


def _listed(value: Any) -> Any:
    return list(value.values()) if isinstance(value, dict) else value


_TITLES = ("title", "name", "event_name", "Title", "Proposal title", "Name")
_STARTS = (
    "startDate", "start", "event_start", "start_date", "starts_at", "start_time", "starts", "slot",
    "Start", "startsAt", "begin",
)  # fmt: skip
_ENDS = ("endDate", "end", "event_end", "end_date", "ends_at", "end_time", "ends", "endsAt", "End")
_ROOMS = ("room", "roomFullname", "venue", "location", "room_name", "Room")
_ADDRESSES = ("url", "link", "event_url", "permalink", "public_url")
_SPEAKERS = ("speakers", "presenters", "persons", "chairs", "Speaker names", "speaker")
_TRACKS = ("track", "session", "event_type", "category", "categories", "Track")


def _names_event(tree: Mapping[str, Any]) -> bool:
    return _first(tree, _TITLES) != "" and _first(tree, _STARTS) != ""


def _first(tree: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((text for name in names if name in tree and (text := _text(tree[name]))), "")


def _of_objects(objects: Sequence[dict[str, Any]], where: str) -> ProgrammeTable:
    """Events as lists of objects: by the names that systems give, in whose hours they say."""
    rows, zones = list[Row](), set[str]()
    for number, event in enumerate(objects, 1):
        if event.get("active") in ("N", False):  # Sched's sessions that are not shown
            continue
        slot = event["slot"] if isinstance(event.get("slot"), dict) else {}
        whole = {**event, **{name: slot[name] for name in ("start", "end", "room") if slot.get(name)}}
        start = next((whole[name] for name in _STARTS if whole.get(name)), "")
        if isinstance(start, dict) and isinstance(start.get("tz"), str):
            zones.add(start["tz"])
        room = next((text for name in _ROOMS if (text := _text(whole.get(name)))), "")
        cells: dict[str, Value] = {
            "title": _first(whole, _TITLES), "start": _text(start), "end": _first(whole, _ENDS),
            "duration": _first(whole, ("duration",)), "room": room,
            "address": _first(whole, _ADDRESSES),
        }  # fmt: skip
        more = {"speakers": _SPEAKERS, "track": _TRACKS, "language": ("language", "content_locale")}
        columns = {name: text for name, keys in more.items() if (text := _first(whole, keys))}
        rows.append(Row(line=number, cells=cells, columns=columns))
    return _table(rows, "", zones.pop() if len(zones) == 1 else "", where)
