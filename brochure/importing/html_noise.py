"""What pages of the web hold beside their text: bars, menus, notices, hidden words, buttons, teasers.

Elements tell it by what they are, by their roles and by the names in their classes; lines by their
words (`templates/web_pages.toml`, in 20 languages and more).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from lxml.html import HtmlElement

from brochure import assets

NEVER = frozenset(
    {
        "script",
        "style",
        "template",
        "head",
        "link",
        "meta",
        "nav",
        "dialog",
        "menu",
        "select",
        "textarea",
        "input",
        "option",
        "datalist",
        "progress",
        "meter",
        "canvas",
        "svg",
        "math",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "iframe",
        "frame",
        "frameset",
        "noframes",
        "map",
        "track",
        "del",
        "rp",
        "rt",
    }
)
"""Elements with no words of the text in them."""

_ROLES = frozenset(
    {
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
        "tooltip",
        "alert",
        "status",
        "doc-backlink",
        "directory",
    }
)

_NAMES = re.compile(
    r"""(?:^|[\s_-])(?:
    shar(?:e|es|ing|er|ed|ebar|ethis)?|social\w*|addtoany\w*|addthis\w*|sharedaddy|partag\w*|reseaux
    |cookies?|consent|gdpr|rgpd|tarteaucitron\w*|onetrust\w*|didomi\w*|axeptio\w*
    |newsletters?|subscri(?:be|ption)\w*|signup|abonnement\w*|abonnez|paywall\w*|piano
    |relate[ds]\w*|recommend\w*|recirc\w*|readmore|read-more|read-also|readalso|lire-aussi|a-lire|seealso|see-also
    |teasers?|promos?|outbrain|taboola|trending|popular|most-?read|further-reading|more-stories|read-next|jp-relatedposts
    |comments?|respond|disqus\w*|commentaires?
    |breadcrumbs?|fil-ariane|ariane|navbar|navigation|subnav|pagination|pager|page-?links|menus?|mega-?menu|skip-?links?|skiplinks?
    |footer|site-?header|masthead|topbar|sidebar|widgets?|widget-area
    |ads?|advert\w*|adsbygoogle|sponsor\w*|publicit\w*|dfp|banner-?ad|ad-?banner|pub
    |sr-only|visually-?hidden|visuallyhidden|screen-?reader\w*|invisible|hidden|d-none|hide|element-invisible|nodisplay|noprint|no-print|print-only
    |reading-?time|read-?time|temps-?lecture|readtime
    |byline|authors?|auteurs?|autore|signature|dateline|author-?(?:box|bio|card|info|meta)|(?:post|entry|article|node|story)-?(?:meta|info)|meta-?(?:info|data)|entry-?footer|posted-on|tags?-?links?|cat-?links|post-?tags|tagcloud|hashtags?|keywords
    |editsection|mw-editsection|toc|table-of-contents|sommaire|navbox|metadata|catlinks|printfooter|infobox-?nav|siteSub|jump-?link
    |popup|modal|overlay|toast|lightbox|tooltip|backtotop|back-?to-?top|retour-?haut|search-?form|searchbox|login|print-?(?:link|button)s?|wp-block-file__button|toolbar|player|rating|vote|feedback|copyright
    |compartir\w*|condividi|teilen|delen|partilhar|compartilhar|udostepnij|recomendar|idiomas?|languages?|langues?
    |migas|migajas|krumel|kruemel|pie|pied|pied-?(?:de-?)?page|bas-?de-?page|bas-?page|(?:entete|pied)-?site|evitement|acces-?rapides?|fuss\w*|rodape|piede|stopka|cabecera|kopfzeile|entete|bandeau
    |colonne-?(?:droite|gauche)|col-?(?:droite|gauche)|lateral|marginalspalte|rechte-?spalte|noticias-?relacionadas
    |chips?(?:-(?:simple|label))?|status-?badge|fr-share|fr-nav|fr-header|fr-footer|fr-breadcrumb|fr-follow|fr-sidemenu|fr-summary|fr-consent\w*|fr-skiplinks|fr-modal|fr-pagination|fr-tags-group|fr-notice
    )(?:$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)
"""Names of classes and ids, whole or as a part between hyphens."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?<![\w-])opacity\s*:\s*0(?!\.)", re.IGNORECASE
)

_SPARED = frozenset(
    {
        "html",
        "body",
        "main",
        "article",
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "p",
        "ol",
        "ul",
        "figure",
        "img",
        "picture",
        "figcaption",
    }
)
"""Elements whose classes say where they stand rather than what they are, or that tell it by words."""

_LISTS = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|ariane|menu|navbar-nav|pagination|pager|share|sharing|social|badges?-group"
    r"|tags?|tags?-list|post-tags|post-categories|toc|(?:entry|post|article)-(?:meta|info)|inline-items"
    r"|sf-menu|nav-tabs|tabs__list|related\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of lists that are never part of a text: Bootstrap's own <ol class="breadcrumb">."""

