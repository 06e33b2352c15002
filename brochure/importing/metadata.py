"""What a page of the web is: its title, lead, language, address, days, people, picture, licence.

Read in the order JSON-LD, Open Graph, Dublin Core, microdata, page; what they say is held against what
the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from posixpath import basename, splitext
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from brochure import language_tags, web_address
from brochure.errors import AddressError
from brochure.importing import html_noise, html_pictures, page_dates, structured_data
from brochure.importing.html_inline import joined
from brochure.importing.imported import ImportedPicture
from brochure.importing.structured_data import ARTICLES, PAGES, Said, Thing, clean, text_of, texts_of
from brochure.page import LONGEST, Event
from brochure.text import language_guess
from brochure.validation import check_lang

_SEPARATOR = re.compile(r"(?<!\s)\s+[|–—·•»«:>-]\s+|[|»]\s+|(?<!\s)\s+::\s+")
_TIGHT = re.compile(r"\s*(?:::|[|｜_－–—»>·•]|(?<!\w)-|-(?!\w)|(?<=[\u3040-\u9fff])-)\s*")
"""What may stand between the parts of a title, with spaces or without."""

_TRACKING = re.compile(
    r"utm_|fbclid|gclid|xtor|at_medium|at_campaign|mc_cid|mc_eid|igshid|_ga", re.IGNORECASE
)
_NO_PHOTO = re.compile(
    r"logo|default|favicon|avatar|placeholder|og[-_]image|opengraph|social[-_]?(?:share|card)|share[-_]image|sprite|fallback|blank",
    re.IGNORECASE,
)
_LEAD_NAMES = re.compile(
    r"(?:^|[\s_-])(?:chapo|chapeau|lead|lede|standfirst|intro(?:duction|text)?|dek|deck|subtitle|sub-?headline|subhead|excerpt"
    r"|article-?(?:desc|description|summary|teaser|intro)|article__desc|text--lead|entradilla|vorspann|teaser-?text|summary|accroche"
    r"|(?:post|page|entry|article|story)-?(?:description|subtitle|lead|lede|excerpt|chapo)|catchline|baseline|hat-?text|abstract|ingress|manchet|sommario|occhiello|bajada|sumario|strapline)(?:$|[\s_-])",
    re.IGNORECASE,
)

LEAST_LEAD, LEAST_SHOWN = 40, 25
"""Characters; a description that is shorter says no more than the title; of one that the page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a page beside its text; each field as in `imported.Imported`."""

    title: str = ""
    lead: str = ""
    lang: str = ""
    url: str = ""
    site_name: str = ""
    published: date | None = None
    updated: date | None = None
    authors: tuple[str, ...] = ()
    licence: str = ""
    event: Event | None = None
    picture: ImportedPicture | None = None
    free: bool = True
    """Whether all may read the whole text, as far as the page says."""


def read(root: HtmlElement, address: str) -> Metadata:
    """The metadata of the page with the tree ``root``, which was at ``address``."""
    said = structured_data.read(root)
    base = base_of(root, address)
    site_name = _site_name(said, address)
    lang = _lang(said, root)
    since = page_dates.published(said, root, lang)
    url = _url(said, root, address)
    return Metadata(
        title=_title(said, root, site_name, address),
        lead=_lead(said, root),
        lang=lang,
        url=url,
        site_name=site_name,
        published=since,
        updated=page_dates.updated(said, since),
        authors=_authors(said, root, site_name),
        licence=_licence(said, root),
        event=page_dates.event(said, url or address),
        picture=_picture(said, root, base),
        free=not any(_is_closed(thing) for thing in said.things),
    )


def base_of(root: HtmlElement, address: str) -> str:
    """What the links of the page are relative to."""
    given = next((href for base in root.iter("base") if (href := base.get("href"))), "")
    return joined(address, given) or address


def _is_closed(thing: Thing) -> bool:
    return str(thing.get("isAccessibleForFree", "")).strip().lower() in {
        "false",
        "http://schema.org/false",
    }


def folded(text: str) -> str:
    """``text`` for comparing: letters and digits alone."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


# Title


def _site_name(said: Said, address: str) -> str:
    sites = (text_of(thing.get("name")) for thing in said.of_kind(re.compile("WebSite$")))
    publishers = (text_of(thing.get("publisher")) for thing in said.of_kind(ARTICLES))
    names = (
        said.tag("og:site_name"),
        *sites,
        *publishers,
        said.tag("application-name", "dc.publisher"),
    )
    name = next((clean(name) for name in names if name and not name.startswith("http")), "")
    return name if len(name) <= LONGEST["site_name"] else ""


