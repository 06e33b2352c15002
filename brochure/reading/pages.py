"""Reading: a source becomes a Page. A file of text or of Markdown, or standard input ("-").

Everything that is wrong with a page is told at once: reading goes on after a problem as far as it can.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from brochure import opened_files, slugs, validation, web_address
from brochure.errors import AddressError, ProgrammeError, SourceError
from brochure.file_names import found
from brochure.page import LONGEST, Event, Page, Picture
from brochure.picture_files import Pictures
from brochure.problems import BODY, Place, error, note, reason, warning
from brochure.programme import Programme, Session
from brochure.reading import issuer, programme_blocks, translations, word_signs
from brochure.reading.attached_source import public_source
from brochure.reading.fields import DRAFT, PageFields, is_insecure
from brochure.reading.front_matter import FrontMatter, head_lines, split
from brochure.reading.pictures import LEAST_PICTURE_PX, check_width, read_images
from brochure.reading.plain_text import PlainPage, read_plain, to_body, to_markdown
from brochure.reading.site_keys import LEAD
from brochure.reading.source_text import MAX_SOURCE_BYTES, decode, read_bytes, read_stdin
from brochure.reading.time_zones import find_zone, in_zone
from brochure.reading.written_dates import UnreadDateError, read_hours, read_moment
from brochure.text import labels, markdown_lint, plain_texts
from brochure.text.regions import without_comments
from brochure.toml_files import MOST_BYTES
from brochure.validation import refuse

__all__ = ["MAX_SOURCE_BYTES", "folders_of_theme", "read", "read_head"]

_MARKDOWN = {".md", ".markdown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Where a page comes from, and how much of it is wanted.

    ``name`` is what was asked for, ``where`` what messages call it. Pictures, themes and templates lie
    below ``folder`` or, where there is a site, below its ``root``. ``lang`` and ``address`` are asked
    for from outside, and go before what the page says.
    """

    name: str
    where: str
    folder: Path
    root: Path | None = None
    head_only: bool = False
    decoded: bool = True
    lang: str = ""
    address: str = ""
    lenient: bool = False
    """Whether what a body holds and cannot be printed is left out with a warning."""


class _Draft(NamedTuple):
    """A page in the making: the ``values`` of a Page, and ``fields`` with what is wrong with them."""

    fields: PageFields
    values: dict[str, Any]

    def finish(self) -> Page:
        """The page, with what is less than an error as its warnings.

        Raises SourceError with all problems, those of the page itself first, by line.
        """
        page = self.fields.make(Page, self.values, renamed=self.fields.renamed)
        where = self.fields.where
        told = sorted(dict.fromkeys(self.fields.problems), key=lambda p: _order(p.place, where))
        if page is None or any(problem.severity == "error" for problem in told):
            # what was understood of a page that is not made helps nobody; that it is a draft does
            raise SourceError(*(p for p in told if p.severity != "note" or p.id == DRAFT))
        return replace(page, warnings=tuple(told)) if told else page


def _order(place: Place, where: str) -> tuple[bool, bool, int]:
    return place.file != where, place.line is None, place.line or 0


