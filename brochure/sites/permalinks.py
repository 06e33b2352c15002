"""Permalinks: the address of a page, from its path and its front matter, as its generator makes it.

A rule is a pattern ("/:path/:slug/"), or the name of a generator, whose own rules are followed as its
documentation has them for a site without settings of its own: Hugo (URL management), Jekyll
(Permalinks, built-in style "date"), MkDocs (use_directory_urls), Sphinx (html_baseurl), Pelican
(ARTICLE_URL, PAGE_URL), Eleventy (Permalinks), Astro (Routing). A path that the page names itself
(``url``, ``permalink``) goes before all of them. Where a site differs, the generator can say its
addresses itself: `brochure.sites.addresses`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

from brochure import slugs
from brochure.errors import SourceError
from brochure.problems import Place, Problem, error
from brochure.reading.site_keys import WHOLE_ADDRESS
from brochure.reading.translations import lang_of

TOKENS = ("path", "name", "slug", "title", "year", "month", "day", "lang")
"""What a pattern may name, each after a colon."""

INDEXES = frozenset({"index", "_index", "readme"})
"""Names of files that are the page of their folder."""

PATHS = ("url", "permalink")
"""Keys of front matter that hold a page's whole path, where they start with "/"."""

_TOKEN = re.compile(r":([A-Za-z_]+)")
_DATED = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(.+)")
_DATE = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})")
_DATES = ("date", "published", "pubDate", "publishDate", "created")


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A page as rules see it: its ``folder`` ("" or "guide/api"), its ``name``, "" of an index page.

    ``date`` is (year, month, day) as two to four digits, or empty; ``head`` its front matter. ``lang``
    is said by its file's name, or "".
    """

    folder: str
    name: str
    lang: str
    date: tuple[str, ...]
    head: Mapping[str, Any]

    @property
    def slug(self) -> str:
        """The last part of its address: what its front matter says, else its name."""
        return self._said("slug") or self.name

    @property
    def title(self) -> str:
        """Its title as a part of an address, else its name."""
        title = self._said("title")
        return slugs.slug_of(title) if title else self.name

    def _said(self, key: str) -> str:
        value = self.head.get(key)
        return value.strip().strip("/") if isinstance(value, str) else ""


def check(rule: str) -> Iterator[Problem]:
    """What is wrong with a ``rule``."""
    if rule.startswith("/"):
        for token in _TOKEN.findall(rule):
            if token not in TOKENS:
                near = get_close_matches(token, TOKENS, n=1, cutoff=0.5)
                known = [f":{name}" for name in near or TOKENS]
                yield error("site-token-unknown", token=f":{token}", known=known)
    elif rule not in GENERATORS:
        near = get_close_matches(rule.lower(), GENERATORS, n=1, cutoff=0.6)
        yield error("site-permalinks-unknown", given=rule, known=near or tuple(GENERATORS))


def address(rule: str, base: str, page: PurePosixPath, head: Mapping[str, Any]) -> str:
    """The address of the ``page``, by its path in the folder of pages, below the address ``base``.

        address("/:path/:slug/", "https://a.org/", PurePosixPath("guide/start.md"), {})
        # https://a.org/guide/start/

    ``head`` is its front matter. "" without a ``base``, and for a page that says its whole address,
    which is then taken. Raises SourceError for a date that the rule wants and nothing gives.
    """
    if not base:
        return ""
    if any(_is_whole(head.get(key)) for key in ("url", *WHOLE_ADDRESS)):
        return ""
    own = next((p for key in PATHS if (p := head.get(key)) and _is_path(p)), "")
    if own and ":" not in own:
        return base + str(own).strip().lstrip("/")
    found = located(page, head)
    rule = own or rule or "/:path/:slug/"
    path = _filled(rule, found) if rule.startswith("/") else GENERATORS[rule](found)
    return base + path


def _is_whole(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower().startswith(("https://", "http://"))


def _is_path(value: object) -> bool:
    return isinstance(value, str) and value.strip().startswith("/")


def located(page: PurePosixPath, head: Mapping[str, Any]) -> Located:
    """The page at ``page`` with the front matter ``head``."""
    lang = lang_of(page.name)
    name = page.stem.rpartition(".")[0] if lang else page.stem
    date: tuple[str, ...] = ()
    if dated := _DATED.fullmatch(name):
        date, name = dated.groups()[:3], dated[4]
    for key in _DATES:
        if isinstance(value := head.get(key), str) and (found := _DATE.match(value)):
            date = (found[1], found[2].zfill(2), found[3].zfill(2))
            break
    folder = page.parent.as_posix()
    return Located(
        folder="" if folder == "." else folder, name="" if name.lower() in INDEXES else name,
        lang=lang, date=date, head=head,
    )  # fmt: skip


def _filled(pattern: str, page: Located) -> str:
    """``pattern`` with what its tokens say of ``page``, without its first "/"."""
    if not page.date and (wanted := {"year", "month", "day"} & {*_TOKEN.findall(pattern)}):
        token = next(name for name in TOKENS if name in wanted)
        raise SourceError(error("site-page-undated", at=Place(key="date"), token=f":{token}"))
    year, month, day = page.date or ("", "", "")
    values = {
        "path": page.folder, "name": page.name, "slug": page.slug, "title": page.title, "year": year,
        "month": month, "day": day, "lang": page.lang or page.head.get("lang") or "",
    }  # fmt: skip
    filled = _TOKEN.sub(lambda token: str(values.get(token[1], token[0])), pattern)
    return _joined(*filled.split("/"), ending="/" if pattern.endswith("/") else "")


def _joined(*parts: str, ending: str = "/") -> str:
    """The ``parts`` of a path that are there, "" for none: it is the page at the site's address."""
    path = "/".join(part.strip("/") for part in parts if part.strip("/"))
    return path + ending if path else ""