def _title(said: Said, root: HtmlElement, site_name: str, address: str) -> str:
    """The title as the page shows it, without the site's name.

    The heading that the metadata agree with is the title; else what the metadata say.
    """
    headlines = [text for thing in said.of_kind(ARTICLES) if (text := text_of(thing.get("headline")))]
    events = said.of_kind(structured_data.EVENTS)
    headlines += [text for thing in events if (text := text_of(thing.get("name")))]
    others = [
        clean(said.tag(name))
        for name in ("og:title", "twitter:title", "dc.title", "dcterms.title", "title")
    ]
    whole = " ".join(next((e.text_content() for e in root.iter("title")), "").split())
    given = [one for one in (*headlines, *others, clean(whole)) if one]
    shown = [
        text
        for h1 in root.iter("h1")
        if _is_seen(h1) and not _leads_home(h1, address) and (text := _words(h1))
    ]
    for text in shown:
        if any(_agree(text, one) for one in given):
            return text
    if not shown and (named := _named_by(root, given)):
        return named
    stripped = [without_site(one, site_name, address) for one in given]
    stripped = [one for one in stripped if one and folded(one) != folded(site_name)]
    if len(shown) == 1 and folded(shown[0]) != folded(site_name) and not headlines:
        return shown[0]
    if not (shown or headlines or len(given) > 1):
        known = {*long_words(" ".join(given))}
        large = (line for line in _large_lines(root) if not {*long_words(line)} & known)
        if line := next(large, ""):
            return line  # the only other title is the site's, on each of its pages
    return next(iter(stripped), "") or next(iter(shown), "") or next(iter(given), "")


def _named_by(root: HtmlElement, given: Sequence[str]) -> str:
    """The heading below the first level that is the first or last part of a title that is given."""
    parts = [_TIGHT.split(one) for one in given]
    starts = {folded(part) for one in parts if len(one) > 1 for part in (one[0], one[-1])}
    headings = (e for e in root.iter("h2", "h3", "h4") if _is_seen(e))
    if words := next((words for e in headings if (words := _words(e)) and folded(words) in starts), ""):
        return words
    long = {start for start in starts if len(start.split()) >= LEAST_SHOWN_WORDS}
    lines = (e for e in root.iter("div", "span", "p", "strong", "b", "td", "font") if len(e) <= 1)
    found = (
        words
        for e in lines
        if (folded(words := _words(e)) in long or _goes_on(e, words, long)) and not _is_linked(e)
    )
    return next(found, "") if long else ""


def _goes_on(element: HtmlElement, words: str, starts: Collection[str]) -> bool:
    """Whether a line that is called a title goes on where one of ``starts`` ends."""
    named = _TITLE_NAMES.search(element.get("class") or "") and len(words) <= LONGEST["title"]
    return bool(named) and folded(words).startswith(tuple(f"{start} " for start in starts))


_TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:titles?|titre|titel|titulo|titolo|headline|heading|zagl\w*|naslov|baslik)(?:$|[\s_-])",
    re.IGNORECASE,
)


LEAST_SHOWN_WORDS = 3
"""Words of a line that is no heading, and by its words alone is the title that the page gives."""


def _is_linked(element: HtmlElement) -> bool:
    around = any(above.tag in {"a", "nav", "li"} for above in element.iterancestors())
    return around or next(element.iter("a"), None) is not None


def _large_lines(root: HtmlElement) -> Iterator[str]:
    """The lines in large letters of a page that knows no headings (HTML 3.2, ``font size``)."""
    for element in root.iter("font", "big"):
        if element.tag == "big" or re.fullmatch(r"\+[1-4]|[4-7]", (element.get("size") or "").strip()):
            words = _words(element)
            if LEAST_LARGE <= len(words) <= MOST_LARGE and _is_seen(element):
                yield words


LEAST_LARGE, MOST_LARGE = 8, 120


def _leads_home(element: HtmlElement, address: str) -> bool:
    """Whether a heading is a link to the site's first page, and so its name on every page."""
    link = next(element.iter("a"), None) if element.find(".//a") is not None else None
    link = link if link is not None else next(element.iterancestors("a"), None)
    return (
        link is not None
        and _is_home(joined(address, link.get("href") or "x"))
        and not (address and _is_home(address))
    )


def long_words(text: str) -> list[str]:
    """The words of ``text`` that mean something: of four letters and more."""
    return re.findall(r"\w{4,}", folded(text))