def read(
    where: str | Path,
    *,
    url: str = "",
    slug: str = "",
    root: Path | None = None,
    head_only: bool = False,
    decoded: bool = True,
    lang: str = "",
    lenient: bool = False,
) -> Page:
    """The Page at ``where``: a Markdown or plain text file, or "-" for standard input.

        read("pages/sommet-pgo.md").title

    ``url`` and ``lang`` take the place of what the page says, ``slug`` is for a page that gives none.
    Without any, the language is told by the file's name ("page.en.md"), else by the words of the text.
    ``root`` is the folder of the site: pictures, themes and templates may lie anywhere below it.
    ``head_only`` takes the body as it is, without its images, whatever is in it: cards show none of
    it. Unless ``decoded``, images are made clean when they are asked for, and what is broken is told
    then: whether a page is what it was is found out without that. ``lenient`` leaves out, with
    warnings, what a body holds that cannot be printed. What is less than an error is in the page's
    ``warnings``. Raises SourceError with every problem of the page (each with file, line and key), and
    AddressError for a bad ``url``.
    """
    name = str(where)
    address = _address(url)
    refuse(validation.check_lang(lang, "--lang") if lang else ())
    source = _Source(
        name=name,
        where="<stdin>" if name == "-" else name,
        folder=Path.cwd() if name == "-" else Path(name).resolve().parent,
        root=root,
        head_only=head_only,
        decoded=decoded,
        lang=lang,
        address=address,
        lenient=lenient,
    )
    text, problems = decode(read_stdin() if name == "-" else read_bytes(name, root), source.where)
    try:
        draft = _draft(text, source)
    except SourceError as caught:
        raise SourceError(*problems, *caught.problems) from caught
    fields, values = draft
    fields.problems += problems
    if address and is_insecure(address):
        fields.problems.append(warning("address-http", at=Place(key="--url"), address=address))
    title = values["title"] if values.get("plain") else plain_texts.plain_inline(values["title"])
    own = slug or slugs.slug_of(title if name == "-" else Path(name).stem)
    values["slug"] = values["slug"] or own
    values["url"] = address or values["url"]
    try:
        values["alternates"] = translations.alternates(name)
    except SourceError as caught:
        fields.problems += caught.problems
    return draft.finish()


def read_head(tree: Mapping[str, Any], folder: Path, where: str) -> Page:
    """A Page without a body from the values that front matter would hold; ``folder`` has its picture.

        read_head({"title": "Portes ouvertes", "lang": "fr"}, Path(), "brochure card")

    ``where`` says who gives them, for errors. Raises SourceError.
    """
    source = _Source(name=where, where=where, folder=folder, head_only=True)
    fields = PageFields(FrontMatter(tree=tree, body=""), where)
    words = "\n".join(str(tree.get(key, "")) for key in ("title", "lead"))
    fields.lang = translations.language(fields, words)
    values = fields.all()
    values["lang"] = fields.lang
    values["slug"] = values["slug"] or slugs.slug_of(plain_texts.plain_inline(values["title"]))
    return _with_files(fields, values, "", source).finish()


def _address(url: str) -> str:
    try:
        return web_address.parse_url(url).url if url else ""
    except AddressError as caught:
        raise caught.placed(Place(key="--url")) from caught


def _draft(text: str, source: _Source) -> _Draft:
    matter = split(text, source.where)
    starts_with_title = source.name == "-" and text.lstrip().startswith("# ")
    if matter is None and not starts_with_title and Path(source.name).suffix.lower() not in _MARKDOWN:
        return _from_plain(word_signs.as_lines(text), source)
    if word_signs.LINE in text:
        text = _with_line_ends(text)
        matter = split(text, source.where)
    return _from_markdown(matter, text, source)


def _with_line_ends(text: str) -> str:
    """``text`` with Word's breaks inside paragraphs as Markdown has them; a value has spaces."""
    count = head_lines(text)
    lines = text.split("\n")
    head = "\n".join(lines[:count]).replace(word_signs.LINE, " ")
    body = word_signs.as_markdown("\n".join(lines[count:]))
    return f"{head}\n{body}" if count else body


def _from_markdown(matter: FrontMatter | None, text: str, source: _Source) -> _Draft:
    """Markdown; without a title in its front matter, the first heading is the title."""
    given = matter or FrontMatter(tree={}, body=text)
    titled = _titled_by_heading(given)
    fields = PageFields(titled, source.where, address=source.address)
    words = "\n".join([*(str(titled.tree.get(k) or "") for k in ("title", *LEAD)), titled.body])
    fields.lang = translations.language(fields, words, source.lang)
    values = fields.all()
    values["lang"] = fields.lang
    if not given.readable:
        values |= {"title": values["title"] or "?"}  # what it says is not known
    elif not titled.tree.get("title") and not fields.has_problem("title"):
        first_words = 1 + text[: len(text) - len(text.lstrip())].count("\n")
        line = titled.lines.get(("title",), 1) if matter else first_words
        problem = error("title-missing") if matter else error("title-missing-heading")
        fields.problems.append(problem.placed(Place(source.where, line, "title")))
    return _with_files(fields, values, text, source)


