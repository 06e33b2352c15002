"""Accounts: which texts name one, and the metadata that credits it."""

from __future__ import annotations

import pytest

from brochure.errors import BrochureError
from brochure.networks import accounts


@pytest.mark.parametrize(
    ("key", "text", "account"),
    [
        ("x", "@gouvernementFR", "gouvernementFR"),
        ("x", "a_1", "a_1"),
        ("mastodon", "@ville@social.exemple.fr", "ville@social.exemple.fr"),
        ("mastodon", "la.ville@social.exemple.fr", "la.ville@social.exemple.fr"),
    ],
)
def test_an_account_is_read_with_or_without_its_sign(key: str, text: str, account: str) -> None:
    assert accounts.parse_account(key, text) == account


@pytest.mark.parametrize(
    ("key", "text", "name"),
    [
        ("x", "@plus_de_quinze_lettres", "X"),
        ("x", "a b", "X"),
        ("x", "été", "X"),
        ("x", "", "X"),
        ("x", 5, "X"),
        ("x", "a" * 100_000, "X"),
        ("mastodon", "@ville", "Mastodon"),
        ("mastodon", "ville.@exemple.fr", "Mastodon"),
        ("mastodon", "ville@localhost", "Mastodon"),
    ],
)
def test_what_is_no_account_is_refused_with_an_example(key: str, text: object, name: str) -> None:
    with pytest.raises(BrochureError, match=f"is not a valid {name} account; write one like @"):
        accounts.parse_account(key, text)


def test_an_unknown_network_is_refused_with_those_there_are() -> None:
    with pytest.raises(BrochureError, match='accounts are named on x, mastodon, not on "myspace"'):
        accounts.parse_account("myspace", "x")


def test_accounts_are_credited_by_the_metadata_of_their_networks() -> None:
    assert accounts.account_meta({"mastodon": "a@b.fr", "x": "ville"}) == [
        ("name", "twitter:site", "@ville"),
        ("name", "fediverse:creator", "a@b.fr"),
    ]
    assert accounts.account_meta({}) == []
