"""Links of a body: addresses and telephone numbers in its text, jumps within it, and links on paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, unquote, urljoin

from brochure import language_tags, web_address
from brochure.errors import AddressError

if TYPE_CHECKING:
    from linkify_it import LinkifyIt
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

SCHEMES = ("https:", "http:", "mailto:", "tel:")
"""What a link may start with that leads out of a page."""

LONGEST_NOTED = 72
"""Characters of an address that are printed for a link: nobody types more."""

_MAY_BE_ADDRESS = re.compile(r"[\w-]\.[^\W\d_]{2}|\w@\w|://")  # not 4.000: the finder is slow to make
LONGEST_WITHIN = 300
"""Characters between brackets or quotation marks that belong to an address; linkify-it has no bound,
and would look for what closes each of them to the end of the text."""

_WITHIN = re.compile(r"""(\|(?:\\\]|\[[)}"']\])\)\.\))([*+])""")
"""How the patterns of linkify-it say "all up to a bracket or quotation mark"."""

_DOMAINS = (
    "com org net edu gov int info eu io fr be ch lu ca qc de at li es it pt uk ie nl dk se no "
    "fi pl cz gr ro hu us mx ar br cl co pe tn ma dz sn ci cm eg lb jo sa ae qa in jp cn kr au "
    "nz za paris bzh corsica alsace bruxelles quebec berlin wien hamburg koeln madrid barcelona "
    "cat gal eus london wales scot museum coop asso app dev online site shop blog "
)
"""Ends of host names in a text without a scheme; others are also ends of file names (.md)."""

_RESERVED = re.compile(
    r"(?:(?:note|ref|table|intro|panel|panel-box|panel-words|block)-.*|figures|panels|contents|prose"
    r"|foot|end|views|codes|cards|pages|share|text|back|captions|checked|start-of-text|end-of-text|shut|)$"
)
"""Ids that templates use."""


def install(made: MarkdownIt) -> None:
    """Teach ``made`` to link addresses in the text, and to show the address of a link without words."""
    # addresses in brackets, <https://…>, are printed as they are written
    setattr(made, "normalizeLinkText", str)  # noqa: B010 - a method, for those who check types
    made.core.ruler.push("addresses", _link_addresses)


@cache
def _linkifier() -> LinkifyIt:
    from linkify_it import LinkifyIt

    class Finder(LinkifyIt):  # type: ignore[misc]  # it has no types
        """Looks for no address within one that it has found.

        linkify-it does and drops them in the end: a run of joined addresses costs the square of its
        length.
        """

        _behind = 0

        def _on_compile(self) -> None:
            for name, source in self.re.items():
                self.re[name] = _WITHIN.sub(
                    lambda f: f"{f[1]}{{{int(f[2] == '+')},{LONGEST_WITHIN}}}", source
                )

        def match(self, text: str) -> Any:
            self._behind = 0
            return super().match(text)

        def test_schema_at(self, text: str, name: str, position: int) -> int:
            inside = position < self._behind
            before = text[max(0, position - 3) : position - 2] if name == "//" else ""
            # after these "//" opens no address, which linkify-it finds out when it has read one
            length = (
                0 if inside or before in {":", "/"} else super().test_schema_at(text, name, position)
            )
            self._behind = max(self._behind, position + length if length else 0)
            return length

    finder = Finder(options={"fuzzy_link": True, "fuzzy_email": True, "fuzzy_ip": False})
    finder.tlds(_DOMAINS.split(), False)
    return finder


def _link_addresses(state: StateCore) -> None:
    for token in state.tokens:
        children = token.children or []
        if not children:
            continue
        if _MAY_BE_ADDRESS.search("".join(c.content for c in children if c.type == "text")):
            children = list(_with_links(children, _addresses))
        token.children = _with_words(children)


