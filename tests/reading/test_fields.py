"""PageFields: from a tree of texts to the values of a Page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import brochure
from brochure.page import CardChoice, Event, KeyFigure, Panels, Picture, Quote
from brochure.reading.fields import PageFields
from brochure.reading.front_matter import FrontMatter


def fields_of(body: str = "", **tree: Any) -> PageFields:
    return PageFields(FrontMatter(tree=tree, body=body), "a.md")


def value(key: str, body: str = "", **tree: Any) -> Any:
    fields = fields_of(body, **tree)
    given = fields.all()[key]
    assert fields.problems == []
    return given


def told(**tree: Any) -> list[tuple[str, str]]:
    fields = fields_of(**tree)
    fields.all()
    return [(problem.id, problem.place.key) for problem in fields.problems]


def test_an_event_in_a_zone_has_its_offset() -> None:
    event = value("event", event={"starts": "2016-12-07T09:00", "zone": "Europe/Paris", "name": "N"})
    assert (event.starts, event.ends, event.name) == (
        datetime(2016, 12, 7, 8, tzinfo=UTC), event.starts, "N",
    )  # fmt: skip
    assert event.starts.utcoffset() == timedelta(hours=1)


def test_an_event_of_days() -> None:
    days = {"starts": "2016-12-07", "ends": "2016-12-09"}
    assert value("event", event=days) == Event(starts=date(2016, 12, 7), ends=date(2016, 12, 9))


def test_lists_and_tables_become_nouns() -> None:
    assert value("figures", figures=[{"value": "300", "label": "voix"}]) == (
        KeyFigure(value="300", label="voix"),
    )
    part = {"value": "1", "label": "b"}
    assert value("figures", figures=[{"value": "2", "label": "a", "parts": [part, part]}]) == (
        KeyFigure(value="2", label="a", parts=(KeyFigure(value="1", label="b"),) * 2),
    )
    assert value("figures", figures=[{"value": "2", "label": "a", "before": "1"}])[0].before == "1"
    assert value("quotes", quotes=[{"text": "a"}]) == (Quote(text="a"),)
    assert value("panels", panels={"title": "T", "items": ["a", "b"]}) == Panels(
        title="T", items=("a", "b")
    )
    photo = {"file": "a.jpg", "alt": "A", "focus": ["0.5", "0.25"]}
    assert value("picture", picture=photo) == Picture(name="a.jpg", alt="A", focus=(0.5, 0.25))
    assert value("cards", cards={"code": "True"}) == CardChoice(code=True)
    assert value("cards") == CardChoice()


def test_parts_that_are_more_than_their_value_are_told() -> None:
    part = {"value": "60 M€", "label": "b"}
    figures = [{"value": "100 M€", "label": "a", "parts": [part, part]}]
    assert told(title="T", figures=figures) == [("figure-parts-more", "figures[0].parts")]


def test_panels_may_be_what_the_body_announces() -> None:
    panels = value(
        "panels", "Voici trois choses : a, b et c.", panels={"title": "T", "after": "trois choses"}
    )
    assert panels.items == ("a", "b", "c")


def test_keys_of_site_generators_say_the_same() -> None:
    assert value("lead", description="D") == value("lead", summary="D") == "D"
    assert value("published", date="2016-12-07T10:00:00Z") == date(2016, 12, 7)
    assert told(tags=["a"], date="demain") == [("day-form", "date")]


@pytest.mark.parametrize(
    ("tree", "wrong"),
    [
        ({"event": "x"}, [("event-keys", "event")]),
        ({"event": {}}, [("text-missing", "event.starts")]),
        (
            {"event": {"starts": "demain", "ends": "hier", "zone": "Paris"}},
            [("zone-unknown", "event.zone"), ("moment-form", "event.starts"),
             ("moment-form", "event.ends")],
        ),
        ({"event": {"starts": ["x"], "ends": "2016-12-07"}}, [("text-kind", "event.starts")]),
        ({"figures": [{"value": "1"}, "x"]}, [("text-missing", "figures[0].label"),
                                              ("entry-keys", "figures[1]")]),
        ({"panels": {"title": "T", "items": "x"}}, [("panels-items", "panels.items")]),
        ({"panels": {"items": ["a", ["b"]]}},
         [("text-kind", "panels.items[1]"), ("text-missing", "panels.title")]),
        ({"panels": {"title": "T", "after": "x"}}, [("panels-words", "panels.after")]),
        ({"panels": {"title": "T", "after": ""}}, [("text-missing", "panels.after")]),
        ({"picture": {"focus": "x"}},
         [("text-missing", "picture.file"), ("text-missing", "picture.alt"),
          ("focus-range", "picture.focus")]),
        ({"cards": {"code": "oui", "template": "a" * 201}},
         [("text-long", "cards.template"), ("flag-form", "cards.code")]),
        ({"published": "x", "embargo": "y"}, [("day-form", "published"), ("embargo-form", "embargo")]),
    ],
)  # fmt: skip
def test_every_wrong_value_is_told(tree: dict[str, Any], wrong: list[tuple[str, str]]) -> None:
    assert told(**tree) == wrong


def test_the_photograph_is_known_even_if_the_rest_of_it_is_wrong() -> None:
    assert fields_of(picture={"file": " a.jpg ", "alt": ""}).picture_name() == "a.jpg"
    assert fields_of(picture="a.jpg").picture_name() == fields_of().picture_name() == ""


@pytest.mark.parametrize(
    "starts",
    [
        "viernes, 3 de julio de 2026 a las 18:30 h UTC+2",
        "segunda-feira, 21 de setembro de 2026 às 18h30 UTC+1",
        "Donnerstag, den 12. November 2026 um 18 Uhr 30 UTC+1",
    ],
)
def test_a_moment_may_be_written_out(starts: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: T\nlang: es\nevent:\n  starts: {starts}\n---\nx\n")
    assert brochure.read(tmp_path / "a.md").event is not None


@pytest.mark.parametrize("ends", ["minuit", "0h", "à minuit"])
def test_an_end_at_midnight_is_the_end_of_the_day(ends: str, tmp_path: Path) -> None:
    event = f"event:\n  starts: 21 juin 2026 à 18h30 UTC+2\n  ends: {ends}"
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n{event}\n---\nx\n", encoding="utf-8")
    made = brochure.read(tmp_path / "a.md").event
    assert made is not None
    assert made.ends == datetime.fromisoformat("2026-06-22T00:00+02:00")