def _titled_by_heading(matter: FrontMatter) -> FrontMatter:
    """``matter`` with the title of the heading that its body starts with, taken from there.

    Where it has a title, the heading goes if it says the same: it would stand on the page twice.
    """
    lines = matter.body.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    heading = (
        re.sub(r"(?<!\s)\s+#+$", "", lines[first][2:].strip()) if lines[first].startswith("# ") else ""
    )
    title = matter.tree.get("title") or matter.tree.get("Title")
    if not heading or (title and _folded(str(title)) != _folded(heading)):
        return matter
    if title:
        return replace(matter, body="\n" * (first + 1) + "\n".join(lines[first + 1 :]))
    return replace(
        matter,
        tree={**matter.tree, "title": heading},
        lines={**matter.lines, ("title",): matter.body_line + first},
        body="\n" * (first + 1) + "\n".join(lines[first + 1 :]),
    )


def _folded(text: str) -> str:
    """``text`` for comparing: white space, quotation marks and case tell nothing apart."""
    return re.sub(r"\s+", " ", re.sub("[’‘]", "'", text)).strip().casefold()


def _with_files(fields: PageFields, values: dict[str, Any], text: str, source: _Source) -> _Draft:
    """A draft with its body, and with what it names in other files."""
    matter, where = fields.matter, source.where
    values["theme"] = _file(values["theme"], ("theme",), fields, source)
    texts = {k: (values[k], Place(where, matter.line((k,)), k)) for k in plain_texts.TEXTS}
    fields.problems += markdown_lint.check_texts(texts, lenient=source.lenient)
    values["issuer"] = issuer.issuer_of(fields, [f for f in (source.folder, source.root) if f])
    template = _template(fields, values["cards"].template, source)
    values["cards"] = replace(values["cards"], template=template)
    body, values["programme"] = _with_programmes(fields, source)
    values["body"] = without_comments(body).strip("\n") + "\n"
    values["source"] = text if fields.attaches_whole() else without_comments(public_source(text))
    places: dict[str, Place] = {}
    if not source.head_only:
        if not values["body"].strip():
            fields.problems.append(error("body-empty", at=Place(where, matter.body_line, BODY)))
        named, problems = markdown_lint.check_body(
            programme_blocks.without_files(matter.body), where, matter.body_line,
            url=source.address or values["url"], lenient=source.lenient,
        )  # fmt: skip
        places = {name: Place(where, line, BODY) for name, line in named.items()}
        fields.problems += problems
    picture = fields.picture_name()
    at = Place(where, matter.line(("picture", "file")), "picture.file")
    if picture:
        places.setdefault(picture, at)
    images, problems = read_images(places, source.folder, source.root, decode=source.decoded)
    fields.problems += problems
    if picture in images and source.decoded:
        fields.problems += check_width(picture, images[picture], at)
    values["images"] = images
    _tell_unseen(fields, values)
    if values["picture"] is None and not picture:
        _take_site_picture(fields, values, source)
    return _Draft(fields, values)