_ENDS_OF_SENTENCES = "،؛؟。、，"
"""Marks of other scripts that end a sentence, or a part of one: linkify knows those of Latin."""


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """The addresses in ``text``: start, end and what they lead to."""
    if not _MAY_BE_ADDRESS.search(text):
        return
    for match in _linkifier().match(text) or ():
        url = match.url
        if not match.schema and not url.startswith("mailto:"):
            if match.raw != match.raw.lower() and not match.raw.startswith("www."):
                continue  # "fin.De": a full stop without its space
            url = f"https://{match.raw}"
        if url.lower().startswith(SCHEMES):
            cut = len(url) - len(url.rstrip(_ENDS_OF_SENTENCES))
            yield match.index, match.last_index - cut, url[: len(url) - cut]


def _with_links(children: Sequence[Token], find: Any) -> Iterator[Token]:
    """``children`` with a link around each place that ``find`` gives of a text."""
    from markdown_it.token import Token

    inside = 0
    for child in children:
        inside += child.nesting if child.type in {"link_open", "link_close"} else 0
        found = list(find(child.content)) if child.type == "text" and not inside else []
        at = 0
        for start, end, url in found:
            if start > at:
                yield Token("text", "", 0, content=child.content[at:start])
            yield Token("link_open", "a", 1, attrs={"href": _normalized(url)}, markup="linkify")
            yield Token("text", "", 0, content=child.content[start:end])
            yield Token("link_close", "a", -1, markup="linkify")
            at = end
        if not found:
            yield child
        elif at < len(child.content):
            yield Token("text", "", 0, content=child.content[at:])


def _normalized(url: str) -> str:
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(url)


def _with_words(children: list[Token]) -> list[Token]:
    """``children`` where a link without words shows its address."""
    from markdown_it.token import Token

    if not any(a.type == "link_open" for a in children):
        return children
    made: list[Token] = []
    for at, child in enumerate(children):
        made.append(child)
        if (
            child.type == "link_open"
            and at + 1 < len(children)
            and children[at + 1].type == "link_close"
        ):
            url = unquote(str(child.attrs["href"]))
            made.append(Token("text", "", 0, content=url.removeprefix("mailto:").removeprefix("tel:")))
    return made


def slug_of(text: str) -> str:
    """The anchor of a heading as GitHub makes it: "Accès & plan" is "accès--plan"."""
    kept = (
        c
        for c in text.strip().lower()
        if c.isalnum() or c in " -_" or unicodedata.category(c)[0] == "M"
    )
    return "".join(kept).replace(" ", "-")


def name_headings(headings: Iterable[tuple[Token, str]]) -> None:
    """Give each heading its id: the one it was given, else the slug of its text, once each.

    Ids that templates have become "part-…"; a jump finds them all the same, see `anchors`.
    """
    counts: dict[str, int] = {}
    for opening, text in headings:
        wanted = str(opening.meta.get("id") or slug_of(text))
        counts[wanted] = count = counts.get(wanted, -1) + 1
        anchor = f"{wanted}-{count}" if count else wanted
        opening.meta["anchor"] = anchor
        opening.attrs["id"] = f"part-{anchor}" if _RESERVED.match(anchor) else anchor


def anchors(tokens: Iterable[Token]) -> dict[str, str]:
    """Where jumps may lead: each anchor with the id that it has in a product."""
    found: dict[str, str] = {}
    for token in tokens:
        if token.type == "heading_open":
            found.setdefault(str(token.meta["anchor"]), str(token.attrs["id"]))
        elif token.type == "footnote_open":
            found.setdefault(f"note-{token.meta['id'] + 1}", f"note-{token.meta['id'] + 1}")
        for child in token.children or ():
            if child.type == "anchor":
                found.setdefault(str(child.meta["id"]), str(child.meta["id"]))
    return found


