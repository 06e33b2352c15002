"""Time zones by name, and hours in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brochure.errors import SourceError
from brochure.reading.time_zones import find_zone, in_zone

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize("name", ["Europe/Paris", "UTC", "America/Argentina/Buenos_Aires"])
def test_zones_have_the_names_of_places(name: str) -> None:
    assert find_zone(name) == ZoneInfo(name)


@pytest.mark.parametrize(
    "name",
    ["", "Paris", "localtime", "right/Europe/Paris", "posix/UTC", "../etc/passwd", "Europe/Pariss"],
)
def test_other_names_are_none(name: str) -> None:
    assert find_zone(name) is None


def test_an_hour_without_an_offset_is_one_of_the_place() -> None:
    assert in_zone(datetime(2016, 12, 7, 9), PARIS).utcoffset() == timedelta(hours=1)
    assert in_zone(datetime(2016, 12, 7, 9, tzinfo=UTC), PARIS).hour == 10


def test_of_an_hour_that_clocks_show_twice_it_is_the_first() -> None:
    assert in_zone(datetime(2027, 10, 31, 2, 30), PARIS).utcoffset() == timedelta(hours=2)


def test_an_hour_that_clocks_leap_over_is_refused() -> None:
    with pytest.raises(SourceError, match="clocks in Europe/Paris never show 2027-03-28T02:30"):
        in_zone(datetime(2027, 3, 28, 2, 30), PARIS)