def _with_programmes(fields: PageFields, source: _Source) -> tuple[str, Programme | None]:
    """The body with the sessions of each file that it names, and of the one of its front matter.

    Of all of them a programme is made; of a page that names no file, none.
    """
    body = fields.matter.body
    named = fields.text(("programme",), LONGEST["picture.file"])
    sessions = list[Session]()
    if source.head_only:
        return body, None
    folders = [folder for folder in (source.folder, source.root) if folder]
    if programme_blocks.has_files(body):
        at = Place(source.where, fields.matter.body_line, BODY)
        body, sessions, problems = programme_blocks.filled(body, at, folders, fields.lang)
        fields.problems += problems
    if named:
        at = Place(source.where, fields.matter.line(("programme",)), "programme")
        made, more, problems = programme_blocks.chapter(named, at, folders, fields.lang)
        fields.problems += problems
        body, sessions = body + made, [*sessions, *more]
    if not sessions:
        return body, None
    try:
        return body, Programme(
            slug="programme", lang=fields.lang, title="", where=source.where, sessions=tuple(sessions)
        )
    except ProgrammeError as caught:  # too many of them, in several files
        fields.problems += caught.problems
        return body, None


def _tell_unseen(fields: PageFields, values: dict[str, Any]) -> None:
    """A warning for an event's name that no reader of the page sees."""
    event = values["event"]
    shown = (values[key] for key in ("title", "kicker", "lead", "body"))
    if event and event.name and not any(_folded(event.name) in _folded(text) for text in shown):
        fields.add(warning("event-name-unseen", name=event.name), ("event", "name"))


def _take_site_picture(fields: PageFields, values: dict[str, Any], source: _Source) -> None:
    """Make the picture that the page names for its site ours, if it is a photograph that can be used.

    One that nobody described has a note: it is left to the site.
    """
    name, alt, path = fields.site_picture()
    places = {name: Place()} if name else {}
    images = read_images(places, source.folder, source.root, decode=source.decoded)[0]
    if not images or images.files[name].glance()[0] < LEAST_PICTURE_PX:
        return
    if not alt:
        fields.add(note("picture-offered", name=name), path)
    elif made := fields.make(Picture, {"name": name, "alt": alt}):
        values["picture"] = made
        values["images"] = Pictures(values["images"].files | images.files)


def folders_of_theme(theme: str, where: str, root: Path | None = None) -> tuple[Path, ...]:
    """The folders that a theme which the page ``where`` chose stays within, with all that it names.

    ``theme`` is what the page has of it, ``root`` the folder of its site. They are the page's own
    folder and the site's; a theme in neither of them lies in the working folder. None for a theme that
    is named.
    """
    if not theme.lower().endswith(".toml"):
        return ()
    folder = Path.cwd() if where == "-" else Path(where).resolve().parent
    own = tuple(place.resolve() for place in (folder, root) if place)
    return own if any(Path(theme).is_relative_to(place) for place in own) else (Path.cwd(),)


def _template(fields: PageFields, named: str, source: _Source) -> str:
    """The card template of a page, read once where it is a file: the bytes are kept for its cards."""
    key = ("cards", "template")
    file = _file(named, key, fields, source)
    if file.lower().endswith(".toml") and not fields.has_problem("cards.template"):
        try:
            opened_files.keep(Path(file), MOST_BYTES, _folders(source))
        except OSError as caught:
            fields.add(error("source-not-read", reason=reason(caught)), key)
    return file


def _folders(source: _Source) -> list[Path]:
    """Where themes and templates of a page lie: in its own folder, its site's, or the working one."""
    return [folder.resolve() for folder in (source.folder, source.root, Path.cwd()) if folder]


def _file(named: str, path: tuple[str, ...], fields: PageFields, source: _Source) -> str:
    """``named`` as a path where it ends in .toml, below the page's, site's or working folder."""
    if not named.lower().endswith(".toml"):
        return named
    folders = _folders(source)
    for folder in folders:
        file = found(folder / named).resolve()
        if file.is_file() and any(file.is_relative_to(f) for f in folders):
            return str(file)
    shown = list(dict.fromkeys(map(str, folders)))
    fields.add(error("toml-missing", file=named, folders=shown), path)
    return named


