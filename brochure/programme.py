"""Programme: what takes place at an event, session by session; labels and signs are made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from brochure import validation, web_address
from brochure.errors import ProgrammeError
from brochure.problems import Place, Problem, error
from brochure.validation import CONTROL_AND_BIDI, check_kind, check_text, refuse

LONGEST = {
    "title": 200, "room": 100, "speakers": 600, "track": 100, "language": 60, "access": 120,
}  # fmt: skip
"""The most characters of a cell: more than fits on any sheet."""

MOST_SESSIONS = 5_000
"""As many sessions no building holds: more is a mistake, and a week of cutting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One row of a programme.

    ``starts`` and ``ends`` are both dates (whole days, the last one included) or both datetimes: the
    hours of the place where it happens, with or without a UTC offset. ``url`` is stored in the form
    that `web_address.parse_url` gives it; "" is for one without, which gets no code. ``speakers``,
    ``track``, ``language`` and ``access`` are in the file's own words, or "". ``columns`` holds every
    further column by its name, ``line`` says where it stands in its file.

    Raises ProgrammeError with a problem for each wrong field.
    """

    title: str
    starts: date | datetime
    ends: date | datetime | None
    room: str
    url: str
    line: int
    columns: Mapping[str, str] = field(default_factory=dict)
    speakers: str = ""
    track: str = ""
    language: str = ""
    access: str = ""

    def __post_init__(self) -> None:
        refuse(self._check(), kind=ProgrammeError)
        if self.url:
            object.__setattr__(self, "url", web_address.parse_url(self.url).url)

    def _check(self) -> Iterator[Problem]:
        yield from check_text(
            self.title, "title", most=LONGEST["title"], example="Ouverture", control=CONTROL_AND_BIDI
        )
        yield from validation.check_span(
            self.starts, self.starts if self.ends is None else self.ends, zoned=False
        )
        for name in ("room", "speakers", "track", "language", "access"):
            yield from check_text(
                getattr(self, name), name, most=LONGEST[name], control=CONTROL_AND_BIDI
            )
        if self.url:
            yield from validation.check_url(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken for what in a table of so many ``rows``, whose head stands in ``line``.

    ``fields`` are pairs of a field and the name of its column, ``kept`` the columns of no field;
    ``sheet`` is its name in a workbook.
    """

    sheet: str
    rows: int
    line: int
    fields: tuple[tuple[str, str], ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The sessions of an event in the order of their file.

    ``slug`` names its files, ``where`` the file they were read from, ``lang`` is a BCP 47 tag.
    ``campaign`` is what the addresses in its printed codes say. ``taken`` is what each table's columns
    were taken for; ``warnings`` are for the user.

    Raises ProgrammeError with a problem for each wrong field.
    """

    slug: str
    lang: str
    title: str
    where: str
    sessions: tuple[Session, ...]
    campaign: str = ""
    taken: tuple[Taken, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        refuse(
            validation.check_slug(self.slug),
            validation.check_lang(self.lang),
            check_text(self.title, "title", control=CONTROL_AND_BIDI),
            self._check_sessions(),
            kind=ProgrammeError,
        )

    def _check_sessions(self) -> Iterator[Problem]:
        yield from check_count(len(self.sessions))
        for i, session in enumerate(self.sessions):
            yield from check_kind(session, f"sessions[{i}]", Session)


def check_count(sessions: int) -> Iterator[Problem]:
    """Whether a programme can have so many sessions."""
    at = Place(key="sessions")
    if not sessions:
        yield error("programme-empty", at=at)
    elif sessions > MOST_SESSIONS:
        yield error("programme-long", at=at, count=sessions, most=MOST_SESSIONS)
