"""The calendar file: read back equal by ical.js, folded right, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import brochure
from brochure.page import Event
from brochure.share import ics
from brochure.text.typography import typeset
from tests.oracles import ask

PARIS = timezone(timedelta(hours=1))
EVENTS = {
    "three days": Event(starts=date(2016, 12, 7), ends=date(2016, 12, 9), place="Salle Pleyel"),
    "a day": Event(starts=date(2016, 12, 31), ends=date(2016, 12, 31), name="Fête ; bal, et \\ feu"),
    "an evening": Event(
        starts=datetime(2016, 12, 9, 22, 0, tzinfo=PARIS),
        ends=datetime(2016, 12, 10, 2, 0, tzinfo=PARIS), place="Paris", address="France",
    ),
    "a moment": Event(
        starts=datetime(2027, 5, 1, 18, 30, tzinfo=PARIS),
        ends=datetime(2027, 5, 1, 18, 30, tzinfo=PARIS),
        name="Élections à l’Assemblée, où « tous » s’étonnèrent d’être écoutés · été 2027 🏛" * 2,
    ),
    "in winter hours": Event(
        starts=datetime(2027, 1, 15, 9, 0, tzinfo=ZoneInfo("Europe/Paris")),
        ends=datetime(2027, 1, 15, 17, 0, tzinfo=ZoneInfo("Europe/Paris")),
    ),
    "over the change of clocks": Event(
        starts=datetime(2027, 3, 27, 22, 0, tzinfo=ZoneInfo("Europe/Paris")),
        ends=datetime(2027, 3, 28, 4, 0, tzinfo=ZoneInfo("Europe/Paris")),
    ),
    "an hour that clocks show twice": Event(
        starts=datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Paris"), fold=1),
        ends=datetime(2027, 10, 31, 4, 0, tzinfo=ZoneInfo("Europe/Paris")),
    ),
    "far away": Event(
        starts=datetime(2027, 12, 31, 20, 0, tzinfo=ZoneInfo("America/Sao_Paulo")),
        ends=datetime(2028, 1, 1, 2, 0, tzinfo=ZoneInfo("America/Sao_Paulo")),
    ),
    "in Arabic": Event(
        starts=date(2016, 12, 7), ends=date(2016, 12, 7), name="القمة العالمية", place="باريس"
    ),
}  # fmt: skip


def made(page: brochure.Page, event: Event) -> bytes:
    return ics.of_event(replace(page, event=event))


@pytest.mark.slow
def test_another_library_reads_the_same_event(page: brochure.Page) -> None:
    read = ask("calendar.js", [made(page, event).decode() for event in EVENTS.values()])
    for event, found in zip(EVENTS.values(), read, strict=True):
        places = (typeset(place, page.lang) for place in (event.place, event.address) if place)
        assert found["summary"] == typeset(event.name or page.title, page.lang)
        assert found["description"] == typeset(page.lead, page.lang)
        assert found["location"] == (", ".join(places) or None)
        assert found["url"] == page.url
        whole = not isinstance(event.starts, datetime)
        assert found["allDay"] == whole
        if whole:
            assert found["start"] == event.starts.isoformat()
            assert date.fromisoformat(found["end"]) - event.ends == timedelta(days=1)
        else:
            assert isinstance(event.starts, datetime)
            assert datetime.fromisoformat(found["start"]) == event.starts.astimezone(UTC)
            assert datetime.fromisoformat(found["end"]) == event.ends
            named = getattr(event.starts.tzinfo, "key", "UTC")
            assert found["zone"] == ("UTC" if event.starts.fold else named)
    assert b"DTEND" not in made(page, EVENTS["a moment"])


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_lines_are_at_most_75_bytes_and_whole_characters(page: brochure.Page, event: Event) -> None:
    data = made(page, event)
    assert data == made(page, event)
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # fails where a fold parts a character
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_page_without_an_event_has_no_calendar(
    page: brochure.Page, theme: brochure.Theme, kit: brochure.Kit
) -> None:
    without = brochure.build(replace(page, event=None), theme, only=["share"])
    assert "share/event.ics" not in {artifact.path for artifact in without.artifacts}
    (calendar,) = (a for a in kit.artifacts if a.path == "share/event.ics")
    assert calendar.data == ics.of_event(page)


def test_an_event_in_a_named_zone_is_told_in_its_hours(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        "---\ntitle: T\nevent:\n  starts: 2027-05-01T18:30\n  ends: 2027-05-01T19:00:00Z\n"
        "  zone: Europe/Paris\n---\nx\n"
    )
    page = brochure.read(file)
    assert page.event is not None
    assert str(page.event.starts) == "2027-05-01 18:30:00+02:00"
    assert str(page.event.ends) == "2027-05-01 21:00:00+02:00"
    lines = ics.of_event(page).decode().splitlines()
    assert "DTSTART;TZID=Europe/Paris:20270501T183000" in lines
    assert lines.index("BEGIN:VTIMEZONE") < lines.index("BEGIN:VEVENT")
