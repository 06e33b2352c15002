"""Time zones by their names in the IANA database: Europe/Paris."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def named_zone(name: str) -> ZoneInfo | None:
    """The zone called ``name``; None where there is none."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """``moment`` in the hours of ``zone``; one without an offset is in them already.

    Of an hour that clocks show twice it is the first. Raises ValueError for one that they leap over.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(zone)
    placed = moment.replace(tzinfo=zone)
    if placed.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise ValueError(f"clocks in {zone.key} never show {moment.isoformat()}")
    return placed
