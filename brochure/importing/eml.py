"""Mails (.eml): what somebody wrote in them, without signatures and without what they answer.

All of a mail is its text, so its HTML is walked whole; nothing in it is to be told from a site's menus.
Pictures that a mail only links to are left out: who fetches them tells the sender that it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import EmailMessage
from typing import TYPE_CHECKING

from brochure.errors import SourceError
from brochure.importing import assembly, mails, text
from brochure.importing.imported import (
    Block,
    Blocks,
    Heading,
    Imported,
    ImportedPicture,
    Paragraph,
    Text,
    pictures_of,
    plain,
    with_pictures,
)
from brochure.importing.left_behind import shortened
from brochure.problems import Problem, error, note, warning
from brochure.reading import source_text, word_signs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PREFIXES = re.compile(
    r"^\s*+(?:(?:re|ré|aw|rv|sv|ref|réf|fwd?|tr|wg|rif)\s*+(?:\[\d+\]\s*+)?:\s*+)+", re.IGNORECASE
)
_FORWARDS = re.compile(r"^\s*(?:fwd?|tr|wg|rv)\s*:", re.IGNORECASE)
_FORWARDED = re.compile(
    r"(?<![-_ ])[-_ ]*"
    r"(?:forwarded message|message transféré|message réexpédié|weitergeleitete nachricht"
    r"|mensaje reenviado|begin forwarded message|début du message (?:transféré|réexpédié)"
    r"|anfang der weitergeleiteten nachricht)[-_ :]*",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"(?:le|on|am|el)\b.{6,150}(?:a écrit|wrote|schrieb.{0,80}|escribió)\s*:"
    r"|-{3,}\s*(?:message d.origine|original message|ursprüngliche nachricht|mensaje original)\s*-{3,}",
    re.IGNORECASE,
)
_HEADERS = re.compile(
    r"\**(?:de|from|von|envoyé|sent|gesendet|enviado|date|datum|fecha|à|a|to|an|para|cc|objet|subject|betreff"
    r"|asunto|sujet|reply-to|répondre à)\**\s*:\s*\**",
    re.IGNORECASE,
)
_QUOTES = (
    "//blockquote[@type='cite']", "//*[contains(@class,'gmail_quote')]",
    "//*[@class='moz-cite-prefix']",
    "//*[@class='yahoo_quoted']", "//*[@class='protonmail_quote']",
    "//*[@id='mail-editor-reference-message-container']",
)  # fmt: skip
_REST = (
    "//*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='x_divRplyFwdMsg']",
    "//*[@class='OutlookMessageHeader']",
    "//div[contains(@style,'border-top') and contains(@style,'solid')][.//b[starts-with(.,'De') or "
    "starts-with(.,'From') or starts-with(.,'Von')]]",
)  # fmt: skip
"""Where an answered message begins that goes on to the end: it, and all that follows."""

_SIGNATURES = (
    "//*[contains(@class,'gmail_signature') or @data-smartmail='gmail_signature']",
    "//*[contains(@class,'moz-signature')]", "//*[@id='Signature' or @id='AppleMailSignature']",
    "//*[@id='ms-outlook-mobile-signature']",
)  # fmt: skip


@dataclass(slots=True)
class _Left:
    """The first words of what was left out."""

    greeting: str = ""
    signature: str = ""
    quoted: str = ""
    problems: list[Problem] = field(default_factory=list)

    def told(self) -> Iterator[Problem]:
        """What there is to say of it."""
        yield from self.problems
        if self.quoted:
            yield note("import-mail-quoted", words=shortened(self.quoted))
        if self.greeting:
            yield note("import-mail-greeting", words=shortened(self.greeting))
        if self.signature:
            yield note("import-mail-signature", words=shortened(self.signature))


def read_eml(data: bytes) -> Imported:
    """The message in ``data``. Raises SourceError for one without text, or one that is encrypted."""
    message = _meant(mails.parsed(data))
    kind = message.get_content_type()
    if kind in {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        raise SourceError(error("import-mail-locked"))
    body = mails.body_of(message)
    if body is None:
        raise SourceError(error("import-mail-empty"))
    subject = mails.header(message, "subject")
    title = _PREFIXES.sub("", subject)
    left = _Left()
    forwarded = bool(_FORWARDS.match(subject))
    if body.get_content_subtype() == "html":
        made = _of_html(body, title, left, forwarded=forwarded)
    else:
        made = _of_plain(body, title, left, forwarded=forwarded)
    made, used = mails.with_resources(made, mails.resources(message))
    made, linked = _without_links(made)
    told = [*made.told, *left.told(), *_attached(message, body, used)]
    if linked:
        told.append(warning("import-pictures-linked", names=linked[:8]))
    return replace(made, published=_day(message), told=tuple(told))


def _meant(message: EmailMessage) -> EmailMessage:
    """The message, or the one that it only carries: forwarded as an attachment."""
    body = mails.body_of(message)
    if body is not None and mails.bytes_of(body).strip():
        return message
    for part in mails.parts_of(message):
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            if isinstance(inner, EmailMessage):
                return inner
    return message


def _day(message: EmailMessage) -> date | None:
    """The day on which it was sent, where its sender was."""
    try:
        sent = message["date"].datetime if message["date"] else None
    except Exception:  # whatever the parser says of dates that no program writes
        return None
    return sent.date() if sent else None


def _attached(message: EmailMessage, body: EmailMessage, used: set[str]) -> Iterator[Problem]:
    """The files that came with it and are not in its text."""
    names = [
        part.get_filename() or part.get_content_type()
        for part in mails.parts_of(message)
        if part is not body and not part.is_multipart()
        and (part.get_content_maintype() != "text" or part.get_filename())
        and f"cid:{mails.header(part, 'content-id').strip('<> ')}" not in used
        and "signature" not in part.get_content_type()
    ]  # fmt: skip
    if names:
        yield note("import-mail-attachments", count=len(names), names=[*map(shortened, names[:8])])


def _without_links(imported: Imported) -> tuple[Imported, list[str]]:
    linked = [picture.name for picture in pictures_of(imported) if picture.data is None]

    def held(picture: ImportedPicture) -> ImportedPicture | None:
        return picture if picture.data is not None else None

    return with_pictures(imported, held), linked


# HTML


def _of_html(body: EmailMessage, title: str, left: _Left, *, forwarded: bool) -> Imported:
    from brochure.importing import html_choice, html_noise, html_tree
    from brochure.importing.html_blocks import Walker

    decoded = html_tree.decode(mails.bytes_of(body), mails.header(body, "content-type"))
    root = html_tree.tree_of(decoded.text)
    for element in [*root.iter("*")]:
        if element.getparent() is not None and (
            element.tag in html_noise.NEVER or html_noise.is_hidden(element)
        ):
            element.drop_tree()
    forwarded = forwarded or bool(_FORWARDED.search("".join(root.itertext())))
    left.signature = _cut(root, _SIGNATURES)
    if not forwarded:
        left.quoted = _cut(root, _QUOTES) or _cut(root, _REST, rest=True)
    if html_tree.depth_of(root) > html_tree.MOST_DEPTH:
        lines = html_tree.bare_paragraphs(decoded.text)
        blocks: Blocks = tuple(Paragraph((Text(line),)) for line in lines)
    else:
        blocks = Walker.over(root, "").blocks(next(root.iter("body"), root))
    kept = assembly.levelled(_without_heads(tuple(html_choice.with_bold_headings(blocks)), title, left))
    if not kept:
        raise SourceError(error("import-mail-empty"))
    return Imported(
        title=title, lang=assembly.language_of("", kept, title), body=kept, told=decoded.told
    )


def _cut(root: HtmlElement, paths: tuple[str, ...], *, rest: bool = False) -> str:
    """Take what ``paths`` find out of the tree, with what follows it if ``rest``; its first words."""
    words = ""
    for element in [found for path in paths for found in root.xpath(path)]:
        words = words or " ".join("".join(element.itertext()).split())
        for following in [*element.itersiblings()] if rest else ():
            following.drop_tree()
        if element.getparent() is not None:
            element.drop_tree()
    return words


def _without_heads(blocks: Blocks, title: str, left: _Left) -> Blocks:
    """``blocks`` without what a forwarded message begins with, the title again, and a greeting."""
    from brochure.importing import html_noise

    kept: list[Block] = []
    for at, block in enumerate(blocks):
        words = plain(block.inline).strip() if hasattr(block, "inline") else ""
        lines = [line for line in words.split("\n") if line.strip()]
        if lines and all(_FORWARDED.match(line) or _HEADERS.match(line.strip()) for line in lines):
            continue
        if isinstance(block, Heading) and at < 5 and words.casefold() == title.casefold():
            continue
        if not kept and isinstance(block, Paragraph) and html_noise.is_greeting(words):
            left.greeting = words
            continue
        kept.append(block)
    return tuple(kept)


# Plain text


def _of_plain(body: EmailMessage, title: str, left: _Left, *, forwarded: bool) -> Imported:
    from brochure.importing import html_noise

    data = mails.bytes_of(body)
    try:
        words = data.decode(body.get_content_charset("utf-8"))
    except (LookupError, UnicodeDecodeError):
        words, problems = source_text.decode_any(data, "")
        left.problems += problems
    words = words.replace("\r\n", "\n")
    if body.get_param("format") == "flowed":
        words = re.sub(r"(?<! ) \n(?![> \n])", " ", words.replace("\n-- \n", "\n--\n"))
    lines = [*_written(words.split("\n"), left, forwarded=forwarded)]
    if lines and lines[0].strip().casefold() == title.casefold():
        lines = lines[1:]
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is not None and html_noise.is_greeting(lines[first]):
        left.greeting = lines[first].strip()
        lines = lines[first + 1 :]
    if not "".join(lines).strip():
        raise SourceError(error("import-mail-empty"))
    made = text.of_text(word_signs.mapped(f"{title}\n\n" * bool(title) + "\n".join(lines)))
    return replace(made, told=())


def _written(lines: list[str], left: _Left, *, forwarded: bool) -> Iterator[str]:
    """The lines that somebody wrote, but for their signature and what they answer."""
    in_head = False
    for at, line in enumerate(lines):
        bare = line.strip()
        if bare in {"--", "—"}:
            left.signature = " ".join(" ".join(lines[at + 1 :]).split())
            return
        if _FORWARDED.fullmatch(bare):
            in_head = True
            continue
        if in_head or (forwarded and _HEADERS.match(bare)):
            in_head = bool(_HEADERS.match(bare))
            if in_head:
                continue
        if not forwarded and (_ANSWERED.fullmatch(bare) or _begins_answered(lines, at)):
            left.quoted = " ".join(" ".join(lines[at + 1 :]).replace(">", " ").split()) or bare
            return
        if bare.startswith(">") and not forwarded:
            left.quoted = left.quoted or bare.lstrip("> ")
            continue
        yield line.lstrip("> ") if forwarded else line


def _begins_answered(lines: list[str], at: int) -> bool:
    """Whether the headers of an answered message stand here, as Outlook puts them."""
    found = [line for line in lines[at : at + 5] if _HEADERS.match(line.strip())]
    return len(found) >= 3 and bool(
        re.match(r"\**(?:de|from|von)\**\s*:", lines[at].strip(), re.IGNORECASE)
    )
