"""Programme: what takes place at an event, session by session; labels and signs are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One row of a programme.

    ``starts`` and ``ends`` are both dates (whole days, the last one included) or both datetimes: the
    hours of the place where it happens, with or without a UTC offset. ``url`` has passed the address
    policy. ``columns`` holds every further column by its name, ``line`` says where it stands in its
    file.
    """

    title: str
    starts: date | datetime
    ends: date | datetime | None
    room: str
    url: str
    line: int
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The sessions of an event in the order of their file.

    ``slug`` names its files, ``where`` the file they were read from, ``lang`` is a BCP 47 tag.
    ``campaign`` is what the addresses in its printed codes say. ``warnings`` are for the user.
    """

    slug: str
    lang: str
    title: str
    where: str
    sessions: tuple[Session, ...]
    campaign: str = ""
    warnings: tuple[str, ...] = ()
