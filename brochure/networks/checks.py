"""Checks: whether a page asks of networks what they can do.

Pages that are read and pages that are made in Python pass here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from brochure.errors import BrochureError
from brochure.networks import accounts as account_forms
from brochure.networks import captions as caption_rules
from brochure.networks import share_links
from brochure.networks.table import all_networks
from brochure.page import Page
from brochure.problems import Place, Problem, error


def check_page(page: Page) -> Iterator[Problem]:
    """What is wrong with the channels, accounts and captions of ``page``, each at its field's name."""
    yield from check_channels(page.channels)
    yield from check_accounts(page.accounts)
    yield from check_captions(page.captions)


def check_channels(keys: Sequence[str]) -> Iterator[Problem]:
    """Whether there are share links called ``keys``."""
    known = share_links.channel_keys()
    for i, key in enumerate(keys):
        if key not in known:
            at = Place(key=f"channels[{i}]")
            yield error("channel-unknown", at=at, channel=str(key), channels=known)


def check_accounts(accounts: Mapping[str, str]) -> Iterator[Problem]:
    """Whether each of ``accounts`` can be one of its network, given by its key."""
    for key, account in accounts.items():
        try:
            account_forms.parse_account(key, account)
        except BrochureError as caught:
            yield from (problem.placed(Place(key=f"accounts.{key}")) for problem in caught.problems)


def check_captions(texts: Mapping[str, str]) -> Iterator[Problem]:
    """Whether each network, given by its key, takes the text as it is."""
    rules = caption_rules.rules()
    for key, text in texts.items():
        at = Place(key=f"captions.{key}")
        if key not in rules:
            yield error("caption-network", at=at, networks=tuple(rules), network=str(key))
        elif (count := rules[key].count(text)) > rules[key].limit:
            name, most = all_networks()[key].name, rules[key].limit
            yield error("caption-long", at=at, count=count, network=name, most=most)