_LINES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|arbo|ariane|info-publi|(?:entry|post|article|node)-?(?:meta|info)|byline|dateline"
    r"|pub-?date|posted-on|tags?|reading-time|skip-link|share|screen-reader-text|sr-only|visually-?hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of paragraphs that are never part of a text."""

MOST_OF_TEXT = 0.4
"""An element with so much of a page's words is no noise, whatever it is called."""


def is_hidden(element: HtmlElement) -> bool:
    """Whether nobody sees ``element``, or it says no more than what stands beside it.

    A caption or a whole text that readers of screens are to pass over is there for all others.
    """
    if "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
        return True
    if (element.get("aria-hidden") or "").strip().lower() != "true" or element.tag == "figcaption":
        return False
    return (
        next(element.iterancestors("figcaption"), None) is None
        and len("".join(element.itertext()).split()) < WHOLE_TEXT
    )


WHOLE_TEXT = 25
"""Words of what is no sign and no label beside something else."""


def is_noise(element: HtmlElement) -> bool:
    """Whether ``element`` is beside the text, by all it says of itself."""
    tag = element.tag
    if tag in NEVER or is_hidden(element):
        return True
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if tag in {"header", "footer"}:
        return not _is_within(element, _HEADED if tag == "header" else _SAID)
    if tag == "button":
        return not _is_within(element, _BUTTONS_IN)
    if tag in _SPARED:
        special = {"ol": _LISTS, "ul": _LISTS, "p": _LINES}.get(tag)
        return special is not None and bool(special.search(element.get("class") or ""))
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    names = _BUILDERS.sub("", names)
    if _is_within(element, _SIGNED):
        return bool(_LISTS.search(names) or _UNSEEN.search(names))
    return bool(names) and _says_noise(names)


@lru_cache(maxsize=4096)
def _says_noise(names: str) -> bool:
    if _SHOWN.search(names):  # hidden on telephones alone
        names = re.sub(r"\bhidden\b", "", names)
    return bool(_NAMES.search(_CAMEL.sub("-", names)))


_BUILDERS = re.compile(
    r"(?<![\w-])(?:elementor(?:-(?:widget|element|column|section))?|wp-block|et_pb|fl)(?:[-_]|(?=\s|$))"
)
"""What builders of pages put before the name of each of their boxes (Elementor, Gutenberg, Divi)."""

_SHOWN = re.compile(r":(?:block|flex|grid|inline|inline-block|table)\b")


_SIGNED = frozenset({"blockquote", "figure"})
"""What names an author, a source, a foot of its own: they are the quotation's or the picture's."""

_UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|visuallyhidden|screen-?reader\w*|hidden|d-none)(?:$|[\s_-])",
    re.IGNORECASE,
)

_BUTTONS_IN = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})
"""Buttons within headings open what stands below: their words are the heading's."""


_HEADED = frozenset({"article", "main", "section"})
_SAID = frozenset({"blockquote", "figure"})
"""What a header may be the head of; what a footer may name the speaker of."""