def _is_seen(element: HtmlElement) -> bool:
    return not any(html_noise.is_hidden(one) for one in (element, *element.iterancestors()))


def _words(element: HtmlElement) -> str:
    """The words of a heading, with a space where elements that are blocks end a line."""
    return " ".join(_in_order(element).split())


def _in_order(element: HtmlElement) -> str:
    made = element.text or ""
    for child in element:
        if (
            isinstance(child.tag, str)
            and child.tag not in html_noise.NEVER
            and not html_noise.is_hidden(child)
        ):
            inner = _in_order(child)
            if not re.search(r"sr-only|visually-?hidden|screen-reader", child.get("class") or ""):
                made += f" {inner} " if child.tag in {"br", "div", "p"} else inner
        made += child.tail or ""
    return made


def _agree(shown: str, given: str) -> bool:
    """Whether a heading is the title that metadata give, which may have more around it."""
    first, second = folded(shown), folded(given)
    if not first or not second:
        return False
    if first == second:
        return True
    if len(first) >= 12 and second.startswith(f"{first} "):
        return True
    short = second.removesuffix(" …").removesuffix("…")
    return len(second) >= 25 and (first.startswith(short) or _overlap(first, second) >= 0.8)


def _overlap(first: str, second: str) -> float:
    one, other = set(first.split()), set(second.split())
    return len(one & other) / max(len(one), len(other), 1)


def without_site(title: str, site_name: str, address: str) -> str:
    """``title`` without the name of the site at one of its ends, behind a separator."""
    parts = _SEPARATOR.split(title)
    marks = _SEPARATOR.findall(title)
    host = re.sub(
        r"[\W_]", "", (urlsplit(address).hostname or "").removeprefix("www.").rpartition(".")[0]
    )
    names = {folded(site_name)} - {""}
    while len(parts) > 1 and (
        _is_name(parts[-1], names, host) or _names_host(parts[-1], parts[:-1], host)
    ):
        parts.pop()
        marks.pop()
    while len(parts) > 1 and (
        _is_name(parts[0], names, host) or _names_host(parts[0], parts[1:], host)
    ):
        parts.pop(0)
        marks.pop(0)
    made = parts[0]
    for mark, part in zip(marks, parts[1:], strict=False):
        made += mark + part
    return made.strip()


def _names_host(part: str, others: Sequence[str], host: str) -> bool:
    """Whether a short ``part`` has a word of the host, as "Gmina Lormice" of lormice.pl."""
    words = _plain_letters(folded(part)).split()
    more = sum(len(folded(other).split()) for other in others)
    return (
        len(words) < min(5, more)
        and more >= 3
        and any(len(word) > 4 and word in host for word in words)
    )


def _plain_letters(text: str) -> str:
    return text.translate(str.maketrans("àâäéèêëïîôöùûüçąćęłńóśźżáíúñ", "aaaeeeeiioouuucacelnoszzaiun"))


def _is_name(part: str, names: set[str], host: str) -> bool:
    bare = folded(part)
    if any(
        bare == name or (len(name) > 4 and (bare.startswith(f"{name} ") or bare.endswith(f" {name}")))
        for name in names
    ):
        return True
    if any(len(bare) > 3 and name.startswith(bare) for name in names):
        return True
    joined = re.sub(r"\W", "", bare)
    plain = _plain_letters(joined)
    return len(plain) > 3 and bool(host) and (plain in host or host in plain)


# Lead


def _lead(said: Said, root: HtmlElement) -> str:
    """What stands below the title: what the page marks so, else its description."""
    shown = _shown_lead(root)
    if shown:
        return shown
    things = [*said.of_kind(ARTICLES)]
    given = [
        text_of(thing.get(key))
        for thing in things
        for key in ("description", "abstract", "alternativeHeadline")
    ]
    given += [
        clean(said.tag(name))
        for name in (
            "og:description",
            "description",
            "twitter:description",
            "dc.description",
            "dcterms.abstract",
        )
    ]
    fit = (text for text in given if LEAST_LEAD <= len(text) <= LONGEST["lead"])
    return next(fit, "")


_LABEL = re.compile(
    r"(?:l['’]essentiel|en bref|das wichtigste|in breve|lo esencial)\b\s*:?\s*", re.IGNORECASE
)
"""What newspapers write above a lead, without a mark between both."""


def _is_below_title(element: HtmlElement) -> bool:
    return any(before.tag == "h1" for before in element.itersiblings(preceding=True))