def target(href: str, known: dict[str, str]) -> str | None:
    """The id that ``href`` ("#access") leads to; None where there is none.

    Generators make anchors of headings in several ways: some keep accents and some do not.
    """
    wanted = unquote(href[1:])
    folded = unicodedata.normalize("NFC", wanted)
    exact = known.get(folded) or known.get(folded.lower()) or known.get(slug_of(folded))
    if exact:
        return exact
    bare = _without_accents(wanted)
    return next((id_ for anchor, id_ in known.items() if _without_accents(anchor) == bare), None)


def _without_accents(anchor: str) -> str:
    parts = unicodedata.normalize("NFKD", slug_of(anchor))
    return "".join(char for char in parts if not unicodedata.combining(char))


def is_relative(href: str) -> bool:
    """Whether ``href`` leads to another page of the same site: "../plan.pdf", "/contact/"."""
    return not re.match(r"#|[a-z][a-z0-9+.-]*:|//", href, re.IGNORECASE)


def absolute(href: str, base: str) -> str:
    """Where ``href`` leads from the page at ``base``."""
    return urljoin(base, href)


def lead(tokens: Sequence[Token], base: str) -> None:
    """Let jumps lead to their headings, and relative links to the site of the page at ``base``."""
    known: dict[str, str] | None = None
    for token in tokens:
        for child in token.children or ():
            if child.type != "link_open":
                continue
            href = str(child.attrs["href"])
            if href.startswith("#"):
                known = anchors(tokens) if known is None else known
                child.attrs["href"] = f"#{target(href, known) or href[1:]}"
            elif base and (is_relative(href) or href.startswith("//")):
                child.attrs["href"] = absolute(href, base)
            child.attrs.pop("title", None)


# --- telephone numbers ---

FEWEST_DIGITS, MOST_DIGITS = 8, 16
"""Digits of a telephone number: 15 at most with the country's (ITU-T E.164), and a zero in brackets."""

_INTERNATIONAL = r"\+[1-9]\d{0,2}(?:[ .\u00a0\u202f-]?\(0\))?(?:[ .\u00a0\u202f-]?\d{1,4}){2,7}"
_S = r"[ .\u00a0\u202f-]?"
_NATIONAL = {
    "FR": (33, rf"0[1-9](?:{_S}\d{{2}}){{4}}|0[89]\d{{2}}(?:[ .\u00a0\u202f]\d{{3}}){{2}}"),
    "BE": (32, r"0\d{1,3}(?:[ ./\u00a0-]?\d{2,3}){3}"),
    "CH": (41, rf"0\d{{2}}{_S}\d{{3}}{_S}\d{{2}}{_S}\d{{2}}"),
    "DE": (49, r"\(?0\d{2,4}\)?[ /\u00a0-]{1,3}\d{3,8}(?:[ -]?\d{2,5}){0,3}"),
    "AT": (43, r"\(?0\d{1,4}\)?[ /\u00a0-]{1,3}\d{3,8}(?:[ -]?\d{2,5}){0,3}"),
    "ES": (34, rf"[6789]\d{{2}}{_S}(?:\d{{3}}{_S}\d{{3}}|\d{{2}}{_S}\d{{2}}{_S}\d{{2}})"),
    "IT": (39, r"0\d{1,3}[ /-]\d{5,8}"),
    "GB": (44, r"\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}"),
    "US": (1, r"(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}"),
    "CA": (1, r"(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-.]\d{4}"),
    "TN": (216, r"[2-9]\d(?: \d{3} ?\d{3}| \d{3} \d{3})"),
    "MA": (212, rf"0[5-8](?:{_S}\d{{2}}){{4}}"),
    "PT": (351, r"[29]\d{2} \d{3} \d{3}"),
    "NL": (31, r"0\d{1,3}[ -]\d{6,8}"),
}
"""Telephone numbers within a country, by its code: the prefix from abroad, and how they are written."""

_HOME = {"fr": "FR", "de": "DE", "es": "ES", "it": "IT", "pt": "PT", "nl": "NL"}
"""The country whose numbers a language's texts have, where its tag names none."""

