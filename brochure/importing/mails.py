"""Messages as files (RFC 5322, MIME): their parts by what refers to them, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urljoin

from brochure import picture_files
from brochure.errors import SourceError
from brochure.importing.imported import Imported, ImportedPicture, with_pictures
from brochure.problems import error

MOST_PARTS, DEEPEST = 1_000, 20
"""Of a message, and how deep they may stand in each other: mails of people have a tenth of that."""


def parsed(data: bytes) -> EmailMessage:
    """The message in ``data``. Raises SourceError for one with more parts than people send."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    pending, count = [(message, 0)], 0
    while pending:
        part, depth = pending.pop()
        count += 1
        if depth > DEEPEST or count > MOST_PARTS:
            raise SourceError(error("import-mail-deep", most=MOST_PARTS, deepest=DEEPEST))
        if part.is_multipart():
            inner = part.get_payload()
            pending += [(one, depth + 1) for one in inner if isinstance(one, EmailMessage)]
    return message


def parts_of(message: EmailMessage) -> Iterator[EmailMessage]:
    """Every part of a message, itself first."""
    yield message
    if message.is_multipart():
        for inner in message.get_payload():
            if isinstance(inner, EmailMessage):
                yield from parts_of(inner)


def body_of(message: EmailMessage) -> EmailMessage | None:
    """The part that is the message's text, HTML before plain; None where there is none."""
    try:
        body = message.get_body(("html", "plain"))
    except (AttributeError, KeyError):  # parts that are none, which the parser makes texts
        return None
    return body if isinstance(body, EmailMessage) else None


def bytes_of(part: EmailMessage) -> bytes:
    """What a part holds, decoded; b"" where it cannot be."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def header(message: EmailMessage, name: str) -> str:
    """A header's words; "" where it is missing, or broken beyond Python's parser."""
    try:
        return " ".join(str(message.get(name) or "").split())
    except Exception:  # whatever the parser says of headers that no program writes
        return ""


def resources(message: EmailMessage, base: str = "") -> dict[str, bytes]:
    """The pictures in a message by the addresses that its HTML has for them (RFC 2557): "cid:…"."""
    found: dict[str, bytes] = {}
    for part in parts_of(message):
        data = bytes_of(part) if part.get_content_maintype() in {"image", "application"} else b""
        if not picture_files.media_type_of(data):
            continue
        if id_ := header(part, "content-id").strip("<> "):
            found[f"cid:{id_}"] = data
        if location := header(part, "content-location").replace(" ", ""):
            found[urljoin(base, location)] = data
    return found


def with_resources(imported: Imported, given: dict[str, bytes]) -> tuple[Imported, set[str]]:
    """``imported`` with the bytes of its pictures that are ``given``; and the addresses that it had."""
    used: set[str] = set()

    def filled(picture: ImportedPicture) -> ImportedPicture:
        data = given.get(picture.address)
        if data is None:
            return picture
        used.add(picture.address)
        kind = picture_files.media_type_of(data).removeprefix("image/")
        name = picture.name if "." in picture.name else f"{picture.name or 'image'}.{kind}"
        return ImportedPicture(
            name, data=data, alt=picture.alt, credit=picture.credit, licence=picture.licence,
            decorative=picture.decorative,
        )  # fmt: skip

    return with_pictures(imported, filled), used