def _shown_lead(root: HtmlElement) -> str:
    for element in root.iter("p", "div", "h2", "h3", "span", "strong", "section"):
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        if names.strip() == "description" and _is_below_title(element):
            names = "summary"
        if not names.strip() or not _LEAD_NAMES.search(re.sub("(?<=[a-z])(?=[A-Z])", "-", names)):
            continue
        above = {one.tag for one in element.iterancestors()}
        if above & {"aside", "nav", "footer", "li", "figure"} or sum(
            1 for _ in element.iter("p")
        ) > 1 + (element.tag == "p"):
            continue
        text = " ".join(_in_order(element).split())
        if label := _LABEL.match(text):
            text = text[label.end() :]
        if LEAST_SHOWN <= len(text) <= LONGEST["lead"] and not html_noise.is_noisy_line(text):
            return text
    return ""


# Language and address


def _lang(said: Said, root: HtmlElement) -> str:
    """The language that the page says it is in; "" where it does not, or in no form of a tag."""
    given = [
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
    ]
    given += [text_of(thing.get("inLanguage")) for thing in said.of_kind(ARTICLES)]
    given += [
        said.tag("og:locale"),
        said.tag("content-language", "language", "dc.language", "dcterms.language"),
    ]
    for one in given:
        tag = (one or "").split(",")[0].strip().replace("_", "-")
        if tag and not [*check_lang(tag)] and len(tag) <= LONGEST["lang"]:
            return tag
    return ""


def checked_lang(lang: str, text: str) -> str:
    """``lang`` where the words of ``text`` do not contradict it, else the language they are in."""
    if lang and (other := language_guess.contradicts(text, language_tags.primary(lang))):
        return other
    return lang or language_guess.likeliest(text)


def _url(said: Said, root: HtmlElement, address: str) -> str:
    links = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    given = [
        *links,
        said.tag("og:url"),
        *(text_of(t.get("mainEntityOfPage") or t.get("url")) for t in said.of_kind(ARTICLES)),
    ]
    for one in given:
        whole = accepted(joined(address, one)) if one else ""
        if whole and not (_is_home(whole) and not _is_home(address)) and _same_site(whole, address):
            return whole
    return accepted(without_tracking(address))


def accepted(address: str) -> str:
    """``address`` as it may be printed; "" where it may not."""
    try:
        return web_address.parse_url(address).url if address else ""
    except (AddressError, ValueError):
        return ""


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_HOMES.fullmatch(parts.path)) and not parts.query


_HOMES = re.compile(
    r"/?(?:(?:index|default|home|accueil)(?:\.\w{2,5})?|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE
)
"""Paths of first pages: of a site, or of one of its languages."""


def _same_site(url: str, address: str) -> bool:
    """Whether both are of one site; a saved page has no address, and believes its own."""
    host = urlsplit(address).hostname or ""
    return not host or (urlsplit(url).hostname or "").split(".")[-2:] == host.split(".")[-2:]


def without_tracking(address: str) -> str:
    """``address`` without what counts visitors, and without a place in the page."""
    parts = urlsplit(address)
    if not parts.query:
        return address.partition("#")[0]
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key)
    ]
    if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)):
        return address.partition("#")[0]
    return urlunsplit(parts._replace(query=urlencode(kept), fragment=""))


# People and licences


def _authors(said: Said, root: HtmlElement, site_name: str) -> tuple[str, ...]:
    names = [name for thing in said.of_kind(ARTICLES) for name in texts_of(thing.get("author"))]
    names = names or [
        *said.tags.get("author", ()),
        *said.tags.get("article:author", ()),
        *said.tags.get("dc.creator", ()),
    ]
    if not names:
        names = [
            " ".join(e.text_content().split())
            for e in root.xpath(
                "//a[contains(@rel,'author')]|//*[@itemprop='author' and not(@itemscope)]"
            )
        ][:3]
    kept = (_OF.sub("", clean(name)) for name in names)
    return tuple(
        dict.fromkeys(
            name
            for name in kept
            if 2 < len(name) < 80
            and not re.search(
                r"https?:|@|^(?:admin|webmaster|redaction|rédaction)$", name, re.IGNORECASE
            )
            and folded(name) != folded(site_name)
        )
    )[:6]


_OF = re.compile(r"^(?:par|by|von|di|da|por)\s+", re.IGNORECASE)
_CREATIVE = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/zero/(\d\.\d))", re.IGNORECASE
)