def _from_plain(text: str, source: _Source) -> _Draft:
    """A text as it was copied from a site, or from Word: its first line is the title."""
    plain = read_plain(text)
    head = {key: plain.head[key] for key in ("lang",) if key in plain.head}
    lines: dict[tuple[str | int, ...], int] = {(key,): at[0] for key, at in plain.lines.items()}
    fields = PageFields(FrontMatter(tree=head, body="", lines=lines), source.where)
    lang = translations.language(fields, text, source.lang)
    body, url = to_body(plain), source.address or plain.head.get("url", "")
    values: dict[str, Any] = {
        "slug": "", "lang": lang, "title": plain.title, "lead": plain.lead, "note": plain.note,
        "plain": True, "url": url, "body": body, "source": to_markdown(plain, lang, url),
        **_dated(plain, lang, fields),
    }  # fmt: skip
    fields.add(note("plain-read", parts=plain.understood()), ())
    if url and not source.address and is_insecure(url):
        fields.add(warning("address-http", address=url), ("url",))
    if (count := len(plain.title)) > LONGEST["title"]:
        at = Place(source.where, plain.lines["title"][0], "title")
        fields.problems.append(error("first-line-long", at=at, count=count, most=LONGEST["title"]))
    if not plain.blocks:
        fields.problems.append(error("body-empty-plain", at=Place(source.where, key=BODY)))
    return _Draft(fields, values)


def _dated(plain: PlainPage, lang: str, fields: PageFields) -> dict[str, Any]:
    """The event that a text's head tells the day and the place of, or the day it was published.

    An hour without a zone is no moment: a note says that it stays in the text alone.
    """
    given = plain.head.get("date", "")
    try:
        moment = read_moment(given, lang)
    except UnreadDateError:
        if given:
            fields.add(note("plain-date-unread", given=given), ("date",))
        return {}
    day = moment.date() if isinstance(moment, datetime) else moment
    place, address = plain.head.get("place", ""), plain.head.get("address", "")
    if not place and "hours" not in plain.head:
        return {"published": day}
    hours = plain.head.get("hours", given if isinstance(moment, datetime) else "")
    starts, ends = _span(moment, hours)
    zone = find_zone(plain.head.get("zone", ""))
    if zone and isinstance(starts, datetime) and isinstance(ends, datetime):
        try:
            starts, ends = in_zone(starts, zone), in_zone(ends, zone)
        except SourceError as caught:
            fields.add(caught.problems[0], ("date",))
            return {}
    elif hours and not (isinstance(starts, datetime) and starts.tzinfo):
        zone_name = labels.in_language(lang)["plain_text"]["heads"]["zone"][0].capitalize()
        key = "hours" if "hours" in plain.head else "date"
        fields.add(note("plain-hour-untold", given=hours, zone=zone_name), (key,))
        starts = ends = day
    return {"event": Event(starts=starts, ends=ends, place=place, address=address)}


_FROM = re.compile(r"^(?:de|dès|à|from|at|von|ab|um|a las|desde|من)\s+(?:las\s+)?")
_TO = re.compile(
    r"(?<!\s)\s*[-–—]\s*|\s(?:à|to|until|till|bis|a las|a|hasta las|hasta|jusqu['’]à|إلى|حتى)\s"
)


def _span(moment: date | datetime, hours: str) -> tuple[date | datetime, date | datetime]:
    """The start and end of ``hours``, "18h30 – 20h", on the day ``moment``; else ``moment`` itself."""
    first, *rest = _TO.split(hours, maxsplit=1)
    first = _FROM.sub("", first)
    clock, last = read_hours(first), read_hours(rest[0]) if rest else None
    if clock is None or isinstance(moment, datetime):
        return moment, moment
    starts = datetime.combine(moment, clock)
    if last == time(0):  # midnight ends the day
        return starts, datetime.combine(moment + timedelta(days=1), last)
    return starts, datetime.combine(moment, last) if last and last >= clock else starts