_REGION = re.compile(r"-([A-Za-z]{2})(?=-|$)")
_KEEPS_ZERO = {"IT"}
_NO_ZERO = {"ES", "US", "CA", "TN", "PT"}
_OVERSEAS = {
    "0262": 262, "0263": 262, "0269": 262, "0639": 262, "0692": 262, "0693": 262, "0590": 590,
    "0690": 590, "0691": 590, "0594": 594, "0694": 594, "0596": 596, "0696": 596, "0697": 596,
}  # fmt: skip
"""French numbers that have a prefix of their own from abroad (Arcep)."""


@cache
def _phones(region: str) -> re.Pattern[str]:
    national = f"|{_NATIONAL[region][1]}" if region in _NATIONAL else ""
    return re.compile(
        rf"(?<![\w+.,/-])(?<!\d[ \u00a0\u202f])(?:{_INTERNATIONAL}{national})"
        r"(?![\w/-]|[.,]\d|[ \u00a0\u202f]\d)"
    )


def link_phones(tokens: Iterable[Token], lang: str) -> None:
    """Link the telephone numbers of a text in ``lang``: those with +, and those of its country."""
    given = _REGION.search(lang)
    region = given[1].upper() if given else _HOME.get(language_tags.primary(lang), "")
    pattern = _phones(region)
    for token in tokens:
        if token.children and any(
            c.type == "text" and pattern.search(c.content) for c in token.children
        ):
            token.children = list(
                _with_links(
                    token.children,
                    lambda text: (
                        (m.start(), m.end(), phone_url(m[0], region))
                        for m in pattern.finditer(text)
                        if FEWEST_DIGITS <= sum(map(str.isdigit, m[0])) <= MOST_DIGITS
                    ),
                )
            )


def phone_url(number: str, region: str) -> str:
    """The address of a telephone ``number`` as it is written in ``region`` (RFC 3966).

    phone_url("02 40 00 00 00", "FR")  # "tel:+33240000000"
    """
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    if number.startswith("+"):
        return f"tel:+{digits}"
    prefix = _OVERSEAS.get(digits[:4], _NATIONAL[region][0]) if region == "FR" else _NATIONAL[region][0]
    own = digits if region in _KEEPS_ZERO or region in _NO_ZERO else digits.removeprefix("0")
    return f"tel:+{prefix}{own}"


# --- on paper ---


def short_form(url: str) -> str:
    """``url`` as it is printed for a link: host and path, without a scheme, cut where it is long."""
    try:
        shown = web_address.parse_url(url).readable if url.startswith("https:") else ""
    except AddressError:
        shown = ""
    shown = shown or re.sub(r"^(?:https?://|mailto:|tel:)", "", unquote(url))
    if not _LEGIBLE.fullmatch(shown):
        shown = re.sub(r"^(?:https?://|mailto:|tel:)", "", _in_ascii(url))
    if url.startswith("mailto:"):
        shown = shown.split("?")[0]
    shown = shown.removesuffix("/")
    return shown if len(shown) <= LONGEST_NOTED else f"{shown[: LONGEST_NOTED - 1]}…"


_LEGIBLE = re.compile("[\u0000-\u052f\u0531-\u06ff\u0e00-\u0e7f\u10a0-\u10ff\u1e00-\u206f]*")
"""Letters of scripts that brochure has fonts for; an address in others is printed as it is sent."""


def _in_ascii(url: str) -> str:
    try:
        return web_address.parse_url(url).url
    except AddressError:
        return quote(unquote(url), safe="/?&=#:@%+,;~!$'()*")


def _says_itself(words: str, url: str) -> bool:
    """Whether the ``words`` of a link are its address, as one would type it."""
    if url.startswith("tel:"):
        return sum(char.isdigit() for char in words) >= 3
    return _bare(words) in {_bare(url), _bare(unquote(url)), _bare(short_form(url))}


def _bare(address: str) -> str:
    address = re.sub(r"^(?:https?://)?(?:www\.)?|^mailto:", "", "".join(address.split()).casefold())
    return address.removesuffix("/")


