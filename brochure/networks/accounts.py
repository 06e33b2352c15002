"""Accounts: a publisher's names on networks, which previews of its pages credit."""

from __future__ import annotations

from collections.abc import Mapping

from brochure.errors import BrochureError
from brochure.networks import table
from brochure.networks.network import AccountForm, Network
from brochure.problems import error

MOST_CHARACTERS = 200
"""Longer texts are not even matched."""


def parse_account(key: str, text: object) -> str:
    """The account that ``text`` names on the network ``key``: "@ville" on "x" is "ville".

    Raises BrochureError for a network that has no accounts, and for a text that is not an account.
    """
    known = {network.key: (network, form) for network, form in _forms()}
    if key not in known:
        raise BrochureError(error("account-network", networks=tuple(known), network=key))
    network, form = known[key]
    short = isinstance(text, str) and len(text) <= MOST_CHARACTERS
    match = form.pattern.fullmatch(str(text)) if short else None
    if match is None:
        raise BrochureError(
            error("account-form", account=str(text)[:60], name=network.name, example=form.example)
        )
    return match[1] if form.pattern.groups else match[0]


def account_meta(accounts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The metadata that credits ``accounts`` (by network keys), as (attribute, name, content)."""
    return [
        ("name", form.meta, form.content.format(account=accounts[network.key]))
        for network, form in _forms()
        if network.key in accounts
    ]


def _forms() -> list[tuple[Network, AccountForm]]:
    return [(n, n.account) for n in table.all_networks().values() if n.account]