def _urlized(text: str) -> str:
    """``text`` as Hugo writes paths: lower case, hyphens for spaces, letters of any script kept."""
    kept = "".join(
        c if c.isalnum() or c in "-_./+~" or unicodedata.combining(c) else "-" if c.isspace() else ""
        for c in text.lower()
    )
    return re.sub("-{2,}", "-", kept).strip("-")


def _hugo(page: Located) -> str:
    """A leaf bundle (index.md) and a section (_index.md) have the address of their folder."""
    if page.name:
        return _joined(page.lang, _urlized(page.folder), _urlized(page.slug))
    above, _, last = page.folder.rpartition("/")
    return _joined(page.lang, _urlized(above), _urlized(page.slug or last))


def _jekyll(page: Located) -> str:
    folders = page.folder.split("/")
    if "_posts" in folders:
        said = page.head.get("categories") or page.head.get("category") or ()
        categories = said.split() if isinstance(said, str) else [str(item) for item in said]
        before = folders[: folders.index("_posts")]
        parts = [c.lower() for c in (*before, *categories)]
        return _joined(*parts, *page.date, f"{page.slug}.html", ending="")
    return _joined(page.folder, f"{page.name}.html", ending="") if page.name else _joined(page.folder)


def _directories(page: Located) -> str:
    """MkDocs: a page at guide/start.md is read at guide/start/."""
    return _joined(page.folder, page.name)


def _sphinx(page: Located) -> str:
    return _joined(page.folder, f"{page.name or 'index'}.html", ending="")


def _pelican(page: Located) -> str:
    """Articles lie at the top, pages in pages/; the slug is made of the title."""
    slug = page.head.get("slug") or page.head.get("Slug") or page.title or page.name
    in_pages = "pages" if page.folder.split("/")[0] == "pages" else ""
    lang = f"-{page.lang}" if page.lang else ""
    return _joined(in_pages, f"{slug}{lang}.html", ending="")


def _eleventy(page: Located) -> str:
    return _joined(page.folder, page.name)


def _astro(page: Located) -> str:
    return _joined(page.folder, page.slug)


GENERATORS: Mapping[str, Callable[[Located], str]] = {
    "hugo": _hugo, "jekyll": _jekyll, "mkdocs": _directories, "sphinx": _sphinx, "pelican": _pelican,
    "eleventy": _eleventy, "astro": _astro,
}  # fmt: skip
"""The rules of generators, by their names."""
