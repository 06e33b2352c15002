"""Accounts: a publisher's names on networks, which previews of its pages credit.

On X a name has at most 15 letters, digits and low lines, and previews credit twitter:site;
on Mastodon it is user@server, and previews credit fediverse:creator (mastodon, pull request 30398).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from brochure.errors import BrochureError
from brochure.problems import error


class Account(NamedTuple):
    """A network's form of names, an example of it, and the metadata that credits one."""

    name: re.Pattern[str]
    example: str
    meta: str
    shown: str


ACCOUNTS: Mapping[str, Account] = {
    "x": Account(re.compile(r"@?([A-Za-z0-9_]{1,15})"), "@gouvernementFR", "twitter:site", "@{}"),
    "mastodon": Account(
        re.compile(r"@?([A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"),
        "@ville@social.exemple.fr", "fediverse:creator", "{}",
    ),
}  # fmt: skip


def parse_account(key: str, text: object) -> str:
    """The account that ``text`` names on the network ``key``. Raises BrochureError."""
    account = ACCOUNTS.get(key)
    if account is None:
        raise BrochureError(error("account-network", networks=tuple(ACCOUNTS), network=key))
    found = account.name.fullmatch(text) if isinstance(text, str) and len(text) <= 200 else None
    if found is None:
        raise BrochureError(error("account-form", account=str(text)[:60], example=account.example))
    return found[1]


def account_meta(accounts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The metadata that credits ``accounts``, as (attribute, name, content)."""
    return [
        ("name", account.meta, account.shown.format(accounts[key]))
        for key, account in ACCOUNTS.items()
        if key in accounts
    ]
