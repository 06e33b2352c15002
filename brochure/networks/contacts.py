"""Contacts: how to reach the issuer of a page, line by line, with the address that each line opens."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote

from brochure import web_address
from brochure.networks import table
from brochure.page import Page
from brochure.text import labels, locales
from brochure.text.typography import typeset


class ContactLine(NamedTuple):
    """A line of a contact block: ``text``, the ``url`` that it opens or "", and what it is."""

    text: str
    url: str
    kind: str


def contact_lines(page: Page) -> tuple[ContactLine, ...]:
    """The lines of the issuer of ``page``: its name, address, telephone, e-mail, site, accounts.

    contact_lines(page)[2]  # ("Tél. : 01 23 45 67 89", "tel:0123456789", "telephone")
    """
    brand, words, lang = page.issuer, labels.in_language(page.lang), page.lang
    lines = []
    if brand.name:
        lines.append(ContactLine(typeset(brand.name, lang, page.typography), "", "name"))
    if brand.address:
        lines.append(ContactLine(typeset(brand.address, lang, page.typography), "", "postal"))
    if brand.telephone:
        dialled = "tel:" + re.sub(r"[^\d+]", "", brand.telephone)
        said = f"{words['telephone']}{locales.rules(lang).colon} {_whole(brand.telephone)}"
        lines.append(ContactLine(said, dialled, "telephone"))
    if brand.email:
        lines.append(ContactLine(brand.email, f"mailto:{quote(brand.email, safe='@')}", "email"))
    if brand.site:
        site = web_address.parse_url(brand.site)
        lines.append(ContactLine(site.readable, site.url, "site"))
    names = table.all_networks()
    for key, account in brand.accounts.items():
        colon = locales.rules(lang).colon
        text = f"{names[key].name if key in names else key}{colon} @{account.removeprefix('@')}"
        lines.append(ContactLine(text, account_url(key, account), "account"))
    return tuple(lines)


def account_url(key: str, account: str) -> str:
    """Where ``account`` on the network ``key`` is read; "" where that cannot be told."""
    name, _, server = account.removeprefix("@").partition("@")
    if key == "mastodon" and server:
        return f"https://{server}/@{name}"
    return f"https://x.com/{name}" if key == "x" else ""


def legal_line(page: Page) -> str:
    """What the law asks of the issuer of ``page`` to print, in its language's typography; or ""."""
    return typeset(page.issuer.legal, page.lang, page.typography) if page.issuer.legal else ""


def texts_of_issuer(page: Page) -> tuple[str, ...]:
    """Every text of the issuer's that a brochure of ``page`` prints."""
    words = labels.in_language(page.lang)
    partners = (words["partners"],) if page.issuer.partners else ()
    return (*(line.text for line in contact_lines(page)), *partners, *filter(None, [legal_line(page)]))


def _whole(telephone: str) -> str:
    """A number whose groups stay on one line."""
    return re.sub(r"\s", "\u00a0", telephone)
