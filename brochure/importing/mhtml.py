"""Saved pages in one file (.mhtml, RFC 2557): the HTML of one part, the pictures of the others."""

from __future__ import annotations

from email.message import EmailMessage

from brochure.errors import SourceError
from brochure.importing import mails
from brochure.importing.imported import Imported
from brochure.problems import error


def read_mhtml(data: bytes) -> Imported:
    """The page that was saved in ``data``. Raises SourceError, as `pages.read_html` does too."""
    from brochure.importing.pages import read_html

    message = mails.parsed(data)
    root = _root(message)
    if root is None:
        raise SourceError(error("import-mhtml-empty"))
    saved_from = mails.header(message, "snapshot-content-location")
    address = (mails.header(root, "content-location") or saved_from).replace(" ", "")
    if not address.lower().startswith(("http://", "https://")):
        address = saved_from if saved_from.lower().startswith(("http://", "https://")) else ""
    page = read_html(mails.bytes_of(root), address=address, declared=mails.header(root, "content-type"))
    return mails.with_resources(page, mails.resources(message, address))[0]


def _root(message: EmailMessage) -> EmailMessage | None:
    """The part that is the page: the one that the whole names as its start, else the first of HTML."""
    start = message.get_param("start")
    pages = [part for part in mails.parts_of(message) if part.get_content_type() in _HTML]
    named = (part for part in pages if mails.header(part, "content-id") == start)
    return next(named, pages[0] if pages else None)


_HTML = frozenset({"text/html", "application/xhtml+xml"})
