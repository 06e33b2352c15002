"""Pictures of a page of the web: where they really are, what they show, whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from posixpath import basename
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from brochure.importing import html_noise
from brochure.importing.html_inline import joined
from brochure.importing.imported import ImportedPicture

_SOURCES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-full-src",
    "data-image",
    "data-url",
    "src",
)
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_NO_PICTURE = re.compile(
    r"^data:|^about:|^blob:|(?:^|[/_.-])(?:blank|spacer|pixel|placeholder|transparent|loading|loader|lazy)"
    r"[\w-]*\.(?:gif|png|svg|jpe?g)|/(?:emoji|smil(?:ey|ies)|icons?)/|gravatar\.com|doubleclick|/1x1\b",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"[\w %()-]{0,80}\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp)"
    r"|(?:img|dsc|image|photo|capture|sans titre|untitled|screenshot)[\s_-]*\d*",
    re.IGNORECASE,
)

LEAST_SIDE = 100
"""Pixels that a picture's tag says it has at least, where it says so: smaller ones are signs."""

WIDEST = 2600
"""The widest of several sizes that is taken: paper needs no more (`reading.pictures.PRINT_PX`)."""


def picture_of(image: HtmlElement, base: str) -> ImportedPicture | None:
    """The picture that ``image`` (``<img>``) shows on the page at ``base``; None for a mere sign."""
    if _is_small(image) or html_noise.is_hidden(image):
        return None
    address = next((url for url in _addresses(image) if url and not _NO_PICTURE.search(url)), "")
    if not address:
        return None
    address = joined(base, address) if base else address.strip()
    if not address.lower().startswith(("http://", "https://", "file:", "cid:")) and base:
        return None
    words = " ".join((image.get("alt") or "").split())
    alt = "" if _FILE_NAME.fullmatch(words) else words
    return ImportedPicture(
        name=name_of(address), address=address, alt=alt, decorative=image.get("alt") == ""
    )


def without_doubles(shown: dict[HtmlElement, ImportedPicture]) -> dict[HtmlElement, ImportedPicture]:
    """``shown`` without what stands a second time for readers without scripts (``noscript``)."""
    loaded = {picture.address for image, picture in shown.items() if not _is_for_no_scripts(image)}
    return {
        image: picture
        for image, picture in shown.items()
        if not _is_for_no_scripts(image) or picture.address not in loaded
    }


def _is_for_no_scripts(image: HtmlElement) -> bool:
    return next(image.iterancestors("noscript"), None) is not None


def name_of(address: str) -> str:
    """The file's name in ``address``, as far as it has one."""
    try:
        return basename(unquote(urlsplit(address).path)) or "image"
    except ValueError:
        return "image"


def _addresses(image: HtmlElement) -> Iterator[str]:
    """Where the picture may be, the likeliest first."""
    # the parser does not know that a source is empty, and puts the image into it
    around = next(image.iterancestors("picture"), None)
    sources = [*around.iter("source")] if around is not None else []
    yield from (image.get(key) or "" for key in _SOURCES[:-1])
    plain = (image.get("src") or "").strip()
    widest = _widest([given for tag in (image, *sources) for key in _SETS if (given := tag.get(key))])
    if widest and (not plain or _NO_PICTURE.search(plain)):
        yield widest
    yield plain
    yield widest


def _widest(sets: list[str]) -> str:
    """The widest file of ``srcset`` attributes that is no wider than paper needs."""
    found = []
    for given in sets:
        for part in re.split(r",\s+", given.strip()):
            address, _, size = part.strip().partition(" ")
            width = re.match(r"\s*(\d+)w", size)
            found.append((int(width[1]) if width else 0, address.rstrip(",")))
    fit = [entry for entry in found if entry[0] <= WIDEST] or found
    return max(fit, default=(0, ""), key=lambda entry: entry[0])[1]


def _is_small(image: HtmlElement) -> bool:
    sides = (image.get(key, "").strip().removesuffix("px") for key in ("width", "height"))
    return any(side.isdigit() and int(side) < LEAST_SIDE for side in sides)


