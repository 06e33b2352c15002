"""The front matter of what was imported: every value is quoted, and reads as the same words.

A figure or quotation that is proposed stands below the sentence it was found in, as a comment.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from brochure import web_address
from brochure.errors import AddressError
from brochure.importing.imported import Imported, ImportedPicture
from brochure.importing.written_inline import clean, cut, short
from brochure.page import LONGEST, MOST_FIGURES, MOST_QUOTES, Event
from brochure.text.pictures_without_words import NO_WORDS


def lines_of(imported: Imported) -> Iterator[str]:
    """The lines between the fences. A text longer than may stand there is cut at a word."""
    yield f"title: {_value(short(imported.title), 'title')}"
    yield from _texts(imported)
    for key, day in (("published", imported.published), ("updated", imported.updated)):
        if day:
            yield f"{key}: {day.isoformat()}"
    if imported.event:
        yield from _event(imported.event)
    if imported.picture:
        yield from _picture(imported.picture)
    figures = [(f.sentence, {"value": f.value, "label": f.label}) for f in imported.figures]
    yield from _proposals("figures", figures, MOST_FIGURES)
    if imported.panels:
        yield "panels:"
        yield f"  title: {_quoted(short(imported.panels.title))}"
        yield "  items:"
        yield from (f"    - {_quoted(short(item))}" for item in imported.panels.items)
    quotations = [(q.sentence, {"text": q.text, "by": q.by}) for q in imported.quotations]
    yield from _proposals("quotes", quotations, MOST_QUOTES)


def _texts(imported: Imported) -> Iterator[str]:
    if imported.lang:
        yield f"lang: {imported.lang}"
    for key in ("kicker", "lead", "site_name", "credits", "licence"):
        if written := short(getattr(imported, key)):
            yield f"{key}: {_value(written, key)}"
    if imported.authors:
        yield f"author: {_quoted(', '.join(map(short, imported.authors)))}"
    if url := _address(imported.url):
        yield f"url: {url}"


def _quoted(text: str) -> str:
    """``text`` as YAML 1.2 reads it in double quotation marks: as JSON has it."""
    return json.dumps(text, ensure_ascii=False)


def _value(written: str, key: str) -> str:
    """The value of ``key``, cut at a word where it has more characters than may stand there."""
    return _quoted(cut(written, LONGEST[key]))


def _address(url: str) -> str:
    try:
        return web_address.parse_url(url).url if url else ""
    except AddressError:
        return ""


def _event(event: Event) -> Iterator[str]:
    yield "event:"
    texts = {"name": event.name, "place": event.place, "address": event.address}
    written = {key: short(text) for key, text in texts.items()}
    if written["name"]:
        yield f"  name: {_value(written['name'], 'event.name')}"
    yield f"  starts: {_moment(event.starts)}"
    if event.ends != event.starts:
        yield f"  ends: {_moment(event.ends)}"
    zone = getattr(event.starts, "tzinfo", None)
    if isinstance(zone, ZoneInfo):
        yield f"  zone: {zone.key}"
    for key in ("place", "address"):
        if written[key]:
            yield f"  {key}: {_value(written[key], f'event.{key}')}"


def _moment(moment: date | datetime) -> str:
    """A moment of a zone with a name has the hours of its place, and the zone beside it."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    local = moment.replace(tzinfo=None) if isinstance(moment.tzinfo, ZoneInfo) else moment
    return local.isoformat(timespec="minutes")


def _picture(picture: ImportedPicture) -> Iterator[str]:
    yield "picture:"
    yield f"  file: {_quoted(picture.name)}"
    yield f"  alt: {_value(short(picture.alt) or NO_WORDS, 'picture.alt')}"


def _proposals(key: str, rows: Iterable[tuple[str, dict[str, str]]], most: int) -> Iterator[str]:
    """A list of what is proposed; what is longer than may stand there is no proposal."""
    written = [(sentence, {name: short(text) for name, text in row.items()}) for sentence, row in rows]
    fit = [
        (sentence, fields)
        for sentence, fields in written
        if all(len(text) <= LONGEST[f"{key}.{name}"] for name, text in fields.items())
    ][:most]
    if fit:
        yield f"{key}:"
    for sentence, fields in fit:
        yield f"  # {clean(sentence).strip()}"
        first, *more = (f"{name}: {_quoted(text)}" for name, text in fields.items() if text)
        yield f"  - {first}"
        yield from (f"    {line}" for line in more)