def _licence(said: Said, root: HtmlElement) -> str:
    given = [text_of(thing.get("license")) for thing in (*said.of_kind(ARTICLES), *said.of_kind(PAGES))]
    given += [said.tag("dcterms.license", "dc.rights.license", "license")]
    given += [
        link.get("href") or ""
        for link in root.iter("a", "link")
        if "license" in (link.get("rel") or "").lower().split()
    ]
    return next((licence for one in given if (licence := licence_named(one))), "")


def licence_named(given: str) -> str:
    """A licence as people write it; Creative Commons by the parts of its address."""
    if found := _CREATIVE.search(given):
        return f"CC0 {found[3]}" if found[3] else f"CC {found[1].upper()} {found[2]}"
    return "" if given.startswith(("http", "/")) or len(given) > LONGEST["licence"] else given


# The picture


def _picture(said: Said, root: HtmlElement, base: str) -> ImportedPicture | None:
    """The photograph that the page names as its own, with the words the page has for it."""
    for address, alt, credit, licence in _named_pictures(said):
        whole = joined(base, address)
        name = html_pictures.name_of(whole)
        if (
            not whole.lower().startswith(("http://", "https://"))
            or _NO_PHOTO.search(name)
            or name.endswith(".svg")
        ):
            continue
        made = ImportedPicture(name=name, address=whole, alt=alt, credit=credit, licence=licence)
        return _with_words(made, root, base)
    return None


def _named_pictures(said: Said) -> Iterator[tuple[str, str, str, str]]:
    """Addresses of pictures, each with its alternative text, credit and licence."""
    for thing in (*said.of_kind(ARTICLES), *said.of_kind(structured_data.EVENTS)):
        for image in _listed(thing.get("image")):
            if isinstance(image, str):
                yield image, "", "", ""
            elif isinstance(image, dict) and (
                address := text_of(image.get("url") or image.get("contentUrl"))
            ):
                alt = text_of(image.get("caption") or image.get("description"))
                credit = text_of(
                    image.get("creditText")
                    or image.get("copyrightHolder")
                    or image.get("copyrightNotice")
                )
                yield address, alt, credit, licence_named(text_of(image.get("license")))
    for name in (
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
        "image",
    ):
        for address in said.tags.get(name, ())[:1]:
            if address:
                yield address, clean(said.tag("og:image:alt", "twitter:image:alt")), "", ""


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _with_words(picture: ImportedPicture, root: HtmlElement, base: str) -> ImportedPicture:
    """``picture`` with the caption and the credit that the page shows it with."""
    for image in root.iter("img"):
        shown = html_pictures.picture_of(image, base)
        if shown is None or not same_picture(shown.address, picture.address):
            continue
        words, credit = _caption_and_credit(image)
        return replace(picture, alt=shown.alt or picture.alt or words, credit=picture.credit or credit)
    return picture


def _caption_and_credit(image: HtmlElement) -> tuple[str, str]:
    figure = next(iter(image.iterancestors("figure")), None)
    captions = (
        [*figure.iter("figcaption")] if figure is not None else html_pictures.caption_beside(image)
    )
    part = html_pictures.marked_credit(figure) if figure is not None else None
    credit = " ".join(part.text_content().split()) if part is not None else ""
    for caption in captions:
        if (part := html_pictures.marked_credit(caption)) is not None:
            credit = " ".join(part.text_content().split())
    words = " ".join(" ".join(c.text_content().split()) for c in captions)
    if credit:
        return words.replace(credit, "").strip(" ,;–—-|"), credit
    return html_pictures.credit_in(words)


def same_picture(first: str, second: str) -> bool:
    """Whether two addresses are of one picture, in whatever size."""
    if first == second or (bool(_stem(first)) and _stem(first) == _stem(second)):
        return True
    one, other = urlsplit(first), urlsplit(second)
    return bool(splitext(one.path)[1]) and (one.netloc, one.path) == (other.netloc, other.path)


def _stem(address: str) -> str:
    """The name of a picture without its size: "port-1200x630.jpg" is "port"."""
    stem = splitext(basename(unquote(urlsplit(address).path)))[0]
    stem = re.sub(r"\.(?:jpe?g|png|webp|avif)$", "", stem, flags=re.IGNORECASE)
    stem = re.sub(
        r"[-_@](?:\d{2,4}x\d{2,4}|\d{2,4}w?|scaled|large|medium|small|thumb(?:nail)?|[1-3]x)$", "", stem
    )
    return stem if len(stem) > 3 else ""