_Key: TypeAlias = "tuple[str, Any]"
"""A note: \"note\" and its number, or \"link\" and the address."""


def print_addresses(tokens: list[Token], way: str) -> list[Token]:
    """``tokens`` with the addresses of links: as "notes" with the endnotes, or "inline"."""
    noted: dict[str, list[Token]] = {}
    order: list[_Key] = []
    in_notes = False
    for token in tokens:
        in_notes = in_notes or token.type == "footnote_block_open"
        if token.children:
            given = way if not in_notes else "inline"
            token.children = list(_with_addresses(token.children, given, noted, order))
    return _numbered(tokens, noted, order) if noted else tokens


def _with_addresses(
    children: Sequence[Token], way: str, noted: dict[str, list[Token]], order: list[_Key]
) -> Iterator[Token]:
    from markdown_it.token import Token

    url, words = "", ""
    for child in children:
        yield child
        if child.type == "footnote_ref":
            order.append(("note", child.meta["id"]))
        elif child.type == "link_open":
            url, words = str(child.attrs["href"]), ""
        elif child.type == "link_close":
            if not url.lower().startswith(SCHEMES) or _says_itself(words, url):
                continue
            if way == "inline":
                yield Token("text", "", 0, content=" (")
                yield Token("verbatim", "", 0, content=short_form(url))
                yield Token("text", "", 0, content=")")
            else:
                mark = Token("footnote_ref", "", 0, meta={})
                noted.setdefault(url, []).append(mark)
                order.append(("link", url))
                yield mark
        else:
            words += child.content


def _numbered(
    tokens: list[Token], noted: Mapping[str, Sequence[Token]], order: Sequence[_Key]
) -> list[Token]:
    """All notes in the order in which the text leads to them: those of the author, and addresses."""
    numbers: dict[_Key, int] = {}
    for key in order:
        numbers.setdefault(key, len(numbers))
    start = next((i for i, t in enumerate(tokens) if t.type == "footnote_block_open"), len(tokens))
    blocks = list(_own_notes(tokens[start + 1 : -1], numbers))
    for token in tokens:
        for child in token.children or ():
            if child.type == "footnote_ref" and "id" in child.meta:
                child.meta = {**child.meta, "id": numbers["note", child.meta["id"]]}
    for url, marks in noted.items():
        number = numbers["link", url]
        for again, mark in enumerate(marks):
            mark.meta = {"id": number} | ({"subId": again} if again else {})
        blocks.append((number, list(_note(number, url))))
    return [*tokens[:start], *_block(blocks)]


def _own_notes(tokens: Iterable[Token], numbers: dict[_Key, int]) -> Iterator[tuple[int, list[Token]]]:
    """The author's notes, each with its new number."""
    number = 0
    block: list[Token] = []
    for token in tokens:
        if token.type == "footnote_open":
            number, block = numbers.setdefault(("note", token.meta["id"]), len(numbers)), []
        if token.type in {"footnote_open", "footnote_anchor"}:
            token.meta = {**token.meta, "id": number}
        block.append(token)
        if token.type == "footnote_close":
            yield number, block


def _note(number: int, url: str) -> Iterator[Token]:
    from markdown_it.token import Token

    yield Token("footnote_open", "", 1, meta={"id": number})
    yield Token("paragraph_open", "p", 1)
    address = Token("verbatim", "", 0, content=short_form(url))
    yield Token("inline", "", 0, children=[address])
    yield Token("paragraph_close", "p", -1)
    yield Token("footnote_close", "", -1)


def _block(blocks: Iterable[tuple[int, list[Token]]]) -> Iterator[Token]:
    from markdown_it.token import Token

    yield Token("footnote_block_open", "", 1)
    for _, block in sorted(blocks, key=lambda numbered: numbered[0]):
        yield from block
    yield Token("footnote_block_close", "", -1)