def credit_in(caption: str) -> tuple[str, str]:
    """A ``caption`` without the credit at its end, and this; "" where there is none."""
    found = _credit().search(caption)
    if found is None or len(caption) - found.start() > LONGEST_CREDIT:
        return _signed(caption)
    return caption[: found.start()].rstrip(" ,;([|–—-/"), caption[found.start() :].strip(" ()[]|–—-")


def _signed(caption: str) -> tuple[str, str]:
    """A ``caption`` and the credit that it ends with, which no mark tells: names, an agency."""
    found = _SIGNED.search(caption)
    if slashed := _SLASHED.search(caption):
        return caption[: slashed.start()].rstrip(), slashed[1].strip()
    name = (found[1] or found[2]).strip() if found else ""
    if found and (_agencies().search(name) or (found[1] and _NAMES.fullmatch(name))):
        return caption[: found.start()].rstrip(" (|–—-/"), name
    return caption, ""


_SLASHED = re.compile(
    r"(?<=[.!?…»”\"])\s((?:[^\W\d_a-zà-ÿ][\w.’'-]{0,20}\s?){1,4}/\s?(?:[^\W\d_a-zà-ÿ][\w.’'-]{0,20}\s?){1,4})$"
)
"""Who took it, and for whom, by their initials: "LF/N.R."."""

_SIGNED = re.compile(
    r"(?<=[.!?…»”\"])[\s(|–—/-]{1,5}([^.!?…()|]{3,80}?)[\s.)]{0,3}$|\(([^()]{3,60})\)\.?$"
)
_NAMES = re.compile(
    r"(?:[A-ZÀ-ÞŁŚŻŹČŠŽŘĎŤŇА-ЯΑ-Ω][\w.'’-]{1,20}|[A-ZÀ-ÞА-ЯΑ-Ω]\.|d[eiu]|van|von|der|la|le)"
    r"(?:[\s/,-]{1,3}(?:[A-ZÀ-ÞŁŚŻŹČŠŽŘĎŤŇА-ЯΑ-Ω][\w.'’-]{0,20}|d[eiu]|van|von|der|la|le|et|and|und|y)){1,6}"
)


@cache
def _agencies() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{html_noise.pattern('agencies').pattern})(?!\w)")


_CAPTION_NAMES = re.compile(
    r"caption|l[ée]gende?|credit|copyright|photographe?r?|bildunterschrift|pie-?(?:de-?)?foto",
    re.IGNORECASE,
)
_CREDIT_NAMES = re.compile(r"credit|copyright|photographer|auteur|author|source", re.IGNORECASE)


def caption_beside(image: HtmlElement) -> list[HtmlElement]:
    """What stands right behind ``image``, and by its class is its caption or credit."""
    found: list[HtmlElement] = []
    element = image
    for _ in range(3):
        for after in element.itersiblings():
            if not isinstance(after.tag, str) or not (
                _CAPTION_NAMES.search(after.get("class") or "") or _says_credit(after)
            ):
                break
            if len(after.text_content()) < LONGEST_CAPTION:
                found.append(after)
        parent = element.getparent()
        if (
            found
            or parent is None
            or len(parent) > MOST_BESIDE
            or len("".join(parent.itertext()).strip()) > LONGEST_CAPTION
        ):
            break
        element = parent
    return found


def _says_credit(element: HtmlElement) -> bool:
    """Whether a short line behind a picture names whose it is."""
    words = " ".join(element.text_content().split())
    if element.tag in {"a", "h1", "h2", "h3", "h4"} or not 0 < len(words) < LONGEST_LINE:
        return False
    return bool(_credit().search(words))


LONGEST_LINE = 200


def marked_credit(caption: HtmlElement) -> HtmlElement | None:
    """The part of ``caption`` that by its class is the credit."""
    parts = (
        e for e in caption.iter("*") if e is not caption and _CREDIT_NAMES.search(e.get("class") or "")
    )
    return next(
        (e for e in parts if 2 < len(" ".join(e.text_content().split())) < LONGEST_CREDIT), None
    )


LONGEST_CAPTION = 600

MOST_BESIDE = 8
"""Elements beside a picture in a box that holds it and its caption alone."""


LONGEST_CREDIT = 160


@cache
def _credit() -> re.Pattern[str]:
    marks = html_noise.pattern("credit_marks").pattern
    return re.compile(rf"(?<![\w])(?:{marks})\s{{0,3}}\S", re.IGNORECASE)