def _is_within(element: HtmlElement, tags: frozenset[str]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


MUCH_OF_TEXT = 0.12
"""The share of a page's words from which it is told that a box of them was left out."""

_EXPECTED = re.compile(
    r"cookie|consent|gdpr|rgpd|tarteaucitron|onetrust|didomi|axeptio|footer|menu|nav|breadcrumb|header|search"
    r"|hidden|screen|skip|sr-only|toc|sommaire|pied",
    re.IGNORECASE,
)
"""Names of boxes that nobody misses."""


def prune(root: HtmlElement) -> list[tuple[str, str]]:
    """Take what is beside the text out of the tree below ``root``, which changes.

    A header, a form or whatever holds much of the page's words stays. Gives the names and the words of
    boxes that were left out for their names alone and hold a good part of the page.
    """
    for element in [*root.iter("*")]:
        if element.tag in NEVER or is_hidden(element) or _is_for_no_scripts(element):
            drop(element)
    whole = max(1, length(root))
    told = []
    gone: set[HtmlElement] = set()
    for element in [*root.iter("*")]:
        if element.getparent() in gone:
            gone.add(element)
        elif (
            is_noise(element)
            and not _holds_files(element)
            and (size := length(element)) <= MOST_OF_TEXT * whole
        ):
            gone.add(element)
            if size >= MUCH_OF_TEXT * whole and (name := _missed_name(element)):
                told.append((name, " ".join(" ".join(element.itertext()).split())))
            drop(element)
    return told


def _holds_files(element: HtmlElement) -> bool:
    """Whether all links in ``element`` lead to files: they are the text's, whatever it is called."""
    links = [href for link in element.iter("a") if (href := link.get("href") or "")]
    return bool(links) and all(map(leads_to_file, links)) and element.tag not in {"nav", "footer"}


def leads_to_file(address: str) -> bool:
    """Whether ``address`` is of a document that is not a page."""
    return bool(_FILES.search(address))


_FILES = re.compile(
    r"\.(?:pdf|docx?|odt|rtf|xlsx?|ods|csv|pptx?|odp|zip|epub|ics)(?:[?#]|$)", re.IGNORECASE
)


def _missed_name(element: HtmlElement) -> str:
    """The name for which ``element`` is left out, or "" where nobody misses it."""
    name = element.get("class") or element.get("id") or ""
    around = {one.tag for one in (element, *element.iterancestors())}
    if not name or _EXPECTED.search(name) or around & {"nav", "footer", "header"}:
        return ""
    links = sum(length(link) for link in element.iter("a"))
    return name if links < 0.4 * length(element) else ""


def _is_for_no_scripts(element: HtmlElement) -> bool:
    """Whether ``element`` asks for scripts, and does not hold a picture that they would load."""
    return element.tag == "noscript" and next(element.iter("img"), None) is None


def length(element: HtmlElement) -> int:
    """The letters of all that is said in ``element``."""
    return len("".join("".join(element.itertext()).split()))


def drop(element: HtmlElement) -> None:
    """Take ``element`` out of its tree, and leave the text behind it; the root stays."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


# Words


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The list ``name`` of `templates/web_pages.toml` as one pattern."""
    return re.compile("|".join(f"(?:{one})" for one in _lists()[name]), re.IGNORECASE)


@cache
def _lists() -> dict[str, list[str]]:
    return {name: [*lines] for name, lines in assets.toml("templates/web_pages.toml").items()}


LONGEST_LINE = 260
"""Characters of a line that may be a label, a call or a teaser: a paragraph of text is longer."""

_ENDS = " \t\u00a0:;.!|·•–—→›»…>▸▶►-*=_"


def is_noisy_line(text: str) -> bool:
    """Whether ``text``, a paragraph or an item, is no part of any text."""
    if len(text) > LONGEST_LINE:
        return False
    bare = text.strip(_ENDS + "«‹◂<←↑↓[]()#")
    if not bare:
        return True
    if pattern("labels").fullmatch(bare) or pattern("teasers").match(bare):
        return True
    if len(text) < 60 and pattern("reading_times").search(text):
        return True
    sentences = (bare, *_SENTENCE_END.split(bare))
    return any(pattern("calls").match(one) for one in sentences) or bool(
        pattern("paywalls").search(bare)
    )


def is_greeting(text: str) -> bool:
    """Whether a line of a mail only greets; one that goes on without a mark says more than that."""
    bare = text.strip()
    return (bare[-1:] in ",!:،、，：。" or len(bare.split()) <= 3) and bool(
        pattern("greetings").fullmatch(bare)
    )


def is_head_of_box(text: str) -> bool:
    """Whether a heading says that what it stands above is beside the text."""
    bare = text.strip(_ENDS + "?«‹◂<←↑↓[]()#")
    return len(text) < LONGEST_HEAD and bool(
        pattern("teasers").match(bare) or pattern("boxes").fullmatch(bare)
    )


LONGEST_HEAD = 70
"""Characters of a heading above a box."""

_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")


def is_byline(text: str) -> bool:
    """Whether ``text`` says who wrote the page, or when: for the head of an article alone."""
    bare = text.strip(_AROUND_LINES)
    return len(text) < 160 and bool(
        pattern("bylines").match(bare) or pattern("reading_times").search(text) or _DATE.fullmatch(bare)
    )


def is_date(text: str) -> bool:
    """Whether ``text`` is a date and no more."""
    return bool(_DATE.fullmatch(text.strip(_AROUND_LINES)))


_AROUND_LINES = " \t\u00a0,;|/·•–—-()[]"
_DATE = re.compile(
    r"(?:\w{1,20}[.,]?\s{1,3})?(?:le\s{1,3}|on\s{1,3}|am\s{1,3}|el\s{1,3})?\d{1,4}(?:er|º)?[./\s-]{1,4}"
    r"(?:de\s{1,3})?(?:\w{1,20}\.?|\d{1,2})[./\s-]{1,4}(?:de\s{1,3})?\d{1,4}"
    r"(?:\.?,\s[^\W\d_]{3,12})?(?:\s{0,3}(?:[,à|–-]|at|um|alle(?: ore)?|às|a las|kl\.?|klo|[oвоu])?"
    r"\s{0,3}\d{1,2}\s{0,3}[h:.]\s{0,3}\d{0,2}(?:\s{0,3}(?:Uhr|am|pm|CET|GMT))?"
    r"|\s?(?:г|р|г\.|р\.|r\.|年)|,?\s[^\W\d_]{3,12})?"
)
