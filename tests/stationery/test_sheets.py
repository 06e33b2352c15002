"""Days and hours as they are printed on sheets."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

import pytest

from brochure.programme import Session
from brochure.text import times
from tests.conftest import ROOT

EXPECTED = tomllib.loads((ROOT / "tests" / "expected" / "moments.toml").read_text(encoding="utf-8"))


def moment(text: str) -> date | datetime | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


@pytest.mark.parametrize("row", EXPECTED["rows"], ids=lambda row: " ".join(row[:3]))
def test_days_and_hours_read_as_the_language_writes_them(row: list[str]) -> None:
    lang, start, end, day, short_day, hours = row
    starts = moment(start)
    assert starts
    session = Session(
        title="T", starts=starts, ends=moment(end), room="", url="https://exemple.org/", line=1
    )
    found = times.day(session, lang), times.short_day(session, lang), times.hours(session, lang)
    assert tuple(text.replace("\u00a0", "·") for text in found) == (day, short_day, hours)
