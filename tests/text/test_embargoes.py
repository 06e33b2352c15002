"""Embargoes: what is a moment, and the line that says it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from brochure.page import Page
from brochure.text import embargoes


def test_a_day_and_a_moment_are_read() -> None:
    assert embargoes.read_embargo("2016-12-07") == date(2016, 12, 7)
    for text in ("2016-12-07T09:00+01:00", "2016-12-07 09:00:00+01:00", "2016-12-07T08:00Z"):
        assert embargoes.read_embargo(text) == datetime(2016, 12, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "7 décembre", "2016-13-01", "2016-12-07T09:00", "2016-12-07T09:00:30Z", "2016-12-07T25:00Z"],
)
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whoever asks knows where the text stands
        embargoes.read_embargo(text)


@pytest.mark.parametrize(
    ("lang", "minutes", "line"),
    [
        ("fr", 60, "Sous embargo jusqu’au 7 décembre 2016, 9\u00a0h\u00a0(UTC+1)"),
        ("fr", 0, "Sous embargo jusqu’au 7 décembre 2016, 9\u00a0h\u00a0(UTC)"),
        ("en", 330, "Under embargo until 7 December 2016, 9:00\u00a0(UTC+5:30)"),
        ("en", -180, "Under embargo until 7 December 2016, 9:00\u00a0(UTC−3)"),
    ],
)
def test_the_line_says_day_hour_and_zone(lang: str, minutes: int, line: str) -> None:
    moment = datetime(2016, 12, 7, 9, tzinfo=timezone(timedelta(minutes=minutes)))
    page = Page(slug="p", lang=lang, title="T", body="", embargo=moment)
    assert embargoes.embargo_line(page).replace("09:00", "9:00") == line


def test_a_day_alone_and_no_embargo() -> None:
    page = Page(slug="p", lang="fr", title="T", body="", embargo=date(2027, 3, 1))
    assert embargoes.embargo_line(page) == "Sous embargo jusqu’au 1er mars 2027"
    assert embargoes.embargo_line(Page(slug="p", lang="fr", title="T", body="")) == ""
