"""Time zones by their names in the IANA database: Europe/Paris."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brochure.errors import SourceError
from brochure.problems import error
from brochure.validation import written

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_PLACE = re.compile(r"(?!posix/|right/)[A-Z][A-Za-z]+(/[A-Z][A-Za-z0-9+_-]+)+")


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of a place called ``name``, or UTC; None where there is none.

    Names like localtime and right/Europe/Paris mean something on one machine alone, or another time.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name != "UTC" and not _PLACE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """``moment`` in the hours of ``zone``; one without an offset is in them already.

    Of an hour that clocks show twice it is the first. Raises SourceError for one that they leap over.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(zone)
    placed = moment.replace(tzinfo=zone)
    # an hour that clocks leap over comes back from UTC as another one (PEP 495)
    if placed.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise SourceError(error("moment-leapt", zone=zone.key, moment=written(moment)))
    return placed
